//! Certificates that end: who is told when, and what ends in a span of days.
//!
//! Decision 148/QĐ-TTg lets a certificate hold 36 months; who wants to keep its
//! stars has to be evaluated anew, which takes months. So notices go out 90,
//! 30, 7 and 0 days before the last day, by Vietnam's civil days, each once
//! ([`NOTICES`]); a certificate recorded late gets the nearest alone.

mod notice;
mod read;

pub use notice::{NOTE_EXPIRIES, NOTICES, NoteExpiries, Notice, notice_due};
pub use read::{ExpiringFilter, ExpiringQuarter};
