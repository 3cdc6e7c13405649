//! A stand-in for Meilisearch's HTTP API: the routes that the adapter uses,
//! with tasks, keys, filters, facets and a plain ranking.

use axum::extract::{Path, RawQuery, Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, patch, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

pub(crate) const KEY: &str = "stub-key";

#[derive(Clone, Default)]
pub(crate) struct Stub(Arc<Mutex<Inner>>);

#[derive(Default)]
pub(crate) struct Inner {
    pub(crate) indexes: HashMap<String, BTreeMap<String, Value>>,
    pub(crate) settings: Value,
    /// The tasks by number: whether they failed.
    tasks: Vec<bool>,
    /// The last body of `/multi-search`.
    pub(crate) searched: Value,
    pub(crate) fail_tasks: bool,
    pub(crate) hangs: bool,
    /// The code and kind of the error that answers every search.
    pub(crate) refuses: Option<(&'static str, &'static str)>,
    pub(crate) garbage: bool,
}

impl Stub {
    /// Serves on a free port; returns the address.
    pub(crate) async fn serve(&self) -> String {
        self.serve_at("127.0.0.1:0").await
    }

    pub(crate) async fn serve_at(&self, address: &str) -> String {
        let routes = Router::new()
            .route("/indexes", post(create))
            .route("/indexes/{uid}/settings", patch(settings))
            .route(
                "/indexes/{uid}/documents",
                get(documents).post(add).delete(clear),
            )
            .route("/indexes/{uid}/documents/{id}", get(document))
            .route("/indexes/{uid}/documents/delete-batch", post(delete))
            .route("/tasks/{n}", get(task))
            .route("/multi-search", post(search))
            .layer(from_fn_with_state(self.clone(), guard))
            .with_state(self.clone());
        let listener = tokio::net::TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        format!("http://{address}")
    }

    pub(crate) fn with<T>(&self, look: impl FnOnce(&mut Inner) -> T) -> T {
        look(&mut self.0.lock().unwrap())
    }

    fn enqueue(&self, uid: &str, kind: &str) -> Response {
        let n = self.with(|inner| {
            inner.tasks.push(inner.fail_tasks);
            inner.tasks.len() - 1
        });
        let task = json!({
            "taskUid": n, "indexUid": uid, "status": "enqueued", "type": kind, "details": null,
            "enqueuedAt": "2026-11-23T02:00:00Z",
        });
        (StatusCode::ACCEPTED, Json(task)).into_response()
    }
}

fn error(status: StatusCode, code: &str, kind: &str) -> Response {
    let body =
        json!({ "message": code, "code": code, "type": kind, "link": "https://docs.example" });
    (status, Json(body)).into_response()
}

async fn guard(State(stub): State<Stub>, request: Request, next: Next) -> Response {
    let key = request
        .headers()
        .get("authorization")
        .map(|value| value.to_str().unwrap().to_owned());
    match key.as_deref() {
        None => {
            return error(
                StatusCode::UNAUTHORIZED,
                "missing_authorization_header",
                "auth",
            );
        }
        Some(key) if key != format!("Bearer {KEY}") => {
            return error(StatusCode::FORBIDDEN, "invalid_api_key", "auth");
        }
        Some(_) => {}
    }
    if stub.with(|inner| inner.hangs) {
        std::future::pending::<()>().await;
    }
    if stub.with(|inner| inner.garbage) {
        return "<html>bad gateway</html>".into_response();
    }
    next.run(request).await
}

async fn create(State(stub): State<Stub>, Json(body): Json<Value>) -> Response {
    let uid = body["uid"].as_str().unwrap().to_owned();
    assert_eq!(body["primaryKey"], "id");
    stub.with(|inner| inner.indexes.entry(uid.clone()).or_default().clear());
    stub.enqueue(&uid, "indexCreation")
}

async fn settings(
    State(stub): State<Stub>,
    Path(uid): Path<String>,
    Json(body): Json<Value>,
) -> Response {
    stub.with(|inner| inner.settings = body);
    stub.enqueue(&uid, "settingsUpdate")
}

async fn documents(
    State(stub): State<Stub>,
    Path(uid): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let query = query.unwrap_or_default();
    let pairs: HashMap<&str, &str> = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .collect();
    let number = |name: &str, default| {
        pairs
            .get(name)
            .map_or(default, |text| text.parse::<usize>().unwrap())
    };
    let (offset, limit) = (number("offset", 0), number("limit", 20));
    stub.with(|inner| match inner.indexes.get(&uid) {
        None => error(StatusCode::NOT_FOUND, "index_not_found", "invalid_request"),
        Some(index) => {
            let results: Vec<&Value> = index.values().skip(offset).take(limit).collect();
            Json(json!({ "results": results, "offset": offset, "limit": limit, "total": index.len() })).into_response()
        }
    })
}

async fn document(State(stub): State<Stub>, Path((uid, id)): Path<(String, String)>) -> Response {
    stub.with(|inner| match inner.indexes.get(&uid) {
        None => error(StatusCode::NOT_FOUND, "index_not_found", "invalid_request"),
        Some(index) => match index.get(&id) {
            None => error(
                StatusCode::NOT_FOUND,
                "document_not_found",
                "invalid_request",
            ),
            Some(own) => Json(own.clone()).into_response(),
        },
    })
}

async fn add(
    State(stub): State<Stub>,
    Path(uid): Path<String>,
    Json(body): Json<Vec<Value>>,
) -> Response {
    stub.with(|inner| {
        if !inner.fail_tasks {
            let index = inner.indexes.get_mut(&uid).unwrap();
            index.extend(
                body.into_iter()
                    .map(|own| (own["id"].as_str().unwrap().to_owned(), own)),
            );
        }
    });
    stub.enqueue(&uid, "documentAdditionOrUpdate")
}

async fn delete(
    State(stub): State<Stub>,
    Path(uid): Path<String>,
    Json(ids): Json<Vec<String>>,
) -> Response {
    stub.with(|inner| {
        inner
            .indexes
            .get_mut(&uid)
            .unwrap()
            .retain(|id, _| !ids.contains(id))
    });
    stub.enqueue(&uid, "documentDeletion")
}

async fn clear(State(stub): State<Stub>, Path(uid): Path<String>) -> Response {
    stub.with(|inner| inner.indexes.get_mut(&uid).unwrap().clear());
    stub.enqueue(&uid, "documentDeletion")
}

async fn task(State(stub): State<Stub>, Path(n): Path<usize>) -> Response {
    let failed = stub.with(|inner| inner.tasks[n]);
    let mut task = json!({
        "uid": n, "indexUid": "x", "canceledBy": null, "type": "documentDeletion", "details": null,
        "status": if failed { "failed" } else { "succeeded" }, "duration": "PT0.1S",
        "enqueuedAt": "2026-11-23T02:00:00Z", "startedAt": "2026-11-23T02:00:00Z",
        "finishedAt": "2026-11-23T02:00:01Z",
    });
    if failed {
        task["error"] = json!({
            "message": "no space left on device", "code": "no_space_left_on_device", "type": "internal", "link": "",
        });
    }
    Json(task).into_response()
}

async fn search(State(stub): State<Stub>, Json(body): Json<Value>) -> Response {
    stub.with(|inner| {
        if let Some((code, kind)) = inner.refuses {
            return error(StatusCode::BAD_REQUEST, code, kind);
        }
        inner.searched = body.clone();
        let mut results = Vec::new();
        for query in body["queries"].as_array().unwrap() {
            let Some(index) = inner.indexes.get(query["indexUid"].as_str().unwrap()) else {
                return error(
                    StatusCode::BAD_REQUEST,
                    "index_not_found",
                    "invalid_request",
                );
            };
            results.push(answer(index, &inner.settings, query));
        }
        Json(json!({ "results": results })).into_response()
    })
}

fn answer(index: &BTreeMap<String, Value>, settings: &Value, query: &Value) -> Value {
    let filter = query["filter"].as_str().unwrap();
    let candidates: Vec<&Value> = index.values().filter(|own| passes(own, filter)).collect();
    let fields = query["attributesToSearchOn"].as_array();
    let searched = settings["searchableAttributes"].as_array().unwrap();
    let fields: Vec<&str> = searched
        .iter()
        .filter_map(Value::as_str)
        .filter(|field| fields.is_none_or(|only| only.iter().any(|own| own == field)))
        .collect();
    // A space at the end ends the last word.
    let unfinished = !query["q"].as_str().unwrap().ends_with(' ');
    let mut words: Vec<&str> = query["q"]
        .as_str()
        .unwrap()
        .split(' ')
        .filter(|word| !word.is_empty())
        .collect();
    let mut found: Vec<(u32, &Value)>;
    loop {
        found = candidates
            .iter()
            .filter_map(|own| rank(own, &words, &fields, unfinished).map(|rank| (rank, *own)))
            .collect();
        if !found.is_empty() || words.len() < 2 || query["matchingStrategy"] == "all" {
            break;
        }
        words.pop();
    }
    let sort: Vec<&str> = query["sort"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|rule| rule.as_str().unwrap())
        .collect();
    let key = |own: &Value, rule: &str| {
        let (field, direction) = rule.split_once(':').unwrap();
        let value = own[field].as_i64().unwrap();
        if direction == "desc" { -value } else { value }
    };
    found.sort_by_cached_key(|(rank, own)| {
        let sorted: Vec<i64> = sort.iter().map(|rule| key(own, rule)).collect();
        (
            sorted,
            *rank,
            key(own, "stars:desc"),
            key(own, "published_at:desc"),
        )
    });
    let facets = query["facets"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|field| {
            let mut counts = BTreeMap::<String, u64>::new();
            for (_, own) in &found {
                let one = std::slice::from_ref(&own[field.as_str().unwrap()]);
                for value in own[field.as_str().unwrap()]
                    .as_array()
                    .map_or(one, Vec::as_slice)
                {
                    let name = value
                        .as_str()
                        .map_or_else(|| value.to_string(), str::to_owned);
                    *counts.entry(name).or_default() += 1;
                }
            }
            (field.as_str().unwrap().to_owned(), json!(counts))
        });
    let facets: serde_json::Map<String, Value> = facets.collect();
    let number = |name: &str| usize::try_from(query[name].as_u64().unwrap_or(0)).unwrap();
    let hits: Vec<Value> = found
        .iter()
        .skip(number("offset"))
        .take(number("limit"))
        .map(|(_, own)| json!({ "id": own["id"], "name_exact": own["name_exact"], "_rankingScore": 0.5 }))
        .collect();
    json!({
        "hits": hits, "offset": query["offset"], "limit": query["limit"], "estimatedTotalHits": found.len(),
        "processingTimeMs": 1, "query": query["q"], "indexUid": query["indexUid"], "facetDistribution": facets,
    })
}

/// The worst field that a word is best found in; `None` where one is missing.
fn rank(own: &Value, words: &[&str], fields: &[&str], unfinished: bool) -> Option<u32> {
    let last = words.len().saturating_sub(1);
    let one = |(n, word): (usize, &&str)| {
        (0..).zip(fields).find_map(|(place, field)| {
            let texts = own[*field].as_str().unwrap();
            let hit = |text: &str| {
                text == *word
                    || (unfinished && n == last && text.starts_with(word))
                    || near(text, word, field)
            };
            texts.split(' ').any(hit).then_some(place)
        })
    };
    words
        .iter()
        .enumerate()
        .map(one)
        .try_fold(0, |sum, rank| rank.map(|rank| sum + rank))
}

/// One letter other, for words of four letters and more.
fn near(text: &str, word: &str, field: &str) -> bool {
    let differ = text
        .chars()
        .zip(word.chars())
        .filter(|(a, b)| a != b)
        .count();
    word.len() >= 4 && text.len() == word.len() && differ <= 1 && field.starts_with("loose")
}

fn passes(own: &Value, filter: &str) -> bool {
    filter.split(" AND ").all(|condition| {
        let (field, rest) = condition.split_once(' ').unwrap();
        let (operator, value) = rest.split_once(' ').unwrap();
        let value: Value = serde_json::from_str(value).unwrap();
        // What a document does not have satisfies nothing.
        if own[field].is_null() {
            return false;
        }
        let number = |value: &Value| value.as_i64().unwrap();
        match operator {
            "=" => own[field] == value,
            "IN" => value.as_array().unwrap().contains(&own[field]),
            "<" => number(&own[field]) < number(&value),
            ">" => number(&own[field]) > number(&value),
            "<=" => number(&own[field]) <= number(&value),
            ">=" => number(&own[field]) >= number(&value),
            other => panic!("{other}"),
        }
    })
}
