//! Pictures from an archive.

use super::{ALL, DRY, PLAIN, SUBMIT, World, counts, done};
use catalog::bulk::{ImportKind, NewImport, StartImportError, TableKind};
use catalog::listing::{ImageSource, MAX_IMAGES, NewTakeDown};
use files::MediaType;
use image::ExtendedColorType;
use image::codecs::jpeg::JpegEncoder;
use kernel::{Actor, ProductId, Right, Role, RoleGrant, Scope};
use spreadsheets::ImportStatus;
use std::io::{Cursor, Write};
use testkit::TestDb;
use zip::write::SimpleFileOptions;

testkit::on_both!(
    pictures_come_to_their_products_in_order,
    what_is_no_picture_is_told_by_entry,
    a_product_has_a_measure_of_pictures,
    a_check_stores_nothing,
    what_was_taken_down_gets_none,
    anothers_products_are_none,
    a_run_that_dies_is_continued,
    who_may_no_more_ends_the_import,
    archives_that_nobody_can_read_are_refused,
    an_accounts_day_has_a_measure,
);

/// A picture like no other.
fn picture(shade: u8) -> Vec<u8> {
    let pixels: Vec<u8> = (0..120 * 110 * 3)
        .map(|at| u8::try_from(at % 199).unwrap() ^ shade)
        .collect();
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 70)
        .encode(&pixels, 120, 110, ExtendedColorType::Rgb8)
        .unwrap();
    bytes
}

fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

impl World {
    /// The uploaded pictures of a product's change, by how many there were of
    /// samples before them.
    async fn images(&self, product: ProductId) -> (usize, Vec<kernel::PictureId>) {
        let change = self.listing(product).await.change;
        let images = change.map(|own| own.content.images).unwrap_or_default();
        let samples = images
            .iter()
            .take_while(|own| matches!(own.picture, ImageSource::Sample { .. }));
        let pictures = images.iter().filter_map(|own| match own.picture {
            ImageSource::Picture(id) => Some(id),
            ImageSource::Sample { .. } => None,
        });
        (samples.count(), pictures.collect())
    }

    async fn stored(&self) -> (i64, i64) {
        (
            self.test.number("SELECT COUNT(*) FROM picture").await,
            self.test
                .number("SELECT COUNT(*) FROM listing_change")
                .await,
        )
    }
}

async fn pictures_come_to_their_products_in_order(test: TestDb) {
    let world = World::open(test).await;
    let own = world.product("Cơm cháy", &["CC-200", "CC_5"]).await;
    let draft = "Mã sản phẩm,Bộ sản phẩm,Tên sản phẩm,SKU,Giá bán,Khối lượng\nMam Tep,6,Mắm tép,M-1,1000,10\n";
    world.import(TableKind::Products, draft, PLAIN).await;
    let [a, b, c, d, e] = [1, 2, 3, 4, 5].map(picture);
    let bytes = archive(&[
        ("CC-200_10.jpg", &c),
        ("CC-200_2.jpg", &b),
        ("CC-200.jpg", &a),
        ("CC_5.jpg", &d),
        ("M-1.jpeg", &e),
        ("mam tep/2.jpg", &a),
        ("mam-tep/1.jpg", &b),
    ]);
    let import = world.import_pictures(&bytes, PLAIN).await;
    done(&import);
    assert_eq!(world.told(&import).await, Vec::<String>::new());
    assert_eq!(counts(&import), (7, 0, 0, 0));
    let (samples, pictures) = world.images(own.product).await;
    assert_eq!((samples, pictures.len()), (1, 4));
    // The very pictures, in the order of their names and numbers: "CC_5" could
    // have been the fifth of "CC".
    for (id, bytes) in pictures.iter().zip([&d, &a, &b, &c]) {
        let same = world.pictures.same(world.producer.id, bytes).await.unwrap();
        assert_eq!(Some(*id), same.map(|own| own.id));
    }
    let listing = world.listing(own.product).await;
    let change = listing.change.unwrap();
    assert!(
        change.content.images[1..]
            .iter()
            .all(|own| own.alt == "Cơm cháy")
    );
    // What is live is what it was.
    assert_eq!(listing.live.unwrap().images.len(), 1);
    let listings = world.listings().await;
    let shrimp = listings.iter().find(|own| own.slug == "mam-tep").unwrap();
    assert_eq!(shrimp.change.as_ref().unwrap().content.images.len(), 3);

    let (before, stored) = (world.traces().await, world.stored().await);
    let again = world.import_pictures(&bytes, PLAIN).await;
    assert_eq!(counts(&again), (0, 0, 7, 0));
    assert_eq!(
        (world.traces().await, world.stored().await),
        (before, stored)
    );
}

