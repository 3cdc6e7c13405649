//! The catalogue's tables.

pub(crate) mod listing_change;
pub(crate) mod listing_event;
pub(crate) mod point_of_sale;
pub(crate) mod point_of_sale_event;
pub(crate) mod point_of_sale_hours;
pub(crate) mod point_of_sale_product;
pub(crate) mod price_request;
pub(crate) mod product;
pub(crate) mod product_card;
pub(crate) mod product_image;
pub(crate) mod product_variant;
pub(crate) mod take_down;
