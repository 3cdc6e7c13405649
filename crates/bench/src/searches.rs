//! How long searches with facets take in a market, and in one fifty times as
//! large: the embedded engine by itself, and with the cards of its hits, which
//! the catalogue lets pass (target: half of them within 5 ms at 20,000 on an
//! idle machine). Then how soon a change is seen under a steady stream of them
//! (target: a second), and whether an index that has drifted is mended.

use crate::Result;
use crate::lists::{TIMES, grow};
use crate::percentile::per_mille;
use crate::sow::{catalogue, followed, settle, sow};
use db::{Db, DbConfig};
use jobs::{Outbox, Runner, RunnerConfig};
use kernel::clock::day_in_vietnam;
use kernel::{Actor, Clock, ProductId, SystemClock};
use programme::units::Units;
use programme::{CertificateChange, CertificateStatus, Programme};
use search::{Document, Engine, FacetField, Query, Search, TantivyEngine};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

/// Hits of a page.
const PAGE: usize = 24;
/// Every query is asked in turn, so often.
const RUNS: usize = 40;
/// The first rounds warm the caches up.
const WARM: usize = 5;

/// Certificates that are suspended, …
const CHANGES: u64 = 500;
/// … so many a second.
const CHANGES_A_SECOND: u32 = 50;

/// What people type, by kind.
const ASKED: &[(&str, &[&str])] = &[
    ("everything", &[""]),
    (
        "with marks",
        &["cơm cháy", "nước mắm", "mật ong hoa nhãn", "trà"],
    ),
    (
        "without marks",
        &["com chay", "nuoc mam", "gao nep hat cau", "gio coi"],
    ),
    (
        "keystrokes, spaces",
        &["nuwowcs mawms", "com chays", "nuocmam", "khanlua"],
    ),
    (
        "typing errors",
        &["nuoc mamm", "com chya", "mat onng", "rwou nep"],
    ),
    (
        "places, producers",
        &["mat ong ninh binh", "hop tac xa ha noi", "ca phe son la"],
    ),
    ("unfinished", &["co", "nuoc m", "tra sh"]),
    ("nothing", &["dien thoai", "may tinh bang"]),
];

/// One size of the market.
struct Measured {
    products: usize,
    indexed: Duration,
    /// For each kind: the engine's times and those of the whole search, in
    /// microseconds, sorted.
    times: Vec<[Vec<u64>; 2]>,
}

/// Fills an empty database and an index in a folder of its own, and prints how
/// long each kind takes before and after the market has grown.
pub(crate) async fn run(url: &str, products: usize) -> Result<()> {
    sow(url, products).await?;
    let db = Db::open(&DbConfig::new(url)).await?;
    let small = measure(&db, products).await?;
    mended(&db).await?;
    fresh(&db).await?;
    grow(&db).await?;
    settle(url).await?;
    let large = measure(&db, products * TIMES).await?;
    for own in [&small, &large] {
        println!("{} products indexed in {:.1?}", own.products, own.indexed);
    }
    println!(
        "| {PAGE} hits with {} facets | {} products: engine p50 / p99 | search p50 / p99 | {} products: engine p50 / p99 | search p50 / p99 |",
        FacetField::ALL.len(),
        small.products,
        large.products
    );
    println!("|---|---|---|---|---|");
    for (at, (kind, _)) in ASKED.iter().enumerate() {
        let cells = [&small, &large].into_iter().flat_map(|own| &own.times[at]);
        let took = |own: &Vec<u64>, part| Duration::from_micros(per_mille(own, part));
        let cells = cells.map(|own| format!("{:.1?} / {:.1?}", took(own, 500), took(own, 990)));
        println!("| {kind} | {} |", cells.collect::<Vec<_>>().join(" | "));
    }
    println!("(target: p50 of 5 ms at {products} products)");
    Ok(())
}

/// A market's search over an index of its own.
struct Place {
    programme: Programme,
    engine: TantivyEngine,
    search: Search,
    outbox: Arc<Outbox>,
    /// Goes with the index.
    _folder: tempfile::TempDir,
}

impl Place {
    async fn open(db: &Db) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let engine = TantivyEngine::open(folder.path()).await?;
        let outbox = search::jobs::subscribe(followed()).build();
        let programme = Programme::new(db.clone(), Arc::clone(&clock), Arc::clone(&outbox));
        let search = Search::new(
            clock,
            catalogue(db),
            programme.clone(),
            Units::new(db.clone()),
            Arc::new(engine.clone()),
        );
        Ok(Self {
            programme,
            engine,
            search: search.with_engine_timeout(Duration::from_secs(60)),
            outbox,
            _folder: folder,
        })
    }
}

