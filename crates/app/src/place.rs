//! Where the process works: its folder, its port, its database.

use crate::config::Config;
use crate::failure::Failure;
use db::Db;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::Path;
use tokio::net::TcpListener;

/// Makes the data folder where needed, and sees that it can be written to.
pub(crate) fn folder(path: &Path) -> Result<(), Failure> {
    let failed = |error: std::io::Error| {
        Failure::new(format!("storage.data_dir: {}: {error}", path.display()))
    };
    std::fs::create_dir_all(path).map_err(failed)?;
    let probe = path.join(format!(".write-{}", std::process::id()));
    std::fs::write(&probe, "").map_err(failed)?;
    std::fs::remove_file(&probe).map_err(failed)
}

/// Takes the port.
pub(crate) async fn listen(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| {
        let reason = match error.kind() {
            ErrorKind::AddrInUse => "address already in use".to_owned(),
            ErrorKind::AddrNotAvailable => "not an address of this machine".to_owned(),
            ErrorKind::PermissionDenied => "no permission for this port".to_owned(),
            _ => error.to_string(),
        };
        Failure::new(format!("server.listen: {address}: {reason}"))
    })
}

/// Opens the database and applies the migrations that are missing.
pub(crate) async fn migrated_database(config: &Config) -> Result<Db, Failure> {
    let db = Db::open(&config.db()).await?;
    // Asked first: a process that has nothing to migrate needs no right to.
    let missing = db.pending_migrations().await?;
    if missing > 0 {
        tracing::info!(missing, "migrating");
        db.migrate()
            .await
            .map_err(|error| Failure::new(format!("migrations: {error}")))?;
    }
    Ok(db)
}

/// Opens a database that has every migration.
pub(crate) async fn ready_database(config: &Config) -> Result<Db, Failure> {
    let db = Db::open(&config.db()).await?;
    match db.pending_migrations().await? {
        0 => Ok(db),
        missing => Err(Failure::new(format!(
            "database.url: {missing} migrations are missing; run `ocop migrate`"
        ))),
    }
}
