//! `POST /graphql`: reads the body itself, because what async-graphql's own
//! integration accepts (any content type, batches, unbounded bodies, GET) is
//! more than is safe.

use super::observe::{Ran, RequestId};
use super::{Gateway, answer};
use crate::admission::Refusal;
use crate::errors::{self, Code};
use crate::schema::loaders::Loaders;
use crate::schema::request::RequestContext;
use async_graphql::Response as GraphqlResponse;
use async_graphql::{Value, value};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::{Bytes, BytesMut};
use futures::StreamExt;
use kernel::{Actor, Language};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use std::sync::Arc;
use std::time::Duration;

/// Bodies over the limit are read and dropped up to this many times the
/// limit, so that a client that sends first and reads later gets its answer.
const DRAIN_FACTOR: usize = 8;

/// Asks for the number of SQL statements, where the configuration allows it.
const DEBUG_HEADER: &str = "x-debug-statements";

/// Everything but POST: nothing is ever read or changed by GET.
pub(super) async fn method_not_allowed() -> Response {
    let mut response = answer::error(
        StatusCode::METHOD_NOT_ALLOWED,
        Code::BadUserInput,
        "send a POST",
    );
    response
        .headers_mut()
        .insert(header::ALLOW, HeaderValue::from_static("POST"));
    response
}

/// One GraphQL request.
pub(super) async fn post(State(gateway): State<Arc<Gateway>>, request: Request) -> Response {
    if let Err(wait) = gateway
        .clients
        .admit(request.extensions(), request.headers())
    {
        return too_many(wait);
    }
    let (parts, body) = request.into_parts();
    if let Err(response) = check_content_type(&parts.headers) {
        return *response;
    }
    let id = parts
        .extensions
        .get::<RequestId>()
        .map_or_else(|| Arc::from(""), |id| id.0.clone());
    match tokio::time::timeout(
        gateway.services.config.timeout,
        run(&gateway, &parts.headers, body, &id),
    )
    .await
    {
        Ok(response) => response,
        Err(_) => {
            tracing::warn!("a request took too long");
            answer::error(
                StatusCode::SERVICE_UNAVAILABLE,
                Code::Unavailable,
                "the request took too long",
            )
        }
    }
}

async fn run(gateway: &Gateway, headers: &HeaderMap, body: Body, id: &str) -> Response {
    let body = match read(headers, body, gateway.services.config.body_limit).await {
        Ok(body) => body,
        Err(response) => return *response,
    };
    let admitted = match gateway.admission.admit(&body).await {
        Ok(admitted) => admitted,
        Err(refusal) => return refusal.into_response(),
    };
    let (actor, token) = match authenticate(gateway, headers, id).await {
        Ok(authenticated) => authenticated,
        Err(response) => return *response,
    };
    if let Err(refusal) = admitted.permit(&actor) {
        return refusal.into_response();
    }
    let accept_language = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    let context = RequestContext {
        actor,
        token,
        language: accept_language.map_or(Language::Vi, Language::from_accept_language),
        loaders: Loaders::new(&gateway.services),
    };
    let execution = gateway.schema.execute(admitted.request.data(context));
    let (mut response, statements) = db::statements::counted(execution).await;

    let status = seal(&mut response, id);
    let cost = value!({ "requested": admitted.cost, "limit": gateway.admission.cost_limit() });
    response.extensions.insert("cost".to_owned(), cost);
    if gateway.services.config.debug && headers.get(DEBUG_HEADER).is_some_and(|value| value == "1")
    {
        response
            .extensions
            .insert("statements".to_owned(), statements.into());
    }
    metrics::histogram!("ocop_sql_statements", "operation" => admitted.label)
        .record(f64::from(statements));
    let mut response = encode(status, &response, headers);
    response.extensions_mut().insert(Ran {
        operation: admitted.operation_name,
        label: admitted.label,
        statements,
    });
    response
}

/// Only JSON: a form or plain text could be sent by any web page without the
/// browser asking first.
fn check_content_type(headers: &HeaderMap) -> Result<(), Box<Response>> {
    let refuse = |message| {
        Err(Box::new(answer::error(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Code::BadUserInput,
            message,
        )))
    };
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    let mut parts = content_type.split(';').map(str::trim);
    if !parts
        .next()
        .is_some_and(|essence| essence.eq_ignore_ascii_case("application/json"))
    {
        return refuse("the content type must be application/json");
    }
    let utf8 = |parameter: &str| {
        let Some((name, value)) = parameter.split_once('=') else {
            return false;
        };
        name.eq_ignore_ascii_case("charset")
            && value.trim_matches('"').eq_ignore_ascii_case("utf-8")
    };
    if !parts.all(utf8) {
        return refuse("the only parameter of the content type is charset=utf-8");
    }
    if headers
        .get(header::CONTENT_ENCODING)
        .is_some_and(|encoding| encoding != "identity")
    {
        return refuse("the body must not be compressed");
    }
    Ok(())
}

