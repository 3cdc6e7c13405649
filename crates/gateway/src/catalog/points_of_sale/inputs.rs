//! What is said of a point of sale, and what lists are asked for.

use super::degrees::Degrees;
use super::types::{PointOfSaleKind, Weekday};
use crate::schema::global_id::{GlobalId, from_globals};
use crate::schema::scalars::DateTime;
use async_graphql::{Enum, Error, ID, InputObject};
use catalog::points_of_sale::{
    Coordinates, OpeningHours, OpeningRange, PointFacts, PointFilter, PointSort,
};
use kernel::ProductId;

/// What is said of a point of sale; what is left out is not there.
#[derive(InputObject)]
pub(crate) struct PointOfSaleFactsInput {
    /// What kind of place it is; a producer's own is no `OCOP_CENTRE`, and
    /// only a producer's is a `PRODUCER_STORE`.
    kind: PointOfSaleKind,
    /// The name, 1 to 200 characters.
    name: String,
    /// The name in English, at most 200 characters.
    name_en: Option<String>,
    /// The organisation that runs it, at most 200 characters; not where a
    /// producer does.
    organisation: Option<String>,
    /// The code of the commune where it is; its province follows from it.
    commune_code: String,
    /// House, street, hamlet: 1 to 300 characters.
    street: String,
    /// A Vietnamese telephone number.
    phone: Option<String>,
    /// Its latitude (WGS 84), in Vietnam.
    latitude: Degrees,
    /// Its longitude (WGS 84), in Vietnam.
    longitude: Degrees,
    /// The days on which it opens, each at most once.
    #[graphql(default)]
    opening_hours: Vec<OpeningDayInput>,
    /// Whether it opens by appointment, too.
    #[graphql(default)]
    by_appointment: bool,
    /// Whether orders can be picked up there.
    #[graphql(default)]
    pick_up: bool,
    /// What else visitors should know, at most 2,000 characters.
    notes: Option<String>,
}

/// A day of the week on which a point of sale opens.
#[derive(InputObject)]
pub(crate) struct OpeningDayInput {
    /// Which.
    weekday: Weekday,
    /// Up to three spans that do not overlap.
    ranges: Vec<OpeningRangeInput>,
}

/// A span of a day. What is open past midnight is two spans on two days.
#[derive(InputObject)]
pub(crate) struct OpeningRangeInput {
    /// From this minute after midnight in Vietnam, 0 to 1439 …
    from_minute: i32,
    /// … up to this one, which does not belong to it, at most 1440.
    to_minute: i32,
}

/// What of the input makes no facts.
pub(super) enum NoFacts {
    /// A place that is not on Earth.
    Coordinates,
    /// Hours that cannot be.
    Hours,
}

impl PointOfSaleFactsInput {
    pub(super) fn facts(self) -> Result<PointFacts, NoFacts> {
        let coordinates = Coordinates::new(self.latitude.0, self.longitude.0);
        let span = |own: OpeningRangeInput| OpeningRange {
            from: own.from_minute,
            to: own.to_minute,
        };
        let days = self.opening_hours.into_iter();
        let days = days.map(|day| {
            let spans = day.ranges.into_iter().map(span).collect();
            (day.weekday.into(), spans)
        });
        let hours = OpeningHours::new(days);
        Ok(PointFacts {
            kind: self.kind.into(),
            name: self.name,
            name_en: self.name_en,
            organisation: self.organisation,
            province_code: String::new(),
            commune_code: self.commune_code,
            street: self.street,
            phone: self.phone,
            coordinates: coordinates.ok_or(NoFacts::Coordinates)?,
            hours: hours.map_err(|_| NoFacts::Hours)?,
            by_appointment: self.by_appointment,
            pick_up: self.pick_up,
            notes: self.notes,
        })
    }
}

/// Which points of sale. Every given condition must hold; an empty list
/// matches nothing.
#[derive(InputObject, Default)]
pub(crate) struct PointOfSaleWhere {
    /// Codes of the provinces where they are.
    provinces: Option<Vec<String>>,
    /// Codes of the communes where they are.
    communes: Option<Vec<String>>,
    /// What kinds of places.
    kinds: Option<Vec<PointOfSaleKind>>,
    /// The producers that run them.
    producers: Option<Vec<ID>>,
    /// A product on the shelf that the public may see.
    product: Option<ID>,
    /// Whether orders can be picked up there.
    pick_up: Option<bool>,
    /// Open by their hours at this instant.
    open_at: Option<DateTime>,
}

impl PointOfSaleWhere {
    /// # Errors
    /// `BAD_USER_INPUT` for an id of another type.
    pub(super) fn filter(self) -> Result<PointFilter, Error> {
        let kinds = |own: Vec<PointOfSaleKind>| own.into_iter().map(Into::into).collect();
        let product = self.product.as_ref();
        Ok(PointFilter {
            provinces: self.provinces,
            communes: self.communes,
            kinds: self.kinds.map(kinds),
            producers: self.producers.as_deref().map(from_globals).transpose()?,
            product: product.map(ProductId::from_global).transpose()?,
            pick_up: self.pick_up,
            open_at: self.open_at.map(|at| at.0),
        })
    }
}

/// In which order points of sale come.
#[derive(Enum, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum PointOfSaleSort {
    /// By Vietnamese name, tone marks aside.
    #[default]
    Name,
    /// Last recorded first.
    Newest,
}

impl From<PointOfSaleSort> for PointSort {
    fn from(sort: PointOfSaleSort) -> Self {
        match sort {
            PointOfSaleSort::Name => PointSort::Name,
            PointOfSaleSort::Newest => PointSort::Newest,
        }
    }
}
