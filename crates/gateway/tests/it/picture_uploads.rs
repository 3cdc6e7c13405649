//! Pictures that are announced, put and fetched, over HTTP: into a folder and
//! into a bucket.

use crate::bad_input::global_id;
use crate::fake_s3::FakeS3;
use crate::listings::session;
use crate::support::{Answer, App};
use axum::body::Body;
use axum::http::request::Builder;
use axum::http::{Request, StatusCode, header};
use catalog::fixtures::Listing;
use futures::StreamExt;
use gateway::GatewayConfig;
use kernel::{Role, Scope};
use pictures::{BucketConfig, Media};
use serde_json::{Value, json};
use std::time::Duration;
use testkit::{TestClock, TestDb};

testkit::on_both!(
    a_picture_is_put_into_a_folder,
    a_picture_is_put_into_a_bucket,
    a_bucket_that_is_away_leaves_nothing_half_done,
    an_account_has_so_many_under_way,
    a_form_may_be_as_long_as_a_picture,
    a_body_that_stops_coming_keeps_no_room,
);

struct World {
    app: App,
    owner: String,
    listing: Listing,
}

const CREATE: &str = "mutation($input: PictureUploadCreateInput!) { pictureUploadCreate(input: $input) { \
    upload { uploadId url method headers { name value } expiresAt } userErrors { code field } } }";
const COMPLETE: &str = "mutation($input: PictureUploadCompleteInput!) { pictureUploadComplete(input: $input) { \
    picture { id width height placeholder renditions { url format width height } } \
    userErrors { code field message reason } } }";

impl World {
    async fn over(test: TestDb, media: Media, change: impl FnOnce(&mut GatewayConfig)) -> Self {
        let app = App::over(test, media, change).await;
        let producer = app.market.producer("HTX Cơm cháy").await;
        let listing = app.market.listing(&producer, "Sản phẩm", 50_000, 9).await;
        let scope = Scope::Producer(producer.id);
        let owner = session(&app, "chu@vidu.example", Role::ProducerOwner, scope).await;
        Self {
            app,
            owner,
            listing,
        }
    }

    async fn send(&self, query: &str, input: Value) -> Answer {
        let body = json!({ "query": query, "variables": { "input": input } });
        let headers = [
            ("authorization", self.owner.as_str()),
            ("accept-language", "en"),
        ];
        self.app.body_as(body, &headers).await
    }

    async fn create(&self, bytes: usize) -> Value {
        let producer = global_id("Producer", self.listing.producer.id.0);
        let input = json!({ "producerId": producer, "contentType": "image/png", "bytes": bytes });
        let mut told = self.send(CREATE, input).await.data();
        let told = told["pictureUploadCreate"].take();
        assert_eq!(told["userErrors"], json!([]));
        told["upload"].clone()
    }

    async fn complete(&self, upload: &Value) -> Value {
        let input = json!({ "uploadId": upload["uploadId"] });
        let mut told = self.send(COMPLETE, input).await.data();
        told["pictureUploadComplete"].take()
    }

    /// To `POST /pictures`, by the owner.
    fn post(&self) -> Builder {
        let producer = global_id("Producer", self.listing.producer.id.0);
        Request::post(format!("/pictures?producer={producer}"))
            .header(header::AUTHORIZATION, &self.owner)
    }

