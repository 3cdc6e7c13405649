//! Counts a list's facets, all in one statement.
//!
//! Each facet counts as if nothing of its own were chosen, so that further
//! values can be added. What is not chosen by shares the list itself; every
//! facet with a choice reads its own wider list beside it. A list is read once,
//! in an index, and summed up into cells of products that are alike to every
//! field: there are a few for each producer, and facets add cells.

use super::{Facet, FacetField, MAX_FACET_VALUES, Narrowing, PriceBand};
use crate::collections::Collection;
use crate::entity::product_attribute as attribute;
use crate::entity::product_card::{Column, Entity};
use crate::listing::ATTRIBUTES;
use crate::order::COUNTED;
use crate::{CardFilter, Catalog, MAX_COUNT};
use db::Engine;
use kernel::Timestamp;
use sea_orm::sea_query::{
    Alias, CommonTableExpression, Expr, ExprTrait, IntoColumnRef, JoinType, Order, Query,
    SelectStatement, SimpleExpr, UnionType, WithClause,
};
use sea_orm::{Condition, ConnectionTrait, DbErr, IdenStatic};

/// The values of all attributes that are counted; more than any market has.
const MAX_ATTRIBUTE_VALUES: u64 = 2_000;

/// What a facet's rows are called while there is no attribute.
const NONE: &str = "";

/// Lists of which a statement counts facets.
pub(crate) struct Lists {
    /// The list that was asked for.
    whole: Condition,
    /// Those without the choice of one facet.
    apart: Vec<(Narrowing, Condition)>,
}

impl Catalog {
    /// How the public cards that a filter lets pass spread over what they can
    /// be narrowed by: every field, and the attributes that any of them has.
    /// Each counts as if nothing of its own were chosen. One statement, and
    /// that of [`Catalog::rare`].
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn facets(&self, filter: &CardFilter) -> Result<Vec<Facet>, DbErr> {
        let rare = self.rare(filter).await?;
        let lists = Lists::of(filter, self.clock.now(), &rare, self.db.engine());
        self.facets_of(lists).await
    }

    /// The same of a list whose filter nobody chose: no facet leaves any of it
    /// out.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn facets_within(&self, filter: &CardFilter) -> Result<Vec<Facet>, DbErr> {
        let route = self.route_of_all(filter).await?;
        let whole = filter.condition(self.clock.now(), route);
        let apart = Vec::new();
        self.facets_of(Lists { whole, apart }).await
    }

    /// The same of what a collection holds.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn collection_facets(&self, own: &Collection) -> Result<Vec<Facet>, DbErr> {
        let route = own.along(COUNTED, self.db.engine());
        let whole = own.condition(self.clock.now(), route);
        let apart = Vec::new();
        self.facets_of(Lists { whole, apart }).await
    }

    async fn facets_of(&self, lists: Lists) -> Result<Vec<Facet>, DbErr> {
        let statement = lists.statement(self.db.engine());
        let rows = self.db.catalogue().query_all(&statement).await?;
        let mut counted = Vec::with_capacity(rows.len());
        for row in rows {
            let kind: String = row.try_get_by_index(0)?;
            let code: String = row.try_get_by_index(1)?;
            let value: String = row.try_get_by_index(2)?;
            let hits: i64 = row.try_get_by_index(3)?;
            let hits = Ord::min(u64::try_from(hits).unwrap_or(0), MAX_COUNT);
            counted.push(((kind, code), (value, hits)));
        }
        let values = |kind: &str, code: &str| {
            let own = counted.iter();
            let own = own.filter(|((of, by), _)| of == kind && by == code);
            ranked(own.map(|(_, counted)| counted.clone()).collect())
        };
        let mut facets: Vec<Facet> = FacetField::ALL
            .into_iter()
            .map(|field| Facet {
                by: Narrowing::Field(field),
                values: values(field.as_str(), NONE),
            })
            .collect();
        let attributes = ATTRIBUTES.iter().map(|attribute| Facet {
            by: Narrowing::Attribute(attribute),
            values: values(KIND, attribute.code),
        });
        facets.extend(attributes.filter(|own| !own.values.is_empty()));
        Ok(facets)
    }
}

/// What the rows of attributes are called.
const KIND: &str = "ATTRIBUTE";