/// Suspends certificates at a steady rate and reinstates them, and prints after
/// how long their products are out of the index and in it again.
async fn fresh(db: &Db) -> Result<()> {
    let place = Place::open(db).await?;
    place.search.reindex(|_| {}).await?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let config = RunnerConfig::default();
    let runner = Runner::new(db.clone(), clock, Arc::clone(&place.outbox), config);
    let runner = Arc::new(search::jobs::register(runner, &place.search)?);
    let stop = CancellationToken::new();
    let working = tokio::spawn(Arc::clone(&runner).run(stop.clone()));
    let cards = catalogue(db).cards_after(None, CHANGES).await?;
    let now = SystemClock.now();
    let public: Vec<_> = cards
        .into_iter()
        .filter(|card| card.public_at(now))
        .collect();
    let mut every = tokio::time::interval(Duration::from_secs(1) / CHANGES_A_SECOND);
    let mut took = Vec::new();
    for status in [CertificateStatus::Suspended, CertificateStatus::Active] {
        let mut seen = tokio::task::JoinSet::new();
        for card in &public {
            every.tick().await;
            let certificate = card.certificate.clone();
            let certificate = certificate.ok_or("a public card has a certificate")?;
            let (programme, engine) = (place.programme.clone(), place.engine.clone());
            let product = card.product_id;
            seen.spawn(async move {
                let change = CertificateChange {
                    id: certificate.id,
                    status,
                    ground: None,
                    grounds: Some("Đo tốc độ".to_owned()),
                    decision_number: "DEMO-QĐ-X".to_owned(),
                };
                let done = programme.set_certificate_status(&Actor::System, change);
                done.await.map_err(|error| error.to_string())?;
                let began = Instant::now();
                let query = Query::new(certificate.number, 1);
                loop {
                    let found = engine.search(&query, SystemClock.now()).await;
                    let found = found.map_err(|error| error.to_string())?;
                    let there = found.hits.iter().any(|hit| hit.id == product);
                    if there == (status == CertificateStatus::Active) {
                        return Ok::<_, String>(began.elapsed());
                    }
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            });
        }
        while let Some(one) = seen.join_next().await {
            took.push(u64::try_from(one??.as_micros())?);
        }
    }
    stop.cancel();
    working.await?;
    took.sort_unstable();
    let of = |part| Duration::from_micros(per_mille(&took, part));
    println!(
        "{} suspensions and reinstatements, {CHANGES_A_SECOND} a second, seen after: p50 {:.0?}, p99 {:.0?}, at most {:.0?} (target: 1 s)",
        took.len(),
        of(500),
        of(990),
        of(1_000)
    );
    Ok(())
}

/// Drops, alters and adds one document in a hundred each, and prints what the
/// comparison finds and leaves.
async fn mended(db: &Db) -> Result<()> {
    let place = Place::open(db).await?;
    let documents = place.search.reindex(|_| {}).await?;
    let each = usize::try_from(documents / 100)?;
    let mut ids: Vec<ProductId> = place.engine.ids_and_versions().await?.into_keys().collect();
    ids.sort_unstable();
    let (dropped, rest) = ids.split_at(each);
    let altered = rest.get(..each).unwrap_or(rest);
    place.engine.remove(dropped.to_vec()).await?;
    let clock = SystemClock;
    let units = Units::new(db.clone()).snapshot().await?;
    let day = day_in_vietnam(clock.now());
    for card in catalogue(db).any_cards_by_ids(altered).await? {
        let mut document = Document::new(&card, None, &units, day);
        document.version -= 1;
        let orphan = Document {
            id: ProductId::new(clock.now()),
            ..document.clone()
        };
        place.engine.upsert(vec![document, orphan]).await?;
    }
    place.engine.commit().await?;
    let began = Instant::now();
    let found = place.search.verify(true).await?;
    let took = began.elapsed();
    let left = place.search.verify(false).await?;
    let right = {
        let same = |found: &[ProductId], made: &[ProductId]| {
            let mut found = found.to_vec();
            found.sort_unstable();
            found == made
        };
        same(&found.missing, dropped) && same(&found.stale, altered) && found.orphaned.len() == each
    };
    println!(
        "{each} dropped, {each} altered, {each} orphaned of {documents} documents: found {} + {} + {}{}, left {} after {took:.1?}",
        found.missing.len(),
        found.stale.len(),
        found.orphaned.len(),
        if right {
            ", the very ones"
        } else {
            ", NOT THE VERY ONES"
        },
        left.missing.len() + left.stale.len() + left.orphaned.len()
    );
    Ok(())
}

async fn measure(db: &Db, products: usize) -> Result<Measured> {
    let place = Place::open(db).await?;
    let Place { engine, search, .. } = &place;
    let clock = SystemClock;
    let began = Instant::now();
    search.reindex(|_| {}).await?;
    let indexed = began.elapsed();
    let mut times: Vec<[Vec<u64>; 2]> = ASKED.iter().map(|_| Default::default()).collect();
    for run in 0..RUNS + WARM {
        for ((_, typed), [bare, whole]) in ASKED.iter().zip(&mut times) {
            for text in *typed {
                let query = Query {
                    facets: FacetField::ALL.to_vec(),
                    ..Query::new(*text, PAGE)
                };
                let began = Instant::now();
                engine.search(&query, clock.now()).await?;
                let alone = began.elapsed().as_micros();
                let began = Instant::now();
                let found = search.search(query).await?;
                let all = began.elapsed().as_micros();
                if found.degraded {
                    return Err(format!("the engine did not answer: {text}").into());
                }
                if run >= WARM {
                    bare.push(u64::try_from(alone)?);
                    whole.push(u64::try_from(all)?);
                }
            }
        }
    }
    for own in times.iter_mut().flatten() {
        own.sort_unstable();
    }
    Ok(Measured {
        products,
        indexed,
        times,
    })
}
