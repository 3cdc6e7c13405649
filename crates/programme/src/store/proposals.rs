//! What is known of a province's certificates, in one statement.

use crate::inspections::goods;
use crate::inspections::risk::Facts;
use chrono::NaiveDate;
use kernel::CertificateId;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Statement};
use uuid::Uuid;

/// The most certificates of one province that are weighed.
const MOST: i64 = 20_000;

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    expires_on: NaiveDate,
    last_concluded_on: Option<NaiveDate>,
    minor_verdicts: i64,
    grave_verdicts: i64,
    overdue: i64,
    open_complaints: i64,
    group_code: Option<String>,
    product_set: Option<i32>,
}

/// The certificates of a province that are active, within their days and have
/// no inspection planned or under way.
pub(crate) async fn facts(
    connection: &impl ConnectionTrait,
    province_code: &str,
    today: NaiveDate,
) -> Result<Vec<(CertificateId, Facts)>, DbErr> {
    let sql = "SELECT c.id, c.expires_on, i.last_concluded_on, COALESCE(i.minor, 0) AS minor_verdicts, \
               COALESCE(i.grave, 0) AS grave_verdicts, COALESCE(i.overdue, 0) AS overdue, \
               (SELECT COUNT(*) FROM complaint r WHERE r.certificate_id = c.id AND r.status = 'OPEN') AS open_complaints, \
               d.group_code, d.product_set \
               FROM certificate c JOIN producer p ON p.id = c.producer_id \
               LEFT JOIN decision_result x ON x.certificate_id = c.id LEFT JOIN dossier d ON d.id = x.dossier_id \
               LEFT JOIN (SELECT certificate_id, MAX(concluded_on) AS last_concluded_on, \
               COUNT(CASE WHEN verdict = 'MINOR' AND concluded_on > $3 THEN 1 END) AS minor, \
               COUNT(CASE WHEN verdict IN ('MAJOR', 'FAIL') AND concluded_on > $3 THEN 1 END) AS grave, \
               COUNT(CASE WHEN status = 'CONCLUDED' AND corrective_deadline < $2 THEN 1 END) AS overdue, \
               COUNT(CASE WHEN status IN ('PLANNED', 'IN_PROGRESS') THEN 1 END) AS open \
               FROM inspection WHERE province_code = $1 GROUP BY certificate_id) i ON i.certificate_id = c.id \
               WHERE p.province_code = $1 AND c.status = 'ACTIVE' AND c.issued_on <= $2 AND c.expires_on >= $2 \
               AND COALESCE(i.open, 0) = 0 ORDER BY c.id LIMIT $4";
    let recently = today
        .checked_sub_months(chrono::Months::new(36))
        .unwrap_or(today);
    let values = [
        province_code.into(),
        today.into(),
        recently.into(),
        MOST.into(),
    ];
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
    let rows = Row::find_by_statement(statement).all(connection).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let facts = Facts {
                expires_on: row.expires_on,
                last_concluded_on: row.last_concluded_on,
                minor_verdicts: row.minor_verdicts,
                grave_verdicts: row.grave_verdicts,
                overdue: row.overdue > 0,
                open_complaints: row.open_complaints,
                goods: row
                    .group_code
                    .map_or(0, |group| goods::points(&group, row.product_set)),
            };
            (CertificateId(row.id), facts)
        })
        .collect())
}
