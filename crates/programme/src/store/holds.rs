//! `certificate_hold`.

use crate::entity::certificate_hold::{ActiveModel, Column, Entity, Model};
use crate::entity::inspection;
use crate::inspections::Inspection;
use db::Tx;
use kernel::{Actor, CertificateId, InspectionId, Timestamp};
use sea_orm::sea_query::{ExprTrait, OnConflict, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

/// Holds the certificate of a locked inspection; `false` where it does so
/// already. A hold that was lifted is placed anew: what was before is told by
/// the histories of the inspections.
pub(crate) async fn place(
    tx: &Tx,
    inspection: &Inspection,
    actor: &Actor,
    now: Timestamp,
) -> Result<bool, DbErr> {
    let before = Entity::find_by_id(inspection.id.0).one(tx).await?;
    if before.is_some_and(|own| own.lifted_at.is_none()) {
        return Ok(false);
    }
    let row = Model {
        inspection_id: inspection.id.0,
        certificate_id: inspection.certificate_id.0,
        placed_at: now,
        placed_by: actor.label(),
        lifted_at: None,
        lifted_by: None,
        lift_grounds: None,
    };
    let anew = OnConflict::column(Column::InspectionId)
        .update_columns([
            Column::PlacedAt,
            Column::PlacedBy,
            Column::LiftedAt,
            Column::LiftedBy,
            Column::LiftGrounds,
        ])
        .to_owned();
    Entity::insert(row.into_active_model())
        .on_conflict(anew)
        .exec_without_returning(tx)
        .await
        .map(|_| true)
}

fn lifted(actor: &Actor, grounds: Option<&str>, now: Timestamp) -> ActiveModel {
    ActiveModel {
        lifted_at: Set(Some(now)),
        lifted_by: Set(Some(actor.label())),
        lift_grounds: Set(grounds.map(str::to_owned)),
        ..Default::default()
    }
}

/// Lifts the holds that the inspections of a case placed; returns how many.
pub(crate) async fn lift_of_case(
    tx: &Tx,
    case: InspectionId,
    actor: &Actor,
    now: Timestamp,
) -> Result<u64, DbErr> {
    let own = Query::select()
        .column(inspection::Column::Id)
        .from(inspection::Entity)
        .cond_where(inspection::Column::CaseId.eq(case.0))
        .to_owned();
    let done = Entity::update_many()
        .set(lifted(actor, None, now))
        .filter(Column::InspectionId.in_subquery(own))
        .filter(Column::LiftedAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected)
}

/// Lifts every hold on a certificate; returns the inspections that placed them.
pub(crate) async fn lift_all(
    tx: &Tx,
    certificate: CertificateId,
    actor: &Actor,
    grounds: &str,
    now: Timestamp,
) -> Result<Vec<InspectionId>, DbErr> {
    let open = Column::CertificateId
        .eq(certificate.0)
        .and(Column::LiftedAt.is_null());
    let rows = Entity::find()
        .filter(open.clone())
        .order_by_asc(Column::InspectionId)
        .all(tx)
        .await?;
    Entity::update_many()
        .set(lifted(actor, Some(grounds), now))
        .filter(open)
        .exec(tx)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| InspectionId(row.inspection_id))
        .collect())
}

/// Which of the certificates have a hold that is not lifted.
pub(crate) async fn open_on(
    connection: &impl ConnectionTrait,
    ids: &[CertificateId],
) -> Result<Vec<CertificateId>, DbErr> {
    let found: Vec<Uuid> = Entity::find()
        .select_only()
        .column(Column::CertificateId)
        .distinct()
        .filter(Column::CertificateId.is_in(ids.iter().map(|id| id.0)))
        .filter(Column::LiftedAt.is_null())
        .into_tuple()
        .all(connection)
        .await?;
    Ok(found.into_iter().map(CertificateId).collect())
}
