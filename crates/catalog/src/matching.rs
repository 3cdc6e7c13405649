//! Finding public cards by words, for when no search engine can: every word
//! within the folded name or the producer's slug, no typing errors forgiven.

use crate::entity::product_card::{Column, Entity};
use crate::{CardFilter, CardSort, Catalog};
use kernel::ProductId;
use sea_orm::sea_query::LikeExpr;
use sea_orm::{ColumnTrait, Condition, DbErr, EntityTrait, QueryFilter, QuerySelect};
use std::ops::Range;

/// The cards that match.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matches {
    /// The products at the wanted positions, in order.
    pub products: Vec<ProductId>,
    /// How many there are in all, up to [`crate::MAX_COUNT`].
    pub total: u64,
}

impl Catalog {
    /// The public cards that hold every one of the folded `words`, at the
    /// positions of `window`. Without words, all that the filter lets pass.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn match_cards(
        &self,
        words: &[String],
        filter: &CardFilter,
        sort: CardSort,
        window: Range<usize>,
    ) -> Result<Matches, DbErr> {
        let now = self.clock.now();
        let matching = |route| {
            let some = filter.condition(now, route);
            words.iter().fold(some, |some, word| {
                let named = Column::FoldedName.like(within(word));
                let made = Column::ProducerSlug.like(within(word));
                some.add(Condition::any().add(named).add(made))
            })
        };
        let order = sort.order();
        let products = if window.is_empty() {
            Vec::new()
        } else {
            let mut query = Entity::find()
                .select_only()
                .column(Column::ProductId)
                .filter(matching(self.route(filter, order).await?))
                .limit(window.len() as u64)
                .offset(window.start as u64);
            query = order.sorted(query);
            let ids: Vec<uuid::Uuid> = query.into_tuple().all(self.db.catalogue()).await?;
            ids.into_iter().map(ProductId::from).collect()
        };
        let all = matching(self.route_of_all(filter).await?);
        Ok(Matches {
            products,
            total: self.count_where(all).await?,
        })
    }
}

/// The pattern of a text that holds `word`, whose own signs mean themselves.
fn within(word: &str) -> LikeExpr {
    let mut pattern = String::from("%");
    for letter in word.chars() {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    LikeExpr::new(pattern).escape('!')
}
