//! A product's page: everything that it shows, in one statement.

use crate::Catalog;
use crate::card::{Card, corrupt};
use crate::details::{self, ProductDetails};
use crate::entity::{product, product_card};
use crate::list::LEFT;
use crate::producer_story::ProducerStory;
use crate::producer_story::store::live;
use crate::visibility::public_at;
use db::Engine;
use kernel::{ProductId, VariantId};
use programme::{Certificate, Producer, carried};
use sea_orm::sea_query::{Expr, Query, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    PartialModelTrait, QueryFilter, QueryResult, QuerySelect, QueryTrait, Select,
};
use std::collections::HashMap;
use std::sync::OnceLock;
use uuid::Uuid;

/// Before the columns of `product`.
const DETAILS: &str = "d_";
const AVAILABLE: &str = "available";

/// A public product with all that its page shows.
#[derive(Clone, Debug, PartialEq)]
pub struct ProductPage {
    /// What lists show of it.
    pub card: Card,
    /// What only its page says.
    pub details: ProductDetails,
    /// The certificate that makes it public.
    pub certificate: Certificate,
    /// Who makes and sells it.
    pub producer: Producer,
    /// What the producer tells of itself, as far as it was approved.
    pub story: Option<ProducerStory>,
    /// What can be bought now, as [`Catalog::availability`] counts it; `None`
    /// where the catalogue is read from a replica, which stock never is.
    pub availability: Option<HashMap<VariantId, i64>>,
}

/// The statements' texts. A page has some eighty columns, and writing them out
/// anew costs more than reading the row.
#[derive(Debug, Default)]
pub(crate) struct PageTexts {
    by_id: OnceLock<String>,
    by_slug: OnceLock<String>,
}

impl Catalog {
    /// The page of a public product.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn page_by_id(&self, id: ProductId) -> Result<Option<ProductPage>, DbErr> {
        let condition = product_card::Column::ProductId.eq(id.0);
        self.page_where(&self.page_texts.by_id, condition).await
    }

    /// The page of a public product by its slug.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn page_by_slug(&self, slug: &str) -> Result<Option<ProductPage>, DbErr> {
        let condition = product_card::Column::Slug.eq(slug);
        self.page_where(&self.page_texts.by_slug, condition).await
    }

    async fn page_where(
        &self,
        text: &OnceLock<String>,
        condition: SimpleExpr,
    ) -> Result<Option<ProductPage>, DbErr> {
        let (backend, has_stock) = (self.db.backend(), !self.db.has_replica());
        let condition = Condition::all()
            .add(public_at(self.clock.now()))
            .add(condition);
        // The condition holds all values of the statement.
        let mut statement = backend.build(Query::select().cond_where(condition.clone()));
        statement.sql.clone_from(text.get_or_init(|| {
            let stock = has_stock.then(|| available(self.db.engine()));
            page(condition, stock).build(backend).sql
        }));
        let Some(row) = self.db.catalogue().query_one_raw(statement).await? else {
            return Ok(None);
        };
        let availability = match has_stock {
            true => Some(read_available(&row)?),
            false => None,
        };
        Ok(Some(ProductPage {
            card: Card::from_query_result(&row, "")?,
            details: details::Row::from_query_result(&row, DETAILS)?.try_into()?,
            certificate: carried::certificate_of(&row)?,
            producer: carried::producer_of(&row)?,
            story: live::carried_by(&row)?,
            availability,
        }))
    }
}

fn page(condition: Condition, stock: Option<SimpleExpr>) -> Select<product_card::Entity> {
    use product_card::Column;
    let query = product_card::Entity::find().filter(condition);
    let query = carried::with_certificate(query, Column::CertificateId);
    let query = carried::with_producer(query, Column::ProducerId);
    let query = live::carried(query, Column::ProducerId);
    let own = product_card::Entity::belongs_to(product::Entity)
        .from(Column::ProductId)
        .to(product::Column::Id);
    let query = query.join(JoinType::InnerJoin, own.into());
    let query = details::Row::select_cols_nested(query, Some(DETAILS), None);
    match stock {
        Some(stock) => query.expr_as(stock, AVAILABLE),
        None => query,
    }
}

/// What can be bought of each variant, as a JSON object: one row stays one
/// row, however many variants there are.
fn available(engine: Engine) -> SimpleExpr {
    let (gather, id) = match engine {
        Engine::Sqlite => ("json_group_object", "lower(hex(stock.variant_id))"),
        Engine::Postgres => ("json_object_agg", "stock.variant_id"),
    };
    Expr::cust(format!(
        "(SELECT CAST({gather}({id}, {LEFT}) AS TEXT) \
         FROM stock JOIN product_variant ON product_variant.id = stock.variant_id \
         WHERE product_variant.product_id = product_card.product_id AND product_variant.session_of IS NULL)"
    ))
}

fn read_available(row: &QueryResult) -> Result<HashMap<VariantId, i64>, DbErr> {
    // Null without a variant, which no public product is.
    let text: Option<String> = row.try_get("", AVAILABLE)?;
    let stock: HashMap<Uuid, i64> = serde_json::from_str(text.as_deref().unwrap_or("{}"))
        .map_err(|error| corrupt(format!("stock of a page: {error}")))?;
    let stock = stock.into_iter();
    Ok(stock.map(|(id, units)| (id.into(), units)).collect())
}
