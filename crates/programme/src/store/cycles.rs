//! `programme_cycle` and `programme_target`.

use super::unknown;
use crate::cycles::{Cycle, Target};
use crate::entity::programme_cycle::{ActiveModel, Column, Entity, Model};
use crate::entity::programme_target as target;
use crate::scheme::Scheme;
use chrono::NaiveDate;
use db::Tx;
use kernel::{CycleId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect,
};

/// Two centuries of a province, or a few years of the country.
const MOST: u64 = 200;

impl TryFrom<Model> for Cycle {
    type Error = DbErr;

    fn try_from(row: Model) -> Result<Self, DbErr> {
        Ok(Self {
            id: CycleId(row.id),
            year: row.year,
            province_code: row.province_code,
            scheme: Scheme::parse(&row.scheme)
                .ok_or_else(|| unknown("programme_cycle.scheme", &row.scheme))?,
            planned_products: row.planned_products,
            opened_on: row.opened_on,
            closed_on: row.closed_on,
        })
    }
}

/// Inserts a cycle; `false` when the province has one of that year.
pub(crate) async fn insert(
    tx: &Tx,
    cycle: &Cycle,
    demo: bool,
    now: Timestamp,
) -> Result<bool, DbErr> {
    let row = Model {
        id: cycle.id.0,
        year: cycle.year,
        province_code: cycle.province_code.clone(),
        scheme: cycle.scheme.as_str().to_owned(),
        planned_products: cycle.planned_products,
        opened_on: cycle.opened_on,
        closed_on: cycle.closed_on,
        demo,
        created_at: now,
        version: 1,
    };
    let unique = OnConflict::columns([Column::Year, Column::ProvinceCode])
        .do_nothing()
        .to_owned();
    let inserted = Entity::insert(row.into_active_model())
        .on_conflict(unique)
        .exec_without_returning(tx)
        .await?;
    Ok(inserted == 1)
}

/// The cycle, locked until the transaction ends.
pub(crate) async fn lock(tx: &Tx, id: CycleId) -> Result<Option<Cycle>, DbErr> {
    let row = Entity::find_by_id(id.0).lock_exclusive().one(tx).await?;
    row.map(Cycle::try_from).transpose()
}

pub(crate) async fn by_id(
    connection: &impl ConnectionTrait,
    id: CycleId,
) -> Result<Option<Cycle>, DbErr> {
    let row = Entity::find_by_id(id.0).one(connection).await?;
    row.map(Cycle::try_from).transpose()
}

pub(crate) async fn by_ids(
    connection: &impl ConnectionTrait,
    ids: &[CycleId],
) -> Result<Vec<Cycle>, DbErr> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids.iter().map(|id| id.0)))
        .all(connection)
        .await?;
    rows.into_iter().map(Cycle::try_from).collect()
}

pub(crate) async fn list(
    connection: &impl ConnectionTrait,
    province_code: Option<&str>,
) -> Result<Vec<Cycle>, DbErr> {
    let mut query = Entity::find()
        .order_by_desc(Column::Year)
        .order_by_asc(Column::ProvinceCode)
        .limit(MOST);
    if let Some(code) = province_code {
        query = query.filter(Column::ProvinceCode.eq(code));
    }
    let rows = query.all(connection).await?;
    rows.into_iter().map(Cycle::try_from).collect()
}

pub(crate) async fn close(tx: &Tx, id: CycleId, on: NaiveDate) -> Result<(), DbErr> {
    Entity::update_many()
        .set(ActiveModel {
            closed_on: Set(Some(on)),
            ..Default::default()
        })
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(id.0))
        .exec(tx)
        .await
        .map(|_| ())
}

pub(crate) async fn set_target(tx: &Tx, new: &Target, now: Timestamp) -> Result<(), DbErr> {
    let row = target::Model {
        province_code: new.province_code.clone(),
        by_year: new.by_year,
        stars_min: new.stars_min,
        products: new.products,
        updated_at: now,
    };
    let replace = OnConflict::columns([
        target::Column::ProvinceCode,
        target::Column::ByYear,
        target::Column::StarsMin,
    ])
    .update_columns([target::Column::Products, target::Column::UpdatedAt])
    .to_owned();
    target::Entity::insert(row.into_active_model())
        .on_conflict(replace)
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

/// What a province, or the country province by province, aims at by the end of
/// a year or later; the nearest year first, at most 200.
pub(crate) async fn targets(
    connection: &impl ConnectionTrait,
    province_code: Option<&str>,
    from_year: i32,
) -> Result<Vec<Target>, DbErr> {
    let mut query = target::Entity::find()
        .filter(target::Column::ByYear.gte(from_year))
        .order_by_asc(target::Column::ByYear)
        .order_by_asc(target::Column::ProvinceCode)
        .order_by_asc(target::Column::StarsMin)
        .limit(MOST);
    if let Some(code) = province_code {
        query = query.filter(target::Column::ProvinceCode.eq(code));
    }
    let rows = query.all(connection).await?;
    let targets = rows.into_iter().map(|row| Target {
        province_code: row.province_code,
        by_year: row.by_year,
        stars_min: row.stars_min,
        products: row.products,
    });
    Ok(targets.collect())
}
