//! The built-in provider of the demonstration: charges nobody. It keeps no
//! state; what a charge became is written in its reference, so that it answers
//! the same after a restart.

use super::{Answer, Provider, ProviderError};
use async_trait::async_trait;
use kernel::{Clock, Money};
use std::sync::Arc;
use uuid::Uuid;

/// Test tokens, in the place of what a shopper's card form would give.
pub mod tokens {
    /// Approved at once.
    pub const APPROVE: &str = "sandbox_approve";
    /// Declined at once.
    pub const DECLINE: &str = "sandbox_decline";
    /// Pending, approved three seconds later.
    pub const LATE_APPROVE: &str = "sandbox_late_approve";
    /// Pending, declined three seconds later.
    pub const LATE_DECLINE: &str = "sandbox_late_decline";
    /// Pending for ever.
    pub const NEVER: &str = "sandbox_never";
}

const LATE_MICROSECONDS: i64 = 3_000_000;

/// The sandbox provider.
pub struct Sandbox {
    clock: Arc<dyn Clock>,
}

impl Sandbox {
    /// A sandbox that tells the time by `clock`.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock }
    }
}

#[async_trait]
impl Provider for Sandbox {
    fn name(&self) -> &'static str {
        "sandbox"
    }

    async fn charge(
        &self,
        key: Uuid,
        token: &str,
        _amount: Money,
    ) -> Result<Answer, ProviderError> {
        let due = self.clock.now().timestamp_micros() + LATE_MICROSECONDS;
        let declined = |code: &str| {
            Ok(Answer::Declined {
                code: code.to_owned(),
            })
        };
        let pending = |fate: &str, due: i64| {
            Ok(Answer::Pending {
                reference: format!("sbx.{fate}.{due}.{key}"),
            })
        };
        match token {
            tokens::APPROVE => Ok(Answer::Approved {
                reference: format!("sbx.approve.0.{key}"),
            }),
            tokens::DECLINE => declined("card_declined"),
            tokens::LATE_APPROVE => pending("approve", due),
            tokens::LATE_DECLINE => pending("decline", due),
            tokens::NEVER => pending("approve", i64::MAX),
            _ => declined("unknown_token"),
        }
    }

    async fn look_up(&self, reference: &str) -> Result<Answer, ProviderError> {
        let mut parts = reference.splitn(4, '.').skip(1);
        let (fate, due) = (
            parts.next(),
            parts.next().and_then(|due| due.parse::<i64>().ok()),
        );
        match (fate, due) {
            (_, Some(due)) if self.clock.now().timestamp_micros() < due => Ok(Answer::Pending {
                reference: reference.to_owned(),
            }),
            (Some("approve"), Some(_)) => Ok(Answer::Approved {
                reference: reference.to_owned(),
            }),
            (Some("decline"), Some(_)) => Ok(Answer::Declined {
                code: "card_declined".to_owned(),
            }),
            _ => Err(ProviderError(format!("unknown charge {reference:?}"))),
        }
    }

    async fn refund(
        &self,
        key: Uuid,
        _reference: &str,
        _amount: Money,
    ) -> Result<String, ProviderError> {
        Ok(format!("sbx.refund.0.{key}"))
    }
}
