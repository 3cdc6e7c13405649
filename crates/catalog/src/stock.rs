//! Stock: reserved at checkout, consumed at shipment, returned on cancel or
//! expiry. Every change is one conditional update whose condition the
//! database checks again (`CHECK (reserved <= on_hand)`), and one movement.

use crate::Catalog;
use crate::projection::refresh_later;
use db::Tx;
use kernel::clock::day_in_vietnam;
use kernel::{Actor, ProducerOrderId, Timestamp, VariantId, id::new_uuid};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, LockType, Order, Query};
use sea_orm::{ConnectionTrait, DbErr, QueryResult, Statement, Value};
use std::collections::{BTreeSet, HashMap};
use std::fmt::Write;
use uuid::Uuid;

/// So many units of a variant for one producer's part of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// For which part.
    pub producer_order_id: ProducerOrderId,
    /// Of what.
    pub variant_id: VariantId,
    /// How many, at least 1.
    pub quantity: i64,
    /// Whether there are only so many; what is made to order is not counted.
    pub tracked: bool,
}

/// Why stock was refused.
#[derive(Debug, thiserror::Error)]
pub enum StockError {
    /// Fewer units are left than wanted.
    #[error("only {available} of variant {variant_id} are available")]
    OutOfStock {
        /// Of what.
        variant_id: VariantId,
        /// What is left.
        available: i64,
    },
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(StockError);

impl Catalog {
    /// Reserves all of `wanted` that is counted within the caller's
    /// transaction, in the order of variant ids.
    ///
    /// # Errors
    /// [`StockError::OutOfStock`] for the first variant with too few units;
    /// the caller then rolls back.
    pub async fn reserve(
        &self,
        tx: &Tx,
        wanted: &[Wanted],
        actor: &Actor,
        now: Timestamp,
    ) -> Result<(), StockError> {
        // Whoever changes how it is tracked waits for the quote's lock.
        let mut wanted: Vec<Wanted> = wanted.iter().filter(|item| item.tracked).copied().collect();
        wanted.sort_by_key(|item| item.variant_id);
        for item in wanted {
            let row = query(
                tx,
                "UPDATE stock SET reserved = reserved + $1 WHERE variant_id = $2 AND on_hand - reserved >= $1 \
                 RETURNING on_hand - reserved",
                [item.quantity.into(), item.variant_id.0.into()],
            )
            .await?;
            let Some(left) = row else {
                let available = available(tx, item.variant_id).await?;
                return Err(StockError::OutOfStock {
                    variant_id: item.variant_id,
                    available,
                });
            };
            execute(
                tx,
                "INSERT INTO stock_reservation (producer_order_id, variant_id, quantity, status, created_at) VALUES ($1, $2, $3, 'OPEN', $4)",
                [item.producer_order_id.0.into(), item.variant_id.0.into(), item.quantity.into(), now.into()],
            )
            .await?;
            movement(
                tx,
                "RESERVE",
                item.variant_id,
                0,
                item.quantity,
                Some(item.producer_order_id),
                actor,
                now,
            )
            .await?;
            if left == 0 {
                self.availability_flipped(tx, item.variant_id, now).await?;
            }
        }
        Ok(())
    }

    /// Returns what is still reserved for the given parts. Parts without open
    /// reservations are left as they are.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn release(
        &self,
        tx: &Tx,
        parts: &[ProducerOrderId],
        actor: &Actor,
        now: Timestamp,
    ) -> Result<(), DbErr> {
        for (part, variant, quantity) in close_reservations(tx, parts, "RELEASED").await? {
            let left = query(
                tx,
                "UPDATE stock SET reserved = reserved - $1 WHERE variant_id = $2 RETURNING on_hand - reserved",
                [quantity.into(), variant.0.into()],
            )
            .await?;
            movement(tx, "RELEASE", variant, 0, -quantity, Some(part), actor, now).await?;
            if left == Some(quantity) {
                self.availability_flipped(tx, variant, now).await?;
            }
        }
        Ok(())
    }

