//! Finding products: the index document, the query, the engine port with its
//! two adapters, and the keeping of index = database. Owns no table.
//!
//! - [`Search`] is what the others use: search, suggest, reindex, verify.
//! - [`Engine`] is the port; [`TantivyEngine`] lives in the process and its
//!   folder, [`MeilisearchEngine`] talks to a server. When the engine is away
//!   or its index not yet filled, the database answers with a plain match, and
//!   the answer says so (`degraded`).
//! - **Nothing hidden is ever found.** Only listed products are in the index,
//!   every query asks for those visible at its own instant, and every hit is
//!   read again through the catalogue's predicate.
//! - **Index = database.** [`jobs::SYNC`] follows every change of a card,
//!   [`jobs::RECONCILE`] finds and repairs what was lost on the way.
//! - **Ranking** is documented where it is decided: `tantivy/matching.rs`.
//!   Words are split and folded in one place (`text.rs`) for index and query
//!   and for every engine.

mod boosts;
mod breaker;
mod document;
mod engine;
mod fallback;
pub mod jobs;
mod meilisearch;
mod query;
mod reading;
mod service;
mod spelling;
mod synonyms;
mod tantivy;
mod text;
mod weights;

pub use document::Document;
pub use engine::{Engine, EngineError};
pub use meilisearch::MeilisearchEngine;
pub use query::{
    Facet, FacetField, Filter, Hit, MAX_FACET_VALUES, MAX_HITS, MAX_TEXT, MAX_WORDS, PriceBand,
    Query, Results, Sort,
};
pub use service::{Drift, Found, IndexError, Search, SearchError, Suggestion, SuggestionKind};
pub use spelling::{Part, Typed};
pub use tantivy::TantivyEngine;
