//! Every database call of the crate, no rules.

pub(crate) mod certificates;
pub(crate) mod producers;
pub(crate) mod register_exports;
pub(crate) mod register_imports;
pub(crate) mod units;

use sea_orm::DbErr;

/// A value in the database that this version does not know.
fn unknown(column: &str, value: &str) -> DbErr {
    DbErr::Type(format!("{column}: {value:?} is not known"))
}
