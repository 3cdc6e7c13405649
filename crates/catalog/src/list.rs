//! Browsing: lists and look-ups of public cards, each one indexed query.

use crate::Catalog;
use crate::attribute_filter::AttributeFilter;
use crate::card::{Card, CardVariant, corrupt};
use crate::entity::product_card::{Column, Entity};
use crate::entity::product_variant;
use crate::order::{CardOrder, Row};
use crate::store::PageFault;
use crate::visibility::public_at;
use kernel::{Money, Page, PageArgs, PageError, ProducerId, ProductId, Timestamp, VariantId};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use std::collections::HashMap;

/// Where counting stops.
pub const MAX_COUNT: u64 = 10_000;

/// Which cards. Every condition holds; an empty list matches nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct CardFilter {
    pub stars_min: Option<i32>,
    pub stars_max: Option<i32>,
    pub stars_in: Option<Vec<i32>>,
    pub groups: Option<Vec<String>>,
    pub producers: Option<Vec<ProducerId>>,
    pub provinces: Option<Vec<String>>,
    pub communes: Option<Vec<String>>,
    /// A variant costs at least this …
    pub price_min: Option<Money>,
    /// … and a variant at most this.
    pub price_max: Option<Money>,
    pub in_stock: Option<bool>,
    /// By attributes, each named once; every one holds.
    pub attributes: Vec<AttributeFilter>,
}

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

impl CardFilter {
    /// The filter without what it asks of one attribute.
    pub(crate) fn without_attribute(&self, code: &str) -> Self {
        let mut filter = self.clone();
        filter.attributes.retain(|own| own.attribute.code != code);
        filter
    }

    pub(crate) fn condition(&self, now: Timestamp) -> Condition {
        let attributes = self.attributes.iter();
        let attributes = attributes.fold(Condition::all(), |all, own| all.add(own.condition()));
        let uuids = |ids: &Vec<ProducerId>| ids.iter().map(|id| id.0).collect::<Vec<_>>();
        Condition::all()
            .add(public_at(now))
            .add_option(self.stars_min.map(|stars| Column::Stars.gte(stars)))
            .add_option(self.stars_max.map(|stars| Column::Stars.lte(stars)))
            .add_option(
                self.stars_in
                    .clone()
                    .map(|stars| Column::Stars.is_in(stars)),
            )
            .add_option(
                self.groups
                    .clone()
                    .map(|groups| Column::GroupCode.is_in(groups)),
            )
            .add_option(
                self.producers
                    .as_ref()
                    .map(|ids| Column::ProducerId.is_in(uuids(ids))),
            )
            .add_option(
                self.provinces
                    .clone()
                    .map(|codes| Column::ProvinceCode.is_in(codes)),
            )
            .add_option(
                self.communes
                    .clone()
                    .map(|codes| Column::CommuneCode.is_in(codes)),
            )
            .add_option(
                self.price_min
                    .map(|price| Column::PriceMax.gte(price.dong())),
            )
            .add_option(
                self.price_max
                    .map(|price| Column::PriceMin.lte(price.dong())),
            )
            .add_option(self.in_stock.map(|in_stock| Column::InStock.eq(in_stock)))
            .add(attributes)
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
        let condition = filter.condition(self.clock.now());
        self.cards_where(condition, sort.order(), page).await
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
        self.count_where(filter.condition(self.clock.now())).await
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
