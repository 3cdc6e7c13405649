//! The adapter of Meilisearch against a stand-in of its HTTP API.

use crate::shelf::{document, now};
use crate::stub::{KEY, Stub};
use chrono::Duration;
use search::{Document, Engine, EngineError, FacetField, Filter, MeilisearchEngine, Query, Sort};
use serde_json::json;

fn engine_at(host: &str) -> MeilisearchEngine {
    MeilisearchEngine::new(host, Some(KEY), "ocop").unwrap()
}

async fn open(stub: &Stub) -> MeilisearchEngine {
    let engine = engine_at(&stub.serve().await);
    engine.connect().await.unwrap();
    engine
}

async fn filled(stub: &Stub, documents: Vec<Document>) -> MeilisearchEngine {
    let engine = open(stub).await;
    engine.upsert(documents).await.unwrap();
    engine.commit().await.unwrap();
    engine.mark_filled().await.unwrap();
    engine
}

fn products() -> Vec<Document> {
    let mut documents: Vec<_> = (1..)
        .zip([
            "Cơm cháy Đại Long",
            "Rượu Kim Sơn",
            "Buổi sáng",
            "Bưởi Diễn",
        ])
        .map(|(n, name)| document(n, name))
        .collect();
    documents[1].group = "BEVERAGE".to_owned();
    documents[1].price_max = kernel::Money::from_stored(120_000);
    documents[2].stars = 5;
    documents
}

async fn find(engine: &MeilisearchEngine, query: &Query) -> Vec<u128> {
    let found = engine.search(query, now()).await.unwrap();
    found.hits.iter().map(|hit| hit.id.0.as_u128()).collect()
}

#[tokio::test]
async fn it_makes_its_index_and_finds_it_again() {
    let stub = Stub::default();
    let engine = open(&stub).await;
    assert!(!engine.is_filled());
    assert!(stub.with(|inner| inner.indexes.contains_key("ocop_v3")));
    let settings = stub.with(|inner| inner.settings.clone());
    assert_eq!(settings["searchableAttributes"][0], "name");
    assert_eq!(settings["rankingRules"][0], "sort");
    assert_eq!(settings["pagination"], json!({ "maxTotalHits": 10_000 }));
    engine.upsert(products()).await.unwrap();
    engine.commit().await.unwrap();
    // Half of a filling that broke off is not an answer.
    assert!(!open(&stub).await.is_filled());
    engine.mark_filled().await.unwrap();
    assert!(open(&stub).await.is_filled());
    assert_eq!(find(&engine, &Query::new("", 10)).await.len(), 4);
    let versions = engine.ids_and_versions().await.unwrap();
    assert_eq!(versions.len(), 4);
    engine.remove(vec![products()[0].id]).await.unwrap();
    engine.commit().await.unwrap();
    assert_eq!(engine.ids_and_versions().await.unwrap().len(), 3);
    engine.clear().await.unwrap();
    assert!(engine.ids_and_versions().await.unwrap().is_empty() && !engine.is_filled());
}

#[tokio::test]
async fn a_refused_key_is_said_without_the_key() {
    let host = Stub::default().serve().await;
    for key in [None, Some("wrong"), Some("not\na header")] {
        let refused = async {
            let engine = MeilisearchEngine::new(&host, key, "ocop")?;
            engine.connect().await
        };
        let refused = refused.await.unwrap_err();
        assert!(
            matches!(refused, EngineError::KeyRefused { .. }),
            "{key:?}: {refused}"
        );
        assert!(refused.to_string().contains(&host));
        assert!(!refused.to_string().contains("wrong"), "keys are secret");
    }
}

#[tokio::test]
async fn a_server_may_come_later_and_lose_its_index() {
    let stub = Stub::default();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let host = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let engine = engine_at(&host);
    for _ in 0..2 {
        assert!(matches!(engine.connect().await, Err(EngineError::Fault(_))));
        assert!(engine.upsert(products()).await.is_err());
        assert!(!engine.is_filled());
    }
    stub.serve_at(host.strip_prefix("http://").unwrap()).await;
    engine.upsert(products()).await.unwrap();
    engine.commit().await.unwrap();
    engine.mark_filled().await.unwrap();
    assert_eq!(find(&engine, &Query::new("", 10)).await.len(), 4);
    // An index that is gone answers nothing, and is made anew.
    stub.with(|inner| inner.indexes.clear());
    let lost = engine.search(&Query::new("com", 10), now()).await;
    assert!(matches!(lost, Err(EngineError::NotReady)));
    assert!(!engine.is_filled());
    engine.connect().await.unwrap();
    assert!(!engine.is_filled());
    // Another process fills it.
    let other = engine_at(&host);
    other.upsert(products()).await.unwrap();
    other.commit().await.unwrap();
    other.mark_filled().await.unwrap();
    engine.connect().await.unwrap();
    assert!(engine.is_filled());
    assert_eq!(find(&engine, &Query::new("", 10)).await.len(), 4);
}

