//! The benchmark of the marketplace, run by `cargo xtask bench`.
//!
//! [`market`] generates the data and [`sow`] writes it through the use cases;
//! [`limit`] is the fastest server that could answer the same; [`load`] sends
//! requests from outside and [`shopper`] buys; [`process`] starts and watches
//! the servers; [`run`] puts it together and [`report`] prints the table.
//! [`figures`], [`lists`], [`searches`] and [`imports`] are measurements of their
//! own.

mod figures;
mod imports;
mod limit;
mod lists;
mod load;
mod market;
mod percentile;
mod process;
mod report;
mod requests;
mod run;
mod searches;
mod shopper;
mod sow;

use clap::Parser;
use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

// The same as the server's, so that the limit is not slower for its want.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// The benchmark of the marketplace.
#[derive(Parser)]
enum Cli {
    /// Seed, start the servers, load them, print the table.
    Run(Options),
    /// The programme's figures over many orders, on a database of either kind.
    Figures {
        /// An empty database: `sqlite:PATH` or `postgres://…`.
        #[arg(long)]
        database_url: String,
        /// How many orders.
        #[arg(long, default_value_t = 1_000_000)]
        orders: u32,
    },
    /// Pages of lists in a market and in one fifty times as large, on a
    /// database of either kind.
    Lists {
        /// An empty database: `sqlite:PATH` or `postgres://…`.
        #[arg(long)]
        database_url: String,
        /// How many products the smaller market has.
        #[arg(long, default_value_t = 20_000)]
        products: usize,
    },
    /// Searches with facets in a market and in one fifty times as large, on a
    /// database of either kind, by the embedded engine.
    Searches {
        /// An empty database: `sqlite:PATH` or `postgres://…`.
        #[arg(long)]
        database_url: String,
        /// How many products the smaller market has.
        #[arg(long, default_value_t = 20_000)]
        products: usize,
    },
    /// Tables of a producer's stock, prices and products, on a database of
    /// either kind.
    Imports {
        /// An empty database: `sqlite:PATH` or `postgres://…`.
        #[arg(long)]
        database_url: String,
        /// How many rows.
        #[arg(long, default_value_t = 10_000)]
        rows: usize,
    },
    /// The limit: bare handlers over one best SQL statement each.
    Limit {
        #[arg(long)]
        database_url: String,
        #[arg(long)]
        port: u16,
    },
}

/// What to measure, and with what.
#[derive(clap::Args, Clone)]
pub(crate) struct Options {
    /// An empty PostgreSQL database.
    #[arg(long)]
    database_url: String,
    /// The release binary.
    #[arg(long)]
    ocop: PathBuf,
    /// How many products; three in ten as many producers sell them.
    #[arg(long, default_value_t = 20_000)]
    products: usize,
    /// Rounds of each load; the median counts.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Seconds of each round.
    #[arg(long, default_value_t = 4)]
    seconds: u64,
}

#[tokio::main]
async fn main() -> ExitCode {
    let done = match Cli::parse() {
        Cli::Run(options) => run::run(&options).await,
        Cli::Figures {
            database_url,
            orders,
        } => figures::run(&database_url, orders).await,
        Cli::Lists {
            database_url,
            products,
        } => lists::run(&database_url, products).await,
        Cli::Searches {
            database_url,
            products,
        } => searches::run(&database_url, products).await,
        Cli::Imports { database_url, rows } => imports::run(&database_url, rows).await,
        Cli::Limit { database_url, port } => limit::serve(&database_url, port).await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}
