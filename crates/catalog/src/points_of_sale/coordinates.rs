//! Places on the map and the distance between them.
//!
//! Places are whole millionths of a degree (about a decimetre). Only the
//! distance is computed with floating point, whose error over Vietnam is far
//! below the metre to which it is rounded; nothing of it is stored.

/// Millionths in a degree.
const MILLION: i32 = 1_000_000;

/// The Earth's mean radius (IUGG), in metres: the great-circle distance is
/// then within half a percent of the ellipsoid's.
const RADIUS_METRES: f64 = 6_371_008.8;

/// The most that a box needs around its centre, half around the Earth.
const HALF_CIRCLE: i32 = 180 * MILLION;

/// A place, in millionths of a degree (WGS 84).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
pub struct Coordinates {
    latitude: i32,
    longitude: i32,
}

impl Coordinates {
    /// A place by its latitude (-90 to 90 degrees) and longitude (-180 to 180
    /// degrees), both in millionths of a degree; `None` for one that is not on
    /// Earth.
    #[must_use]
    pub const fn new(latitude: i32, longitude: i32) -> Option<Self> {
        let on_earth =
            latitude.unsigned_abs() <= 90_000_000 && longitude.unsigned_abs() <= 180_000_000;
        if on_earth {
            Some(Self {
                latitude,
                longitude,
            })
        } else {
            None
        }
    }

    /// North of the equator, in millionths of a degree.
    #[must_use]
    pub const fn latitude(self) -> i32 {
        self.latitude
    }

    /// East of Greenwich, in millionths of a degree.
    #[must_use]
    pub const fn longitude(self) -> i32 {
        self.longitude
    }

    /// Whether it lies within the box around Vietnam with its islands: 6° to
    /// 23.5° north, 102° to 118° east.
    #[must_use]
    pub fn in_vietnam(self) -> bool {
        (6_000_000..=23_500_000).contains(&self.latitude)
            && (102_000_000..=118_000_000).contains(&self.longitude)
    }

    /// The great-circle distance in metres, rounded; the same both ways.
    #[must_use]
    #[allow(
        clippy::float_arithmetic,
        clippy::cast_possible_truncation,
        reason = "the one place that measures on the globe; half its circumference fits"
    )]
    pub fn metres_to(self, other: Self) -> i64 {
        let (here, there) = (radians(self.latitude), radians(other.latitude));
        let across = radians(other.longitude) - radians(self.longitude);
        // The haversine formula, which keeps its digits where places are near.
        let sine = |angle: f64| (angle / 2.0).sin().powi(2);
        let square = sine(there - here) + here.cos() * there.cos() * sine(across);
        (2.0 * RADIUS_METRES * square.clamp(0.0, 1.0).sqrt().asin()).round() as i64
    }

    /// A box that holds every place within so many metres.
    #[must_use]
    #[allow(
        clippy::float_arithmetic,
        clippy::cast_possible_truncation,
        reason = "the box of the distance above; angles fit by the checks before"
    )]
    pub(crate) fn around(self, metres: i64) -> Around {
        // A metre more than asked: distances are rounded. Then a millionth of
        // a degree more than computed: so is the box.
        let span = f64::from(i32::try_from(metres + 1).unwrap_or(i32::MAX)) / RADIUS_METRES;
        let millionths = |angle: f64| (angle.to_degrees() * f64::from(MILLION)).ceil() as i32 + 1;
        let up = millionths(span.min(std::f64::consts::PI));
        // The box is widest where the circle's tangents are meridians, which
        // is nearer to the pole than the centre.
        let cosine = radians(self.latitude).cos();
        let over_the_pole = self.latitude.saturating_abs().saturating_add(up) >= 90 * MILLION;
        let sideways = if over_the_pole || span.sin() >= cosine {
            HALF_CIRCLE * 2
        } else {
            millionths((span.sin() / cosine).asin())
        };
        Around {
            south: self.latitude.saturating_sub(up),
            north: self.latitude.saturating_add(up),
            west: self.longitude.saturating_sub(sideways),
            east: self.longitude.saturating_add(sideways),
        }
    }
}

#[allow(clippy::float_arithmetic, reason = "an angle for the formulas above")]
fn radians(millionths: i32) -> f64 {
    (f64::from(millionths) / f64::from(MILLION)).to_radians()
}

