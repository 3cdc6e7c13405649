//! The binary `ocop`: configuration, telemetry, wiring, commands.
//!
//! [`config`] reads what operators set, [`wiring`] puts the crates together,
//! [`service`] runs them, a file of [`commands`] is one command, and [`seed`]
//! makes the demonstration. A command that cannot do its work says why in one
//! line on standard error and ends with code 2.

mod commands;
mod config;
mod failure;
mod no_engine;
mod place;
mod profile;
mod seed;
mod service;
mod telemetry;
mod wiring;

use clap::Parser;
use std::process::ExitCode;

// Answers allocate many small things and free them together; and what pictures
// took goes back to the system, that of libraries in C too. `.cargo/config.toml`
// sets it up.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// The ends of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// Done.
    Done,
    /// Done, and the answer is no.
    No,
}

fn main() -> ExitCode {
    // Every TLS client of the process uses this; failing means that it is set.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let cli = commands::Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return complain(&failure::Failure::new(format!("threads: {error}"))),
    };
    let end = runtime.block_on(commands::run(cli));
    // What still blocks a thread (a name being looked up) does not keep the
    // process.
    runtime.shutdown_timeout(std::time::Duration::from_millis(500));
    match end {
        Ok(End::Done) => ExitCode::SUCCESS,
        Ok(End::No) => ExitCode::FAILURE,
        Err(failure) => complain(&failure),
    }
}

fn complain(failure: &failure::Failure) -> ExitCode {
    eprintln!("ocop: {failure}");
    ExitCode::from(2)
}
