//! The public list of producers.

use crate::support::*;
use kernel::{Actor, Cursor, Page, PageArgs, PageError, ProducerId};
use programme::{
    LegalForm, ListError, NewProducer, Producer, ProducerFilter, ProducerStatus, Programme,
};
use testkit::TestDb;

testkit::on_both!(
    pages_go_forward_and_backward,
    pages_stay_stable_while_rows_come,
    only_producers_that_sell_are_listed,
    filters_narrow,
    a_foreign_cursor_is_refused,
);

const SORTED: [&str; 7] = [
    "An Bình",
    "Ấn Độ Xanh",
    "Đại Lộc",
    "Đại Lộc",
    "Ê Đê",
    "Ốc Gạo",
    "Yên Thắng",
];

async fn seven(programme: &Programme) {
    for name in [
        "Yên Thắng",
        "Đại Lộc",
        "Ốc Gạo",
        "An Bình",
        "Đại Lộc",
        "Ê Đê",
        "Ấn Độ Xanh",
    ] {
        active(programme, cooperative(name)).await;
    }
}

fn names(page: &Page<Producer>) -> Vec<String> {
    page.rows
        .iter()
        .map(|(_, producer)| producer.name.clone())
        .collect()
}

fn everything() -> ProducerFilter {
    ProducerFilter::default()
}

async fn pages_go_forward_and_backward(test: TestDb) {
    let (programme, _) = programme(&test);
    seven(&programme).await;
    for limit in 1..=8 {
        for backward in [false, true] {
            let mut seen: Vec<Producer> = Vec::new();
            let mut args = PageArgs {
                limit,
                backward,
                cursor: None,
            };
            for turn in 0.. {
                assert!(turn < 8, "the pages do not end");
                let page = programme
                    .public_producers(&everything(), &args)
                    .await
                    .unwrap();
                let rows: Vec<Producer> = page.rows.iter().map(|(_, row)| row.clone()).collect();
                let (edge, more, behind) = if backward {
                    seen.splice(0..0, rows);
                    (page.rows.first(), page.has_previous, page.has_next)
                } else {
                    seen.extend(rows);
                    (page.rows.last(), page.has_next, page.has_previous)
                };
                assert_eq!(behind, turn > 0);
                if !more {
                    break;
                }
                // As a client would: through the text of the cursor.
                let cursor = edge.unwrap().0.encode();
                args.cursor = Some(Cursor::decode(&cursor).unwrap());
            }
            let told: Vec<&str> = seen.iter().map(|producer| producer.name.as_str()).collect();
            assert_eq!(told, SORTED, "limit {limit}, backward {backward}");
            assert!(seen[2].id < seen[3].id, "equal names go by id");
        }
    }
}

async fn pages_stay_stable_while_rows_come(test: TestDb) {
    let (programme, _) = programme(&test);
    seven(&programme).await;
    let first = programme
        .public_producers(&everything(), &PageArgs::first(3))
        .await
        .unwrap();
    assert_eq!(names(&first), SORTED[..3]);
    active(&programme, cooperative("Ao Vua")).await;
    let cursor = first.rows.last().unwrap().0.clone();
    let next = PageArgs {
        cursor: Some(cursor),
        ..PageArgs::first(10)
    };
    let next = programme
        .public_producers(&everything(), &next)
        .await
        .unwrap();
    assert_eq!(names(&next), SORTED[3..]);
}

async fn only_producers_that_sell_are_listed(test: TestDb) {
    let (programme, _) = programme(&test);
    let mut ids = Vec::new();
    for status in ProducerStatus::ALL {
        let new = cooperative(&format!("HTX {}", status.as_str()));
        let id = programme.register_producer(new).await.unwrap();
        for step in [ProducerStatus::Active, status] {
            if !matches!(status, ProducerStatus::Applied | ProducerStatus::Verified)
                || step == status
            {
                programme
                    .set_producer_status(&Actor::System, id, step)
                    .await
                    .unwrap();
            }
        }
        ids.push(id);
    }
    let page = programme
        .public_producers(&everything(), &PageArgs::first(10))
        .await
        .unwrap();
    assert_eq!(names(&page), ["HTX ACTIVE"]);
    assert_eq!(
        programme
            .count_public_producers(&everything())
            .await
            .unwrap(),
        1
    );
    assert_eq!(
        programme.producers_by_ids(&ids).await.unwrap().len(),
        5,
        "by id in any status"
    );
}

async fn filters_narrow(test: TestDb) {
    let (programme, _) = programme(&test);
    let in_province = |name, province: &str| NewProducer {
        province_code: province.to_owned(),
        ..cooperative(name)
    };
    active(&programme, in_province("HTX Cơm cháy Cố Đô", "37")).await;
    active(&programme, in_province("HTX Chè Thái Nguyên", "19")).await;
    let household = NewProducer {
        legal_form: LegalForm::HouseholdBusiness,
        ..cooperative("Hộ 100% mật_ong \\ rừng")
    };
    active(&programme, household).await;

    let named = |name: &str| ProducerFilter {
        name: Some(name.to_owned()),
        ..everything()
    };
    let of_provinces = |codes: &[&str]| ProducerFilter {
        provinces: Some(codes.iter().map(|code| (*code).to_owned()).collect()),
        ..everything()
    };
    let of_forms = |forms: &[LegalForm]| ProducerFilter {
        legal_forms: Some(forms.to_vec()),
        ..everything()
    };
    let both = ProducerFilter {
        name: Some("htx".to_owned()),
        ..of_provinces(&["37"])
    };
    let long = "đ".repeat(100_000);
    for (filter, expected) in [
        (everything(), 3),
        (named(""), 3),
        (named("  "), 3),
        (named("COM CHAY"), 1),
        (named("cơm  cháy"), 1),
        (named("cố đô"), 1),
        (named("phở"), 0),
        (named("%"), 1),
        (named("t_o"), 1),
        (named("c_m"), 0),
        (named("\\"), 1),
        (named("' OR 1=1 --"), 0),
        (named(&long), 0),
        (of_provinces(&["37"]), 2),
        (of_provinces(&["37", "19"]), 3),
        (of_provinces(&["01"]), 0),
        (of_provinces(&[]), 0),
        (of_forms(&[LegalForm::HouseholdBusiness]), 1),
        (of_forms(&[LegalForm::Cooperative, LegalForm::Farm]), 2),
        (of_forms(&[]), 0),
        (both, 1),
    ] {
        let page = programme
            .public_producers(&filter, &PageArgs::first(10))
            .await
            .unwrap();
        assert_eq!(page.rows.len(), expected, "{filter:?}");
        let count = programme.count_public_producers(&filter).await.unwrap();
        assert_eq!(count, expected as u64, "{filter:?}");
    }
}

async fn a_foreign_cursor_is_refused(test: TestDb) {
    let (programme, _) = programme(&test);
    let id = ProducerId::new(kernel::Clock::now(&testkit::TestClock::default()));
    for cursor in [
        Cursor::new("products.name", ["a".to_owned(), id.to_string()]),
        Cursor::new("producers.name", ["a".to_owned()]),
        Cursor::new("producers.name", ["a".to_owned(), "not an id".to_owned()]),
    ] {
        let args = PageArgs {
            cursor: Some(cursor),
            ..PageArgs::first(1)
        };
        let result = programme.public_producers(&everything(), &args).await;
        assert!(matches!(result, Err(ListError::Page(PageError::BadCursor))));
    }
}
