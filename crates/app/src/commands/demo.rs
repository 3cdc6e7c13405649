//! `ocop demo`: a marketplace in a folder of its own, with one command.

mod folder;

use crate::config::{Config, LogFormat, demonstration_key};
use crate::failure::Failure;
use crate::profile::{self, Profile};
use crate::wiring::{self, House};
use crate::{End, place, seed, service, telemetry};
use db::{Db, Engine};
use folder::Folder;
use std::net::SocketAddr;
use std::path::PathBuf;

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
    let listener = place::listen(config.server.listen).await?;
    let address = listener.local_addr().unwrap_or(config.server.listen);
    let config = with_address(config, address);
    let mut folder = Folder::open(&options.data_dir, options.reset)?;
    let secret = demonstration_key(&folder.secret())?;
    let db = database(&config, options.reset).await?;
    let engine = wiring::engine(&config).await?;
    let house = House::build(&config, db, engine, &secret, true)?;
    prepare(&config, &house, &mut folder).await?;
    welcome(&config.server.public_url);
    service::serve(&config, house, listener).await?;
    Ok(End::Done)
}

fn config(options: &Options) -> Config {
    let mut config = Config::default();
    config.storage.data_dir.clone_from(&options.data_dir);
    config.database.url.clone_from(&options.database_url);
    // Hundreds of steps are told while somebody waits; a power cut may take
    // them.
    config.database.durable = false;
    config.server.listen = SocketAddr::from(([127, 0, 0, 1], options.port));
    config.server.graphiql = true;
    config.server.introspection = true;
    config.server.log_format = LogFormat::Text;
    // Nobody balances a demonstration, and whoever presses Ctrl-C waits.
    config.server.shutdown_grace_seconds = 5;
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

/// The database with every migration, emptied first where asked to, or where an
/// earlier start ended while filling it: a SQLite file has gone with the
/// folder, and of PostgreSQL only a demonstration goes.
async fn database(config: &Config, reset: bool) -> Result<Db, Failure> {
    let db = place::migrated_database(config).await?;
    let holds = profile::of(&db).await?;
    let asked = reset && db.engine() == Engine::Postgres && holds == Profile::Demonstration;
    if asked || holds == Profile::HalfFilled {
        db.migrate_down(None).await?;
        db.migrate().await?;
    }
    Ok(db)
}

/// Seeds an empty database, and sees that the index in the folder is of this
/// database.
async fn prepare(config: &Config, house: &House, folder: &mut Folder) -> Result<(), Failure> {
    let path = &config.storage.data_dir;
    let media = path.join("media");
    let database = config.db().display_url();
    match profile::of(&house.db).await? {
        Profile::Live => {
            return Err(Failure::new(
                "database.url: holds real data; a demonstration needs a database of its own",
            ));
        }
        Profile::Unset | Profile::HalfFilled => {
            println!("Setting up a demonstration in {} …", path.display());
            seed::run(house, &media, |line| println!("  {line}")).await?;
        }
        Profile::Demonstration => {
            println!("The demonstration in {} is there already.", path.display());
            seed::draw(&media)?;
            if !house.search.is_filled() || folder.database() != database {
                let documents = house.search.reindex(|_| {}).await?;
                println!("  wrote {documents} products into the search index");
            }
        }
    }
    folder.remember(&database)
}

/// Three queries to paste, each for GraphiQL and for a terminal.
const QUERIES: [(&str, &str); 3] = [
    (
        "Search without tone marks",
        r#"{ search(query: "com chay", first: 5) { totalCount nodes { name slug badge { label certificateNumber expiresOn } priceRange { min { amount } } } } }"#,
    ),
    (
        "One product with its story and certificate",
        r#"{ product(slug: "com-chay-co-do") { name story { text } producer { name province { fullName } } certificate { number issuedBy issuedOn expiresOn } variants { id name price { amount } quantityAvailable } } }"#,
    ),
    (
        "Four and five stars, the most first",
        r#"{ products(first: 5, where: { stars: { in: [4, 5] } }, sortBy: STARS) { nodes { name stars producer { name } } pageInfo { endCursor hasNextPage } } }"#,
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
