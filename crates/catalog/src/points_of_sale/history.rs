//! Who changed what of a point of sale, and when.

use super::{PointFacts, authority, store};
use crate::{Catalog, ListError};
use kernel::{Actor, Page, PageArgs, PointOfSaleId, Timestamp};
use sea_orm::DbErr;
use serde_json::{Map, Value};

/// What was done with a point of sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointAction {
    /// It was recorded.
    Create,
    /// Its facts were replaced.
    Update,
    /// It was closed for good.
    Close,
    /// Products were put on its shelf, or their notes changed.
    ProductsAdd,
    /// Products were taken off its shelf.
    ProductsRemove,
}

impl PointAction {
    /// Every action.
    pub const ALL: [PointAction; 5] = [
        PointAction::Create,
        PointAction::Update,
        PointAction::Close,
        PointAction::ProductsAdd,
        PointAction::ProductsRemove,
    ];

    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            PointAction::Create => "CREATE",
            PointAction::Update => "UPDATE",
            PointAction::Close => "CLOSE",
            PointAction::ProductsAdd => "PRODUCTS_ADD",
            PointAction::ProductsRemove => "PRODUCTS_REMOVE",
        }
    }

    /// The action of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.as_str() == name)
    }

    /// The name among the uses of a producer's grant.
    pub(super) const fn of_grants(self) -> &'static str {
        match self {
            PointAction::Create => "POINT_OF_SALE_CREATE",
            PointAction::Update => "POINT_OF_SALE_UPDATE",
            PointAction::Close => "POINT_OF_SALE_CLOSE",
            PointAction::ProductsAdd => "POINT_OF_SALE_PRODUCTS_ADD",
            PointAction::ProductsRemove => "POINT_OF_SALE_PRODUCTS_REMOVE",
        }
    }
}

/// One fact before and after a change, as JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactChange {
    /// The fact's name, such as `nameEn`; of a shelf, the product's id.
    pub fact: String,
    /// What it was.
    pub before: Value,
    /// What it is.
    pub after: Value,
}

/// What happened to a point of sale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PointEvent {
    /// Its place in the history, from 1.
    pub place: i64,
    /// What was done.
    pub action: PointAction,
    /// What changed by it, by name.
    pub changes: Vec<FactChange>,
    /// Who did it: an actor's label.
    pub actor: String,
    /// When.
    pub at: Timestamp,
}

/// What differs between facts, each as `[before, after]`.
pub(super) fn between(before: Option<&PointFacts>, after: &PointFacts) -> Result<Value, DbErr> {
    let before = before.map(facts).transpose()?.unwrap_or_default();
    let changed = facts(after)?.into_iter().filter_map(|(fact, after)| {
        let before = before.get(&fact).cloned().unwrap_or(Value::Null);
        (before != after).then(|| (fact, Value::from(vec![before, after])))
    });
    Ok(Value::Object(changed.collect()))
}

fn facts(of: &PointFacts) -> Result<Map<String, Value>, DbErr> {
    match serde_json::to_value(of) {
        Ok(Value::Object(facts)) => Ok(facts),
        other => Err(DbErr::Custom(format!(
            "facts are no JSON object: {other:?}"
        ))),
    }
}

impl Catalog {
    /// A page of a point's history, the latest first; `None` for whoever may
    /// not change the point.
    ///
    /// # Errors
    /// [`ListError::Page`] for a cursor of another list.
    pub async fn point_history(
        &self,
        actor: &Actor,
        id: PointOfSaleId,
        page: &PageArgs,
    ) -> Result<Option<Page<PointEvent>>, ListError> {
        let connection = self.db.primary();
        let Some(point) = store::points::by_id(connection, id, None).await? else {
            return Ok(None);
        };
        if authority::over(actor, point.producer_id, &point.facts.province_code).is_none() {
            return Ok(None);
        }
        let rows = store::history::rows(connection, id, page).await?;
        Ok(Some(Page::from_rows(page, rows, store::history::position)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::points_of_sale::{Coordinates, OpeningHours, PointKind};
    use serde_json::json;

    #[test]
    fn only_what_differs_is_told() {
        let facts = PointFacts {
            kind: PointKind::Shop,
            name: "Cửa hàng".to_owned(),
            name_en: None,
            organisation: None,
            province_code: "37".to_owned(),
            commune_code: "14620".to_owned(),
            street: "Thôn 1".to_owned(),
            phone: None,
            coordinates: Coordinates::new(20_250_000, 105_970_000).unwrap(),
            hours: OpeningHours::default(),
            by_appointment: false,
            pick_up: true,
            notes: None,
        };
        assert_eq!(between(Some(&facts), &facts).unwrap(), json!({}));
        let moved = PointFacts {
            coordinates: Coordinates::new(20_250_001, 105_970_000).unwrap(),
            notes: Some("Có chỗ đỗ xe".to_owned()),
            ..facts.clone()
        };
        assert_eq!(
            between(Some(&facts), &moved).unwrap(),
            json!({ "latitude": [20_250_000, 20_250_001], "notes": [null, "Có chỗ đỗ xe"] })
        );
        let all = between(None, &facts).unwrap();
        assert_eq!(all["kind"], json!([null, "SHOP"]));
        assert_eq!(all.get("notes"), None, "nothing came of nothing");
        for action in PointAction::ALL {
            assert_eq!(PointAction::parse(action.as_str()), Some(action));
        }
    }
}
