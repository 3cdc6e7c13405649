//! The catalogue's tables.

pub(crate) mod product;
pub(crate) mod product_card;
pub(crate) mod product_image;
pub(crate) mod product_variant;
