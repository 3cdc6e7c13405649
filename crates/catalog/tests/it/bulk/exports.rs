//! Tables on their way out, and in again.

use super::{PLAIN, World, counts, done};
use catalog::bulk::{Export, ExportRefusal, Field, RunExport, TableKind, template};
use files::MediaType;
use jobs::Handler;
use kernel::{Actor, Language, Right};
use spreadsheets::{Cell, ExportStatus, Format, Sheet};
use testkit::TestDb;

testkit::on_both!(
    what_goes_out_comes_in_unchanged,
    an_edited_table_changes_what_was_edited,
    nothing_in_a_table_is_computed,
    an_export_is_its_accounts_alone,
    templates_are_tables,
);

const FORMATS: [(Format, MediaType); 2] = [
    (Format::Csv, MediaType::Csv),
    (Format::Xlsx, MediaType::Xlsx),
];

impl World {
    async fn export(&self, actor: &Actor, kind: TableKind, format: Format) -> Export {
        let owner = self.producer.id;
        let export = self.bulk.start_export(actor, owner, kind, format).await;
        let export = export.unwrap();
        let job = RunExport(self.bulk.clone());
        job.run(&export.id.to_string()).await.unwrap();
        self.bulk.export(actor, export.id).await.unwrap().unwrap()
    }

    async fn bytes(&self, export: &Export) -> Vec<u8> {
        assert_eq!(export.status, ExportStatus::Done, "{export:?}");
        assert_eq!(export.percent(), 100);
        self.files.read(export.file_id.unwrap()).await.unwrap().1
    }
}

/// A producer with one product on sale, one with a change and a draft.
async fn stocked(world: &World) {
    world.product("Cơm cháy", &["A-1", "A-2"]).await;
    let text = "Mã sản phẩm;Bộ sản phẩm;Tên sản phẩm;Câu chuyện sản phẩm;Thành phần;Xuất xứ;Hạn sử dụng;Căn cứ công bố;Số công bố;Ngày công bố;Khối lượng tịnh;Chế độ ăn;Tùy chọn 1;Giá trị 1;SKU;GTIN;Giá bán;Giá gốc;Tồn kho;Khối lượng;Dài;Rộng;Cao;Mua tối thiểu;Mua tối đa
R;14;Rượu;<p>Nấu từ <b>nếp</b>.</p>;\"Nếp
men lá\";=Kim Sơn;365;46/2026/NĐ-CP;+84/CĐ;05/01/2026;500 ml;Thuần chay;Cỡ;Nhỏ;00123;;95000;100000;3;700;10;20;30;2;20
R;;;;;;;;;;;;;Lớn;R-2;08935049;195000;;0;1400;;;;;
";
    let text = text.replace("08935049", "12345670");
    let import = world.import(TableKind::Products, &text, PLAIN).await;
    assert_eq!(world.told(&import).await, Vec::<String>::new());
    let own = world.product("Mắm tép", &["M-1"]).await;
    let slug = world.listing(own.product).await.slug;
    let text = format!("Mã sản phẩm,SKU,Cảnh báo,Giá bán,Khối lượng\n{slug},M-1,Mặn,,\n");
    let import = world.import(TableKind::Products, &text, PLAIN).await;
    assert_eq!(import.updated, 1, "{:?}", world.told(&import).await);
    let text = "SKU,Giá bán,Giá gốc,Giá sỉ\nA-1,90000,95000,10:80000;20:70000\nA-2,900000,,\n";
    let import = world.import(TableKind::Prices, text, PLAIN).await;
    assert_eq!(import.updated, 2, "{:?}", world.told(&import).await);
}

async fn what_goes_out_comes_in_unchanged(test: TestDb) {
    let world = World::open(test).await;
    stocked(&world).await;
    for kind in TableKind::ALL {
        for (format, media) in FORMATS {
            let export = world.export(&world.owner, kind, format).await;
            let rows = match kind {
                TableKind::Products => 5,
                TableKind::Stock | TableKind::Prices => 3,
            };
            assert_eq!(export.rows_written, rows, "{kind:?}");
            let bytes = world.bytes(&export).await;
            let sheet = Sheet::read(format, &bytes).unwrap();
            assert_eq!(sheet.header.len(), Field::of(kind).len());
            let file = world.upload(&world.owner, media, &bytes).await;
            let before = world.traces().await;
            let import = world.import_file(kind, file, PLAIN).await;
            done(&import);
            let told = world.told(&import).await;
            assert_eq!(
                counts(&import),
                (0, 0, rows, 0),
                "{kind:?} {format:?} {told:?}"
            );
            assert_eq!(told, Vec::<String>::new());
            assert_eq!(import.ignored, Vec::<String>::new());
            assert_eq!(world.traces().await, before);
        }
    }
}

