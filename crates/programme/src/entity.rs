//! The tables, one a file.
#![allow(unreachable_pub, reason = "sea-orm's derive wants public names")]

pub(crate) mod administrative_unit;
pub(crate) mod certificate;
pub(crate) mod certificate_event;
pub(crate) mod certificate_hold;
pub(crate) mod complaint;
pub(crate) mod expiry_notice;
pub(crate) mod inspection;
pub(crate) mod inspection_event;
pub(crate) mod inspection_finding;
pub(crate) mod inspection_sample;
pub(crate) mod producer;
