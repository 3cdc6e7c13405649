//! What buyers say of products.
//!
//! | noun | rule |
//! |---|---|
//! | [`Buyer`] | who proved, to `orders`, that a line is theirs |
//! | [`Purchased`] | a line that was delivered: the only thing that can be reviewed, once |
//! | [`Review`] | what the public reads, and beside it what waits for a moderator |
//! | [`Rating`] | how often a product got 1, 2, … 5 stars; part of its card |
//!
//! A review is public only as a moderator approved it: an edit waits while the
//! old words stay. What is withdrawn leaves nothing but that the line was
//! reviewed.

mod answer;
mod buyer;
mod content;
mod create;
mod decide;
mod public;
mod purchased;
mod rating;
mod reads;
mod review;
mod status;
mod update;
mod vote;
mod withdraw;

pub use buyer::Buyer;
pub(crate) use content::read_images;
pub use content::{MAX_PICTURES, MAX_TEXT, MAX_TITLE, ReviewContent, ReviewDraft};
pub use create::ReviewError;
pub use public::{MAX_REVIEW_PAGE, PublicReviews, ReviewPage, ReviewPlace, ReviewSort};
pub use purchased::{Purchased, record_purchases};
pub use rating::Rating;
pub use review::Review;
pub use status::{ReviewCommand, ReviewStatus};
pub use update::{EDIT_DAYS, MAX_SUBMISSIONS};
pub use vote::VoteError;
