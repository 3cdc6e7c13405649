//! Provinces and communes. Units merge, split and change their kind, and
//! codes are reused, so every question is asked for a day.

mod former;
mod import;
mod resolve;
mod snapshot;
mod unit;

pub use former::{FormerCommune, import_former};
pub use import::{ImportUnitsError, import};
pub use resolve::{CommuneMatch, CommuneQuestion, MOST_MATCHES};
pub use snapshot::{UnitSnapshot, Units};
pub use unit::{Unit, UnitKind, UnitLevel};
