//! What a review says.

use super::ReviewError;
use crate::card::{CardImage, CardRendition};
use crate::feedback::Mark;
use db::Tx;
use kernel::{OrderLineId, PictureId, text};
use pictures::{Picture, PictureOwner};
use sea_orm::DbErr;
use std::collections::HashMap;

/// The longest title.
pub const MAX_TITLE: usize = 100;
/// The longest text.
pub const MAX_TEXT: usize = 5_000;
/// The most pictures of a review.
pub const MAX_PICTURES: usize = 6;

/// What a buyer writes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReviewDraft {
    /// 1 to 5.
    pub stars: i32,
    /// Up to [`MAX_TITLE`] characters.
    pub title: Option<String>,
    /// Plain text of 1 to [`MAX_TEXT`] characters.
    pub text: String,
    /// Pictures uploaded for this line, at most [`MAX_PICTURES`], each once, in
    /// the order of showing.
    pub pictures: Vec<PictureId>,
}

/// What a review says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct ReviewContent {
    pub stars: i32,
    pub title: Option<String>,
    pub text: String,
    pub images: Vec<CardImage>,
}

impl ReviewDraft {
    /// The same as it is kept: cleaned, and of the right sizes.
    pub(super) fn cleaned(&self) -> Result<Self, ReviewError> {
        if !(1..=5).contains(&self.stars) {
            return Err(ReviewError::Stars);
        }
        let title = self.title.as_deref().map(text::clean);
        let title = title.filter(|title| !title.is_empty());
        if title
            .as_ref()
            .is_some_and(|own| own.chars().count() > MAX_TITLE)
        {
            return Err(ReviewError::Title);
        }
        let words = text::clean_lines(&self.text);
        if !(1..=MAX_TEXT).contains(&words.chars().count()) {
            return Err(ReviewError::Text);
        }
        let own = &self.pictures;
        let twice = own.iter().enumerate().any(|(n, id)| own[..n].contains(id));
        if own.len() > MAX_PICTURES || twice {
            return Err(ReviewError::Pictures);
        }
        Ok(Self {
            stars: self.stars,
            title,
            text: words,
            pictures: own.clone(),
        })
    }

    /// What the program sees in it.
    pub(super) fn marks(&self) -> Vec<Mark> {
        marks(self.title.as_deref(), &self.text)
    }

    /// The content with its pictures, which must be those of the line.
    pub(super) async fn with_pictures(
        &self,
        tx: &Tx,
        line: OrderLineId,
    ) -> Result<ReviewContent, ReviewError> {
        let owner = PictureOwner::Purchase(line);
        let found = pictures::hold(tx, owner, &self.pictures).await?;
        let found: HashMap<PictureId, Picture> =
            found.into_iter().map(|own| (own.id, own)).collect();
        let images = self.pictures.iter().map(|id| found.get(id).map(image));
        let images: Option<Vec<CardImage>> = images.collect();
        Ok(ReviewContent {
            stars: self.stars,
            title: self.title.clone(),
            text: self.text.clone(),
            images: images.ok_or(ReviewError::Pictures)?,
        })
    }
}

impl ReviewContent {
    /// What the program sees in it.
    pub(super) fn marks(&self) -> Vec<Mark> {
        marks(self.title.as_deref(), &self.text)
    }
}

fn marks(title: Option<&str>, text: &str) -> Vec<Mark> {
    Mark::of(&[title.unwrap_or_default(), text].join("\n"))
}

/// A picture of a buyer has no words beside it.
fn image(own: &Picture) -> CardImage {
    CardImage {
        path: own
            .largest()
            .map(|one| one.path.clone())
            .unwrap_or_default(),
        alt: String::new(),
        alt_en: None,
        width: own.width,
        height: own.height,
        placeholder: Some(own.placeholder.clone()),
        focus: None,
        renditions: own.renditions.iter().map(CardRendition::from).collect(),
    }
}

pub(crate) fn read_images(json: &str) -> Result<Vec<CardImage>, DbErr> {
    serde_json::from_str(json).map_err(|error| DbErr::Type(format!("images: {error}")))
}
