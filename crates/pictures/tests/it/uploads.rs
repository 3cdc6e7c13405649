//! Uploads: who may, what is kept, and what goes again.

use crate::hostile::{hostile, jpeg, largest, png, webp};
use chrono::Duration;
use kernel::{
    AccountId, Actor, Clock, OrderLineId, PictureId, ProducerGrantId, ProducerId, Right, Role,
    RoleGrant, Scope, TokenKey,
};
use pictures::{
    Format, InUse, MAX_BYTES, MAX_OF_PURCHASE, Media, NewPicture, Picture, PictureOwner,
    PictureRefusal, Pictures, Swept, UploadPictureError,
};
use sea_orm::{ConnectionTrait, DbErr, Statement, Value};
use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;
use testkit::{TestClock, TestDb};
use uuid::Uuid;

testkit::on_both!(
    a_picture_is_made_anew_in_a_few_sizes,
    what_means_harm_is_refused_and_leaves_nothing,
    only_the_producers_people_upload,
    an_account_has_a_days_measure,
    a_buyer_has_a_lines_measure,
    the_same_bytes_twice_at_once_are_one_picture,
    media_of_before_are_named,
    what_is_uploaded_again_has_another_week,
    what_somebody_begins_to_show_is_not_swept,
    what_nobody_shows_goes,
    a_producer_has_so_many_pictures,
    a_right_ends_with_its_grant,
);

pub(crate) struct World {
    pub(crate) test: TestDb,
    pub(crate) clock: TestClock,
    pub(crate) pictures: Pictures,
    pub(crate) producer: ProducerId,
    pub(crate) owner: Actor,
}

impl World {
    pub(crate) async fn open(test: TestDb) -> Self {
        let clock = TestClock::default();
        let media = Media::folder(&test.folder().join("media")).unwrap();
        let key = TokenKey::new([7; 32]);
        let pictures = Pictures::new(test.handle(), Arc::new(clock.clone()), media, key);
        let (producer, account) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let now = clock.now();
        run(
            &test,
            "INSERT INTO account (id, email, password_hash, display_name, language, status, demo, created_at, updated_at) \
             VALUES ($1, 'chu@vidu.example', 'x', 'x', 'vi', 'ACTIVE', TRUE, $2, $2)",
            vec![account.into(), now.into()],
        )
        .await;
        run(
            &test,
            "INSERT INTO producer (id, slug, name, folded_name, legal_form, phone, email, street, commune_code, province_code, status, demo, created_at, updated_at) \
             VALUES ($1, 'htx', 'HTX', 'htx', 'COOPERATIVE', '0912345678', 'x@vidu.example', 'x', '14620', '37', 'ACTIVE', TRUE, $2, $2)",
            vec![producer.into(), now.into()],
        )
        .await;
        let producer = ProducerId(producer);
        Self {
            owner: of(account, Scope::Producer(producer)),
            producer,
            pictures,
            clock,
            test,
        }
    }

    pub(crate) async fn upload(
        &self,
        actor: &Actor,
        media_type: &str,
        bytes: Vec<u8>,
    ) -> Result<Picture, UploadPictureError> {
        let new = NewPicture {
            owner: PictureOwner::Producer(self.producer),
            media_type: media_type.to_owned(),
            bytes: None,
        };
        let place = self.pictures.begin(actor, &new).await?;
        self.pictures.upload(actor, place, bytes).await
    }

    pub(crate) async fn rows(&self) -> i64 {
        let primary = self.test.primary();
        let sql = "SELECT COUNT(*) FROM picture";
        let query = Statement::from_string(primary.get_database_backend(), sql);
        let row = primary.query_one_raw(query).await.unwrap().unwrap();
        row.try_get_by_index(0).unwrap()
    }

    pub(crate) fn files(&self) -> usize {
        count(&self.test.folder().join("media"))
    }
}

fn count(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .map(|path| if path.is_dir() { count(&path) } else { 1 })
        .sum()
}

pub(crate) async fn run(test: &TestDb, sql: &str, values: Vec<Value>) {
    let db = test.handle();
    let tx = db.begin().await.unwrap();
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    tx.execute_raw(statement).await.unwrap();
    tx.commit().await.unwrap();
}

pub(crate) fn of(account: Uuid, scope: Scope) -> Actor {
    Actor::Account {
        id: AccountId(account),
        grants: vec![RoleGrant {
            role: Role::ProducerOwner,
            scope,
        }],
    }
}

