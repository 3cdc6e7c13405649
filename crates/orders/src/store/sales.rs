//! Sales and their figures.

use crate::sales::{Cell, Counts, SoldLine};
use chrono::Datelike;
use db::Tx;
use kernel::{ProducerOrderId, Timestamp, clock::day_in_vietnam};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, QueryResult, Statement, Value};
use std::collections::BTreeMap;
use uuid::Uuid;

pub(super) async fn rows(
    connection: &impl ConnectionTrait,
    sql: &str,
    values: Vec<Value>,
) -> Result<Vec<QueryResult>, DbErr> {
    let backend = connection.get_database_backend();
    let statement = Statement::from_sql_and_values(backend, sql, values);
    connection.query_all_raw(statement).await
}

pub(super) async fn run(tx: &Tx, sql: &str, values: Vec<Value>) -> Result<(), DbErr> {
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

pub(super) fn values_of(cell: &Cell, counts: Counts) -> [Value; 9] {
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

pub(super) fn cell(row: &QueryResult) -> Result<Cell, DbErr> {
    Ok(Cell {
        year: row.try_get_by_index(0)?,
        province_code: row.try_get_by_index(1)?,
        legal_form: row.try_get_by_index(2)?,
        commune_code: row.try_get_by_index(3)?,
        group_code: row.try_get_by_index(4)?,
        stars: row.try_get_by_index(5)?,
    })
}

pub(super) fn counts(row: &QueryResult, at: usize) -> Result<Counts, DbErr> {
    Ok(Counts {
        orders: row.try_get_by_index(at)?,
        units: row.try_get_by_index(at + 1)?,
        revenue: row.try_get_by_index(at + 2)?,
    })
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
