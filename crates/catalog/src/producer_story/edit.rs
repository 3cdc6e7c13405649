//! What somebody types into a story, and the content that comes of it. A draft
//! may lack what a story needs in the end; it may not hold what no story can.

use super::StoryContent;
use crate::listing::media;
use crate::listing::problem::Problems;
use crate::listing::{ContentCode as Code, ContentProblem, ImageEdit};
use chrono::Datelike;
use kernel::{PictureId, Timestamp, clock};

/// The first year that a producer can have been founded in.
pub const OLDEST_YEAR: i32 = 1_800;
/// The most members of a producer.
pub const MAX_MEMBERS: i32 = 100_000;
/// The longest headline, in characters.
const MAX_HEADLINE: usize = 150;

/// Changes to a content: what is `None` stays, an empty text takes away, a
/// list replaces the whole list, and `Some(None)` takes away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are those of the content")]
pub struct StoryEdit {
    pub headline: Option<String>,
    pub headline_en: Option<String>,
    /// Plain text, or HTML of which what is allowed stays.
    pub story: Option<String>,
    pub story_en: Option<String>,
    pub images: Option<Vec<ImageEdit>>,
    /// One of the pictures.
    pub cover: Option<Option<PictureId>>,
    /// Links.
    pub videos: Option<Vec<String>>,
    pub founded_year: Option<Option<i32>>,
    pub members: Option<Option<i32>>,
}

/// The content that an edit makes of another one.
///
/// # Errors
/// Everything that no story can hold, with its place.
pub(super) fn apply(
    edit: StoryEdit,
    content: &StoryContent,
    now: Timestamp,
) -> Result<StoryContent, Vec<ContentProblem>> {
    let mut next = content.clone();
    let mut wrong = Problems::default();
    let headlines = [
        ("headline", edit.headline, &mut next.headline),
        ("headlineEn", edit.headline_en, &mut next.headline_en),
    ];
    for (field, text, place) in headlines {
        if let Some(text) = text {
            *place = wrong.line(&text, MAX_HEADLINE, &[field]);
        }
    }
    let stories = [
        ("story", edit.story, &mut next.story),
        ("storyEn", edit.story_en, &mut next.story_en),
    ];
    for (field, text, place) in stories {
        if let Some(text) = text {
            *place = media::story(&text, field, &mut wrong);
        }
    }
    if let Some(typed) = edit.images {
        next.images = media::images(typed, &mut wrong);
        // What is not shown any more is not shown first.
        let shown = media::uploaded(&next.images);
        next.cover = shown.into_iter().find(|id| Some(*id) == next.cover);
    }
    if let Some(cover) = edit.cover {
        let shown = |id: &PictureId| media::uploaded(&next.images).any(|own| own == *id);
        if cover.as_ref().is_some_and(|id| !shown(id)) {
            wrong.add(Code::UnknownPicture, &["cover"]);
        }
        next.cover = cover;
    }
    if let Some(links) = edit.videos {
        next.videos = media::videos(&links, &mut wrong);
    }
    let this_year = clock::day_in_vietnam(now).year();
    let numbers = [
        (
            "foundedYear",
            edit.founded_year,
            &mut next.founded_year,
            OLDEST_YEAR..=this_year,
        ),
        ("members", edit.members, &mut next.members, 1..=MAX_MEMBERS),
    ];
    for (field, number, place, range) in numbers {
        if let Some(number) = number {
            if number.is_some_and(|number| !range.contains(&number)) {
                wrong.add(Code::OutOfRange, &[field]);
            }
            *place = number;
        }
    }
    if wrong.0.is_empty() {
        Ok(next)
    } else {
        Err(wrong.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;
    use uuid::Uuid;

    fn picture(n: u128) -> PictureId {
        PictureId(Uuid::from_u128(n))
    }

    fn image(n: u128) -> ImageEdit {
        ImageEdit {
            picture_id: picture(n),
            alt: format!("Ảnh {n}"),
            alt_en: None,
            focus: None,
        }
    }

    /// New Year's Eve in London is New Year in Vietnam.
    fn now() -> Timestamp {
        chrono::Utc
            .with_ymd_and_hms(2026, 12, 31, 20, 0, 0)
            .unwrap()
    }

    fn wrong(edit: StoryEdit) -> Vec<(Code, String)> {
        let problems = apply(edit, &StoryContent::default(), now()).unwrap_err();
        let told = problems.into_iter();
        told.map(|own| (own.code, own.path.join("."))).collect()
    }

    #[test]
    fn the_cover_is_one_of_the_pictures() {
        let edit = StoryEdit {
            images: Some(vec![image(1), image(2)]),
            cover: Some(Some(picture(2))),
            ..StoryEdit::default()
        };
        let content = apply(edit, &StoryContent::default(), now()).unwrap();
        assert_eq!(content.cover, Some(picture(2)));
        let fewer = StoryEdit {
            images: Some(vec![image(1)]),
            ..StoryEdit::default()
        };
        assert_eq!(apply(fewer, &content, now()).unwrap().cover, None);
        let elsewhere = StoryEdit {
            images: Some(vec![image(1)]),
            cover: Some(Some(picture(3))),
            ..StoryEdit::default()
        };
        assert_eq!(
            wrong(elsewhere),
            [(Code::UnknownPicture, "cover".to_owned())]
        );
    }

    #[test]
    fn numbers_lie_within_their_limits() {
        for (year, right) in [(1799, false), (1800, true), (2027, true), (2028, false)] {
            let edit = StoryEdit {
                founded_year: Some(Some(year)),
                ..StoryEdit::default()
            };
            let content = apply(edit, &StoryContent::default(), now());
            assert_eq!(content.is_ok(), right, "{year}");
        }
        for (members, right) in [(0, false), (1, true), (100_000, true), (100_001, false)] {
            let edit = StoryEdit {
                members: Some(Some(members)),
                ..StoryEdit::default()
            };
            let content = apply(edit, &StoryContent::default(), now());
            assert_eq!(content.is_ok(), right, "{members}");
        }
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let edit = StoryEdit {
            headline: Some("x".repeat(300)),
            story: Some("x".repeat(20_001)),
            videos: Some(vec!["https://vidu.example/phim".to_owned()]),
            images: Some(vec![image(1), image(1)]),
            ..StoryEdit::default()
        };
        let wrong = wrong(edit);
        let at = |path: &str| path.to_owned();
        assert_eq!(
            wrong,
            [
                (Code::TooLong, at("headline")),
                (Code::TooLong, at("story")),
                (Code::Duplicate, at("images.1.pictureId")),
                (Code::VideoNotAllowed, at("videos.0")),
            ]
        );
    }
}
