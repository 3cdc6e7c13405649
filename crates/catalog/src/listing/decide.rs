//! Moderators take changes up and decide about them.

use super::course::Barred;
use super::moderators::{self, NoModerator};
use super::reasons::{self, Unreasoned};
use super::{
    Change, ChangeCommand, ChangeError, ChangeStatus, Finding, PriceRequest, PriceRequestStatus,
    ReturnReason,
};
use crate::entity::product;
use crate::store::publish::publish;
use crate::store::{changes, content, events, listings, prices};
use crate::{Catalog, ListingStatus, projection};
use db::Tx;
use kernel::{AccountId, Actor, ChangeId, PriceRequestId, ProductId, Timestamp};
use sea_orm::DbErr;
use serde_json::json;

/// What a moderator decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision<R = ReturnReason> {
    /// It goes live.
    Approve,
    /// It goes back.
    Return {
        /// Why; at least one, each once.
        reasons: Vec<R>,
        /// In the moderator's own words, at most 2,000 characters; needed for
        /// another reason than those on the list.
        note: Option<String>,
    },
}

/// Why a moderator's command was refused.
#[derive(Debug, thiserror::Error)]
pub enum ModerateError {
    /// No such change within the actor's reach.
    #[error("there is no such change")]
    NotFound,
    /// Nobody decides about what is his own.
    #[error("the actor works for the producer")]
    OwnListing,
    /// It does not wait for a moderator.
    #[error("the change is {0:?}")]
    WrongStatus(ChangeStatus),
    /// The price does not wait any more.
    #[error("the price is {0:?}")]
    PriceDecided(PriceRequestStatus),
    /// Another moderator has it until then.
    #[error("another moderator has it until {0}")]
    Claimed(Timestamp),
    /// Somebody wrote it in the meantime.
    #[error("the change has version {0} by now")]
    Outdated(i64),
    /// The checks see what stops it now.
    #[error("{} findings stop the change", .0.len())]
    Stopped(Vec<Finding>),
    /// Another listing of the producer got one of its SKUs in the meantime.
    #[error("the SKU {0} is taken")]
    SkuTaken(String),
    /// A picture of it is gone.
    #[error("a picture is gone")]
    PictureGone,
    /// An authority ordered the listing to be taken down.
    #[error("the listing was taken down")]
    TakenDown,
    /// No reason, one twice, or another reason without a note.
    #[error("reasons are needed, each once, and a note for another one")]
    Reasons,
    /// The note is too long.
    #[error("a note has at most 2,000 characters")]
    Note,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(ModerateError);

impl From<ChangeError> for ModerateError {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::WrongStatus(status) => Self::WrongStatus(status),
            ChangeError::Outdated(version) => Self::Outdated(version),
            ChangeError::TakenDown => Self::TakenDown,
            ChangeError::Stopped(found) => Self::Stopped(found),
            ChangeError::NotFound | ChangeError::Invalid(_) => Self::NotFound,
            ChangeError::Fault(error) => Self::Fault(error),
        }
    }
}

impl From<Barred> for ModerateError {
    fn from(barred: Barred) -> Self {
        match barred {
            Barred::Status(status) => Self::WrongStatus(status),
            Barred::Outdated(version) => Self::Outdated(version),
            Barred::Claimed(until) => Self::Claimed(until),
            Barred::Unseen => Self::NotFound,
        }
    }
}

impl From<NoModerator> for ModerateError {
    fn from(refused: NoModerator) -> Self {
        match refused {
            NoModerator::OutOfReach => Self::NotFound,
            NoModerator::Own => Self::OwnListing,
            NoModerator::Fault(error) => Self::Fault(error),
        }
    }
}

impl From<Unreasoned> for ModerateError {
    fn from(refused: Unreasoned) -> Self {
        match refused {
            Unreasoned::Reasons => Self::Reasons,
            Unreasoned::Note => Self::Note,
        }
    }
}