#[tokio::test]
async fn words_marks_and_fewer_words() {
    let stub = Stub::default();
    let engine = filled(&stub, products()).await;
    for text in [
        "com chay",
        "CƠM CHÁY",
        "com chai",
        "com cha",
        "cơm cháy ngon",
        "SKU-1",
        "dai long",
    ] {
        assert_eq!(
            find(&engine, &Query::new(text, 10)).await.first(),
            Some(&1),
            "{text}"
        );
    }
    // The server folds; those with the typed marks come first all the same,
    // stars or not, and on whatever page.
    assert_eq!(find(&engine, &Query::new("buoi", 10)).await, [3, 4]);
    assert_eq!(find(&engine, &Query::new("bưởi", 10)).await, [4, 3]);
    let second = Query {
        offset: 1,
        ..Query::new("bưởi", 1)
    };
    assert_eq!(find(&engine, &second).await, [3]);
    assert_eq!(
        find(
            &engine,
            &Query {
                sort: Sort::Stars,
                ..Query::new("bưởi", 10)
            }
        )
        .await,
        [3, 4]
    );
    assert_eq!(find(&engine, &Query::new("", 10)).await.len(), 4);
    for text in ["!!", "🍚", "\0"] {
        assert!(find(&engine, &Query::new(text, 10)).await.is_empty());
    }
    find(&engine, &Query::new("a ".repeat(5000), usize::MAX)).await;
    // The server looks at ten words; the last question is for each by itself.
    let asked = stub.with(|inner| inner.searched["queries"].as_array().unwrap().len());
    assert_eq!(asked, 10);
}

#[tokio::test]
async fn facets_filters_and_the_second_of_expiry() {
    let stub = Stub::default();
    let engine = filled(&stub, products()).await;
    let groups = |groups: &[&str]| Some(groups.iter().map(|group| (*group).to_owned()).collect());
    let query = |filter| Query {
        filter,
        facets: FacetField::ALL.to_vec(),
        ..Query::new("", 10)
    };
    let chosen = Filter {
        groups: groups(&["BEVERAGE"]),
        ..Filter::default()
    };
    let found = engine.search(&query(chosen), now()).await.unwrap();
    assert_eq!((found.total, found.hits.len()), (1, 1));
    // The chosen facet counts as if nothing were chosen; the others do not.
    let values = |of: FacetField| {
        let mut all = found.facets.iter();
        all.find(|(field, _)| *field == of).unwrap().1.clone()
    };
    assert_eq!(
        values(FacetField::Group),
        [("FOOD".to_owned(), 3), ("BEVERAGE".to_owned(), 1)]
    );
    assert_eq!(values(FacetField::Stars), [("4".to_owned(), 1)]);
    let bands: Vec<_> = values(FacetField::Price)
        .into_iter()
        .map(|(value, _)| value)
        .collect();
    assert_eq!(bands, ["0-49999", "100000-199999", "50000-99999"]);
    for (filter, count) in [
        (
            Filter {
                groups: groups(&[]),
                ..Filter::default()
            },
            0,
        ),
        (
            Filter {
                groups: groups(&["x\" OR stars > \"0"]),
                ..Filter::default()
            },
            0,
        ),
        (
            Filter {
                stars_min: Some(5),
                ..Filter::default()
            },
            1,
        ),
        (
            Filter {
                in_stock: Some(false),
                ..Filter::default()
            },
            0,
        ),
        (
            Filter {
                producers: Some(vec![products()[0].producer]),
                ..Filter::default()
            },
            4,
        ),
        (
            Filter {
                price_min: Some(kernel::Money::from_stored(100_000)),
                ..Filter::default()
            },
            1,
        ),
    ] {
        assert_eq!(
            find(&engine, &query(filter.clone())).await.len(),
            count,
            "{filter:?}"
        );
    }
    let end = now() + Duration::days(1);
    for (at, count) in [
        (end - Duration::seconds(1), 4),
        (end, 0),
        (end + Duration::seconds(1), 0),
    ] {
        assert_eq!(
            engine.search(&Query::new("", 10), at).await.unwrap().total,
            count,
            "{at}"
        );
    }
}

#[tokio::test]
async fn failures_are_surfaced() {
    let stub = Stub::default();
    let engine = filled(&stub, products()).await;
    stub.with(|inner| inner.fail_tasks = true);
    engine.upsert(products()).await.unwrap();
    let failed = engine.commit().await.unwrap_err().to_string();
    assert!(failed.contains("no space left on device"), "{failed}");
    for (code, kind, expected) in [
        ("invalid_search_q", "invalid_request", "Rejected"),
        ("invalid_search_filter", "invalid_request", "NotReady"),
        ("invalid_api_key", "auth", "KeyRefused"),
        ("internal", "internal", "Fault"),
        ("unheard_of", "unheard_of", "Fault"),
    ] {
        stub.with(|inner| inner.refuses = Some((code, kind)));
        let refused = engine.search(&Query::new("com", 10), now()).await;
        let refused = format!("{:?}", refused.unwrap_err());
        assert!(refused.starts_with(expected), "{code}: {refused}");
    }
    stub.with(|inner| inner.refuses = None);
    stub.with(|inner| inner.garbage = true);
    assert!(matches!(
        engine.search(&Query::new("com", 10), now()).await,
        Err(EngineError::Fault(_))
    ));
}

/// The clock stands still but for what is waited for: no answer ever comes,
/// and the limit of a search is what ends it.
#[tokio::test]
async fn a_server_that_hangs_is_given_up() {
    let stub = Stub::default();
    let engine = filled(&stub, products()).await;
    stub.with(|inner| inner.hangs = true);
    tokio::time::pause();
    let hung = engine.search(&Query::new("com", 10), now()).await;
    assert!(matches!(hung, Err(EngineError::Timeout)));
    assert!(matches!(engine.connect().await, Err(EngineError::Timeout)));
}
