//! Where in the file stands what a listing's rules find wrong.

use super::Group;
use crate::bulk::field::Field;
use crate::bulk::outcome::Step;
use crate::bulk::problem::RowProblem;
use crate::listing::ContentProblem;
use std::collections::HashMap;

/// Where the parts of an edit come from.
#[derive(Default)]
pub(super) struct Places {
    /// The lines that tell of the product as a whole.
    pub(super) told: HashMap<Field, u32>,
    /// The codes of the attributes, in the order of the edit.
    pub(super) attributes: Vec<&'static str>,
    /// The lines of the variants, in the order of the edit; none for what the
    /// file does not tell of.
    pub(super) variants: Vec<Option<u32>>,
}

impl Places {
    pub(super) fn problem(
        &self,
        step: &Step<'_>,
        group: &Group,
        problem: &ContentProblem,
    ) -> RowProblem {
        let (line, field) = self.of(&problem.path, group.first());
        step.error(line, field, problem.code)
    }

    fn of(&self, path: &[String], first: u32) -> (u32, Field) {
        let part = |at: usize| path.get(at).map_or("", String::as_str);
        let nth = part(1).parse::<usize>().ok();
        let field = match (part(0), nth) {
            ("variants", Some(nth)) => {
                let line = self.variants.get(nth).copied().flatten();
                let Some(line) = line else {
                    return (first, Field::Product);
                };
                return (line, of_variant(part(2)));
            }
            ("options", Some(nth)) => {
                let nth = u8::try_from(nth).unwrap_or_default();
                match part(2) {
                    "values" => Field::Choice(nth),
                    _ => Field::Option(nth),
                }
            }
            ("attributes", Some(nth)) => match self.attributes.get(nth) {
                Some(code) => Field::Attribute(code),
                None => Field::Product,
            },
            (field, _) => of_content(field).unwrap_or(Field::Product),
        };
        (self.told.get(&field).copied().unwrap_or(first), field)
    }
}

fn of_variant(field: &str) -> Field {
    match field {
        "gtin" => Field::Gtin,
        "name" => Field::VariantName,
        "nameEn" => Field::VariantNameEn,
        "weightGrams" => Field::WeightGrams,
        "parcel" => Field::LengthMm,
        "minPerOrder" => Field::MinPerOrder,
        "maxPerOrder" => Field::MaxPerOrder,
        "price" => Field::Price,
        "compareAtPrice" => Field::CompareAtPrice,
        "stock" => Field::OnHand,
        "choices" => Field::Choice(0),
        _ => Field::Sku,
    }
}

/// The column of a field of the content.
pub(super) fn of_content(field: &str) -> Option<Field> {
    Some(match field {
        "name" => Field::Name,
        "nameEn" => Field::NameEn,
        "certificateId" => Field::Certificate,
        "story" => Field::Story,
        "storyEn" => Field::StoryEn,
        "ingredients" => Field::Ingredients,
        "origin" => Field::Origin,
        "usageNotes" => Field::UsageNotes,
        "warnings" => Field::Warnings,
        "storage" => Field::Storage,
        "shelfLifeDays" => Field::ShelfLifeDays,
        "declaration" => Field::DeclarationNumber,
        "abvTenths" => Field::Abv,
        "options" => Field::Option(0),
        "variants" => Field::Sku,
        _ => return None,
    })
}
