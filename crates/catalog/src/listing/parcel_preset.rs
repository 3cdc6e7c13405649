//! Usual packages of OCOP goods, so that a producer need not weigh and measure
//! the first one. What they weigh and measure is with the packaging, as carriers
//! charge it, and rounded up; whoever knows better types it.

use super::content::Parcel;
use kernel::Language;

/// A usual package.
#[derive(Debug, PartialEq, Eq)]
pub struct ParcelPreset {
    /// Its name in the API; it never changes its meaning.
    pub code: &'static str,
    vietnamese: &'static str,
    english: &'static str,
    /// With its goods and its packaging.
    pub weight_grams: i32,
    /// Its outer size.
    pub parcel: Parcel,
}

impl ParcelPreset {
    /// The name that people see.
    #[must_use]
    pub const fn name(&self, language: Language) -> &'static str {
        language.pick(self.vietnamese, self.english)
    }

    /// The preset of that code.
    #[must_use]
    pub fn find(code: &str) -> Option<&'static Self> {
        PARCEL_PRESETS.iter().find(|preset| preset.code == code)
    }
}

const fn preset(
    code: &'static str,
    vietnamese: &'static str,
    english: &'static str,
    weight_grams: i32,
    [length_mm, width_mm, height_mm]: [i32; 3],
) -> ParcelPreset {
    ParcelPreset {
        code,
        vietnamese,
        english,
        weight_grams,
        parcel: Parcel {
            length_mm,
            width_mm,
            height_mm,
        },
    }
}

/// Every preset, in the order of showing.
pub static PARCEL_PRESETS: [ParcelPreset; 12] = [
    preset("BAG_200G", "Túi 200 g", "Bag of 200 g", 230, [200, 140, 60]),
    preset("BAG_500G", "Túi 500 g", "Bag of 500 g", 540, [260, 180, 80]),
    preset("BAG_1KG", "Túi 1 kg", "Bag of 1 kg", 1_060, [300, 220, 100]),
    preset(
        "BAG_5KG",
        "Bao 5 kg",
        "Sack of 5 kg",
        5_100,
        [450, 300, 120],
    ),
    preset("JAR_500G", "Hũ 500 g", "Jar of 500 g", 850, [100, 100, 140]),
    preset(
        "BOTTLE_500ML",
        "Chai 500 ml",
        "Bottle of 500 ml",
        950,
        [100, 100, 300],
    ),
    preset(
        "BOTTLE_1L",
        "Chai 1 lít",
        "Bottle of 1 litre",
        1_400,
        [110, 110, 340],
    ),
    preset(
        "CAN_5L",
        "Can 5 lít",
        "Canister of 5 litres",
        5_300,
        [200, 160, 280],
    ),
    preset("GIFT_BOX", "Hộp quà", "Gift box", 1_500, [350, 250, 120]),
    preset(
        "CARTON_S",
        "Thùng carton nhỏ (S)",
        "Small carton (S)",
        2_000,
        [250, 200, 150],
    ),
    preset(
        "CARTON_M",
        "Thùng carton vừa (M)",
        "Medium carton (M)",
        5_000,
        [350, 250, 200],
    ),
    preset(
        "CARTON_L",
        "Thùng carton lớn (L)",
        "Large carton (L)",
        10_000,
        [400, 300, 300],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn codes_and_names_are_unique() {
        let all = || PARCEL_PRESETS.iter();
        let codes: HashSet<_> = all().map(|own| own.code).collect();
        let names: HashSet<_> = all().map(|own| own.name(Language::Vi)).collect();
        let english: HashSet<_> = all().map(|own| own.name(Language::En)).collect();
        for count in [codes.len(), names.len(), english.len()] {
            assert_eq!(count, PARCEL_PRESETS.len());
        }
        for own in all() {
            assert_eq!(ParcelPreset::find(own.code), Some(own));
        }
        assert_eq!(ParcelPreset::find("CARTON"), None);
    }

    /// A listing takes it, a post office does, and it is neither of lead nor of
    /// feathers.
    #[test]
    fn sizes_and_weights_are_plausible() {
        for own in &PARCEL_PRESETS {
            let Parcel {
                length_mm,
                width_mm,
                height_mm,
            } = own.parcel;
            assert!(own.parcel.fits(), "{}", own.code);
            // A parcel of the post: 31.5 kg, no side above 1.5 m.
            assert!((1..=31_500).contains(&own.weight_grams), "{}", own.code);
            let sides = [length_mm, width_mm, height_mm];
            assert!(sides.iter().all(|side| (50..=1_500).contains(side)));
            let cubic_mm: i64 = sides.iter().map(|side| i64::from(*side)).product();
            let per_litre = i64::from(own.weight_grams) * 1_000_000 / cubic_mm;
            assert!(
                (100..=1_200).contains(&per_litre),
                "{}: {per_litre}",
                own.code
            );
        }
    }

    /// What a name says is in it, the package holds and outweighs.
    #[test]
    fn a_package_weighs_more_than_what_is_in_it() {
        for (code, grams) in [
            ("BAG_200G", 200),
            ("BAG_500G", 500),
            ("BAG_1KG", 1_000),
            ("BAG_5KG", 5_000),
            ("JAR_500G", 500),
            ("BOTTLE_500ML", 500),
            ("BOTTLE_1L", 1_000),
            ("CAN_5L", 5_000),
        ] {
            let own = ParcelPreset::find(code).unwrap();
            assert!(own.weight_grams > grams, "{code}");
            assert!(own.weight_grams < grams * 2, "{code}");
        }
    }
}
