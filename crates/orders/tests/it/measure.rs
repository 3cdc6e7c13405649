//! How long the figures take over 20,000 certificates and a million orders. It
//! asserts nothing but that they are right, and takes minutes:
//! `cargo test -p orders --test it measure -- --ignored --nocapture`.

use crate::shop::Shop;
use kernel::{Actor, Clock, Timestamp};
use orders::sales::SalesFilter;
use programme::statistics::{CertificateFilter, StatisticsFilter};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use std::time::{Duration, Instant};
use testkit::TestDb;

const PRODUCERS: u32 = 5_000;
const CERTIFICATES: u32 = 20_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes and gigabytes"]
async fn sqlite() {
    figures(TestDb::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes and gigabytes"]
async fn postgres() {
    figures(TestDb::postgres().await).await;
}

/// How many orders there are; fewer for a small machine.
#[allow(clippy::disallowed_methods, reason = "whoever measures says how much")]
fn orders() -> u32 {
    let named = std::env::var("OCOP_MEASURE_ORDERS").ok();
    named.map_or(1_000_000, |own| own.parse().unwrap())
}

/// Fills a table with as many rows as there are numbers `n`.
async fn fill(test: &TestDb, rows: u32, at: Timestamp, table: &str, columns: &[(&str, &str)]) {
    let backend = test.primary().get_database_backend();
    let (names, values): (Vec<&str>, Vec<String>) = columns
        .iter()
        .map(|(name, value)| (*name, typed(backend, value)))
        .unzip();
    let sql = format!(
        "INSERT INTO {table} ({}) WITH RECURSIVE number (n) AS \
        (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {rows}) SELECT {} FROM number",
        names.join(", "),
        values.join(", ")
    );
    let tx = test.handle().begin().await.unwrap();
    if backend == DbBackend::Postgres {
        // Rows by the million take longer than any request may.
        tx.execute_unprepared("SET LOCAL statement_timeout = 0")
            .await
            .unwrap();
    }
    let given = if sql.contains("$1") {
        vec![at.into()]
    } else {
        Vec::new()
    };
    let statement = Statement::from_sql_and_values(backend, sql, given);
    tx.execute_raw(statement).await.unwrap();
    tx.commit().await.unwrap();
}

/// `id(x, n)` is the id of the n-th thing of kind `x`, a letter to `f`.
fn typed(backend: DbBackend, value: &str) -> String {
    let Some((kind, number)) = value
        .strip_prefix("id(")
        .and_then(|own| own.split_once(", "))
    else {
        let instant = match backend {
            DbBackend::Postgres => "CAST($1 AS TIMESTAMPTZ)",
            _ => "$1",
        };
        let bytes = match backend {
            DbBackend::Postgres => "CAST(CAST(n AS TEXT) AS BYTEA)",
            _ => "CAST(n AS BLOB)",
        };
        return value.replace("now", instant).replace("hash", bytes);
    };
    let number = number.strip_suffix(')').unwrap();
    match backend {
        DbBackend::Postgres => {
            format!("CAST('{kind}' || LPAD(CAST({number} AS TEXT), 31, '0') AS UUID)")
        }
        _ => format!("CAST(printf('{kind}%015d', {number}) AS BLOB)"),
    }
}

async fn figures(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let (now, orders) = (shop.clock.now(), orders());
    let province = "CAST(10 + n % 34 AS TEXT)";
    let commune = "CAST(10000 + n % 3321 AS TEXT)";
    let form = "CASE n % 4 WHEN 0 THEN 'COOPERATIVE' WHEN 1 THEN 'LLC' WHEN 2 THEN 'HOUSEHOLD_BUSINESS' ELSE 'JSC' END";
    let group = "CASE n % 6 WHEN 0 THEN 'BEVERAGE' WHEN 1 THEN 'HERBAL' WHEN 2 THEN 'HANDICRAFT' ELSE 'FOOD' END";
    fill(
        &test,
        PRODUCERS,
        now,
        "producer",
        &[
            ("id", "id(a, n)"),
            ("slug", "'p' || n"),
            ("legal_form", form),
            ("name", "'P'"),
            ("folded_name", "'p'"),
            ("phone", "'0'"),
            ("email", "'p'"),
            ("street", "'s'"),
            ("commune_code", commune),
            ("province_code", province),
            ("status", "'ACTIVE'"),
            ("demo", "TRUE"),
            ("created_at", "now"),
            ("updated_at", "now"),
        ],
    )
    .await;
    fill(
        &test,
        CERTIFICATES,
        now,
        "certificate",
        &[
            ("id", "id(b, n)"),
            ("number", "'c' || n"),
            ("producer_id", "id(a, n % 5000 + 1)"),
            ("product_name", "'C'"),
            ("stars", "3 + n % 2"),
            ("score_hundredths", "7000"),
            ("potential_five", "FALSE"),
            ("issuer", "'U'"),
            ("issuer_level", "'PROVINCE'"),
            ("decision_number", "'d'"),
            ("issued_on", "'2025-01-01'"),
            ("expires_on", "'2028-01-01'"),
            (
                "status",
                "CASE n % 20 WHEN 0 THEN 'REVOKED' ELSE 'ACTIVE' END",
            ),
            ("demo", "TRUE"),
            ("created_at", "now"),
        ]
        .map(
            |(name, value)| match (test.primary().get_database_backend(), name) {
                (DbBackend::Postgres, "issued_on") => (name, "DATE '2025-01-01'"),
                (DbBackend::Postgres, "expires_on") => (name, "DATE '2028-01-01'"),
                _ => (name, value),
            },
        ),
    )
    .await;
    fill(
        &test,
        34,
        now,
        "programme_cycle",
        &[
            ("id", "id(c, n)"),
            ("year", "2026"),
            ("province_code", "CAST(9 + n AS TEXT)"),
            ("scheme", "'DECISION_148'"),
            ("planned_products", "600"),
            (
                "opened_on",
                match test.primary().get_database_backend() {
                    DbBackend::Postgres => "DATE '2026-01-01'",
                    _ => "'2026-01-01'",
                },
            ),
            ("demo", "TRUE"),
            ("created_at", "now"),
        ],
    )
    .await;
    fill(
        &test,
        CERTIFICATES,
        now,
        "dossier",
        &[
            ("id", "id(d, n)"),
            ("cycle_id", "id(c, n % 34 + 1)"),
            ("producer_id", "id(a, n % 5000 + 1)"),
            ("kind", "'NEW'"),
            ("product_name", "'C'"),
            ("group_code", group),
            ("idea", "'i'"),
            ("status", "'RECOGNISED'"),
            ("stars", "3 + n % 2"),
            ("demo", "TRUE"),
            ("created_at", "now"),
            ("updated_at", "now"),
        ],
    )
    .await;
    fill(
        &test,
        orders,
        now,
        "cart",
        &[
            ("id", "id(c, n)"),
            ("token_hash", "hash"),
            ("status", "'COMPLETED'"),
            ("created_at", "now"),
            ("updated_at", "now"),
            ("expires_at", "now"),
        ],
    )
    .await;
    fill(
        &test,
        orders,
        now,
        "customer_order",
        &[
            ("id", "id(d, n)"),
            ("number", "'o' || n"),
            ("cart_id", "id(c, n)"),
            ("token_hash", "hash"),
            ("status", "'COMPLETED'"),
            ("payment_method", "'CASH_ON_DELIVERY'"),
            ("language", "'vi'"),
            ("recipient", "'r'"),
            ("phone", "'0'"),
            ("province_code", "'01'"),
            ("province_name", "'p'"),
            ("commune_code", "'1'"),
            ("commune_name", "'c'"),
            ("street", "'s'"),
            ("subtotal", "20000"),
            ("delivery", "0"),
            ("total", "20000"),
            ("placed_at", "now"),
            ("updated_at", "now"),
        ],
    )
    .await;
    fill(
        &test,
        orders,
        now,
        "producer_order",
        &[
            ("id", "id(e, n)"),
            ("order_id", "id(d, n)"),
            ("producer_id", "id(a, n % 5000 + 1)"),
            ("status", "'DELIVERED'"),
            ("producer_name", "'P'"),
            ("producer_legal_form", form),
            ("province_code", province),
            ("commune_code", commune),
            ("delivery_method", "'STANDARD'"),
            ("weight_grams", "300"),
            ("subtotal", "20000"),
            ("delivery", "0"),
            ("total", "20000"),
            ("placed_at", "now"),
            ("updated_at", "now"),
        ],
    )
    .await;
    fill(
        &test,
        orders,
        now,
        "order_line",
        &[
            ("id", "id(f, n)"),
            ("producer_order_id", "id(e, n)"),
            ("product_id", "id(f, n)"),
            ("variant_id", "id(f, n)"),
            ("sku", "'s'"),
            ("product_name", "'C'"),
            ("variant_name", "'v'"),
            ("unit_price", "10000"),
            ("quantity", "2"),
            ("total", "20000"),
            ("stars", "3 + n % 2"),
            ("certificate_id", "id(b, n % 20000 + 1)"),
            ("certificate_number", "'c'"),
            ("group_code", group),
        ],
    )
    .await;
    fill(
        &test,
        orders,
        now,
        "fulfillment",
        &[
            ("id", "id(a, n)"),
            ("producer_order_id", "id(e, n)"),
            ("carrier", "'c'"),
            ("tracking_number", "'t'"),
            ("shipped_at", "now"),
            ("delivered_at", "now"),
        ],
    )
    .await;
    // As the server does by itself in the hours that this takes in life.
    test.raw("ANALYZE").await.unwrap();
    let began = Instant::now();
    shop.orders.recount_sales().await.unwrap();
    let cells = test.number("SELECT COUNT(*) FROM sales_figure").await;
    println!(
        "{orders} orders: {cells} figures built anew in {:?}",
        began.elapsed()
    );
    let year = SalesFilter {
        year: 2026,
        province_code: None,
    };
    let filter = StatisticsFilter {
        year: 2026,
        province_code: None,
    };
    let told = shop.orders.sales(&Actor::System, &year).await.unwrap();
    assert_eq!(told.total.unwrap().orders, i64::from(orders));
    let programme = &shop.market.programme;
    for actor in [Actor::Anonymous, Actor::System] {
        let name = format!("sales of the country by {}", actor.label());
        median(&name, async || {
            drop(shop.orders.sales(&actor, &year).await.unwrap())
        })
        .await;
    }
    let here = SalesFilter {
        year: 2026,
        province_code: Some("37".to_owned()),
    };
    median("sales of a province with its communes", async || {
        drop(shop.orders.sales(&Actor::System, &here).await.unwrap());
    })
    .await;
    median("statistics of the country", async || {
        drop(programme.statistics(&filter).await.unwrap())
    })
    .await;
    median("certificates of the country by all cuts", async || {
        let all = CertificateFilter::default();
        drop(programme.certificate_figures(&all).await.unwrap());
    })
    .await;
    median("changes of certificates", async || {
        programme.certificate_changes(&filter).await.unwrap();
    })
    .await;
    median("the recount of all sales", async || {
        assert_eq!(shop.orders.recount_sales().await.unwrap(), 0);
    })
    .await;
}

/// Prints the median of five runs.
async fn median(what: &str, work: impl AsyncFn()) {
    let mut times = [Duration::ZERO; 5];
    for time in &mut times {
        let began = Instant::now();
        work().await;
        *time = began.elapsed();
    }
    times.sort();
    println!("{what}: {:?}", times[2]);
}
