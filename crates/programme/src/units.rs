//! Provinces and communes. Units merge, split and change their kind, and
//! codes are reused, so every question is asked for a day.

mod import;
mod snapshot;
mod unit;

pub use import::{ImportUnitsError, import};
pub use snapshot::{UnitSnapshot, Units};
pub use unit::{Unit, UnitKind, UnitLevel};
