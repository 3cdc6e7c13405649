//! Root fields of the catalogue.

use super::inputs::{ProductSort, ProductWhere};
use super::list_error;
use super::types::Product;
use crate::errors::{OrFault, bad_input};
use crate::schema::connection::{PageInfo, count, edge, page_args};
use crate::schema::global_id::GlobalId;
use crate::schema::in_place::InPlace;
use crate::schema::request::ContextExt;
use crate::search::Facet;
use async_graphql::{Context, ID, Object, Result};
use catalog::CardFilter;
use kernel::{Page, ProductId};
use std::sync::Arc;

/// The catalogue's part of `Query`.
#[derive(Default)]
pub(crate) struct CatalogQuery;

#[Object]
impl CatalogQuery {
    /// One product, by id or by slug; null where there is none that the public
    /// may see. Exactly one of the two arguments.
    async fn product(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The product's id.")] id: Option<ID>,
        #[graphql(desc = "The product's name in addresses.")] slug: Option<String>,
    ) -> Option<Result<InPlace<Product>>> {
        let catalog = &ctx.services().catalog;
        let page = match (id, slug) {
            (Some(id), None) => match ProductId::from_global(&id) {
                Ok(id) => catalog.page_by_id(id).await,
                Err(error) => return Some(Err(error)),
            },
            (None, Some(slug)) => catalog.page_by_slug(&slug).await,
            _ => return Some(Err(bad_input("exactly one of `id` and `slug`"))),
        };
        page.or_fault()
            .map(|page| Some(InPlace(ctx.loaders().prime(page?).into())))
            .transpose()
    }

    /// Products that the public may see and buy.
    #[allow(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection"
    )]
    async fn products(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
        #[graphql(name = "where", desc = "Which products.")] filter: Option<ProductWhere>,
        #[graphql(desc = "In which order; `NEWEST` without it.")] sort_by: Option<ProductSort>,
    ) -> Result<ProductConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let filter = filter.unwrap_or_default().filter()?;
        let sort = sort_by.unwrap_or_default().into();
        let page = ctx
            .services()
            .catalog
            .cards(&filter, sort, &page)
            .await
            .map_err(list_error)?;
        Ok(ProductConnection::new(page, filter))
    }
}

edge! {
    /// A product in a list.
    ProductEdge of Product
}

/// A page of products.
pub(crate) struct ProductConnection {
    page: Page<Product>,
    whole: Whole,
}

/// What a page of products is a part of.
pub(crate) enum Whole {
    /// The products that a filter of the caller lets pass.
    Filter(CardFilter),
    /// The products of somebody.
    Within(CardFilter),
    /// What a collection holds.
    Collection(Arc<catalog::collections::Collection>),
}

impl From<CardFilter> for Whole {
    fn from(filter: CardFilter) -> Self {
        Self::Filter(filter)
    }
}

impl From<Arc<catalog::collections::Collection>> for Whole {
    fn from(own: Arc<catalog::collections::Collection>) -> Self {
        Self::Collection(own)
    }
}

impl ProductConnection {
    pub(crate) fn new(page: Page<catalog::Card>, whole: impl Into<Whole>) -> Self {
        let Page {
            rows,
            has_next,
            has_previous,
        } = page;
        let rows = rows
            .into_iter()
            .map(|(cursor, card)| (cursor, Product::from(card)))
            .collect();
        Self {
            page: Page {
                rows,
                has_next,
                has_previous,
            },
            whole: whole.into(),
        }
    }
}

/// A page of products.
#[Object]
impl ProductConnection {
    /// The rows with their cursors.
    async fn edges(&self) -> Vec<ProductEdge> {
        let rows = self.page.rows.iter();
        rows.map(|(cursor, node)| ProductEdge {
            cursor: cursor.encode(),
            node: node.clone(),
        })
        .collect()
    }

    /// The rows.
    async fn nodes(&self) -> Vec<InPlace<Product>> {
        let rows = self.page.rows.iter();
        rows.map(|(_, node)| InPlace(node.clone())).collect()
    }

    /// Where the page stands in the list.
    async fn page_info(&self) -> InPlace<PageInfo> {
        InPlace(PageInfo::from(&self.page))
    }

    /// How many rows the whole list has; counting stops at 10,000.
    async fn total_count(&self, ctx: &Context<'_>) -> Option<Result<i32>> {
        let catalog = &ctx.services().catalog;
        let counted = match &self.whole {
            Whole::Filter(filter) | Whole::Within(filter) => catalog.count_cards(filter).await,
            Whole::Collection(own) => catalog.count_collection(own).await,
        };
        Some(counted.or_fault().map(count))
    }

    /// How the list spreads over what it can be narrowed by: all fields, and
    /// the attributes that any of its products has. Each facet counts as if
    /// nothing of its own were chosen in `where`, so that further values can be
    /// added.
    async fn facets(&self, ctx: &Context<'_>) -> Result<Vec<Facet>> {
        let catalog = &ctx.services().catalog;
        let counted = match &self.whole {
            Whole::Filter(filter) => catalog.facets(filter).await,
            Whole::Within(filter) => catalog.facets_within(filter).await,
            Whole::Collection(own) => catalog.collection_facets(own).await,
        };
        Ok(counted.or_fault()?.into_iter().map(Facet::from).collect())
    }
}
