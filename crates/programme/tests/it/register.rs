//! Registers from spreadsheets.

use crate::support::{active, announced, cooperative, day, four_stars};
use files::{Files, MediaType, NewFile, Purpose};
use jobs::{Handler, Outbox, OutboxBuilder};
use kernel::{AccountId, Actor, Clock, FileId, PageArgs, Role, RoleGrant, Scope};
use programme::register::{
    Field, Import, ImportStatus, Mode, NewImport, Register, RowErrorCode, RunImport,
    StartImportError,
};
use programme::units::Units;
use programme::{Programme, find_certificate};
use spreadsheets::RefusalCode;
use std::fmt::Write;
use std::sync::Arc;
use testkit::{TestClock, TestDb};

testkit::on_both!(
    a_register_comes_in_once,
    producers_are_found_by_code_then_by_name,
    all_is_all_or_nothing,
    days_and_years_are_those_of_the_programme,
    texts_have_a_limit,
    a_dry_run_writes_nothing,
    what_the_register_says_otherwise_stays,
    a_number_stands_once_in_a_file,
    a_producer_is_not_mistaken_for_another,
    other_provinces_are_refused_line_by_line,
    bad_files_are_refused_with_their_place,
    a_run_that_dies_is_continued,
    two_at_once_register_a_producer_once,
    two_workers_of_one_import_count_once,
    strangers_see_nothing,
);

const UNITS: &str = "code,level,kind,name,name_en,parent_code,valid_from,valid_to
37,PROVINCE,TINH,Ninh Bình,Ninh Binh,,2025-07-01,
01,PROVINCE,THANH_PHO,Hà Nội,Ha Noi,,2025-07-01,
14620,COMMUNE,XA,Phát Diệm,Phat Diem,37,2025-07-01,
";

const HEADER: &str =
    "STT,Tên sản phẩm,Chủ thể,Mã số thuế,Tỉnh,Xã,Số quyết định,Ngày cấp,Hạng sao,Điểm\n";

/// The job that follows each change of a certificate.
const CHANGED: &str = "test.changed";

pub(crate) struct World {
    pub(crate) test: TestDb,
    pub(crate) clock: TestClock,
    pub(crate) programme: Programme,
    pub(crate) files: Files,
    pub(crate) register: Register,
}

impl World {
    pub(crate) async fn new(test: TestDb) -> Self {
        let tx = test.begin().await.unwrap();
        programme::units::import(&tx, UNITS.as_bytes())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let clock = TestClock::default();
        let shared: Arc<dyn Clock> = Arc::new(clock.clone());
        let outbox: Arc<Outbox> = OutboxBuilder::default()
            .subscribe(programme::events::CERTIFICATE_CHANGED, CHANGED)
            .build();
        let programme = Programme::new(test.handle(), shared.clone(), outbox);
        let files = Files::new(test.handle(), shared, test.folder().join("files"));
        let units = Units::new(test.handle());
        let register = Register::new(programme.clone(), units, files.clone());
        Self {
            test,
            clock,
            programme,
            files,
            register,
        }
    }

    pub(crate) async fn officer(&self, scope: Scope) -> Actor {
        self.account(Role::ProgrammeOfficer, scope).await
    }

    pub(crate) async fn account(&self, role: Role, scope: Scope) -> Actor {
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
        let grants = vec![RoleGrant { role, scope }];
        Actor::Account { id, grants }
    }

    pub(crate) async fn upload(
        &self,
        actor: &Actor,
        media_type: MediaType,
        bytes: &[u8],
    ) -> FileId {
        let new = NewFile {
            purpose: Purpose::RegisterImport,
            name: "sổ".to_owned(),
            media_type,
        };
        let mut upload = self.files.upload(actor, new).await.unwrap();
        upload.write(bytes).await.unwrap();
        upload.finish().await.unwrap().id
    }

    async fn start(&self, actor: &Actor, file_id: FileId, mode: Mode, dry_run: bool) -> Import {
        let new = NewImport {
            file_id,
            mapping: Vec::new(),
            mode,
            dry_run,
        };
        self.register.start_import(actor, new).await.unwrap()
    }

