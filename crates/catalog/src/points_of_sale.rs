//! Where certified products are sold over the counter: centres of the
//! programme, producers' own stores, shops, market stalls, tourist sites.
//!
//! | noun | rule |
//! |---|---|
//! | [`PointOfSale`] | run by a producer, or looked after by the officers of its province; closed for good once closed |
//! | [`OpeningHours`] | up to three spans on each day of the week, in Vietnam's time |
//! | [`Coordinates`] | millionths of a degree, within Vietnam |
//! | the shelf | at most [`MAX_PRODUCTS`]; a producer's point has its own products only, another those of producers in the reach of the officer who puts them there |
//! | [`PointStock`] | counted units of a shelf's goods; they come from the producer's store, and none are made or lost on the way |
//! | [`Fetched`] | products of one producer that a buyer fetches together: an open point takes such orders and has every one of them on its shelf |
//! | [`PointEvent`] | who changed what and when: appended, never changed |
//!
//! Whoever may not change a point is answered as if it did not exist. Public
//! are the points that are open and whose producer, where one runs them,
//! trades; a closed one is still found by its id. What stands on a shelf is
//! shown through [`crate::visibility`] alone.

mod authority;
mod close;
mod coordinates;
mod create;
mod facts;
mod history;
mod hours;
mod nearest;
mod pick_up;
mod point;
mod read;
mod shelve;
mod stock;
pub(crate) mod store;
mod update;

pub use close::ClosePointError;
pub use coordinates::Coordinates;
pub use create::{CreatePointError, MAX_OPEN_POINTS, NewPoint};
pub use facts::{FactsRefusal, PointFacts};
pub use history::{FactChange, PointAction, PointEvent};
pub use hours::{HoursError, MAX_RANGES, MINUTES_A_DAY, OpeningHours, OpeningRange};
pub use nearest::{MAX_NEAREST, MAX_WITHIN_METRES, NearestError, NearestQuestion};
pub use pick_up::Fetched;
pub use point::{PointKind, PointOfSale, PointStatus};
pub use read::{MAX_POINTS, MAX_SHELF_PAGE, PointFilter, PointSort, Shelf, ShelfPage, Shelved};
pub use shelve::{MAX_PRODUCTS, ShelveError, ShelveItem, UnshelveError};
pub use stock::{
    CountPointStock, CountPointStockError, MAX_STOCKED, MoveStock, MoveStockError, PointStock,
};
pub use update::UpdatePointError;
