//! What producers write into their stories.

use crate::catalog::listings::inputs::{ListingImageInput, all, given, short};
use crate::schema::global_id::GlobalId;
use async_graphql::{Error, ID, InputObject, MaybeUndefined};
use catalog::producer_story::StoryEdit;
use kernel::PictureId;

/// What to write into a story. A field that is left out stays; an empty text
/// takes away; a list replaces the whole list.
#[derive(InputObject, Default)]
pub(crate) struct ProducerStoryContentInput {
    /// The headline, at most 150 characters.
    headline: Option<String>,
    /// The headline in English, likewise.
    headline_en: Option<String>,
    /// The story: plain text, or HTML of which paragraphs, lists, headings,
    /// emphasis and https links stay; at most 20,000 characters.
    story: Option<String>,
    /// The story in English, likewise.
    story_en: Option<String>,
    /// Pictures in the order of showing, at most 12.
    images: Option<Vec<ListingImageInput>>,
    /// Which of the pictures is shown first; null for the first.
    cover: MaybeUndefined<ID>,
    /// Links to videos on YouTube, Vimeo or TikTok, at most 3.
    videos: Option<Vec<String>>,
    /// Since when it makes what it makes, from 1800 to this year; null takes it
    /// away.
    founded_year: MaybeUndefined<i32>,
    /// How many members or households it has, 1 to 100,000; null takes it away.
    members: MaybeUndefined<i32>,
}

impl ProducerStoryContentInput {
    /// The edit that it is.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for ids of another type and lists that are too long.
    pub(super) fn edit(self) -> Result<StoryEdit, Error> {
        let cover = match given(self.cover) {
            Some(Some(id)) => Some(Some(PictureId::from_global(&id)?)),
            Some(None) => Some(None),
            None => None,
        };
        Ok(StoryEdit {
            headline: self.headline,
            headline_en: self.headline_en,
            story: self.story,
            story_en: self.story_en,
            images: all(self.images, "images", ListingImageInput::edit)?,
            cover,
            videos: short(self.videos, "videos")?,
            founded_year: given(self.founded_year),
            members: given(self.members),
        })
    }
}
