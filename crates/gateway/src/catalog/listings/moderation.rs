//! What moderators do.

use super::changes::{ListingChange, ListingFinding, ListingReturnReasonCode};
use super::mutations::ListingChangeInput;
use super::prices::PriceRequest;
use super::types::Listing;
use crate::errors::{bad_input, fault};
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::{Date, DateTime};
use crate::schema::user_error::user_errors;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use catalog::listing::{Change, Decision, ModerateError, NewTakeDown, TakeDownError};
use kernel::{ChangeId, Language, PriceRequestId, ProductId};

/// The most changes decided at once.
const MOST: usize = 50;

/// The moderators' part of `Mutation`.
#[derive(Default)]
pub(crate) struct ModerationMutation;

#[Object]
impl ModerationMutation {
    /// Takes a change up for 15 minutes, or for 15 more: nobody else decides
    /// about it. Permission: moderators and administrators, in their scope.
    async fn moderation_claim(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: ModerationInput,
    ) -> Result<ModerationPayload> {
        let id = ChangeId::from_global(&input.id)?;
        let done = ctx.services().catalog.claim_change(ctx.actor(), id).await;
        moderated(done, ctx.language())
    }

    /// Lays a change down. Permission: the moderator who has it.
    async fn moderation_release(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: ModerationInput,
    ) -> Result<ModerationPayload> {
        let id = ChangeId::from_global(&input.id)?;
        let done = ctx.services().catalog.release_change(ctx.actor(), id).await;
        moderated(done, ctx.language())
    }

    /// Approves changes or sends them back, each by itself: one that is refused
    /// leaves the others. Permission: moderators and administrators, in their
    /// scope, and not about what is their own.
    async fn moderation_decide(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which changes, and what.")] input: ModerationDecideInput,
    ) -> Result<ModerationDecidePayload> {
        if input.changes.is_empty() || input.changes.len() > MOST {
            return Err(bad_input(format!("changes: 1 to {MOST}")));
        }
        if input.reasons.len() > 20 {
            return Err(bad_input("reasons: at most 20"));
        }
        let decision = match input.approve {
            true if input.reasons.is_empty() && input.note.is_none() => Decision::Approve,
            true => return Err(bad_input("reasons, note: only without `approve`")),
            false => Decision::Return {
                reasons: input.reasons.into_iter().map(Into::into).collect(),
                note: input.note,
            },
        };
        let catalog = &ctx.services().catalog;
        let mut named = Vec::with_capacity(input.changes.len());
        for change in &input.changes {
            named.push((ChangeId::from_global(&change.id)?, change.version.into()));
        }
        let mut payload = ModerationDecidePayload {
            changes: Vec::with_capacity(named.len()),
            user_errors: Vec::new(),
        };
        for (place, (id, version)) in named.into_iter().enumerate() {
            let done = catalog.decide_change(ctx.actor(), id, version, &decision);
            match done.await {
                Ok(change) => payload.changes.push(change.into()),
                Err(error) => {
                    let mut error = refused(error, ctx.language())?;
                    // What is at fault of one of them is told with its place.
                    if let Some("id" | "version") = error.field.last().map(String::as_str) {
                        let of = ["changes".to_owned(), place.to_string()];
                        error.field.splice(1..1, of);
                    }
                    payload.user_errors.push(error);
                }
            }
        }
        ctx.loaders().clear();
        Ok(payload)
    }

    /// Approves a price that jumped, or refuses it with a note. Permission:
    /// moderators and administrators, in their scope, and not about what is
    /// their own.
    async fn price_decide(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which price, and what.")] input: PriceDecideInput,
    ) -> Result<PriceDecidePayload> {
        let id = PriceRequestId::from_global(&input.id)?;
        let catalog = &ctx.services().catalog;
        let (actor, note) = (ctx.actor(), input.note.as_deref());
        match catalog.decide_price(actor, id, input.approve, note).await {
            Ok(request) => {
                ctx.loaders().clear();
                Ok(PriceDecidePayload {
                    price_request: Some(PriceRequest(request)),
                    user_errors: Vec::new(),
                })
            }
            Err(error) => Ok(PriceDecidePayload {
                price_request: None,
                user_errors: vec![refused(error, ctx.language())?],
            }),
        }
    }

    /// Takes a listing down by an authority's order, at once and whatever its
    /// producer does. Permission: moderators and administrators, in their
    /// scope.
    async fn listing_take_down(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The order.")] input: ListingTakeDownInput,
    ) -> Result<ListingTakeDownPayload> {
        let new = NewTakeDown {
            product_id: ProductId::from_global(&input.id)?,
            authority: input.authority,
            order_number: input.order_number,
            ordered_on: input.ordered_on.0,
            reason: input.reason,
        };
        let done = ctx.services().catalog.take_down(ctx.actor(), &new).await;
        taken_down(done, ctx)
    }