    /// Imports a file and waits for its end.
    pub(crate) async fn import_file(
        &self,
        actor: &Actor,
        file_id: FileId,
        mode: Mode,
        dry_run: bool,
    ) -> Import {
        let import = self.start(actor, file_id, mode, dry_run).await;
        self.run(&import).await;
        self.look(actor, &import).await
    }

    async fn import(&self, actor: &Actor, lines: &str, mode: Mode, dry_run: bool) -> Import {
        let file = format!("{HEADER}{lines}");
        let file = self.upload(actor, MediaType::Csv, file.as_bytes()).await;
        self.import_file(actor, file, mode, dry_run).await
    }

    async fn run(&self, import: &Import) {
        let job = RunImport(self.register.clone());
        job.run(&import.id.to_string()).await.unwrap();
    }

    async fn look(&self, actor: &Actor, import: &Import) -> Import {
        let found = self.register.import(actor, import.id).await.unwrap();
        found.unwrap()
    }

    /// Line, column and code of every error.
    pub(crate) async fn errors(&self, import: &Import) -> Vec<(u32, Option<String>, RowErrorCode)> {
        let all = PageArgs::first(100);
        let page = self.register.import_errors(import.id, &all).await;
        let rows = page.unwrap().rows.into_iter();
        rows.map(|(_, error)| (error.line, error.letters(), error.code))
            .collect()
    }

    pub(crate) async fn certificates(&self) -> i64 {
        self.test.number("SELECT COUNT(*) FROM certificate").await
    }

    async fn producers(&self) -> i64 {
        self.test.number("SELECT COUNT(*) FROM producer").await
    }
}

fn home() -> Scope {
    Scope::Province("37".to_owned())
}

const THREE: &str =
    "1,Cơm cháy,HTX Sinh Dược,0100109106,Ninh Bình,Phát Diệm,123/QĐ-UBND,20/12/2025,4 sao,\"76,5\"
2,Mắm tép,HTX Sinh Dược,0100109106,Tỉnh Ninh Bình,,123/QĐ-UBND,20/12/2025,3,50
3,Rượu nếp,Hộ Nguyễn Văn An,,37,Xã cũ,77/QĐ-UBND,01/02/2020,3 sao,69.99
";

async fn a_register_comes_in_once(test: TestDb) {
    let world = World::new(test).await;
    let officer = world.officer(home()).await;
    for mode in [Mode::All, Mode::ValidRows, Mode::All] {
        let first = world.certificates().await == 0;
        let events = world
            .test
            .number("SELECT COUNT(*) FROM certificate_event")
            .await;
        let import = world.import(&officer, THREE, mode, false).await;
        assert_eq!(import.status, ImportStatus::Done, "{:?}", import.refusal);
        assert_eq!(import.percent(), 100);
        let counts = (
            import.created,
            import.producers_created,
            import.unchanged,
            import.failed,
        );
        assert_eq!(counts, if first { (3, 2, 0, 0) } else { (0, 0, 3, 0) });
        assert_eq!(
            (world.certificates().await, world.producers().await),
            (3, 2)
        );
        let now = world
            .test
            .number("SELECT COUNT(*) FROM certificate_event")
            .await;
        assert_eq!(now, if first { 3 } else { events });
        assert_eq!(announced(&world.test, CHANGED).await, 3);
    }
    // A real date stays: what is older than 36 months has expired.
    let old = world
        .test
        .number("SELECT COUNT(*) FROM certificate WHERE expires_on = '2023-02-01' AND status = 'ACTIVE'")
        .await;
    assert_eq!(old, 1);
    // What has no address does not sell.
    let verified = "SELECT COUNT(*) FROM producer WHERE status = 'VERIFIED' AND demo = FALSE";
    assert_eq!(world.test.number(verified).await, 2);
    let street = "SELECT COUNT(*) FROM producer WHERE street = 'Xã cũ' AND commune_code = ''";
    assert_eq!(world.test.number(street).await, 1);
    let commune = "SELECT COUNT(*) FROM producer WHERE commune_code = '14620'";
    assert_eq!(world.test.number(commune).await, 1);
    let producers = world
        .programme
        .count_public_producers(&programme::ProducerFilter::default())
        .await;
    assert_eq!(producers.unwrap(), 0);
}

