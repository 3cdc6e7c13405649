//! The catalogue's answer while the engine is away: no typing errors forgiven,
//! no facets.

use crate::query::{Hit, Terms};
use crate::{Query, Results, Sort};
use catalog::{CardSort, Catalog, Matches};
use sea_orm::DbErr;

/// Answers a query from the catalogue.
pub(crate) async fn search(catalog: &Catalog, query: &Query) -> Result<Results, DbErr> {
    let words = match query.terms() {
        Terms::Nothing => None,
        Terms::All => Some(Vec::new()),
        Terms::Words(_) => Some(query.plain_words()),
    };
    let found = match words {
        Some(words) => {
            let sort = order(query.sort);
            catalog
                .match_cards(&words, &query.filter, sort, query.window())
                .await?
        }
        None => Matches::default(),
    };
    let hits = found.products.into_iter();
    Ok(Results {
        hits: hits.map(|id| Hit { id, score: 0.0 }).collect(),
        total: found.total,
        facets: Vec::new(),
        degraded: true,
    })
}

/// Without an engine nobody knows what is relevant.
fn order(sort: Sort) -> CardSort {
    match sort {
        Sort::Relevance | Sort::Stars => CardSort::Stars,
        Sort::PriceAsc => CardSort::PriceAsc,
        Sort::PriceDesc => CardSort::PriceDesc,
        Sort::Newest => CardSort::Newest,
        Sort::Rating => CardSort::Rating,
        Sort::BestSelling => CardSort::BestSelling,
    }
}
