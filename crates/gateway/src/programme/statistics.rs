//! The figures of the programme: counts of public acts.

mod certificates;
mod counts;
mod sales;
mod table;

pub(crate) use table::table;

use super::units::Province;
use crate::errors::{OrFault, bad_input};
use crate::schema::request::ContextExt;
use crate::schema::scalars::Decimal;
use async_graphql::{Context, InputObject, Object, Result};
use certificates::{ProgrammeCertificateChanges, ProgrammeCertificateWhere, ProgrammeCertificates};
use counts::{ProgrammeCount, ProgrammeGroupCount, What, int};
use orders::sales::SalesFilter;
use programme::dossiers::DossierKind;
use programme::statistics::{Outcome, Statistics, StatisticsFilter, TargetProgress};
use sales::ProgrammeSales;

/// The figures' part of `Query`.
#[derive(Default)]
pub(crate) struct StatisticsQuery;

#[Object]
impl StatisticsQuery {
    /// The figures of the programme in a year, as of now. Zeros for a year
    /// without a cycle and for a province that there is not. As a spreadsheet:
    /// `GET /programme-statistics/{year}.csv` or `.xlsx`, with
    /// `?province=37&language=EN`.
    async fn programme_statistics(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Of which year and province.")] filter: ProgrammeWhere,
    ) -> Result<ProgrammeStatistics> {
        let filter = filter.filter()?;
        let told = ctx.services().programme.statistics(&filter).await;
        told.or_fault().map(ProgrammeStatistics)
    }
}

/// Which figures.
#[derive(InputObject, Clone, Debug)]
pub(crate) struct ProgrammeWhere {
    /// The year of the cycles, 2018 to 2100; of sales, that of the delivery.
    year: i32,
    /// The code of the province, two digits; the whole country without it.
    province: Option<String>,
}

impl ProgrammeWhere {
    fn filter(self) -> Result<StatisticsFilter> {
        let filter = statistics_filter(self.year, self.province);
        filter.map_err(|Unfit(message)| bad_input(message))
    }
}

/// What is wrong with a year or a province.
pub(crate) struct Unfit(pub(crate) &'static str);

/// The filter of a year, 2018 to 2100, and a province's code of two digits.
pub(crate) fn statistics_filter(
    year: i32,
    province_code: Option<String>,
) -> std::result::Result<StatisticsFilter, Unfit> {
    if !(2018..=2100).contains(&year) {
        return Err(Unfit("year: 2018 to 2100"));
    }
    let two_digits =
        |code: &String| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_digit());
    if !province_code.as_ref().is_none_or(two_digits) {
        return Err(Unfit("province: a code of two digits"));
    }
    Ok(StatisticsFilter {
        year,
        province_code,
    })
}

/// The figures of a year.
pub(crate) struct ProgrammeStatistics(Statistics);

/// The figures of the programme in a year, in a province or in the whole
/// country. Percentages have one decimal, rounded to the nearest and half away
/// from zero.
#[Object]
impl ProgrammeStatistics {
    /// The year of the cycles.
    async fn year(&self) -> i32 {
        self.0.year
    }

    /// The province; null for the whole country and for a code that is no
    /// longer one.
    async fn province(&self, ctx: &Context<'_>) -> Option<Result<Province>> {
        let code = self.0.province_code.as_deref()?;
        Province::find(ctx, code).await.transpose()
    }

    /// How many products the plans of the cycles name together.
    async fn planned_products(&self) -> i32 {
        int(self.0.planned)
    }

    /// How many products were registered: every dossier that was not
    /// withdrawn.
    async fn registered_products(&self) -> i32 {
        int(self.0.registered())
    }

    /// How far that is above the plan, or below it, in percent of the plan,
    /// such as `"16.7"`; null without a plan.
    async fn excess_percent(&self) -> Option<Decimal> {
        self.0.excess().map(Decimal::tenths)
    }

    /// How many producers registered a product; each counts once.
    async fn entities(&self) -> i32 {
        int(self.0.entities_total())
    }

    /// These producers by legal form; forms without any are left out.
    async fn entities_by_legal_form(&self) -> Vec<ProgrammeCount> {
        let total = self.0.entities_total();
        let counts = self.0.entities.iter();
        counts
            .map(|(form, count)| ProgrammeCount {
                what: What::Form(*form),
                count: *count,
                total,
            })
            .collect()
    }

