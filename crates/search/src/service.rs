//! Searching as the rest of the project does it: the engine finds, the
//! database confirms.

mod indexing;
mod suggest;

use crate::breaker::Breaker;
use crate::query::{Facet, Filter};
use crate::spelling::Typed;
use crate::{Engine, EngineError, Query, Results, Sort, fallback};
use catalog::{Card, CardSort, Catalog, ListError};
use kernel::{Clock, PageArgs, ProductId};
use programme::Programme;
use programme::units::Units;
use sea_orm::DbErr;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

pub use indexing::{Drift, IndexError};
pub use suggest::{Suggestion, SuggestionKind};

/// Beyond this the database answers in the engine's place.
const ENGINE_TIMEOUT: Duration = Duration::from_millis(1500);

/// The use cases of searching; cheap to clone.
#[derive(Clone)]
pub struct Search {
    inner: Arc<Inner>,
    timeout: Duration,
}

struct Inner {
    clock: Arc<dyn Clock>,
    catalog: Catalog,
    programme: Programme,
    units: Units,
    engine: Arc<dyn Engine>,
    breaker: Breaker,
    writing: indexing::Writing,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The hits' cards, in order. Each was public when it was read; a hit
    /// that no longer was is left out.
    pub cards: Vec<Card>,
    /// The position of each card among all hits, from 0: what a cursor is
    /// made of, since a page may have gaps.
    pub positions: Vec<usize>,
    /// How many hits there are in all; those beyond [`crate::MAX_HITS`] cannot be
    /// paged to.
    pub total: u64,
    /// In the order they were asked for; none when degraded.
    pub facets: Vec<Facet>,
    /// Whether the database answered because the engine could not.
    pub degraded: bool,
    /// The text as it may have been meant, to be held against names.
    pub typed: Typed,
    /// How the text is written, where the best hit bears it out and it was
    /// typed otherwise.
    pub did_you_mean: Option<String>,
}

/// Why nothing was found out. The engine's failures are not among the
/// reasons: the database stands in for it.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

impl Search {
    /// Searching over a database with an engine.
    #[must_use]
    pub fn new(
        clock: Arc<dyn Clock>,
        catalog: Catalog,
        programme: Programme,
        units: Units,
        engine: Arc<dyn Engine>,
    ) -> Self {
        let inner = Inner {
            clock,
            catalog,
            programme,
            units,
            engine,
            breaker: Breaker::default(),
            writing: indexing::Writing::default(),
        };
        Self {
            inner: Arc::new(inner),
            timeout: ENGINE_TIMEOUT,
        }
    }

    /// The same with another limit to the engine's time for one query; it is
    /// 1.5 seconds otherwise.
    #[must_use]
    pub fn with_engine_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sees that the engine is there, and looks whether its index has been
    /// filled. A process may start without.
    ///
    /// # Errors
    /// [`EngineError`].
    pub async fn connect(&self) -> Result<(), EngineError> {
        self.inner.engine.connect().await
    }

    /// Whether the index has been filled; if not, [`Search::reindex`] is due
    /// and the database answers meanwhile.
    #[must_use]
    pub fn is_filled(&self) -> bool {
        self.inner.engine.is_filled()
    }

    /// Answers a query with cards that are public now.
    ///
    /// # Errors
    /// [`SearchError`] when the database fails.
    pub async fn search(&self, query: Query) -> Result<Found, SearchError> {
        let Results {
            hits,
            total,
            facets,
            degraded,
        } = self.results(&query).await?;
        let ids: Vec<ProductId> = hits.iter().map(|hit| hit.id).collect();
        let mut cards = self.cards(&ids).await?;
        let mut found = Found {
            cards: Vec::new(),
            positions: Vec::new(),
            total,
            facets,
            degraded,
            typed: Typed::new(&query.text),
            did_you_mean: None,
        };
        for (position, id) in (query.window().start..).zip(&ids) {
            match cards.remove(id) {
                Some(card) => {
                    found.cards.push(card);
                    found.positions.push(position);
                }
                // The index is behind by a moment.
                None => found.total = found.total.saturating_sub(1),
            }
        }
        let best = found.cards.first();
        let best = best.filter(|_| query.sort == Sort::Relevance && query.offset == 0);
        found.did_you_mean = best.and_then(|best| {
            let names = [
                Some(&best.name),
                Some(&best.producer_name),
                best.name_en.as_ref(),
            ];
            let names: Vec<&str> = names.into_iter().flatten().map(String::as_str).collect();
            found.typed.as_written(&names)
        });
        Ok(found)
    }

    /// What may be shown where a query finds nothing: what sells best of what
    /// its filter lets through, or else of everything.
    ///
    /// # Errors
    /// [`SearchError`] when the database fails.
    pub async fn instead(&self, filter: &Filter, limit: u32) -> Result<Vec<Card>, SearchError> {
        for filter in [filter, &Filter::default()] {
            let page = PageArgs::first(limit);
            let found = self
                .inner
                .catalog
                .cards(filter, CardSort::BestSelling, &page);
            let found = found.await.map_err(|error| match error {
                ListError::Fault(error) => error,
                // The first page has no cursor that could be wrong.
                ListError::Page(error) => DbErr::Custom(error.to_string()),
            })?;
            if !found.rows.is_empty() {
                return Ok(found.rows.into_iter().map(|(_, card)| card).collect());
            }
        }
        Ok(Vec::new())
    }

    /// The engine's answer, or the database's in its place.
    async fn results(&self, query: &Query) -> Result<Results, DbErr> {
        let Inner {
            catalog,
            clock,
            engine,
            breaker,
            ..
        } = &*self.inner;
        let now = clock.now();
        if engine.is_filled() && breaker.allows() {
            let answer = tokio::time::timeout(self.timeout, engine.search(query, now)).await;
            match answer.unwrap_or(Err(EngineError::Timeout)) {
                Ok(results) => {
                    breaker.succeeded();
                    return Ok(results);
                }
                Err(error) => {
                    match error {
                        // Somebody's question is no reason to leave the engine
                        // alone: it answers.
                        EngineError::Rejected(_) => breaker.succeeded(),
                        _ => breaker.failed(),
                    }
                    tracing::warn!(%error, "the search engine failed; the database answers this query");
                }
            }
        }
        fallback::search(catalog, query).await
    }

    async fn cards(&self, ids: &[ProductId]) -> Result<HashMap<ProductId, Card>, DbErr> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let cards = self.inner.catalog.cards_by_ids(ids).await?;
        Ok(cards
            .into_iter()
            .map(|card| (card.product_id, card))
            .collect())
    }
}
