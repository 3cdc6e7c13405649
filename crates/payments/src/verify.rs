//! The payments' part of `ocop verify`.

use crate::Payments;
use sea_orm::{ConnectionTrait, DbErr, Statement};

/// What the check found; all zero is sound.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PaymentsReport {
    /// Card payments whose captured money does not follow from exactly one
    /// approved attempt.
    pub captured_off_attempts: i64,
    /// Payments whose refunds do not add up, or exceed what was captured.
    pub refunds_off: i64,
    /// Payments looked at.
    pub payments: i64,
}

impl Payments {
    /// Recounts every payment from its attempts and refunds.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn verify(&self) -> Result<PaymentsReport, DbErr> {
        Ok(PaymentsReport {
            captured_off_attempts: self
                .count(
                    "SELECT COUNT(*) FROM (SELECT p.id FROM payment p LEFT JOIN payment_attempt a ON a.payment_id = p.id AND a.status = 'APPROVED' \
                     WHERE p.method = 'CARD' GROUP BY p.id, p.captured, p.amount \
                     HAVING p.captured <> COUNT(a.id) * p.amount) AS off",
                )
                .await?,
            refunds_off: self
                .count(
                    "SELECT COUNT(*) FROM (SELECT p.id FROM payment p LEFT JOIN refund r ON r.payment_id = p.id \
                     GROUP BY p.id, p.captured, p.refunded, p.refunding \
                     HAVING p.refunded <> COALESCE(SUM(CASE WHEN r.status = 'DONE' THEN r.amount END), 0) \
                     OR p.refunding <> COALESCE(SUM(CASE WHEN r.status <> 'FAILED' THEN r.amount END), 0) \
                     OR p.refunding > p.captured) AS off",
                )
                .await?,
            payments: self.count("SELECT COUNT(*) FROM payment").await?,
        })
    }

    async fn count(&self, sql: &str) -> Result<i64, DbErr> {
        let row = self
            .db
            .primary()
            .query_one_raw(Statement::from_string(self.db.backend(), sql))
            .await?;
        row.map_or(Ok(0), |row| row.try_get_by_index(0))
    }
}
