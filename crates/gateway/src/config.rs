//! What can be configured about transport, with the limits of the public
//! profile as defaults.

use axum::http::HeaderValue;
use ipnet::IpNet;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

/// How the gateway serves.
#[derive(Clone, Debug)]
pub struct GatewayConfig {
    /// The address that clients reach the service by, without a trailing
    /// slash: the base of links in answers.
    pub public_url: String,
    /// The folder behind `/media/`.
    pub media_folder: PathBuf,
    /// Serves GraphiQL at `/graphiql`.
    pub graphiql: bool,
    /// Answers introspection queries.
    pub introspection: bool,
    /// Honours `X-Debug-Statements: 1`.
    pub debug: bool,
    /// The most bytes that a request's body may have.
    pub body_limit: usize,
    /// How long a request may take, from its first byte to its answer.
    pub timeout: Duration,
    /// How long a connection may take to send the head of a request; one that
    /// is kept open between requests is closed after that, too.
    pub header_timeout: Duration,
    /// Open connections; those beyond wait to be accepted.
    pub connections: usize,
    /// Requests of one client address; `None` for no limit.
    pub rate: Option<Rate>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Origins of web pages that may call the API from a browser.
    pub allowed_origins: Vec<HeaderValue>,
    /// Limits of one document.
    pub limits: Limits,
    /// How long the service keeps serving after it reported itself not ready,
    /// so that a balancer notices first.
    pub drain_delay: Duration,
    /// How long requests in flight may take to finish after that.
    pub grace: Duration,
}

/// How many requests one client address may send.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    /// Sustained, per second.
    pub per_second: NonZeroU32,
    /// At once, after a rest.
    pub burst: NonZeroU32,
}

/// Limits of one GraphQL document, all inclusive.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of the document.
    pub document: usize,
    /// Fields below each other.
    pub depth: usize,
    /// Fields times page sizes.
    pub cost: u64,
    /// Aliases, after fragments are written out.
    pub aliases: usize,
    /// Directives on one selection.
    pub directives: usize,
    /// Selections beside each other.
    pub selections: usize,
    /// Items of one list among the inputs.
    pub list_items: usize,
    /// Root fields of one mutation; those that move money stand alone.
    pub mutations: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            document: 16 * 1024,
            depth: 12,
            cost: 5_000,
            aliases: 30,
            directives: 5,
            selections: 100,
            list_items: 250,
            mutations: 4,
        }
    }
}

impl Default for GatewayConfig {
    fn default() -> Self {
        Self {
            public_url: "http://127.0.0.1:8080".to_owned(),
            media_folder: PathBuf::from("media"),
            graphiql: false,
            introspection: false,
            debug: false,
            body_limit: 256 * 1024,
            timeout: Duration::from_secs(15),
            header_timeout: Duration::from_secs(30),
            connections: 4096,
            rate: None,
            trusted_proxies: Vec::new(),
            allowed_origins: Vec::new(),
            limits: Limits::default(),
            drain_delay: Duration::from_secs(5),
            grace: Duration::from_secs(30),
        }
    }
}
