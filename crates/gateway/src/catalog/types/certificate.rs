//! The certificate and the badge that shows it.

use crate::errors::internal;
use crate::programme::{CertificateGround, Producer};
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::{Date, DateTime, LanguageCode};
use async_graphql::{Context, Enum, Error, ID, Object, Result};
use catalog::{Card, CardCertificate};
use kernel::{CertificateId, Language};
use std::sync::Arc;

/// An OCOP certificate, from a card or from the programme's own row.
#[derive(Clone)]
pub(crate) enum Certificate {
    /// Number, issuer and dates are known; the rest is loaded when asked for.
    Card(Arc<Card>, CertificateId),
    /// Everything is known.
    Full(Arc<programme::Certificate>),
}

/// The gate lets no card pass that has no certificate.
fn certified(card: &Card) -> Result<&CardCertificate, Error> {
    let missing = || {
        internal(&format!(
            "product {} is public and has no certificate",
            card.product_id
        ))
    };
    card.certificate.as_ref().ok_or_else(missing)
}

impl Certificate {
    /// The certificate of a public card.
    pub(crate) fn of(card: &Arc<Card>) -> Result<Self, Error> {
        Ok(Self::Card(card.clone(), certified(card)?.id))
    }

    async fn full(&self, ctx: &Context<'_>) -> Result<Arc<programme::Certificate>> {
        match self {
            Self::Full(certificate) => Ok(certificate.clone()),
            Self::Card(_, id) => {
                let found = ctx.loaders().certificates.load(*id).await?;
                found.ok_or_else(|| {
                    internal(&format!("certificate {id} is on a card and has no row"))
                })
            }
        }
    }
}

/// An OCOP certificate: what a council scored and the state decided.
#[Object]
impl Certificate {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        match self {
            Self::Card(_, id) => id.to_global(),
            Self::Full(certificate) => certificate.id.to_global(),
        }
    }

    /// Its number.
    async fn number(&self) -> Result<&str> {
        Ok(match self {
            Self::Card(card, _) => &certified(card)?.number,
            Self::Full(certificate) => &certificate.number,
        })
    }

    /// The stars that it awards, 3 to 5.
    async fn stars(&self) -> i32 {
        match self {
            Self::Card(card, _) => card.stars,
            Self::Full(certificate) => certificate.stars,
        }
    }

    /// Who issued it.
    async fn issued_by(&self) -> Result<&str> {
        Ok(match self {
            Self::Card(card, _) => &certified(card)?.issuer,
            Self::Full(certificate) => &certificate.issuer,
        })
    }

    /// The first day on which it is in force.
    async fn issued_on(&self) -> Result<Date> {
        Ok(Date(match self {
            Self::Card(card, _) => certified(card)?.issued_on,
            Self::Full(certificate) => certificate.issued_on,
        }))
    }

    /// The last day on which it is in force, until midnight in Vietnam.
    async fn expires_on(&self) -> Result<Date> {
        Ok(Date(match self {
            Self::Card(card, _) => certified(card)?.expires_on,
            Self::Full(certificate) => certificate.expires_on,
        }))
    }

    /// The level of the state that issued it.
    async fn issuer_level(&self, ctx: &Context<'_>) -> Result<IssuerLevel> {
        Ok(self.full(ctx).await?.issuer_level.into())
    }

    /// The number of the decision behind it.
    async fn decision_number(&self, ctx: &Context<'_>) -> Result<String> {
        Ok(self.full(ctx).await?.decision_number.clone())
    }

    /// The product's name on it.
    async fn product_name(&self, ctx: &Context<'_>) -> Result<String> {
        Ok(self.full(ctx).await?.product_name.clone())
    }

    /// Its standing now.
    async fn status(&self, ctx: &Context<'_>) -> Result<CertificateStatus> {
        Ok(self.full(ctx).await?.status.into())
    }

    /// Whether it is in force now: active, and within its dates.
    async fn in_force(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(self.full(ctx).await?.in_force(ctx.now()))
    }

    /// Whether it scored 90 and above and went to the centre for five stars;
    /// until the ministry decides it counts as four.
    async fn potential_five_star(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(self.full(ctx).await?.potential_five)
    }

    /// The year in which the product was recognised; null where not recorded.
    async fn recognised_year(&self, ctx: &Context<'_>) -> Option<Result<i32>> {
        self.full(ctx)
            .await
            .map(|certificate| certificate.recognised_year)
            .transpose()
    }

    /// What decisions made of it, the oldest first: issued, suspended, revoked
    /// and so on. Decisions are public acts.
    async fn history(&self, ctx: &Context<'_>) -> Result<Vec<CertificateEvent>> {
        let id = match self {
            Self::Card(_, id) => *id,
            Self::Full(certificate) => certificate.id,
        };
        let events = ctx.loaders().certificate_histories.load(id).await?;
        let events = events.iter().flat_map(|events| events.iter());
        Ok(events
            .map(|(_, event)| CertificateEvent(event.clone()))
            .collect())
    }

    /// Who holds it; null while it does not trade.
    async fn producer(&self, ctx: &Context<'_>) -> Option<Result<Producer>> {
        match self {
            // The gate let the card pass, so it trades.
            Self::Card(card, _) => Some(Ok(Producer::of(card.clone()))),
            Self::Full(certificate) => {
                let found = ctx.loaders().producers.load(certificate.producer_id).await;
                found
                    .map(|found| found.and_then(Producer::public))
                    .transpose()
            }
        }
    }
}

