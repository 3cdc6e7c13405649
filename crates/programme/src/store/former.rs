//! `former_commune`.

use crate::entity::former_commune::{Column, Entity, Model};
use crate::units::FormerCommune;
use db::Tx;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, IntoActiveModel};

/// Every former commune.
pub(crate) async fn all(connection: &impl ConnectionTrait) -> Result<Vec<FormerCommune>, DbErr> {
    let rows = Entity::find().all(connection).await?;
    let former = |row: Model| FormerCommune {
        code: row.code,
        name: row.name,
        district: row.district,
        province: row.province,
        today: row.today_code,
    };
    Ok(rows.into_iter().map(former).collect())
}

/// Inserts former communes or brings the codes of known ones up to date.
pub(crate) async fn upsert(tx: &Tx, communes: &[FormerCommune]) -> Result<(), DbErr> {
    let rows = communes.iter().map(|commune| {
        Model {
            province: commune.province.clone(),
            district: commune.district.clone(),
            name: commune.name.clone(),
            today_code: commune.today.clone(),
            code: commune.code.clone(),
        }
        .into_active_model()
    });
    let key = [
        Column::Province,
        Column::District,
        Column::Name,
        Column::TodayCode,
    ];
    let updated = OnConflict::columns(key)
        .update_column(Column::Code)
        .to_owned();
    Entity::insert_many(rows)
        .on_conflict(updated)
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}