/// A JPEG that was taken with the camera on its side, and says where.
fn turned(width: u32, height: u32) -> Vec<u8> {
    let plain = jpeg(width, height);
    let mut exif =
        b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
    exif.extend(b"GPS 20.2506 105.9745");
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    let mark = [&[0xFF, 0xE1][..], &length, &exif].concat();
    [&plain[..2], &mark, &plain[2..]].concat()
}

async fn a_picture_is_made_anew_in_a_few_sizes(test: TestDb) {
    let world = World::open(test).await;
    let mut bytes = turned(1_600, 1_200);
    // Whatever stands behind the end.
    bytes.extend(b"<script>alert(1)</script>");
    let picture = world
        .upload(&world.owner, "image/jpeg", bytes.clone())
        .await
        .unwrap();
    // Upright now.
    assert_eq!((picture.width, picture.height), (960, 1_280));
    let sizes: Vec<_> = picture
        .renditions
        .iter()
        .map(|own| (own.format, own.width, own.height))
        .collect();
    assert_eq!(
        sizes,
        [
            (Format::Webp, 240, 320),
            (Format::Jpeg, 240, 320),
            (Format::Webp, 480, 640),
            (Format::Jpeg, 480, 640),
            (Format::Webp, 960, 1_280),
            (Format::Jpeg, 960, 1_280),
        ]
    );
    assert!(picture.placeholder.len() > 20);
    for rendition in &picture.renditions {
        let stored = world
            .pictures
            .media()
            .get(&rendition.path)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(i64::try_from(stored.len()).unwrap(), rendition.bytes);
        for inside in [&b"GPS"[..], b"Exif", b"script"] {
            assert!(!stored.windows(inside.len()).any(|own| own == inside));
        }
        let size = imagesize::blob_size(&stored).unwrap();
        let told = (
            i32::try_from(size.width).unwrap(),
            i32::try_from(size.height).unwrap(),
        );
        assert_eq!(told, (rendition.width, rendition.height));
    }
    // The same bytes again are the same picture.
    let again = world
        .upload(&world.owner, "image/jpeg", bytes)
        .await
        .unwrap();
    assert_eq!((again.id, world.rows().await), (picture.id, 1));
    assert_eq!(world.files(), 6);
    // A small one is not enlarged; other formats are taken.
    let small = world
        .upload(&world.owner, "image/png", png(120, 100))
        .await
        .unwrap();
    assert_eq!(
        (small.width, small.height, small.renditions.len()),
        (120, 100, 2)
    );
    let other = world
        .upload(&world.owner, "image/webp", webp(400, 300))
        .await
        .unwrap();
    assert_eq!(other.renditions.len(), 4);
    let tx = world.test.handle().begin().await.unwrap();
    let own = PictureOwner::Producer(world.producer);
    let found = pictures::hold(&tx, own, &[small.id]).await;
    assert_eq!(found.unwrap(), std::slice::from_ref(&small));
    let others = PictureOwner::Producer(ProducerId(Uuid::from_u128(9)));
    let found = pictures::hold(&tx, others, &[small.id]).await;
    assert_eq!(found.unwrap(), []);
}

async fn what_means_harm_is_refused_and_leaves_nothing(test: TestDb) {
    let world = World::open(test).await;
    let cases = hostile();
    assert!(cases.len() >= 30);
    for (what, media_type, bytes, expected) in cases {
        let refused = world.upload(&world.owner, media_type, bytes).await;
        match refused {
            Err(UploadPictureError::Refused(own)) => assert_eq!(own, expected, "{what}"),
            other => panic!("{what}: {other:?}"),
        }
    }
    let large = vec![0xFF; MAX_BYTES + 1];
    let refused = world.upload(&world.owner, "image/jpeg", large).await;
    let too_large = PictureRefusal::TooLarge;
    assert!(matches!(refused, Err(UploadPictureError::Refused(own)) if own == too_large));
    assert_eq!((world.rows().await, world.files()), (0, 0));
}

async fn only_the_producers_people_upload(test: TestDb) {
    let world = World::open(test).await;
    let other = Scope::Producer(ProducerId(Uuid::from_u128(9)));
    for stranger in [
        Actor::Anonymous,
        of(Uuid::from_u128(2), other),
        of(Uuid::from_u128(2), Scope::Global),
    ] {
        let refused = world.upload(&stranger, "image/png", png(100, 100)).await;
        assert!(
            matches!(refused, Err(UploadPictureError::NotFound)),
            "{refused:?}"
        );
    }
    assert_eq!((world.rows().await, world.files()), (0, 0));
}

