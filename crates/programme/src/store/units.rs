//! `administrative_unit`.

use super::unknown;
use crate::entity::administrative_unit::{Column, Entity, Model};
use crate::units::{Unit, UnitKind, UnitLevel};
use db::Tx;
use kernel::text;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter};

impl TryFrom<Model> for Unit {
    type Error = DbErr;

    fn try_from(row: Model) -> Result<Self, DbErr> {
        Ok(Unit {
            level: UnitLevel::parse(&row.level)
                .ok_or_else(|| unknown("administrative_unit.level", &row.level))?,
            kind: UnitKind::parse(&row.kind)
                .ok_or_else(|| unknown("administrative_unit.kind", &row.kind))?,
            code: row.code,
            name: row.name,
            name_en: row.name_en,
            parent_code: row.parent_code,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
        })
    }
}

/// Every unit that there is or was.
pub(crate) async fn all(connection: &impl ConnectionTrait) -> Result<Vec<Unit>, DbErr> {
    Entity::find()
        .all(connection)
        .await?
        .into_iter()
        .map(Unit::try_from)
        .collect()
}

/// Inserts units or brings those of the same level, code and first day up to
/// date.
pub(crate) async fn upsert(tx: &Tx, units: &[Unit]) -> Result<(), DbErr> {
    let rows = units.iter().map(|unit| {
        Model {
            level: unit.level.as_str().to_owned(),
            code: unit.code.clone(),
            valid_from: unit.valid_from,
            valid_to: unit.valid_to,
            kind: unit.kind.as_str().to_owned(),
            name: unit.name.clone(),
            name_en: unit.name_en.clone(),
            folded_name: text::fold(&unit.name),
            parent_code: unit.parent_code.clone(),
        }
        .into_active_model()
    });
    let key = [Column::Level, Column::Code, Column::ValidFrom];
    let rest = [
        Column::ValidTo,
        Column::Kind,
        Column::Name,
        Column::NameEn,
        Column::FoldedName,
        Column::ParentCode,
    ];
    Entity::insert_many(rows)
        .on_conflict(OnConflict::columns(key).update_columns(rest).to_owned())
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

/// Whether a province has, or once had, that code.
pub(crate) async fn is_province(
    connection: &impl ConnectionTrait,
    code: &str,
) -> Result<bool, DbErr> {
    let found = Entity::find()
        .filter(Column::Level.eq(UnitLevel::Province.as_str()))
        .filter(Column::Code.eq(code))
        .one(connection)
        .await?;
    Ok(found.is_some())
}
