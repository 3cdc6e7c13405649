//! What producers and moderators read.

use super::moderators::Reach;
use super::{
    Change, ChangeStatus, FieldChange, Finding, Listing, ListingEvent, PriceRequest, diff,
};
use crate::store::{changes, content, events, listings, prices};
use crate::{Catalog, ListingStatus, ReadError};
use kernel::{AccountId, Actor, ChangeId, Page, PageArgs, ProducerId, ProductId, Right};
use sea_orm::DbErr;

/// Which of a producer's listings. Every given condition holds; an empty list
/// matches nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListingFilter {
    /// In these statuses.
    pub statuses: Option<Vec<ListingStatus>>,
    /// With a change in one of these.
    pub change_statuses: Option<Vec<ChangeStatus>>,
}

/// What of the queue. Every given condition holds; an empty list matches
/// nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueueFilter {
    /// Of producers in these provinces.
    pub provinces: Option<Vec<String>>,
    /// Which this moderator has.
    pub held_by: Option<AccountId>,
    /// Which nobody has.
    pub free: bool,
    /// Of listings that were never approved, or that were.
    pub first_time: Option<bool>,
}

/// By which rights a listing is seen.
const RIGHTS: [Right; 2] = [Right::Listings, Right::Stock];

/// By what somebody sees what is a producer's.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Eyes {
    Producer,
    Moderator,
}

