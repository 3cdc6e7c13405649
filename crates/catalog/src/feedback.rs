//! What the words of shoppers have in common: reviews, questions and reports.
//!
//! | noun | rule |
//! |---|---|
//! | [`AuthorName`] | who wrote it, shortened; the whole name is kept nowhere here |
//! | [`Mark`] | what the program saw in a text; it stops nothing, a moderator looks |
//! | [`RefusalReason`] | why a moderator does not let it be public |
//! | [`FeedbackEvent`] | who did what; append-only |
//!
//! Texts are plain: nobody takes them for HTML. No word of a shopper is public
//! before a moderator has approved it, and nobody decides about what concerns a
//! producer that he works for.

mod answer;
mod author;
mod decision;
mod history;
mod mark;
mod refusal;

pub use answer::{Answer, AnswerError, MAX_ANSWER};
pub use author::AuthorName;
pub use decision::{FeedbackDecideError, FeedbackDecision, FeedbackFilter};
pub use history::{FeedbackEvent, FeedbackSubject};
pub use mark::Mark;
pub use refusal::RefusalReason;

pub(crate) use answer::{Answering, answered, answers_for, removal};