async fn producers_are_found_by_code_then_by_name(test: TestDb) {
    let world = World::new(test).await;
    let officer = world.officer(home()).await;
    let mut coded = cooperative("Hợp tác xã Có Mã");
    coded.tax_code = Some("0100109106".to_owned());
    active(&world.programme, coded).await;
    active(&world.programme, cooperative("HTX Không Mã")).await;
    active(&world.programme, cooperative("HTX Trùng Tên")).await;
    active(&world.programme, cooperative("HTX Trùng Tên")).await;
    let lines = "1,Một,Tên khác hẳn,0100109106,37,,1/QĐ,20/12/2025,3,60
2,Hai,HTX KHÔNG MÃ,,37,,1/QĐ,20/12/2025,3,60
3,Ba,htx khong ma,0100109106-001,37,,1/QĐ,20/12/2025,3,60
4,Bốn,HTX Trùng Tên,,37,,1/QĐ,20/12/2025,3,60
5,Năm,HTX Mới,,37,,1/QĐ,20/12/2025,3,60
6,Sáu,HTX Mới,037089001234,37,,1/QĐ,20/12/2025,3,60
";
    let import = world.import(&officer, lines, Mode::ValidRows, false).await;
    assert_eq!(
        (import.created, import.producers_created, import.failed),
        (5, 1, 1)
    );
    let errors = world.errors(&import).await;
    let expected = (5, Some("C".to_owned()), RowErrorCode::ProducerAmbiguous);
    assert_eq!(errors, [expected]);
    assert_eq!(world.producers().await, 5);
}

const BAD: &str = "1,Cơm cháy,HTX Sinh Dược,0100109106,37,,1/QĐ,20/12/2025,4,76
2,,HTX Sinh Dược,0100109107,37,,1/QĐ,31/02/2025,6,76
3,Mắm,HTX Sinh Dược,,37,,1/QĐ,20/12/2027,4,69.99
4,Dừa,HTX Sinh Dược,,Atlantis,,1/QĐ,20/12/2025,3,60
5,Cơm cháy,HTX Sinh Dược,0100109106,37,,1/QĐ,20/12/2025,4,76
6,Ngắn,HTX
7,Nhãn,HTX Sinh Dược,,37,99999,1/QĐ,20/12/2025,4,70,1
8,Nhãn,HTX Sinh Dược,0100109106,37,99999,1/QĐ,20/12/2025,5,
";

async fn all_is_all_or_nothing(test: TestDb) {
    use RowErrorCode as Code;
    let world = World::new(test).await;
    let officer = world.officer(home()).await;
    let expected = [
        (3, Some("B"), Code::Missing),
        (3, Some("D"), Code::InvalidTaxCode),
        (3, Some("H"), Code::InvalidDate),
        (3, Some("I"), Code::InvalidStars),
        (4, Some("H"), Code::InvalidDate),
        (5, Some("E"), Code::UnknownProvince),
        (6, Some("B"), Code::DuplicateRow),
        (7, None, Code::CellCount),
        (8, None, Code::CellCount),
        (9, Some("F"), Code::UnknownCommune),
        (9, Some("J"), Code::Missing),
    ]
    .map(|(line, letters, code)| (line, letters.map(str::to_owned), code));
    let import = world.import(&officer, BAD, Mode::All, false).await;
    assert_eq!(import.status, ImportStatus::Done);
    assert_eq!(
        (import.created, import.producers_created, import.failed),
        (0, 0, 7)
    );
    assert_eq!(world.errors(&import).await, expected);
    assert_eq!(
        (world.certificates().await, world.producers().await),
        (0, 0)
    );

    let import = world.import(&officer, BAD, Mode::ValidRows, false).await;
    assert_eq!(
        (import.created, import.producers_created, import.failed),
        (1, 1, 7)
    );
    assert_eq!(world.errors(&import).await, expected);
    assert_eq!(world.certificates().await, 1);

    // Page by page, forwards and backwards.
    let page = async |args| {
        world
            .register
            .import_errors(import.id, &args)
            .await
            .unwrap()
    };
    let first = page(PageArgs::first(4)).await;
    assert!(first.has_next && first.rows.len() == 4);
    let after = first.rows[3].0.encode();
    let rest = page(PageArgs::new(Some(100), Some(&after), None, None).unwrap()).await;
    assert!(!rest.has_next && rest.rows.len() == 7);
    let last = page(PageArgs::new(None, None, Some(1), None).unwrap()).await;
    assert_eq!(last.rows[0].1.header.as_deref(), Some("Điểm"));
}

