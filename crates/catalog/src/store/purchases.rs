//! `purchase`.

use crate::entity::purchase::{Column, Entity, Model};
use crate::reviews::Purchased;
use db::Tx;
use kernel::{AccountId, OrderLineId};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QuerySelect,
};
use uuid::Uuid;

impl From<Model> for Purchased {
    fn from(row: Model) -> Self {
        Self {
            line: row.order_line_id.into(),
            product_id: row.product_id.into(),
            variant_id: row.variant_id.into(),
            producer_id: row.producer_id.into(),
            account_id: row.account_id.map(AccountId),
            delivered_at: row.delivered_at,
        }
    }
}

/// Writes lines; those that are there stay as they are.
pub(crate) async fn insert(tx: &Tx, lines: &[Purchased]) -> Result<(), DbErr> {
    let row = |own: &Purchased| {
        let row = Model {
            order_line_id: own.line.0,
            product_id: own.product_id.0,
            variant_id: own.variant_id.0,
            producer_id: own.producer_id.0,
            account_id: own.account_id.map(|id| id.0),
            delivered_at: own.delivered_at,
        };
        row.into_active_model()
    };
    for some in lines.chunks(500) {
        let once = OnConflict::column(Column::OrderLineId)
            .do_nothing()
            .to_owned();
        Entity::insert_many(some.iter().map(row))
            .on_conflict(once)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// How many lines of a product were delivered.
pub(crate) async fn count_of(
    connection: &impl ConnectionTrait,
    product: Uuid,
) -> Result<i64, DbErr> {
    let lines = Entity::find().filter(Column::ProductId.eq(product));
    let count = lines.count(connection).await?;
    i64::try_from(count).map_err(|error| DbErr::Type(error.to_string()))
}

/// The line, locked until the transaction ends.
pub(crate) async fn lock(tx: &Tx, line: OrderLineId) -> Result<Option<Purchased>, DbErr> {
    let found = Entity::find_by_id(line.0).lock_exclusive().one(tx).await?;
    Ok(found.map(Purchased::from))
}
