//! What a replica is asked, and what never. Two databases with different rows
//! stand for a primary and a replica that lags behind without end.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail loudly")]

use db::{Db, DbConfig, OpenError};
use sea_orm::{ConnectionTrait, Statement};
use testkit::TestDb;

const WHO: &str = "SELECT value FROM instance WHERE name = 'who'";

async fn who(connection: &impl ConnectionTrait) -> String {
    let backend = connection.get_database_backend();
    let row = connection
        .query_one_raw(Statement::from_string(backend, WHO))
        .await
        .unwrap();
    row.unwrap().try_get_by_index(0).unwrap()
}

async fn named(name: &str) -> TestDb {
    let test = TestDb::postgres().await;
    let sql = format!("INSERT INTO instance (name, value) VALUES ('who', '{name}')");
    test.raw(&sql).await.unwrap();
    test
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_catalogue_reads_go_to_the_replica() {
    let (primary, replica) = (named("primary").await, named("replica").await);
    let db = Db::open(&DbConfig {
        replica_url: Some(replica.config().url.clone()),
        ..primary.config().clone()
    })
    .await
    .unwrap();
    assert_eq!(who(db.catalogue()).await, "replica");
    assert_eq!(who(db.primary()).await, "primary");
    let tx = db.begin().await.unwrap();
    assert_eq!(who(&tx).await, "primary");
    let write = "UPDATE instance SET value = 'changed' WHERE name = 'who'";
    tx.execute_raw(Statement::from_string(db.backend(), write))
        .await
        .unwrap();
    assert_eq!(who(&tx).await, "changed");
    tx.commit().await.unwrap();
    assert_eq!(who(db.primary()).await, "changed");
    assert_eq!(who(db.catalogue()).await, "replica");
    assert_eq!(who(replica.primary()).await, "replica");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_replica_the_primary_answers_all() {
    let primary = named("primary").await;
    assert_eq!(who(primary.catalogue()).await, "primary");
}

#[tokio::test]
async fn sqlite_has_no_replica() {
    let test = TestDb::sqlite().await;
    let config = DbConfig {
        replica_url: Some("postgres://localhost/none".to_owned()),
        ..test.config().clone()
    };
    let refused = Db::open(&config).await.unwrap_err();
    assert!(matches!(refused, OpenError::ReplicaOnSqlite), "{refused}");
}
