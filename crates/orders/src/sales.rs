//! What was sold, by the cuts of the programme's figures.
//!
//! A producer's part of an order is a sale from its delivery on, in the year
//! of that day in Vietnam: before, anybody may still cancel it, and afterwards
//! nothing takes it back. It counts with its lines' units and prices, without
//! the delivery's fee, in the group, with the stars, the legal form and the
//! province that the checkout froze; so no figure of a year changes because a
//! producer moves or a certificate gets another star. An order of two
//! producers is two sales.
//!
//! The delivery writes that there is a sale and asks for a job; nobody waits
//! for a row that others write too. The job adds sales up in batches
//! ([`count`]), each exactly once: that one was counted is a flag of its row,
//! set in the transaction that adds it. A slow recount from the orders finds
//! and heals what differs ([`recount`]).

mod count;
mod figure;
mod read;
mod recount;
mod suppress;

pub(crate) use figure::{ALL, Cell, Counts, SoldLine, cells};
pub use read::{Figure, Sales, SalesFilter};
