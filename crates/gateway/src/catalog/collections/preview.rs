//! What a rule would hold.

use super::inputs::CollectionRuleInput;
use crate::catalog::Product;
use crate::errors::{Code, bad_input, error, fault, internal};
use crate::schema::connection::{count, up_to};
use crate::schema::request::ContextExt;
use async_graphql::{Context, Enum, Object, Result};
use catalog::collections::{CollectionError, Preview};

/// The most products of a preview.
const MOST: u32 = 24;

/// The previews' part of `Query`.
#[derive(Default)]
pub(crate) struct PreviewQuery;

#[Object]
impl PreviewQuery {
    /// What a rule would hold now, before anybody keeps it: for moderators
    /// and administrators, and for officers of the programme in their
    /// provinces.
    async fn collection_preview(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rule.")] rule: CollectionRuleInput,
        #[graphql(desc = "The code of the province whose products alone it would hold.")]
        province: Option<String>,
        #[graphql(desc = "The first so many products, 1 to 24.")] first: i32,
    ) -> Result<CollectionPreview> {
        let first = up_to(first, MOST)?;
        let rule = rule.rule()?;
        let catalog = &ctx.services().catalog;
        let seen = catalog.preview_rule(ctx.actor(), province.as_deref(), &rule, first);
        seen.await
            .map(CollectionPreview)
            .map_err(|refused| match refused {
                CollectionError::ProvinceNotCurated => {
                    error(Code::Forbidden, "the caller does not curate there")
                }
                CollectionError::Rule(field) => {
                    bad_input(format!("rule.{field}: no such condition"))
                }
                CollectionError::Fault(error) => fault(&error),
                other => internal(&other),
            })
    }
}

/// What a rule would hold.
pub(crate) struct CollectionPreview(Preview);

/// What a rule would hold; for curators.
#[Object]
impl CollectionPreview {
    /// How many products that the public may see and buy; counting stops at
    /// 10,000.
    async fn total_count(&self) -> i32 {
        count(self.0.count)
    }

    /// The first of them, in the order of the rule.
    async fn products(&self) -> Vec<Product> {
        self.0.cards.iter().cloned().map(Product::from).collect()
    }

    /// Why it could not be published; null where it could.
    async fn problem(&self) -> Option<CollectionProblem> {
        match (self.0.matches_everything, self.0.count) {
            (true, _) => Some(CollectionProblem::MatchesEverything),
            (_, 0) => Some(CollectionProblem::MatchesNothing),
            _ => None,
        }
    }
}

/// Why a rule cannot be published.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CollectionProblem {
    /// No product is in it.
    MatchesNothing,
    /// It has no condition at all.
    MatchesEverything,
}
