//! A proposed change of a listing, and the way that it takes.

use super::content::ListingContent;
use super::course::{self, Course};
use kernel::{AccountId, ChangeId, Language, ProducerId, ProductId, Timestamp};

/// Where a change stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChangeStatus {
    /// Being written.
    Draft,
    /// Waiting for a moderator.
    Submitted,
    /// Sent back with reasons, to be corrected.
    Returned,
    /// Live. Final.
    Approved,
    /// Taken back by the producer. Final.
    Withdrawn,
}

impl ChangeStatus {
    /// Every status.
    pub const ALL: [ChangeStatus; 5] = [
        ChangeStatus::Draft,
        ChangeStatus::Submitted,
        ChangeStatus::Returned,
        ChangeStatus::Approved,
        ChangeStatus::Withdrawn,
    ];

    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            ChangeStatus::Draft => "DRAFT",
            ChangeStatus::Submitted => "SUBMITTED",
            ChangeStatus::Returned => "RETURNED",
            ChangeStatus::Approved => "APPROVED",
            ChangeStatus::Withdrawn => "WITHDRAWN",
        }
    }

    /// The status of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }

    /// Whether it is still under way: a product has at most one such change.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Submitted | Self::Returned)
    }

    /// Where a command leads; `None` where it may not be given.
    #[must_use]
    pub const fn after(self, command: ChangeCommand) -> Option<Self> {
        use ChangeCommand as Command;
        match (self, command) {
            // Whoever edits what waits takes it back from the queue.
            (Self::Draft | Self::Submitted, Command::Edit) => Some(Self::Draft),
            // The reasons stay in sight until it is submitted again.
            (Self::Returned, Command::Edit) => Some(Self::Returned),
            (Self::Draft | Self::Returned, Command::Submit) => Some(Self::Submitted),
            (Self::Draft | Self::Submitted | Self::Returned, Command::Withdraw) => {
                Some(Self::Withdrawn)
            }
            (Self::Submitted, Command::Claim | Command::Release) => Some(Self::Submitted),
            (Self::Submitted, Command::Approve) => Some(Self::Approved),
            (Self::Submitted, Command::Return) => Some(Self::Returned),
            _ => None,
        }
    }
}

/// What is done with a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChangeCommand {
    /// The producer writes.
    Edit,
    /// The producer hands it in.
    Submit,
    /// The producer takes it back for good.
    Withdraw,
    /// A moderator takes it up.
    Claim,
    /// A moderator lays it down.
    Release,
    /// A moderator makes it live.
    Approve,
    /// A moderator sends it back.
    Return,
}

impl ChangeCommand {
    /// Every command.
    pub const ALL: [ChangeCommand; 7] = [
        ChangeCommand::Edit,
        ChangeCommand::Submit,
        ChangeCommand::Withdraw,
        ChangeCommand::Claim,
        ChangeCommand::Release,
        ChangeCommand::Approve,
        ChangeCommand::Return,
    ];

    /// The name in histories.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            ChangeCommand::Edit => "EDIT",
            ChangeCommand::Submit => "SUBMIT",
            ChangeCommand::Withdraw => "WITHDRAW",
            ChangeCommand::Claim => "CLAIM",
            ChangeCommand::Release => "RELEASE",
            ChangeCommand::Approve => "APPROVE",
            ChangeCommand::Return => "RETURN",
        }
    }
}

