//! The services: healthy, confined, pinned, and without a default secret.

use super::is_pinned;

/// A secret variable's name ends in one of these.
const SECRETS: [&str; 3] = ["_PASSWORD", "_KEY", "_SECRET"];

/// Findings about a compose file.
pub(super) fn lint(text: &str) -> Vec<String> {
    let services = services(text);
    let mut findings = Vec::new();
    for wanted in ["postgres", "meilisearch", "serve", "work"] {
        if !services.iter().any(|service| service.name == wanted) {
            findings.push(format!("no service `{wanted}`"));
        }
    }
    for Service { name, text } in &services {
        let mut demand = |met: bool, what: &str| {
            if !met {
                findings.push(format!("service `{name}`: {what}"));
            }
        };
        let runs_once = text.contains("restart: \"no\"");
        demand(
            runs_once || text.contains("healthcheck:"),
            "no health check",
        );
        demand(
            text.contains("read_only: true"),
            "its root file system is writable",
        );
        demand(text.contains("cap_drop: [ALL]"), "it keeps capabilities");
        demand(
            text.contains("no-new-privileges:true"),
            "it may gain privileges",
        );
        for image in values(text, "image:") {
            demand(is_pinned(image), "its image names no version");
        }
        for port in text
            .lines()
            .filter_map(|line| line.trim().strip_prefix("- \""))
        {
            let publishes = port.starts_with(|first: char| first.is_ascii_digit());
            let loopback = port.starts_with("127.0.0.1:");
            demand(!publishes || loopback, "a port is open beyond the loopback");
        }
    }
    for default in text
        .match_indices(":-")
        .filter_map(|(at, _)| text[..at].rsplit("${").next())
    {
        if is_secret(default) {
            findings.push(format!("`{default}` has a default value"));
        }
    }
    findings
}

/// Findings about the example of the `.env` file: it must name every variable
/// that the services need, and give no secret.
pub(super) fn lint_environment(compose: &str, example: &str) -> Vec<String> {
    let settings: Vec<(&str, &str)> = example
        .lines()
        .filter_map(|line| line.split_once('='))
        .collect();
    let mut findings = Vec::new();
    for (name, value) in &settings {
        if is_secret(name) && !value.trim().is_empty() {
            findings.push(format!("`{name}` must be left empty"));
        }
    }
    let needed = compose
        .split("${")
        .skip(1)
        .filter_map(|rest| rest.split([':', '}', '-']).next());
    for name in needed {
        let named = |(known, _): &(&str, &str)| known.trim_start_matches(['#', ' ']) == name;
        let finding = format!("`{name}` is missing");
        if !settings.iter().any(named) && !findings.contains(&finding) {
            findings.push(finding);
        }
    }
    findings
}

fn is_secret(name: &str) -> bool {
    SECRETS.iter().any(|ending| name.ends_with(ending))
}

fn values<'a>(text: &'a str, key: &'a str) -> impl Iterator<Item = &'a str> {
    text.lines()
        .filter_map(move |line| line.trim().strip_prefix(key))
        .map(str::trim)
}

/// One service, with the text of every block that it merges in.
struct Service {
    name: String,
    text: String,
}

fn services(text: &str) -> Vec<Service> {
    let shared: Vec<(String, String)> = blocks(text, 0)
        .into_iter()
        .filter_map(|(head, body)| Some((head.split_once('&')?.1.trim().to_owned(), body)))
        .collect();
    let all = blocks(text, 0)
        .into_iter()
        .find(|(head, _)| head == "services:");
    let all = all.map(|(_, body)| blocks(&body, 2)).unwrap_or_default();
    let named = all.into_iter().map(|(head, body)| Service {
        name: head.trim_end_matches(':').to_owned(),
        text: with_merged(&body, &shared),
    });
    named.collect()
}

/// Appends the blocks that `<<: *name` stands for; these may merge others.
fn with_merged(body: &str, shared: &[(String, String)]) -> String {
    let mut text = body.to_owned();
    for name in values(body, "<<: *") {
        if let Some((_, more)) = shared.iter().find(|(known, _)| known == name) {
            text += &with_merged(more, shared);
        }
    }
    text
}

/// Heads at an indentation, each with the deeper lines that follow it.
fn blocks(text: &str, indentation: usize) -> Vec<(String, String)> {
    let mut blocks: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        let content = line.trim_start();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        if line.len() - content.len() == indentation {
            blocks.push((content.trim_end().to_owned(), String::new()));
        } else if let Some((_, body)) = blocks.last_mut() {
            body.push_str(line);
            body.push('\n');
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::{lint, lint_environment};

    fn good() -> String {
        let mut text = "x-safe: &safe\n  read_only: true\n  cap_drop: [ALL]\n  \
                        security_opt: [\"no-new-privileges:true\"]\nservices:\n"
            .to_owned();
        for name in ["postgres", "meilisearch", "serve", "work"] {
            text += &format!(
                "  {name}:\n    <<: *safe\n    image: {name}:1.2\n    ports:\n      \
                 - \"127.0.0.1:80:80\"\n    environment:\n      A_KEY: ${{A_KEY:?}}\n    \
                 healthcheck:\n      test: x\n"
            );
        }
        text
    }

    #[test]
    fn good_services_have_no_findings() {
        assert_eq!(lint(&good()), Vec::<String>::new());
        assert_eq!(
            lint_environment(&good(), "# why\nA_KEY=\n"),
            Vec::<String>::new()
        );
    }

    #[test]
    fn each_fault_is_found() {
        for (right, wrong) in [
            ("healthcheck:", "labels:"),
            ("read_only: true", "read_only: false"),
            ("<<: *safe", "tty: true"),
            ("127.0.0.1:80", "80"),
            ("127.0.0.1:80", "0.0.0.0:80"),
            ("work:1.2", "work:latest"),
            ("${A_KEY:?}", "${A_KEY:-secret}"),
            ("  work:\n", "  toil:\n"),
        ] {
            assert!(
                !lint(&good().replace(right, wrong)).is_empty(),
                "{right} → {wrong}"
            );
        }
        assert_eq!(lint_environment(&good(), "A_KEY=1234\n").len(), 1);
        assert_eq!(lint_environment(&good(), "").len(), 1);
    }
}
