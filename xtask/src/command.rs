//! Running other programs.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::error::{Context, Error, Result};

/// The folder that holds the workspace's `Cargo.toml`.
pub(crate) fn workspace() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// The build folder that this very program was built in.
pub(crate) fn target_folder() -> Result<PathBuf> {
    let own = env::current_exe().context("find the running xtask")?;
    let target = own.parent().and_then(Path::parent);
    target
        .map(Path::to_owned)
        .ok_or_else(|| Error::new("xtask does not run from a target folder"))
}

/// `cargo`, in the workspace.
///
/// `cargo run` describes the package it runs, xtask, in the environment. Some
/// build scripts (ring's) watch these variables, so handing them on would
/// rebuild half the tree every other time.
pub(crate) fn cargo() -> Command {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(workspace());
    for (name, _) in env::vars_os() {
        let about_xtask = name.to_str().is_some_and(|name| {
            name.starts_with("CARGO_PKG_")
                || name.starts_with("CARGO_MANIFEST_")
                || matches!(
                    name,
                    "CARGO_BIN_NAME" | "CARGO_CRATE_NAME" | "CARGO_PRIMARY_PACKAGE"
                )
        });
        if about_xtask {
            cargo.env_remove(name);
        }
    }
    cargo
}

/// Runs a command in front of the user; anything but success is an error.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().context(describe(command))?;
    if status.success() {
        Ok(())
    } else {
        Err(Error::new(format!("{}: {status}", describe(command))))
    }
}

/// Runs a command and returns what it wrote to standard output. On failure the
/// error carries the last line it wrote to standard error.
pub(crate) fn capture(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .context(describe(command))?;
    if output.status.success() {
        return String::from_utf8(output.stdout).context(describe(command));
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    let last = complaint.lines().rev().find(|line| !line.trim().is_empty());
    let last = last.unwrap_or("it said nothing").trim();
    Err(Error::new(format!(
        "{}: {}: {last}",
        describe(command),
        output.status
    )))
}

/// Whether a program is there and answers `--version`.
pub(crate) fn exists(program: &str) -> bool {
    let mut command = Command::new(program);
    command
        .arg("--version")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// Whether root runs this.
pub(crate) fn is_root() -> Result<bool> {
    Ok(id(&["-u"])? == 0)
}

/// A number that the program `id` tells.
pub(crate) fn id(words: &[&str]) -> Result<u32> {
    let answer = capture(Command::new("id").args(words))?;
    answer
        .trim()
        .parse()
        .map_err(|_| Error::new(format!("id answered `{}`", answer.trim())))
}

/// Runs one step of an errand and says how long it took.
pub(crate) fn step(name: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
    println!("==> {name}");
    let started = Instant::now();
    work().context(name)?;
    println!("==> {name}: ok, {} s", started.elapsed().as_secs());
    Ok(())
}

/// Program and first arguments: enough to recognise it in an error.
fn describe(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(
        command
            .get_args()
            .take(4)
            .map(|word| word.to_string_lossy().into_owned()),
    );
    words.join(" ")
}
