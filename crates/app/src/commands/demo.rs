//! `ocop demo`: a marketplace in a folder of its own, with one command.

use crate::config::{Config, LogFormat, demonstration_key};
use crate::failure::Failure;
use crate::profile::{self, Profile};
use crate::wiring::{self, House};
use crate::{End, place, seed, service, telemetry};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Marks a folder as a demonstration's, so that `--reset` removes no other.
const MARKER: &str = ".ocop-demo";

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Port to listen on; 0 for any free one.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Folder of the demonstration: database, search index, pictures, mails.
    #[arg(long, value_name = "FOLDER", default_value = "data/demo")]
    data_dir: PathBuf,
    /// A PostgreSQL database in the place of the SQLite file.
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
    /// Start over: removes what an earlier demonstration left in the folder.
    #[arg(long)]
    reset: bool,
}

pub(super) async fn run(options: Options) -> Result<End, Failure> {
    let config = config(&options);
    telemetry::log_service(LogFormat::Text);
    let folder = &options.data_dir;
    if options.reset {
        reset(folder)?;
    }
    place::folder(folder)?;
    let listener = place::listen(config.server.listen).await?;
    let address = listener.local_addr().unwrap_or(config.server.listen);
    let config = with_address(config, address);
    claim(folder)?;
    let secret = demonstration_key(&folder.join("secret"))?;
    let db = place::migrated_database(&config).await?;
    let engine = wiring::engine(&config).await?;
    let house = House::build(&config, db.clone(), engine, &secret, true)?;
    match profile::of(&db).await? {
        Profile::Demonstration => println!(
            "The demonstration in {} is there already.",
            folder.display()
        ),
        Profile::Live => {
            return Err(Failure::new(
                "database.url: holds real data; a demonstration needs a database of its own",
            ));
        }
        Profile::Unset => {
            println!("Setting up a demonstration in {} …", folder.display());
            seed::run(&house, &folder.join("media"), |line| println!("  {line}")).await?;
        }
    }
    welcome(&config.server.public_url);
    service::serve(&config, house, listener).await?;
    Ok(End::Done)
}

fn config(options: &Options) -> Config {
    let mut config = Config::default();
    config.storage.data_dir.clone_from(&options.data_dir);
    config.database.url.clone_from(&options.database_url);
    config.server.listen = SocketAddr::from(([127, 0, 0, 1], options.port));
    config.server.graphiql = true;
    config.server.introspection = true;
    config.server.log_format = LogFormat::Text;
    // One machine plays all shoppers.
    config.limits.requests_per_minute = 0;
    config.payments.sandbox = true;
    config
}

fn with_address(mut config: Config, address: SocketAddr) -> Config {
    config.server.listen = address;
    config.server.public_url = format!("http://{address}");
    config
}

/// Marks the folder, unless it is somebody else's.
fn claim(folder: &Path) -> Result<(), Failure> {
    let failed = |error: std::io::Error| {
        Failure::new(format!("storage.data_dir: {}: {error}", folder.display()))
    };
    let marker = folder.join(MARKER);
    if marker.exists() {
        return Ok(());
    }
    if std::fs::read_dir(folder).map_err(failed)?.next().is_some() {
        let folder = folder.display();
        return Err(Failure::new(format!(
            "storage.data_dir: {folder}: is not empty and not a demonstration's"
        )));
    }
    std::fs::write(
        marker,
        "A demonstration of the OCOP marketplace; `ocop demo --reset` removes it.\n",
    )
    .map_err(failed)
}

/// Removes a demonstration's folder.
fn reset(folder: &Path) -> Result<(), Failure> {
    if !folder.exists() {
        return Ok(());
    }
    if !folder.join(MARKER).exists() {
        let folder = folder.display();
        return Err(Failure::new(format!(
            "storage.data_dir: {folder}: is not a demonstration's; nothing was removed"
        )));
    }
    std::fs::remove_dir_all(folder)
        .map_err(|error| Failure::new(format!("storage.data_dir: {}: {error}", folder.display())))
}

/// Three queries to paste, each for GraphiQL and for a terminal.
const QUERIES: [(&str, &str); 3] = [
    (
        "Search without tone marks",
        r#"{ search(query: "com chay", first: 5) { totalCount nodes { name slug badge { label certificateNumber expiresOn } priceRange { min { amount } } } } }"#,
    ),
    (
        "One product with its story and certificate",
        r#"{ product(slug: "com-chay-co-do") { name story { text } producer { name province { fullName } } certificate { number issuer issuedOn expiresOn } variants { id name price { amount } quantityAvailable } } }"#,
    ),
    (
        "The most stars first",
        r#"{ products(first: 5, sortBy: STARS) { nodes { name stars producer { name } } pageInfo { endCursor hasNextPage } } }"#,
    ),
];

fn welcome(url: &str) {
    println!("\nOCOP marketplace, demonstration. Nothing here is real but names and places.\n");
    for (what, path) in [
        ("GraphQL", "/graphql"),
        ("GraphiQL", "/graphiql"),
        ("Star badge", "/badges/4.svg"),
        ("Health", "/healthz"),
        ("Metrics", "/metrics"),
    ] {
        println!("  {what:<12}{url}{path}");
    }
    println!("\nQueries to paste:");
    for (what, query) in QUERIES {
        println!("\n  # {what}\n  {query}");
        let body = serde_json::json!({ "query": query });
        println!("  curl -s {url}/graphql -H 'content-type: application/json' -d '{body}'");
    }
    println!(
        "\nLog-ins (mutation sessionCreate), password {}:",
        seed::PASSWORD
    );
    for log_in in &seed::LOG_INS {
        println!("  {:<28}{}", log_in.email, log_in.who);
    }
    println!("\nCtrl-C stops it.\n");
}
