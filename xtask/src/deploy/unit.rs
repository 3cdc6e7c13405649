//! The systemd unit, judged by systemd itself where it is installed.

use std::process::{Command, Stdio};
use std::{env, fs, process};

use crate::command;
use crate::error::{Context, Result};

/// The name matters: systemd takes the kind of a unit from it.
const FILE: &str = "ocop.service";

/// Lines that the unit must have.
const NEEDED: [&str; 6] = [
    "User=ocop",
    "StateDirectory=ocop",
    "ProtectSystem=strict",
    "NoNewPrivileges=yes",
    "Restart=on-failure",
    "KillSignal=SIGTERM",
];

/// Findings about the unit.
pub(super) fn lint(text: &str) -> Result<Vec<String>> {
    let missing = NEEDED
        .iter()
        .filter(|needed| !text.lines().any(|line| line == **needed));
    let mut findings: Vec<String> = missing.map(|line| format!("`{line}` is missing")).collect();
    if command::exists("systemd-analyze") {
        findings.extend(verify(text)?);
    }
    Ok(findings)
}

/// Lets systemd verify a copy that starts a program which exists, for `ocop`
/// need not be installed here. Complaints about other units are not ours.
fn verify(text: &str) -> Result<Vec<String>> {
    let folder = env::temp_dir().join(format!("ocop-unit-{}", process::id()));
    fs::create_dir(&folder).context(format!("create {}", folder.display()))?;
    let copy = folder.join(FILE);
    let verified = fs::write(&copy, text.replace("/usr/local/bin/ocop", "/bin/true"))
        .and_then(|()| {
            let mut verify = Command::new("systemd-analyze");
            verify
                .args(["verify", "--man=no"])
                .arg(&copy)
                .stdin(Stdio::null())
                .output()
        })
        .context("systemd-analyze verify");
    let removed = fs::remove_dir_all(&folder).context(format!("remove {}", folder.display()));
    let complaints = String::from_utf8_lossy(&verified?.stderr).into_owned();
    removed?;
    Ok(complaints
        .lines()
        .filter(|line| line.contains(FILE))
        .map(str::to_owned)
        .collect())
}
