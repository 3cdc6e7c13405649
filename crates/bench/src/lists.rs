//! How long pages of lists take in a market, and in one fifty times as large.
//! Nothing but the first rows of an index should matter, so the two should
//! take about as long (target: 1.3 times).

use crate::Result;
use crate::sow::{catalogue, settle, sow};
use catalog::listing::Attribute;
use catalog::{AttributeFilter, CardFilter, CardSort, Catalog};
use db::{Db, DbConfig};
use kernel::{Money, PageArgs};
use programme::taxonomy::ProductGroup;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use std::time::{Duration, Instant};

/// Rows of a page.
const PAGE: i32 = 24;
/// Every list is asked in turn, so often; the median counts.
const RUNS: usize = 200;
/// And its facets so often.
const FACET_RUNS: usize = 7;
/// So many times as large as the market was.
pub(crate) const TIMES: usize = 50;
/// From a product to the one that its next copy is sorted like.
const STRIDE: usize = 397;

/// A list that shoppers ask for.
struct List {
    name: &'static str,
    filter: CardFilter,
    sort: CardSort,
    page: PageArgs,
}

/// How it was told.
struct Measured {
    rows: usize,
    /// The median.
    took: Duration,
}

/// Fills an empty database, and prints how long each list takes before and
/// after it has grown.
pub(crate) async fn run(url: &str, products: usize) -> Result<()> {
    let began = Instant::now();
    sow(url, products).await?;
    println!("{products} products written in {:?}", began.elapsed());
    let db = Db::open(&DbConfig::new(url)).await?;
    let catalog = catalogue(&db);
    let lists = lists(&catalog).await?;
    let small = measure(&catalog, &lists).await?;
    let small_facets = facets(&catalog, &lists).await?;
    let began = Instant::now();
    grow(&db).await?;
    settle(url).await?;
    let many = products * TIMES;
    println!("{many} products written in {:?}", began.elapsed());
    let large = measure(&catalog, &lists).await?;
    let large_facets = facets(&catalog, &lists).await?;
    println!("| first {PAGE} of a list | {products} products | {many} products | times |");
    println!("|---|---|---|---|");
    for ((list, small), large) in lists.iter().zip(small).zip(large) {
        let times = large.took.div_duration_f64(small.took);
        let short = if small.rows < large.rows {
            format!(" (first of {} only)", small.rows)
        } else {
            String::new()
        };
        println!(
            "| {} | {:.1?}{short} | {:.1?} | {times:.2} |",
            list.name, small.took, large.took
        );
    }
    println!("(target: 1.30 times, of lists that have a page in both)");
    println!("Facets of all: {small_facets:.1?}, then {large_facets:.1?}");
    Ok(())
}

async fn lists(catalog: &Catalog) -> Result<Vec<List>> {
    let first = PageArgs::first(u32::try_from(PAGE)?);
    let all = CardFilter::default();
    let newest = catalog.cards(&all, CardSort::default(), &first).await?;
    // Not the newest: its neighbours by place would stand before all others.
    let named = catalog.cards(&all, CardSort::Name, &first).await?;
    let (_, some) = named.rows.first().ok_or("no product is public")?;
    let last = newest.rows.last().map(|(cursor, _)| cursor.encode());
    let next = PageArgs::new(Some(PAGE), last.as_deref(), None, None)?;
    let (province, producer) = (some.province_code.clone(), some.producer_id);
    let commune = some.commune_code.clone();
    let food = Some(vec![ProductGroup::Food.as_str().to_owned()]);
    let of_food = || CardFilter {
        groups: food.clone(),
        ..CardFilter::default()
    };
    let list = |name, filter, sort| List {
        name,
        filter,
        sort,
        page: first.clone(),
    };
    let having = |code: &str, value: &str| {
        let attribute = Attribute::find(code).ok_or("no such attribute")?;
        let one = AttributeFilter::one_of(attribute, &[value.to_owned()]);
        Ok::<_, &str>(CardFilter {
            attributes: vec![one.ok_or("no such value")?],
            ..CardFilter::default()
        })
    };
    let stored = |value| having("STORAGE_TEMPERATURE", value);
    Ok(vec![
        list("all, newest", all.clone(), CardSort::default()),
        List {
            page: next,
            ..list("all, newest, second page", all.clone(), CardSort::default())
        },
        list("all, by price", all.clone(), CardSort::PriceAsc),
        list("all, by stars", all.clone(), CardSort::Stars),
        list("all, by name", all.clone(), CardSort::Name),
        list("all, by rating", all.clone(), CardSort::Rating),
        list("a group, by price", of_food(), CardSort::PriceAsc),
        list("a group, by rating", of_food(), CardSort::Rating),
        list(
            "a commune, dearest first",
            CardFilter {
                communes: Some(vec![commune]),
                ..all.clone()
            },
            CardSort::PriceDesc,
        ),
        list(
            "a province and five stars, by name",
            CardFilter {
                provinces: Some(vec![province.clone()]),
                stars_in: Some(vec![5]),
                ..all.clone()
            },
            CardSort::Name,
        ),
        list("a group", of_food(), CardSort::default()),
        list(
            "a province",
            CardFilter {
                provinces: Some(vec![province.clone()]),
                ..all.clone()
            },
            CardSort::default(),
        ),
        list(
            "a group in a province",
            CardFilter {
                groups: food.clone(),
                provinces: Some(vec![province]),
                ..all.clone()
            },
            CardSort::default(),
        ),
        list(
            "a producer",
            CardFilter {
                producers: Some(vec![producer]),
                ..all.clone()
            },
            CardSort::default(),
        ),
        list(
            "four stars and more",
            CardFilter {
                stars_min: Some(4),
                ..all.clone()
            },
            CardSort::default(),
        ),
        list(
            "up to 50,000 đồng",
            CardFilter {
                price_max: Some(Money::new(50_000)?),
                ..all
            },
            CardSort::default(),
        ),
        list("kept as usual", stored("AMBIENT")?, CardSort::default()),
        list("chilled", stored("CHILLED")?, CardSort::default()),
        list("frozen, by price", stored("FROZEN")?, CardSort::PriceAsc),
        list(
            "of 750 ml, by stars",
            having("CAPACITY_ML", "750")?,
            CardSort::Stars,
        ),
    ])
}

