//! The gate: one table of boundary cases, against every read of the crate.

use catalog::fixtures::{Listing, Market, outbox};
use catalog::{CardFilter, CardSort, Catalog, ListingStatus};
use chrono::{Duration, NaiveDate};
use kernel::{Actor, PageArgs, Timestamp};
use programme::inspections::Verdict;
use programme::{CertificateStatus, ProducerStatus};
use std::sync::Arc;
use testkit::{TestClock, TestDb};

testkit::on_both!(
    every_read_agrees_at_every_boundary,
    a_change_of_the_sources_is_seen_at_once,
    a_hold_is_seen_at_once,
);

/// Whether each public read shows the product; they must agree.
async fn shown(market: &Market, listing: &Listing) -> bool {
    let catalog = &market.catalog;
    let slug = catalog.any_cards_by_ids(&[listing.product]).await.unwrap()[0]
        .slug
        .clone();
    let page = PageArgs::first(100);
    let filter = CardFilter::default();
    let listed = catalog
        .cards(&filter, CardSort::Newest, &page)
        .await
        .unwrap();
    let answers = [
        listed
            .rows
            .iter()
            .any(|(_, card)| card.product_id == listing.product),
        catalog.count_cards(&filter).await.unwrap() == 1,
        catalog.page_by_id(listing.product).await.unwrap().is_some(),
        catalog.page_by_slug(&slug).await.unwrap().is_some(),
        !catalog
            .cards_by_ids(&[listing.product])
            .await
            .unwrap()
            .is_empty(),
        !catalog
            .variants_by_ids(&[listing.variant])
            .await
            .unwrap()
            .is_empty(),
        Catalog::quote(market.db.primary(), &[listing.variant], market.clock.now())
            .await
            .unwrap()[&listing.variant]
            .public,
    ];
    assert!(
        answers.iter().all(|answer| *answer == answers[0]),
        "the reads disagree: {answers:?}"
    );
    answers[0]
}

async fn every_read_agrees_at_every_boundary(test: TestDb) {
    let clock = TestClock::at("2026-11-23T02:00:00Z");
    let market = Market::new(test.handle(), Arc::new(clock.clone()), outbox()).await;
    let producer = market.producer("HTX Ranh Giới").await;
    // Issued on 1 March 2024, in force until the end of 1 March 2027.
    let issued = NaiveDate::from_ymd_opt(2024, 3, 1).unwrap();
    let certificate = market.certificate(&producer, issued).await;
    let listing = market
        .listing_under(&producer, certificate, "Cơm cháy", 1000, 5, |_| {})
        .await;
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    // Vietnam's midnight is 17:00 UTC of the day before.
    for (edge, before, after) in [
        (at("2024-02-29T17:00:00Z"), false, true),
        (at("2027-03-01T17:00:00Z"), true, false),
    ] {
        for (offset, expected) in [
            (Duration::seconds(-1), before),
            (Duration::microseconds(-1), before),
            (Duration::zero(), after),
            (Duration::seconds(1), after),
        ] {
            clock.set(edge + offset);
            assert_eq!(shown(&market, &listing).await, expected, "{edge} {offset}");
        }
    }
}

async fn a_change_of_the_sources_is_seen_at_once(test: TestDb) {
    let clock = TestClock::default();
    let market = Market::new(test.handle(), Arc::new(clock), outbox()).await;
    let producer = market.producer("HTX Thử").await;
    let listing = market.listing(&producer, "Bánh đa", 1000, 5).await;
    assert!(shown(&market, &listing).await);
    market
        .set_certificate(&listing, CertificateStatus::Suspended)
        .await;
    assert!(!shown(&market, &listing).await, "suspended");
    market
        .set_certificate(&listing, CertificateStatus::Active)
        .await;
    assert!(shown(&market, &listing).await, "restored");
    let set = |status| {
        market
            .programme
            .set_producer_status(&Actor::System, producer.id, status)
    };
    set(ProducerStatus::Suspended).await.unwrap();
    assert!(!shown(&market, &listing).await, "producer suspended");
    set(ProducerStatus::Active).await.unwrap();
    assert!(shown(&market, &listing).await, "producer back");
    market
        .set_certificate(&listing, CertificateStatus::Revoked)
        .await;
    assert!(!shown(&market, &listing).await, "revoked");
    let report = market.catalog.verify().await.unwrap();
    assert_eq!(report.stale_cards, 0);
    test.raw("UPDATE product_card SET listed = TRUE")
        .await
        .unwrap();
    assert_eq!(
        market.catalog.verify().await.unwrap().stale_cards,
        1,
        "the check sees a lie"
    );
    // What was never approved is not public, whatever its certificate.
    for status in [ListingStatus::Draft, ListingStatus::TakenDown] {
        test.raw("UPDATE product_card SET listed = FALSE")
            .await
            .unwrap();
        let certificate = market.listing(&producer, "Khác", 1, 1).await.certificate;
        test.raw("UPDATE product_card SET listed = FALSE")
            .await
            .unwrap();
        let hidden = market
            .listing_under(&producer, certificate, "Chưa duyệt", 1000, 5, |product| {
                product.status = status
            })
            .await;
        assert!(!shown(&market, &hidden).await, "{status:?}");
    }
}

async fn a_hold_is_seen_at_once(test: TestDb) {
    let market = Market::new(test.handle(), Arc::new(TestClock::default()), outbox()).await;
    let producer = market.producer("HTX Thử").await;
    let listing = market.listing(&producer, "Bánh đa", 1000, 5).await;
    let lift = async || {
        let (programme, id) = (&market.programme, listing.certificate.id);
        let lifted = programme
            .lift_hold(&Actor::System, id, "Đã khắc phục")
            .await;
        lifted.unwrap();
    };
    for (verdict, public) in [
        (Verdict::Pass, true),
        (Verdict::Minor, true),
        (Verdict::Major, false),
        (Verdict::Fail, false),
    ] {
        let first = market.inspect(&listing, verdict, None).await;
        assert_eq!(shown(&market, &listing).await, public, "{verdict:?}");
        if public {
            continue;
        }
        // What was made before is checked against the same sources.
        assert_eq!(market.catalog.verify().await.unwrap().stale_cards, 0);
        // A decision of the state does not lift it.
        for status in [CertificateStatus::Suspended, CertificateStatus::Active] {
            market.set_certificate(&listing, status).await;
        }
        assert!(!shown(&market, &listing).await, "restored, and held");
        // A product that is made under it is not public either.
        let ids = [listing.certificate.id];
        let certificates = market.programme.certificates_by_ids(&ids).await;
        let certificate = certificates.unwrap().remove(0);
        let late = market
            .listing_under(&producer, certificate, "Đến muộn", 1000, 5, |_| {})
            .await;
        assert!(!shown(&market, &late).await, "made while held");
        test.raw("UPDATE product SET status = 'TAKEN_DOWN' WHERE name = 'Đến muộn'")
            .await
            .unwrap();
        market.inspect(&listing, Verdict::Pass, Some(first)).await;
        assert!(shown(&market, &listing).await, "followed up");
        market.inspect(&listing, verdict, None).await;
        assert!(!shown(&market, &listing).await, "{verdict:?} again");
        lift().await;
        assert!(shown(&market, &listing).await, "lifted");
        assert_eq!(market.catalog.verify().await.unwrap().stale_cards, 0);
    }
}
