//! Producers' stories: what the public reads, what producers write and what
//! moderators decide.

mod changes;
mod inputs;
mod moderation;
mod mutations;
mod queries;
mod types;

pub(crate) use moderation::StoryModerationMutation;
pub(crate) use mutations::StoryMutation;
pub(crate) use queries::StoryQuery;
pub(crate) use types::ProducerStory;
