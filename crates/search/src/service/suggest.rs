//! Completing what somebody types.

use super::{Search, SearchError};
use crate::query::{FacetField, Terms};
use crate::spelling::Typed;
use crate::{Query, Results};
use kernel::{Language, ProducerId, clock};
use programme::ProducerStatus;
use programme::taxonomy::ProductGroup;

/// The most that is ever suggested at once.
const MAX: usize = 20;
/// From this letter on there are suggestions.
const MIN_LETTERS: usize = 2;
/// Producers whose names are looked at.
const PRODUCERS: usize = 20;

/// What a suggestion leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SuggestionKind {
    /// A product.
    Product,
    /// A producer.
    Producer,
    /// A product group.
    Group,
    /// A province or a commune.
    Place,
}

/// A completion of what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What it leads to.
    pub kind: SuggestionKind,
    /// What to show.
    pub text: String,
    /// The same in English, where there is any.
    pub text_en: Option<String>,
    /// The UUID of a product or producer, the code of a group or place (two
    /// digits are a province, five a commune).
    pub id: String,
    /// The slug of a product or producer.
    pub slug: Option<String>,
}

impl Search {
    /// Up to `first` (at most 20) completions of a prefix of two letters or
    /// more: products that are public now by name; and the producers, groups
    /// and places of products that are. With or without marks, and as the prefix
    /// may be read where nothing is called so.
    ///
    /// # Errors
    /// [`SearchError`] when the database fails.
    pub async fn suggest(
        &self,
        prefix: &str,
        first: usize,
    ) -> Result<Vec<Suggestion>, SearchError> {
        let first = first.min(MAX);
        let Terms::Words(words) = Terms::of(prefix) else {
            return Ok(Vec::new());
        };
        let letters: usize = words.iter().map(|word| word.folded.chars().count()).sum();
        if first == 0 || letters < MIN_LETTERS {
            return Ok(Vec::new());
        }
        let query = Query {
            facets: vec![
                FacetField::Producer,
                FacetField::Group,
                FacetField::Province,
                FacetField::Commune,
            ],
            ..Query::new(prefix, first * 2)
        };
        let results = self.results(&query).await?;
        let typed = Typed::new(prefix);
        let mut producers = self.producers(&results, &typed).await?;
        producers.truncate(2);
        let mut places = self.places(&results, &typed).await?;
        places.truncate(2);
        let mut groups = groups(&results, &typed);
        groups.truncate(1);
        // Products take what the others leave, and at least half.
        let others = (producers.len() + groups.len() + places.len()).min(first / 2);
        let mut all = self.products(&results, &typed, first - others).await?;
        all.extend(producers.into_iter().chain(groups).chain(places));
        all.truncate(first);
        Ok(all)
    }

    async fn products(
        &self,
        results: &Results,
        typed: &Typed,
        wanted: usize,
    ) -> Result<Vec<Suggestion>, SearchError> {
        let ids: Vec<_> = results.hits.iter().map(|hit| hit.id).collect();
        let mut cards = self.cards(&ids).await?;
        let named = ids.iter().filter_map(|id| cards.remove(id)).filter(|card| {
            typed.begins(&card.name) || card.name_en.as_ref().is_some_and(|name| typed.begins(name))
        });
        Ok(named
            .take(wanted)
            .map(|card| Suggestion {
                kind: SuggestionKind::Product,
                text: card.name,
                text_en: card.name_en,
                id: card.product_id.to_string(),
                slug: Some(card.slug),
            })
            .collect())
    }

    async fn producers(
        &self,
        results: &Results,
        typed: &Typed,
    ) -> Result<Vec<Suggestion>, SearchError> {
        let ids: Vec<ProducerId> = values(results, FacetField::Producer)
            .filter_map(|id| id.parse::<uuid::Uuid>().ok())
            .map(ProducerId)
            .take(PRODUCERS)
            .collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut producers = self.inner.programme.producers_by_ids(&ids).await?;
        producers.sort_by_key(|producer| ids.iter().position(|id| *id == producer.id));
        let named = producers.into_iter().filter(|producer| {
            producer.status == ProducerStatus::Active
                && (typed.begins(&producer.name)
                    || producer
                        .name_en
                        .as_ref()
                        .is_some_and(|name| typed.begins(name)))
        });
        Ok(named
            .map(|producer| Suggestion {
                kind: SuggestionKind::Producer,
                text: producer.name,
                text_en: producer.name_en,
                id: producer.id.to_string(),
                slug: Some(producer.slug),
            })
            .collect())
    }

    async fn places(
        &self,
        results: &Results,
        typed: &Typed,
    ) -> Result<Vec<Suggestion>, SearchError> {
        let units = self.inner.units.snapshot().await?;
        let day = clock::day_in_vietnam(self.inner.clock.now());
        let provinces =
            values(results, FacetField::Province).filter_map(|code| units.province(code, day));
        let communes =
            values(results, FacetField::Commune).filter_map(|code| units.commune(code, day));
        Ok(provinces
            .chain(communes)
            .filter(|unit| {
                typed.begins(&unit.full_name(Language::Vi))
                    || typed.begins(&unit.full_name(Language::En))
            })
            .map(|unit| Suggestion {
                kind: SuggestionKind::Place,
                text: unit.full_name(Language::Vi),
                text_en: Some(unit.full_name(Language::En)),
                id: unit.code.clone(),
                slug: None,
            })
            .collect())
    }
}

fn groups(results: &Results, typed: &Typed) -> Vec<Suggestion> {
    values(results, FacetField::Group)
        .filter_map(ProductGroup::parse)
        .filter(|group| {
            typed.begins(group.name(Language::Vi)) || typed.begins(group.name(Language::En))
        })
        .map(|group| Suggestion {
            kind: SuggestionKind::Group,
            text: group.name(Language::Vi).to_owned(),
            text_en: Some(group.name(Language::En).to_owned()),
            id: group.as_str().to_owned(),
            slug: None,
        })
        .collect()
}

fn values(results: &Results, field: FacetField) -> impl Iterator<Item = &str> {
    let facet = results.facets.iter().find(|(own, _)| *own == field);
    facet
        .into_iter()
        .flat_map(|(_, values)| values)
        .map(|(value, _)| value.as_str())
}
