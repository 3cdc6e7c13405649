//! Counts of certificates by many cuts.

use super::unknown;
use crate::LegalForm;
use crate::scheme::Scheme;
use crate::statistics::{CertificateChanges, CertificateCut, CertificateFilter, Standing};
use chrono::NaiveDate;
use kernel::Timestamp;
use sea_orm::{ConnectionTrait, DbErr, QueryResult, Statement, Value};

/// How a certificate `c` stands on the day `$1`, where the last day on which
/// it expires soon is `$2`.
pub(super) const STANDING: &str = "CASE \
    WHEN c.status IN ('REVOKED', 'SUPERSEDED') THEN c.status \
    WHEN c.expires_on < $1 THEN 'EXPIRED' \
    WHEN c.status = 'SUSPENDED' THEN c.status \
    WHEN c.issued_on > $1 THEN 'UPCOMING' \
    WHEN c.expires_on <= $2 THEN 'EXPIRING' \
    ELSE 'IN_FORCE' END";

async fn rows(
    connection: &impl ConnectionTrait,
    sql: &str,
    values: Vec<Value>,
) -> Result<Vec<QueryResult>, DbErr> {
    let backend = connection.get_database_backend();
    let statement = Statement::from_sql_and_values(backend, sql, values);
    connection.query_all_raw(statement).await
}

/// The certificates that a filter leaves, each with all that they are counted
/// by, as a relation, and its values.
fn filtered(filter: &CertificateFilter, days: (NaiveDate, NaiveDate)) -> (String, Vec<Value>) {
    let mut values: Vec<Value> = vec![days.0.into(), days.1.into()];
    let mut conditions = String::new();
    let mut within = |column: &str, list: Option<Vec<Value>>| {
        let Some(list) = list else { return };
        let places = (values.len() + 1..=values.len() + list.len()).map(|n| format!("${n}"));
        let places = places.collect::<Vec<_>>().join(", ");
        // An empty list matches nothing, on PostgreSQL without an empty `IN`.
        let condition = match list.is_empty() {
            true => " AND 1 = 0".to_owned(),
            false => format!(" AND {column} IN ({places})"),
        };
        conditions += &condition;
        values.extend(list);
    };
    let texts = |list: Vec<&str>| list.into_iter().map(Value::from).collect::<Vec<_>>();
    let province = filter.province_code.as_deref();
    within("province_code", province.map(|code| texts(vec![code])));
    let groups = filter.groups.as_ref();
    within(
        "group_code",
        groups.map(|list| texts(list.iter().map(String::as_str).collect())),
    );
    let stars = filter.stars.as_ref();
    within(
        "stars",
        stars.map(|list| list.iter().map(|n| (*n).into()).collect()),
    );
    let forms = filter.legal_forms.as_ref();
    within(
        "legal_form",
        forms.map(|list| texts(list.iter().map(|form| form.as_str()).collect())),
    );
    let standings = filter.standings.as_ref();
    within(
        "standing",
        standings.map(|list| texts(list.iter().map(|own| own.as_str()).collect())),
    );
    let sql = format!(
        "(SELECT p.province_code, p.commune_code, p.legal_form, y.scheme, d.group_code, c.stars, \
            {STANDING} AS standing \
        FROM certificate c JOIN producer p ON p.id = c.producer_id \
        LEFT JOIN decision_result r ON r.certificate_id = c.id \
        LEFT JOIN dossier d ON d.id = r.dossier_id \
        LEFT JOIN programme_cycle y ON y.id = d.cycle_id) counted WHERE 1 = 1{conditions}"
    );
    (sql, values)
}

/// Counts by form, group, stars and standing.
pub(crate) async fn cuts(
    connection: &impl ConnectionTrait,
    filter: &CertificateFilter,
    days: (NaiveDate, NaiveDate),
) -> Result<Vec<CertificateCut>, DbErr> {
    let (from, values) = filtered(filter, days);
    let sql = format!(
        "SELECT legal_form, scheme, group_code, stars, standing, COUNT(*) FROM {from} \
        GROUP BY legal_form, scheme, group_code, stars, standing"
    );
    let rows = rows(connection, &sql, values).await?;
    rows.iter().map(cut).collect()
}

fn cut(row: &QueryResult) -> Result<CertificateCut, DbErr> {
    let form: String = row.try_get_by_index(0)?;
    let scheme: Option<String> = row.try_get_by_index(1)?;
    let group: Option<String> = row.try_get_by_index(2)?;
    let standing: String = row.try_get_by_index(4)?;
    let group = match (scheme, group) {
        (Some(scheme), Some(group)) => {
            let scheme =
                Scheme::parse(&scheme).ok_or_else(|| unknown("programme_cycle.scheme", &scheme))?;
            let group = scheme
                .group(&group)
                .ok_or_else(|| unknown("dossier.group_code", &group))?;
            Some((scheme, group))
        }
        _ => None,
    };
    Ok(CertificateCut {
        legal_form: LegalForm::parse(&form).ok_or_else(|| unknown("producer.legal_form", &form))?,
        group,
        stars: row.try_get_by_index(3)?,
        standing: Standing::parse(&standing)
            .ok_or_else(|| unknown("certificate.status", &standing))?,
        count: row.try_get_by_index(5)?,
    })
}

/// Counts by commune.
pub(crate) async fn communes(
    connection: &impl ConnectionTrait,
    filter: &CertificateFilter,
    days: (NaiveDate, NaiveDate),
) -> Result<Vec<(String, i64)>, DbErr> {
    let (from, values) = filtered(filter, days);
    let sql = format!(
        "SELECT commune_code, COUNT(*) FROM {from} GROUP BY commune_code ORDER BY commune_code"
    );
    let rows = rows(connection, &sql, values).await?;
    rows.iter()
        .map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?)))
        .collect()
}

/// What happened from an instant until another, exclusive.
pub(crate) async fn changes(
    connection: &impl ConnectionTrait,
    province_code: Option<&str>,
    from: Timestamp,
    until: Timestamp,
) -> Result<CertificateChanges, DbErr> {
    let here = "JOIN producer p ON p.id = c.producer_id \
        WHERE (CAST($3 AS TEXT) IS NULL OR p.province_code = $3)";
    let replaced = |kind: &str| {
        format!(
            "SELECT COUNT(*) FROM certificate_succession s \
            JOIN decision_result r ON r.certificate_id = s.successor_id \
            JOIN dossier d ON d.id = r.dossier_id AND d.kind = '{kind}' \
            JOIN certificate c ON c.id = s.certificate_id {here} AND s.at >= $1 AND s.at < $2"
        )
    };
    let sql = format!(
        "SELECT (SELECT COUNT(DISTINCT e.certificate_id) FROM certificate_event e \
            JOIN certificate c ON c.id = e.certificate_id {here} \
            AND e.status = 'REVOKED' AND e.at >= $1 AND e.at < $2), ({}), ({})",
        replaced("RENEWAL"),
        replaced("UPGRADE")
    );
    let province = province_code.map(str::to_owned);
    let values = vec![from.into(), until.into(), province.into()];
    let rows = rows(connection, &sql, values).await?;
    let Some(row) = rows.first() else {
        return Ok(CertificateChanges::default());
    };
    Ok(CertificateChanges {
        revoked: row.try_get_by_index(0)?,
        renewed: row.try_get_by_index(1)?,
        upgraded: row.try_get_by_index(2)?,
    })
}
