//! What can be configured. `deploy/ocop.example.toml` explains every key to
//! operators; a test holds it against the defaults here.

mod environment;
mod load;
mod secret;

use figment::value::Value;
use ipnet::IpNet;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use std::num::{NonZeroU32, NonZeroU64, NonZeroUsize};
use std::path::PathBuf;
use std::time::Duration;

pub(crate) use load::{Overrides, load};
pub(crate) use secret::{SecretKey, demonstration_key};

/// The whole configuration.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Config {
    pub(crate) server: Server,
    pub(crate) database: Database,
    pub(crate) security: Security,
    pub(crate) storage: Storage,
    pub(crate) media: MediaConfig,
    pub(crate) search: SearchConfig,
    pub(crate) mail: Mail,
    pub(crate) payments: PaymentsConfig,
    pub(crate) jobs: Jobs,
    pub(crate) limits: Limits,
}

/// Transport.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Server {
    pub(crate) listen: SocketAddr,
    pub(crate) public_url: String,
    pub(crate) trusted_proxies: Vec<IpNet>,
    pub(crate) request_timeout_seconds: NonZeroU64,
    pub(crate) header_timeout_seconds: NonZeroU64,
    pub(crate) shutdown_grace_seconds: u64,
    pub(crate) graphiql: bool,
    pub(crate) introspection: bool,
    pub(crate) log_format: LogFormat,
}

/// How log lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LogFormat {
    Json,
    Text,
}

/// The database.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Database {
    /// A SQLite file in the data folder where left out.
    pub(crate) url: Option<String>,
    pub(crate) read_replica_url: Option<String>,
    pub(crate) max_connections: NonZeroU32,
    pub(crate) acquire_timeout_seconds: NonZeroU64,
    /// See [`db::DbConfig::durable`]; nothing that an operator could set.
    #[serde(skip, default = "yes")]
    pub(crate) durable: bool,
}

const fn yes() -> bool {
    true
}

/// Secrets.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Security {
    #[serde(serialize_with = "hidden")]
    pub(crate) secret_key: SecretString,
}

/// Defaults are shown to the loader without what they hide.
fn hidden<S: serde::Serializer>(_: &SecretString, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str("")
}

fn left_out<S: serde::Serializer>(
    _: &Option<SecretString>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_none()
}

/// Files.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Storage {
    pub(crate) data_dir: PathBuf,
}

/// Where the bytes of pictures lie.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct MediaConfig {
    pub(crate) store: MediaStore,
    pub(crate) bucket: Option<String>,
    pub(crate) endpoint: Option<String>,
    pub(crate) region: String,
    pub(crate) access_key: Option<String>,
    #[serde(serialize_with = "left_out")]
    pub(crate) secret_key: Option<SecretString>,
    pub(crate) path_style: bool,
}

/// What pictures lie in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum MediaStore {
    Folder,
    Bucket,
}

/// The search engine.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct SearchConfig {
    pub(crate) engine: SearchEngine,
    pub(crate) meilisearch_url: Option<String>,
    #[serde(serialize_with = "left_out")]
    pub(crate) meilisearch_key: Option<SecretString>,
    pub(crate) index_name: String,
}

/// Which search engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum SearchEngine {
    Tantivy,
    Meilisearch,
}

/// Outgoing mail.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Mail {
    pub(crate) transport: MailTransport,
    pub(crate) from: String,
    pub(crate) smtp_url: Option<String>,
}

/// How mail leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum MailTransport {
    File,
    Smtp,
}

/// Payment providers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct PaymentsConfig {
    pub(crate) sandbox: bool,
}

/// The queue.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Jobs {
    pub(crate) workers: NonZeroUsize,
    pub(crate) poll_milliseconds: NonZeroU64,
    pub(crate) in_process: bool,
}

/// Limits of one request and of one client.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Limits {
    pub(crate) body_bytes: NonZeroUsize,
    pub(crate) query_depth: NonZeroUsize,
    pub(crate) query_cost: NonZeroU64,
    pub(crate) aliases: usize,
    /// Open at a time, per process.
    pub(crate) connections: NonZeroUsize,
    /// 0 for no limit.
    pub(crate) requests_per_minute: u32,
}

/// A literal that is not zero.
macro_rules! nonzero {
    ($kind:ident, $number:literal) => {
        const {
            match $kind::new($number) {
                Some(number) => number,
                None => $kind::MIN,
            }
        }
    };
}

impl Default for Server {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            public_url: "http://localhost:8080".to_owned(),
            trusted_proxies: Vec::new(),
            request_timeout_seconds: nonzero!(NonZeroU64, 10),
            header_timeout_seconds: nonzero!(NonZeroU64, 30),
            shutdown_grace_seconds: 25,
            graphiql: false,
            introspection: false,
            log_format: LogFormat::Json,
        }
    }
}

impl Default for Database {
    fn default() -> Self {
        Self {
            url: None,
            read_replica_url: None,
            max_connections: nonzero!(NonZeroU32, 20),
            acquire_timeout_seconds: nonzero!(NonZeroU64, 5),
            durable: yes(),
        }
    }
}

