//! What is sold: products, variants, prices, pictures and stock.
//!
//! Owns the tables `product`, `product_variant`, `product_image`,
//! `product_attribute`, `stock`, `stock_movement`, `stock_reservation`,
//! `product_card` and `point_of_sale…`; what curators make of products:
//! `collection…` and `home_…`; what producers tell of themselves:
//! `producer_story…`; and what shoppers say: `purchase`, `review…`, `question`,
//! `wishlist…`, `listing_report` and `feedback_…`.
//!
//! Invariants:
//! - **One gate.** What the public may see and buy is decided by
//!   [`visibility`] alone, over the product card, at the instant of the
//!   question. The card is rewritten in the same transaction as its sources
//!   ([`CardProjection`] follows the programme's certificates and producers),
//!   so no job and no reindex stands between a decision and its effect.
//! - **Stars are read from the certificate**, never from an input.
//! - **Stock** ([`Catalog::reserve`] and its siblings): `0 ≤ reserved ≤ on
//!   hand`, changed only by conditional updates, every change in the movement
//!   log, rows locked in the order of variant ids.
//! - **Reviews** ([`reviews`]) are of what was delivered, one for each line, and
//!   public only after a moderator approved them; the card's numbers change in
//!   the transaction of that decision.
//! - **Shelves** ([`points_of_sale`]): a producer's own store has its own
//!   products only, and nobody sees a product there that is not public now.

mod attribute_filter;
pub mod bulk;
mod card;
pub mod collections;
mod create;
mod details;
mod entity;
pub mod events;
mod facets;
pub mod feedback;
mod filter;
#[cfg(feature = "fixtures")]
pub mod fixtures;
pub mod home;
pub mod jobs;
mod list;
pub mod listing;
mod matching;
mod mend_attributes;
mod order;
mod page;
pub mod points_of_sale;
pub mod producer_story;
mod projection;
pub mod questions;
mod quote;
mod recent;
mod related;
pub mod reports;
pub mod reviews;
mod route;
pub mod sessions;
mod stock;
mod store;
mod strips;
mod supply;
mod verify;
pub mod visibility;
pub mod wishlist;

use ::jobs::Outbox;
use db::Db;
use kernel::Clock;
use std::sync::Arc;

pub use attribute_filter::{AttributeFilter, AttributeValues};
pub use card::{
    Card, CardCertificate, CardImage, CardRendition, CardVariant, PriceTier, ProductKind,
};
pub use create::{
    CreateProductError, ListingStatus, NewImage, NewProduct, NewVariant, ProductSource,
};
pub use details::ProductDetails;
pub use facets::{Facet, FacetField, MAX_FACET_VALUES, Narrowing, PriceBand};
pub use filter::CardFilter;
pub use list::{CardSort, ListError, MAX_COUNT, ReadError};
pub use matching::Matches;
pub use page::ProductPage;
pub use projection::CardProjection;
pub use quote::Quote;
pub use related::MAX_RELATED;
pub use stock::{StockError, Wanted};
pub use supply::{NotNow, Season, SessionTimes, Tracking, not_now, promised_on};
pub use verify::CatalogReport;

/// The catalogue's use cases; cheap to clone.
#[derive(Clone)]
pub struct Catalog {
    db: Db,
    clock: Arc<dyn Clock>,
    outbox: Arc<Outbox>,
    page_texts: Arc<page::PageTexts>,
}

impl Catalog {
    /// The catalogue in a database.
    #[must_use]
    pub fn new(db: Db, clock: Arc<dyn Clock>, outbox: Arc<Outbox>) -> Self {
        Self {
            db,
            clock,
            outbox,
            page_texts: Arc::default(),
        }
    }
}
