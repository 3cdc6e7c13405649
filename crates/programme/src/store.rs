//! Every database call of the crate, no rules.

pub(crate) mod certificate_figures;
pub(crate) mod certificates;
pub(crate) mod checklists;
pub(crate) mod complaints;
pub(crate) mod council;
pub(crate) mod criteria;
pub(crate) mod cycles;
pub(crate) mod decisions;
pub(crate) mod documents;
pub(crate) mod dossiers;
pub(crate) mod expiries;
pub(crate) mod former;
pub(crate) mod holds;
pub(crate) mod inspection_parts;
pub(crate) mod inspections;
mod latest;
pub(crate) mod producers;
pub(crate) mod proposals;
pub(crate) mod records;
pub(crate) mod register_exports;
pub(crate) mod register_imports;
pub(crate) mod samples;
pub(crate) mod standing;
pub(crate) mod statistics;
pub(crate) mod units;

use sea_orm::DbErr;

/// A value in the database that this version does not know.
fn unknown(column: &str, value: &str) -> DbErr {
    DbErr::Type(format!("{column}: {value:?} is not known"))
}
