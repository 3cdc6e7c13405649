//! What the public reads of a producer.

use crate::catalog::listings::content::Video;
use crate::catalog::types::{Gallery, Image};
use crate::schema::scalars::{DateTime, LanguageCode};
use async_graphql::Object;
use catalog::listing::{plain, sanitised};
use catalog::producer_story as domain;
use kernel::Language;
use std::sync::Arc;

/// What the public reads of a producer.
#[derive(Clone)]
pub(crate) enum ProducerStory {
    /// What a moderator approved.
    Approved(Arc<domain::ProducerStory>),
    /// The text of the producer's record, while nothing was approved.
    OnRecord(Arc<programme::Producer>),
}

impl ProducerStory {
    /// The text of a producer's record, where there is one.
    pub(crate) fn on_record(producer: Arc<programme::Producer>) -> Option<Self> {
        producer.story.as_ref()?;
        Some(Self::OnRecord(producer))
    }

    /// The story as HTML, of an approved one, in the language or in Vietnamese.
    fn approved(&self, language: LanguageCode) -> Option<&str> {
        let Self::Approved(own) = self else {
            return None;
        };
        let (story, english) = (&own.content.story, own.content.story_en.as_deref());
        let story = story.as_deref().unwrap_or_default();
        Some(Language::from(language).pick_or(story, english))
    }

    /// The plain text of the producer's record, likewise.
    fn recorded(&self, language: LanguageCode) -> &str {
        match self {
            Self::Approved(_) => "",
            Self::OnRecord(own) => {
                let story = own.story.as_deref().unwrap_or_default();
                Language::from(language).pick_or(story, own.story_en.as_deref())
            }
        }
    }

    fn image(&self, index: usize) -> Option<Image> {
        match self {
            Self::Approved(own) => Some(Image {
                of: Gallery::Story(own.clone()),
                index,
            }),
            Self::OnRecord(_) => None,
        }
    }
}

/// What a producer tells of itself.
#[Object]
impl ProducerStory {
    /// The headline; null where only the text of the producer's record is
    /// there.
    async fn headline(
        &self,
        #[graphql(desc = "Language of the headline.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> Option<&str> {
        match self {
            Self::Approved(own) => {
                let (headline, english) = (&own.content.headline, &own.content.headline_en);
                let headline = headline.as_deref()?;
                Some(Language::from(language).pick_or(headline, english.as_deref()))
            }
            Self::OnRecord(_) => None,
        }
    }

    /// Plain text; an empty line parts paragraphs.
    async fn text(
        &self,
        #[graphql(desc = "Language of the story.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> String {
        match self.approved(language) {
            Some(html) => plain(html),
            None => self.recorded(language).to_owned(),
        }
    }

    /// HTML that is safe to show: paragraphs, lists, headings, emphasis and
    /// https links, and nothing else.
    async fn html(
        &self,
        #[graphql(desc = "Language of the story.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> String {
        match self.approved(language) {
            Some(html) => html.to_owned(),
            None => sanitised(self.recorded(language)).unwrap_or_default(),
        }
    }

    /// Pictures in the order of showing, at most 12.
    async fn images(&self) -> Vec<Image> {
        let count = match self {
            Self::Approved(own) => own.pictures.len(),
            Self::OnRecord(_) => 0,
        };
        (0..count).filter_map(|index| self.image(index)).collect()
    }

    /// The picture to show first; null where there is none.
    async fn cover(&self) -> Option<Image> {
        match self {
            Self::Approved(own) => self.image(own.cover()?),
            Self::OnRecord(_) => None,
        }
    }

    /// Videos elsewhere, at most 3.
    async fn videos(&self) -> Vec<Video> {
        match self {
            Self::Approved(own) => own.content.videos.iter().map(Video::from).collect(),
            Self::OnRecord(_) => Vec::new(),
        }
    }

    /// Since when it makes what it makes; null where that is not told.
    async fn founded_year(&self) -> Option<i32> {
        match self {
            Self::Approved(own) => own.content.founded_year,
            Self::OnRecord(own) => own.founded_year,
        }
    }

    /// How many members or households it has; null where that is not told.
    async fn members(&self) -> Option<i32> {
        match self {
            Self::Approved(own) => own.content.members,
            Self::OnRecord(_) => None,
        }
    }

    /// When a moderator approved it; null for the text of the producer's
    /// record.
    async fn approved_at(&self) -> Option<DateTime> {
        match self {
            Self::Approved(own) => Some(DateTime(own.approved_at)),
            Self::OnRecord(_) => None,
        }
    }
}
