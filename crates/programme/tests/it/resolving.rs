//! Old names and codes of communes, resolved to today's.

use crate::support::day;
use programme::units::{
    CommuneMatch, CommuneQuestion, ImportUnitsError, MOST_MATCHES, Units, import, import_former,
};
use testkit::TestDb;

testkit::on_both!(
    old_communes_are_resolved,
    importing_former_communes_again_changes_nothing
);

const UNITS: &str = "code,level,kind,name,name_en,parent_code,valid_from,valid_to
37,PROVINCE,TINH,Ninh Bình,Ninh Binh,,2025-07-01,
01,PROVINCE,THANH_PHO,Hà Nội,Ha Noi,,2025-07-01,
14620,COMMUNE,XA,Phát Diệm,Phat Diem,37,2025-07-01,
14533,COMMUNE,PHUONG,Tây Hoa Lư,Tay Hoa Lu,37,2025-07-01,
13000,COMMUNE,XA,Tân Lập,Tan Lap,37,2025-07-01,
00070,COMMUNE,PHUONG,Hoàn Kiếm,Hoan Kiem,01,2025-07-01,
";

const FORMER: &str = "code,name,district,province,today
14621,Thị trấn Phát Diệm,Huyện Kim Sơn,Tỉnh Ninh Bình,14620
14623,Xã Thượng Kiệm,Huyện Kim Sơn,Tỉnh Ninh Bình,14620
14533,Xã Tân Lập,Huyện Vụ Bản,Tỉnh Nam Định,13000
,Xã Tân Lập,Huyện Hoa Lư,Tỉnh Ninh Bình,14533
00071,Phường Tân Lập,Quận Hoàn Kiếm,Thành phố Hà Nội,00070
00073,Xã Xà Phìn,Huyện Đồng Văn,Tỉnh Hà Giang,00070
00072,Xã Mất,Huyện Mất,Tỉnh Ninh Bình,99999
";

async fn old_communes_are_resolved(test: TestDb) {
    let tx = test.begin().await.unwrap();
    import(&tx, UNITS.as_bytes()).await.unwrap();
    assert_eq!(import_former(&tx, FORMER.as_bytes()).await.unwrap(), 7);
    tx.commit().await.unwrap();
    let units = Units::new(test.handle()).snapshot().await.unwrap();
    let today = day(2026, 11, 24);
    let ask = |code: &str, name: &str, province: &str| -> Vec<CommuneMatch> {
        let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let question = CommuneQuestion {
            code: given(code),
            name: given(name),
            province: given(province),
        };
        units.resolve(&question, today)
    };
    let codes = |code: &str, name: &str, province: &str| -> Vec<String> {
        let found = ask(code, name, province).into_iter();
        found.map(|found| found.unit.code).collect()
    };
    // One, by its old code, its old name, and its own.
    let only = ask("14623", "", "").remove(0);
    assert_eq!((only.unit.code.as_str(), only.current), ("14620", false));
    assert_eq!(only.former[0].name, "Xã Thượng Kiệm");
    assert_eq!(only.former[0].district, "Huyện Kim Sơn");
    assert_eq!(codes("", "thuong kiem", ""), ["14620"]);
    assert_eq!(codes("", "xã THƯỢNG KIỆM", "ninh binh"), ["14620"]);
    // A name that reads like a kind without its marks.
    assert_eq!(codes("", "Xà Phìn", ""), ["00070"]);
    assert_eq!(codes("", "Xã Xà Phìn", ""), ["00070"]);
    let both = ask("", "Phát Diệm", "").remove(0);
    assert!(both.current, "it is called so today");
    assert_eq!(both.former.len(), 1, "and a part of it was");
    let township = ask("", "Thị trấn Phát Diệm", "").remove(0);
    assert!(!township.current, "a township is what it was");
    // Several are to be asked about; the province, of now or of then, narrows.
    assert_eq!(codes("", "Tân Lập", ""), ["00070", "13000", "14533"]);
    assert_eq!(codes("", "Phường Tân Lập", ""), ["00070"]);
    assert_eq!(codes("", "Tân Lập", "37"), ["13000", "14533"]);
    assert_eq!(codes("", "Tân Lập", "Tỉnh Ninh Bình"), ["13000", "14533"]);
    assert_eq!(codes("", "Tân Lập", "nam dinh"), ["13000"]);
    // A code that another commune has today.
    let reused = ask("14533", "", "");
    let told: Vec<_> = reused
        .iter()
        .map(|found| (found.unit.code.as_str(), found.current))
        .collect();
    assert_eq!(told, [("13000", false), ("14533", true)]);
    assert_eq!(codes("14533", "Tân Lập", ""), ["13000"], "code and name");
    // None: unknown, contradictory, without question, or led to nothing.
    for (code, name, province) in [
        ("99999", "", ""),
        ("", "Không Có", ""),
        ("14623", "Tân Lập", ""),
        ("14623", "", "Hà Nội"),
        ("", "", "37"),
        ("", "", ""),
        ("00072", "", ""),
        ("", "xã", ""),
        ("'; --", "%", "_"),
    ] {
        assert!(
            ask(code, name, province).is_empty(),
            "{code} {name} {province}"
        );
    }
    let before = CommuneQuestion {
        code: Some("14623".to_owned()),
        ..CommuneQuestion::default()
    };
    assert!(units.resolve(&before, day(2025, 6, 30)).is_empty());
}

async fn importing_former_communes_again_changes_nothing(test: TestDb) {
    for file in [FORMER, FORMER] {
        let tx = test.begin().await.unwrap();
        import_former(&tx, file.as_bytes()).await.unwrap();
        tx.commit().await.unwrap();
        let count = "SELECT COUNT(*) FROM former_commune";
        assert_eq!(test.number(count).await, 7);
    }
    let tx = test.begin().await.unwrap();
    let bad = format!("{FORMER}1,Xã A,Huyện B,Tỉnh C,14620\n");
    let refused = import_former(&tx, bad.as_bytes()).await;
    assert!(matches!(
        refused,
        Err(ImportUnitsError::Row { line: 9, .. })
    ));
    tx.rollback().await.unwrap();

    let tx = test.begin().await.unwrap();
    import(&tx, UNITS.as_bytes()).await.unwrap();
    let mut many = "code,name,district,province,today\n".to_owned();
    for n in 0..600 {
        many.push_str(&format!(",Xã Đông,Huyện {n},Tỉnh Ninh Bình,14620\n"));
    }
    assert_eq!(import_former(&tx, many.as_bytes()).await.unwrap(), 600);
    tx.commit().await.unwrap();
    let units = Units::new(test.handle()).snapshot().await.unwrap();
    let question = CommuneQuestion {
        name: Some("Đông".to_owned()),
        ..CommuneQuestion::default()
    };
    let found = units.resolve(&question, day(2026, 11, 24));
    assert!(found.len() <= MOST_MATCHES);
    assert_eq!(found.len(), 1);
}