async fn an_account_has_a_days_measure(test: TestDb) {
    let world = World::open(test).await;
    world
        .upload(&world.owner, "image/png", png(100, 100))
        .await
        .unwrap();
    run(&world.test, "UPDATE picture_day SET pictures = 500", vec![]).await;
    let refused = world.upload(&world.owner, "image/png", png(101, 100)).await;
    assert!(
        matches!(refused, Err(UploadPictureError::DayFull)),
        "{refused:?}"
    );
    assert_eq!(world.rows().await, 1);
    world.clock.advance(Duration::days(1));
    world
        .upload(&world.owner, "image/png", png(101, 100))
        .await
        .unwrap();
}

async fn a_buyer_has_a_lines_measure(test: TestDb) {
    let world = World::open(test).await;
    let lines = [7, 8].map(|n| OrderLineId(Uuid::from_u128(n)));
    // That the line is a guest's was proved before.
    let upload = async |line, width| {
        let new = NewPicture {
            owner: PictureOwner::Purchase(line),
            media_type: "image/png".to_owned(),
            bytes: None,
        };
        let place = world.pictures.begin(&Actor::Anonymous, &new).await?;
        let guest = Actor::Anonymous;
        world.pictures.upload(&guest, place, png(width, 100)).await
    };
    let most = u32::try_from(MAX_OF_PURCHASE).unwrap();
    let mut ids = Vec::new();
    for n in 0..most {
        ids.push(upload(lines[0], 100 + n).await.unwrap().id);
    }
    // The same bytes again are the same picture, and no more.
    assert_eq!(upload(lines[0], 100).await.unwrap().id, ids[0]);
    let refused = upload(lines[0], 99 + most + 1).await;
    assert!(
        matches!(refused, Err(UploadPictureError::OwnerFull)),
        "{refused:?}"
    );
    let other = upload(lines[1], 100).await.unwrap();
    assert_ne!(other.id, ids[0]);
    // Each owner has its own, and a producer none of theirs.
    let db = world.test.handle();
    let of = async |owner| {
        let all = [ids[0], other.id];
        let tx = db.begin().await.unwrap();
        let found = pictures::hold(&tx, owner, &all).await.unwrap();
        found.into_iter().map(|own| own.id).collect::<Vec<_>>()
    };
    assert_eq!(of(PictureOwner::Purchase(lines[0])).await, [ids[0]]);
    assert_eq!(of(PictureOwner::Purchase(lines[1])).await, [other.id]);
    assert_eq!(of(PictureOwner::Producer(world.producer)).await, []);
}

async fn the_same_bytes_twice_at_once_are_one_picture(test: TestDb) {
    let world = World::open(test).await;
    let first = world.upload(&world.owner, "image/png", png(100, 100));
    first.await.unwrap();
    // Both have seen that the picture is not there, and stand before the
    // account's day, which somebody else holds.
    let db = world.test.handle();
    let held = db.begin().await.unwrap();
    let sql = "UPDATE picture_day SET pictures = pictures";
    held.execute_unprepared(sql).await.unwrap();
    let upload = || world.upload(&world.owner, "image/png", png(101, 100));
    let let_go = async {
        tokio::time::sleep(std::time::Duration::from_millis(400)).await;
        held.rollback().await.unwrap();
    };
    let (one, two, ()) = tokio::join!(upload(), upload(), let_go);
    assert_eq!(one.unwrap().id, two.unwrap().id);
    let counted = "SELECT pictures FROM picture_day";
    assert_eq!(
        (world.rows().await, world.test.number(counted).await),
        (2, 2)
    );
}

/// The producer's rows are filled up to so many pictures.
pub(crate) async fn fill(world: &World, pictures: usize) {
    let now: Value = world.clock.now().into();
    let rows: Vec<String> = (0..pictures)
        .map(|n| format!("(${}, $1, '{n:064}', 9, 9, '', '[]', 9, $2)", n + 3))
        .collect();
    let sql = format!(
        "INSERT INTO picture (id, producer_id, sha256, width, height, placeholder, renditions, bytes, created_at) VALUES {}",
        rows.join(", ")
    );
    let mut values = vec![world.producer.0.into(), now];
    values.extend((0..pictures).map(|n| {
        let id = Uuid::from_u128(1_000 + u128::try_from(n).unwrap());
        Value::from(id)
    }));
    run(&world.test, &sql, values).await;
}

