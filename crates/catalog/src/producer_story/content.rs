//! What a producer's story says: the version that is live, or a proposed one.

use crate::listing::{ImageContent, Video};
use kernel::PictureId;
use serde::{Deserialize, Serialize};

/// Everything about a producer's story that a moderator looks at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct StoryContent {
    pub headline: Option<String>,
    pub headline_en: Option<String>,
    /// Sanitised HTML.
    pub story: Option<String>,
    /// Sanitised HTML.
    pub story_en: Option<String>,
    /// In the order of showing.
    pub images: Vec<ImageContent>,
    /// Which of the pictures is shown first; the first without it.
    pub cover: Option<PictureId>,
    pub videos: Vec<Video>,
    pub founded_year: Option<i32>,
    /// Members of a cooperative, households of a village.
    pub members: Option<i32>,
}

/// The fields as people read a story.
pub(super) const FIELDS: [&str; 9] = [
    "headline",
    "headlineEn",
    "cover",
    "images",
    "story",
    "storyEn",
    "videos",
    "foundedYear",
    "members",
];
