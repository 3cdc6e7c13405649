//! Notices of certificates that end.

use crate::store::expiries;
use crate::{Certificate, Programme, events};
use ::jobs::{Event, Handler, JobError};
use async_trait::async_trait;
use chrono::NaiveDate;
use kernel::CertificateId;
use kernel::clock::{day_in_vietnam, days_before};
use sea_orm::DbErr;
use uuid::Uuid;

/// Announces what is due; run by the clock.
pub const NOTE_EXPIRIES: &str = "programme.note_expiries";

/// How many days before the last day notices go out, the earliest first.
pub const NOTICES: [i64; 4] = [90, 30, 7, 0];

/// How many notices one transaction makes.
const AT_ONCE: u64 = 200;

/// A notice that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its id: the subject of [`events::CERTIFICATE_EXPIRING`].
    pub id: Uuid,
    /// Of which certificate.
    pub certificate_id: CertificateId,
    /// Which of [`NOTICES`].
    pub days: i64,
}

/// Which of [`NOTICES`] is due on a day for a certificate that ends on another:
/// the nearest that has come. `None` earlier than that, and after the end.
#[must_use]
pub fn notice_due(expires_on: NaiveDate, today: NaiveDate) -> Option<i64> {
    let left = (expires_on - today).num_days();
    let come = NOTICES.into_iter().filter(|days| left <= *days);
    come.min().filter(|_| left >= 0)
}

impl Programme {
    /// Makes the notices that are due and were not made, and announces each.
    /// Returns how many. None is made of what was revoked or superseded.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn note_expiries(&self) -> Result<u64, DbErr> {
        let mut made = 0;
        for days in NOTICES {
            loop {
                let some = db::retry(|| self.note_some(days)).await?;
                made += some;
                if some < AT_ONCE {
                    break;
                }
            }
        }
        self.outbox.wake();
        Ok(made)
    }

    async fn note_some(&self, days: i64) -> Result<u64, DbErr> {
        let tx = self.db.begin().await?;
        let now = self.clock.now();
        let today = day_in_vietnam(now);
        let next = NOTICES.into_iter().filter(|other| *other < days).max();
        // The last days for which this notice is the nearest.
        let first = next.map_or(today, |next| days_before(today, -(next + 1)));
        let last = days_before(today, -days);
        let ending = expiries::without_notice(&tx, days, first, last, AT_ONCE).await?;
        let mut made = 0;
        for certificate in ending {
            let notice = Notice {
                id: kernel::id::new_uuid(now),
                certificate_id: certificate,
                days,
            };
            // Another process may have been faster.
            if !expiries::insert(&tx, &notice, now).await? {
                continue;
            }
            let event = Event {
                topic: events::CERTIFICATE_EXPIRING,
                subject: notice.id,
                at: now,
            };
            self.outbox.announce(&tx, event).await?;
            made += 1;
        }
        tx.commit().await?;
        Ok(made)
    }

    /// A notice and its certificate, whatever became of it since.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn expiry_notice(&self, id: Uuid) -> Result<Option<(Notice, Certificate)>, DbErr> {
        let Some(notice) = expiries::by_id(self.db.primary(), id).await? else {
            return Ok(None);
        };
        let found = crate::find_certificate(self.db.primary(), notice.certificate_id).await?;
        Ok(found.map(|certificate| (notice, certificate)))
    }
}

/// Handles [`NOTE_EXPIRIES`].
pub struct NoteExpiries(pub Programme);

#[async_trait]
impl Handler for NoteExpiries {
    async fn run(&self, _payload: &str) -> Result<(), JobError> {
        let made = self.0.note_expiries().await?;
        tracing::debug!(made, "notices of certificates that end");
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_notice_that_has_come_is_due() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        for (left, due) in [
            (-1, None),
            (0, Some(0)),
            (1, Some(7)),
            (7, Some(7)),
            (8, Some(30)),
            (30, Some(30)),
            (31, Some(90)),
            (90, Some(90)),
            (91, None),
            (4_000, None),
        ] {
            let end = days_before(today, -left);
            assert_eq!(notice_due(end, today), due, "{left}");
        }
    }
}
