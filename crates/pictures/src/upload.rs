//! A producer, or a buyer, uploads a picture.

use crate::head::Kind;
use crate::picture::{Picture, PictureOwner};
use crate::refusal::PictureRefusal;
use crate::render::{Rendered, render};
use crate::{MediaError, Pictures, ROOM, rows};
use db::Tx;
use kernel::{AccountId, Actor, Authority, PictureId, ProducerId, Right, Timestamp, clock};
use sea_orm::DbErr;
use sha2::{Digest, Sha256};
use std::time::Duration;
use tokio::sync::OwnedSemaphorePermit;
use uuid::Uuid;

/// The largest file.
pub const MAX_BYTES: usize = 10_000_000;
/// The most pictures of a producer.
pub const MAX_OF_PRODUCER: u64 = 2_000;
/// The most pictures of a buyer for one line: what a review shows, twice.
pub const MAX_OF_PURCHASE: u64 = 12;
/// How many pictures an account may upload on one day in Vietnam.
pub const MAX_PICTURES_A_DAY: i64 = 500;

/// How long an upload waits for its place before it is told to come back.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long decoding and encoding may take.
const LONGEST: Duration = Duration::from_secs(20);

/// What a picture to be is said to be.
#[derive(Clone, Debug)]
pub struct NewPicture {
    /// Whose it is to be. That a line is the actor's is for the caller to
    /// prove, because `orders` alone knows.
    pub owner: PictureOwner,
    /// Its media type.
    pub media_type: String,
    /// How many bytes are to come at most; [`MAX_BYTES`] where nobody says.
    pub bytes: Option<usize>,
}

/// Why a picture was not stored. Nothing of it is left.
#[derive(Debug, thiserror::Error)]
pub enum UploadPictureError {
    /// No such producer that the actor acts for, nor such a line.
    #[error("there is nothing that the actor uploads pictures for")]
    NotFound,
    /// The file is no picture that is taken.
    #[error("the picture is refused: {0:?}")]
    Refused(PictureRefusal),
    /// The account has uploaded as many as it may today.
    #[error("no more pictures today")]
    DayFull,
    /// The owner has as many as it may: [`MAX_OF_PRODUCER`], or
    /// [`MAX_OF_PURCHASE`].
    #[error("the owner has as many pictures as it may")]
    OwnerFull,
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

db::has_db_err!(UploadPictureError);

/// The right to hold a picture in memory.
#[derive(Debug)]
pub struct Place {
    _permit: OwnedSemaphorePermit,
    kind: Kind,
    owner: PictureOwner,
    bytes: usize,
}

impl Place {
    /// How many bytes may be held.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// The same for a picture of another media type; `None` for what is none.
    #[must_use]
    pub fn of_type(self, media_type: &str) -> Option<Self> {
        let kind = Kind::named(media_type)?;
        Some(Self { kind, ..self })
    }
}

impl Pictures {
    /// Begins an upload, before a byte of it is read: who may not, and what is
    /// no picture, costs nothing. Permission: the producer's people, and who
    /// has its right to listings; for a line, who proved that it is his.
    ///
    /// # Errors
    /// [`UploadPictureError`].
    pub async fn begin(
        &self,
        actor: &Actor,
        new: &NewPicture,
    ) -> Result<Place, UploadPictureError> {
        if let PictureOwner::Producer(producer) = new.owner {
            let acts = actor.acts_for(producer, Right::Listings);
            acts.ok_or(UploadPictureError::NotFound)?;
        }
        let kind = Kind::named(&new.media_type);
        let wrong = UploadPictureError::Refused(PictureRefusal::WrongType);
        let kind = kind.ok_or(wrong)?;
        let bytes = new.bytes.unwrap_or(MAX_BYTES);
        if bytes > MAX_BYTES {
            return Err(UploadPictureError::Refused(PictureRefusal::TooLarge));
        }
        self.place(new.owner, kind, bytes).await
    }

    /// Waits for room for so many bytes.
    pub(crate) async fn place(
        &self,
        owner: PictureOwner,
        kind: Kind,
        bytes: usize,
    ) -> Result<Place, UploadPictureError> {
        let room = u32::try_from(bytes.div_ceil(ROOM)).unwrap_or(u32::MAX);
        let place = self.room.clone().acquire_many_owned(room);
        match tokio::time::timeout(PATIENCE, place).await {
            Ok(Ok(permit)) => Ok(Place {
                _permit: permit,
                kind,
                owner,
                bytes,
            }),
            _ => Err(UploadPictureError::Busy),
        }
    }

    /// Ends an upload: makes the picture anew and stores it. The same bytes
    /// again are the same picture.
    ///
    /// # Errors
    /// [`UploadPictureError`]; then nothing is stored.
    pub async fn upload(
        &self,
        actor: &Actor,
        place: Place,
        bytes: Vec<u8>,
    ) -> Result<Picture, UploadPictureError> {
        let owner = place.owner;
        let account = actor.account_id();
        // A buyer may be a guest.
        if account.is_none() && matches!(owner, PictureOwner::Producer(_)) {
            return Err(UploadPictureError::NotFound);
        }
        if bytes.len() > place.bytes {
            return Err(UploadPictureError::Refused(PictureRefusal::TooLarge));
        }
        let (kind, sha256) = (place.kind, hex::encode(Sha256::digest(&bytes)));
        let db = self.db.primary();
        if let Some(there) = rows::same(db, owner, &sha256).await?
            && let Some(there) = db::retry(|| self.again(there.clone())).await?
        {
            return Ok(there);
        }
        let today = clock::day_in_vietnam(self.clock.now());
        if let Some(account) = account
            && rows::day_is_full(db, account, today, MAX_PICTURES_A_DAY).await?
        {
            return Err(UploadPictureError::DayFull);
        }
        if rows::count_of(db, owner).await? >= most_of(owner) {
            return Err(UploadPictureError::OwnerFull);
        }
        let rendered = self.rendered(kind, bytes).await?;
        // The bytes first: what a crash leaves then is nobody's and swept.
        let mut renditions = Vec::with_capacity(rendered.renditions.len());
        for (rendition, bytes) in rendered.renditions {
            self.media.put(&rendition.path, bytes).await?;
            renditions.push(rendition);
        }
        drop(place);
        let now = self.clock.now();
        let picture = Picture {
            id: PictureId::new(now),
            owner,
            width: rendered.width,
            height: rendered.height,
            placeholder: rendered.placeholder,
            renditions,
            created_at: now,
        };
        db::retry(|| self.keep(actor, account, &picture, &sha256)).await
    }

