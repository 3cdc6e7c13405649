//! What an installation is for: a database remembers the profile that filled
//! it, so that a demonstration is never served in earnest, nor the reverse.

use crate::failure::Failure;
use db::{Db, instance};

const NAME: &str = "profile";
const HALF_FILLED: &str = "demo, half filled";
const DEMONSTRATION: &str = "demo";
const LIVE: &str = "live";

/// What a database holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Nothing yet.
    Unset,
    /// Some of the sample data: it was being filled when the program ended.
    HalfFilled,
    /// Sample data.
    Demonstration,
    /// Real data.
    Live,
}

/// What the database is for.
pub(crate) async fn of(db: &Db) -> Result<Profile, Failure> {
    Ok(match instance::get(db.primary(), NAME).await?.as_deref() {
        None => Profile::Unset,
        Some(HALF_FILLED) => Profile::HalfFilled,
        Some(DEMONSTRATION) => Profile::Demonstration,
        Some(_) => Profile::Live,
    })
}

/// Remembers with the first of the sample data that more has to come.
pub(crate) async fn set_half_filled(tx: &db::Tx) -> Result<(), Failure> {
    Ok(instance::set(tx, NAME, HALF_FILLED).await?)
}

/// Remembers that the database holds the sample data.
pub(crate) async fn set_demonstration(tx: &db::Tx) -> Result<(), Failure> {
    Ok(instance::set(tx, NAME, DEMONSTRATION).await?)
}

/// Claims the database for real data.
///
/// # Errors
/// When it holds sample data.
pub(crate) async fn claim_live(db: &Db) -> Result<(), Failure> {
    match of(db).await? {
        Profile::Live => Ok(()),
        Profile::HalfFilled | Profile::Demonstration => Err(Failure::new(
            "database.url: holds demonstration data, which only `ocop demo` serves; name a database of its own",
        )),
        Profile::Unset => {
            let tx = db.begin().await?;
            instance::set(&tx, NAME, LIVE).await?;
            Ok(tx.commit().await?)
        }
    }
}
