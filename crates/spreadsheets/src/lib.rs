//! Tables in CSV and XLSX, for imports and exports.
//!
//! | noun | rule |
//! |---|---|
//! | [`Sheet`] | what was read: a header and lines with their places; whatever cannot be read for certain refuses the whole file |
//! | [`Columns`] | which column is what: as somebody says, else by usual headers |
//! | [`ImportStatus`], [`ExportStatus`] | how far a table is on its way in or out; whoever moves it keeps them |
//! | [`Refusal`] | why a file was not taken, and where |
//! | [`Table`] | what is written: cells that no program computes, and that [`Sheet`] reads as what they were |
//!
//! No input or output happens here: bytes come in, bytes go out. Both take
//! their time and are not for the async executor.

mod columns;
mod format;
mod place;
mod read;
mod refusal;
mod run;
mod write;

pub use columns::{Columns, Field, Wanted, plain};
pub use format::Format;
pub use place::{Place, letters};
pub use read::{Cell, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, NOTHING, Row, Sheet};
pub use refusal::{Refusal, RefusalCode};
pub use run::{ExportStatus, ImportStatus, Mode, percent};
pub use write::{Table, Value, WriteError};
