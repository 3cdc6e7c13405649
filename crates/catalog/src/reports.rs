//! What people report about listings.
//!
//! Anybody may, signed in or with an address for questions. An account has one
//! open report about a product, and sends [`MAX_OF_ACCOUNT_A_DAY`] a day. An
//! address proves nothing, so it has no such report: else a guest would learn
//! who else reported. From one address come [`MAX_OF_GUEST_A_DAY`] a day, and
//! [`MAX_OPEN_OF_GUESTS`] reports of guests about one product are open at once.
//! The moderators of the producer's province decide, and tell the reporter what
//! came of it. Nobody else reads reports, and the producer never learns who sent
//! one.

mod create;
mod reads;
mod report;
mod resolve;

pub use create::{
    MAX_OF_ACCOUNT_A_DAY, MAX_OF_GUEST_A_DAY, MAX_OPEN_OF_GUESTS, NewReport, ReportListingError,
    SentReport,
};
pub use report::{ListingReport, ReportReason, ReportResult, ReportStatus};
pub use resolve::{ResolveReport, ResolveReportError};
