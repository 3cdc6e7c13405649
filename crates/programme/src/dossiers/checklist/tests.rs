use super::*;
use crate::dossiers::Removal;
use chrono::DateTime;
use kernel::{DossierDocumentId, DossierId};
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn kind(code: &str, requirement: Requirement, goods_only: bool) -> DocumentKind {
    DocumentKind {
        code: code.to_owned(),
        form: None,
        name_vi: code.to_owned(),
        name_en: code.to_owned(),
        requirement,
        without_file: false,
        goods_only,
    }
}

fn checklist(version: &str, product_set: Option<i32>, from: &str, to: Option<&str>) -> Checklist {
    Checklist {
        version: version.to_owned(),
        scheme: Scheme::Decision148,
        product_set,
        valid_from: day(from),
        valid_to: to.map(day),
        source: String::new(),
        kinds: vec![
            kind("FORM", Requirement::Mandatory, false),
            kind("SAMPLES", Requirement::Mandatory, true),
            kind("AWARDS", Requirement::Evidence, false),
        ],
    }
}

fn document(code: &str, expires_on: Option<&str>) -> DossierDocument {
    DossierDocument {
        id: DossierDocumentId(Uuid::nil()),
        dossier_id: DossierId(Uuid::nil()),
        code: code.to_owned(),
        title: "Giấy".to_owned(),
        number: None,
        issuer: "UBND".to_owned(),
        issued_on: day("2026-01-01"),
        expires_on: expires_on.map(day),
        file_id: None,
        added_by: "system".to_owned(),
        added_at: DateTime::UNIX_EPOCH,
        removal: None,
    }
}

fn missing(
    list: &Checklist,
    documents: &[DossierDocument],
    on: &str,
) -> Vec<(String, DocumentState)> {
    let missing = list.missing(documents, day(on)).into_iter();
    missing.map(|one| (one.kind.code, one.state)).collect()
}

#[test]
fn what_is_mandatory_must_be_there_and_hold() {
    use DocumentState::{Expired, Missing};
    let list = checklist("1", None, "2023-02-24", None);
    let both = |form, samples| [("FORM".to_owned(), form), ("SAMPLES".to_owned(), samples)];
    assert_eq!(missing(&list, &[], "2026-06-01"), both(Missing, Missing));
    let mut documents = vec![
        document("SAMPLES", None),
        document("FORM", Some("2026-05-31")),
    ];
    // The last day counts.
    assert_eq!(missing(&list, &documents, "2026-05-31"), []);
    let form = [("FORM".to_owned(), Expired)];
    assert_eq!(missing(&list, &documents, "2026-06-01"), form);
    documents.push(document("FORM", None));
    assert_eq!(missing(&list, &documents, "2026-06-01"), []);
    for one in &mut documents {
        one.removal = Some(Removal {
            by: "system".to_owned(),
            at: DateTime::UNIX_EPOCH,
        });
    }
    assert_eq!(
        missing(&list, &documents, "2026-05-31"),
        both(Missing, Missing)
    );
    // Evidence is nobody's duty; another kind stands for none.
    let other = [document("AWARDS", None)];
    assert_eq!(missing(&list, &other, "2026-05-31"), both(Missing, Missing));
}

#[test]
fn services_need_no_samples() {
    let list = checklist("1", None, "2023-02-24", None);
    let scheme = Scheme::Decision148;
    let codes = |group: &str| {
        let list = list.clone().for_group(scheme.group(group).unwrap());
        list.kinds
            .into_iter()
            .map(|kind| kind.code)
            .collect::<Vec<_>>()
    };
    assert_eq!(codes("TOURISM"), ["FORM", "AWARDS"]);
    for group in scheme.groups().iter().filter(|group| !group.is_tourism()) {
        assert_eq!(codes(group.code), ["FORM", "SAMPLES", "AWARDS"]);
    }
}

#[test]
fn the_version_of_the_first_day_counts() {
    let versions = || {
        vec![
            checklist("second", None, "2026-07-01", None),
            checklist("first", None, "2023-02-24", Some("2026-07-01")),
            checklist("tea", Some(11), "2024-01-01", Some("2025-01-01")),
        ]
    };
    for (set, on, expected) in [
        (Some(6), "2026-06-30", "first"),
        (Some(6), "2026-07-01", "second"),
        (Some(6), "2023-01-05", "first"),
        (Some(11), "2023-12-31", "first"),
        (Some(11), "2024-01-01", "tea"),
        (Some(11), "2025-01-01", "first"),
        (None, "2024-06-01", "first"),
    ] {
        let found = Checklist::on(versions(), set, day(on)).unwrap();
        assert_eq!(found.version, expected, "{set:?} {on}");
    }
    assert_eq!(Checklist::on(Vec::new(), None, day("2026-01-01")), None);
}
