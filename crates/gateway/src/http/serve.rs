//! Serves until told to stop, and stops without breaking a request.

use crate::http::connection::Connections;
use crate::services::Services;
use axum::Router;
use axum::serve::{Listener, ListenerExt};
use std::sync::Arc;
use tokio::net::TcpListener;

/// Serves a router until `shutdown` ends; then reports not ready, keeps
/// serving for the drain delay, takes no more connections, and lets requests in
/// flight finish within the grace period.
///
/// # Errors
/// None today; a listener that fails is asked again.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    services: Arc<Services>,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let (drain_delay, grace) = (services.config.drain_delay, services.config.grace);
    let stop = async {
        shutdown.await;
        services.readiness.drain();
        tracing::info!("stopping: not ready from now on");
        tokio::time::sleep(drain_delay).await;
    };
    let mut listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY");
        }
    });
    let mut connections = Connections::new(router, &services.config);
    let serve = async {
        loop {
            let place = connections.place().await;
            let (stream, client) = listener.accept().await;
            connections.open(place, stream, client);
        }
    };
    tokio::select! {
        () = serve => {}
        () = stop => {}
    }
    // No more connections: whoever tries is refused, not kept waiting.
    drop(listener);
    if tokio::time::timeout(grace, connections.finish())
        .await
        .is_err()
    {
        tracing::warn!("stopping with requests in flight");
    }
    Ok(())
}
