//! A producer writes a change: begins it, edits it, takes it back.

use super::authority::proved;
use super::content::{ImageContent, ListingContent};
use super::course::Barred;
use super::edit::{Ground, ListingEdit, apply};
use super::problem::{ContentCode, ContentProblem, Problems};
use super::{Change, ChangeCommand, ChangeStatus, Finding, media};
use crate::entity::product;
use crate::store::{changes, content, events, listings};
use crate::{CardRendition, Catalog, ListingStatus};
use db::Tx;
use kernel::{Actor, ChangeId, PictureId, ProducerId, ProductId, Right, Timestamp, VariantId};
use sea_orm::DbErr;
use serde_json::json;
use std::collections::{HashMap, HashSet};

/// Why a producer's command was refused.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// No such listing or change that the actor acts for.
    #[error("there is no such listing")]
    NotFound,
    /// Somebody wrote it in the meantime.
    #[error("the change has version {0} by now")]
    Outdated(i64),
    /// The command may not be given in this status.
    #[error("the change is {0:?}")]
    WrongStatus(ChangeStatus),
    /// An authority ordered the listing to be taken down.
    #[error("the listing was taken down")]
    TakenDown,
    /// What no listing can hold.
    #[error("the content has {} problems", .0.len())]
    Invalid(Vec<ContentProblem>),
    /// What stops a change from being submitted.
    #[error("{} findings stop the change", .0.len())]
    Stopped(Vec<Finding>),
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(ChangeError);

impl From<Barred> for ChangeError {
    fn from(barred: Barred) -> Self {
        match barred {
            Barred::Status(status) => Self::WrongStatus(status),
            Barred::Outdated(version) => Self::Outdated(version),
            // Producers meet neither.
            Barred::Claimed(_) | Barred::Unseen => Self::NotFound,
        }
    }
}

/// What is on record about an edit.
pub(crate) fn changed(before: &ListingContent, after: &ListingContent) -> serde_json::Value {
    let changed: Vec<String> = super::diff(Some(before), after)
        .into_iter()
        .map(|one| one.path.join("."))
        .take(100)
        .collect();
    json!({ "fields": changed })
}

/// A change of the product that begins with that content.
pub(crate) fn begun(
    product: &product::Model,
    content: ListingContent,
    actor: &Actor,
    now: Timestamp,
) -> Change {
    let base_version = product.published_at.map_or(0, |_| product.version);
    Change {
        product_id: product.id.into(),
        producer_id: product.producer_id.into(),
        created_by: actor.account_id(),
        ..Change::draft(content, base_version, now)
    }
}

impl Catalog {
    /// The change of a listing that is under way; a new one, with what is live
    /// or with what was written last, where there is none. Permission: the
    /// producer's people, and who has its right to listings.
    ///
    /// # Errors
    /// [`ChangeError`]; then nothing has changed.
    pub async fn begin_change(
        &self,
        actor: &Actor,
        product: ProductId,
    ) -> Result<Change, ChangeError> {
        db::retry(|| self.begin_change_once(actor, product)).await
    }

    async fn begin_change_once(&self, actor: &Actor, id: ProductId) -> Result<Change, ChangeError> {
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let product = self
            .own_product(&tx, actor, id, "BEGIN_CHANGE", now)
            .await?;
        if let Some(change) = changes::open_of(&tx, &[id]).await?.pop() {
            return Ok(change);
        }
        let content = self.content_to_change(&tx, &product).await?;
        let change = begun(&product, content, actor, now);
        changes::insert(&tx, &change).await?;
        events::append(&tx, id, Some(change.id), "BEGIN", actor, json!({}), now).await?;
        tx.commit().await?;
        Ok(change)
    }

    /// Writes into a change of which the actor saw that version. What waits
    /// for a moderator is taken back from the queue by it. Permission: the
    /// producer's people, and who has its right to listings.
    ///
    /// # Errors
    /// [`ChangeError`]; then nothing has changed.
    pub async fn edit_change(
        &self,
        actor: &Actor,
        id: ChangeId,
        version: i64,
        edit: &ListingEdit,
    ) -> Result<Change, ChangeError> {
        db::retry(|| self.edit_change_once(actor, id, version, edit)).await
    }

    async fn edit_change_once(
        &self,
        actor: &Actor,
        id: ChangeId,
        version: i64,
        edit: &ListingEdit,
    ) -> Result<Change, ChangeError> {
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let (product, mut change) = self
            .own_change(&tx, actor, id, (version, ChangeCommand::Edit), now)
            .await?;
        let live = content::variants_of(&tx, &[product.id]).await?;
        let live = live.iter().map(|row| row.id.into()).collect();
        let next = self
            .edited(&tx, &product, &change.content, &live, edit.clone(), now)
            .await?;
        self.write_edit(&tx, actor, &mut change, next, now).await?;
        tx.commit().await?;
        Ok(change)
    }

    /// What an edit makes of a content of the product, of which these variants
    /// are on sale.
    pub(crate) async fn edited(
        &self,
        tx: &Tx,
        product: &product::Model,
        content: &ListingContent,
        live: &HashSet<VariantId>,
        edit: ListingEdit,
        now: Timestamp,
    ) -> Result<ListingContent, ChangeError> {
        let ground = Ground {
            product_set: product.product_set,
            live,
            now,
        };
        let next = apply(edit, content, &ground).map_err(ChangeError::Invalid)?;
        let wrong = self.unknown_in(tx, product, &next).await?;
        if !wrong.is_empty() {
            return Err(ChangeError::Invalid(wrong));
        }
        Ok(next)
    }