/// The median of each list.
async fn measure(catalog: &Catalog, lists: &[List]) -> Result<Vec<Measured>> {
    let mut times: Vec<Vec<Duration>> = lists.iter().map(|_| Vec::new()).collect();
    let mut rows = vec![0; lists.len()];
    // The first rounds warm the caches up.
    for run in 0..RUNS + 20 {
        for ((list, times), rows) in lists.iter().zip(&mut times).zip(&mut rows) {
            let began = Instant::now();
            let page = catalog.cards(&list.filter, list.sort, &list.page).await?;
            let took = began.elapsed();
            *rows = page.rows.len();
            if page.rows.is_empty() {
                return Err(format!("nothing in the list: {}", list.name).into());
            }
            if run >= 20 {
                times.push(took);
            }
        }
    }
    let median = |mut own: Vec<Duration>| {
        own.sort();
        own[own.len() / 2]
    };
    let measured = rows.into_iter().zip(times);
    let measured = measured.map(|(rows, times)| Measured {
        rows,
        took: median(times),
    });
    Ok(measured.collect())
}

/// The median of the facets of the first list, which is whole; they are counted
/// up to a limit, but every card is looked at.
async fn facets(catalog: &Catalog, lists: &[List]) -> Result<Duration> {
    let mut times = Vec::new();
    for _ in 0..FACET_RUNS {
        let began = Instant::now();
        catalog.facets(&lists[0].filter).await?;
        times.push(began.elapsed());
    }
    times.sort();
    Ok(times[times.len() / 2])
}

/// By what cards are sorted, apart from stars and certificates.
const KEYS: &[&str] = &[
    "folded_name",
    "name",
    "price_max",
    "price_min",
    "published_at",
    "rating_count",
    "rating_hundredths",
];

/// Copies every product and its card, by the database itself: through the use
/// cases a million would take hours. Each copy is sorted like another product:
/// next to each other, fifty alike would be passed or met at once, as in no
/// market.
pub(crate) async fn grow(db: &Db) -> Result<()> {
    let backend = db.primary().get_database_backend();
    let copies = TIMES - 1;
    let (temporary, id, large) = match backend {
        DbBackend::Postgres => ("ON COMMIT DROP", "gen_random_uuid()", "BIGINT"),
        _ => ("", "randomblob(16)", "INTEGER"),
    };
    let (product, card, attribute) = (
        columns(db, "product").await?,
        columns(db, "product_card").await?,
        columns(db, "product_attribute").await?,
    );
    let tx = db.begin().await?;
    if backend == DbBackend::Postgres {
        tx.execute_unprepared("SET LOCAL statement_timeout = 0")
            .await?;
    }
    tx.execute_unprepared(&format!(
        "CREATE TEMPORARY TABLE copied {temporary} AS WITH RECURSIVE number (n) AS \
         (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {copies}), \
         seat (id, at, of) AS \
         (SELECT id, ROW_NUMBER() OVER (ORDER BY id) - 1, COUNT(*) OVER () FROM product) \
         SELECT own.id AS old, {id} AS new, CAST(n AS {large}) AS n, other.id AS other \
         FROM number CROSS JOIN seat own JOIN seat other ON other.at = (own.at + n * {STRIDE}) % own.of"
    ))
    .await?;
    for (table, key, columns) in [
        ("product", "id", product),
        ("product_card", "product_id", card),
        ("product_attribute", "product_id", attribute),
    ] {
        let value = |column: &String| match column.as_str() {
            own if own == key => "c.new".to_owned(),
            "slug" => "p.slug || '-' || c.n".to_owned(),
            own if table == "product_card" && KEYS.contains(&own) => format!("o.{own}"),
            own => format!("p.{own}"),
        };
        let values: Vec<String> = columns.iter().map(value).collect();
        let sql = format!(
            "INSERT INTO {table} ({}) SELECT {} FROM copied c JOIN {table} p ON p.{key} = c.old \
             JOIN product_card o ON o.product_id = c.other",
            columns.join(", "),
            values.join(", ")
        );
        tx.execute_unprepared(&sql).await?;
    }
    if backend != DbBackend::Postgres {
        tx.execute_unprepared("DROP TABLE copied").await?;
    }
    Ok(tx.commit().await?)
}

/// The columns of a table.
async fn columns(db: &Db, table: &str) -> Result<Vec<String>> {
    let backend = db.primary().get_database_backend();
    let sql = match backend {
        DbBackend::Postgres => {
            "SELECT CAST(column_name AS TEXT) FROM information_schema.columns WHERE table_name = $1"
        }
        _ => "SELECT name FROM pragma_table_info($1)",
    };
    let statement = Statement::from_sql_and_values(backend, sql, [table.into()]);
    let rows = db.primary().query_all_raw(statement).await?;
    let names = rows.iter().map(|row| row.try_get_by_index(0));
    Ok(names.collect::<std::result::Result<_, _>>()?)
}
