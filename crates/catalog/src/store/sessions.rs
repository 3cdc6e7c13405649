//! Sessions: variants with a beginning, and their stock.

use super::{PageFault, paged, unknown};
use crate::card::CardVariant;
use crate::entity::product_variant::{ActiveModel, Column, Entity, Model};
use crate::listing::VariantContent;
use crate::sessions::{Session, SessionFilter};
use crate::{Catalog, Tracking};
use db::Tx;
use kernel::clock::day_in_vietnam;
use kernel::{Cursor, PageArgs, PageError, ProducerId, Timestamp, VariantId};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Order, Query, WindowStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};
use std::collections::HashSet;
use uuid::Uuid;

/// The order of a schedule.
const BY_START: &str = "sessions.start";

/// A session of a locked offer, which gives it whatever is not its own.
pub(crate) async fn insert(
    tx: &Tx,
    offer: &Model,
    own: &Session,
    now: Timestamp,
) -> Result<(), DbErr> {
    let times = own.times;
    let row = ActiveModel {
        id: Set(own.id.0),
        product_id: Set(offer.product_id),
        producer_id: Set(offer.producer_id),
        sku: Set(sku(&offer.sku, own)),
        name: Set(offer.name.clone()),
        name_en: Set(offer.name_en.clone()),
        price: Set(own.price.dong()),
        compare_at_price: Set(None),
        weight_grams: Set(offer.weight_grams),
        max_per_order: Set(offer.max_per_order),
        min_per_order: Set(offer.min_per_order),
        position: Set(offer.position),
        created_at: Set(now),
        updated_at: Set(now),
        version: Set(own.version),
        gtin: Set(None),
        choices: Set(offer.choices.clone()),
        length_mm: Set(None),
        width_mm: Set(None),
        height_mm: Set(None),
        retired_at: Set(None),
        reviewed_price: Set(offer.reviewed_price.or(Some(offer.price))),
        tiers: Set("[]".to_owned()),
        tracking: Set(Tracking::Tracked.as_str().to_owned()),
        lead_days: Set(None),
        session_of: Set(Some(offer.id)),
        starts_at: Set(Some(times.starts_at)),
        ends_at: Set(Some(times.ends_at)),
        closes_at: Set(Some(times.closes_at)),
    };
    Entity::insert(row)
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

/// What labels and orders call a session: the offer's SKU and the day in
/// Vietnam. No SKU that is typed has this mark, and the end of a UUIDv7 is
/// random.
fn sku(offer: &str, own: &Session) -> String {
    let day = day_in_vietnam(own.times.starts_at).format("%Y%m%d");
    let id = own.id.0.simple().to_string();
    format!("{offer}@{day}-{}", id.get(24..).unwrap_or_default())
}

/// When the sessions of a locked offer begin that are neither closed nor past.
pub(crate) async fn open_of(
    tx: &Tx,
    offer: VariantId,
    now: Timestamp,
) -> Result<HashSet<Timestamp>, DbErr> {
    let starts: Vec<Option<Timestamp>> = Entity::find()
        .select_only()
        .column(Column::StartsAt)
        .filter(Column::SessionOf.eq(offer.0))
        .filter(Column::RetiredAt.is_null())
        .filter(Column::StartsAt.gt(now))
        .into_tuple()
        .all(tx)
        .await?;
    Ok(starts.into_iter().flatten().collect())
}

/// Whether sessions of an offer would take something else from a new content of
/// it than they have.
pub(crate) fn differ(offer: &Model, new: &VariantContent) -> bool {
    let has = (&offer.name, &offer.name_en);
    let bounds = (offer.min_per_order, offer.max_per_order);
    has != (&new.name, &new.name_en) || bounds != (new.min_per_order, new.max_per_order)
}

/// Gives the sessions to come what they take from their offers, or closes them
/// with an offer that has no content any more. The offers are locked, so none
/// is added meanwhile; sessions of others are left alone, and so are places.
pub(crate) async fn follow(
    tx: &Tx,
    offers: &[(Uuid, Option<&VariantContent>)],
    now: Timestamp,
) -> Result<(), DbErr> {
    if offers.is_empty() {
        return Ok(());
    }
    let to_come = |offers: &[Uuid]| {
        Condition::all()
            .add(Column::SessionOf.is_in(offers.iter().copied()))
            .add(Column::RetiredAt.is_null())
            .add(Column::StartsAt.gt(now))
    };
    // By id, as checkouts lock them.
    let all: Vec<Uuid> = offers.iter().map(|(id, _)| *id).collect();
    Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(to_come(&all))
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .into_tuple::<Uuid>()
        .all(tx)
        .await?;
    for (offer, content) in offers {
        let change = match content {
            Some(own) => ActiveModel {
                name: Set(own.name.clone()),
                name_en: Set(own.name_en.clone()),
                min_per_order: Set(own.min_per_order),
                max_per_order: Set(own.max_per_order),
                updated_at: Set(now),
                ..Default::default()
            },
            // No SKU that is typed is a session's: none has to be given back.
            None => ActiveModel {
                retired_at: Set(Some(now)),
                updated_at: Set(now),
                ..Default::default()
            },
        };
        Entity::update_many()
            .set(change)
            .col_expr(Column::Version, Expr::col(Column::Version).add(1))
            .filter(to_come(&[*offer]))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// The session, closed or not, locked until the transaction ends.
pub(crate) async fn lock(tx: &Tx, id: VariantId) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id.0)
        .filter(Column::SessionOf.is_not_null())
        .lock_exclusive()
        .one(tx)
        .await
}

pub(crate) async fn by_id(
    connection: &impl ConnectionTrait,
    id: VariantId,
) -> Result<Option<Session>, DbErr> {
    let row = Entity::find_by_id(id.0).filter(Column::SessionOf.is_not_null());
    let row = row.one(connection).await?;
    Ok(with_places(connection, row.into_iter().collect())
        .await?
        .pop())
}

/// Whose variant that is.
pub(crate) async fn producer_of(
    connection: &impl ConnectionTrait,
    variant: VariantId,
) -> Result<Option<ProducerId>, DbErr> {
    let found: Option<Uuid> = Entity::find_by_id(variant.0)
        .select_only()
        .column(Column::ProducerId)
        .into_tuple()
        .one(connection)
        .await?;
    Ok(found.map(ProducerId))
}

/// The next sessions of each offer that can be booked, up to `most` of each.
pub(crate) async fn next_of(
    connection: &impl ConnectionTrait,
    offers: &[VariantId],
    most: u64,
    now: Timestamp,
) -> Result<Vec<Session>, DbErr> {
    let (rank, ranked) = (Alias::new("rank"), Alias::new("ranked"));
    let order = WindowStatement::partition_by(Column::SessionOf)
        .order_by(Column::StartsAt, Order::Asc)
        .to_owned();
    let inner = Query::select()
        .column(Column::Id)
        .expr_window_as(Expr::cust("ROW_NUMBER()"), order, rank.clone())
        .from(Entity)
        .and_where(Column::SessionOf.is_in(offers.iter().map(|id| id.0)))
        .and_where(Column::RetiredAt.is_null())
        .and_where(Column::ClosesAt.gt(now))
        .to_owned();
    let first = Query::select()
        .column(Column::Id)
        .from_subquery(inner, ranked)
        .and_where(Expr::col(rank).lte(most))
        .to_owned();
    let rows = Entity::find()
        .filter(Column::Id.in_subquery(first))
        .order_by_asc(Column::StartsAt)
        .all(connection)
        .await?;
    with_places(connection, rows).await
}

pub(crate) fn position(own: &Session) -> Cursor {
    let starts_at = Cursor::write_instant(own.times.starts_at);
    Cursor::new(BY_START, [starts_at, own.id.to_string()])
}

/// The sessions of an offer by their beginning; one more than the page holds.
pub(crate) async fn schedule(
    connection: &impl ConnectionTrait,
    offer: VariantId,
    filter: &SessionFilter,
    page: &PageArgs,
) -> Result<Vec<Session>, PageFault> {
    let query = Entity::find()
        .filter(Column::SessionOf.eq(offer.0))
        .apply_if(filter.from, |query, from| {
            query.filter(Column::StartsAt.gte(from))
        })
        .apply_if(filter.until, |query, until| {
            query.filter(Column::StartsAt.lt(until))
        });
    let key = match &page.cursor {
        None => None,
        Some(cursor) => {
            let [at, id] = cursor.key_for(BY_START)?;
            let at = Cursor::read_instant(at)?;
            let id: Uuid = id.parse().map_err(|_| PageError::BadCursor)?;
            Some(vec![Expr::value(at), Expr::value(id)])
        }
    };
    let columns = [Column::StartsAt, Column::Id].map(|column| Expr::col((Entity, column)));
    let rows = paged(query, columns.into(), key, false, page)
        .all(connection)
        .await?;
    Ok(with_places(connection, rows).await?)
}

async fn with_places(
    connection: &impl ConnectionTrait,
    rows: Vec<Model>,
) -> Result<Vec<Session>, DbErr> {
    let ids: Vec<VariantId> = rows.iter().map(|row| row.id.into()).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let stock = Catalog::stock_on(connection, &ids).await?;
    let session = |row: &Model| {
        let own = CardVariant::try_from(row)?;
        let (places, booked) = stock.get(&own.id).copied().unwrap_or_default();
        Ok(Session {
            id: own.id,
            product_id: row.product_id.into(),
            producer_id: row.producer_id.into(),
            times: own
                .session
                .ok_or_else(|| unknown("session", &row.id.to_string()))?,
            price: own.price,
            places,
            booked,
            closed_at: row.retired_at,
            version: row.version,
        })
    };
    rows.iter().map(session).collect()
}
