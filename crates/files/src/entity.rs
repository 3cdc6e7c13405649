//! The tables, one a file.
#![allow(unreachable_pub, reason = "sea-orm's derive wants public names")]

pub(crate) mod stored_file;
