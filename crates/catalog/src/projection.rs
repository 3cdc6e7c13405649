//! Keeps cards true: rewrites them in the same transaction as their sources.

use crate::card::{Card, Sources};
use crate::entity::{product, product_card, product_image, product_variant};
use crate::jobs::REFRESH_CARD;
use crate::store::{purchases, reviews};
use crate::{events, stock};
use ::jobs::{Event, NewJob, Outbox, Projection, enqueue};
use async_trait::async_trait;
use db::Tx;
use kernel::Timestamp;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, Iterable, QueryFilter,
    QueryOrder, QuerySelect,
};
use uuid::Uuid;

/// Follows the programme's certificates and producers.
pub struct CardProjection;

#[async_trait]
impl Projection for CardProjection {
    async fn follow(&self, outbox: &Outbox, tx: &Tx, event: Event) -> Result<(), DbErr> {
        use programme::events::{CERTIFICATE_CHANGED, CERTIFICATE_SUCCEEDED, PRODUCER_CHANGED};
        let column = match event.topic {
            CERTIFICATE_CHANGED | CERTIFICATE_SUCCEEDED => product::Column::CertificateId,
            PRODUCER_CHANGED => product::Column::ProducerId,
            _ => return Ok(()),
        };
        let products: Vec<Uuid> = product::Entity::find()
            .select_only()
            .column(product::Column::Id)
            .filter(column.eq(event.subject))
            // The order in which everybody locks cards.
            .order_by_asc(product::Column::Id)
            .into_tuple()
            .all(tx)
            .await?;
        if event.topic == CERTIFICATE_SUCCEEDED
            && let Some(successor) = programme::successor_of(tx, event.subject.into()).await?
        {
            // What was sold under the one before is sold under its successor.
            product::Entity::update_many()
                .col_expr(product::Column::CertificateId, Expr::value(successor.0))
                .filter(product::Column::Id.is_in(products.clone()))
                .exec(tx)
                .await?;
        }
        for id in products {
            refresh(outbox, tx, id, event.at).await?;
        }
        Ok(())
    }
}

/// Rewrites the card of one product from its sources, and announces the
/// change when there is one.
pub(crate) async fn refresh(
    outbox: &Outbox,
    tx: &Tx,
    id: Uuid,
    now: Timestamp,
) -> Result<(), DbErr> {
    // Two refreshes of one card must not overtake each other with older facts.
    let current = product_card::Entity::find_by_id(id)
        .lock_exclusive()
        .into_model::<Card>()
        .one(tx)
        .await?;
    let Some(fresh) = assemble(tx, id, now).await? else {
        return Ok(());
    };
    if current.is_some_and(|card| {
        card == Card {
            updated_at: card.updated_at,
            ..fresh.clone()
        }
    }) {
        return Ok(());
    }
    let row = fresh.to_row()?.into_active_model();
    let replace = OnConflict::column(product_card::Column::ProductId)
        .update_columns(
            product_card::Column::iter()
                .filter(|column| *column as usize != product_card::Column::ProductId as usize),
        )
        .to_owned();
    product_card::Entity::insert(row)
        .on_conflict(replace)
        .exec_without_returning(tx)
        .await?;
    outbox
        .announce(
            tx,
            Event {
                topic: events::PRODUCT_CHANGED,
                subject: id,
                at: now,
            },
        )
        .await
}

/// Lets a product's card follow after the commit.
pub(crate) async fn refresh_later(tx: &Tx, product: Uuid, now: Timestamp) -> Result<(), DbErr> {
    let job = NewJob::new(REFRESH_CARD, &product.to_string(), now);
    enqueue(tx, job.unique(product.to_string())).await
}

/// The card that the sources say; `None` when there is no such product.
pub(crate) async fn assemble(
    connection: &impl ConnectionTrait,
    id: Uuid,
    now: Timestamp,
) -> Result<Option<Card>, DbErr> {
    let Some(product) = product::Entity::find_by_id(id).one(connection).await? else {
        return Ok(None);
    };
    let producer = programme::find_producer(connection, product.producer_id.into())
        .await?
        .ok_or_else(|| DbErr::RecordNotFound(format!("producer of product {id}")))?;
    let certificate = match product.certificate_id {
        Some(certificate) => programme::find_certificate(connection, certificate.into()).await?,
        None => None,
    };
    let variants = product_variant::Entity::find()
        .filter(product_variant::Column::ProductId.eq(id))
        .filter(product_variant::Column::RetiredAt.is_null())
        .filter(product_variant::Column::SessionOf.is_null())
        .order_by_asc(product_variant::Column::Position)
        .all(connection)
        .await?;
    let images = product_image::Entity::find()
        .filter(product_image::Column::ProductId.eq(id))
        .order_by_asc(product_image::Column::Position)
        .all(connection)
        .await?;
    let in_stock = stock::any_available(connection, id, now).await?;
    let rating = reviews::rating_of(connection, id).await?;
    let sources = Sources {
        product: &product,
        variants: &variants,
        images: &images,
        producer: &producer,
        certificate: certificate.as_ref(),
        in_stock,
        rating,
        purchases: purchases::count_of(connection, id).await?,
    };
    Card::assemble(&sources, now).map(Some)
}
