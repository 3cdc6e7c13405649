//! Serves until told to stop, and stops without breaking a request.

use crate::services::Services;
use axum::Router;
use axum::serve::ListenerExt;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;

/// Serves a router until `shutdown` ends; then reports not ready, keeps
/// serving for the drain delay, takes no more connections, and lets requests in
/// flight finish within the grace period.
///
/// # Errors
/// What the listener said.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    services: Arc<Services>,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let (stopping, mut stopped) = tokio::sync::watch::channel(false);
    let (drain_delay, grace) = (services.config.drain_delay, services.config.grace);
    let readiness = services.readiness.clone();
    let stop = async move {
        shutdown.await;
        readiness.drain();
        tracing::info!("stopping: not ready from now on");
        tokio::time::sleep(drain_delay).await;
        // Nobody left to tell is fine.
        let _ = stopping.send(true);
    };
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY");
        }
    });
    let serving = axum::serve(
        listener,
        router.into_make_service_with_connect_info::<SocketAddr>(),
    )
    .with_graceful_shutdown(stop);
    let out_of_patience = async move {
        // An error means that serving ended by itself.
        if stopped.wait_for(|stopped| *stopped).await.is_ok() {
            tokio::time::sleep(grace).await;
        } else {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        ended = serving.into_future() => ended,
        () = out_of_patience => {
            tracing::warn!("stopping with requests in flight");
            Ok(())
        }
    }
}
