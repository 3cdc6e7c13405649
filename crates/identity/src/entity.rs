//! The tables, one a file.
#![allow(unreachable_pub, reason = "sea-orm's derive wants public names")]

pub(crate) mod account;
pub(crate) mod producer_grant;
pub(crate) mod producer_grant_use;
pub(crate) mod role_grant;
pub(crate) mod session;
