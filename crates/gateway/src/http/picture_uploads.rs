//! `PUT /pictures/uploads/{id}?signature=…` takes the bytes of a picture that was
//! announced, once, where there is no bucket to take them.

use super::files::{bad, failed, unavailable};
use super::graphql::too_many;
use super::observe::RequestId;
use super::pictures::{Broken, announced, essence, language, longest, paced, read, refused_as};
use super::{Gateway, answer};
use crate::errors::Code;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::{Language, PictureUploadId};
use pictures::{PictureRefusal, ReceiveError};
use std::sync::Arc;
use uuid::Uuid;

/// `PUT /pictures/uploads/{id}?signature=<hex>`. Whoever has the address may:
/// it says everything, and holds for one upload and a few minutes.
pub(super) async fn put(
    State(gateway): State<Arc<Gateway>>,
    Path(upload): Path<String>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let headers = parts.headers;
    if let Err(wait) = gateway.clients.admit(&parts.extensions, &headers) {
        return too_many(wait);
    }
    let id = parts.extensions.get::<RequestId>();
    let id = id.map_or_else(|| Arc::from(""), |id| id.0.clone());
    let language = language(&headers);
    let query = parts.uri.query().unwrap_or_default();
    let signature = form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "signature")
        .map(|(_, value)| value.into_owned());
    let (Ok(upload), Some(signature)) = (upload.parse::<Uuid>(), signature) else {
        return answer::not_found().await;
    };
    let pictures = &gateway.services.pictures;
    let upload = PictureUploadId(upload);
    let media_type = essence(&headers);
    let receipt = pictures.begin_receiving(upload, &signature, &media_type, announced(&headers));
    let receipt = match receipt.await {
        Ok(receipt) => receipt,
        Err(error) => return refused(&error, language, &id).await,
    };
    // One more than there may be, so that what is too long is seen.
    let body = paced(body, gateway.services.config.timeout);
    let bytes = read(body, receipt.bytes() + 1);
    let bytes = match tokio::time::timeout(longest(receipt.bytes()), bytes).await {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(Broken::TooLarge)) => return refused_as(PictureRefusal::TooLarge, language),
        Ok(Err(_)) => return bad("the body ended too early or too late, or stopped coming"),
        Err(_) => {
            return answer::error(
                StatusCode::REQUEST_TIMEOUT,
                Code::BadUserInput,
                "the picture took too long",
            );
        }
    };
    match pictures.receive(receipt, bytes).await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => refused(&error, language, &id).await,
    }
}

/// Whatever else is asked of an upload.
pub(super) async fn method_not_allowed() -> Response {
    let mut response = answer::error(
        StatusCode::METHOD_NOT_ALLOWED,
        Code::BadUserInput,
        "send a PUT to the address of an upload",
    );
    let allowed = HeaderValue::from_static("PUT");
    response.headers_mut().insert(header::ALLOW, allowed);
    response
}

async fn refused(error: &ReceiveError, language: Language, id: &str) -> Response {
    match error {
        ReceiveError::NotFound => answer::not_found().await,
        ReceiveError::Refused(refusal) => refused_as(*refusal, language),
        ReceiveError::Busy => unavailable("too many pictures at once, please try again"),
        ReceiveError::Media(error) => {
            tracing::error!(%error, "a picture could not be stored");
            unavailable("the picture could not be stored, please try again")
        }
        ReceiveError::Fault(error) => failed(error, id),
    }
}
