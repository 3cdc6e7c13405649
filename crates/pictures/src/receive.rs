//! The bytes of an announced picture come to this program, where there is no
//! bucket to take them.

use crate::open_upload::signed;
use crate::picture::PictureOwner;
use crate::refusal::PictureRefusal;
use crate::staged::PictureUpload;
use crate::upload::{Place, UploadPictureError};
use crate::{MediaError, Pictures, upload_rows};
use kernel::PictureUploadId;
use sea_orm::DbErr;

/// The right to put the bytes of one upload.
#[derive(Debug)]
pub struct Receipt {
    upload: PictureUpload,
    _place: Place,
}

impl Receipt {
    /// How many bytes are to come.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.upload.bytes
    }
}

/// Why bytes were not taken. Nothing of them is left.
#[derive(Debug, thiserror::Error)]
pub enum ReceiveError {
    /// No such upload, a wrong signature, too late, or they came already.
    #[error("there is no such upload")]
    NotFound,
    /// They are not what was announced.
    #[error("the bytes are refused: {0:?}")]
    Refused(PictureRefusal),
    /// As many pictures as this process takes at once are under way.
    #[error("too many pictures at once")]
    Busy,
    /// The media failed.
    #[error(transparent)]
    Media(#[from] MediaError),
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(ReceiveError);

impl Pictures {
    /// Looks at what is said of bytes before one of them is read. Permission:
    /// whoever has the address that [`Pictures::open_upload`] gave.
    ///
    /// # Errors
    /// [`ReceiveError`].
    pub async fn begin_receiving(
        &self,
        id: PictureUploadId,
        signature: &str,
        media_type: &str,
        bytes: Option<usize>,
    ) -> Result<Receipt, ReceiveError> {
        let upload = upload_rows::by_id(self.db.primary(), id).await?;
        let upload = upload.ok_or(ReceiveError::NotFound)?;
        let signed = signed(id, upload.expires_at);
        let given = hex::decode(signature);
        let given = given.is_ok_and(|given| self.key.verifies(&signed, &given));
        let late = self.clock.now() >= upload.expires_at;
        let elsewhere = self.media.signer().is_some();
        if !given || late || upload.picture_id.is_some() || elsewhere {
            return Err(ReceiveError::NotFound);
        }
        if media_type != upload.kind.media_type() {
            return Err(ReceiveError::Refused(PictureRefusal::WrongType));
        }
        match bytes {
            Some(bytes) if bytes > upload.bytes => {
                return Err(ReceiveError::Refused(PictureRefusal::TooLarge));
            }
            Some(bytes) if bytes < upload.bytes => {
                return Err(ReceiveError::Refused(PictureRefusal::Truncated));
            }
            _ => {}
        }
        let owner = PictureOwner::Producer(upload.producer_id);
        let place = self.place(owner, upload.kind, upload.bytes).await;
        match place {
            Ok(place) => Ok(Receipt {
                upload,
                _place: place,
            }),
            Err(UploadPictureError::Fault(error)) => Err(error.into()),
            Err(_) => Err(ReceiveError::Busy),
        }
    }

    /// Takes the bytes, once.
    ///
    /// # Errors
    /// [`ReceiveError`]; then they may be put again, until it is too late.
    pub async fn receive(&self, receipt: Receipt, bytes: Vec<u8>) -> Result<(), ReceiveError> {
        let upload = &receipt.upload;
        if bytes.len() > upload.bytes {
            return Err(ReceiveError::Refused(PictureRefusal::TooLarge));
        }
        if bytes.len() < upload.bytes {
            return Err(ReceiveError::Refused(PictureRefusal::Truncated));
        }
        match self.media.stage(upload.id, bytes).await? {
            true => Ok(()),
            false => Err(ReceiveError::NotFound),
        }
    }
}
