//! Stock from a file.

use super::{ALL, DRY, PLAIN, World, counts, done};
use catalog::bulk::{Field, TableKind};
use testkit::TestDb;

testkit::on_both!(
    counts_apply_and_bad_rows_do_not_stop_them,
    never_below_what_is_reserved,
    what_was_believed_counts,
    all_is_all_or_nothing,
    a_dry_run_writes_nothing,
    columns_are_found_or_mapped,
    anothers_sku_is_an_unknown_one,
);

const KIND: TableKind = TableKind::Stock;

async fn counts_apply_and_bad_rows_do_not_stop_them(test: TestDb) {
    let world = World::open(test).await;
    let one = world.product("Cơm cháy", &["A-1", "A-2"]).await;
    let other = world.product("Mắm tép", &["B-1"]).await;
    let text = "Mã SKU;Tồn kho;Ghi chú
A-1;12;x
B-1;1.000;x
A-2;10;x
C-9;5;x
A-1;3;x
;3;x
A-2;;x
";
    let import = world.import(KIND, text, PLAIN).await;
    done(&import);
    assert_eq!(counts(&import), (0, 2, 1, 4));
    assert_eq!(import.ignored, ["Ghi chú"]);
    assert_eq!(
        world.told(&import).await,
        [
            "5 Mã SKU UNKNOWN_SKU",
            "6 Mã SKU DUPLICATE_ROW",
            "7 Mã SKU REQUIRED",
            "8 Tồn kho REQUIRED",
        ]
    );
    let first = world.variant(one.product, "A-1").await;
    let second = world.variant(other.product, "B-1").await;
    assert_eq!((first.on_hand, second.on_hand), (12, 1_000));
    // The log adds up, and the listing's history tells who.
    let sql =
        "SELECT CAST(SUM(on_hand_change) AS BIGINT) FROM stock_movement WHERE kind = 'ADJUST'";
    assert_eq!(world.test.number(sql).await, 2 + 990);
    let sql = "SELECT COUNT(*) FROM listing_event WHERE act = 'STOCK' AND actor LIKE 'account:%'";
    assert_eq!(world.test.number(sql).await, 2);
    // Each product's card follows by a job.
    let sql = "SELECT COUNT(*) FROM job WHERE kind = 'catalog.refresh_card'";
    assert_eq!(world.test.number(sql).await, 2);

    let before = world.traces().await;
    let again = world.import(KIND, text, PLAIN).await;
    assert_eq!(counts(&again), (0, 0, 3, 4));
    assert_eq!(world.traces().await, before);

    let text = "SKU,On hand\nA-1,-1\nA-2,1000001\nB-1,\"1,5\"\n";
    let wrong = world.import(KIND, text, PLAIN).await;
    assert_eq!(counts(&wrong), (0, 0, 0, 3));
    assert_eq!(
        world.told(&wrong).await,
        [
            "2 On hand OUT_OF_RANGE",
            "3 On hand OUT_OF_RANGE",
            "4 On hand FRACTIONAL",
        ]
    );
    assert_eq!(world.traces().await, before);
}

async fn never_below_what_is_reserved(test: TestDb) {
    let world = World::open(test).await;
    let own = world.product("Cơm cháy", &["A-1"]).await;
    let variant = world.variant(own.product, "A-1").await.id;
    world
        .test
        .raw(&format!(
            "UPDATE stock SET reserved = 4 WHERE variant_id = {}",
            match world.test.engine() {
                db::Engine::Sqlite => format!("x'{}'", variant.0.simple()),
                db::Engine::Postgres => format!("'{variant}'"),
            }
        ))
        .await
        .unwrap();
    let import = world.import(KIND, "SKU,Tồn kho\nA-1,3\n", PLAIN).await;
    assert_eq!(counts(&import), (0, 0, 0, 1));
    assert_eq!(world.told(&import).await, ["2 Tồn kho BELOW_RESERVED"]);
    assert_eq!(world.stock(variant).await, (10, 4));
    let import = world.import(KIND, "SKU,Tồn kho\nA-1,4\n", PLAIN).await;
    assert_eq!(counts(&import), (0, 1, 0, 0));
    assert_eq!(world.stock(variant).await, (4, 4));
}

async fn what_was_believed_counts(test: TestDb) {
    let world = World::open(test).await;
    let own = world.product("Cơm cháy", &["A-1"]).await;
    let variant = world.variant(own.product, "A-1").await.id;
    let text = |on_hand: i64, believed: &str| {
        format!("SKU,Tồn kho,Tồn kho khi xuất tệp\nA-1,{on_hand},{believed}\n")
    };
    // Ten are there, and whoever made the table saw twelve.
    let import = world.import(KIND, &text(20, "12"), PLAIN).await;
    let told = world.told(&import).await;
    assert_eq!(told, ["2 Tồn kho khi xuất tệp OUTDATED"]);
    assert_eq!(world.stock(variant).await, (10, 0));
    for (on_hand, believed, expected) in [(20, "10", (0, 1, 0, 0)), (20, "10", (0, 0, 1, 0))] {
        let import = world.import(KIND, &text(on_hand, believed), PLAIN).await;
        assert_eq!(counts(&import), expected);
    }
    let import = world.import(KIND, &text(5, ""), PLAIN).await;
    assert_eq!(counts(&import), (0, 1, 0, 0));
    assert_eq!(world.stock(variant).await, (5, 0));
}

