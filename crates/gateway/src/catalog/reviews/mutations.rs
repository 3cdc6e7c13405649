//! What buyers do with their reviews, and others with what they read.

use super::public::Review;
use super::record::ReviewRecord;
use crate::catalog::feedback::{FeedbackAnswerInput, FeedbackAnswerUserError, answer_refused};
use crate::errors::{OrFault, fault};
use crate::schema::global_id::{GlobalId, from_globals};
use crate::schema::request::ContextExt;
use crate::schema::user_error::user_errors;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use catalog::reviews::{Buyer, Review as Domain, ReviewDraft, ReviewError, VoteError};
use kernel::{OrderLineId, ReviewId};
use orders::purchases::ProofError;

/// The reviews' part of `Mutation`.
#[derive(Default)]
pub(crate) struct ReviewMutation;

#[Object]
impl ReviewMutation {
    /// Reviews a delivered line of an order; a moderator looks before it is
    /// public. Permission: who placed the order, by its account or its secret,
    /// and does not sell the product.
    async fn review_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of which line, and what.")] input: ReviewCreateInput,
    ) -> Result<ReviewPayload> {
        let line = OrderLineId::from_global(&input.order_line_id)?;
        let draft = input.content.draft()?;
        let orders = &ctx.services().orders;
        let token = input.token.as_deref();
        let buyer = match orders.prove_purchase(ctx.actor(), line, token).await {
            Ok(buyer) => buyer,
            Err(error) => return ReviewPayload::unproved(error, ctx),
        };
        let catalog = &ctx.services().catalog;
        let done = catalog.create_review(ctx.actor(), &buyer, &draft).await;
        ReviewPayload::of(done, "orderLineId", ctx)
    }

    /// Writes a review anew: a moderator looks again, and what was public stays
    /// so until then. Permission: its author, for 30 days.
    async fn review_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and what.")] input: ReviewUpdateInput,
    ) -> Result<ReviewPayload> {
        let id = ReviewId::from_global(&input.id)?;
        let draft = input.content.draft()?;
        let Some(buyer) = author(ctx, id, input.token.as_deref()).await? else {
            return ReviewPayload::of(Err(ReviewError::NotFound), "id", ctx);
        };
        let seen = (id, input.version.into());
        let catalog = &ctx.services().catalog;
        let done = catalog.update_review(ctx.actor(), &buyer, seen, &draft);
        ReviewPayload::of(done.await, "id", ctx)
    }

    /// Takes a review back, for good; its words and pictures are gone.
    /// Permission: its author.
    async fn review_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: ReviewWithdrawInput,
    ) -> Result<ReviewPayload> {
        let id = ReviewId::from_global(&input.id)?;
        let Some(buyer) = author(ctx, id, input.token.as_deref()).await? else {
            return ReviewPayload::of(Err(ReviewError::NotFound), "id", ctx);
        };
        let catalog = &ctx.services().catalog;
        let done = catalog.withdraw_review(ctx.actor(), &buyer, id).await;
        ReviewPayload::of(done, "id", ctx)
    }

    /// Finds a public review helpful, or not any more. Permission: accounts,
    /// and not about their own.
    async fn review_vote(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and whether.")] input: ReviewVoteInput,
    ) -> Result<ReviewVotePayload> {
        use ReviewVoteErrorCode as Code;
        let id = ReviewId::from_global(&input.id)?;
        let catalog = &ctx.services().catalog;
        let done = catalog.vote_on_review(ctx.actor(), id, input.helpful);
        let code = match done.await {
            Ok(review) => {
                ctx.loaders().votes.clear();
                return Ok(ReviewVotePayload {
                    review: Review::of(review),
                    user_errors: Vec::new(),
                });
            }
            Err(VoteError::NotFound) => Code::ReviewNotFound,
            Err(VoteError::OwnReview) => Code::OwnReview,
            Err(VoteError::Fault(error)) => return Err(fault(&error)),
        };
        Ok(ReviewVotePayload {
            review: None,
            user_errors: vec![code.at(ctx.language(), &["input", "id"])],
        })
    }

    /// Answers a public review, or writes the answer anew; public at once.
    /// Permission: the producer's people, and who has its right to listings.
    async fn review_answer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which review, and the answer.")] input: FeedbackAnswerInput,
    ) -> Result<ReviewAnswerPayload> {
        let id = ReviewId::from_global(&input.id)?;
        let catalog = &ctx.services().catalog;
        let done = catalog.answer_review(ctx.actor(), id, &input.text).await;
        Ok(match done {
            Ok(review) => ReviewAnswerPayload {
                review: Review::of(review),
                user_errors: Vec::new(),
            },
            Err(error) => ReviewAnswerPayload {
                review: None,
                user_errors: vec![answer_refused(error, ctx)?],
            },
        })
    }
}

