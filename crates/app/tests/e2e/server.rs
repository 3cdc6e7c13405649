//! Starts `ocop demo`, or `ocop serve` over the same data, and talks to it.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use testkit::TestDb;

/// A secret as `openssl rand -hex 32` makes it.
const SECRET: &str = "5f2b9c0de1a74386bb02c4d5e6f70819a1b2c3d4e5f60718293a4b5c6d7e8f90";

/// A running demonstration; killed when dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) client: Client,
}

/// Where a demonstration lives between starts.
pub(crate) struct Home {
    // Held until the test ends; PostgreSQL's database goes with its cluster.
    database: TestDb,
    folder: PathBuf,
    url: Option<String>,
    port: u16,
}

/// Speaks GraphQL to one server.
#[derive(Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    address: String,
}

impl Home {
    /// A home in the engine of the test's database: its own empty PostgreSQL
    /// database, or a SQLite file in a folder of its own.
    pub(crate) fn new(database: TestDb) -> Self {
        let url = database.config().url.clone();
        let folder = database.folder().join("demo");
        let url = url.starts_with("postgres").then_some(url);
        // A port that was free a moment ago; nobody else here takes it.
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        Self {
            database,
            folder,
            url,
            port,
        }
    }

    /// The same in the test's database, whichever it is.
    pub(crate) fn within(database: TestDb) -> Self {
        let url = Some(database.config().url.clone());
        Self {
            url,
            ..Self::new(database)
        }
    }

    fn command(&self, name: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ocop"));
        command.args(name).arg("--data-dir").arg(&self.folder);
        if let Some(url) = &self.url {
            command.arg("--database-url").arg(url);
        }
        command
    }

    /// Starts the demonstration and waits until it is ready.
    pub(crate) async fn start(&self) -> Server {
        self.spawn(self.command(&["demo"])).await
    }

    /// Serves the data of a demonstration in earnest, with an operator's
    /// settings: variables of the environment.
    pub(crate) async fn serve(&self, settings: &[(&str, &str)]) -> Server {
        drop(self.start().await);
        let claim = "UPDATE instance SET value = 'live' WHERE name = 'profile'";
        assert_eq!(self.database.raw(claim).await.unwrap(), 1);
        let mut command = self.command(&["serve"]);
        command.env("OCOP_SECURITY__SECRET_KEY", SECRET);
        command.envs(settings.iter().copied());
        self.spawn(command).await
    }

    async fn spawn(&self, mut command: Command) -> Server {
        command.arg("--port").arg(self.port.to_string());
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Read what it prints, so that it never waits for us.
        let output = child.stdout.take().unwrap();
        std::thread::spawn(move || {
            BufReader::new(output)
                .lines()
                .map_while(Result::ok)
                .for_each(drop)
        });
        let address = format!("http://127.0.0.1:{}", self.port);
        // The only TLS provider of the process; set twice is set.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .timeout(Duration::from_secs(30))
            .build()
            .unwrap();
        let client = Client { http, address };
        for _ in 0..600 {
            if client.status("/readyz").await == Some(200) {
                return Server { child, client };
            }
            assert!(
                child.try_wait().unwrap().is_none(),
                "the server ended before it was ready"
            );
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("the server is not ready after a minute");
    }

    /// Whether `ocop verify` finds nothing; its table otherwise.
    pub(crate) fn verify(&self) -> Result<(), String> {
        let output = self.command(&["verify"]).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned()
            + &String::from_utf8_lossy(&output.stderr);
        if output.status.success() {
            Ok(())
        } else {
            Err(text)
        }
    }

    /// Waits until nothing is left to do for the jobs that are due.
    pub(crate) async fn settle(&self) {
        for _ in 0..300 {
            let counted = self.command(&["jobs", "count"]).output().unwrap();
            let counted = String::from_utf8(counted.stdout).unwrap();
            if counted.contains("late: 0, running: 0") {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("jobs are left after half a minute");
    }

    /// The single number that a query answers with.
    pub(crate) async fn number(&self, sql: &str) -> i64 {
        self.database.number(sql).await
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Server {
    /// SIGKILL, as a power cut would.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// Memory of a process, in KiB.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Memory {
    /// What it has now.
    pub(crate) now: u64,
    /// The most that it had since it was forgotten last.
    pub(crate) most: u64,
}

impl Server {
    fn process(&self, file: &str) -> PathBuf {
        PathBuf::from(format!("/proc/{}/{file}", self.child.id()))
    }

    /// Ends as an operator ends it, its work done.
    pub(crate) fn stop(mut self) {
        let id = self.child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status().unwrap();
        assert!(told.success() && self.child.wait().unwrap().success());
    }

    /// The server's memory, as the kernel counts it.
    pub(crate) fn memory(&self) -> Memory {
        let status = std::fs::read_to_string(self.process("status")).unwrap();
        let of = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            let number = line.and_then(|line| line.split_whitespace().next());
            number.expect("a number of KiB").parse().unwrap()
        };
        Memory {
            now: of("VmRSS:"),
            most: of("VmHWM:"),
        }
    }

    /// Lets the kernel count the most memory anew.
    pub(crate) fn forget_most_memory(&self) {
        std::fs::write(self.process("clear_refs"), "5").unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Client {
    /// Where the server listens.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// Posts a body; status and text of the answer, where there is one.
    pub(crate) async fn post(
        &self,
        path: &str,
        token: &str,
        content_type: &str,
        body: Vec<u8>,
    ) -> Option<(u16, String)> {
        let request = self.http.post(format!("{}{path}", self.address));
        let request = request.bearer_auth(token).timeout(Duration::from_secs(120));
        let request = request.header("content-type", content_type).body(body);
        let answer = request.send().await.ok()?;
        Some((answer.status().as_u16(), answer.text().await.ok()?))
    }

    async fn status(&self, path: &str) -> Option<u16> {
        let answer = self
            .http
            .get(format!("{}{path}", self.address))
            .send()
            .await
            .ok()?;
        Some(answer.status().as_u16())
    }

    /// The whole answer of an operation; `None` when the server is gone.
    pub(crate) async fn try_send(
        &self,
        token: Option<&str>,
        query: &str,
        variables: Value,
    ) -> Option<Value> {
        let mut request = self.http.post(format!("{}/graphql", self.address));
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        let body = json!({ "query": query, "variables": variables });
        let answer = request.json(&body).send().await.ok()?;
        assert!(
            answer.status().as_u16() < 500,
            "{} for {query}",
            answer.status()
        );
        answer.json().await.ok()
    }

    /// The data of an operation that must succeed.
    pub(crate) async fn data(&self, token: Option<&str>, query: &str, variables: Value) -> Value {
        let answer = self
            .try_send(token, query, variables)
            .await
            .expect("the server answers");
        assert!(answer["errors"].is_null(), "{query}\n{answer}");
        answer["data"].clone()
    }
}
