//! The main job over HTTP: a guest buys from two producers, each ships its
//! part, the guest follows.

use crate::server::{Client, Home};
use serde_json::{Value, json};
use testkit::TestDb;

testkit::on_both!(a_shopper_buys_certified_goods_from_two_producers);

const CART: &str = "cart { id token totals { total { amount } } producerGroups { producer { name } \
    subtotal { amount } delivery { method fee { amount } } lines { quantity productName } } } \
    userErrors { code field message }";

async fn sign_in(client: &Client, email: &str) -> String {
    let query = "mutation($input: SessionCreateInput!) { sessionCreate(input: $input) { token userErrors { code } } }";
    let input = json!({ "input": { "email": email, "password": "ocop-trinh-dien" } });
    let data = client.data(None, query, input).await;
    data["sessionCreate"]["token"].as_str().unwrap().to_owned()
}

/// A payload that must carry no user error.
async fn change(
    client: &Client,
    token: Option<&str>,
    field: &str,
    input_type: &str,
    selection: &str,
    input: Value,
) -> Value {
    let query =
        format!("mutation($input: {input_type}!) {{ {field}(input: $input) {{ {selection} }} }}");
    let data = client.data(token, &query, json!({ "input": input })).await;
    let payload = data[field].clone();
    assert_eq!(payload["userErrors"], json!([]), "{field}: {payload}");
    payload
}

async fn variant_of(client: &Client, slug: &str) -> (Value, Value) {
    let query = "query($slug: String!) { product(slug: $slug) { name stars story { text } badge { label issuedBy } \
        producer { id name } certificate { number } variants { id price { amount } quantityAvailable } } }";
    let product = client.data(None, query, json!({ "slug": slug })).await["product"].clone();
    assert!(product["story"]["text"].as_str().unwrap().chars().count() > 50);
    assert!(
        product["certificate"]["number"]
            .as_str()
            .unwrap()
            .starts_with("DEMO-")
    );
    (
        product["variants"][0]["id"].clone(),
        product["producer"]["id"].clone(),
    )
}

