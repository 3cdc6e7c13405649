//! Letters about certificates that end: to the producer, and to the programme's
//! officers of its province.

use crate::letter::{Letter, mailbox};
use crate::{Notifications, letters};
use ::jobs::{Handler, JobError, NewJob, enqueue};
use async_trait::async_trait;
use kernel::{AccountId, Language, Role};
use uuid::Uuid;

/// A notice was made. Payload: the notice.
pub(crate) const CERTIFICATE_EXPIRING: &str = "notifications.certificate_expiring";
/// One letter about it. Payload: the notice, and the officer to whom it goes;
/// to the producer where none is named.
pub(crate) const EXPIRY_LETTER: &str = "notifications.expiry_letter";

/// Turns a notice into one job per letter.
pub(crate) struct TellOfExpiry(pub(crate) Notifications);

#[async_trait]
impl Handler for TellOfExpiry {
    async fn run(&self, payload: &str) -> Result<(), JobError> {
        let notice: Uuid = payload.parse().map_err(JobError::give_up)?;
        let Notifications {
            db,
            clock,
            outbox,
            programme,
            identity,
            ..
        } = &self.0;
        let Some((_, certificate)) = programme.expiry_notice(notice).await? else {
            return Ok(());
        };
        let producer = programme.producer_by_id(certificate.producer_id).await?;
        let Some(producer) = producer else {
            return Ok(());
        };
        let officers = identity
            .accounts_of_province(Role::ProgrammeOfficer, &producer.province_code)
            .await?;
        let to_officers = officers.iter().map(|own| format!("{notice}:{}", own.id));
        let now = clock.now();
        let tx = db.begin().await?;
        for letter in std::iter::once(notice.to_string()).chain(to_officers) {
            let job = NewJob::new(EXPIRY_LETTER, &letter, now);
            enqueue(&tx, job.unique(letter.clone())).await?;
        }
        tx.commit().await?;
        outbox.wake();
        Ok(())
    }
}

/// Writes one letter and sends it.
pub(crate) struct SendExpiry(pub(crate) Notifications);

#[async_trait]
impl Handler for SendExpiry {
    async fn run(&self, payload: &str) -> Result<(), JobError> {
        let (notice, officer) =
            read(payload).ok_or_else(|| JobError::give_up(format!("no letter {payload:?}")))?;
        let Some(letter) = self.0.write_of_expiry(notice, officer).await? else {
            return Ok(());
        };
        self.0.post("certificate_expiring", notice, letter).await
    }
}

fn read(payload: &str) -> Option<(Uuid, Option<AccountId>)> {
    match payload.split_once(':') {
        None => Some((payload.parse().ok()?, None)),
        Some((notice, officer)) => {
            let officer: Uuid = officer.parse().ok()?;
            Some((notice.parse().ok()?, Some(officer.into())))
        }
    }
}

impl Notifications {
    /// The letter as the database says it now; `None` when nobody is to get
    /// it, or the certificate is no more.
    async fn write_of_expiry(
        &self,
        notice: Uuid,
        officer: Option<AccountId>,
    ) -> Result<Option<Letter>, JobError> {
        let Some((notice, certificate)) = self.programme.expiry_notice(notice).await? else {
            return Ok(None);
        };
        if certificate.status.is_final() {
            return Ok(None);
        }
        let producer = self
            .programme
            .producer_by_id(certificate.producer_id)
            .await?;
        let Some(producer) = producer else {
            return Ok(None);
        };
        let ending = letters::Ending {
            certificate,
            producer,
            days: notice.days,
        };
        Ok(match officer {
            // Producers are Vietnamese legal entities.
            None => mailbox(&ending.producer.name, &ending.producer.email)
                .map(|to| letters::expiring_for_producer(&ending, to, Language::Vi)),
            Some(id) => {
                let account = self.identity.account(id).await?;
                account.and_then(|own| {
                    let to = mailbox(&own.display_name, &own.email)?;
                    Some(letters::expiring_for_officer(&ending, to, own.language))
                })
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payloads_are_read_or_refused() {
        let [one, two] = [7, 8].map(Uuid::from_u128);
        assert_eq!(read(&one.to_string()), Some((one, None)));
        let both = format!("{one}:{two}");
        assert_eq!(read(&both), Some((one, Some(two.into()))));
        for payload in ["", "7", ":", &format!("{one}:"), &format!("{both}:{one}")] {
            assert_eq!(read(payload), None, "{payload}");
        }
    }
}
