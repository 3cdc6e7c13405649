//! `POST /files` takes a file, `GET /files/{id}` gives one back to its owner,
//! and a dossier's document to whoever may see the dossier.
//! The body is the file itself and goes to the disk as it comes.

use super::graphql::{authenticate, too_many};
use super::observe::RequestId;
use super::{Gateway, answer};
use crate::admission::Refusal;
use crate::errors::Code;
use crate::schema::global_id::GlobalId;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use files::{
    MAX_BYTES_A_DAY, MAX_FILES_A_DAY, MediaType, NewFile, Purpose, ReadFileError, StoreFileError,
    StoredFile, Upload,
};
use futures::StreamExt;
use kernel::{Actor, FileId};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::io::ReaderStream;

/// How long an upload may take as a whole: 20 MB at half a megabit a second,
/// an archive of 200 MB at two.
fn longest(purpose: Purpose) -> Duration {
    match purpose {
        Purpose::PictureArchive => Duration::from_secs(830),
        _ => Duration::from_secs(330),
    }
}

/// What follows a refusal is read and dropped up to this many bytes, so that a
/// client that sends first and reads later gets its answer.
const DRAIN: usize = 2 * 1024 * 1024;

/// `POST /files?purpose=…&name=…`.
pub(super) async fn post(State(gateway): State<Arc<Gateway>>, request: Request) -> Response {
    let query = request.uri().query().unwrap_or_default().to_owned();
    let (actor, id, headers, body) = match enter(&gateway, request).await {
        Ok(entered) => entered,
        Err(response) => return *response,
    };
    let new = match described(&query, &headers) {
        Ok(new) => new,
        Err(response) => return *response,
    };
    let announced = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let purpose = new.purpose;
    let refused = |error: &StoreFileError| refused(error, purpose, &id);
    if announced.is_some_and(|bytes| bytes > purpose.max_bytes()) {
        drain(body).await;
        return refused(&StoreFileError::TooLarge);
    }
    let mut upload = match gateway.services.files.upload(&actor, new).await {
        Ok(upload) => upload,
        Err(error) => {
            drain(body).await;
            return refused(&error);
        }
    };
    let pause = gateway.services.config.timeout;
    let received = tokio::time::timeout(longest(purpose), receive(&mut upload, body, pause)).await;
    match received {
        Ok(Ok(())) => {}
        Ok(Err(Broken::Refused(error))) => return refused(&error),
        Ok(Err(Broken::Lost)) => return bad("the body ended too early"),
        Ok(Err(Broken::Slow)) | Err(_) => {
            return answer::error(
                StatusCode::REQUEST_TIMEOUT,
                Code::BadUserInput,
                "the file took too long",
            );
        }
    }
    match upload.finish().await {
        Ok(stored) => answer::json(StatusCode::CREATED, facts(&stored)),
        Err(error) => refused(&error),
    }
}

/// `GET /files/{id}`, for its owner; and for whom the programme lets, because
/// the file is a dossier's document. Everybody else learns nothing.
pub(super) async fn get(
    State(gateway): State<Arc<Gateway>>,
    Path(file): Path<String>,
    request: Request,
) -> Response {
    let (actor, id, ..) = match enter(&gateway, request).await {
        Ok(entered) => entered,
        Err(response) => return *response,
    };
    let Ok(file) = FileId::from_global(&async_graphql::ID(file)) else {
        return answer::not_found().await;
    };
    let files = &gateway.services.files;
    let may = match files.owned(&actor, file).await {
        Ok(Some(_)) => Ok(true),
        Ok(None) => {
            let programme = &gateway.services.programme;
            programme.may_read_document(&actor, file).await
        }
        Err(error) => Err(error),
    };
    match may {
        Ok(true) => {}
        Ok(false) => return answer::not_found().await,
        Err(error) => return failed(&error, &id),
    }
    match files.open(file).await {
        Ok((stored, content)) => attachment(&stored, content),
        Err(ReadFileError::NotFound) => answer::not_found().await,
        Err(ReadFileError::Fault(error)) => failed(&error, &id),
        Err(error @ (ReadFileError::Damaged(_) | ReadFileError::Disk(_))) => {
            tracing::error!(%error, "a stored file cannot be read");
            answer::internal(&id)
        }
    }
}

