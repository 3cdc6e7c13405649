//! Pictures that producers, and buyers for their reviews, upload: checked, made
//! anew in a few sizes, stored by content.
//!
//! | noun | rule |
//! |---|---|
//! | [`Picture`] | a producer's, or a buyer's for one line; its facts never change |
//! | [`Rendition`] | one size of it in one format, named by the hash of its bytes |
//! | [`PictureRefusal`] | why a file became no picture, from a closed set |
//! | [`Ticket`] | where the bytes of a picture that was announced may be put, once |
//! | [`Media`] | where the bytes lie: a folder or a bucket |
//!
//! Nothing of an uploaded file is kept but its pixels: what a camera or anybody
//! else wrote beside them (where a farm lies, a script) is gone. Its head is
//! read before anything is decoded, so a bomb costs nothing.
//!
//! Bytes are stored before their row and taken away after it: a crash leaves
//! bytes that nobody names and that [`Pictures::sweep`] takes away, and never a
//! row without bytes.
//!
//! A picture comes in one request, or it is announced, put (into the bucket, or
//! to this program) and fetched: both ways end in [`Pictures::upload`], with the
//! same checks.
//!
//! Owns the tables `picture`, `picture_medium`, `picture_day`, `picture_upload` and
//! `picture_upload_day`, and the media below `pictures/` and `uploads/`.

mod bucket;
mod complete_upload;
mod decode;
mod entity;
mod head;
mod jpeg;
mod media;
mod open_upload;
mod picture;
mod presign;
mod receive;
mod refusal;
mod render;
mod rows;
mod staged;
mod sweep;
mod sweep_uploads;
mod upload;
mod upload_rows;
mod webp_cost;

pub use bucket::BucketConfig;
pub use complete_upload::CompleteUploadError;
pub use media::{Media, MediaError};
pub use open_upload::{NewUpload, OpenUploadError};
pub use picture::{Format, Picture, PictureOwner, Rendition};
pub use receive::{Receipt, ReceiveError};
pub use refusal::PictureRefusal;
pub use staged::{Address, MAX_OPEN_UPLOADS, MAX_UPLOADS_A_DAY, Ticket, UPLOAD_MINUTES};
pub use sweep::{InUse, SweepError, Swept};
pub use upload::{
    MAX_BYTES, MAX_OF_PRODUCER, MAX_OF_PURCHASE, MAX_PICTURES_A_DAY, NewPicture, Place,
    UploadPictureError,
};

use db::Db;
use kernel::{Clock, TokenKey};
use sea_orm::DbErr;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// The bytes of files that this process holds at the same time: several small
/// ones, or one of [`MAX_BYTES`] and a small one. One of them is decoded.
const AT_ONCE: usize = 12_000_000;
/// Room is counted in so many bytes.
const ROOM: usize = 1_000;

/// The use cases of pictures; cheap to clone.
#[derive(Clone)]
pub struct Pictures {
    db: Db,
    clock: Arc<dyn Clock>,
    media: Media,
    key: TokenKey,
    room: Arc<Semaphore>,
    decoding: Arc<Semaphore>,
}

impl Pictures {
    /// Pictures over a database, a clock, where the bytes lie, and a key that
    /// signs addresses for uploads.
    #[must_use]
    pub fn new(db: Db, clock: Arc<dyn Clock>, media: Media, key: TokenKey) -> Self {
        Self {
            db,
            clock,
            media,
            key,
            room: Arc::new(Semaphore::new(AT_ONCE / ROOM)),
            decoding: Arc::new(Semaphore::new(1)),
        }
    }

    /// Where the bytes lie.
    #[must_use]
    pub fn media(&self) -> &Media {
        &self.media
    }
}

/// Those of the pictures that the owner has, in the order of their ids. None of
/// them is swept before the transaction ends: for whoever begins to show them.
///
/// # Errors
/// [`DbErr`].
pub async fn hold(
    tx: &db::Tx,
    owner: PictureOwner,
    ids: &[kernel::PictureId],
) -> Result<Vec<Picture>, DbErr> {
    rows::hold(tx, owner, ids).await
}
