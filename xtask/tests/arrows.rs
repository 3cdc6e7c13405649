//! Which crate may depend on which, held against what the manifests say.
//!
//! [`ARROWS`] is the table behind the drawing in ARCHITECTURE.md: a new arrow
//! begins with a line there and a line here.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail loudly")]

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// Each crate of the workspace and the crates of the workspace that it names.
const ARROWS: &[(&str, &[&str])] = &[
    ("kernel", &[]),
    ("migrations", &[]),
    ("db", &["kernel", "migrations"]),
    ("jobs", &["db", "kernel"]),
    ("files", &["db", "kernel"]),
    ("identity", &["db", "jobs", "kernel"]),
    ("spreadsheets", &["kernel"]),
    (
        "programme",
        &["db", "files", "identity", "jobs", "kernel", "spreadsheets"],
    ),
    ("payments", &["db", "jobs", "kernel"]),
    ("pictures", &["db", "identity", "kernel"]),
    (
        "catalog",
        &[
            "db",
            "files",
            "identity",
            "jobs",
            "kernel",
            "pictures",
            "programme",
            "spreadsheets",
        ],
    ),
    ("search", &["catalog", "jobs", "kernel", "programme"]),
    (
        "orders",
        &[
            "catalog",
            "db",
            "identity",
            "jobs",
            "kernel",
            "payments",
            "programme",
        ],
    ),
    (
        "notifications",
        &[
            "db",
            "identity",
            "jobs",
            "kernel",
            "orders",
            "payments",
            "programme",
        ],
    ),
    (
        "gateway",
        &[
            "catalog",
            "db",
            "files",
            "identity",
            "kernel",
            "orders",
            "payments",
            "pictures",
            "programme",
            "search",
            "spreadsheets",
        ],
    ),
    (
        "app",
        &[
            "catalog",
            "db",
            "files",
            "gateway",
            "identity",
            "jobs",
            "kernel",
            "notifications",
            "orders",
            "payments",
            "pictures",
            "programme",
            "search",
        ],
    ),
    (
        "bench",
        &[
            "catalog",
            "db",
            "files",
            "identity",
            "jobs",
            "kernel",
            "orders",
            "payments",
            "pictures",
            "programme",
            "search",
            "spreadsheets",
        ],
    ),
    ("testkit", &["db", "kernel"]),
    ("xtask", &[]),
];

/// The crates that know HTTP and GraphQL, and by which names.
const TRANSPORT: &[&str] = &["gateway", "app", "bench"];
const TRANSPORT_LIBRARIES: &[&str] = &[
    "axum",
    "async-graphql",
    "async-graphql-value",
    "hyper-util",
    "tower-http",
];

/// What does input and output, as far as anything here is built on it.
const INPUT_AND_OUTPUT: &[&str] = &[
    "tokio",
    "mio",
    "socket2",
    "async-std",
    "sea-orm",
    "sqlx",
    "sqlx-core",
    "libsqlite3-sys",
    "reqwest",
    "hyper",
    "rustls",
    "lettre",
    "tempfile",
];

fn workspace() -> Metadata {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    MetadataCommand::new()
        .current_dir(root)
        .no_deps()
        .exec()
        .expect("cargo describes the workspace")
}

/// What a crate's manifest names, in sections of the given kinds.
fn named<'a>(package: &'a Package, kinds: &[DependencyKind]) -> BTreeSet<&'a str> {
    let dependencies = package.dependencies.iter();
    dependencies
        .filter(|dependency| kinds.contains(&dependency.kind))
        .map(|dependency| dependency.name.as_str())
        .collect()
}

const SHIPPED: &[DependencyKind] = &[DependencyKind::Normal, DependencyKind::Build];

#[test]
fn crates_depend_on_each_other_along_the_table_and_not_otherwise() {
    let workspace = workspace();
    let packages = workspace.workspace_packages();
    let ours: BTreeSet<&str> = packages
        .iter()
        .map(|package| package.name.as_str())
        .collect();
    let actual: BTreeMap<&str, BTreeSet<&str>> = packages
        .iter()
        .map(|package| {
            let arrows = named(package, SHIPPED);
            (
                package.name.as_str(),
                arrows.intersection(&ours).copied().collect(),
            )
        })
        .collect();
    let allowed: BTreeMap<&str, BTreeSet<&str>> = ARROWS
        .iter()
        .map(|(from, to)| (*from, to.iter().copied().collect()))
        .collect();

    let mut findings = Vec::new();
    for (from, to) in &actual {
        let Some(allowed) = allowed.get(from) else {
            findings.push(format!("{from} has no line in the table"));
            continue;
        };
        findings.extend(
            to.difference(allowed)
                .map(|to| format!("{from} → {to} is not allowed")),
        );
        findings.extend(
            allowed
                .difference(to)
                .map(|to| format!("{from} → {to} is not used")),
        );
    }
    let gone = allowed.keys().filter(|from| !actual.contains_key(*from));
    findings.extend(gone.map(|from| format!("{from} is in the table only")));
    assert!(findings.is_empty(), "{findings:#?}");
}

#[test]
fn only_the_edge_names_http_and_graphql() {
    let workspace = workspace();
    for package in workspace.workspace_packages() {
        if TRANSPORT.contains(&package.name.as_str()) {
            continue;
        }
        // A test may play the other end of a wire, as Meilisearch's stub does.
        let named = named(package, SHIPPED);
        for library in TRANSPORT_LIBRARIES {
            assert!(!named.contains(library), "{} names {library}", package.name);
        }
    }
}

#[test]
fn the_test_kit_is_in_nothing_that_is_shipped() {
    let workspace = workspace();
    for package in workspace.workspace_packages() {
        let shipped = named(package, SHIPPED);
        assert!(
            !shipped.contains("testkit"),
            "{} is built on testkit",
            package.name
        );
    }
}

#[test]
fn the_kernel_does_no_input_or_output() {
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--package", "kernel"])
        .args(["--edges", "normal", "--prefix", "none", "--format", "{p}"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let text = String::from_utf8(tree.stdout).unwrap();
    let found: BTreeSet<&str> = text
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(
        tree.status.success() && found.contains("chrono"),
        "{}",
        String::from_utf8_lossy(&tree.stderr)
    );
    for library in INPUT_AND_OUTPUT {
        assert!(!found.contains(library), "kernel is built on {library}");
    }
}
