//! Files over HTTP.

use crate::support::{Answer, App, PASSWORD};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use futures::stream;
use kernel::{Role, RoleGrant, Scope};
use std::convert::Infallible;
use testkit::TestDb;

testkit::on_both!(
    a_file_goes_to_its_owner_and_to_nobody_else,
    bad_files_are_refused,
    officers_alone_bring_registers,
);

const PDF: &[u8] = b"%PDF-1.7\nh\xE1\xBB\x93 s\xC6\xA1";

/// An account with these roles; its token.
pub(crate) async fn token(app: &App, email: &str, grants: Vec<RoleGrant>) -> String {
    app.account(email, grants).await;
    let signed_in = app.services.identity.sign_in(email, PASSWORD).await;
    signed_in.unwrap().token
}

/// Sends a file.
pub(crate) async fn upload(
    app: &App,
    token: &str,
    query: &str,
    media_type: &str,
    body: impl Into<Body>,
) -> Answer {
    let request = Request::post(format!("/files?{query}"))
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, media_type);
    app.send(request.body(body.into()).unwrap()).await
}

/// Fetches a file.
pub(crate) async fn fetch(app: &App, token: &str, id: &str) -> Answer {
    let request = Request::get(format!("/files/{id}"))
        .header(header::AUTHORIZATION, format!("Bearer {token}"));
    app.send(request.body(Body::empty()).unwrap()).await
}

async fn a_file_goes_to_its_owner_and_to_nobody_else(test: TestDb) {
    let app = App::open(test).await;
    let owner = token(&app, "lan@vidu.example", Vec::new()).await;
    let admin = RoleGrant {
        role: Role::Administrator,
        scope: Scope::Global,
    };
    let other = token(&app, "khac@vidu.example", vec![admin]).await;
    // In pieces, as a network brings it.
    let pieces: Vec<Result<Vec<u8>, Infallible>> =
        PDF.chunks(3).map(|chunk| Ok(chunk.to_vec())).collect();
    let query = "purpose=DOSSIER_DOCUMENT&name=..%2Fh%E1%BB%93%20s%C6%A1.pdf";
    let body = Body::from_stream(stream::iter(pieces));
    let kept = upload(&app, &owner, query, "application/pdf", body).await;
    assert_eq!(kept.status, StatusCode::CREATED, "{}", kept.text);
    let kept = kept.json();
    assert_eq!(kept["name"], "hồ sơ.pdf");
    assert_eq!(kept["mediaType"], "application/pdf");
    assert_eq!(kept["bytes"], PDF.len());
    assert_eq!(kept["sha256"].as_str().unwrap().len(), 64);

    let id = kept["id"].as_str().unwrap();
    let fetched = fetch(&app, &owner, id).await;
    assert_eq!(fetched.status, StatusCode::OK);
    assert_eq!(fetched.text.as_bytes(), PDF);
    assert_eq!(fetched.header("content-type"), "application/pdf");
    assert_eq!(fetched.header("x-content-type-options"), "nosniff");
    assert_eq!(fetched.header("content-length"), PDF.len().to_string());
    assert_eq!(
        fetched.header("content-disposition"),
        "attachment; filename*=UTF-8''h%E1%BB%93%20s%C6%A1%2Epdf"
    );
    assert!(
        fetched
            .header("content-security-policy")
            .contains("sandbox")
    );

    let strange = fetch(&app, &other, id).await;
    assert_eq!(strange.status, StatusCode::NOT_FOUND);
    let none = fetch(&app, &other, "RmlsZTp4").await;
    assert_eq!((none.status, &none.text), (strange.status, &strange.text));
    let nobody = app.get(&format!("/files/{id}")).await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
    assert_eq!(fetch(&app, "x", id).await.status, StatusCode::UNAUTHORIZED);
}

