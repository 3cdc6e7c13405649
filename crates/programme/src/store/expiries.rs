//! `expiry_notice`, and certificates by their last day.

use super::producers::PageFault;
use crate::entity::expiry_notice::{Column as Noted, Entity as Notices, Model};
use crate::entity::{certificate, producer};
use crate::expiry::{ExpiringFilter, Notice};
use crate::store::certificates;
use crate::store::inspections::read_day;
use crate::{Certificate, CertificateStatus};
use chrono::NaiveDate;
use db::Tx;
use kernel::clock::day_in_vietnam;
use kernel::{CertificateId, Cursor, PageArgs, PageError, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, Order,
    QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

/// The order of lists.
const BY_LAST_DAY: &str = "certificates.last_day";

/// Neither revoked nor superseded.
fn lives() -> sea_orm::sea_query::SimpleExpr {
    let living = CertificateStatus::ALL
        .into_iter()
        .filter(|status| !status.is_final());
    certificate::Column::Status.is_in(living.map(CertificateStatus::as_str))
}

/// Certificates whose last day lies between two days and of which this notice
/// was not made.
pub(crate) async fn without_notice(
    tx: &Tx,
    days: i64,
    first: NaiveDate,
    last: NaiveDate,
    most: u64,
) -> Result<Vec<CertificateId>, DbErr> {
    use certificate::Column;
    let noted = Query::select()
        .column(Noted::CertificateId)
        .from(Notices)
        .cond_where(Noted::Days.eq(days))
        .to_owned();
    let found: Vec<Uuid> = certificate::Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::ExpiresOn.between(first, last))
        .filter(lives())
        .filter(Column::Id.not_in_subquery(noted))
        .order_by_asc(Column::Id)
        .limit(most)
        .into_tuple()
        .all(tx)
        .await?;
    Ok(found.into_iter().map(CertificateId).collect())
}

/// Makes a notice; `false` when it was made before.
pub(crate) async fn insert(tx: &Tx, notice: &Notice, now: Timestamp) -> Result<bool, DbErr> {
    let row = Model {
        id: notice.id,
        certificate_id: notice.certificate_id.0,
        days: notice.days,
        made_on: day_in_vietnam(now),
    };
    let inserted = Notices::insert(row.into_active_model())
        .on_conflict(
            OnConflict::columns([Noted::CertificateId, Noted::Days])
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(inserted == 1)
}

pub(crate) async fn by_id(
    connection: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<Notice>, DbErr> {
    let found = Notices::find_by_id(id).one(connection).await?;
    Ok(found.map(|row| Notice {
        id: row.id,
        certificate_id: CertificateId(row.certificate_id),
        days: row.days,
    }))
}

fn ending(filter: &ExpiringFilter) -> Condition {
    use certificate::Column;
    let there = Query::select()
        .column(producer::Column::Id)
        .from(producer::Entity)
        .cond_where(producer::Column::ProvinceCode.eq(&filter.province))
        .to_owned();
    Condition::all()
        .add(Column::ExpiresOn.between(filter.from, filter.to))
        .add(lives())
        .add(Column::ProducerId.in_subquery(there))
}

/// Up to one row more than the page, in the direction in which it is read.
pub(crate) async fn rows(
    connection: &impl ConnectionTrait,
    allowed: bool,
    filter: &ExpiringFilter,
    page: &PageArgs,
) -> Result<Vec<Certificate>, PageFault> {
    use certificate::Column;
    let direction = if page.backward {
        Order::Desc
    } else {
        Order::Asc
    };
    let mut query = certificate::Entity::find()
        .filter(ending(filter))
        .order_by(Column::ExpiresOn, direction.clone())
        .order_by(Column::Id, direction)
        .limit(u64::from(page.limit) + 1);
    if let Some(cursor) = &page.cursor {
        let [day, id] = cursor.key_for::<2>(BY_LAST_DAY).map_err(PageFault::Page)?;
        let day = read_day(day).map_err(PageFault::Page)?;
        let id = Uuid::parse_str(id).map_err(|_| PageFault::Page(PageError::BadCursor))?;
        let key = Expr::tuple([Expr::col(Column::ExpiresOn), Expr::col(Column::Id)]);
        let position = Expr::tuple([Expr::value(day), Expr::value(id)]);
        query = query.filter(if page.backward {
            key.lt(position)
        } else {
            key.gt(position)
        });
    }
    if !allowed {
        return Ok(Vec::new());
    }
    Ok(certificates::all(connection, query).await?)
}

/// The position of a certificate in the list.
pub(crate) fn position(own: &Certificate) -> Cursor {
    Cursor::new(
        BY_LAST_DAY,
        [own.expires_on.to_string(), own.id.0.to_string()],
    )
}

/// How many end on each day that has any.
pub(crate) async fn by_day(
    connection: &impl ConnectionTrait,
    filter: &ExpiringFilter,
) -> Result<Vec<(NaiveDate, i64)>, DbErr> {
    use certificate::Column;
    certificate::Entity::find()
        .select_only()
        .column(Column::ExpiresOn)
        .column_as(Column::Id.count(), "certificates")
        .filter(ending(filter))
        .group_by(Column::ExpiresOn)
        .into_tuple()
        .all(connection)
        .await
}