async fn a_producer_has_so_many_pictures(test: TestDb) {
    let world = World::open(test).await;
    let most = usize::try_from(pictures::MAX_OF_PRODUCER).unwrap();
    fill(&world, most - 1).await;
    let last = world.upload(&world.owner, "image/png", png(100, 100)).await;
    assert!(last.is_ok(), "{last:?}");
    let refused = world.upload(&world.owner, "image/png", png(101, 100)).await;
    assert!(
        matches!(refused, Err(UploadPictureError::OwnerFull)),
        "{refused:?}"
    );
    // One that is there is no new one.
    let again = world.upload(&world.owner, "image/png", png(100, 100)).await;
    assert_eq!(again.unwrap().id, last.unwrap().id);
}

/// Somebody's right to the producer's listings; returns the grant.
pub(crate) async fn delegate(world: &World) -> (Actor, Uuid) {
    let (account, grant) = (Uuid::from_u128(3), Uuid::from_u128(4));
    let now: Value = world.clock.now().into();
    run(
        &world.test,
        "INSERT INTO account (id, email, password_hash, display_name, language, status, demo, created_at, updated_at) \
         VALUES ($1, 'binh@vidu.example', 'x', 'x', 'vi', 'ACTIVE', TRUE, $2, $2)",
        vec![account.into(), now.clone()],
    )
    .await;
    run(
        &world.test,
        "INSERT INTO producer_grant (id, producer_id, grantee_id, permission, grantor_id, created_at) \
         VALUES ($1, $2, $3, 'LISTINGS', $4, $5)",
        vec![
            grant.into(),
            world.producer.0.into(),
            account.into(),
            Uuid::from_u128(2).into(),
            now,
        ],
    )
    .await;
    let actor = Actor::Account {
        id: AccountId(account),
        grants: vec![RoleGrant {
            role: Role::ProducerDelegate,
            scope: Scope::Right {
                producer: world.producer,
                right: Right::Listings,
                grant: ProducerGrantId(grant),
            },
        }],
    };
    (actor, grant)
}

/// What was done by grants, in the order of the alphabet.
pub(crate) async fn uses(world: &World) -> Vec<String> {
    let primary = world.test.primary();
    let sql = "SELECT action FROM producer_grant_use ORDER BY action";
    let query = Statement::from_string(primary.get_database_backend(), sql);
    let rows = primary.query_all_raw(query).await.unwrap();
    rows.iter()
        .map(|row| row.try_get_by_index(0).unwrap())
        .collect()
}

pub(crate) async fn revoke(world: &World, grant: Uuid) {
    let values = vec![world.clock.now().into(), grant.into()];
    run(
        &world.test,
        "UPDATE producer_grant SET revoked_at = $1 WHERE id = $2",
        values,
    )
    .await;
}

async fn a_right_ends_with_its_grant(test: TestDb) {
    let world = World::open(test).await;
    let (binh, grant) = delegate(&world).await;
    world
        .upload(&binh, "image/png", png(100, 100))
        .await
        .unwrap();
    assert_eq!(uses(&world).await, ["UPLOAD_PICTURE"]);
    revoke(&world, grant).await;
    // A session from before.
    let refused = world.upload(&binh, "image/png", png(101, 100)).await;
    assert!(
        matches!(refused, Err(UploadPictureError::NotFound)),
        "{refused:?}"
    );
    assert_eq!(world.rows().await, 1);
}

/// SQLite alone: nothing of it is the database's.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_large_is_taken() {
    let world = World::open(TestDb::sqlite().await).await;
    for (what, media_type, bytes) in largest(1) {
        let taken = world.upload(&world.owner, media_type, bytes).await;
        assert!(taken.is_ok(), "{what}: {taken:?}");
    }
}

/// Shows these.
struct Shows(HashSet<PictureId>);

impl InUse for Shows {
    async fn in_use(&self, _: &db::Tx, ids: &[PictureId]) -> Result<HashSet<PictureId>, DbErr> {
        Ok(ids
            .iter()
            .copied()
            .filter(|id| self.0.contains(id))
            .collect())
    }
}

