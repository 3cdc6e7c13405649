//! `decision`, `decision_result` and `issuing_authority`.

use super::{latest, unknown};
use crate::decisions::{
    Decision, DecisionFilter, DecisionMeasure, DecisionResult, DecisionStatus, Measure,
    folded_number,
};
use crate::entity::decision::{ActiveModel, Column, Entity, Model};
use crate::entity::{
    decision_measure as measure, decision_result as result, issuing_authority as authority,
};
use crate::{Ground, IssuerLevel, ListError};
use chrono::NaiveDate;
use db::Tx;
use kernel::{AccountId, CertificateId, Cursor, CycleId, DecisionId, DossierId, PageArgs};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect,
};

impl TryFrom<Model> for Decision {
    type Error = DbErr;

    fn try_from(row: Model) -> Result<Self, DbErr> {
        Ok(Self {
            id: DecisionId(row.id),
            cycle_id: CycleId(row.cycle_id),
            number: row.number,
            decided_on: row.decided_on,
            signer: row.signer,
            authority: row.authority,
            level: IssuerLevel::parse(&row.level)
                .ok_or_else(|| unknown("decision.level", &row.level))?,
            province_code: row.province_code,
            status: DecisionStatus::parse(&row.status)
                .ok_or_else(|| unknown("decision.status", &row.status))?,
            recorded_by: AccountId(row.recorded_by),
            recorded_at: row.recorded_at,
            settled_by: row.settled_by.map(AccountId),
            settled_at: row.settled_at,
        })
    }
}

/// The stars that a level may give on a day.
pub(crate) async fn may_give(
    connection: &impl ConnectionTrait,
    level: IssuerLevel,
    day: NaiveDate,
) -> Result<Vec<i32>, DbErr> {
    use authority::Column as Of;
    let rows = authority::Entity::find()
        .filter(Of::Level.eq(level.as_str()))
        .filter(Of::ValidFrom.lte(day))
        .filter(
            Condition::any()
                .add(Of::ValidTo.is_null())
                .add(Of::ValidTo.gt(day)),
        )
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| row.stars).collect())
}

/// Inserts a decision with what it says; `false` when its number is taken.
pub(crate) async fn insert(
    tx: &Tx,
    decision: &Decision,
    results: &[DecisionResult],
    measures: &[DecisionMeasure],
) -> Result<bool, DbErr> {
    let row = Model {
        id: decision.id.0,
        cycle_id: decision.cycle_id.0,
        number: decision.number.clone(),
        folded_number: folded_number(&decision.number),
        decided_on: decision.decided_on,
        signer: decision.signer.clone(),
        authority: decision.authority.clone(),
        level: decision.level.as_str().to_owned(),
        province_code: decision.province_code.clone(),
        status: decision.status.as_str().to_owned(),
        recorded_by: decision.recorded_by.0,
        recorded_at: decision.recorded_at,
        settled_by: None,
        settled_at: None,
    };
    let inserted = Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    if inserted == 0 {
        return Ok(false);
    }
    let rows = (1..).zip(results).map(|(position, new)| {
        let row = result::Model {
            decision_id: decision.id.0,
            dossier_id: new.dossier_id.0,
            position,
            stars: new.stars,
            certificate_number: new.certificate_number.clone(),
            certificate_id: None,
        };
        row.into_active_model()
    });
    // Neither is there in every decision.
    if !results.is_empty() {
        result::Entity::insert_many(rows)
            .exec_without_returning(tx)
            .await?;
    }
    let rows = (1..).zip(measures).map(|(position, new)| {
        let row = measure::Model {
            decision_id: decision.id.0,
            certificate_id: new.certificate_id.0,
            position,
            measure: new.measure.as_str().to_owned(),
            ground: new.ground.map(|ground| ground.as_str().to_owned()),
            remarks: new.remarks.clone(),
        };
        row.into_active_model()
    });
    if !measures.is_empty() {
        measure::Entity::insert_many(rows)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(true)
}

/// The decision, locked until the transaction ends.
pub(crate) async fn lock(tx: &Tx, id: DecisionId) -> Result<Option<Decision>, DbErr> {
    let row = Entity::find_by_id(id.0).lock_exclusive().one(tx).await?;
    row.map(Decision::try_from).transpose()
}

pub(crate) async fn by_ids(
    connection: &impl ConnectionTrait,
    ids: &[DecisionId],
) -> Result<Vec<Decision>, DbErr> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids.iter().map(|id| id.0)))
        .all(connection)
        .await?;
    rows.into_iter().map(Decision::try_from).collect()
}

