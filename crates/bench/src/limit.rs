//! The limit: what this machine could answer at best. A bare handler reads the
//! same request, runs the one best SQL statement for it, and serialises the
//! same JSON; no GraphQL, no limits, no logs, no permissions.
//!
//! The only SQL outside the crates that own these tables: it is read by nobody
//! but the benchmark, which compares its answers with the server's.

use crate::Result;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, NaiveDate, Utc};
use kernel::{Clock, Cursor, SystemClock};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sqlx::postgres::{PgPool, PgPoolOptions, PgRow};
use sqlx::{FromRow, Row};
use uuid::Uuid;

/// Where pictures are, as the server is configured to say.
pub(crate) const PUBLIC_URL: &str = "http://localhost:8080";

/// Connections of the pool, as many as the server's by default.
const POOL: u32 = 20;

const PAGE: usize = 24;

const LIST: &str = "SELECT product_id, slug, name, stars, in_stock, price_min, price_max, \
    certificate_number, certificate_issuer, certificate_expires_on, \
    producer_id, producer_slug, producer_name, images, variants, published_at \
    FROM product_card \
    WHERE listed AND visible_from <= $1 AND visible_until > $1 \
    AND (published_at, product_id) < ($2, $3) \
    ORDER BY published_at DESC, product_id DESC LIMIT 25";

const DETAIL: &str = "SELECT c.product_id, c.slug, c.name, c.stars, c.in_stock, c.price_min, c.price_max, \
    c.certificate_number, c.certificate_issuer, c.certificate_expires_on, \
    c.producer_id, c.producer_slug, c.producer_name, c.images, c.variants, c.published_at, \
    p.story, p.ingredients, p.origin, p.usage_notes, p.shelf_life_days, \
    t.issued_on, t.decision_number, t.status, s.legal_form, s.founded_year, s.story AS seller_story, \
    (SELECT string_agg((k.on_hand - k.reserved)::text, ',' ORDER BY v.position) \
     FROM product_variant v JOIN stock k ON k.variant_id = v.id WHERE v.product_id = c.product_id) AS available \
    FROM product_card c JOIN product p ON p.id = c.product_id \
    JOIN certificate t ON t.id = c.certificate_id JOIN producer s ON s.id = c.producer_id \
    WHERE c.slug = $2 AND c.listed AND c.visible_from <= $1 AND c.visible_until > $1";

/// Serves until it is ended.
pub(crate) async fn serve(url: &str, port: u16) -> Result<()> {
    let pool = PgPoolOptions::new()
        .max_connections(POOL)
        .test_before_acquire(false)
        .connect(url)
        .await?;
    let router = Router::new()
        .route("/graphql", post(answer))
        .with_state(pool);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    Ok(axum::serve(listener, router).await?)
}

#[derive(Deserialize)]
struct Ask {
    variables: Variables,
}

#[derive(Deserialize)]
struct Variables {
    after: Option<String>,
    slug: Option<String>,
}

async fn answer(State(pool): State<PgPool>, Json(ask): Json<Ask>) -> Response {
    let answer = match ask.variables.slug {
        Some(slug) => detail(&pool, &slug).await.map(IntoResponse::into_response),
        None => list(&pool, ask.variables.after.as_deref())
            .await
            .map(IntoResponse::into_response),
    };
    answer.unwrap_or_else(|error| {
        eprintln!("bench limit: {error}");
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    })
}

#[derive(Serialize)]
struct Data<T> {
    data: T,
}

#[derive(Serialize)]
struct Products {
    products: Page,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    nodes: Vec<Product>,
    page_info: PageInfo,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
}

