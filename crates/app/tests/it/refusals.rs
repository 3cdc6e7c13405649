//! What cannot be done is said in one line, with code 2.

use crate::process::{SECRET, ocop, path, refusal};
use std::net::TcpListener;

fn serve(folder: &std::path::Path) -> std::process::Command {
    let mut command = ocop(&["serve", "--port", "0", "--data-dir", path(folder)]);
    command.env("OCOP_SECURITY__SECRET_KEY", SECRET);
    command
}

#[test]
fn a_port_that_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for command in ["serve", "work"] {
        let args = [
            command,
            "--listen",
            &address,
            "--data-dir",
            path(folder.path()),
        ];
        let line = refusal(ocop(&args).env("OCOP_SECURITY__SECRET_KEY", SECRET));
        assert_eq!(
            line,
            format!("server.listen: {address}: address already in use")
        );
    }
    let port = taken.local_addr().unwrap().port().to_string();
    let demo = folder.path().join("demo");
    let line = refusal(&mut ocop(&[
        "demo",
        "--port",
        &port,
        "--data-dir",
        path(&demo),
    ]));
    assert_eq!(
        line,
        format!("server.listen: {address}: address already in use")
    );
    assert!(
        !demo.exists(),
        "nothing is made where nothing can be served"
    );
}

#[test]
fn a_folder_that_cannot_be_written_to() {
    let outer = tempfile::tempdir().unwrap();
    // Whoever is root may write anywhere but below a file.
    let file = outer.path().join("file");
    std::fs::write(&file, "").unwrap();
    let folder = file.join("data");
    let expected = format!("storage.data_dir: {}: ", folder.display());
    let line = refusal(&mut serve(&folder));
    assert!(line.starts_with(&expected), "{line}");
    let line = refusal(&mut ocop(&[
        "demo",
        "--port",
        "0",
        "--data-dir",
        path(&folder),
    ]));
    assert!(line.starts_with(&expected), "{line}");
}

#[test]
fn a_folder_of_somebody_else() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("letter.txt"), "dear").unwrap();
    for reset in [&[][..], &["--reset"]] {
        let args = ["demo", "--port", "0", "--data-dir", path(folder.path())];
        let line = refusal(ocop(&args).args(reset));
        assert!(line.contains("not a demonstration's"), "{line}");
        assert!(folder.path().join("letter.txt").exists());
    }
}

#[test]
fn a_configuration_that_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ocop.toml");
    std::fs::write(&file, "[server]\nlisten = \"127.0.0.1:0\"\nprot = 1\n").unwrap();
    let line = refusal(serve(folder.path()).args(["--config", path(&file)]));
    assert!(line.starts_with("server.prot: unknown key"), "{line}");
    assert!(line.contains(path(&file)), "{line}");
    let line = refusal(serve(folder.path()).env("OCOP_JOBS__WORKERS", "none"));
    assert!(
        line.starts_with("jobs.workers: ") && line.contains("environment"),
        "{line}"
    );
    let line = refusal(serve(folder.path()).args(["--config", "/nowhere/ocop.toml"]));
    assert!(line.starts_with("--config: /nowhere/ocop.toml: "), "{line}");
}

#[test]
fn secrets_and_providers_of_a_demonstration() {
    let folder = tempfile::tempdir().unwrap();
    for (secret, why) in [
        ("", "is missing"),
        ("5f2b9c0d", "must be 64 hex digits"),
        (&"00".repeat(32), "can be guessed"),
        (&format!("demo-{SECRET}"), "is a demonstration's"),
    ] {
        for command in ["serve", "work"] {
            let args = [command, "--port", "0", "--data-dir", path(folder.path())];
            let line = refusal(ocop(&args).env("OCOP_SECURITY__SECRET_KEY", secret));
            assert!(
                line.starts_with(&format!("security.secret_key: {why}")),
                "{line}"
            );
        }
    }
    let line = refusal(serve(folder.path()).env("OCOP_PAYMENTS__SANDBOX", "true"));
    assert!(line.starts_with("payments.sandbox: "), "{line}");
    // Nothing was made on the way.
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_database_that_is_down_or_unknown() {
    let folder = tempfile::tempdir().unwrap();
    let nobody = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let url = format!("postgres://ocop:s3cret@{nobody}/ocop");
    let line = refusal(
        serve(folder.path())
            .args(["--database-url", &url])
            .env("OCOP_DATABASE__ACQUIRE_TIMEOUT_SECONDS", "1"),
    );
    assert!(
        line.starts_with(&format!(
            "database.url: cannot open postgres://…@{nobody}/ocop: "
        )),
        "{line}"
    );
    assert!(!line.contains("s3cret"), "{line}");
    let line = refusal(serve(folder.path()).args(["--database-url", "mysql://x/y"]));
    assert!(line.starts_with("database.url: "), "{line}");
}

#[test]
fn a_database_without_its_tables() {
    let folder = tempfile::tempdir().unwrap();
    for command in ["verify", "reindex"] {
        let line = refusal(&mut ocop(&[command, "--data-dir", path(folder.path())]));
        assert!(line.contains("run `ocop migrate`"), "{line}");
    }
}