/// The caller as the buyer of what a review is of; `None` where it is not his.
async fn author(ctx: &Context<'_>, id: ReviewId, token: Option<&str>) -> Result<Option<Buyer>> {
    let services = ctx.services();
    let Some(line) = services.catalog.line_of_review(id).await.or_fault()? else {
        return Ok(None);
    };
    match services
        .orders
        .prove_purchase(ctx.actor(), line, token)
        .await
    {
        Ok(buyer) => Ok(Some(buyer)),
        Err(ProofError::NotFound | ProofError::NotDelivered) => Ok(None),
        Err(ProofError::Fault(error)) => Err(fault(&error)),
    }
}

/// What a buyer writes.
#[derive(InputObject)]
pub(crate) struct ReviewContentInput {
    /// 1 to 5.
    stars: i32,
    /// Up to 100 characters.
    title: Option<String>,
    /// Plain text of 1 to 5,000 characters.
    text: String,
    /// Pictures uploaded for this line by `POST /pictures?orderLine=…`, at most
    /// six, each once, in the order of showing.
    #[graphql(default)]
    picture_ids: Vec<ID>,
}

impl ReviewContentInput {
    fn draft(self) -> Result<ReviewDraft> {
        Ok(ReviewDraft {
            stars: self.stars,
            title: self.title,
            text: self.text,
            pictures: from_globals(&self.picture_ids)?,
        })
    }
}

/// A review to be.
#[derive(InputObject)]
pub(crate) struct ReviewCreateInput {
    /// Of which delivered line of an order.
    order_line_id: ID,
    /// The order's secret; not needed by the account that placed it.
    token: Option<String>,
    /// What.
    content: ReviewContentInput,
}

/// A review written anew.
#[derive(InputObject)]
pub(crate) struct ReviewUpdateInput {
    /// Which.
    id: ID,
    /// The version that the caller saw.
    version: i32,
    /// The order's secret; not needed by the account that placed it.
    token: Option<String>,
    /// What it is to say now.
    content: ReviewContentInput,
}

/// A review to take back.
#[derive(InputObject)]
pub(crate) struct ReviewWithdrawInput {
    /// Which.
    id: ID,
    /// The order's secret; not needed by the account that placed it.
    token: Option<String>,
}

/// A vote about a review.
#[derive(InputObject)]
pub(crate) struct ReviewVoteInput {
    /// Which.
    id: ID,
    /// Whether the caller finds it helpful; false takes the vote back.
    helpful: bool,
}

/// The review after its author's command.
#[derive(SimpleObject)]
pub(crate) struct ReviewPayload {
    /// The review; null where the command was refused.
    review: Option<ReviewRecord>,
    /// Why it was refused.
    user_errors: Vec<ReviewUserError>,
}

/// The review after a vote.
#[derive(SimpleObject)]
pub(crate) struct ReviewVotePayload {
    /// The review; null where the vote was refused.
    review: Option<Review>,
    /// Why it was refused.
    user_errors: Vec<ReviewVoteUserError>,
}

/// The review after an answer.
#[derive(SimpleObject)]
pub(crate) struct ReviewAnswerPayload {
    /// The review; null where the command was refused.
    pub(super) review: Option<Review>,
    /// Why it was refused.
    pub(super) user_errors: Vec<FeedbackAnswerUserError>,
}

