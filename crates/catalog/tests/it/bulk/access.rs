//! Who may, and for how long.

use super::{PLAIN, World, counts};
use catalog::ReadError;
use catalog::bulk::{
    CancelImportError, ImportRefusalCode, ImportStop, StartExportError, StartImportError, TableKind,
};
use files::{MediaType, NewFile, Purpose, StoreFileError};
use kernel::{Actor, Clock, ListingImportId, PageArgs, Right, Role, RoleGrant, Scope};
use spreadsheets::{Format, ImportStatus};
use testkit::TestDb;

testkit::on_both!(
    strangers_begin_nothing,
    strangers_see_and_stop_nothing,
    imports_are_listed_for_whoever_sees_them,
    a_file_is_its_uploaders_alone,
    a_right_is_for_its_own_kinds_and_on_record,
    a_right_that_is_taken_away_ends_the_import,
    roles_are_asked_for_before_each_chunk,
    one_import_of_a_producer_at_a_time,
);

const STOCK: &str = "SKU,Tồn kho\nA-1,5\n";

/// Nobody, another producer's owner, and roles that act for none.
async fn strangers(world: &World) -> Vec<Actor> {
    let other = world.market.producer("HTX Khác").await;
    let of = |role, scope| RoleGrant { role, scope };
    let mut strangers = vec![Actor::Anonymous];
    for grant in [
        of(Role::ProducerOwner, Scope::Producer(other.id)),
        of(Role::Moderator, Scope::Province("37".to_owned())),
        of(Role::Administrator, Scope::Global),
        of(Role::Shopper, Scope::Global),
    ] {
        strangers.push(world.account(vec![grant]).await);
    }
    strangers
}

async fn strangers_begin_nothing(test: TestDb) {
    let world = World::open(test).await;
    world.product("Cơm cháy", &["A-1"]).await;
    let strangers = strangers(&world).await;
    let file = world
        .upload(&world.owner, MediaType::Csv, STOCK.as_bytes())
        .await;
    for stranger in &strangers {
        for kind in TableKind::ALL {
            let refused = world.start(stranger, kind, file, PLAIN).await;
            assert!(
                matches!(refused, Err(StartImportError::NotFound)),
                "{stranger:?}"
            );
            let bulk = &world.bulk;
            let refused = bulk
                .start_export(stranger, world.producer.id, kind, Format::Csv)
                .await;
            assert!(matches!(refused, Err(StartExportError::NotFound)));
        }
    }
    for table in [
        "listing_import",
        "listing_export",
        "job WHERE kind LIKE 'catalog.listing%'",
    ] {
        let sql = format!("SELECT COUNT(*) FROM {table}");
        assert_eq!(world.test.number(&sql).await, 0, "{table}");
    }
    // Who works for no producer uploads nothing for one.
    for stranger in &strangers[2..] {
        let new = NewFile {
            purpose: Purpose::ListingImport,
            name: "a".to_owned(),
            media_type: MediaType::Csv,
        };
        let refused = world.files.upload(stranger, new).await.err();
        assert!(matches!(refused, Some(StoreFileError::NotAllowed)));
    }
}

async fn strangers_see_and_stop_nothing(test: TestDb) {
    let world = World::open(test).await;
    let strangers = strangers(&world).await;
    let file = world
        .upload(&world.owner, MediaType::Csv, STOCK.as_bytes())
        .await;
    let own = world
        .start(&world.owner, TableKind::Stock, file, PLAIN)
        .await;
    let own = own.unwrap();
    for stranger in &strangers {
        let refused = world.bulk.cancel_import(stranger, own.id).await;
        assert!(
            matches!(refused, Err(CancelImportError::NotFound)),
            "{stranger:?}"
        );
        let seen = world.bulk.import(stranger, own.id).await.unwrap();
        assert_eq!(seen, None, "{stranger:?}");
        let (bulk, first) = (&world.bulk, page(9));
        let list = bulk.imports(stranger, world.producer.id, &first).await;
        assert!(matches!(list, Err(ReadError::NotFound)), "{stranger:?}");
    }
    // Colleagues see what their producer's people do; who did it sees it.
    let staff = RoleGrant {
        role: Role::ProducerStaff,
        scope: Scope::Producer(world.producer.id),
    };
    let staff = world.account(vec![staff]).await;
    assert!(world.bulk.import(&staff, own.id).await.unwrap().is_some());
    assert_eq!(listed(&world, &staff, &page(9)).await, [own.id]);
    world.bulk.cancel_import(&staff, own.id).await.unwrap();
    let refused = world.bulk.cancel_import(&staff, own.id).await;
    assert!(matches!(refused, Err(CancelImportError::Over)));
}

