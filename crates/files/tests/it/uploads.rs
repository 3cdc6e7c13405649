//! What is kept, what is refused, and that a refusal leaves nothing.

use files::{
    Files, MAX_BYTES, MAX_FILES_A_DAY, MediaType, NewFile, Purpose, ReadFileError, StoreFileError,
};
use kernel::{AccountId, Actor, Clock, FileId, Role, RoleGrant, Scope};
use std::path::Path;
use std::sync::Arc;
use testkit::{TestClock, TestDb};
use tokio::io::AsyncReadExt;

struct World {
    files: Files,
    clock: TestClock,
    test: TestDb,
}

impl World {
    fn new(test: TestDb) -> Self {
        let clock = TestClock::default();
        let folder = test.folder().join("files");
        let files = Files::new(test.handle(), Arc::new(clock.clone()), folder);
        Self { files, clock, test }
    }

    async fn account(&self, role: Role) -> Actor {
        let id = AccountId::new(self.clock.now());
        let uuid = match self.test.engine() {
            db::Engine::Sqlite => format!("x'{}'", id.0.simple()),
            db::Engine::Postgres => format!("'{id}'"),
        };
        let sql = format!(
            "INSERT INTO account (id, email, password_hash, display_name, language, status, demo, created_at, updated_at) \
             VALUES ({uuid}, '{id}', '', '', 'vi', 'ACTIVE', FALSE, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z')"
        );
        self.test.raw(&sql).await.unwrap();
        let scope = Scope::Global;
        Actor::Account {
            id,
            grants: vec![RoleGrant { role, scope }],
        }
    }

    async fn send(
        &self,
        actor: &Actor,
        new: NewFile,
        bytes: &[u8],
    ) -> Result<files::StoredFile, StoreFileError> {
        let mut upload = self.files.upload(actor, new).await?;
        for chunk in bytes.chunks(64 * 1024) {
            upload.write(chunk).await?;
        }
        upload.finish().await
    }

    async fn rows(&self) -> i64 {
        self.test.number("SELECT COUNT(*) FROM stored_file").await
    }

    /// Files on the disk, whatever their names.
    fn on_disk(&self) -> usize {
        fn count(folder: &Path) -> usize {
            let Ok(entries) = std::fs::read_dir(folder) else {
                return 0;
            };
            let paths = entries.map(|entry| entry.unwrap().path());
            paths
                .map(|path| if path.is_dir() { count(&path) } else { 1 })
                .sum()
        }
        count(&self.test.folder().join("files"))
    }
}

fn pdf(name: &str) -> NewFile {
    NewFile {
        purpose: Purpose::DossierDocument,
        name: name.to_owned(),
        media_type: MediaType::Pdf,
    }
}

testkit::on_both!(
    a_file_comes_back_as_it_was,
    a_refusal_leaves_nothing,
    a_day_has_its_limit,
    uploads_at_once_share_the_last_place,
    somebody_elses_file_is_none,
    what_a_crash_left_is_swept,
    damage_is_noticed,
);

async fn a_file_comes_back_as_it_was(test: TestDb) {
    let world = World::new(test);
    let owner = world.account(Role::Shopper).await;
    let bytes = [b"%PDF-1.7\n".as_slice(), &[7; 300_000]].concat();
    let kept = world
        .send(&owner, pdf("../hồ sơ.pdf"), &bytes)
        .await
        .unwrap();
    assert_eq!(kept.name, "hồ sơ.pdf");
    assert_eq!(kept.bytes, 300_009);
    let (facts, mut file) = world.files.open(kept.id).await.unwrap();
    let mut read = Vec::new();
    file.read_to_end(&mut read).await.unwrap();
    assert_eq!((&facts, &read), (&kept, &bytes));
    assert_eq!(world.files.read(kept.id).await.unwrap(), (facts, bytes));
    // The same bytes again: another file, the same content.
    let bytes = [b"%PDF-1.7\n".as_slice(), &[7; 300_000]].concat();
    let again = world.send(&owner, pdf("x.pdf"), &bytes).await.unwrap();
    assert_ne!(again.id, kept.id);
    assert_eq!(again.sha256, kept.sha256);
    assert_eq!((world.rows().await, world.on_disk()), (2, 1));
}

async fn a_refusal_leaves_nothing(test: TestDb) {
    use StoreFileError as Error;
    let world = World::new(test);
    let owner = world.account(Role::Shopper).await;
    let officer = world.account(Role::ProgrammeOfficer).await;
    let import = |media_type| NewFile {
        purpose: Purpose::RegisterImport,
        name: "a".to_owned(),
        media_type,
    };
    let large = vec![b'%'; usize::try_from(MAX_BYTES).unwrap() + 1];
    let mut large_pdf = large.clone();
    large_pdf[..5].copy_from_slice(b"%PDF-");
    let send = async |actor: &Actor, new, bytes: &[u8]| world.send(actor, new, bytes).await;
    let refused = send(&Actor::Anonymous, pdf("a"), b"%PDF-1").await;
    assert!(matches!(refused, Err(Error::NotSignedIn)));
    let refused = send(&owner, import(MediaType::Csv), b"a,b").await;
    assert!(matches!(refused, Err(Error::NotAllowed)));
    let refused = send(&officer, import(MediaType::Pdf), b"%PDF-1").await;
    assert!(matches!(refused, Err(Error::WrongType)));
    let refused = send(&owner, pdf("../"), b"%PDF-1").await;
    assert!(matches!(refused, Err(Error::InvalidName)));
    let refused = send(&owner, pdf("a"), b"").await;
    assert!(matches!(refused, Err(Error::Empty)));
    let refused = send(&owner, pdf("a"), b"<html>").await;
    assert!(matches!(refused, Err(Error::WrongContent)));
    let refused = send(&owner, pdf("a"), &large).await;
    assert!(matches!(refused, Err(Error::WrongContent)));
    let refused = send(&owner, pdf("a"), &large_pdf).await;
    assert!(matches!(refused, Err(Error::TooLarge)));
    // A connection that breaks.
    let mut broken = world.files.upload(&owner, pdf("a")).await.unwrap();
    broken.write(b"%PDF-1.7").await.unwrap();
    assert_eq!(world.on_disk(), 1);
    drop(broken);
    assert_eq!((world.rows().await, world.on_disk()), (0, 0));
    let days = world.test.number("SELECT COUNT(*) FROM stored_file_day");
    assert_eq!(days.await, 0);
    // To the byte.
    let most = &large_pdf[..large_pdf.len() - 1];
    assert_eq!(
        send(&owner, pdf("a"), most).await.unwrap().bytes,
        20_000_000
    );
}

