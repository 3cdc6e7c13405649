//! How easily what is sold under a certificate does harm, by its product set.
//! As with the other points of [`super::risk`], no law sets them: they are the
//! programme's own.
//!
//! | goods | why | points |
//! |---|---|---|
//! | fresh produce, meat, fish, eggs, milk and what is made of the latter, ready-to-eat food (sets 1, 2, 5, 8) | it spoils: a broken cold chain or dirty premises make people ill within hours | 10 |
//! | other food and drink, functional food and medicine (3, 4, 6, 7, 9 to 18) | it is taken by mouth, but keeps | 6 |
//! | tourism (26) | guests are fed and lodged | 4 |
//! | cosmetics, oils and other herbs (19, 20) | it is put on the skin | 3 |
//! | handicrafts, fabrics, flowers, ornamental plants and animals (21 to 25) | faults concern the label and the origin, not health | 0 |
//!
//! Decision 1048/QĐ-TTg knows groups and no sets; of a group that may have
//! both, the graver counts. Nothing is known of certificates from before there
//! were dossiers, and nothing is added for them.

use crate::taxonomy::{self, ProductGroup};

/// The most points.
pub const MOST: i64 = 10;

/// The points of what a dossier registered in a group and, under Decision
/// 148/QĐ-TTg, in a product set.
#[must_use]
pub fn points(group_code: &str, product_set: Option<i32>) -> i64 {
    match product_set.and_then(taxonomy::product_set) {
        Some(set) => match set.number {
            1 | 2 | 5 | 8 => MOST,
            3 | 4 | 6 | 7 | 9..=18 => 6,
            26 => 4,
            19 | 20 => 3,
            _ => 0,
        },
        None => match ProductGroup::parse(group_code) {
            Some(ProductGroup::Food) => MOST,
            Some(ProductGroup::Beverage | ProductGroup::Herbal) => 6,
            Some(ProductGroup::Tourism) => 4,
            // Fabrics, souvenirs, and the crafts of today.
            Some(ProductGroup::Handicraft | ProductGroup::Ornamental) | None => 0,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scheme::Scheme;

    #[test]
    fn what_spoils_weighs_more_than_what_keeps_and_that_more_than_crafts() {
        let of = |number: u8| points("", Some(i32::from(number)));
        let table: Vec<i64> = (1..=26).map(of).collect();
        assert_eq!(
            table,
            [
                10, 10, 6, 6, 10, 6, 6, 10, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 3, 3, 0, 0, 0, 0, 0, 4
            ]
        );
    }

    #[test]
    fn a_group_counts_where_there_is_no_set() {
        let groups = Scheme::Decision1048.groups().iter();
        let groups: Vec<(&str, i64)> = groups
            .map(|own| (own.code, points(own.code, None)))
            .collect();
        assert_eq!(
            groups,
            [
                ("FOOD", 10),
                ("BEVERAGE", 6),
                ("HERBAL", 6),
                ("TEXTILE", 0),
                ("DECOR", 0),
                ("TOURISM", 4),
            ]
        );
        assert_eq!(points("NO_GROUP", None), 0);
        assert_eq!(points("FOOD", Some(27)), 10, "no such set: as its group");
    }

    #[test]
    fn no_set_weighs_more_than_its_group_alone() {
        for set in &taxonomy::PRODUCT_SETS {
            let group = set.group.as_str();
            assert!(
                points(group, Some(i32::from(set.number))) <= points(group, None),
                "{set:?}"
            );
        }
    }
}
