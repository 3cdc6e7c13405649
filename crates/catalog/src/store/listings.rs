//! Products as listings.

use super::content;
use super::cursors::{of_id, page_by_id};
use super::{PageFault, changes, prices, take_downs, unknown};
use crate::entity::product::{Column, Entity, Model};
use crate::entity::{product_image, product_variant};
use crate::listing::{Listing, ListingFilter, LiveVariant, SetSupply};
use crate::{Catalog, ListingStatus, PriceTier, ProductKind, Season, Tracking};
use db::Tx;
use kernel::{Cursor, Money, PageArgs, ProducerId, ProductId, VariantId};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{LockType, Query};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QuerySelect,
};
use std::collections::HashMap;
use uuid::Uuid;

/// The order of a producer's listings.
const BY_AGE: &str = "listings.age";

pub(crate) async fn insert(tx: &Tx, row: Model) -> Result<(), DbErr> {
    Entity::insert(row.into_active_model())
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

pub(crate) async fn by_id(
    connection: &impl ConnectionTrait,
    id: ProductId,
) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id.0).one(connection).await
}

pub(crate) async fn by_ids(
    connection: &impl ConnectionTrait,
    ids: &[ProductId],
) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::Id.is_in(ids.iter().map(|id| id.0)))
        .all(connection)
        .await
}

/// The product, locked until the transaction ends. Its key stays free: whoever
/// holds a variant writes rows that refer to the product, and would wait for
/// who holds the product and waits for the variant.
pub(crate) async fn lock(tx: &Tx, id: ProductId) -> Result<Option<Model>, DbErr> {
    let row = Entity::find_by_id(id.0).lock(LockType::NoKeyUpdate);
    row.one(tx).await
}

pub(crate) async fn slug_is_taken(tx: &Tx, slug: &str) -> Result<bool, DbErr> {
    let found = Entity::find()
        .filter(Column::Slug.eq(slug))
        .count(tx)
        .await?;
    Ok(found > 0)
}

pub(crate) async fn count_of(tx: &Tx, producer: ProducerId) -> Result<u64, DbErr> {
    Entity::find()
        .filter(Column::ProducerId.eq(producer.0))
        .count(tx)
        .await
}

/// Whether the producer has another listing under that certificate.
pub(crate) async fn shares_certificate(
    connection: &impl ConnectionTrait,
    product: ProductId,
    certificate: Uuid,
) -> Result<bool, DbErr> {
    let found = Entity::find()
        .filter(Column::CertificateId.eq(certificate))
        .filter(Column::Id.ne(product.0))
        .filter(Column::Status.ne(ListingStatus::Draft.as_str()))
        .count(connection)
        .await?;
    Ok(found > 0)
}

/// Changes the status of a locked product.
pub(crate) async fn set_status(
    tx: &Tx,
    product: Model,
    status: ListingStatus,
    now: kernel::Timestamp,
) -> Result<(), DbErr> {
    let version = product.version;
    let mut change = product.into_active_model();
    change.status = Set(status.as_str().to_owned());
    change.updated_at = Set(now);
    change.version = Set(version + 1);
    change.update(tx).await.map(|_| ())
}

/// Hides a locked product or shows it again.
pub(crate) async fn set_paused(
    tx: &Tx,
    product: Model,
    paused: bool,
    now: kernel::Timestamp,
) -> Result<(), DbErr> {
    let mut change = product.into_active_model();
    change.paused = Set(paused);
    change.updated_at = Set(now);
    change.update(tx).await.map(|_| ())
}

/// Says when a locked product is sold.
pub(crate) async fn set_season(
    tx: &Tx,
    product: Model,
    season: Season,
    now: kernel::Timestamp,
) -> Result<(), DbErr> {
    let mut change = product.into_active_model();
    change.sell_from = Set(season.sell_from);
    change.sell_until = Set(season.sell_until);
    change.promised_on = Set(season.promised_on);
    change.updated_at = Set(now);
    change.update(tx).await.map(|_| ())
}

/// Says how a locked variant is supplied; returns its version.
pub(crate) async fn set_supply(
    tx: &Tx,
    variant: product_variant::Model,
    new: SetSupply,
    now: kernel::Timestamp,
) -> Result<i64, DbErr> {
    let version = variant.version + 1;
    let mut change = variant.into_active_model();
    change.tracking = Set(new.tracking.as_str().to_owned());
    change.lead_days = Set(new.lead_days);
    change.updated_at = Set(now);
    change.version = Set(version);
    change.update(tx).await.map(|_| version)
}

/// Takes a locked variant out of sale; its SKU is free again.
pub(crate) async fn retire(
    tx: &Tx,
    variant: product_variant::Model,
    now: kernel::Timestamp,
) -> Result<(), DbErr> {
    let (id, version) = (variant.id, variant.version);
    let mut change = variant.into_active_model();
    change.sku = Set(content::nobodys(id));
    change.retired_at = Set(Some(now));
    change.updated_at = Set(now);
    change.version = Set(version + 1);
    change.update(tx).await.map(|_| ())
}

/// The variant, locked until the transaction ends; not one that is retired.
pub(crate) async fn lock_variant(
    tx: &Tx,
    id: VariantId,
) -> Result<Option<product_variant::Model>, DbErr> {
    product_variant::Entity::find_by_id(id.0)
        .filter(product_variant::Column::RetiredAt.is_null())
        .lock_exclusive()
        .one(tx)
        .await
}

