//! What people report about a certificate: stars that it does not award, a
//! label that misleads, food that is not safe.
//!
//! Anybody may report, signed in or not, with an address for questions or
//! without. The programme's officers of the producer's province decide: they
//! dismiss a complaint with grounds or have the certificate inspected. Nobody
//! else reads complaints, and nobody else learns who complained.

mod complaint;
mod decide;
mod read;
mod report;

pub use complaint::{Complaint, ComplaintReason, ComplaintStatus};
pub use decide::{DismissComplaintError, InspectComplaintError};
pub use read::ComplaintFilter;
pub use report::{CertificateName, MAX_OPEN_BY_ONE, MAX_OPEN_UNNAMED, NewComplaint, ReportError};
