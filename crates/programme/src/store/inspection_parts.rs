//! `inspection_event` and `inspection_finding`.

use super::unknown;
use crate::entity::{inspection_event as event, inspection_finding as finding};
use crate::inspections::{Finding, Inspection, InspectionEvent, InspectionStatus, Severity};
use db::Tx;
use kernel::{Actor, InspectionId, Timestamp, id::new_uuid};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder,
};

fn severity(name: &str) -> Result<Severity, DbErr> {
    Severity::parse(name).ok_or_else(|| unknown("inspection_finding.severity", name))
}

pub(crate) async fn insert_finding(tx: &Tx, own: Finding) -> Result<(), DbErr> {
    let row = finding::Model {
        id: new_uuid(own.at),
        inspection_id: own.inspection_id.0,
        checkpoint: own.checkpoint,
        severity: own.severity.as_str().to_owned(),
        text: own.text,
        at: own.at,
    };
    finding::Entity::insert(row.into_active_model())
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

pub(crate) async fn count_findings(tx: &Tx, id: InspectionId) -> Result<u64, DbErr> {
    finding::Entity::find()
        .filter(finding::Column::InspectionId.eq(id.0))
        .count(tx)
        .await
}

/// The gravest severity among an inspection's findings.
pub(crate) async fn worst_finding(tx: &Tx, id: InspectionId) -> Result<Option<Severity>, DbErr> {
    let found = findings(tx, &[id]).await?;
    Ok(found.into_iter().map(|own| own.severity).max())
}

pub(crate) async fn findings(
    connection: &impl ConnectionTrait,
    ids: &[InspectionId],
) -> Result<Vec<Finding>, DbErr> {
    let rows = finding::Entity::find()
        .filter(finding::Column::InspectionId.is_in(ids.iter().map(|id| id.0)))
        .order_by_asc(finding::Column::At)
        .order_by_asc(finding::Column::Id)
        .all(connection)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Finding {
                inspection_id: InspectionId(row.inspection_id),
                checkpoint: row.checkpoint,
                severity: severity(&row.severity)?,
                text: row.text,
                at: row.at,
            })
        })
        .collect()
}

/// Adds to the history of a locked inspection.
pub(crate) async fn append_event(
    tx: &Tx,
    own: &Inspection,
    command: &str,
    note: Option<&str>,
    actor: &Actor,
    at: Timestamp,
) -> Result<(), DbErr> {
    let before = event::Entity::find()
        .filter(event::Column::InspectionId.eq(own.id.0))
        .count(tx)
        .await?;
    let row = event::Model {
        inspection_id: own.id.0,
        place: i64::try_from(before).unwrap_or(i64::MAX - 1) + 1,
        command: command.to_owned(),
        status: own.status.as_str().to_owned(),
        note: note.map(str::to_owned),
        actor: actor.label(),
        at,
    };
    event::Entity::insert(row.into_active_model())
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

/// The histories of inspections, the oldest entry first.
pub(crate) async fn events(
    connection: &impl ConnectionTrait,
    ids: &[InspectionId],
) -> Result<Vec<InspectionEvent>, DbErr> {
    let rows = event::Entity::find()
        .filter(event::Column::InspectionId.is_in(ids.iter().map(|id| id.0)))
        .order_by_asc(event::Column::InspectionId)
        .order_by_asc(event::Column::Place)
        .all(connection)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(InspectionEvent {
                inspection_id: InspectionId(row.inspection_id),
                status: InspectionStatus::parse(&row.status)
                    .ok_or_else(|| unknown("inspection_event.status", &row.status))?,
                command: row.command,
                note: row.note,
                actor: row.actor,
                at: row.at,
            })
        })
        .collect()
}
