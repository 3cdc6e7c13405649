//! What producers do with their listings.

use super::changes::{ListingChange, ListingFinding};
use super::inputs::ListingContentInput;
use super::types::Listing;
use crate::errors::fault;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::user_error::user_errors;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use catalog::listing::{
    Change, ChangeError, ContentCode, ContentProblem, CreateListingError, NewListing, PauseError,
};
use kernel::{CertificateId, ChangeId, Language, ProducerId, ProductId};

/// The producers' part of `Mutation`.
#[derive(Default)]
pub(crate) struct ListingMutation;

#[Object]
impl ListingMutation {
    /// Begins a listing with a draft that only its producer sees. Permission:
    /// the producer's people, and who has its right to listings.
    async fn listing_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What.")] input: ListingCreateInput,
    ) -> Result<ListingPayload> {
        use ListingErrorCode as Code;
        let certificate = input.certificate_id.as_ref();
        let new = NewListing {
            producer_id: ProducerId::from_global(&input.producer_id)?,
            product_set: input.product_set,
            certificate_id: certificate.map(CertificateId::from_global).transpose()?,
            name: input.name,
        };
        let catalog = &ctx.services().catalog;
        let (code, field) = match catalog.create_listing(ctx.actor(), &new).await {
            Ok(listing) => return Ok(ListingPayload::of(listing, ctx)),
            Err(CreateListingError::NotFound) => (Code::ProducerNotFound, "producerId"),
            Err(CreateListingError::NotTrading) => (Code::ProducerNotTrading, "producerId"),
            Err(CreateListingError::UnknownCertificate) => {
                (Code::CertificateUnknown, "certificateId")
            }
            Err(CreateListingError::UnknownProductSet) => (Code::ProductSetUnknown, "productSet"),
            Err(CreateListingError::LegalFormMismatch) => (Code::LegalFormMismatch, "productSet"),
            Err(CreateListingError::Name) => (Code::NameInvalid, "name"),
            Err(CreateListingError::TooMany) => (Code::TooManyListings, "producerId"),
            Err(CreateListingError::Fault(error)) => return Err(fault(&error)),
        };
        Ok(ListingPayload::refused(code, field, ctx.language()))
    }

    /// Hides an approved listing, or shows it again, at once. Permission: the
    /// producer's people, and who has its right to listings.
    async fn listing_pause(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and whether.")] input: ListingPauseInput,
    ) -> Result<ListingPayload> {
        use ListingErrorCode as Code;
        let id = ProductId::from_global(&input.id)?;
        let catalog = &ctx.services().catalog;
        let code = match catalog.pause_listing(ctx.actor(), id, input.paused).await {
            Ok(listing) => return Ok(ListingPayload::of(listing, ctx)),
            Err(PauseError::NotFound) => Code::ListingNotFound,
            Err(PauseError::NotPublished) => Code::NotPublished,
            Err(PauseError::TakenDown) => Code::TakenDown,
            Err(PauseError::Fault(error)) => return Err(fault(&error)),
        };
        Ok(ListingPayload::refused(code, "id", ctx.language()))
    }

    /// The change of a listing that is under way; a new one, with what is live,
    /// where there is none. Permission: the producer's people, and who has its
    /// right to listings.
    async fn listing_change_begin(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of which listing.")] input: ListingInput,
    ) -> Result<ListingChangePayload> {
        let id = ProductId::from_global(&input.id)?;
        let catalog = &ctx.services().catalog;
        changed(catalog.begin_change(ctx.actor(), id).await, ctx)
    }

    /// Writes into a change. What waits for a moderator is taken back from the
    /// queue by it. Permission: the producer's people, and who has its right to
    /// listings.
    async fn listing_change_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to write.")] input: ListingChangeUpdateInput,
    ) -> Result<ListingChangePayload> {
        let id = ChangeId::from_global(&input.id)?;
        let edit = input.content.edit()?;
        let catalog = &ctx.services().catalog;
        let done = catalog.edit_change(ctx.actor(), id, input.version.into(), &edit);
        changed(done.await, ctx)
    }

    /// Hands a change in: it waits for a moderator from now on. Permission: the
    /// producer's people, and who has its right to listings.
    async fn listing_change_submit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: ListingChangeInput,
    ) -> Result<ListingChangePayload> {
        let id = ChangeId::from_global(&input.id)?;
        let catalog = &ctx.services().catalog;
        let done = catalog.submit_change(ctx.actor(), id, input.version.into());
        changed(done.await, ctx)
    }

    /// Takes a change back for good; what is live stays. Permission: the
    /// producer's people, and who has its right to listings.
    async fn listing_change_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: ListingChangeInput,
    ) -> Result<ListingChangePayload> {
        let id = ChangeId::from_global(&input.id)?;
        let catalog = &ctx.services().catalog;
        let done = catalog.withdraw_change(ctx.actor(), id, input.version.into());
        changed(done.await, ctx)
    }
}

