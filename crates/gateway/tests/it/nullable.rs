//! The rule for fields that may fail, held against async-graphql itself: only
//! `Option<Result<T>>` keeps what stands beside the failure. Version 7.1 to 7.2
//! breaks all of this; the table is in ARCHITECTURE.md.

use async_graphql::{EmptyMutation, EmptySubscription, Error, Object, Result, Schema};
use serde_json::json;

struct Query;
struct Bad;

#[Object]
impl Query {
    async fn bad(&self) -> Option<Bad> {
        Some(Bad)
    }

    async fn req(&self) -> Bad {
        Bad
    }
}

#[Object]
impl Bad {
    async fn ok(&self) -> i32 {
        1
    }

    async fn boom(&self) -> Result<i32> {
        Err(Error::new("boom"))
    }

    async fn wrong_way(&self) -> Result<Option<i32>> {
        Err(Error::new("boom"))
    }

    async fn our_way(&self) -> Option<Result<i32>> {
        Some(Err(Error::new("boom")))
    }
}

#[tokio::test]
async fn failures_null_the_nearest_nullable_field() {
    let schema = Schema::new(Query, EmptyMutation, EmptySubscription);
    for (query, data) in [
        ("{ bad { ok boom } }", json!({ "bad": null })),
        ("{ req { ok boom } }", json!(null)),
        // A trap: the field is nullable, yet its parent goes.
        ("{ bad { ok wrongWay } }", json!({ "bad": null })),
        (
            "{ bad { ok ourWay } }",
            json!({ "bad": { "ok": 1, "ourWay": null } }),
        ),
        (
            "{ req { ok ourWay } bad { ok } }",
            json!({ "req": { "ok": 1, "ourWay": null }, "bad": { "ok": 1 } }),
        ),
    ] {
        let answer = schema.execute(query).await;
        assert_eq!(answer.errors.len(), 1, "{query}");
        assert_eq!(serde_json::to_value(&answer.data).unwrap(), data, "{query}");
    }
}
