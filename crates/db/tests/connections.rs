//! What connections are set to.
#![allow(clippy::unwrap_used, reason = "tests fail loudly")]

use sea_orm::{ConnectionTrait, Statement};
use testkit::TestDb;

async fn shown(test: &TestDb, setting: &str) -> String {
    let connection = test.primary();
    let query =
        Statement::from_string(connection.get_database_backend(), format!("SHOW {setting}"));
    let row = connection.query_one_raw(query).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

#[tokio::test]
async fn postgres_compiles_nothing_and_runs_nothing_for_long() {
    let test = TestDb::postgres().await;
    assert_eq!(shown(&test, "jit").await, "off");
    assert_eq!(shown(&test, "statement_timeout").await, "10s");
}
