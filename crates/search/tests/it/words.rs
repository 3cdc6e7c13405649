//! Words as people type them, and what comes first.

use crate::shelf::{Place, Shelf, document, on_engines};
use search::{Query, Sort};

on_engines!(
    every_spelling_finds_rice_crust_first,
    d_with_and_without_its_stroke,
    codes_places_producers_and_english_find_too,
    exact_marks_rank_above_folded_ones,
    name_ranks_above_producer_above_place_above_story,
    all_words_come_before_some,
    typing_errors_do_not_flood,
    keystrokes_and_spaces_are_read_as_meant,
    what_sounds_alike_is_found_after_what_is_written,
    orders_and_pages
);

async fn shelf(place: &Place) -> Shelf {
    let mut documents: Vec<_> = (1..)
        .zip([
            "Cơm cháy Đại Long",
            "Rượu Kim Sơn",
            "Chè xanh Tam Điệp",
            "Bưởi Diễn",
            "Nước mắm cáy",
            "Dứa Đồng Giao",
            "Gốm Bồ Bát",
        ])
        .map(|(n, name)| document(n, name))
        .collect();
    // A story that happens to hold the words of others.
    documents[4].story = "Mỗi buổi chiều, ăn với cơm chay, chai nhỏ.".to_owned();
    documents[6].producer_name = "Công ty Gốm sứ Bồ Bát".to_owned();
    documents[6].places = "Tỉnh Thanh Hóa Thanh Hoa Province".to_owned();
    documents[1].codes = vec!["OCOP-123/QĐ-UBND".to_owned(), "NB-RUOU-500".to_owned()];
    documents[1].other_names = "Kim Son rice spirit".to_owned();
    Shelf::with(place, documents).await
}

async fn every_spelling_finds_rice_crust_first(place: &Place) {
    let shelf = shelf(place).await;
    for text in [
        "com chay",
        "cơm cháy",
        "COM CHAY",
        "Cơm Chaý",
        "co\u{31B}m cha\u{301}y",
        "  com   chay  ",
        "com chay dai long",
        "cơm cháy đại long",
        "com cha",
        "com chai",
        "cmo chay",
        "com chay ngon nhat",
        "dai long",
        "SKU-1",
    ] {
        let found = shelf.find(text).await;
        assert_eq!(
            found.first().copied(),
            Some("Cơm cháy Đại Long"),
            "{text}: {found:?}"
        );
    }
}

async fn d_with_and_without_its_stroke(place: &Place) {
    let shelf = shelf(place).await;
    for text in [
        "dua dong giao",
        "dứa đồng giao",
        "DỨA ĐỒNG GIAO",
        "đua dong",
    ] {
        assert_eq!(shelf.find(text).await, ["Dứa Đồng Giao"], "{text}");
    }
}

async fn codes_places_producers_and_english_find_too(place: &Place) {
    let shelf = shelf(place).await;
    for (text, name) in [
        ("OCOP-123/QĐ-UBND", "Rượu Kim Sơn"),
        ("nb-ruou-500", "Rượu Kim Sơn"),
        ("nbruou500", "Rượu Kim Sơn"),
        ("rice spirit", "Rượu Kim Sơn"),
        ("gom su", "Gốm Bồ Bát"),
        ("thanh hoa", "Gốm Bồ Bát"),
        ("gom thanh hoa", "Gốm Bồ Bát"),
    ] {
        assert_eq!(shelf.find(text).await, [name], "{text}");
    }
    assert_eq!(shelf.find("phat diem").await.len(), 6);
    assert_eq!(shelf.find("thuc pham").await.len(), 7);
}

async fn exact_marks_rank_above_folded_ones(place: &Place) {
    let names = [
        "Buổi sáng",
        "Bưởi Diễn đặc sản loại một",
        "Bưỡi",
        "Cam Cao Phong",
    ];
    let mut documents: Vec<_> = (1..)
        .zip(names)
        .map(|(n, name)| document(n, name))
        .collect();
    // Neither stars nor stock nor a short name makes up for other marks.
    documents[0].stars = 5;
    documents[1].stars = 3;
    documents[1].in_stock = false;
    let shelf = Shelf::with(place, documents).await;
    assert_eq!(shelf.find("bưởi").await[0], "Bưởi Diễn đặc sản loại một");
    assert_eq!(shelf.find("buổi").await[0], "Buổi sáng");
    // Who types no marks means any: all are found.
    assert_eq!(shelf.find("buoi").await.len(), 3);
}

async fn name_ranks_above_producer_above_place_above_story(place: &Place) {
    let mut documents: Vec<_> = (1..=4).map(|n| document(n, "Sản phẩm")).collect();
    documents[0].story = "Làng sen.".to_owned();
    documents[1].places = "Xã Sen".to_owned();
    documents[2].producer_name = "Hợp tác xã Sen".to_owned();
    documents[3].name = "Trà sen".to_owned();
    // Boosts are gentle: they do not lift a worse field.
    documents[0].stars = 5;
    documents[3].stars = 3;
    documents[3].in_stock = false;
    let shelf = Shelf::with(place, documents.clone()).await;
    let hits = shelf.ask(&Query::new("sen", 10)).await.hits;
    let found: Vec<_> = hits.iter().map(|hit| hit.id).collect();
    let expected: Vec<_> = documents.iter().rev().map(|own| own.id).collect();
    assert_eq!(found, expected);
    assert!(hits.is_sorted_by(|a, b| a.score >= b.score));
}

