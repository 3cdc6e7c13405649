//! Measurements of the release build.

use std::path::Path;
use std::process::Command;

use crate::command;
use crate::error::Result;
use crate::postgres::{Cluster, Durability};

/// Builds for release, starts a PostgreSQL that syncs to disk as in production,
/// and hands both, with `args`, to the benchmark.
pub(crate) fn run(pg_bin: Option<&Path>, args: &[String]) -> Result<()> {
    command::run(command::cargo().args(["build", "--release", "-p", "app", "-p", "bench"]))?;
    let release = command::target_folder()?.join("release");
    let cluster = Cluster::start(pg_bin, Durability::Full)?;
    let mut bench = Command::new(release.join("bench"));
    bench.current_dir(command::workspace());
    bench
        .arg("--database-url")
        .arg(cluster.url())
        .arg("--ocop")
        .arg(release.join("ocop"));
    command::run(bench.args(args))
}
