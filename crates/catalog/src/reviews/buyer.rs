//! Who bought a line.

use kernel::{AccountId, OrderLineId};

/// Somebody who proved that a line of an order is theirs: by the account that
/// placed it, or by the order's secret. Made by `orders`, which knows both; a
/// use case that takes one has nothing more to ask about the line.
#[derive(Clone, PartialEq, Eq)]
pub struct Buyer {
    /// Which line.
    pub line: OrderLineId,
    /// The account that placed the order, or else the one that is signed in.
    pub account: Option<AccountId>,
    /// Who the order was sent to: a guest is called so, shortened.
    pub recipient: String,
}

impl std::fmt::Debug for Buyer {
    /// Without the name.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Buyer")
            .field("line", &self.line)
            .finish_non_exhaustive()
    }
}