/// The order of lists: the latest record first.
const LATEST: &str = "decisions.latest";

/// A page of the decisions about a cycle; one row more than the page.
pub(crate) async fn rows(
    connection: &impl ConnectionTrait,
    filter: &DecisionFilter,
    page: &PageArgs,
) -> Result<Vec<Decision>, ListError> {
    let status = filter
        .status
        .map(|status| Column::Status.eq(status.as_str()));
    let query = Entity::find()
        .filter(Column::CycleId.eq(filter.cycle_id.0))
        .filter(Condition::all().add_option(status));
    let query = latest::page(query, Column::Id, LATEST, page)?;
    let rows = query.all(connection).await?;
    Ok(rows
        .into_iter()
        .map(Decision::try_from)
        .collect::<Result<_, _>>()?)
}

/// Where a decision is in the list. Ids sort by time of recording.
pub(crate) fn position(decision: &Decision) -> Cursor {
    latest::position(LATEST, decision.id)
}

/// What decisions do to certificates that exist, in their order; at most 250
/// for each.
pub(crate) async fn measures(
    connection: &impl ConnectionTrait,
    ids: &[DecisionId],
) -> Result<Vec<(DecisionId, DecisionMeasure)>, DbErr> {
    let rows = measure::Entity::find()
        .filter(measure::Column::DecisionId.is_in(ids.iter().map(|id| id.0)))
        .order_by_asc(measure::Column::Position)
        .all(connection)
        .await?;
    rows.into_iter()
        .map(|row| {
            let ground = row.ground.as_deref().map(|name| {
                Ground::parse(name).ok_or_else(|| unknown("decision_measure.ground", name))
            });
            let entry = DecisionMeasure {
                certificate_id: CertificateId(row.certificate_id),
                measure: Measure::parse(&row.measure)
                    .ok_or_else(|| unknown("decision_measure.measure", &row.measure))?,
                ground: ground.transpose()?,
                remarks: row.remarks,
            };
            Ok((DecisionId(row.decision_id), entry))
        })
        .collect()
}

/// What decisions say, in their order; at most 250 for each.
pub(crate) async fn results(
    connection: &impl ConnectionTrait,
    ids: &[DecisionId],
) -> Result<Vec<(DecisionId, DecisionResult)>, DbErr> {
    let rows = result::Entity::find()
        .filter(result::Column::DecisionId.is_in(ids.iter().map(|id| id.0)))
        .order_by_asc(result::Column::Position)
        .all(connection)
        .await?;
    let results = rows.into_iter().map(|row| {
        let entry = DecisionResult {
            dossier_id: DossierId(row.dossier_id),
            stars: row.stars,
            certificate_number: row.certificate_number,
            certificate_id: row.certificate_id.map(CertificateId),
        };
        (DecisionId(row.decision_id), entry)
    });
    Ok(results.collect())
}

pub(crate) async fn settle(tx: &Tx, decision: &Decision) -> Result<(), DbErr> {
    Entity::update_many()
        .set(ActiveModel {
            status: Set(decision.status.as_str().to_owned()),
            settled_by: Set(decision.settled_by.map(|id| id.0)),
            settled_at: Set(decision.settled_at),
            ..Default::default()
        })
        .filter(Column::Id.eq(decision.id.0))
        .exec(tx)
        .await
        .map(|_| ())
}

/// Records the certificate that a result issued.
pub(crate) async fn set_certificate(
    tx: &Tx,
    decision: DecisionId,
    dossier: DossierId,
    certificate: CertificateId,
) -> Result<(), DbErr> {
    result::Entity::update_many()
        .col_expr(result::Column::CertificateId, Expr::value(certificate.0))
        .filter(result::Column::DecisionId.eq(decision.0))
        .filter(result::Column::DossierId.eq(dossier.0))
        .exec(tx)
        .await
        .map(|_| ())
}

/// The certificate that a dossier has from an earlier decision.
pub(crate) async fn certificate_of(
    connection: &impl ConnectionTrait,
    dossier: DossierId,
) -> Result<Option<CertificateId>, DbErr> {
    let row = result::Entity::find()
        .filter(result::Column::DossierId.eq(dossier.0))
        .filter(result::Column::CertificateId.is_not_null())
        .one(connection)
        .await?;
    Ok(row.and_then(|row| row.certificate_id).map(CertificateId))
}
