//! `point_of_sale_hours`.

use crate::card::corrupt;
use crate::entity::point_of_sale_hours::{Column, Entity, Model};
use crate::points_of_sale::{OpeningHours, OpeningRange};
use chrono::Weekday;
use db::Tx;
use kernel::PointOfSaleId;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};
use std::collections::HashMap;
use uuid::Uuid;

/// Replaces the hours of a locked point.
pub(crate) async fn replace(
    tx: &Tx,
    point: PointOfSaleId,
    hours: &OpeningHours,
) -> Result<(), DbErr> {
    Entity::delete_many()
        .filter(Column::PointId.eq(point.0))
        .exec(tx)
        .await?;
    let rows: Vec<_> = hours
        .days()
        .flat_map(|(day, ranges)| (1..).zip(ranges).map(move |(place, own)| (day, place, own)))
        .map(|(day, place, own)| {
            let row = Model {
                point_id: point.0,
                weekday: number(day),
                place,
                opens: own.from,
                closes: own.to,
            };
            row.into_active_model()
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    Entity::insert_many(rows)
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

/// The hours of each point that has any.
pub(crate) async fn of(
    connection: &impl ConnectionTrait,
    points: Vec<Uuid>,
) -> Result<HashMap<Uuid, OpeningHours>, DbErr> {
    if points.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = Entity::find()
        .filter(Column::PointId.is_in(points))
        .order_by_asc(Column::PointId)
        .order_by_asc(Column::Weekday)
        .order_by_asc(Column::Place)
        .all(connection)
        .await?;
    let mut weeks: HashMap<Uuid, Vec<(Weekday, Vec<OpeningRange>)>> = HashMap::new();
    for row in rows {
        let day = u8::try_from(row.weekday - 1).ok();
        let day = day.and_then(|day| Weekday::try_from(day).ok());
        let day = day.ok_or_else(|| corrupt(format!("the weekday {}", row.weekday)))?;
        let range = OpeningRange {
            from: row.opens,
            to: row.closes,
        };
        let week = weeks.entry(row.point_id).or_default();
        match week.last_mut() {
            Some((last, ranges)) if *last == day => ranges.push(range),
            _ => week.push((day, vec![range])),
        }
    }
    weeks
        .into_iter()
        .map(|(point, week)| match OpeningHours::new(week) {
            Ok(hours) => Ok((point, hours)),
            Err(error) => Err(corrupt(format!("the hours of {point}: {error}"))),
        })
        .collect()
}

/// A day of the week as the table numbers it: Monday is 1.
pub(crate) fn number(day: Weekday) -> i32 {
    i32::try_from(day.number_from_monday()).unwrap_or(0)
}
