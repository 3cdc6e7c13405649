//! A producer announces a picture, and is told where to put it.

use crate::head::Kind;
use crate::media::staged_at;
use crate::picture::PictureOwner;
use crate::refusal::PictureRefusal;
use crate::staged::{
    AFTERWARDS, Address, MAX_OPEN_UPLOADS, MAX_UPLOADS_A_DAY, PictureUpload, Ticket, UPLOAD_MINUTES,
};
use crate::upload::{MAX_BYTES, MAX_OF_PRODUCER, MAX_PICTURES_A_DAY, proved};
use crate::{Pictures, rows, upload_rows};
use chrono::Duration;
use kernel::{AccountId, Actor, PictureUploadId, ProducerId, Right, Timestamp, clock};
use sea_orm::DbErr;

/// A picture to come.
#[derive(Clone, Debug)]
pub struct NewUpload {
    /// Whose it is to be.
    pub producer_id: ProducerId,
    /// Its media type.
    pub media_type: String,
    /// How many bytes it has.
    pub bytes: i64,
}

/// Why a picture may not come.
#[derive(Debug, thiserror::Error)]
pub enum OpenUploadError {
    /// No such producer that the actor acts for.
    #[error("there is no such producer")]
    NotFound,
    /// A picture like this is not taken.
    #[error("the picture is refused: {0:?}")]
    Refused(PictureRefusal),
    /// The account has uploaded, or announced, as many as it may today.
    #[error("no more pictures today")]
    DayFull,
    /// As many uploads of the account are under way as may be.
    #[error("{MAX_OPEN_UPLOADS} uploads are under way")]
    TooManyOpen,
    /// The producer has as many as it may.
    #[error("the producer has {MAX_OF_PRODUCER} pictures")]
    ProducerFull,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(OpenUploadError);

impl Pictures {
    /// Announces a picture and tells where its bytes may be put once, for
    /// [`UPLOAD_MINUTES`]: with this type and length and no other. Permission:
    /// the producer's people, and who has its right to listings.
    ///
    /// # Errors
    /// [`OpenUploadError`]; then nothing has changed.
    pub async fn open_upload(
        &self,
        actor: &Actor,
        new: &NewUpload,
    ) -> Result<Ticket, OpenUploadError> {
        use OpenUploadError as Error;
        let account = actor.account_id().ok_or(Error::NotFound)?;
        let acts = actor.acts_for(new.producer_id, Right::Listings);
        acts.ok_or(Error::NotFound)?;
        let refused = |refusal| Error::Refused(refusal);
        let kind = Kind::named(&new.media_type);
        let kind = kind.ok_or(refused(PictureRefusal::WrongType))?;
        let bytes = match usize::try_from(new.bytes) {
            Ok(0) | Err(_) => return Err(refused(PictureRefusal::Empty)),
            Ok(bytes) if bytes > MAX_BYTES => return Err(refused(PictureRefusal::TooLarge)),
            Ok(bytes) => bytes,
        };
        let upload = db::retry(|| self.open_once(actor, account, new, kind, bytes)).await?;
        Ok(self.ticket(&upload))
    }

    async fn open_once(
        &self,
        actor: &Actor,
        account: AccountId,
        new: &NewUpload,
        kind: Kind,
        bytes: usize,
    ) -> Result<PictureUpload, OpenUploadError> {
        use OpenUploadError as Error;
        let now = self.clock.now();
        let id = PictureUploadId::new(now);
        let tx = self.db.begin().await?;
        let used = ("ANNOUNCE_PICTURE", id.0);
        if !proved(&tx, actor, new.producer_id, used, now).await? {
            return Err(Error::NotFound);
        }
        let today = clock::day_in_vietnam(now);
        if rows::day_is_full(&tx, account, today, MAX_PICTURES_A_DAY).await?
            || !upload_rows::count_day(&tx, account, today, MAX_UPLOADS_A_DAY).await?
        {
            return Err(Error::DayFull);
        }
        // Counted behind the account's row of the day, so one after the other.
        let ended = now - Duration::minutes(AFTERWARDS);
        if upload_rows::count_open(&tx, account, ended).await? >= MAX_OPEN_UPLOADS {
            return Err(Error::TooManyOpen);
        }
        if rows::count_of(&tx, PictureOwner::Producer(new.producer_id)).await? >= MAX_OF_PRODUCER {
            return Err(Error::ProducerFull);
        }
        let upload = PictureUpload {
            id,
            producer_id: new.producer_id,
            account_id: account,
            kind,
            bytes,
            created_at: now,
            expires_at: now + Duration::minutes(UPLOAD_MINUTES),
            picture_id: None,
        };
        upload_rows::insert(&tx, &upload).await?;
        tx.commit().await?;
        Ok(upload)
    }

    fn ticket(&self, upload: &PictureUpload) -> Ticket {
        let (id, media_type) = (upload.id, upload.kind.media_type());
        let address = match self.media.signer() {
            Some(signer) => {
                let (name, seconds) = (staged_at(id), UPLOAD_MINUTES * 60);
                let signed_at = upload.created_at;
                Address::Bucket(signer.put(&name, media_type, upload.bytes, seconds, signed_at))
            }
            None => {
                let signature = hex::encode(self.key.hash(&signed(id, upload.expires_at)));
                Address::Own(format!("/pictures/uploads/{id}?signature={signature}"))
            }
        };
        Ticket {
            id,
            address,
            media_type,
            bytes: upload.bytes,
            expires_at: upload.expires_at,
        }
    }
}

/// What the address of an upload is signed over.
pub(crate) fn signed(id: PictureUploadId, expires_at: Timestamp) -> String {
    let until = expires_at.timestamp_micros();
    format!("PUT {} until {until}", staged_at(id))
}
