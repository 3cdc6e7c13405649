//! A proposed change of a producer's story.

use super::StoryContent;
use crate::listing::ChangeStatus;
use crate::listing::course::{self, Course};
use kernel::{AccountId, ProducerId, StoryChangeId, Timestamp};

kernel::codes! {
    /// Why a change of a story was sent back: what moderators write most
    /// often, ready to be read by the producer.
    StoryReason {
        /// Pictures.
        PhotoPoor = "PHOTO_POOR": "Ảnh mờ, thiếu sáng hoặc không liên quan đến chủ thể. Vui lòng thay ảnh khác." / "A picture is blurred, dark or not about the producer. Please replace it.",
        /// People who did not agree to be shown.
        PeopleInPhoto = "PEOPLE_IN_PHOTO": "Ảnh có người khác, nhất là trẻ em. Vui lòng xác nhận đã được họ đồng ý hoặc thay ảnh." / "A picture shows other people, children above all. Please confirm that they agreed, or replace it.",
        /// Claims.
        ClaimNotAllowed = "CLAIM_NOT_ALLOWED": "Có lời quảng cáo không được phép hoặc chưa có tài liệu chứng minh." / "A claim is not allowed or was not proved.",
        /// Facts that do not agree with what is on record.
        FactsDiffer = "FACTS_DIFFER": "Thông tin về chủ thể (năm thành lập, số thành viên, địa chỉ) không khớp với hồ sơ." / "Facts about the producer (year, members, place) do not agree with its record.",
        /// Somebody else's pictures or words.
        Copied = "COPIED": "Ảnh hoặc nội dung lấy từ nguồn khác khi chưa được phép." / "Pictures or texts are somebody else's.",
        /// Spelling.
        Language = "LANGUAGE": "Nội dung có lỗi chính tả hoặc khó hiểu, cần viết lại." / "The text has mistakes or is hard to understand.",
        /// Contacts.
        ContactInText = "CONTACT_IN_TEXT": "Vui lòng bỏ số điện thoại, địa chỉ trang mạng khỏi câu chuyện." / "Please remove telephone numbers and web addresses from the story.",
        /// Something else; the note says what.
        Other = "OTHER": "Lý do khác, xem ghi chú." / "Another reason; see the note.",
    }
}

/// A proposed change of a producer's story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryChange {
    /// Its id.
    pub id: StoryChangeId,
    /// Whose.
    pub producer_id: ProducerId,
    /// Where it stands.
    pub status: ChangeStatus,
    /// What is proposed.
    pub content: StoryContent,
    /// Which version of the story it began with; 0 for none.
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
    pub reasons: Vec<StoryReason>,
    /// What the moderator wrote beside the reasons.
    pub note: Option<String>,
}

impl StoryChange {
    /// A draft of that content.
    pub(super) fn draft(
        producer_id: ProducerId,
        created_by: Option<AccountId>,
        (content, base_version): (StoryContent, i64),
        now: Timestamp,
    ) -> Self {
        Self {
            id: StoryChangeId::new(now),
            producer_id,
            status: ChangeStatus::Draft,
            content,
            base_version,
            version: 1,
            created_by,
            created_at: now,
            updated_at: now,
            submitted_at: None,
            submissions: 0,
            claimed_by: None,
            claimed_until: None,
            decided_by: None,
            decided_at: None,
            reasons: Vec::new(),
            note: None,
        }
    }

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
