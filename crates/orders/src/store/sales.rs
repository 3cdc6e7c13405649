//! Sales and their figures.

use crate::sales::{Cell, Counts, SoldLine};
use chrono::{Datelike, NaiveDate};
use db::Tx;
use kernel::{
    ProducerOrderId, Timestamp,
    clock::{day_in_vietnam, start_of_day_vietnam},
};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, QueryResult, Statement, Value};
use std::collections::BTreeMap;
use uuid::Uuid;

async fn rows(
    connection: &impl ConnectionTrait,
    sql: &str,
    values: Vec<Value>,
) -> Result<Vec<QueryResult>, DbErr> {
    let backend = connection.get_database_backend();
    let statement = Statement::from_sql_and_values(backend, sql, values);
    connection.query_all_raw(statement).await
}

async fn run(tx: &Tx, sql: &str, values: Vec<Value>) -> Result<(), DbErr> {
    let backend = tx.get_database_backend();
    let statement = Statement::from_sql_and_values(backend, sql, values);
    tx.execute_raw(statement).await.map(|_| ())
}

/// `$from, $from + 1, …`: as many as `count`.
fn places(from: usize, count: usize) -> String {
    let places: Vec<String> = (from..from + count).map(|n| format!("${n}")).collect();
    places.join(", ")
}

/// The year of an instant.
pub(crate) fn year_of(at: Timestamp) -> i32 {
    day_in_vietnam(at).year()
}

/// Writes that a part was sold; it is counted later.
pub(crate) async fn record(tx: &Tx, part: ProducerOrderId, at: Timestamp) -> Result<(), DbErr> {
    let sql = "INSERT INTO sale (producer_order_id, year, counted) VALUES ($1, $2, FALSE)";
    run(tx, sql, vec![part.0.into(), year_of(at).into()]).await
}

/// Whether a sale waits to be counted.
pub(crate) async fn any_uncounted(connection: &impl ConnectionTrait) -> Result<bool, DbErr> {
    let sql = "SELECT 1 FROM sale WHERE counted = FALSE LIMIT 1";
    Ok(!rows(connection, sql, Vec::new()).await?.is_empty())
}

/// Marks some sales as counted and tells which: nobody else gets the same.
pub(crate) async fn take(tx: &Tx, limit: u64) -> Result<Vec<Uuid>, DbErr> {
    let skip_locked = match tx.get_database_backend() {
        DbBackend::Postgres => "FOR UPDATE SKIP LOCKED",
        _ => "",
    };
    let sql = format!(
        "UPDATE sale SET counted = TRUE WHERE producer_order_id IN ( \
            SELECT producer_order_id FROM sale WHERE counted = FALSE \
            ORDER BY producer_order_id LIMIT $1 {skip_locked}) \
        RETURNING producer_order_id"
    );
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = rows(tx, &sql, vec![limit.into()]).await?;
    rows.iter().map(|row| row.try_get_by_index(0)).collect()
}

/// What these sales are of.
pub(crate) async fn lines_of(tx: &Tx, sales: &[Uuid]) -> Result<Vec<SoldLine>, DbErr> {
    if sales.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT s.producer_order_id, s.year, p.province_code, p.commune_code, \
            p.producer_legal_form, l.group_code, l.stars, l.quantity, l.total \
        FROM sale s JOIN producer_order p ON p.id = s.producer_order_id \
        JOIN order_line l ON l.producer_order_id = p.id WHERE s.producer_order_id IN ({})",
        places(1, sales.len())
    );
    let values = sales.iter().map(|id| (*id).into()).collect();
    let rows = rows(tx, &sql, values).await?;
    rows.iter()
        .map(|row| {
            Ok(SoldLine {
                part: row.try_get_by_index(0)?,
                year: row.try_get_by_index(1)?,
                province_code: row.try_get_by_index(2)?,
                commune_code: row.try_get_by_index(3)?,
                legal_form: row.try_get_by_index(4)?,
                group_code: row.try_get_by_index(5)?,
                stars: row.try_get_by_index(6)?,
                units: row.try_get_by_index(7)?,
                revenue: row.try_get_by_index(8)?,
            })
        })
        .collect()
}

