//! `criteria_sheet` and `criterion`.

use super::unknown;
use crate::council::{CriteriaSheet, Criterion};
use crate::entity::criteria_sheet::{ActiveModel, Column, Entity, Model};
use crate::entity::criterion as line;
use crate::scheme::{Part, Scheme};
use chrono::NaiveDate;
use db::Tx;
use kernel::{CriteriaSheetId, CriterionId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect, Select,
};
use std::collections::HashMap;
use uuid::Uuid;

fn sheet(row: Model, criteria: Vec<Criterion>) -> Result<CriteriaSheet, DbErr> {
    Ok(CriteriaSheet {
        id: CriteriaSheetId(row.id),
        scheme: Scheme::parse(&row.scheme)
            .ok_or_else(|| unknown("criteria_sheet.scheme", &row.scheme))?,
        product_set: row.product_set,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        criteria,
    })
}

impl TryFrom<line::Model> for Criterion {
    type Error = DbErr;

    fn try_from(row: line::Model) -> Result<Self, DbErr> {
        Ok(Self {
            id: CriterionId(row.id),
            part: Part::parse(&row.part).ok_or_else(|| unknown("criterion.part", &row.part))?,
            code: row.code,
            name: row.name,
            name_en: row.name_en,
            max_hundredths: row.max_hundredths,
            mandatory: row.mandatory,
        })
    }
}

fn of_set(scheme: Scheme, product_set: Option<i32>) -> Select<Entity> {
    let query = Entity::find().filter(Column::Scheme.eq(scheme.as_str()));
    match product_set {
        Some(set) => query.filter(Column::ProductSet.eq(set)),
        None => query.filter(Column::ProductSet.is_null()),
    }
}

/// The last sheet for exactly that set, locked until the transaction ends;
/// without its lines.
pub(crate) async fn latest(
    tx: &Tx,
    scheme: Scheme,
    product_set: Option<i32>,
) -> Result<Option<CriteriaSheet>, DbErr> {
    let row = of_set(scheme, product_set)
        .order_by_desc(Column::ValidFrom)
        .lock_exclusive()
        .one(tx)
        .await?;
    row.map(|row| sheet(row, Vec::new())).transpose()
}

pub(crate) async fn end(tx: &Tx, id: CriteriaSheetId, on: NaiveDate) -> Result<(), DbErr> {
    Entity::update_many()
        .set(ActiveModel {
            valid_to: Set(Some(on)),
            ..Default::default()
        })
        .filter(Column::Id.eq(id.0))
        .exec(tx)
        .await
        .map(|_| ())
}

pub(crate) async fn insert(tx: &Tx, new: &CriteriaSheet) -> Result<(), DbErr> {
    let row = Model {
        id: new.id.0,
        scheme: new.scheme.as_str().to_owned(),
        product_set: new.product_set,
        valid_from: new.valid_from,
        valid_to: new.valid_to,
    };
    Entity::insert(row.into_active_model())
        .exec_without_returning(tx)
        .await?;
    let lines = (1..).zip(&new.criteria).map(|(position, criterion)| {
        let row = line::Model {
            id: criterion.id.0,
            sheet_id: new.id.0,
            position,
            part: criterion.part.as_str().to_owned(),
            code: criterion.code.clone(),
            name: criterion.name.clone(),
            name_en: criterion.name_en.clone(),
            max_hundredths: criterion.max_hundredths,
            mandatory: criterion.mandatory,
        };
        row.into_active_model()
    });
    line::Entity::insert_many(lines)
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

async fn with_lines(
    connection: &impl ConnectionTrait,
    rows: Vec<Model>,
) -> Result<Vec<CriteriaSheet>, DbErr> {
    let lines = line::Entity::find()
        .filter(line::Column::SheetId.is_in(rows.iter().map(|row| row.id)))
        .order_by_asc(line::Column::Position)
        .all(connection)
        .await?;
    let mut by_sheet: HashMap<Uuid, Vec<Criterion>> = HashMap::new();
    for line in lines {
        let sheet = line.sheet_id;
        by_sheet.entry(sheet).or_default().push(line.try_into()?);
    }
    rows.into_iter()
        .map(|row| {
            let lines = by_sheet.remove(&row.id).unwrap_or_default();
            sheet(row, lines)
        })
        .collect()
}

pub(crate) async fn by_ids(
    connection: &impl ConnectionTrait,
    ids: &[CriteriaSheetId],
) -> Result<Vec<CriteriaSheet>, DbErr> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids.iter().map(|id| id.0)))
        .all(connection)
        .await?;
    with_lines(connection, rows).await
}

/// The sheet that is valid for a set on a day: its own, else that of all sets.
pub(crate) async fn valid_on(
    connection: &impl ConnectionTrait,
    scheme: Scheme,
    product_set: Option<i32>,
    day: NaiveDate,
) -> Result<Option<CriteriaSheet>, DbErr> {
    let valid = Condition::all().add(Column::ValidFrom.lte(day)).add(
        Condition::any()
            .add(Column::ValidTo.is_null())
            .add(Column::ValidTo.gt(day)),
    );
    let own = of_set(scheme, product_set).filter(valid.clone());
    let row = match own.one(connection).await? {
        None if product_set.is_some() => of_set(scheme, None).filter(valid).one(connection).await?,
        found => found,
    };
    let sheets = with_lines(connection, row.into_iter().collect()).await?;
    Ok(sheets.into_iter().next())
}
