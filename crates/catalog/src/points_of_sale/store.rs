//! Every statement about points of sale.

pub(crate) mod first;
pub(crate) mod history;
pub(crate) mod hours;
pub(crate) mod points;
pub(crate) mod public;
pub(crate) mod shelf;
pub(crate) mod stock;
