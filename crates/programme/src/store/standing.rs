//! `producer_event` and `producer_verification`.

use super::unknown;
use crate::entity::{producer_event, producer_verification};
use crate::{ProducerEvent, ProducerStatus, ProducerVerification, VerificationMethod};
use db::Tx;
use kernel::{ProducerId, id::new_uuid};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder,
};

/// Appends to the history of a producer that the transaction has locked or
/// inserted.
pub(crate) async fn append_event(tx: &Tx, entry: ProducerEvent) -> Result<(), DbErr> {
    let before = producer_event::Entity::find()
        .filter(producer_event::Column::ProducerId.eq(entry.producer_id.0))
        .count(tx)
        .await?;
    let row = producer_event::Model {
        id: new_uuid(entry.at),
        producer_id: entry.producer_id.0,
        position: i32::try_from(before + 1)
            .map_err(|_| DbErr::Custom("a history is full".to_owned()))?,
        status: entry.status.as_str().to_owned(),
        grounds: entry.grounds,
        actor: entry.actor,
        at: entry.at,
    };
    producer_event::Entity::insert(row.into_active_model())
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

pub(crate) async fn append_verification(
    tx: &Tx,
    verification: ProducerVerification,
) -> Result<(), DbErr> {
    let row = producer_verification::Model {
        id: new_uuid(verification.at),
        producer_id: verification.producer_id.0,
        method: verification.method.as_str().to_owned(),
        evidence: verification.evidence,
        verifier: verification.verifier,
        at: verification.at,
    };
    producer_verification::Entity::insert(row.into_active_model())
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

pub(crate) async fn is_verified(tx: &Tx, id: ProducerId) -> Result<bool, DbErr> {
    let found = producer_verification::Entity::find()
        .filter(producer_verification::Column::ProducerId.eq(id.0))
        .count(tx)
        .await?;
    Ok(found > 0)
}

/// The histories of producers, each oldest first.
pub(crate) async fn events(
    connection: &impl ConnectionTrait,
    ids: &[ProducerId],
) -> Result<Vec<ProducerEvent>, DbErr> {
    let rows = producer_event::Entity::find()
        .filter(producer_event::Column::ProducerId.is_in(ids.iter().map(|id| id.0)))
        .order_by_asc(producer_event::Column::Position)
        .all(connection)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(ProducerEvent {
                producer_id: ProducerId(row.producer_id),
                status: ProducerStatus::parse(&row.status)
                    .ok_or_else(|| unknown("producer_event.status", &row.status))?,
                grounds: row.grounds,
                actor: row.actor,
                at: row.at,
            })
        })
        .collect()
}

/// The verifications of producers, each producer's oldest first.
pub(crate) async fn verifications(
    connection: &impl ConnectionTrait,
    ids: &[ProducerId],
) -> Result<Vec<ProducerVerification>, DbErr> {
    let rows = producer_verification::Entity::find()
        .filter(producer_verification::Column::ProducerId.is_in(ids.iter().map(|id| id.0)))
        .order_by_asc(producer_verification::Column::At)
        .order_by_asc(producer_verification::Column::Id)
        .all(connection)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(ProducerVerification {
                producer_id: ProducerId(row.producer_id),
                method: VerificationMethod::parse(&row.method)
                    .ok_or_else(|| unknown("producer_verification.method", &row.method))?,
                evidence: row.evidence,
                verifier: row.verifier,
                at: row.at,
            })
        })
        .collect()
}
