//! Runs that die, workers beside each other, files that nobody can read.

use super::{ALL, DRY, PLAIN, World, counts, done};
use catalog::bulk::TableKind;
use files::MediaType;
use rust_xlsxwriter::{Format, Workbook};
use spreadsheets::ImportStatus;
use std::fmt::Write;
use testkit::TestDb;

testkit::on_both!(
    a_run_that_dies_is_continued,
    two_workers_of_one_import_count_once,
    bad_files_are_refused_with_their_place,
    statements_do_not_grow_with_rows,
);

/// Products on sale with fifty variants each, and a table of their stock.
async fn many(world: &World, products: usize, variants: usize) -> Vec<String> {
    let mut all = Vec::new();
    for product in 0..products {
        let skus: Vec<String> = (0..variants)
            .map(|own| format!("S-{product}-{own}"))
            .collect();
        let named: Vec<&str> = skus.iter().map(String::as_str).collect();
        world.product(&format!("Sản phẩm {product}"), &named).await;
        all.extend(skus);
    }
    all
}

fn table(skus: &[String], cells: &str) -> String {
    let mut text = "SKU,Tồn kho\n".to_owned();
    for sku in skus {
        writeln!(text, "{sku},{cells}").unwrap();
    }
    text
}

async fn a_run_that_dies_is_continued(test: TestDb) {
    let world = World::open(test).await;
    let skus = many(&world, 24, 50).await;
    let text = table(&skus, "7");
    let file = world
        .upload(&world.owner, MediaType::Csv, text.as_bytes())
        .await;
    let import = world
        .start(&world.owner, TableKind::Stock, file, ALL)
        .await
        .unwrap();
    let watch = async {
        while world.look(&import).await.rows_written == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
    };
    tokio::select! {
        () = world.work(&import) => panic!("ended before it could die"),
        () = watch => {}
    }
    let dead = world.look(&import).await;
    assert_eq!(dead.status, ImportStatus::Writing);
    assert!((50..100).contains(&dead.percent()));
    // The marker and what was written are one.
    let written = "SELECT COUNT(*) FROM stock WHERE on_hand = 7";
    let there = world.test.number(written).await;
    assert_eq!(
        (there, dead.updated),
        (dead.rows_written.into(), dead.rows_written)
    );
    assert!(there < 1_200);
    world.work(&import).await;
    let over = world.look(&import).await;
    done(&over);
    assert_eq!(counts(&over), (0, 1_200, 0, 0));
    assert_eq!(world.test.number(written).await, 1_200);
    let moved = "SELECT COUNT(*) FROM stock_movement WHERE kind = 'ADJUST'";
    assert_eq!(world.test.number(moved).await, 1_200);
    // A job that runs again after its end changes nothing.
    world.work(&import).await;
    assert_eq!(world.look(&import).await, over);
    assert_eq!(world.test.number(moved).await, 1_200);
}

/// As when a job's lease has run out while its worker goes on.
async fn two_workers_of_one_import_count_once(test: TestDb) {
    let world = World::open(test).await;
    let skus = many(&world, 12, 50).await;
    let text = table(&skus, "7");
    for (how, written) in [(DRY, 0), (ALL, 600)] {
        let file = world
            .upload(&world.owner, MediaType::Csv, text.as_bytes())
            .await;
        let import = world
            .start(&world.owner, TableKind::Stock, file, how)
            .await
            .unwrap();
        tokio::join!(world.work(&import), world.work(&import));
        let over = world.look(&import).await;
        done(&over);
        assert_eq!(counts(&over), (0, 600, 0, 0));
        assert_eq!((over.rows_checked, over.rows_written), (600, written));
    }
    let moved = "SELECT COUNT(*) FROM stock_movement WHERE kind = 'ADJUST'";
    assert_eq!(world.test.number(moved).await, 600);
    // So do two workers of products, which must not begin any twice.
    let mut text = "Mã sản phẩm,Bộ sản phẩm,Tên sản phẩm,SKU,Giá bán,Khối lượng\n".to_owned();
    for product in 0..150 {
        writeln!(text, "P{product},6,Mới {product},N-{product},1000,10").unwrap();
    }
    let file = world
        .upload(&world.owner, MediaType::Csv, text.as_bytes())
        .await;
    let import = world
        .start(&world.owner, TableKind::Products, file, ALL)
        .await
        .unwrap();
    tokio::join!(world.work(&import), world.work(&import));
    let over = world.look(&import).await;
    done(&over);
    assert_eq!(counts(&over), (150, 0, 0, 0));
    assert_eq!(world.test.number("SELECT COUNT(*) FROM product").await, 162);
}

