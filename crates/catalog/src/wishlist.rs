//! What accounts keep in mind.
//!
//! A product goes on the list while the public sees it. One that is not public
//! any more stays on the list as an entry without a product, and nothing about
//! it is told.

mod add;
mod reads;
mod remove;

pub use add::{MAX_ENTRIES, WishlistError};
pub use remove::Unwished;

use kernel::{AccountId, ProductId, Timestamp, WishlistEntryId};

/// A product that an account keeps in mind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct WishlistEntry {
    pub id: WishlistEntryId,
    pub account_id: AccountId,
    pub product_id: ProductId,
    pub added_at: Timestamp,
}
