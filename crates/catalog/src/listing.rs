//! Listings as their producers and the moderators see them.
//!
//! | noun | rule |
//! |---|---|
//! | [`Listing`] | a product, public or not; its approved version is what the public sees |
//! | [`Change`] | a proposed content; the approved version stays live until a moderator approves it; one under way for each product |
//! | [`ContentProblem`] | what no listing can hold, refused when it is typed |
//! | [`Finding`] | what the checks see; some stop a change from being submitted and from being approved |
//! | [`PriceRequest`] | a price that jumps; others apply at once |
//! | [`TakeDown`] | an authority's order; the listing is gone until it is lifted |
//! | [`ListingEvent`] | who did what; append-only |
//!
//! Everything goes through two gates: the producer's side asks
//! [`kernel::Actor::acts_for`], the moderators' side whether a moderator's scope
//! covers the producer's province, and nobody decides about his own.

mod attribute;
pub(crate) mod authority;
mod change;
pub(crate) mod check;
mod content;
pub(crate) mod course;
mod create;
mod decide;
pub(crate) mod diff;
mod edit;
mod edit_change;
mod figures;
mod gtin;
pub(crate) mod media;
pub(crate) mod moderators;
mod parcel_preset;
mod pause;
pub(crate) mod price;
pub(crate) mod problem;
pub(crate) mod reads;
pub(crate) mod reasons;
mod rich_text;
mod set_price;
mod set_season;
mod set_stock;
mod set_supply;
mod submit;
mod take_down;
mod video;
pub(crate) mod words;

pub use attribute::{ATTRIBUTES, Attribute, AttributeChoice, AttributeKind};
pub(crate) use authority::proved;
pub use change::{Change, ChangeCommand, ChangeStatus, ReturnReason};
pub(crate) use check::in_force as certificate_holds;
pub use check::{Finding, FindingCode};
pub use content::{
    AttributeValue, Declaration, DeclarationRegime, FirstStock, ImageContent, ImageSource,
    ListingContent, Parcel, ProductOption, VariantContent, Video, VideoSite,
};
pub(crate) use create::{Begun, beginnable};
pub use create::{CreateListingError, MAX_LISTINGS, NewListing};
pub use decide::{Decision, ModerateError};
pub use diff::{FieldChange, diff};
pub use edit::{
    DeclarationEdit, ImageEdit, ListingEdit, MAX_IMAGES, MAX_OPTIONS, MAX_PER_ORDER, MAX_UNITS,
    MAX_VALUES, MAX_VARIANTS, MAX_VIDEOS, VariantEdit,
};
pub(crate) use edit::{limits_fit, price_of};
pub use edit_change::ChangeError;
pub(crate) use edit_change::{begun, changed};
pub use figures::ModerationFigures;
pub use gtin::is_gtin;
pub use parcel_preset::{PARCEL_PRESETS, ParcelPreset};
pub use pause::PauseError;
pub use price::{PriceRequest, PriceRequestStatus};
pub use problem::{ContentCode, ContentProblem};
pub use reads::{ListingFilter, QueueFilter};
pub use rich_text::{plain, sanitised};
pub use set_price::{NewPrice, SetPriceError};
pub(crate) use set_price::{TypedPrice, price};
pub use set_season::SetSeasonError;
pub(crate) use set_season::refresh_at;
pub use set_stock::{SetStock, SetStockError};
pub(crate) use set_stock::{counted, details as stock_details};
pub use set_supply::{MAX_LEAD_DAYS, SetSupply, SetSupplyError};
pub use take_down::{NewTakeDown, TakeDown, TakeDownError};

use crate::{ListingStatus, PriceTier, ProductKind, Season, Tracking};
use kernel::{ChangeId, Money, ProducerId, ProductId, Timestamp, VariantId};
use uuid::Uuid;

/// A product as its producer and the moderators see it.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct Listing {
    pub product_id: ProductId,
    pub producer_id: ProducerId,
    pub slug: String,
    /// 1 to 26.
    pub product_set: i32,
    pub kind: ProductKind,
    /// `Draft` until a first version is approved.
    pub status: ListingStatus,
    /// Whether the producer hides it for a while.
    pub paused: bool,
    /// When its harvest is sold.
    pub season: Season,
    /// When its first version was approved.
    pub published_at: Option<Timestamp>,
    pub created_at: Timestamp,
    /// Counts the approved versions and what follows them.
    pub version: i64,
    /// The version that the public sees while nothing else hides it; `None`
    /// until one is approved.
    pub live: Option<ListingContent>,
    /// The variants on sale.
    pub variants: Vec<LiveVariant>,
    /// The change that is under way.
    pub change: Option<Change>,
    /// The order that keeps it down.
    pub take_down: Option<TakeDown>,
}

/// What is sold, with what applies at once.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct LiveVariant {
    pub id: VariantId,
    pub sku: String,
    pub name: String,
    pub price: Money,
    pub compare_at_price: Option<Money>,
    /// What one costs for whoever buys many, the smallest number first.
    pub tiers: Vec<PriceTier>,
    pub tracking: Tracking,
    /// In how many days what is made to order leaves.
    pub lead_days: Option<i32>,
    pub on_hand: i64,
    /// Of these, sold and not shipped yet.
    pub reserved: i64,
    /// A price that waits for a moderator.
    pub waiting: Option<PriceRequest>,
    pub version: i64,
}

/// What somebody did with a listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListingEvent {
    /// Its id.
    pub id: Uuid,
    /// With which change.
    pub change_id: Option<ChangeId>,
    /// What: `CREATE`, a command of a change, `PRICE`, `STOCK` …
    pub act: String,
    /// Who, as [`kernel::Actor::label`] names them.
    pub actor: String,
    /// When.
    pub at: Timestamp,
    /// What else is to be known, as JSON.
    pub details: String,
}