impl Catalog {
    /// A listing, as its producer and the moderators of its province see it;
    /// `None` for everybody else. Moderators see a change once it was
    /// submitted.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn listing(&self, actor: &Actor, id: ProductId) -> Result<Option<Listing>, DbErr> {
        let db = self.db.primary();
        let Some(row) = listings::by_id(db, id).await? else {
            return Ok(None);
        };
        let Some(eyes) = self.eyes(actor, row.producer_id.into(), &RIGHTS).await? else {
            return Ok(None);
        };
        let listing = listings::whole(db, vec![row]).await?.pop();
        Ok(listing.and_then(|listing| seen(listing, eyes)))
    }

    /// What changes that the caller was given are about, as moderators see it;
    /// in any order.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn listings_of_changes(&self, products: &[ProductId]) -> Result<Vec<Listing>, DbErr> {
        let db = self.db.primary();
        let rows = listings::by_ids(db, products).await?;
        let whole = listings::whole(db, rows).await?.into_iter();
        Ok(whole.filter_map(|own| seen(own, Eyes::Moderator)).collect())
    }

    /// A producer's listings, the newest first; for its people and for who has
    /// its right to listings. Six statements, however many there are.
    ///
    /// # Errors
    /// [`ReadError`].
    pub async fn listings(
        &self,
        actor: &Actor,
        producer: ProducerId,
        filter: &ListingFilter,
        page: &PageArgs,
    ) -> Result<Page<Listing>, ReadError> {
        let acts = [Right::Listings, Right::Stock].into_iter();
        let mut acts = acts.filter_map(|right| actor.acts_for(producer, right));
        if *actor != Actor::System && acts.next().is_none() {
            return Err(ReadError::NotFound);
        }
        let db = self.db.primary();
        let rows = listings::of_producer(db, producer, filter, page).await?;
        Ok(Page::from_rows(page, rows, listings::position))
    }

    /// A change, as its producer and, once it was submitted, the moderators of
    /// its province see it.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn change(&self, actor: &Actor, id: ChangeId) -> Result<Option<Change>, DbErr> {
        let Some(change) = changes::by_id(self.db.primary(), id.0).await? else {
            return Ok(None);
        };
        let eyes = self.eyes(actor, change.producer_id, &RIGHTS).await?;
        Ok(eyes.and_then(|eyes| readable(&change, eyes).then_some(change)))
    }

    /// What waits for the actor as a moderator, the longest first.
    ///
    /// # Errors
    /// [`ReadError`].
    pub async fn moderation_queue(
        &self,
        actor: &Actor,
        filter: &QueueFilter,
        page: &PageArgs,
    ) -> Result<Page<Change>, ReadError> {
        let reach = Reach::of(actor);
        if reach.is_nowhere() {
            return Err(ReadError::NotAllowed);
        }
        let (db, now) = (self.db.primary(), self.clock.now());
        let rows = changes::queue(db, reach.provinces(), filter, now, page).await?;
        Ok(Page::from_rows(page, rows, changes::position))
    }

    /// Prices that wait for the actor as a moderator, the longest first.
    ///
    /// # Errors
    /// [`ReadError`].
    pub async fn price_queue(
        &self,
        actor: &Actor,
        page: &PageArgs,
    ) -> Result<Page<PriceRequest>, ReadError> {
        let reach = Reach::of(actor);
        if reach.is_nowhere() {
            return Err(ReadError::NotAllowed);
        }
        let rows = prices::queue(self.db.primary(), reach.provinces(), page).await?;
        Ok(Page::from_rows(page, rows, prices::position))
    }

    /// What a change that the actor was given changes in the version that is
    /// live, and what the checks see in it.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn looked_at(
        &self,
        change: &Change,
    ) -> Result<(Vec<FieldChange>, Vec<Finding>), DbErr> {
        let (db, id) = (self.db.primary(), change.product_id);
        let Some(product) = listings::by_id(db, id).await? else {
            return Ok((Vec::new(), Vec::new()));
        };
        let live = match product.published_at {
            Some(_) => {
                let variants = content::variants_of(db, &[id.0]).await?;
                let images = content::images_of(db, &[id.0]).await?;
                Some(content::of_rows(&product, &variants, &images)?)
            }
            None => None,
        };
        let mut followed = change.clone();
        let now = self.clock.now();
        let found = self.findings(db, &product, &mut followed, now).await?;
        Ok((diff(live.as_ref(), &change.content), found))
    }

    /// What was done with a listing, the latest first; for who sees the
    /// listing.
    ///
    /// # Errors
    /// [`ReadError`].
    pub async fn listing_history(
        &self,
        actor: &Actor,
        id: ProductId,
        page: &PageArgs,
    ) -> Result<Page<ListingEvent>, ReadError> {
        let db = self.db.primary();
        let row = listings::by_id(db, id).await?;
        let row = row.ok_or(ReadError::NotFound)?;
        let eyes = self.eyes(actor, row.producer_id.into(), &RIGHTS).await?;
        eyes.ok_or(ReadError::NotFound)?;
        let rows = events::of_product(db, id, page).await?;
        Ok(Page::from_rows(page, rows, events::position))
    }

    /// By what the actor sees what is a producer's: as who acts for it by one
    /// of these rights, or as a moderator of its province.
    pub(crate) async fn eyes(
        &self,
        actor: &Actor,
        producer: ProducerId,
        rights: &[Right],
    ) -> Result<Option<Eyes>, DbErr> {
        let acts = rights.iter();
        let mut acts = acts.filter_map(|right| actor.acts_for(producer, *right));
        if *actor == Actor::System || acts.next().is_some() {
            return Ok(Some(Eyes::Producer));
        }
        let reach = Reach::of(actor);
        if reach.is_nowhere() {
            return Ok(None);
        }
        let producer = programme::find_producer(self.db.primary(), producer).await?;
        let within = producer.is_some_and(|own| reach.covers(&own.province_code));
        Ok(within.then_some(Eyes::Moderator))
    }
}

/// What these eyes see of a listing; `None` where that is nothing.
fn seen(mut listing: Listing, eyes: Eyes) -> Option<Listing> {
    if let Some(change) = &listing.change
        && !readable(change, eyes)
    {
        listing.change = None;
    }
    let hidden = eyes == Eyes::Moderator && listing.live.is_none() && listing.change.is_none();
    (!hidden).then_some(listing)
}

/// Whether these eyes see a change: what was never handed in is its producer's
/// alone.
fn readable(change: &Change, eyes: Eyes) -> bool {
    eyes == Eyes::Producer || change.submitted_at.is_some()
}
