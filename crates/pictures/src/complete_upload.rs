//! An announced picture that was put is fetched and made a picture.

use crate::media::{Staged, staged_at};
use crate::picture::{Picture, PictureOwner};
use crate::refusal::PictureRefusal;
use crate::staged::{AFTERWARDS, PictureUpload};
use crate::upload::UploadPictureError;
use crate::{MediaError, Pictures, rows, upload_rows};
use chrono::Duration;
use kernel::{Actor, PictureId, PictureUploadId, Right};
use sea_orm::DbErr;

/// Why an upload did not become a picture.
#[derive(Debug, thiserror::Error)]
pub enum CompleteUploadError {
    /// No bytes were put yet.
    #[error("nothing was put yet")]
    NotUploaded,
    /// As an upload in one piece: [`UploadPictureError::NotFound`] for what is
    /// not the actor's or too late; after [`UploadPictureError::Refused`] the
    /// upload is over.
    #[error(transparent)]
    Upload(#[from] UploadPictureError),
}

impl From<MediaError> for CompleteUploadError {
    fn from(error: MediaError) -> Self {
        Self::Upload(error.into())
    }
}

impl From<DbErr> for CompleteUploadError {
    fn from(error: DbErr) -> Self {
        Self::Upload(error.into())
    }
}

impl db::retry::HasDbErr for CompleteUploadError {
    fn db_err(&self) -> Option<&DbErr> {
        match self {
            Self::Upload(error) => error.db_err(),
            Self::NotUploaded => None,
        }
    }
}

impl Pictures {
    /// Fetches what was put and makes the picture of it, as an upload in one
    /// piece does: the same checks, limits and sizes. Said again, it gives the
    /// same picture. Permission: the account that announced it, while it acts
    /// for the producer.
    ///
    /// # Errors
    /// [`CompleteUploadError`]. After a refusal the upload is over; after
    /// anything else it may be tried again, until it is too late.
    pub async fn complete_upload(
        &self,
        actor: &Actor,
        id: PictureUploadId,
    ) -> Result<Picture, CompleteUploadError> {
        use CompleteUploadError as Error;
        let upload = self.announced(actor, id).await?;
        if let Some(picture) = self.made_of(&upload).await? {
            return Ok(picture);
        }
        let owner = PictureOwner::Producer(upload.producer_id);
        let place = self.place(owner, upload.kind, upload.bytes);
        let place = place.await?;
        let bytes = match self.media.staged(id, upload.bytes).await? {
            Staged::Whole(bytes) => bytes,
            Staged::TooMany => {
                self.end(id, None).await?;
                return Err(UploadPictureError::Refused(PictureRefusal::TooLarge).into());
            }
            Staged::Missing => {
                // Unless another request was faster.
                let upload = self.announced(actor, id).await?;
                let made = self.made_of(&upload).await?;
                return made.ok_or(Error::NotUploaded);
            }
        };
        match self.upload(actor, place, bytes).await {
            Ok(picture) => {
                self.end(id, Some(picture.id)).await?;
                Ok(picture)
            }
            Err(UploadPictureError::Refused(refusal)) => {
                self.end(id, None).await?;
                Err(UploadPictureError::Refused(refusal).into())
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The upload, where the actor announced it and still acts for the
    /// producer.
    async fn announced(
        &self,
        actor: &Actor,
        id: PictureUploadId,
    ) -> Result<PictureUpload, UploadPictureError> {
        let upload = upload_rows::by_id(self.db.primary(), id).await?;
        let upload = upload.ok_or(UploadPictureError::NotFound)?;
        let own = actor.account_id() == Some(upload.account_id);
        let acts = actor
            .acts_for(upload.producer_id, Right::Listings)
            .is_some();
        let late = self.clock.now() >= upload.expires_at + Duration::minutes(AFTERWARDS);
        match own && acts && !late {
            true => Ok(upload),
            false => Err(UploadPictureError::NotFound),
        }
    }

    async fn made_of(&self, upload: &PictureUpload) -> Result<Option<Picture>, DbErr> {
        let Some(id) = upload.picture_id else {
            return Ok(None);
        };
        rows::by_id(self.db.primary(), id).await
    }

    /// Ends an upload: by the picture that it became, or as nothing. Its bytes
    /// go last; should that fail, the sweep takes them.
    async fn end(
        &self,
        id: PictureUploadId,
        picture: Option<PictureId>,
    ) -> Result<(), CompleteUploadError> {
        db::retry(|| self.end_once(id, picture)).await?;
        if let Err(error) = self.media.delete(&staged_at(id)).await {
            tracing::warn!(%error, "the bytes of an upload that ended could not be taken away");
        }
        Ok(())
    }

    async fn end_once(
        &self,
        id: PictureUploadId,
        picture: Option<PictureId>,
    ) -> Result<(), CompleteUploadError> {
        let tx = self.db.begin().await?;
        match picture {
            Some(picture) => upload_rows::became(&tx, id, picture).await?,
            None => upload_rows::delete(&tx, &[id]).await?,
        }
        tx.commit().await?;
        Ok(())
    }
}