impl Default for Storage {
    fn default() -> Self {
        Self {
            data_dir: PathBuf::from("/var/lib/ocop"),
        }
    }
}

impl Default for MediaConfig {
    fn default() -> Self {
        Self {
            store: MediaStore::Folder,
            bucket: None,
            endpoint: None,
            region: "us-east-1".to_owned(),
            access_key: None,
            secret_key: None,
            path_style: true,
        }
    }
}

impl MediaConfig {
    /// How to reach the bucket; `None` where pictures lie in a folder.
    pub(crate) fn bucket(&self) -> Option<pictures::BucketConfig> {
        let text = |own: &Option<String>| own.as_deref().unwrap_or_default().trim().to_owned();
        (self.store == MediaStore::Bucket).then(|| pictures::BucketConfig {
            name: text(&self.bucket),
            endpoint: text(&self.endpoint),
            region: self.region.clone(),
            access_key: text(&self.access_key),
            secret_key: self.secret_key.clone().unwrap_or_default(),
            path_style: self.path_style,
        })
    }
}

impl Default for SearchConfig {
    fn default() -> Self {
        Self {
            engine: SearchEngine::Tantivy,
            meilisearch_url: None,
            meilisearch_key: None,
            index_name: "products".to_owned(),
        }
    }
}

impl Default for Mail {
    fn default() -> Self {
        Self {
            transport: MailTransport::File,
            from: "OCOP <no-reply@localhost>".to_owned(),
            smtp_url: None,
        }
    }
}

impl Default for Jobs {
    fn default() -> Self {
        Self {
            workers: nonzero!(NonZeroUsize, 4),
            poll_milliseconds: nonzero!(NonZeroU64, 250),
            in_process: true,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: nonzero!(NonZeroUsize, 262_144),
            query_depth: nonzero!(NonZeroUsize, 12),
            query_cost: nonzero!(NonZeroU64, 5_000),
            aliases: 30,
            connections: nonzero!(NonZeroUsize, 4096),
            requests_per_minute: 600,
        }
    }
}

impl Config {
    /// How to reach the database.
    pub(crate) fn db(&self) -> db::DbConfig {
        let file = self.storage.data_dir.join("ocop.sqlite");
        let url = self.database.url.clone();
        db::DbConfig {
            url: url.unwrap_or_else(|| format!("sqlite:{}", file.display())),
            replica_url: self.database.read_replica_url.clone(),
            max_connections: self.database.max_connections.get(),
            acquire_timeout: Duration::from_secs(self.database.acquire_timeout_seconds.get()),
            durable: self.database.durable,
        }
    }

    /// How the gateway serves.
    pub(crate) fn gateway(&self) -> gateway::GatewayConfig {
        let grace = Duration::from_secs(self.server.shutdown_grace_seconds);
        // A balancer that asks every few seconds notices within a part of it.
        let drain_delay = (grace / 5).min(Duration::from_secs(3));
        gateway::GatewayConfig {
            public_url: self.server.public_url.trim_end_matches('/').to_owned(),
            media_folder: self.storage.data_dir.join("media"),
            graphiql: self.server.graphiql,
            introspection: self.server.introspection,
            // Whoever may explore the schema may count its statements.
            debug: self.server.introspection,
            body_limit: self.limits.body_bytes.get(),
            timeout: Duration::from_secs(self.server.request_timeout_seconds.get()),
            header_timeout: Duration::from_secs(self.server.header_timeout_seconds.get()),
            connections: self.limits.connections.get(),
            rate: rate(self.limits.requests_per_minute),
            trusted_proxies: self.server.trusted_proxies.clone(),
            limits: gateway::Limits {
                depth: self.limits.query_depth.get(),
                cost: self.limits.query_cost.get(),
                aliases: self.limits.aliases,
                ..gateway::Limits::default()
            },
            drain_delay,
            grace: grace.saturating_sub(drain_delay),
            ..gateway::GatewayConfig::default()
        }
    }

    /// How the runner works.
    pub(crate) fn runner(&self) -> jobs::RunnerConfig {
        jobs::RunnerConfig {
            workers: self.jobs.workers.get(),
            poll: Duration::from_millis(self.jobs.poll_milliseconds.get()),
            ..jobs::RunnerConfig::default()
        }
    }

    /// The defaults as the loader sees them.
    #[allow(
        clippy::result_large_err,
        reason = "figment's own error, once per start"
    )]
    fn defaults() -> Result<Value, figment::Error> {
        Value::serialize(Self::default())
    }
}

/// So many a minute; a sixth of them at once, after a rest.
fn rate(per_minute: u32) -> Option<gateway::Rate> {
    let per_minute = NonZeroU32::new(per_minute)?;
    let part = |of: u32| NonZeroU32::new(per_minute.get().div_ceil(of)).unwrap_or(NonZeroU32::MIN);
    Some(gateway::Rate {
        per_second: part(60),
        burst: part(6),
    })
}

#[cfg(test)]
mod tests;