async fn days_and_years_are_those_of_the_programme(test: TestDb) {
    use RowErrorCode::{InvalidDate, InvalidYear};
    let world = World::new(test).await;
    let officer = world.officer(home()).await;
    let today = kernel::clock::day_in_vietnam(world.clock.now());
    let tomorrow = today.succ_opt().unwrap();
    let mut file = "Sản phẩm;Chủ thể;Số QĐ;Ngày cấp;Sao;Điểm;Năm công nhận\n".to_owned();
    let next = chrono::Datelike::year(&today) + 1;
    for (n, (day, year)) in [
        (day(2013, 1, 1), "2013".to_owned()),
        (today, (next - 1).to_string()),
        (day(2012, 12, 31), String::new()),
        (tomorrow, String::new()),
        (today, "2012".to_owned()),
        (today, next.to_string()),
    ]
    .into_iter()
    .enumerate()
    {
        let day = day.format("%d/%m/%Y");
        writeln!(file, "Sản phẩm {n};HTX;1/QĐ;{day};3;60;{year}").unwrap();
    }
    let file = world
        .upload(&officer, MediaType::Csv, file.as_bytes())
        .await;
    let import = world
        .import_file(&officer, file, Mode::ValidRows, false)
        .await;
    assert_eq!((import.created, import.failed), (2, 4));
    let expected = [
        (4, "D", InvalidDate),
        (5, "D", InvalidDate),
        (6, "G", InvalidYear),
        (7, "G", InvalidYear),
    ]
    .map(|(line, letters, code)| (line, Some(letters.to_owned()), code));
    assert_eq!(world.errors(&import).await, expected);
}

async fn texts_have_a_limit(test: TestDb) {
    let world = World::new(test).await;
    let officer = world.officer(home()).await;
    let (most, more) = ("ă".repeat(300), "ă".repeat(301));
    let lines = format!(
        "1,{most},HTX Một,,37,,1/QĐ,20/12/2025,3,60
2,{more},HTX Một,,37,,1/QĐ,20/12/2025,3,60
3,Cơm cháy,HTX Một,,37,,{more},20/12/2025,3,60
4,Cơm cháy,{more},,37,,1/QĐ,20/12/2025,3,60
5,Cơm cháy,HTX Một,,37,{more},1/QĐ,20/12/2025,3,60
6,Cơm cháy,HTX Một,,37,,{most},20/12/2025,3,60
"
    );
    let import = world.import(&officer, &lines, Mode::ValidRows, false).await;
    assert_eq!((import.created, import.failed), (1, 5));
    // The last has no number, and one made of its decision would be too long.
    let expected = [(3, "B"), (4, "G"), (5, "C"), (6, "F"), (7, "G")]
        .map(|(line, letters)| (line, Some(letters.to_owned()), RowErrorCode::TooLong));
    assert_eq!(world.errors(&import).await, expected);
}

async fn a_dry_run_writes_nothing(test: TestDb) {
    let world = World::new(test).await;
    let officer = world.officer(home()).await;
    for mode in [Mode::All, Mode::ValidRows] {
        let import = world
            .import(&officer, &format!("{THREE}4,x"), mode, true)
            .await;
        assert_eq!(import.status, ImportStatus::Done);
        assert_eq!(
            (import.created, import.producers_created, import.failed),
            (3, 2, 1)
        );
        assert_eq!((import.rows_checked, import.rows_written), (4, 0));
        assert_eq!(
            (world.certificates().await, world.producers().await),
            (0, 0)
        );
    }
}

