//! What moderators decide about the words of shoppers.

use crate::errors::{bad_input, fault};
use crate::schema::request::ContextExt;
use crate::schema::scalars::LanguageCode;
use crate::schema::user_error::user_errors;
use async_graphql::{Context, Enum, Error, ID, InputObject, Object, Result};
use catalog::feedback::{self as domain, FeedbackDecideError, FeedbackDecision, FeedbackFilter};

/// The most that is decided at once.
const MOST: usize = 50;

/// A review or a question, as the caller saw it.
#[derive(InputObject)]
pub(crate) struct FeedbackItemInput {
    /// Which.
    pub(crate) id: ID,
    /// The version that the caller saw.
    pub(crate) version: i32,
}

/// Which of what waits for a moderator. Every given condition must hold; an
/// empty list matches nothing.
#[derive(InputObject, Default)]
pub(crate) struct FeedbackWhere {
    /// Codes of the producers' provinces.
    provinces: Option<Vec<String>>,
    /// Whether the program saw anything in the text; for reports it changes
    /// nothing.
    marked: Option<bool>,
}

impl From<FeedbackWhere> for FeedbackFilter {
    fn from(own: FeedbackWhere) -> Self {
        Self {
            provinces: own.provinces,
            marked: own.marked,
        }
    }
}

/// What the program saw in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FeedbackMark(pub(crate) domain::Mark);

/// What the program saw in a text; a moderator looks at it with more care.
#[Object]
impl FeedbackMark {
    /// What.
    async fn code(&self) -> FeedbackMarkCode {
        self.0.into()
    }

    /// What to tell people.
    async fn message(
        &self,
        #[graphql(desc = "Language of the message.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> &str {
        self.0.message(language.into())
    }
}

/// What the program sees in a text.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::Mark")]
pub(crate) enum FeedbackMarkCode {
    /// A word of what may not be sold, or of cheating.
    BannedWord,
    /// What only medicine may promise.
    MedicalClaim,
    /// A word that insults.
    Insult,
    /// A telephone number, an e-mail address or a link.
    Contact,
}

/// Why something was refused.
pub(crate) struct FeedbackRefusalReason(pub(crate) domain::RefusalReason);

/// Why something was refused.
#[Object]
impl FeedbackRefusalReason {
    /// Which reason.
    async fn code(&self) -> FeedbackRefusalReasonCode {
        self.0.into()
    }

    /// What to tell people.
    async fn message(
        &self,
        #[graphql(desc = "Language of the message.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> &str {
        self.0.message(language.into())
    }
}

/// Why the words of a shopper are refused.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::RefusalReason")]
pub(crate) enum FeedbackRefusalReasonCode {
    /// It insults.
    Insult,
    /// It holds personal data.
    PersonalData,
    /// It advertises, or leads elsewhere.
    Advertising,
    /// It is not about the product.
    NotAboutProduct,
    /// Nobody can tell what it says.
    Unintelligible,
    /// A picture does not belong there.
    Picture,
    /// The law forbids it.
    Unlawful,
    /// It says that the product heals.
    HealthClaim,
    /// Another reason; the note says which.
    Other,
}

user_errors! {
    /// Why a moderator's decision was refused.
    FeedbackDecideUserError, FeedbackDecideErrorCode {
        /// There is no such review or question within the caller's scope.
        NotFound: "Không tìm thấy nội dung cần duyệt." / "There is nothing like it to decide about.",
        /// The caller works for the producer.
        OwnProduct: "Bạn không được duyệt nội dung về sản phẩm của chủ thể mà bạn làm việc cho." / "Nobody decides about what is his own.",
        /// It does not wait for a decision.
        WrongStatus: "Nội dung này không còn chờ duyệt." / "It does not wait for a decision.",
        /// Somebody wrote it in the meantime; `version` is the one now.
        Outdated: "Nội dung đã thay đổi sau khi bạn mở. Vui lòng tải lại." / "It was written in the meantime. Please load it again.",
        /// Reasons are needed, each once, and a note for another one.
        ReasonsInvalid: "Cần chọn lý do (mỗi lý do một lần); nếu là lý do khác thì phải ghi chú." / "Reasons are needed, each once, and a note for another one.",
        /// A note has at most 2,000 characters.
        NoteInvalid: "Ghi chú dài tối đa 2.000 ký tự." / "A note has at most 2,000 characters.",
    }
    extras {
        /// With `OUTDATED`: the version now.
        version: Option<i32>,
    }
}

/// A decision about several things.
///
/// # Errors
/// `BAD_USER_INPUT` for what is no decision.
pub(crate) fn decision(
    many: usize,
    approve: bool,
    reasons: Vec<FeedbackRefusalReasonCode>,
    note: Option<String>,
) -> Result<FeedbackDecision, Error> {
    if many == 0 || many > MOST {
        return Err(bad_input(format!("items: 1 to {MOST}")));
    }
    if reasons.len() > 20 {
        return Err(bad_input("reasons: at most 20"));
    }
    match approve {
        true if reasons.is_empty() && note.is_none() => Ok(FeedbackDecision::Approve),
        true => Err(bad_input("reasons, note: only without `approve`")),
        false => Ok(FeedbackDecision::Refuse {
            reasons: reasons.into_iter().map(Into::into).collect(),
            note,
        }),
    }
}

/// A refusal as the client sees it.
///
/// # Errors
/// A fault.
pub(crate) fn decide_refused(
    refused: FeedbackDecideError,
    ctx: &Context<'_>,
) -> Result<FeedbackDecideUserError> {
    use FeedbackDecideErrorCode as Code;
    let at = |code: Code, field: &str| code.at(ctx.language(), &["input", field]);
    Ok(match refused {
        FeedbackDecideError::NotFound => at(Code::NotFound, "id"),
        FeedbackDecideError::OwnProduct => at(Code::OwnProduct, "id"),
        FeedbackDecideError::WrongStatus => at(Code::WrongStatus, "id"),
        FeedbackDecideError::Outdated(version) => {
            let mut error = at(Code::Outdated, "version");
            error.version = i32::try_from(version).ok();
            error
        }
        FeedbackDecideError::Reasons => at(Code::ReasonsInvalid, "reasons"),
        FeedbackDecideError::Note => at(Code::NoteInvalid, "note"),
        FeedbackDecideError::Fault(error) => return Err(fault(&error)),
    })
}

/// What is at fault of one of several is told with its place.
pub(crate) fn placed(mut error: FeedbackDecideUserError, place: usize) -> FeedbackDecideUserError {
    if let Some("id" | "version") = error.field.last().map(String::as_str) {
        let of = ["items".to_owned(), place.to_string()];
        error.field.splice(1..1, of);
    }
    error
}
