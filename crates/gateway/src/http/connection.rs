//! Open connections: how many, how long they may keep us waiting, and how they
//! end.

use crate::config::GatewayConfig;
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

/// The connections of one listener.
pub(super) struct Connections {
    router: Router,
    server: Builder<TokioExecutor>,
    header_timeout: Duration,
    places: Arc<Semaphore>,
    tasks: TaskTracker,
    stopping: CancellationToken,
}

/// The right to open one connection; given back when it closes.
pub(super) struct Place(
    #[allow(dead_code, reason = "held, not read")] Option<OwnedSemaphorePermit>,
);

impl Connections {
    pub(super) fn new(router: Router, config: &GatewayConfig) -> Self {
        let header_timeout = config.header_timeout;
        let mut server = Builder::new(TokioExecutor::new());
        server
            .http1()
            .timer(TokioTimer::new())
            .header_read_timeout(header_timeout);
        // What HTTP/2 has in its place: a peer that does not answer is gone.
        server
            .http2()
            .timer(TokioTimer::new())
            .keep_alive_interval(header_timeout)
            .keep_alive_timeout(header_timeout);
        Self {
            router,
            server,
            header_timeout,
            places: Arc::new(Semaphore::new(config.connections)),
            tasks: TaskTracker::new(),
            stopping: CancellationToken::new(),
        }
    }

    /// Waits until one more connection may be opened.
    pub(super) async fn place(&self) -> Place {
        // The semaphore is never closed.
        Place(self.places.clone().acquire_owned().await.ok())
    }

    /// Serves a connection in a task of its own.
    pub(super) fn open(&mut self, place: Place, stream: TcpStream, client: SocketAddr) {
        let begun = Arc::new(AtomicBool::new(false));
        let seen = begun.clone();
        let service = self.router.clone().map_request(move |request: Request<_>| {
            seen.store(true, Ordering::Relaxed);
            let mut request: Request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(client));
            request
        });
        let (server, stopping) = (self.server.clone(), self.stopping.clone());
        let header_timeout = self.header_timeout;
        self.tasks.spawn(async move {
            let service = TowerToHyperService::new(service);
            let mut connection =
                pin!(server.serve_connection_with_upgrades(TokioIo::new(stream), service));
            // Hyper's own limit begins when the version of HTTP is known,
            // which a client may put off as well.
            let mut first = pin!(tokio::time::sleep(header_timeout));
            let (mut late, mut told) = (false, false);
            loop {
                tokio::select! {
                    ended = connection.as_mut() => {
                        if let Err(error) = ended {
                            tracing::trace!(%error, "a connection failed");
                        }
                        break;
                    }
                    () = first.as_mut(), if !late => {
                        late = true;
                        if !begun.load(Ordering::Relaxed) {
                            break;
                        }
                    }
                    () = stopping.cancelled(), if !told => {
                        told = true;
                        connection.as_mut().graceful_shutdown();
                    }
                }
            }
            drop(place);
        });
    }

    /// Tells every connection to end after its requests in flight, and waits
    /// until all have.
    pub(super) async fn finish(&mut self) {
        self.stopping.cancel();
        self.tasks.close();
        self.tasks.wait().await;
    }
}
