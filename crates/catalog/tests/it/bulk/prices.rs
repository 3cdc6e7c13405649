//! Prices from a file.

use super::{ALL, DRY, PLAIN, World, counts, done};
use catalog::PriceTier;
use catalog::bulk::TableKind;
use catalog::listing::{ChangeStatus, NewPrice};
use kernel::Money;
use testkit::TestDb;

testkit::on_both!(
    prices_apply_at_once_unless_they_jump,
    prices_for_many_are_read_from_one_cell_or_a_column_each,
    what_no_price_can_be_is_refused,
    whoever_saw_an_older_version_is_told,
    limits_go_into_the_draft,
    a_dry_run_says_what_would_be,
);

const KIND: TableKind = TableKind::Prices;

fn tier(from: i32, dong: i64) -> PriceTier {
    let price = Money::from_stored(dong);
    PriceTier { from, price }
}

async fn prices_apply_at_once_unless_they_jump(test: TestDb) {
    let world = World::open(test).await;
    let own = world.product("Cơm cháy", &["A-1", "A-2", "A-3"]).await;
    let text = "SKU;Giá bán;Giá gốc
A-1;95.000 đ;120.000
A-2;201000;
A-3;100000;
";
    let import = world.import(KIND, text, PLAIN).await;
    done(&import);
    assert_eq!(counts(&import), (0, 2, 1, 0));
    assert_eq!(world.told(&import).await, ["3 Giá bán PRICE_WAITS?"]);
    let first = world.variant(own.product, "A-1").await;
    assert_eq!(first.price, Money::from_stored(95_000));
    assert_eq!(first.compare_at_price, Some(Money::from_stored(120_000)));
    let second = world.variant(own.product, "A-2").await;
    assert_eq!(second.price, Money::from_stored(100_000));
    let waiting = second.waiting.unwrap();
    assert_eq!(waiting.price, Money::from_stored(201_000));
    // The public sees it from the commit on.
    let card = world
        .market
        .catalog
        .any_cards_by_ids(&[own.product])
        .await
        .unwrap()
        .remove(0);
    assert!(card.variants.iter().any(|own| own.price.dong() == 95_000));
    assert!(card.variants.iter().all(|own| own.price.dong() != 201_000));

    let before = world.traces().await;
    let again = world.import(KIND, text, PLAIN).await;
    assert_eq!(counts(&again), (0, 0, 3, 0));
    assert_eq!(world.told(&again).await, ["3 Giá bán PRICE_WAITS?"]);
    assert_eq!(world.traces().await, before);

    // Many small steps are a jump, too: it is held against what was reviewed.
    let steps = "SKU,Giá bán\nA-1,190000\n";
    let import = world.import(KIND, steps, PLAIN).await;
    assert_eq!(world.told(&import).await, ["2 - COMPARE_AT_TOO_LOW"]);
    let steps = "SKU,Giá bán,Giá gốc\nA-1,190000,\n";
    assert_eq!(world.import(KIND, steps, PLAIN).await.updated, 1);
    let steps = "SKU,Giá bán\nA-1,201000\n";
    let import = world.import(KIND, steps, PLAIN).await;
    assert_eq!(world.told(&import).await, ["2 Giá bán PRICE_WAITS?"]);
    // Another price takes the place of one that waits.
    let import = world.import(KIND, "SKU,Giá bán\nA-2,99000\n", PLAIN).await;
    assert_eq!(counts(&import), (0, 1, 0, 0));
    let second = world.variant(own.product, "A-2").await;
    assert_eq!((second.price.dong(), second.waiting), (99_000, None));
}

