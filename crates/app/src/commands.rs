//! The commands.

mod demo;
mod healthcheck;
mod jobs;
mod migrate;
mod reindex;
mod schema;
mod seed;
mod serve;
mod verify;
mod work;

use crate::End;
use crate::config::Overrides;
use crate::failure::Failure;
use clap::{Parser, Subcommand};

/// The marketplace of certified OCOP products.
#[derive(Parser)]
#[command(name = "ocop", version, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Set up a demonstration in a folder of its own and serve it.
    Demo(demo::Options),
    /// Serve the marketplace.
    Serve(Overrides),
    /// Run jobs only, beside `serve` with jobs.in_process = false.
    Work(Overrides),
    /// Bring the database up to date.
    Migrate(Overrides),
    /// Fill an empty database with demonstration data.
    Seed(Overrides),
    /// Print the GraphQL schema.
    Schema,
    /// Write the search index anew.
    Reindex(reindex::Options),
    /// Check the invariants of what is stored; code 1 when one is violated.
    Verify(verify::Options),
    /// Ask a running process whether it is well; code 1 when it is not.
    Healthcheck(healthcheck::Options),
    /// Look after the queue.
    Jobs(jobs::Options),
}

/// Runs a command.
pub(crate) async fn run(cli: Cli) -> Result<End, Failure> {
    match cli.command {
        Command::Demo(options) => demo::run(options).await,
        Command::Serve(options) => serve::run(options).await,
        Command::Work(options) => work::run(options).await,
        Command::Migrate(options) => migrate::run(options).await,
        Command::Seed(options) => seed::run(options).await,
        Command::Schema => schema::run(),
        Command::Reindex(options) => reindex::run(options).await,
        Command::Verify(options) => verify::run(options).await,
        Command::Healthcheck(options) => healthcheck::run(options),
        Command::Jobs(options) => jobs::run(options).await,
    }
}
