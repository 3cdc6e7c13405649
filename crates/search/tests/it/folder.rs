//! The folder of the embedded index: one process, versions, damage.

use crate::shelf::{document, now};
use search::{Engine, EngineError, Query, TantivyEngine};
use std::fs;
use std::path::Path;

async fn filled(folder: &Path) {
    let engine = TantivyEngine::open(folder).await.unwrap();
    assert!(!engine.is_filled());
    engine.upsert(vec![document(1, "Cơm cháy")]).await.unwrap();
    engine.commit().await.unwrap();
    engine.mark_filled().await.unwrap();
}

async fn hits(engine: &TantivyEngine) -> usize {
    let found = engine
        .search(&Query::new("com chay", 10), now())
        .await
        .unwrap();
    found.hits.len()
}

#[tokio::test]
async fn it_lasts() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path()).await;
    let engine = TantivyEngine::open(folder.path()).await.unwrap();
    assert!(engine.is_filled());
    assert_eq!(hits(&engine).await, 1);
    engine.clear().await.unwrap();
    assert!(!engine.is_filled());
    assert_eq!(hits(&engine).await, 0);
}

#[tokio::test]
async fn what_is_not_committed_is_not_seen() {
    let folder = tempfile::tempdir().unwrap();
    let engine = TantivyEngine::open(folder.path()).await.unwrap();
    engine.upsert(vec![document(1, "Cơm cháy")]).await.unwrap();
    assert_eq!(hits(&engine).await, 0);
    engine.commit().await.unwrap();
    engine
        .remove(vec![document(1, "").id, document(2, "").id])
        .await
        .unwrap();
    assert_eq!(hits(&engine).await, 1);
    engine.commit().await.unwrap();
    assert_eq!(hits(&engine).await, 0);
}

#[tokio::test]
async fn a_document_is_there_once() {
    let folder = tempfile::tempdir().unwrap();
    let engine = TantivyEngine::open(folder.path()).await.unwrap();
    for version in 1..=5 {
        let mut own = document(1, "Cơm cháy");
        own.version = version;
        engine.upsert(vec![own.clone(), own]).await.unwrap();
        engine.commit().await.unwrap();
        assert_eq!(hits(&engine).await, 1);
        let versions = engine.ids_and_versions().await.unwrap();
        assert_eq!(
            versions.into_iter().collect::<Vec<_>>(),
            [(document(1, "").id, version)]
        );
    }
}

#[tokio::test]
async fn a_second_process_is_told_so() {
    let folder = tempfile::tempdir().unwrap();
    let first = TantivyEngine::open(folder.path()).await.unwrap();
    let second = TantivyEngine::open(folder.path())
        .await
        .map(|_| ())
        .unwrap_err();
    assert!(matches!(second, EngineError::InUse { .. }));
    let said = second.to_string();
    assert!(
        said.contains(&folder.path().display().to_string()),
        "{said}"
    );
    assert!(said.contains("another process"), "{said}");
    drop(first);
    TantivyEngine::open(folder.path()).await.unwrap();
}

/// Damage done to the folder, and what happens at the next start: an empty
/// index that says so, and that can be filled.
async fn rebuilt(what: &str, damage: impl FnOnce(&Path)) {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path()).await;
    damage(folder.path());
    let engine = TantivyEngine::open(folder.path()).await.unwrap();
    assert!(!engine.is_filled(), "{what}");
    assert_eq!(hits(&engine).await, 0, "{what}");
    drop(engine);
    filled(folder.path()).await;
    let engine = TantivyEngine::open(folder.path()).await.unwrap();
    assert!(engine.is_filled() && hits(&engine).await == 1, "{what}");
}

/// The segment's files of one kind.
fn files(folder: &Path, kind: &str) -> Vec<std::path::PathBuf> {
    let files = fs::read_dir(folder.join("index"))
        .unwrap()
        .map(|file| file.unwrap().path());
    let files: Vec<_> = files
        .filter(|file| file.extension().is_some_and(|own| own == kind))
        .collect();
    assert!(!files.is_empty(), "{kind}");
    files
}

#[tokio::test]
async fn another_version_and_damage_are_rebuilt() {
    rebuilt("an older version", |folder| {
        fs::write(folder.join("state.json"), r#"{"schema":0,"filled":true}"#).unwrap();
    })
    .await;
    rebuilt("no state", |folder| {
        fs::remove_file(folder.join("state.json")).unwrap()
    })
    .await;
    rebuilt("a broken state", |folder| {
        fs::write(folder.join("state.json"), "{").unwrap()
    })
    .await;
    rebuilt("no index", |folder| {
        fs::remove_dir_all(folder.join("index")).unwrap()
    })
    .await;
    rebuilt("no meta file", |folder| {
        fs::remove_file(folder.join("index/meta.json")).unwrap()
    })
    .await;
    rebuilt("a broken meta file", |folder| {
        fs::write(folder.join("index/meta.json"), "{}").unwrap()
    })
    .await;
    for kind in ["term", "idx", "fast"] {
        rebuilt("a missing file", |folder| {
            files(folder, kind)
                .iter()
                .for_each(|file| fs::remove_file(file).unwrap());
        })
        .await;
        rebuilt("a short file", |folder| {
            files(folder, kind)
                .iter()
                .for_each(|file| fs::write(file, b"short").unwrap());
        })
        .await;
        rebuilt("a changed byte", |folder| {
            for file in files(folder, kind) {
                let mut bytes = fs::read(&file).unwrap();
                let middle = bytes.len() / 3;
                bytes[middle] ^= 0x55;
                fs::write(file, bytes).unwrap();
            }
        })
        .await;
    }
}
