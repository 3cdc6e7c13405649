//! The database's answer while the engine is away: every word within the
//! folded name or the producer's slug, no typing errors forgiven, no facets.
//! Reads the product card through the catalogue's predicate; being the read
//! model of all browsing, its columns are the catalogue's promise.

use crate::query::{Filter, Hit, MAX_HITS, Terms};
use crate::{Query, Results, Sort};
use catalog::visibility::public_at;
use db::Db;
use kernel::Timestamp;
use sea_orm::sea_query::{
    Alias, Expr, ExprTrait, Order, Query as Sql, SelectStatement, SimpleExpr,
};
use sea_orm::{Condition, ConnectionTrait, DbErr};

/// Answers a query from the database.
pub(crate) async fn search(db: &Db, query: &Query, now: Timestamp) -> Result<Results, DbErr> {
    let words = match query.terms() {
        Terms::Nothing => {
            return Ok(Results {
                degraded: true,
                ..Results::default()
            });
        }
        Terms::All => Vec::new(),
        Terms::Words(words) => words,
    };
    let mut condition = public_at(now).add(condition(&query.filter));
    for word in words {
        // Words are letters and digits, so nothing needs escaping.
        let within = format!("%{}%", word.folded);
        condition = condition.add(
            Condition::any()
                .add(Expr::col(Alias::new("folded_name")).like(within.clone()))
                .add(Expr::col(Alias::new("producer_slug")).like(within)),
        );
    }
    let from = || {
        Sql::select()
            .from(Alias::new("product_card"))
            .cond_where(condition.clone())
            .to_owned()
    };
    let window = query.window();
    let ids = ordered(
        from().column(Alias::new("product_id")).to_owned(),
        query.sort,
    )
    .limit(window.len() as u64)
    .offset(window.start as u64)
    .to_owned();
    let hits = if window.is_empty() {
        Vec::new()
    } else {
        db.catalogue().query_all(&ids).await?
    };
    let capped = from()
        .expr_as(Expr::val(1), Alias::new("one"))
        .limit(MAX_HITS as u64)
        .to_owned();
    let count = Sql::select()
        .expr(Expr::cust("COUNT(*)"))
        .from_subquery(capped, Alias::new("capped"))
        .to_owned();
    let total: i64 = db
        .catalogue()
        .query_one(&count)
        .await?
        .map_or(Ok(0), |row| row.try_get_by_index(0))?;
    Ok(Results {
        hits: hits
            .iter()
            .map(|row| {
                Ok(Hit {
                    id: row.try_get_by_index::<uuid::Uuid>(0)?.into(),
                    score: 0.0,
                })
            })
            .collect::<Result<_, DbErr>>()?,
        total: u64::try_from(total).unwrap_or(0),
        facets: Vec::new(),
        degraded: true,
    })
}

fn condition(filter: &Filter) -> Condition {
    let column = |name: &str| Expr::col(Alias::new(name));
    let some = |name: &str, values: &Option<Vec<String>>| {
        values.clone().map(|values| column(name).is_in(values))
    };
    Condition::all()
        .add_option(filter.stars_min.map(|stars| column("stars").gte(stars)))
        .add_option(filter.stars_max.map(|stars| column("stars").lte(stars)))
        .add_option(
            filter
                .stars_in
                .clone()
                .map(|stars| column("stars").is_in(stars)),
        )
        .add_option(some("group_code", &filter.groups))
        .add_option(some("province_code", &filter.provinces))
        .add_option(some("commune_code", &filter.communes))
        .add_option(
            filter
                .producers
                .as_ref()
                .map(|ids| column("producer_id").is_in(ids.iter().map(|id| id.0))),
        )
        .add_option(
            filter
                .price_min
                .map(|price| column("price_max").gte(price.dong())),
        )
        .add_option(
            filter
                .price_max
                .map(|price| column("price_min").lte(price.dong())),
        )
        .add_option(
            filter
                .in_stock
                .map(|in_stock| column("in_stock").eq(in_stock)),
        )
}

fn ordered(mut select: SelectStatement, sort: Sort) -> SelectStatement {
    let column = |name: &str| -> SimpleExpr { Expr::col(Alias::new(name)) };
    let keys: &[(&str, Order)] = match sort {
        Sort::Relevance | Sort::Stars => &[("stars", Order::Desc), ("published_at", Order::Desc)],
        Sort::PriceAsc => &[("price_min", Order::Asc)],
        Sort::PriceDesc => &[("price_min", Order::Desc)],
        Sort::Newest => &[("published_at", Order::Desc)],
    };
    for (name, order) in keys {
        select.order_by_expr(column(name), order.clone());
    }
    select.order_by_expr(column("product_id"), Order::Desc);
    select
}
