//! Star badges, our own drawing: five stars of which N are filled, and the
//! words. What a star means stands on the certificate, so a badge is only ever
//! shown beside its number.

use super::answer;
use axum::extract::Path;
use axum::http::{HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};
use std::fmt::Write;

/// One star of radius 10 around its origin.
const STAR: &str =
    "M0-10 2.35-3.24 9.51-3.09 3.8 1.24 5.88 8.09 0 4-5.88 8.09-3.8 1.24-9.51-3.09-2.35-3.24z";

/// `/badges/4.svg`, in English with `?lang=en`.
pub(super) async fn badge(Path(file): Path<String>, uri: Uri) -> Response {
    let stars = match file.as_str() {
        "3.svg" => 3,
        "4.svg" => 4,
        "5.svg" => 5,
        _ => return answer::not_found().await,
    };
    let english = uri
        .query()
        .is_some_and(|query| query.split('&').any(|pair| pair == "lang=en"));
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("image/svg+xml"),
        ),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=86400"),
        ),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; sandbox"),
        ),
    ];
    (headers, draw(stars, english)).into_response()
}

fn draw(stars: i32, english: bool) -> String {
    let words = if english {
        format!("OCOP · {stars} stars")
    } else {
        format!("OCOP · {stars} sao")
    };
    let mut svg = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="150" height="60" viewBox="0 0 150 60" role="img" aria-label="{words}"><title>{words}</title><rect x="1" y="1" width="148" height="58" rx="10" fill="#fff" stroke="#1a7f37" stroke-width="2"/>"##
    );
    for position in 0..5 {
        let fill = if position < stars {
            "#f2a900"
        } else {
            "#e3e3e3"
        };
        let x = 23 + position * 26;
        // Writing to a string cannot fail.
        let _ = write!(
            svg,
            r#"<path transform="translate({x} 21)" fill="{fill}" d="{STAR}"/>"#
        );
    }
    let _ = write!(
        svg,
        r##"<text x="75" y="49" text-anchor="middle" font-family="system-ui,'Segoe UI',Roboto,'Noto Sans',sans-serif" font-size="14" font-weight="600" fill="#1a7f37">{words}</text></svg>"##
    );
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_badge_has_five_stars_of_which_n_are_filled() {
        for stars in 3..=5 {
            let svg = draw(stars, false);
            assert_eq!(svg.matches("<path").count(), 5);
            assert_eq!(
                svg.matches("#f2a900").count(),
                usize::try_from(stars).unwrap()
            );
            assert!(svg.contains(&format!("OCOP · {stars} sao")));
        }
        assert!(draw(4, true).contains("OCOP · 4 stars"));
    }
}
