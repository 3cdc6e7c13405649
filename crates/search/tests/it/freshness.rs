//! Index = database.

use crate::shop::Shop;
use chrono::Duration;
use kernel::ProductId;
use programme::CertificateStatus;
use search::{Document, Engine, Query};
use std::sync::atomic::Ordering;
use testkit::TestDb;
use uuid::Uuid;

testkit::on_both!(
    changes_are_followed_by_jobs,
    a_change_is_seen_within_a_second,
    a_hidden_product_is_never_found,
    an_expired_certificate_hides_at_its_second,
    drift_is_found_and_repaired,
    a_lost_commit_is_made_up_for,
    an_outage_kills_no_job_and_loses_no_change,
    nobody_waits_for_a_commit_to_write,
    reindex_fills_and_cleans
);

async fn changes_are_followed_by_jobs(test: TestDb) {
    let shop = Shop::open(test).await;
    shop.search.reindex(|_| {}).await.unwrap();
    let producer = shop.market.producer("Hợp tác xã Đại Long").await;
    let listing = shop
        .market
        .listing(&producer, "Cơm cháy Đại Long", 45_000, 10)
        .await;
    shop.settle().await;
    assert_eq!(shop.names("com chay").await, ["Cơm cháy Đại Long"]);
    // Names that come from elsewhere: producer, place, group.
    for text in [
        "hop tac xa dai long",
        "ninh binh",
        "Phát Diệm",
        "Phat Diem Commune",
        "thuc pham",
        "câu chuyện",
    ] {
        assert_eq!(shop.names(text).await, ["Cơm cháy Đại Long"], "{text}");
    }
    shop.market
        .set_certificate(&listing, CertificateStatus::Suspended)
        .await;
    shop.settle().await;
    assert_eq!(shop.names("com chay").await, [] as [&str; 0]);
    assert!(
        shop.engine.ids_and_versions().await.unwrap().is_empty(),
        "out of the index itself"
    );
    shop.market
        .set_certificate(&listing, CertificateStatus::Active)
        .await;
    shop.settle().await;
    assert_eq!(shop.names("com chay").await, ["Cơm cháy Đại Long"]);
    assert_eq!(
        shop.test
            .number("SELECT COUNT(*) FROM job WHERE status <> 'DONE'")
            .await,
        0
    );
}