async fn an_edited_table_changes_what_was_edited(test: TestDb) {
    let world = World::open(test).await;
    stocked(&world).await;
    for (kind, from, to) in [
        (
            TableKind::Stock,
            "A-1,Cơm cháy,Gói A-1,10,10,0",
            "A-1,Cơm cháy,Gói A-1,17,10,0",
        ),
        (TableKind::Prices, ",90000,", ",91000,"),
        (TableKind::Products, "500 ml", "550 ml"),
    ] {
        let export = world.export(&world.owner, kind, Format::Csv).await;
        let text = String::from_utf8(world.bytes(&export).await).unwrap();
        assert!(text.contains(from), "{text}");
        let edited = text.replace(from, to);
        let import = world.import(kind, &edited, PLAIN).await;
        let told = world.told(&import).await;
        assert!(
            import.updated > 0 && import.failed == 0,
            "{kind:?} {told:?}"
        );
        // The older table again would undo nothing.
        let older = text.replace(
            from,
            &to.replace("17", "18")
                .replace("91", "92")
                .replace("550", "560"),
        );
        let import = world.import(kind, &older, PLAIN).await;
        let told = world.told(&import).await;
        assert!(
            told.iter().any(|own| own.contains("OUTDATED")),
            "{kind:?} {told:?}"
        );
        assert_eq!(import.updated, 0);
    }
}

async fn nothing_in_a_table_is_computed(test: TestDb) {
    let world = World::open(test).await;
    stocked(&world).await;
    let export = world
        .export(&world.owner, TableKind::Products, Format::Csv)
        .await;
    let text = String::from_utf8(world.bytes(&export).await).unwrap();
    assert!(
        text.contains(",'=Kim Sơn,") && text.contains(",'+84/CĐ,"),
        "{text}"
    );
    assert!(!text.contains(",=") && !text.contains(",+"));
    // Numbers that are words keep their zeros.
    let export = world
        .export(&world.owner, TableKind::Products, Format::Xlsx)
        .await;
    let sheet = Sheet::read(Format::Xlsx, &world.bytes(&export).await).unwrap();
    let cells = || sheet.rows.iter().flat_map(|row| &row.cells);
    assert!(cells().any(|cell| *cell == Cell::Text("00123".to_owned())));
}

async fn an_export_is_its_accounts_alone(test: TestDb) {
    let world = World::open(test).await;
    stocked(&world).await;
    let (delegate, _) = world.delegate(Right::Stock).await;
    let export = world.export(&delegate, TableKind::Stock, Format::Csv).await;
    assert_eq!(export.status, ExportStatus::Done);
    let seen = world.bulk.export(&world.owner, export.id).await.unwrap();
    assert_eq!(seen, None);
    let uses = "SELECT COUNT(*) FROM producer_grant_use WHERE action = 'EXPORT_LISTINGS'";
    assert_eq!(world.test.number(uses).await, 1);
    // Nothing of another producer is in it.
    let other = world.market.producer("HTX Khác").await;
    world.product_of(&other, "Nem", &["X-1"]).await;
    for kind in TableKind::ALL {
        let export = world.export(&world.owner, kind, Format::Csv).await;
        let text = String::from_utf8(world.bytes(&export).await).unwrap();
        assert!(!text.contains("X-1") && !text.contains("Nem"));
    }
    // A right that went in the meantime.
    let bulk = &world.bulk;
    let export = bulk
        .start_export(&delegate, world.producer.id, TableKind::Stock, Format::Csv)
        .await
        .unwrap();
    let sql = "UPDATE producer_grant SET revoked_at = $1";
    let now = kernel::Clock::now(&world.clock);
    world.run(sql, vec![now.into()]).await;
    let job = RunExport(bulk.clone());
    job.run(&export.id.to_string()).await.unwrap();
    let export = bulk.export(&delegate, export.id).await.unwrap().unwrap();
    assert_eq!(export.refusal, Some(ExportRefusal::NotAllowed));
    assert_eq!(export.file_id, None);
}

async fn templates_are_tables(test: TestDb) {
    let world = World::open(test).await;
    let number = {
        let today = kernel::clock::day_in_vietnam(kernel::Clock::now(&world.clock));
        let day = kernel::clock::days_before(today, 100);
        world.market.certificate(&world.producer, day).await.number
    };
    for language in [Language::Vi, Language::En] {
        for kind in TableKind::ALL {
            for (format, media) in FORMATS {
                let bytes = template(kind, format, language).unwrap();
                let sheet = Sheet::read(format, &bytes).unwrap();
                assert_eq!(sheet.rows.len(), 1);
                let file = world.upload(&world.owner, media, &bytes).await;
                let import = world.import_file(kind, file, super::DRY).await;
                // Every column is known, and the example is of the right shape.
                assert_eq!(
                    import.ignored,
                    Vec::<String>::new(),
                    "{kind:?} {language:?}"
                );
                assert_eq!((import.rows_total, import.failed), (1, 1));
                let told = world.told(&import).await;
                let expected = match kind {
                    TableKind::Products => "UNKNOWN_CERTIFICATE",
                    TableKind::Stock | TableKind::Prices => "UNKNOWN_SKU",
                };
                assert_eq!(told.len(), 1, "{told:?}");
                assert!(told[0].ends_with(expected), "{told:?}");
            }
        }
    }
    // With a certificate that there is, the example is a product.
    let bytes = template(TableKind::Products, Format::Csv, Language::Vi).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let text = text.replace("12/2025/OCOP-NB", &number);
    let import = world.import(TableKind::Products, &text, PLAIN).await;
    assert_eq!(
        counts(&import),
        (1, 0, 0, 0),
        "{:?}",
        world.told(&import).await
    );
}
