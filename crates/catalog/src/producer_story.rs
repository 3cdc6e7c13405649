//! What producers tell of themselves, and how it becomes public.
//!
//! | noun | rule |
//! |---|---|
//! | [`ProducerStory`] | what the public reads; one a producer, written only by an approval |
//! | [`StoryChange`] | a proposed content, on the way that a listing's change takes; one under way for each producer |
//! | [`StoryContent`] | headline, story, pictures, videos and two figures |
//! | [`StoryReason`] | why one is sent back |
//! | [`StoryEvent`] | who did what; append-only |
//!
//! The producer's people write, and whoever has its right to listings;
//! moderators of its province decide, and nobody about his own.

mod change;
mod check;
mod content;
mod decide;
mod edit;
mod edit_story;
mod hold;
mod reads;
pub(crate) mod store;
mod submit;
mod withdraw;

pub use change::{StoryChange, StoryReason};
pub use content::StoryContent;
pub use decide::ModerateStoryError;
pub use edit::{MAX_MEMBERS, OLDEST_YEAR, StoryEdit};
pub use edit_story::StoryChangeError;

use crate::CardImage;
use kernel::{PictureId, ProducerId, StoryChangeId, Timestamp};
use uuid::Uuid;

/// What the public reads of a producer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProducerStory {
    /// Whose.
    pub producer_id: ProducerId,
    /// What it says.
    pub content: StoryContent,
    /// Its pictures, in the order of those of the content.
    pub pictures: Vec<(PictureId, CardImage)>,
    /// When a moderator approved it.
    pub approved_at: Timestamp,
    /// Counts the approvals.
    pub version: i64,
}

impl ProducerStory {
    /// The place of the picture to show first: the one that was chosen, else
    /// the first; `None` where there is no picture.
    #[must_use]
    pub fn cover(&self) -> Option<usize> {
        let chosen = |(id, _): &(PictureId, CardImage)| self.content.cover == Some(*id);
        let found = self.pictures.iter().position(chosen);
        found.or((!self.pictures.is_empty()).then_some(0))
    }
}

/// A producer's story as its people and the moderators see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryState {
    /// Whose.
    pub producer_id: ProducerId,
    /// What the public reads; `None` until one was approved.
    pub live: Option<ProducerStory>,
    /// The change that is under way.
    pub change: Option<StoryChange>,
}

/// What somebody did with a producer's story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryEvent {
    /// Its id.
    pub id: Uuid,
    /// With which change.
    pub change_id: StoryChangeId,
    /// What: `BEGIN`, or a command of a change.
    pub act: String,
    /// Who, as [`kernel::Actor::label`] names them.
    pub actor: String,
    /// When.
    pub at: Timestamp,
    /// What else is to be known, as JSON.
    pub details: String,
}
