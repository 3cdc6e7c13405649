//! Filters in Meilisearch's language. Values are typed or quoted, so nothing
//! that a user sent is ever read as syntax.

use crate::query::Filter;
use kernel::Timestamp;
use programme::LegalForm;

/// What nothing satisfies.
const NOTHING: &str = "stars < 0";

/// The filter of a query: its own conditions and the visibility at `now`.
pub(crate) fn expression(filter: &Filter, now: Timestamp) -> String {
    let now = now.timestamp_micros();
    let mut all = vec![
        format!("visible_from <= {now}"),
        format!("visible_until > {now}"),
    ];
    let quoted = |values: &Vec<String>| values.iter().map(|value| quote(value)).collect::<Vec<_>>();
    let producers =
        |ids: &Vec<kernel::ProducerId>| ids.iter().map(|id| quote(&id.to_string())).collect();
    let numbers = |own: &Vec<i32>| own.iter().map(ToString::to_string).collect();
    let forms = |own: &Vec<LegalForm>| own.iter().map(|form| quote(form.as_str())).collect();
    for (field, values) in [
        ("group", filter.groups.as_ref().map(quoted)),
        ("province", filter.provinces.as_ref().map(quoted)),
        ("commune", filter.communes.as_ref().map(quoted)),
        ("product_set", filter.product_sets.as_ref().map(numbers)),
        ("legal_form", filter.legal_forms.as_ref().map(forms)),
        ("producer_id", filter.producers.as_ref().map(producers)),
        ("stars", filter.stars_in.as_ref().map(numbers)),
    ] {
        match values {
            Some(values) if values.is_empty() => all.push(NOTHING.to_owned()),
            Some(values) => all.push(format!("{field} IN [{}]", values.join(", "))),
            None => {}
        }
    }
    all.extend(filter.stars_min.map(|stars| format!("stars >= {stars}")));
    all.extend(filter.stars_max.map(|stars| format!("stars <= {stars}")));
    all.extend(
        filter
            .price_min
            .map(|price| format!("price_max >= {price}")),
    );
    all.extend(
        filter
            .price_max
            .map(|price| format!("price_min <= {price}")),
    );
    all.extend(
        filter
            .in_stock
            .map(|in_stock| format!("in_stock = {in_stock}")),
    );
    all.join(" AND ")
}

fn quote(value: &str) -> String {
    let mut quoted = String::with_capacity(value.len() + 2);
    quoted.push('"');
    for c in value.chars() {
        if matches!(c, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Money;

    #[test]
    fn every_condition_is_written_and_nothing_escapes_its_quotes() {
        let filter = Filter {
            groups: Some(vec![
                "FOOD".to_owned(),
                "x\" OR stars > 0 OR group = \"\\".to_owned(),
            ]),
            provinces: Some(Vec::new()),
            stars_in: Some(vec![4, 5]),
            stars_min: Some(3),
            price_max: Some(Money::from_stored(50_000)),
            in_stock: Some(true),
            ..Filter::default()
        };
        assert_eq!(
            expression(&filter, Timestamp::UNIX_EPOCH),
            "visible_from <= 0 AND visible_until > 0 AND group IN [\"FOOD\", \
             \"x\\\" OR stars > 0 OR group = \\\"\\\\\"] AND stars < 0 AND stars IN [4, 5] AND stars >= 3 \
             AND price_min <= 50000 AND in_stock = true"
        );
    }
}