async fn all_words_come_before_some(place: &Place) {
    let shelf = Shelf::of(place, &["Cơm cháy", "Cơm lam", "Cá cháy", "Bánh"]).await;
    assert_eq!(shelf.find("com chay").await, ["Cơm cháy"]);
    // No product has all four: those with most of them.
    assert_eq!(shelf.find("com chay gia truyen").await, ["Cơm cháy"]);
    assert_eq!(shelf.find("khong he co gi nhu the").await, [] as [&str; 0]);
}

async fn keystrokes_and_spaces_are_read_as_meant(place: &Place) {
    let shelf = shelf(place).await;
    for (text, name) in [
        ("com chays", "Cơm cháy Đại Long"),
        ("ruwouj kim sown", "Rượu Kim Sơn"),
        ("ruou75 kim sn", "Rượu Kim Sơn"),
        ("nuwowcs mawms", "Nước mắm cáy"),
        ("dduwas ddoongf giao", "Dứa Đồng Giao"),
        ("com7 cha1y", "Cơm cháy Đại Long"),
        ("comchay", "Cơm cháy Đại Long"),
        ("comchaydailong", "Cơm cháy Đại Long"),
        ("comchays", "Cơm cháy Đại Long"),
        ("nu oc mam", "Nước mắm cáy"),
        ("com ch ay", "Cơm cháy Đại Long"),
    ] {
        let found = shelf.find(text).await;
        assert_eq!(found.first().copied(), Some(name), "{text}: {found:?}");
    }
}

async fn what_sounds_alike_is_found_after_what_is_written(place: &Place) {
    // Without its sound, a word would be left out, and others have the rest.
    let names = [
        "Xà bông",
        "Giò lụa",
        "Mỳ gạo",
        "Mì trứng",
        "Trà sen",
        "Bông lau",
        "Khăn lụa",
        "Hoa sen",
        "Gạo tám",
    ];
    let shelf = Shelf::of(place, &names).await;
    for (text, name) in [
        ("sa bong", "Xà bông"),
        ("dò lụa", "Giò lụa"),
        ("mì gạo", "Mỳ gạo"),
        ("chà sen", "Trà sen"),
        ("gio nua", "Giò lụa"),
    ] {
        let found = shelf.find(text).await;
        assert_eq!(found.first().copied(), Some(name), "{text}: {found:?}");
    }
    let mut found = shelf.find("mì").await;
    found.sort_unstable();
    assert_eq!(found, ["Mì trứng", "Mỳ gạo"]);
}

async fn typing_errors_do_not_flood(place: &Place) {
    let shelf = Shelf::of(place, &["Chè", "Cháo", "Chay", "Chai", "Chả", "Thay"]).await;
    // What is typed right finds itself alone …
    assert_eq!(shelf.find("cháo").await, ["Cháo"]);
    // … and what names nothing its neighbours.
    assert!(shelf.find("chaoo").await.contains(&"Cháo"));
    assert_eq!(
        shelf.find("xe").await,
        [] as [&str; 0],
        "short words are taken as typed"
    );
}

async fn orders_and_pages(place: &Place) {
    let mut documents: Vec<_> = (1..=7).map(|n| document(n, &format!("Trà {n}"))).collect();
    for (n, document) in (0..).zip(&mut documents) {
        document.price_min = kernel::Money::from_stored(10_000 * (n % 4 + 1));
        document.price_max = document.price_min;
        document.stars = i32::try_from(3 + n % 3).unwrap();
        document.published_at += n;
        document.rating = i32::try_from(n * 3 % 7 * 50).unwrap();
        document.purchases = n * 5 % 7 / 2;
    }
    let shelf = Shelf::with(place, documents.clone()).await;
    for sort in [
        Sort::Relevance,
        Sort::PriceAsc,
        Sort::PriceDesc,
        Sort::Stars,
        Sort::Newest,
        Sort::Rating,
        Sort::BestSelling,
    ] {
        let query = |offset, limit| Query {
            sort,
            offset,
            ..Query::new("tra", limit)
        };
        let all = shelf.ask(&query(0, 100)).await;
        assert_eq!((all.hits.len(), all.total), (7, 7));
        let own = |id| documents.iter().find(|own| own.id == id).unwrap();
        let all: Vec<_> = all.hits.iter().map(|hit| own(hit.id)).collect();
        let sorted = match sort {
            Sort::Relevance => true,
            Sort::PriceAsc => all.is_sorted_by_key(|own| own.price_min),
            Sort::PriceDesc => all.iter().rev().is_sorted_by_key(|own| own.price_min),
            Sort::Stars => all
                .iter()
                .rev()
                .is_sorted_by_key(|own| (own.stars, own.published_at)),
            Sort::Rating => all.iter().rev().is_sorted_by_key(|own| own.rating),
            Sort::BestSelling => all
                .iter()
                .rev()
                .is_sorted_by_key(|own| (own.purchases, own.published_at)),
            Sort::Newest => all.iter().rev().is_sorted_by_key(|own| own.published_at),
        };
        assert!(sorted, "{sort:?}");
        // Pages of any size put together are the whole.
        for limit in 1..=4 {
            let mut pages = Vec::new();
            for offset in (0..8).step_by(limit) {
                pages.extend(
                    shelf
                        .ask(&query(offset, limit))
                        .await
                        .hits
                        .iter()
                        .map(|hit| hit.id),
                );
            }
            assert_eq!(
                pages,
                all.iter().map(|own| own.id).collect::<Vec<_>>(),
                "{sort:?} {limit}"
            );
        }
    }
    let beyond = Query {
        offset: 10_000,
        ..Query::new("tra", 10)
    };
    assert!(shelf.ask(&beyond).await.hits.is_empty());
    // Facets and totals without hits.
    assert_eq!(shelf.ask(&Query::new("tra", 0)).await.total, 7);
}
