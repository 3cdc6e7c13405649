//! Somebody writes the home page anew.

use super::{BlockCode, BlockContent, BlockProblem, HomePage, MAX_BLOCKS};
use crate::Catalog;
use crate::entity::product;
use crate::listing::moderators::Reach;
use crate::store::{collections, home as store};
use db::Tx;
use kernel::{Actor, HomeBlockId, ProducerId};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use std::collections::HashSet;
use uuid::Uuid;

/// Why the home page was not written.
#[derive(Debug, thiserror::Error)]
pub enum SetHomeError {
    /// The actor does not manage the whole country's catalogue.
    #[error("the actor does not manage the home page")]
    NotAllowed,
    /// Somebody wrote it in the meantime.
    #[error("the home page has version {0} by now")]
    Outdated(i64),
    /// More than [`MAX_BLOCKS`].
    #[error("too many blocks")]
    TooMany,
    /// A block that cannot be.
    #[error("block {}: {}", .0.block, .0.field)]
    Block(BlockProblem),
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(SetHomeError);

impl Catalog {
    /// Writes the home page of which the actor saw that version, as a whole;
    /// 0 where nobody has written it. What was before stays on record.
    /// Permission: moderators and administrators of the whole country.
    ///
    /// # Errors
    /// [`SetHomeError`]; then nothing has changed.
    pub async fn set_home_page(
        &self,
        actor: &Actor,
        version: i64,
        blocks: &[BlockContent],
    ) -> Result<HomePage, SetHomeError> {
        if Reach::of(actor) != Reach::Everywhere {
            return Err(SetHomeError::NotAllowed);
        }
        if blocks.len() > MAX_BLOCKS {
            return Err(SetHomeError::TooMany);
        }
        let checked = blocks.iter().enumerate().map(|(block, content)| {
            let checked = content.checked();
            checked
                .map_err(|(code, field)| SetHomeError::Block(BlockProblem { block, code, field }))
        });
        let blocks = checked.collect::<Result<Vec<_>, _>>()?;
        db::retry(|| self.set_home_page_once(actor, version, &blocks)).await
    }

    async fn set_home_page_once(
        &self,
        actor: &Actor,
        version: i64,
        blocks: &[BlockContent],
    ) -> Result<HomePage, SetHomeError> {
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let latest = store::version(&tx).await?;
        if latest != version {
            return Err(SetHomeError::Outdated(latest));
        }
        if let Some(problem) = unknown(&tx, blocks).await? {
            return Err(SetHomeError::Block(problem));
        }
        let blocks = blocks.iter().cloned();
        let page = HomePage {
            version: version + 1,
            at: Some(now),
            actor: Some(actor.label()),
            blocks: blocks.map(|own| (HomeBlockId::new(now), own)).collect(),
        };
        store::insert(&tx, &page, now).await.map_err(|error| {
            // Whoever was first has the version.
            match db::classify(&error) {
                db::Fault::Duplicate => SetHomeError::Outdated(version + 1),
                _ => SetHomeError::Fault(error),
            }
        })?;
        tx.commit().await?;
        Ok(page)
    }

    /// The home page with everything that is written of it. Permission: as for
    /// writing it.
    ///
    /// # Errors
    /// [`SetHomeError::NotAllowed`], or a fault.
    pub async fn home_page(&self, actor: &Actor) -> Result<HomePage, SetHomeError> {
        if Reach::of(actor) != Reach::Everywhere {
            return Err(SetHomeError::NotAllowed);
        }
        Ok(store::latest(self.db.primary()).await?)
    }
}

/// The first thing that a block names and that does not exist. Whether it is
/// public is asked when it is shown: what is hidden for a while may stay.
async fn unknown(tx: &Tx, blocks: &[BlockContent]) -> Result<Option<BlockProblem>, DbErr> {
    let ids: Vec<_> = blocks.iter().filter_map(|own| own.collection_id).collect();
    let found = collections::by_ids(tx, &ids).await?;
    let known: HashSet<_> = found.iter().map(|own| own.id).collect();
    let ids = blocks.iter().filter_map(|own| own.product_id);
    let products: Vec<Uuid> = product::Entity::find()
        .select_only()
        .column(product::Column::Id)
        .filter(product::Column::Id.is_in(ids.map(|id| id.0)))
        .into_tuple()
        .all(tx)
        .await?;
    let products: HashSet<Uuid> = products.into_iter().collect();
    let named = blocks
        .iter()
        .flat_map(|own| own.producers.iter().chain(&own.producer_id));
    let named: HashSet<ProducerId> = named.copied().collect();
    let mut producers = HashSet::new();
    for id in named {
        if programme::find_producer(tx, id).await?.is_some() {
            producers.insert(id);
        }
    }
    let there = |id: &ProducerId| producers.contains(id);
    for (block, own) in blocks.iter().enumerate() {
        let missing = [
            (
                "collectionId",
                own.collection_id.is_some_and(|id| !known.contains(&id)),
            ),
            (
                "productId",
                own.product_id.is_some_and(|id| !products.contains(&id.0)),
            ),
            ("producerId", own.producer_id.is_some_and(|id| !there(&id))),
            ("producerIds", !own.producers.iter().all(there)),
        ];
        if let Some((field, _)) = missing.into_iter().find(|(_, missing)| *missing) {
            let code = BlockCode::Unknown;
            return Ok(Some(BlockProblem { block, code, field }));
        }
    }
    Ok(None)
}
