//! Stories, pictures and videos as people type them, whatever they tell of.

use super::content::{ImageContent, ImageSource, Video};
use super::edit::{ImageEdit, MAX_IMAGES, MAX_VIDEOS};
use super::problem::{ContentCode as Code, Problems};
use super::rich_text;
use kernel::PictureId;
use std::collections::{HashMap, HashSet};

/// The longest story, elements included.
const MAX_STORY: usize = 20_000;

/// A story as HTML that is safe to show; `None` where nothing to read is left.
pub(crate) fn story(text: &str, field: &str, wrong: &mut Problems) -> Option<String> {
    // Before it is parsed: parsing takes its time.
    if text.chars().count() > MAX_STORY {
        wrong.add(Code::TooLong, &[field]);
        return None;
    }
    rich_text::sanitised(text)
}

/// The videos that links lead to.
pub(crate) fn videos(links: &[String], wrong: &mut Problems) -> Vec<Video> {
    if links.len() > MAX_VIDEOS {
        wrong.add(Code::TooMany, &["videos"]);
        return Vec::new();
    }
    let mut videos = Vec::with_capacity(links.len());
    for (at, link) in links.iter().enumerate() {
        let path = ["videos", &at.to_string()];
        match Video::parse(link) {
            None => wrong.add(Code::VideoNotAllowed, &path),
            Some(video) if videos.contains(&video) => wrong.add(Code::Duplicate, &path),
            Some(video) => videos.push(video),
        }
    }
    videos
}

/// The pictures that were chosen, in the order of showing.
pub(crate) fn images(typed: Vec<ImageEdit>, wrong: &mut Problems) -> Vec<ImageContent> {
    if typed.len() > MAX_IMAGES {
        wrong.add(Code::TooMany, &["images"]);
        return Vec::new();
    }
    let mut seen = HashSet::new();
    let mut images = Vec::with_capacity(typed.len());
    for (at, one) in typed.into_iter().enumerate() {
        let at = at.to_string();
        if !seen.insert(one.picture_id) {
            wrong.add(Code::Duplicate, &["images", &at, "pictureId"]);
        }
        let alt = wrong.line(&one.alt, 200, &["images", &at, "alt"]);
        if alt.is_none() {
            wrong.add(Code::Required, &["images", &at, "alt"]);
        }
        let alt_en = one.alt_en.as_deref();
        let alt_en = alt_en.and_then(|text| wrong.line(text, 200, &["images", &at, "altEn"]));
        let inside = |at: i32| (0..=1_000).contains(&at);
        if one.focus.is_some_and(|(x, y)| !inside(x) || !inside(y)) {
            wrong.add(Code::OutOfRange, &["images", &at, "focus"]);
        }
        images.push(ImageContent {
            picture: ImageSource::Picture(one.picture_id),
            alt: alt.unwrap_or_default(),
            alt_en,
            focus: one.focus,
        });
    }
    images
}

/// The uploaded ones among pictures.
pub(crate) fn uploaded(images: &[ImageContent]) -> impl Iterator<Item = PictureId> {
    images.iter().filter_map(|image| match &image.picture {
        ImageSource::Picture(id) => Some(*id),
        ImageSource::Sample { .. } => None,
    })
}

/// Tells of the pictures that are not among those of the producer.
pub(crate) fn unknown<T>(
    images: &[ImageContent],
    own: &HashMap<PictureId, T>,
    wrong: &mut Problems,
) {
    for (at, image) in images.iter().enumerate() {
        let known = match &image.picture {
            ImageSource::Picture(id) => own.contains_key(id),
            ImageSource::Sample { .. } => true,
        };
        if !known {
            let path = ["images", &at.to_string(), "pictureId"];
            wrong.add(Code::UnknownPicture, &path);
        }
    }
}
