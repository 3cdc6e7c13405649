//! How certificates stand, and what became of them in a year.

use super::counts::{ProgrammeCount, ProgrammeGroupCount, What, int};
use crate::errors::{OrFault, bad_input};
use crate::programme::types::LegalForm;
use crate::programme::units::Commune;
use crate::schema::request::ContextExt;
use async_graphql::{Context, Enum, InputObject, Object, Result};
use programme::scheme::Scheme;
use programme::statistics::{CertificateChanges, CertificateFigures, CertificateFilter, Standing};

/// Which certificates. Every given condition must hold; an empty list matches
/// nothing.
#[derive(InputObject, Clone, Debug, Default)]
pub(crate) struct ProgrammeCertificateWhere {
    /// Codes of the groups that their dossiers were in, whatever decision
    /// words them.
    groups: Option<Vec<String>>,
    /// How many stars they have, each 3 to 5.
    stars: Option<Vec<i32>>,
    /// Their producers' legal forms of today.
    legal_forms: Option<Vec<LegalForm>>,
    /// How they stand today.
    standings: Option<Vec<ProgrammeStanding>>,
}

impl ProgrammeCertificateWhere {
    pub(super) fn filter(self, province_code: Option<String>) -> Result<CertificateFilter> {
        let known = |group: &String| {
            let mut schemes = Scheme::ALL.into_iter();
            schemes.any(|scheme| scheme.group(group).is_some())
        };
        if !self.groups.iter().flatten().all(known) {
            return Err(bad_input("groups: codes of groups"));
        }
        if !self.stars.iter().flatten().all(|n| (3..=5).contains(n)) {
            return Err(bad_input("stars: 3 to 5"));
        }
        Ok(CertificateFilter {
            province_code,
            groups: self.groups,
            stars: self.stars,
            legal_forms: self
                .legal_forms
                .map(|forms| forms.into_iter().map(Into::into).collect()),
            standings: self
                .standings
                .map(|own| own.into_iter().map(Into::into).collect()),
        })
    }
}

/// How a certificate stands on a day. Revoked and superseded are final; of the
/// others the last day decides first.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "programme::statistics::Standing")]
pub(crate) enum ProgrammeStanding {
    /// In force for more than 90 days from now.
    InForce,
    /// In force, and its last day is at most 90 days away.
    Expiring,
    /// Its first day is to come.
    Upcoming,
    /// Its last day is over.
    Expired,
    /// Suspended within its days.
    Suspended,
    /// Taken back by a decision.
    Revoked,
    /// Replaced by a renewal or an upgrade.
    Superseded,
}

/// How certificates stand today.
pub(crate) struct ProgrammeCertificates {
    pub(super) filter: CertificateFilter,
    pub(super) figures: CertificateFigures,
}

impl ProgrammeCertificates {
    fn standing(&self, standing: Standing) -> i32 {
        int(self.figures.standing(standing))
    }
}

/// How the certificates of the province's producers stand today, as far as
/// they were asked for. Each is in one of `inForce`, `upcoming`, `expired`,
/// `suspended`, `revoked` and `superseded`.
#[Object]
impl ProgrammeCertificates {
    /// In force.
    async fn in_force(&self) -> i32 {
        self.standing(Standing::InForce)
            .saturating_add(self.standing(Standing::Expiring))
    }

    /// Those in force by stars: `THREE_STARS`, `FOUR_STARS` (potential
    /// five-stars are among them: they are sold as four) and `FIVE_STARS`.
    async fn in_force_by_stars(&self) -> Vec<ProgrammeCount> {
        let rows = [3, 4, 5].map(|stars| (What::Stars(stars), self.figures.in_force(stars)));
        ProgrammeCount::table(rows)
    }

    /// Those in force whose last day is at most 90 days away.
    async fn expiring_soon(&self) -> i32 {
        self.standing(Standing::Expiring)
    }

    /// Their first day is to come.
    async fn upcoming(&self) -> i32 {
        self.standing(Standing::Upcoming)
    }

    /// Their last day is over, and they were not revoked or superseded.
    async fn expired(&self) -> i32 {
        self.standing(Standing::Expired)
    }

    /// Suspended within their days.
    async fn suspended(&self) -> i32 {
        self.standing(Standing::Suspended)
    }

    /// Taken back by a decision.
    async fn revoked(&self) -> i32 {
        self.standing(Standing::Revoked)
    }

    /// Replaced by a renewal or an upgrade.
    async fn superseded(&self) -> i32 {
        self.standing(Standing::Superseded)
    }

    /// All of them, however they stand, by their producers' legal form of
    /// today; forms without any are left out.
    async fn by_legal_form(&self) -> Vec<ProgrammeCount> {
        let rows = self.figures.by_legal_form().into_iter();
        ProgrammeCount::table(rows.map(|(form, count)| (What::Form(form), count)))
    }

    /// All of them, however they stand, by the group that their dossier was
    /// in; groups without any are left out. Shares are of those that have a
    /// group.
    async fn by_group(&self) -> Vec<ProgrammeGroupCount> {
        let rows = self.figures.by_group();
        let total = rows.iter().map(|(_, count)| count).sum();
        rows.into_iter()
            .map(|((scheme, group), count)| ProgrammeGroupCount {
                scheme,
                count: ProgrammeCount {
                    what: What::Group(group),
                    count,
                    total,
                },
            })
            .collect()
    }

    /// Those without a group: recognised before their dossiers were kept here.
    async fn without_group(&self) -> i32 {
        int(self.figures.without_group())
    }

    /// All of them, however they stand, by their producers' commune of today.
    /// Only for administrators and the province's programme officers: null for
    /// everybody else, and without a province.
    async fn by_commune(&self, ctx: &Context<'_>) -> Option<Result<Vec<ProgrammeCommuneCount>>> {
        let programme = &ctx.services().programme;
        let told = programme.certificate_communes(ctx.actor(), &self.filter);
        match told.await.or_fault() {
            Ok(rows) => {
                let rows = rows?.into_iter();
                let rows = rows.map(|(code, count)| ProgrammeCommuneCount { code, count });
                Some(Ok(rows.collect()))
            }
            Err(error) => Some(Err(error)),
        }
    }
}

/// How many certificates the producers of a commune have.
pub(crate) struct ProgrammeCommuneCount {
    code: String,
    count: i64,
}

/// How many certificates the producers of a commune have.
#[Object]
impl ProgrammeCommuneCount {
    /// The commune's code.
    async fn code(&self) -> &str {
        &self.code
    }

    /// The commune; null for a code that is no longer one.
    async fn commune(&self, ctx: &Context<'_>) -> Option<Result<Commune>> {
        Commune::find(ctx, &self.code).await.transpose()
    }

    /// How many.
    async fn count(&self) -> i32 {
        int(self.count)
    }
}

/// What became of certificates in a year.
pub(crate) struct ProgrammeCertificateChanges(pub(super) CertificateChanges);

/// What became of the certificates of the province's producers within the
/// year, in Vietnam's calendar, whatever they are today.
#[Object]
impl ProgrammeCertificateChanges {
    /// How many were revoked; one that was revoked, restored and revoked again
    /// counts once.
    async fn revoked(&self) -> i32 {
        int(self.0.revoked)
    }

    /// How many were replaced by a renewal.
    async fn renewed(&self) -> i32 {
        int(self.0.renewed)
    }

    /// How many were replaced by one of more stars.
    async fn upgraded(&self) -> i32 {
        int(self.0.upgraded)
    }
}
