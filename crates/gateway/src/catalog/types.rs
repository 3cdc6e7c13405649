//! Products as clients see them: views of the product card, which is already
//! in memory. What a card does not hold comes through a loader.

mod certificate;
mod product;
mod variant;

pub(crate) use certificate::{Certificate, IssuerLevel, StarBadge};
pub(crate) use product::{ImageRendition, Product, ProductGroup, ProductKind, Story};
pub(crate) use variant::ProductVariant;
