//! `ocop verify`: checks that what is stored agrees with itself.

use crate::config::{self, Config, Overrides, SecretKey};
use crate::failure::Failure;
use crate::no_engine::NoEngine;
use crate::wiring::{self, House};
use crate::{End, place, telemetry};
use search::{Engine, EngineError};
use std::sync::Arc;

#[derive(clap::Args)]
pub(super) struct Options {
    #[command(flatten)]
    overrides: Overrides,
    /// Print JSON in place of the table.
    #[arg(long)]
    json: bool,
}

/// One question and its answer.
#[derive(serde::Serialize)]
struct Check {
    /// What must hold.
    check: &'static str,
    /// How many things violate it; `None` when it could not be asked.
    found: Option<i64>,
    ok: bool,
    /// Why it could not be asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

impl Check {
    fn new(check: &'static str, found: i64) -> Self {
        Self {
            check,
            found: Some(found),
            ok: found == 0,
            note: None,
        }
    }
}

/// What was looked at, for whoever wonders why nothing was found.
#[derive(serde::Serialize)]
struct Report {
    ok: bool,
    cards: i64,
    orders: i64,
    payments: i64,
    checks: Vec<Check>,
}

pub(super) async fn run(options: Options) -> Result<End, Failure> {
    let config = config::load(&options.overrides)?;
    telemetry::log_quietly();
    place::folder(&config.storage.data_dir)?;
    let report = report(&config).await?;
    if options.json {
        let text = serde_json::to_string_pretty(&report).map_err(Failure::new)?;
        println!("{text}");
    } else {
        print(&report);
    }
    Ok(if report.ok { End::Done } else { End::No })
}

async fn report(config: &Config) -> Result<Report, Failure> {
    let db = place::ready_database(config).await?;
    // A running server keeps the embedded index to itself; all else can be
    // checked beside it.
    let (engine, in_use) = match wiring::engine(config).await {
        Ok(engine) => (engine, None),
        Err(EngineError::InUse { .. }) => (
            Arc::new(NoEngine) as Arc<dyn Engine>,
            Some("in use by a running process"),
        ),
        Err(error) => return Err(error.into()),
    };
    let house = House::build(config, db, engine, &SecretKey::unused(), false)?;
    let catalog = house.catalog.verify().await?;
    let payments = house.payments.verify().await?;
    let orders = house.orders.verify().await?;
    let mut checks = vec![
        Check::new("stock follows from its movements", catalog.stock_off_log),
        Check::new(
            "reserved stock follows from open reservations",
            catalog.reserved_off_reservations,
        ),
        Check::new(
            "product cards agree with their sources",
            catalog.stale_cards,
        ),
        Check::new(
            "shelves hold what may stand there",
            catalog.shelves_off_rules,
        ),
        Check::new("reviews, votes and wishlists add up", catalog.feedback_off),
        Check::new("what was delivered can be reviewed", orders.purchases_off),
        Check::new(
            "lists narrow by the facts of the listings",
            catalog.attributes_off_listings,
        ),
        Check::new(
            "stock of points of sale follows from its movements",
            catalog.point_stock_off_log,
        ),
        Check::new("reservations fit orders", orders.reservations_off),
        Check::new("sums of orders, parts and lines agree", orders.sums_off),
        Check::new(
            "an order's status follows from its parts",
            orders.status_off,
        ),
        Check::new(
            "every order has one payment of its total",
            orders.payments_off,
        ),
        Check::new("paid orders have the money", orders.money_off),
        Check::new("unpaid orders expire in time", orders.overdue),
        Check::new("every completed cart is one order", orders.carts_off),
        Check::new("figures of sales follow from orders", orders.sales_off),
        Check::new("every idempotency key names its result", orders.keys_off),
        Check::new(
            "captured money follows from approved attempts",
            payments.captured_off_attempts,
        ),
        Check::new("refunds add up", payments.refunds_off),
    ];
    let now = house.clock.now();
    let counts = ::jobs::counts(house.db.primary(), now).await?;
    let stuck = ::jobs::stuck(house.db.primary(), now).await?;
    checks.push(Check::new("no job is dead", counts.dead));
    checks.push(Check::new("no job is stuck", stuck));
    checks.push(index(&house, in_use).await?);
    let report = Report {
        ok: checks.iter().all(|check| check.ok),
        cards: catalog.cards,
        orders: orders.orders,
        payments: payments.payments,
        checks,
    };
    house.db.close().await;
    Ok(report)
}

async fn index(house: &House, in_use: Option<&str>) -> Result<Check, Failure> {
    const INDEX: &str = "the search index agrees with the database";
    let unasked = |note: &str| Check {
        check: INDEX,
        found: None,
        ok: true,
        note: Some(note.to_owned()),
    };
    if let Some(note) = in_use {
        return Ok(unasked(note));
    }
    if let Err(error) = house.search.connect().await {
        return Ok(Check {
            ok: false,
            ..unasked(&format!("not checked: {error}"))
        });
    }
    if !house.search.is_filled() {
        return Ok(unasked("not filled yet; the database answers searches"));
    }
    let drift = house.search.verify(false).await?;
    let found = drift.missing.len() + drift.stale.len() + drift.orphaned.len();
    Ok(Check::new(INDEX, i64::try_from(found).unwrap_or(i64::MAX)))
}

fn print(report: &Report) {
    println!("{:<48} {:>7}  result", "check", "found");
    for check in &report.checks {
        let found = check
            .found
            .map_or("-".to_owned(), |found| found.to_string());
        let result = match (&check.note, check.ok) {
            (Some(note), _) => note,
            (None, true) => "ok",
            (None, false) => "violated",
        };
        println!("{:<48} {found:>7}  {result}", check.check);
    }
    let Report {
        cards,
        orders,
        payments,
        ..
    } = report;
    println!("\nlooked at {cards} products, {orders} orders, {payments} payments");
    let failed = report.checks.iter().filter(|check| !check.ok);
    let (violated, unasked): (Vec<_>, Vec<_>) = failed.partition(|check| check.found.is_some());
    match (violated.len(), unasked.len()) {
        (0, 0) => println!("all invariants hold"),
        (0, n) => println!("all invariants hold but {n}, which could not be checked"),
        (n, _) => println!("{n} invariants are violated"),
    }
}
