//! The image: built in stages, pinned, not root, and able to tell its health.

use super::is_pinned;

/// Findings about a Dockerfile.
pub(super) fn lint(text: &str) -> Vec<String> {
    let instructions = instructions(text);
    let arguments = |name: &str| {
        let name = name.to_owned();
        instructions
            .iter()
            .filter(move |(word, _)| *word == name)
            .map(|(_, rest)| rest.as_str())
    };
    let mut findings = Vec::new();

    let stages: Vec<&str> = arguments("FROM").collect();
    if stages.len() < 2 {
        findings.push("the build tools are in the final image: use stages".to_owned());
    }
    let mut names = Vec::new();
    for stage in stages {
        let mut words = stage
            .split_whitespace()
            .filter(|word| !word.starts_with("--"));
        let image = words.next().unwrap_or_default();
        if !names.contains(&image) && image != "scratch" && !is_pinned(image) {
            findings.push(format!("`FROM {image}` names no version"));
        }
        names.extend(words.nth(1));
    }

    let last_stage = instructions
        .iter()
        .rposition(|(word, _)| word == "FROM")
        .unwrap_or(0);
    let last_stage = &instructions[last_stage..];
    let user = last_stage
        .iter()
        .rev()
        .find(|(word, _)| word == "USER")
        .map(|(_, user)| user);
    match user.and_then(|user| user.split(':').next()) {
        None => findings.push("no USER: the program would be root".to_owned()),
        Some("0" | "root") => findings.push("USER is root".to_owned()),
        Some(_) => {}
    }
    for needed in ["HEALTHCHECK", "ENTRYPOINT", "VOLUME"] {
        if !last_stage.iter().any(|(word, _)| word == needed) {
            findings.push(format!("no {needed} in the final stage"));
        }
    }
    if arguments("ADD").next().is_some() {
        findings.push("ADD also downloads and unpacks: use COPY".to_owned());
    }
    findings
}

/// Instruction and arguments, with continued lines joined and comments gone.
fn instructions(text: &str) -> Vec<(String, String)> {
    let lines = text
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'));
    let joined = lines.collect::<Vec<_>>().join("\n").replace("\\\n", " ");
    let lines = joined
        .lines()
        .filter_map(|line| line.trim().split_once(char::is_whitespace));
    lines
        .map(|(word, rest)| (word.to_uppercase(), rest.trim().to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::lint;

    const GOOD: &str = "FROM rust:1.95.0 AS build\nRUN a \\\n  # why\n  && b\n\
                        FROM debian:bookworm-20260824-slim\nVOLUME /data\nUSER 10001:10001\n\
                        HEALTHCHECK CMD [\"x\"]\nENTRYPOINT [\"x\"]\n";

    #[test]
    fn a_good_file_has_no_findings() {
        assert_eq!(lint(GOOD), Vec::<String>::new());
    }

    #[test]
    fn each_fault_is_found() {
        for (right, wrong) in [
            ("USER 10001:10001\n", ""),
            ("USER 10001:10001", "USER root"),
            ("rust:1.95.0", "rust:latest"),
            ("HEALTHCHECK", "LABEL"),
            ("VOLUME", "ADD"),
        ] {
            assert!(
                !lint(&GOOD.replace(right, wrong)).is_empty(),
                "{right} → {wrong}"
            );
        }
    }
}