    /// The registered products by group, in the words of the decision that
    /// their cycle goes by; groups without any are left out.
    async fn registered_by_group(&self) -> Vec<ProgrammeGroupCount> {
        let total = self.0.registered();
        let counts = self.0.groups().into_iter();
        counts
            .map(|(scheme, group, count)| ProgrammeGroupCount {
                scheme,
                count: ProgrammeCount {
                    what: What::Group(group),
                    count,
                    total,
                },
            })
            .collect()
    }

    /// What became of the registered products, all six outcomes:
    /// `THREE_STARS`, `FOUR_STARS`, `FIVE_STARS`, `POTENTIAL_FIVE` (which are
    /// not among the four stars), `REJECTED`, `UNDER_WAY`.
    async fn results(&self) -> Vec<ProgrammeCount> {
        let total = self.0.registered();
        Outcome::ALL
            .into_iter()
            .map(|outcome| ProgrammeCount {
                what: What::Outcome(outcome),
                count: self.0.with_outcome(outcome),
                total,
            })
            .collect()
    }

    /// How many products were recognised anew because their certificate ran
    /// out.
    async fn renewed(&self) -> i32 {
        int(self.0.recognised(DossierKind::Renewal))
    }

    /// How many products were recognised anew for more stars.
    async fn upgraded(&self) -> i32 {
        int(self.0.recognised(DossierKind::Upgrade))
    }

    /// How the certificates of the province's producers stand today, whatever
    /// the year.
    async fn certificates(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which of them; all without it.")] filter: Option<
            ProgrammeCertificateWhere,
        >,
    ) -> Result<ProgrammeCertificates> {
        let filter = filter
            .unwrap_or_default()
            .filter(self.0.province_code.clone())?;
        let programme = &ctx.services().programme;
        let figures = programme.certificate_figures(&filter).await.or_fault()?;
        Ok(ProgrammeCertificates { filter, figures })
    }

    /// What became of these certificates within the year.
    async fn certificate_changes(&self, ctx: &Context<'_>) -> Result<ProgrammeCertificateChanges> {
        let filter = StatisticsFilter {
            year: self.0.year,
            province_code: self.0.province_code.clone(),
        };
        let told = ctx.services().programme.certificate_changes(&filter).await;
        told.or_fault().map(ProgrammeCertificateChanges)
    }

    /// What the province's producers sold here within the year. Everybody sees
    /// what tells of nobody; the officers of the region see all.
    async fn sales(&self, ctx: &Context<'_>) -> Result<ProgrammeSales> {
        let filter = SalesFilter {
            year: self.0.year,
            province_code: self.0.province_code.clone(),
        };
        let told = ctx.services().orders.sales(ctx.actor(), &filter).await;
        told.or_fault().map(ProgrammeSales)
    }

    /// What the province wants to reach by the year or later, the nearest
    /// first; for the country what every province wants; at most 200.
    async fn targets(&self) -> Vec<ProgrammeTarget<'_>> {
        self.0.targets.iter().map(ProgrammeTarget).collect()
    }
}

/// What a province wants.
pub(crate) struct ProgrammeTarget<'a>(&'a TargetProgress);

/// How many products a province wants by a year, and how many it has.
#[Object]
impl ProgrammeTarget<'_> {
    /// The province; null for a code that is no longer one.
    async fn province(&self, ctx: &Context<'_>) -> Option<Result<Province>> {
        let code = &self.0.target.province_code;
        Province::find(ctx, code).await.transpose()
    }

    /// By the end of which year.
    async fn by_year(&self) -> i32 {
        self.0.target.by_year
    }

    /// Of at least how many stars.
    async fn stars_min(&self) -> i32 {
        self.0.target.stars_min
    }

    /// How many products it wants.
    async fn products(&self) -> i32 {
        self.0.target.products
    }

    /// How many it has: certificates in force today with at least that many
    /// stars.
    async fn reached(&self) -> i32 {
        int(self.0.reached)
    }

    /// How much of the target that is, in percent.
    async fn reached_percent(&self) -> Option<Decimal> {
        self.0.share().map(Decimal::tenths)
    }
}