/// Adds to the figures, in the order of their keys as everybody does.
pub(crate) async fn add(tx: &Tx, counts: &BTreeMap<Cell, Counts>) -> Result<(), DbErr> {
    // Nine values each; SQLite takes 32,766 in one statement.
    let counts: Vec<_> = counts.iter().collect();
    for some in counts.chunks(500) {
        let tuples: Vec<String> = (0..some.len())
            .map(|n| format!("({})", places(n * 9 + 1, 9)))
            .collect();
        let sql = format!(
            "INSERT INTO sales_figure (year, province_code, legal_form, commune_code, group_code, \
                stars, orders, units, revenue) VALUES {} \
            ON CONFLICT (year, province_code, legal_form, commune_code, group_code, stars) \
            DO UPDATE SET orders = sales_figure.orders + excluded.orders, \
                units = sales_figure.units + excluded.units, \
                revenue = sales_figure.revenue + excluded.revenue",
            tuples.join(", ")
        );
        let values = some
            .iter()
            .flat_map(|(cell, counts)| values_of(cell, **counts));
        run(tx, &sql, values.collect()).await?;
    }
    Ok(())
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

fn values_of(cell: &Cell, counts: Counts) -> [Value; 9] {
    [
        cell.year.into(),
        cell.province_code.as_str().into(),
        cell.legal_form.as_str().into(),
        cell.commune_code.as_str().into(),
        cell.group_code.as_str().into(),
        cell.stars.into(),
        counts.orders.into(),
        counts.units.into(),
        counts.revenue.into(),
    ]
}

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
            .map(|(n, (year, _))| format!("WHEN f.delivered_at >= ${} THEN {year} ", n + 1))
            .collect();
        format!("CASE {cases} ELSE 2017 END")
    }

    fn values(&self) -> Vec<Value> {
        self.0.iter().map(|(_, first)| (*first).into()).collect()
    }
}

const DELIVERED: &str = "FROM producer_order p JOIN fulfillment f ON f.producer_order_id = p.id \
    WHERE p.status = 'DELIVERED' AND f.delivered_at IS NOT NULL";

/// By how much the orders are above the figures and the sales that are not
/// counted yet, where they are: one statement, so one moment.
pub(crate) async fn drift(
    connection: &impl ConnectionTrait,
    years: &Years,
) -> Result<Vec<(Cell, Counts)>, DbErr> {
    let year = years.of_delivery();
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
            SELECT 1 AS sign, p.id, {year} AS year, p.province_code, p.commune_code, p.producer_legal_form AS legal_form {DELIVERED} \
            UNION ALL \
            SELECT -1, p.id, s.year, p.province_code, p.commune_code, p.producer_legal_form \
            FROM sale s JOIN producer_order p ON p.id = s.producer_order_id WHERE s.counted = FALSE), \
        line AS ( \
            SELECT part.sign, part.id, part.year, part.province_code, part.commune_code, part.legal_form, \
                l.group_code, l.stars, SUM(l.quantity) AS units, SUM(l.total) AS revenue \
            FROM part JOIN order_line l ON l.producer_order_id = part.id \
            GROUP BY part.sign, part.id, part.year, part.province_code, part.commune_code, part.legal_form, l.group_code, l.stars) \
        SELECT year, province_code, legal_form, commune_code, group_code, stars, \
            CAST(SUM(orders) AS BIGINT), CAST(SUM(units) AS BIGINT), CAST(SUM(revenue) AS BIGINT) \
        FROM ({cuts} UNION ALL \
            SELECT year, province_code, legal_form, commune_code, group_code, stars, -orders, -units, -revenue FROM sales_figure) compared \
        GROUP BY year, province_code, legal_form, commune_code, group_code, stars \
        HAVING SUM(orders) <> 0 OR SUM(units) <> 0 OR SUM(revenue) <> 0"
    );
    let rows = rows(connection, &sql, years.values()).await?;
    rows.iter()
        .map(|row| Ok((cell(row)?, counts(row, 6)?)))
        .collect()
}

