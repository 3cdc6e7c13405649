//! Letters about decisions that take a certificate away or give it back: to the
//! producer.

use crate::letter::{Letter, mailbox};
use crate::{Notifications, letters};
use ::jobs::{Handler, JobError, NewJob, enqueue};
use async_trait::async_trait;
use kernel::{CertificateId, DecisionId, Language};
use uuid::Uuid;

/// A decision was confirmed. Payload: the decision.
pub(crate) const DECISION_CONFIRMED: &str = "notifications.decision_confirmed";
/// One letter about one of its measures. Payload: the decision and the
/// certificate.
pub(crate) const MEASURE_LETTER: &str = "notifications.measure_letter";

/// Turns a decision into one job per letter.
pub(crate) struct TellOfDecision(pub(crate) Notifications);

#[async_trait]
impl Handler for TellOfDecision {
    async fn run(&self, payload: &str) -> Result<(), JobError> {
        let decision: Uuid = payload.parse().map_err(JobError::give_up)?;
        let Notifications {
            db,
            clock,
            outbox,
            programme,
            ..
        } = &self.0;
        let measures = programme.decision_measures(&[DecisionId(decision)]).await?;
        let now = clock.now();
        let tx = db.begin().await?;
        for (_, measure) in measures {
            let letter = format!("{decision}:{}", measure.certificate_id);
            let job = NewJob::new(MEASURE_LETTER, &letter, now);
            enqueue(&tx, job.unique(letter.clone())).await?;
        }
        tx.commit().await?;
        outbox.wake();
        Ok(())
    }
}

/// Writes one letter and sends it.
pub(crate) struct SendMeasure(pub(crate) Notifications);

#[async_trait]
impl Handler for SendMeasure {
    async fn run(&self, payload: &str) -> Result<(), JobError> {
        let (decision, certificate) =
            read(payload).ok_or_else(|| JobError::give_up(format!("no letter {payload:?}")))?;
        let Some(letter) = self.0.write_of_measure(decision, certificate).await? else {
            return Ok(());
        };
        // One decision says one thing of a certificate.
        let id = Uuid::from_u128(decision.0.as_u128() ^ certificate.0.as_u128());
        self.0.post("certificate_measure", id, letter).await
    }
}

fn read(payload: &str) -> Option<(DecisionId, CertificateId)> {
    let (decision, certificate) = payload.split_once(':')?;
    let decision: Uuid = decision.parse().ok()?;
    let certificate: Uuid = certificate.parse().ok()?;
    Some((decision.into(), certificate.into()))
}

impl Notifications {
    /// The letter; `None` when nobody is to get it.
    async fn write_of_measure(
        &self,
        decision: DecisionId,
        certificate: CertificateId,
    ) -> Result<Option<Letter>, JobError> {
        let programme = &self.programme;
        let measures = programme.decision_measures(&[decision]).await?;
        let measure = measures
            .into_iter()
            .find(|(_, own)| own.certificate_id == certificate);
        let decision = programme.decisions_by_ids(&[decision]).await?.pop();
        let found = programme.certificates_by_ids(&[certificate]).await?.pop();
        let (Some((_, measure)), Some(decision), Some(certificate)) = (measure, decision, found)
        else {
            return Ok(None);
        };
        let producer = programme.producer_by_id(certificate.producer_id).await?;
        Ok(producer.and_then(|producer| {
            let to = mailbox(&producer.name, &producer.email)?;
            let taken = letters::Taken {
                certificate,
                producer,
                decision,
                measure,
            };
            // Producers are Vietnamese legal entities.
            Some(letters::measure_taken(&taken, to, Language::Vi))
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payloads_are_read_or_refused() {
        let [one, two] = [7, 8].map(Uuid::from_u128);
        let both = format!("{one}:{two}");
        assert_eq!(read(&both), Some((one.into(), two.into())));
        for payload in ["", ":", &one.to_string(), &format!("{both}:{one}")] {
            assert_eq!(read(payload), None, "{payload}");
        }
    }
}
