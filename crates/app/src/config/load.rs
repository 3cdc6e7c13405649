//! Reads the layers of configuration: defaults, file, environment, flags; and
//! says in one line what is wrong with them, and where.

use super::environment::Environment;
use super::{Config, MailTransport, MediaStore, SearchEngine};
use crate::failure::Failure;
use figment::Figment;
use figment::error::Kind;
use figment::providers::{Format, Serialized, Toml};
use secrecy::ExposeSecret;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// What the command line says over everything else.
#[derive(clap::Args, Clone, Debug, Default)]
pub(crate) struct Overrides {
    /// Configuration file; see deploy/ocop.example.toml.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Folder of the pictures, the search index, and the SQLite file where no
    /// database is named.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) data_dir: Option<PathBuf>,
    /// Port to listen on; 0 for any free one.
    #[arg(long)]
    pub(crate) port: Option<u16>,
    /// Address and port to listen on.
    #[arg(long, value_name = "ADDRESS", conflicts_with = "port")]
    pub(crate) listen: Option<SocketAddr>,
    /// sqlite:PATH or postgres://user:password@host:5432/name
    #[arg(long, value_name = "URL", hide_env_values = true)]
    pub(crate) database_url: Option<String>,
}

impl Overrides {
    pub(crate) fn apply(&self, config: &mut Config) {
        if let Some(folder) = &self.data_dir {
            config.storage.data_dir.clone_from(folder);
        }
        if let Some(listen) = self.listen {
            config.server.listen = listen;
        }
        if let Some(port) = self.port {
            config.server.listen.set_port(port);
        }
        if let Some(url) = &self.database_url {
            config.database.url = Some(url.clone());
        }
    }
}

/// Loads the configuration from the file that the flags name, the process's
/// environment, and the flags.
pub(crate) fn load(flags: &Overrides) -> Result<Config, Failure> {
    load_from(flags, std::env::vars_os().filter_map(text))
}

fn text((name, value): (std::ffi::OsString, std::ffi::OsString)) -> Option<(String, String)> {
    Some((name.into_string().ok()?, value.into_string().ok()?))
}

pub(super) fn load_from(
    flags: &Overrides,
    environment: impl Iterator<Item = (String, String)>,
) -> Result<Config, Failure> {
    let defaults = Config::defaults().map_err(|error| describe(&error))?;
    let mut layers = Figment::from(Serialized::defaults(Config::default()));
    if let Some(file) = &flags.config {
        layers = layers.merge(Toml::string(&read(file)?));
    }
    let from_file = layers
        .extract::<Config>()
        .map_err(|error| name_file(describe(&error), flags));
    from_file?;
    let mut config: Config = layers
        .merge(Environment::new(environment, defaults))
        .extract()
        .map_err(|error| describe(&error).at("the environment"))?;
    flags.apply(&mut config);
    check(&config)?;
    Ok(config)
}

fn read(file: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(file)
        .map_err(|error| Failure::new(format!("--config: {}: {error}", file.display())))
}

fn name_file(failure: Failure, flags: &Overrides) -> Failure {
    match &flags.config {
        Some(file) => failure.at(file.display()),
        None => failure,
    }
}

/// One line: the key, and what is wrong with it.
fn describe(error: &figment::Error) -> Failure {
    let mut path = error.path.clone();
    let reason = match &error.kind {
        Kind::UnknownField(field, known) => {
            if path.last() != Some(field) {
                path.push(field.clone());
            }
            format!("unknown key; known are {}", known.join(", "))
        }
        Kind::UnknownVariant(value, known) => {
            format!("{value:?} is none of {}", known.join(", "))
        }
        Kind::InvalidType(found, expected) => format!("found {found}, expected {expected}"),
        Kind::InvalidValue(found, expected) => format!("{found} is no value; expected {expected}"),
        Kind::Message(message) => first_and_last(message),
        kind => kind.to_string(),
    };
    if path.is_empty() {
        Failure::new(reason)
    } else {
        Failure::new(format!("{}: {reason}", path.join(".")))
    }
}

/// A parser's drawing of where it stumbled as one line: the place, and what.
fn first_and_last(message: &str) -> String {
    let mut lines = message
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty());
    match (lines.next(), lines.next_back()) {
        (Some(first), Some(last)) => format!("{first}: {last}"),
        (Some(only), None) => only.to_owned(),
        (None, _) => message.to_owned(),
    }
}

/// What no type can say.
fn check(config: &Config) -> Result<(), Failure> {
    let url = &config.server.public_url;
    if !(url.starts_with("http://") || url.starts_with("https://")) {
        return Err(Failure::new(format!(
            "server.public_url: {url:?} does not begin with http:// or https://"
        )));
    }
    let missing =
        |key: &str, because: &str| Failure::new(format!("{key}: is needed, because {because}"));
    let empty = |value: &Option<String>| value.as_deref().is_none_or(|text| text.trim().is_empty());
    if config.search.engine == SearchEngine::Meilisearch {
        const URL: &str = "search.meilisearch_url";
        if empty(&config.search.meilisearch_url) {
            return Err(missing(URL, "search.engine is \"meilisearch\""));
        }
        let url = config.search.meilisearch_url.as_deref().unwrap_or_default();
        let (scheme, rest) = url.trim().split_once("://").unwrap_or_default();
        if !matches!(scheme, "http" | "https") || rest.is_empty() {
            return Err(Failure::new(format!(
                "{URL}: must begin with http:// or https://"
            )));
        }
        // It would be logged; the server knows keys alone.
        if rest.contains('@') {
            return Err(Failure::new(format!(
                "{URL}: must carry no password; the key goes into search.meilisearch_key"
            )));
        }
    }
    if config.media.store == MediaStore::Bucket {
        let media = &config.media;
        let secret = media.secret_key.as_ref().map(ExposeSecret::expose_secret);
        let secret = secret.map(str::to_owned);
        for (key, value) in [
            ("media.bucket", &media.bucket),
            ("media.endpoint", &media.endpoint),
            ("media.access_key", &media.access_key),
            ("media.secret_key", &secret),
        ] {
            if empty(value) {
                return Err(missing(key, "media.store is \"bucket\""));
            }
        }
        let endpoint = media.endpoint.as_deref().unwrap_or_default().trim();
        let (scheme, host) = endpoint.split_once("://").unwrap_or_default();
        let host = host.trim_end_matches('/');
        // A path would be signed in one place and not in the other.
        let plain = !host.is_empty() && !host.contains(['/', '@', '?', '#']);
        if !matches!(scheme, "http" | "https") || !plain {
            return Err(Failure::new(
                "media.endpoint: must be http:// or https:// and a host, without a path".to_owned(),
            ));
        }
        let bucket = media.bucket.as_deref().unwrap_or_default();
        let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c);
        if !(3..=63).contains(&bucket.len()) || !bucket.chars().all(letter) {
            return Err(Failure::new(format!(
                "media.bucket: {bucket:?} must be 3 to 63 small letters, digits, - and ."
            )));
        }
    }
    if config.mail.transport == MailTransport::Smtp && empty(&config.mail.smtp_url) {
        return Err(missing("mail.smtp_url", "mail.transport is \"smtp\""));
    }
    let name = &config.search.index_name;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if name.is_empty() || name.len() > 100 || !name.chars().all(plain) {
        return Err(Failure::new(format!(
            "search.index_name: {name:?} must be of letters, digits, - and _"
        )));
    }
    if !config.server.public_url.is_ascii() {
        return Err(Failure::new("server.public_url: must be ASCII"));
    }
    Ok(())
}