    /// Lifts the order that keeps a listing down. Permission: moderators and
    /// administrators, in their scope.
    async fn listing_take_down_lift(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of which listing, and why.")] input: ListingTakeDownLiftInput,
    ) -> Result<ListingTakeDownPayload> {
        let id = ProductId::from_global(&input.id)?;
        let catalog = &ctx.services().catalog;
        let done = catalog.lift_take_down(ctx.actor(), id, &input.reason).await;
        taken_down(done, ctx)
    }
}

/// A change.
#[derive(InputObject)]
pub(crate) struct ModerationInput {
    /// Which.
    id: ID,
}

/// Changes and a decision about each of them.
#[derive(InputObject)]
pub(crate) struct ModerationDecideInput {
    /// Which, 1 to 50, as the caller saw them.
    changes: Vec<ListingChangeInput>,
    /// Whether they go live; else they go back.
    approve: bool,
    /// Why they go back; at least one then, each once.
    #[graphql(default)]
    reasons: Vec<ListingReturnReasonCode>,
    /// In the moderator's own words, at most 2,000 characters; needed for the
    /// reason `OTHER`.
    note: Option<String>,
}

/// A decision about a price.
#[derive(InputObject)]
pub(crate) struct PriceDecideInput {
    /// Which price.
    id: ID,
    /// Whether it applies; else the old one stays.
    approve: bool,
    /// Why, at most 2,000 characters; needed when it is refused.
    note: Option<String>,
}

/// An authority's order.
#[derive(InputObject)]
pub(crate) struct ListingTakeDownInput {
    /// The global id of the product.
    id: ID,
    /// Who ordered it, 1 to 200 characters.
    authority: String,
    /// The order's number, 1 to 100 characters.
    order_number: String,
    /// Its day, not in the future.
    ordered_on: Date,
    /// Why, 1 to 2,000 characters.
    reason: String,
}

/// The end of an order.
#[derive(InputObject)]
pub(crate) struct ListingTakeDownLiftInput {
    /// The global id of the product.
    id: ID,
    /// Why it is lifted, 1 to 2,000 characters.
    reason: String,
}

/// The change after the command.
#[derive(SimpleObject)]
pub(crate) struct ModerationPayload {
    /// The change; null where the command was refused.
    change: Option<ListingChange>,
    /// Why it was refused.
    user_errors: Vec<ModerationUserError>,
}

/// What became of the changes.
#[derive(SimpleObject)]
pub(crate) struct ModerationDecidePayload {
    /// Those that were decided, in their order.
    changes: Vec<ListingChange>,
    /// Why others were not.
    user_errors: Vec<ModerationUserError>,
}

/// The price after the decision.
#[derive(SimpleObject)]
pub(crate) struct PriceDecidePayload {
    /// The price; null where the decision was refused.
    price_request: Option<PriceRequest>,
    /// Why it was refused.
    user_errors: Vec<ModerationUserError>,
}

/// The listing after the order.
#[derive(SimpleObject)]
pub(crate) struct ListingTakeDownPayload {
    /// The listing; null where the order was refused.
    listing: Option<Listing>,
    /// Why it was refused.
    user_errors: Vec<ListingTakeDownUserError>,
}

user_errors! {
    /// Why a moderator's command was refused.
    ModerationUserError, ModerationErrorCode {
        /// There is no such change or price within the caller's scope.
        NotFound: "Không tìm thấy nội dung cần duyệt." / "There is nothing like it to decide about.",
        /// The caller works for the producer.
        OwnListing: "Bạn không được duyệt sản phẩm của chủ thể mà bạn làm việc cho." / "Nobody decides about what is his own.",
        /// It does not wait for a decision.
        WrongStatus: "Nội dung này không còn chờ duyệt." / "It does not wait for a decision any more.",
        /// Another moderator has it; `claimedUntil` says until when.
        ClaimedByOther: "Một người duyệt khác đang xử lý nội dung này." / "Another moderator has it.",
        /// Somebody wrote it in the meantime; `version` is the one now.
        Outdated: "Nội dung đã thay đổi sau khi bạn mở. Vui lòng tải lại." / "It was written in the meantime. Please load it again.",
        /// The checks see what stops it now; see `findings`.
        Stopped: "Chưa thể duyệt, còn nội dung vi phạm quy định." / "The checks see what stops it.",
        /// Another listing of the producer got one of its SKUs.
        SkuTaken: "Mã SKU đã được dùng cho sản phẩm khác của chủ thể." / "Another listing of the producer has one of its SKUs.",
        /// A picture of it is gone.
        PictureGone: "Ảnh của sản phẩm không còn tồn tại." / "A picture of it is gone.",
        /// An authority ordered the listing to be taken down.
        TakenDown: "Sản phẩm đã bị gỡ theo yêu cầu của cơ quan chức năng." / "The listing was taken down by order of an authority.",
        /// Reasons are needed, each once, and a note for another one.
        ReasonsInvalid: "Cần chọn lý do (mỗi lý do một lần); nếu là lý do khác thì phải ghi chú." / "Reasons are needed, each once, and a note for another one.",
        /// A note has at most 2,000 characters.
        NoteInvalid: "Ghi chú dài tối đa 2.000 ký tự." / "A note has at most 2,000 characters.",
    }
    extras {
        /// With `OUTDATED`: the version now.
        version: Option<i32>,
        /// With `CLAIMED_BY_OTHER`: until when.
        claimed_until: Option<DateTime>,
        /// With `STOPPED`: what the checks see.
        findings: Vec<ListingFinding>,
    }
}

