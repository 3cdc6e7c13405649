//! The collection.

use crate::catalog::queries::ProductConnection;
use crate::catalog::types::ProductGroup;
use crate::catalog::{ProductKind, list_error};
use crate::programme::Province;
use crate::schema::connection::{connection, page_args};
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::{DateTime, LanguageCode, Money};
use async_graphql::{Context, Enum, ID, Object, Result};
use catalog::collections as domain;
use kernel::Language;
use programme::taxonomy;
use std::sync::Arc;

/// Products that curators put together, one by one or by a rule. Whoever holds
/// one may see it: it is public now, or the holder curates it.
#[derive(Clone)]
pub(crate) struct Collection(pub(crate) Arc<domain::Collection>);

impl From<domain::Collection> for Collection {
    fn from(own: domain::Collection) -> Self {
        Self(Arc::new(own))
    }
}

/// Products that curators put together, one by one or by a rule.
#[Object]
impl Collection {
    /// The global id.
    async fn id(&self) -> ID {
        self.0.id.to_global()
    }

    /// The name in addresses; it never changes.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// The title.
    async fn title(
        &self,
        #[graphql(desc = "Language of the title.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> &str {
        let content = &self.0.content;
        Language::from(language).pick_or(&content.title, content.title_en.as_deref())
    }

    /// What it is about; an empty line parts paragraphs. Null where nothing is
    /// said.
    async fn description(
        &self,
        #[graphql(desc = "Language of the text.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> Option<&str> {
        let content = &self.0.content;
        let text = content.description.as_deref()?;
        Some(Language::from(language).pick_or(text, content.description_en.as_deref()))
    }

    /// How its products are chosen.
    async fn kind(&self) -> CollectionKind {
        self.0.kind().into()
    }

    /// Where it stands.
    async fn status(&self) -> CollectionStatus {
        self.0.status.into()
    }

    /// The province whose products alone it holds; null for the whole country.
    async fn province(&self, ctx: &Context<'_>) -> Option<Result<Province>> {
        let code = self.0.province_code.as_deref()?;
        Province::find(ctx, code).await.transpose()
    }

    /// By which products it chooses itself; null where curators choose them.
    async fn rule(&self) -> Option<CollectionRule> {
        self.0.content.rule.clone().map(CollectionRule)
    }

    /// Public from then on; null for always.
    async fn valid_from(&self) -> Option<DateTime> {
        self.0.content.valid_from.map(DateTime)
    }

    /// Public until before then; null for ever.
    async fn valid_until(&self) -> Option<DateTime> {
        self.0.content.valid_until.map(DateTime)
    }

    /// The months of its season, 1 to 12, in Vietnam; empty for the whole
    /// year.
    async fn months(&self) -> Vec<u32> {
        self.0.content.months.list()
    }

    /// Where it stands among the others, the smallest first.
    async fn position(&self) -> i32 {
        self.0.content.position
    }

    /// Counts its changes: what a curator who changes it has seen.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// When it was published first; null until then.
    async fn published_at(&self) -> Option<DateTime> {
        self.0.published_at.map(DateTime)
    }

    /// Its products that the public may see and buy, in its order.
    async fn products(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
    ) -> Result<ProductConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let catalog = &ctx.services().catalog;
        // In a box: the future of every other field would be as large.
        let page = Box::pin(catalog.collection_products(&self.0, &page)).await;
        Ok(ProductConnection::new(
            page.map_err(list_error)?,
            self.0.clone(),
        ))
    }
}

connection! {
    /// A page of collections.
    CollectionConnection,
    /// A collection in a list.
    CollectionEdge of Collection
}

/// How the products of a collection are chosen.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::CollectionKind")]
pub(crate) enum CollectionKind {
    /// One by one, in an order that curators choose.
    Manual,
    /// By a rule.
    Rule,
}

/// Where a collection stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::CollectionStatus")]
pub(crate) enum CollectionStatus {
    /// Only its curators see it.
    Draft,
    /// The public sees it within its validity and season.
    Published,
    /// Put away for good; only its curators see it.
    Archived,
}

/// In which order the products of a rule come.
#[derive(Enum, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[graphql(remote = "domain::CollectionSort")]
pub(crate) enum CollectionSort {
    /// Last published first.
    #[default]
    Newest,
    /// Last certified first.
    Certified,
    /// Most stars first, then the newest.
    Stars,
    /// Cheapest first.
    PriceAsc,
    /// Dearest first, by the cheapest variant.
    PriceDesc,
    /// By Vietnamese name, tone marks aside.
    Name,
}

/// Conditions that all hold for the products of a collection.
pub(crate) struct CollectionRule(domain::CollectionRule);

/// Conditions that all hold for the products of a collection; an empty list is
/// none.
#[Object]
impl CollectionRule {
    /// Of one of these groups.
    async fn groups(&self) -> Vec<ProductGroup> {
        let groups = self.0.groups.iter();
        let groups = groups.filter_map(|name| taxonomy::ProductGroup::parse(name));
        groups.map(Into::into).collect()
    }

    /// Of one of these product sets, 1 to 26.
    async fn product_sets(&self) -> &[i32] {
        &self.0.product_sets
    }

    /// At least so many stars.
    async fn stars_min(&self) -> Option<i32> {
        self.0.stars_min
    }

    /// Of producers in one of these provinces, by code.
    async fn provinces(&self) -> &[String] {
        &self.0.provinces
    }

    /// Of producers in one of these communes, by code.
    async fn communes(&self) -> &[String] {
        &self.0.communes
    }

    /// Of one of these producers.
    async fn producer_ids(&self) -> Vec<ID> {
        let producers = self.0.producers.iter();
        producers.map(|id| id.to_global()).collect()
    }

    /// A variant costs at least this.
    async fn price_min(&self) -> Option<Money> {
        self.0.price_min.map(Money::from)
    }

    /// A variant costs at most this.
    async fn price_max(&self) -> Option<Money> {
        self.0.price_max.map(Money::from)
    }

    /// Published within so many days.
    async fn new_within_days(&self) -> Option<i32> {
        self.0.new_within_days
    }

    /// Certified within so many days.
    async fn certified_within_days(&self) -> Option<i32> {
        self.0.certified_within_days
    }

    /// Shipped or visited.
    async fn kind(&self) -> Option<ProductKind> {
        self.0.kind.map(Into::into)
    }

    /// In which order they come.
    async fn sort(&self) -> CollectionSort {
        self.0.sort.into()
    }
}
