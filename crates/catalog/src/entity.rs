//! The catalogue's tables.

pub(crate) mod collection;
pub(crate) mod collection_event;
pub(crate) mod collection_product;
pub(crate) mod home_block;
pub(crate) mod home_block_producer;
pub(crate) mod home_page;
pub(crate) mod listing_change;
pub(crate) mod listing_event;
pub(crate) mod point_of_sale;
pub(crate) mod point_of_sale_event;
pub(crate) mod point_of_sale_hours;
pub(crate) mod point_of_sale_product;
pub(crate) mod point_of_sale_stock;
pub(crate) mod point_of_sale_stock_movement;
pub(crate) mod price_request;
pub(crate) mod product;
pub(crate) mod product_card;
pub(crate) mod product_image;
pub(crate) mod product_variant;
pub(crate) mod take_down;
