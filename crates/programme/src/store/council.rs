//! `council_session`, `council_seat`, `council_agenda`, `score_sheet` and
//! `score_item`.

use super::{latest, unknown};
use crate::council::{AgendaItem, CouncilSession, ScoreSheet, Seat};
use crate::entity::council_session::{Column, Entity, Model};
use crate::entity::{council_agenda, council_seat, programme_cycle, score_item, score_sheet};
use crate::permission::Regions;
use crate::{IssuerLevel, ListError};
use db::Tx;
use kernel::{
    AccountId, Actor, CouncilSessionId, CriteriaSheetId, CriterionId, Cursor, CycleId, DossierId,
    PageArgs, ScoreSheetId, Timestamp,
};
use sea_orm::sea_query::{OnConflict, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
};
use std::collections::HashMap;
use uuid::Uuid;

impl TryFrom<Model> for CouncilSession {
    type Error = DbErr;

    fn try_from(row: Model) -> Result<Self, DbErr> {
        Ok(Self {
            id: CouncilSessionId(row.id),
            cycle_id: CycleId(row.cycle_id),
            level: IssuerLevel::parse(&row.level)
                .ok_or_else(|| unknown("council_session.level", &row.level))?,
            held_on: row.held_on,
            quorum: row.quorum,
        })
    }
}

pub(crate) async fn insert(
    tx: &Tx,
    session: &CouncilSession,
    seats: &[Seat],
    actor: &Actor,
    now: Timestamp,
) -> Result<(), DbErr> {
    let row = Model {
        id: session.id.0,
        cycle_id: session.cycle_id.0,
        level: session.level.as_str().to_owned(),
        held_on: session.held_on,
        quorum: session.quorum,
        created_by: actor.label(),
        created_at: now,
    };
    Entity::insert(row.into_active_model())
        .exec_without_returning(tx)
        .await?;
    let seats = seats.iter().map(|seat| {
        let row = council_seat::Model {
            session_id: session.id.0,
            account_id: seat.account_id.0,
            chair: seat.chair,
        };
        row.into_active_model()
    });
    council_seat::Entity::insert_many(seats)
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

pub(crate) async fn by_id(
    connection: &impl ConnectionTrait,
    id: CouncilSessionId,
) -> Result<Option<CouncilSession>, DbErr> {
    let row = Entity::find_by_id(id.0).one(connection).await?;
    row.map(CouncilSession::try_from).transpose()
}

pub(crate) async fn by_ids(
    connection: &impl ConnectionTrait,
    ids: &[CouncilSessionId],
) -> Result<Vec<CouncilSession>, DbErr> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids.iter().map(|id| id.0)))
        .all(connection)
        .await?;
    rows.into_iter().map(CouncilSession::try_from).collect()
}

/// The order of lists: the latest convened first.
const LATEST: &str = "councils.latest";

/// A page of sittings, of cycles of these provinces or with a seat for that
/// account; one row more than the page.
pub(crate) async fn rows(
    connection: &impl ConnectionTrait,
    regions: &Regions,
    member: Option<AccountId>,
    page: &PageArgs,
) -> Result<Vec<CouncilSession>, ListError> {
    let there = match regions {
        Regions::All => Condition::all(),
        Regions::Provinces(codes) => {
            let cycles = Query::select()
                .column(programme_cycle::Column::Id)
                .from(programme_cycle::Entity)
                .and_where(programme_cycle::Column::ProvinceCode.is_in(codes))
                .to_owned();
            let seated = member.map(|account| {
                let sessions = Query::select()
                    .column(council_seat::Column::SessionId)
                    .from(council_seat::Entity)
                    .and_where(council_seat::Column::AccountId.eq(account.0))
                    .to_owned();
                Column::Id.in_subquery(sessions)
            });
            Condition::any()
                .add(Column::CycleId.in_subquery(cycles))
                .add_option(seated)
        }
    };
    let query = latest::page(Entity::find().filter(there), Column::Id, LATEST, page)?;
    let rows = query.all(connection).await?;
    Ok(rows
        .into_iter()
        .map(CouncilSession::try_from)
        .collect::<Result<_, _>>()?)
}

/// Where a sitting is in the list. Ids sort by time.
pub(crate) fn position(session: &CouncilSession) -> Cursor {
    latest::position(LATEST, session.id)
}

pub(crate) async fn seats(
    connection: &impl ConnectionTrait,
    ids: &[CouncilSessionId],
) -> Result<Vec<(CouncilSessionId, Seat)>, DbErr> {
    let rows = council_seat::Entity::find()
        .filter(council_seat::Column::SessionId.is_in(ids.iter().map(|id| id.0)))
        .order_by_desc(council_seat::Column::Chair)
        .order_by_asc(council_seat::Column::AccountId)
        .all(connection)
        .await?;
    let seats = rows.into_iter().map(|row| {
        let seat = Seat {
            account_id: AccountId(row.account_id),
            chair: row.chair,
        };
        (CouncilSessionId(row.session_id), seat)
    });
    Ok(seats.collect())
}

pub(crate) async fn has_seat(
    connection: &impl ConnectionTrait,
    session: CouncilSessionId,
    account: AccountId,
) -> Result<bool, DbErr> {
    let found = council_seat::Entity::find_by_id((session.0, account.0))
        .one(connection)
        .await?;
    Ok(found.is_some())
}