impl Catalog {
    /// Takes a change up for 15 minutes, or for 15 more: nobody else decides
    /// about it. Permission: moderators and administrators whose scope covers
    /// the producer's province.
    ///
    /// # Errors
    /// [`ModerateError`]; then nothing has changed.
    pub async fn claim_change(&self, actor: &Actor, id: ChangeId) -> Result<Change, ModerateError> {
        db::retry(|| self.hold_once(actor, id, ChangeCommand::Claim)).await
    }

    /// Lays a change down. Permission: the moderator who has it.
    ///
    /// # Errors
    /// [`ModerateError`]; then nothing has changed.
    pub async fn release_change(
        &self,
        actor: &Actor,
        id: ChangeId,
    ) -> Result<Change, ModerateError> {
        db::retry(|| self.hold_once(actor, id, ChangeCommand::Release)).await
    }

    async fn hold_once(
        &self,
        actor: &Actor,
        id: ChangeId,
        command: ChangeCommand,
    ) -> Result<Change, ModerateError> {
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let (_, mut change, moderator) = self.to_decide(&tx, actor, id, now).await?;
        if command == ChangeCommand::Claim {
            change.course().claim(moderator, now);
        }
        self.write(&tx, &mut change, command, now).await?;
        let (product, act) = (change.product_id, command.as_str());
        events::append(&tx, product, Some(id), act, actor, json!({}), now).await?;
        tx.commit().await?;
        Ok(change)
    }

    /// Decides about a change of which the actor saw that version: approved,
    /// it is what the public sees from the commit on. Permission: moderators
    /// and administrators whose scope covers the producer's province, and who
    /// do not work for it.
    ///
    /// # Errors
    /// [`ModerateError`]; then nothing has changed.
    pub async fn decide_change(
        &self,
        actor: &Actor,
        id: ChangeId,
        version: i64,
        decision: &Decision,
    ) -> Result<Change, ModerateError> {
        let (reasons, note) = checked(decision)?;
        let decided = db::retry(|| {
            let told = (reasons.clone(), note.clone());
            self.decide_once(actor, id, version, decision, told)
        })
        .await?;
        self.outbox.wake();
        Ok(decided)
    }

    async fn decide_once(
        &self,
        actor: &Actor,
        id: ChangeId,
        version: i64,
        decision: &Decision,
        (reasons, note): (Vec<ReturnReason>, Option<String>),
    ) -> Result<Change, ModerateError> {
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let (product, mut change, moderator) = self.to_decide(&tx, actor, id, now).await?;
        change.course().is_latest(version)?;
        let command = match decision {
            Decision::Approve => ChangeCommand::Approve,
            Decision::Return { .. } => ChangeCommand::Return,
        };
        if command == ChangeCommand::Approve {
            self.go_live(&tx, product, &mut change, actor, now).await?;
        }
        change.course().decide(moderator, now);
        (change.reasons, change.note) = (reasons, note);
        self.write(&tx, &mut change, command, now).await?;
        let codes: Vec<&str> = change.reasons.iter().map(|own| own.as_str()).collect();
        let details = json!({ "reasons": codes, "note": change.note });
        let (product, act) = (change.product_id, command.as_str());
        events::append(&tx, product, Some(id), act, actor, details, now).await?;
        tx.commit().await?;
        Ok(change)
    }

