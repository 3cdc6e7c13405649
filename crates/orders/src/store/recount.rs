//! The figures of sales held against the orders.

use super::sales::{add, cell, counts, rows, run, values_of, year_of};
use crate::sales::{Cell, Counts};
use chrono::NaiveDate;
use db::Tx;
use kernel::{Timestamp, clock::start_of_day_vietnam};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Value};

/// The first instants of years, for the database to tell the year of another
/// one by.
pub(crate) struct Years(Vec<(i32, Timestamp)>);

impl Years {
    /// From the programme's first year to the one after now, the latest first.
    pub(crate) fn until(now: Timestamp) -> Self {
        let years = (2018..=year_of(now) + 1).rev();
        Self(
            years
                .filter_map(|year| {
                    let first = NaiveDate::from_ymd_opt(year, 1, 1)?;
                    Some((year, start_of_day_vietnam(first)))
                })
                .collect(),
        )
    }

    /// The year of a part's delivery. Its places begin with `$1`.
    fn of_delivery(&self) -> String {
        let cases = self.0.iter().enumerate();
        let cases: String = cases
            .map(|(n, (year, _))| format!("WHEN p.delivered_at >= ${} THEN {year} ", n + 1))
            .collect();
        format!("CASE {cases} ELSE 2017 END")
    }

    /// The condition that something is of a province, after the years' places.
    fn here(&self) -> String {
        format!("province_code = ${}", self.0.len() + 1)
    }

    /// The years' values, and the province's.
    fn values(&self, province_code: &str) -> Vec<Value> {
        let years = self.0.iter().map(|(_, first)| (*first).into());
        years.chain([province_code.into()]).collect()
    }
}

const DELIVERED: &str =
    "FROM producer_order p WHERE p.status = 'DELIVERED' AND p.delivered_at IS NOT NULL";

/// Where anything was sold, or is said to have been.
pub(crate) async fn provinces(connection: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    let sql = "SELECT province_code FROM producer_order UNION SELECT province_code FROM sales_figure \
        ORDER BY province_code";
    let rows = rows(connection, sql, Vec::new()).await?;
    rows.iter().map(|row| row.try_get_by_index(0)).collect()
}

/// By how much a province's orders are above its figures and its sales that are
/// not counted yet, where they are: one statement, so one moment; and one
/// province, so that none takes long.
pub(crate) async fn drift(
    connection: &impl ConnectionTrait,
    years: &Years,
    province_code: &str,
) -> Result<Vec<(Cell, Counts)>, DbErr> {
    let year = years.of_delivery();
    let here = years.here();
    let cut = |legal_form: &str, commune: &str, group: &str, stars: &str, by: &str| {
        format!(
            "SELECT year, province_code, {legal_form} AS legal_form, {commune} AS commune_code, \
            {group} AS group_code, {stars} AS stars, sign * COUNT(DISTINCT id) AS orders, \
            sign * SUM(units) AS units, sign * SUM(revenue) AS revenue FROM line \
            GROUP BY sign, year, province_code, {by}"
        )
    };
    let cuts = [
        cut(
            "legal_form",
            "'*'",
            "group_code",
            "stars",
            "legal_form, group_code, stars",
        ),
        cut(
            "legal_form",
            "'*'",
            "group_code",
            "0",
            "legal_form, group_code",
        ),
        cut("legal_form", "'*'", "'*'", "stars", "legal_form, stars"),
        cut("legal_form", "'*'", "'*'", "0", "legal_form"),
        cut("'*'", "commune_code", "'*'", "0", "commune_code"),
    ]
    .join(" UNION ALL ");
    let sql = format!(
        "WITH part AS ( \
            SELECT 1 AS sign, p.id, {year} AS year, p.province_code, p.commune_code, p.producer_legal_form AS legal_form {DELIVERED} AND p.{here} \
            UNION ALL \
            SELECT -1, p.id, s.year, p.province_code, p.commune_code, p.producer_legal_form \
            FROM sale s JOIN producer_order p ON p.id = s.producer_order_id WHERE s.counted = FALSE AND p.{here}), \
        line AS ( \
            SELECT part.sign, part.id, part.year, part.province_code, part.commune_code, part.legal_form, \
                l.group_code, l.stars, SUM(l.quantity) AS units, SUM(l.total) AS revenue \
            FROM part JOIN order_line l ON l.producer_order_id = part.id \
            GROUP BY part.sign, part.id, part.year, part.province_code, part.commune_code, part.legal_form, l.group_code, l.stars) \
        SELECT year, province_code, legal_form, commune_code, group_code, stars, \
            CAST(SUM(orders) AS BIGINT), CAST(SUM(units) AS BIGINT), CAST(SUM(revenue) AS BIGINT) \
        FROM ({cuts} UNION ALL \
            SELECT year, province_code, legal_form, commune_code, group_code, stars, -orders, -units, -revenue FROM sales_figure WHERE {here}) compared \
        GROUP BY year, province_code, legal_form, commune_code, group_code, stars \
        HAVING SUM(orders) <> 0 OR SUM(units) <> 0 OR SUM(revenue) <> 0"
    );
    let rows = rows(connection, &sql, years.values(province_code)).await?;
    rows.iter()
        .map(|row| Ok((cell(row)?, counts(row, 6)?)))
        .collect()
}