user_errors! {
    /// Why a review was not taken, changed or taken back.
    ReviewUserError, ReviewErrorCode {
        /// There is no such line of an order for the caller.
        OrderLineNotFound: "Không tìm thấy mặt hàng trong đơn." / "The line of the order was not found.",
        /// It was not delivered.
        NotDelivered: "Chỉ đánh giá được sản phẩm đã giao." / "Only what was delivered can be reviewed.",
        /// The line has a review, or had one that was taken back.
        AlreadyReviewed: "Bạn đã đánh giá mặt hàng này." / "This line was reviewed before.",
        /// The caller works for the producer.
        OwnProduct: "Bạn không được đánh giá sản phẩm của chủ thể mà bạn làm việc cho." / "Nobody reviews what he sells.",
        /// There is no such review of the caller.
        ReviewNotFound: "Không tìm thấy đánh giá." / "The review was not found.",
        /// 1 to 5 stars are given.
        StarsInvalid: "Số sao phải từ 1 đến 5." / "Give 1 to 5 stars.",
        /// A title has at most 100 characters.
        TitleInvalid: "Tiêu đề dài tối đa 100 ký tự." / "A title has at most 100 characters.",
        /// A text has 1 to 5,000 characters.
        TextInvalid: "Nội dung đánh giá cần có từ 1 đến 5.000 ký tự." / "A review has 1 to 5,000 characters.",
        /// At most six pictures, each once, uploaded for this line.
        PicturesInvalid: "Tối đa 6 ảnh, mỗi ảnh một lần, do bạn tải lên cho chính mặt hàng này." / "At most six pictures, each once, uploaded for this line.",
        /// The 30 days are over.
        TooLate: "Đã quá 30 ngày nên không thể sửa đánh giá." / "A review is changed within 30 days.",
        /// It was handed in ten times.
        TooManyChanges: "Đánh giá này đã được sửa quá nhiều lần." / "The review was changed too often.",
        /// It was taken back.
        Withdrawn: "Đánh giá này đã được rút." / "The review was withdrawn.",
        /// Somebody changed it in the meantime.
        Outdated: "Đánh giá đã thay đổi sau khi bạn mở. Vui lòng tải lại." / "The review was changed in the meantime. Please load it again.",
    }
}

user_errors! {
    /// Why a vote was not taken.
    ReviewVoteUserError, ReviewVoteErrorCode {
        /// There is no such public review.
        ReviewNotFound: "Không tìm thấy đánh giá." / "The review was not found.",
        /// It is the caller's own.
        OwnReview: "Bạn không thể bình chọn cho đánh giá của chính mình." / "Nobody votes for his own review.",
    }
}

impl ReviewPayload {
    fn refused(code: ReviewErrorCode, field: &[&str], ctx: &Context<'_>) -> Self {
        let path: Vec<&str> = std::iter::once("input")
            .chain(field.iter().copied())
            .collect();
        Self {
            review: None,
            user_errors: vec![code.at(ctx.language(), &path)],
        }
    }

    fn unproved(error: ProofError, ctx: &Context<'_>) -> Result<Self> {
        let code = match error {
            ProofError::NotFound => ReviewErrorCode::OrderLineNotFound,
            ProofError::NotDelivered => ReviewErrorCode::NotDelivered,
            ProofError::Fault(error) => return Err(fault(&error)),
        };
        Ok(Self::refused(code, &["orderLineId"], ctx))
    }

    fn of(done: Result<Domain, ReviewError>, named: &str, ctx: &Context<'_>) -> Result<Self> {
        use ReviewErrorCode as Code;
        let (code, field): (_, &[&str]) = match done {
            Ok(review) => {
                ctx.loaders().clear_feedback();
                return Ok(Self {
                    review: Some(review.into()),
                    user_errors: Vec::new(),
                });
            }
            Err(ReviewError::NotDelivered) => (Code::NotDelivered, &[named]),
            Err(ReviewError::AlreadyReviewed) => (Code::AlreadyReviewed, &[named]),
            Err(ReviewError::OwnProduct) => (Code::OwnProduct, &[named]),
            Err(ReviewError::NotFound) => (Code::ReviewNotFound, &[named]),
            Err(ReviewError::Stars) => (Code::StarsInvalid, &["content", "stars"]),
            Err(ReviewError::Title) => (Code::TitleInvalid, &["content", "title"]),
            Err(ReviewError::Text) => (Code::TextInvalid, &["content", "text"]),
            Err(ReviewError::Pictures) => (Code::PicturesInvalid, &["content", "pictureIds"]),
            Err(ReviewError::TooLate) => (Code::TooLate, &[named]),
            Err(ReviewError::TooManyChanges) => (Code::TooManyChanges, &[named]),
            Err(ReviewError::Withdrawn) => (Code::Withdrawn, &[named]),
            Err(ReviewError::Outdated(_)) => (Code::Outdated, &["version"]),
            Err(ReviewError::Fault(error)) => return Err(fault(&error)),
        };
        Ok(Self::refused(code, field, ctx))
    }
}
