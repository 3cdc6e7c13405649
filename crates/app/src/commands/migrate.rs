//! `ocop migrate`: brings the database up to date.

use crate::config::{self, Overrides};
use crate::failure::Failure;
use crate::{End, place, telemetry};

pub(super) async fn run(options: Overrides) -> Result<End, Failure> {
    let config = config::load(&options)?;
    telemetry::log_quietly();
    let db = place::migrated_database(&config).await?;
    println!("{} is up to date", config.db().display_url());
    db.close().await;
    Ok(End::Done)
}
