//! How to reach the database, and each engine's connection settings.

use crate::Engine;
use sea_orm::ConnectOptions;
use sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How to reach the database.
#[derive(Clone, Debug)]
pub struct DbConfig {
    /// `sqlite:/path/to/file` or `postgres://…`.
    pub url: String,
    /// A PostgreSQL replica for reads of the public catalogue.
    pub replica_url: Option<String>,
    /// Connections of a PostgreSQL pool; SQLite has one writer and this many
    /// readers, at most 8.
    pub max_connections: u32,
    /// How long a request waits for a connection before it is told to come
    /// back later.
    pub acquire_timeout: Duration,
    /// Whether what was committed survives a power cut, and not only the end
    /// of the process. Only sample data does without.
    pub durable: bool,
}

/// Why the database could not be opened: one line that says what and where.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The address names no supported database.
    #[error("database.url: {0:?} is neither sqlite:PATH nor postgres://…")]
    UnknownEngine(String),
    /// The folder of the SQLite file cannot be used.
    #[error("database.url: folder {} cannot be used: {reason}", .path.display())]
    Folder {
        /// Which folder.
        path: PathBuf,
        /// What the system said.
        reason: std::io::Error,
    },
    /// The database did not let us in.
    #[error("database.url: cannot open {url}: {reason}")]
    Connect {
        /// The address without a password.
        url: String,
        /// What the driver said.
        reason: String,
    },
    /// Only PostgreSQL has replicas.
    #[error(
        "database.read_replica_url: only PostgreSQL has replicas, and database.url names SQLite"
    )]
    ReplicaOnSqlite,
}

impl DbConfig {
    /// A configuration with the usual limits.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            replica_url: None,
            max_connections: 20,
            acquire_timeout: Duration::from_secs(5),
            durable: true,
        }
    }

    /// Which engine the address names.
    ///
    /// # Errors
    /// [`OpenError::UnknownEngine`].
    pub fn engine(&self) -> Result<Engine, OpenError> {
        match self.url.split_once(':') {
            Some(("sqlite", _)) => Ok(Engine::Sqlite),
            Some(("postgres" | "postgresql", _)) => Ok(Engine::Postgres),
            _ => Err(OpenError::UnknownEngine(self.display_url())),
        }
    }

    /// The address without credentials, for messages.
    #[must_use]
    pub fn display_url(&self) -> String {
        match (self.url.split_once("://"), self.url.rsplit_once('@')) {
            (Some((scheme, _)), Some((_, host))) => format!("{scheme}://…@{host}"),
            _ => self.url.clone(),
        }
    }

    fn sqlite_path(&self) -> &Path {
        let path = self.url.strip_prefix("sqlite:").unwrap_or(&self.url);
        Path::new(path.strip_prefix("//").unwrap_or(path))
    }

    pub(crate) fn prepare_sqlite_folder(&self) -> Result<(), OpenError> {
        let folder = self
            .sqlite_path()
            .parent()
            .filter(|p| !p.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder).map_err(|reason| OpenError::Folder {
            path: folder.to_owned(),
            reason,
        })
    }

    fn sqlite(&self, connections: u32) -> ConnectOptions {
        let mut options = ConnectOptions::new(format!("sqlite:{}", self.sqlite_path().display()));
        options
            .max_connections(connections)
            .min_connections(1)
            .acquire_timeout(self.acquire_timeout)
            .idle_timeout(None)
            .max_lifetime(None)
            .test_before_acquire(false)
            .sqlx_logging(false)
            .record_stmt_in_spans(false);
        options
    }

    /// One connection: SQLite has one writer, and waiting for it in the pool is
    /// fair and without SQLITE_BUSY.
    pub(crate) fn sqlite_writer(&self) -> ConnectOptions {
        let mut options = self.sqlite(1);
        // A burst of buyers queues for the one writer; it must not time out
        // before a server would.
        options.acquire_timeout(self.acquire_timeout.max(Duration::from_secs(20)));
        // FULL: an acknowledged order survives a power cut.
        let synchronous = match self.durable {
            true => SqliteSynchronous::Full,
            false => SqliteSynchronous::Normal,
        };
        options.map_sqlx_sqlite_opts(move |sqlite| {
            sqlite
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(synchronous)
                .busy_timeout(Duration::from_secs(10))
                .foreign_keys(true)
                .pragma("journal_size_limit", "67108864")
        });
        options
    }

    pub(crate) fn sqlite_readers(&self) -> ConnectOptions {
        let mut options = self.sqlite(self.max_connections.clamp(1, 8));
        options.map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .busy_timeout(Duration::from_secs(10))
                .foreign_keys(true)
                .pragma("query_only", "ON")
                // Readers share the pages of the file's cache instead of each
                // copying its own: a list of a million products takes a
                // fifth less. As much is mapped as SQLite was built for; see
                // `.cargo/config.toml`.
                .pragma("mmap_size", "1099511627776")
        });
        options
    }

    pub(crate) fn postgres(&self, url: &str) -> ConnectOptions {
        let mut options = ConnectOptions::new(url);
        options
            .max_connections(self.max_connections)
            .min_connections(1)
            .acquire_timeout(self.acquire_timeout)
            // A round trip before every use would cost more than it saves;
            // only connections that rested are tested.
            .test_before_acquire_if_idle_for(Duration::from_secs(10))
            .statement_timeout(Duration::from_secs(10))
            .set_application_name("ocop")
            .sqlx_logging(false)
            .record_stmt_in_spans(false)
            // Compiling a statement takes longer than any of ours runs: the
            // programme's figures over 20,000 dossiers took 276 ms with it and
            // 61 ms without.
            .map_sqlx_postgres_opts(|postgres| postgres.options([("jit", "off")]));
        if !self.durable {
            options.map_sqlx_postgres_opts(|postgres| {
                postgres.options([("jit", "off"), ("synchronous_commit", "off")])
            });
        }
        options
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        let config = DbConfig::new("postgres://ocop:s3cret@db.example:5432/ocop");
        assert_eq!(config.display_url(), "postgres://…@db.example:5432/ocop");
    }

    /// As `.cargo/config.toml` has SQLite built.
    #[tokio::test]
    async fn readers_map_more_than_sqlite_does_by_itself() {
        use sea_orm::{ConnectionTrait, Database, Statement};
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("own.sqlite");
        let config = DbConfig::new(format!("sqlite:{}", file.display()));
        let writer = Database::connect(config.sqlite_writer()).await.unwrap();
        writer
            .execute_unprepared("CREATE TABLE own (id INTEGER)")
            .await
            .unwrap();
        let reader = Database::connect(config.sqlite_readers()).await.unwrap();
        let backend = reader.get_database_backend();
        let asked = Statement::from_string(backend, "PRAGMA mmap_size");
        let row = reader.query_one_raw(asked).await.unwrap().unwrap();
        let most: i64 = row.try_get_by_index(0).unwrap();
        assert!(most > 1 << 31, "{most}");
    }

    #[test]
    fn other_databases_are_refused() {
        assert!(matches!(
            DbConfig::new("mysql://x/y").engine(),
            Err(OpenError::UnknownEngine(_))
        ));
        assert!(matches!(
            DbConfig::new("").engine(),
            Err(OpenError::UnknownEngine(_))
        ));
    }
}
