//! `certificate` and `certificate_event`.

use super::unknown;
use crate::entity::certificate::{ActiveModel, Column, Entity, Model};
use crate::entity::certificate_event as event;
use crate::{Certificate, CertificateEvent, CertificateStatus, IssuerLevel};
use db::Tx;
use kernel::{CertificateId, ProducerId, Timestamp, id::new_uuid};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect,
};
use std::collections::HashMap;
use uuid::Uuid;

fn status(column: &str, name: &str) -> Result<CertificateStatus, DbErr> {
    CertificateStatus::parse(name).ok_or_else(|| unknown(column, name))
}

impl TryFrom<Model> for Certificate {
    type Error = DbErr;

    fn try_from(row: Model) -> Result<Self, DbErr> {
        Ok(Certificate {
            id: CertificateId(row.id),
            number: row.number,
            producer_id: ProducerId(row.producer_id),
            product_name: row.product_name,
            stars: row.stars,
            score_hundredths: row.score_hundredths,
            potential_five: row.potential_five,
            issuer: row.issuer,
            issuer_level: IssuerLevel::parse(&row.issuer_level)
                .ok_or_else(|| unknown("certificate.issuer_level", &row.issuer_level))?,
            decision_number: row.decision_number,
            issued_on: row.issued_on,
            expires_on: row.expires_on,
            status: status("certificate.status", &row.status)?,
            recognised_year: row.recognised_year,
            demo: row.demo,
        })
    }
}

/// Inserts a certificate; `false` when its number is taken.
pub(crate) async fn insert(
    tx: &Tx,
    certificate: &Certificate,
    now: Timestamp,
) -> Result<bool, DbErr> {
    let inserted = Entity::insert(model(certificate, now).into_active_model())
        .on_conflict(OnConflict::column(Column::Number).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    Ok(inserted == 1)
}

/// Inserts certificates whose numbers are known to be free.
pub(crate) async fn insert_many(
    tx: &Tx,
    certificates: &[Certificate],
    now: Timestamp,
) -> Result<(), DbErr> {
    if certificates.is_empty() {
        return Ok(());
    }
    let rows = certificates
        .iter()
        .map(|certificate| model(certificate, now).into_active_model());
    Entity::insert_many(rows)
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

fn model(certificate: &Certificate, now: Timestamp) -> Model {
    Model {
        id: certificate.id.0,
        number: certificate.number.clone(),
        producer_id: certificate.producer_id.0,
        product_name: certificate.product_name.clone(),
        stars: certificate.stars,
        score_hundredths: certificate.score_hundredths,
        potential_five: certificate.potential_five,
        issuer: certificate.issuer.clone(),
        issuer_level: certificate.issuer_level.as_str().to_owned(),
        decision_number: certificate.decision_number.clone(),
        issued_on: certificate.issued_on,
        expires_on: certificate.expires_on,
        status: certificate.status.as_str().to_owned(),
        recognised_year: certificate.recognised_year,
        demo: certificate.demo,
        created_at: now,
        version: 1,
    }
}

/// The certificate, locked until the transaction ends.
pub(crate) async fn lock(tx: &Tx, id: CertificateId) -> Result<Option<Certificate>, DbErr> {
    Entity::find_by_id(id.0)
        .lock_exclusive()
        .one(tx)
        .await?
        .map(Certificate::try_from)
        .transpose()
}

pub(crate) async fn set_status(
    tx: &Tx,
    id: CertificateId,
    status: CertificateStatus,
) -> Result<(), DbErr> {
    Entity::update_many()
        .set(ActiveModel {
            status: Set(status.as_str().to_owned()),
            ..Default::default()
        })
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(id.0))
        .exec(tx)
        .await
        .map(|_| ())
}

pub(crate) async fn append_event(
    tx: &Tx,
    certificate: CertificateId,
    entry: CertificateEvent,
) -> Result<(), DbErr> {
    append_events(tx, vec![(certificate, entry)]).await
}

pub(crate) async fn append_events(
    tx: &Tx,
    entries: Vec<(CertificateId, CertificateEvent)>,
) -> Result<(), DbErr> {
    if entries.is_empty() {
        return Ok(());
    }
    let rows = entries.into_iter().map(|(certificate, entry)| {
        event::Model {
            id: new_uuid(entry.at),
            certificate_id: certificate.0,
            status: entry.status.as_str().to_owned(),
            grounds: entry.grounds,
            decision_number: entry.decision_number,
            actor: entry.actor,
            at: entry.at,
        }
        .into_active_model()
    });
    event::Entity::insert_many(rows)
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

/// Every certificate of these producers, in whatever status.
pub(crate) async fn of_producers(
    connection: &impl ConnectionTrait,
    producers: &[ProducerId],
) -> Result<Vec<Certificate>, DbErr> {
    if producers.is_empty() {
        return Ok(Vec::new());
    }
    let rows = Entity::find()
        .filter(Column::ProducerId.is_in(producers.iter().map(|id| id.0)))
        .all(connection)
        .await?;
    rows.into_iter().map(Certificate::try_from).collect()
}

/// Whose certificates have these numbers.
pub(crate) async fn holders(
    connection: &impl ConnectionTrait,
    numbers: &[&str],
) -> Result<HashMap<String, ProducerId>, DbErr> {
    if numbers.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(String, Uuid)> = Entity::find()
        .select_only()
        .column(Column::Number)
        .column(Column::ProducerId)
        .filter(Column::Number.is_in(numbers.iter().copied()))
        .into_tuple()
        .all(connection)
        .await?;
    let holders = rows.into_iter();
    Ok(holders
        .map(|(number, id)| (number, ProducerId(id)))
        .collect())
}

/// A certificate's history, oldest first.
pub(crate) async fn events(
    connection: &impl ConnectionTrait,
    id: CertificateId,
) -> Result<Vec<CertificateEvent>, DbErr> {
    let rows = event::Entity::find()
        .filter(event::Column::CertificateId.eq(id.0))
        .order_by_asc(event::Column::At)
        .order_by_asc(event::Column::Id)
        .all(connection)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(CertificateEvent {
                status: status("certificate_event.status", &row.status)?,
                grounds: row.grounds,
                decision_number: row.decision_number,
                actor: row.actor,
                at: row.at,
            })
        })
        .collect()
}

pub(crate) async fn by_id(
    connection: &impl ConnectionTrait,
    id: CertificateId,
) -> Result<Option<Certificate>, DbErr> {
    Entity::find_by_id(id.0)
        .one(connection)
        .await?
        .map(Certificate::try_from)
        .transpose()
}

pub(crate) async fn by_ids(
    connection: &impl ConnectionTrait,
    ids: &[CertificateId],
) -> Result<Vec<Certificate>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids = ids.iter().map(|id| id.0);
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids))
        .all(connection)
        .await?;
    rows.into_iter().map(Certificate::try_from).collect()
}