fn cell(row: &QueryResult) -> Result<Cell, DbErr> {
    Ok(Cell {
        year: row.try_get_by_index(0)?,
        province_code: row.try_get_by_index(1)?,
        legal_form: row.try_get_by_index(2)?,
        commune_code: row.try_get_by_index(3)?,
        group_code: row.try_get_by_index(4)?,
        stars: row.try_get_by_index(5)?,
    })
}

fn counts(row: &QueryResult, at: usize) -> Result<Counts, DbErr> {
    Ok(Counts {
        orders: row.try_get_by_index(at)?,
        units: row.try_get_by_index(at + 1)?,
        revenue: row.try_get_by_index(at + 2)?,
    })
}

/// Sales of parts that are not delivered, or not in that year.
fn unfounded(years: &Years) -> String {
    format!(
        "FROM sale WHERE NOT EXISTS (SELECT 1 {DELIVERED} AND p.id = sale.producer_order_id \
        AND {} = sale.year)",
        years.of_delivery()
    )
}

const UNSOLD: &str = "NOT EXISTS (SELECT 1 FROM sale s WHERE s.producer_order_id = p.id)";

/// How many sales are none, and delivered parts no sale.
pub(crate) async fn wrong_sales(
    connection: &impl ConnectionTrait,
    years: &Years,
) -> Result<i64, DbErr> {
    let sql = format!(
        "SELECT (SELECT COUNT(*) {}) + (SELECT COUNT(*) {DELIVERED} AND {UNSOLD})",
        unfounded(years)
    );
    let rows = rows(connection, &sql, years.values()).await?;
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

/// Makes the sales what was delivered. Those that were missing count as
/// counted: the comparison that follows adds them.
pub(crate) async fn mend_sales(tx: &Tx, years: &Years) -> Result<(), DbErr> {
    let delete = format!("DELETE {}", unfounded(years));
    run(tx, &delete, years.values()).await?;
    let insert = format!(
        "INSERT INTO sale (producer_order_id, year, counted) \
        SELECT p.id, {}, TRUE {DELIVERED} AND {UNSOLD}",
        years.of_delivery()
    );
    run(tx, &insert, years.values()).await
}

/// The figures of a year, of a province or of every one: by form and group, by
/// form and stars, and by form alone.
pub(crate) async fn figures(
    connection: &impl ConnectionTrait,
    year: i32,
    province_code: Option<&str>,
) -> Result<Vec<(Cell, Counts)>, DbErr> {
    let sql = "SELECT year, province_code, legal_form, commune_code, group_code, stars, orders, units, revenue \
        FROM sales_figure WHERE year = $1 AND (CAST($2 AS TEXT) IS NULL OR province_code = $2) \
        AND legal_form <> '*' AND (group_code = '*' OR stars = 0) AND orders > 0";
    let province = province_code.map(str::to_owned);
    let rows = rows(connection, sql, vec![year.into(), province.into()]).await?;
    rows.iter()
        .map(|row| Ok((cell(row)?, counts(row, 6)?)))
        .collect()
}

/// The figures of a province's communes in a year.
pub(crate) async fn communes(
    connection: &impl ConnectionTrait,
    year: i32,
    province_code: &str,
) -> Result<Vec<(String, Counts)>, DbErr> {
    let sql = "SELECT commune_code, orders, units, revenue FROM sales_figure \
        WHERE year = $1 AND province_code = $2 AND legal_form = '*' AND orders > 0 \
        ORDER BY commune_code";
    let values = vec![year.into(), province_code.into()];
    let rows = rows(connection, sql, values).await?;
    rows.iter()
        .map(|row| Ok((row.try_get_by_index(0)?, counts(row, 1)?)))
        .collect()
}
