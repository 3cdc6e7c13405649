//! `dossier`, `dossier_event` and `commune_report`.

use super::{latest, unknown};
use crate::ListError;
use crate::dossiers::Sight;
use crate::dossiers::{
    CommuneReport, Dossier, DossierCommand, DossierEvent, DossierFilter, DossierKind, DossierStatus,
};
use crate::entity::dossier::{ActiveModel, Column, Entity, Model};
use crate::entity::{
    commune_report as report, council_agenda as agenda, council_seat as seat,
    dossier_event as event, programme_cycle as cycle,
};
use crate::score::Average;
use db::Tx;
use kernel::{
    Actor, CertificateId, Cursor, CycleId, DossierId, PageArgs, ProducerId, Timestamp, id::new_uuid,
};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SimpleExpr};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect,
};

/// The order of lists: the latest first.
const LATEST: &str = "dossiers.latest";

impl TryFrom<Model> for Dossier {
    type Error = DbErr;

    fn try_from(row: Model) -> Result<Self, DbErr> {
        Ok(Self {
            id: DossierId(row.id),
            cycle_id: CycleId(row.cycle_id),
            producer_id: ProducerId(row.producer_id),
            kind: DossierKind::parse(&row.kind)
                .ok_or_else(|| unknown("dossier.kind", &row.kind))?,
            previous_certificate_id: row.previous_certificate_id.map(CertificateId),
            product_name: row.product_name,
            group_code: row.group_code,
            product_set: row.product_set,
            idea: row.idea,
            plan: row.plan,
            status: status("dossier.status", &row.status)?,
            average: match (row.score_sum, row.score_count) {
                (Some(sum), Some(count)) => Average::stored(sum, i64::from(count)),
                _ => None,
            },
            mandatory_failed: row.mandatory_failed,
            stars: row.stars,
            demo: row.demo,
            created_at: row.created_at,
        })
    }
}

fn status(column: &str, name: &str) -> Result<DossierStatus, DbErr> {
    DossierStatus::parse(name).ok_or_else(|| unknown(column, name))
}

pub(crate) async fn insert(tx: &Tx, dossier: &Dossier) -> Result<(), DbErr> {
    let row = Model {
        id: dossier.id.0,
        cycle_id: dossier.cycle_id.0,
        producer_id: dossier.producer_id.0,
        kind: dossier.kind.as_str().to_owned(),
        previous_certificate_id: dossier.previous_certificate_id.map(|id| id.0),
        product_name: dossier.product_name.clone(),
        group_code: dossier.group_code.clone(),
        product_set: dossier.product_set,
        idea: dossier.idea.clone(),
        plan: dossier.plan.clone(),
        status: dossier.status.as_str().to_owned(),
        score_sum: None,
        score_count: None,
        mandatory_failed: false,
        stars: None,
        demo: dossier.demo,
        created_at: dossier.created_at,
        updated_at: dossier.created_at,
        version: 1,
    };
    Entity::insert(row.into_active_model())
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

/// Writes what may change of a dossier.
pub(crate) async fn update(tx: &Tx, dossier: &Dossier, now: Timestamp) -> Result<(), DbErr> {
    let count = dossier.average.map(Average::count);
    let count = count
        .map(i32::try_from)
        .transpose()
        .map_err(|_| DbErr::Type("more sheets than a council has seats".to_owned()))?;
    Entity::update_many()
        .set(ActiveModel {
            idea: Set(dossier.idea.clone()),
            plan: Set(dossier.plan.clone()),
            status: Set(dossier.status.as_str().to_owned()),
            score_sum: Set(dossier.average.map(Average::sum)),
            score_count: Set(count),
            mandatory_failed: Set(dossier.mandatory_failed),
            stars: Set(dossier.stars),
            updated_at: Set(now),
            ..Default::default()
        })
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(dossier.id.0))
        .exec(tx)
        .await
        .map(|_| ())
}

/// The dossier, locked until the transaction ends.
pub(crate) async fn lock(tx: &Tx, id: DossierId) -> Result<Option<Dossier>, DbErr> {
    let row = Entity::find_by_id(id.0).lock_exclusive().one(tx).await?;
    row.map(Dossier::try_from).transpose()
}

