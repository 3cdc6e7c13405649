//! `inspection`.

use super::producers::PageFault;
use super::unknown;
use crate::entity::inspection::{ActiveModel, Column, Entity, Model};
use crate::inspections::{Inspection, InspectionFilter, InspectionKind, InspectionStatus, Verdict};
use crate::permission::{Regions, inspected_by, run_by};
use chrono::{Datelike, NaiveDate};
use db::Tx;
use kernel::{
    AccountId, Actor, CertificateId, Cursor, InspectionId, PageArgs, PageError, ProducerId,
};
use sea_orm::sea_query::{Expr, ExprTrait, SimpleExpr};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    Order, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

/// The order of lists.
const BY_DAY: &str = "inspections.day";

impl TryFrom<Model> for Inspection {
    type Error = DbErr;

    fn try_from(row: Model) -> Result<Self, DbErr> {
        let verdict =
            |name: &str| Verdict::parse(name).ok_or_else(|| unknown("inspection.verdict", name));
        Ok(Inspection {
            id: InspectionId(row.id),
            certificate_id: CertificateId(row.certificate_id),
            producer_id: ProducerId(row.producer_id),
            province_code: row.province_code,
            kind: InspectionKind::parse(&row.kind)
                .ok_or_else(|| unknown("inspection.kind", &row.kind))?,
            case_id: InspectionId(row.case_id),
            follows: row.follows.map(InspectionId),
            planned_on: row.planned_on,
            inspector_id: AccountId(row.inspector_id),
            checklist_version: row.checklist_version,
            status: InspectionStatus::parse(&row.status)
                .ok_or_else(|| unknown("inspection.status", &row.status))?,
            verdict: row.verdict.as_deref().map(verdict).transpose()?,
            concluded_on: row.concluded_on,
            corrective_deadline: row.corrective_deadline,
            created_at: row.created_at,
        })
    }
}

pub(crate) async fn insert(tx: &Tx, own: &Inspection) -> Result<(), DbErr> {
    let row = Model {
        id: own.id.0,
        certificate_id: own.certificate_id.0,
        producer_id: own.producer_id.0,
        province_code: own.province_code.clone(),
        kind: own.kind.as_str().to_owned(),
        case_id: own.case_id.0,
        follows: own.follows.map(|id| id.0),
        planned_on: own.planned_on,
        inspector_id: own.inspector_id.0,
        checklist_version: own.checklist_version,
        status: own.status.as_str().to_owned(),
        verdict: own.verdict.map(|verdict| verdict.as_str().to_owned()),
        concluded_on: own.concluded_on,
        corrective_deadline: own.corrective_deadline,
        created_at: own.created_at,
        version: 1,
    };
    Entity::insert(row.into_active_model())
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

/// Writes what may change of a locked inspection.
pub(crate) async fn update(tx: &Tx, own: &Inspection) -> Result<(), DbErr> {
    Entity::update_many()
        .set(ActiveModel {
            status: Set(own.status.as_str().to_owned()),
            verdict: Set(own.verdict.map(|verdict| verdict.as_str().to_owned())),
            concluded_on: Set(own.concluded_on),
            corrective_deadline: Set(own.corrective_deadline),
            ..Default::default()
        })
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(own.id.0))
        .exec(tx)
        .await
        .map(|_| ())
}

pub(crate) async fn by_id(
    connection: &impl ConnectionTrait,
    id: InspectionId,
) -> Result<Option<Inspection>, DbErr> {
    Entity::find_by_id(id.0)
        .one(connection)
        .await?
        .map(Inspection::try_from)
        .transpose()
}

pub(crate) async fn by_ids(
    connection: &impl ConnectionTrait,
    ids: &[InspectionId],
) -> Result<Vec<Inspection>, DbErr> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids.iter().map(|id| id.0)))
        .all(connection)
        .await?;
    rows.into_iter().map(Inspection::try_from).collect()
}

/// The inspection, locked until the transaction ends.
pub(crate) async fn lock(tx: &Tx, id: InspectionId) -> Result<Option<Inspection>, DbErr> {
    Entity::find_by_id(id.0)
        .lock_exclusive()
        .one(tx)
        .await?
        .map(Inspection::try_from)
        .transpose()
}

