//! How long ten thousand rows take (target: 60 s each). Not run with the others:
//! `cargo test -p catalog --test it bulk::speed -- --ignored --nocapture --test-threads 1`.

use super::{PLAIN, World, counts};
use catalog::bulk::TableKind;
use std::fmt::Write;
use std::time::Instant;
use testkit::TestDb;

const PRODUCTS: usize = 200;
const VARIANTS: usize = 50;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes"]
async fn sqlite() {
    measure("SQLite", TestDb::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes"]
async fn postgres() {
    measure("PostgreSQL", TestDb::postgres().await).await;
}

async fn measure(engine: &str, test: TestDb) {
    let world = World::open(test).await;
    let skus = super::runs::many(&world, PRODUCTS, VARIANTS).await;
    let lines = |header: &str, line: &dyn Fn(usize, &str) -> String| {
        let mut text = format!("{header}\n");
        for (at, sku) in skus.iter().enumerate() {
            writeln!(text, "{}", line(at, sku)).unwrap();
        }
        text
    };
    let stock = lines("SKU,Tồn kho", &|at, sku| format!("{sku},{}", 20 + at % 7));
    let prices = lines("SKU,Giá bán,Giá sỉ", &|at, sku| {
        format!("{sku},{},10:{}", 110_000 + at % 7, 100_000)
    });
    // A thousand products of ten variants, with everything that a row may say.
    let products = lines(
        "Mã sản phẩm,Bộ sản phẩm,Tên sản phẩm,Thành phần,Xuất xứ,Hướng dẫn sử dụng,Bảo quản,Hạn sử dụng,Tùy chọn 1,Giá trị 1,SKU,Giá bán,Tồn kho,Khối lượng",
        &|at, _| {
            let product = at / 13;
            format!(
                "P{product},6,Sản phẩm mới {product},Gạo nếp,Ninh Bình,Ăn liền,Nơi khô,180,Cỡ,{at} g,N-{at},{},5,300",
                50_000 + at
            )
        },
    );
    let rows = u32::try_from(skus.len()).unwrap();
    for (kind, text, made) in [
        (TableKind::Stock, stock, (0, rows, 0, 0)),
        (TableKind::Prices, prices, (0, rows, 0, 0)),
        (TableKind::Products, products, (rows, 0, 0, 0)),
    ] {
        for (round, expected) in [("first", made), ("again", (0, 0, rows, 0))] {
            let begun = Instant::now();
            let import = world.import(kind, &text, PLAIN).await;
            let took = begun.elapsed();
            assert_eq!(counts(&import), expected, "{kind:?} {round}");
            println!(
                "{engine} {} {round}: {:.1} s",
                kind.as_str(),
                took.as_secs_f64()
            );
        }
    }
}
