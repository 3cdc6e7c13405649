//! Questions about products over GraphQL.

mod moderation;
mod mutations;
mod public;
mod queries;
mod record;

pub(crate) use moderation::QuestionModerationMutation;
pub(crate) use mutations::QuestionMutation;
pub(crate) use public::{ProductQuestionConnection, questions};
pub(crate) use queries::QuestionQuery;
