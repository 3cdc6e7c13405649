//! What the public and curators read.

use super::curators::{covers, curates};
use super::{Collection, CollectionEvent, CollectionStatus};
use crate::entity::collection_product;
use crate::entity::product_card::Column;
use crate::order::{COUNTED, CardOrder};
use crate::route::{Reach, Route};
use crate::store::collections as store;
use crate::visibility::public_at;
use crate::{Card, Catalog, ListError, ReadError};
use db::Engine;
use kernel::{Actor, CollectionId, Page, PageArgs, ProductId, Timestamp};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, Condition, DbErr, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

/// Which public collections. Every given condition holds; an empty list
/// matches nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CollectionFilter {
    /// Of these provinces.
    pub provinces: Option<Vec<String>>,
    /// Of the whole country, or of provinces.
    pub national: Option<bool>,
}

/// Which of the collections that somebody curates. Every given condition
/// holds; an empty list matches nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CuratedFilter {
    /// In these statuses.
    pub statuses: Option<Vec<CollectionStatus>>,
    /// Of these provinces.
    pub provinces: Option<Vec<String>>,
}

/// A product in a manual collection, public or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CollectionEntry {
    /// Which.
    pub product_id: ProductId,
    /// Where, from 0.
    pub position: i32,
}

impl Collection {
    /// How cards that it holds are found in an order; by [`COUNTED`], which
    /// carries most, to be counted.
    pub(crate) fn along(&self, order: CardOrder, engine: Engine) -> Route {
        match &self.content.rule {
            Some(rule) => rule.along(order, engine),
            None => Route::along(order, Reach::Wide, engine),
        }
    }

    /// The public cards that it holds at an instant, whether it is public
    /// itself or not.
    pub(crate) fn condition(&self, now: Timestamp, route: Route) -> Condition {
        let province = self.province_code.as_ref();
        let province = province.map(|code| route.column(Column::ProvinceCode).eq(code));
        let chosen = match &self.content.rule {
            Some(rule) => rule.condition(now, route),
            None => {
                let held = collection_product::Entity::find()
                    .select_only()
                    .column(collection_product::Column::ProductId)
                    .filter(collection_product::Column::CollectionId.eq(self.id.0))
                    .into_query();
                let held = Column::ProductId.in_subquery(held);
                Condition::all().add(public_at(now)).add(held)
            }
        };
        chosen.add_option(province)
    }

    /// Whether it may hold products from that province.
    pub(crate) fn takes_from(&self, province_code: &str) -> bool {
        let own = self.province_code.as_ref();
        own.is_none_or(|own| own == province_code)
    }

    /// Whether its rule holds a card.
    pub(crate) fn rules_in(&self, card: &Card, now: Timestamp) -> bool {
        let rule = self.content.rule.as_ref();
        rule.is_some_and(|rule| rule.holds(card, now))
    }
}

impl Catalog {
    /// A collection that the public sees now, or that the actor curates;
    /// `None` for everybody else.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn collection(
        &self,
        actor: &Actor,
        id: CollectionId,
    ) -> Result<Option<Collection>, DbErr> {
        let found = store::by_id(self.db.catalogue(), id).await?;
        Ok(found.filter(|own| self.shown(actor, own)))
    }

    /// The same by the name in addresses.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn collection_by_slug(
        &self,
        actor: &Actor,
        slug: &str,
    ) -> Result<Option<Collection>, DbErr> {
        let found = store::by_slug(self.db.catalogue(), slug).await?;
        Ok(found.filter(|own| self.shown(actor, own)))
    }

    fn shown(&self, actor: &Actor, own: &Collection) -> bool {
        let province = own.province_code.as_deref();
        own.public_at(self.clock.now()) || covers(&curates(actor), province)
    }

    /// The collections that the public sees now, by position.
    ///
    /// # Errors
    /// [`ListError`].
    pub async fn collections(
        &self,
        filter: &CollectionFilter,
        page: &PageArgs,
    ) -> Result<Page<Collection>, ListError> {
        let (db, now) = (self.db.catalogue(), self.clock.now());
        let rows = store::public_page(db, filter, now, page).await?;
        Ok(Page::from_rows(page, rows, store::place))
    }

    /// The collections that the actor curates, in whatever status, by
    /// position.
    ///
    /// # Errors
    /// [`ReadError`].
    pub async fn curated_collections(
        &self,
        actor: &Actor,
        filter: &CuratedFilter,
        page: &PageArgs,
    ) -> Result<Page<Collection>, ReadError> {
        let reach = curates(actor);
        if reach.is_nowhere() {
            return Err(ReadError::NotAllowed);
        }
        let (db, within) = (self.db.primary(), reach.provinces());
        let rows = store::curated_page(db, within, filter, page).await?;
        Ok(Page::from_rows(page, rows, store::place))
    }

    /// A page of the public products of a collection that the caller was
    /// given, in its order: one statement.
    ///
    /// # Errors
    /// [`ListError::Page`] for a cursor of another list.
    pub async fn collection_products(
        &self,
        own: &Collection,
        page: &PageArgs,
    ) -> Result<Page<Card>, ListError> {
        let now = self.clock.now();
        if let Some(rule) = &own.content.rule {
            let order = rule.sort.order();
            let condition = own.condition(now, own.along(order, self.db.engine()));
            return self.cards_where(condition, order, page).await;
        }
        let rows = store::manual_page(self.db.catalogue(), own, now, page).await?;
        let page = Page::from_rows(page, rows, store::Held::cursor);
        Ok(page.map(|held| held.card))
    }

    /// How many public products a collection has, up to [`crate::MAX_COUNT`].
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn count_collection(&self, own: &Collection) -> Result<u64, DbErr> {
        let route = own.along(COUNTED, self.db.engine());
        let condition = own.condition(self.clock.now(), route);
        self.count_where(condition).await
    }

    /// What a manual collection that the actor curates holds, public or not,
    /// in its order.
    ///
    /// # Errors
    /// [`ReadError`].
    pub async fn collection_entries(
        &self,
        actor: &Actor,
        id: CollectionId,
        page: &PageArgs,
    ) -> Result<Page<CollectionEntry>, ReadError> {
        self.readable(actor, id).await?;
        let rows = store::entries(self.db.primary(), id, page).await?;
        Ok(Page::from_rows(page, rows, |own| store::at(own.position)))
    }

    /// What was done with a collection that the actor curates, the latest
    /// first.
    ///
    /// # Errors
    /// [`ReadError`].
    pub async fn collection_history(
        &self,
        actor: &Actor,
        id: CollectionId,
        page: &PageArgs,
    ) -> Result<Page<CollectionEvent>, ReadError> {
        self.readable(actor, id).await?;
        let rows = store::history(self.db.primary(), id, page).await?;
        Ok(Page::from_rows(page, rows, store::event_place))
    }

    async fn readable(&self, actor: &Actor, id: CollectionId) -> Result<(), ReadError> {
        let found = store::by_id(self.db.primary(), id).await?;
        let own = found.ok_or(ReadError::NotFound)?;
        match covers(&curates(actor), own.province_code.as_deref()) {
            true => Ok(()),
            false => Err(ReadError::NotFound),
        }
    }
}
