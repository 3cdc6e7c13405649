//! A bucket that speaks S3, over the one HTTP client and TLS of this program:
//! the store's own client would bring a second one.

use async_trait::async_trait;
use http_body_util::BodyExt;
use object_store::aws::AmazonS3Builder;
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse,
    HttpResponseBody, HttpService,
};
use object_store::{BackoffConfig, ClientOptions, ObjectStore, RetryConfig};
use secrecy::{ExposeSecret, SecretString};
use std::sync::Arc;
use std::time::Duration;

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(3);
/// How long one request may take: ten megabytes at a few megabits a second.
const REQUEST: Duration = Duration::from_secs(20);
/// How often a request that failed is made again …
const RETRIES: usize = 2;
/// … and for how long all of them together.
const ALTOGETHER: Duration = Duration::from_secs(25);

/// How to reach a bucket.
#[derive(Clone, Debug)]
pub struct BucketConfig {
    /// Its name.
    pub name: String,
    /// Where the service is: `https://` or `http://`, a host, and maybe a port.
    pub endpoint: String,
    /// Its region.
    pub region: String,
    /// The name of the key.
    pub access_key: String,
    /// The key.
    pub secret_key: SecretString,
    /// Whether the bucket's name stands in the path, and not before the host.
    pub path_style: bool,
}

impl BucketConfig {
    /// Scheme, host and path of the bucket, without a slash at the end.
    pub(crate) fn address(&self) -> (&str, String, String) {
        let endpoint = self.endpoint.trim().trim_end_matches('/');
        let (scheme, host) = endpoint.split_once("://").unwrap_or(("https", endpoint));
        match self.path_style {
            true => (scheme, host.to_owned(), format!("/{}", self.name)),
            false => (scheme, format!("{}.{host}", self.name), String::new()),
        }
    }
}

/// The bucket as a store.
pub(crate) fn open(config: &BucketConfig) -> Result<Arc<dyn ObjectStore>, object_store::Error> {
    let (scheme, host, _) = config.address();
    let retry = RetryConfig {
        backoff: BackoffConfig {
            init_backoff: Duration::from_millis(100),
            max_backoff: Duration::from_secs(2),
            base: 2.0,
        },
        max_retries: RETRIES,
        retry_timeout: ALTOGETHER,
    };
    let store = AmazonS3Builder::new()
        .with_bucket_name(&config.name)
        // With its name before the host, the host is the bucket's own.
        .with_endpoint(format!("{scheme}://{host}"))
        .with_region(&config.region)
        .with_access_key_id(&config.access_key)
        .with_secret_access_key(config.secret_key.expose_secret())
        .with_virtual_hosted_style_request(!config.path_style)
        .with_allow_http(scheme == "http")
        // One by one: not every service knows the other way.
        .with_disable_bulk_delete(true)
        .with_retry(retry)
        .with_http_connector(Connector)
        .build()?;
    Ok(Arc::new(store))
}

/// Gives the store its client.
#[derive(Debug)]
struct Connector;

impl HttpConnector for Connector {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        let client = reqwest::Client::builder()
            .connect_timeout(CONNECT)
            .timeout(REQUEST)
            // A bucket that sends elsewhere is not ours.
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build();
        let client = client.map_err(|error| object_store::Error::Generic {
            store: "S3",
            source: Box::new(error),
        })?;
        Ok(HttpClient::new(Transport(client)))
    }
}

#[derive(Debug)]
struct Transport(reqwest::Client);

#[async_trait]
impl HttpService for Transport {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let (parts, body) = request.into_parts();
        let url = reqwest::Url::parse(&parts.uri.to_string())
            .map_err(|error| HttpError::new(HttpErrorKind::Unknown, error))?;
        let mut request = reqwest::Request::new(parts.method, url);
        *request.headers_mut() = parts.headers;
        *request.body_mut() = Some(body.collect().await?.to_bytes().into());
        let answer = self.0.execute(request).await.map_err(failed)?;
        let (parts, body) = http::Response::from(answer).into_parts();
        let body = HttpResponseBody::new(body.map_err(failed));
        Ok(HttpResponse::from_parts(parts, body))
    }
}

/// What kind of failure it was, which decides whether the request is made
/// again.
fn failed(error: reqwest::Error) -> HttpError {
    let kind = if error.is_timeout() {
        HttpErrorKind::Timeout
    } else if error.is_connect() {
        HttpErrorKind::Connect
    } else if error.is_request() || error.is_body() {
        HttpErrorKind::Interrupted
    } else if error.is_decode() {
        HttpErrorKind::Decode
    } else {
        HttpErrorKind::Unknown
    };
    // Addresses are in the store's own error, where they hold no secret.
    HttpError::new(kind, error.without_url())
}