/// A listing to begin.
#[derive(InputObject)]
pub(crate) struct ListingCreateInput {
    /// Whose.
    producer_id: ID,
    /// The number of its product set, 1 to 26; it stays.
    product_set: i32,
    /// Under which certificate; may come later.
    certificate_id: Option<ID>,
    /// The name, 1 to 150 characters; that on the certificate without it.
    name: Option<String>,
}

/// Whether a listing is hidden.
#[derive(InputObject)]
pub(crate) struct ListingPauseInput {
    /// The global id of the product.
    id: ID,
    /// Whether nobody but its producer and the moderators see it.
    paused: bool,
}

/// A listing.
#[derive(InputObject)]
pub(crate) struct ListingInput {
    /// The global id of the product.
    id: ID,
}

/// What to write into a change.
#[derive(InputObject)]
pub(crate) struct ListingChangeUpdateInput {
    /// Which change.
    id: ID,
    /// Which version of it the caller saw.
    version: i32,
    /// What to write.
    content: ListingContentInput,
}

/// A change as the caller saw it.
#[derive(InputObject)]
pub(crate) struct ListingChangeInput {
    /// Which.
    pub(super) id: ID,
    /// Which version of it the caller saw.
    pub(super) version: i32,
}

/// The listing after the command.
#[derive(SimpleObject)]
pub(crate) struct ListingPayload {
    /// The listing; null where the command was refused.
    listing: Option<Listing>,
    /// Why it was refused.
    user_errors: Vec<ListingUserError>,
}

impl ListingPayload {
    fn of(listing: catalog::listing::Listing, ctx: &Context<'_>) -> Self {
        // Whether it is public is read after the command.
        ctx.loaders().clear();
        Self {
            listing: Some(listing.into()),
            user_errors: Vec::new(),
        }
    }

    fn refused(code: ListingErrorCode, field: &str, language: Language) -> Self {
        Self {
            listing: None,
            user_errors: vec![code.at(language, &["input", field])],
        }
    }
}

user_errors! {
    /// Why a listing was not begun, hidden or shown.
    ListingUserError, ListingErrorCode {
        /// There is no such producer that the caller acts for.
        ProducerNotFound: "Không tìm thấy chủ thể." / "The producer was not found.",
        /// The producer may not trade now.
        ProducerNotTrading: "Chủ thể chưa được phép bán hàng." / "The producer may not trade now.",
        /// The producer has no such certificate.
        CertificateUnknown: "Chủ thể không có giấy chứng nhận này." / "The producer has no such certificate.",
        /// There is no such product set.
        ProductSetUnknown: "Bộ sản phẩm phải từ 1 đến 26." / "There are product sets 1 to 26.",
        /// The producer's legal form takes part in tourism only.
        LegalFormMismatch: "Loại hình chủ thể này chỉ được tham gia dịch vụ du lịch." / "This legal form takes part in tourism only.",
        /// The name must have 1 to 150 characters.
        NameInvalid: "Tên sản phẩm cần có từ 1 đến 150 ký tự." / "The name must have 1 to 150 characters.",
        /// The producer has as many listings as it may.
        TooManyListings: "Chủ thể đã có số sản phẩm tối đa." / "The producer has as many listings as it may.",
        /// There is no such listing that the caller acts for.
        ListingNotFound: "Không tìm thấy sản phẩm." / "The listing was not found.",
        /// Nothing of it was approved yet.
        NotPublished: "Sản phẩm chưa được duyệt lần nào." / "Nothing of the listing was approved yet.",
        /// An authority ordered it to be taken down.
        TakenDown: "Sản phẩm đã bị gỡ theo yêu cầu của cơ quan chức năng." / "The listing was taken down by order of an authority.",
    }
}

/// The change after the command.
#[derive(SimpleObject)]
pub(crate) struct ListingChangePayload {
    /// The change; null where the command was refused.
    change: Option<ListingChange>,
    /// Why it was refused.
    user_errors: Vec<ListingChangeUserError>,
}

