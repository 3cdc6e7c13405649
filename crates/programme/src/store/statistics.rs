//! Counts over cycles, dossiers and certificates: the database groups, so
//! that a statement answers with a row for each kind of thing and not for each
//! thing.

use super::certificate_figures::STANDING;
use super::unknown;
use crate::LegalForm;
use crate::dossiers::DossierKind;
use crate::scheme::Scheme;
use crate::statistics::{CertificateCount, DossierCount, Outcome, Standing, StatisticsFilter};
use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, DbErr, QueryResult, Statement, Value};

async fn rows(
    connection: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<QueryResult>, DbErr> {
    let backend = connection.get_database_backend();
    let statement = Statement::from_sql_and_values(backend, sql, values);
    connection.query_all_raw(statement).await
}

/// How many products the plans of the cycles name together.
pub(crate) async fn planned(
    connection: &impl ConnectionTrait,
    filter: &StatisticsFilter,
) -> Result<i64, DbErr> {
    let sql = "SELECT SUM(planned_products) FROM programme_cycle \
        WHERE year = $1 AND (CAST($2 AS TEXT) IS NULL OR province_code = $2)";
    let values = [filter.year.into(), filter.province_code.clone().into()];
    match rows(connection, sql, values).await?.first() {
        Some(row) => Ok(row.try_get_by_index::<Option<i64>>(0)?.unwrap_or(0)),
        None => Ok(0),
    }
}

/// The dossiers of the cycles that were not withdrawn.
pub(crate) async fn dossiers(
    connection: &impl ConnectionTrait,
    filter: &StatisticsFilter,
    today: NaiveDate,
) -> Result<Vec<DossierCount>, DbErr> {
    // Grouped outside: an expression with parameters is not the same
    // expression twice for PostgreSQL.
    let sql = "SELECT scheme, group_code, kind, outcome, COUNT(*) FROM ( \
        SELECT c.scheme, d.group_code, d.kind, CASE \
            WHEN d.status = 'FORWARDED_TO_CENTRE' THEN 'POTENTIAL_FIVE' \
            WHEN d.status = 'RECOGNISED' AND d.stars = 4 AND EXISTS ( \
                SELECT 1 FROM decision_result r JOIN certificate g ON g.id = r.certificate_id \
                WHERE r.dossier_id = d.id AND g.potential_five = TRUE AND g.status = 'ACTIVE' \
                AND g.issued_on <= $3 AND g.expires_on >= $3) THEN 'POTENTIAL_FIVE' \
            WHEN d.status = 'RECOGNISED' AND d.stars = 3 THEN 'THREE_STARS' \
            WHEN d.status = 'RECOGNISED' AND d.stars = 4 THEN 'FOUR_STARS' \
            WHEN d.status = 'RECOGNISED' AND d.stars = 5 THEN 'FIVE_STARS' \
            WHEN d.status = 'REJECTED' THEN 'REJECTED' \
            ELSE 'UNDER_WAY' END AS outcome \
        FROM dossier d JOIN programme_cycle c ON c.id = d.cycle_id \
        WHERE c.year = $1 AND (CAST($2 AS TEXT) IS NULL OR c.province_code = $2) \
        AND d.status <> 'WITHDRAWN') counted \
        GROUP BY scheme, group_code, kind, outcome";
    let province = filter.province_code.clone();
    let values = [filter.year.into(), province.into(), today.into()];
    let rows = rows(connection, sql, values).await?;
    rows.iter()
        .map(|row| {
            let [scheme, group, kind, outcome] = [0, 1, 2, 3].map(|at| row.try_get_by_index(at));
            let (scheme, group, kind, outcome): (String, String, String, String) =
                (scheme?, group?, kind?, outcome?);
            let scheme =
                Scheme::parse(&scheme).ok_or_else(|| unknown("programme_cycle.scheme", &scheme))?;
            Ok(DossierCount {
                scheme,
                group: scheme
                    .group(&group)
                    .ok_or_else(|| unknown("dossier.group_code", &group))?,
                kind: DossierKind::parse(&kind).ok_or_else(|| unknown("dossier.kind", &kind))?,
                outcome: Outcome::parse(&outcome).ok_or_else(|| unknown("outcome", &outcome))?,
                count: row.try_get_by_index(4)?,
            })
        })
        .collect()
}

/// The producers with such a dossier, each once, by their form and in the
/// order of the forms.
pub(crate) async fn entities(
    connection: &impl ConnectionTrait,
    filter: &StatisticsFilter,
) -> Result<Vec<(LegalForm, i64)>, DbErr> {
    let sql = "SELECT p.legal_form, COUNT(DISTINCT p.id) FROM dossier d \
        JOIN programme_cycle c ON c.id = d.cycle_id JOIN producer p ON p.id = d.producer_id \
        WHERE c.year = $1 AND (CAST($2 AS TEXT) IS NULL OR c.province_code = $2) \
        AND d.status <> 'WITHDRAWN' GROUP BY p.legal_form";
    let values = [filter.year.into(), filter.province_code.clone().into()];
    let rows = rows(connection, sql, values).await?;
    let counts = rows.iter().map(|row| {
        let form: String = row.try_get_by_index(0)?;
        let form = LegalForm::parse(&form).ok_or_else(|| unknown("producer.legal_form", &form))?;
        Ok((form, row.try_get_by_index(1)?))
    });
    let mut counts = counts.collect::<Result<Vec<_>, DbErr>>()?;
    counts.sort_by_key(|(form, _)| *form);
    Ok(counts)
}

/// The certificates of producers of a province, or of the country. They expire
/// soon when their last day is `soon` or earlier.
pub(crate) async fn certificates(
    connection: &impl ConnectionTrait,
    province_code: Option<&str>,
    today: NaiveDate,
    soon: NaiveDate,
) -> Result<Vec<CertificateCount>, DbErr> {
    let sql = format!(
        "SELECT province_code, stars, standing, COUNT(*) FROM ( \
        SELECT p.province_code, c.stars, {STANDING} AS standing \
        FROM certificate c JOIN producer p ON p.id = c.producer_id \
        WHERE CAST($3 AS TEXT) IS NULL OR p.province_code = $3) counted \
        GROUP BY province_code, stars, standing"
    );
    let province = province_code.map(str::to_owned);
    let values = [today.into(), soon.into(), province.into()];
    let rows = rows(connection, &sql, values).await?;
    rows.iter()
        .map(|row| {
            let standing: String = row.try_get_by_index(2)?;
            Ok(CertificateCount {
                province_code: row.try_get_by_index(0)?,
                stars: row.try_get_by_index(1)?,
                standing: Standing::parse(&standing)
                    .ok_or_else(|| unknown("certificate.status", &standing))?,
                count: row.try_get_by_index(3)?,
            })
        })
        .collect()
}
