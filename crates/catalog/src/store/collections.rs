//! `collection`, what it holds, and its history, which only grows.

mod lists;

pub(crate) use lists::{
    Held, at, curated_page, entries, event_place, held, history, manual_page, place, public_page,
    public_rules, public_with,
};

use super::unknown;
use crate::collections::{
    Collection, CollectionContent, CollectionRule, CollectionSort, CollectionStatus, Months,
};
use crate::entity::collection::{Column, Entity, Model};
use crate::entity::{collection_event, collection_product};
use db::Tx;
use kernel::{AccountId, Actor, CollectionId, ProductId, id::new_uuid};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

impl TryFrom<Model> for Collection {
    type Error = DbErr;

    fn try_from(row: Model) -> Result<Self, DbErr> {
        let sort = row.sort.as_deref().unwrap_or_default();
        let rule = row.rule.as_deref().map(|json| {
            let rule: CollectionRule = serde_json::from_str(json)
                .map_err(|error| DbErr::Type(format!("rule of {}: {error}", row.id)))?;
            let sort =
                CollectionSort::parse(sort).ok_or_else(|| unknown("collection.sort", sort))?;
            Ok::<_, DbErr>(CollectionRule { sort, ..rule })
        });
        let rule = rule.transpose()?;
        Ok(Self {
            id: row.id.into(),
            province_code: row.province_code,
            content: CollectionContent {
                title: row.title,
                title_en: row.title_en,
                description: row.description,
                description_en: row.description_en,
                rule,
                valid_from: row.valid_from,
                valid_until: row.valid_until,
                months: Months::from_bits(row.months)
                    .ok_or_else(|| unknown("collection.months", &row.months.to_string()))?,
                position: row.position,
            },
            status: CollectionStatus::parse(&row.status)
                .ok_or_else(|| unknown("collection.status", &row.status))?,
            slug: row.slug,
            demo: row.demo,
            version: row.version,
            created_by: row.created_by.map(AccountId),
            created_at: row.created_at,
            updated_at: row.updated_at,
            published_at: row.published_at,
        })
    }
}

fn row(own: &Collection) -> Result<Model, DbErr> {
    let content = &own.content;
    let rule = content.rule.as_ref();
    let json = rule.map(serde_json::to_string).transpose();
    Ok(Model {
        id: own.id.0,
        slug: own.slug.clone(),
        kind: own.kind().as_str().to_owned(),
        province_code: own.province_code.clone(),
        title: content.title.clone(),
        title_en: content.title_en.clone(),
        description: content.description.clone(),
        description_en: content.description_en.clone(),
        rule: json.map_err(|error| DbErr::Type(format!("rule of {}: {error}", own.id)))?,
        sort: rule.map(|rule| rule.sort.as_str().to_owned()),
        valid_from: content.valid_from,
        valid_until: content.valid_until,
        months: content.months.bits(),
        status: own.status.as_str().to_owned(),
        position: content.position,
        demo: own.demo,
        version: own.version,
        created_by: own.created_by.map(|id| id.0),
        created_at: own.created_at,
        updated_at: own.updated_at,
        published_at: own.published_at,
    })
}

pub(crate) async fn insert(tx: &Tx, own: &Collection) -> Result<(), DbErr> {
    Entity::insert(row(own)?.into_active_model())
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

/// Writes a locked collection.
pub(crate) async fn update(tx: &Tx, own: &Collection) -> Result<(), DbErr> {
    let change = row(own)?.into_active_model().reset_all();
    change.update(tx).await.map(|_| ())
}

pub(crate) async fn by_id(
    connection: &impl ConnectionTrait,
    id: CollectionId,
) -> Result<Option<Collection>, DbErr> {
    let found = Entity::find_by_id(id.0).one(connection).await?;
    found.map(Collection::try_from).transpose()
}

pub(crate) async fn by_slug(
    connection: &impl ConnectionTrait,
    slug: &str,
) -> Result<Option<Collection>, DbErr> {
    let found = Entity::find().filter(Column::Slug.eq(slug));
    let found = found.one(connection).await?;
    found.map(Collection::try_from).transpose()
}

pub(crate) async fn by_ids(
    connection: &impl ConnectionTrait,
    ids: &[CollectionId],
) -> Result<Vec<Collection>, DbErr> {
    let found = Entity::find().filter(Column::Id.is_in(ids.iter().map(|id| id.0)));
    let found = found.all(connection).await?;
    found.into_iter().map(Collection::try_from).collect()
}

/// The collection, locked until the transaction ends.
pub(crate) async fn lock(tx: &Tx, id: CollectionId) -> Result<Option<Collection>, DbErr> {
    let found = Entity::find_by_id(id.0).lock_exclusive().one(tx).await?;
    found.map(Collection::try_from).transpose()
}

/// What a manual collection holds, public or not, in its order.
pub(crate) async fn products_of(
    connection: &impl ConnectionTrait,
    id: CollectionId,
) -> Result<Vec<ProductId>, DbErr> {
    let ids: Vec<Uuid> = collection_product::Entity::find()
        .select_only()
        .column(collection_product::Column::ProductId)
        .filter(collection_product::Column::CollectionId.eq(id.0))
        .order_by_asc(collection_product::Column::Position)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(ids.into_iter().map(ProductId::from).collect())
}

/// Lets a locked collection hold these and nothing else.
pub(crate) async fn set_products(
    tx: &Tx,
    id: CollectionId,
    products: &[ProductId],
) -> Result<(), DbErr> {
    collection_product::Entity::delete_many()
        .filter(collection_product::Column::CollectionId.eq(id.0))
        .exec(tx)
        .await?;
    let rows = (0..).zip(products).map(|(position, product)| {
        collection_product::Model {
            collection_id: id.0,
            product_id: product.0,
            position,
        }
        .into_active_model()
    });
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        return Ok(());
    }
    collection_product::Entity::insert_many(rows)
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

/// Puts on record what brought a collection to its version.
pub(crate) async fn append(
    tx: &Tx,
    own: &Collection,
    act: &str,
    actor: &Actor,
    details: serde_json::Value,
) -> Result<(), DbErr> {
    let row = collection_event::Model {
        id: new_uuid(own.updated_at),
        collection_id: own.id.0,
        act: act.to_owned(),
        version: own.version,
        actor: actor.label(),
        at: own.updated_at,
        details: details.to_string(),
    };
    collection_event::Entity::insert(row.into_active_model())
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}