    /// The producer's picture of these bytes, where it uploaded them before.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn same(&self, producer: ProducerId, bytes: &[u8]) -> Result<Option<Picture>, DbErr> {
        let sha256 = hex::encode(Sha256::digest(bytes));
        let owner = PictureOwner::Producer(producer);
        rows::same(self.db.primary(), owner, &sha256).await
    }

    /// Holds bytes against everything that a picture must be, and stores
    /// nothing: for whoever only wants to know.
    ///
    /// # Errors
    /// [`UploadPictureError`].
    pub async fn examine(&self, place: Place, bytes: Vec<u8>) -> Result<(), UploadPictureError> {
        if bytes.len() > MAX_BYTES {
            return Err(UploadPictureError::Refused(PictureRefusal::TooLarge));
        }
        self.rendered(place.kind, bytes).await.map(|_| ())
    }

    /// One at a time, beside the async executor, and not for ever.
    async fn rendered(&self, kind: Kind, bytes: Vec<u8>) -> Result<Rendered, UploadPictureError> {
        let permit = self.decoding.clone().acquire_owned();
        let permit = tokio::time::timeout(PATIENCE, permit).await;
        let Ok(Ok(permit)) = permit else {
            return Err(UploadPictureError::Busy);
        };
        let made = tokio::task::spawn_blocking(move || {
            // Held by the work itself: who gave up waiting does not let two
            // pictures be decoded at once.
            let _permit = permit;
            render(kind, bytes)
        });
        let refused = UploadPictureError::Refused;
        match tokio::time::timeout(LONGEST, made).await {
            Ok(Ok(made)) => made.map_err(refused),
            Ok(Err(error)) => {
                tracing::error!(%error, "a picture made its decoder panic");
                Err(refused(PictureRefusal::Damaged))
            }
            // As likely the machine's fault as the picture's: it may come again.
            Err(_) => Err(UploadPictureError::Busy),
        }
    }

    /// A picture that was uploaded again, which may be shown by nobody for
    /// another week; `None` where a sweep took it away meanwhile.
    async fn again(&self, there: Picture) -> Result<Option<Picture>, UploadPictureError> {
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let renewed = rows::renew(&tx, there.id, now).await?;
        tx.commit().await?;
        Ok(renewed.then_some(Picture {
            created_at: now,
            ..there
        }))
    }

    async fn keep(
        &self,
        actor: &Actor,
        account: Option<AccountId>,
        picture: &Picture,
        sha256: &str,
    ) -> Result<Picture, UploadPictureError> {
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let used = ("UPLOAD_PICTURE", picture.id.0);
        // Who uploads for a line has proved before that it is his.
        if let PictureOwner::Producer(producer) = picture.owner
            && !proved(&tx, actor, producer, used, now).await?
        {
            return Err(UploadPictureError::NotFound);
        }
        // The same bytes may be under way twice, and so may the last picture
        // that the owner may have: one after the other.
        db::take_turn(&tx, turn_of(picture.owner)).await?;
        if let Some(there) = rows::same(&tx, picture.owner, sha256).await? {
            return Ok(there);
        }
        let today = clock::day_in_vietnam(now);
        if let Some(account) = account
            && !rows::count_day(&tx, account, today, MAX_PICTURES_A_DAY).await?
        {
            return Err(UploadPictureError::DayFull);
        }
        if rows::count_of(&tx, picture.owner).await? >= most_of(picture.owner) {
            return Err(UploadPictureError::OwnerFull);
        }
        rows::insert(&tx, picture, account, sha256).await?;
        tx.commit().await?;
        Ok(picture.clone())
    }
}

const fn most_of(owner: PictureOwner) -> u64 {
    match owner {
        PictureOwner::Producer(_) => MAX_OF_PRODUCER,
        PictureOwner::Purchase(_) => MAX_OF_PURCHASE,
    }
}

/// Half of the owner's id is enough for a turn.
fn turn_of(owner: PictureOwner) -> i64 {
    let id = match owner {
        PictureOwner::Producer(id) => id.0,
        PictureOwner::Purchase(id) => id.0,
    };
    id.as_u64_pair().1.cast_signed()
}

/// Whether the actor may upload for the producer; a use of a right that was
/// given is put on record.
pub(crate) async fn proved(
    tx: &Tx,
    actor: &Actor,
    producer: ProducerId,
    (action, subject): (&str, Uuid),
    now: Timestamp,
) -> Result<bool, DbErr> {
    match actor.acts_for(producer, Right::Listings) {
        None => Ok(false),
        Some(Authority::Own) => Ok(true),
        Some(Authority::Granted(grant)) => {
            identity::grants::record_use(tx, grant, action, subject, now).await
        }
    }
}