    /// Consumes what is reserved for the given parts: the goods leave.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn ship(
        &self,
        tx: &Tx,
        parts: &[ProducerOrderId],
        actor: &Actor,
        now: Timestamp,
    ) -> Result<(), DbErr> {
        for (part, variant, quantity) in close_reservations(tx, parts, "SHIPPED").await? {
            execute(
                tx,
                "UPDATE stock SET on_hand = on_hand - $1, reserved = reserved - $1 WHERE variant_id = $2",
                [quantity.into(), variant.0.into()],
            )
            .await?;
            movement(
                tx,
                "SHIP",
                variant,
                -quantity,
                -quantity,
                Some(part),
                actor,
                now,
            )
            .await?;
        }
        Ok(())
    }

    /// Adds units that arrived at the producer's store.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn receive(
        &self,
        tx: &Tx,
        variant: VariantId,
        quantity: i64,
        actor: &Actor,
    ) -> Result<(), DbErr> {
        let now = self.clock.now();
        let left = query(
            tx,
            "UPDATE stock SET on_hand = on_hand + $1 WHERE variant_id = $2 RETURNING on_hand - reserved",
            [quantity.into(), variant.0.into()],
        )
        .await?;
        if left.is_none() {
            return Err(DbErr::RecordNotFound(format!("stock of variant {variant}")));
        }
        movement(tx, "RECEIVE", variant, quantity, 0, None, actor, now).await?;
        self.availability_flipped(tx, variant, now).await
    }

    /// On hand and reserved of these variants; those without stock are absent.
    pub(crate) async fn stock_on(
        connection: &impl ConnectionTrait,
        ids: &[VariantId],
    ) -> Result<HashMap<VariantId, (i64, i64)>, DbErr> {
        let query = Query::select()
            .columns(["variant_id", "on_hand", "reserved"].map(Alias::new))
            .from(Alias::new("stock"))
            .and_where(Expr::col(Alias::new("variant_id")).is_in(ids.iter().map(|id| id.0)))
            .to_owned();
        stocks(&connection.query_all(&query).await?)
    }

    /// On hand and reserved of a variant, locked until the transaction ends.
    pub(crate) async fn lock_stock(
        &self,
        tx: &Tx,
        variant: VariantId,
    ) -> Result<(i64, i64), DbErr> {
        // A write that changes nothing locks the row on both databases.
        let row = tx
            .query_one_raw(Statement::from_sql_and_values(
                tx.get_database_backend(),
                "UPDATE stock SET reserved = reserved WHERE variant_id = $1 RETURNING on_hand, reserved",
                [variant.0.into()],
            ))
            .await?;
        let row =
            row.ok_or_else(|| DbErr::RecordNotFound(format!("stock of variant {variant}")))?;
        Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))
    }

    /// On hand and reserved of these variants, locked in the order in which
    /// everybody locks them until the transaction ends.
    pub(crate) async fn lock_stocks(
        tx: &Tx,
        variants: &[VariantId],
    ) -> Result<HashMap<VariantId, (i64, i64)>, DbErr> {
        let id = || Expr::col(Alias::new("variant_id"));
        let query = Query::select()
            .columns(["variant_id", "on_hand", "reserved"].map(Alias::new))
            .from(Alias::new("stock"))
            .and_where(id().is_in(variants.iter().map(|id| id.0)))
            .order_by(Alias::new("variant_id"), Order::Asc)
            .lock(LockType::Update)
            .to_owned();
        stocks(&tx.query_all(&query).await?)
    }

    /// Corrects what is on hand of locked variants of the products: by how
    /// much each changes.
    pub(crate) async fn adjust(
        &self,
        tx: &Tx,
        changes: &[(VariantId, Uuid, i64)],
        actor: &Actor,
        now: Timestamp,
    ) -> Result<(), DbErr> {
        for chunk in changes.chunks(250) {
            let mut cases = String::new();
            let mut values: Vec<Value> = Vec::with_capacity(chunk.len() * 2);
            for (variant, _, change) in chunk {
                let at = values.len();
                let _ = write!(cases, " WHEN ${} THEN ${}", at + 1, at + 2);
                values.extend([variant.0.into(), (*change).into()]);
            }
            let ids: Vec<String> = (0..chunk.len())
                .map(|n| format!("${}", 2 * n + 1))
                .collect();
            let sql = format!(
                "UPDATE stock SET on_hand = on_hand + CASE variant_id{cases} ELSE 0 END WHERE variant_id IN ({})",
                ids.join(", ")
            );
            execute_all(tx, &sql, values).await?;
            let moved: Vec<_> = chunk
                .iter()
                .map(|(id, _, change)| (id.0, *change))
                .collect();
            movements(tx, "ADJUST", &moved, actor, now).await?;
        }
        let products: BTreeSet<Uuid> = changes.iter().map(|(_, product, _)| *product).collect();
        for product in products {
            refresh_later(tx, product, now).await?;
        }
        Ok(())
    }

    /// Lets the card follow after the commit: doing it here would make every
    /// buyer of the last unit wait for every reader of the card.
    async fn availability_flipped(
        &self,
        tx: &Tx,
        variant: VariantId,
        now: Timestamp,
    ) -> Result<(), DbErr> {
        let row = tx
            .query_one_raw(Statement::from_sql_and_values(
                tx.get_database_backend(),
                "SELECT product_id FROM product_variant WHERE id = $1",
                [variant.0.into()],
            ))
            .await?;
        let Some(row) = row else { return Ok(()) };
        refresh_later(tx, row.try_get_by_index(0)?, now).await
    }
}

