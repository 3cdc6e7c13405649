//! The tables, one a file.
#![allow(unreachable_pub, reason = "sea-orm's derive wants public names")]

pub(crate) mod administrative_unit;
pub(crate) mod certificate;
pub(crate) mod certificate_event;
pub(crate) mod producer;
pub(crate) mod register_export;
pub(crate) mod register_import;
pub(crate) mod register_import_error;
pub(crate) mod register_writer;
