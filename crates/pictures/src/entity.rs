//! The tables of pictures.

pub(crate) mod picture;
pub(crate) mod picture_day;
pub(crate) mod picture_medium;
pub(crate) mod picture_upload;
