//! What the demonstration's councils score by.

use super::walk::failed;
use crate::failure::Failure;
use chrono::NaiveDate;
use kernel::{Actor, CriterionId};
use programme::Programme;
use programme::council::{CriteriaSheet, NewCriteriaSheet, NewCriterion};
use programme::scheme::{Part, Scheme};

/// A sheet with a criterion for each part: how the parts are divided is not
/// public.
pub(super) async fn criteria(
    programme: &Programme,
    scheme: Scheme,
    valid_from: NaiveDate,
) -> Result<CriteriaSheet, Failure> {
    let criteria = Part::ALL.map(|part| NewCriterion {
        part: part.as_str().to_owned(),
        code: part.as_str().to_owned(),
        name: name_of(part).0.to_owned(),
        name_en: Some(name_of(part).1.to_owned()),
        max_hundredths: scheme.part_hundredths(part),
        mandatory: false,
    });
    let new = NewCriteriaSheet {
        scheme,
        product_set: None,
        valid_from,
        criteria: criteria.to_vec(),
    };
    let made = programme.create_criteria(&Actor::System, new).await;
    made.map_err(failed)
}

/// The name of a part, in Vietnamese and in English.
const fn name_of(part: Part) -> (&'static str, &'static str) {
    match part {
        Part::A => ("Sản phẩm và sức mạnh cộng đồng", "Product and community"),
        Part::B => ("Khả năng tiếp thị", "Marketing"),
        Part::C => ("Chất lượng sản phẩm", "Quality of the product"),
    }
}

/// Points for the criteria that add up to a total, the first ones filled.
pub(super) fn points(sheet: &CriteriaSheet, total: i32) -> Vec<(CriterionId, i32)> {
    let mut left = total;
    let lines = sheet.criteria.iter();
    lines
        .map(|line| {
            let given = left.min(line.max_hundredths);
            left -= given;
            (line.id, given)
        })
        .collect()
}
