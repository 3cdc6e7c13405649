//! `point_of_sale_event`.

use crate::ListError;
use crate::card::corrupt;
use crate::entity::point_of_sale_event::{Column, Entity, Model};
use crate::points_of_sale::{FactChange, PointAction, PointEvent};
use db::Tx;
use kernel::{Actor, Cursor, PageArgs, PageError, PointOfSaleId, Timestamp};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, Order, QueryFilter,
    QueryOrder, QuerySelect,
};
use serde_json::Value;

/// The order of lists.
const BY_PLACE: &str = "point-of-sale.history";

/// Appends to the history of a point that is locked or new.
pub(crate) async fn append(
    tx: &Tx,
    point: PointOfSaleId,
    action: PointAction,
    changes: &Value,
    actor: &Actor,
    now: Timestamp,
) -> Result<(), DbErr> {
    let last: Option<i64> = Entity::find()
        .select_only()
        .column(Column::Place)
        .filter(Column::PointId.eq(point.0))
        .order_by_desc(Column::Place)
        .into_tuple()
        .one(tx)
        .await?;
    let row = Model {
        point_id: point.0,
        place: last.unwrap_or(0) + 1,
        action: action.as_str().to_owned(),
        changes: changes.to_string(),
        actor: actor.label(),
        at: now,
    };
    Entity::insert(row.into_active_model())
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

impl TryFrom<Model> for PointEvent {
    type Error = DbErr;

    fn try_from(row: Model) -> Result<Self, DbErr> {
        let odd = || corrupt(format!("event {} of {}", row.place, row.point_id));
        let Ok(Value::Object(changes)) = serde_json::from_str(&row.changes) else {
            return Err(odd());
        };
        let change = |(fact, pair): (String, Value)| match pair {
            Value::Array(pair) => {
                let [before, after] = <[Value; 2]>::try_from(pair).map_err(|_| odd())?;
                Ok(FactChange {
                    fact,
                    before,
                    after,
                })
            }
            _ => Err(odd()),
        };
        Ok(PointEvent {
            place: row.place,
            action: PointAction::parse(&row.action).ok_or_else(odd)?,
            changes: changes.into_iter().map(change).collect::<Result<_, _>>()?,
            actor: row.actor.clone(),
            at: row.at,
        })
    }
}

/// Up to one row more than the page, in the direction in which it is read.
pub(crate) async fn rows(
    connection: &impl ConnectionTrait,
    point: PointOfSaleId,
    page: &PageArgs,
) -> Result<Vec<PointEvent>, ListError> {
    // The latest first, so the page counts down unless it counts from the end.
    let order = if page.backward {
        Order::Asc
    } else {
        Order::Desc
    };
    let mut query = Entity::find()
        .filter(Column::PointId.eq(point.0))
        .order_by(Column::Place, order)
        .limit(u64::from(page.limit) + 1);
    if let Some(cursor) = &page.cursor {
        let [place] = cursor.key_for::<1>(BY_PLACE)?;
        let place: i64 = place.parse().map_err(|_| PageError::BadCursor)?;
        query = query.filter(if page.backward {
            Column::Place.gt(place)
        } else {
            Column::Place.lt(place)
        });
    }
    let rows = query.all(connection).await?;
    Ok(rows
        .into_iter()
        .map(PointEvent::try_from)
        .collect::<Result<_, _>>()?)
}

/// The position of an event in the list.
pub(crate) fn position(own: &PointEvent) -> Cursor {
    Cursor::new(BY_PLACE, [own.place.to_string()])
}
