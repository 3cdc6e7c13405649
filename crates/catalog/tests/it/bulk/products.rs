//! Products from a file.

use super::{DRY, PLAIN, SUBMIT, World, counts, done};
use catalog::ListingStatus;
use catalog::bulk::TableKind;
use catalog::listing::{AttributeValue, ChangeStatus, ListingEdit, NewTakeDown};
use kernel::clock::{day_in_vietnam, days_before};
use kernel::{Clock, Role, RoleGrant, Scope};
use programme::CertificateStatus;
use testkit::TestDb;

testkit::on_both!(
    rows_become_drafts_and_the_same_again_changes_nothing,
    a_product_on_sale_gets_a_change,
    what_no_listing_can_hold_is_told_at_its_cell,
    a_bad_row_stops_its_product_and_no_other,
    a_certificate_is_the_producers_own_and_in_force,
    changes_are_handed_in_where_nothing_stops_them,
    whoever_saw_an_older_version_is_told,
    columns_that_are_not_there_leave_what_is,
    what_may_not_begin_does_not,
);

const KIND: TableKind = TableKind::Products;

/// What the law asks of processed food, as columns.
const LEGAL: &str = "Thành phần;Xuất xứ;Hướng dẫn sử dụng;Bảo quản;Hạn sử dụng (ngày);Căn cứ công bố;Số công bố;Ngày công bố";
const LEGAL_CELLS: &str =
    "Gạo nếp, muối;Ninh Bình;Ăn liền;Nơi khô ráo;180;15/2018/NĐ-CP;01/CĐ;05/01/2026";

impl World {
    async fn certificate_number(&self) -> String {
        let issued_on = days_before(day_in_vietnam(self.clock.now()), 100);
        let certificate = self.market.certificate(&self.producer, issued_on).await;
        certificate.number
    }
}

async fn rows_become_drafts_and_the_same_again_changes_nothing(test: TestDb) {
    let world = World::open(test).await;
    let number = world.certificate_number().await;
    let text = format!(
        "Mã sản phẩm;Bộ sản phẩm;Tên sản phẩm;Tên tiếng Anh;Số giấy chứng nhận;{LEGAL};Khối lượng tịnh;Tùy chọn 1;Giá trị 1;Mã SKU;Mã vạch;Giá bán;Giá gốc;Tồn kho;Khối lượng gửi (gam);Dài (mm);Rộng (mm);Cao (mm)
CC;6;Cơm cháy;Crispy rice;{number};{LEGAL_CELLS};200 g;Khối lượng;200 g;CC-200;8935049500384;95.000;110000;120;230;200;150;50
MT;7;Mắm tép;;;;;;;;;;;;;;MT-1;;45000;;5;600;;;
CC;;;;;;;;;;;;;;;500 g;CC-500;;200000;;7;540;;;
"
    );
    let import = world.import(KIND, &text, PLAIN).await;
    done(&import);
    assert_eq!(world.told(&import).await, Vec::<String>::new());
    assert_eq!(counts(&import), (3, 0, 0, 0));
    let listings = world.listings().await;
    assert_eq!(listings.len(), 2);
    let rice = listings.iter().find(|own| own.slug == "com-chay").unwrap();
    assert_eq!((rice.status, &rice.live), (ListingStatus::Draft, &None));
    assert_eq!(rice.product_set, 6);
    let change = rice.change.as_ref().unwrap();
    let content = &change.content;
    assert_eq!(change.status, ChangeStatus::Draft);
    assert_eq!(content.name, "Cơm cháy");
    assert_eq!(content.name_en.as_deref(), Some("Crispy rice"));
    assert!(content.certificate_id.is_some());
    assert_eq!(content.shelf_life_days, Some(180));
    assert_eq!(content.declaration.as_ref().unwrap().number, "01/CĐ");
    let net = AttributeValue::Text("200 g".to_owned());
    assert_eq!(content.attributes["NET_CONTENT"], net);
    assert_eq!(content.options[0].values, ["200 g", "500 g"]);
    let [small, large] = &content.variants[..] else {
        panic!("two variants");
    };
    assert_eq!(
        (small.sku.as_str(), large.sku.as_str()),
        ("CC-200", "CC-500")
    );
    assert_eq!(small.choices, ["200 g"]);
    assert_eq!(large.name, "500 g");
    assert_eq!(small.gtin.as_deref(), Some("8935049500384"));
    assert_eq!(small.parcel.unwrap().width_mm, 150);
    let first = small.first.unwrap();
    assert_eq!((first.price.dong(), first.units), (95_000, 120));
    assert_eq!(first.compare_at_price.unwrap().dong(), 110_000);
    let shrimp = listings.iter().find(|own| own.slug == "mam-tep").unwrap();
    let content = &shrimp.change.as_ref().unwrap().content;
    assert_eq!(content.variants[0].name, "Mắm tép");

    let before = world.traces().await;
    let again = world.import(KIND, &text, PLAIN).await;
    assert_eq!(world.told(&again).await, Vec::<String>::new());
    assert_eq!(counts(&again), (0, 0, 3, 0));
    assert_eq!(world.traces().await, before);
    // By its address, too, and whatever the case of its code.
    let text = "Mã sản phẩm,SKU,Giá bán\ncom-chay,CC-200,96000\nmt,MT-1,45000\n";
    let import = world.import(KIND, text, PLAIN).await;
    assert_eq!(counts(&import), (0, 1, 1, 0));
    assert_eq!(world.listings().await.len(), 2);
}

