//! What decisions do to certificates that exist.

use super::mutations::DecisionErrorCode;
use crate::catalog::Certificate;
use crate::errors::internal;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use async_graphql::{Context, Enum, ID, InputObject, Object, Result};
use kernel::CertificateId;
use programme::decisions::MeasureError;

/// What a decision does to a certificate.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "programme::decisions::Measure")]
pub(crate) enum CertificateMeasure {
    /// Tạm đình chỉ: it does not hold for now.
    Suspend,
    /// Khôi phục: it holds again.
    Reinstate,
    /// Thu hồi: it is taken back for good.
    Revoke,
}

/// Why a certificate is taken away.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "programme::Ground")]
pub(crate) enum CertificateGround {
    /// Its holder did not file for re-evaluation after 36 months.
    NotReevaluated,
    /// A mandatory criterion is no longer met.
    MandatoryCriteria,
    /// Food safety was breached.
    FoodSafety,
    /// The mark or the stars were used wrongly.
    MarkMisuse,
    /// The dossier was not true.
    FalseDossier,
    /// Its holder no longer makes the product, or is gone.
    BusinessCeased,
    /// Its holder gave it back.
    Returned,
    /// What the remarks say.
    Other,
}

/// What a decision does to one certificate.
pub(crate) struct DecisionMeasure(pub(super) programme::decisions::DecisionMeasure);

/// What a decision does to one certificate.
#[Object]
impl DecisionMeasure {
    /// To which.
    async fn certificate(&self, ctx: &Context<'_>) -> Result<Certificate> {
        let id = self.0.certificate_id;
        let found = ctx.loaders().certificates.load(id).await?;
        found
            .map(Certificate::Full)
            .ok_or_else(|| internal(&format!("certificate {id} of a measure does not exist")))
    }

    /// What it does.
    async fn measure(&self) -> CertificateMeasure {
        self.0.measure.into()
    }

    /// Why it is taken away; null where it is given back.
    async fn ground(&self) -> Option<CertificateGround> {
        self.0.ground.map(Into::into)
    }

    /// More of it.
    async fn remarks(&self) -> Option<&str> {
        self.0.remarks.as_deref()
    }
}

/// What a decision does to one certificate.
#[derive(InputObject)]
pub(crate) struct DecisionMeasureInput {
    /// To which: one of a producer in the cycle's province.
    certificate_id: ID,
    /// What it does.
    measure: CertificateMeasure,
    /// Why it is taken away: with a suspension or a revocation, and only then.
    ground: Option<CertificateGround>,
    /// More of it, up to 2,000 characters; needed with `OTHER`.
    remarks: Option<String>,
}

impl DecisionMeasureInput {
    pub(super) fn into_measure(self) -> Result<programme::decisions::DecisionMeasure> {
        Ok(programme::decisions::DecisionMeasure {
            certificate_id: CertificateId::from_global(&self.certificate_id)?,
            measure: self.measure.into(),
            ground: self.ground.map(Into::into),
            remarks: self.remarks,
        })
    }
}

pub(super) const fn measure_code(error: MeasureError) -> DecisionErrorCode {
    use DecisionErrorCode as Code;
    match error {
        MeasureError::NotFound => Code::CertificateNotFound,
        MeasureError::Authority => Code::AuthorityInvalid,
        MeasureError::Ground => Code::GroundInvalid,
        MeasureError::Day => Code::CertificateLater,
        MeasureError::WrongStatus(_) => Code::CertificateStatusWrong,
    }
}