fn page(limit: u32) -> PageArgs {
    PageArgs {
        limit,
        backward: false,
        cursor: None,
    }
}

async fn listed(world: &World, actor: &Actor, page: &PageArgs) -> Vec<ListingImportId> {
    let list = world.bulk.imports(actor, world.producer.id, page).await;
    list.unwrap().rows.iter().map(|(_, own)| own.id).collect()
}

async fn imports_are_listed_for_whoever_sees_them(test: TestDb) {
    let world = World::open(test).await;
    world.product("Cơm cháy", &["A-1"]).await;
    let (stock, _) = world.delegate(Right::Stock).await;
    let (listings, _) = world.delegate(Right::Listings).await;
    let mut begun = Vec::new();
    for (actor, kind, text) in [
        (&world.owner, TableKind::Stock, STOCK),
        (&stock, TableKind::Stock, STOCK),
        (
            &listings,
            TableKind::Prices,
            "SKU,Giá bán\nA-1,90000\nB-1,1\n",
        ),
    ] {
        world.clock.advance(chrono::Duration::seconds(1));
        let file = world.upload(actor, MediaType::Csv, text.as_bytes()).await;
        let import = world.start(actor, kind, file, PLAIN).await.unwrap();
        world.work(&import).await;
        begun.insert(0, import.id);
    }
    let [prices, theirs, own] = begun[..] else {
        panic!("{begun:?}")
    };
    assert_eq!(listed(&world, &world.owner, &page(9)).await, begun);
    assert_eq!(listed(&world, &stock, &page(9)).await, [theirs]);
    assert_eq!(listed(&world, &listings, &page(9)).await, [prices]);
    // Whoever works for two producers sees the imports of each apart.
    let other = world.market.producer("HTX Khác").await;
    let owner = RoleGrant {
        role: Role::ProducerOwner,
        scope: Scope::Producer(other.id),
    };
    let owner = world.account(vec![owner]).await;
    let first = page(9);
    let none = world.bulk.imports(&owner, other.id, &first).await;
    assert!(none.unwrap().rows.is_empty());
    // Page by page, and what is said of the rows of each.
    let mut next = page(2);
    let list = world.bulk.imports(&world.owner, world.producer.id, &next);
    let list = list.await.unwrap();
    assert!(list.has_next);
    next.cursor = list.rows.last().map(|(cursor, _)| cursor.clone());
    assert_eq!(listed(&world, &world.owner, &next).await, [own]);
    let wanted: Vec<(ListingImportId, u32)> = begun.iter().map(|id| (*id, 5)).collect();
    let problems = world.bulk.first_import_problems(&wanted).await.unwrap();
    for ((id, _), page) in problems {
        let lines: Vec<u32> = page.rows.iter().map(|(_, own)| own.place.line).collect();
        let told: &[u32] = if id == prices { &[3] } else { &[] };
        assert_eq!((&*lines, page.has_next), (told, false));
    }
}

async fn a_file_is_its_uploaders_alone(test: TestDb) {
    let world = World::open(test).await;
    let staff = RoleGrant {
        role: Role::ProducerStaff,
        scope: Scope::Producer(world.producer.id),
    };
    let staff = world.account(vec![staff]).await;
    let theirs = world.upload(&staff, MediaType::Csv, STOCK.as_bytes()).await;
    let refused = world
        .start(&world.owner, TableKind::Stock, theirs, PLAIN)
        .await;
    assert!(matches!(refused, Err(StartImportError::FileNotFound)));
    let none = kernel::FileId::new(world.clock.now());
    let refused = world
        .start(&world.owner, TableKind::Stock, none, PLAIN)
        .await;
    assert!(matches!(refused, Err(StartImportError::FileNotFound)));
    // One that was uploaded for something else is none, either.
    let new = NewFile {
        purpose: Purpose::DossierDocument,
        name: "a".to_owned(),
        media_type: MediaType::Csv,
    };
    let mut upload = world.files.upload(&world.owner, new).await.unwrap();
    upload.write(STOCK.as_bytes()).await.unwrap();
    let document = upload.finish().await.unwrap().id;
    let refused = world
        .start(&world.owner, TableKind::Stock, document, PLAIN)
        .await;
    assert!(matches!(refused, Err(StartImportError::FileNotFound)));
}

