//! The nearest points: right, and without reading the country.

use super::{Places, facts};
use catalog::points_of_sale::{
    Coordinates, NearestError, NearestQuestion, PointFilter, PointKind, PointSort,
};
use db::Db;
use db::statements::counted;
use kernel::Actor;
use sea_orm::{ConnectionTrait, Statement};
use testkit::TestDb;

testkit::on_both!(
    the_nearest_come_first_and_none_is_lost,
    questions_out_of_bounds_are_refused,
    twenty_thousand_points_are_answered_from_the_index,
);

fn question(latitude: i32, longitude: i32, kilometres: i64, first: usize) -> NearestQuestion {
    NearestQuestion {
        from: Coordinates::new(latitude, longitude).unwrap(),
        within_metres: kilometres * 1_000,
        first,
        filter: PointFilter::default(),
    }
}

/// Points all over the country.
async fn scatter(places: &Places, count: u64) {
    places.centre("Mẫu").await;
    places.copies("Mẫu", count).await;
}

async fn places_of(db: &Db) -> Vec<Coordinates> {
    let sql = "SELECT latitude, longitude FROM point_of_sale";
    let rows = db
        .primary()
        .query_all_raw(Statement::from_string(db.backend(), sql))
        .await
        .unwrap();
    rows.iter()
        .map(|row| {
            let at = |n| row.try_get_by_index::<i32>(n).unwrap();
            Coordinates::new(at(0), at(1)).unwrap()
        })
        .collect()
}

async fn the_nearest_come_first_and_none_is_lost(test: TestDb) {
    let places = Places::open(test).await;
    scatter(&places, 600).await;
    let catalog = &places.market.catalog;
    let all = places_of(&places.market.db).await;
    // In the middle, at the coast, at the borders, at sea, beyond the border.
    for (latitude, longitude) in [
        (20_250_614, 105_974_454),
        (21_028_511, 105_804_817),
        (8_583_000, 104_717_000),
        (23_392_000, 105_323_000),
        (16_000_000, 112_000_000),
        (17_970_000, 102_600_000),
        (25_000_000, 101_000_000),
    ] {
        for kilometres in [1, 40, 150, 500] {
            for first in [1, 7, 50] {
                let question = question(latitude, longitude, kilometres, first);
                let found = catalog.nearest_points(&question).await.unwrap();
                let mut expected: Vec<i64> = all
                    .iter()
                    .map(|own| question.from.metres_to(*own))
                    .filter(|metres| *metres <= kilometres * 1_000)
                    .collect();
                expected.sort_unstable();
                expected.truncate(first);
                let told: Vec<i64> = found.iter().map(|(metres, _)| *metres).collect();
                assert_eq!(told, expected, "{question:?}");
                for (metres, point) in &found {
                    assert_eq!(question.from.metres_to(point.facts.coordinates), *metres);
                }
            }
        }
    }
    // What is closed is not near, and filters hold.
    let mut near = question(20_090_000, 106_080_000, 10, 1);
    let centre = places.centre("Trung tâm").await;
    let stall = facts(PointKind::MarketStall, "Sạp");
    let stall = places.create(&places.officer, None, stall).await;
    near.filter.kinds = Some(vec![PointKind::MarketStall]);
    assert_eq!(
        catalog.nearest_points(&near).await.unwrap()[0].1.id,
        stall.id
    );
    catalog
        .close_point(&places.officer, stall.id)
        .await
        .unwrap();
    assert!(catalog.nearest_points(&near).await.unwrap().is_empty());
    near.filter = PointFilter::default();
    near.first = 50;
    let found = catalog.nearest_points(&near).await.unwrap();
    assert!(
        found
            .iter()
            .any(|(metres, own)| own.id == centre.id && *metres == 0)
    );
    assert!(
        catalog
            .point_of_sale(&Actor::Anonymous, stall.id)
            .await
            .unwrap()
            .is_some()
    );
}

async fn questions_out_of_bounds_are_refused(test: TestDb) {
    let places = Places::open(test).await;
    let catalog = &places.market.catalog;
    for metres in [0, -1, 500_001, i64::MIN, i64::MAX] {
        let question = NearestQuestion {
            within_metres: metres,
            ..question(20_000_000, 105_000_000, 1, 1)
        };
        let refused = catalog.nearest_points(&question).await;
        assert!(matches!(refused, Err(NearestError::Within)), "{metres}");
    }
    for first in [0, 51, usize::MAX] {
        let refused = catalog
            .nearest_points(&question(20_000_000, 105_000_000, 1, first))
            .await;
        assert!(matches!(refused, Err(NearestError::First)), "{first}");
    }
    // From the other end of the world, and from a pole.
    for (latitude, longitude) in [
        (-20_000_000, -74_000_000),
        (90_000_000, 0),
        (0, 180_000_000),
    ] {
        let found = catalog
            .nearest_points(&question(latitude, longitude, 500, 50))
            .await;
        assert!(found.unwrap().is_empty());
    }
}

async fn twenty_thousand_points_are_answered_from_the_index(test: TestDb) {
    let places = Places::open(test).await;
    scatter(&places, 20_000).await;
    places.test.raw("ANALYZE").await.unwrap();
    let catalog = &places.market.catalog;
    // In the country: few looks, and a bounded number of statements at worst.
    let near = question(20_250_614, 105_974_454, 500, 10);
    let (found, statements) = counted(catalog.nearest_points(&near)).await;
    assert_eq!(found.unwrap().len(), 10);
    assert!(statements <= 5, "{statements}");
    let nowhere = question(16_000_000, 117_900_000, 500, 50);
    let (found, statements) = counted(catalog.nearest_points(&nowhere)).await;
    assert!(found.unwrap().is_empty());
    assert_eq!(statements, 5);

    // The look of 8 km.
    let plan = places.market.plan_of_look(near.from, 8_000).await;
    assert!(plan.contains("point_of_sale_place"), "{plan}");
    // What the index has to walk: the strip between the two latitudes.
    let strip = "SELECT COUNT(*) FROM point_of_sale WHERE latitude BETWEEN 20178000 AND 20323000";
    let strip = places.test.number(strip).await;
    assert!((1..400).contains(&strip), "{strip} of 20,000 rows");
    // Lists too.
    let all = PointFilter::default();
    let home = PointFilter {
        provinces: Some(vec!["37".to_owned()]),
        ..PointFilter::default()
    };
    for (filter, sort, indexes) in [
        (&all, PointSort::Name, ["point_of_sale_name"; 2]),
        (&all, PointSort::Newest, ["point_of_sale_newest"; 2]),
        (
            &home,
            PointSort::Name,
            ["point_of_sale_province", "point_of_sale_name"],
        ),
    ] {
        let plan = places.market.plan_of_points(filter, sort).await;
        let used = indexes.iter().any(|own| plan.contains(own));
        assert!(
            used && !plan.contains("Sort") && !plan.contains("TEMP B-TREE"),
            "{plan}"
        );
    }
}