impl From<council_agenda::Model> for AgendaItem {
    fn from(row: council_agenda::Model) -> Self {
        Self {
            session_id: CouncilSessionId(row.session_id),
            dossier_id: DossierId(row.dossier_id),
            sheet_id: CriteriaSheetId(row.sheet_id),
        }
    }
}

pub(crate) async fn insert_agenda(tx: &Tx, items: &[AgendaItem]) -> Result<(), DbErr> {
    let rows = (1..).zip(items).map(|(position, item)| {
        let row = council_agenda::Model {
            session_id: item.session_id.0,
            dossier_id: item.dossier_id.0,
            sheet_id: item.sheet_id.0,
            position,
        };
        row.into_active_model()
    });
    council_agenda::Entity::insert_many(rows)
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

pub(crate) async fn agenda_item(
    connection: &impl ConnectionTrait,
    session: CouncilSessionId,
    dossier: DossierId,
) -> Result<Option<AgendaItem>, DbErr> {
    let row = council_agenda::Entity::find_by_id((session.0, dossier.0))
        .one(connection)
        .await?;
    Ok(row.map(AgendaItem::from))
}

/// What councils have scored or score, in the order of their agendas; at most
/// a few hundred for each.
pub(crate) async fn agendas(
    connection: &impl ConnectionTrait,
    ids: &[CouncilSessionId],
) -> Result<Vec<AgendaItem>, DbErr> {
    let rows = council_agenda::Entity::find()
        .filter(council_agenda::Column::SessionId.is_in(ids.iter().map(|id| id.0)))
        .order_by_asc(council_agenda::Column::Position)
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(AgendaItem::from).collect())
}

/// The sitting that scores a dossier. It is put on one agenda: after its
/// scoring it never comes back to a council of its province.
pub(crate) async fn session_of(
    connection: &impl ConnectionTrait,
    dossier: DossierId,
) -> Result<Option<CouncilSession>, DbErr> {
    let item = council_agenda::Entity::find()
        .filter(council_agenda::Column::DossierId.eq(dossier.0))
        .one(connection)
        .await?;
    match item {
        Some(item) => by_id(connection, CouncilSessionId(item.session_id)).await,
        None => Ok(None),
    }
}

/// Inserts a signed sheet; `false` when its member has signed one.
pub(crate) async fn insert_sheet(tx: &Tx, sheet: &ScoreSheet) -> Result<bool, DbErr> {
    use score_sheet::Column as Of;
    let row = score_sheet::Model {
        id: sheet.id.0,
        session_id: sheet.session_id.0,
        dossier_id: sheet.dossier_id.0,
        account_id: sheet.account_id.0,
        total_hundredths: sheet.total_hundredths,
        mandatory_failed: sheet.mandatory_failed,
        remarks: sheet.remarks.clone(),
        signed_at: sheet.signed_at,
    };
    let once = OnConflict::columns([Of::SessionId, Of::DossierId, Of::AccountId])
        .do_nothing()
        .to_owned();
    let inserted = score_sheet::Entity::insert(row.into_active_model())
        .on_conflict(once)
        .exec_without_returning(tx)
        .await?;
    if inserted == 0 {
        return Ok(false);
    }
    let items = sheet.items.iter().map(|(criterion, hundredths)| {
        let row = score_item::Model {
            sheet_id: sheet.id.0,
            criterion_id: criterion.0,
            hundredths: *hundredths,
        };
        row.into_active_model()
    });
    score_item::Entity::insert_many(items)
        .exec_without_returning(tx)
        .await?;
    Ok(true)
}

/// The total of each signed sheet for a dossier, and whether it fails a
/// mandatory criterion.
pub(crate) async fn totals(
    connection: &impl ConnectionTrait,
    session: CouncilSessionId,
    dossier: DossierId,
) -> Result<Vec<(i32, bool)>, DbErr> {
    use score_sheet::Column as Of;
    score_sheet::Entity::find()
        .select_only()
        .columns([Of::TotalHundredths, Of::MandatoryFailed])
        .filter(Of::SessionId.eq(session.0))
        .filter(Of::DossierId.eq(dossier.0))
        .into_tuple()
        .all(connection)
        .await
}

/// The signed sheets for dossiers, in the order of signing.
pub(crate) async fn sheets(
    connection: &impl ConnectionTrait,
    dossiers: &[DossierId],
) -> Result<Vec<ScoreSheet>, DbErr> {
    let rows = score_sheet::Entity::find()
        .filter(score_sheet::Column::DossierId.is_in(dossiers.iter().map(|id| id.0)))
        .order_by_asc(score_sheet::Column::Id)
        .all(connection)
        .await?;
    let items = score_item::Entity::find()
        .filter(score_item::Column::SheetId.is_in(rows.iter().map(|row| row.id)))
        .all(connection)
        .await?;
    let mut by_sheet: HashMap<Uuid, Vec<_>> = HashMap::new();
    for item in items {
        let entry = (CriterionId(item.criterion_id), item.hundredths);
        by_sheet.entry(item.sheet_id).or_default().push(entry);
    }
    let sheets = rows.into_iter().map(|row| ScoreSheet {
        items: by_sheet.remove(&row.id).unwrap_or_default(),
        id: ScoreSheetId(row.id),
        session_id: CouncilSessionId(row.session_id),
        dossier_id: DossierId(row.dossier_id),
        account_id: AccountId(row.account_id),
        total_hundredths: row.total_hundredths,
        mandatory_failed: row.mandatory_failed,
        remarks: row.remarks,
        signed_at: row.signed_at,
    });
    Ok(sheets.collect())
}
