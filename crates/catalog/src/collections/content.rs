//! What curators write of a collection, and why it is refused.

use super::{CollectionRule, CollectionStatus, Months};
use kernel::{Timestamp, text};
use sea_orm::DbErr;

/// The highest position.
const MAX_POSITION: i32 = 1_000_000;

/// What curators write of a collection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CollectionContent {
    /// 1 to 120 characters.
    pub title: String,
    /// The same in English.
    pub title_en: Option<String>,
    /// At most 2,000 characters.
    pub description: Option<String>,
    /// The same in English.
    pub description_en: Option<String>,
    /// Its products; `None` where curators choose them one by one.
    pub rule: Option<CollectionRule>,
    /// Public from then on …
    pub valid_from: Option<Timestamp>,
    /// … until before then.
    pub valid_until: Option<Timestamp>,
    /// Its season.
    pub months: Months,
    /// Where it stands among the others, the smallest first: 0 to 1,000,000.
    pub position: i32,
}

/// Why a curator's command was refused.
#[derive(Debug, thiserror::Error)]
pub enum CollectionError {
    /// No such collection that the actor curates.
    #[error("there is no such collection")]
    NotFound,
    /// The actor does not curate that province, or the whole country.
    #[error("the actor does not curate there")]
    ProvinceNotCurated,
    /// The name in addresses is none.
    #[error("the slug is none")]
    Slug,
    /// Another collection has the name.
    #[error("the slug is taken")]
    SlugTaken,
    /// Empty or too long, by the field's name.
    #[error("{0}: empty or too long")]
    Text(&'static str),
    /// A condition that no rule can have, by its name.
    #[error("rule.{0}: no such condition")]
    Rule(&'static str),
    /// A manual collection has no rule, and the other kind has one.
    #[error("a collection keeps its kind")]
    Kind,
    /// It ends before it begins, or has ended before it is published.
    #[error("the validity has no time in it")]
    Validity,
    /// Not 0 to 1,000,000.
    #[error("the position is out of range")]
    Position,
    /// Somebody changed it in the meantime.
    #[error("the collection has version {0} by now")]
    Outdated(i64),
    /// The command may not be given in this status.
    #[error("the collection is {0:?}")]
    WrongStatus(CollectionStatus),
    /// A rule chooses its products itself.
    #[error("a rule chooses the products")]
    NotManual,
    /// It would hold more than [`super::MAX_PRODUCTS`].
    #[error("too many products")]
    TooMany,
    /// No such public product, by its place in the command.
    #[error("product {0}: not found")]
    UnknownProduct(usize),
    /// A product of another province, by its place in the command.
    #[error("product {0}: of another province")]
    OutsideProvince(usize),
    /// No public product is in it.
    #[error("no product is in it")]
    MatchesNothing,
    /// Its rule has no condition.
    #[error("every product is in it")]
    MatchesEverything,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(CollectionError);

impl CollectionContent {
    /// The same with clean texts.
    ///
    /// # Errors
    /// What no collection can be.
    pub(crate) fn checked(&self) -> Result<Self, CollectionError> {
        let rule = self.rule.as_ref();
        if let Some(problem) = rule.and_then(CollectionRule::problem) {
            return Err(CollectionError::Rule(problem));
        }
        if self
            .valid_from
            .zip(self.valid_until)
            .is_some_and(|(from, until)| from >= until)
        {
            return Err(CollectionError::Validity);
        }
        if !(0..=MAX_POSITION).contains(&self.position) {
            return Err(CollectionError::Position);
        }
        let title = text::clean(&self.title);
        if title.is_empty() || title.chars().count() > 120 {
            return Err(CollectionError::Text("title"));
        }
        let lines = |lines: &String| text::clean_lines(lines);
        Ok(Self {
            title,
            title_en: optional(self.title_en.as_ref().map(|own| text::clean(own)), 120)
                .ok_or(CollectionError::Text("titleEn"))?,
            description: optional(self.description.as_ref().map(lines), 2_000)
                .ok_or(CollectionError::Text("description"))?,
            description_en: optional(self.description_en.as_ref().map(lines), 2_000)
                .ok_or(CollectionError::Text("descriptionEn"))?,
            ..self.clone()
        })
    }
}

/// A clean text that may be missing: an empty one is none; `None` for one too
/// long.
pub(crate) fn optional(clean: Option<String>, most: usize) -> Option<Option<String>> {
    match clean {
        Some(text) if text.chars().count() > most => None,
        text => Some(text.filter(|text| !text.is_empty())),
    }
}