async fn what_is_no_picture_is_told_by_entry(test: TestDb) {
    let world = World::open(test).await;
    let own = world.product("Cơm cháy", &["A-1"]).await;
    let (good, other) = (picture(1), picture(2));
    let large = vec![0; 10_000_001];
    let script = b"<script>alert(1)</script>";
    let bytes = archive(&[
        ("A-1.jpg", &good),
        ("A-1_2.png", &other),
        ("A-1_3.jpg", script),
        ("A-1_4.jpg", &good[..good.len() / 2]),
        ("A-1_5.jpg", b""),
        ("A-1_6.jpg", &large),
        ("A-1_7.gif", &good),
        ("../A-1.jpg", &good),
        ("B-9.jpg", &good),
        ("other/1.jpg", &good),
        ("more.zip", b"PK\x03\x04"),
        ("readme.txt", b"x"),
        ("__MACOSX/._A-1.jpg", b"x"),
    ]);
    let import = world.import_pictures(&bytes, PLAIN).await;
    done(&import);
    assert_eq!(counts(&import), (1, 0, 0, 11));
    let mut told = world.told(&import).await;
    told = told
        .iter()
        .map(|line| line.split_once(' ').unwrap().1.to_owned())
        .collect();
    told.sort();
    assert_eq!(
        told,
        [
            "../A-1.jpg ENTRY_PATH",
            "A-1_2.png PICTURE_WRONG_TYPE",
            "A-1_3.jpg PICTURE_WRONG_TYPE",
            "A-1_4.jpg PICTURE_TRUNCATED",
            "A-1_5.jpg PICTURE_EMPTY",
            "A-1_6.jpg PICTURE_TOO_LARGE",
            "A-1_7.gif PICTURE_NAME",
            "B-9.jpg PICTURE_OF_NOTHING",
            "more.zip ENTRY_NESTED",
            "other/1.jpg PICTURE_OF_NOTHING",
            "readme.txt PICTURE_NAME",
        ]
    );
    assert_eq!(world.images(own.product).await.1.len(), 1);
    assert_eq!(world.stored().await.0, 1);
}

async fn a_product_has_a_measure_of_pictures(test: TestDb) {
    let world = World::open(test).await;
    let own = world.product("Cơm cháy", &["A-1"]).await;
    let pictures: Vec<Vec<u8>> = (0..14).map(picture).collect();
    let names: Vec<String> = (1..=14).map(|at| format!("A-1_{at}.jpg")).collect();
    let entries: Vec<(&str, &[u8])> = names
        .iter()
        .zip(&pictures)
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    let bytes = archive(&entries);
    let dry = world.import_pictures(&bytes, DRY).await;
    let import = world.import_pictures(&bytes, PLAIN).await;
    // One of twelve is the sample's.
    assert_eq!(counts(&import), (11, 0, 0, 3));
    assert_eq!(counts(&dry), counts(&import));
    assert_eq!(world.told(&dry).await, world.told(&import).await);
    let (samples, images) = world.images(own.product).await;
    assert_eq!(samples + images.len(), MAX_IMAGES);
}

async fn a_check_stores_nothing(test: TestDb) {
    let world = World::open(test).await;
    world.product("Cơm cháy", &["A-1"]).await;
    let good = picture(1);
    let bytes = archive(&[("A-1.jpg", &good), ("A-2.jpg", &good)]);
    let before = (world.traces().await, world.stored().await);
    for how in [DRY, ALL] {
        let import = world.import_pictures(&bytes, how).await;
        done(&import);
        assert_eq!(import.failed, 1);
        let told = world.told(&import).await;
        assert_eq!(told, ["2 A-2.jpg PICTURE_OF_NOTHING"]);
        assert_eq!((world.traces().await, world.stored().await), before);
    }
    let whole = archive(&[("A-1.jpg", &good)]);
    let import = world.import_pictures(&whole, ALL).await;
    assert_eq!(counts(&import), (1, 0, 0, 0));
}

