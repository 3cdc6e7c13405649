//! Running the tests beside a throw-away PostgreSQL.

use std::io::{self, BufRead, BufReader, IsTerminal, Read, Write};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::thread;
use std::time::Instant;

use crate::error::{Context, Error, Result};
use crate::postgres::{Cluster, Durability};
use crate::summary::Reader;
use crate::{command, debian};

/// Where the tests look for a server in which they may create databases.
const URL: &str = "OCOP_TEST_POSTGRES_URL";

/// Runs all tests, or those that `args` select, and prints as its last line
/// `N passed, N failed, N skipped`. The exit code is the test runner's.
///
/// # Errors
/// When PostgreSQL does not start, or no test ran because none could be built.
pub(crate) fn run(pg_bin: Option<&Path>, args: &[String]) -> Result<ExitCode> {
    let started = Instant::now();
    let cluster = Cluster::start(pg_bin, Durability::None)?;
    debian::install_test_tools();
    let mut runner = runner(args);
    runner
        .env(URL, cluster.url())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut tests = runner.spawn().context("start the test runner")?;

    let (out, err) = (tests.stdout.take(), tests.stderr.take());
    let (out, err) = thread::scope(|scope| {
        let out = scope.spawn(|| show(out, io::stdout()));
        let err = scope.spawn(|| show(err, io::stderr()));
        (
            out.join().unwrap_or_default(),
            err.join().unwrap_or_default(),
        )
    });
    let status = tests.wait().context("wait for the test runner")?;
    drop(cluster);

    let Some(summary) = err.or(out).summary() else {
        return Err(Error::new(format!(
            "no test ran: the test runner ended with {status}"
        )));
    };
    println!("==> tests: {} s", started.elapsed().as_secs());
    println!("{summary}");
    Ok(match status.code() {
        Some(0) if summary.failed == 0 => ExitCode::SUCCESS,
        Some(0) | None => ExitCode::FAILURE,
        Some(code) => u8::try_from(code).map_or(ExitCode::FAILURE, ExitCode::from),
    })
}

/// nextest where it is installed, otherwise Cargo's own runner.
fn runner(args: &[String]) -> Command {
    let mut cargo = command::cargo();
    let probe = command::cargo()
        .args(["nextest", "--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if probe.is_ok_and(|status| status.success()) {
        cargo.args(["nextest", "run"]);
    } else {
        // `--tests` means every target that has tests, libraries as well.
        cargo.args(["test", "--no-fail-fast", "--tests"]);
    }
    if !args
        .iter()
        .any(|word| word.starts_with("-p") || word.starts_with("--package"))
    {
        cargo.arg("--workspace");
    }
    if io::stderr().is_terminal() {
        cargo.env("CARGO_TERM_COLOR", "always");
    }
    cargo.args(args);
    cargo
}

/// Passes a stream on as it comes and reads the counts in it.
fn show(from: Option<impl Read>, mut to: impl Write) -> Reader {
    let mut reader = Reader::default();
    let Some(from) = from else { return reader };
    let mut from = BufReader::new(from);
    let mut line = Vec::new();
    while from
        .read_until(b'\n', &mut line)
        .is_ok_and(|length| length > 0)
    {
        // A closed terminal is no reason to stop counting.
        drop(to.write_all(&line).and_then(|()| to.flush()));
        reader.line(&String::from_utf8_lossy(&line));
        line.clear();
    }
    reader
}
