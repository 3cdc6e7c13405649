//! Load from outside: connections that are kept, requests that were made
//! before, and every answer read to its end.

use crate::Result;
use crate::percentile::per_mille;
use crate::process::Server;
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Request, header};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// Connections under load.
pub(crate) const CONNECTIONS: usize = 16;

/// Connections of the open model: enough that requests wait in the server and
/// not here.
const OPEN_CONNECTIONS: usize = 64;

/// One kept connection.
pub(crate) struct Client {
    sender: SendRequest<Full<Bytes>>,
    host: String,
}

impl Client {
    pub(crate) async fn connect(port: u16) -> Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        // Ends with the sender; what fails it fails the request as well.
        tokio::spawn(connection);
        let host = format!("127.0.0.1:{port}");
        Ok(Self { sender, host })
    }

    /// The body of a successful answer.
    pub(crate) async fn post(&mut self, body: Bytes) -> Result<Bytes> {
        self.send(body, false).await
    }

    /// The answer as JSON, with the number of SQL statements among its
    /// extensions where the server counts them.
    pub(crate) async fn ask(&mut self, body: Bytes) -> Result<Value> {
        let answer: Value = serde_json::from_slice(&self.send(body, true).await?)?;
        match answer.get("errors") {
            Some(errors) => Err(format!("the server answers {errors}").into()),
            None => Ok(answer),
        }
    }

    /// The payload of a mutation without user errors, and its SQL statements.
    pub(crate) async fn change(&mut self, name: &str, body: Bytes) -> Result<(Value, u64)> {
        let mut answer = self.ask(body).await?;
        let statements = answer["extensions"]["statements"].as_u64().unwrap_or(0);
        let payload = answer["data"][name].take();
        match payload["userErrors"].as_array() {
            Some(errors) if errors.is_empty() => Ok((payload, statements)),
            _ => Err(format!("{name} answers {payload}").into()),
        }
    }

    async fn send(&mut self, body: Bytes, count: bool) -> Result<Bytes> {
        let mut request = Request::post("/graphql")
            .header(header::HOST, &self.host)
            .header(header::CONTENT_TYPE, "application/json");
        if count {
            request = request.header("x-debug-statements", "1");
        }
        self.sender.ready().await?;
        let answer = self
            .sender
            .send_request(request.body(Full::new(body))?)
            .await?;
        let status = answer.status();
        let body = answer.into_body().collect().await?.to_bytes();
        if status.is_success() {
            Ok(body)
        } else {
            Err(format!("{status}: {}", String::from_utf8_lossy(&body)).into())
        }
    }
}

/// What one round measured.
#[derive(Clone, Debug)]
pub(crate) struct Round {
    /// Requests answered in a second.
    pub(crate) per_second: u64,
    /// Microseconds until the last byte.
    pub(crate) p50: u64,
    /// Microseconds until the last byte.
    pub(crate) p99: u64,
    /// Processor time of the server for a request, in microseconds.
    pub(crate) cpu: u64,
}

impl Round {
    pub(crate) fn of(mut latencies: Vec<u64>, elapsed: Duration, cpu_ms: u64) -> Result<Self> {
        latencies.sort_unstable();
        let count = u64::try_from(latencies.len())?;
        let micros = u64::try_from(elapsed.as_micros())?.max(1);
        Ok(Self {
            per_second: count * 1_000_000 / micros,
            p50: per_mille(&latencies, 500),
            p99: per_mille(&latencies, 990),
            cpu: cpu_ms * 1_000 / count.max(1),
        })
    }
}

/// Microseconds since then.
pub(crate) fn since(then: Instant) -> u64 {
    u64::try_from(then.elapsed().as_micros()).unwrap_or(u64::MAX)
}

async fn joined(mut tasks: JoinSet<Result<Vec<u64>>>) -> Result<Vec<u64>> {
    let mut all = Vec::new();
    while let Some(done) = tasks.join_next().await {
        all.append(&mut done??);
    }
    Ok(all)
}

/// As many requests as the server answers, [`CONNECTIONS`] at a time.
pub(crate) async fn closed(
    server: &Server,
    bodies: &Arc<Vec<Bytes>>,
    time: Duration,
) -> Result<Round> {
    let (cpu, started) = (server.cpu_ms()?, Instant::now());
    let mut tasks = JoinSet::new();
    for worker in 0..CONNECTIONS {
        let bodies = bodies.clone();
        let mut client = Client::connect(server.port).await?;
        tasks.spawn(async move {
            let mut latencies = Vec::new();
            let mut next = worker * bodies.len() / CONNECTIONS;
            while started.elapsed() < time {
                let sent = Instant::now();
                answered(&client.post(bodies[next % bodies.len()].clone()).await?)?;
                latencies.push(since(sent));
                next += 1;
            }
            Ok(latencies)
        });
    }
    let latencies = joined(tasks).await?;
    Round::of(latencies, started.elapsed(), server.cpu_ms()? - cpu)
}

/// Requests at a fixed rate, whether or not the server keeps up: latency counts
/// from the moment at which a request was due, so that a stall is felt by all
/// who would have come meanwhile.
pub(crate) async fn open(
    server: &Server,
    bodies: &Arc<Vec<Bytes>>,
    per_second: u64,
    time: Duration,
) -> Result<Round> {
    let tickets = Arc::new(AtomicU64::new(0));
    let (cpu, started) = (server.cpu_ms()?, Instant::now());
    let mut tasks = JoinSet::new();
    for _ in 0..OPEN_CONNECTIONS {
        let (bodies, tickets) = (bodies.clone(), tickets.clone());
        let mut client = Client::connect(server.port).await?;
        tasks.spawn(async move {
            let mut latencies = Vec::new();
            loop {
                let ticket = tickets.fetch_add(1, Ordering::Relaxed);
                let due = Duration::from_micros(ticket * 1_000_000 / per_second.max(1));
                if due >= time {
                    return Ok(latencies);
                }
                let due = started + due;
                tokio::time::sleep_until(due.into()).await;
                let body = bodies[usize::try_from(ticket)? % bodies.len()].clone();
                answered(&client.post(body).await?)?;
                latencies.push(since(due));
            }
        });
    }
    let latencies = joined(tasks).await?;
    Round::of(latencies, started.elapsed(), server.cpu_ms()? - cpu)
}

/// Fast answers must be answers.
fn answered(body: &Bytes) -> Result<()> {
    if body.starts_with(b"{\"data\":{") && body.len() > 100 {
        Ok(())
    } else {
        Err(format!("the server answers {}", String::from_utf8_lossy(body)).into())
    }
}

/// Follows a list of products for so many pages: their requests, and the
/// products on them.
pub(crate) async fn browse(
    server: &Server,
    pages: usize,
    page: fn(Option<&str>) -> Bytes,
) -> Result<(Vec<Bytes>, Vec<Value>)> {
    let mut client = Client::connect(server.port).await?;
    let (mut bodies, mut products) = (Vec::new(), Vec::new());
    let mut after: Option<String> = None;
    for _ in 0..pages {
        let body = page(after.as_deref());
        let mut page = client.ask(body.clone()).await?["data"]["products"].take();
        bodies.push(body);
        if let Value::Array(nodes) = page["nodes"].take() {
            products.extend(nodes);
        }
        if page["pageInfo"]["hasNextPage"] != true {
            break;
        }
        after = page["pageInfo"]["endCursor"].as_str().map(str::to_owned);
    }
    Ok((bodies, products))
}