async fn what_was_taken_down_gets_none(test: TestDb) {
    let world = World::open(test).await;
    let own = world.product("Cơm cháy", &["A-1"]).await;
    let moderator = RoleGrant {
        role: Role::Moderator,
        scope: Scope::Province("37".to_owned()),
    };
    let moderator = world.account(vec![moderator]).await;
    let order = NewTakeDown {
        product_id: own.product,
        authority: "Sở Công Thương".to_owned(),
        order_number: "1/QĐ".to_owned(),
        ordered_on: kernel::clock::day_in_vietnam(kernel::Clock::now(&world.clock)),
        reason: "Nhãn sai".to_owned(),
    };
    let catalog = &world.market.catalog;
    catalog.take_down(&moderator, &order).await.unwrap();
    let bytes = archive(&[("A-1.jpg", &picture(1))]);
    let import = world.import_pictures(&bytes, PLAIN).await;
    assert_eq!(world.told(&import).await, ["1 A-1.jpg TAKEN_DOWN"]);
    assert_eq!(world.stored().await.1, 0);
}

async fn anothers_products_are_none(test: TestDb) {
    let world = World::open(test).await;
    world.product("Cơm cháy", &["A-1"]).await;
    let other = world.market.producer("HTX Khác").await;
    let theirs = world.product_of(&other, "Mắm", &["T-1"]).await;
    let catalog = &world.market.catalog;
    // Their SKU is in a draft of theirs, too.
    let begun = catalog.begin_change(&Actor::System, theirs.product).await;
    begun.unwrap();
    let cards = catalog.any_cards_by_ids(&[theirs.product]).await.unwrap();
    let good = picture(1);
    let folder = format!("{}/1.jpg", cards[0].slug);
    let bytes = archive(&[("T-1.jpg", &good), (&folder, &good)]);
    let before = (world.traces().await, world.stored().await);
    let import = world.import_pictures(&bytes, PLAIN).await;
    assert_eq!(counts(&import), (0, 0, 0, 2));
    for line in world.told(&import).await {
        assert!(line.ends_with("PICTURE_OF_NOTHING"), "{line}");
    }
    assert_eq!((world.traces().await, world.stored().await), before);
    // Nor does a stranger begin one, a delegate of stock, or anybody with a
    // table for an archive.
    let (delegate, _) = world.delegate(Right::Stock).await;
    let start = async |actor: &Actor, kind: MediaType, submit| {
        let file = world.upload(&world.owner, kind, b"PK\x03\x04").await;
        let new = NewImport {
            kind: ImportKind::Pictures,
            submit,
            ..world.new_import(TableKind::Products, file, PLAIN)
        };
        world.bulk.start_import(actor, new).await.unwrap_err()
    };
    let refused = start(&delegate, MediaType::Zip, false).await;
    assert!(matches!(refused, StartImportError::NotFound));
    let refused = start(&Actor::Anonymous, MediaType::Zip, false).await;
    assert!(matches!(refused, StartImportError::NotFound));
    let refused = start(&world.owner, MediaType::Xlsx, false).await;
    assert!(matches!(refused, StartImportError::FileNotFound));
    let refused = start(&world.owner, MediaType::Zip, SUBMIT.submit).await;
    assert!(matches!(refused, StartImportError::NothingToSubmit));
}