async fn bad_files_are_refused_with_their_place(test: TestDb) {
    let world = World::open(test).await;
    world.product("Cơm cháy", &["A-1"]).await;
    let book = |fill: &dyn Fn(&mut rust_xlsxwriter::Worksheet)| {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_string(0, 0, "SKU").unwrap();
        sheet.write_string(0, 1, "Tồn kho").unwrap();
        fill(sheet);
        book.save_to_buffer().unwrap()
    };
    let formula = book(&|sheet| {
        sheet.write_formula(1, 1, "=1+1").unwrap();
    });
    let merged = book(&|sheet| {
        sheet
            .merge_range(1, 0, 2, 0, "A-1", &Format::new())
            .unwrap();
    });
    let truncated = &formula[..formula.len() - 40];
    let many = "A-1,1\n".repeat(100_000);
    let too_many = format!("SKU,Tồn kho\n{many}");
    let files: [(MediaType, &[u8], &str, Option<&str>); 9] = [
        (
            MediaType::Csv,
            b"SKU,T\xEAn\nA-1,1\n",
            "NOT_UTF8",
            Some("1"),
        ),
        (MediaType::Csv, b"SKU,Ton kho\n", "EMPTY", None),
        (MediaType::Csv, b"SKU,Ton kho\n\"A-1,1\n", "TRUNCATED", None),
        (
            MediaType::Csv,
            b"SKU,Gia\nA-1,1\n",
            "COLUMN_MISSING",
            Some("Tồn kho"),
        ),
        (MediaType::Csv, too_many.as_bytes(), "TOO_MANY_ROWS", None),
        (MediaType::Xlsx, &formula, "FORMULA", Some("B2")),
        (MediaType::Xlsx, &merged, "MERGED_CELLS", Some("A2:A3")),
        (MediaType::Xlsx, truncated, "TRUNCATED", None),
        (
            MediaType::Xlsx,
            b"PK\x03\x04 is no workbook",
            "TRUNCATED",
            None,
        ),
    ];
    let before = world.traces().await;
    for (kind, bytes, code, place) in files {
        let file = world.upload(&world.owner, kind, bytes).await;
        let import = world.import_file(TableKind::Stock, file, PLAIN).await;
        assert_eq!(import.status, ImportStatus::Refused, "{code}");
        let refusal = import.refusal.unwrap();
        assert_eq!(refusal.code.as_str(), code);
        if code != "TRUNCATED" {
            assert_eq!(refusal.place.as_deref(), place, "{code}");
        }
    }
    assert_eq!(world.traces().await, before);
    // Numbers of a workbook are numbers, whatever they look like.
    let book = book(&|sheet| {
        sheet.write_string(1, 0, "A-1").unwrap();
        sheet.write_number(1, 1, 1.125).unwrap();
        sheet.write_string(2, 0, "A-2").unwrap();
        sheet.write_string(2, 1, "1.125").unwrap();
    });
    let file = world.upload(&world.owner, MediaType::Xlsx, &book).await;
    let import = world.import_file(TableKind::Stock, file, PLAIN).await;
    assert_eq!(
        world.told(&import).await,
        ["2 Tồn kho FRACTIONAL", "3 SKU UNKNOWN_SKU"]
    );
}

async fn statements_do_not_grow_with_rows(test: TestDb) {
    let world = World::open(test).await;
    let skus = many(&world, 8, 50).await;
    let cost = async |kind, text: String| {
        let file = world
            .upload(&world.owner, MediaType::Csv, text.as_bytes())
            .await;
        let import = world.start(&world.owner, kind, file, PLAIN).await.unwrap();
        let ((), statements) = db::statements::counted(world.work(&import)).await;
        let over = world.look(&import).await;
        assert_eq!(over.failed, 0, "{:?}", world.told(&over).await);
        statements
    };
    // A chunk of 250 rows, and the rest of the job.
    let few = cost(TableKind::Stock, table(&skus[..10], "3")).await;
    let chunk = cost(TableKind::Stock, table(&skus[..250], "4")).await;
    let products = 5;
    assert!(chunk <= few + 2 * products, "{few} {chunk}");
    assert!(chunk <= 40, "{chunk}");
    let same = cost(TableKind::Stock, table(&skus[..250], "4")).await;
    assert!(same <= 30, "{same}");
    // A price is one statement, and each product's card a few more.
    let prices = |price: i64| {
        let mut text = "SKU,Giá bán\n".to_owned();
        for sku in &skus[..250] {
            writeln!(text, "{sku},{price}").unwrap();
        }
        text
    };
    let changed = cost(TableKind::Prices, prices(90_000)).await;
    assert!(changed <= 250 + 15 * 5 + 30, "{changed}");
    let same = cost(TableKind::Prices, prices(90_000)).await;
    assert!(same <= 30, "{same}");
    // Products: a new one costs about twenty, one that says what is there
    // three.
    let mut text = "Mã sản phẩm,Bộ sản phẩm,Tên sản phẩm,SKU,Giá bán,Khối lượng\n".to_owned();
    for product in 0..100 {
        writeln!(text, "P{product},6,Mới {product},N-{product},1000,10").unwrap();
    }
    let new = cost(TableKind::Products, text.clone()).await;
    assert!(new <= 100 * 24 + 40, "{new}");
    let same = cost(TableKind::Products, text).await;
    assert!(same <= 100 * 4 + 40, "{same}");
}