    /// Writes a content into a locked change that may be edited.
    pub(crate) async fn write_edit(
        &self,
        tx: &Tx,
        actor: &Actor,
        change: &mut Change,
        next: ListingContent,
        now: Timestamp,
    ) -> Result<(), ChangeError> {
        let details = changed(&change.content, &next);
        change.content = next;
        self.write(tx, change, ChangeCommand::Edit, now).await?;
        let (id, act) = (Some(change.id), ChangeCommand::Edit.as_str());
        events::append(tx, change.product_id, id, act, actor, details, now).await?;
        Ok(())
    }

    /// What a new change of the product begins with: what is live, or what was
    /// written last.
    pub(crate) async fn content_to_change(
        &self,
        tx: &Tx,
        product: &product::Model,
    ) -> Result<ListingContent, DbErr> {
        let last = match product.published_at {
            Some(_) => None,
            None => changes::last_of(tx, product.id.into()).await?,
        };
        if let Some(last) = last {
            return Ok(last.content);
        }
        let variants = content::variants_of(tx, &[product.id]).await?;
        let images = content::images_of(tx, &[product.id]).await?;
        content::of_rows(product, &variants, &images)
    }

    /// Takes a change back for good; what is live stays. Permission: the
    /// producer's people, and who has its right to listings.
    ///
    /// # Errors
    /// [`ChangeError`]; then nothing has changed.
    pub async fn withdraw_change(
        &self,
        actor: &Actor,
        id: ChangeId,
        version: i64,
    ) -> Result<Change, ChangeError> {
        db::retry(|| self.withdraw_once(actor, id, version)).await
    }

    async fn withdraw_once(
        &self,
        actor: &Actor,
        id: ChangeId,
        version: i64,
    ) -> Result<Change, ChangeError> {
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let (_, mut change) = self
            .own_change(&tx, actor, id, (version, ChangeCommand::Withdraw), now)
            .await?;
        self.write(&tx, &mut change, ChangeCommand::Withdraw, now)
            .await?;
        let act = ChangeCommand::Withdraw.as_str();
        events::append(&tx, change.product_id, Some(id), act, actor, json!({}), now).await?;
        tx.commit().await?;
        Ok(change)
    }

    /// The product, locked, of a producer that the actor acts for.
    pub(super) async fn own_product(
        &self,
        tx: &Tx,
        actor: &Actor,
        id: ProductId,
        action: &str,
        now: Timestamp,
    ) -> Result<product::Model, ChangeError> {
        let product = listings::lock(tx, id).await?.ok_or(ChangeError::NotFound)?;
        let producer = product.producer_id.into();
        if !proved(tx, actor, producer, Right::Listings, (action, id.0), now).await? {
            return Err(ChangeError::NotFound);
        }
        if product.status == ListingStatus::TakenDown.as_str() {
            return Err(ChangeError::TakenDown);
        }
        Ok(product)
    }

    /// The change and its product, locked, when the actor may give it that
    /// command and has seen its latest version.
    pub(super) async fn own_change(
        &self,
        tx: &Tx,
        actor: &Actor,
        id: ChangeId,
        (version, command): (i64, ChangeCommand),
        now: Timestamp,
    ) -> Result<(product::Model, Change), ChangeError> {
        let found = changes::by_id(tx, id.0)
            .await?
            .ok_or(ChangeError::NotFound)?;
        // The product first, as everybody locks them.
        let product = self
            .own_product(tx, actor, found.product_id, command.as_str(), now)
            .await?;
        let mut change = changes::lock(tx, id.0)
            .await?
            .ok_or(ChangeError::NotFound)?;
        change.course().allows(command, version)?;
        Ok((product, change))
    }

    /// Moves a locked change along its table and writes it.
    pub(super) async fn write(
        &self,
        tx: &Tx,
        change: &mut Change,
        command: ChangeCommand,
        now: Timestamp,
    ) -> Result<(), ChangeError> {
        change.course().step(command, now)?;
        Ok(changes::update(tx, change).await?)
    }

    /// What a content names and its producer does not have.
    async fn unknown_in(
        &self,
        tx: &Tx,
        product: &product::Model,
        next: &ListingContent,
    ) -> Result<Vec<ContentProblem>, DbErr> {
        let mut wrong = Problems::default();
        let producer = product.producer_id.into();
        if let Some(id) = next.certificate_id {
            let found = programme::find_certificate(tx, id).await?;
            if found.is_none_or(|own| own.producer_id != producer) {
                wrong.add(ContentCode::UnknownCertificate, &["certificateId"]);
            }
        }
        let taken = content::taken_skus(tx, producer.0, product.id, &next.variants).await?;
        for (at, variant) in next.variants.iter().enumerate() {
            if taken.contains(&variant.sku) {
                wrong.add(ContentCode::SkuTaken, &["variants", &at.to_string(), "sku"]);
            }
        }
        let shown = self.pictures_of(tx, producer, &next.images).await?;
        media::unknown(&next.images, &shown, &mut wrong);
        Ok(wrong.0)
    }

    /// The pictures that a content shows, as far as the producer has them.
    pub(crate) async fn pictures_of(
        &self,
        tx: &Tx,
        producer: ProducerId,
        images: &[ImageContent],
    ) -> Result<HashMap<PictureId, content::Shown>, DbErr> {
        let ids: Vec<PictureId> = media::uploaded(images).collect();
        let owner = pictures::PictureOwner::Producer(producer);
        let found = pictures::hold(tx, owner, &ids).await?.into_iter();
        Ok(found
            .filter_map(|picture| {
                let largest = picture.largest()?;
                let shown = content::Shown {
                    path: largest.path.clone(),
                    width: picture.width,
                    height: picture.height,
                    placeholder: picture.placeholder.clone(),
                    renditions: picture.renditions.iter().map(CardRendition::from).collect(),
                };
                Some((picture.id, shown))
            })
            .collect())
    }
}
