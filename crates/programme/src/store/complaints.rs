//! `complaint`.

use super::producers::PageFault;
use super::unknown;
use crate::complaints::{Complaint, ComplaintFilter, ComplaintReason, ComplaintStatus};
use crate::entity::complaint::{ActiveModel, Column, Entity, Model};
use crate::permission::{Regions, run_by};
use db::Tx;
use kernel::{
    AccountId, Actor, CertificateId, ComplaintId, Cursor, Email, InspectionId, PageArgs, PageError,
};
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

/// The order of lists.
const BY_AGE: &str = "complaints.age";

impl TryFrom<Model> for Complaint {
    type Error = DbErr;

    fn try_from(row: Model) -> Result<Self, DbErr> {
        Ok(Complaint {
            id: ComplaintId(row.id),
            certificate_id: CertificateId(row.certificate_id),
            province_code: row.province_code,
            reason: ComplaintReason::parse(&row.reason)
                .ok_or_else(|| unknown("complaint.reason", &row.reason))?,
            text: row.text,
            contact_email: row.contact_email,
            status: ComplaintStatus::parse(&row.status)
                .ok_or_else(|| unknown("complaint.status", &row.status))?,
            grounds: row.grounds,
            inspection_id: row.inspection_id.map(InspectionId),
            created_at: row.created_at,
            decided_at: row.decided_at,
        })
    }
}

pub(crate) async fn insert(
    tx: &Tx,
    own: Complaint,
    reporter: Option<AccountId>,
) -> Result<(), DbErr> {
    let row = Model {
        id: own.id.0,
        certificate_id: own.certificate_id.0,
        province_code: own.province_code,
        reason: own.reason.as_str().to_owned(),
        text: own.text,
        contact_email: own.contact_email,
        reporter_id: reporter.map(|id| id.0),
        status: own.status.as_str().to_owned(),
        grounds: own.grounds,
        inspection_id: own.inspection_id.map(|id| id.0),
        created_at: own.created_at,
        decided_at: own.decided_at,
        decided_by: None,
    };
    Entity::insert(row.into_active_model())
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

/// Open complaints about a certificate from the account or the address; from
/// nobody known where there is neither.
pub(crate) async fn count_open_by(
    tx: &Tx,
    certificate: CertificateId,
    account: Option<AccountId>,
    contact: Option<&Email>,
) -> Result<u64, DbErr> {
    let by = match (account, contact) {
        (None, None) => Condition::all()
            .add(Column::ReporterId.is_null())
            .add(Column::ContactEmail.is_null()),
        _ => Condition::any()
            .add_option(account.map(|id| Column::ReporterId.eq(id.0)))
            .add_option(contact.map(|email| {
                // Addresses are ASCII, so both databases lower them alike.
                Expr::expr(Func::lower(Expr::col(Column::ContactEmail))).eq(email.normal())
            })),
    };
    Entity::find()
        .filter(Column::CertificateId.eq(certificate.0))
        .filter(Column::Status.eq(ComplaintStatus::Open.as_str()))
        .filter(by)
        .count(tx)
        .await
}

pub(crate) async fn by_id(
    connection: &impl ConnectionTrait,
    id: ComplaintId,
) -> Result<Option<Complaint>, DbErr> {
    Entity::find_by_id(id.0)
        .one(connection)
        .await?
        .map(Complaint::try_from)
        .transpose()
}

/// The complaint, locked until the transaction ends.
pub(crate) async fn lock(tx: &Tx, id: ComplaintId) -> Result<Option<Complaint>, DbErr> {
    Entity::find_by_id(id.0)
        .lock_exclusive()
        .one(tx)
        .await?
        .map(Complaint::try_from)
        .transpose()
}

/// Writes what an officer decided about a locked complaint.
pub(crate) async fn decide(tx: &Tx, own: &Complaint, actor: &Actor) -> Result<(), DbErr> {
    Entity::update_many()
        .set(ActiveModel {
            status: Set(own.status.as_str().to_owned()),
            grounds: Set(own.grounds.clone()),
            inspection_id: Set(own.inspection_id.map(|id| id.0)),
            decided_at: Set(own.decided_at),
            decided_by: Set(Some(actor.label())),
            ..Default::default()
        })
        .filter(Column::Id.eq(own.id.0))
        .exec(tx)
        .await
        .map(|_| ())
}

/// Up to one row more than the page, in the direction in which it is read:
/// complaints of the provinces that the actor runs.
pub(crate) async fn rows(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    filter: &ComplaintFilter,
    page: &PageArgs,
) -> Result<Vec<Complaint>, PageFault> {
    let direction = if page.backward {
        Order::Desc
    } else {
        Order::Asc
    };
    let within = match run_by(actor) {
        Regions::All => None,
        Regions::Provinces(codes) => Some(Column::ProvinceCode.is_in(codes)),
    };
    let names =
        |list: &Vec<ComplaintStatus>| Column::Status.is_in(list.iter().map(|own| own.as_str()));
    let reasons =
        |list: &Vec<ComplaintReason>| Column::Reason.is_in(list.iter().map(|own| own.as_str()));
    let province = filter.province.as_ref();
    let mut query = Entity::find()
        .filter(
            Condition::all()
                .add_option(within)
                .add_option(province.map(|own| Column::ProvinceCode.eq(own)))
                .add_option(filter.statuses.as_ref().map(names))
                .add_option(filter.reasons.as_ref().map(reasons))
                .add_option(filter.certificate.map(|id| Column::CertificateId.eq(id.0))),
        )
        .order_by(Column::CreatedAt, direction.clone())
        .order_by(Column::Id, direction)
        .limit(u64::from(page.limit) + 1);
    if let Some(cursor) = &page.cursor {
        let [at, id] = cursor.key_for::<2>(BY_AGE).map_err(PageFault::Page)?;
        let at = Cursor::read_instant(at).map_err(PageFault::Page)?;
        let id = Uuid::parse_str(id).map_err(|_| PageFault::Page(PageError::BadCursor))?;
        let key = Expr::tuple([Expr::col(Column::CreatedAt), Expr::col(Column::Id)]);
        let position = Expr::tuple([Expr::value(at), Expr::value(id)]);
        query = query.filter(if page.backward {
            key.lt(position)
        } else {
            key.gt(position)
        });
    }
    let rows = query.all(connection).await?;
    Ok(rows
        .into_iter()
        .map(Complaint::try_from)
        .collect::<Result<_, _>>()?)
}

/// The position of a complaint in the list.
pub(crate) fn position(own: &Complaint) -> Cursor {
    let at = Cursor::write_instant(own.created_at);
    Cursor::new(BY_AGE, [at, own.id.0.to_string()])
}
