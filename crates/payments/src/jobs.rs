//! What payments do after the fact.

use crate::Payments;
use ::jobs::{Handler, JobError};
use async_trait::async_trait;

/// Has the provider return money. Payload: the refund.
pub const REFUND: &str = "payments.refund";

/// Handles [`REFUND`].
pub struct PerformRefund(pub Payments);

#[async_trait]
impl Handler for PerformRefund {
    async fn run(&self, payload: &str) -> Result<(), JobError> {
        self.0
            .perform_refund(payload.parse().map_err(JobError::give_up)?)
            .await
    }
}
