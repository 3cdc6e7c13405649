//! A small S3 on the loopback: objects in memory. An address that was signed is
//! checked with what the request really says, as S3 does.

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use hmac::{Hmac, Mac};
use kernel::{Clock, SystemClock, Timestamp};
use pictures::BucketConfig;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Arc, Mutex};
use testkit::TestClock;

const BUCKET: &str = "ocop-media";
const ACCESS: &str = "AKIATEST";
const SECRET: &str = "s3cret";

/// A bucket that anybody's program may reach, and only ours may use.
#[derive(Clone)]
pub(crate) struct FakeS3 {
    objects: Arc<Mutex<BTreeMap<String, Vec<u8>>>>,
    /// By whose time addresses end.
    clock: TestClock,
    pub(crate) address: String,
}

impl FakeS3 {
    pub(crate) async fn start(clock: TestClock) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let own = Self {
            objects: Arc::default(),
            clock,
            address: format!("http://{}", listener.local_addr().unwrap()),
        };
        let app = axum::Router::new().fallback(answer).with_state(own.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        own
    }

    pub(crate) fn config(&self) -> BucketConfig {
        BucketConfig {
            name: BUCKET.to_owned(),
            endpoint: self.address.clone(),
            region: "ap-southeast-1".to_owned(),
            access_key: ACCESS.to_owned(),
            secret_key: SECRET.to_owned().into(),
            path_style: true,
        }
    }

    /// The names of everything in it.
    pub(crate) fn names(&self) -> Vec<String> {
        self.objects.lock().unwrap().keys().cloned().collect()
    }

    /// Puts something past all rules.
    pub(crate) fn smuggle(&self, name: &str, bytes: Vec<u8>) {
        self.objects.lock().unwrap().insert(name.to_owned(), bytes);
    }
}

async fn answer(State(s3): State<FakeS3>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let query = parts.uri.query().unwrap_or_default().to_owned();
    let path = parts.uri.path().to_owned();
    let allowed = match query.contains("X-Amz-Signature=") {
        true => signed(&s3, &parts.method, &path, &query, &parts.headers),
        false => {
            let expected = format!("AWS4-HMAC-SHA256 Credential={ACCESS}/");
            let given = parts.headers.get(header::AUTHORIZATION);
            given.is_some_and(|given| given.to_str().unwrap().starts_with(&expected))
        }
    };
    if !allowed {
        return StatusCode::FORBIDDEN.into_response();
    }
    let Some(name) = path.strip_prefix(&format!("/{BUCKET}")) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let name = name.trim_start_matches('/').to_owned();
    let bytes = to_bytes(body, 20_000_000).await.unwrap().to_vec();
    let mut objects = s3.objects.lock().unwrap();
    match parts.method {
        Method::PUT => {
            objects.insert(name, bytes);
            [(header::ETAG, "\"x\"")].into_response()
        }
        Method::DELETE => {
            objects.remove(&name);
            StatusCode::NO_CONTENT.into_response()
        }
        Method::GET if name.is_empty() => list(&objects, &query),
        Method::GET => match objects.get(&name) {
            Some(bytes) => {
                let headers = [
                    (header::ETAG, "\"x\""),
                    (header::LAST_MODIFIED, "Mon, 23 Nov 2026 00:00:00 GMT"),
                ];
                (headers, Body::from(bytes.clone())).into_response()
            }
            None => StatusCode::NOT_FOUND.into_response(),
        },
        _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
    }
}

fn list(objects: &BTreeMap<String, Vec<u8>>, query: &str) -> Response {
    let prefix = form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "prefix")
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default();
    let now = SystemClock.now().format("%Y-%m-%dT%H:%M:%S.000Z");
    let mut found = String::new();
    for (name, bytes) in objects.iter().filter(|(name, _)| name.starts_with(&prefix)) {
        write!(
            found,
            "<Contents><Key>{name}</Key><LastModified>{now}</LastModified><ETag>\"x\"</ETag>\
             <Size>{}</Size></Contents>",
            bytes.len()
        )
        .unwrap();
    }
    let text = format!(
        "<?xml version=\"1.0\"?><ListBucketResult><Name>{BUCKET}</Name><Prefix>{prefix}</Prefix>\
         <IsTruncated>false</IsTruncated>{found}</ListBucketResult>"
    );
    ([(header::CONTENT_TYPE, "application/xml")], text).into_response()
}

/// Whether the signature is that of the request as it came, and still holds.
fn signed(s3: &FakeS3, method: &Method, path: &str, query: &str, headers: &HeaderMap) -> bool {
    let (query, signature) = query.split_once("&X-Amz-Signature=").unwrap();
    let of = |wanted: &str| {
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        pairs
            .find(|(name, _)| name == wanted)
            .unwrap()
            .1
            .into_owned()
    };
    let (credential, instant) = (of("X-Amz-Credential"), of("X-Amz-Date"));
    let scope = credential.split_once('/').unwrap().1;
    let names = of("X-Amz-SignedHeaders");
    let said: String = names
        .split(';')
        .map(|name| {
            let value = headers
                .get(name)
                .map_or("", |value| value.to_str().unwrap());
            format!("{name}:{value}\n")
        })
        .collect();
    let canonical = format!("{method}\n{path}\n{query}\n{said}\n{names}\nUNSIGNED-PAYLOAD");
    let digest = hex::encode(Sha256::digest(canonical));
    let text = format!("AWS4-HMAC-SHA256\n{instant}\n{scope}\n{digest}");
    let mut key = format!("AWS4{SECRET}").into_bytes();
    for part in scope.split('/').chain([text.as_str()]) {
        let mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
        key = mac.chain_update(part).finalize().into_bytes().to_vec();
    }
    let begun = chrono::NaiveDateTime::parse_from_str(&instant, "%Y%m%dT%H%M%SZ").unwrap();
    let seconds: i64 = of("X-Amz-Expires").parse().unwrap();
    let until: Timestamp = begun.and_utc() + chrono::Duration::seconds(seconds);
    hex::encode(key) == signature && s3.clock.now() < until
}
