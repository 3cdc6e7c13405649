//! Starts the binary, reads what it prints, and ends it.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// A secret as `openssl rand -hex 32` makes it.
pub(crate) const SECRET: &str = "5f2b9c0de1a74386bb02c4d5e6f70819a1b2c3d4e5f60718293a4b5c6d7e8f90";

/// The binary with nothing of the caller's configuration.
pub(crate) fn ocop(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ocop"));
    command.args(args);
    for (name, _) in std::env::vars() {
        if name.starts_with("OCOP_") || name == "RUST_LOG" {
            command.env_remove(name);
        }
    }
    command
}

/// Runs a command to its end.
pub(crate) fn run(args: &[&str]) -> Output {
    ocop(args).output().unwrap()
}

/// The one line on standard error of a command that refuses.
pub(crate) fn refusal(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert_eq!(text.lines().count(), 1, "{text}");
    text.strip_prefix("ocop: ")
        .expect("it says who speaks")
        .trim_end()
        .to_owned()
}

pub(crate) fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A running service.
pub(crate) struct Service {
    child: Child,
    printed: Arc<Mutex<Vec<String>>>,
    http: reqwest::Client,
    pub(crate) address: String,
    /// From its start to the first answer that it is ready.
    pub(crate) took: Duration,
}

impl Service {
    /// Starts a service on a port that was free a moment ago, and waits until
    /// it is ready.
    pub(crate) async fn start(args: &[&str]) -> Self {
        Self::start_command(ocop(args)).await
    }

    pub(crate) async fn start_command(mut command: Command) -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .and_then(|listener| listener.local_addr())
            .unwrap()
            .port();
        let started = Instant::now();
        let mut child = command
            .args(["--port", &port.to_string()])
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let printed = Arc::new(Mutex::new(Vec::new()));
        let lines = printed.clone();
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                lines.lock().unwrap().push(line);
            }
        });
        // The only TLS provider of the process; set twice is set.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .timeout(Duration::from_secs(20))
            .build()
            .unwrap();
        let mut service = Self {
            child,
            printed,
            http,
            address: format!("http://127.0.0.1:{port}"),
            took: Duration::ZERO,
        };
        while service
            .get("/readyz")
            .await
            .is_none_or(|(status, _)| status != 200)
        {
            let ended = service.child.try_wait().unwrap();
            assert!(ended.is_none(), "it ended before it was ready: {ended:?}");
            assert!(
                started.elapsed() < Duration::from_secs(60),
                "not ready in time"
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        service.took = started.elapsed();
        service
    }

    /// What it has printed so far.
    pub(crate) fn printed(&self) -> Vec<String> {
        self.printed.lock().unwrap().clone()
    }

    /// Status and text of a page; `None` when nobody answers.
    pub(crate) async fn get(&self, path: &str) -> Option<(u16, String)> {
        let answer = self
            .http
            .get(format!("{}{path}", self.address))
            .send()
            .await
            .ok()?;
        Some((answer.status().as_u16(), answer.text().await.ok()?))
    }

    /// The data of a request that must succeed.
    pub(crate) async fn data(&self, body: &Value) -> Value {
        let request = self
            .http
            .post(format!("{}/graphql", self.address))
            .json(body);
        let answer: Value = request.send().await.unwrap().json().await.unwrap();
        assert!(answer["errors"].is_null(), "{body}\n{answer}");
        answer["data"].clone()
    }

    pub(crate) async fn query(&self, query: &str) -> Value {
        self.data(&json!({ "query": query })).await
    }

    /// SIGTERM; how it ended, and after how long.
    pub(crate) async fn stop(mut self) -> (ExitStatus, Duration) {
        let started = Instant::now();
        let id = self.child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status().unwrap();
        assert!(told.success());
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return (status, started.elapsed());
            }
            assert!(
                started.elapsed() < Duration::from_secs(35),
                "it does not end"
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
