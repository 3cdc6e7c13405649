//! Which producer may offer what, and what is said of it.

use catalog::fixtures::{Market, outbox};
use catalog::listing::AttributeValue;
use catalog::{
    CatalogReport, CreateProductError, ListingStatus, NewProduct, NewVariant, ProductKind,
    ProductSource,
};
use kernel::Money;
use programme::{LegalForm, Producer};
use std::collections::BTreeMap;
use std::sync::Arc;
use testkit::{TestClock, TestDb};

testkit::on_both!(
    associations_and_boards_offer_tourism_only,
    facts_fit_the_product_set_and_are_there_at_once,
);

fn product(market: &Market, set: i32, serial: usize) -> NewProduct {
    NewProduct {
        slug: format!("p-{serial}"),
        certificate: None,
        product_set: set,
        kind: match set {
            26 => ProductKind::Service,
            _ => ProductKind::Goods,
        },
        name: "Sản phẩm".to_owned(),
        name_en: None,
        story: None,
        story_en: None,
        ingredients: None,
        origin: None,
        usage_notes: None,
        shelf_life_days: None,
        abv_tenths: matches!(set, 14 | 15).then_some(290),
        attributes: BTreeMap::new(),
        status: ListingStatus::Draft,
        published_at: market.clock.now(),
        demo: true,
        variants: vec![NewVariant {
            sku: format!("SKU-{serial}"),
            name: "Gói".to_owned(),
            name_en: None,
            price: Money::from_stored(1_000),
            compare_at_price: None,
            weight_grams: 10,
            stock: 1,
        }],
        images: vec![],
    }
}

async fn associations_and_boards_offer_tourism_only(test: TestDb) {
    let clock = Arc::new(TestClock::default());
    let market = Market::new(test.handle(), clock, outbox()).await;
    let registered = market.producer("Hội Du lịch").await;
    let mut serial = 0;
    for legal_form in LegalForm::ALL {
        let producer = Producer {
            legal_form,
            ..registered.clone()
        };
        let limited = matches!(legal_form, LegalForm::Association | LegalForm::TourismBoard);
        for set in [1, 14, 25, 26] {
            serial += 1;
            let source = ProductSource {
                product: product(&market, set, serial),
                producer: &producer,
                certificate: None,
            };
            let tx = test.begin().await.unwrap();
            let result = market.catalog.create_products_in(&tx, vec![source]).await;
            tx.rollback().await.unwrap();
            let refused = matches!(result, Err(CreateProductError::LegalFormMismatch));
            assert_eq!(refused, limited && set != 26, "{legal_form:?} {set}");
            assert_eq!(result.is_ok(), !refused, "{legal_form:?} {set}");
        }
    }
}

async fn facts_fit_the_product_set_and_are_there_at_once(test: TestDb) {
    let clock = Arc::new(TestClock::default());
    let market = Market::new(test.handle(), clock, outbox()).await;
    let producer = market.producer("HTX Trang").await;
    let stone = AttributeValue::Choice("STONE".to_owned());
    let create = async |serial, set, code: &str, value: &AttributeValue| {
        let source = ProductSource {
            product: NewProduct {
                attributes: BTreeMap::from([(code.to_owned(), value.clone())]),
                ..product(&market, set, serial)
            },
            producer: &producer,
            certificate: None,
        };
        let tx = test.begin().await.unwrap();
        let created = market.catalog.create_products_in(&tx, vec![source]).await;
        match created {
            Ok(ids) => {
                tx.commit().await.unwrap();
                Ok(ids[0])
            }
            Err(error) => Err(error),
        }
    };
    for (serial, set, code, value) in [
        (1, 6, "MATERIAL", stone.clone()),
        (2, 21, "MATERIAL", AttributeValue::Choice("GOLD".to_owned())),
        (3, 21, "MATERIAL", AttributeValue::Number(1)),
        (4, 21, "COLOUR", stone.clone()),
    ] {
        let refused = create(serial, set, code, &value).await;
        assert!(
            matches!(&refused, Err(CreateProductError::AttributeMismatch(own)) if own == code),
            "{set} {code}: {refused:?}"
        );
    }
    create(5, 21, "MATERIAL", &stone).await.unwrap();
    let rows = test
        .number(
            "SELECT COUNT(*) FROM product_attribute WHERE code = 'MATERIAL' AND value = 'STONE'",
        )
        .await;
    assert_eq!(rows, 1);
    let report = market.catalog.verify().await.unwrap();
    assert_eq!(
        report,
        CatalogReport {
            cards: 1,
            ..CatalogReport::default()
        }
    );
}