/// Sales of a province's parts that are not delivered, or not in that year.
fn unfounded(years: &Years) -> String {
    format!(
        "FROM sale WHERE producer_order_id IN (SELECT id FROM producer_order WHERE {}) \
        AND NOT EXISTS (SELECT 1 {DELIVERED} AND p.id = sale.producer_order_id AND {} = sale.year)",
        years.here(),
        years.of_delivery()
    )
}

const UNSOLD: &str = "NOT EXISTS (SELECT 1 FROM sale s WHERE s.producer_order_id = p.id)";

/// How many sales of a province are none, and delivered parts no sale.
pub(crate) async fn wrong_sales(
    connection: &impl ConnectionTrait,
    years: &Years,
    province_code: &str,
) -> Result<i64, DbErr> {
    let sql = format!(
        "SELECT (SELECT COUNT(*) {}) + (SELECT COUNT(*) {DELIVERED} AND p.{} AND {UNSOLD})",
        unfounded(years),
        years.here()
    );
    let rows = rows(connection, &sql, years.values(province_code)).await?;
    rows.first().map_or(Ok(0), |row| row.try_get_by_index(0))
}

/// Keeps others from healing and counting until the end of the transaction.
pub(crate) async fn lock_figures(tx: &Tx) -> Result<(), DbErr> {
    match tx.get_database_backend() {
        DbBackend::Postgres => {
            run(
                tx,
                "LOCK TABLE sales_figure IN SHARE ROW EXCLUSIVE MODE",
                Vec::new(),
            )
            .await
        }
        // A transaction is the only writer.
        _ => Ok(()),
    }
}

/// Makes a province's sales what was delivered there. Those that were missing count as
/// counted: the comparison that follows adds them.
pub(crate) async fn mend_sales(tx: &Tx, years: &Years, province_code: &str) -> Result<(), DbErr> {
    let delete = format!("DELETE {}", unfounded(years));
    run(tx, &delete, years.values(province_code)).await?;
    let insert = format!(
        "INSERT INTO sale (producer_order_id, year, counted) \
        SELECT p.id, {}, TRUE {DELIVERED} AND p.{} AND {UNSOLD}",
        years.of_delivery(),
        years.here()
    );
    run(tx, &insert, years.values(province_code)).await
}

/// Corrects figures by differences, which may be below nothing.
pub(crate) async fn correct(tx: &Tx, off: Vec<(Cell, Counts)>) -> Result<(), DbErr> {
    let (more, less): (Vec<_>, Vec<_>) = off
        .into_iter()
        .partition(|(_, counts)| counts.orders >= 0 && counts.units >= 0 && counts.revenue >= 0);
    add(tx, &more.into_iter().collect()).await?;
    // A row with less than nothing is refused even where it is to be added to
    // another.
    let sql = "UPDATE sales_figure SET orders = orders + $7, units = units + $8, revenue = revenue + $9 \
        WHERE year = $1 AND province_code = $2 AND legal_form = $3 AND commune_code = $4 \
        AND group_code = $5 AND stars = $6";
    for (cell, counts) in &less {
        run(tx, sql, values_of(cell, *counts).to_vec()).await?;
    }
    Ok(())
}
