//! An entry on its way from the archive to a picture.

use super::{Arrived, Opened};
use crate::bulk::Bulk;
use crate::bulk::archive::{self, Entry};
use crate::bulk::import::Import;
use crate::bulk::problem::{BulkCode, RowCode};
use crate::bulk::run_import::Pass;
use crate::store::bulk::known;
use crate::store::changes;
use ::pictures::{NewPicture, PictureOwner, UploadPictureError};
use jobs::JobError;
use kernel::Actor;
use std::sync::{Arc, PoisonError};
use uuid::Uuid;

impl Bulk {
    /// Whose picture an entry is, and the picture itself, uploaded unless it
    /// is only checked.
    pub(super) async fn arrive(
        &self,
        import: &Import,
        actor: &Actor,
        opened: &Opened,
        entry: &Entry,
        pass: Pass,
    ) -> Result<Result<Arrived, RowCode>, JobError> {
        let named = match &entry.named {
            Ok(named) => named,
            Err(code) => return Ok(Err(*code)),
        };
        let Some(product) = self.shown(import, entry).await? else {
            return Ok(Err(BulkCode::PictureOfNothing.into()));
        };
        let (archive, own) = (Arc::clone(&opened.archive), entry.clone());
        let read = tokio::task::spawn_blocking(move || {
            let mut archive = archive.lock().unwrap_or_else(PoisonError::into_inner);
            archive::bytes(&mut archive, &own)
        });
        let bytes = match read.await.map_err(JobError::retry)? {
            Ok(bytes) => bytes,
            Err(code) => return Ok(Err(code)),
        };
        let pictures = &self.pictures;
        let owner = import.producer_id;
        let same = pictures.same(owner, &bytes).await?;
        let new = NewPicture {
            owner: PictureOwner::Producer(owner),
            media_type: named.media_type.to_owned(),
            bytes: Some(bytes.len()),
        };
        let picture = match (same, pass) {
            (Some(same), _) => Ok(Some(same.id)),
            (None, pass) => match pictures.begin(actor, &new).await {
                Err(error) => Err(error),
                Ok(place) => match pass {
                    Pass::Check => pictures.examine(place, bytes).await.map(|()| None),
                    Pass::Write => {
                        let kept = pictures.upload(actor, place, bytes).await;
                        kept.map(|picture| Some(picture.id))
                    }
                },
            },
        };
        let code: RowCode = match picture {
            Ok(picture) => return Ok(Ok(Arrived { product, picture })),
            Err(UploadPictureError::Refused(refusal)) => refusal.into(),
            Err(UploadPictureError::DayFull) => BulkCode::PicturesDayFull.into(),
            Err(UploadPictureError::OwnerFull) => BulkCode::PicturesFull.into(),
            // The right went in the meantime: what follows sees that, too.
            Err(UploadPictureError::NotFound) => BulkCode::PictureOfNothing.into(),
            Err(
                error @ (UploadPictureError::Busy
                | UploadPictureError::Media(_)
                | UploadPictureError::Fault(_)),
            ) => return Err(JobError::retry(error)),
        };
        Ok(Err(code))
    }

    /// The producer's product that a name is about: by a SKU on sale or in a
    /// draft, else by its folder.
    async fn shown(&self, import: &Import, entry: &Entry) -> Result<Option<Uuid>, JobError> {
        let Ok(named) = &entry.named else {
            return Ok(None);
        };
        let (db, owner) = (self.catalog.db.primary(), import.producer_id);
        let skus: Vec<&str> = named.skus.iter().map(String::as_str).collect();
        let mut found = known::products_of_skus(db, owner, &skus).await?;
        if !skus.iter().any(|sku| found.contains_key(*sku)) {
            for change in changes::naming(db, owner, &skus).await? {
                for variant in change.content.variants {
                    found.insert(variant.sku, change.product_id.0);
                }
            }
        }
        if let Some(product) = skus.iter().find_map(|sku| found.get(*sku)) {
            return Ok(Some(*product));
        }
        let Some(folder) = named.folder.as_deref() else {
            return Ok(None);
        };
        let found = known::products(db, owner, &[folder]).await?;
        Ok(found.get(folder).copied())
    }
}
