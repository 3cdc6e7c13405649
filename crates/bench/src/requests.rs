//! What is asked of the server, and of the limit: the same bytes.

use hyper::body::Bytes;
use serde_json::{Value, json};

/// A page of products as a storefront shows it.
const LIST: &str = "query List($after: String) { products(first: 24, after: $after) { \
    nodes { id slug name stars inStock priceRange { min { amount } max { amount } } \
    badge { stars label imageUrl certificateNumber issuedBy expiresOn } \
    producer { id slug name } images { url alt width height } \
    variants { id sku name price { amount currencyCode } } } \
    pageInfo { hasNextPage endCursor } } }";

/// What shoppers put into their carts.
const FOOD: &str = "query Food($after: String) { products(first: 100, after: $after, where: { groups: [\"FOOD\"] }) { \
    nodes { producer { id } variants { id } } pageInfo { hasNextPage endCursor } } }";

/// A product's page.
const DETAIL: &str = "query Detail($slug: String!) { product(slug: $slug) { id slug name stars inStock \
    story { text } details { ingredients origin usageNotes shelfLifeDays } \
    badge { stars label imageUrl certificateNumber issuedBy expiresOn } \
    certificate { number issuedOn decisionNumber status } \
    producer { id slug name legalForm foundedYear story { text } } \
    images { url alt width height } \
    variants { id sku name price { amount currencyCode } quantityAvailable weightGrams } } }";

/// Search as typed, with what narrows it.
const SEARCH: &str = "query Search($query: String!) { search(query: $query, first: 24) { totalCount degraded \
    nodes { id slug name stars badge { label certificateNumber } priceRange { min { amount } } producer { name } } \
    facets { field values { value count } } } }";

const TYPED: &[&str] = &[
    "com chay",
    "trà",
    "mat ong",
    "nước mắm",
    "gao nep",
    "cói",
    "ruou",
    "hữu cơ",
    "ca phe",
    "chả mực",
];

fn body(query: &str, variables: &Value) -> Bytes {
    Bytes::from(json!({ "query": query, "variables": variables }).to_string())
}

/// The page after a cursor.
pub(crate) fn list(after: Option<&str>) -> Bytes {
    body(LIST, &json!({ "after": after }))
}

/// The page after a cursor of food, which every way of payment may buy.
pub(crate) fn food(after: Option<&str>) -> Bytes {
    body(FOOD, &json!({ "after": after }))
}

/// The page of a product.
pub(crate) fn detail(slug: &str) -> Bytes {
    body(DETAIL, &json!({ "slug": slug }))
}

/// One search for each thing that people type.
pub(crate) fn searches() -> Vec<Bytes> {
    let search = |typed: &&str| body(SEARCH, &json!({ "query": typed }));
    TYPED.iter().map(search).collect()
}

/// A mutation whose one argument is `input`.
pub(crate) fn mutation(name: &str, input: &str, selection: &str, value: &Value) -> Bytes {
    let query = format!(
        "mutation Buy($input: {input}!) {{ {name}(input: $input) {{ {selection} userErrors {{ code }} }} }}"
    );
    body(&query, &json!({ "input": value }))
}
