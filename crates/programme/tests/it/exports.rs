//! Spreadsheets of the register.

use crate::register::World;
use crate::support::{active, cooperative, four_stars};
use files::MediaType;
use jobs::Handler;
use kernel::{Actor, Role, Scope};
use programme::register::{
    Export, ExportFilter, ExportStatus, ImportStatus, Mode, RunExport, StartExportError,
};
use programme::{CertificateChange, CertificateStatus, IssuerLevel};
use spreadsheets::Format;
use testkit::TestDb;

testkit::on_both!(
    what_was_exported_comes_in_again_without_change,
    nothing_in_a_file_is_computed,
    officers_export_what_they_run,
    two_runs_at_once_leave_one_file,
);

async fn export(world: &World, actor: &Actor, format: Format, filter: ExportFilter) -> Export {
    let export = world
        .register
        .start_export(actor, format, filter)
        .await
        .unwrap();
    let job = RunExport(world.register.clone());
    job.run(&export.id.to_string()).await.unwrap();
    // A job that runs again changes nothing.
    job.run(&export.id.to_string()).await.unwrap();
    let done = world
        .register
        .export(actor, export.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(done.status, ExportStatus::Done, "{:?}", done.refusal);
    assert_eq!((done.percent(), done.rows_done), (100, done.rows_total));
    done
}

async fn bytes(world: &World, export: &Export) -> Vec<u8> {
    world.files.read(export.file_id.unwrap()).await.unwrap().1
}

/// Producers and certificates of every kind, also with names that a
/// spreadsheet would compute.
async fn fill(world: &World) {
    let system = &Actor::System;
    let programme = &world.programme;
    let mut coded = cooperative("Hợp tác xã Có Mã");
    coded.tax_code = Some("0100109106".to_owned());
    let coded = active(programme, coded).await;
    let twin = active(programme, cooperative("HTX Trùng Tên")).await;
    let other = active(programme, cooperative("HTX Trùng Tên")).await;
    let mut abroad = cooperative("HTX Hà Nội");
    abroad.province_code = "01".to_owned();
    abroad.commune_code = "99999".to_owned();
    let abroad = active(programme, abroad).await;
    let mut n = 0;
    for producer in [coded, twin, other, abroad] {
        for (product, stars) in [
            ("=HYPERLINK(\"http://x\")", 4),
            ("'@Mắm, \"tép\"", 5),
            ("+84", 3),
        ] {
            n += 1;
            let mut new = four_stars(producer, &format!("0{n}/GCN"));
            new.product_name = format!("{product} {n}");
            new.stars = stars;
            new.score_hundredths = 9_005;
            new.potential_five = stars == 4;
            if stars == 5 {
                new.issuer_level = IssuerLevel::Ministry;
            }
            if n == 3 {
                new.issued_on = crate::support::day(2020, 2, 29);
                new.issuer_level = IssuerLevel::DistrictLegacy;
                new.recognised_year = None;
            }
            let id = programme.record_certificate(system, new).await.unwrap();
            if n == 4 {
                let change = CertificateChange {
                    id,
                    status: CertificateStatus::Revoked,
                    ground: None,
                    grounds: None,
                    decision_number: "9/QĐ".to_owned(),
                };
                programme
                    .set_certificate_status(system, change)
                    .await
                    .unwrap();
            }
        }
    }
}

async fn what_was_exported_comes_in_again_without_change(test: TestDb) {
    let world = World::new(test).await;
    fill(&world).await;
    let administrator = world.account(Role::Administrator, Scope::Global).await;
    let facts = "SELECT COUNT(*) FROM certificate_event";
    let before = world.test.number(facts).await;
    let mut files = Vec::new();
    for (format, media_type) in [
        (Format::Csv, MediaType::Csv),
        (Format::Xlsx, MediaType::Xlsx),
    ] {
        let export = export(&world, &administrator, format, ExportFilter::default()).await;
        assert_eq!(export.rows_total, 12);
        let bytes = bytes(&world, &export).await;
        let file = world.upload(&administrator, media_type, &bytes).await;
        let import = world
            .import_file(&administrator, file, Mode::All, false)
            .await;
        assert_eq!(import.status, ImportStatus::Done, "{:?}", import.refusal);
        assert_eq!(world.errors(&import).await, []);
        assert_eq!((import.unchanged, import.created), (12, 0));
        assert_eq!(world.certificates().await, 12);
        assert_eq!(world.test.number(facts).await, before);
        files.push((media_type, bytes));
    }
    // Into an empty register: the same certificates, with their statuses.
    for table in [
        "certificate_event",
        "certificate",
        "producer_event",
        "producer_verification",
        "producer",
    ] {
        world
            .test
            .raw(&format!("DELETE FROM {table}"))
            .await
            .unwrap();
    }
    let (media_type, bytes) = files.remove(0);
    let file = world.upload(&administrator, media_type, &bytes).await;
    let import = world
        .import_file(&administrator, file, Mode::ValidRows, false)
        .await;
    assert_eq!(world.errors(&import).await, []);
    // Two producers of one name and no code are one to a reader.
    assert_eq!((import.created, import.producers_created), (12, 3));
    let revoked = "SELECT COUNT(*) FROM certificate WHERE status = 'REVOKED'";
    assert_eq!(world.test.number(revoked).await, 1);
    let product = "SELECT COUNT(*) FROM certificate WHERE product_name LIKE '=HYPERLINK(%' AND potential_five";
    assert_eq!(world.test.number(product).await, 4);
}

async fn nothing_in_a_file_is_computed(test: TestDb) {
    let world = World::new(test).await;
    fill(&world).await;
    let administrator = world.account(Role::Administrator, Scope::Global).await;
    let export = export(&world, &administrator, Format::Csv, ExportFilter::default()).await;
    let text = String::from_utf8(bytes(&world, &export).await).unwrap();
    assert!(text.starts_with("\u{FEFF}Tên sản phẩm,Chủ thể,"));
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let mut guarded = 0;
    for record in reader.records() {
        for cell in record.unwrap().iter() {
            assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
            guarded += usize::from(cell.starts_with('\''));
        }
    }
    assert_eq!(guarded, 12);
    assert!(text.contains("''@Mắm"));
}

async fn officers_export_what_they_run(test: TestDb) {
    let world = World::new(test).await;
    fill(&world).await;
    let officer = world.officer(Scope::Province("37".to_owned())).await;
    let of = |provinces: &[&str], stars: &[i32]| ExportFilter {
        provinces: (!provinces.is_empty())
            .then(|| provinces.iter().map(|code| (*code).to_owned()).collect()),
        stars: (!stars.is_empty()).then(|| stars.to_vec()),
    };
    for (filter, rows) in [(of(&[], &[]), 9), (of(&["37"], &[4, 5]), 6)] {
        let export = export(&world, &officer, Format::Xlsx, filter).await;
        assert_eq!(export.rows_total, rows);
    }
    let export = world
        .register
        .start_export(&officer, Format::Csv, of(&[], &[]))
        .await
        .unwrap();
    let other = world.officer(Scope::Province("37".to_owned())).await;
    assert_eq!(
        world.register.export(&other, export.id).await.unwrap(),
        None
    );
    for provinces in [&["01"][..], &["37", "01"]] {
        let refused = world
            .register
            .start_export(&officer, Format::Csv, of(provinces, &[]))
            .await;
        assert!(matches!(refused, Err(StartExportError::OtherProvince)));
    }
    let inspector = world.account(Role::Inspector, Scope::Global).await;
    let refused = world
        .register
        .start_export(&inspector, Format::Csv, of(&[], &[]))
        .await;
    assert!(matches!(refused, Err(StartExportError::NotAllowed)));
}

async fn two_runs_at_once_leave_one_file(test: TestDb) {
    let world = World::new(test).await;
    fill(&world).await;
    let administrator = world.account(Role::Administrator, Scope::Global).await;
    let filter = ExportFilter::default();
    let begun = world
        .register
        .start_export(&administrator, Format::Csv, filter)
        .await
        .unwrap();
    let job = RunExport(world.register.clone());
    let id = begun.id.to_string();
    let (one, two) = tokio::join!(job.run(&id), job.run(&id));
    one.unwrap();
    two.unwrap();
    let done = world.register.export(&administrator, begun.id).await;
    let done = done.unwrap().unwrap();
    assert_eq!(done.status, ExportStatus::Done);
    assert_eq!((done.rows_total, done.rows_done), (12, 12));
    assert!(!bytes(&world, &done).await.is_empty());
    let kept = "SELECT COUNT(*) FROM stored_file WHERE purpose = 'REGISTER_EXPORT'";
    assert_eq!(world.test.number(kept).await, 1);
}
