//! A gateway over a database of the test's own.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use catalog::bulk::Bulk;
use catalog::fixtures::{Market, outbox};
use files::Files;
use gateway::{GatewayConfig, Readiness, Services, router};
use identity::{Identity, NewAccount};
use kernel::{AccountId, Language, RoleGrant, TokenKey};
use orders::Orders;
use payments::{Payments, provider::sandbox::Sandbox};
use pictures::{Media, Pictures};
use programme::register::Register;
use programme::units::Units;
use sea_orm::{ConnectionTrait, Statement};
use search::{Search, TantivyEngine};
use secrecy::SecretString;
use serde_json::{Value, json};
use std::sync::Arc;
use testkit::{TestClock, TestDb};
use tower::ServiceExt;

pub(crate) const PASSWORD: &str = "mật khẩu dài và riêng";

pub(crate) struct App {
    pub(crate) router: Router,
    pub(crate) services: Arc<Services>,
    pub(crate) market: Market,
    pub(crate) clock: TestClock,
    test: TestDb,
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text))
    }

    /// The code of the first error.
    pub(crate) fn code(&self) -> String {
        let json = self.json();
        json["errors"][0]["extensions"]["code"]
            .as_str()
            .unwrap_or_else(|| panic!("no code: {json}"))
            .to_owned()
    }

    /// The data of an answer without errors.
    pub(crate) fn data(&self) -> Value {
        let mut json = self.json();
        assert!(json.get("errors").is_none(), "{json}");
        json["data"].take()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .unwrap_or_else(|| panic!("no header {name}"))
            .to_str()
            .unwrap()
    }
}

impl App {
    /// The public profile.
    pub(crate) async fn open(test: TestDb) -> Self {
        Self::with(test, |_| {}).await
    }

    /// The public profile, changed.
    pub(crate) async fn with(test: TestDb, change: impl FnOnce(&mut GatewayConfig)) -> Self {
        let media = Media::folder(&test.folder().join("media")).unwrap();
        Self::over(test, media, change).await
    }

    /// The public profile with pictures elsewhere.
    pub(crate) async fn over(
        test: TestDb,
        media: Media,
        change: impl FnOnce(&mut GatewayConfig),
    ) -> Self {
        let clock = TestClock::default();
        let shared: Arc<dyn kernel::Clock> = Arc::new(clock.clone());
        let db = test.handle();
        let market = Market::new(db.clone(), shared.clone(), outbox()).await;
        let units = Units::new(db.clone());
        let engine = Arc::new(
            TantivyEngine::open(test.folder().join("index"))
                .await
                .unwrap(),
        );
        let mut config = GatewayConfig {
            public_url: "https://ocop.example".to_owned(),
            media_folder: test.folder().join("media"),
            debug: true,
            ..GatewayConfig::default()
        };
        change(&mut config);
        let key = TokenKey::new([9; 32]);
        let sandbox = Arc::new(Sandbox::new(shared.clone()));
        let payments = Payments::new(db.clone(), shared.clone(), Some(sandbox));
        let orders = Orders::new(
            db.clone(),
            shared.clone(),
            market.outbox.clone(),
            key.clone(),
            market.catalog.clone(),
            payments.clone(),
            units.clone(),
        );
        let files = Files::new(db.clone(), shared.clone(), test.folder().join("files"));
        let pictures = Pictures::new(db.clone(), shared.clone(), media, TokenKey::new([5; 32]));
        let services = Arc::new(Services {
            config,
            db: db.clone(),
            clock: shared.clone(),
            readiness: Readiness::default(),
            metrics: Some(Arc::new(|| "ocop_up 1\n".to_owned())),
            identity: Identity::new(db.clone(), shared.clone(), key),
            programme: market.programme.clone(),
            units: units.clone(),
            register: Register::new(market.programme.clone(), units.clone(), files.clone()),
            bulk: Bulk::new(market.catalog.clone(), files.clone(), pictures.clone()),
            files,
            pictures,
            catalog: market.catalog.clone(),
            orders,
            payments,
            search: Search::new(
                shared,
                market.catalog.clone(),
                market.programme.clone(),
                units,
                engine,
            ),
        });
        Self {
            router: router(services.clone()),
            services,
            market,
            clock,
            test,
        }
    }

    pub(crate) fn folder(&self) -> &std::path::Path {
        self.test.folder()
    }

    /// Runs SQL past all rules; how many rows it changed.
    pub(crate) async fn raw(&self, sql: &str) -> u64 {
        self.test.raw(sql).await.unwrap()
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Answer {
            status: parts.status,
            headers: parts.headers,
            text,
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap())
            .await
    }

    /// Posts a body as it is.
    pub(crate) async fn post(&self, content_type: &str, body: impl Into<Body>) -> Answer {
        let request = Request::post("/graphql").header(header::CONTENT_TYPE, content_type);
        self.send(request.body(body.into()).unwrap()).await
    }

    /// Posts a JSON body.
    pub(crate) async fn body(&self, body: Value) -> Answer {
        self.post("application/json", body.to_string()).await
    }

    /// Runs a query as nobody.
    pub(crate) async fn query(&self, query: &str) -> Answer {
        self.body(json!({ "query": query })).await
    }

    /// Runs a query with variables as nobody.
    pub(crate) async fn query_with(&self, query: &str, variables: Value) -> Answer {
        self.body(json!({ "query": query, "variables": variables }))
            .await
    }

    /// Runs a query with headers.
    pub(crate) async fn query_as(&self, query: &str, headers: &[(&str, &str)]) -> Answer {
        self.body_as(json!({ "query": query }), headers).await
    }

    /// Posts a JSON body with headers.
    pub(crate) async fn body_as(&self, body: Value, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder()
            .method(Method::POST)
            .uri("/graphql")
            .header(header::CONTENT_TYPE, "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::from(body.to_string())).unwrap())
            .await
    }

    /// How many SQL statements a query costs.
    pub(crate) async fn statements(&self, query: &str) -> u64 {
        let answer = self.query_as(query, &[("x-debug-statements", "1")]).await;
        answer.data();
        answer.json()["extensions"]["statements"].as_u64().unwrap()
    }

    pub(crate) async fn account(&self, email: &str, grants: Vec<RoleGrant>) -> AccountId {
        let new = NewAccount {
            email: email.to_owned(),
            password: SecretString::from(PASSWORD),
            display_name: "Người Thử".to_owned(),
            phone: None,
            language: Language::Vi,
            grants,
            demo: true,
        };
        self.services.identity.create_account(new).await.unwrap()
    }

    /// The first column of every row that a query answers with.
    pub(crate) async fn texts(&self, sql: &str) -> Vec<String> {
        let primary = self.test.primary();
        let query = Statement::from_string(primary.get_database_backend(), sql);
        let rows = primary.query_all_raw(query).await.unwrap();
        let text = |row: &sea_orm::QueryResult| row.try_get_by_index(0).unwrap();
        rows.iter().map(text).collect()
    }

    /// Products of one producer, the newest last.
    pub(crate) async fn products(&self, count: usize) -> Vec<catalog::fixtures::Listing> {
        let producer = self.market.producer("Hợp tác xã Sinh Dược").await;
        let mut listings = Vec::with_capacity(count);
        for n in 0..count {
            self.clock.advance(chrono::Duration::seconds(1));
            let price = 10_000 + i64::try_from(n).unwrap() * 1_000;
            listings.push(
                self.market
                    .listing(&producer, &format!("Cơm cháy {n}"), price, 7)
                    .await,
            );
        }
        listings
    }
}
