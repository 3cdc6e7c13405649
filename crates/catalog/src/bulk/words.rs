//! What people write in the cells of a producer's tables.

use super::amount;
use super::cells::code;
use super::problem::RowCode;
use crate::listing::{Attribute, AttributeKind, AttributeValue, ContentCode, DeclarationRegime};
use kernel::{Language, text};
use programme::taxonomy;
use spreadsheets::Cell;

/// The text of a cell as it stands there; days as Vietnamese write them.
pub(super) fn raw(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) | Cell::Number(text) => text.clone(),
        Cell::Date(date) => date.format("%d/%m/%Y").to_string(),
    }
}

/// Whether two cells say the same.
pub(super) fn same(one: &Cell, other: &Cell) -> bool {
    text::clean(&raw(one)) == text::clean(&raw(other))
}

/// A set by its number or its name.
pub(super) fn product_set(said: &str) -> Option<i32> {
    let said = text::fold(said);
    if let Ok(number) = said.parse() {
        return taxonomy::product_set(number).map(|set| set.number.into());
    }
    (1..=26)
        .filter_map(taxonomy::product_set)
        .find(|set| {
            let is = |language| text::fold(set.name(language)) == said;
            is(Language::Vi) || is(Language::En)
        })
        .map(|set| set.number.into())
}

/// Rules of declaring food, by their name in the API or by their number.
pub(super) fn regime(said: &str) -> Option<DeclarationRegime> {
    let said = text::fold(said);
    let of = |number: &str| said.split(|c: char| !c.is_ascii_digit()).next() == Some(number);
    match said.as_str() {
        "decree15" => Some(DeclarationRegime::Decree15),
        "decree46" => Some(DeclarationRegime::Decree46),
        "other" | "khac" => Some(DeclarationRegime::Other),
        _ if of("15") => Some(DeclarationRegime::Decree15),
        _ if of("46") => Some(DeclarationRegime::Decree46),
        _ => None,
    }
}

/// The same as an export writes it.
pub(super) const fn regime_name(regime: DeclarationRegime) -> &'static str {
    match regime {
        DeclarationRegime::Decree15 => "15/2018/NĐ-CP",
        DeclarationRegime::Decree46 => "46/2026/NĐ-CP",
        DeclarationRegime::Other => "Khác",
    }
}

/// The value of an attribute: a choice by its name or code.
pub(super) fn attribute(own: &str, cell: &Cell) -> Result<AttributeValue, RowCode> {
    let invalid = || RowCode::Content(ContentCode::Invalid);
    let attribute = Attribute::find(own).ok_or_else(invalid)?;
    let said = text::clean(&raw(cell));
    match &attribute.kind {
        AttributeKind::Text(_) => Ok(AttributeValue::Text(said)),
        AttributeKind::Number(..) => match amount::whole(cell) {
            Ok(number) => Ok(AttributeValue::Number(number)),
            Err(refused) => Err(code(refused).into()),
        },
        AttributeKind::Choice(choices) => {
            let folded = text::fold(&said);
            let meant = choices.iter().find(|choice| {
                let is = |language| text::fold(choice.name(language)) == folded;
                choice.code.eq_ignore_ascii_case(&said) || is(Language::Vi) || is(Language::En)
            });
            let meant = meant.ok_or_else(invalid)?;
            Ok(AttributeValue::Choice(meant.code.to_owned()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cells_mean() {
        for (said, set) in [("6", Some(6)), ("06", Some(6)), ("0", None), ("27", None)] {
            assert_eq!(product_set(said), set, "{said}");
        }
        for number in 1..=26 {
            let set = taxonomy::product_set(number).unwrap();
            let by_name = product_set(set.name(Language::Vi)).unwrap();
            let meant = taxonomy::product_set(by_name).unwrap();
            assert_eq!(meant.name(Language::Vi), set.name(Language::Vi));
        }
        for (said, expected) in [
            ("15/2018/NĐ-CP", Some(DeclarationRegime::Decree15)),
            ("DECREE46", Some(DeclarationRegime::Decree46)),
            ("khác", Some(DeclarationRegime::Other)),
            ("150/2018", None),
            ("", None),
        ] {
            assert_eq!(regime(said), expected, "{said}");
        }
        for own in [
            DeclarationRegime::Decree15,
            DeclarationRegime::Decree46,
            DeclarationRegime::Other,
        ] {
            assert_eq!(regime(regime_name(own)), Some(own));
        }
        let cell = |text: &str| Cell::Text(text.to_owned());
        let sedge = Ok(AttributeValue::Choice("SEDGE".to_owned()));
        for said in ["Cói", "coi", "SEDGE", "sedge"] {
            assert_eq!(attribute("MATERIAL", &cell(said)), sedge, "{said}");
        }
        assert!(attribute("MATERIAL", &cell("vàng")).is_err());
        assert!(attribute("CAPACITY_ML", &cell("nửa lít")).is_err());
    }
}
