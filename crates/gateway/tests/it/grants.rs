//! Producers' owners let others act for them, over the API.

use crate::bad_input::global_id;
use crate::support::{Answer, App, PASSWORD};
use kernel::{ProducerId, Role, RoleGrant, Scope};
use serde_json::{Value, json};
use testkit::TestDb;

testkit::on_both!(
    a_right_is_given_used_seen_and_taken_back,
    bad_grants_are_refused_and_change_nothing,
);

const GRANT: &str = "id producerId right granteeEmail lastDay inForce revokedAt uses { action }";

async fn session(app: &App, email: &str, owns: Option<ProducerId>) -> String {
    let own = |id| RoleGrant {
        role: Role::ProducerOwner,
        scope: Scope::Producer(id),
    };
    app.account(email, owns.map(own).into_iter().collect())
        .await;
    let signed_in = app.services.identity.sign_in(email, PASSWORD).await;
    format!("Bearer {}", signed_in.unwrap().token)
}

async fn ask(app: &App, bearer: &str, query: &str, variables: Value) -> Answer {
    let body = json!({ "query": query, "variables": variables });
    app.body_as(body, &[("authorization", bearer)]).await
}

async fn create(app: &App, bearer: &str, input: Value) -> Answer {
    let query = format!(
        "mutation($input: ProducerGrantCreateInput!) {{ producerGrantCreate(input: $input) {{
            grants {{ {GRANT} }} userErrors {{ code field message }} }} }}"
    );
    ask(app, bearer, &query, json!({ "input": input })).await
}

async fn revoke(app: &App, bearer: &str, id: &Value) -> Answer {
    let query = format!(
        "mutation($id: ID!) {{ producerGrantRevoke(input: {{ id: $id }}) {{
            grant {{ {GRANT} }} userErrors {{ code field message }} }} }}"
    );
    ask(app, bearer, &query, json!({ "id": id })).await
}

async fn list(app: &App, bearer: &str, producer: &str) -> Answer {
    let query = format!(
        "query($id: ID!) {{ producerGrants(producer: $id, first: 10) {{
            nodes {{ {GRANT} }} edges {{ cursor }} pageInfo {{ hasNextPage }} }} }}"
    );
    ask(app, bearer, &query, json!({ "id": producer })).await
}

const ORDERS: &str = "query($id: ID!) { producerOrders(producer: $id, first: 5) { nodes { id } } }";

async fn a_right_is_given_used_seen_and_taken_back(test: TestDb) {
    let app = App::open(test).await;
    let producer = app.market.producer("HTX Một").await.id;
    let owner = session(&app, "chu@vidu.example", Some(producer)).await;
    let binh = session(&app, "binh@vidu.example", None).await;
    let id = global_id("Producer", producer.0);
    let orders = json!({ "id": id });
    assert_eq!(
        ask(&app, &binh, ORDERS, orders.clone()).await.code(),
        "FORBIDDEN"
    );

    let input = json!({
        "producerId": id,
        "email": "Binh@vidu.example",
        "rights": ["ORDERS", "LISTINGS", "ORDERS"],
        "lastDay": "2027-01-31",
    });
    let given = create(&app, &owner, input).await.data()["producerGrantCreate"].take();
    assert_eq!(given["userErrors"], json!([]));
    let rights: Vec<&Value> = given["grants"]
        .as_array()
        .unwrap()
        .iter()
        .map(|grant| &grant["right"])
        .collect();
    assert_eq!(rights, ["LISTINGS", "ORDERS"]);
    let grant = &given["grants"][1];
    assert_eq!(grant["granteeEmail"], "binh@vidu.example");
    assert_eq!(grant["lastDay"], "2027-01-31");
    assert_eq!(grant["inForce"], true);

    // The same session acts by it from the next request on.
    ask(&app, &binh, ORDERS, orders.clone()).await.data();
    let me = "{ me { id } }";
    ask(&app, &binh, me, json!({})).await.data();
    let listed = list(&app, &owner, &id).await.data();
    let nodes = listed["producerGrants"]["nodes"].as_array().unwrap();
    assert_eq!(nodes.len(), 2);
    let used = nodes.iter().find(|node| node["right"] == "ORDERS").unwrap();
    assert_eq!(used["uses"], json!([{ "action": "READ" }]));
    // It reads and writes nothing else of the producer, and goes no further.
    assert_eq!(list(&app, &binh, &id).await.code(), "FORBIDDEN");
    let record = "query($id: ID!) { producerRecord(id: $id) { phone } }";
    let unseen = ask(&app, &binh, record, orders.clone()).await.data();
    assert_eq!(unseen, json!({ "producerRecord": null }));
    let onwards = json!({ "producerId": id, "email": "chu@vidu.example", "rights": ["ORDERS"] });
    assert_eq!(create(&app, &binh, onwards).await.code(), "FORBIDDEN");

    let revoked = revoke(&app, &owner, &grant["id"]).await.data();
    let revoked = &revoked["producerGrantRevoke"]["grant"];
    assert_eq!(revoked["inForce"], false);
    assert!(revoked["revokedAt"].is_string());
    let refused = ask(&app, &binh, ORDERS, orders).await;
    assert_eq!(
        refused.code(),
        "NOT_FOUND",
        "the other right gives no orders"
    );
}

