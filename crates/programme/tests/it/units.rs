//! Administrative units, by day.

use crate::support::day;
use kernel::Language;
use programme::units::{ImportUnitsError, UnitKind, UnitLevel, Units, import};
use testkit::TestDb;

testkit::on_both!(
    units_are_found_by_day,
    importing_again_brings_up_to_date,
    a_bad_file_imports_nothing,
    an_empty_table_is_not_remembered,
);

const FILE: &str = "code,level,kind,name,name_en,parent_code,valid_from,valid_to
75,PROVINCE,TINH,Đồng Nai,Dong Nai,,2025-07-01,2026-04-30
75,PROVINCE,THANH_PHO,Đồng Nai,Dong Nai,,2026-04-30,
37,PROVINCE,TINH,Ninh Bình,Ninh Binh,,2025-07-01,
01,PROVINCE,THANH_PHO,Hà Nội,Ha Noi,,2025-07-01,
14620,COMMUNE,XA,Phát Diệm,Phat Diem,37,2025-07-01,
14725,COMMUNE,PHUONG,Yên Thắng,Yen Thang,37,2025-07-01,
14359,COMMUNE,PHUONG,Nam Hoa Lư,Nam Hoa Lu,37,2025-07-01,
14674,COMMUNE,XA,Đồng Thái,Dong Thai,37,2025-07-01,
26005,COMMUNE,PHUONG,Hố Nai,Ho Nai,75,2025-07-01,
";

async fn imported(test: &TestDb, file: &str) -> Result<usize, ImportUnitsError> {
    let tx = test.begin().await.unwrap();
    let count = import(&tx, file.as_bytes()).await?;
    tx.commit().await.unwrap();
    Ok(count)
}

async fn units_are_found_by_day(test: TestDb) {
    assert_eq!(imported(&test, FILE).await.unwrap(), 9);
    let units = Units::new(test.handle()).snapshot().await.unwrap();
    // Resolution 30/2026/QH16: a city from 30/04/2026 on.
    let name = |on, language| {
        units
            .province("75", on)
            .map(|unit| unit.full_name(language))
    };
    assert_eq!(name(day(2025, 6, 30), Language::Vi), None);
    assert_eq!(
        name(day(2025, 7, 1), Language::Vi).as_deref(),
        Some("Tỉnh Đồng Nai")
    );
    assert_eq!(
        name(day(2026, 4, 29), Language::Vi).as_deref(),
        Some("Tỉnh Đồng Nai")
    );
    assert_eq!(
        name(day(2026, 4, 29), Language::En).as_deref(),
        Some("Dong Nai Province")
    );
    assert_eq!(
        name(day(2026, 4, 30), Language::Vi).as_deref(),
        Some("Thành phố Đồng Nai")
    );
    assert_eq!(
        name(day(2026, 4, 30), Language::En).as_deref(),
        Some("Dong Nai City")
    );

    for on in [day(2026, 4, 29), day(2026, 4, 30)] {
        let provinces: Vec<&str> = units
            .provinces(on)
            .iter()
            .map(|unit| unit.name.as_str())
            .collect();
        assert_eq!(provinces, ["Đồng Nai", "Hà Nội", "Ninh Bình"]);
        assert_eq!(units.communes_of("75", on).len(), 1, "its communes stay");
    }
    assert!(units.provinces(day(2025, 6, 30)).is_empty());

    let today = day(2026, 11, 23);
    let communes: Vec<String> = units
        .communes_of("37", today)
        .iter()
        .map(|unit| unit.full_name(Language::Vi))
        .collect();
    assert_eq!(
        communes,
        [
            "Xã Đồng Thái",
            "Phường Nam Hoa Lư",
            "Xã Phát Diệm",
            "Phường Yên Thắng"
        ]
    );
    assert!(units.communes_of("37", day(2025, 6, 30)).is_empty());
    assert!(units.communes_of("99", today).is_empty());
    let commune = units.commune("14620", today).unwrap();
    assert_eq!(
        (commune.level, commune.kind),
        (UnitLevel::Commune, UnitKind::Commune)
    );
    assert_eq!(commune.parent_code.as_deref(), Some("37"));
    // A code is of one level.
    assert_eq!(units.commune("37", today), None);
    assert_eq!(units.province("14620", today), None);
}

async fn importing_again_brings_up_to_date(test: TestDb) {
    imported(&test, FILE).await.unwrap();
    assert_eq!(imported(&test, FILE).await.unwrap(), 9);
    assert_eq!(
        test.number("SELECT COUNT(*) FROM administrative_unit")
            .await,
        9
    );
    let renamed = FILE.replace(
        "Phát Diệm,Phat Diem,37,2025-07-01,",
        "Kim Sơn,Kim Son,37,2025-07-01,2027-01-01",
    );
    imported(&test, &renamed).await.unwrap();
    assert_eq!(
        test.number("SELECT COUNT(*) FROM administrative_unit")
            .await,
        9
    );
    let units = Units::new(test.handle()).snapshot().await.unwrap();
    assert_eq!(
        units.commune("14620", day(2026, 12, 31)).unwrap().name,
        "Kim Sơn"
    );
    assert_eq!(units.commune("14620", day(2027, 1, 1)), None);
}

async fn a_bad_file_imports_nothing(test: TestDb) {
    let bad = format!("{FILE}14620,COMMUNE,TINH,Phát Diệm,Phat Diem,37,2025-07-01,\n");
    let error = imported(&test, &bad).await.unwrap_err();
    assert!(
        matches!(error, ImportUnitsError::Row { line: 11, .. }),
        "{error}"
    );
    assert!(matches!(
        imported(&test, "code\n01\n").await,
        Err(ImportUnitsError::Csv(_))
    ));
    assert_eq!(
        test.number("SELECT COUNT(*) FROM administrative_unit")
            .await,
        0
    );
}

async fn an_empty_table_is_not_remembered(test: TestDb) {
    let units = Units::new(test.handle());
    assert!(units.snapshot().await.unwrap().is_empty());
    // More rows than one statement takes.
    let mut file = FILE.to_owned();
    for code in 30_000..31_100 {
        file.push_str(&format!(
            "{code},COMMUNE,XA,Xã số {code},No {code},37,2025-07-01,\n"
        ));
    }
    assert_eq!(imported(&test, &file).await.unwrap(), 1_109);
    assert_eq!(
        units
            .snapshot()
            .await
            .unwrap()
            .communes_of("37", day(2026, 1, 1))
            .len(),
        1_104
    );
    // From then on memory answers.
    test.raw("DELETE FROM administrative_unit").await.unwrap();
    assert!(!units.snapshot().await.unwrap().is_empty());
    assert!(
        Units::new(test.handle())
            .snapshot()
            .await
            .unwrap()
            .is_empty()
    );
}
