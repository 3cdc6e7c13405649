//! `ocop seed`: fills an empty database with demonstration data.

use crate::config::{self, Overrides, SecretKey};
use crate::failure::Failure;
use crate::profile::{self, Profile};
use crate::wiring::{self, House};
use crate::{End, place, seed, telemetry};

pub(super) async fn run(options: Overrides) -> Result<End, Failure> {
    let config = config::load(&options)?;
    telemetry::log_quietly();
    place::folder(&config.storage.data_dir)?;
    let db = place::migrated_database(&config).await?;
    if profile::of(&db).await? != Profile::Unset {
        return Err(Failure::new("database.url: is not empty"));
    }
    let engine = wiring::engine(&config).await?;
    let house = House::build(&config, db, engine, &SecretKey::unused(), true)?;
    let media = config.storage.data_dir.join("media");
    seed::run(&house, &media, |line| println!("{line}")).await?;
    house.db.close().await;
    Ok(End::Done)
}
