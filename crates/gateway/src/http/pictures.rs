//! `POST /pictures?producer=…` takes a producer's picture,
//! `POST /pictures?orderLine=…` a buyer's for the review of that line: the body
//! is the picture itself, or a form with one file.

use super::files::{arrive, bad, failed, known, unavailable, unsupported};
use super::{Gateway, answer};
use crate::admission::Refusal;
use crate::errors::Code;
use crate::schema::global_id::GlobalId;
use axum::body::Body;
use axum::extract::multipart::Multipart;
use axum::extract::{DefaultBodyLimit, FromRequest, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::{StreamExt, stream};
use kernel::{Language, OrderLineId, ProducerId};
use orders::purchases::ProofError;
use pictures::{
    MAX_BYTES, NewPicture, Picture, PictureOwner, PictureRefusal, Place, UploadPictureError,
};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

/// How long a picture of so many bytes may take to arrive: half a megabit a
/// second. While it comes, it holds the room of a whole one.
pub(super) fn longest(bytes: usize) -> Duration {
    let seconds = u64::try_from(bytes / 62_500).unwrap_or(u64::MAX);
    Duration::from_secs(seconds.saturating_add(10))
}

/// What a form may have around its file, in bytes.
const AROUND_FILE: usize = 16_000;

/// A page of somebody else's cannot make a browser send a form with one of
/// these without asking first.
const PREFLIGHT: [&str; 2] = ["apollo-require-preflight", "x-requested-with"];

/// The order's secret of a buyer who is a guest: not in the address, which is
/// written down in many places.
const ORDER_TOKEN: &str = "x-order-token";

/// `POST /pictures?producer=<global id>` or `?orderLine=<global id>`.
pub(super) async fn post(State(gateway): State<Arc<Gateway>>, request: Request) -> Response {
    let query = request.uri().query().unwrap_or_default().to_owned();
    let (actor, id, headers, body) = match arrive(&gateway, request).await {
        Ok(entered) => entered,
        Err(response) => return *response,
    };
    let owner = named_owner(&query);
    // A guest may have bought something; nobody unknown is a producer's.
    if !matches!(owner, Some(PictureOwner::Purchase(_)))
        && let Err(response) = known(&actor)
    {
        return *response;
    }
    let language = language(&headers);
    let Some(owner) = owner else {
        return bad("producer or orderLine: the id of one of them");
    };
    if let PictureOwner::Purchase(line) = owner {
        let token = headers.get(ORDER_TOKEN).and_then(|own| own.to_str().ok());
        let orders = &gateway.services.orders;
        match orders.prove_purchase(&actor, line, token).await {
            Ok(_) => {}
            Err(ProofError::Fault(error)) => return failed(&error, &id),
            // Also of one's own that was not delivered: there is nothing to
            // show yet.
            Err(ProofError::NotFound | ProofError::NotDelivered) => {
                return refused(&UploadPictureError::NotFound, language, &id);
            }
        }
    }
    let essence = essence(&headers);
    let (media_type, body) = match essence.as_str() {
        "multipart/form-data" => {
            if !PREFLIGHT.iter().any(|name| headers.contains_key(*name)) {
                return bad("a form needs the header apollo-require-preflight or x-requested-with");
            }
            (None, body)
        }
        _ => (Some(essence), body),
    };
    // A form says the type of its file later; who may not is told now.
    let said = media_type
        .clone()
        .unwrap_or_else(|| "image/jpeg".to_owned());
    let pictures = &gateway.services.pictures;
    let announced = announced(&headers);
    // A form is a little longer than its file.
    let announced = match media_type {
        Some(_) => announced,
        None => announced.map(|bytes| bytes.min(MAX_BYTES)),
    };
    let new = NewPicture {
        owner,
        media_type: said,
        bytes: announced,
    };
    let place = match pictures.begin(&actor, &new).await {
        Ok(place) => place,
        Err(error) => return refused(&error, language, &id),
    };
    let body = paced(body, gateway.services.config.timeout);
    let longest = longest(place.bytes());
    let received = async {
        match media_type {
            Some(_) => {
                let bytes = read(body, place.bytes()).await?;
                Ok((place, bytes))
            }
            None => form(&headers, body, place).await,
        }
    };
    let (place, bytes) = match tokio::time::timeout(longest, received).await {
        Ok(Ok(received)) => received,
        Ok(Err(Broken::TooLarge)) => {
            let refusal = UploadPictureError::Refused(PictureRefusal::TooLarge);
            return refused(&refusal, language, &id);
        }
        Ok(Err(Broken::WrongType)) => {
            let refusal = UploadPictureError::Refused(PictureRefusal::WrongType);
            return refused(&refusal, language, &id);
        }
        Ok(Err(Broken::Form)) => return bad("the form must hold one file"),
        Ok(Err(Broken::Lost)) => return bad("the body ended too early, or stopped coming"),
        Err(_) => {
            return answer::error(
                StatusCode::REQUEST_TIMEOUT,
                Code::BadUserInput,
                "the picture took too long",
            );
        }
    };
    match pictures.upload(&actor, place, bytes).await {
        Ok(picture) => {
            let base = &gateway.services.config.public_url;
            answer::json(StatusCode::CREATED, facts(&picture, base))
        }
        Err(error) => refused(&error, language, &id),
    }
}

/// Whose the picture is to be: exactly one of the two.
fn named_owner(query: &str) -> Option<PictureOwner> {
    let id = |wanted: &str| {
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        let found = pairs.find(|(name, _)| name == wanted);
        found.map(|(_, value)| async_graphql::ID(value.into_owned()))
    };
    match (id("producer"), id("orderLine")) {
        (Some(id), None) => ProducerId::from_global(&id)
            .ok()
            .map(PictureOwner::Producer),
        (None, Some(id)) => OrderLineId::from_global(&id)
            .ok()
            .map(PictureOwner::Purchase),
        _ => None,
    }
}

/// Whatever else is asked of `/pictures`.
pub(super) async fn method_not_allowed() -> Response {
    let mut response = answer::error(
        StatusCode::METHOD_NOT_ALLOWED,
        Code::BadUserInput,
        "send a POST to /pictures",
    );
    response
        .headers_mut()
        .insert(header::ALLOW, HeaderValue::from_static("POST"));
    response
}

/// Why the bytes did not all arrive.
pub(super) enum Broken {
    TooLarge,
    WrongType,
    /// Not a form with one file.
    Form,
    /// The connection ended, or nothing came for too long.
    Lost,
}

pub(super) fn language(headers: &HeaderMap) -> Language {
    let accepted = headers.get(header::ACCEPT_LANGUAGE);
    let accepted = accepted.and_then(|value| value.to_str().ok());
    accepted.map_or(Language::Vi, Language::from_accept_language)
}

/// How many bytes the request says it has.
pub(super) fn announced(headers: &HeaderMap) -> Option<usize> {
    let length = headers.get(header::CONTENT_LENGTH)?;
    length.to_str().ok()?.parse().ok()
}

pub(super) fn essence(headers: &HeaderMap) -> String {
    let given = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let essence = given.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

/// The body, until nothing comes for so long: who only keeps a connection open
/// must not keep the room of a picture.
pub(super) fn paced(body: Body, pause: Duration) -> Body {
    Body::from_stream(stream::try_unfold(
        body.into_data_stream(),
        move |mut body| async move {
            let next = tokio::time::timeout(pause, body.next()).await;
            let next = next.map_err(axum::Error::new)?.transpose()?;
            Ok::<_, axum::Error>(next.map(|chunk| (chunk, body)))
        },
    ))
}

/// The body, of so many bytes at most: in one piece from the beginning, because
/// one that grows is there twice while it does.
pub(super) async fn read(body: Body, most: usize) -> Result<Vec<u8>, Broken> {
    let mut stream = body.into_data_stream();
    let mut bytes = Vec::with_capacity(most);
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| Broken::Lost)?;
        if bytes.len() + chunk.len() > most {
            return Err(Broken::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// The only file of a form; whatever it calls itself is not read.
async fn form(headers: &HeaderMap, body: Body, place: Place) -> Result<(Place, Vec<u8>), Broken> {
    let mut request = Request::new(body);
    *request.headers_mut() = headers.clone();
    // Without a limit of its own a form may have no more than two megabytes.
    DefaultBodyLimit::max(place.bytes() + AROUND_FILE).apply(&mut request);
    let form = Multipart::from_request(request, &()).await;
    let mut form = form.map_err(|_| Broken::Form)?;
    let field = form.next_field().await.map_err(|_| Broken::Form)?;
    let mut field = field.ok_or(Broken::Form)?;
    let media_type = field.content_type().unwrap_or_default().to_owned();
    let place = place.of_type(&media_type).ok_or(Broken::WrongType)?;
    let mut bytes = Vec::with_capacity(place.bytes());
    while let Some(chunk) = field.chunk().await.map_err(|_| Broken::Lost)? {
        if bytes.len() + chunk.len() > place.bytes() {
            return Err(Broken::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    drop(field);
    match form.next_field().await {
        Ok(None) => Ok((place, bytes)),
        _ => Err(Broken::Form),
    }
}

fn facts(picture: &Picture, base: &str) -> String {
    let renditions: Vec<_> = picture
        .renditions
        .iter()
        .map(|own| {
            json!({
                "url": format!("{base}/media/{}", own.path),
                "format": own.format.as_str(),
                "width": own.width,
                "height": own.height,
            })
        })
        .collect();
    json!({
        "id": picture.id.to_global().as_str(),
        "width": picture.width,
        "height": picture.height,
        "placeholder": picture.placeholder,
        "renditions": renditions,
    })
    .to_string()
}

/// A file that is no picture that is taken.
pub(super) fn refused_as(refusal: PictureRefusal, language: Language) -> Response {
    let status = match refusal {
        PictureRefusal::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        PictureRefusal::WrongType => return unsupported(refusal.message(language)),
        _ => StatusCode::BAD_REQUEST,
    };
    let body = json!({ "errors": [{
        "message": refusal.message(language),
        "extensions": { "code": Code::BadUserInput.as_str(), "reason": refusal.as_str() },
    }] });
    answer::json(status, body.to_string())
}

fn refused(error: &UploadPictureError, language: Language, id: &str) -> Response {
    match error {
        UploadPictureError::NotFound => {
            Refusal::new(Code::NotFound, "there is nothing like it to upload for").into_response()
        }
        UploadPictureError::Refused(refusal) => refused_as(*refusal, language),
        UploadPictureError::DayFull | UploadPictureError::OwnerFull => answer::error(
            StatusCode::TOO_MANY_REQUESTS,
            Code::RateLimited,
            language.pick(
                "Đã tải lên số ảnh tối đa.",
                "As many pictures as may be were uploaded.",
            ),
        ),
        UploadPictureError::Busy => unavailable("too many pictures at once, please try again"),
        UploadPictureError::Media(error) => {
            tracing::error!(%error, "a picture could not be stored");
            unavailable("the picture could not be stored, please try again")
        }
        UploadPictureError::Fault(error) => failed(error, id),
    }
}
