//! Serving over TCP and stopping.

use crate::support::App;
use gateway::serve;
use std::net::SocketAddr;
use std::time::Duration;
use testkit::TestDb;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

async fn exchange(stream: &mut TcpStream, request: &str) -> String {
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = vec![0; 8192];
    let length = stream.read(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer[..length]).into_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_in_flight_is_finished() {
    let app = App::with(TestDb::sqlite().await, |config| {
        config.drain_delay = Duration::from_millis(300);
        config.grace = Duration::from_secs(5);
    })
    .await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = tokio::spawn(serve(
        listener,
        app.router.clone(),
        app.services.clone(),
        async {
            let _ = stopped.await;
        },
    ));
    let ready = "GET /readyz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    let ask_ready = async || exchange(&mut TcpStream::connect(address).await.unwrap(), ready).await;
    assert!(ask_ready().await.starts_with("HTTP/1.1 200"));

    // A connection between two requests.
    let mut idle = TcpStream::connect(address).await.unwrap();
    let answer = exchange(&mut idle, READY).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");

    // Half a request, then the order to stop.
    let body = r#"{"query":"{ __typename }"}"#;
    let mut slow = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{}",
        body.len(),
        &body[..5]
    );
    slow.write_all(head.as_bytes()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    stop.send(()).unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    // Not ready, and yet served.
    assert!(ask_ready().await.starts_with("HTTP/1.1 503"));
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert!(
        TcpStream::connect(address).await.is_err(),
        "no more connections"
    );
    assert!(!serving.is_finished(), "a request is in flight");
    let answer = exchange(&mut slow, &body[5..]).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    // Whoever has nothing in flight is told to go.
    for mut client in [idle, slow] {
        let mut rest = Vec::new();
        let closed = client.read_to_end(&mut rest);
        let closed = tokio::time::timeout(Duration::from_secs(2), closed).await;
        closed.expect("closed by the server").unwrap();
    }
    tokio::time::timeout(Duration::from_secs(2), serving)
        .await
        .unwrap()
        .unwrap()
        .unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_without_end_is_given_up() {
    let app = App::with(TestDb::sqlite().await, |config| {
        config.drain_delay = Duration::ZERO;
        config.grace = Duration::from_millis(200);
    })
    .await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = tokio::spawn(serve(
        listener,
        app.router.clone(),
        app.services.clone(),
        async {
            let _ = stopped.await;
        },
    ));
    let mut stuck = TcpStream::connect(address).await.unwrap();
    stuck
        .write_all(b"POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{")
        .await
        .unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    stop.send(()).unwrap();
    tokio::time::timeout(Duration::from_secs(2), serving)
        .await
        .unwrap()
        .unwrap()
        .unwrap();
}

/// A server whose clients may take `header_timeout` over a request's head.
async fn impatient(
    header_timeout: Duration,
    connections: usize,
) -> (App, SocketAddr, JoinHandle<std::io::Result<()>>) {
    let app = App::with(TestDb::sqlite().await, |config| {
        config.header_timeout = header_timeout;
        config.connections = connections;
    })
    .await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (router, services) = (app.router.clone(), app.services.clone());
    let serving = tokio::spawn(serve(listener, router, services, std::future::pending()));
    (app, address, serving)
}

const READY: &str = "GET /readyz HTTP/1.1\r\nhost: x\r\n\r\n";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_stalls_before_a_request_is_complete_is_let_go() {
    let (_app, address, serving) = impatient(Duration::from_millis(200), 4096).await;
    for beginning in [
        "",
        // A beginning of HTTP/2's preface, and all of it.
        "PRI * HTTP/2.0\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "GET /readyz HTTP/1.1\r\nhost: x\r\n",
    ] {
        let mut stalled = TcpStream::connect(address).await.unwrap();
        stalled.write_all(beginning.as_bytes()).await.unwrap();
        let mut rest = Vec::new();
        let closed = stalled.read_to_end(&mut rest);
        // However it is closed: politely or by a reset.
        let closed = tokio::time::timeout(Duration::from_secs(20), closed).await;
        assert!(closed.is_ok(), "{beginning:?} holds a connection for ever");
    }
    // The second request of a connection that began well.
    let mut stalled = TcpStream::connect(address).await.unwrap();
    let answer = exchange(&mut stalled, READY).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    stalled.write_all(&READY.as_bytes()[..20]).await.unwrap();
    let mut rest = Vec::new();
    let closed = stalled.read_to_end(&mut rest);
    let closed = tokio::time::timeout(Duration::from_secs(20), closed).await;
    assert!(closed.is_ok(), "a second request holds it for ever");
    serving.abort();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_beyond_the_limit_waits_for_its_turn() {
    let (_app, address, serving) = impatient(Duration::from_secs(60), 1).await;
    let mut first = TcpStream::connect(address).await.unwrap();
    let answer = exchange(&mut first, READY).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let mut second = TcpStream::connect(address).await.unwrap();
    second.write_all(READY.as_bytes()).await.unwrap();
    let mut answer = [0; 12];
    let early = tokio::time::timeout(Duration::from_millis(200), second.read(&mut answer)).await;
    assert!(early.is_err(), "the only place is taken");
    drop(first);
    let length = tokio::time::timeout(Duration::from_secs(20), second.read_exact(&mut answer))
        .await
        .expect("its turn comes")
        .unwrap();
    assert_eq!(&answer[..length], b"HTTP/1.1 200");
    serving.abort();
}
