//! What a change changes, field by field.

use super::content::ListingContent;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// One field that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// Where: the content's field, then what is in it. Variants are named by
    /// their ids, other lists by position from 0.
    pub path: Vec<String>,
    /// What it says now; `None` for nothing.
    pub before: Option<String>,
    /// What it is to say; `None` for nothing.
    pub after: Option<String>,
}

/// The fields that differ, in the order of the content.
#[must_use]
pub fn diff(before: Option<&ListingContent>, after: &ListingContent) -> Vec<FieldChange> {
    differences(before, after, &FIELDS)
}

/// The fields in which two contents differ, in the order of `fields`.
pub(crate) fn differences<C: Default + Serialize>(
    before: Option<&C>,
    after: &C,
    fields: &[&str],
) -> Vec<FieldChange> {
    let empty = C::default();
    let before = leaves(before.unwrap_or(&empty));
    let after = leaves(after);
    let mut paths: Vec<&Vec<String>> = before.keys().chain(after.keys()).collect();
    paths.sort_by_key(|path| (order(path, fields), *path));
    paths.dedup();
    paths
        .into_iter()
        .filter(|path| before.get(*path) != after.get(*path))
        .map(|path| FieldChange {
            path: path.clone(),
            before: before.get(path).cloned(),
            after: after.get(path).cloned(),
        })
        .collect()
}

/// Fields as people read a listing.
const FIELDS: [&str; 19] = [
    "certificateId",
    "name",
    "nameEn",
    "images",
    "story",
    "storyEn",
    "videos",
    "ingredients",
    "origin",
    "usageNotes",
    "warnings",
    "storage",
    "shelfLifeDays",
    "declaration",
    "abvTenths",
    "attributes",
    "options",
    "variants",
    "",
];

fn order(path: &[String], fields: &[&str]) -> usize {
    let field = path.first().map_or("", String::as_str);
    let place = fields.iter().position(|own| *own == field);
    place.unwrap_or(fields.len())
}

fn leaves(content: &impl Serialize) -> BTreeMap<Vec<String>, String> {
    let mut found = BTreeMap::new();
    // A content is JSON in the database; were it not, nothing would differ.
    let value = serde_json::to_value(content).unwrap_or(Value::Null);
    gather(&value, &mut Vec::new(), &mut found);
    found
}

fn gather(value: &Value, path: &mut Vec<String>, found: &mut BTreeMap<Vec<String>, String>) {
    match value {
        Value::Null => {}
        Value::Object(fields) => {
            for (name, value) in fields {
                path.push(name.clone());
                gather(value, path, found);
                path.pop();
            }
        }
        Value::Array(values) => {
            for (at, value) in values.iter().enumerate() {
                let id = value.get("id").and_then(Value::as_str);
                // Videos have ids too, but no others look them up by these.
                let named = path.first().is_some_and(|field| field == "variants");
                path.push(match id {
                    Some(id) if named => id.to_owned(),
                    _ => at.to_string(),
                });
                gather(value, path, found);
                path.pop();
            }
        }
        Value::String(text) if text.is_empty() => {}
        Value::String(text) => {
            found.insert(path.clone(), text.clone());
        }
        Value::Bool(_) | Value::Number(_) => {
            found.insert(path.clone(), value.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listing::VariantContent;
    use kernel::VariantId;

    fn variant(id: u128, sku: &str) -> VariantContent {
        VariantContent {
            id: VariantId(uuid::Uuid::from_u128(id)),
            sku: sku.to_owned(),
            gtin: None,
            name: "200 g".to_owned(),
            name_en: None,
            choices: vec![],
            weight_grams: 250,
            parcel: None,
            min_per_order: 1,
            max_per_order: 10,
            first: None,
        }
    }

    #[test]
    fn what_differs_is_told_field_by_field() {
        let before = ListingContent {
            name: "Cơm cháy".to_owned(),
            origin: Some("Ninh Bình".to_owned()),
            variants: vec![variant(1, "A"), variant(2, "B")],
            ..ListingContent::default()
        };
        let mut after = before.clone();
        assert_eq!(diff(Some(&before), &after), []);
        after.name = "Cơm cháy chà bông".to_owned();
        after.origin = None;
        after.storage = Some("Nơi khô ráo".to_owned());
        // In another order: variants are known by their ids.
        after.variants = vec![variant(2, "B2"), variant(1, "A")];
        let told = diff(Some(&before), &after);
        let told: Vec<_> = told
            .iter()
            .map(|one| {
                let path = one.path.join("/");
                (path, one.before.as_deref(), one.after.as_deref())
            })
            .collect();
        let id = uuid::Uuid::from_u128(2);
        assert_eq!(
            told,
            [
                (
                    "name".to_owned(),
                    Some("Cơm cháy"),
                    Some("Cơm cháy chà bông")
                ),
                ("origin".to_owned(), Some("Ninh Bình"), None),
                ("storage".to_owned(), None, Some("Nơi khô ráo")),
                (format!("variants/{id}/sku"), Some("B"), Some("B2")),
            ]
        );
    }
}