async fn a_product_on_sale_gets_a_change(test: TestDb) {
    let world = World::open(test).await;
    let own = world.product("Cơm cháy", &["A-1"]).await;
    let slug = world.listing(own.product).await.slug;
    let text = format!(
        "product,name,ingredients,sku,price,on hand,weight
{slug},Cơm cháy mới,Gạo,A-1,100000,10,350
"
    );
    let import = world.import(KIND, &text, PLAIN).await;
    assert_eq!(world.told(&import).await, Vec::<String>::new());
    assert_eq!(counts(&import), (0, 1, 0, 0));
    let listing = world.listing(own.product).await;
    let live = listing.live.unwrap();
    let change = listing.change.unwrap();
    assert_eq!(live.name, "Cơm cháy");
    assert_eq!(change.content.name, "Cơm cháy mới");
    assert_eq!(change.content.ingredients.as_deref(), Some("Gạo"));
    assert_eq!(change.content.variants[0].weight_grams, 350);
    assert_eq!(change.content.variants[0].id, own.variant);
    // Nothing is live without a moderator, and prices have a way of their own.
    let card = world.market.catalog.any_cards_by_ids(&[own.product]).await;
    assert_eq!(card.unwrap()[0].name, "Cơm cháy");
    let text = format!("product,sku,price,on hand\n{slug},A-1,90000,11\n");
    let import = world.import(KIND, &text, PLAIN).await;
    let told = world.told(&import).await;
    assert_eq!(told, ["2 price ALREADY_LIVE", "2 on hand ALREADY_LIVE"]);
    // What waits for a moderator is taken back by an edit.
    let acts = "SELECT COUNT(*) FROM listing_event WHERE act IN ('BEGIN', 'EDIT')";
    assert_eq!(world.test.number(acts).await, 2);
}