async fn a_run_that_dies_is_continued(test: TestDb) {
    let world = World::open(test).await;
    let (one, two) = (
        world.product("Cơm cháy", &["A-1", "A-2"]).await,
        world.product("Mắm tép", &["B-1"]).await,
    );
    let pictures: Vec<Vec<u8>> = (0..6).map(picture).collect();
    let names = [
        "A-1.jpg",
        "A-1_2.jpg",
        "A-2.jpg",
        "B-1.jpg",
        "B-1_2.jpg",
        "B-1_3.jpg",
    ];
    let entries: Vec<(&str, &[u8])> = names
        .into_iter()
        .zip(pictures.iter().map(Vec::as_slice))
        .collect();
    let bytes = archive(&entries);
    let file = world.upload(&world.owner, MediaType::Zip, &bytes).await;
    let new = NewImport {
        kind: ImportKind::Pictures,
        ..world.new_import(TableKind::Products, file, PLAIN)
    };
    let import = world.bulk.start_import(&world.owner, new).await.unwrap();
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
    assert!(dead.rows_written < 6);
    // Two workers go on, as when a lease has run out.
    tokio::join!(world.work(&import), world.work(&import));
    let over = world.look(&import).await;
    done(&over);
    assert_eq!(counts(&over), (6, 0, 0, 0));
    assert_eq!(world.images(one.product).await.1.len(), 3);
    assert_eq!(world.images(two.product).await.1.len(), 3);
    assert_eq!(world.stored().await, (6, 2));
}

async fn who_may_no_more_ends_the_import(test: TestDb) {
    let world = World::open(test).await;
    world.product("Cơm cháy", &["A-1"]).await;
    let staff = RoleGrant {
        role: Role::ProducerStaff,
        scope: Scope::Producer(world.producer.id),
    };
    let bytes = archive(&[("A-1.jpg", &picture(1))]);
    for take_away in [
        "DELETE FROM role_grant WHERE account_id = $1",
        "UPDATE account SET status = 'DISABLED' WHERE id = $1",
    ] {
        let staff = world.account(vec![staff.clone()]).await;
        let file = world.upload(&staff, MediaType::Zip, &bytes).await;
        let new = NewImport {
            kind: ImportKind::Pictures,
            ..world.new_import(TableKind::Products, file, PLAIN)
        };
        let import = world.bulk.start_import(&staff, new).await.unwrap();
        let id = staff.account_id().unwrap();
        world.run(take_away, vec![id.0.into()]).await;
        world.work(&import).await;
        let import = world.look(&import).await;
        assert_eq!(import.status, ImportStatus::Refused, "{take_away}");
        assert_eq!(world.stored().await, (0, 0));
    }
}

async fn archives_that_nobody_can_read_are_refused(test: TestDb) {
    let world = World::open(test).await;
    let good = archive(&[("A-1.jpg", &picture(1))]);
    let names: Vec<String> = (0..2_001).map(|at| format!("{at}.jpg")).collect();
    let entries: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    for (bytes, code) in [
        (b"PK\x03\x04 is no archive".to_vec(), "ARCHIVE_DAMAGED"),
        (good[..good.len() - 30].to_vec(), "ARCHIVE_DAMAGED"),
        (archive(&[]), "EMPTY"),
        (archive(&[("Thumbs.db", b"x")]), "EMPTY"),
        (archive(&entries), "TOO_MANY_ENTRIES"),
    ] {
        if bytes.starts_with(b"PK\x05\x06") {
            // An archive of nothing looks like none.
            continue;
        }
        let import = world.import_pictures(&bytes, PLAIN).await;
        assert_eq!(import.status, ImportStatus::Refused, "{code}");
        assert_eq!(import.refusal.unwrap().code.as_str(), code);
    }
    assert_eq!(world.stored().await, (0, 0));
}

async fn an_accounts_day_has_a_measure(test: TestDb) {
    let world = World::open(test).await;
    world.product("Cơm cháy", &["A-1"]).await;
    let account = world.owner.account_id().unwrap();
    let today = kernel::clock::day_in_vietnam(kernel::Clock::now(&world.clock));
    let sql = "INSERT INTO picture_day (account_id, day, pictures) VALUES ($1, $2, 499)";
    world.run(sql, vec![account.0.into(), today.into()]).await;
    let (one, two) = (picture(1), picture(2));
    let bytes = archive(&[("A-1.jpg", &one), ("A-1_2.jpg", &two)]);
    let import = world.import_pictures(&bytes, PLAIN).await;
    assert_eq!(counts(&import), (1, 0, 0, 1));
    let told = world.told(&import).await;
    assert_eq!(told, ["2 A-1_2.jpg PICTURES_DAY_FULL"]);
    // The next day it goes on where it was.
    world.clock.advance(chrono::Duration::days(1));
    let import = world.import_pictures(&bytes, PLAIN).await;
    assert_eq!(counts(&import), (1, 0, 1, 0));
}
