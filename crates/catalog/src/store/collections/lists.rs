//! Lists of collections, and of what one holds.

use super::super::{PageFault, paged};
use crate::Card;
use crate::collections::{
    Collection, CollectionEntry, CollectionEvent, CollectionFilter, CollectionStatus,
    CuratedFilter, months,
};
use crate::entity::collection::{Column, Entity};
use crate::entity::{collection_event, collection_product, product_card};
use kernel::{CollectionId, Cursor, PageArgs, PageError, ProductId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QueryOrder, QueryResult, QuerySelect, Select,
};
use uuid::Uuid;

/// The order of collections.
const BY_POSITION: &str = "collections.position";
/// The order within a manual one.
const IN_COLLECTION: &str = "collection.position";
/// The order of a history.
const BY_VERSION: &str = "collection_events.version";

/// What [`Collection::public_at`] says, in SQL.
fn public(now: Timestamp) -> Condition {
    let (from, until) = (Column::ValidFrom, Column::ValidUntil);
    let in_season = Expr::col((Entity, Column::Months)).bit_and(months::bit_at(now));
    Condition::all()
        .add(Column::Status.eq(CollectionStatus::Published.as_str()))
        .add(from.is_null().or(from.lte(now)))
        .add(until.is_null().or(until.gt(now)))
        .add(in_season.gt(0))
}

pub(crate) fn place(own: &Collection) -> Cursor {
    let key = [own.content.position.to_string(), own.id.to_string()];
    Cursor::new(BY_POSITION, key)
}

async fn by_position(
    connection: &impl ConnectionTrait,
    query: Select<Entity>,
    page: &PageArgs,
) -> Result<Vec<Collection>, PageFault> {
    let key = match &page.cursor {
        None => None,
        Some(cursor) => {
            let [position, id] = cursor.key_for(BY_POSITION)?;
            let position: i32 = position.parse().map_err(|_| PageError::BadCursor)?;
            let id: Uuid = id.parse().map_err(|_| PageError::BadCursor)?;
            Some(vec![Expr::value(position), Expr::value(id)])
        }
    };
    let columns = [Column::Position, Column::Id].map(|column| Expr::col((Entity, column)));
    let rows = paged(query, columns.into(), key, false, page);
    let rows = rows.all(connection).await?.into_iter();
    Ok(rows.map(Collection::try_from).collect::<Result<_, _>>()?)
}

/// What the public sees at an instant, by position; one more than the page
/// holds.
pub(crate) async fn public_page(
    connection: &impl ConnectionTrait,
    filter: &CollectionFilter,
    now: Timestamp,
    page: &PageArgs,
) -> Result<Vec<Collection>, PageFault> {
    let provinces = filter.provinces.as_ref();
    let national = filter.national.map(|national| match national {
        true => Column::ProvinceCode.is_null(),
        false => Column::ProvinceCode.is_not_null(),
    });
    let condition = public(now)
        .add_option(provinces.map(|codes| Column::ProvinceCode.is_in(codes)))
        .add_option(national);
    by_position(connection, Entity::find().filter(condition), page).await
}

/// What belongs to these provinces (`None` for everything), by position; one
/// more than the page holds.
pub(crate) async fn curated_page(
    connection: &impl ConnectionTrait,
    within: Option<&[String]>,
    filter: &CuratedFilter,
    page: &PageArgs,
) -> Result<Vec<Collection>, PageFault> {
    let of = |codes: &[String]| Column::ProvinceCode.is_in(codes.to_vec());
    let statuses = filter.statuses.as_ref().map(|statuses| {
        let names = statuses.iter().map(|status| status.as_str());
        Column::Status.is_in(names.collect::<Vec<_>>())
    });
    let condition = Condition::all()
        .add_option(within.map(of))
        .add_option(filter.provinces.as_deref().map(of))
        .add_option(statuses);
    by_position(connection, Entity::find().filter(condition), page).await
}

/// The first so many public collections that have a rule, by position.
pub(crate) async fn public_rules(
    connection: &impl ConnectionTrait,
    most: u64,
    now: Timestamp,
) -> Result<Vec<Collection>, DbErr> {
    let rows = Entity::find()
        .filter(public(now))
        .filter(Column::Rule.is_not_null())
        .order_by_asc(Column::Position)
        .order_by_asc(Column::Id)
        .limit(most)
        .all(connection)
        .await?;
    rows.into_iter().map(Collection::try_from).collect()
}

