//! `inspection_sample` and `inspection_sample_report`.

use super::unknown;
use crate::entity::{inspection_sample as sample, inspection_sample_report as report};
use crate::inspections::{Sample, SampleReport, SampleResult};
use db::Tx;
use kernel::{InspectionId, SampleId};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder,
};

pub(crate) async fn insert(tx: &Tx, own: Sample) -> Result<(), DbErr> {
    let row = sample::Model {
        id: own.id.0,
        inspection_id: own.inspection_id.0,
        what: own.what,
        laboratory: own.laboratory,
        result: own.result,
        at: own.at,
    };
    sample::Entity::insert(row.into_active_model())
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

pub(crate) async fn insert_report(tx: &Tx, id: SampleId, own: SampleReport) -> Result<(), DbErr> {
    let row = report::Model {
        sample_id: id.0,
        laboratory: own.laboratory,
        number: own.number,
        reported_on: own.reported_on,
        result: own.result.as_str().to_owned(),
        recorded_by: own.recorded_by,
        at: own.at,
    };
    report::Entity::insert(row.into_active_model())
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

pub(crate) async fn count(tx: &Tx, id: InspectionId) -> Result<u64, DbErr> {
    sample::Entity::find()
        .filter(sample::Column::InspectionId.eq(id.0))
        .count(tx)
        .await
}

/// Whether a laboratory found that a sample of the inspection failed.
pub(crate) async fn any_failed(tx: &Tx, id: InspectionId) -> Result<bool, DbErr> {
    let found = of(tx, &[id]).await?;
    let mut reports = found.iter().filter_map(|own| own.report.as_ref());
    Ok(reports.any(|own| own.result == SampleResult::Fail))
}

pub(crate) async fn by_id(
    connection: &impl ConnectionTrait,
    id: SampleId,
) -> Result<Option<Sample>, DbErr> {
    sample::Entity::find_by_id(id.0)
        .find_also_related(report::Entity)
        .one(connection)
        .await?
        .map(read)
        .transpose()
}

/// The samples of inspections with their reports, the oldest first.
pub(crate) async fn of(
    connection: &impl ConnectionTrait,
    ids: &[InspectionId],
) -> Result<Vec<Sample>, DbErr> {
    let rows = sample::Entity::find()
        .find_also_related(report::Entity)
        .filter(sample::Column::InspectionId.is_in(ids.iter().map(|id| id.0)))
        .order_by_asc(sample::Column::At)
        .order_by_asc(sample::Column::Id)
        .all(connection)
        .await?;
    rows.into_iter().map(read).collect()
}

fn read((row, report): (sample::Model, Option<report::Model>)) -> Result<Sample, DbErr> {
    let report = report.map(|own| {
        Ok::<_, DbErr>(SampleReport {
            result: SampleResult::parse(&own.result)
                .ok_or_else(|| unknown("inspection_sample_report.result", &own.result))?,
            laboratory: own.laboratory,
            number: own.number,
            reported_on: own.reported_on,
            recorded_by: own.recorded_by,
            at: own.at,
        })
    });
    Ok(Sample {
        id: SampleId(row.id),
        inspection_id: InspectionId(row.inspection_id),
        what: row.what,
        laboratory: row.laboratory,
        result: row.result,
        at: row.at,
        report: report.transpose()?,
    })
}
