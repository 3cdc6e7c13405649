//! The catalogue against both databases.

mod gate;
mod lists;
mod stock;