/// The public manual collections that hold these products, with the product.
pub(crate) async fn public_with(
    connection: &impl ConnectionTrait,
    products: &[ProductId],
    now: Timestamp,
) -> Result<Vec<(ProductId, Collection)>, DbErr> {
    let held = collection_product::Entity::belongs_to(Entity)
        .from(collection_product::Column::CollectionId)
        .to(Column::Id);
    let rows = collection_product::Entity::find()
        .join(JoinType::InnerJoin, held.into())
        .select_also(Entity)
        .filter(collection_product::Column::ProductId.is_in(products.iter().map(|id| id.0)))
        .filter(public(now))
        .all(connection)
        .await?;
    let rows = rows
        .into_iter()
        .filter_map(|(held, own)| own.map(|own| (held, own)));
    rows.map(|(held, own)| Ok((held.product_id.into(), Collection::try_from(own)?)))
        .collect()
}

/// A card and where it stands in a manual collection.
pub(crate) struct Held {
    pub(crate) card: Card,
    position: i32,
}

impl Held {
    pub(crate) fn cursor(&self) -> Cursor {
        at(self.position)
    }
}

impl FromQueryResult for Held {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self {
            card: Card::from_query_result(row, prefix)?,
            position: row.try_get("", "place")?,
        })
    }
}

/// The public cards of a manual collection, each with its `place`.
pub(crate) fn held(own: &Collection, now: Timestamp) -> Select<product_card::Entity> {
    let held = product_card::Entity::belongs_to(collection_product::Entity)
        .from(product_card::Column::ProductId)
        .to(collection_product::Column::ProductId);
    let province = own.province_code.as_ref();
    product_card::Entity::find()
        .column_as(collection_product::Column::Position, "place")
        .join(JoinType::InnerJoin, held.into())
        .filter(collection_product::Column::CollectionId.eq(own.id.0))
        .filter(crate::visibility::public_at(now))
        .filter(
            Condition::all()
                .add_option(province.map(|code| product_card::Column::ProvinceCode.eq(code))),
        )
}

/// A place in a manual collection.
pub(crate) fn at(position: i32) -> Cursor {
    Cursor::new(IN_COLLECTION, [position.to_string()])
}

fn read_at(page: &PageArgs) -> Result<Option<Vec<sea_orm::sea_query::SimpleExpr>>, PageError> {
    let Some(cursor) = &page.cursor else {
        return Ok(None);
    };
    let [position] = cursor.key_for(IN_COLLECTION)?;
    let position: i32 = position.parse().map_err(|_| PageError::BadCursor)?;
    Ok(Some(vec![Expr::value(position)]))
}

/// A page of them in their order; one more than the page holds.
pub(crate) async fn manual_page(
    connection: &impl ConnectionTrait,
    own: &Collection,
    now: Timestamp,
    page: &PageArgs,
) -> Result<Vec<Held>, PageFault> {
    use collection_product::{Column, Entity};
    let columns = vec![Expr::col((Entity, Column::Position))];
    let rows = paged(held(own, now), columns, read_at(page)?, false, page);
    Ok(rows.into_model().all(connection).await?)
}

/// What a manual collection holds, public or not; one more than the page
/// holds.
pub(crate) async fn entries(
    connection: &impl ConnectionTrait,
    id: CollectionId,
    page: &PageArgs,
) -> Result<Vec<CollectionEntry>, PageFault> {
    use collection_product::{Column, Entity};
    let query = Entity::find().filter(Column::CollectionId.eq(id.0));
    let columns = vec![Expr::col((Entity, Column::Position))];
    let rows = paged(query, columns, read_at(page)?, false, page);
    let rows = rows.all(connection).await?.into_iter();
    let entry = |row: collection_product::Model| CollectionEntry {
        product_id: row.product_id.into(),
        position: row.position,
    };
    Ok(rows.map(entry).collect())
}

pub(crate) fn event_place(own: &CollectionEvent) -> Cursor {
    Cursor::new(BY_VERSION, [own.version.to_string()])
}

/// A collection's history, the latest first; one more than the page holds.
pub(crate) async fn history(
    connection: &impl ConnectionTrait,
    id: CollectionId,
    page: &PageArgs,
) -> Result<Vec<CollectionEvent>, PageFault> {
    use collection_event::{Column, Entity};
    let query = Entity::find().filter(Column::CollectionId.eq(id.0));
    let key = match &page.cursor {
        None => None,
        Some(cursor) => {
            let [version] = cursor.key_for(BY_VERSION)?;
            let version: i64 = version.parse().map_err(|_| PageError::BadCursor)?;
            Some(vec![Expr::value(version)])
        }
    };
    let columns = vec![Expr::col((Entity, Column::Version))];
    let rows = paged(query, columns, key, true, page);
    let rows = rows.all(connection).await?.into_iter();
    let event = |row: collection_event::Model| CollectionEvent {
        id: row.id,
        act: row.act,
        version: row.version,
        actor: row.actor,
        at: row.at,
        details: row.details,
    };
    Ok(rows.map(event).collect())
}
