//! Browsing: lists and look-ups of public cards, each one indexed query.

use crate::CardFilter;
use crate::Catalog;
use crate::card::{Card, CardVariant, corrupt};
use crate::entity::product_card::{Column, Entity};
use crate::entity::product_variant;
use crate::order::{CardOrder, Row};
use crate::store::PageFault;
use crate::visibility::public_at;
use kernel::{Page, PageArgs, PageError, ProductId, VariantId};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use std::collections::HashMap;

/// Where counting stops.
pub const MAX_COUNT: u64 = 10_000;

/// In which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CardSort {
    /// Last published first.
    #[default]
    Newest,
    /// Cheapest first.
    PriceAsc,
    /// Dearest first.
    PriceDesc,
    /// Most stars first, then the newest.
    Stars,
    /// By name without tone marks.
    Name,
    /// Best rated first, then the most rated; what nobody rated comes last.
    Rating,
    /// Most often bought first, then the newest.
    BestSelling,
}

/// Why a list was refused.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// The page arguments do not fit.
    #[error(transparent)]
    Page(#[from] PageError),
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

impl From<PageFault> for ListError {
    fn from(fault: PageFault) -> Self {
        match fault {
            PageFault::Page(error) => Self::Page(error),
            PageFault::Database(error) => Self::Fault(error),
        }
    }
}

/// Why there is nothing to read for an actor.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// No such thing that the actor may see.
    #[error("there is nothing like it")]
    NotFound,
    /// It is for others: moderators' and curators' lists.
    #[error("it is not for the actor")]
    NotAllowed,
    /// The page arguments do not fit.
    #[error(transparent)]
    Page(#[from] PageError),
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

impl From<PageFault> for ReadError {
    fn from(fault: PageFault) -> Self {
        match fault {
            PageFault::Page(error) => Self::Page(error),
            PageFault::Database(error) => Self::Fault(error),
        }
    }
}

/// What is left of a variant, from its row and that of its stock.
pub(crate) const LEFT: &str = "CASE WHEN product_variant.tracking = 'ON_DEMAND' \
     THEN product_variant.max_per_order ELSE stock.on_hand - stock.reserved END";

impl Catalog {
    /// A page of public cards.
    ///
    /// # Errors
    /// [`ListError::Page`] for a cursor of another list.
    pub async fn cards(
        &self,
        filter: &CardFilter,
        sort: CardSort,
        page: &PageArgs,
    ) -> Result<Page<Card>, ListError> {
        let order = sort.order();
        let route = self.route(filter, order).await?;
        let condition = filter.condition(self.clock.now(), route);
        self.cards_where(condition, order, page).await
    }

    /// A page of the cards that a condition lets pass, which asks the gate.
    pub(crate) async fn cards_where(
        &self,
        condition: Condition,
        order: CardOrder,
        page: &PageArgs,
    ) -> Result<Page<Card>, ListError> {
        let query = Entity::find().filter(condition);
        let query = order.page(query, page)?;
        let rows = query.into_model::<Row>().all(self.db.catalogue()).await?;
        let page = Page::from_rows(page, rows, |row| order.cursor(row));
        Ok(page.map(|row| row.card))
    }

    /// How many public cards there are, up to [`MAX_COUNT`].
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn count_cards(&self, filter: &CardFilter) -> Result<u64, DbErr> {
        let route = self.route_of_all(filter).await?;
        let condition = filter.condition(self.clock.now(), route);
        self.count_where(condition).await
    }

    pub(crate) async fn count_where(&self, condition: Condition) -> Result<u64, DbErr> {
        use sea_orm::sea_query::{Alias, Query};
        let capped = Query::select()
            .expr_as(Expr::val(1), Alias::new("one"))
            .from(Entity)
            .cond_where(condition)
            .limit(MAX_COUNT)
            .to_owned();
        let count = Query::select()
            .expr(Expr::cust("COUNT(*)"))
            .from_subquery(capped, Alias::new("capped"))
            .to_owned();
        let row = self.db.catalogue().query_one(&count).await?;
        let count: i64 = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// The public cards among the given products, in any order.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn cards_by_ids(&self, ids: &[ProductId]) -> Result<Vec<Card>, DbErr> {
        let query = Entity::find().filter(Column::ProductId.is_in(ids.iter().map(|id| id.0)));
        query
            .filter(public_at(self.clock.now()))
            .into_model()
            .all(self.db.catalogue())
            .await
    }

    /// What the given products are called, public or not: for who reviewed,
    /// asked about or reported one, and for moderators.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn names_of_products(
        &self,
        ids: &[ProductId],
    ) -> Result<Vec<(ProductId, String)>, DbErr> {
        let rows: Vec<(uuid::Uuid, String)> = Entity::find()
            .select_only()
            .column(Column::ProductId)
            .column(Column::Name)
            .filter(Column::ProductId.is_in(ids.iter().map(|id| id.0)))
            .into_tuple()
            .all(self.db.primary())
            .await?;
        let rows = rows.into_iter();
        Ok(rows.map(|(id, name)| (id.into(), name)).collect())
    }

    /// The cards of the given products whether public or not: for the index
    /// and for the producer's own views, never for the public.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn any_cards_by_ids(&self, ids: &[ProductId]) -> Result<Vec<Card>, DbErr> {
        let query = Entity::find().filter(Column::ProductId.is_in(ids.iter().map(|id| id.0)));
        query.into_model().all(self.db.primary()).await
    }

    /// Up to `limit` cards after a product, in the order of ids, whether
    /// public or not: for building and checking the index.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn cards_after(
        &self,
        after: Option<ProductId>,
        limit: u64,
    ) -> Result<Vec<Card>, DbErr> {
        let mut query = Entity::find().order_by_asc(Column::ProductId).limit(limit);
        if let Some(after) = after {
            query = query.filter(Column::ProductId.gt(after.0));
        }
        query.into_model().all(self.db.primary()).await
    }

    /// The public variants among the given ids with their products, in any
    /// order.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn variants_by_ids(
        &self,
        ids: &[VariantId],
    ) -> Result<Vec<(ProductId, CardVariant)>, DbErr> {
        let rows = product_variant::Entity::find()
            .filter(product_variant::Column::Id.is_in(ids.iter().map(|id| id.0)))
            .filter(product_variant::Column::RetiredAt.is_null())
            .filter(product_variant::Column::SessionOf.is_null())
            .all(self.db.catalogue())
            .await?;
        let products: Vec<ProductId> = rows.iter().map(|row| row.product_id.into()).collect();
        let public: HashMap<_, _> = self
            .cards_by_ids(&products)
            .await?
            .into_iter()
            .map(|card| (card.product_id.0, ()))
            .collect();
        rows.iter()
            .filter(|row| public.contains_key(&row.product_id))
            .map(|row| Ok((row.product_id.into(), CardVariant::try_from(row)?)))
            .collect()
    }

    /// How many units of each variant are left: on hand less reserved, and of
    /// what is made to order as many as one order may hold. Variants without
    /// stock rows are absent.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn availability(&self, ids: &[VariantId]) -> Result<HashMap<VariantId, i64>, DbErr> {
        Self::availability_on(self.db.primary(), ids).await
    }

    /// The same on the caller's connection or transaction.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn availability_on(
        connection: &impl ConnectionTrait,
        ids: &[VariantId],
    ) -> Result<HashMap<VariantId, i64>, DbErr> {
        use sea_orm::sea_query::{Alias, Query};
        let variant = (Alias::new("stock"), Alias::new("variant_id"));
        let own = (product_variant::Entity, product_variant::Column::Id);
        let query = Query::select()
            .column(variant.clone())
            .expr(Expr::cust(LEFT))
            .from(Alias::new("stock"))
            .inner_join(
                product_variant::Entity,
                Expr::col(own).equals(variant.clone()),
            )
            .and_where(Expr::col(variant).is_in(ids.iter().map(|id| id.0)))
            .to_owned();
        let rows = connection.query_all(&query).await?;
        rows.iter()
            .map(|row| {
                let id: uuid::Uuid = row.try_get_by_index(0)?;
                let available: i64 = row
                    .try_get_by_index(1)
                    .map_err(|e| corrupt(format!("stock of {id}: {e:?}")))?;
                Ok((id.into(), available))
            })
            .collect()
    }
}