async fn what_the_register_says_otherwise_stays(test: TestDb) {
    let world = World::new(test).await;
    let officer = world.officer(home()).await;
    let producer = active(&world.programme, cooperative("HTX Sinh Dược")).await;
    let new = four_stars(producer, "01/GCN");
    let id = world
        .programme
        .record_certificate(&Actor::System, new)
        .await
        .unwrap();
    // The same; with other stars; another product with that number.
    let header = "Sản phẩm;Chủ thể;Số QĐ;Số GCN;Ngày cấp;Sao;Điểm\n";
    let lines = "CƠM CHÁY;htx sinh dược;123/QĐ-UBND;01/GCN;20/12/2025;4;76,5
Cơm  cháy;HTX Sinh Dược;123/QĐ-UBND;02/GCN;20/12/2025;4;76,5
Mắm;HTX Sinh Dược;123/QĐ-UBND;01/GCN;20/12/2025;4;76,5
";
    let run = async |lines: &str| {
        let file = format!("{header}{lines}");
        let file = world
            .upload(&officer, MediaType::Csv, file.as_bytes())
            .await;
        let import = world
            .import_file(&officer, file, Mode::ValidRows, false)
            .await;
        (
            import.unchanged,
            import.created,
            world.errors(&import).await,
        )
    };
    // Other stars, another score, another day; no number at all.
    let lines = format!(
        "{lines}Cơm cháy;HTX Sinh Dược;123/QĐ-UBND;01/GCN;20/12/2025;3;76,5
Cơm cháy;HTX Sinh Dược;123/QĐ-UBND;01/GCN;20/12/2025;4;76,6
Cơm cháy;HTX Sinh Dược;123/QĐ-UBND;01/GCN;19/12/2025;4;76,5
Cơm cháy;HTX Sinh Dược;123/QĐ-UBND;;20/12/2025;4;76,5
"
    );
    let mut codes = Vec::new();
    for line in lines.lines() {
        let (unchanged, created, errors) = run(line).await;
        assert_eq!(created, 0);
        codes.push((unchanged, errors.first().map(|error| error.2)));
    }
    let expected = [
        (1, None),
        (0, Some(RowErrorCode::Differs)),
        (0, Some(RowErrorCode::NumberTaken)),
        (0, Some(RowErrorCode::Differs)),
        (0, Some(RowErrorCode::Differs)),
        (0, Some(RowErrorCode::Differs)),
        (1, None),
    ];
    assert_eq!(codes, expected);
    let kept = find_certificate(world.test.primary(), id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (kept.number.as_str(), kept.issued_on),
        ("01/GCN", day(2025, 12, 20))
    );
    assert_eq!(world.certificates().await, 1);
}

async fn a_number_stands_once_in_a_file(test: TestDb) {
    let world = World::new(test).await;
    let officer = world.officer(home()).await;
    // So far apart that they are written in two transactions.
    let mut file = "Sản phẩm;Chủ thể;Số QĐ;Số GCN;Ngày cấp;Sao;Điểm\n".to_owned();
    for n in 0..300 {
        let number = n % 299;
        writeln!(
            file,
            "Sản phẩm {n};HTX Số {n};1/QĐ;{number}/GCN;20/12/2025;3;60"
        )
        .unwrap();
    }
    let file = world
        .upload(&officer, MediaType::Csv, file.as_bytes())
        .await;
    let expected = [(301, Some("D".to_owned()), RowErrorCode::NumberTaken)];
    for (mode, dry_run, would, written) in [
        (Mode::All, true, 299, 0),
        (Mode::ValidRows, true, 299, 0),
        (Mode::All, false, 0, 0),
        (Mode::ValidRows, false, 299, 299),
    ] {
        let import = world.import_file(&officer, file, mode, dry_run).await;
        assert_eq!(import.status, ImportStatus::Done);
        assert_eq!(world.errors(&import).await, expected, "{mode:?} {dry_run}");
        assert_eq!((import.created, import.failed), (would, 1));
        assert_eq!(world.certificates().await, written);
    }
}

