//! Writes the generated market through the same use cases as real data.

use crate::Result;
use crate::market::{self, Place};
use catalog::{CardProjection, Catalog, ProductSource};
use db::{Db, DbConfig};
use jobs::{Outbox, OutboxBuilder};
use kernel::clock::day_in_vietnam;
use kernel::{Actor, Clock, SystemClock};
use programme::units::{self, Units};
use programme::{ProducerStatus, Programme, events, find_certificate, find_producer};
use sqlx::{Connection, PgConnection, SqliteConnection};
use std::sync::Arc;

const UNITS: &str = include_str!("../../app/seed/administrative_units.csv");

/// Products of one transaction.
const BATCH: usize = 500;

/// Migrates an empty database and fills it with so many products. The search
/// index is not written: nobody is told of each product.
pub(crate) async fn sow(url: &str, products: usize) -> Result<()> {
    let db = Db::open(&DbConfig::new(url)).await?;
    db.migrate().await?;
    let tx = db.begin().await?;
    units::import(&tx, UNITS.as_bytes()).await?;
    tx.commit().await?;

    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let now = clock.now();
    let programme = Programme::new(db.clone(), clock, outbox());
    let catalog = catalogue(&db);
    let places = places(&Units::new(db.clone()), now).await?;

    let mut first = 0;
    while first < products {
        let last = (first + BATCH).min(products);
        let tx = db.begin().await?;
        let mut n = first;
        while n < last {
            let seller = market::seller_of(n);
            let new = market::producer(seller, &places[seller * 37 % places.len()]);
            let id = programme.register_producer_in(&tx, new).await?;
            for status in [ProducerStatus::Verified, ProducerStatus::Active] {
                programme
                    .set_producer_status_in(&tx, &Actor::System, id, status)
                    .await?;
            }
            let producer = find_producer(&tx, id)
                .await?
                .ok_or("the producer is gone")?;
            let mut own = Vec::new();
            while n < last && market::seller_of(n) == seller {
                let certificate = programme
                    .record_certificate_in(&tx, &Actor::System, market::certificate(n, id, now))
                    .await?;
                let found = find_certificate(&tx, certificate).await?;
                own.push((
                    found.ok_or("the certificate is gone")?,
                    market::product(n, certificate, now)?,
                ));
                n += 1;
            }
            let sources = own.iter().map(|(certificate, product)| ProductSource {
                certificate: Some(certificate),
                producer: &producer,
                product: product.clone(),
            });
            catalog.create_products_in(&tx, sources.collect()).await?;
        }
        tx.commit().await?;
        first = last;
    }
    settle(url).await
}

/// Cards follow as always; the search index hears of nothing.
pub(crate) fn outbox() -> Arc<Outbox> {
    followed().build()
}

/// What lets cards follow.
pub(crate) fn followed() -> OutboxBuilder {
    OutboxBuilder::default()
        .project(events::CERTIFICATE_CHANGED, Arc::new(CardProjection))
        .project(events::PRODUCER_CHANGED, Arc::new(CardProjection))
}

/// The catalogue of a database.
pub(crate) fn catalogue(db: &Db) -> Catalog {
    Catalog::new(db.clone(), Arc::new(SystemClock), outbox())
}

/// What the database's own housekeeping would do within minutes. PostgreSQL
/// without statistics would be measured with bad plans; on SQLite nobody gathers
/// any, in life as here, but no log of gigabytes lies beside the file.
pub(crate) async fn settle(url: &str) -> Result<()> {
    if !url.starts_with("postgres") {
        let mut connection = SqliteConnection::connect(url).await?;
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
            .execute(&mut connection)
            .await?;
        return Ok(connection.close().await?);
    }
    let mut connection = PgConnection::connect(url).await?;
    sqlx::query("VACUUM ANALYZE")
        .execute(&mut connection)
        .await?;
    Ok(connection.close().await?)
}

async fn places(units: &Units, now: kernel::Timestamp) -> Result<Vec<Place>> {
    let today = day_in_vietnam(now);
    let snapshot = units.snapshot().await?;
    let provinces = snapshot.provinces(today);
    let communes = provinces.iter().flat_map(|province| {
        let communes = snapshot.communes_of(&province.code, today);
        communes.into_iter().map(|commune| Place {
            code: commune.code.clone(),
            province: province.code.clone(),
            name: commune.name.clone(),
        })
    });
    Ok(communes.collect())
}