async fn bad_files_are_refused(test: TestDb) {
    let app = App::open(test).await;
    let owner = token(&app, "lan@vidu.example", Vec::new()).await;
    let query = "purpose=DOSSIER_DOCUMENT&name=a.pdf";
    let large = vec![0; 20_000_001];
    let cases: [(&str, &str, Vec<u8>, StatusCode); 11] = [
        ("", "application/pdf", PDF.to_vec(), StatusCode::BAD_REQUEST),
        (
            "purpose=X&name=a",
            "application/pdf",
            PDF.to_vec(),
            StatusCode::BAD_REQUEST,
        ),
        (
            "purpose=REGISTER_EXPORT&name=a",
            "text/csv",
            b"a".to_vec(),
            StatusCode::BAD_REQUEST,
        ),
        (
            "purpose=DOSSIER_DOCUMENT",
            "application/pdf",
            PDF.to_vec(),
            StatusCode::BAD_REQUEST,
        ),
        (
            "purpose=DOSSIER_DOCUMENT&name=%ff%2F",
            "application/pdf",
            PDF.to_vec(),
            StatusCode::BAD_REQUEST,
        ),
        (
            query,
            "text/html",
            PDF.to_vec(),
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ),
        (query, "", PDF.to_vec(), StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (
            query,
            "image/png",
            PDF.to_vec(),
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ),
        (
            query,
            "text/csv",
            PDF.to_vec(),
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ),
        (
            query,
            "application/pdf",
            Vec::new(),
            StatusCode::BAD_REQUEST,
        ),
        (
            query,
            "application/pdf",
            large,
            StatusCode::PAYLOAD_TOO_LARGE,
        ),
    ];
    for (query, media_type, body, status) in cases {
        let answer = upload(&app, &owner, query, media_type, body).await;
        assert_eq!(
            answer.status, status,
            "{query} {media_type}: {}",
            answer.text
        );
        assert_eq!(answer.code(), "BAD_USER_INPUT");
    }
    // Who says no length finds the limit all the same.
    let mut chunks: Vec<Result<Vec<u8>, Infallible>> = vec![Ok(PDF.to_vec())];
    chunks.extend((0..21).map(|_| Ok(vec![0; 1_000_000])));
    let body = Body::from_stream(stream::iter(chunks));
    let answer = upload(&app, &owner, query, "application/pdf", body).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    // A connection that breaks.
    let chunks = [Ok(PDF.to_vec()), Err(std::io::Error::other("gone"))];
    let body = Body::from_stream(stream::iter(chunks));
    let answer = upload(&app, &owner, query, "application/pdf", body).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);

    // A body that is not the file itself.
    let zipped = Request::post(format!("/files?{query}"))
        .header(header::AUTHORIZATION, format!("Bearer {owner}"))
        .header(header::CONTENT_TYPE, "application/pdf")
        .header(header::CONTENT_ENCODING, "gzip");
    let answer = app.send(zipped.body(Body::from(PDF)).unwrap()).await;
    assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);

    let nobody =
        Request::post(format!("/files?{query}")).header(header::CONTENT_TYPE, "application/pdf");
    let answer = app.send(nobody.body(Body::from(PDF)).unwrap()).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    let other = Request::delete("/files/x").body(Body::empty()).unwrap();
    assert_eq!(app.send(other).await.status, StatusCode::METHOD_NOT_ALLOWED);

    assert!(
        app.texts("SELECT file_name FROM stored_file")
            .await
            .is_empty()
    );
    let arriving = app.folder().join("files/arriving");
    assert_eq!(std::fs::read_dir(arriving).unwrap().count(), 0);
}

async fn officers_alone_bring_registers(test: TestDb) {
    let app = App::open(test).await;
    let shopper = token(&app, "lan@vidu.example", Vec::new()).await;
    let grant = RoleGrant {
        role: Role::ProgrammeOfficer,
        scope: Scope::Province("37".to_owned()),
    };
    let officer = token(&app, "canbo@vidu.example", vec![grant]).await;
    let query = "purpose=REGISTER_IMPORT&name=s%E1%BB%95.csv";
    let refused = upload(&app, &shopper, query, "text/csv", "a,b").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(refused.code(), "FORBIDDEN");
    let kept = upload(&app, &officer, query, "text/csv; charset=utf-8", "a,b").await;
    assert_eq!(kept.status, StatusCode::CREATED);
}