async fn a_shopper_buys_certified_goods_from_two_producers(database: TestDb) {
    let home = Home::new(database);
    let server = home.start().await;
    let client = server.client.clone();

    let found = client
        .data(None, "{ search(query: \"com chay\", first: 10) { nodes { name slug badge { stars label expiresOn } } } }", json!({}))
        .await;
    let nodes = found["search"]["nodes"].as_array().unwrap().clone();
    assert!(nodes.len() >= 5, "{found}");
    assert!(
        nodes
            .iter()
            .take(5)
            .all(|node| node["name"].as_str().unwrap().starts_with("Cơm cháy")),
        "{found}"
    );

    let (rice, rice_producer) = variant_of(&client, "com-chay-co-do").await;
    let herb = client
        .data(None, "query($ids: [ID!]) { products(first: 50, where: { groups: [\"HERBAL\"], producers: $ids }) { nodes { slug } } }", json!({}))
        .await;
    let slugs: Vec<String> = herb["products"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|n| n["slug"].as_str().unwrap().to_owned())
        .collect();
    let own = client
        .data(None, "{ producer(slug: \"hop-tac-xa-sinh-duoc\") { products(first: 10) { nodes { slug inStock } } } }", json!({}))
        .await;
    let slug = own["producer"]["products"]["nodes"][0]["slug"]
        .as_str()
        .map_or_else(|| slugs[0].clone(), str::to_owned);
    let (herbal, herbal_producer) = variant_of(&client, &slug).await;
    assert_ne!(rice_producer, herbal_producer);

    let created = change(
        &client,
        None,
        "cartCreate",
        "CartCreateInput",
        CART,
        json!({}),
    )
    .await;
    let (cart, secret) = (
        created["cart"]["id"].clone(),
        created["cart"]["token"].clone(),
    );
    let lines = json!({ "cartId": cart, "token": secret, "lines": [
        { "variantId": rice, "quantity": 2 }, { "variantId": herbal, "quantity": 1 } ] });
    let added = change(&client, None, "cartLinesAdd", "CartLinesInput", CART, lines).await;
    assert_eq!(added["cart"]["producerGroups"].as_array().unwrap().len(), 2);
    let address = json!({ "recipient": "Nguyễn Thị Lan", "phone": "0987654321", "email": "lan@vidu.example",
        "provinceCode": "37", "communeCode": "14533", "street": "Số 1, thôn Văn Lâm" });
    let addressed = change(
        &client,
        None,
        "cartAddressUpdate",
        "CartAddressUpdateInput",
        CART,
        json!({ "cartId": cart, "token": secret, "address": address }),
    )
    .await;
    assert!(
        addressed["cart"]["producerGroups"]
            .as_array()
            .unwrap()
            .iter()
            .all(|group| group["delivery"]["fee"].is_object())
    );
    let express = json!({ "cartId": cart, "token": secret, "producerId": rice_producer, "method": "EXPRESS" });
    let priced = change(
        &client,
        None,
        "cartDeliveryUpdate",
        "CartDeliveryUpdateInput",
        CART,
        express,
    )
    .await;
    let total = priced["cart"]["totals"]["total"]["amount"].clone();

    let checkout = json!({ "cartId": cart, "token": secret, "paymentMethod": "CARD", "paymentToken": "sandbox_approve",
        "expectedTotal": total, "idempotencyKey": "don-hang-1" });
    let selection = "order { number status totals { total { amount } } nextActions producerOrders { id status nextActions producer { name } } } \
        payment { status nextAction } userErrors { code field message total { amount } }";
    let placed = change(
        &client,
        None,
        "cartCheckout",
        "CartCheckoutInput",
        selection,
        checkout.clone(),
    )
    .await;
    assert_eq!(placed["order"]["status"], "PLACED");
    assert_eq!(placed["payment"]["status"], "CAPTURED");
    let parts_of_order = placed["order"]["producerOrders"].as_array().unwrap();
    assert_eq!(parts_of_order.len(), 2);
    assert!(
        parts_of_order
            .iter()
            .all(|part| part["nextActions"] == json!([])),
        "a shopper takes no step of a producer: {placed}"
    );
    let again = change(
        &client,
        None,
        "cartCheckout",
        "CartCheckoutInput",
        selection,
        checkout,
    )
    .await;
    assert_eq!(again, placed, "the same key gives the same answer");

    for (email, producer, other) in [
        ("co-do@demo.example", &rice_producer, &herbal_producer),
        ("sinh-duoc@demo.example", &herbal_producer, &rice_producer),
    ] {
        let session = sign_in(&client, email).await;
        let list = "query($id: ID!) { producerOrders(producer: $id, first: 10) { nodes { id status orderNumber lines { productName } nextActions address { phone } } } }";
        let own = client
            .data(Some(&session), list, json!({ "id": producer }))
            .await;
        let mut parts = own["producerOrders"]["nodes"].as_array().unwrap().clone();
        // What the demonstration has sold is delivered long since.
        parts.retain(|part| part["status"] != "DELIVERED");
        assert_eq!(parts.len(), 1, "{email}: {own}");
        assert_eq!(
            parts[0]["lines"].as_array().unwrap().len(),
            1,
            "only its own part"
        );
        let refused = client
            .try_send(Some(&session), list, json!({ "id": other }))
            .await
            .unwrap();
        assert_eq!(
            refused["errors"][0]["extensions"]["code"], "NOT_FOUND",
            "{refused}"
        );
        let part = &parts[0]["id"];
        assert_ne!(parts[0]["nextActions"], json!([]));
        let foreign = parts_of_order
            .iter()
            .find(|own| own["id"] != *part)
            .unwrap();
        let confirm = "mutation($id: ID!) { producerOrderConfirm(input: { id: $id }) { producerOrder { id } userErrors { code } } }";
        let refused = client
            .data(Some(&session), confirm, json!({ "id": foreign["id"] }))
            .await;
        assert_eq!(
            refused["producerOrderConfirm"],
            json!({ "producerOrder": null, "userErrors": [{ "code": "PRODUCER_ORDER_NOT_FOUND" }] })
        );
        let selection = "producerOrder { status nextActions } userErrors { code }";
        for step in ["producerOrderConfirm", "producerOrderPack"] {
            change(
                &client,
                Some(&session),
                step,
                "ProducerOrderInput",
                selection,
                json!({ "id": part }),
            )
            .await;
        }
        let ship = json!({ "id": part, "carrier": "VNPost", "trackingNumber": "VN0001" });
        change(
            &client,
            Some(&session),
            "producerOrderShip",
            "ProducerOrderShipInput",
            selection,
            ship,
        )
        .await;
        let done = change(
            &client,
            Some(&session),
            "producerOrderDeliver",
            "ProducerOrderInput",
            selection,
            json!({ "id": part }),
        )
        .await;
        assert_eq!(
            done["producerOrder"],
            json!({ "status": "DELIVERED", "nextActions": [] })
        );
    }

    let follow = "query($number: String!, $token: String) { order(number: $number, token: $token) { status \
        producerOrders { status fulfillments { carrier trackingNumber deliveredAt } lines { productName stars certificateNumber } } history { command } } }";
    let number = &placed["order"]["number"];
    let order = client
        .data(None, follow, json!({ "number": number, "token": secret }))
        .await["order"]
        .clone();
    assert_eq!(order["status"], "COMPLETED");
    for part in order["producerOrders"].as_array().unwrap() {
        assert_eq!(part["fulfillments"][0]["trackingNumber"], "VN0001");
    }
    for token in [json!(null), json!(""), json!("wrong")] {
        let hidden = client
            .data(None, follow, json!({ "number": number, "token": token }))
            .await;
        assert_eq!(hidden["order"], Value::Null);
    }
    assert!(home.folder().join("mail").exists(), "mails go to a file");
    home.settle().await;
    server.stop();
    home.verify().unwrap();
}