/// The dossiers of those ids, locked in the order of their ids.
pub(crate) async fn lock_all(tx: &Tx, ids: &[DossierId]) -> Result<Vec<Dossier>, DbErr> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids.iter().map(|id| id.0)))
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(tx)
        .await?;
    rows.into_iter().map(Dossier::try_from).collect()
}

pub(crate) async fn by_ids(
    connection: &impl ConnectionTrait,
    ids: &[DossierId],
) -> Result<Vec<Dossier>, DbErr> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids.iter().map(|id| id.0)))
        .all(connection)
        .await?;
    rows.into_iter().map(Dossier::try_from).collect()
}

/// Whether the producer has another dossier of that product in that cycle
/// which was neither taken back nor rejected.
pub(crate) async fn under_way(tx: &Tx, dossier: &Dossier) -> Result<bool, DbErr> {
    let ended = [DossierStatus::Withdrawn, DossierStatus::Rejected].map(DossierStatus::as_str);
    let others = Entity::find()
        .filter(Column::CycleId.eq(dossier.cycle_id.0))
        .filter(Column::ProducerId.eq(dossier.producer_id.0))
        .filter(Column::Status.is_not_in(ended))
        .all(tx)
        .await?;
    let name = kernel::text::fold(&dossier.product_name);
    Ok(others
        .iter()
        .any(|other| kernel::text::fold(&other.product_name) == name))
}

