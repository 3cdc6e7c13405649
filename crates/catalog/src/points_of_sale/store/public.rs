//! Which points the public sees, and what lists ask for.

use super::hours;
use crate::entity::point_of_sale::{Column, Entity};
use crate::entity::{point_of_sale_hours, point_of_sale_product, product_card};
use crate::points_of_sale::hours::minute_in_vietnam;
use crate::points_of_sale::{PointFilter, PointKind};
use crate::visibility::public_at;
use kernel::{ProducerId, ProductId, Timestamp};
use programme::carried::trades;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, Condition};

/// Whether no producer runs the point, or one that trades.
pub(crate) fn producer_trades() -> Condition {
    Condition::any()
        .add(Expr::col((Entity, Column::ProducerId)).is_null())
        .add(trades(Column::ProducerId))
}

/// Whether the public sees the point in lists.
pub(super) fn public() -> Condition {
    Condition::all()
        // A text of the statement, not a value: partial indexes say the same.
        .add(Expr::col((Entity, Column::Status)).eq(Expr::cust("'OPEN'")))
        .add(producer_trades())
}

/// What a list asks for, of what the public sees.
pub(super) fn condition(filter: &PointFilter, now: Timestamp) -> Condition {
    let kinds = |own: &Vec<PointKind>| Column::Kind.is_in(own.iter().map(|kind| kind.as_str()));
    let producers = |own: &Vec<ProducerId>| Column::ProducerId.is_in(own.iter().map(|id| id.0));
    let provinces = filter.provinces.as_ref();
    let communes = filter.communes.as_ref();
    Condition::all()
        .add(public())
        .add_option(provinces.map(|codes| Column::ProvinceCode.is_in(codes)))
        .add_option(communes.map(|codes| Column::CommuneCode.is_in(codes)))
        .add_option(filter.kinds.as_ref().map(kinds))
        .add_option(filter.producers.as_ref().map(producers))
        .add_option(filter.pick_up.map(|own| Column::PickUp.eq(own)))
        .add_option(
            filter
                .product
                .map(|id| Column::Id.in_subquery(shelves_with(id, now))),
        )
        .add_option(filter.open_at.map(open_at))
}

/// The points that have the product, while it is public: whether a hidden one
/// stands somewhere is nobody's to learn.
fn shelves_with(product: ProductId, now: Timestamp) -> SelectStatement {
    use point_of_sale_product::Column as Shelf;
    Query::select()
        .column((point_of_sale_product::Entity, Shelf::PointId))
        .from(point_of_sale_product::Entity)
        .inner_join(
            product_card::Entity,
            Expr::col((product_card::Entity, product_card::Column::ProductId))
                .equals((point_of_sale_product::Entity, Shelf::ProductId)),
        )
        .cond_where(public_at(now))
        .and_where(Expr::col((point_of_sale_product::Entity, Shelf::ProductId)).eq(product.0))
        .to_owned()
}

fn open_at(at: Timestamp) -> SimpleExpr {
    use point_of_sale_hours::Column as Hours;
    let (day, minute) = minute_in_vietnam(at);
    let span = Query::select()
        .column(Hours::PointId)
        .from(point_of_sale_hours::Entity)
        .and_where(
            Expr::col((point_of_sale_hours::Entity, Hours::PointId)).equals((Entity, Column::Id)),
        )
        .and_where(Expr::col(Hours::Weekday).eq(hours::number(day)))
        .and_where(Expr::col(Hours::Opens).lte(minute))
        .and_where(Expr::col(Hours::Closes).gt(minute))
        .to_owned();
    Expr::exists(span)
}
