//! The routes, and what wraps every one of them.

mod answer;
mod badges;
mod client;
mod connection;
mod files;
mod graphiql;
mod graphql;
mod listing_templates;
mod media;
mod observe;
mod picture_sizes;
mod picture_uploads;
mod pictures;
mod probes;
mod programme_statistics;
pub(crate) mod readiness;
mod serve;

use crate::admission::Admission;
use crate::schema::OcopSchema;
use crate::services::Services;
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post, put};
use axum::{Router, response::Redirect};
use client::Clients;
use std::sync::Arc;
use std::time::Duration;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::cors::{AllowOrigin, CorsLayer};

pub use serve::serve;

/// Answers below this are sent as they are.
const COMPRESS_ABOVE: u16 = 1024;

/// What the handlers share.
pub(crate) struct Gateway {
    services: Arc<Services>,
    schema: OcopSchema,
    admission: Admission,
    clients: Clients,
}

/// The whole HTTP surface over the given services.
pub fn router(services: Arc<Services>) -> Router {
    let config = &services.config;
    let gateway = Arc::new(Gateway {
        schema: crate::schema::build(services.clone(), config),
        admission: Admission::new(config.limits, config.introspection),
        clients: Clients::new(config),
        services: services.clone(),
    });
    let mut router = Router::new()
        .route(
            "/graphql",
            post(graphql::post).fallback(graphql::method_not_allowed),
        )
        .route("/healthz", get(probes::healthz))
        .route("/readyz", get(probes::readyz))
        .route("/metrics", get(probes::metrics))
        .route("/badges/{file}", get(badges::badge))
        .route("/media/{*path}", get(media::media))
        .route("/media/pictures/{folder}/{file}", get(picture_sizes::get))
        .route(
            "/pictures",
            post(pictures::post).fallback(pictures::method_not_allowed),
        )
        .route(
            "/pictures/uploads/{id}",
            put(picture_uploads::put).fallback(picture_uploads::method_not_allowed),
        )
        .route(
            "/programme-statistics/{file}",
            get(programme_statistics::get),
        )
        .route("/listing-templates/{file}", get(listing_templates::get))
        .route(
            "/files",
            post(files::post).fallback(files::method_not_allowed),
        )
        .route(
            "/files/{id}",
            get(files::get).fallback(files::method_not_allowed),
        );
    if config.graphiql {
        router = router
            .route("/", get(|| async { Redirect::temporary("/graphiql") }))
            .route("/graphiql", get(graphiql::page))
            .route("/graphiql/assets/{file}", get(graphiql::asset));
    }
    let compression = CompressionLayer::new()
        .quality(CompressionLevel::Fastest)
        .compress_when(SizeAbove::new(COMPRESS_ABOVE).and(NotForContentType::IMAGES));
    let mut router = router
        .fallback(answer::not_found)
        .with_state(gateway.clone())
        .layer(from_fn_with_state(gateway, observe::observe))
        .layer(compression);
    if !config.allowed_origins.is_empty() {
        router = router.layer(cors(&config.allowed_origins));
    }
    router
}

/// Lets pages of other origins call the API. Credentials are bearer tokens,
/// so no cookie is ever sent along.
fn cors(origins: &[HeaderValue]) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins.iter().cloned()))
        .allow_methods([Method::GET, Method::POST, Method::PUT])
        .allow_headers([
            header::ACCEPT,
            header::ACCEPT_LANGUAGE,
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            HeaderName::from_static(observe::REQUEST_ID),
        ])
        .expose_headers([HeaderName::from_static(observe::REQUEST_ID)])
        .max_age(Duration::from_secs(3600))
}