/// Writes the price of a locked variant.
pub(crate) async fn set_price(
    tx: &Tx,
    variant: product_variant::Model,
    (price, compare_at_price, tiers): (Money, Option<Money>, &[PriceTier]),
    reviewed: bool,
    now: kernel::Timestamp,
) -> Result<(), DbErr> {
    let (id, version) = (variant.id, variant.version);
    let mut change = variant.into_active_model();
    change.price = Set(price.dong());
    change.compare_at_price = Set(compare_at_price.map(Money::dong));
    change.tiers = Set(content::written(&tiers, id)?);
    if reviewed {
        change.reviewed_price = Set(Some(price.dong()));
    }
    change.updated_at = Set(now);
    change.version = Set(version + 1);
    change.update(tx).await.map(|_| ())
}

pub(crate) fn position(own: &Listing) -> Cursor {
    of_id(BY_AGE, own.product_id.0)
}

/// A producer's listings, the newest first; one more than the page holds.
pub(crate) async fn of_producer(
    connection: &impl ConnectionTrait,
    producer: ProducerId,
    filter: &ListingFilter,
    page: &PageArgs,
) -> Result<Vec<Listing>, PageFault> {
    use crate::entity::listing_change as change;
    let mut query = Entity::find().filter(Column::ProducerId.eq(producer.0));
    if let Some(statuses) = &filter.statuses {
        query = query.filter(Column::Status.is_in(statuses.iter().map(|own| own.as_str())));
    }
    if let Some(statuses) = &filter.change_statuses {
        let with = Query::select()
            .column(change::Column::ProductId)
            .from(change::Entity)
            .and_where(change::Column::ProducerId.eq(producer.0))
            .and_where(change::Column::Status.is_in(statuses.iter().map(|own| own.as_str())))
            .to_owned();
        query = query.filter(Column::Id.in_subquery(with));
    }
    let query = page_by_id(query, Column::Id, BY_AGE, page)?;
    let rows = query.all(connection).await?;
    Ok(whole(connection, rows).await?)
}

/// These products as listings, in their order: five statements, and one more
/// where some are taken down.
pub(crate) async fn whole(
    connection: &impl ConnectionTrait,
    rows: Vec<Model>,
) -> Result<Vec<Listing>, DbErr> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let products: Vec<ProductId> = ids.iter().copied().map(ProductId).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let variants = by_product(content::variants_of(connection, &ids).await?, |row| {
        row.product_id
    });
    let images = by_product(content::images_of(connection, &ids).await?, |row| {
        row.product_id
    });
    let under_way = changes::open_of(connection, &products).await?.into_iter();
    let mut under_way: HashMap<Uuid, _> = under_way
        .map(|change| (change.product_id.0, change))
        .collect();
    let waiting = prices::waiting_of(connection, &products).await?.into_iter();
    let waiting: HashMap<VariantId, _> = waiting.map(|own| (own.variant_id, own)).collect();
    let down: Vec<ProductId> = rows
        .iter()
        .filter(|row| row.status == ListingStatus::TakenDown.as_str())
        .map(|row| row.id.into())
        .collect();
    let orders = match down.is_empty() {
        true => Vec::new(),
        false => take_downs::standing_of(connection, &down).await?,
    };
    let mut orders: HashMap<ProductId, _> = orders
        .into_iter()
        .map(|own| (own.product_id, own))
        .collect();
    let all: Vec<VariantId> = variants
        .values()
        .flatten()
        .map(|row| row.id.into())
        .collect();
    let stock = Catalog::stock_on(connection, &all).await?;
    rows.into_iter()
        .map(|row| {
            let own_variants = variants.get(&row.id).map_or(&[][..], Vec::as_slice);
            let own_images: &[product_image::Model] =
                images.get(&row.id).map_or(&[][..], Vec::as_slice);
            let live = match row.published_at {
                Some(_) => Some(content::of_rows(&row, own_variants, own_images)?),
                None => None,
            };
            let live_variants = own_variants.iter().map(|own| {
                let id = VariantId(own.id);
                let (on_hand, reserved) = stock.get(&id).copied().unwrap_or_default();
                Ok(LiveVariant {
                    id,
                    sku: own.sku.clone(),
                    name: own.name.clone(),
                    price: Money::from_stored(own.price),
                    compare_at_price: own.compare_at_price.map(Money::from_stored),
                    tiers: content::parsed(&own.tiers, "tiers", own.id)?,
                    tracking: Tracking::parse(&own.tracking)
                        .ok_or_else(|| unknown("tracking", &own.tracking))?,
                    lead_days: own.lead_days,
                    on_hand,
                    reserved,
                    waiting: waiting.get(&id).cloned(),
                    version: own.version,
                })
            });
            let live_variants = live_variants.collect::<Result<_, DbErr>>()?;
            Ok(Listing {
                product_id: row.id.into(),
                producer_id: row.producer_id.into(),
                slug: row.slug.clone(),
                product_set: row.product_set,
                kind: ProductKind::parse(&row.kind)
                    .ok_or_else(|| unknown("product.kind", &row.kind))?,
                status: ListingStatus::parse(&row.status)
                    .ok_or_else(|| unknown("product.status", &row.status))?,
                paused: row.paused,
                season: Season::from(&row),
                published_at: row.published_at,
                created_at: row.created_at,
                version: row.version,
                live,
                variants: live_variants,
                change: under_way.remove(&row.id),
                take_down: orders.remove(&row.id.into()),
            })
        })
        .collect()
}

fn by_product<T>(rows: Vec<T>, product: impl Fn(&T) -> Uuid) -> HashMap<Uuid, Vec<T>> {
    let mut groups = HashMap::<_, Vec<T>>::new();
    for row in rows {
        groups.entry(product(&row)).or_default().push(row);
    }
    groups
}