/// Pictures from before there was a table keep their media after the
/// migration.
async fn media_of_before_are_named(test: TestDb) {
    let world = World::open(test).await;
    let shown = world.upload(&world.owner, "image/png", png(400, 300));
    let shown = shown.await.unwrap();
    let named = "SELECT COUNT(*) FROM picture_medium";
    let before = world.test.number(named).await;
    assert_eq!(before, 4);
    for sql in [
        "DROP TABLE picture_medium",
        "DELETE FROM seaql_migrations WHERE version = 'm20261128_000027_picture_media'",
    ] {
        world.test.raw(sql).await.unwrap();
    }
    world.test.handle().migrate().await.unwrap();
    assert_eq!(world.test.number(named).await, before);
    let ahead = kernel::SystemClock.now() - world.clock.now();
    world
        .clock
        .advance(ahead.max(Duration::zero()) + Duration::days(8));
    let users = Shows(HashSet::from([shown.id]));
    let swept = world.pictures.sweep(&users).await.unwrap();
    assert_eq!((swept, world.files()), (Swept::default(), 4));
}

async fn what_is_uploaded_again_has_another_week(test: TestDb) {
    let world = World::open(test).await;
    let upload = || world.upload(&world.owner, "image/png", png(100, 100));
    let first = upload().await.unwrap();
    world.clock.advance(Duration::days(6));
    assert_eq!(upload().await.unwrap().id, first.id);
    world.clock.advance(Duration::days(6));
    let nobody = Shows(HashSet::new());
    let swept = world.pictures.sweep(&nobody).await.unwrap();
    assert_eq!((swept.pictures, world.rows().await), (0, 1));
}

async fn what_somebody_begins_to_show_is_not_swept(test: TestDb) {
    let world = World::open(test).await;
    let picture = world.upload(&world.owner, "image/png", png(100, 100));
    let picture = picture.await.unwrap();
    world.clock.advance(Duration::days(8));
    let db = world.test.handle();
    let tx = db.begin().await.unwrap();
    let owner = PictureOwner::Producer(world.producer);
    let held = pictures::hold(&tx, owner, &[picture.id]).await.unwrap();
    assert_eq!(held.len(), 1);
    // Shown as soon as that transaction has ended, and not before.
    let shown = std::sync::atomic::AtomicBool::new(false);
    let users = Soon(&shown);
    let sweep = world.pictures.sweep(&users);
    let show = async {
        tokio::time::sleep(std::time::Duration::from_millis(400)).await;
        shown.store(true, std::sync::atomic::Ordering::SeqCst);
        tx.commit().await.unwrap();
    };
    let (swept, ()) = tokio::join!(sweep, show);
    assert_eq!((swept.unwrap().pictures, world.rows().await), (0, 1));
}

/// Shows everything from a moment on.
struct Soon<'a>(&'a std::sync::atomic::AtomicBool);

impl InUse for Soon<'_> {
    async fn in_use(&self, _: &db::Tx, ids: &[PictureId]) -> Result<HashSet<PictureId>, DbErr> {
        let shown = self.0.load(std::sync::atomic::Ordering::SeqCst);
        Ok(ids.iter().copied().filter(|_| shown).collect())
    }
}

async fn what_nobody_shows_goes(test: TestDb) {
    let world = World::open(test).await;
    let shown = world
        .upload(&world.owner, "image/png", png(100, 100))
        .await
        .unwrap();
    world
        .upload(&world.owner, "image/png", png(101, 100))
        .await
        .unwrap();
    let users = Shows(HashSet::from([shown.id]));
    let nothing = Swept::default();
    assert_eq!(world.pictures.sweep(&users).await.unwrap(), nothing);
    // Whoever uploads it has a week to write about it.
    world
        .clock
        .advance(Duration::days(7) - Duration::seconds(1));
    assert_eq!(world.pictures.sweep(&users).await.unwrap(), nothing);
    // Media are as old as the machine's clock says: now.
    let ahead = chrono::Duration::days(8) + (kernel::SystemClock.now() - world.clock.now());
    world.clock.advance(ahead.max(chrono::Duration::days(8)));
    let swept = world.pictures.sweep(&users).await.unwrap();
    assert_eq!((swept.pictures, swept.media), (1, 2));
    assert_eq!((world.rows().await, world.files()), (1, 2));
    assert_eq!(world.pictures.sweep(&users).await.unwrap(), nothing);
    for rendition in &shown.renditions {
        assert!(
            world
                .pictures
                .media()
                .get(&rendition.path)
                .await
                .unwrap()
                .is_some()
        );
    }
}
