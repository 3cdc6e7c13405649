//! `ocop reindex`: writes the search index anew, or compares it.

use crate::config::{self, Overrides, SecretKey};
use crate::failure::Failure;
use crate::wiring::{self, House};
use crate::{End, place, telemetry};

#[derive(clap::Args)]
pub(super) struct Options {
    #[command(flatten)]
    overrides: Overrides,
    /// Only compare index and database; code 1 when they differ.
    #[arg(long)]
    verify: bool,
}

pub(super) async fn run(options: Options) -> Result<End, Failure> {
    let config = config::load(&options.overrides)?;
    telemetry::log_quietly();
    place::folder(&config.storage.data_dir)?;
    let db = place::ready_database(&config).await?;
    let engine = wiring::engine(&config).await?;
    let house = House::build(&config, db, engine, &SecretKey::unused(), false)?;
    let end = if options.verify {
        let drift = house.search.verify(false).await?;
        let [missing, stale, orphaned] =
            [&drift.missing, &drift.stale, &drift.orphaned].map(Vec::len);
        println!("missing: {missing}, stale: {stale}, orphaned: {orphaned}");
        if drift.is_empty() { End::Done } else { End::No }
    } else {
        let documents = house
            .search
            .reindex(|read| println!("{read} products read"))
            .await?;
        println!("{documents} products are in the index");
        End::Done
    };
    house.db.close().await;
    Ok(end)
}