user_errors! {
    /// Why a producer's command was refused.
    ListingChangeUserError, ListingChangeErrorCode {
        /// There is no such listing or change that the caller acts for.
        NotFound: "Không tìm thấy sản phẩm hoặc bản chỉnh sửa." / "The listing or the change was not found.",
        /// Somebody wrote it in the meantime; `version` is the one now.
        Outdated: "Bản chỉnh sửa đã được người khác cập nhật. Vui lòng tải lại." / "Somebody wrote the change in the meantime. Please load it again.",
        /// The command may not be given in this status.
        WrongStatus: "Không thể thực hiện ở trạng thái hiện tại của bản chỉnh sửa." / "The change's status does not allow this.",
        /// An authority ordered the listing to be taken down.
        TakenDown: "Sản phẩm đã bị gỡ theo yêu cầu của cơ quan chức năng." / "The listing was taken down by order of an authority.",
        /// The checks see what stops it; see `findings`.
        Stopped: "Chưa thể gửi duyệt, còn nội dung phải sửa." / "Something must be corrected before it is submitted.",
        /// A field holds what no listing can; `problem` says what.
        ContentInvalid: "Nội dung không hợp lệ." / "The content is not valid.",
    }
    extras {
        /// With `OUTDATED`: the version now.
        version: Option<i32>,
        /// With `CONTENT_INVALID`: what is wrong.
        problem: Option<ListingProblemCode>,
        /// With `STOPPED`: what the checks see.
        findings: Vec<ListingFinding>,
    }
}

/// What is wrong with a part of a listing.
#[derive(async_graphql::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "ContentCode")]
pub(crate) enum ListingProblemCode {
    /// Nothing where something must be.
    Required,
    /// A text is too long.
    TooLong,
    /// More than there may be.
    TooMany,
    /// A number that is too small or too large.
    OutOfRange,
    /// Not what the field holds.
    Invalid,
    /// The same twice.
    Duplicate,
    /// Another listing of the producer has this SKU.
    SkuTaken,
    /// Not a GTIN, or its check digit is wrong.
    GtinInvalid,
    /// A variant has not one value of every option.
    ChoicesMismatch,
    /// Several variants and nothing that tells them apart.
    OptionsMissing,
    /// The product has no such variant.
    UnknownVariant,
    /// The producer has no such picture.
    UnknownPicture,
    /// The producer has no such certificate.
    UnknownCertificate,
    /// Products of this set have no such attribute.
    UnknownAttribute,
    /// A video of a site that is not on the list.
    VideoNotAllowed,
    /// The earlier price is not above the price.
    CompareAtTooLow,
    /// Strength by volume is for alcohol only.
    NotAlcohol,
    /// Price and stock of what is on sale are changed by themselves.
    AlreadyLive,
}

fn changed(done: Result<Change, ChangeError>, ctx: &Context<'_>) -> Result<ListingChangePayload> {
    use ListingChangeErrorCode as Code;
    let language = ctx.language();
    let at = |code: Code, field: &str| code.at(language, &["input", field]);
    let user_errors = match done {
        Ok(change) => {
            return Ok(ListingChangePayload {
                change: Some(change.into()),
                user_errors: Vec::new(),
            });
        }
        Err(ChangeError::NotFound) => vec![at(Code::NotFound, "id")],
        Err(ChangeError::Outdated(version)) => {
            let mut error = at(Code::Outdated, "version");
            error.version = i32::try_from(version).ok();
            vec![error]
        }
        Err(ChangeError::WrongStatus(_)) => vec![at(Code::WrongStatus, "id")],
        Err(ChangeError::TakenDown) => vec![at(Code::TakenDown, "id")],
        Err(ChangeError::Stopped(found)) => {
            let found = found.into_iter();
            let mut error = at(Code::Stopped, "id");
            error.findings = found
                .map(|own| ListingFinding::new(own, language))
                .collect();
            vec![error]
        }
        Err(ChangeError::Invalid(problems)) => problems
            .into_iter()
            .map(|problem| invalid(&problem, language))
            .collect(),
        Err(ChangeError::Fault(error)) => return Err(fault(&error)),
    };
    Ok(ListingChangePayload {
        change: None,
        user_errors,
    })
}

fn invalid(problem: &ContentProblem, language: Language) -> ListingChangeUserError {
    let mut path = vec!["input", "content"];
    path.extend(problem.path.iter().map(String::as_str));
    let mut error = ListingChangeErrorCode::ContentInvalid.at(language, &path);
    error.message = problem.code.message(language).to_owned();
    error.problem = Some(problem.code.into());
    error
}