user_errors! {
    /// Why a listing was not taken down or put back.
    ListingTakeDownUserError, ListingTakeDownErrorCode {
        /// There is no such listing within the caller's scope.
        ListingNotFound: "Không tìm thấy sản phẩm." / "The listing was not found.",
        /// The caller works for the producer.
        OwnListing: "Bạn không được xử lý sản phẩm của chủ thể mà bạn làm việc cho." / "Nobody decides about what is his own.",
        /// It was never public.
        NotPublished: "Sản phẩm chưa được đăng bán lần nào." / "The listing was never public.",
        /// It is down already.
        AlreadyDown: "Sản phẩm đã bị gỡ." / "The listing is down already.",
        /// It is not down.
        NotDown: "Sản phẩm không bị gỡ." / "The listing is not down.",
        /// A text is empty or too long.
        TextInvalid: "Nội dung trống hoặc quá dài." / "A text is empty or too long.",
        /// The order's day is to come.
        OrderedOnInvalid: "Ngày của văn bản không được ở tương lai." / "The order's day is to come.",
    }
}

fn moderated(done: Result<Change, ModerateError>, language: Language) -> Result<ModerationPayload> {
    Ok(match done {
        Ok(change) => ModerationPayload {
            change: Some(change.into()),
            user_errors: Vec::new(),
        },
        Err(error) => ModerationPayload {
            change: None,
            user_errors: vec![refused(error, language)?],
        },
    })
}

fn refused(error: ModerateError, language: Language) -> Result<ModerationUserError> {
    use ModerationErrorCode as Code;
    let at = |code: Code, field: &str| code.at(language, &["input", field]);
    Ok(match error {
        ModerateError::NotFound => at(Code::NotFound, "id"),
        ModerateError::OwnListing => at(Code::OwnListing, "id"),
        ModerateError::WrongStatus(_) | ModerateError::PriceDecided(_) => {
            at(Code::WrongStatus, "id")
        }
        ModerateError::Claimed(until) => {
            let mut error = at(Code::ClaimedByOther, "id");
            error.claimed_until = Some(DateTime(until));
            error
        }
        ModerateError::Outdated(version) => {
            let mut error = at(Code::Outdated, "version");
            error.version = i32::try_from(version).ok();
            error
        }
        ModerateError::Stopped(found) => {
            let found = found.into_iter();
            let mut error = at(Code::Stopped, "id");
            error.findings = found
                .map(|own| ListingFinding::new(own, language))
                .collect();
            error
        }
        ModerateError::SkuTaken(_) => at(Code::SkuTaken, "id"),
        ModerateError::PictureGone => at(Code::PictureGone, "id"),
        ModerateError::TakenDown => at(Code::TakenDown, "id"),
        ModerateError::Reasons => at(Code::ReasonsInvalid, "reasons"),
        ModerateError::Note => at(Code::NoteInvalid, "note"),
        ModerateError::Fault(error) => return Err(fault(&error)),
    })
}

fn taken_down(
    done: Result<catalog::listing::Listing, TakeDownError>,
    ctx: &Context<'_>,
) -> Result<ListingTakeDownPayload> {
    use ListingTakeDownErrorCode as Code;
    let (code, field) = match done {
        Ok(listing) => {
            ctx.loaders().clear();
            return Ok(ListingTakeDownPayload {
                listing: Some(listing.into()),
                user_errors: Vec::new(),
            });
        }
        Err(TakeDownError::NotFound) => (Code::ListingNotFound, "id"),
        Err(TakeDownError::OwnListing) => (Code::OwnListing, "id"),
        Err(TakeDownError::NotPublished) => (Code::NotPublished, "id"),
        Err(TakeDownError::AlreadyDown) => (Code::AlreadyDown, "id"),
        Err(TakeDownError::NotDown) => (Code::NotDown, "id"),
        Err(TakeDownError::Text(field)) => (Code::TextInvalid, field),
        Err(TakeDownError::OrderedOn) => (Code::OrderedOnInvalid, "orderedOn"),
        Err(TakeDownError::Fault(error)) => return Err(fault(&error)),
    };
    Ok(ListingTakeDownPayload {
        listing: None,
        user_errors: vec![code.at(ctx.language(), &["input", field])],
    })
}
