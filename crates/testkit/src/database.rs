//! A migrated database for one test, gone when it ends.

use db::{Db, DbConfig};
use sea_orm::{ConnectionTrait, Database, Statement};
use std::ops::Deref;
use std::time::Duration;
use tempfile::TempDir;
use uuid::Uuid;

/// Names the PostgreSQL server for tests; `cargo xtask test` sets it.
const SERVER: &str = "OCOP_TEST_POSTGRES_URL";

/// A migrated database of a test's own.
pub struct TestDb {
    db: Db,
    config: DbConfig,
    /// Holds the folder (SQLite) until the test ends.
    folder: TempDir,
    /// The server and the name of a database (PostgreSQL) that goes then.
    created: Option<(String, String)>,
}

impl TestDb {
    /// A SQLite file.
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = DbConfig::new(format!(
            "sqlite:{}",
            folder.path().join("test.sqlite").display()
        ));
        Self::open(config, folder, None).await
    }

    /// A PostgreSQL database.
    ///
    /// # Panics
    /// When no server is named: `cargo xtask test` starts one.
    #[allow(
        clippy::disallowed_methods,
        reason = "the one place where tests read the environment"
    )]
    pub async fn postgres() -> Self {
        let server = std::env::var(SERVER)
            .unwrap_or_else(|_| panic!("{SERVER} is not set: run `cargo xtask test`"));
        let name = format!("t_{}", Uuid::new_v4().simple());
        let admin = Database::connect(&server)
            .await
            .expect("the test server answers");
        admin
            .execute_raw(Statement::from_string(
                admin.get_database_backend(),
                format!("CREATE DATABASE {name}"),
            ))
            .await
            .expect("the test server creates databases");
        admin.close().await.unwrap();
        let (base, _) = server.rsplit_once('/').expect("an address with a database");
        let mut config = DbConfig::new(format!("{base}/{name}"));
        config.max_connections = 12;
        config.acquire_timeout = Duration::from_secs(30);
        let folder = tempfile::tempdir().unwrap();
        Self::open(config, folder, Some((server, name))).await
    }

    async fn open(config: DbConfig, folder: TempDir, created: Option<(String, String)>) -> Self {
        let db = Db::open(&config).await.unwrap();
        db.migrate().await.unwrap();
        Self {
            db,
            config,
            folder,
            created,
        }
    }

    /// A handle of its own.
    #[must_use]
    pub fn handle(&self) -> Db {
        self.db.clone()
    }

    /// How to open the same database again, as another process would.
    #[must_use]
    pub fn config(&self) -> &DbConfig {
        &self.config
    }

    /// A folder that goes with the test.
    #[must_use]
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Runs SQL past all rules, to see what the database itself refuses.
    ///
    /// # Errors
    /// What the database said.
    pub async fn raw(&self, sql: &str) -> Result<u64, sea_orm::DbErr> {
        let tx = self.db.begin().await?;
        let done = tx
            .execute_raw(Statement::from_string(tx.get_database_backend(), sql))
            .await?;
        tx.commit().await?;
        Ok(done.rows_affected())
    }

    /// The single number that a query answers with.
    pub async fn number(&self, sql: &str) -> i64 {
        let backend = self.db.primary().get_database_backend();
        let row = self
            .db
            .primary()
            .query_one_raw(Statement::from_string(backend, sql))
            .await
            .unwrap()
            .unwrap();
        row.try_get_by_index(0).unwrap()
    }
}

impl Drop for TestDb {
    /// Databases of tests that ended would fill the server's memory: some ten
    /// megabytes each.
    fn drop(&mut self) {
        let Some((server, name)) = self.created.take() else {
            return;
        };
        // A runtime of its own: the test's is busy with dropping this.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?;
            runtime.block_on(async {
                let admin = Database::connect(&server).await?;
                let backend = admin.get_database_backend();
                // Connections of the test are open still.
                let sql = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
                let statement = Statement::from_string(backend, sql);
                admin.execute_raw(statement).await?;
                admin.close().await
            })?;
            Ok::<(), Box<dyn std::error::Error + Send + Sync>>(())
        });
        // What is left over costs memory, and no test its result.
        if let Ok(Err(error)) = dropping.join() {
            eprintln!("{error}: a test's database is left over");
        }
    }
}

impl Deref for TestDb {
    type Target = Db;

    fn deref(&self) -> &Db {
        &self.db
    }
}