async fn bad_grants_are_refused_and_change_nothing(test: TestDb) {
    let app = App::open(test).await;
    let (one, two) = (
        app.market.producer("HTX Một").await.id,
        app.market.producer("HTX Hai").await.id,
    );
    let owner = session(&app, "chu@vidu.example", Some(one)).await;
    let other = session(&app, "la@vidu.example", Some(two)).await;
    session(&app, "binh@vidu.example", None).await;
    let id = global_id("Producer", one.0);
    let input = json!({ "producerId": id, "email": "binh@vidu.example", "rights": ["ORDERS"] });
    let given = create(&app, &owner, input.clone()).await.data()["producerGrantCreate"].take();
    let grant = given["grants"][0]["id"].clone();
    let everything =
        "SELECT CAST(COUNT(*) AS TEXT) || CAST(COUNT(revoked_at) AS TEXT) FROM producer_grant";
    let before = app.texts(everything).await;
    for (who, field, value, code) in [
        (&other, "producerId", json!(id), "PRODUCER_NOT_FOUND"),
        (
            &owner,
            "producerId",
            json!(global_id("Producer", two.0)),
            "PRODUCER_NOT_FOUND",
        ),
        (
            &owner,
            "producerId",
            json!(global_id("Producer", uuid::Uuid::nil())),
            "PRODUCER_NOT_FOUND",
        ),
        (
            &owner,
            "email",
            json!("nobody@vidu.example"),
            "GRANTEE_NOT_FOUND",
        ),
        (&owner, "email", json!(""), "GRANTEE_NOT_FOUND"),
        (&owner, "email", json!("CHU@vidu.example"), "OWN_ACCOUNT"),
        (&owner, "rights", json!([]), "RIGHTS_MISSING"),
        (&owner, "lastDay", json!("1999-12-31"), "LAST_DAY_PASSED"),
        (&owner, "lastDay", json!("0001-01-01"), "LAST_DAY_PASSED"),
    ] {
        let mut input = input.clone();
        input[field] = value;
        let refused = create(&app, who, input).await.data()["producerGrantCreate"].take();
        assert_eq!(refused["grants"], json!([]), "{code}");
        assert_eq!(
            (
                &refused["userErrors"][0]["code"],
                &refused["userErrors"][0]["field"]
            ),
            (&json!(code), &json!(["input", field]))
        );
    }
    for (field, value) in [
        ("producerId", json!("x")),
        ("rights", json!(["OWNER"])),
        ("lastDay", json!("2027-02-30")),
    ] {
        let mut input = input.clone();
        input[field] = value;
        assert_eq!(
            create(&app, &owner, input).await.code(),
            "BAD_USER_INPUT",
            "{field}"
        );
    }
    let unknown = json!(global_id("ProducerGrant", uuid::Uuid::nil()));
    for (who, id) in [(&other, &grant), (&owner, &unknown)] {
        let refused = revoke(&app, who, id).await.data()["producerGrantRevoke"].take();
        assert_eq!(refused["grant"], Value::Null);
        assert_eq!(refused["userErrors"][0]["code"], "GRANT_NOT_FOUND");
    }
    assert_eq!(
        revoke(&app, &owner, &json!(id)).await.code(),
        "BAD_USER_INPUT"
    );
    assert_eq!(list(&app, &other, &id).await.code(), "NOT_FOUND");
    assert_eq!(app.texts(everything).await, before);
    // Far days are stored as they are.
    let mut far = input;
    far["lastDay"] = json!("9999-12-31");
    let given = create(&app, &owner, far).await.data()["producerGrantCreate"].take();
    assert_eq!(given["grants"][0]["lastDay"], "9999-12-31");
}
