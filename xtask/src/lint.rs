//! Everything that judges a change without running it.

use crate::error::Result;
use crate::{command, deploy, schema};

/// Runs the judges, the quick ones first.
pub(crate) fn run() -> Result<()> {
    command::step("format", || {
        command::run(command::cargo().args(["fmt", "--all", "--check"]))
    })?;
    command::step("deployment files", deploy::lint)?;
    command::step("clippy", || {
        let mut clippy = command::cargo();
        clippy.args([
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ]);
        command::run(&mut clippy)
    })?;
    command::step("schema", schema::check)
}
