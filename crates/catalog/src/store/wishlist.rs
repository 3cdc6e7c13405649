//! `wishlist` and `wishlist_entry`.

use super::PageFault;
use super::cursors::{at, page_by_time};
use crate::entity::wishlist_entry::{Column, Entity, Model};
use crate::wishlist::{Unwished, WishlistEntry};
use db::Tx;
use kernel::{AccountId, Cursor, PageArgs, ProductId};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, Order, QueryFilter,
    QuerySelect, Statement,
};
use uuid::Uuid;

/// The order of a list.
const BY_ADDING: &str = "wishlist.adding";

impl From<Model> for WishlistEntry {
    fn from(row: Model) -> Self {
        Self {
            id: row.id.into(),
            account_id: row.account_id.into(),
            product_id: row.product_id.into(),
            added_at: row.added_at,
        }
    }
}

/// Adds an entry; `false` where the product is on the list.
pub(crate) async fn insert(tx: &Tx, own: &WishlistEntry) -> Result<bool, DbErr> {
    let row = Model {
        id: own.id.0,
        account_id: own.account_id.0,
        product_id: own.product_id.0,
        added_at: own.added_at,
    };
    let once = OnConflict::columns([Column::AccountId, Column::ProductId])
        .do_nothing()
        .to_owned();
    let added = Entity::insert(row.into_active_model())
        .on_conflict(once)
        .exec_without_returning(tx)
        .await?;
    Ok(added > 0)
}

pub(crate) async fn of_product(
    tx: &Tx,
    account: AccountId,
    product: ProductId,
) -> Result<Option<WishlistEntry>, DbErr> {
    let found = Entity::find()
        .filter(Column::AccountId.eq(account.0))
        .filter(Column::ProductId.eq(product.0))
        .one(tx)
        .await?;
    Ok(found.map(WishlistEntry::from))
}

/// Counts one more entry; `false` where that would be too many.
pub(crate) async fn count_one_more(tx: &Tx, account: AccountId, most: i64) -> Result<bool, DbErr> {
    let sql = "INSERT INTO wishlist (account_id, entries) VALUES ($1, 1) \
        ON CONFLICT (account_id) DO UPDATE SET entries = wishlist.entries + 1 \
        WHERE wishlist.entries < $2";
    let values = [account.0.into(), most.into()];
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    Ok(tx.execute_raw(statement).await?.rows_affected() == 1)
}

pub(crate) async fn count_one_less(tx: &Tx, account: AccountId) -> Result<(), DbErr> {
    let sql = "UPDATE wishlist SET entries = entries - 1 WHERE account_id = $1";
    let values = [account.0.into()];
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    tx.execute_raw(statement).await.map(|_| ())
}

/// Takes an entry off; `false` where there is none.
pub(crate) async fn remove(tx: &Tx, account: AccountId, what: Unwished) -> Result<bool, DbErr> {
    let one = match what {
        Unwished::Product(id) => Column::ProductId.eq(id.0),
        Unwished::Entry(id) => Column::Id.eq(id.0),
    };
    let removed = Entity::delete_many()
        .filter(Column::AccountId.eq(account.0))
        .filter(one)
        .exec(tx)
        .await?;
    Ok(removed.rows_affected > 0)
}

pub(crate) fn position(own: &WishlistEntry) -> Cursor {
    at(BY_ADDING, own.added_at, own.id.0)
}

/// An account's list, what was added first at the beginning; one more than the
/// page holds.
pub(crate) async fn rows(
    connection: &impl ConnectionTrait,
    account: AccountId,
    page: &PageArgs,
) -> Result<Vec<WishlistEntry>, PageFault> {
    let query = Entity::find().filter(Column::AccountId.eq(account.0));
    let by = (Column::AddedAt, Column::Id);
    let query = page_by_time(query, by, (BY_ADDING, Order::Asc), page)?;
    let rows = query.all(connection).await?;
    Ok(rows.into_iter().map(WishlistEntry::from).collect())
}

/// Which of these products are on the list.
pub(crate) async fn among(
    connection: &impl ConnectionTrait,
    account: AccountId,
    products: &[ProductId],
) -> Result<Vec<ProductId>, DbErr> {
    let found: Vec<Uuid> = Entity::find()
        .select_only()
        .column(Column::ProductId)
        .filter(Column::AccountId.eq(account.0))
        .filter(Column::ProductId.is_in(products.iter().map(|id| id.0)))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(found.into_iter().map(ProductId).collect())
}
