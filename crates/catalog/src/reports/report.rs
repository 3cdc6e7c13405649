//! The report.

use kernel::{AccountId, ListingReportId, ProductId, TakeDownId, Timestamp};

kernel::codes! {
    /// What is wrong with a listing.
    ReportReason {
        /// It shows stars that no certificate awards.
        FalseStar = "FALSE_STAR": "Hạng sao không đúng với giấy chứng nhận." / "It shows stars that no certificate awards.",
        /// What is sold is not what it says.
        Fake = "FAKE": "Hàng giả, hàng nhái." / "The goods are fake.",
        /// It may not be sold.
        Forbidden = "FORBIDDEN": "Hàng cấm hoặc bị hạn chế kinh doanh." / "The goods may not be sold.",
        /// What it says is not so.
        WrongInformation = "WRONG_INFORMATION": "Thông tin sai hoặc gây hiểu nhầm." / "What it says is wrong or misleads.",
        /// Anything else.
        Other = "OTHER": "Lý do khác." / "Anything else.",
    }
}

kernel::codes! {
    /// Where a report stands.
    ReportStatus {
        /// No moderator has decided.
        Open = "OPEN": "Đang chờ xem xét." / "It waits for a moderator.",
        /// There is nothing in it.
        Dismissed = "DISMISSED": "Không có cơ sở." / "There is nothing in it.",
        /// The producer was asked to change the listing.
        ChangeAsked = "CHANGE_ASKED": "Đã yêu cầu chủ thể sửa thông tin." / "The producer was asked to change the listing.",
        /// The listing was taken down.
        TakenDown = "TAKEN_DOWN": "Sản phẩm đã bị gỡ." / "The listing was taken down.",
    }
}

/// What a moderator decides about a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportResult {
    /// There is nothing in it.
    Dismissed,
    /// The producer is asked to change the listing, and reads so in its
    /// history.
    ChangeAsked,
    /// The order that keeps the listing down answers it.
    TakenDown,
}

impl ReportResult {
    /// Where it leads.
    #[must_use]
    pub const fn status(self) -> ReportStatus {
        match self {
            Self::Dismissed => ReportStatus::Dismissed,
            Self::ChangeAsked => ReportStatus::ChangeAsked,
            Self::TakenDown => ReportStatus::TakenDown,
        }
    }
}

/// What somebody reported about a listing.
#[derive(Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct ListingReport {
    pub id: ListingReportId,
    pub product_id: ProductId,
    /// Who sent it signed in …
    pub account_id: Option<AccountId>,
    /// … or where a guest can be asked, in lower case.
    pub contact_email: Option<String>,
    pub reason: ReportReason,
    /// Plain text of 1 to 2,000 characters.
    pub text: String,
    pub status: ReportStatus,
    /// What the reporter is told.
    pub answer: Option<String>,
    /// The order that answers it.
    pub take_down_id: Option<TakeDownId>,
    pub created_at: Timestamp,
    pub decided_by: Option<AccountId>,
    pub decided_at: Option<Timestamp>,
    pub version: i64,
}

impl std::fmt::Debug for ListingReport {
    /// Without what tells of the reporter.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ListingReport")
            .field("id", &self.id)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}
