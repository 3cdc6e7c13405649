//! Checks of the files in `deploy/`, without a container engine.
//!
//! The readers here know just enough of each format for our own files; they
//! are no general parsers.

mod compose;
mod config;
mod dockerfile;
mod unit;

use std::fs;
use std::process::{Command, Stdio};

use crate::command;
use crate::error::{Context, Error, Result};

/// Prints every finding on a line of its own.
///
/// # Errors
/// When there is any finding, or a file cannot be read.
pub(crate) fn lint() -> Result<()> {
    let image = read("deploy/Dockerfile")?;
    let services = read("deploy/compose.yaml")?;
    let environment = read("deploy/.env.example")?;
    let example = read("deploy/ocop.example.toml")?;
    let service = read("deploy/ocop.service")?;

    let mut findings = Findings::default();
    findings.add("Dockerfile", dockerfile::lint(&image));
    findings.add("compose.yaml", compose::lint(&services));
    findings.add(
        ".env.example",
        compose::lint_environment(&services, &environment),
    );
    findings.add("ocop.example.toml", config::lint(&example));
    let known = config::keys(&example);
    for (file, text) in [("Dockerfile", &image), ("compose.yaml", &services)] {
        findings.add(file, config::unknown_variables(&known, text));
    }
    findings.add("ocop.service", unit::lint(&service)?);
    findings.add("Dockerfile", hadolint()?);
    findings.judge()
}

/// Runs hadolint where it is installed.
fn hadolint() -> Result<Vec<String>> {
    if !command::exists("hadolint") {
        return Ok(Vec::new());
    }
    let file = command::workspace().join("deploy/Dockerfile");
    let mut hadolint = Command::new("hadolint");
    hadolint.arg("--no-color").arg(file).stdin(Stdio::null());
    let output = hadolint.output().context("hadolint")?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(text
        .lines()
        .map(|line| format!("hadolint: {line}"))
        .collect())
}

fn read(path: &str) -> Result<String> {
    fs::read_to_string(command::workspace().join(path)).context(format!("read {path}"))
}

/// What is wrong, and in which file.
#[derive(Default)]
struct Findings(Vec<String>);

impl Findings {
    fn add(&mut self, file: &str, findings: Vec<String>) {
        self.0.extend(
            findings
                .into_iter()
                .map(|finding| format!("deploy/{file}: {finding}")),
        );
    }

    fn judge(self) -> Result<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        self.0.iter().for_each(|finding| eprintln!("{finding}"));
        Err(Error::new(format!("{} findings in deploy/", self.0.len())))
    }
}

/// Whether an image names the version that it is.
fn is_pinned(image: &str) -> bool {
    let name = image.rsplit('/').next().unwrap_or(image);
    if name.contains("@sha256:") {
        return true;
    }
    let tag = name.split_once(':').map(|(_, tag)| tag);
    tag.is_some_and(|tag| tag.contains(|letter: char| letter.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::is_pinned;

    #[test]
    fn an_image_is_pinned_by_a_version_or_a_digest() {
        for pinned in ["postgres:16.15", "registry:5000/a/b:v1.2", "a@sha256:abc"] {
            assert!(is_pinned(pinned), "{pinned}");
        }
        for loose in [
            "postgres",
            "postgres:latest",
            "registry:5000/a/b",
            "debian:slim",
        ] {
            assert!(!is_pinned(loose), "{loose}");
        }
    }
}