    async fn pictures(&self) -> Vec<String> {
        self.app.texts("SELECT sha256 FROM picture").await
    }
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_pixel(width, height, image::Rgb([200, 90, 30]));
    picture
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

/// What is said of an upload, and its picture when it was fetched.
async fn made(world: &World, upload: &Value) -> Value {
    let done = world.complete(upload).await;
    assert_eq!(done["userErrors"], json!([]), "{done}");
    let picture = &done["picture"];
    assert_eq!(
        (
            &picture["width"],
            picture["renditions"].as_array().unwrap().len()
        ),
        (&json!(400), 4)
    );
    // Said again it is the same.
    assert_eq!(world.complete(upload).await, done);
    let address = picture["renditions"][0]["url"].as_str().unwrap();
    let path = address.strip_prefix("https://ocop.example").unwrap();
    let shown = world.app.get(path).await;
    assert_eq!(
        (shown.status, shown.header("content-type")),
        (StatusCode::OK, "image/webp")
    );
    assert!(shown.header("cache-control").contains("immutable"));
    picture.clone()
}

async fn a_picture_is_put_into_a_folder(test: TestDb) {
    let media = Media::folder(&test.folder().join("media")).unwrap();
    let world = World::over(test, media, |_| {}).await;
    let bytes = png(400, 300);
    let upload = world.create(bytes.len()).await;
    assert_eq!(upload["method"], "PUT");
    let told = json!([
        { "name": "Content-Type", "value": "image/png" },
        { "name": "Content-Length", "value": bytes.len().to_string() },
    ]);
    assert_eq!(upload["headers"], told);
    let url = upload["url"].as_str().unwrap();
    let path = url.strip_prefix("https://ocop.example").unwrap();
    let put = async |path: &str, media_type: &str, bytes: Vec<u8>| {
        let request = Request::put(path)
            .header(header::CONTENT_TYPE, media_type)
            .header(header::CONTENT_LENGTH, bytes.len())
            .body(Body::from(bytes))
            .unwrap();
        world.app.send(request).await
    };
    let early = world.complete(&upload).await;
    assert_eq!(early["userErrors"][0]["code"], "NOT_UPLOADED");
    // Nobody needs a session, and nobody else has the address.
    let unsigned = path.split_once('?').unwrap().0;
    for wrong in [
        unsigned,
        &format!("{unsigned}?signature=00"),
        "/pictures/uploads/x?signature=00",
    ] {
        let refused = put(wrong, "image/png", bytes.clone()).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{wrong}");
    }
    let refused = put(path, "image/jpeg", bytes.clone()).await;
    assert_eq!(refused.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let longer = [&bytes[..], b"x"].concat();
    let refused = put(path, "image/png", longer).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    let refused = put(path, "image/png", bytes[1..].to_vec()).await;
    assert_eq!(
        refused.json()["errors"][0]["extensions"]["reason"],
        "TRUNCATED"
    );
    // What comes counts, whatever is said of its length.
    let chunked = Request::put(path).header(header::CONTENT_TYPE, "image/png");
    let endless = vec![7; 2_000_000];
    let refused = world
        .app
        .send(chunked.body(Body::from(endless)).unwrap())
        .await;
    assert!(refused.status.is_client_error(), "{}", refused.text);
    let asked = world.app.get(path).await;
    assert_eq!(asked.status, StatusCode::METHOD_NOT_ALLOWED);
    let taken = put(path, "image/png", bytes.clone()).await;
    assert_eq!(
        (taken.status, taken.text.as_str()),
        (StatusCode::NO_CONTENT, "")
    );
    let again = put(path, "image/png", bytes).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
    made(&world, &upload).await;
}

async fn a_picture_is_put_into_a_bucket(test: TestDb) {
    let clock = TestClock::default();
    let s3 = FakeS3::start(clock.clone()).await;
    let media = Media::bucket(&s3.config()).unwrap();
    let world = World::over(test, media, |_| {}).await;
    let http = reqwest::Client::new();
    let put = async |url: &Value, media_type: &str, bytes: Vec<u8>| {
        let request = http.put(url.as_str().unwrap());
        let request = request.header("content-type", media_type).body(bytes);
        request.send().await.unwrap().status().as_u16()
    };
    let bytes = png(400, 300);
    let upload = world.create(bytes.len()).await;
    let url = &upload["url"];
    assert!(url.as_str().unwrap().starts_with(&s3.address), "{url}");
    let early = world.complete(&upload).await;
    assert_eq!(early["userErrors"][0]["code"], "NOT_UPLOADED");
    // The bucket lets nothing in but what was announced, where it was.
    assert_eq!(put(url, "image/jpeg", bytes.clone()).await, 403);
    assert_eq!(
        put(url, "image/png", [&bytes[..], b"x"].concat()).await,
        403
    );
    let elsewhere = json!(url.as_str().unwrap().replace("uploads/", "pictures/"));
    assert_eq!(put(&elsewhere, "image/png", bytes.clone()).await, 403);
    assert_eq!(s3.names(), Vec::<String>::new());
    assert_eq!(put(url, "image/png", bytes.clone()).await, 200);
    assert_eq!(s3.names().len(), 1);
    // Not to this program, where there is a bucket.
    let id = s3.names()[0].replace("uploads/", "/pictures/uploads/");
    let request = Request::put(format!("{id}?signature={}", "0".repeat(64)));
    let request = request.header(header::CONTENT_TYPE, "image/png");
    let refused = world
        .app
        .send(request.body(Body::from(bytes.clone())).unwrap())
        .await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    made(&world, &upload).await;
    let names = s3.names();
    assert_eq!(names.len(), 4);
    assert!(
        names.iter().all(|name| name.starts_with("pictures/")),
        "{names:?}"
    );
    // Put again when all is over: it is never read, and swept.
    assert_eq!(put(url, "image/png", bytes.clone()).await, 200);
    assert_eq!(world.pictures().await.len(), 1);
    let late = world.create(bytes.len()).await;
    clock.advance(chrono::Duration::minutes(15));
    assert_eq!(put(&late["url"], "image/png", bytes).await, 403);

    // What a bucket lets in all the same meets the same checks.
    let harm = b"<svg onload='alert(1)'/>".to_vec();
    let upload = world.create(harm.len()).await;
    clock.advance(chrono::Duration::minutes(-15));
    assert_eq!(put(&upload["url"], "image/png", harm).await, 200);
    let refused = world.complete(&upload).await;
    assert_eq!(
        refused["userErrors"][0],
        json!({
            "code": "PICTURE_REFUSED", "field": ["input", "uploadId"], "reason": "WRONG_TYPE",
            "message": "The file is no JPEG, PNG or WebP, or not what its type says.",
        })
    );
    let over = world.complete(&upload).await;
    assert_eq!(over["userErrors"][0]["code"], "UPLOAD_NOT_FOUND");
    let before = s3.names().len();
    let upload = world.create(9).await;
    let url = upload["url"].as_str().unwrap();
    let name = url.split("ocop-media/").nth(1).unwrap();
    s3.smuggle(name.split('?').next().unwrap(), png(400, 300));
    let refused = world.complete(&upload).await;
    assert_eq!(refused["userErrors"][0]["reason"], "TOO_LARGE");
    assert_eq!(s3.names().len(), before);
    assert_eq!(world.pictures().await.len(), 1);
    // A sweep works on a bucket as on a folder: the address that was used
    // again, and what is younger stays.
    let ahead = kernel::Clock::now(&kernel::SystemClock) - kernel::Clock::now(&world.app.clock);
    world.app.clock.advance(ahead + chrono::Duration::hours(1));
    let pictures = &world.app.services.pictures;
    let (_, left) = pictures.sweep_uploads().await.unwrap();
    assert_eq!((left, s3.names().len()), (0, 4));
}

async fn an_account_has_so_many_under_way(test: TestDb) {
    let media = Media::folder(&test.folder().join("media")).unwrap();
    let world = World::over(test, media, |_| {}).await;
    for _ in 0..pictures::MAX_OPEN_UPLOADS {
        world.create(9).await;
    }
    let producer = global_id("Producer", world.listing.producer.id.0);
    let input = json!({ "producerId": producer, "contentType": "image/png", "bytes": 9 });
    let mut told = world.send(CREATE, input).await.data();
    assert_eq!(
        told["pictureUploadCreate"].take(),
        json!({ "upload": null, "userErrors": [
            { "code": "TOO_MANY_OPEN", "field": ["input", "producerId"] },
        ] })
    );
}

/// Noise: as many bytes as pixels times three, whatever packs them.
fn noise(width: u32, height: u32) -> Vec<u8> {
    let mut seed = 1_u32;
    let picture = image::RgbImage::from_fn(width, height, |_, _| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [_, red, green, blue] = seed.to_le_bytes();
        image::Rgb([red, green, blue])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

async fn a_form_may_be_as_long_as_a_picture(test: TestDb) {
    let media = Media::folder(&test.folder().join("media")).unwrap();
    let world = World::over(test, media, |_| {}).await;
    let file = noise(1_100, 1_000);
    assert!(file.len() > 3_000_000);
    let head =
        b"--x\r\nContent-Disposition: form-data; name=\"file\"\r\nContent-Type: image/png\r\n\r\n";
    let form = [&head[..], &file, b"\r\n--x--\r\n"].concat();
    let request = world
        .post()
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .header(header::CONTENT_LENGTH, form.len())
        .header("x-requested-with", "app")
        .body(Body::from(form))
        .unwrap();
    let taken = world.app.send(request).await;
    assert_eq!(taken.status, StatusCode::CREATED, "{}", taken.text);
}

async fn a_body_that_stops_coming_keeps_no_room(test: TestDb) {
    let media = Media::folder(&test.folder().join("media")).unwrap();
    let pause = Duration::from_millis(50);
    let world = World::over(test, media, |config| config.timeout = pause).await;
    let part = png(400, 300)[..50].to_vec();
    let stopping = || {
        let first = futures::stream::iter([Ok::<_, std::io::Error>(part.clone())]);
        Body::from_stream(first.chain(futures::stream::pending()))
    };
    let form = [("content-type", "multipart/form-data; boundary=x")];
    let form = [&form[..], &[("x-requested-with", "app")]].concat();
    for headers in [vec![("content-type", "image/png")], form] {
        let mut request = world.post();
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let refused = world.app.send(request.body(stopping()).unwrap());
        let refused = tokio::time::timeout(Duration::from_secs(5), refused).await;
        assert_eq!(refused.unwrap().status, StatusCode::BAD_REQUEST);
    }
    let bytes = png(400, 300);
    let upload = world.create(bytes.len()).await;
    let url = upload["url"].as_str().unwrap();
    let path = url.strip_prefix("https://ocop.example").unwrap();
    let put = Request::put(path).header(header::CONTENT_TYPE, "image/png");
    let refused = world.app.send(put.body(stopping()).unwrap());
    let refused = tokio::time::timeout(Duration::from_secs(5), refused).await;
    assert_eq!(refused.unwrap().status, StatusCode::BAD_REQUEST);
}

async fn a_bucket_that_is_away_leaves_nothing_half_done(test: TestDb) {
    // A port that was free a moment ago.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let config = BucketConfig {
        name: "ocop-media".to_owned(),
        endpoint: format!("http://{address}"),
        region: "x".to_owned(),
        access_key: "x".to_owned(),
        secret_key: "s3cret".to_owned().into(),
        path_style: true,
    };
    let world = World::over(test, Media::bucket(&config).unwrap(), |_| {}).await;
    let request = world
        .post()
        .header(header::CONTENT_TYPE, "image/png")
        .body(Body::from(png(400, 300)))
        .unwrap();
    let refused = world.app.send(request).await;
    assert_eq!(
        (refused.status, refused.code()),
        (StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE".to_owned())
    );
    for inside in ["s3cret", "127.0.0.1", "ocop-media"] {
        assert!(!refused.text.contains(inside), "{}", refused.text);
    }
    let shown = world
        .app
        .get(&format!("/media/pictures/ab/{}.webp", "ab".repeat(32)))
        .await;
    assert_eq!(shown.status, StatusCode::SERVICE_UNAVAILABLE);
    let upload = world.create(900).await;
    let input = json!({ "uploadId": upload["uploadId"] });
    let refused = world.send(COMPLETE, input).await;
    assert_eq!(refused.code(), "UNAVAILABLE");
    assert!(!refused.text.contains("127.0.0.1"), "{}", refused.text);
    assert_eq!(world.pictures().await, Vec::<String>::new());
    assert!(
        world
            .app
            .texts("SELECT media_type FROM picture_upload")
            .await
            .len()
            == 1
    );
}
