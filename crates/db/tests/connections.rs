//! What connections are set to.
#![allow(clippy::unwrap_used, reason = "tests fail loudly")]

use db::{Db, DbConfig};
use sea_orm::{ConnectionTrait, QueryResult, Statement};
use testkit::TestDb;

#[tokio::test]
async fn connections_keep_what_is_committed_and_run_nothing_for_long() {
    for durable in [true, false] {
        let test = TestDb::postgres().await;
        let db = reopened(&test, durable).await;
        // Durable is the server's own choice: a test's server has none.
        let source = "SELECT source FROM pg_settings WHERE name = 'synchronous_commit'";
        let source = text(db.primary(), source).await;
        assert_eq!(source == "client", !durable, "{source}");
        assert_eq!(text(db.primary(), "SHOW jit").await, "off");
        assert_eq!(text(db.primary(), "SHOW statement_timeout").await, "10s");

        let test = TestDb::sqlite().await;
        let db = reopened(&test, durable).await;
        let tx = db.begin().await.unwrap();
        // FULL is 2, NORMAL is 1: https://sqlite.org/pragma.html#pragma_synchronous
        let expected = if durable { 2 } else { 1 };
        assert_eq!(number(&tx, "PRAGMA synchronous").await, expected);
        tx.commit().await.unwrap();
    }
}

async fn reopened(test: &TestDb, durable: bool) -> Db {
    let config = DbConfig {
        durable,
        ..test.config().clone()
    };
    Db::open(&config).await.unwrap()
}

async fn text(connection: &impl ConnectionTrait, sql: &str) -> String {
    row(connection, sql).await.try_get_by_index(0).unwrap()
}

async fn number(connection: &impl ConnectionTrait, sql: &str) -> i32 {
    row(connection, sql).await.try_get_by_index(0).unwrap()
}

async fn row(connection: &impl ConnectionTrait, sql: &str) -> QueryResult {
    let query = Statement::from_string(connection.get_database_backend(), sql);
    connection.query_one_raw(query).await.unwrap().unwrap()
}
