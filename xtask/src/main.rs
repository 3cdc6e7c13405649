//! The developer's errands, run as `cargo xtask <errand>`.
//!
//! One file per concern: [`postgres`] owns the throw-away database server,
//! [`test`] runs the tests beside it and [`bench`] the benchmark, [`lint`] and [`deploy`] judge the tree,
//! [`schema`] keeps `schema.graphql` true.
#![forbid(unsafe_code)]

mod bench;
mod command;
mod debian;
mod deploy;
mod error;
mod lint;
mod postgres;
mod schema;
mod summary;
mod test;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::error::Result;

/// The developer's errands.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(flatten)]
    server: ServerOptions,
    #[command(subcommand)]
    errand: Errand,
}

/// Where the PostgreSQL server comes from.
#[derive(Args, Clone)]
struct ServerOptions {
    /// Folder of PostgreSQL's server binaries; found by itself when left out.
    #[arg(long, global = true, env = "OCOP_PG_BIN", value_name = "FOLDER")]
    pg_bin: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Errand {
    /// Run every test, on SQLite and on a throw-away PostgreSQL.
    Test {
        /// Passed on to the test runner: a filter, or its options after `--`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Start a throw-away PostgreSQL, print its URL, keep it until Ctrl-C.
    Postgres {
        /// Sync commits to the disk as in production: for measurements.
        #[arg(long)]
        durable: bool,
    },
    /// Measure the release binary on a throw-away PostgreSQL, beside the limit;
    /// with `figures`, what the programme's figures cost over a million orders.
    Bench {
        /// Passed on to the benchmark; `-- --help` lists them.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Write schema.graphql from the code.
    Schema {
        /// Change nothing; fail at the first line that differs.
        #[arg(long)]
        check: bool,
    },
    /// Format, clippy, schema and deployment files: everything but the tests.
    Lint,
    /// Check the files in deploy/ without a container engine.
    DeployLint,
    /// What a change must pass: lint, then test.
    Ci,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Result<ExitCode> {
    let pg_bin = cli.server.pg_bin.as_deref();
    match cli.errand {
        Errand::Test { args } => return test::run(pg_bin, &args),
        Errand::Postgres { durable } => postgres::keep(pg_bin, durable)?,
        Errand::Bench { args } => bench::run(pg_bin, &args)?,
        Errand::Schema { check: true } => schema::check()?,
        Errand::Schema { check: false } => schema::write()?,
        Errand::Lint => lint::run()?,
        Errand::DeployLint => deploy::lint()?,
        Errand::Ci => {
            lint::run()?;
            return test::run(pg_bin, &[]);
        }
    }
    Ok(ExitCode::SUCCESS)
}
