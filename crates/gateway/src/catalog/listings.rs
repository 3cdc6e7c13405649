//! Listings: what producers write and moderators decide.

pub(crate) mod changes;
pub(crate) mod content;
pub(crate) mod inputs;
mod moderation;
pub(crate) mod mutations;
mod prices;
pub(crate) mod queries;
mod types;

pub(crate) use content::{AttributeFact, FocalPoint, FoodDeclaration, ProductOption, Video, facts};
pub(crate) use moderation::ModerationMutation;
pub(crate) use mutations::ListingMutation;
pub(crate) use prices::PriceMutation;
pub(crate) use queries::{ListingQuery, ProductAttribute};
pub(crate) use types::{Listing, VariantPriceTier};
