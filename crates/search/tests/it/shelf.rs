//! A shelf of products in an index of its own, without a database; the same
//! cases for every engine.
//!
//! The server is the one that `MEILI_URL` names, with the key
//! `MEILI_MASTER_KEY`; without it its half of the cases is skipped.

use chrono::{DateTime, Duration};
use kernel::id::new_uuid;
use kernel::{Money, ProducerId, ProductId, Timestamp};
use programme::LegalForm;
use search::{Document, Engine, MeilisearchEngine, Query, Results, TantivyEngine};
use std::sync::{Arc, Mutex};
use tempfile::TempDir;
use uuid::Uuid;

/// The instant at which these tests ask.
pub(crate) fn now() -> Timestamp {
    DateTime::parse_from_rfc3339("2026-11-23T02:00:00Z")
        .unwrap()
        .to_utc()
}

/// A product that nothing is special about.
pub(crate) fn document(n: u128, name: &str) -> Document {
    Document {
        id: ProductId(Uuid::from_u128(n)),
        version: 1,
        name: name.to_owned(),
        other_names: "Gói 300 g".to_owned(),
        producer_name: "Hợp tác xã Sinh Dược".to_owned(),
        places: "Tỉnh Ninh Bình Ninh Binh Province Xã Phát Diệm Phat Diem Commune".to_owned(),
        taxonomy: "Thực phẩm Food".to_owned(),
        ingredients: String::new(),
        story: String::new(),
        codes: vec![format!("SKU-{n}")],
        group: "FOOD".to_owned(),
        product_set: 6,
        stars: 4,
        province: "37".to_owned(),
        commune: "14620".to_owned(),
        producer: ProducerId(Uuid::from_u128(9)),
        legal_form: LegalForm::Cooperative.as_str().to_owned(),
        price_min: Money::from_stored(45_000),
        price_max: Money::from_stored(45_000),
        in_stock: true,
        visible_from: (now() - Duration::days(1)).timestamp_micros(),
        visible_until: (now() + Duration::days(1)).timestamp_micros(),
        published_at: (now() - Duration::days(1)).timestamp_micros(),
        purchases: 0,
        rating: 0,
    }
}

/// Where the indexes of one test are.
pub(crate) enum Place {
    Folder(TempDir),
    Server {
        url: String,
        key: Option<String>,
        made: Mutex<Vec<String>>,
    },
}

/// Declares one test per engine from an `async fn(&Place)`.
macro_rules! on_engines {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[tokio::test]
            async fn tantivy() {
                super::$name(&$crate::shelf::Place::folder()).await;
            }

            #[tokio::test]
            async fn meilisearch() {
                if let Some(place) = $crate::shelf::Place::server() {
                    super::$name(&place).await;
                    place.tidy().await;
                }
            }
        }
    )+};
}
pub(crate) use on_engines;

impl Place {
    pub(crate) fn folder() -> Self {
        Self::Folder(tempfile::tempdir().unwrap())
    }

    pub(crate) fn server() -> Option<Self> {
        let testkit::Meilisearch { url, key } = testkit::Meilisearch::given()?;
        let key = (!key.is_empty()).then_some(key);
        let made = Mutex::default();
        Some(Self::Server { url, key, made })
    }

    /// A new, empty index.
    pub(crate) async fn engine(&self) -> Arc<dyn Engine> {
        match self {
            Self::Folder(folder) => {
                let path = folder.path().join(new_uuid(now()).to_string());
                Arc::new(TantivyEngine::open(path).await.unwrap())
            }
            Self::Server { url, key, made } => {
                let name = format!("test-{}", new_uuid(now()));
                let engine = MeilisearchEngine::new(url, key.as_deref(), &name).unwrap();
                made.lock().unwrap().push(name);
                engine.connect().await.unwrap();
                Arc::new(engine)
            }
        }
    }

    /// Takes the indexes off the server.
    pub(crate) async fn tidy(&self) {
        if let Self::Server { url, key, made } = self {
            let client = meilisearch_sdk::client::Client::new(url, key.as_deref()).unwrap();
            let made = std::mem::take(&mut *made.lock().unwrap());
            for name in made {
                client.delete_index(format!("{name}_v3")).await.unwrap();
            }
        }
    }
}

pub(crate) struct Shelf {
    pub(crate) engine: Arc<dyn Engine>,
    documents: Vec<Document>,
}

impl Shelf {
    /// Products of these names, numbered from 1.
    pub(crate) async fn of(place: &Place, names: &[&str]) -> Self {
        let documents = (1..).zip(names).map(|(n, name)| document(n, name));
        Self::with(place, documents.collect()).await
    }

    pub(crate) async fn with(place: &Place, documents: Vec<Document>) -> Self {
        let engine = place.engine().await;
        engine.upsert(documents.clone()).await.unwrap();
        engine.commit().await.unwrap();
        engine.mark_filled().await.unwrap();
        Self { engine, documents }
    }

    pub(crate) async fn ask(&self, query: &Query) -> Results {
        self.engine.search(query, now()).await.unwrap()
    }

    /// The names found, in order.
    pub(crate) async fn names(&self, query: &Query) -> Vec<&str> {
        let results = self.ask(query).await;
        assert!(!results.degraded);
        let name = |id| &*self.documents.iter().find(|own| own.id == id).unwrap().name;
        results.hits.iter().map(|hit| name(hit.id)).collect()
    }

    /// The names found for a text, in order.
    pub(crate) async fn find(&self, text: &str) -> Vec<&str> {
        self.names(&Query::new(text, 20)).await
    }
}
