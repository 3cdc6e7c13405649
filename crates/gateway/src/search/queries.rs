//! Root fields of searching.

use super::facets::Facet;
use crate::catalog::{Product, ProductWhere};
use crate::errors::{bad_input, fault};
use crate::schema::connection::{PageInfo, count, page_args, up_to};
use crate::schema::global_id::GlobalId;
use crate::schema::in_place::InPlace;
use crate::schema::request::ContextExt;
use crate::schema::scalars::LanguageCode;
use async_graphql::{Context, Enum, Error, ID, Object, Result, SimpleObject};
use kernel::{Cursor, Language, Page, PageError, ProducerId, ProductId};
use search::{FacetField, Found, MAX_HITS, Part, Query, SearchError, Typed};
use std::sync::Arc;

/// What cursors of this list are called.
const ORDER: &str = "search";

/// The most products at once where nothing was found.
const MOST_INSTEAD: usize = 20;

/// The most suggestions at once.
const MOST_SUGGESTIONS: usize = 20;

/// Searching's part of `Query`.
#[derive(Default)]
pub(crate) struct SearchQuery;

#[Object]
impl SearchQuery {
    /// Products that the public may see and buy, by what is typed: with or
    /// without tone marks, with small typing errors, by product, producer,
    /// place, group or story.
    async fn search(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "As typed; empty asks for everything. The first 200 characters count.")]
        query: String,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "After the row of this cursor.")] after: Option<String>,
        #[graphql(name = "where", desc = "Which products.")] filter: Option<ProductWhere>,
        #[graphql(desc = "In which order; `RELEVANCE` without it.")] sort_by: Option<SearchSort>,
    ) -> Result<SearchConnection> {
        let page = page_args(first, after.as_deref(), None, None)?;
        let offset = page.cursor.as_ref().map_or(Ok(0), offset_of)?;
        let facets = if ctx.look_ahead().field("facets").exists() {
            FacetField::ALL.to_vec()
        } else {
            Vec::new()
        };
        let limit = page.limit as usize;
        let filter = filter.unwrap_or_default().filter()?;
        if !filter.attributes.is_empty() {
            return Err(bad_input("where.attributes: for `products` only"));
        }
        let query = Query {
            text: query,
            filter: filter.clone(),
            sort: sort_by.unwrap_or_default().into(),
            offset,
            limit,
            facets,
        };
        let Found {
            cards,
            positions,
            total,
            facets,
            degraded,
            typed,
            did_you_mean,
        } = ctx
            .services()
            .search
            .search(query)
            .await
            .map_err(search_error)?;
        let rows = positions.into_iter().zip(cards);
        let rows = rows
            .map(|(position, card)| (cursor_at(position), Product::from(card)))
            .collect();
        let reachable = usize::try_from(total).unwrap_or(MAX_HITS).min(MAX_HITS);
        let has_next = offset.saturating_add(limit) < reachable;
        Ok(SearchConnection {
            page: Page {
                rows,
                has_next,
                has_previous: offset > 0,
            },
            total,
            facets: facets.into_iter().map(Facet::from).collect(),
            degraded,
            did_you_mean,
            typed: Arc::new(typed),
            filter,
        })
    }

    /// Completions of what somebody types, from two letters on: products,
    /// producers, groups and places of products that the public may see.
    async fn suggest(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "As typed so far.")] prefix: String,
        #[graphql(desc = "At most so many, 1 to 20.", default = 8)] first: i32,
    ) -> Result<Vec<Suggestion>> {
        let wanted = up_to(first, MOST_SUGGESTIONS)?;
        let found = ctx
            .services()
            .search
            .suggest(&prefix, wanted)
            .await
            .map_err(search_error)?;
        Ok(found.into_iter().map(Suggestion).collect())
    }
}

fn search_error(error: SearchError) -> Error {
    match error {
        SearchError::Fault(error) => fault(&error),
    }
}

fn cursor_at(position: usize) -> Cursor {
    Cursor::new(ORDER, [position.to_string()])
}

/// The first position after a cursor.
fn offset_of(cursor: &Cursor) -> Result<usize, Error> {
    let wrong = || bad_input(PageError::BadCursor.to_string());
    let [position] = cursor.key_for::<1>(ORDER).map_err(|_| wrong())?;
    position
        .parse::<usize>()
        .ok()
        .and_then(|position| position.checked_add(1))
        .ok_or_else(wrong)
}

/// In which order found products come.
#[derive(Enum, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[graphql(remote = "search::Sort")]
pub(crate) enum SearchSort {
    /// Best match first; without a text, most stars first.
    #[default]
    Relevance,
    /// Cheapest first.
    PriceAsc,
    /// Dearest first, by the cheapest variant.
    PriceDesc,
    /// Most stars first, then the newest.
    Stars,
    /// Last published first.
    Newest,
    /// Best rated by buyers first, then the newest.
    Rating,
    /// Most often bought first, then the newest.
    BestSelling,
}

/// A found product.
pub(crate) struct SearchEdge {
    cursor: String,
    node: Product,
    typed: Arc<Typed>,
}

/// A found product.
#[Object]
impl SearchEdge {
    /// Where the list goes on after (or before) this row.
    async fn cursor(&self) -> &str {
        &self.cursor
    }

    /// The row.
    async fn node(&self) -> &Product {
        &self.node
    }