async fn all_is_all_or_nothing(test: TestDb) {
    let world = World::open(test).await;
    world.product("Cơm cháy", &["A-1", "A-2"]).await;
    let before = world.traces().await;
    let import = world.import(KIND, "SKU,Tồn kho\nA-1,1\nC-9,1\n", ALL).await;
    done(&import);
    assert_eq!(counts(&import), (0, 0, 0, 1));
    assert_eq!((import.rows_checked, import.rows_written), (2, 0));
    assert_eq!(world.told(&import).await, ["3 SKU UNKNOWN_SKU"]);
    assert_eq!(world.traces().await, before);
    let import = world
        .import(KIND, "SKU,Tồn kho\nA-1,1\nA-2,10\n", ALL)
        .await;
    done(&import);
    assert_eq!(counts(&import), (0, 1, 1, 0));
    assert_eq!((import.rows_checked, import.rows_written), (2, 2));
}

async fn a_dry_run_writes_nothing(test: TestDb) {
    let world = World::open(test).await;
    world.product("Cơm cháy", &["A-1", "A-2"]).await;
    let before = world.traces().await;
    let text = "SKU,Tồn kho\nA-1,1\nA-2,10\nC-9,1\n";
    let import = world.import(KIND, text, DRY).await;
    done(&import);
    assert_eq!(counts(&import), (0, 1, 1, 1));
    assert_eq!((import.rows_checked, import.rows_written), (3, 0));
    assert_eq!(world.told(&import).await, ["4 SKU UNKNOWN_SKU"]);
    assert_eq!(world.traces().await, before);
    // The same report as when it is written.
    let written = world.import(KIND, text, PLAIN).await;
    assert_eq!(counts(&written), counts(&import));
    assert_eq!(world.told(&written).await, world.told(&import).await);
}

async fn columns_are_found_or_mapped(test: TestDb) {
    let world = World::open(test).await;
    world.product("Cơm cháy", &["A-1"]).await;
    for text in [
        "mã sku,TỒN KHO\nA-1,1\n",
        "SKU\tSo luong ton (cái)\r\nA-1\t1\r\n",
    ] {
        let import = world.import(KIND, text, PLAIN).await;
        assert_eq!(import.failed, 0, "{text}");
        assert_eq!(import.rows_total, 1);
    }
    let text = "Tồn kho,Cột A,Cột B\n5,A-1,7\n";
    let sku = (Field::Sku, "cột a".to_owned());
    let import = world.import_mapped(KIND, text, vec![sku.clone()]).await;
    assert_eq!(import.unwrap().ignored, ["Cột B"]);
    let on_hand = (Field::OnHand, "CỘT B".to_owned());
    let import = world
        .import_mapped(KIND, text, vec![sku.clone(), on_hand])
        .await;
    assert_eq!(import.unwrap().ignored, ["Tồn kho"]);
    assert_eq!(world.listings().await[0].variants[0].on_hand, 7);
    for (field, header) in [
        (Field::Sku, "Cột B"),
        (Field::Price, "Cột B"),
        (Field::Reserved, "Cột B"),
        (Field::OnHand, " "),
        (Field::OnHand, &"x".repeat(301)),
    ] {
        let mapping = vec![sku.clone(), (field, header.to_owned())];
        let refused = world.import_mapped(KIND, text, mapping).await;
        assert!(refused.is_err(), "{field:?} {header}");
    }
    let missing = vec![sku, (Field::OnHand, "Cột C".to_owned())];
    let import = world.import_mapped(KIND, text, missing).await.unwrap();
    let refusal = import.refusal.unwrap();
    assert_eq!(refusal.code.as_str(), "MAPPED_COLUMN_MISSING");
    assert_eq!(refusal.place.as_deref(), Some("Cột C"));
}

async fn anothers_sku_is_an_unknown_one(test: TestDb) {
    let world = World::open(test).await;
    world.product("Cơm cháy", &["A-1"]).await;
    let other = world.market.producer("HTX Khác").await;
    let theirs = world.product_of(&other, "Mắm", &["B-1"]).await;
    let before = world.stock(theirs.variant).await;
    let import = world
        .import(KIND, "SKU,Tồn kho\nB-1,1\nC-1,1\n", PLAIN)
        .await;
    let told = world.told(&import).await;
    assert_eq!(told, ["2 SKU UNKNOWN_SKU", "3 SKU UNKNOWN_SKU"]);
    assert_eq!(world.stock(theirs.variant).await, before);
}