/// Adds an entry to a dossier's history: what led to where it stands now.
pub(crate) async fn append(
    tx: &Tx,
    dossier: &Dossier,
    command: DossierCommand,
    reasons: Option<String>,
    actor: &Actor,
    at: Timestamp,
) -> Result<(), DbErr> {
    let row = event::Model {
        id: new_uuid(at),
        dossier_id: dossier.id.0,
        command: command.as_str().to_owned(),
        status: dossier.status.as_str().to_owned(),
        reasons,
        actor: actor.label(),
        at,
    };
    event::Entity::insert(row.into_active_model())
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

/// What happened to dossiers, oldest first.
pub(crate) async fn history(
    connection: &impl ConnectionTrait,
    ids: &[DossierId],
) -> Result<Vec<(DossierId, DossierEvent)>, DbErr> {
    let rows = event::Entity::find()
        .filter(event::Column::DossierId.is_in(ids.iter().map(|id| id.0)))
        .order_by_asc(event::Column::At)
        .order_by_asc(event::Column::Id)
        .all(connection)
        .await?;
    rows.into_iter()
        .map(|row| {
            let entry = DossierEvent {
                command: DossierCommand::parse(&row.command)
                    .ok_or_else(|| unknown("dossier_event.command", &row.command))?,
                status: status("dossier_event.status", &row.status)?,
                reasons: row.reasons,
                actor: row.actor,
                at: row.at,
            };
            Ok((DossierId(row.dossier_id), entry))
        })
        .collect()
}

pub(crate) async fn insert_report(
    tx: &Tx,
    dossier: DossierId,
    new: &CommuneReport,
) -> Result<(), DbErr> {
    let row = report::Model {
        id: new_uuid(new.at),
        dossier_id: dossier.0,
        local_origin: new.local_origin,
        local_labour: new.local_labour,
        idea_origin: new.idea_origin,
        local_identity: new.local_identity,
        remarks: new.remarks.clone(),
        meeting_on: new.meeting_on,
        author: new.author.clone(),
        at: new.at,
    };
    report::Entity::insert(row.into_active_model())
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

/// The reports on dossiers, oldest first.
pub(crate) async fn reports(
    connection: &impl ConnectionTrait,
    ids: &[DossierId],
) -> Result<Vec<(DossierId, CommuneReport)>, DbErr> {
    let rows = report::Entity::find()
        .filter(report::Column::DossierId.is_in(ids.iter().map(|id| id.0)))
        .order_by_asc(report::Column::At)
        .order_by_asc(report::Column::Id)
        .all(connection)
        .await?;
    let reports = rows.into_iter().map(|row| {
        let entry = CommuneReport {
            local_origin: row.local_origin,
            local_labour: row.local_labour,
            idea_origin: row.idea_origin,
            local_identity: row.local_identity,
            remarks: row.remarks,
            meeting_on: row.meeting_on,
            author: row.author,
            at: row.at,
        };
        (DossierId(row.dossier_id), entry)
    });
    Ok(reports.collect())
}

/// Whether a report follows the last time that the dossier was handed in.
pub(crate) async fn is_reported(tx: &Tx, id: DossierId) -> Result<bool, DbErr> {
    let submitted = event::Entity::find()
        .filter(event::Column::DossierId.eq(id.0))
        .filter(event::Column::Command.eq(DossierCommand::Submit.as_str()))
        .order_by_desc(event::Column::At)
        .one(tx)
        .await?;
    let Some(submitted) = submitted else {
        return Ok(false);
    };
    let found = report::Entity::find()
        .filter(report::Column::DossierId.eq(id.0))
        .filter(report::Column::At.gte(submitted.at))
        .one(tx)
        .await?;
    Ok(found.is_some())
}

/// A page of dossiers, the latest first; one row more than the page.
pub(crate) async fn rows(
    connection: &impl ConnectionTrait,
    sight: &Sight,
    filter: &DossierFilter,
    page: &PageArgs,
) -> Result<Vec<Dossier>, ListError> {
    let query = Entity::find()
        .filter(within(sight))
        .filter(condition(filter));
    let query = latest::page(query, Column::Id, LATEST, page)?;
    let rows = query.all(connection).await?;
    Ok(rows
        .into_iter()
        .map(Dossier::try_from)
        .collect::<Result<_, _>>()?)
}

/// Where a dossier is in the list. Ids sort by time of registration.
pub(crate) fn position(dossier: &Dossier) -> Cursor {
    latest::position(LATEST, dossier.id)
}

/// The dossier, where it is within sight.
pub(crate) async fn seen(
    connection: &impl ConnectionTrait,
    sight: &Sight,
    id: DossierId,
) -> Result<Option<Dossier>, DbErr> {
    let row = Entity::find_by_id(id.0)
        .filter(within(sight))
        .one(connection)
        .await?;
    row.map(Dossier::try_from).transpose()
}

/// The dossiers in cycles of those provinces.
pub(super) fn of_provinces<'a>(codes: impl IntoIterator<Item = &'a String>) -> SimpleExpr {
    let cycles = Query::select()
        .column(cycle::Column::Id)
        .from(cycle::Entity)
        .and_where(cycle::Column::ProvinceCode.is_in(codes))
        .to_owned();
    Column::CycleId.in_subquery(cycles)
}

/// The dossiers within sight, for any query over `dossier`.
pub(super) fn within(sight: &Sight) -> Condition {
    let Sight::Some {
        producers,
        provinces,
        member,
    } = sight
    else {
        return Condition::all();
    };
    let on_agenda = member.map(|account| {
        let dossiers = Query::select()
            .column((agenda::Entity, agenda::Column::DossierId))
            .from(agenda::Entity)
            .inner_join(
                seat::Entity,
                Expr::col((seat::Entity, seat::Column::SessionId))
                    .equals((agenda::Entity, agenda::Column::SessionId)),
            )
            .and_where(seat::Column::AccountId.eq(account.0))
            .to_owned();
        Column::Id.in_subquery(dossiers)
    });
    let own =
        (!producers.is_empty()).then(|| Column::ProducerId.is_in(producers.iter().map(|id| id.0)));
    let region = (!provinces.is_empty()).then(|| of_provinces(provinces));
    let parts: Vec<SimpleExpr> = own.into_iter().chain(region).chain(on_agenda).collect();
    // No way in is no row, and a way that leads nowhere is left out: beside
    // one PostgreSQL would read every dossier.
    match parts.is_empty() {
        true => Condition::all().add(Expr::value(false)),
        false => parts.into_iter().fold(Condition::any(), Condition::add),
    }
}

fn condition(filter: &DossierFilter) -> Condition {
    let provinces = filter.provinces.as_ref().map(of_provinces);
    let cycles = filter.cycles.as_ref();
    let producers = filter.producers.as_ref();
    let statuses = filter.statuses.as_ref();
    Condition::all()
        .add_option(cycles.map(|ids| Column::CycleId.is_in(ids.iter().map(|id| id.0))))
        .add_option(producers.map(|ids| Column::ProducerId.is_in(ids.iter().map(|id| id.0))))
        .add_option(statuses.map(|names| Column::Status.is_in(names.iter().map(|s| s.as_str()))))
        .add_option(provinces)
}
