//! What curators put together of products.
//!
//! | noun | rule |
//! |---|---|
//! | [`Collection`] | products under a title: chosen one by one, or by a rule; public while it is published, within its validity and in its season |
//! | [`CollectionRule`] | conditions that all hold; one that holds no product, or every one, is never public |
//! | [`Arrangement`] | a change of what a manual collection holds, and in which order |
//! | [`CollectionEvent`] | who did what; append-only |
//!
//! Two gates stand before a product: the collection must be public at that
//! instant ([`Collection::public_at`]), and the product itself
//! ([`crate::visibility`]), whatever a curator put where. A collection of a
//! province shows that province's products only, also when a producer moves.
//!
//! Moderators and administrators of the whole country curate everything,
//! programme officers what belongs to their province.

mod arrange;
mod content;
mod create;
pub(crate) mod curators;
mod edit;
pub(crate) mod months;
mod of_products;
mod preview;
mod publish;
mod reads;
mod rule;
mod sort;

pub use arrange::{Arrangement, MAX_PRODUCTS};
pub(crate) use content::optional;
pub use content::{CollectionContent, CollectionError};
pub use create::NewCollection;
pub use months::Months;
pub use of_products::MAX_COLLECTIONS;
pub use preview::Preview;
pub use publish::CollectionCommand;
pub use reads::{CollectionEntry, CollectionFilter, CuratedFilter};
pub use rule::{CollectionRule, MAX_DAYS, MAX_VALUES};
pub use sort::CollectionSort;

use kernel::{AccountId, CollectionId, Timestamp};
use uuid::Uuid;

/// Products under a title.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct Collection {
    pub id: CollectionId,
    /// The name in addresses; it never changes.
    pub slug: String,
    /// Whose products alone it holds; `None` for the whole country.
    pub province_code: Option<String>,
    pub content: CollectionContent,
    pub status: CollectionStatus,
    pub demo: bool,
    /// Counts its changes.
    pub version: i64,
    pub created_by: Option<AccountId>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    /// When it was published first.
    pub published_at: Option<Timestamp>,
}

impl Collection {
    /// How its products are chosen.
    #[must_use]
    pub fn kind(&self) -> CollectionKind {
        match self.content.rule {
            None => CollectionKind::Manual,
            Some(_) => CollectionKind::Rule,
        }
    }

    /// Whether the public sees it: published, within its validity, the end
    /// exclusive, and in one of its months in Vietnam.
    #[must_use]
    pub fn public_at(&self, now: Timestamp) -> bool {
        let content = &self.content;
        self.status == CollectionStatus::Published
            && content.valid_from.is_none_or(|from| from <= now)
            && content.valid_until.is_none_or(|until| now < until)
            && content.months.hold(now)
    }
}

/// How the products of a collection are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CollectionKind {
    /// One by one, in an order that curators choose.
    Manual,
    /// By a rule.
    Rule,
}

impl CollectionKind {
    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Manual => "MANUAL",
            Self::Rule => "RULE",
        }
    }
}

/// Where a collection stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CollectionStatus {
    /// Only its curators see it.
    Draft,
    /// The public sees it within its validity.
    Published,
    /// Put away for good; only its curators see it.
    Archived,
}

impl CollectionStatus {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Draft, Self::Published, Self::Archived];

    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "DRAFT",
            Self::Published => "PUBLISHED",
            Self::Archived => "ARCHIVED",
        }
    }

    /// The status of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }
}

/// What somebody did with a collection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CollectionEvent {
    /// Its id.
    pub id: Uuid,
    /// What: `CREATE`, `EDIT`, `PUT`, `REMOVE` or a command.
    pub act: String,
    /// The version that came of it.
    pub version: i64,
    /// Who, as [`kernel::Actor::label`] names them.
    pub actor: String,
    /// When.
    pub at: Timestamp,
    /// What else is to be known, as JSON.
    pub details: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn collection() -> Collection {
        let now = at("2026-11-23T02:00:00Z");
        Collection {
            id: CollectionId(Uuid::nil()),
            slug: "qua-tet".to_owned(),
            province_code: None,
            content: CollectionContent {
                title: "Quà Tết".to_owned(),
                ..CollectionContent::default()
            },
            status: CollectionStatus::Published,
            demo: true,
            version: 1,
            created_by: None,
            created_at: now,
            updated_at: now,
            published_at: Some(now),
        }
    }

    #[test]
    fn only_what_is_published_and_valid_is_public() {
        let now = at("2026-11-23T02:00:00Z");
        let second = chrono::Duration::microseconds(1);
        let mut own = collection();
        assert!(own.public_at(now));
        for status in [CollectionStatus::Draft, CollectionStatus::Archived] {
            own.status = status;
            assert!(!own.public_at(now), "{status:?}");
        }
        own.status = CollectionStatus::Published;
        own.content.valid_from = Some(now);
        own.content.valid_until = Some(now + second);
        assert!(!own.public_at(now - second));
        assert!(own.public_at(now));
        assert!(!own.public_at(now + second), "the end is exclusive");
    }

    #[test]
    fn a_season_turns_at_midnight_in_vietnam() {
        let mut own = collection();
        own.content.months = Months::of(&[12, 1]).unwrap();
        for (instant, public) in [
            ("2026-11-30T16:59:59Z", false),
            ("2026-11-30T17:00:00Z", true),
            ("2027-01-31T16:59:59Z", true),
            ("2027-01-31T17:00:00Z", false),
        ] {
            assert_eq!(own.public_at(at(instant)), public, "{instant}");
        }
    }
}