async fn a_right_is_for_its_own_kinds_and_on_record(test: TestDb) {
    let world = World::open(test).await;
    let own = world.product("Cơm cháy", &["A-1"]).await;
    for (right, kind, text) in [
        (Right::Stock, TableKind::Stock, STOCK),
        (
            Right::Listings,
            TableKind::Prices,
            "SKU,Giá bán\nA-1,90000\n",
        ),
    ] {
        let (delegate, grant) = world.delegate(right).await;
        let file = world
            .upload(&delegate, MediaType::Csv, text.as_bytes())
            .await;
        for other in TableKind::ALL {
            if other.right() != right {
                let refused = world.start(&delegate, other, file, PLAIN).await;
                assert!(matches!(refused, Err(StartImportError::NotFound)));
            }
        }
        let import = world.start(&delegate, kind, file, PLAIN).await.unwrap();
        world.work(&import).await;
        let import = world.look(&import).await;
        assert_eq!(counts(&import), (0, 1, 0, 0));
        // When it began, and with its chunk.
        let sql = format!(
            "SELECT COUNT(*) FROM producer_grant_use WHERE action = 'IMPORT_{}' AND grant_id IN (SELECT id FROM producer_grant WHERE permission = '{}')",
            kind.as_str(),
            right.as_str()
        );
        assert_eq!(world.test.number(&sql).await, 2, "{grant}");
    }
    let variant = world.variant(own.product, "A-1").await;
    assert_eq!((variant.on_hand, variant.price.dong()), (5, 90_000));
}

async fn a_right_that_is_taken_away_ends_the_import(test: TestDb) {
    let world = World::open(test).await;
    world.product("Cơm cháy", &["A-1"]).await;
    let (delegate, _) = world.delegate(Right::Stock).await;
    let file = world
        .upload(&delegate, MediaType::Csv, STOCK.as_bytes())
        .await;
    let import = world.start(&delegate, TableKind::Stock, file, PLAIN).await;
    let import = import.unwrap();
    let sql = "UPDATE producer_grant SET revoked_at = $1";
    world.run(sql, vec![world.clock.now().into()]).await;
    let before = world.traces().await;
    world.work(&import).await;
    let import = world.look(&import).await;
    assert_eq!(import.status, ImportStatus::Refused);
    let stop = ImportRefusalCode::Stop(ImportStop::NotAllowed);
    assert_eq!(import.refusal.unwrap().code, stop);
    assert_eq!(world.traces().await, before);
    // And begins no other.
    let refused = world.start(&delegate, TableKind::Stock, file, PLAIN).await;
    assert!(matches!(refused, Err(StartImportError::NotFound)));
}

async fn roles_are_asked_for_before_each_chunk(test: TestDb) {
    let world = World::open(test).await;
    world.product("Cơm cháy", &["A-1"]).await;
    for take_away in [
        "DELETE FROM role_grant WHERE account_id = $1",
        "UPDATE account SET status = 'DISABLED' WHERE id = $1",
    ] {
        let staff = RoleGrant {
            role: Role::ProducerStaff,
            scope: Scope::Producer(world.producer.id),
        };
        let staff = world.account(vec![staff]).await;
        let file = world.upload(&staff, MediaType::Csv, STOCK.as_bytes()).await;
        let import = world.start(&staff, TableKind::Stock, file, PLAIN).await;
        let import = import.unwrap();
        let id = staff.account_id().unwrap();
        world.run(take_away, vec![id.0.into()]).await;
        let before = world.traces().await;
        world.work(&import).await;
        let import = world.look(&import).await;
        assert_eq!(import.status, ImportStatus::Refused, "{take_away}");
        assert_eq!(world.traces().await, before);
    }
}

async fn one_import_of_a_producer_at_a_time(test: TestDb) {
    let world = World::open(test).await;
    world.product("Cơm cháy", &["A-1"]).await;
    let file = world
        .upload(&world.owner, MediaType::Csv, STOCK.as_bytes())
        .await;
    let start = || world.start(&world.owner, TableKind::Stock, file, PLAIN);
    let (one, two) = tokio::join!(start(), start());
    let (begun, refused) = match (one, two) {
        (Ok(begun), Err(refused)) | (Err(refused), Ok(begun)) => (begun, refused),
        both => panic!("{both:?}"),
    };
    assert!(matches!(refused, StartImportError::Running), "{refused:?}");
    assert!(matches!(start().await, Err(StartImportError::Running)));
    // Whoever stops it makes room; the job of what was stopped does nothing.
    let stopped = world
        .bulk
        .cancel_import(&world.owner, begun.id)
        .await
        .unwrap();
    let stop = ImportRefusalCode::Stop(ImportStop::Cancelled);
    assert_eq!(stopped.refusal.unwrap().code, stop);
    let before = world.traces().await;
    world.work(&begun).await;
    assert_eq!(world.traces().await, before);
    let import = start().await.unwrap();
    world.work(&import).await;
    assert_eq!(counts(&world.look(&import).await), (0, 1, 0, 0));
}
