//! Points of sale of the demonstration, with what stands on their shelves.

use super::market::{Sown, known};
use crate::failure::Failure;
use catalog::Catalog;
use catalog::points_of_sale::{
    Coordinates, NewPoint, OpeningHours, OpeningRange, PointFacts, PointKind, ShelveItem,
};
use chrono::Weekday;
use db::Tx;
use kernel::Actor;
use programme::units::UnitSnapshot;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Places {
    #[serde(rename = "point")]
    points: Vec<Point>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Point {
    kind: String,
    name: String,
    name_en: Option<String>,
    /// As the market's file names it.
    producer: Option<String>,
    organisation: Option<String>,
    commune: String,
    street: String,
    phone: Option<String>,
    latitude: i32,
    longitude: i32,
    pick_up: bool,
    #[serde(default)]
    by_appointment: bool,
    notes: Option<String>,
    /// By their addresses.
    products: Vec<String>,
    /// By English days, from and to.
    #[serde(default)]
    hours: BTreeMap<String, Vec<[i32; 2]>>,
}

/// Sows the points of `text` in the caller's transaction; how many there are.
pub(super) async fn sow(
    tx: &Tx,
    catalog: &Catalog,
    communes: &UnitSnapshot,
    text: &str,
    sown: &Sown,
) -> Result<usize, Failure> {
    let failed = |what: &str, error: &dyn std::fmt::Display| {
        Failure::new(format!("demonstration data: {what}: {error}"))
    };
    let places: Places =
        toml::from_str(text).map_err(|error| failed("points_of_sale.toml", &error))?;
    for own in &places.points {
        let of = |error: &dyn std::fmt::Display| failed(&own.name, &error);
        let new = point(own, sown).map_err(|error| of(&error))?;
        let created = catalog.create_point_in(tx, &Actor::System, communes, &new);
        let id = created.await.map_err(|error| of(&error))?.id;
        let item = |slug: &String| {
            let product_id = *sown.products.get(slug).ok_or_else(|| of(slug))?;
            let note = None;
            Ok(ShelveItem { product_id, note })
        };
        let items = own
            .products
            .iter()
            .map(item)
            .collect::<Result<Vec<_>, Failure>>()?;
        let shelved = catalog.shelve_in(tx, &Actor::System, id, &items).await;
        shelved.map_err(|error| of(&error))?;
    }
    Ok(places.points.len())
}

fn point(own: &Point, sown: &Sown) -> Result<NewPoint, Failure> {
    let producer = own.producer.as_ref();
    let producer_id = producer
        .map(|slug| {
            let found = sown.producers.get(slug).copied();
            found.ok_or_else(|| Failure::new(format!("unknown producer {slug:?}")))
        })
        .transpose()?;
    let mut days = Vec::new();
    for (day, spans) in &own.hours {
        let day: Weekday = day
            .parse()
            .map_err(|_| Failure::new(format!("unknown day {day:?}")))?;
        let span = |[from, to]: &[i32; 2]| OpeningRange {
            from: *from,
            to: *to,
        };
        days.push((day, spans.iter().map(span).collect()));
    }
    let coordinates = Coordinates::new(own.latitude, own.longitude);
    Ok(NewPoint {
        producer_id,
        facts: PointFacts {
            kind: known("kind", &own.kind, PointKind::parse)?,
            name: own.name.clone(),
            name_en: own.name_en.clone(),
            organisation: own.organisation.clone(),
            province_code: String::new(),
            commune_code: own.commune.clone(),
            street: own.street.clone(),
            phone: own.phone.clone(),
            coordinates: coordinates.ok_or_else(|| Failure::new("a place off the Earth"))?,
            hours: OpeningHours::new(days).map_err(Failure::new)?,
            by_appointment: own.by_appointment,
            pick_up: own.pick_up,
            notes: own.notes.clone(),
        },
        demo: true,
    })
}
