//! Serving over TCP and stopping.

use crate::support::App;
use gateway::serve;
use std::time::Duration;
use testkit::TestDb;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

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
    let answer = exchange(&mut slow, &body[5..]).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    drop(slow);
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
