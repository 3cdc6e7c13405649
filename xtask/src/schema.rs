//! `schema.graphql`: the committed contract with the clients.

use std::fs;
use std::process::Command;

use crate::command;
use crate::error::{Context, Error, Result};

/// The file, at the root of the workspace.
const FILE: &str = "schema.graphql";

/// Writes the file from the code.
pub(crate) fn write() -> Result<()> {
    let path = command::workspace().join(FILE);
    fs::write(&path, generate()?).context(format!("write {FILE}"))
}

/// Compares the file with the code.
///
/// # Errors
/// Names the first line that differs.
pub(crate) fn check() -> Result<()> {
    let path = command::workspace().join(FILE);
    let file = fs::read_to_string(&path).context(format!("read {FILE}"))?;
    match first_difference(&file, &generate()?) {
        None => Ok(()),
        Some((number, file, code)) => Err(Error::new(format!(
            "{FILE}:{number}: the file says `{file}`, the code `{code}`; run `cargo xtask schema`"
        ))),
    }
}

/// Asks the program. It is built among the whole workspace, so that its
/// dependencies have the same features, hence are the same, as in the tests.
fn generate() -> Result<String> {
    command::run(command::cargo().args(["build", "--quiet", "--workspace", "--bin", "ocop"]))?;
    let ocop = command::target_folder()?.join("debug/ocop");
    command::capture(
        Command::new(ocop)
            .arg("schema")
            .current_dir(command::workspace()),
    )
}

/// Number, text on the left and on the right of the first line that differs.
fn first_difference<'a>(left: &'a str, right: &'a str) -> Option<(usize, &'a str, &'a str)> {
    if left == right {
        return None;
    }
    let end = "end of file";
    let (mut lefts, mut rights) = (left.lines(), right.lines());
    let mut number = 1;
    loop {
        match (lefts.next(), rights.next()) {
            (None, None) => return Some((number, "another line end", "\\n")),
            (left, right) if left == right => number += 1,
            (left, right) => return Some((number, left.unwrap_or(end), right.unwrap_or(end))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::first_difference;

    #[test]
    fn the_first_different_line_is_named() {
        assert_eq!(first_difference("a\nb\n", "a\nb\n"), None);
        assert_eq!(first_difference("a\nb\n", "a\nc\n"), Some((2, "b", "c")));
        assert_eq!(
            first_difference("a\n", "a\nc\n"),
            Some((2, "end of file", "c"))
        );
        assert!(first_difference("a\r\n", "a\n").is_some());
    }
}
