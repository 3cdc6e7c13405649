//! `point_of_sale`.

use super::hours;
use super::public::{condition, public};
use crate::ListError;
use crate::card::corrupt;
use crate::entity::point_of_sale::{Column, Entity, Model};
use crate::points_of_sale::coordinates::Around;
use crate::points_of_sale::{
    Coordinates, OpeningHours, PointFacts, PointFilter, PointKind, PointOfSale, PointSort,
    PointStatus,
};
use db::Tx;
use kernel::{Cursor, PageArgs, PageError, PointOfSaleId, ProducerId, Timestamp, text};
use sea_orm::sea_query::{Expr, ExprTrait, Order, SimpleExpr};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    IntoSimpleExpr, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use std::collections::HashMap;
use uuid::Uuid;

fn point(row: Model, hours: OpeningHours) -> Result<PointOfSale, DbErr> {
    let odd = |what: &str| corrupt(format!("{what} of point of sale {}", row.id));
    let coordinates = Coordinates::new(row.latitude, row.longitude);
    Ok(PointOfSale {
        id: row.id.into(),
        producer_id: row.producer_id.map(ProducerId),
        status: PointStatus::parse(&row.status).ok_or_else(|| odd("the status"))?,
        facts: PointFacts {
            kind: PointKind::parse(&row.kind).ok_or_else(|| odd("the kind"))?,
            coordinates: coordinates.ok_or_else(|| odd("the place"))?,
            name: row.name,
            name_en: row.name_en,
            organisation: row.organisation,
            province_code: row.province_code,
            commune_code: row.commune_code,
            street: row.street,
            phone: row.phone,
            hours,
            by_appointment: row.by_appointment,
            pick_up: row.pick_up,
            notes: row.notes,
        },
        demo: row.demo,
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.version,
    })
}

fn row(own: &PointOfSale) -> Model {
    let facts = own.facts.clone();
    Model {
        id: own.id.0,
        kind: facts.kind.as_str().to_owned(),
        producer_id: own.producer_id.map(|id| id.0),
        organisation: facts.organisation,
        folded_name: text::fold(&facts.name),
        name: facts.name,
        name_en: facts.name_en,
        province_code: facts.province_code,
        commune_code: facts.commune_code,
        street: facts.street,
        phone: facts.phone,
        latitude: facts.coordinates.latitude(),
        longitude: facts.coordinates.longitude(),
        by_appointment: facts.by_appointment,
        pick_up: facts.pick_up,
        notes: facts.notes,
        status: own.status.as_str().to_owned(),
        demo: own.demo,
        created_at: own.created_at,
        updated_at: own.updated_at,
        version: own.version,
    }
}

pub(crate) async fn insert(tx: &Tx, own: &PointOfSale) -> Result<(), DbErr> {
    Entity::insert(row(own).into_active_model())
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

/// Writes a locked point.
pub(crate) async fn update(tx: &Tx, own: &PointOfSale) -> Result<(), DbErr> {
    Entity::update_many()
        .set(row(own).into_active_model().reset_all())
        .filter(Column::Id.eq(own.id.0))
        .exec(tx)
        .await
        .map(|_| ())
}

/// How many points a locked producer runs that are open.
pub(crate) async fn count_open(tx: &Tx, producer: ProducerId) -> Result<u64, DbErr> {
    Entity::find()
        .filter(Column::ProducerId.eq(producer.0))
        .filter(Column::Status.eq(PointStatus::Open.as_str()))
        .count(tx)
        .await
}

/// The point, locked until the transaction ends.
pub(crate) async fn lock(tx: &Tx, id: PointOfSaleId) -> Result<Option<PointOfSale>, DbErr> {
    let row = Entity::find_by_id(id.0).lock_exclusive().one(tx).await?;
    Ok(with_hours(tx, row.into_iter().collect()).await?.pop())
}

/// Where these points stand. Nobody changes them, or what is on their shelves,
/// until the transaction ends. By id: the order in which everybody locks them.
pub(crate) async fn lock_shared(
    tx: &Tx,
    ids: &[PointOfSaleId],
) -> Result<HashMap<PointOfSaleId, PointStatus>, DbErr> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids.iter().map(|id| id.0)))
        .order_by_asc(Column::Id)
        .lock_shared()
        .all(tx)
        .await?;
    let status = |row: Model| {
        let status = PointStatus::parse(&row.status);
        let odd = || corrupt(format!("the status of point of sale {}", row.id));
        Ok((row.id.into(), status.ok_or_else(odd)?))
    };
    rows.into_iter().map(status).collect()
}

pub(crate) async fn by_id(
    connection: &impl ConnectionTrait,
    id: PointOfSaleId,
    condition: Option<Condition>,
) -> Result<Option<PointOfSale>, DbErr> {
    let condition = condition.unwrap_or_else(Condition::all);
    let row = Entity::find_by_id(id.0)
        .filter(condition)
        .one(connection)
        .await?;
    Ok(with_hours(connection, row.into_iter().collect())
        .await?
        .pop())
}