/// Whatever else is asked of `/files`.
pub(super) async fn method_not_allowed() -> Response {
    let mut response = answer::error(
        StatusCode::METHOD_NOT_ALLOWED,
        Code::BadUserInput,
        "send a POST to /files, or a GET to /files/{id}",
    );
    response
        .headers_mut()
        .insert(header::ALLOW, HeaderValue::from_static("POST, GET"));
    response
}

/// Counts the request and tells who sends it, known or not.
pub(super) async fn arrive(
    gateway: &Gateway,
    request: Request,
) -> Result<(Actor, Arc<str>, HeaderMap, Body), Box<Response>> {
    gateway
        .clients
        .admit(request.extensions(), request.headers())
        .map_err(|wait| Box::new(too_many(wait)))?;
    let (parts, body) = request.into_parts();
    let id = parts
        .extensions
        .get::<RequestId>()
        .map_or_else(|| Arc::from(""), |id| id.0.clone());
    let (actor, _) = authenticate(gateway, &parts.headers, &id).await?;
    Ok((actor, id, parts.headers, body))
}

/// The same for who must be signed in.
pub(super) async fn enter(
    gateway: &Gateway,
    request: Request,
) -> Result<(Actor, Arc<str>, HeaderMap, Body), Box<Response>> {
    let arrived = arrive(gateway, request).await?;
    known(&arrived.0)?;
    Ok(arrived)
}

/// What is answered where somebody must be signed in and is not.
pub(super) fn known(actor: &Actor) -> Result<(), Box<Response>> {
    match actor.account_id() {
        Some(_) => Ok(()),
        None => {
            let refusal = Refusal::new(Code::Unauthenticated, "sign in to use files");
            Err(Box::new(refusal.into_response()))
        }
    }
}

/// What the request says about its body: its purpose and name in the query,
/// its type as the content type.
fn described(query: &str, headers: &HeaderMap) -> Result<NewFile, Box<Response>> {
    let parameter = |wanted: &str| {
        form_urlencoded::parse(query.as_bytes())
            .find(|(name, _)| name == wanted)
            .map(|(_, value)| value.into_owned())
    };
    let purpose = parameter("purpose").as_deref().and_then(Purpose::parse);
    let purpose = purpose
        .filter(|purpose| purpose.is_uploaded())
        .ok_or_else(|| {
            Box::new(bad(
                "purpose: DOSSIER_DOCUMENT, REGISTER_IMPORT, LISTING_IMPORT or PICTURE_ARCHIVE",
            ))
        })?;
    if headers
        .get(header::CONTENT_ENCODING)
        .is_some_and(|encoding| encoding != "identity")
    {
        return Err(Box::new(unsupported("the body must not be compressed")));
    }
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    let essence = content_type.split(';').next().unwrap_or("").trim();
    let media_type = MediaType::parse(essence).ok_or_else(|| {
        Box::new(unsupported(
            "the content type must be that of PDF, JPEG, PNG, CSV, XLSX or ZIP",
        ))
    })?;
    Ok(NewFile {
        purpose,
        name: parameter("name").unwrap_or_default(),
        media_type,
    })
}

/// Why the bytes did not all arrive.
enum Broken {
    /// They are not wanted.
    Refused(StoreFileError),
    /// The connection ended.
    Lost,
    /// Nothing came for too long.
    Slow,
}

async fn receive(upload: &mut Upload, body: Body, pause: Duration) -> Result<(), Broken> {
    let mut stream = body.into_data_stream();
    loop {
        let next = tokio::time::timeout(pause, stream.next()).await;
        let Some(chunk) = next.map_err(|_| Broken::Slow)? else {
            return Ok(());
        };
        let chunk = chunk.map_err(|_| Broken::Lost)?;
        if let Err(error) = upload.write(&chunk).await {
            drain(Body::from_stream(stream)).await;
            return Err(Broken::Refused(error));
        }
    }
}