async fn what_no_listing_can_hold_is_told_at_its_cell(test: TestDb) {
    let world = World::open(test).await;
    world.product("Mắm tép", &["M-1"]).await;
    let before = world.traces().await;
    let header = "Mã;Bộ;Tên;Chế độ ăn;Hạn;Số công bố;Ngày công bố;Căn cứ công bố;Độ cồn;Tùy chọn 1;Giá trị 1;SKU;GTIN;Giá;Giá gốc;Tồn;Cân;Dài;Rộng;Cao;Min;Max";
    let header = header
        .replacen("Mã;", "Mã sản phẩm;", 1)
        .replace("Bộ;", "Bộ sản phẩm;")
        .replace(";Tên;", ";Tên sản phẩm;")
        .replace(";Hạn;", ";Hạn sử dụng;")
        .replace(";Cân;", ";Khối lượng;")
        .replace(";Min;Max", ";Mua tối thiểu;Mua tối đa");
    let good = "X;6;Tên;;;;;;;;;S-1;;1000;;1;10;;;;;";
    let long = "x".repeat(151);
    let swap = |at: usize, cell: &str| {
        let mut cells: Vec<&str> = good.split(';').collect();
        cells[at] = cell;
        cells.join(";")
    };
    for (at, cell, expected) in [
        (0, "", "Mã sản phẩm REQUIRED"),
        (1, "", "Bộ sản phẩm REQUIRED"),
        (1, "27", "Bộ sản phẩm UNKNOWN_PRODUCT_SET"),
        (1, "sáu", "Bộ sản phẩm UNKNOWN_PRODUCT_SET"),
        (2, "", "Tên sản phẩm REQUIRED"),
        (2, long.as_str(), "Tên sản phẩm TOO_LONG"),
        (3, "ăn tất", "Chế độ ăn INVALID"),
        (4, "0", "Hạn sử dụng OUT_OF_RANGE"),
        (4, "lâu", "Hạn sử dụng NOT_A_NUMBER"),
        (5, "01/CĐ", "Căn cứ công bố REQUIRED"),
        (8, "29,5", "Độ cồn NOT_ALCOHOL"),
        (11, "", "SKU REQUIRED"),
        (11, "M-1", "SKU SKU_TAKEN"),
        (11, "mã có dấu", "SKU INVALID"),
        (12, "8935049500385", "GTIN GTIN_INVALID"),
        (13, "", "Giá REQUIRED"),
        (13, "0", "Giá OUT_OF_RANGE"),
        (13, "-1", "Giá OUT_OF_RANGE"),
        (13, "1000000001", "Giá OUT_OF_RANGE"),
        (13, "1,000", "Giá AMBIGUOUS_NUMBER"),
        (14, "1000", "Giá gốc COMPARE_AT_TOO_LOW"),
        (15, "-1", "Tồn OUT_OF_RANGE"),
        (15, "1000001", "Tồn OUT_OF_RANGE"),
        (16, "", "Khối lượng REQUIRED"),
        (16, "0", "Khối lượng OUT_OF_RANGE"),
        (16, "3000000000", "Khối lượng OUT_OF_RANGE"),
        (17, "10", "Rộng REQUIRED"),
        (20, "0", "Mua tối thiểu OUT_OF_RANGE"),
        (21, "1001", "Mua tối đa OUT_OF_RANGE"),
    ] {
        let text = format!("{header}\n{}\n", swap(at, cell));
        let import = world.import(KIND, &text, PLAIN).await;
        let told = world.told(&import).await;
        assert!(
            told.contains(&format!("2 {expected}")),
            "{cell:?}: {told:?}"
        );
        assert_eq!(counts(&import), (0, 0, 0, 1), "{cell:?}");
    }
    assert_eq!(world.traces().await, before);
    let text = format!("{header}\n{good}\n");
    assert_eq!(world.import(KIND, &text, DRY).await.created, 1);
    assert_eq!(world.traces().await, before);
}

async fn a_bad_row_stops_its_product_and_no_other(test: TestDb) {
    let world = World::open(test).await;
    let header = "Mã sản phẩm;Bộ sản phẩm;Tên sản phẩm;Tùy chọn 1;Giá trị 1;SKU;Giá bán;Khối lượng";
    let text = format!(
        "{header}
A;6;Cơm;Cỡ;Nhỏ;A-1;1000;10
B;6;Mắm;Cỡ;Nhỏ;B-1;1000;10
A;6;Cơm;Cỡ;Lớn;A-2;0;10
B;6;Mắm nêm;Cỡ;Lớn;B-2;1000;10
C;6;Nem;;;C-1;1000;10
C;6;Nem;;;C-2;1000;10
D;6;Bánh;;;C-1;1000;10
E;6;Rượu;Cỡ;Nhỏ;E-1;1000;10
E;6;;Cỡ;nhỏ;E-2;1000;10
F;6;Tỏi;Cỡ;Nhỏ;F-1;1000;10
F;;;Cỡ;Lớn;F-2;1000;10
"
    );
    let import = world.import(KIND, &text, PLAIN).await;
    done(&import);
    assert_eq!(counts(&import), (2, 0, 0, 9));
    assert_eq!(
        world.told(&import).await,
        [
            "2 Mã sản phẩm OTHER_ROW_WRONG",
            "3 Mã sản phẩm OTHER_ROW_WRONG",
            "4 Giá bán OUT_OF_RANGE",
            "5 Tên sản phẩm ROWS_DISAGREE",
            "6 Tùy chọn 1 OPTIONS_MISSING",
            "7 Mã sản phẩm OTHER_ROW_WRONG",
            "8 SKU DUPLICATE_ROW",
            "9 Mã sản phẩm OTHER_ROW_WRONG",
            "10 Giá trị 1 DUPLICATE",
        ]
    );
    let listings = world.listings().await;
    let names: Vec<&str> = listings
        .iter()
        .map(|own| own.change.as_ref().unwrap().content.name.as_str())
        .collect();
    assert_eq!(names, ["Tỏi"]);
}