async fn read(headers: &HeaderMap, body: Body, limit: usize) -> Result<Bytes, Box<Response>> {
    let announced = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    let mut kept = BytesMut::with_capacity(announced.unwrap_or(0).min(limit));
    let mut seen = 0_usize;
    let mut stream = body.into_data_stream();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| {
            Box::new(answer::error(
                StatusCode::BAD_REQUEST,
                Code::BadUserInput,
                "the body ended too early",
            ))
        })?;
        seen = seen.saturating_add(chunk.len());
        if seen <= limit {
            kept.extend_from_slice(&chunk);
        } else if seen > limit.saturating_mul(DRAIN_FACTOR) {
            break;
        }
    }
    if seen > limit {
        let message = format!("the body has more than {limit} bytes");
        return Err(Box::new(answer::error(
            StatusCode::PAYLOAD_TOO_LARGE,
            Code::BadUserInput,
            &message,
        )));
    }
    Ok(kept.freeze())
}

/// Who sends the request: nobody without the header, an account with a good
/// token. A bad token is never "nobody", so that a client notices.
pub(super) async fn authenticate(
    gateway: &Gateway,
    headers: &HeaderMap,
    id: &str,
) -> Result<(Actor, Option<SecretString>), Box<Response>> {
    let Some(header) = headers.get(header::AUTHORIZATION) else {
        return Ok((Actor::Anonymous, None));
    };
    let refuse = || {
        Box::new(
            Refusal::new(Code::Unauthenticated, "the token is unknown or expired").into_response(),
        )
    };
    let token = header.to_str().ok().and_then(|value| {
        let (scheme, token) = value.split_once(' ')?;
        scheme
            .eq_ignore_ascii_case("bearer")
            .then(|| SecretString::from(token.trim()))
    });
    let token = token.ok_or_else(refuse)?;
    match gateway.services.identity.actor(token.expose_secret()).await {
        Ok(Some((_, actor))) => Ok((actor, Some(token))),
        Ok(None) => Err(refuse()),
        Err(error) => {
            let mut response = GraphqlResponse::from_errors(vec![
                errors::fault(&error).into_server_error(Default::default()),
            ]);
            response
                .errors
                .iter_mut()
                .for_each(|error| error.locations.clear());
            let status = seal(&mut response, id);
            Err(Box::new(encode(status, &response, headers)))
        }
    }
}

pub(super) fn too_many(wait: Duration) -> Response {
    let mut response = answer::error(
        StatusCode::TOO_MANY_REQUESTS,
        Code::RateLimited,
        "too many requests, please wait",
    );
    // Whole seconds, rounded up.
    let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    response
        .headers_mut()
        .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

/// Gives every error its code and tells the answer's status. A request that
/// ran is 200 even where single fields failed; one that did not fit the
/// schema is 400; a database that is down is 503.
fn seal(response: &mut GraphqlResponse, id: &str) -> StatusCode {
    let mut status = StatusCode::OK;
    let nothing = response.data == Value::Null;
    for error in &mut response.errors {
        let code = errors::seal(error, id);
        let ran = !error.path.is_empty();
        if code == Code::Unavailable || (nothing && (code == Code::Internal || !ran)) {
            status = status.max(code.status());
        }
    }
    status
}

/// A GraphQL answer; a request that never ran has no `data`.
#[derive(Serialize)]
struct Answer<'a> {
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [async_graphql::ServerError],
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a Value>,
    extensions: &'a std::collections::BTreeMap<String, Value>,
}

fn encode(status: StatusCode, response: &GraphqlResponse, headers: &HeaderMap) -> Response {
    let ran =
        response.errors.is_empty() || response.errors.iter().any(|error| !error.path.is_empty());
    let answer = Answer {
        errors: &response.errors,
        data: ran.then_some(&response.data),
        extensions: &response.extensions,
    };
    let Ok(body) = serde_json::to_vec(&answer) else {
        tracing::error!("an answer could not be encoded");
        return answer::internal("");
    };
    // https://graphql.github.io/graphql-over-http/draft/: the newer media type
    // for those who ask for it by name.
    let accepts = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    let content_type = if accepts.contains("application/graphql-response+json") {
        "application/graphql-response+json; charset=utf-8"
    } else {
        "application/json; charset=utf-8"
    };
    (
        status,
        [(header::CONTENT_TYPE, HeaderValue::from_static(content_type))],
        body,
    )
        .into_response()
}
