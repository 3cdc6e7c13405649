//! The catalogue's tables.

pub(crate) mod collection;
pub(crate) mod collection_event;
pub(crate) mod collection_product;
pub(crate) mod feedback_event;
pub(crate) mod home_block;
pub(crate) mod home_block_producer;
pub(crate) mod home_page;
pub(crate) mod listing_change;
pub(crate) mod listing_event;
pub(crate) mod listing_report;
pub(crate) mod point_of_sale;
pub(crate) mod point_of_sale_event;
pub(crate) mod point_of_sale_hours;
pub(crate) mod point_of_sale_product;
pub(crate) mod price_request;
pub(crate) mod product;
pub(crate) mod product_card;
pub(crate) mod product_image;
pub(crate) mod product_variant;
pub(crate) mod purchase;
pub(crate) mod question;
pub(crate) mod review;
pub(crate) mod review_picture;
pub(crate) mod review_vote;
pub(crate) mod take_down;
pub(crate) mod wishlist_entry;