async fn a_producer_is_not_mistaken_for_another(test: TestDb) {
    let world = World::new(test).await;
    let officer = world.officer(home()).await;
    let mut coded = cooperative("HTX Một");
    coded.tax_code = Some("0100109106".to_owned());
    active(&world.programme, coded).await;
    // The same name with another code is another producer.
    let line = "1,Cơm cháy,HTX Một,0100109106-001,37,,1/QĐ,20/12/2025,3,60\n";
    let import = world.import(&officer, line, Mode::ValidRows, false).await;
    assert_eq!((import.created, import.producers_created), (1, 1));
    let theirs = "SELECT COUNT(*) FROM certificate JOIN producer ON producer.id = producer_id \
                  WHERE tax_code = '0100109106'";
    assert_eq!(world.test.number(theirs).await, 0);
    // Two codes are two producers, also where neither was known.
    let lines = "1,Mắm,HTX Mới,037089001234,37,,1/QĐ,20/12/2025,3,60
2,Nem,HTX Mới,0100109106-002,37,,1/QĐ,20/12/2025,3,60
";
    let import = world.import(&officer, lines, Mode::ValidRows, false).await;
    assert_eq!((import.created, import.producers_created), (2, 2));
    // By its code and by its name it is one, and so is its certificate.
    let mut known = cooperative("HTX Bốn");
    known.tax_code = Some("0100109106-003".to_owned());
    active(&world.programme, known).await;
    let lines = "1,Dừa,HTX Bốn,0100109106-003,37,,1/QĐ,20/12/2025,3,60
2,Dừa,HTX Bốn,,37,,1/QĐ,20/12/2025,3,60
";
    let import = world.import(&officer, lines, Mode::ValidRows, false).await;
    assert_eq!((import.created, import.failed), (1, 1));
    let expected = (3, Some("B".to_owned()), RowErrorCode::DuplicateRow);
    assert_eq!(world.errors(&import).await, [expected]);
    // Of two of one name nobody is meant by a number that a third has.
    for _ in 0..2 {
        active(&world.programme, cooperative("HTX Hai")).await;
    }
    let third = active(&world.programme, cooperative("HTX Ba")).await;
    let new = four_stars(third, "07/GCN");
    let recorded = world.programme.record_certificate(&Actor::System, new);
    recorded.await.unwrap();
    let file = "Sản phẩm;Chủ thể;Số QĐ;Số GCN;Ngày cấp;Sao;Điểm
Cơm cháy;HTX Hai;123/QĐ-UBND;07/GCN;20/12/2025;4;76,5
";
    let file = world
        .upload(&officer, MediaType::Csv, file.as_bytes())
        .await;
    let import = world
        .import_file(&officer, file, Mode::ValidRows, false)
        .await;
    assert_eq!((import.unchanged, import.created), (0, 0));
    let expected = (2, Some("B".to_owned()), RowErrorCode::ProducerAmbiguous);
    assert_eq!(world.errors(&import).await, [expected]);
}

