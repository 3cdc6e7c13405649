//! What was delivered can be reviewed, by who bought it.
//!
//! `catalog` keeps a row for each delivered line, which this crate writes with
//! the delivery; and only this crate knows whose an order is.

use crate::Orders;
use crate::entity::{customer_order, order_line, producer_order};
use crate::status::PartStatus;
use crate::store::{self, purchases};
use catalog::reviews::{Buyer, Purchased, record_purchases};
use db::Tx;
use kernel::{Actor, OrderLineId, ProducerOrderId, Timestamp};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

/// How many lines one transaction mends.
const BATCH: u64 = 500;

/// Why a line was not proved to be somebody's.
#[derive(Debug, thiserror::Error)]
pub enum ProofError {
    /// No such line, or another's: nobody learns which.
    #[error("there is no such line")]
    NotFound,
    /// It is the actor's, and was not delivered.
    #[error("the line was not delivered")]
    NotDelivered,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

impl Orders {
    /// Proves that a delivered line is the actor's: by the account that placed
    /// the order, or by the order's secret.
    ///
    /// # Errors
    /// [`ProofError`].
    pub async fn prove_purchase(
        &self,
        actor: &Actor,
        line: OrderLineId,
        token: Option<&str>,
    ) -> Result<Buyer, ProofError> {
        let db = self.db.primary();
        let found = order_line::Entity::find_by_id(line.0).one(db).await?;
        let own = found.ok_or(ProofError::NotFound)?;
        let part = producer_order::Entity::find_by_id(own.producer_order_id);
        let part = part.one(db).await?.ok_or(ProofError::NotFound)?;
        let order = customer_order::Entity::find_by_id(part.order_id);
        let order = order.one(db).await?.ok_or(ProofError::NotFound)?;
        if !self.holds(actor, token, (order.account_id, &order.token_hash)) {
            return Err(ProofError::NotFound);
        }
        if store::part_status(&part)? != PartStatus::Delivered {
            return Err(ProofError::NotDelivered);
        }
        Ok(Buyer {
            line,
            account: order.account_id.map(Into::into).or(actor.account_id()),
            recipient: order.recipient,
        })
    }

    /// Writes, with the delivery, that the lines of a part can be reviewed.
    pub(crate) async fn delivered(
        &self,
        tx: &Tx,
        order: &customer_order::Model,
        part: ProducerOrderId,
        now: Timestamp,
    ) -> Result<(), DbErr> {
        let found = producer_order::Entity::find_by_id(part.0).one(tx).await?;
        let Some(found) = found else {
            return Ok(());
        };
        let lines = order_line::Entity::find()
            .filter(order_line::Column::ProducerOrderId.eq(part.0))
            .all(tx)
            .await?;
        let lines = lines.into_iter().map(|line| Purchased {
            line: line.id.into(),
            product_id: line.product_id.into(),
            variant_id: line.variant_id.into(),
            producer_id: found.producer_id.into(),
            account_id: order.account_id.map(Into::into),
            delivered_at: now,
        });
        record_purchases(tx, &lines.collect::<Vec<_>>()).await
    }

    /// Writes what deliveries should have written; returns how much was
    /// missing: an older version of this program, which runs beside this one
    /// while it is replaced, does not write it. What is sound is only read.
    ///
    /// # Errors
    /// [`DbErr`]; what was not written is left for the next call.
    pub async fn mend_purchases(&self) -> Result<usize, DbErr> {
        let mut mended = 0;
        if purchases::any_undated(self.db.primary()).await? {
            mended += db::retry(|| self.date_deliveries()).await?;
        }
        while purchases::any_missing(self.db.primary()).await? {
            let batch = db::retry(|| self.mend_batch()).await?;
            if batch == 0 {
                break;
            }
            mended += batch;
        }
        Ok(mended)
    }

    async fn date_deliveries(&self) -> Result<usize, DbErr> {
        let tx = self.db.begin().await?;
        let dated = purchases::date(&tx).await?;
        tx.commit().await?;
        Ok(usize::try_from(dated).unwrap_or(usize::MAX))
    }

    async fn mend_batch(&self) -> Result<usize, DbErr> {
        let tx = self.db.begin().await?;
        let missing = purchases::missing(&tx, BATCH).await?;
        record_purchases(&tx, &missing).await?;
        tx.commit().await?;
        Ok(missing.len())
    }
}