/// What a decision made of a certificate.
pub(crate) struct CertificateEvent(programme::CertificateEvent);

/// What a decision made of a certificate.
#[Object]
impl CertificateEvent {
    /// What it became.
    async fn status(&self) -> CertificateStatus {
        self.0.status.into()
    }

    /// The number of the decision.
    async fn decision_number(&self) -> &str {
        &self.0.decision_number
    }

    /// Why it was taken away; null where it was not, or where no ground was
    /// recorded.
    async fn ground(&self) -> Option<CertificateGround> {
        self.0.ground.map(Into::into)
    }

    /// When it came into force here.
    async fn at(&self) -> DateTime {
        DateTime(self.0.at)
    }
}

/// The level of the state that issued a certificate.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "programme::IssuerLevel")]
pub(crate) enum IssuerLevel {
    /// A district, before districts were abolished on 1 July 2025.
    DistrictLegacy,
    /// A province: three and four stars.
    Province,
    /// The ministry: five stars.
    Ministry,
}

/// The standing of a certificate.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "programme::CertificateStatus")]
pub(crate) enum CertificateStatus {
    /// In force within its dates.
    Active,
    /// Suspended after an inspection; may come back.
    Suspended,
    /// Withdrawn for good.
    Revoked,
    /// Replaced by a later certificate.
    Superseded,
}

/// The stars of a product as a badge.
pub(crate) struct StarBadge(Arc<Card>);

impl StarBadge {
    /// The badge of a public card.
    pub(crate) fn of(card: &Arc<Card>) -> Result<Self, Error> {
        certified(card).map(|_| Self(card.clone()))
    }
}

/// The stars of a product as a badge, never without the certificate that they
/// come from.
#[Object]
impl StarBadge {
    /// 3 to 5.
    async fn stars(&self) -> i32 {
        self.0.stars
    }

    /// What the badge says, such as `4 sao` or `4 stars`.
    async fn label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Language of the label; that of `Accept-Language` without it.")] language: Option<LanguageCode>,
    ) -> String {
        let words = match ctx.language_or(language) {
            Language::Vi => "sao",
            Language::En => "stars",
        };
        format!("{} {words}", self.0.stars)
    }

    /// A drawing of the badge (SVG).
    async fn image_url(&self, ctx: &Context<'_>) -> String {
        let language = match ctx.language() {
            Language::Vi => "",
            Language::En => "?lang=en",
        };
        format!(
            "{}/badges/{}.svg{language}",
            ctx.services().config.public_url,
            self.0.stars
        )
    }

    /// The number of the certificate.
    async fn certificate_number(&self) -> Result<&str> {
        Ok(&certified(&self.0)?.number)
    }

    /// Who issued the certificate.
    async fn issued_by(&self) -> Result<&str> {
        Ok(&certified(&self.0)?.issuer)
    }

    /// The first day on which the certificate is in force.
    async fn issued_on(&self) -> Result<Date> {
        Ok(Date(certified(&self.0)?.issued_on))
    }

    /// The last day on which the certificate is in force, until midnight in
    /// Vietnam.
    async fn expires_on(&self) -> Result<Date> {
        Ok(Date(certified(&self.0)?.expires_on))
    }
}
