//! Runs SQL text on either database.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

/// Runs the statements of `sql`, separated by lines that end in `;`, with the
/// type names of the database that `manager` is connected to.
///
/// Instants are `TIMESTAMPTZ` or RFC 3339 text that sorts by time; ids are
/// `UUID` or 16 bytes; civil dates are `DATE` or ISO text. A table that ends in
/// `{clustered}` lies in the order of its primary key where the database can.
pub(crate) async fn run(manager: &SchemaManager<'_>, sql: &str) -> Result<(), DbErr> {
    let types: [(&str, &str); 6] = match manager.get_database_backend() {
        DbBackend::Postgres => [
            ("{uuid}", "UUID"),
            ("{timestamp}", "TIMESTAMPTZ"),
            ("{date}", "DATE"),
            ("{bytes}", "BYTEA"),
            ("{bool}", "BOOLEAN"),
            (" {clustered}", ""),
        ],
        _ => [
            ("{uuid}", "BLOB"),
            ("{timestamp}", "TEXT"),
            ("{date}", "TEXT"),
            ("{bytes}", "BLOB"),
            ("{bool}", "BOOLEAN"),
            (" {clustered}", " WITHOUT ROWID"),
        ],
    };
    let text = types.iter().fold(sql.to_owned(), |text, (name, native)| {
        text.replace(name, native)
    });
    for statement in text
        .split(";\n")
        .map(str::trim)
        .filter(|statement| !statement.is_empty())
    {
        manager
            .get_connection()
            .execute_unprepared(statement)
            .await?;
    }
    Ok(())
}

/// Declares a migration from its SQL; `sqlite` and `postgres` follow `up` where
/// each engine has its own words, as for JSON.
macro_rules! migration {
    (up: $up:expr, down: $down:expr) => {
        crate::ddl::migration! { up: $up, sqlite: "", postgres: "", down: $down }
    };
    (up: $up:expr, sqlite: $sqlite:expr, postgres: $postgres:expr, down: $down:expr) => {
        #[derive(sea_orm_migration::prelude::DeriveMigrationName)]
        pub(crate) struct Migration;

        #[async_trait::async_trait]
        impl sea_orm_migration::prelude::MigrationTrait for Migration {
            async fn up(
                &self,
                manager: &sea_orm_migration::prelude::SchemaManager,
            ) -> Result<(), sea_orm_migration::prelude::DbErr> {
                use sea_orm_migration::sea_orm::DbBackend;
                crate::ddl::run(manager, $up).await?;
                let own = match manager.get_database_backend() {
                    DbBackend::Postgres => $postgres,
                    _ => $sqlite,
                };
                crate::ddl::run(manager, own).await
            }

            async fn down(
                &self,
                manager: &sea_orm_migration::prelude::SchemaManager,
            ) -> Result<(), sea_orm_migration::prelude::DbErr> {
                crate::ddl::run(manager, $down).await
            }

            // SQLite would otherwise run each statement on its own, and a
            // crash would leave half a migration behind.
            fn use_transaction(&self) -> Option<bool> {
                Some(true)
            }
        }
    };
}
pub(crate) use migration;