kernel::codes! {
    /// Why a change was sent back: what moderators write most often, ready to
    /// be read by the producer.
    ReturnReason {
        /// Pictures.
        PhotoPoor = "PHOTO_POOR": "Ảnh mờ, thiếu sáng hoặc không thể hiện đúng sản phẩm. Vui lòng chụp lại trên nền sáng, thấy rõ bao bì và nhãn." / "The picture is blurred, dark or does not show the product. Please take it again in good light, with packaging and label in view.",
        /// The name.
        NameMismatch = "NAME_MISMATCH": "Tên sản phẩm chưa khớp với giấy chứng nhận OCOP." / "The product's name does not agree with its OCOP certificate.",
        /// The certificate.
        CertificateMismatch = "CERTIFICATE_MISMATCH": "Giấy chứng nhận được chọn không phải của sản phẩm này." / "The certificate is not that of this product.",
        /// Texts that the law asks for.
        LegalTextIncomplete = "LEGAL_TEXT_INCOMPLETE": "Thông tin bắt buộc (thành phần, hạn dùng, bảo quản, xuất xứ, số công bố) chưa đủ hoặc chưa đúng." / "What must be told (ingredients, shelf life, storage, origin, declaration) is incomplete or wrong.",
        /// Claims.
        ClaimNotAllowed = "CLAIM_NOT_ALLOWED": "Có lời quảng cáo không được phép hoặc chưa có tài liệu chứng minh." / "A claim is not allowed or was not proved.",
        /// Prices.
        PriceUnclear = "PRICE_UNCLEAR": "Giá bán hoặc quy cách đóng gói chưa rõ ràng." / "The price or the packaging is not clear.",
        /// Origin.
        OriginUnclear = "ORIGIN_UNCLEAR": "Chưa nêu rõ xuất xứ sản phẩm và nguồn nguyên liệu." / "The origin of the product and of its materials is not clear.",
        /// The same product twice.
        Duplicate = "DUPLICATE": "Sản phẩm trùng với một sản phẩm đã đăng." / "The product is listed already.",
        /// Somebody else's pictures or words.
        Copied = "COPIED": "Ảnh hoặc nội dung lấy từ nguồn khác khi chưa được phép." / "Pictures or texts are somebody else's.",
        /// Spelling.
        Language = "LANGUAGE": "Nội dung có lỗi chính tả hoặc khó hiểu, cần viết lại." / "The text has mistakes or is hard to understand.",
        /// Contacts.
        ContactInText = "CONTACT_IN_TEXT": "Vui lòng bỏ số điện thoại, địa chỉ trang mạng khỏi phần mô tả." / "Please remove telephone numbers and web addresses from the texts.",
        /// Something else; the note says what.
        Other = "OTHER": "Lý do khác, xem ghi chú." / "Another reason; see the note.",
    }
}

/// A proposed change of a listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its id.
    pub id: ChangeId,
    /// Of which product.
    pub product_id: ProductId,
    /// Whose.
    pub producer_id: ProducerId,
    /// Where it stands.
    pub status: ChangeStatus,
    /// What is proposed.
    pub content: ListingContent,
    /// Which version of the product it began with.
    pub base_version: i64,
    /// Counts the writes; whoever writes says which one was seen.
    pub version: i64,
    /// Who began it.
    pub created_by: Option<AccountId>,
    /// When.
    pub created_at: Timestamp,
    /// The last write.
    pub updated_at: Timestamp,
    /// When it was last submitted.
    pub submitted_at: Option<Timestamp>,
    /// How often.
    pub submissions: i32,
    /// Which moderator took it up.
    pub claimed_by: Option<AccountId>,
    /// Until when nobody else may decide.
    pub claimed_until: Option<Timestamp>,
    /// Which moderator last decided.
    pub decided_by: Option<AccountId>,
    /// When a moderator last decided.
    pub decided_at: Option<Timestamp>,
    /// Why it was sent back.
    pub reasons: Vec<ReturnReason>,
    /// What the moderator wrote beside the reasons.
    pub note: Option<String>,
}

impl Change {
    /// The moderator who has it at that instant.
    #[must_use]
    pub fn holder(&self, now: Timestamp) -> Option<AccountId> {
        course::holder(self.claimed_by, self.claimed_until, now)
    }

    /// The part of it that its way writes.
    pub(super) fn course(&mut self) -> Course<'_> {
        Course {
            status: &mut self.status,
            version: &mut self.version,
            updated_at: &mut self.updated_at,
            submitted_at: &mut self.submitted_at,
            submissions: &mut self.submissions,
            claimed_by: &mut self.claimed_by,
            claimed_until: &mut self.claimed_until,
            decided_by: &mut self.decided_by,
            decided_at: &mut self.decided_at,
        }
    }
}

/// The words for a status.
impl ChangeStatus {
    /// The name that people see.
    #[must_use]
    pub const fn name(self, language: Language) -> &'static str {
        match self {
            ChangeStatus::Draft => language.pick("Bản nháp", "Draft"),
            ChangeStatus::Submitted => language.pick("Chờ duyệt", "Waiting for approval"),
            ChangeStatus::Returned => language.pick("Cần chỉnh sửa", "To be corrected"),
            ChangeStatus::Approved => language.pick("Đã duyệt", "Approved"),
            ChangeStatus::Withdrawn => language.pick("Đã rút", "Withdrawn"),
        }
    }
}
