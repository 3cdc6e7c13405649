//! The way to the database: SQLite or PostgreSQL behind one handle.
//!
//! - [`Db`] keeps a writer and readers apart. On SQLite the writer is one
//!   connection whose transactions are `BEGIN IMMEDIATE`, the readers are
//!   query-only; on PostgreSQL both are one pool, and catalogue reads may go to
//!   a replica. Money and stock always read through [`Db::primary`].
//! - Only [`Db::begin`] opens a transaction (clippy bans the others).
//! - [`fault`] sorts database errors; [`retry`] repeats what may succeed when
//!   repeated (serialization failures, deadlocks, a busy SQLite).
//! - [`idempotency`] claims a client's key inside the caller's transaction.
//! - [`statements`] counts the SQL statements of one request.

mod config;
pub mod fault;
pub mod idempotency;
pub mod instance;
mod migrate;
pub mod retry;
pub mod statements;
mod turn;

use sea_orm::{
    AccessMode, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend,
    DbErr, IsolationLevel, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};

pub use config::{DbConfig, OpenError};
pub use fault::{Fault, classify};
pub use retry::retry;
pub use turn::take_turn;

/// Which database is behind the handle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// One file, one writer.
    Sqlite,
    /// A server.
    Postgres,
}

/// A handle to the database; cheap to clone.
#[derive(Clone, Debug)]
pub struct Db {
    engine: Engine,
    writer: DatabaseConnection,
    reader: DatabaseConnection,
    replica: Option<DatabaseConnection>,
}

impl Db {
    /// Connects as configured. Does not migrate.
    ///
    /// # Errors
    /// [`OpenError`] names the database without its password.
    pub async fn open(config: &DbConfig) -> Result<Self, OpenError> {
        let connect = async |options| {
            let mut connection =
                Database::connect(options)
                    .await
                    .map_err(|error| OpenError::Connect {
                        url: config.display_url(),
                        reason: error.to_string(),
                    })?;
            connection.set_metric_callback(statements::count);
            Ok::<_, OpenError>(connection)
        };
        let engine = config.engine()?;
        let (writer, reader) = match engine {
            Engine::Sqlite => {
                config.prepare_sqlite_folder()?;
                // The writer comes first: it creates the file and sets WAL.
                (
                    connect(config.sqlite_writer()).await?,
                    connect(config.sqlite_readers()).await?,
                )
            }
            Engine::Postgres => {
                let pool = connect(config.postgres(&config.url)).await?;
                (pool.clone(), pool)
            }
        };
        let replica = match (&config.replica_url, engine) {
            (Some(url), Engine::Postgres) => Some(connect(config.postgres(url)).await?),
            (Some(_), Engine::Sqlite) => return Err(OpenError::ReplicaOnSqlite),
            (None, _) => None,
        };
        Ok(Self {
            engine,
            writer,
            reader,
            replica,
        })
    }

    /// Which database this is.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// For reads that decide about money or stock, or that must see the
    /// caller's last write: the primary.
    #[must_use]
    pub fn primary(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// For reads of the public catalogue: the replica where there is one.
    #[must_use]
    pub fn catalogue(&self) -> &DatabaseConnection {
        self.replica.as_ref().unwrap_or(&self.reader)
    }

    /// Whether [`Db::catalogue`] reads from a replica.
    #[must_use]
    pub fn has_replica(&self) -> bool {
        self.replica.is_some()
    }

    /// Opens a transaction that may write. On SQLite it holds the write lock
    /// from its first moment (`BEGIN IMMEDIATE`), so whatever it reads stays
    /// true until it ends; on PostgreSQL it is READ COMMITTED and takes row
    /// locks where it decides. Dropped without [`Tx::commit`], it rolls back.
    ///
    /// # Errors
    /// [`DbErr`] when no connection can be had in time.
    #[allow(
        clippy::disallowed_methods,
        reason = "the one place that opens transactions"
    )]
    pub async fn begin(&self) -> Result<Tx, DbErr> {
        let options = match self.engine {
            Engine::Sqlite => TransactionOptions {
                isolation_level: None,
                access_mode: None,
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            },
            Engine::Postgres => TransactionOptions {
                isolation_level: Some(IsolationLevel::ReadCommitted),
                access_mode: Some(AccessMode::ReadWrite),
                sqlite_transaction_mode: None,
            },
        };
        self.writer.begin_with_options(options).await
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`DbErr`] when it does not.
    pub async fn ping(&self) -> Result<(), DbErr> {
        self.reader
            .query_one_raw(Statement::from_string(self.backend(), "SELECT 1"))
            .await
            .map(|_| ())
    }

    /// Closes all connections after their current work.
    pub async fn close(self) {
        for connection in [Some(self.writer), Some(self.reader), self.replica]
            .into_iter()
            .flatten()
        {
            if let Err(error) = connection.close().await {
                tracing::warn!(%error, "closing a database connection failed");
            }
        }
    }

    /// sea-orm's name of the engine.
    #[must_use]
    pub fn backend(&self) -> DbBackend {
        match self.engine {
            Engine::Sqlite => DbBackend::Sqlite,
            Engine::Postgres => DbBackend::Postgres,
        }
    }
}

/// A transaction: what every write takes.
pub type Tx = DatabaseTransaction;
