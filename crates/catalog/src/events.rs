//! What the catalogue announces.

/// A product's card changed: name, price, star, picture, visibility or
/// whether it is in stock. Subject: the product.
pub const PRODUCT_CHANGED: &str = "product.changed";
