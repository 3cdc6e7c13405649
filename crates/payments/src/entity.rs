//! The payments' tables.

pub(crate) mod payment;
pub(crate) mod payment_attempt;
pub(crate) mod refund;
