//! Pictures from the data folder. Names and types are ours, so whatever looks
//! different does not exist.

use super::{Gateway, answer};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// Larger files are none of ours.
const LARGEST: u64 = 16 * 1024 * 1024;

/// `/media/{path}`.
pub(super) async fn media(
    State(gateway): State<Arc<Gateway>>,
    Path(path): Path<String>,
) -> Response {
    let Some(content_type) = content_type(&path) else {
        return answer::not_found().await;
    };
    let file = gateway.services.config.media_folder.join(&path);
    let Ok(about) = tokio::fs::metadata(&file).await else {
        return answer::not_found().await;
    };
    if !about.is_file() || about.len() > LARGEST {
        return answer::not_found().await;
    }
    match tokio::fs::read(&file).await {
        Ok(bytes) => {
            let headers = [
                (header::CONTENT_TYPE, HeaderValue::from_static(content_type)),
                (
                    header::CACHE_CONTROL,
                    HeaderValue::from_static("public, max-age=86400"),
                ),
                // An SVG opened by itself is a document: it may run nothing.
                (
                    header::CONTENT_SECURITY_POLICY,
                    HeaderValue::from_static(
                        "default-src 'none'; style-src 'unsafe-inline'; sandbox",
                    ),
                ),
            ];
            (headers, bytes).into_response()
        }
        Err(error) => {
            tracing::warn!(%error, "a picture cannot be read");
            answer::not_found().await
        }
    }
}

/// The type of a path that may be ours: plain names, one of four endings.
fn content_type(path: &str) -> Option<&'static str> {
    let plain = |segment: &str| {
        !segment.is_empty()
            && !segment.starts_with('.')
            && segment
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
    };
    if path.len() > 200 || !path.split('/').all(plain) {
        return None;
    }
    match path.rsplit_once('.')?.1 {
        "svg" => Some("image/svg+xml"),
        "png" => Some("image/png"),
        "webp" => Some("image/webp"),
        "jpg" | "jpeg" => Some("image/jpeg"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_paths_exist() {
        assert_eq!(content_type("products/com-chay.svg"), Some("image/svg+xml"));
        for path in [
            "../secret.svg",
            "a/../../x.png",
            "/etc/x.png",
            "a//x.png",
            ".hidden.png",
            "a\\..\\x.png",
            "a\0.png",
            "x.html",
            "x",
            "C:x.png",
            "",
        ] {
            assert_eq!(content_type(path), None, "{path}");
        }
    }
}
