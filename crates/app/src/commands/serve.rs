//! `ocop serve`: the marketplace in earnest.

use crate::config::{self, Overrides, SecretKey};
use crate::failure::Failure;
use crate::wiring::{self, House};
use crate::{End, place, profile, service, telemetry};

pub(super) async fn run(options: Overrides) -> Result<End, Failure> {
    let config = config::load(&options)?;
    let secret = SecretKey::for_serving(&config.security.secret_key)?;
    if config.payments.sandbox {
        return Err(Failure::new(
            "payments.sandbox: plays the payment provider; only `ocop demo` may",
        ));
    }
    telemetry::log_service(config.server.log_format);
    place::folder(&config.storage.data_dir)?;
    let listener = place::listen(config.server.listen).await?;
    let db = place::migrated_database(&config).await?;
    profile::claim_live(&db).await?;
    let engine = wiring::engine(&config).await?;
    let house = House::build(&config, db, engine, &secret, false)?;
    service::serve(&config, house, listener).await?;
    Ok(End::Done)
}
