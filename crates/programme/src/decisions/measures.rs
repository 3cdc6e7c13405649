//! The measures of a decision: held against the certificates when it is
//! recorded and again when it is confirmed, and taken then.

use super::decision::Decision;
use super::measure::DecisionMeasure;
use crate::set_certificate_status::{CertificateChange, SetCertificateStatusError};
use crate::store::{certificates, decisions as store, producers};
use crate::{Certificate, CertificateStatus, Ground, Programme};
use db::Tx;
use kernel::{Actor, CertificateId, text};
use sea_orm::DbErr;

/// The longest remarks, in characters.
const MAX_REMARKS: usize = 2_000;

/// Why a measure cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MeasureError {
    /// No such certificate of a producer in the decision's province.
    #[error("there is no such certificate in the province")]
    NotFound,
    /// That level does not decide about such stars on that day.
    #[error("that authority does not decide about these stars on that day")]
    Authority,
    /// A ground where none can be, or none where there has to be one, or
    /// remarks that are missing or too long.
    #[error("a certificate is taken away on a ground, and given back without")]
    Ground,
    /// The certificate was issued after the decision's day.
    #[error("the certificate was issued later")]
    Day,
    /// It cannot come about from what the certificate is.
    #[error("the certificate is {}", .0.as_str())]
    WrongStatus(CertificateStatus),
}

/// Why the measures of a decision were not taken.
#[derive(Debug, thiserror::Error)]
pub(super) enum MeasuresError {
    #[error("certificate {0}: {1}")]
    Measure(CertificateId, MeasureError),
    #[error(transparent)]
    Fault(#[from] DbErr),
}

impl Programme {
    /// Holds measures against the certificates, which are locked from here on
    /// and answered in the order of the measures.
    pub(super) async fn check_measures(
        &self,
        tx: &Tx,
        decision: &Decision,
        measures: &[DecisionMeasure],
    ) -> Result<Vec<Certificate>, MeasuresError> {
        let ids: Vec<_> = measures.iter().map(|own| own.certificate_id).collect();
        let mut found = certificates::lock_all(tx, &ids).await?;
        let holders: Vec<_> = found.iter().map(|own| own.producer_id).collect();
        let mut holders = producers::by_ids(tx, &holders).await?;
        holders.retain(|own| own.province_code == decision.province_code);
        found.retain(|own| holders.iter().any(|holder| holder.id == own.producer_id));
        let given = store::may_give(tx, decision.level, decision.decided_on).await?;
        measures
            .iter()
            .map(|measure| {
                let id = measure.certificate_id;
                let certificate = found.iter().find(|own| own.id == id);
                certificate
                    .ok_or(MeasureError::NotFound)
                    .and_then(|own| check(decision, &given, own, measure).map(|()| own.clone()))
                    .map_err(|error| MeasuresError::Measure(id, error))
            })
            .collect()
    }

    /// Takes the measures of a decision that is being confirmed.
    pub(super) async fn take_measures(
        &self,
        tx: &Tx,
        actor: &Actor,
        decision: &Decision,
        measures: &[DecisionMeasure],
    ) -> Result<(), MeasuresError> {
        for measure in measures {
            let change = CertificateChange {
                id: measure.certificate_id,
                status: measure.measure.becomes(),
                ground: measure.ground,
                grounds: measure.remarks.clone(),
                decision_number: decision.number.clone(),
            };
            match self.set_certificate_status_in(tx, actor, change).await {
                Ok(()) => {}
                // A result of the same decision ended it.
                Err(SetCertificateStatusError::Final(status)) => {
                    let error = MeasureError::WrongStatus(status);
                    return Err(MeasuresError::Measure(measure.certificate_id, error));
                }
                Err(SetCertificateStatusError::Fault(error)) => return Err(error.into()),
                Err(other) => return Err(DbErr::Custom(other.to_string()).into()),
            }
        }
        Ok(())
    }
}

/// Whether a measure can be taken from what a certificate is. `given` are the
/// stars that the decision's level may give on its day: it decides about them,
/// whoever gave them before it.
fn check(
    decision: &Decision,
    given: &[i32],
    certificate: &Certificate,
    measure: &DecisionMeasure,
) -> Result<(), MeasureError> {
    let remarks = measure.remarks.as_deref().map(|text| text.chars().count());
    let wanted = measure.ground == Some(Ground::Other);
    let length = remarks.map_or(!wanted, |length| length <= MAX_REMARKS);
    if !measure.measure.takes(measure.ground) || !length {
        return Err(MeasureError::Ground);
    }
    if !given.contains(&certificate.stars) {
        return Err(MeasureError::Authority);
    }
    if decision.decided_on < certificate.issued_on {
        return Err(MeasureError::Day);
    }
    if !certificate.status.may_become(measure.measure.becomes()) {
        return Err(MeasureError::WrongStatus(certificate.status));
    }
    Ok(())
}

/// The measure with its remarks as they are stored.
pub(super) fn cleaned(measure: &DecisionMeasure) -> DecisionMeasure {
    let remarks = measure.remarks.as_deref().map(text::clean);
    DecisionMeasure {
        remarks: remarks.filter(|text| !text.is_empty()),
        ..measure.clone()
    }
}
