//! Reviews over GraphQL.

mod moderation;
mod mutations;
mod public;
mod queries;
mod record;

pub(crate) use moderation::ReviewModerationMutation;
pub(crate) use mutations::ReviewMutation;
pub(crate) use public::{ProducerRating, Rating, ReviewConnection, ReviewSort, reviews};
pub(crate) use queries::ReviewQuery;