/// A box on the map in millionths of a degree, its edges included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Around {
    pub(crate) south: i32,
    pub(crate) north: i32,
    pub(crate) west: i32,
    pub(crate) east: i32,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(latitude: i32, longitude: i32) -> Coordinates {
        Coordinates::new(latitude, longitude).unwrap()
    }

    impl Around {
        fn holds(self, place: Coordinates) -> bool {
            (self.south..=self.north).contains(&place.latitude)
                && (self.west..=self.east).contains(&place.longitude)
        }
    }

    #[test]
    fn known_distances() {
        let ha_noi = at(21_028_511, 105_804_817);
        for (place, least, most) in [
            (ha_noi, 0, 0),
            // Ninh Bình.
            (at(20_250_614, 105_974_454), 87_500, 88_700),
            (at(20_300_000, 105_900_000), 80_500, 82_500),
            // Huế, Đà Nẵng, Thành phố Hồ Chí Minh.
            (at(16_463_713, 107_590_866), 535_000, 545_000),
            (at(16_054_407, 108_202_167), 605_000, 612_000),
            (at(10_823_099, 106_629_664), 1_135_000, 1_145_000),
        ] {
            let metres = ha_noi.metres_to(place);
            assert!((least..=most).contains(&metres), "{place:?}: {metres}");
            assert_eq!(place.metres_to(ha_noi), metres);
        }
        // A degree of latitude, and the same of longitude at the equator.
        assert_eq!(
            at(20_000_000, 105_000_000).metres_to(at(21_000_000, 105_000_000)),
            111_195
        );
        assert_eq!(at(0, 105_000_000).metres_to(at(0, 106_000_000)), 111_195);
        // Nothing is lost where places are near.
        assert_eq!(
            at(20_000_000, 105_000_000).metres_to(at(20_000_009, 105_000_000)),
            1
        );
        // Half around, and across the poles.
        assert_eq!(at(0, 0).metres_to(at(0, 180_000_000)), 20_015_114);
        assert_eq!(at(90_000_000, 0).metres_to(at(-90_000_000, 0)), 20_015_114);
    }

    #[test]
    fn places_off_the_earth_and_out_of_vietnam() {
        for (latitude, longitude) in [
            (90_000_001, 0),
            (-90_000_001, 0),
            (0, 180_000_001),
            (0, -180_000_001),
            (i32::MIN, i32::MIN),
        ] {
            assert_eq!(Coordinates::new(latitude, longitude), None);
        }
        // Lũng Cú, Đất Mũi, Trường Sa.
        for inside in [
            at(23_392_000, 105_323_000),
            at(8_583_000, 104_717_000),
            at(8_645_000, 111_920_000),
        ] {
            assert!(inside.in_vietnam(), "{inside:?}");
        }
        // Latitude and longitude the wrong way round, Bangkok, Guangzhou, 0/0.
        for outside in [
            at(13_756_000, 100_502_000),
            at(23_500_001, 113_264_000),
            at(0, 0),
        ] {
            assert!(!outside.in_vietnam(), "{outside:?}");
        }
    }

    proptest! {
        #[test]
        fn a_box_loses_nothing(
            south in -90_000_000..=90_000_000_i32, west in -180_000_000..=180_000_000_i32,
            north in 6_000_000..=23_500_000_i32, east in 102_000_000..=118_000_000_i32,
        ) {
            // From anywhere on Earth to Vietnam, the box of the very distance.
            let (from, to) = (at(south, west), at(north, east));
            let metres = from.metres_to(to);
            if metres <= 500_000 {
                prop_assert!(from.around(metres).holds(to), "{from:?} {to:?} {metres}");
            }
        }

        #[test]
        fn a_box_loses_nothing_nearby(
            latitude in 6_000_000..=23_500_000_i32, longitude in 102_000_000..=118_000_000_i32,
            up in -4_600_000..=4_600_000_i32, right in -5_000_000..=5_000_000_i32,
        ) {
            let from = at(latitude, longitude);
            let to = at(latitude + up, longitude + right);
            let metres = from.metres_to(to);
            prop_assert!(from.around(metres).holds(to), "{from:?} {to:?} {metres}");
        }

        #[test]
        fn near_a_pole_too(
            latitude in 80_000_000..=90_000_000_i32, longitude in -10_000_000..=10_000_000_i32,
            other in 80_000_000..=90_000_000_i32, right in -10_000_000..=10_000_000_i32,
        ) {
            let (from, to) = (at(latitude, longitude), at(other, right));
            let metres = from.metres_to(to);
            prop_assert!(from.around(metres).holds(to), "{from:?} {to:?} {metres}");
        }
    }
}
