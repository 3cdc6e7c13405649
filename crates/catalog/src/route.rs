//! By which index the database finds the cards of a list.
//!
//! Every order has one index that carries, behind its key, all that lists are
//! narrowed by. Whoever walks along it reads only the cards that it shows, and
//! of a million that do not match no more than entries of the index. Only what
//! few producers or communes have is better found by those, and sorted; and the
//! newest of one province, or of a group there, have indexes of their own.
//!
//! PostgreSQL estimates by itself which is shorter. SQLite does not reckon with
//! a limit: by price, it would rather find and sort two hundred thousand cards of a
//! group than walk past a hundred of others. So it is told by which columns it
//! may look, with the `+` that its documentation gives for this; and of an
//! attribute's values, whether they are rare, it is asked first.

use crate::entity::product_card::{Column, Entity};
use crate::order::{COUNTED, CardOrder, NEWEST};
use crate::{CardFilter, Catalog};
use db::Engine;
use sea_orm::sea_query::{Expr, Query, SimpleExpr};
use sea_orm::{ConnectionTrait, DbErr, IdenStatic};

/// What a producer or a commune has is few.
const FEW: &[Column] = &[Column::ProducerId, Column::CommuneCode];

/// How far a list reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// A few producers or communes.
    Few,
    /// One group of products of one province.
    GroupOfProvince,
    /// One province.
    Province,
    /// Further.
    Wide,
}

impl Reach {
    /// Of what is narrowed by these.
    pub(crate) fn of(few: bool, provinces: &[String], groups: &[String]) -> Self {
        match (provinces, groups) {
            _ if few => Self::Few,
            ([_], [_]) => Self::GroupOfProvince,
            ([_], _) => Self::Province,
            _ => Self::Wide,
        }
    }
}

/// By what the database may find the cards of one list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Route {
    /// By these columns alone; `None` where it chooses.
    leading: Option<&'static [Column]>,
    /// By what must be said of this attribute.
    attribute: Option<&'static str>,
}

impl Route {
    /// Along an order, unless what is in reach is found more directly.
    pub(crate) fn along(order: CardOrder, reach: Reach, engine: Engine) -> Self {
        let directly: &[Column] = match reach {
            Reach::Few => FEW,
            Reach::GroupOfProvince if order == NEWEST => &[Column::ProvinceCode, Column::GroupCode],
            Reach::Province if order == NEWEST => &[Column::ProvinceCode],
            _ => order.columns.split_at(1).0,
        };
        let leading = (engine == Engine::Sqlite).then_some(directly);
        Self {
            leading,
            attribute: None,
        }
    }

    /// By the products of which that is said of an attribute: they are few.
    pub(crate) fn by_attribute(code: &'static str) -> Self {
        Self {
            leading: Some(&[]),
            attribute: Some(code),
        }
    }

    /// Whether cards may be found by what must be said of this attribute.
    pub(crate) fn may_lead_by(self, code: &str) -> bool {
        self.leading.is_none() || self.attribute == Some(code)
    }

    /// A column as a condition of the list names it.
    pub(crate) fn column(self, column: Column) -> SimpleExpr {
        let own = Expr::col((Entity, column));
        let leads = |own: &Column| own.as_str() == column.as_str();
        match self.leading {
            Some(leading) if !leading.iter().any(leads) => aside(own),
            _ => own,
        }
    }
}

/// A column by which SQLite finds nothing.
pub(crate) fn aside(column: SimpleExpr) -> SimpleExpr {
    Expr::cust_with_exprs("+?", [column])
}

/// How many products an attribute may name for the first rows of a list to be
/// found by them: sorting so many takes as long as walking past those of a
/// million that are not named.
const FEW_TO_LIST: u64 = 4_000;

/// … and for a list to be counted by them.
const FEW_TO_COUNT: u64 = 50_000;

impl Catalog {
    /// How the first cards of a list are found in an order. On SQLite, one
    /// statement where it asks for attributes.
    pub(crate) async fn route(
        &self,
        filter: &CardFilter,
        order: CardOrder,
    ) -> Result<Route, DbErr> {
        let rare = self.rare_in(filter, FEW_TO_LIST).await?;
        Ok(filter.route(order, &rare, self.db.engine()))
    }

    /// How all of them are found, to be counted.
    pub(crate) async fn route_of_all(&self, filter: &CardFilter) -> Result<Route, DbErr> {
        let rare = self.rare(filter).await?;
        Ok(filter.route(COUNTED, &rare, self.db.engine()))
    }

    /// By which of its attributes the cards of a list are counted.
    pub(crate) async fn rare(&self, filter: &CardFilter) -> Result<Vec<&'static str>, DbErr> {
        self.rare_in(filter, FEW_TO_COUNT).await
    }

    async fn rare_in(&self, filter: &CardFilter, few: u64) -> Result<Vec<&'static str>, DbErr> {
        let own = &filter.attributes;
        if self.db.engine() == Engine::Postgres || filter.is_of_few() || own.is_empty() {
            return Ok(Vec::new());
        }
        let mut counts = Query::select();
        for own in own {
            counts.expr(SimpleExpr::from(own.counted_to(few + 1)));
        }
        let row = self.db.catalogue().query_one(&counts).await?;
        let row = row.ok_or_else(|| DbErr::RecordNotFound("counts".to_owned()))?;
        let mut rare = Vec::new();
        for (at, own) in own.iter().enumerate() {
            let count: i64 = row.try_get_by_index(at)?;
            if u64::try_from(count).unwrap_or(0) <= few {
                rare.push(own.attribute.code);
            }
        }
        Ok(rare)
    }
}
