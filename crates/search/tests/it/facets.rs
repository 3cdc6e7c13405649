//! Filters, facets, and the second at which a certificate ends.

use crate::shelf::{Place, Shelf, document, now, on_engines};
use chrono::Duration;
use kernel::{Money, ProducerId};
use programme::LegalForm;
use search::{Document, FacetField, Filter, Query};
use uuid::Uuid;

on_engines!(
    filters_and_facets_agree_with_plain_counting,
    a_price_band_counts_what_its_filter_finds,
    a_certificate_ends_at_its_second
);

fn dong(amount: i64) -> Money {
    Money::from_stored(amount)
}

fn codes(codes: &[&str]) -> Option<Vec<String>> {
    Some(codes.iter().map(|code| (*code).to_owned()).collect())
}

/// Twenty-four products that differ in everything that can be filtered by.
fn varied() -> Vec<Document> {
    (0..24)
        .map(|n| Document {
            group: ["FOOD", "BEVERAGE", "HERBAL"][n % 3].to_owned(),
            product_set: [1, 12, 6, 17, 6][n % 5],
            legal_form: [LegalForm::Llc, LegalForm::Farm][n / 4 % 2]
                .as_str()
                .to_owned(),
            stars: [3, 4, 5, 4][n % 4],
            province: ["37", "01"][n % 2].to_owned(),
            commune: ["14620", "00070", "14533", "00070"][n % 4].to_owned(),
            producer: ProducerId(Uuid::from_u128(n as u128 % 5)),
            price_min: dong([20_000, 60_000, 150_000, 2_000_000][n % 4]),
            price_max: dong([20_000, 120_000, 150_000, 2_000_000][n % 4]),
            in_stock: n % 6 != 0,
            ..document(n as u128 + 1, "Trà")
        })
        .collect()
}

/// What the filter means, written down a second time.
fn passes(own: &Document, filter: &Filter) -> bool {
    let among = |values: &Option<Vec<String>>, value: &str| {
        values
            .as_ref()
            .is_none_or(|values| values.iter().any(|one| one == value))
    };
    among(&filter.groups, &own.group)
        && among(&filter.provinces, &own.province)
        && filter
            .product_sets
            .as_ref()
            .is_none_or(|sets| sets.contains(&own.product_set))
        && filter
            .legal_forms
            .as_ref()
            .is_none_or(|forms| forms.iter().any(|form| form.as_str() == own.legal_form))
        && among(&filter.communes, &own.commune)
        && filter
            .producers
            .as_ref()
            .is_none_or(|ids| ids.contains(&own.producer))
        && filter
            .stars_in
            .as_ref()
            .is_none_or(|stars| stars.contains(&own.stars))
        && filter.stars_min.is_none_or(|min| own.stars >= min)
        && filter.stars_max.is_none_or(|max| own.stars <= max)
        && filter.price_min.is_none_or(|min| own.price_max >= min)
        && filter.price_max.is_none_or(|max| own.price_min <= max)
        && filter.in_stock.is_none_or(|wanted| own.in_stock == wanted)
}

fn filters() -> Vec<Filter> {
    let none = Filter::default;
    vec![
        none(),
        Filter {
            groups: codes(&["FOOD", "HERBAL"]),
            ..none()
        },
        Filter {
            groups: codes(&[]),
            ..none()
        },
        Filter {
            groups: codes(&["NO\" OR \"1"]),
            ..none()
        },
        Filter {
            stars_min: Some(4),
            ..none()
        },
        Filter {
            stars_min: Some(4),
            stars_max: Some(4),
            ..none()
        },
        Filter {
            stars_in: Some(vec![3, 5]),
            ..none()
        },
        Filter {
            provinces: codes(&["01"]),
            communes: codes(&["00070"]),
            ..none()
        },
        Filter {
            product_sets: Some(vec![6, 12]),
            ..none()
        },
        Filter {
            product_sets: Some(Vec::new()),
            ..none()
        },
        Filter {
            legal_forms: Some(vec![LegalForm::Farm]),
            product_sets: Some(vec![6]),
            in_stock: Some(true),
            ..none()
        },
        Filter {
            producers: Some(vec![ProducerId(Uuid::from_u128(2))]),
            ..none()
        },
        Filter {
            price_min: Some(dong(100_000)),
            ..none()
        },
        Filter {
            price_max: Some(dong(59_999)),
            ..none()
        },
        Filter {
            price_min: Some(dong(50_000)),
            price_max: Some(dong(99_999)),
            ..none()
        },
        Filter {
            in_stock: Some(true),
            ..none()
        },
        Filter {
            in_stock: Some(false),
            ..none()
        },
        Filter {
            groups: codes(&["FOOD"]),
            stars_min: Some(4),
            provinces: codes(&["01"]),
            in_stock: Some(true),
            ..none()
        },
    ]
}

