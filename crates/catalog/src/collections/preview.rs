//! What a rule would hold, before anybody keeps it.

use super::curators::{covers, curates};
use super::{CollectionError, CollectionRule};
use crate::entity::product_card::Column;
use crate::order::COUNTED;
use crate::route::Route;
use crate::{Card, Catalog, ListError};
use kernel::{Actor, PageArgs};
use sea_orm::DbErr;
use sea_orm::sea_query::ExprTrait;

/// What a rule would hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Preview {
    /// How many public products, counted up to [`crate::MAX_COUNT`].
    pub count: u64,
    /// The first of them.
    pub cards: Vec<Card>,
    /// Whether it has no condition at all, so that it cannot be published.
    pub matches_everything: bool,
}

impl Catalog {
    /// What a rule would hold in a collection of that province, or of the
    /// whole country: the count and the first so many, up to 100. Permission:
    /// whoever curates there.
    ///
    /// # Errors
    /// [`CollectionError`].
    pub async fn preview_rule(
        &self,
        actor: &Actor,
        province: Option<&str>,
        rule: &CollectionRule,
        first: u32,
    ) -> Result<Preview, CollectionError> {
        if !covers(&curates(actor), province) {
            return Err(CollectionError::ProvinceNotCurated);
        }
        if let Some(problem) = rule.problem() {
            return Err(CollectionError::Rule(problem));
        }
        let (now, engine) = (self.clock.now(), self.db.engine());
        let condition = |route: Route| {
            let within = province.map(|code| route.column(Column::ProvinceCode).eq(code));
            rule.condition(now, route).add_option(within)
        };
        let order = rule.sort.order();
        let page = PageArgs::first(first);
        let along = condition(rule.along(order, engine));
        let page = self.cards_where(along, order, &page).await;
        let page = page.map_err(|error| match error {
            // The first page has no cursor that could be wrong.
            ListError::Page(error) => DbErr::Custom(error.to_string()),
            ListError::Fault(error) => error,
        })?;
        let counted = condition(rule.along(COUNTED, engine));
        Ok(Preview {
            count: self.count_where(counted).await?,
            cards: page.rows.into_iter().map(|(_, card)| card).collect(),
            matches_everything: rule.matches_everything(),
        })
    }
}
