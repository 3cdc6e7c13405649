//! Browsing, searching, and looking back at orders.

use super::{Column, Needs, ask};

pub(super) const COLUMNS: &[Column] = &[
    ask(
        "products",
        11,
        "query($producer: ID!, $price: Decimal!) {
            plain: products(first: 100) { nodes { id } edges { node { id } } }
            backward: products(last: 100, sortBy: NAME) { nodes { id } }
            four: products(first: 100, where: { stars: { eq: 4 } }, sortBy: STARS) { nodes { id } }
            five: products(first: 100, where: { stars: { in: [5] } }) { nodes { id } }
            group: products(first: 100, where: { groups: [\"FOOD\"] }, sortBy: PRICE_ASC) { nodes { id } }
            producer: products(first: 100, where: { producers: [$producer] }, sortBy: PRICE_DESC) { nodes { id } }
            place: products(first: 100, where: { provinces: [\"37\"], communes: [\"14620\"] }) { nodes { id } }
            stock: products(first: 100, where: { inStock: true }) { nodes { id } }
            price: products(first: 100, where: { price: { min: $price, max: $price } }) {
                totalCount nodes { id variants { id product { id } } }
            }
        }",
    )
    .open("\"totalCount\":1")
    .closed("\"totalCount\":0"),
    ask(
        "product(slug:)",
        3,
        "query($slug: String!) { product(slug: $slug) { id slug name variants { id product { id } } } }",
    )
    .closed("{\"product\":null}"),
    ask(
        "product(id:)",
        3,
        "query($product: ID!) { product(id: $product) { id slug name variants { id product { id } } } }",
    )
    .closed("{\"product\":null}"),
    // The potential of a fifth star is no star: four are shown.
    ask(
        "the badge",
        4,
        "query($product: ID!, $slug: String!) {
            product(id: $product) { badge { certificateNumber stars } certificate { number inForce stars } }
            named: product(slug: $slug) { badge { certificateNumber stars } certificate { number } }
        }",
    )
    .open("\"stars\":4},\"certificate\":{\"inForce\":true,\"number\":")
    .closed("{\"named\":null,\"product\":null}"),
    ask(
        "node(id:)",
        4,
        "query($product: ID!, $variant: ID!) {
            product: node(id: $product) { id ... on Product { variants { id } } }
            variant: node(id: $variant) { id ... on ProductVariant { product { id } } }
        }",
    )
    .closed("{\"product\":null,\"variant\":null}"),
    ask(
        "nodes(ids:)",
        3,
        "query($product: ID!, $variant: ID!) {
            nodes(ids: [$product, $variant]) { id ... on ProductVariant { product { id } } }
        }",
    )
    .closed("{\"nodes\":[null,null]}"),
    ask(
        "search",
        5,
        "query($name: String!, $producer: ID!, $price: Decimal!) {
            named: search(query: $name, first: 100) { nodes { id } edges { node { id } } }
            all: search(query: \"\", first: 100, sortBy: NEWEST) { nodes { id } }
            stars: search(query: \"com chay\", first: 100, where: { stars: { eq: 4 } }, sortBy: STARS) { nodes { id } }
            only: search(query: \"\", first: 100, where: {
                producers: [$producer], price: { min: $price, max: $price }
            }, sortBy: PRICE_ASC) { totalCount nodes { id } }
        }",
    )
    .open("\"totalCount\":1")
    .closed("\"totalCount\":0")
    .engine(),
    ask(
        "instead of nothing",
        1,
        "query($producer: ID!, $price: Decimal!) {
            search(query: \"zzqx\", first: 1, where: {
                producers: [$producer], price: { min: $price, max: $price }
            }) { instead(first: 20) { id } }
        }",
    ),
    ask(
        "suggest",
        1,
        "query($name: String!) { suggest(prefix: $name, first: 20) { kind id slug text } }",
    )
    .engine(),
    ask(
        "producer → products",
        4,
        "query($producer: ID!, $producerSlug: String!) {
            producer(id: $producer) { products(first: 100) { nodes { id } edges { node { id } } } }
            named: producer(slug: $producerSlug) { products(last: 100) { nodes { id } } }
            node(id: $producer) { ... on Producer { products(first: 100) { nodes { id } } } }
        }",
    ),
    ask(
        "producers → products",
        2,
        "{ producers(first: 100) {
            nodes { products(first: 100) { nodes { id } } }
            edges { node { products(first: 100) { nodes { id } } } }
        } }",
    ),
    ask(
        "certificate → producer → products",
        1,
        "query($certificate: ID!) {
            node(id: $certificate) { ... on Certificate { producer { products(first: 100) { nodes { id } } } } }
        }",
    ),
    ask(
        "another product → producer → products",
        2,
        "query($sibling: ID!) { product(id: $sibling) {
            producer { products(first: 100) { nodes { id } } }
            certificate { producer { products(first: 100) { nodes { id } } } }
        } }",
    ),
    ask(
        "collection → products",
        3,
        "query($collection: ID!, $collectionSlug: String!) {
            collection(id: $collection) { products(first: 100) { nodes { id } edges { node { id } } } }
            named: collection(slug: $collectionSlug) { products(last: 100) { nodes { id } } }
        }",
    ),
    ask(
        "collections → products",
        2,
        "{ collections(first: 100) {
            nodes { products(first: 100) { nodes { id } } }
            edges { node { products(first: 100) { nodes { id } } } }
        } }",
    ),
    ask(
        "another product → collections and related products",
        2,
        "query($sibling: ID!) { product(id: $sibling) {
            collections(first: 10) { products(first: 100) { nodes { id } } }
            related(first: 12) { id }
        } }",
    ),
    ask(
        "recentlyCertified",
        2,
        "{ recentlyCertified(first: 100) { nodes { id } edges { node { id } } } }",
    ),
    ask(
        "homePage",
        5,
        "{ homePage { blocks {
            product { id } products(first: 24) { id }
            collection { products(first: 100) { nodes { id } edges { node { id } } } }
            producers { products(first: 100) { nodes { id } } }
        } } }",
    ),
    ask(
        "me → producer → products",
        1,
        "{ me { roles { producer { products(first: 100) { nodes { id } } } } } }",
    )
    .needs(Needs::Account),
    // What is not public any more is an entry without a product.
    ask(
        "wishlist → product",
        3,
        "{ wishlist(first: 100) {
            nodes { addedAt product { id variants { id } } } edges { node { id product { id } } }
        } }",
    )
    .needs(Needs::Account),
    ask(
        "myReviews → product",
        2,
        "{ myReviews(first: 100) {
            nodes { product { id } public { text } } edges { node { product { id } } }
        } }",
    )
    .needs(Needs::Account),
    // Nor does a rating or a list of reviews show what is hidden.
    ask(
        "product → rating and reviews",
        1,
        "query($product: ID!) { product(id: $product) {
            id rating { count } wishlisted reviews(first: 5) { nodes { stars } } questions(first: 5) { nodes { id } }
        } }",
    )
    .open("\"rating\":{\"count\":1}")
    .closed("{\"product\":null}"),
    ask(
        "product → points of sale → shelf",
        8,
        points!(
            "query($product: ID!) { product(id: $product) {
                id
                pointsOfSale(first: 5) { ...point }
                producer { pointsOfSale(first: 5) { products(first: 5) { nodes { product { id } } } } }
            } }"
        ),
    )
    .closed("{\"product\":null}"),
    ask(
        "point of sale → shelf",
        8,
        points!(
            "query($point: ID!, $producer: ID!) {
                pointOfSale(id: $point) { ...point }
                producer(id: $producer) {
                    pointsOfSale(first: 5) { products(first: 5) { nodes { product { id variants { id } } } } }
                }
            }"
        ),
    ),
    ask(
        "points of sale → shelf",
        12,
        points!(
            "query($producer: ID!) {
                pointsOfSale(first: 5, where: { producers: [$producer] }) {
                    nodes { ...point } edges { node { ...point } }
                }
            }"
        ),
    ),
    // Where a product stands is told while it is public only.
    ask(
        "points of sale with the product",
        6,
        points!(
            "query($product: ID!) {
                pointsOfSale(first: 5, where: { product: $product }) { nodes { ...point } }
            }"
        ),
    )
    .closed("{\"pointsOfSale\":{\"nodes\":[]}}"),
    ask(
        "nearest points of sale → shelf",
        6,
        points!(
            "query($producer: ID!) {
                nearestPointsOfSale(latitude: 20.09, longitude: \"106.08\", first: 5, where: { producers: [$producer] }) {
                    pointOfSale { ...point }
                }
            }"
        ),
    ),
    ask(
        "nearest points of sale with the product",
        6,
        points!(
            "query($product: ID!) {
                nearestPointsOfSale(latitude: 20.09, longitude: \"106.08\", first: 5, where: { product: $product }) {
                    pointOfSale { ...point }
                }
            }"
        ),
    )
    .closed("{\"nearestPointsOfSale\":[]}"),
    ask(
        "order → lines → product",
        6,
        part!(
            "query($order: ID!, $number: String!) {
                order(id: $order) { producerOrders { ...part } }
                numbered: order(number: $number) { producerOrders { ...part } }
            }"
        ),
    )
    .closed("\"product\":null")
    .needs(Needs::Order),
    ask(
        "orders → lines → product",
        6,
        part!(
            "{ orders(first: 100) {
                nodes { producerOrders { ...part } } edges { node { producerOrders { ...part } } }
            } }"
        ),
    )
    .needs(Needs::Order),
    ask(
        "producerOrder → lines → product",
        3,
        part!("query($part: ID!) { producerOrder(id: $part) { ...part } }"),
    )
    .closed("\"product\":null")
    .needs(Needs::Order),
    ask(
        "producerOrders → lines → product",
        6,
        part!(
            "query($producer: ID!) { producerOrders(producer: $producer, first: 100) {
                nodes { ...part } edges { node { ...part } }
            } }"
        ),
    )
    .closed("\"product\":null")
    .needs(Needs::Order),
];