async fn other_provinces_are_refused_line_by_line(test: TestDb) {
    let world = World::new(test).await;
    let lines = "1,Một,HTX Một,,37,,1/QĐ,20/12/2025,3,60
2,Hai,HTX Hai,,Hà Nội,,1/QĐ,20/12/2025,3,60
3,Ba,HTX Ba,0100109106,37,,1/QĐ,20/12/2025,3,60
4,Bốn,HTX Bốn,,,,1/QĐ,20/12/2025,3,60
";
    let mut elsewhere = cooperative("HTX Hà Nội");
    elsewhere.province_code = "01".to_owned();
    elsewhere.tax_code = Some("0100109106".to_owned());
    active(&world.programme, elsewhere).await;
    let officer = world.officer(home()).await;
    let import = world.import(&officer, lines, Mode::ValidRows, false).await;
    // The fourth says no province: it is the officer's only one.
    assert_eq!((import.created, import.failed), (2, 2));
    let expected = [
        (3, Some("E".to_owned()), RowErrorCode::OtherProvince),
        (4, Some("D".to_owned()), RowErrorCode::ProducerElsewhere),
    ];
    assert_eq!(world.errors(&import).await, expected);
    let abroad = "SELECT COUNT(*) FROM certificate JOIN producer ON producer.id = producer_id WHERE province_code <> '37'";
    assert_eq!(world.test.number(abroad).await, 0);

    let administrator = world.account(Role::Administrator, Scope::Global).await;
    let import = world
        .import(&administrator, lines, Mode::ValidRows, false)
        .await;
    assert_eq!((import.created, import.unchanged, import.failed), (1, 1, 2));
    let expected = [
        (4, Some("D".to_owned()), RowErrorCode::ProducerElsewhere),
        (5, Some("E".to_owned()), RowErrorCode::Missing),
    ];
    assert_eq!(world.errors(&import).await, expected);
}

async fn bad_files_are_refused_with_their_place(test: TestDb) {
    use RefusalCode as Code;
    let world = World::new(test).await;
    let officer = world.officer(home()).await;
    let bytes = |text: &str| text.as_bytes().to_vec();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "Tên sản phẩm").unwrap();
    sheet.write_formula(1, 1, "=1+1").unwrap();
    let formula = book.save_to_buffer().unwrap();
    let half = formula[..formula.len() / 2].to_vec();
    let cases = [
        (MediaType::Csv, bytes(HEADER), Code::Empty, None),
        (
            MediaType::Csv,
            bytes("a,b\n1,2\n"),
            Code::ColumnMissing,
            Some("Tên sản phẩm"),
        ),
        (
            MediaType::Csv,
            b"a\nT\xEAn s\xE1n\n".to_vec(),
            Code::NotUtf8,
            Some("2"),
        ),
        (MediaType::Csv, bytes("a,\"b\n1,2\n"), Code::Truncated, None),
        (MediaType::Xlsx, formula, Code::Formula, Some("B2")),
        (MediaType::Xlsx, half, Code::Truncated, None),
    ];
    for (media_type, bytes, code, place) in cases {
        let file = world.upload(&officer, media_type, &bytes).await;
        let import = world
            .import_file(&officer, file, Mode::ValidRows, false)
            .await;
        assert_eq!(import.status, ImportStatus::Refused);
        let refusal = import.refusal.unwrap();
        assert_eq!((refusal.code, refusal.place.as_deref()), (code, place));
    }
    assert_eq!(world.certificates().await, 0);

    let file = world
        .upload(&officer, MediaType::Csv, HEADER.as_bytes())
        .await;
    let start = async |actor: &Actor, file_id, mapping: &[(Field, &str)]| {
        let mapping = mapping
            .iter()
            .map(|(field, header)| (*field, (*header).to_owned()));
        let new = NewImport {
            file_id,
            mapping: mapping.collect(),
            mode: Mode::All,
            dry_run: false,
        };
        world.register.start_import(actor, new).await
    };
    let twice = [(Field::Stars, "a"), (Field::Stars, "b")];
    for mapping in [&twice[..], &[(Field::Stars, " ")]] {
        let refused = start(&officer, file, mapping).await;
        assert!(matches!(refused, Err(StartImportError::InvalidMapping)));
    }
    let refused = start(&officer, FileId::new(world.clock.now()), &[]).await;
    assert!(matches!(refused, Err(StartImportError::FileNotFound)));
    let inspector = world.account(Role::Inspector, home()).await;
    let refused = start(&inspector, file, &[]).await;
    assert!(matches!(refused, Err(StartImportError::NotAllowed)));
}

/// So many good lines, five of each producer.
pub(crate) fn many(lines: usize) -> String {
    let mut file = HEADER.to_owned();
    for n in 0..lines {
        let producer = n / 5;
        writeln!(
            file,
            "{n},Sản phẩm {n},HTX Số {producer},,37,Phát Diệm,{}/QĐ-UBND,20/12/2025,3,60.5",
            n / 100
        )
        .unwrap();
    }
    file
}