async fn prices_for_many_are_read_from_one_cell_or_a_column_each(test: TestDb) {
    let world = World::open(test).await;
    let own = world.product("Cơm cháy", &["A-1", "A-2"]).await;
    let text = "SKU;Giá bán;Giá sỉ\nA-1;100000;10:95.000; 50:90000\nA-2;100000;\n";
    let quoted = "SKU;Giá bán;Giá sỉ\nA-1;100000;\"10:95.000; 50:90000\"\nA-2;100000;\n";
    let broken = world.import(KIND, text, PLAIN).await;
    assert_eq!(world.told(&broken).await, ["2 - CELL_COUNT"]);
    let import = world.import(KIND, quoted, PLAIN).await;
    assert_eq!(counts(&import), (0, 1, 1, 0));
    let first = world.variant(own.product, "A-1").await;
    assert_eq!(first.tiers, [tier(10, 95_000), tier(50, 90_000)]);
    // Without the column they stay; with it, empty, they go.
    let import = world.import(KIND, "SKU,Giá bán\nA-1,99000\n", PLAIN).await;
    assert_eq!(import.updated, 1);
    assert_eq!(world.variant(own.product, "A-1").await.tiers.len(), 2);
    let text = "SKU,Price,tier_20,Giá từ 5\nA-1,99000,80000,\nA-2,100000,80000,90000\n";
    let import = world.import(KIND, text, PLAIN).await;
    assert_eq!(counts(&import), (0, 2, 0, 0), "{import:?}");
    assert_eq!(import.ignored, Vec::<String>::new());
    let first = world.variant(own.product, "A-1").await;
    assert_eq!(first.tiers, [tier(20, 80_000)]);
    let second = world.variant(own.product, "A-2").await;
    assert_eq!(second.tiers, [tier(5, 90_000), tier(20, 80_000)]);
    let text = "SKU,Giá bán,Giá sỉ\nA-1,99000,\n";
    assert_eq!(world.import(KIND, text, PLAIN).await.updated, 1);
    assert!(world.variant(own.product, "A-1").await.tiers.is_empty());
}

async fn what_no_price_can_be_is_refused(test: TestDb) {
    let world = World::open(test).await;
    world.product("Cơm cháy", &["A-1"]).await;
    let before = world.traces().await;
    let header = "SKU;Giá bán;Giá gốc;Giá sỉ;tier 10";
    for (cells, expected) in [
        ("A-1;0;;;", "2 Giá bán OUT_OF_RANGE"),
        ("A-1;-5;;;", "2 Giá bán OUT_OF_RANGE"),
        ("A-1;1000000001;;;", "2 Giá bán OUT_OF_RANGE"),
        ("A-1;99999999999999999999;;;", "2 Giá bán NOT_A_NUMBER"),
        ("A-1;95,000;;;", "2 Giá bán AMBIGUOUS_NUMBER"),
        ("A-1;95000,5;;;", "2 Giá bán FRACTIONAL"),
        ("A-1;giá tốt;;;", "2 Giá bán NOT_A_NUMBER"),
        ("A-1;;;;", "2 Giá bán REQUIRED"),
        ("A-1;100000;100000;;", "2 Giá gốc COMPARE_AT_TOO_LOW"),
        ("A-1;100000;1000000001;;", "2 Giá gốc COMPARE_AT_TOO_LOW"),
        ("A-1;100000;;10;", "2 Giá sỉ INVALID_TIERS"),
        ("A-1;100000;;mười:9;", "2 Giá sỉ INVALID_TIERS"),
        ("A-1;100000;;1:90000;", "2 Giá sỉ INVALID_TIERS"),
        ("A-1;100000;;5:100000;", "2 Giá sỉ INVALID_TIERS"),
        ("A-1;100000;;1001:90000;", "2 Giá sỉ INVALID_TIERS"),
        ("A-1;100000;;5:90,000;", "2 Giá sỉ AMBIGUOUS_NUMBER"),
        ("A-1;100000;;5:90000;80000", "2 Giá sỉ INVALID_TIERS"),
        ("A-1;100000;;;100000", "2 tier 10 INVALID_TIERS"),
        ("A-1;100000;;;nhiều", "2 tier 10 NOT_A_NUMBER"),
        ("'=A-1;100000;;;", "2 SKU UNKNOWN_SKU"),
        ("=A-1;100000;;;", "2 SKU UNKNOWN_SKU"),
    ] {
        let text = format!("{header}\n{cells}\n");
        let import = world.import(KIND, &text, PLAIN).await;
        assert_eq!(counts(&import), (0, 0, 0, 1), "{cells}");
        assert_eq!(world.told(&import).await, [expected], "{cells}");
    }
    let text = format!("{header}\nA-1;100000;;\"2:9;3:8;4:7;5:6;6:5;7:4\";\n");
    let import = world.import(KIND, &text, PLAIN).await;
    assert_eq!(world.told(&import).await, ["2 Giá sỉ INVALID_TIERS"]);
    assert_eq!(world.traces().await, before);
}

