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
    if let Some((one, rest)) = args.split_first()
        && ON_BOTH.contains(&one.as_str())
    {
        return on_both(one, &release.join("bench"), &cluster.url(), rest);
    }
    let mut bench = Command::new(release.join("bench"));
    bench
        .arg("run")
        .args(["--database-url", &cluster.url()])
        .arg("--ocop")
        .arg(release.join("ocop"))
        .args(args);
    command::run(&mut bench)
}

/// What is measured on both databases: the programme's figures, pages of lists,
/// searches and tables of listings.
const ON_BOTH: [&str; 4] = ["figures", "lists", "searches", "imports"];

fn on_both(what: &str, bench: &Path, postgres: &str, args: &[String]) -> Result<()> {
    let folder = std::env::temp_dir().join(format!("ocop-bench-{}", std::process::id()));
    let sqlite = format!("sqlite:{}", folder.join("bench.sqlite").display());
    for url in [&sqlite, postgres] {
        println!("==> {}", url.split(':').next().unwrap_or_default());
        let mut measured = Command::new(bench);
        let done = command::run(measured.arg(what).args(["--database-url", url]).args(args));
        // Gigabytes: they go whatever became of it.
        let _ = std::fs::remove_dir_all(&folder);
        done?;
    }
    Ok(())
}
