//! By which index the database finds the cards of a list.
//!
//! Every order has one index that carries, behind its key, all that lists are
//! narrowed by. Whoever walks along it reads only the cards that it shows, and
//! of a million that do not match no more than entries of the index. Only what
//! few producers or communes have is better found by those, and sorted.
//!
//! PostgreSQL estimates by itself which is shorter. SQLite does not reckon with
//! a limit: by price, it would rather find and sort two hundred thousand cards of a
//! group than walk past a hundred of others. So it is told by which columns it
//! may look, with the `+` that its documentation gives for this.

use crate::entity::product_card::{Column, Entity};
use crate::order::CardOrder;
use db::Engine;
use sea_orm::IdenStatic;
use sea_orm::sea_query::{Expr, SimpleExpr};

/// What a producer or a commune has is few.
const FEW: &[Column] = &[Column::ProducerId, Column::CommuneCode];

/// By which columns the database may find the cards of one list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Route(Option<&'static [Column]>);

impl Route {
    /// Along an order, unless the list is of a few producers or communes.
    pub(crate) fn along(order: CardOrder, of_few: bool, engine: Engine) -> Self {
        let first = order.columns.split_at(1).0;
        Self(match engine {
            Engine::Sqlite => Some(if of_few { FEW } else { first }),
            Engine::Postgres => None,
        })
    }

    /// A column as a condition of the list names it.
    pub(crate) fn column(self, column: Column) -> SimpleExpr {
        let own = Expr::col((Entity, column));
        let leads = |own: &Column| own.as_str() == column.as_str();
        match self.0 {
            Some(leading) if !leading.iter().any(leads) => Expr::cust_with_exprs("+?", [own]),
            _ => own,
        }
    }
}
