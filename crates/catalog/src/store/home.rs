//! The versions of the home page, which only grow.

use super::unknown;
use crate::entity::{home_block, home_block_producer, home_page};
use crate::home::{BlockContent, BlockKind, HomePage};
use db::Tx;
use kernel::{CollectionId, ProducerId, ProductId, Timestamp};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, JoinType, QueryFilter,
    QueryOrder, QuerySelect,
};
use std::collections::HashMap;
use uuid::Uuid;

/// The latest version; 0 where there is none.
pub(crate) async fn version(connection: &impl ConnectionTrait) -> Result<i64, DbErr> {
    let latest: Option<Option<i64>> = home_page::Entity::find()
        .select_only()
        .expr(home_page::Column::Version.max())
        .into_tuple()
        .one(connection)
        .await?;
    Ok(latest.flatten().unwrap_or(0))
}

/// The latest version with its blocks, in two statements: three where
/// producers are featured.
pub(crate) async fn latest(connection: &impl ConnectionTrait) -> Result<HomePage, DbErr> {
    let page = home_page::Entity::find()
        .order_by_desc(home_page::Column::Version)
        .one(connection)
        .await?;
    let Some(page) = page else {
        return Ok(HomePage::default());
    };
    let of_page = home_block::Column::PageVersion.eq(page.version);
    let rows = home_block::Entity::find()
        .filter(of_page.clone())
        .order_by_asc(home_block::Column::Position)
        .all(connection)
        .await?;
    let featuring = BlockKind::FeaturedProducers.as_str();
    let mut featured = HashMap::new();
    if rows.iter().any(|row| row.kind == featuring) {
        featured = producers(connection, of_page).await?;
    }
    let blocks = rows.into_iter().map(|row| {
        let producers = featured.remove(&row.id).unwrap_or_default();
        Ok((row.id.into(), content(row, producers)?))
    });
    Ok(HomePage {
        version: page.version,
        at: Some(page.at),
        actor: Some(page.actor),
        blocks: blocks.collect::<Result<_, DbErr>>()?,
    })
}

/// The producers that the blocks of a page feature, in their order.
async fn producers(
    connection: &impl ConnectionTrait,
    of_page: sea_orm::sea_query::SimpleExpr,
) -> Result<HashMap<Uuid, Vec<ProducerId>>, DbErr> {
    use home_block_producer::{Column, Entity};
    let block = Entity::belongs_to(home_block::Entity)
        .from(Column::BlockId)
        .to(home_block::Column::Id);
    let rows = Entity::find()
        .join(JoinType::InnerJoin, block.into())
        .filter(of_page)
        .order_by_asc(Column::Position)
        .all(connection)
        .await?;
    let mut featured: HashMap<Uuid, Vec<ProducerId>> = HashMap::new();
    for row in rows {
        let block = featured.entry(row.block_id).or_default();
        block.push(row.producer_id.into());
    }
    Ok(featured)
}

fn content(row: home_block::Model, producers: Vec<ProducerId>) -> Result<BlockContent, DbErr> {
    Ok(BlockContent {
        kind: BlockKind::parse(&row.kind).ok_or_else(|| unknown("home_block.kind", &row.kind))?,
        title: row.title,
        title_en: row.title_en,
        body: row.body,
        body_en: row.body_en,
        collection_id: row.collection_id.map(CollectionId),
        product_id: row.product_id.map(ProductId),
        producer_id: row.producer_id.map(ProducerId),
        producers,
        size: row.size,
        valid_from: row.valid_from,
        valid_until: row.valid_until,
    })
}

/// Writes a version that there was not.
pub(crate) async fn insert(tx: &Tx, page: &HomePage, now: Timestamp) -> Result<(), DbErr> {
    let row = home_page::Model {
        version: page.version,
        actor: page.actor.clone().unwrap_or_default(),
        at: now,
    };
    home_page::Entity::insert(row.into_active_model())
        .exec_without_returning(tx)
        .await?;
    let blocks = (0..).zip(&page.blocks).map(|(position, (id, own))| {
        home_block::Model {
            id: id.0,
            page_version: page.version,
            position,
            kind: own.kind.as_str().to_owned(),
            title: own.title.clone(),
            title_en: own.title_en.clone(),
            body: own.body.clone(),
            body_en: own.body_en.clone(),
            collection_id: own.collection_id.map(|id| id.0),
            product_id: own.product_id.map(|id| id.0),
            producer_id: own.producer_id.map(|id| id.0),
            size: own.size,
            valid_from: own.valid_from,
            valid_until: own.valid_until,
        }
        .into_active_model()
    });
    let blocks: Vec<_> = blocks.collect();
    if !blocks.is_empty() {
        home_block::Entity::insert_many(blocks)
            .exec_without_returning(tx)
            .await?;
    }
    let featured = page.blocks.iter().flat_map(|(id, own)| {
        (0..).zip(&own.producers).map(|(position, producer)| {
            home_block_producer::Model {
                block_id: id.0,
                producer_id: producer.0,
                position,
            }
            .into_active_model()
        })
    });
    let featured: Vec<_> = featured.collect();
    if !featured.is_empty() {
        home_block_producer::Entity::insert_many(featured)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}
