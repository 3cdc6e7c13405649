//! Runs `migrations/` under a lock, so that many processes may start at once.

use crate::{Db, Engine, take_turn};
use migrations::Migrator;
use sea_orm::DbErr;
use sea_orm_migration::MigratorTrait;

/// Any number that no other program locks in this database.
const LOCK: i64 = 0x0C0B_5EED;

impl Db {
    /// Applies the migrations that are missing. Safe to call from several
    /// processes at once: PostgreSQL's advisory lock lets one in at a time;
    /// SQLite's data folder has one process.
    ///
    /// # Errors
    /// [`DbErr`]; each migration is applied whole or not at all.
    pub async fn migrate(&self) -> Result<(), DbErr> {
        // Held by this transaction's connection while the migrator works on
        // another, and let go whatever happens.
        let lock = match self.engine() {
            Engine::Postgres => {
                let tx = self.begin().await?;
                take_turn(&tx, LOCK).await?;
                Some(tx)
            }
            Engine::Sqlite => None,
        };
        Migrator::up(&self.writer, None).await?;
        if let Some(lock) = lock {
            lock.commit().await?;
        }
        Ok(())
    }

    /// Undoes the last so many migrations, or all: for those who start over, and
    /// for the tests of migrations.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn migrate_down(&self, last: Option<u32>) -> Result<(), DbErr> {
        Migrator::down(&self.writer, last).await
    }

    /// How many migrations are not applied yet. Zero on a ready database.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn pending_migrations(&self) -> Result<usize, DbErr> {
        Migrator::get_pending_migrations_read_only(&self.writer)
            .await
            .map(|pending| pending.len())
    }
}
