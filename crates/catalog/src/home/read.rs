//! What the public sees of the home page.

use super::{BlockContent, BlockKind, ShownBlock, Shows};
use crate::collections::Collection;
use crate::entity::product_card::{Column, Entity};
use crate::order::{CERTIFIED, NEWEST};
use crate::store::{collections, home as store};
use crate::strips::{self, Strip};
use crate::visibility::public_at;
use crate::{Card, Catalog};
use db::Engine;
use kernel::{CollectionId, ProducerId, ProductId, Timestamp};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// What the blocks name, as far as it is public.
struct Public {
    collections: HashMap<CollectionId, Collection>,
    cards: HashMap<ProductId, Card>,
    producers: HashSet<ProducerId>,
}

impl Catalog {
    /// The home page as the public sees it now. At most seven statements,
    /// however many blocks there are: three for the page and its blocks, and
    /// one each for collections, linked products, producers and all lists
    /// together.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn shown_home_page(&self) -> Result<Vec<ShownBlock>, DbErr> {
        let (db, now, engine) = (self.db.catalogue(), self.clock.now(), self.db.engine());
        let page = store::latest(db).await?;
        let valid = page.blocks.into_iter().filter(|(_, own)| own.valid_at(now));
        let blocks: Vec<_> = valid.collect();
        let contents: Vec<&BlockContent> = blocks.iter().map(|(_, own)| own).collect();
        let public = self.public_of(&contents, now).await?;
        let strips = contents.iter();
        let strips: Vec<Option<Strip>> =
            strips.map(|own| strip(own, &public, now, engine)).collect();
        let listed: Vec<bool> = strips.iter().map(Option::is_some).collect();
        let strips = strips.into_iter().flatten().collect();
        let mut lists = strips::cards(db, strips).await?.into_iter();
        let mut shown = Vec::with_capacity(blocks.len());
        for ((id, content), listed) in blocks.into_iter().zip(listed) {
            let list = match listed {
                true => lists.next().unwrap_or_default(),
                false => Vec::new(),
            };
            if let Some(shows) = shows(&content, &public, list) {
                shown.push(ShownBlock { id, content, shows });
            }
        }
        Ok(shown)
    }

    async fn public_of(&self, blocks: &[&BlockContent], now: Timestamp) -> Result<Public, DbErr> {
        let db = self.db.catalogue();
        let ids: Vec<_> = blocks.iter().filter_map(|own| own.collection_id).collect();
        let found = match ids.is_empty() {
            true => Vec::new(),
            false => collections::by_ids(db, &ids).await?,
        };
        let found = found.into_iter().filter(|own| own.public_at(now));
        let ids: Vec<_> = blocks.iter().filter_map(|own| own.product_id).collect();
        let cards = match ids.is_empty() {
            true => Vec::new(),
            false => self.cards_by_ids(&ids).await?,
        };
        let ids = blocks
            .iter()
            .flat_map(|own| own.producers.iter().chain(&own.producer_id));
        let ids: HashSet<ProducerId> = ids.copied().collect();
        Ok(Public {
            collections: found.map(|own| (own.id, own)).collect(),
            cards: cards
                .into_iter()
                .map(|card| (card.product_id, card))
                .collect(),
            producers: selling(db, &ids, now).await?,
        })
    }
}

/// Which of these producers trade and have something public to sell: a card is
/// public only while its producer trades.
async fn selling(
    connection: &impl ConnectionTrait,
    ids: &HashSet<ProducerId>,
    now: Timestamp,
) -> Result<HashSet<ProducerId>, DbErr> {
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let found: Vec<Uuid> = Entity::find()
        .select_only()
        .column(Column::ProducerId)
        .distinct()
        .filter(Column::ProducerId.is_in(ids.iter().map(|id| id.0)))
        .filter(public_at(now))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(found.into_iter().map(ProducerId::from).collect())
}

/// The list that a block shows, where it shows one.
fn strip(own: &BlockContent, public: &Public, now: Timestamp, engine: Engine) -> Option<Strip> {
    let size = u64::try_from(own.size).unwrap_or(1);
    let all = || Entity::find().filter(public_at(now));
    match own.kind {
        BlockKind::RecentlyCertified => Some(Strip::sorted(all(), CERTIFIED, size)),
        BlockKind::NewProducts => Some(Strip::sorted(all(), NEWEST, size)),
        BlockKind::Collection => {
            let collection = public.collections.get(&own.collection_id?)?;
            Some(match &collection.content.rule {
                None => Strip::placed(collections::held(collection, now), size),
                Some(rule) => {
                    let order = rule.sort.order();
                    let condition = collection.condition(now, rule.along(order, engine));
                    Strip::sorted(Entity::find().filter(condition), order, size)
                }
            })
        }
        BlockKind::Banner | BlockKind::FeaturedProducers => None,
    }
}

/// What a block shows; `None` where nothing of it is public.
fn shows(own: &BlockContent, public: &Public, list: Vec<Card>) -> Option<Shows> {
    let collection = || public.collections.get(&own.collection_id?).cloned();
    let producers = |ids: &[ProducerId]| {
        let ids = ids.iter().copied();
        let selling = ids.filter(|id| public.producers.contains(id));
        let some: Vec<_> = selling
            .take(usize::try_from(own.size).unwrap_or(1))
            .collect();
        (!some.is_empty()).then_some(Shows::Producers(some))
    };
    match own.kind {
        BlockKind::Banner => match (own.collection_id, own.product_id, own.producer_id) {
            (Some(_), _, _) => collection().map(Shows::Link),
            (_, Some(id), _) => public
                .cards
                .get(&id)
                .cloned()
                .map(Box::new)
                .map(Shows::Product),
            (_, _, Some(id)) => producers(&[id]),
            (None, None, None) => Some(Shows::Text),
        },
        BlockKind::FeaturedProducers => producers(&own.producers),
        _ if list.is_empty() => None,
        BlockKind::Collection => Some(Shows::Collection(collection()?, list)),
        BlockKind::RecentlyCertified | BlockKind::NewProducts => Some(Shows::Products(list)),
    }
}
