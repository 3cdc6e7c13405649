//! The example of the configuration: valid, complete, and without a secret.

use std::collections::BTreeSet;

use toml::Table;

/// The sections that a configuration has.
const SECTIONS: [&str; 9] = [
    "server", "database", "security", "storage", "search", "mail", "payments", "jobs", "limits",
];

/// Findings about the example.
pub(super) fn lint(text: &str) -> Vec<String> {
    let table: Table = match text.parse() {
        Ok(table) => table,
        Err(error) => return vec![first_line(&error)],
    };
    let mut findings = Vec::new();
    for section in SECTIONS {
        if !table.get(section).is_some_and(toml::Value::is_table) {
            findings.push(format!("no section [{section}]"));
        }
    }
    for (number, line) in text.lines().enumerate() {
        if let Some(setting) = switched_off(line)
            && let Err(error) = setting.parse::<Table>()
        {
            findings.push(format!("line {}: {}", number + 1, first_line(&error)));
        }
    }
    let secret = table
        .get("security")
        .and_then(|section| section.get("secret_key"));
    if secret.and_then(toml::Value::as_str) != Some("") {
        findings.push("security.secret_key must be empty".to_owned());
    }
    findings
}

/// Every key of the example, `section.key`, the ones in comments as well.
pub(super) fn keys(text: &str) -> BTreeSet<String> {
    let mut section = "";
    let mut keys = BTreeSet::new();
    for line in text.lines() {
        if let Some(name) = line
            .strip_prefix('[')
            .and_then(|line| line.strip_suffix(']'))
        {
            section = name;
        }
        let setting = switched_off(line).unwrap_or(line);
        if let Some(key) = key(setting) {
            keys.insert(format!("{section}.{key}"));
        }
    }
    keys
}

/// Variables `OCOP_<SECTION>__<KEY>` in a text that name no known key.
pub(super) fn unknown_variables(known: &BTreeSet<String>, text: &str) -> Vec<String> {
    let mut findings = Vec::new();
    for rest in text.split("OCOP_").skip(1) {
        let end = rest.find(|letter: char| !letter.is_ascii_uppercase() && letter != '_');
        let name = &rest[..end.unwrap_or(rest.len())];
        let key = name.to_lowercase().replace("__", ".");
        if key.contains('.') && !known.contains(&key) {
            findings.push(format!("OCOP_{name}: the configuration has no key {key}"));
        }
    }
    findings
}

/// `# key = value`: a setting that is explained but not set.
fn switched_off(line: &str) -> Option<&str> {
    let setting = line.strip_prefix("# ")?;
    key(setting).map(|_| setting)
}

fn key(line: &str) -> Option<&str> {
    let key = line.split_once(" = ")?.0;
    key.chars()
        .all(|letter| letter.is_ascii_lowercase() || letter == '_')
        .then_some(key)
}

fn first_line(error: &toml::de::Error) -> String {
    error.to_string().replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: &str = "[server]\n# Where.\nlisten = \"a\"\n[database]\n# replica = \"x\"\n\
                           [security]\nsecret_key = \"\"\n[storage]\n[search]\n[mail]\n[payments]\n\
                           [jobs]\n[limits]\n";

    #[test]
    fn a_good_example_has_no_findings() {
        assert_eq!(lint(EXAMPLE), Vec::<String>::new());
    }

    #[test]
    fn each_fault_is_found() {
        for (right, wrong) in [
            ("\"a\"", "a"),
            ("\"x\"", "x"),
            ("secret_key = \"\"", "secret_key = \"0\""),
            ("[limits]\n", ""),
        ] {
            assert!(
                !lint(&EXAMPLE.replace(right, wrong)).is_empty(),
                "{right} → {wrong}"
            );
        }
    }

    #[test]
    fn variables_are_compared_with_the_keys() {
        let known = keys(EXAMPLE);
        assert_eq!(
            unknown_variables(&known, "OCOP_DATABASE__REPLICA=1 OCOP_PG_BIN"),
            [""; 0]
        );
        assert_eq!(unknown_variables(&known, "OCOP_SERVER__LISTN: x").len(), 1);
    }
}
