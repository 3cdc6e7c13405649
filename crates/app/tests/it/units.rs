//! The administrative units that are shipped.

use chrono::NaiveDate;
use kernel::Language;
use programme::units::{UnitKind, UnitSnapshot, Units, import};
use std::sync::Arc;
use testkit::TestDb;

testkit::on_both!(ten_communes_of_dong_nai_are_wards_since_30_april_2026);

const FILE: &str = include_str!("../../seed/administrative_units.csv");

/// 237/NQ-UBTVQH16.
const BECAME_WARDS: [(&str, &str); 10] = [
    ("25270", "Lộc Ninh"),
    ("25357", "Tân Khai"),
    ("25363", "Đồng Phú"),
    ("26116", "Tân Phú"),
    ("26170", "Trị An"),
    ("26248", "Trảng Bom"),
    ("26326", "Dầu Giây"),
    ("26368", "Long Thành"),
    ("26425", "Xuân Lộc"),
    ("26485", "Nhơn Trạch"),
];

fn day(day: &str) -> NaiveDate {
    day.parse().unwrap()
}

async fn shipped(test: &TestDb) -> Arc<UnitSnapshot> {
    let tx = test.begin().await.unwrap();
    import(&tx, FILE.as_bytes()).await.unwrap();
    tx.commit().await.unwrap();
    Units::new(test.handle()).snapshot().await.unwrap()
}

async fn ten_communes_of_dong_nai_are_wards_since_30_april_2026(test: TestDb) {
    let units = shipped(&test).await;
    let (before, after) = (day("2026-04-29"), day("2026-04-30"));
    for (code, name) in BECAME_WARDS {
        for (on, kind) in [(before, "Xã"), (after, "Phường")] {
            let unit = units.commune(code, on).unwrap();
            assert_eq!(unit.full_name(Language::Vi), format!("{kind} {name}"));
            assert_eq!(unit.parent_code.as_deref(), Some("75"));
        }
    }
    let wards = |on| {
        let communes = units.communes_of("75", on);
        let wards = communes.iter().filter(|unit| unit.kind == UnitKind::Ward);
        (communes.len(), wards.count())
    };
    let (all, few) = wards(before);
    assert_eq!(wards(after), (all, few + 10), "and nothing else changed");
    for on in [day("2025-07-01"), before, after, day("2026-11-23")] {
        let provinces = units.provinces(on);
        let communes = provinces
            .iter()
            .map(|province| units.communes_of(&province.code, on).len());
        assert_eq!(
            (provinces.len(), communes.sum::<usize>()),
            (34, 3321),
            "{on}"
        );
    }
}
