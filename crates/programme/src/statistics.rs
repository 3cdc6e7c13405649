//! The figures of the programme: a year in a province or in the country, and
//! how its certificates stand today. Counts of public acts, nothing personal.
//!
//! | figure | counts |
//! |---|---|
//! | registered | every dossier of the year's cycles that was not withdrawn; a product that was rejected and came again in the same year counts twice |
//! | entities | every producer with such a dossier, once, under its legal form of today |
//! | results | every such dossier, once, under its [`Outcome`] |
//! | certificates | every certificate of producers of the province, once, under its [`Standing`] of today, whatever the year |
//! | changes of certificates | those that were revoked or replaced within the year, in Vietnam's calendar |
//! | targets | what the province wants by the year or later, against the certificates in force today |

mod certificates;
mod outcome;
mod share;
mod standing;

pub use certificates::{CertificateChanges, CertificateCut, CertificateFigures, CertificateFilter};
pub use outcome::Outcome;
pub use share::tenths_of_percent;
pub use standing::Standing;

use crate::cycles::Target;
use crate::dossiers::DossierKind;
use crate::scheme::{Group, Scheme};
use crate::store::{cycles, statistics as store};
use crate::{LegalForm, Programme};
use chrono::Duration;
use kernel::clock;
use sea_orm::DbErr;

/// From how many days before its last day on a certificate expires soon.
const SOON: i64 = 90;

/// What the figures are about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatisticsFilter {
    /// The year of the cycles.
    pub year: i32,
    /// The province: two digits; the country without it.
    pub province_code: Option<String>,
}

/// Dossiers that have all of this in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DossierCount {
    /// By which decision their cycles go.
    pub scheme: Scheme,
    /// Their group, in the words of the scheme.
    pub group: &'static Group,
    /// Why they go through the cycle.
    pub kind: DossierKind,
    /// What became of them.
    pub outcome: Outcome,
    /// How many.
    pub count: i64,
}

/// Certificates that have all of this in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateCount {
    /// Their producers' province.
    pub province_code: String,
    /// 3 to 5; a potential five-star has four.
    pub stars: i32,
    /// How they stand today.
    pub standing: Standing,
    /// How many.
    pub count: i64,
}

/// A target and how far it is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetProgress {
    /// What the province wants.
    pub target: Target,
    /// Certificates in force today with at least that many stars: a product
    /// has one at most.
    pub reached: i64,
}

impl TargetProgress {
    /// How much of the target is reached, in tenths of a percent; see
    /// [`tenths_of_percent`].
    #[must_use]
    pub fn share(&self) -> Option<i32> {
        tenths_of_percent(self.reached, i64::from(self.target.products))
    }
}

/// The figures of a year. All counts of dossiers are of one statement, so they
/// add up; those of entities and of certificates may be a moment younger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statistics {
    /// The year.
    pub year: i32,
    /// The province, or the country.
    pub province_code: Option<String>,
    /// How many products the cycles' plans name together.
    pub planned: i64,
    /// The dossiers that were not withdrawn.
    pub dossiers: Vec<DossierCount>,
    /// The producers of these, by their form.
    pub entities: Vec<(LegalForm, i64)>,
    /// The certificates.
    pub certificates: Vec<CertificateCount>,
    /// The targets for the year and later ones, the nearest first; at most
    /// 200.
    pub targets: Vec<TargetProgress>,
}

impl Statistics {
    fn sum(&self, which: impl Fn(&DossierCount) -> bool) -> i64 {
        let counts = self.dossiers.iter().filter(|one| which(one));
        counts.map(|one| one.count).sum()
    }

    /// How many products were registered.
    #[must_use]
    pub fn registered(&self) -> i64 {
        self.sum(|_| true)
    }

    /// How far that is above (or below) the plan, in tenths of a percent of
    /// the plan; see [`tenths_of_percent`]. `None` without a plan.
    #[must_use]
    pub fn excess(&self) -> Option<i32> {
        tenths_of_percent(self.registered() - self.planned, self.planned)
    }

    /// How many producers registered a product.
    #[must_use]
    pub fn entities_total(&self) -> i64 {
        self.entities.iter().map(|(_, count)| count).sum()
    }

    /// How many products were registered in each group, in the order of the
    /// decisions; groups without any are left out.
    #[must_use]
    pub fn groups(&self) -> Vec<(Scheme, &'static Group, i64)> {
        let all = Scheme::ALL
            .into_iter()
            .flat_map(|scheme| scheme.groups().iter().map(move |group| (scheme, group)));
        all.map(|(scheme, group)| {
            let of = |one: &DossierCount| one.scheme == scheme && one.group == group;
            (scheme, group, self.sum(of))
        })
        .filter(|(.., count)| *count > 0)
        .collect()
    }

    /// How many products have that outcome.
    #[must_use]
    pub fn with_outcome(&self, outcome: Outcome) -> i64 {
        self.sum(|one| one.outcome == outcome)
    }

    /// How many products of that kind of dossier were recognised.
    #[must_use]
    pub fn recognised(&self, kind: DossierKind) -> i64 {
        self.sum(|one| one.kind == kind && one.outcome.is_recognised())
    }

    /// How many certificates stand so.
    #[must_use]
    pub fn standing(&self, standing: Standing) -> i64 {
        let counts = self.certificates.iter();
        let counts = counts.filter(|one| one.standing == standing);
        counts.map(|one| one.count).sum()
    }

    /// How many certificates of so many stars are in force.
    #[must_use]
    pub fn in_force(&self, stars: i32) -> i64 {
        let counts = self.certificates.iter();
        let counts = counts.filter(|one| one.standing.is_in_force() && one.stars == stars);
        counts.map(|one| one.count).sum()
    }
}

impl Programme {
    /// The figures of a year. Five statements, whatever there is to count; a
    /// year without a cycle, or a province that there is not, has zeros.
    /// Permission: everybody.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn statistics(&self, filter: &StatisticsFilter) -> Result<Statistics, DbErr> {
        let today = clock::day_in_vietnam(self.clock.now());
        let db = self.db.catalogue();
        let province = filter.province_code.as_deref();
        let planned = store::planned(db, filter).await?;
        let dossiers = store::dossiers(db, filter, today).await?;
        let entities = store::entities(db, filter).await?;
        let soon = today + Duration::days(SOON);
        let certificates = store::certificates(db, province, today, soon).await?;
        let targets = cycles::targets(db, province, filter.year).await?;
        let reached = |target: &Target| {
            let counts = certificates.iter().filter(|one| {
                one.standing.is_in_force()
                    && one.province_code == target.province_code
                    && one.stars >= target.stars_min
            });
            counts.map(|one| one.count).sum()
        };
        let targets = targets
            .into_iter()
            .map(|target| TargetProgress {
                reached: reached(&target),
                target,
            })
            .collect();
        Ok(Statistics {
            year: filter.year,
            province_code: filter.province_code.clone(),
            planned,
            dossiers,
            entities,
            certificates,
            targets,
        })
    }
}
