//! How long the programme's figures take over 20,000 certificates and so many
//! orders, and the recount that they are held against.

mod market;

use crate::Result;
use crate::sow::settle;
use catalog::Catalog;
use chrono::Datelike;
use db::{Db, DbConfig};
use jobs::OutboxBuilder;
use kernel::clock::day_in_vietnam;
use kernel::{Actor, Clock, SystemClock, TokenKey};
use orders::Orders;
use orders::sales::SalesFilter;
use payments::Payments;
use programme::Programme;
use programme::statistics::{CertificateFilter, StatisticsFilter};
use programme::units::Units;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Runs of each; the median counts.
const RUNS: usize = 5;

/// Fills an empty database, and prints how long each read takes.
pub(crate) async fn run(url: &str, orders: u32) -> Result<()> {
    let db = Db::open(&DbConfig::new(url)).await?;
    db.migrate().await?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let now = clock.now();
    let began = Instant::now();
    market::sow(&db, now, orders).await?;
    settle(url).await?;
    println!("{orders} orders written in {:?}", began.elapsed());

    let outbox = OutboxBuilder::default().build();
    let programme = Programme::new(db.clone(), clock.clone(), outbox.clone());
    let house = Orders::new(
        db.clone(),
        clock.clone(),
        outbox.clone(),
        TokenKey::new([7; 32]),
        Catalog::new(db.clone(), clock.clone(), outbox),
        Payments::new(db.clone(), clock, None),
        Units::new(db.clone()),
    );
    let began = Instant::now();
    house.recount_sales().await?;
    println!("figures of sales built anew in {:?}", began.elapsed());

    let year = day_in_vietnam(now).year();
    let country = SalesFilter {
        year,
        province_code: None,
    };
    let told = house.sales(&Actor::System, &country).await?;
    let counted = told.total.map_or(0, |total| total.orders);
    if counted != i64::from(orders) {
        return Err(format!("{counted} orders are counted, and there are {orders}").into());
    }
    let public = median("sales of the country, public", async || {
        Ok(house.sales(&Actor::Anonymous, &country).await?)
    });
    let public = public.await?;
    let here = SalesFilter {
        year,
        province_code: Some("37".to_owned()),
    };
    median("sales of a province, exact", async || {
        Ok(house.sales(&Actor::System, &here).await?)
    })
    .await?;
    let filter = StatisticsFilter {
        year,
        province_code: None,
    };
    let dossiers = median("dossiers and targets of the country", async || {
        Ok(programme.statistics(&filter).await?)
    });
    let dossiers = dossiers.await?;
    let all = CertificateFilter::default();
    let certificates = median("certificates of the country by all cuts", async || {
        Ok(programme.certificate_figures(&all).await?)
    });
    let certificates = certificates.await?;
    let changes = median("changes of certificates", async || {
        Ok(programme.certificate_changes(&filter).await?)
    });
    let changes = changes.await?;
    println!(
        "together, as programmeStatistics reads them: {:?}",
        public + dossiers + certificates + changes
    );
    let began = Instant::now();
    let off = house.recount_sales().await?;
    println!("the slow recount: {:?}, {off} differ", began.elapsed());
    Ok(())
}

/// Prints and answers the median.
async fn median<T>(what: &str, work: impl AsyncFn() -> Result<T>) -> Result<Duration> {
    let mut times = [Duration::ZERO; RUNS];
    for time in &mut times {
        let began = Instant::now();
        drop(work().await?);
        *time = began.elapsed();
    }
    times.sort();
    println!("{what}: {:?}", times[RUNS / 2]);
    Ok(times[RUNS / 2])
}
