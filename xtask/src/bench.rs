//! Measuring the release binary beside a throw-away PostgreSQL.

use std::path::Path;
use std::process::Command;

use crate::command;
use crate::error::Result;
use crate::postgres::{Cluster, Durability};

/// Builds what is measured and what measures, and runs it.
///
/// # Errors
/// When something does not build, PostgreSQL does not start, or a server
/// answers wrongly under load.
pub(crate) fn run(pg_bin: Option<&Path>, args: &[String]) -> Result<()> {
    // The binary first and alone, as the README builds it: together with
    // another package its dependencies might get other features.
    for package in ["app", "bench"] {
        let mut cargo = command::cargo();
        command::run(cargo.args(["build", "--release", "--package", package]))?;
    }
    let release = command::target_folder()?.join("release");
    let cluster = Cluster::start(pg_bin, Durability::Full)?;
    let mut bench = Command::new(release.join("bench"));
    bench
        .arg("run")
        .args(["--database-url", &cluster.url()])
        .arg("--ocop")
        .arg(release.join("ocop"))
        .args(args);
    command::run(&mut bench)
}
