//! `GET /media/pictures/…` gives the sizes that were made of pictures. They come
//! through this program also where they lie in a bucket: the bucket stays
//! private, what is sent along is ours, and because a name is made of its bytes
//! whatever stands before us keeps them for a year. An address that a bucket
//! signs changes with every page, so nobody could keep what is behind it.

use super::files::unavailable;
use super::{Gateway, answer};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// `GET /media/pictures/{folder}/{file}`: what is there never changes.
pub(super) async fn get(
    State(gateway): State<Arc<Gateway>>,
    Path((folder, file)): Path<(String, String)>,
) -> Response {
    let Some(content_type) = named(&folder, &file) else {
        return answer::not_found().await;
    };
    let path = format!("pictures/{folder}/{file}");
    match gateway.services.pictures.media().get(&path).await {
        Ok(Some(bytes)) => {
            let headers = [
                (header::CONTENT_TYPE, HeaderValue::from_static(content_type)),
                (
                    header::CACHE_CONTROL,
                    HeaderValue::from_static("public, max-age=31536000, immutable"),
                ),
                (
                    header::CONTENT_SECURITY_POLICY,
                    HeaderValue::from_static("default-src 'none'; sandbox"),
                ),
            ];
            (headers, bytes).into_response()
        }
        Ok(None) => answer::not_found().await,
        Err(error) => {
            tracing::error!(%error, "a picture cannot be read");
            unavailable("the picture cannot be read now")
        }
    }
}

/// The type of a name that is ours: a hash below its first two digits.
fn named(folder: &str, file: &str) -> Option<&'static str> {
    let (hash, ending) = file.split_once('.')?;
    let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    let ours = hash.len() == 64 && hash.bytes().all(hex) && hash.get(..2) == Some(folder);
    match ending {
        "webp" if ours => Some("image/webp"),
        "jpg" if ours => Some("image/jpeg"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hashes_have_a_type() {
        let hash = "ab".repeat(32);
        let name = |folder: &str, file: String| named(folder, &file).is_some();
        assert!(name("ab", format!("{hash}.webp")) && name("ab", format!("{hash}.jpg")));
        for (folder, file) in [
            ("ac", format!("{hash}.webp")),
            ("ab", format!("{hash}.svg")),
            ("ab", hash.clone()),
            ("ab", format!("{}.jpg", "AB".repeat(32))),
            ("ab", "../../ocop.jpg".to_owned()),
            ("..", format!("{hash}.jpg")),
        ] {
            assert!(!name(folder, file.clone()), "{folder}/{file}");
        }
    }
}