async fn whoever_saw_an_older_version_is_told(test: TestDb) {
    let world = World::open(test).await;
    let own = world.product("Cơm cháy", &["A-1"]).await;
    let seen = world.variant(own.product, "A-1").await.version;
    let text = |price: i64| format!("SKU,Giá bán,Phiên bản\nA-1,{price},{seen}\n");
    let import = world.import(KIND, &text(90_000), PLAIN).await;
    assert_eq!(counts(&import), (0, 1, 0, 0));
    // The same again is there; another price was not decided in this view.
    let again = world.import(KIND, &text(90_000), PLAIN).await;
    assert_eq!(counts(&again), (0, 0, 1, 0));
    let older = world.import(KIND, &text(80_000), PLAIN).await;
    assert_eq!(world.told(&older).await, ["2 Phiên bản OUTDATED"]);
    let now = world.variant(own.product, "A-1").await;
    assert_eq!(now.price.dong(), 90_000);
    let new = NewPrice {
        variant_id: now.id,
        version: now.version,
        price: 85_000,
        compare_at_price: None,
        tiers: Vec::new(),
    };
    let catalog = &world.market.catalog;
    catalog.set_price(&world.owner, new).await.unwrap();
}

async fn limits_go_into_the_draft(test: TestDb) {
    let world = World::open(test).await;
    let own = world.product("Cơm cháy", &["A-1"]).await;
    let other = world.product("Mắm tép", &["B-1"]).await;
    let text = "SKU,Giá bán,Mua tối thiểu,Mua tối đa
A-1,90000,2,20
B-1,90000,,
";
    let import = world.import(KIND, text, PLAIN).await;
    assert_eq!(counts(&import), (0, 2, 0, 0));
    let told = world.told(&import).await;
    assert_eq!(told, ["2 Mua tối thiểu LIMITS_DRAFTED?"]);
    let listing = world.listing(own.product).await;
    let live = &listing.live.unwrap().variants[0];
    let change = listing.change.unwrap();
    let drafted = &change.content.variants[0];
    assert_eq!(change.status, ChangeStatus::Draft);
    assert_ne!((live.min_per_order, live.max_per_order), (2, 20));
    assert_eq!((drafted.min_per_order, drafted.max_per_order), (2, 20));
    assert!(world.listing(other.product).await.change.is_none());
    let before = world.traces().await;
    let again = world.import(KIND, text, PLAIN).await;
    assert_eq!(counts(&again), (0, 0, 2, 0));
    assert_eq!(world.traces().await, before);
    // A row is taken as a whole or not at all.
    for (limits, column) in [
        ("0,5", "Mua tối thiểu"),
        ("6,5", "Mua tối đa"),
        ("1,1001", "Mua tối đa"),
        ("99999999999,", "Mua tối thiểu"),
    ] {
        let text = format!("SKU,Giá bán,Mua tối thiểu,Mua tối đa\nA-1,80000,{limits}\n");
        let import = world.import(KIND, &text, PLAIN).await;
        let expected = format!("2 {column} OUT_OF_RANGE");
        assert_eq!(world.told(&import).await, [expected], "{limits}");
    }
    assert_eq!(world.traces().await, before);
}

async fn a_dry_run_says_what_would_be(test: TestDb) {
    let world = World::open(test).await;
    world.product("Cơm cháy", &["A-1", "A-2"]).await;
    let before = world.traces().await;
    let text = "SKU,Giá bán,Mua tối đa\nA-1,900000,7\nA-2,99000,\nC-9,5,\n";
    let dry = world.import(KIND, text, DRY).await;
    done(&dry);
    assert_eq!(counts(&dry), (0, 2, 0, 1));
    assert_eq!(world.traces().await, before);
    let all = world.import(KIND, text, ALL).await;
    assert_eq!((all.updated, all.failed), (0, 1));
    assert_eq!(world.traces().await, before);
    let written = world.import(KIND, text, PLAIN).await;
    assert_eq!(counts(&written), counts(&dry));
    assert_eq!(world.told(&written).await, world.told(&dry).await);
}
