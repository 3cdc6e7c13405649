//! `certificate` and `certificate_event`; with every certificate, whether it is
//! held.

use super::unknown;
use crate::dossiers::Dossier;
use crate::entity::certificate::{ActiveModel, Column, Entity, Model};
use crate::entity::{certificate_event as event, certificate_succession as succession};
use crate::{Certificate, CertificateEvent, CertificateStatus, Ground, IssuerLevel};
use chrono::NaiveDate;
use db::Tx;
use kernel::{CertificateId, ProducerId, Timestamp, id::new_uuid, text};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, SimpleExpr};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult,
    IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Select, SelectModel, Selector,
};
use std::collections::HashMap;
use uuid::Uuid;

fn status(column: &str, name: &str) -> Result<CertificateStatus, DbErr> {
    CertificateStatus::parse(name).ok_or_else(|| unknown(column, name))
}

/// A certificate and whether it is held.
#[derive(FromQueryResult)]
struct Row {
    #[sea_orm(nested)]
    certificate: Model,
    held: bool,
}

/// Certificates with [`HELD`].
fn found(query: Select<Entity>) -> Selector<SelectModel<Row>> {
    query.expr_as(held(), HELD).into_model()
}

/// The name of what [`held`] gives.
pub(crate) const HELD: &str = "held";

/// Whether a hold on the certificate of the row is not lifted.
pub(crate) fn held() -> SimpleExpr {
    Expr::cust(
        "EXISTS (SELECT 1 FROM certificate_hold WHERE certificate_hold.certificate_id = certificate.id \
         AND certificate_hold.lifted_at IS NULL)",
    )
}

impl TryFrom<Row> for Certificate {
    type Error = DbErr;

    fn try_from(row: Row) -> Result<Self, DbErr> {
        Self::read(row.certificate, row.held)
    }
}

impl Certificate {
    pub(crate) fn read(row: Model, held: bool) -> Result<Self, DbErr> {
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
            held,
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
    found(Entity::find_by_id(id.0).lock_exclusive())
        .one(tx)
        .await?
        .map(Certificate::try_from)
        .transpose()
}

/// The certificates of those ids that exist, locked in the order of their ids
/// until the transaction ends.
pub(crate) async fn lock_all(tx: &Tx, ids: &[CertificateId]) -> Result<Vec<Certificate>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids = ids.iter().map(|id| id.0);
    let query = Entity::find()
        .filter(Column::Id.is_in(ids))
        .order_by_asc(Column::Id)
        .lock_exclusive();
    all(tx, query).await
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
            ground: entry.ground.map(|ground| ground.as_str().to_owned()),
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
    let producers = producers.iter().map(|id| id.0);
    all(
        connection,
        Entity::find().filter(Column::ProducerId.is_in(producers)),
    )
    .await
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

/// What happened to certificates, oldest first.
pub(crate) async fn events(
    connection: &impl ConnectionTrait,
    ids: &[CertificateId],
) -> Result<Vec<(CertificateId, CertificateEvent)>, DbErr> {
    let rows = event::Entity::find()
        .filter(event::Column::CertificateId.is_in(ids.iter().map(|id| id.0)))
        .order_by_asc(event::Column::At)
        .order_by_asc(event::Column::Id)
        .all(connection)
        .await?;
    rows.into_iter()
        .map(|row| {
            let ground = row.ground.as_deref().map(|name| {
                Ground::parse(name).ok_or_else(|| unknown("certificate_event.ground", name))
            });
            let entry = CertificateEvent {
                ground: ground.transpose()?,
                status: status("certificate_event.status", &row.status)?,
                grounds: row.grounds,
                decision_number: row.decision_number,
                actor: row.actor,
                at: row.at,
            };
            Ok((CertificateId(row.certificate_id), entry))
        })
        .collect()
}

pub(crate) async fn by_id(
    connection: &impl ConnectionTrait,
    id: CertificateId,
) -> Result<Option<Certificate>, DbErr> {
    found(Entity::find_by_id(id.0))
        .one(connection)
        .await?
        .map(Certificate::try_from)
        .transpose()
}

/// The certificates that a query finds, in its order.
pub(crate) async fn all(
    connection: &impl ConnectionTrait,
    query: Select<Entity>,
) -> Result<Vec<Certificate>, DbErr> {
    let rows = found(query).all(connection).await?;
    rows.into_iter().map(Certificate::try_from).collect()
}

pub(crate) async fn by_ids(
    connection: &impl ConnectionTrait,
    ids: &[CertificateId],
) -> Result<Vec<Certificate>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids = ids.iter().map(|id| id.0);
    all(connection, Entity::find().filter(Column::Id.is_in(ids))).await
}

/// The certificate of that number.
pub(crate) async fn by_number(
    connection: &impl ConnectionTrait,
    number: &str,
) -> Result<Option<Certificate>, DbErr> {
    found(Entity::find().filter(Column::Number.eq(number)))
        .one(connection)
        .await?
        .map(Certificate::try_from)
        .transpose()
}

/// The certificates that hold on a day for the product of a dossier: its
/// producer's, of the same name whatever the tone marks and case.
pub(crate) async fn in_force_of(
    tx: &Tx,
    dossier: &Dossier,
    day: NaiveDate,
) -> Result<Vec<CertificateId>, DbErr> {
    let held = [CertificateStatus::Active, CertificateStatus::Suspended];
    let rows = Entity::find()
        .filter(Column::ProducerId.eq(dossier.producer_id.0))
        .filter(Column::Status.is_in(held.map(CertificateStatus::as_str)))
        .filter(Column::ExpiresOn.gte(day))
        .all(tx)
        .await?;
    let name = text::fold(&dossier.product_name);
    let same = rows
        .into_iter()
        .filter(|row| text::fold(&row.product_name) == name);
    Ok(same.map(|row| CertificateId(row.id)).collect())
}

/// Records that `successor` took the place of `previous`.
pub(crate) async fn succeed(
    tx: &Tx,
    previous: CertificateId,
    successor: CertificateId,
    at: Timestamp,
) -> Result<(), DbErr> {
    let row = succession::Model {
        certificate_id: previous.0,
        successor_id: successor.0,
        at,
    };
    succession::Entity::insert(row.into_active_model())
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

pub(crate) async fn successor(
    connection: &impl ConnectionTrait,
    id: CertificateId,
) -> Result<Option<CertificateId>, DbErr> {
    let row = succession::Entity::find_by_id(id.0).one(connection).await?;
    Ok(row.map(|row| CertificateId(row.successor_id)))
}
