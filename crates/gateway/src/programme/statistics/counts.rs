//! Lines of tables: what is counted, how often, and its share.

use crate::programme::cycles::ProgrammeScheme;
use crate::schema::scalars::{Decimal, LanguageCode};
use async_graphql::Object;
use programme::LegalForm;
use programme::scheme::{Group, Scheme};
use programme::statistics::{Outcome, tenths_of_percent};
use programme::taxonomy::ProductGroup;

/// A count as GraphQL's `Int`; no count of this programme comes near its end.
pub(super) fn int(count: i64) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// What a line of a table counts.
#[derive(Clone, Copy)]
pub(super) enum What {
    Form(LegalForm),
    Group(&'static Group),
    ProductGroup(ProductGroup),
    Outcome(Outcome),
    /// 3 to 5.
    Stars(i32),
}

impl What {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Form(form) => form.as_str(),
            Self::Group(group) => group.code,
            Self::ProductGroup(group) => group.as_str(),
            Self::Outcome(outcome) => outcome.as_str(),
            Self::Stars(stars) => outcome_of(stars).as_str(),
        }
    }

    pub(super) fn name(self, language: LanguageCode) -> &'static str {
        let language = language.into();
        match self {
            Self::Form(form) => form.name(language),
            Self::Group(group) => group.name(language),
            Self::ProductGroup(group) => group.name(language),
            Self::Outcome(outcome) => outcome.name(language),
            Self::Stars(stars) => outcome_of(stars).name(language),
        }
    }
}

/// Stars in the words of outcomes.
fn outcome_of(stars: i32) -> Outcome {
    match stars {
        3 => Outcome::Three,
        4 => Outcome::Four,
        _ => Outcome::Five,
    }
}

/// One line of a table of figures.
pub(crate) struct ProgrammeCount {
    pub(super) what: What,
    pub(super) count: i64,
    /// Of all lines.
    pub(super) total: i64,
}

impl ProgrammeCount {
    /// A whole table.
    pub(super) fn table(rows: impl IntoIterator<Item = (What, i64)>) -> Vec<Self> {
        let rows: Vec<_> = rows.into_iter().collect();
        let total = rows.iter().map(|(_, count)| count).sum();
        rows.into_iter()
            .map(|(what, count)| Self { what, count, total })
            .collect()
    }

    fn share(&self) -> Option<Decimal> {
        tenths_of_percent(self.count, self.total).map(Decimal::tenths)
    }
}

/// One line of a table of figures.
#[Object]
impl ProgrammeCount {
    /// What is counted; it never changes its meaning.
    async fn code(&self) -> &str {
        self.what.code()
    }

    /// What is counted, in words.
    async fn name(
        &self,
        #[graphql(desc = "Language of the name.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> &str {
        self.what.name(language)
    }

    /// How many.
    async fn count(&self) -> i32 {
        int(self.count)
    }

    /// The share of all lines together, in percent; null where there is
    /// nothing.
    async fn share_percent(&self) -> Option<Decimal> {
        self.share()
    }
}

/// How many products of a group.
pub(crate) struct ProgrammeGroupCount {
    pub(super) scheme: Scheme,
    pub(super) count: ProgrammeCount,
}

/// How many products were registered in a group, in the words of a decision.
#[Object]
impl ProgrammeGroupCount {
    /// Which decision words it so.
    async fn scheme(&self) -> ProgrammeScheme {
        self.scheme.into()
    }

    /// The group; the same code under two decisions need not mean the same
    /// products.
    async fn code(&self) -> &str {
        self.count.what.code()
    }

    /// The group, in words.
    async fn name(
        &self,
        #[graphql(desc = "Language of the name.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> &str {
        self.count.what.name(language)
    }

    /// How many.
    async fn count(&self) -> i32 {
        int(self.count.count)
    }

    /// The share of all groups together, in percent; null where there is
    /// nothing.
    async fn share_percent(&self) -> Option<Decimal> {
        self.count.share()
    }
}
