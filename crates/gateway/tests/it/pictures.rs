//! Badges and media.

use crate::support::App;
use axum::http::StatusCode;
use testkit::TestDb;

/// Whether tags are closed in the order in which they were opened.
fn well_formed(xml: &str) -> bool {
    let mut open = Vec::new();
    for tag in xml.split('<').skip(1) {
        let Some((tag, text)) = tag.split_once('>') else {
            return false;
        };
        if text.contains('&') || tag.matches('"').count() % 2 != 0 {
            return false;
        }
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return false;
            }
        } else if !tag.ends_with('/') {
            open.push(tag.split_whitespace().next().unwrap_or(""));
        }
    }
    open.is_empty() && xml.starts_with("<svg")
}

#[tokio::test]
async fn badges_exist_for_three_to_five_stars() {
    let app = App::open(TestDb::sqlite().await).await;
    for stars in 3..=5 {
        let badge = app.get(&format!("/badges/{stars}.svg")).await;
        assert_eq!(badge.status, StatusCode::OK);
        assert_eq!(badge.header("content-type"), "image/svg+xml");
        assert!(badge.header("cache-control").contains("max-age"));
        assert!(well_formed(&badge.text), "{}", badge.text);
        assert!(badge.text.contains(&format!("OCOP · {stars} sao")));
        let english = app.get(&format!("/badges/{stars}.svg?lang=en")).await;
        assert!(english.text.contains(&format!("OCOP · {stars} stars")));
    }
    for path in [
        "/badges/2.svg",
        "/badges/6.svg",
        "/badges/4",
        "/badges/4.png",
        "/badges/04.svg",
        "/badges/x.svg",
    ] {
        assert_eq!(app.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn media_stay_in_their_folder() {
    let app = App::open(TestDb::sqlite().await).await;
    let media = app.folder().join("media");
    std::fs::create_dir_all(media.join("products")).unwrap();
    std::fs::write(media.join("products/com-chay.svg"), "<svg/>").unwrap();
    std::fs::write(media.join("page.html"), "<script>").unwrap();
    std::fs::write(media.join(".hidden.svg"), "<svg/>").unwrap();
    std::fs::write(app.folder().join("secret.svg"), "secret").unwrap();
    let picture = app.get("/media/products/com-chay.svg").await;
    assert_eq!(
        (picture.status, picture.text.as_str()),
        (StatusCode::OK, "<svg/>")
    );
    assert_eq!(picture.header("content-type"), "image/svg+xml");
    assert_eq!(picture.header("x-content-type-options"), "nosniff");
    assert!(
        picture
            .header("content-security-policy")
            .contains("sandbox")
    );
    for path in [
        "/media/../secret.svg",
        "/media/%2e%2e/secret.svg",
        "/media/..%2fsecret.svg",
        "/media/%2e%2e%2fsecret.svg",
        "/media/products/../../secret.svg",
        "/media/products/..%5c..%5csecret.svg",
        "/media//etc/passwd",
        "/media/%2fetc%2fpasswd",
        "/media/products",
        "/media/products/",
        "/media/.hidden.svg",
        "/media/page.html",
        "/media/products/com-chay.svg%00.png",
        "/media/products/none.svg",
        "/media/%ff%fe.svg",
    ] {
        let answer = app.get(path).await;
        assert!(answer.status.is_client_error(), "{path}: {}", answer.status);
        assert!(!answer.text.contains("secret"), "{path}");
    }
}
