//! The port to whoever charges cards, and its adapters.

pub mod sandbox;

use async_trait::async_trait;
use kernel::Money;
use uuid::Uuid;

/// What a provider says of a charge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The money is ours.
    Approved {
        /// The provider's name for the charge.
        reference: String,
    },
    /// The card was refused.
    Declined {
        /// The provider's reason, from a closed list.
        code: String,
    },
    /// Not known yet: ask again by the reference.
    Pending {
        /// The provider's name for the charge.
        reference: String,
    },
}

/// A provider that cannot be reached, or that answers nonsense. Nothing is
/// known about the charge: ask again with the same key.
#[derive(Debug, thiserror::Error)]
#[error("payment provider: {0}")]
pub struct ProviderError(pub String);

/// Charges cards. Every call carries a key that we keep: the provider does the
/// same thing at most once per key, however often it is asked.
#[async_trait]
pub trait Provider: Send + Sync {
    /// The name stored with payments.
    fn name(&self) -> &'static str;

    /// Charges `amount` to what `token` stands for.
    async fn charge(&self, key: Uuid, token: &str, amount: Money) -> Result<Answer, ProviderError>;

    /// What became of a charge that was pending.
    async fn look_up(&self, reference: &str) -> Result<Answer, ProviderError>;

    /// Returns `amount` of a charge; the provider's name for the refund.
    async fn refund(
        &self,
        key: Uuid,
        reference: &str,
        amount: Money,
    ) -> Result<String, ProviderError>;
}
