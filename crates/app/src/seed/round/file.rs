//! The shape of `ninh_binh_2021.toml`.

use chrono::NaiveDate;
use serde::Deserialize;

/// A year of the programme in a province.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Round {
    pub(super) cycle: CycleOf,
    pub(super) target: TargetOf,
    pub(super) council: CouncilOf,
    pub(super) decision: DecisionOf,
    #[serde(rename = "entity")]
    pub(super) entities: Vec<Entity>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CycleOf {
    pub(super) year: i32,
    pub(super) province: String,
    pub(super) scheme: String,
    pub(super) planned_products: i32,
    pub(super) opened_on: NaiveDate,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TargetOf {
    pub(super) by_year: i32,
    pub(super) stars_min: i32,
    pub(super) products: i32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CouncilOf {
    pub(super) held_on: NaiveDate,
    pub(super) quorum: i32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DecisionOf {
    pub(super) number: String,
    pub(super) decided_on: NaiveDate,
    pub(super) signer: String,
    pub(super) authority: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entity {
    pub(super) legal_form: String,
    pub(super) name: String,
    pub(super) tax_code: String,
    pub(super) phone: String,
    pub(super) email: String,
    pub(super) street: String,
    pub(super) commune: String,
    #[serde(rename = "product")]
    pub(super) products: Vec<Product>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Product {
    pub(super) name: String,
    pub(super) group: String,
    pub(super) idea: String,
    pub(super) plan: String,
    /// What each member of the council gave, in hundredths of a point.
    pub(super) sheets: Vec<i32>,
}
