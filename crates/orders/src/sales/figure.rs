//! Counts and the cells that they are kept in.

use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Stands for every value of a cut that is a text.
pub(crate) const ALL: &str = "*";

/// What sales have in common. [`ALL`] and zero stars stand for all of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cell {
    pub(crate) year: i32,
    pub(crate) province_code: String,
    pub(crate) legal_form: String,
    pub(crate) commune_code: String,
    pub(crate) group_code: String,
    pub(crate) stars: i32,
}

/// How much was sold; in a difference also less than nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) orders: i64,
    pub(crate) units: i64,
    /// Whole đồng.
    pub(crate) revenue: i64,
}

impl Counts {
    pub(crate) fn add(&mut self, other: Self) {
        self.orders += other.orders;
        self.units += other.units;
        self.revenue += other.revenue;
    }
}

/// A part's lines of one group and so many stars.
#[derive(Clone, Debug)]
pub(crate) struct SoldLine {
    pub(crate) part: Uuid,
    pub(crate) year: i32,
    pub(crate) province_code: String,
    pub(crate) commune_code: String,
    pub(crate) legal_form: String,
    pub(crate) group_code: String,
    pub(crate) stars: i32,
    pub(crate) units: i64,
    pub(crate) revenue: i64,
}

impl SoldLine {
    /// Where it counts: in its form by group and stars, by either and as a
    /// whole, and in its commune.
    fn cells(&self) -> [Cell; 5] {
        let of_form = |group: &str, stars| Cell {
            year: self.year,
            province_code: self.province_code.clone(),
            legal_form: self.legal_form.clone(),
            commune_code: ALL.to_owned(),
            group_code: group.to_owned(),
            stars,
        };
        [
            of_form(&self.group_code, self.stars),
            of_form(&self.group_code, 0),
            of_form(ALL, self.stars),
            of_form(ALL, 0),
            Cell {
                legal_form: ALL.to_owned(),
                commune_code: self.commune_code.clone(),
                ..of_form(ALL, 0)
            },
        ]
    }
}

/// Whole parts, added up: a part is one order in every cell that a line of it
/// belongs to.
pub(crate) fn cells(lines: &[SoldLine]) -> BTreeMap<Cell, Counts> {
    let mut sums: BTreeMap<Cell, (BTreeSet<Uuid>, Counts)> = BTreeMap::new();
    for line in lines {
        for cell in line.cells() {
            let (parts, counts) = sums.entry(cell).or_default();
            counts.add(Counts {
                orders: i64::from(parts.insert(line.part)),
                units: line.units,
                revenue: line.revenue,
            });
        }
    }
    sums.into_iter()
        .map(|(cell, (_, counts))| (cell, counts))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_one_order_in_every_cell_that_it_touches() {
        let line = |part: u128, group: &str, stars, units| SoldLine {
            part: Uuid::from_u128(part),
            year: 2026,
            province_code: "37".to_owned(),
            commune_code: "14620".to_owned(),
            legal_form: "FARM".to_owned(),
            group_code: group.to_owned(),
            stars,
            units,
            revenue: units * 10,
        };
        let told = cells(&[
            line(1, "FOOD", 4, 2),
            line(1, "BEVERAGE", 4, 1),
            line(2, "FOOD", 3, 5),
        ]);
        let told: Vec<String> = told
            .iter()
            .map(|(cell, counts)| {
                format!(
                    "{} {} {} {}: {} {} {}",
                    cell.legal_form,
                    cell.commune_code,
                    cell.group_code,
                    cell.stars,
                    counts.orders,
                    counts.units,
                    counts.revenue
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                "* 14620 * 0: 2 8 80",
                "FARM * * 0: 2 8 80",
                "FARM * * 3: 1 5 50",
                "FARM * * 4: 1 3 30",
                "FARM * BEVERAGE 0: 1 1 10",
                "FARM * BEVERAGE 4: 1 1 10",
                "FARM * FOOD 0: 2 7 70",
                "FARM * FOOD 3: 1 5 50",
                "FARM * FOOD 4: 1 2 20",
            ]
        );
    }
}