    async fn go_live(
        &self,
        tx: &Tx,
        product: product::Model,
        change: &mut Change,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<(), ModerateError> {
        if product.status == ListingStatus::TakenDown.as_str() {
            return Err(ModerateError::TakenDown);
        }
        let found = self.findings(tx, &product, change, now).await?;
        let stops: Vec<Finding> = found.into_iter().filter(|own| own.code.stops()).collect();
        if !stops.is_empty() {
            return Err(ModerateError::Stopped(stops));
        }
        let (id, producer) = (product.id, product.producer_id);
        let taken = content::taken_skus(tx, producer, id, &change.content.variants).await?;
        if let Some(sku) = taken.into_iter().min() {
            return Err(ModerateError::SkuTaken(sku));
        }
        let pictures = self
            .pictures_of(tx, producer.into(), &change.content.images)
            .await?;
        if !change
            .content
            .pictures()
            .all(|id| pictures.contains_key(&id))
        {
            return Err(ModerateError::PictureGone);
        }
        publish(tx, product, &change.content, &pictures, actor, now).await?;
        projection::refresh(&self.outbox, tx, id, now).await?;
        Ok(())
    }

    /// A change that waits, locked after its product, for a moderator who may
    /// decide about it now.
    async fn to_decide(
        &self,
        tx: &Tx,
        actor: &Actor,
        id: ChangeId,
        now: Timestamp,
    ) -> Result<(product::Model, Change, AccountId), ModerateError> {
        let found = changes::by_id(tx, id.0).await?;
        let found = found.ok_or(ModerateError::NotFound)?;
        let (product, moderator) = self.moderated(tx, actor, found.product_id).await?;
        let change = changes::lock(tx, id.0).await?;
        let mut change = change.ok_or(ModerateError::NotFound)?;
        change.course().awaits(moderator, now)?;
        Ok((product, change, moderator))
    }

    /// The product, locked, when the actor moderates it and does not work for
    /// its producer.
    pub(crate) async fn moderated(
        &self,
        tx: &Tx,
        actor: &Actor,
        id: ProductId,
    ) -> Result<(product::Model, AccountId), NoModerator> {
        let product = listings::lock(tx, id).await?;
        let product = product.ok_or(NoModerator::OutOfReach)?;
        let moderator = moderators::over(tx, actor, product.producer_id.into()).await?;
        Ok((product, moderator))
    }

    /// Decides about a price that jumped. Permission: as for changes.
    ///
    /// # Errors
    /// [`ModerateError`]; then nothing has changed.
    pub async fn decide_price(
        &self,
        actor: &Actor,
        id: PriceRequestId,
        approve: bool,
        note: Option<&str>,
    ) -> Result<PriceRequest, ModerateError> {
        let note = noted(note)?;
        if !approve && note.is_none() {
            return Err(ModerateError::Reasons);
        }
        let decided = db::retry(|| self.decide_price_once(actor, id, approve, &note)).await?;
        self.outbox.wake();
        Ok(decided)
    }

    async fn decide_price_once(
        &self,
        actor: &Actor,
        id: PriceRequestId,
        approve: bool,
        note: &Option<String>,
    ) -> Result<PriceRequest, ModerateError> {
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let found = prices::by_id(&tx, id).await?;
        let found = found.ok_or(ModerateError::NotFound)?;
        let (_, moderator) = self.moderated(&tx, actor, found.product_id).await?;
        // The variant first, as everybody locks them.
        let variant = listings::lock_variant(&tx, found.variant_id).await?;
        let request = prices::lock(&tx, id).await?;
        let mut request = request.ok_or(ModerateError::NotFound)?;
        if request.status != PriceRequestStatus::Waiting {
            return Err(ModerateError::PriceDecided(request.status));
        }
        request.status = match approve {
            true => PriceRequestStatus::Approved,
            false => PriceRequestStatus::Refused,
        };
        request.decided_by = Some(moderator);
        request.decided_at = Some(now);
        request.note.clone_from(note);
        prices::update(&tx, &request).await?;
        if approve {
            let variant = variant.ok_or(ModerateError::NotFound)?;
            let product = variant.product_id;
            let told = (
                request.price,
                request.compare_at_price,
                request.tiers.as_slice(),
            );
            listings::set_price(&tx, variant, told, true, now).await?;
            projection::refresh(&self.outbox, &tx, product, now).await?;
        }
        let details = json!({
            "variant": request.variant_id, "price": request.price.dong(),
            "approved": approve, "note": request.note,
        });
        events::append(
            &tx,
            request.product_id,
            None,
            "DECIDE_PRICE",
            actor,
            details,
            now,
        )
        .await?;
        tx.commit().await?;
        Ok(request)
    }
}

/// The reasons and the note of a decision, when they are what they must be.
fn checked(decision: &Decision) -> Result<(Vec<ReturnReason>, Option<String>), ModerateError> {
    Ok(reasons::told(decision, ReturnReason::Other)?)
}

fn noted(note: Option<&str>) -> Result<Option<String>, ModerateError> {
    Ok(reasons::noted(note)?)
}