/// The filter without its choice within one facet.
fn without(field: FacetField, filter: &Filter) -> Filter {
    let mut filter = filter.clone();
    match field {
        FacetField::Group => filter.groups = None,
        FacetField::ProductSet => filter.product_sets = None,
        FacetField::LegalForm => filter.legal_forms = None,
        FacetField::InStock => filter.in_stock = None,
        FacetField::Stars => {
            (filter.stars_in, filter.stars_min, filter.stars_max) = (None, None, None);
        }
        FacetField::Province => filter.provinces = None,
        FacetField::Commune => filter.communes = None,
        FacetField::Producer => filter.producers = None,
        FacetField::Price => (filter.price_min, filter.price_max) = (None, None),
    }
    filter
}

/// The values of a facet that a product counts in.
fn values(field: FacetField, own: &Document) -> Vec<String> {
    match field {
        FacetField::Group => vec![own.group.clone()],
        FacetField::ProductSet => vec![own.product_set.to_string()],
        FacetField::LegalForm => vec![own.legal_form.clone()],
        FacetField::InStock => vec![own.in_stock.to_string()],
        FacetField::Stars => vec![own.stars.to_string()],
        FacetField::Province => vec![own.province.clone()],
        FacetField::Commune => vec![own.commune.clone()],
        FacetField::Producer => vec![own.producer.to_string()],
        FacetField::Price => search::PriceBand::ALL
            .iter()
            .filter(|band| {
                own.price_max >= band.from && band.to.is_none_or(|to| own.price_min <= to)
            })
            .map(|band| band.value())
            .collect(),
    }
}

async fn filters_and_facets_agree_with_plain_counting(place: &Place) {
    let documents = varied();
    let shelf = Shelf::with(place, documents.clone()).await;
    // Several segments count like one.
    shelf.engine.upsert(documents[..7].to_vec()).await.unwrap();
    shelf.engine.commit().await.unwrap();
    for text in ["", "tra"] {
        for filter in filters() {
            let query = Query {
                filter: filter.clone(),
                facets: FacetField::ALL.to_vec(),
                ..Query::new(text, 100)
            };
            let results = shelf.ask(&query).await;
            let mut found: Vec<_> = results.hits.iter().map(|hit| hit.id).collect();
            found.sort_unstable();
            let expected: Vec<_> = documents
                .iter()
                .filter(|own| passes(own, &filter))
                .map(|own| own.id)
                .collect();
            assert_eq!(found, expected, "{filter:?}");
            assert_eq!(results.total, expected.len() as u64, "{filter:?}");
            for (field, counted) in results.facets {
                // Within a facet its own choice does not count.
                let open = without(field, &filter);
                let mut plain = std::collections::BTreeMap::new();
                for own in documents.iter().filter(|own| passes(own, &open)) {
                    for value in values(field, own) {
                        *plain.entry(value).or_insert(0) += 1;
                    }
                }
                assert!(counted.is_sorted_by_key(|(_, count)| std::cmp::Reverse(*count)));
                let counted: std::collections::BTreeMap<String, u64> =
                    counted.into_iter().collect();
                assert_eq!(counted, plain, "{field:?} of {filter:?}");
            }
        }
    }
}

async fn a_price_band_counts_what_its_filter_finds(place: &Place) {
    let shelf = Shelf::with(place, varied()).await;
    let query = Query {
        facets: vec![FacetField::Price],
        ..Query::new("", 0)
    };
    let facets = shelf.ask(&query).await.facets;
    for (value, count) in &facets[0].1 {
        let (from, to) = value.split_once('-').unwrap();
        let filter = Filter {
            price_min: from.parse().ok(),
            price_max: to.parse().ok(),
            ..Filter::default()
        };
        let total = shelf
            .ask(&Query {
                filter,
                ..Query::new("", 0)
            })
            .await
            .total;
        assert_eq!(total, *count, "{value}");
    }
}

async fn a_certificate_ends_at_its_second(place: &Place) {
    let until = now() + Duration::hours(10);
    let from = now() - Duration::hours(10);
    let mut own = document(1, "Cơm cháy");
    own.visible_from = from.timestamp_micros();
    own.visible_until = until.timestamp_micros();
    let shelf = Shelf::with(place, vec![own]).await;
    let second = Duration::seconds(1);
    let micro = Duration::microseconds(1);
    for (at, visible) in [
        (from - second, 0),
        (from - micro, 0),
        (from, 1),
        (from + second, 1),
        (until - second, 1),
        (until - micro, 1),
        (until, 0),
        (until + second, 0),
    ] {
        for text in ["", "com chay", "com chai"] {
            let query = Query {
                facets: FacetField::ALL.to_vec(),
                ..Query::new(text, 10)
            };
            let results = shelf.engine.search(&query, at).await.unwrap();
            assert_eq!(
                (results.hits.len(), results.total),
                (visible, visible as u64),
                "{at} {text}"
            );
            let counted = results.facets.iter().map(|(_, values)| values.len()).max();
            assert_eq!(counted, Some(visible), "{at} {text}");
        }
    }
}
