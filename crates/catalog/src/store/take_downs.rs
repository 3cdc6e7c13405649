//! `take_down`.

use crate::entity::take_down::{Column, Entity, Model};
use crate::listing::TakeDown;
use db::Tx;
use kernel::{AccountId, ProductId};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter,
};

impl From<Model> for TakeDown {
    fn from(row: Model) -> Self {
        TakeDown {
            id: row.id.into(),
            product_id: row.product_id.into(),
            authority: row.authority,
            order_number: row.order_number,
            ordered_on: row.ordered_on,
            reason: row.reason,
            taken_by: row.taken_by.map(AccountId),
            taken_at: row.taken_at,
            lifted_by: row.lifted_by.map(AccountId),
            lifted_at: row.lifted_at,
            lift_reason: row.lift_reason,
        }
    }
}

fn row(own: &TakeDown) -> Model {
    Model {
        id: own.id.0,
        product_id: own.product_id.0,
        authority: own.authority.clone(),
        order_number: own.order_number.clone(),
        ordered_on: own.ordered_on,
        reason: own.reason.clone(),
        taken_by: own.taken_by.map(|id| id.0),
        taken_at: own.taken_at,
        lifted_by: own.lifted_by.map(|id| id.0),
        lifted_at: own.lifted_at,
        lift_reason: own.lift_reason.clone(),
    }
}

pub(crate) async fn insert(tx: &Tx, own: &TakeDown) -> Result<(), DbErr> {
    Entity::insert(row(own).into_active_model())
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

/// Writes an order under the lock of its product.
pub(crate) async fn update(tx: &Tx, own: &TakeDown) -> Result<(), DbErr> {
    let change = row(own).into_active_model().reset_all();
    change.update(tx).await.map(|_| ())
}

/// The order that keeps a locked product down.
pub(crate) async fn standing(tx: &Tx, product: ProductId) -> Result<Option<TakeDown>, DbErr> {
    let found = Entity::find()
        .filter(Column::ProductId.eq(product.0))
        .filter(Column::LiftedAt.is_null())
        .one(tx)
        .await?;
    Ok(found.map(TakeDown::from))
}

/// The orders that keep these products down, one each at most.
pub(crate) async fn standing_of(
    connection: &impl ConnectionTrait,
    products: &[ProductId],
) -> Result<Vec<TakeDown>, DbErr> {
    let found = Entity::find()
        .filter(Column::ProductId.is_in(products.iter().map(|id| id.0)))
        .filter(Column::LiftedAt.is_null())
        .all(connection)
        .await?;
    Ok(found.into_iter().map(TakeDown::from).collect())
}
