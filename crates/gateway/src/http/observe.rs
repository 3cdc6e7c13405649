//! What wraps every request: an id, a span, protection from panics, security
//! headers, metrics and one line in the access log. The line names no person:
//! no address of the client, no query text, no variables.

use super::{Gateway, answer};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use futures::FutureExt;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;
use tracing::Instrument;

/// The header that carries a request's id in and out.
pub(super) const REQUEST_ID: &str = "x-request-id";

/// The id of a request, among its extensions.
#[derive(Clone)]
pub(super) struct RequestId(pub(super) Arc<str>);

/// What the GraphQL handler tells the access log, among the response's
/// extensions.
#[derive(Clone)]
pub(super) struct Ran {
    /// The client's name of the operation.
    pub(super) operation: Option<String>,
    /// Our name of it, from a bounded set.
    pub(super) label: &'static str,
    /// SQL statements sent.
    pub(super) statements: u32,
}

pub(super) async fn observe(
    State(gateway): State<Arc<Gateway>>,
    mut request: Request,
    next: Next,
) -> Response {
    let started = Instant::now();
    let id = request_id(request.headers()).unwrap_or_else(|| {
        kernel::id::new_uuid(gateway.services.clock.now())
            .to_string()
            .into()
    });
    request.extensions_mut().insert(RequestId(id.clone()));
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    let method = method_name(request.method());

    let span = tracing::info_span!("request", request_id = %id);
    let mut response = async {
        let answered = AssertUnwindSafe(next.run(request)).catch_unwind().await;
        let mut response = answered.unwrap_or_else(|_| {
            tracing::error!("a handler panicked");
            answer::internal(&id)
        });
        let ran = response.extensions_mut().remove::<Ran>();
        let (operation, label, statements) = match &ran {
            Some(ran) => (ran.operation.as_deref().unwrap_or(""), ran.label, ran.statements),
            None => ("", "", 0),
        };
        let took = started.elapsed();
        tracing::info!(
            target: "access",
            method,
            route,
            operation = operation.get(..64).unwrap_or(operation),
            fields = label,
            status = response.status().as_u16(),
            duration_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
            statements,
        );
        let status = response.status().as_u16().to_string();
        metrics::counter!("ocop_http_requests_total", "method" => method, "route" => route.to_owned(), "status" => status)
            .increment(1);
        metrics::histogram!("ocop_http_request_duration_seconds", "route" => route.to_owned()).record(took.as_secs_f64());
        response
    }
    .instrument(span)
    .await;

    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    protect(response.headers_mut());
    response
}

/// The client's id, where it is one that can stand in a log.
fn request_id(headers: &HeaderMap) -> Option<Arc<str>> {
    let id = headers.get(REQUEST_ID)?.to_str().ok()?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    ((8..=64).contains(&id.len()) && id.bytes().all(plain)).then(|| id.into())
}

/// A method's name from a bounded set: clients may invent methods.
fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::PATCH => "PATCH",
        _ => "OTHER",
    }
}

/// Headers that keep browsers from guessing; what a page set itself stays.
fn protect(headers: &mut HeaderMap) {
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; frame-ancestors 'none'",
        ),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
}
