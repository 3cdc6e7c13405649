//! Installing what a bare Debian machine lacks.

use std::path::Path;
use std::process::Command;

use crate::command;
use crate::error::Result;

/// What the tests run besides PostgreSQL: the README's tour is a shell script.
const TEST_TOOLS: [&str; 2] = ["curl", "jq"];

/// Whether packages can be installed here: root on a Debian.
pub(crate) fn can_install() -> Result<bool> {
    Ok(Path::new("/etc/debian_version").exists() && command::is_root()?)
}

/// Installs packages.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    eprintln!("xtask: installing Debian's {}", packages.join(", "));
    let apt = |words: &[&str]| {
        let mut apt = Command::new("apt-get");
        apt.env("DEBIAN_FRONTEND", "noninteractive")
            .arg("-qq")
            .args(words);
        command::capture(&mut apt).map(drop)
    };
    apt(&["update"])?;
    let mut words = vec!["install", "-y", "--no-install-recommends"];
    words.extend(packages);
    apt(&words)
}

/// Installs the tools that tests run and that are missing. Where that cannot
/// be done it says so and goes on: only the tests that need them fail, and
/// these name what they miss.
pub(crate) fn install_test_tools() {
    let missing: Vec<&str> = TEST_TOOLS
        .into_iter()
        .filter(|tool| !command::exists(tool))
        .collect();
    if missing.is_empty() {
        return;
    }
    let outcome = match can_install() {
        Ok(true) => install(&missing),
        Ok(false) => Ok(()),
        Err(error) => Err(error),
    };
    if let Err(error) = outcome {
        eprintln!("xtask: {error}");
    }
    let missing: Vec<&str> = missing
        .into_iter()
        .filter(|tool| !command::exists(tool))
        .collect();
    if !missing.is_empty() {
        eprintln!("xtask: some tests need {}", missing.join(", "));
    }
}
