//! A producer sets a price.

use super::authority::proved;
use super::edit::{MAX_PER_ORDER, price_of};
use super::price::{PriceRequest, PriceRequestStatus, jumps};
use crate::entity::product_variant;
use crate::store::{events, listings, prices};
use crate::{Catalog, PriceTier, projection};
use db::Tx;
use kernel::{Actor, Money, PriceRequestId, Right, Timestamp, VariantId};
use sea_orm::DbErr;
use serde_json::json;

/// A price to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPrice {
    /// Of which variant.
    pub variant_id: VariantId,
    /// Which version of it the actor saw.
    pub version: i64,
    /// Whole đồng.
    pub price: i64,
    /// What it cost before, whole đồng: shown beside the price.
    pub compare_at_price: Option<i64>,
    /// Lower prices for whoever buys many: from how many units on, and whole
    /// đồng; at most five, each for more units and less than the one before.
    pub tiers: Vec<(i32, i64)>,
}

/// Why a price was refused.
#[derive(Debug, thiserror::Error)]
pub enum SetPriceError {
    /// No such variant that the actor acts for.
    #[error("there is no such variant")]
    NotFound,
    /// Somebody wrote it in the meantime.
    #[error("the variant has version {0} by now")]
    Outdated(i64),
    /// Not 1 to 1,000,000,000 đồng.
    #[error("a price is 1 to 1,000,000,000 đồng")]
    Price,
    /// The earlier price is not above the price.
    #[error("the earlier price must be above the price")]
    CompareAtPrice,
    /// Too many tiers, or one that is not for more units and less than the one
    /// before; its position.
    #[error("tier {0} is not for more units and less than the one before")]
    Tier(usize),
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

/// A price that could be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TypedPrice {
    pub(crate) price: Money,
    pub(crate) compare_at_price: Option<Money>,
    pub(crate) tiers: Vec<PriceTier>,
}

/// The most tiers of a variant.
const MAX_TIERS: usize = 5;

impl TypedPrice {
    /// What could be a price, in whole đồng; see [`NewPrice`].
    pub(crate) fn new(
        price: i64,
        compare_at_price: Option<i64>,
        own_tiers: &[(i32, i64)],
    ) -> Result<Self, SetPriceError> {
        let price = price_of(price).ok_or(SetPriceError::Price)?;
        let compare_at_price = match compare_at_price.map(price_of) {
            None => None,
            Some(Some(compare)) if compare > price => Some(compare),
            Some(_) => return Err(SetPriceError::CompareAtPrice),
        };
        let mut tiers: Vec<PriceTier> = Vec::with_capacity(own_tiers.len().min(MAX_TIERS));
        for (at, (from, dong)) in own_tiers.iter().enumerate() {
            let before = tiers.last();
            let (units, most) = before.map_or((1, price), |tier| (tier.from, tier.price));
            let tier = price_of(*dong).filter(|tier| *tier < most);
            let fits = at < MAX_TIERS && units < *from && *from <= MAX_PER_ORDER;
            match tier.filter(|_| fits) {
                Some(price) => tiers.push(PriceTier { from: *from, price }),
                None => return Err(SetPriceError::Tier(at)),
            }
        }
        Ok(TypedPrice {
            price,
            compare_at_price,
            tiers,
        })
    }

    /// Whether any of its prices is so far from the one that a moderator last
    /// saw that another one must look at it.
    pub(crate) fn jumps(&self, reviewed: i64) -> bool {
        let tiers = self.tiers.iter().map(|tier| tier.price);
        let mut prices = std::iter::once(self.price).chain(tiers);
        prices.any(|price| jumps(reviewed, price.dong()))
    }
}

db::has_db_err!(SetPriceError);

impl Catalog {
    /// Sets a price. It applies from the commit on, carts in hand included,
    /// unless it jumps away from the one that a moderator last saw: then it
    /// waits, and the request is returned. Permission: the producer's people,
    /// and who has its right to listings.
    ///
    /// # Errors
    /// [`SetPriceError`]; then nothing has changed.
    pub async fn set_price(
        &self,
        actor: &Actor,
        new: NewPrice,
    ) -> Result<Option<PriceRequest>, SetPriceError> {
        let typed = TypedPrice::new(new.price, new.compare_at_price, &new.tiers)?;
        let waiting = db::retry(|| self.set_price_once(actor, &new, typed.clone())).await?;
        self.outbox.wake();
        Ok(waiting)
    }

    async fn set_price_once(
        &self,
        actor: &Actor,
        new: &NewPrice,
        typed: TypedPrice,
    ) -> Result<Option<PriceRequest>, SetPriceError> {
        let now = self.clock.now();
        let id = new.variant_id;
        let tx = self.db.begin().await?;
        let variant = listings::lock_variant(&tx, id).await?;
        let variant = variant.ok_or(SetPriceError::NotFound)?;
        let producer = variant.producer_id.into();
        let used = ("SET_PRICE", id.0);
        if !proved(&tx, actor, producer, Right::Listings, used, now).await? {
            return Err(SetPriceError::NotFound);
        }
        if variant.version != new.version {
            return Err(SetPriceError::Outdated(variant.version));
        }
        let product = variant.product_id;
        let earlier = prices::waiting_for(&tx, id).await?;
        let (request, details) = price(&tx, variant, earlier, typed, now).await?;
        if request.is_none() {
            projection::refresh(&self.outbox, &tx, product, now).await?;
        }
        events::append(&tx, product.into(), None, "PRICE", actor, details, now).await?;
        tx.commit().await?;
        Ok(request)
    }
}

/// Gives a locked variant a price, or puts it before a moderator where it
/// jumps; what waited until now is withdrawn. Returns the request, and what is
/// to be on record. The card is the caller's to refresh.
pub(crate) async fn price(
    tx: &Tx,
    variant: product_variant::Model,
    earlier: Option<PriceRequest>,
    typed: TypedPrice,
    now: Timestamp,
) -> Result<(Option<PriceRequest>, serde_json::Value), DbErr> {
    let (id, before) = (VariantId(variant.id), variant.price);
    if let Some(mut waiting) = earlier {
        waiting.status = PriceRequestStatus::Withdrawn;
        waiting.decided_at = Some(now);
        prices::update(tx, &waiting).await?;
    }
    let reviewed = variant.reviewed_price.unwrap_or(variant.price);
    let waits = typed.jumps(reviewed);
    let details = json!({
        "variant": id, "before": before, "price": typed.price.dong(), "waits": waits,
    });
    let TypedPrice {
        price,
        compare_at_price,
        tiers,
    } = typed;
    if !waits {
        let told = (price, compare_at_price, tiers.as_slice());
        listings::set_price(tx, variant, told, false, now).await?;
        return Ok((None, details));
    }
    let request = PriceRequest {
        id: PriceRequestId::new(now),
        product_id: variant.product_id.into(),
        variant_id: id,
        price,
        compare_at_price,
        tiers,
        status: PriceRequestStatus::Waiting,
        asked_at: now,
        decided_by: None,
        decided_at: None,
        note: None,
    };
    prices::insert(tx, &request).await?;
    Ok((Some(request), details))
}