async fn a_change_is_seen_within_a_second(test: TestDb) {
    let shop = Shop::open(test).await;
    shop.search.reindex(|_| {}).await.unwrap();
    let producer = shop.market.producer("Hợp tác xã").await;
    shop.market.listing(&producer, "Cơm cháy", 45_000, 10).await;
    // Nobody flushes: the commit comes by itself.
    shop.runner.drain().await.unwrap();
    let started = std::time::Instant::now();
    while shop.names("com chay").await.is_empty() {
        assert!(
            started.elapsed() < std::time::Duration::from_secs(1),
            "not seen within a second"
        );
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
}

async fn a_hidden_product_is_never_found(test: TestDb) {
    let shop = Shop::open(test).await;
    let producer = shop.market.producer("Hợp tác xã").await;
    let hidden = shop.market.listing(&producer, "Cơm cháy", 45_000, 10).await;
    shop.market
        .listing(&producer, "Cơm cháy Hai", 45_000, 10)
        .await;
    shop.search.reindex(|_| {}).await.unwrap();
    assert_eq!(shop.names("com chay").await.len(), 2);
    // The index does not know yet; the database decides.
    shop.market
        .set_certificate(&hidden, CertificateStatus::Revoked)
        .await;
    let found = shop
        .search
        .search(Query::new("com chay", 20))
        .await
        .unwrap();
    let names: Vec<_> = found.cards.iter().map(|card| &*card.name).collect();
    assert_eq!((names, found.total), (vec!["Cơm cháy Hai"], 1));
    // Cursors are made of positions, and these have a gap.
    assert_eq!(found.positions, [1]);
    let suggested = shop.search.suggest("com ch", 8).await.unwrap();
    assert!(
        suggested
            .iter()
            .all(|suggestion| suggestion.id != hidden.product.to_string())
    );
}

async fn an_expired_certificate_hides_at_its_second(test: TestDb) {
    let shop = Shop::open(test).await;
    let producer = shop.market.producer("Hợp tác xã").await;
    let listing = shop.market.listing(&producer, "Cơm cháy", 45_000, 10).await;
    shop.search.reindex(|_| {}).await.unwrap();
    let end = listing.certificate.valid_until();
    for (seconds, visible) in [(-1, 1), (0, 0), (1, 0), (-1, 1)] {
        shop.clock.set(end + Duration::seconds(seconds));
        assert_eq!(shop.names("com chay").await.len(), visible, "{seconds} s");
        assert_eq!(
            shop.search.suggest("com", 8).await.unwrap().len().min(1),
            visible,
            "{seconds} s"
        );
    }
    // The same from the database when the engine is away.
    shop.engine.fails.store(true, Ordering::SeqCst);
    for (seconds, visible) in [(-1, 1), (0, 0), (1, 0)] {
        shop.clock.set(end + Duration::seconds(seconds));
        let found = shop
            .search
            .search(Query::new("com chay", 10))
            .await
            .unwrap();
        assert_eq!(
            (found.cards.len(), found.degraded),
            (visible, true),
            "{seconds} s"
        );
        // Counted without reading the cards again.
        let total = shop
            .search
            .search(Query::new("com chay", 0))
            .await
            .unwrap()
            .total;
        assert_eq!(total, visible as u64, "{seconds} s");
    }
}

async fn drift_is_found_and_repaired(test: TestDb) {
    let shop = Shop::open(test).await;
    let producer = shop.market.producer("Hợp tác xã").await;
    let mut listings = Vec::new();
    for n in 0..6 {
        listings.push(
            shop.market
                .listing(&producer, &format!("Cơm cháy {n}"), 45_000, 10)
                .await,
        );
    }
    shop.search.reindex(|_| {}).await.unwrap();
    shop.settle().await;
    assert!(shop.search.verify(false).await.unwrap().is_empty());

    // One lost, one altered, one that was unlisted, one that never was.
    let (missing, stale, unlisted) = (listings[0].product, listings[1].product, &listings[2]);
    let stranger = ProductId(Uuid::from_u128(7));
    let engine = &shop.engine.inner;
    engine.remove(vec![missing]).await.unwrap();
    let document = |id: ProductId, name: &str| Document {
        id,
        ..crate::shelf::document(1, name)
    };
    engine
        .upsert(vec![document(stale, "Khác hẳn"), document(stranger, "Lạ")])
        .await
        .unwrap();
    engine.commit().await.unwrap();
    shop.market
        .set_certificate(unlisted, CertificateStatus::Suspended)
        .await;

    let drift = shop.search.verify(false).await.unwrap();
    let mut orphaned = vec![stranger, unlisted.product];
    orphaned.sort_unstable();
    assert_eq!(
        (drift.missing.clone(), drift.stale.clone()),
        (vec![missing], vec![stale])
    );
    assert_eq!(drift.orphaned, orphaned);
    assert_eq!(shop.names("khac han").await.len(), 1, "only looked at");

    assert_eq!(shop.search.verify(true).await.unwrap(), drift);
    assert!(shop.search.verify(false).await.unwrap().is_empty());
    assert_eq!(shop.names("com chay").await.len(), 5);
    assert_eq!(shop.names("khac han").await.len(), 0);
}

async fn a_lost_commit_is_made_up_for(test: TestDb) {
    let shop = Shop::open(test).await;
    shop.search.reindex(|_| {}).await.unwrap();
    let producer = shop.market.producer("Hợp tác xã").await;
    shop.market.listing(&producer, "Cơm cháy", 45_000, 10).await;
    shop.engine.commit_fails.store(true, Ordering::SeqCst);
    shop.runner.drain().await.unwrap();
    let failed = shop.search.flush().await;
    // The commit in the background may have been the one that failed.
    if failed.is_ok() {
        assert!(!shop.engine.commit_fails.load(Ordering::SeqCst));
    }
    // What was written is written again, by nobody's asking.
    let started = std::time::Instant::now();
    while shop.names("com chay").await.is_empty() {
        assert!(started.elapsed() < std::time::Duration::from_secs(5));
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

async fn an_outage_kills_no_job_and_loses_no_change(test: TestDb) {
    let shop = Shop::open(test).await;
    shop.search.reindex(|_| {}).await.unwrap();
    let producer = shop.market.producer("Hợp tác xã Đại Long").await;
    shop.engine.writes_fail.store(true, Ordering::SeqCst);
    for name in ["Cơm cháy một", "Cơm cháy hai", "Cơm cháy ba"] {
        shop.market.listing(&producer, name, 45_000, 10).await;
    }
    shop.runner.drain().await.unwrap();
    let unfinished = "SELECT COUNT(*) FROM job WHERE kind = 'search.sync' AND status <> 'DONE'";
    assert_eq!(shop.test.number(unfinished).await, 0);
    assert!(shop.search.flush().await.is_err());
    assert!(shop.search.verify(true).await.is_err());
    shop.engine.writes_fail.store(false, Ordering::SeqCst);
    shop.search.flush().await.unwrap();
    assert_eq!(shop.names("com chay").await.len(), 3);
    // What comes afterwards is written at once again.
    shop.market
        .listing(&producer, "Cơm cháy bốn", 45_000, 10)
        .await;
    shop.settle().await;
    assert_eq!(shop.names("com chay").await.len(), 4);
    assert!(shop.search.verify(false).await.unwrap().is_empty());
}

async fn nobody_waits_for_a_commit_to_write(test: TestDb) {
    let shop = Shop::open(test).await;
    shop.search.reindex(|_| {}).await.unwrap();
    let producer = shop.market.producer("Hợp tác xã Đại Long").await;
    let mut ids = Vec::new();
    for name in ["Cơm cháy một", "Cơm cháy hai"] {
        let listing = shop.market.listing(&producer, name, 45_000, 10).await;
        ids.push(listing.product);
    }
    let slow = shop.engine.commits.lock().await;
    shop.search.sync(&ids[..1]).await.unwrap();
    let search = shop.search.clone();
    let flush = tokio::spawn(async move { search.flush().await });
    shop.engine.committing.notified().await;
    let written = shop.engine.writes.load(Ordering::SeqCst);
    let note = shop.search.sync(&ids[1..]);
    let limit = std::time::Duration::from_secs(10);
    tokio::time::timeout(limit, note).await.unwrap().unwrap();
    assert_eq!(shop.engine.writes.load(Ordering::SeqCst), written);
    drop(slow);
    flush.await.unwrap().unwrap();
    shop.search.flush().await.unwrap();
    assert_eq!(shop.names("com chay").await.len(), 2);
}

async fn reindex_fills_and_cleans(test: TestDb) {
    let shop = Shop::open(test).await;
    let producer = shop.market.producer("Hợp tác xã").await;
    for n in 0..3 {
        shop.market
            .listing(&producer, &format!("Cơm cháy {n}"), 45_000, 10)
            .await;
    }
    // Not filled yet: the database answers.
    assert!(!shop.search.is_filled());
    let found = shop
        .search
        .search(Query::new("com chay", 10))
        .await
        .unwrap();
    assert_eq!((found.cards.len(), found.degraded), (3, true));

    let stranger = crate::shelf::document(7, "Cơm cháy lạ");
    shop.engine.upsert(vec![stranger]).await.unwrap();
    let read = std::sync::Mutex::new(Vec::new());
    let written = shop
        .search
        .reindex(|n| read.lock().unwrap().push(n))
        .await
        .unwrap();
    assert_eq!((written, read.into_inner().unwrap()), (3, vec![3]));
    assert!(shop.search.is_filled());
    assert_eq!(shop.names("com chay").await.len(), 3);
    assert_eq!(shop.engine.ids_and_versions().await.unwrap().len(), 3);
}
