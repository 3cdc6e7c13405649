//! A query in the server's words, and its answer in ours.

use super::server::Server;
use super::{ORDERED, filter, ranking, schema};
use crate::query::{FacetField, Filter, Hit, rank_values};
use crate::text::Word;
use crate::{EngineError, Query, Results, reading};
use kernel::Timestamp;
use meilisearch_sdk::DefaultHttpClient;
use meilisearch_sdk::search::{
    MatchingStrategies, MultiSearchQuery, SearchQuery, SearchResult, SearchResults, Selectors,
};
use schema::StoredHit;
use std::collections::HashMap;
use std::ops::Range;

/// What a query asks besides its words: the hits first, then one part for
/// every facet that values are chosen of.
pub(super) struct Asked<'a> {
    server: &'a Server,
    sort: &'a [&'a str],
    /// What is read back of each hit.
    fields: &'a [&'a str],
    parts: Vec<Part>,
    /// The query's filter without any facet's choice: whether words name
    /// something must not change as values are chosen.
    open: String,
}

struct Part {
    filter: String,
    offset: usize,
    limit: usize,
    facets: Vec<&'static str>,
}

/// Words as the server is given them.
pub(super) struct Wording<'a> {
    pub(super) text: String,
    /// The words that the text was made of.
    pub(super) words: Vec<Word>,
    /// The fields they are sought in; all where left out.
    pub(super) fields: Option<&'a [&'a str]>,
    /// The fields they must name something in, likewise.
    pub(super) named_in: Option<&'a [&'a str]>,
    pub(super) strategy: MatchingStrategies,
}

/// One answer per part, and whether the words named anything.
pub(super) struct Answers {
    pub(super) parts: Vec<SearchResults<StoredHit>>,
    pub(super) named: bool,
    /// The words that were asked with, for the order of the hits.
    pub(super) words: Vec<Word>,
}

impl<'a> Asked<'a> {
    pub(super) fn new(
        server: &'a Server,
        query: &Query,
        now: Timestamp,
        window: &Range<usize>,
        ordered: bool,
    ) -> Self {
        let Query { filter, facets, .. } = query;
        let chosen = |field: &&FacetField| field.chosen_in(filter);
        let part = |filter: &Filter, window: Range<usize>, facets| Part {
            filter: filter::expression(filter, now),
            offset: window.start,
            limit: window.len(),
            facets,
        };
        let free = facets
            .iter()
            .filter(|field| !chosen(field))
            .map(|field| schema::facet(*field))
            .collect();
        let mut parts = vec![part(filter, window.clone(), free)];
        for field in facets.iter().filter(chosen) {
            parts.push(part(
                &field.without(filter),
                0..0,
                vec![schema::facet(*field)],
            ));
        }
        let open = FacetField::ALL
            .iter()
            .fold(filter.clone(), |filter, field| field.without(&filter));
        Self {
            server,
            sort: schema::sort(query.sort),
            fields: if ordered { &schema::ORDERING } else { &["id"] },
            parts,
            open: filter::expression(&open, now),
        }
    }

    /// Asks for everything with these words.
    pub(super) async fn with(&self, words: &Wording<'_>) -> Result<Answers, EngineError> {
        let mut searches = MultiSearchQuery::new(self.server.client());
        for part in &self.parts {
            let mut search = SearchQuery::new(self.server.as_it_is());
            search
                .with_query(&words.text)
                .with_filter(&part.filter)
                .with_offset(part.offset)
                .with_limit(part.limit)
                .with_facets(Selectors::Some(&part.facets))
                .with_attributes_to_retrieve(Selectors::Some(self.fields))
                .with_show_ranking_score(true)
                .with_matching_strategy(words.strategy.clone());
            search.attributes_to_search_on = words.fields;
            if !self.sort.is_empty() {
                search.with_sort(self.sort);
            }
            searches.with_search_query(search);
        }
        searches.with_search_query(self.count(&words.text, words.named_in));
        let mut parts = self.answers(searches, self.parts.len() + 1).await?;
        let named = parts.pop().is_some_and(|named| certain(&named) > 0);
        Ok(Answers {
            parts,
            named,
            words: words.words.clone(),
        })
    }

