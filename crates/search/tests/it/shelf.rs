//! A shelf of products in an embedded index of its own, without a database.

use chrono::{DateTime, Duration};
use kernel::{Money, ProducerId, ProductId, Timestamp};
use search::{Document, Engine, Query, Results, TantivyEngine};
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
        story: String::new(),
        codes: vec![format!("SKU-{n}")],
        group: "FOOD".to_owned(),
        stars: 4,
        province: "37".to_owned(),
        commune: "14620".to_owned(),
        producer: ProducerId(Uuid::from_u128(9)),
        price_min: Money::from_stored(45_000),
        price_max: Money::from_stored(45_000),
        in_stock: true,
        visible_from: (now() - Duration::days(1)).timestamp_micros(),
        visible_until: (now() + Duration::days(1)).timestamp_micros(),
        published_at: (now() - Duration::days(1)).timestamp_micros(),
    }
}

pub(crate) struct Shelf {
    pub(crate) engine: TantivyEngine,
    documents: Vec<Document>,
    _folder: TempDir,
}

impl Shelf {
    /// Products of these names, numbered from 1.
    pub(crate) async fn of(names: &[&str]) -> Self {
        Self::with(
            (1..)
                .zip(names)
                .map(|(n, name)| document(n, name))
                .collect(),
        )
        .await
    }

    pub(crate) async fn with(documents: Vec<Document>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let engine = TantivyEngine::open(folder.path()).await.unwrap();
        engine.upsert(documents.clone()).await.unwrap();
        engine.commit().await.unwrap();
        engine.mark_filled().await.unwrap();
        Self {
            engine,
            documents,
            _folder: folder,
        }
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
