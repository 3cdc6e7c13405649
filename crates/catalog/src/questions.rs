//! What people ask about products, and what producers answer.
//!
//! A question is public once a moderator approved it; the producer's answer is
//! public at once, and a moderator may take it away.

mod answer;
mod ask;
mod decide;
mod question;
mod reads;
mod withdraw;

pub use ask::{AskError, MAX_A_DAY, MAX_QUESTION};
pub use question::{Question, QuestionStatus};
pub use reads::{MAX_QUESTION_PAGE, PublicQuestions, QuestionPage, QuestionPlace};
pub use withdraw::WithdrawQuestionError;