async fn a_run_that_dies_is_continued(test: TestDb) {
    let world = World::new(test).await;
    let officer = world.officer(home()).await;
    let total = 3_000;
    let file = many(total);
    let file = world
        .upload(&officer, MediaType::Csv, file.as_bytes())
        .await;
    let import = world.start(&officer, file, Mode::All, false).await;
    let written = async || world.look(&officer, &import).await.rows_written;
    let watch = async {
        while written().await == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
    };
    tokio::select! {
        () = world.run(&import) => panic!("ended before it could die"),
        () = watch => {}
    }
    let dead = world.look(&officer, &import).await;
    assert_eq!(dead.status, ImportStatus::Writing);
    assert!((1..100).contains(&dead.percent()));
    let there = u32::try_from(world.certificates().await).unwrap();
    // The marker and what was written are one.
    assert_eq!(
        (there, dead.created),
        (dead.rows_written, dead.rows_written)
    );
    assert!(usize::try_from(there).unwrap() < total);
    world.run(&import).await;
    let done = world.look(&officer, &import).await;
    assert_eq!(done.status, ImportStatus::Done);
    assert_eq!(
        (done.created, done.producers_created, done.failed),
        (3_000, 600, 0)
    );
    assert_eq!(
        (world.certificates().await, world.producers().await),
        (3_000, 600)
    );
    // A job that runs again after its end changes nothing.
    world.run(&import).await;
    assert_eq!(world.look(&officer, &import).await, done);
}

async fn two_at_once_register_a_producer_once(test: TestDb) {
    let world = World::new(test).await;
    let officer = world.officer(home()).await;
    let file = world
        .upload(&officer, MediaType::Csv, many(500).as_bytes())
        .await;
    let first = world.start(&officer, file, Mode::ValidRows, false).await;
    let second = world.start(&officer, file, Mode::ValidRows, false).await;
    tokio::join!(world.run(&first), world.run(&second));
    assert_eq!(
        (world.certificates().await, world.producers().await),
        (500, 100)
    );
    let (first, second) = (
        world.look(&officer, &first).await,
        world.look(&officer, &second).await,
    );
    assert_eq!(first.created + second.created, 500);
    assert_eq!(first.unchanged + second.unchanged, 500);
}

/// As when a job's lease has run out while its worker goes on.
async fn two_workers_of_one_import_count_once(test: TestDb) {
    let world = World::new(test).await;
    let officer = world.officer(home()).await;
    for (mode, dry_run, rows) in [
        (Mode::All, true, (0, 1_000)),
        (Mode::All, false, (1_000, 1_000)),
    ] {
        let file = world
            .upload(&officer, MediaType::Csv, many(1_000).as_bytes())
            .await;
        let import = world.start(&officer, file, mode, dry_run).await;
        tokio::join!(world.run(&import), world.run(&import));
        let done = world.look(&officer, &import).await;
        assert_eq!(done.status, ImportStatus::Done);
        assert_eq!(
            (done.created, done.producers_created, done.unchanged),
            (1_000, 200, 0)
        );
        assert_eq!((done.rows_written, done.rows_checked), rows);
        assert_eq!(world.certificates().await, i64::from(rows.0));
    }
}

async fn strangers_see_nothing(test: TestDb) {
    let world = World::new(test).await;
    let officer = world.officer(home()).await;
    let other = world.officer(home()).await;
    let file = world
        .upload(&officer, MediaType::Csv, many(1).as_bytes())
        .await;
    let new = NewImport {
        file_id: file,
        mapping: Vec::new(),
        mode: Mode::All,
        dry_run: false,
    };
    let refused = world.register.start_import(&other, new).await;
    assert!(matches!(refused, Err(StartImportError::FileNotFound)));
    let import = world.start(&officer, file, Mode::All, true).await;
    for stranger in [&other, &Actor::Anonymous, &Actor::System] {
        assert_eq!(
            world.register.import(stranger, import.id).await.unwrap(),
            None
        );
    }
}
