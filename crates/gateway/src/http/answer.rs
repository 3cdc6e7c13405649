//! Answers that no resolver made: the same shape as GraphQL's errors, on
//! every route.

use crate::admission::Refusal;
use crate::errors::Code;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");

/// A JSON answer.
pub(super) fn json(status: StatusCode, body: String) -> Response {
    (status, [(header::CONTENT_TYPE, JSON)], body).into_response()
}

/// `{"errors": [{"message", "extensions": {"code"}}]}`.
pub(super) fn error(status: StatusCode, code: Code, message: &str) -> Response {
    let body =
        json!({ "errors": [{ "message": message, "extensions": { "code": code.as_str() } }] });
    json(status, body.to_string())
}

/// The same for a fault of ours: a request id and nothing else.
pub(super) fn internal(request_id: &str) -> Response {
    let body = json!({ "errors": [{
        "message": "something went wrong on our side",
        "extensions": { "code": Code::Internal.as_str(), "requestId": request_id },
    }] });
    json(StatusCode::INTERNAL_SERVER_ERROR, body.to_string())
}

/// Any address that leads nowhere.
pub(super) async fn not_found() -> Response {
    error(
        StatusCode::NOT_FOUND,
        Code::NotFound,
        "there is nothing at this address",
    )
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = error(self.code.status(), self.code, &self.message);
        if self.code == Code::Unauthenticated {
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}
