//! Products as clients see them: views of the product card, which is already
//! in memory. What a card does not hold comes through a loader.

mod certificate;
mod product;
mod variant;

pub(crate) use certificate::{Certificate, IssuerLevel, StarBadge};
pub(crate) use product::{Gallery, Image, ImageRendition, Product, ProductGroup, ProductKind};
pub(crate) use variant::ProductVariant;
