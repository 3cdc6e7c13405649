//! Reading the test runner's own counts out of what it prints.

use std::fmt;

/// How many tests did what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Summary {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    pub(crate) skipped: usize,
}

impl fmt::Display for Summary {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            passed,
            failed,
            skipped,
        } = self;
        write!(out, "{passed} passed, {failed} failed, {skipped} skipped")
    }
}

/// Collects counts line by line. nextest prints one line for the whole run,
/// `cargo test` one for each test program.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    nextest: Option<Summary>,
    cargo: Option<Summary>,
}

impl Reader {
    /// Takes note of a line if it holds counts.
    pub(crate) fn line(&mut self, line: &str) {
        let line = without_colours(line);
        let line = line.trim();
        if let Some(counts) = line
            .strip_prefix("Summary [")
            .and_then(|line| line.split_once("run:"))
        {
            self.nextest = Some(nextest_counts(counts.1));
        } else if let Some(counts) = line.strip_prefix("test result: ") {
            let sum = self.cargo.get_or_insert_default();
            let more = cargo_counts(counts);
            sum.passed += more.passed;
            sum.failed += more.failed;
            sum.skipped += more.skipped;
        }
    }

    /// The counts, unless no test program ran at all.
    pub(crate) fn summary(&self) -> Option<Summary> {
        self.nextest.or(self.cargo)
    }

    /// Joins what two streams of one run have said.
    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            nextest: self.nextest.or(other.nextest),
            cargo: self.cargo.or(other.cargo),
        }
    }
}

/// ` 8 passed (1 slow, 1 flaky), 1 failed, 1 timed out, 2 skipped`
fn nextest_counts(text: &str) -> Summary {
    let mut sum = Summary::default();
    for (number, what) in counts(&without_brackets(text), ',') {
        match what.as_str() {
            "passed" => sum.passed += number,
            "skipped" => sum.skipped += number,
            "failed" | "timed out" | "exec failed" => sum.failed += number,
            _ => {}
        }
    }
    sum
}

/// `ok. 3 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out; finished …`
fn cargo_counts(text: &str) -> Summary {
    let mut sum = Summary::default();
    let text = text.split_once(". ").map_or(text, |(_, counts)| counts);
    for (number, what) in counts(text, ';') {
        match what.as_str() {
            "passed" => sum.passed += number,
            "failed" => sum.failed += number,
            "ignored" | "filtered out" => sum.skipped += number,
            _ => {}
        }
    }
    sum
}

fn counts(text: &str, separator: char) -> Vec<(usize, String)> {
    let parts = text
        .split(separator)
        .filter_map(|part| part.trim().split_once(' '));
    parts
        .filter_map(|(number, what)| Some((number.parse().ok()?, what.trim().to_owned())))
        .collect()
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::new();
    for letter in text.chars() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(letter),
            _ => {}
        }
    }
    kept
}

/// Removes the escape sequences `ESC [ … m` that colour a terminal.
fn without_colours(line: &str) -> String {
    let mut parts = line.split('\u{1b}');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push_str(part.split_once('m').map_or("", |(_, rest)| rest));
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&str]) -> Option<Summary> {
        let mut reader = Reader::default();
        lines.iter().for_each(|line| reader.line(line));
        reader.summary()
    }

    #[test]
    fn nextest_says_it_once() {
        let plain = "     Summary [   0.005s] 3 tests run: 3 passed, 1 skipped";
        let expected = Summary {
            passed: 3,
            failed: 0,
            skipped: 1,
        };
        assert_eq!(
            read(&["   Starting 3 tests across 1 binary", plain]),
            Some(expected)
        );
    }

    #[test]
    fn nextest_names_several_kinds_of_failure() {
        let line = "\u{1b}[31;1m     Summary\u{1b}[0m [   9.1s] \u{1b}[1m12/20\u{1b}[0m tests run: \
                    8 \u{1b}[32mpassed\u{1b}[0m (1 slow, 1 flaky), 1 failed, 2 timed out, \
                    1 exec failed, 4 skipped";
        assert_eq!(
            read(&[line]),
            Some(Summary {
                passed: 8,
                failed: 4,
                skipped: 4
            })
        );
    }

    #[test]
    fn cargo_test_says_it_once_per_program() {
        let first = "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out; \
                     finished in 0.01s";
        let second = "test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; \
                      0 filtered out; finished in 0.01s";
        let expected = Summary {
            passed: 4,
            failed: 2,
            skipped: 3,
        };
        assert_eq!(read(&[first, "running 3 tests", second]), Some(expected));
        assert_eq!(expected.to_string(), "4 passed, 2 failed, 3 skipped");
    }

    #[test]
    fn no_program_no_counts() {
        assert_eq!(read(&["error[E0425]: cannot find value"]), None);
    }
}