async fn a_certificate_is_the_producers_own_and_in_force(test: TestDb) {
    let world = World::open(test).await;
    let own = world.certificate_number().await;
    let issued_on = days_before(day_in_vietnam(world.clock.now()), 100);
    let other = world.market.producer("HTX Khác").await;
    let foreign = world.market.certificate(&other, issued_on).await.number;
    let long_ago = days_before(issued_on, 4 * 366);
    let over = world.market.certificate(&world.producer, long_ago).await;
    let row = |number: &str| {
        format!(
            "Mã sản phẩm;Bộ sản phẩm;Số giấy chứng nhận;SKU;Giá bán;Khối lượng\nA;6;{number};A-1;1000;10\n"
        )
    };
    let column = "Số giấy chứng nhận";
    for (number, code) in [
        (foreign.as_str(), "UNKNOWN_CERTIFICATE"),
        ("không có", "UNKNOWN_CERTIFICATE"),
        (over.number.as_str(), "CERTIFICATE_NOT_IN_FORCE"),
    ] {
        let import = world.import(KIND, &row(number), PLAIN).await;
        let told = world.told(&import).await;
        assert_eq!(told, [format!("2 {column} {code}")], "{number}");
    }
    // Its product's name does where none is told.
    let import = world.import(KIND, &row(&own), PLAIN).await;
    assert_eq!(counts(&import), (1, 0, 0, 0));
    let listings = world.listings().await;
    assert_eq!(
        listings[0].change.as_ref().unwrap().content.name,
        "Sản phẩm"
    );
    // A listing that names it already may say so after its end.
    let sold = world.product("Cơm cháy", &["S-1"]).await;
    world
        .market
        .set_certificate(&sold, CertificateStatus::Suspended)
        .await;
    let slug = world.listing(sold.product).await.slug;
    let text = format!(
        "Mã sản phẩm,Số giấy chứng nhận,Xuất xứ,SKU\n{slug},{},Ninh Bình,S-1\n",
        sold.certificate.number
    );
    let import = world.import(KIND, &text, PLAIN).await;
    assert_eq!(counts(&import), (0, 1, 0, 0));
}