/// Reads and drops the start of a body that nobody wants.
async fn drain(body: Body) {
    let mut stream = body.into_data_stream();
    let mut seen = 0;
    let drained = async {
        while let Some(Ok(chunk)) = stream.next().await {
            seen += chunk.len();
            if seen > DRAIN {
                break;
            }
        }
    };
    let _ = tokio::time::timeout(Duration::from_secs(5), drained).await;
}

/// The facts of a file as its owner sees them.
fn facts(stored: &StoredFile) -> String {
    json!({
        "id": stored.id.to_global().as_str(),
        "name": stored.name,
        "mediaType": stored.media_type.as_str(),
        "bytes": stored.bytes,
        "sha256": stored.sha256,
    })
    .to_string()
}

/// The file to be saved, never to be shown: nobody else's page may run here.
fn attachment(stored: &StoredFile, content: tokio::fs::File) -> Response {
    let Some(disposition) = save_as(&stored.name) else {
        return answer::internal("");
    };
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static(stored.media_type.as_str()),
        ),
        (header::CONTENT_LENGTH, HeaderValue::from(stored.bytes)),
        (header::CONTENT_DISPOSITION, disposition),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-store"),
        ),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("default-src 'none'; sandbox"),
        ),
    ];
    (headers, Body::from_stream(ReaderStream::new(content))).into_response()
}

/// That a file is to be saved, and its name in full (RFC 8187); clients that do
/// not know it make their own.
pub(super) fn save_as(name: &str) -> Option<HeaderValue> {
    let name = utf8_percent_encode(name, NON_ALPHANUMERIC);
    HeaderValue::from_str(&format!("attachment; filename*=UTF-8''{name}")).ok()
}

pub(super) fn bad(message: &str) -> Response {
    answer::error(StatusCode::BAD_REQUEST, Code::BadUserInput, message)
}

pub(super) fn unsupported(message: &str) -> Response {
    answer::error(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Code::BadUserInput,
        message,
    )
}

/// A database error, in the shape of every other.
pub(super) fn failed(error: &sea_orm::DbErr, id: &str) -> Response {
    match db::classify(error) {
        db::Fault::Unavailable | db::Fault::Retryable => {
            tracing::warn!(%error, "the database cannot answer");
            unavailable("the service cannot answer now, please try again")
        }
        db::Fault::Duplicate | db::Fault::Constraint | db::Fault::Other => {
            tracing::error!(%error, "a database error");
            answer::internal(id)
        }
    }
}

pub(super) fn unavailable(message: &str) -> Response {
    answer::error(StatusCode::SERVICE_UNAVAILABLE, Code::Unavailable, message)
}

/// Why a file was not stored, as the client sees it.
fn refused(error: &StoreFileError, purpose: Purpose, id: &str) -> Response {
    match error {
        StoreFileError::NotSignedIn => {
            Refusal::new(Code::Unauthenticated, "sign in to use files").into_response()
        }
        StoreFileError::NotAllowed => Refusal::new(
            Code::Forbidden,
            "your roles do not allow uploading for this purpose",
        )
        .into_response(),
        StoreFileError::InvalidName => bad("name: a file name is needed"),
        StoreFileError::WrongType => unsupported(match purpose {
            Purpose::PictureArchive => "the purpose takes ZIP only",
            Purpose::DossierDocument => "the purpose takes no archives",
            _ => "the purpose takes CSV and XLSX only",
        }),
        StoreFileError::WrongContent => {
            unsupported("the file's first bytes are not those of its content type")
        }
        StoreFileError::Empty => bad("the file is empty"),
        StoreFileError::TooLarge => answer::error(
            StatusCode::PAYLOAD_TOO_LARGE,
            Code::BadUserInput,
            &format!("the file has more than {} bytes", purpose.max_bytes()),
        ),
        StoreFileError::DayFull => answer::error(
            StatusCode::TOO_MANY_REQUESTS,
            Code::RateLimited,
            &format!("at most {MAX_FILES_A_DAY} files and {MAX_BYTES_A_DAY} bytes a day"),
        ),
        StoreFileError::Busy => unavailable("too many uploads at once, please try again"),
        StoreFileError::Disk(error) => {
            tracing::error!(%error, "a file could not be written");
            answer::internal(id)
        }
        StoreFileError::Fault(error) => failed(error, id),
    }
}