#[derive(Serialize)]
struct One {
    product: Option<Detail>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Product {
    id: String,
    slug: String,
    name: String,
    stars: i32,
    in_stock: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    price_range: Option<Range>,
    badge: Badge,
    producer: Producer,
    images: Vec<Image>,
    variants: Vec<Variant>,
}

#[derive(Serialize)]
struct Range {
    min: Amount,
    max: Amount,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Amount {
    amount: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    currency_code: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Badge {
    stars: i32,
    label: String,
    image_url: String,
    certificate_number: String,
    issued_by: String,
    expires_on: NaiveDate,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Producer {
    id: String,
    slug: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    legal_form: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    founded_year: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    story: Option<Story>,
}

#[derive(Serialize)]
struct Story {
    text: String,
}

#[derive(Serialize)]
struct Image {
    url: String,
    alt: String,
    width: i32,
    height: i32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Variant {
    id: String,
    sku: String,
    name: String,
    price: Amount,
    #[serde(skip_serializing_if = "Option::is_none")]
    quantity_available: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    weight_grams: Option<i32>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Detail {
    #[serde(flatten)]
    product: Product,
    story: Option<Story>,
    details: Value,
    certificate: Value,
}

#[derive(Deserialize)]
struct StoredImage {
    path: String,
    alt: String,
    width: i32,
    height: i32,
}

#[derive(Deserialize)]
struct StoredVariant {
    id: Uuid,
    sku: String,
    name: String,
    price: i64,
    weight_grams: i32,
}

async fn list(pool: &PgPool, after: Option<&str>) -> Result<Json<Data<Products>>> {
    let (published_at, id) = match after.map(Cursor::decode).transpose()? {
        Some(cursor) => {
            let [micros, id] = <[String; 2]>::try_from(cursor.key).map_err(|_| "a cursor")?;
            let micros = DateTime::from_timestamp_micros(micros.parse()?);
            (micros.ok_or("a cursor")?, id.parse()?)
        }
        None => (SystemClock.now() + chrono::Duration::days(1), Uuid::max()),
    };
    let rows = sqlx::query(LIST)
        .bind(SystemClock.now())
        .bind(published_at)
        .bind(id)
        .fetch_all(pool)
        .await?;
    let has_next_page = rows.len() > PAGE;
    let shown = &rows[..rows.len().min(PAGE)];
    let end_cursor = shown.last().map(cursor).transpose()?;
    let nodes = shown.iter().map(Product::from_row);
    let products = Page {
        nodes: nodes.collect::<std::result::Result<_, _>>()?,
        page_info: PageInfo {
            has_next_page,
            end_cursor,
        },
    };
    Ok(Json(Data {
        data: Products { products },
    }))
}

fn cursor(row: &PgRow) -> std::result::Result<String, sqlx::Error> {
    let published_at: DateTime<Utc> = row.try_get("published_at")?;
    let id: Uuid = row.try_get("product_id")?;
    let key = [published_at.timestamp_micros().to_string(), id.to_string()];
    Ok(Cursor::new("newest", key).encode())
}

async fn detail(pool: &PgPool, slug: &str) -> Result<Json<Data<One>>> {
    let row = sqlx::query(DETAIL)
        .bind(SystemClock.now())
        .bind(slug)
        .fetch_optional(pool)
        .await?;
    let product = row.as_ref().map(Detail::from_row).transpose()?;
    Ok(Json(Data {
        data: One { product },
    }))
}

fn global(name: &str, id: Uuid) -> String {
    let mut bytes = name.as_bytes().to_vec();
    bytes.push(b':');
    bytes.extend_from_slice(id.as_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

fn bare(amount: i64) -> Amount {
    Amount {
        amount: amount.to_string(),
        currency_code: None,
    }
}

fn decoded<T: serde::de::DeserializeOwned>(text: &str) -> std::result::Result<T, sqlx::Error> {
    serde_json::from_str(text).map_err(|error| sqlx::Error::Decode(error.into()))
}

impl FromRow<'_, PgRow> for Product {
    fn from_row(row: &PgRow) -> std::result::Result<Self, sqlx::Error> {
        let stars: i32 = row.try_get("stars")?;
        let images: Vec<StoredImage> = decoded(row.try_get("images")?)?;
        let variants: Vec<StoredVariant> = decoded(row.try_get("variants")?)?;
        Ok(Self {
            id: global("Product", row.try_get("product_id")?),
            slug: row.try_get("slug")?,
            name: row.try_get("name")?,
            stars,
            in_stock: row.try_get("in_stock")?,
            price_range: Some(Range {
                min: bare(row.try_get("price_min")?),
                max: bare(row.try_get("price_max")?),
            }),
            badge: Badge {
                stars,
                label: format!("{stars} sao"),
                image_url: format!("{PUBLIC_URL}/badges/{stars}.svg"),
                certificate_number: row.try_get("certificate_number")?,
                issued_by: row.try_get("certificate_issuer")?,
                expires_on: row.try_get("certificate_expires_on")?,
            },
            producer: Producer {
                id: global("Producer", row.try_get("producer_id")?),
                slug: row.try_get("producer_slug")?,
                name: row.try_get("producer_name")?,
                legal_form: None,
                founded_year: None,
                story: None,
            },
            images: images.into_iter().map(Image::from).collect(),
            variants: variants.into_iter().map(Variant::from).collect(),
        })
    }
}

impl FromRow<'_, PgRow> for Detail {
    fn from_row(row: &PgRow) -> std::result::Result<Self, sqlx::Error> {
        let story = |text: Option<String>| text.map(|text| Story { text });
        let stored: Vec<StoredVariant> = decoded(row.try_get("variants")?)?;
        let available: String = row.try_get("available")?;
        let mut product = Product::from_row(row)?;
        product.price_range = None;
        product.producer.legal_form = row.try_get("legal_form")?;
        product.producer.founded_year = row.try_get("founded_year")?;
        product.producer.story = story(row.try_get("seller_story")?);
        let facts = stored.iter().zip(available.split(','));
        for (variant, (stored, available)) in product.variants.iter_mut().zip(facts) {
            variant.weight_grams = Some(stored.weight_grams);
            variant.quantity_available = available.parse().ok();
        }
        let text = |name: &str| row.try_get::<Option<String>, _>(name);
        Ok(Self {
            story: story(row.try_get("story")?),
            details: json!({
                "ingredients": text("ingredients")?, "origin": text("origin")?,
                "usageNotes": text("usage_notes")?,
                "shelfLifeDays": row.try_get::<Option<i32>, _>("shelf_life_days")?,
            }),
            certificate: json!({
                "number": product.badge.certificate_number, "issuedOn": row.try_get::<NaiveDate, _>("issued_on")?,
                "decisionNumber": text("decision_number")?, "status": text("status")?,
            }),
            product,
        })
    }
}

impl From<StoredImage> for Image {
    fn from(stored: StoredImage) -> Self {
        Self {
            url: format!("{PUBLIC_URL}/media/{}", stored.path),
            alt: stored.alt,
            width: stored.width,
            height: stored.height,
        }
    }
}

impl From<StoredVariant> for Variant {
    fn from(stored: StoredVariant) -> Self {
        Self {
            id: global("ProductVariant", stored.id),
            sku: stored.sku,
            name: stored.name,
            price: Amount {
                amount: stored.price.to_string(),
                currency_code: Some("VND"),
            },
            quantity_available: None,
            weight_grams: None,
        }
    }
}
