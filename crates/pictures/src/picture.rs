//! The picture.

use kernel::{OrderLineId, PictureId, ProducerId, Timestamp};
use serde::{Deserialize, Serialize};

/// Whose a picture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PictureOwner {
    /// A producer's.
    Producer(ProducerId),
    /// Of who bought the line of an order, for the review of it.
    Purchase(OrderLineId),
}

/// A picture that a producer or a buyer uploaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Its id.
    pub id: PictureId,
    /// Whose.
    pub owner: PictureOwner,
    /// Pixels across, of the largest rendition.
    pub width: i32,
    /// Pixels down.
    pub height: i32,
    /// A picture of a few bytes to show until it is there: ThumbHash in base64.
    pub placeholder: String,
    /// From the smallest to the largest, WebP before JPEG.
    pub renditions: Vec<Rendition>,
    /// When it was uploaded, the last time.
    pub created_at: Timestamp,
}

/// One size of a picture in one format.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rendition {
    /// Below `/media/`: `pictures/ab/<SHA-256>.webp`.
    pub path: String,
    /// In which format.
    pub format: Format,
    /// Pixels across.
    pub width: i32,
    /// Pixels down.
    pub height: i32,
    /// How many bytes it has.
    pub bytes: i64,
}

/// A format that renditions have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Format {
    /// Smaller.
    Webp,
    /// For whoever does not know WebP.
    Jpeg,
}

impl Format {
    /// The name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Format::Webp => "WEBP",
            Format::Jpeg => "JPEG",
        }
    }

    /// What a file's name ends with, without the dot.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Format::Webp => "webp",
            Format::Jpeg => "jpg",
        }
    }
}

impl Picture {
    /// The largest rendition as JPEG: for whoever knows no sizes.
    #[must_use]
    pub fn largest(&self) -> Option<&Rendition> {
        let mut own = self.renditions.iter();
        own.rfind(|rendition| rendition.format == Format::Jpeg)
    }
}