async fn changes_are_handed_in_where_nothing_stops_them(test: TestDb) {
    let world = World::open(test).await;
    let own = world.product("Sản phẩm cơm cháy", &["A-1"]).await;
    let slug = world.listing(own.product).await.slug;
    let legal = LEGAL.replace(';', "\t");
    let cells = LEGAL_CELLS.replace(';', "\t");
    let text = format!(
        "Mã sản phẩm\tBộ sản phẩm\tTên sản phẩm\tCâu chuyện\tSKU\tGiá bán\tKhối lượng\t{legal}
{slug}\t\tSản phẩm cơm cháy\tLàng nghề\tA-1\t\t\t{cells}
moi\t6\tMới\tChữa bệnh\tM-1\t1000\t10\t{cells}
"
    );
    let before = world.traces().await;
    let dry = world
        .import(
            KIND,
            &text,
            super::How {
                dry_run: true,
                ..SUBMIT
            },
        )
        .await;
    assert_eq!(world.traces().await, before);
    let import = world.import(KIND, &text, SUBMIT).await;
    assert_eq!(counts(&import), (1, 1, 0, 0));
    assert_eq!((import.submitted, dry.submitted), (1, 1));
    let told = world.told(&import).await;
    assert_eq!(told, world.told(&dry).await);
    for code in [
        "3 Mã sản phẩm NO_IMAGE?",
        "3 Câu chuyện MEDICAL_CLAIM?",
        "3 - CERTIFICATE_NOT_IN_FORCE?",
    ] {
        assert!(told.contains(&code.to_owned()), "{code}: {told:?}");
    }
    let change = world.listing(own.product).await.change.unwrap();
    assert_eq!(change.status, ChangeStatus::Submitted);
    // Submitted, not live: that is a moderator's alone.
    let live = world.listing(own.product).await.live.unwrap();
    assert_ne!(live.origin.as_deref(), Some("Ninh Bình"));
    let again = world.import(KIND, &text, SUBMIT).await;
    assert_eq!(counts(&again), (0, 0, 2, 0));
    assert_eq!(again.submitted, 0);
    let change = world.listing(own.product).await.change.unwrap();
    assert_eq!(change.status, ChangeStatus::Submitted);
}

async fn whoever_saw_an_older_version_is_told(test: TestDb) {
    let world = World::open(test).await;
    let own = world.product("Cơm cháy", &["A-1"]).await;
    let listing = world.listing(own.product).await;
    let (slug, seen) = (listing.slug, format!("v{}", listing.version));
    let text = |origin: &str, version: &str| {
        format!("Mã sản phẩm,Xuất xứ,SKU,Phiên bản\n{slug},{origin},A-1,{version}\n")
    };
    let import = world.import(KIND, &text("Ninh Bình", &seen), PLAIN).await;
    assert_eq!(counts(&import), (0, 1, 0, 0));
    let again = world.import(KIND, &text("Ninh Bình", &seen), PLAIN).await;
    assert_eq!(counts(&again), (0, 0, 1, 0));
    // Somebody else writes into the change.
    let change = world.listing(own.product).await.change.unwrap();
    let edit = ListingEdit {
        origin: Some("Hoa Lư".to_owned()),
        ..ListingEdit::default()
    };
    let catalog = &world.market.catalog;
    let edited = catalog.edit_change(&world.owner, change.id, change.version, &edit);
    edited.await.unwrap();
    for version in [seen.as_str(), "v0", "2"] {
        let import = world.import(KIND, &text("Kim Sơn", version), PLAIN).await;
        let told = world.told(&import).await;
        assert_eq!(told, ["2 Phiên bản OUTDATED"], "{version}");
    }
    let change = world.listing(own.product).await.change.unwrap();
    assert_eq!(change.content.origin.as_deref(), Some("Hoa Lư"));
    let import = world.import(KIND, &text("Kim Sơn", ""), PLAIN).await;
    assert_eq!(counts(&import), (0, 1, 0, 0));
}

