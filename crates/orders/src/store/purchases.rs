//! Delivered lines held against what can be reviewed.

use super::sales::rows;
use catalog::reviews::Purchased;
use kernel::{AccountId, Timestamp};
use sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

const DELIVERED: &str = "FROM order_line l JOIN producer_order p ON p.id = l.producer_order_id \
    JOIN customer_order o ON o.id = p.order_id WHERE p.status = 'DELIVERED'";
const UNWRITTEN: &str = "NOT EXISTS (SELECT 1 FROM purchase b WHERE b.order_line_id = l.id)";

const UNDATED: &str = "status = 'DELIVERED' AND delivered_at IS NULL AND EXISTS (SELECT 1 FROM fulfillment f \
    WHERE f.producer_order_id = producer_order.id AND f.delivered_at IS NOT NULL)";

/// Whether there is a delivery whose order does not say when.
pub(crate) async fn any_undated(connection: &impl ConnectionTrait) -> Result<bool, DbErr> {
    let sql = format!("SELECT 1 FROM producer_order WHERE {UNDATED} LIMIT 1");
    Ok(!rows(connection, &sql, Vec::new()).await?.is_empty())
}

/// Writes when they were delivered; returns how many.
pub(crate) async fn date(tx: &db::Tx) -> Result<u64, DbErr> {
    let sql = format!(
        "UPDATE producer_order SET delivered_at = (SELECT f.delivered_at FROM fulfillment f \
            WHERE f.producer_order_id = producer_order.id) WHERE {UNDATED}"
    );
    Ok(tx.execute_unprepared(&sql).await?.rows_affected())
}

/// Whether there is a delivered line that cannot be reviewed.
pub(crate) async fn any_missing(connection: &impl ConnectionTrait) -> Result<bool, DbErr> {
    let sql = format!("SELECT 1 {DELIVERED} AND {UNWRITTEN} LIMIT 1");
    Ok(!rows(connection, &sql, Vec::new()).await?.is_empty())
}

/// Delivered lines that cannot be reviewed, some of them.
pub(crate) async fn missing(
    connection: &impl ConnectionTrait,
    most: u64,
) -> Result<Vec<Purchased>, DbErr> {
    let sql = format!(
        "SELECT l.id, l.product_id, l.variant_id, p.producer_id, o.account_id, \
            COALESCE((SELECT f.delivered_at FROM fulfillment f WHERE f.producer_order_id = p.id), p.updated_at) \
        {DELIVERED} AND {UNWRITTEN} LIMIT $1"
    );
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let rows = rows(connection, &sql, vec![most.into()]).await?;
    rows.iter()
        .map(|row| {
            let id = |place| row.try_get_by_index::<Uuid>(place);
            let account: Option<Uuid> = row.try_get_by_index(4)?;
            let delivered_at: Timestamp = row.try_get_by_index(5)?;
            Ok(Purchased {
                line: id(0)?.into(),
                product_id: id(1)?.into(),
                variant_id: id(2)?.into(),
                producer_id: id(3)?.into(),
                account_id: account.map(AccountId),
                delivered_at,
            })
        })
        .collect()
}

/// How many delivered lines cannot be reviewed, and what can be and was not
/// delivered, or not to that account.
pub(crate) async fn wrong(connection: &impl ConnectionTrait) -> Result<i64, DbErr> {
    let sql = format!(
        "SELECT (SELECT COUNT(*) {DELIVERED} AND {UNWRITTEN}) \
        + (SELECT COUNT(*) FROM purchase b WHERE NOT EXISTS (SELECT 1 {DELIVERED} AND l.id = b.order_line_id \
            AND l.product_id = b.product_id AND p.producer_id = b.producer_id \
            AND (o.account_id = b.account_id OR (o.account_id IS NULL AND b.account_id IS NULL))))"
    );
    let rows = rows(connection, &sql, Vec::new()).await?;
    rows.first().map_or(Ok(0), |row| row.try_get_by_index(0))
}