    /// The product's name in parts, to show which words answer the query.
    async fn highlighted_name(
        &self,
        #[graphql(desc = "Language of the name.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> Vec<TextPart> {
        let card = &self.node.0;
        let name = Language::from(language).pick_or(&card.name, card.name_en.as_deref());
        parts(&self.typed, name)
    }

    /// The producer's name in parts, likewise.
    async fn highlighted_producer_name(
        &self,
        #[graphql(desc = "Language of the name.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> Vec<TextPart> {
        let card = &self.node.0;
        let (name, name_en) = (&card.producer_name, card.producer_name_en.as_deref());
        parts(&self.typed, Language::from(language).pick_or(name, name_en))
    }
}

/// A part of a text; all of them make it up.
#[derive(SimpleObject)]
pub(crate) struct TextPart {
    /// As it stands.
    text: String,
    /// Whether it answers the query.
    matched: bool,
}

fn parts(typed: &Typed, text: &str) -> Vec<TextPart> {
    let parts = typed.marked(text).into_iter();
    parts
        .map(|Part { text, matched }| TextPart { text, matched })
        .collect()
}

/// A page of found products.
pub(crate) struct SearchConnection {
    page: Page<Product>,
    total: u64,
    facets: Vec<Facet>,
    degraded: bool,
    did_you_mean: Option<String>,
    typed: Arc<Typed>,
    filter: search::Filter,
}

/// A page of found products.
#[Object]
impl SearchConnection {
    /// The rows with their cursors.
    async fn edges(&self) -> Vec<SearchEdge> {
        let rows = self.page.rows.iter();
        rows.map(|(cursor, node)| SearchEdge {
            cursor: cursor.encode(),
            node: node.clone(),
            typed: Arc::clone(&self.typed),
        })
        .collect()
    }

    /// The rows.
    async fn nodes(&self) -> Vec<InPlace<Product>> {
        let rows = self.page.rows.iter();
        rows.map(|(_, node)| InPlace(node.clone())).collect()
    }

    /// Where the page stands among the hits; 10,000 of them can be paged to.
    async fn page_info(&self) -> PageInfo {
        PageInfo::from(&self.page)
    }

    /// How many hits there are.
    async fn total_count(&self) -> Option<i32> {
        Some(count(self.total))
    }

    /// How the hits spread. Each facet counts as if nothing of its own were
    /// chosen in `where`, so that further values can be added. Empty while
    /// the search engine is away.
    async fn facets(&self) -> &[Facet] {
        &self.facets
    }

    /// Whether the database answered because the search engine could not:
    /// no facets, no typing errors forgiven.
    async fn degraded(&self) -> bool {
        self.degraded
    }

    /// How the query is written, where the best hit of the first page bears it
    /// out and it was typed otherwise: `cơm cháy` for `com chya`. It was
    /// answered as if it had been.
    async fn did_you_mean(&self) -> Option<&str> {
        self.did_you_mean.as_deref()
    }

    /// What may be shown where nothing was found: what sells best of what
    /// `where` lets through, or else of all products. Empty where there are
    /// hits.
    async fn instead(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many, 1 to 20.", default = 8)] first: i32,
    ) -> Result<Vec<Product>> {
        let wanted = up_to(first, MOST_INSTEAD)?;
        if self.total > 0 {
            return Ok(Vec::new());
        }
        let search = &ctx.services().search;
        let cards = search.instead(&self.filter, u32::try_from(wanted)?).await;
        Ok(cards
            .map_err(search_error)?
            .into_iter()
            .map(Product::from)
            .collect())
    }
}

/// A completion of what was typed.
pub(crate) struct Suggestion(search::Suggestion);

/// A completion of what was typed.
#[Object]
impl Suggestion {
    /// What it leads to.
    async fn kind(&self) -> SuggestionKind {
        self.0.kind.into()
    }

    /// What to show.
    async fn text(
        &self,
        #[graphql(desc = "Language of the text.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> &str {
        Language::from(language).pick_or(&self.0.text, self.0.text_en.as_deref())
    }

    /// The global id of a product or producer; null for groups and places.
    async fn id(&self) -> Option<ID> {
        let uuid = || self.0.id.parse::<uuid::Uuid>().ok();
        match self.0.kind {
            search::SuggestionKind::Product => uuid().map(|id| ProductId(id).to_global()),
            search::SuggestionKind::Producer => uuid().map(|id| ProducerId(id).to_global()),
            search::SuggestionKind::Group | search::SuggestionKind::Place => None,
        }
    }

    /// The name of a product or producer in addresses; null for groups and
    /// places.
    async fn slug(&self) -> Option<&str> {
        self.0.slug.as_deref()
    }

    /// The code of a group or place, as `where` takes it; null for products
    /// and producers.
    async fn code(&self) -> Option<&str> {
        match self.0.kind {
            search::SuggestionKind::Group | search::SuggestionKind::Place => Some(&self.0.id),
            search::SuggestionKind::Product | search::SuggestionKind::Producer => None,
        }
    }
}

/// What a suggestion leads to.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "search::SuggestionKind")]
pub(crate) enum SuggestionKind {
    /// A product.
    Product,
    /// A producer.
    Producer,
    /// A product group.
    Group,
    /// A province or a commune.
    Place,
}