fn stocks(rows: &[QueryResult]) -> Result<HashMap<VariantId, (i64, i64)>, DbErr> {
    rows.iter()
        .map(|row| {
            let id: Uuid = row.try_get_by_index(0)?;
            Ok((
                id.into(),
                (row.try_get_by_index(1)?, row.try_get_by_index(2)?),
            ))
        })
        .collect()
}

/// The first stock of new variants, in bulk.
pub(crate) async fn receive_first(
    tx: &Tx,
    stock: &[(Uuid, i64)],
    actor: &Actor,
    now: Timestamp,
) -> Result<(), DbErr> {
    for chunk in stock.chunks(500) {
        let places = |columns: usize, render: &dyn Fn(usize) -> String| {
            (0..chunk.len())
                .map(|n| render(n * columns + 1))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let rows = places(2, &|n| format!("(${n}, ${}, 0)", n + 1));
        let values: Vec<Value> = chunk
            .iter()
            .flat_map(|(variant, units)| [(*variant).into(), (*units).into()])
            .collect();
        execute_all(
            tx,
            &format!("INSERT INTO stock (variant_id, on_hand, reserved) VALUES {rows}"),
            values,
        )
        .await?;
        movements(tx, "RECEIVE", chunk, actor, now).await?;
    }
    Ok(())
}

/// The log of what changed on hand of variants, at most 500 of them.
async fn movements(
    tx: &Tx,
    kind: &'static str,
    changes: &[(Uuid, i64)],
    actor: &Actor,
    now: Timestamp,
) -> Result<(), DbErr> {
    let rows: Vec<String> = (0..changes.len())
        .map(|n| {
            let [a, b, c, d, e] = [1, 2, 3, 4, 5].map(|place| n * 5 + place);
            format!("(${a}, ${b}, '{kind}', ${c}, 0, ${d}, ${e})")
        })
        .collect();
    let values = changes.iter().flat_map(|(variant, change)| {
        [
            new_uuid(now).into(),
            (*variant).into(),
            (*change).into(),
            actor.label().into(),
            now.into(),
        ]
    });
    let sql = format!(
        "INSERT INTO stock_movement (id, variant_id, kind, on_hand_change, reserved_change, actor, at) VALUES {}",
        rows.join(", ")
    );
    execute_all(tx, &sql, values.collect()).await
}

/// Whether any variant of a product can be bought at an instant: units are
/// left or made to order, in its season; of a service, places of a session.
pub(crate) async fn any_available(
    connection: &impl ConnectionTrait,
    product: Uuid,
    now: Timestamp,
) -> Result<bool, DbErr> {
    let today = day_in_vietnam(now);
    connection
        .query_one_raw(Statement::from_sql_and_values(
            connection.get_database_backend(),
            "SELECT 1 FROM product_variant v JOIN product p ON p.id = v.product_id \
             LEFT JOIN stock s ON s.variant_id = v.id \
             WHERE v.product_id = $1 AND v.retired_at IS NULL \
             AND (v.tracking = 'ON_DEMAND' OR s.on_hand > s.reserved) \
             AND ((p.kind = 'SERVICE' AND v.closes_at > $2) OR (p.kind = 'GOODS' AND v.session_of IS NULL)) \
             AND (p.sell_from IS NULL OR p.sell_from <= $3) AND (p.sell_until IS NULL OR p.sell_until >= $3) LIMIT 1",
            [product.into(), now.into(), today.into()],
        ))
        .await
        .map(|row| row.is_some())
}

/// Closes the open reservations of parts and tells them by variant id: the
/// order in which stock rows are locked.
async fn close_reservations(
    tx: &Tx,
    parts: &[ProducerOrderId],
    status: &str,
) -> Result<Vec<(ProducerOrderId, VariantId, i64)>, DbErr> {
    let mut closed = Vec::new();
    for part in parts {
        let rows = tx
            .query_all_raw(Statement::from_sql_and_values(
                tx.get_database_backend(),
                "UPDATE stock_reservation SET status = $1 WHERE producer_order_id = $2 AND status = 'OPEN' RETURNING variant_id, quantity",
                [status.into(), part.0.into()],
            ))
            .await?;
        for row in rows {
            let (variant, quantity): (Uuid, i64) =
                (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            closed.push((*part, VariantId(variant), quantity));
        }
    }
    closed.sort_by_key(|(_, variant, _)| *variant);
    Ok(closed)
}

async fn available(tx: &Tx, variant: VariantId) -> Result<i64, DbErr> {
    Ok(query(
        tx,
        "SELECT on_hand - reserved FROM stock WHERE variant_id = $1",
        [variant.0.into()],
    )
    .await?
    .unwrap_or(0))
}

#[allow(clippy::too_many_arguments, reason = "one row of the log")]
async fn movement(
    tx: &Tx,
    kind: &str,
    variant: VariantId,
    on_hand_change: i64,
    reserved_change: i64,
    part: Option<ProducerOrderId>,
    actor: &Actor,
    now: Timestamp,
) -> Result<(), DbErr> {
    execute(
        tx,
        "INSERT INTO stock_movement (id, variant_id, kind, on_hand_change, reserved_change, producer_order_id, actor, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        [
            new_uuid(now).into(),
            variant.0.into(),
            kind.into(),
            on_hand_change.into(),
            reserved_change.into(),
            part.map(|part| part.0).into(),
            actor.label().into(),
            now.into(),
        ],
    )
    .await
}

/// The first column of the only row.
async fn query<const N: usize>(
    tx: &Tx,
    sql: &str,
    values: [Value; N],
) -> Result<Option<i64>, DbErr> {
    let row = tx
        .query_one_raw(Statement::from_sql_and_values(
            tx.get_database_backend(),
            sql,
            values,
        ))
        .await?;
    row.map(|row| row.try_get_by_index(0)).transpose()
}

async fn execute<const N: usize>(tx: &Tx, sql: &str, values: [Value; N]) -> Result<(), DbErr> {
    execute_all(tx, sql, values.to_vec()).await
}

async fn execute_all(tx: &Tx, sql: &str, values: Vec<Value>) -> Result<(), DbErr> {
    tx.execute_raw(Statement::from_sql_and_values(
        tx.get_database_backend(),
        sql,
        values,
    ))
    .await
    .map(|_| ())
}