async fn columns_that_are_not_there_leave_what_is(test: TestDb) {
    let world = World::open(test).await;
    let full = format!(
        "Mã sản phẩm;Bộ sản phẩm;Tên sản phẩm;{LEGAL};Tùy chọn 1;Giá trị 1;SKU;Giá bán;Khối lượng
A;6;Cơm;{LEGAL_CELLS};Cỡ;Nhỏ;A-1;1000;10
A;;;;;;;;;;;;Lớn;A-2;2000;20
"
    );
    let import = world.import(KIND, &full, PLAIN).await;
    assert_eq!(
        counts(&import),
        (2, 0, 0, 0),
        "{:?}",
        world.told(&import).await
    );
    let content = async || world.listings().await.remove(0).change.unwrap().content;
    let before = content().await;
    // One variant alone, by its SKU: everything else stays.
    let import = world
        .import(KIND, "Mã sản phẩm,SKU,Khối lượng\nA,A-2,25\n", PLAIN)
        .await;
    assert_eq!(counts(&import), (0, 1, 0, 0));
    let now = content().await;
    assert_eq!(now.variants.len(), 2);
    assert_eq!(now.variants[1].weight_grams, 25);
    assert_eq!(now.variants[1].first, before.variants[1].first);
    assert_eq!(
        (&now.ingredients, &now.options),
        (&before.ingredients, &before.options)
    );
    // An empty cell takes away.
    let text = "Mã sản phẩm,SKU,Thành phần,Hạn sử dụng,Số công bố,Ngày công bố,Căn cứ công bố\nA,A-1,,,,,\n";
    assert_eq!(world.import(KIND, text, PLAIN).await.updated, 1);
    let now = content().await;
    assert_eq!(
        (now.ingredients, now.shelf_life_days, now.declaration),
        (None, None, None)
    );
    // A new one joins by its value of the option.
    let text = "Mã sản phẩm,SKU,Giá trị 1,Giá bán,Khối lượng\nA,A-3,Vừa,1500,15\n";
    assert_eq!(world.import(KIND, text, PLAIN).await.updated, 1);
    let now = content().await;
    assert_eq!(now.options[0].values, ["Nhỏ", "Lớn", "Vừa"]);
    assert_eq!(now.variants[2].name, "Vừa");
    // Another product set is another product.
    let text = "Mã sản phẩm,Bộ sản phẩm,SKU\nA,7,A-1\n";
    let import = world.import(KIND, text, PLAIN).await;
    assert_eq!(
        world.told(&import).await,
        ["2 Bộ sản phẩm PRODUCT_SET_STAYS"]
    );
}

async fn what_may_not_begin_does_not(test: TestDb) {
    let world = World::open(test).await;
    let row = "Mã sản phẩm,Bộ sản phẩm,Tên sản phẩm,SKU,Giá bán,Khối lượng\nA,6,Cơm,A-1,1000,10\n";
    let own = world.product("Cơm cháy", &["S-1"]).await;
    let slug = world.listing(own.product).await.slug;
    let moderator = RoleGrant {
        role: Role::Moderator,
        scope: Scope::Province("37".to_owned()),
    };
    let moderator = world.account(vec![moderator]).await;
    let order = NewTakeDown {
        product_id: own.product,
        authority: "Sở Công Thương".to_owned(),
        order_number: "1/QĐ".to_owned(),
        ordered_on: day_in_vietnam(world.clock.now()),
        reason: "Nhãn sai".to_owned(),
    };
    let catalog = &world.market.catalog;
    catalog.take_down(&moderator, &order).await.unwrap();
    let text = format!("Mã sản phẩm,SKU,Xuất xứ\n{slug},S-1,Hoa Lư\n");
    let import = world.import(KIND, &text, PLAIN).await;
    assert_eq!(world.told(&import).await, ["2 Mã sản phẩm TAKEN_DOWN"]);

    // Another producer's product is no product of this one: the same code
    // begins a new one.
    let other = world.market.producer("HTX Khác").await;
    let theirs = world.product_of(&other, "Mắm", &["T-1"]).await;
    let sql = "SELECT COUNT(*) FROM listing_change";
    let changes = world.test.number(sql).await;
    let slug = catalog.any_cards_by_ids(&[theirs.product]).await.unwrap()[0]
        .slug
        .clone();
    let text = row.replace("\nA,", &format!("\n{slug},"));
    let import = world.import(KIND, &text, PLAIN).await;
    assert_eq!(counts(&import), (1, 0, 0, 0));
    assert_eq!(world.test.number(sql).await, changes + 1);
    assert!(
        world
            .listings()
            .await
            .iter()
            .all(|own| own.product_id != theirs.product)
    );
    // A producer that may not trade begins nothing.
    let system = kernel::Actor::System;
    let programme = &world.market.programme;
    programme
        .set_producer_status(
            &system,
            world.producer.id,
            programme::ProducerStatus::Suspended,
        )
        .await
        .unwrap();
    let text = row.replace("A-1", "A-9").replace("\nA,", "\nB,");
    let import = world.import(KIND, &text, PLAIN).await;
    assert_eq!(world.told(&import).await, ["2 Mã sản phẩm NOT_TRADING"]);
}