async fn a_day_has_its_limit(test: TestDb) {
    let world = World::new(test);
    let owner = world.account(Role::Shopper).await;
    for n in 0..MAX_FILES_A_DAY {
        let bytes = format!("%PDF-{n}");
        world
            .send(&owner, pdf("a"), bytes.as_bytes())
            .await
            .unwrap();
    }
    let refused = world.send(&owner, pdf("a"), b"%PDF-x").await;
    assert!(matches!(refused, Err(StoreFileError::DayFull)));
    assert_eq!((world.rows().await, world.on_disk()), (100, 100));
    // Somebody else's day is another, and so is tomorrow in Vietnam.
    let other = world.account(Role::Shopper).await;
    world.send(&other, pdf("a"), b"%PDF-x").await.unwrap();
    world.clock.advance(chrono::Duration::hours(15));
    world.send(&owner, pdf("a"), b"%PDF-y").await.unwrap();
    // By bytes.
    let full = world
        .test
        .raw("UPDATE stored_file_day SET bytes = 499999995, files = 1");
    full.await.unwrap();
    let refused = world.send(&owner, pdf("a"), b"%PDF-z").await;
    assert!(matches!(refused, Err(StoreFileError::DayFull)));
    world.send(&owner, pdf("a"), b"%PDF-").await.unwrap();
}

async fn uploads_at_once_share_the_last_place(test: TestDb) {
    let world = World::new(test);
    let owner = world.account(Role::Shopper).await;
    world.send(&owner, pdf("a"), b"%PDF-0").await.unwrap();
    let almost = world.test.raw("UPDATE stored_file_day SET files = 99");
    almost.await.unwrap();
    let mut first = world.files.upload(&owner, pdf("a")).await.unwrap();
    let mut second = world.files.upload(&owner, pdf("a")).await.unwrap();
    first.write(b"%PDF-1").await.unwrap();
    second.write(b"%PDF-2").await.unwrap();
    let (first, second) = tokio::join!(first.finish(), second.finish());
    assert!(first.is_ok() != second.is_ok());
    assert_eq!((world.rows().await, world.on_disk()), (2, 2));
}

async fn somebody_elses_file_is_none(test: TestDb) {
    let world = World::new(test);
    let owner = world.account(Role::Shopper).await;
    let other = world.account(Role::Administrator).await;
    let kept = world.send(&owner, pdf("a"), b"%PDF-1").await.unwrap();
    let files = &world.files;
    assert_eq!(
        files.owned(&owner, kept.id).await.unwrap().as_ref(),
        Some(&kept)
    );
    for stranger in [&other, &Actor::Anonymous, &Actor::System] {
        assert_eq!(files.owned(stranger, kept.id).await.unwrap(), None);
    }
    let tx = world.test.begin().await.unwrap();
    let mine = files.owned_in(&tx, &owner, kept.id, Purpose::DossierDocument);
    assert_eq!(mine.await.unwrap(), Some(kept.clone()));
    let wrong = files.owned_in(&tx, &owner, kept.id, Purpose::RegisterImport);
    assert_eq!(wrong.await.unwrap(), None);
    let others = files.owned_in(&tx, &other, kept.id, Purpose::DossierDocument);
    assert_eq!(others.await.unwrap(), None);
    let none = files.open(FileId::new(world.clock.now())).await;
    assert!(matches!(none, Err(ReadFileError::NotFound)));
}

async fn what_a_crash_left_is_swept(test: TestDb) {
    let world = World::new(test);
    let owner = world.account(Role::Shopper).await;
    let arriving = world.test.folder().join("files/arriving");
    std::fs::create_dir_all(&arriving).unwrap();
    std::fs::write(arriving.join("left"), "half").unwrap();
    let kept = world.send(&owner, pdf("a"), b"%PDF-1").await.unwrap();
    let written: chrono::DateTime<chrono::Utc> = std::fs::metadata(arriving.join("left"))
        .unwrap()
        .modified()
        .unwrap()
        .into();
    world.clock.set(written + chrono::Duration::hours(23));
    assert_eq!(world.files.sweep().await.unwrap(), 0);
    world.clock.set(written + chrono::Duration::hours(25));
    assert_eq!(world.files.sweep().await.unwrap(), 1);
    world.files.read(kept.id).await.unwrap();
    assert_eq!(world.on_disk(), 1);
}

async fn damage_is_noticed(test: TestDb) {
    let world = World::new(test);
    let owner = world.account(Role::Shopper).await;
    let kept = world.send(&owner, pdf("a"), b"%PDF-1").await.unwrap();
    let (head, tail) = kept.sha256.split_at(2);
    let place = world.test.folder().join("files").join(head).join(tail);
    std::fs::write(place, b"%PDF-2").unwrap();
    let read = world.files.read(kept.id).await;
    assert!(matches!(read, Err(ReadFileError::Damaged(_))));
}
