//! How long it takes to bring a producer's stock, prices and products in as
//! tables (target: 60 s for each ten thousand rows), and to bring the same
//! file again.

use crate::Result;
use crate::sow::{catalogue, sow};
use catalog::bulk::{Bulk, ImportKind, NewImport, RunImport, TableKind};
use catalog::{NewVariant, ProductSource};
use db::{Db, DbConfig};
use files::{Files, MediaType, NewFile, Purpose};
use jobs::Handler;
use kernel::{AccountId, Actor, Clock, Money, Role, RoleGrant, Scope, SystemClock, TokenKey};
use pictures::{Media, Pictures};
use programme::{find_certificate, find_producer};
use sea_orm::{ConnectionTrait, Statement};
use spreadsheets::Mode;
use std::fmt::Write;
use std::sync::Arc;
use std::time::Instant;

/// Variants of a product.
const VARIANTS: usize = 50;
const PRICE: i64 = 100_000;

/// Fills an empty database with a producer of so many variants, and prints how
/// long each table takes.
pub(crate) async fn run(url: &str, rows: usize) -> Result<()> {
    sow(url, 1).await?;
    let db = Db::open(&DbConfig::new(url)).await?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let catalog = catalogue(&db);
    let folder = tempfile::tempdir()?;
    let files = Files::new(db.clone(), clock.clone(), folder.path().join("files"));
    let media = Media::folder(&folder.path().join("media"))?;
    let pictures = Pictures::new(db.clone(), clock.clone(), media, TokenKey::new([7; 32]));
    let bulk = Bulk::new(catalog.clone(), files.clone(), pictures);

    let cards = catalog.cards_after(None, 1).await?;
    let card = cards.first().ok_or("nothing was sown")?;
    let tx = db.begin().await?;
    let producer = find_producer(&tx, card.producer_id).await?;
    let producer = producer.ok_or("the producer is gone")?;
    let certificate = card.certificate.as_ref().ok_or("no certificate")?;
    let certificate = find_certificate(&tx, certificate.id).await?;
    let certificate = certificate.ok_or("the certificate is gone")?;
    let mut skus = Vec::with_capacity(rows);
    for n in 0..rows.div_ceil(VARIANTS) {
        let mut product = crate::market::product(n, certificate.id, clock.now())?;
        product.slug = format!("nhap-{n}");
        let own = (0..VARIANTS.min(rows - skus.len())).map(|at| format!("S-{n}-{at}"));
        let own: Vec<String> = own.collect();
        product.variants = own.iter().map(|sku| variant(sku)).collect();
        skus.extend(own);
        let source = ProductSource {
            product,
            producer: &producer,
            certificate: Some(&certificate),
        };
        catalog.create_products_in(&tx, vec![source]).await?;
    }
    tx.commit().await?;
    let owner = owner(&db, &clock, producer.id).await?;

    for (kind, text) in tables(&skus) {
        for round in ["first", "again"] {
            let new = NewFile {
                purpose: Purpose::ListingImport,
                name: "bảng.csv".to_owned(),
                media_type: MediaType::Csv,
            };
            let mut upload = files.upload(&owner, new).await?;
            upload.write(text.as_bytes()).await?;
            let file = upload.finish().await?;
            let new = NewImport {
                producer_id: producer.id,
                kind: ImportKind::Table(kind),
                file_id: file.id,
                mapping: Vec::new(),
                mode: Mode::ValidRows,
                dry_run: false,
                submit: false,
            };
            let began = Instant::now();
            let import = bulk.start_import(&owner, new).await?;
            let job = RunImport(bulk.clone());
            job.run(&import.id.to_string()).await?;
            let took = began.elapsed();
            let import = bulk.import(&owner, import.id).await?;
            let import = import.ok_or("the import is gone")?;
            println!(
                "{} {round}: {rows} rows in {took:.1?} ({} made, {} changed, {} as they were, {} refused)",
                kind.as_str(),
                import.created,
                import.updated,
                import.unchanged,
                import.failed,
            );
        }
    }
    Ok(())
}

fn variant(sku: &str) -> NewVariant {
    NewVariant {
        sku: sku.to_owned(),
        name: sku.to_owned(),
        name_en: None,
        price: Money::from_stored(PRICE),
        compare_at_price: None,
        weight_grams: 300,
        stock: 10,
    }
}

/// A table of each kind for these SKUs; that of products begins new ones.
fn tables(skus: &[String]) -> [(TableKind, String); 3] {
    let table = |header: &str, line: &dyn Fn(usize, &str) -> String| {
        let mut text = format!("{header}\n");
        for (at, sku) in skus.iter().enumerate() {
            // Writing to a text cannot fail.
            let _ = writeln!(text, "{}", line(at, sku));
        }
        text
    };
    let stock = table("SKU,Tồn kho", &|at, sku| format!("{sku},{}", 20 + at % 7));
    let prices = table("SKU,Giá bán,Giá sỉ", &|at, sku| {
        format!("{sku},{},10:{PRICE}", 110_000 + at % 7)
    });
    let products = table(
        "Mã sản phẩm,Bộ sản phẩm,Tên sản phẩm,Thành phần,Xuất xứ,Hướng dẫn sử dụng,Bảo quản,\
         Hạn sử dụng,Tùy chọn 1,Giá trị 1,SKU,Giá bán,Tồn kho,Khối lượng",
        &|at, _| {
            let product = at / 13;
            format!(
                "P{product},6,Sản phẩm mới {product},Gạo nếp,Ninh Bình,Ăn liền,Nơi khô,180,Cỡ,{at} g,N-{at},{},5,300",
                50_000 + at
            )
        },
    );
    [
        (TableKind::Stock, stock),
        (TableKind::Prices, prices),
        (TableKind::Products, products),
    ]
}

/// The producer's owner, with an account.
async fn owner(db: &Db, clock: &Arc<dyn Clock>, producer: kernel::ProducerId) -> Result<Actor> {
    let now = clock.now();
    let id = AccountId::new(now);
    let grant = RoleGrant {
        role: Role::ProducerOwner,
        scope: Scope::Producer(producer),
    };
    let tx = db.begin().await?;
    let statement = Statement::from_sql_and_values(
        tx.get_database_backend(),
        "INSERT INTO account (id, email, password_hash, display_name, language, status, demo, created_at, updated_at) \
         VALUES ($1, 'chu@vidu.example', 'x', 'x', 'vi', 'ACTIVE', TRUE, $2, $2)",
        [id.0.into(), now.into()],
    );
    tx.execute_raw(statement).await?;
    identity::roles::give(&tx, id, &grant, now).await?;
    tx.commit().await?;
    Ok(Actor::Account {
        id,
        grants: vec![grant],
    })
}