/// The most frequent values first, and among those alike by name.
fn ranked(mut values: Vec<(String, u64)>) -> Vec<(String, u64)> {
    values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    values.truncate(MAX_FACET_VALUES);
    values
}

impl Lists {
    /// Those of a filter, where few products have what it asks of these
    /// attributes.
    pub(crate) fn of(
        filter: &CardFilter,
        now: Timestamp,
        rare: &[&'static str],
        engine: Engine,
    ) -> Self {
        let condition = |own: &CardFilter| own.condition(now, own.route(COUNTED, rare, engine));
        let fields = FacetField::ALL.into_iter();
        let fields = fields.filter(|field| field.chosen_in(filter));
        let mut apart: Vec<(Narrowing, Condition)> = fields
            .map(|field| {
                let wider = field.without(filter);
                (Narrowing::Field(field), condition(&wider))
            })
            .collect();
        let attributes = filter.attributes.iter();
        apart.extend(attributes.map(|chosen| {
            let wider = filter.without_attribute(chosen.attribute.code);
            (Narrowing::Attribute(chosen.attribute), condition(&wider))
        }));
        let whole = condition(filter);
        Self { whole, apart }
    }

    /// The statement: rows of kind, attribute, value and count.
    pub(crate) fn statement(&self, engine: Engine) -> SelectStatement {
        let mut with = WithClause::new();
        with.cte(named("whole", cells(self.whole.clone())));
        let mut parts = Vec::new();
        let chosen = |field: FacetField| {
            let own = |by: &Narrowing| matches!(by, Narrowing::Field(own) if *own == field);
            self.apart.iter().any(|(by, _)| own(by))
        };
        let free = FacetField::ALL.into_iter().filter(|field| !chosen(*field));
        for field in free {
            parts.extend(counts_of(field, "whole", engine));
        }
        let mut codes = Vec::new();
        for (at, (by, condition)) in self.apart.iter().enumerate() {
            match by {
                Narrowing::Field(field) => {
                    let list = format!("apart_{at}");
                    with.cte(named(&list, cells(condition.clone())));
                    parts.extend(counts_of(*field, &list, engine));
                }
                Narrowing::Attribute(own) => {
                    codes.push(own.code);
                    let only = Expr::col(attribute::Column::Code).eq(own.code);
                    parts.push(attribute_counts(condition.clone(), only));
                }
            }
        }
        let others = Expr::col(attribute::Column::Code).is_not_in(codes);
        parts.push(attribute_counts(self.whole.clone(), others));
        let mut parts = parts.into_iter();
        // There is always one: the attributes that are not chosen by.
        let mut first = parts.next().unwrap_or_else(Query::select);
        first.unions(parts.map(|part| (UnionType::All, part)));
        first.with_cte(with);
        first
    }
}

fn named(name: &str, query: SelectStatement) -> CommonTableExpression {
    let mut expression = CommonTableExpression::new();
    expression.table_name(Alias::new(name)).query(query);
    expression
}

/// What a column of bands is called: that of the lowest price, and of the
/// highest.
const LOW: &str = "low";
const HIGH: &str = "high";
/// How many products a cell has.
const PRODUCTS: &str = "products";

/// How many products of a list are alike to every field.
fn cells(condition: Condition) -> SelectStatement {
    let alike = [
        Column::ProducerId,
        Column::GroupCode,
        Column::ProductSet,
        Column::Stars,
        Column::ProvinceCode,
        Column::CommuneCode,
        Column::LegalForm,
        Column::InStock,
    ];
    Query::select()
        .columns(alike.map(|column| (Entity, column).into_column_ref()))
        .expr_as(band_of(Column::PriceMin), LOW)
        .expr_as(band_of(Column::PriceMax), HIGH)
        .expr_as(Expr::cust("COUNT(*)"), PRODUCTS)
        .from(Entity)
        .cond_where(condition)
        .add_group_by(alike.map(|column| Expr::col((Entity, column))))
        .add_group_by([Column::PriceMin, Column::PriceMax].map(band_of))
        .to_owned()
}

/// The number of the band in which a price lies. Literals, so that it is the
/// same expression wherever it stands.
fn band_of(price: Column) -> SimpleExpr {
    let bands = PriceBand::ALL.iter();
    let upto = bands.filter_map(|band| Some((band.to?, band.number)));
    let mut text = "CASE".to_owned();
    for (most, number) in upto {
        text += &format!(" WHEN {} <= {most} THEN {number}", price.as_str());
    }
    let last = PriceBand::ALL.len() - 1;
    Expr::cust(format!("{text} ELSE {last} END"))
}

/// The counts of a field over a list: one part, or one for each band of prices.
fn counts_of(field: FacetField, list: &str, engine: Engine) -> Vec<SelectStatement> {
    let column = match field {
        FacetField::Group => Column::GroupCode,
        FacetField::ProductSet => Column::ProductSet,
        FacetField::Stars => Column::Stars,
        FacetField::Province => Column::ProvinceCode,
        FacetField::Commune => Column::CommuneCode,
        FacetField::Producer => Column::ProducerId,
        FacetField::LegalForm => Column::LegalForm,
        FacetField::InStock => Column::InStock,
        FacetField::Price => return PriceBand::ALL.map(|band| in_band(band, list)).into(),
    };
    let plain = Expr::col(column);
    let value: SimpleExpr = match (field, engine) {
        // SQLite keeps ids as bytes.
        (FacetField::Producer, Engine::Sqlite) => Expr::cust("HEX(producer_id)"),
        (FacetField::Producer | FacetField::ProductSet | FacetField::Stars, _) => {
            plain.cast_as("TEXT")
        }
        (FacetField::InStock, _) => Expr::cust(
            "CASE WHEN in_stock THEN CAST('true' AS TEXT) ELSE CAST('false' AS TEXT) END",
        ),
        _ => plain,
    };
    let mut counts = Query::select();
    labelled(&mut counts, field.as_str());
    counts
        .expr_as(value, "value")
        .expr_as(products(), "hits")
        .from(Alias::new(list))
        .group_by_col(column);
    vec![most_frequent(counts, MAX_FACET_VALUES as u64)]
}

fn in_band(band: PriceBand, list: &str) -> SelectStatement {
    let mut counts = Query::select();
    labelled(&mut counts, FacetField::Price.as_str());
    counts
        .expr_as(literal(&band.value()), "value")
        .expr_as(products(), "hits")
        .from(Alias::new(list))
        .and_where(Expr::col(Alias::new(HIGH)).gte(i32::from(band.number)))
        .and_where(Expr::col(Alias::new(LOW)).lte(i32::from(band.number)))
        .and_having(Expr::cust("COUNT(*) > 0"));
    counts
}

/// The products of cells.
fn products() -> SimpleExpr {
    // PostgreSQL adds to a number without bounds.
    Expr::cust(format!("CAST(SUM({PRODUCTS}) AS BIGINT)"))
}

fn attribute_counts(list: Condition, which: SimpleExpr) -> SelectStatement {
    use attribute::Column as Own;
    let card = Expr::col((Entity, Column::ProductId));
    let joined = card.eq(Expr::col((attribute::Entity, Own::ProductId)));
    // The cards of the list, and then what they have: SQLite, which reorders all
    // joins but this one, would look for the card of everything that any product
    // has.
    let counts = Query::select()
        .expr_as(literal(KIND), "kind")
        .columns([Own::Code, Own::Value])
        .expr_as(Expr::cust("COUNT(*)"), "hits")
        .from(Entity)
        .join(JoinType::CrossJoin, attribute::Entity, Condition::all())
        .and_where(joined)
        .cond_where(list)
        .and_where(which)
        .add_group_by([Own::Code, Own::Value].map(Expr::col))
        .to_owned();
    most_frequent(counts, MAX_ATTRIBUTE_VALUES)
}

fn labelled(counts: &mut SelectStatement, kind: &str) {
    counts
        .expr_as(literal(kind), "kind")
        .expr_as(literal(NONE), "code");
}

/// A text of ours: parts of a union must agree on its type.
fn literal(text: &str) -> SimpleExpr {
    Expr::cust(format!("CAST('{text}' AS TEXT)"))
}

/// The most frequent rows of counts. Parts of a union have no order of their
/// own, so it stands within.
fn most_frequent(mut counts: SelectStatement, most: u64) -> SelectStatement {
    counts
        .order_by(Alias::new("hits"), Order::Desc)
        .order_by(Alias::new("value"), Order::Asc)
        .limit(most);
    Query::select()
        .columns(["kind", "code", "value", "hits"].map(Alias::new))
        .from_subquery(counts, Alias::new("most"))
        .to_owned()
}