    /// How many products each of the words names by itself in these fields; in
    /// all where left out.
    pub(super) async fn counts(
        &self,
        words: &[Word],
        fields: Option<&[&str]>,
    ) -> Result<Vec<usize>, EngineError> {
        // With a space after it a word is no beginning of a longer one.
        let words: Vec<String> = words
            .iter()
            .map(|word| format!("{} ", word.folded))
            .collect();
        let mut searches = MultiSearchQuery::new(self.server.client());
        for word in &words {
            searches.with_search_query(self.count(word, fields));
        }
        let answers = self.answers(searches, words.len()).await?;
        Ok(answers.iter().map(certain).collect())
    }

    fn count<'b>(
        &'b self,
        text: &'b str,
        fields: Option<&'b [&'b str]>,
    ) -> SearchQuery<'b, DefaultHttpClient> {
        let mut search = SearchQuery::new(self.server.as_it_is());
        search
            .with_query(text)
            .with_filter(&self.open)
            .with_limit(1)
            .with_attributes_to_retrieve(Selectors::Some(&["id"]))
            .with_matching_strategy(MatchingStrategies::ALL);
        search.attributes_to_search_on = fields;
        search
    }

    async fn answers(
        &self,
        searches: MultiSearchQuery<'_, '_, DefaultHttpClient>,
        asked: usize,
    ) -> Result<Vec<SearchResults<StoredHit>>, EngineError> {
        let answers = self.server.search(searches.execute::<StoredHit>()).await?;
        if answers.results.len() == asked {
            Ok(answers.results)
        } else {
            Err(EngineError::Fault(
                "the server answered another question".to_owned(),
            ))
        }
    }
}

fn total(answer: &SearchResults<StoredHit>) -> usize {
    answer.estimated_total_hits.unwrap_or(0)
}

/// The same of a count: the server's estimate may find what no hit bears out.
fn certain(answer: &SearchResults<StoredHit>) -> usize {
    match answer.hits.is_empty() {
        true => 0,
        false => total(answer),
    }
}

/// The answers put together. Where the answered words are given, the first hits
/// were read from the start, and are put in order by them.
pub(super) fn results(
    query: &Query,
    answers: Vec<SearchResults<StoredHit>>,
    answered: Option<&[Word]>,
    window: &Range<usize>,
    now: Timestamp,
) -> Results {
    let mut results = Results::default();
    let mut counts: HashMap<String, HashMap<String, usize>> = HashMap::new();
    for (n, mut answer) in answers.into_iter().enumerate() {
        counts.extend(answer.facet_distribution.take().unwrap_or_default());
        if n > 0 {
            continue;
        }
        results.total = total(&answer) as u64;
        #[expect(clippy::cast_possible_truncation, reason = "a score between 0 and 1")]
        let own = |hit: &SearchResult<StoredHit>| hit.ranking_score.unwrap_or(0.0) as f32;
        let hits = answer.hits.into_iter();
        let mut hits: Vec<(f32, StoredHit)> = hits.map(|hit| (own(&hit), hit.result)).collect();
        if let Some(words) = answered {
            let readings = reading::readings(words);
            let ways: Vec<_> = [words.to_vec()].into_iter().chain(readings).collect();
            // A stable sort of the first hits alone: the page that a hit is
            // on does not depend on the page that was asked for.
            let ordered = hits.len().min(ORDERED);
            let (first, rest) = hits.split_at_mut(ordered);
            for (score, hit) in &mut *first {
                *score = ranking::score(hit, &ways, now);
            }
            first.sort_by(|a, b| b.0.total_cmp(&a.0));
            let least = first.last().map_or(0.0, |(score, _)| *score);
            for (score, _) in rest {
                *score = score.min(least);
            }
            hits = hits
                .into_iter()
                .skip(window.start)
                .take(window.len())
                .collect();
        }
        let hit = |(score, hit): &(f32, StoredHit)| Hit {
            id: hit.id.into(),
            score: *score,
        };
        results.hits = hits.iter().map(hit).collect();
    }
    for field in &query.facets {
        let values = counts.remove(schema::facet(*field)).unwrap_or_default();
        let values = values
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(value, count)| (value, count as u64));
        results.facets.push((*field, rank_values(values.collect())));
    }
    results
}