/// Points in any order.
pub(crate) async fn by_ids(
    connection: &impl ConnectionTrait,
    ids: &[PointOfSaleId],
) -> Result<Vec<PointOfSale>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids.iter().map(|id| id.0)))
        .all(connection)
        .await?;
    with_hours(connection, rows).await
}

/// Those of these points, in any order, that the public sees and that take
/// orders to be fetched.
pub(crate) async fn taking_pick_ups(
    connection: &impl ConnectionTrait,
    ids: &[PointOfSaleId],
) -> Result<Vec<PointOfSale>, DbErr> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids.iter().map(|id| id.0)))
        .filter(Column::PickUp.eq(true))
        .filter(public())
        .all(connection)
        .await?;
    with_hours(connection, rows).await
}

async fn with_hours(
    connection: &impl ConnectionTrait,
    rows: Vec<Model>,
) -> Result<Vec<PointOfSale>, DbErr> {
    let ids = rows.iter().map(|row| row.id).collect();
    let mut hours = hours::of(connection, ids).await?;
    rows.into_iter()
        .map(|row| {
            let own = hours.remove(&row.id).unwrap_or_default();
            point(row, own)
        })
        .collect()
}

impl PointSort {
    fn order_name(self) -> &'static str {
        match self {
            PointSort::Name => "points-of-sale.name",
            PointSort::Newest => "points-of-sale.newest",
        }
    }

    fn columns(self) -> [Column; 2] {
        match self {
            PointSort::Name => [Column::FoldedName, Column::Id],
            PointSort::Newest => [Column::CreatedAt, Column::Id],
        }
    }

    fn key(self, cursor: &Cursor) -> Result<[SimpleExpr; 2], PageError> {
        let [key, id] = cursor.key_for::<2>(self.order_name())?;
        let id: Uuid = id.parse().map_err(|_| PageError::BadCursor)?;
        let key = match self {
            PointSort::Name => Expr::value(key.clone()),
            PointSort::Newest => Expr::value(Cursor::read_instant(key)?),
        };
        Ok([key, Expr::value(id)])
    }
}

/// Finds up to one row more than the page, in the direction in which it is
/// read.
pub(crate) fn listed(
    filter: &PointFilter,
    sort: PointSort,
    page: &PageArgs,
    now: Timestamp,
) -> Result<Select<Entity>, PageError> {
    let descending = (sort == PointSort::Newest) != page.backward;
    let order = if descending { Order::Desc } else { Order::Asc };
    let mut query = Entity::find()
        .filter(condition(filter, now))
        .limit(u64::from(page.limit) + 1);
    if let Some(cursor) = &page.cursor {
        let here = Expr::tuple(sort.columns().map(|column| column.into_simple_expr()));
        let there = Expr::tuple(sort.key(cursor)?);
        query = query.filter(if descending {
            here.lt(there)
        } else {
            here.gt(there)
        });
    }
    for column in sort.columns() {
        query = query.order_by(column, order.clone());
    }
    Ok(query)
}

pub(crate) async fn rows(
    connection: &impl ConnectionTrait,
    filter: &PointFilter,
    sort: PointSort,
    page: &PageArgs,
    now: Timestamp,
) -> Result<Vec<PointOfSale>, ListError> {
    let rows = listed(filter, sort, page, now)?.all(connection).await?;
    Ok(with_hours(connection, rows).await?)
}

/// The position of a point in the list.
pub(crate) fn position(own: &PointOfSale, sort: PointSort) -> Cursor {
    let key = match sort {
        PointSort::Name => text::fold(&own.facts.name),
        PointSort::Newest => Cursor::write_instant(own.created_at),
    };
    Cursor::new(sort.order_name(), [key, own.id.0.to_string()])
}

/// Finds the public points in a box.
pub(crate) fn in_box(around: Around, filter: &PointFilter, now: Timestamp) -> Select<Entity> {
    Entity::find()
        .select_only()
        .columns([Column::Id, Column::Latitude, Column::Longitude])
        .filter(Column::Latitude.between(around.south, around.north))
        .filter(Column::Longitude.between(around.west, around.east))
        .filter(condition(filter, now))
}

/// The public points in a box.
pub(crate) async fn within(
    connection: &impl ConnectionTrait,
    around: Around,
    filter: &PointFilter,
    now: Timestamp,
) -> Result<Vec<(PointOfSaleId, Coordinates)>, DbErr> {
    let query = in_box(around, filter, now);
    let rows: Vec<(Uuid, i32, i32)> = query.into_tuple().all(connection).await?;
    rows.into_iter()
        .map(|(id, latitude, longitude)| {
            let place = Coordinates::new(latitude, longitude);
            let place = place.ok_or_else(|| corrupt(format!("the place of {id}")))?;
            Ok((id.into(), place))
        })
        .collect()
}
