//! A complaint.

use crate::inspections::inspection::named;
use kernel::{CertificateId, ComplaintId, InspectionId, Timestamp};

named! {
    /// What is complained of.
    ComplaintReason {
        /// More stars are shown than the certificate awards, or after its end.
        Stars = "STARS",
        /// The label misleads.
        Label = "LABEL",
        /// The goods or their raw material come from elsewhere.
        Origin = "ORIGIN",
        /// The food is not safe.
        FoodSafety = "FOOD_SAFETY",
        /// The goods are not what the standard declares.
        Quality = "QUALITY",
        /// Anything else.
        Other = "OTHER",
    }
}

named! {
    /// What became of a complaint.
    ComplaintStatus {
        /// No officer has decided yet.
        Open = "OPEN",
        /// There is nothing in it.
        Dismissed = "DISMISSED",
        /// An inspection looks after it.
        Inspected = "INSPECTED",
    }
}

/// What somebody reported.
#[derive(Clone, PartialEq, Eq)]
pub struct Complaint {
    /// Its id.
    pub id: ComplaintId,
    /// About which certificate.
    pub certificate_id: CertificateId,
    /// The producer's province when it was made.
    pub province_code: String,
    /// Of what.
    pub reason: ComplaintReason,
    /// In the reporter's words, at most 2,000 characters.
    pub text: String,
    /// Where the reporter can be asked; for officers of the province only.
    pub contact_email: Option<String>,
    /// What became of it.
    pub status: ComplaintStatus,
    /// Why it was dismissed.
    pub grounds: Option<String>,
    /// What looks after it.
    pub inspection_id: Option<InspectionId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When an officer decided.
    pub decided_at: Option<Timestamp>,
}

impl std::fmt::Debug for Complaint {
    /// Without what tells of the reporter.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Complaint")
            .field("id", &self.id)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}