/// The inspections of a case whose faults are not corrected yet, locked.
pub(crate) async fn lock_concluded_of_case(
    tx: &Tx,
    case: InspectionId,
) -> Result<Vec<Inspection>, DbErr> {
    let rows = Entity::find()
        .filter(Column::CaseId.eq(case.0))
        .filter(Column::Status.eq(InspectionStatus::Concluded.as_str()))
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(tx)
        .await?;
    rows.into_iter().map(Inspection::try_from).collect()
}

/// Whether an inspection is open that leaves no room for this one: one by plan
/// of the same certificate, or a follow-up of the same inspection. The
/// certificate is locked.
pub(crate) async fn open_like(tx: &Tx, own: &Inspection) -> Result<bool, DbErr> {
    let alike = match (own.kind, own.follows) {
        (InspectionKind::Planned, _) => Column::CertificateId
            .eq(own.certificate_id.0)
            .and(Column::Kind.eq(own.kind.as_str())),
        (_, Some(follows)) => Column::Follows.eq(follows.0),
        (_, None) => return Ok(false),
    };
    let open = InspectionStatus::ALL
        .into_iter()
        .filter(|own| own.is_open());
    let found = Entity::find()
        .filter(alike)
        .filter(Column::Status.is_in(open.map(InspectionStatus::as_str)))
        .one(tx)
        .await?;
    Ok(found.is_some())
}

/// What the actor may read: all of the provinces that it runs, and what is
/// assigned to it where it inspects.
fn readable(actor: &Actor) -> Condition {
    let within = |regions: Regions| match regions {
        Regions::All => Expr::value(true),
        Regions::Provinces(codes) => Column::ProvinceCode.is_in(codes),
    };
    let assigned: Option<SimpleExpr> = actor.account_id().map(|id| {
        Column::InspectorId
            .eq(id.0)
            .and(within(inspected_by(actor)))
    });
    Condition::any()
        .add(within(run_by(actor)))
        .add_option(assigned)
}

/// Up to one row more than the page, in the direction in which it is read.
pub(crate) async fn rows(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    filter: &InspectionFilter,
    page: &PageArgs,
) -> Result<Vec<Inspection>, PageFault> {
    let direction = if page.backward {
        Order::Desc
    } else {
        Order::Asc
    };
    let statuses = filter.statuses.as_ref();
    let kinds = filter.kinds.as_ref();
    let mut query = Entity::find()
        .filter(readable(actor))
        .filter(
            Condition::all()
                .add_option(
                    filter
                        .province
                        .as_ref()
                        .map(|own| Column::ProvinceCode.eq(own)),
                )
                .add_option(
                    statuses.map(|list| Column::Status.is_in(list.iter().map(|own| own.as_str()))),
                )
                .add_option(
                    kinds.map(|list| Column::Kind.is_in(list.iter().map(|own| own.as_str()))),
                )
                .add_option(filter.certificate.map(|id| Column::CertificateId.eq(id.0))),
        )
        .order_by(Column::PlannedOn, direction.clone())
        .order_by(Column::Id, direction)
        .limit(u64::from(page.limit) + 1);
    if let Some(cursor) = &page.cursor {
        let [day, id] = cursor.key_for::<2>(BY_DAY).map_err(PageFault::Page)?;
        let day = read_day(day).map_err(PageFault::Page)?;
        let id = Uuid::parse_str(id).map_err(|_| PageFault::Page(PageError::BadCursor))?;
        let key = Expr::tuple([Expr::col(Column::PlannedOn), Expr::col(Column::Id)]);
        let position = Expr::tuple([Expr::value(day), Expr::value(id)]);
        query = query.filter(if page.backward {
            key.lt(position)
        } else {
            key.gt(position)
        });
    }
    let rows = query.all(connection).await?;
    Ok(rows
        .into_iter()
        .map(Inspection::try_from)
        .collect::<Result<_, _>>()?)
}

/// The position of an inspection in the list.
pub(crate) fn position(own: &Inspection) -> Cursor {
    Cursor::new(BY_DAY, [own.planned_on.to_string(), own.id.0.to_string()])
}

/// A day as a value of a cursor's key, in the years that databases know.
pub(crate) fn read_day(value: &str) -> Result<NaiveDate, PageError> {
    value
        .parse()
        .ok()
        .filter(|day: &NaiveDate| (1..=9999).contains(&day.year()))
        .ok_or(PageError::BadCursor)
}
