//! Somebody sends a file.

use crate::media_type::HEAD;
use crate::{Files, MediaType, Purpose, StoredFile, clean_name, disk, store};
use db::Tx;
use kernel::{AccountId, Actor, FileId, clock};
use sea_orm::DbErr;
use sha2::{Digest, Sha256};
use std::path::PathBuf;
use tokio::fs::File;
use tokio::io::{AsyncWriteExt, BufWriter};
use tokio::sync::OwnedSemaphorePermit;

/// The largest file, archives of pictures aside.
pub const MAX_BYTES: u64 = 20_000_000;

/// The largest archive of pictures.
pub const MAX_ARCHIVE_BYTES: u64 = 200_000_000;

/// How many files an account may upload on one day in Vietnam. What is made
/// for it to fetch does not count.
pub const MAX_FILES_A_DAY: u64 = 100;

/// How many bytes an account may upload on one day in Vietnam.
pub const MAX_BYTES_A_DAY: u64 = 500_000_000;

/// What a file to be is said to be.
#[derive(Clone, Debug)]
pub struct NewFile {
    /// What it is for.
    pub purpose: Purpose,
    /// Its name, as its owner wrote it; kept as [`clean_name`] leaves it.
    pub name: String,
    /// What it is said to be; held against its first bytes.
    pub media_type: MediaType,
}

/// Why a file was not stored. Nothing of it is left.
#[derive(Debug, thiserror::Error)]
pub enum StoreFileError {
    /// Files belong to accounts.
    #[error("nobody is signed in")]
    NotSignedIn,
    /// The actor's roles do not include uploading for this purpose.
    #[error("the actor may not upload for this purpose")]
    NotAllowed,
    /// Nothing is left of the name once it is a plain name.
    #[error("the file needs a name")]
    InvalidName,
    /// The purpose takes no files of this type.
    #[error("the purpose takes no files of this type")]
    WrongType,
    /// The first bytes are not those of the type.
    #[error("the file does not look like its type")]
    WrongContent,
    /// No byte came.
    #[error("the file is empty")]
    Empty,
    /// More than [`Purpose::max_bytes`].
    #[error("the file is too large")]
    TooLarge,
    /// The account has uploaded as much as it may today.
    #[error("no more files today")]
    DayFull,
    /// As many uploads as this process takes at once are under way.
    #[error("too many uploads at once")]
    Busy,
    /// The disk failed.
    #[error("the disk: {0}")]
    Disk(#[from] std::io::Error),
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(StoreFileError);

impl Files {
    /// Begins an upload for an account that may upload for the purpose. The
    /// day's limit is looked at here, so that nobody sends 20 MB in vain, and
    /// decided when the file is kept.
    ///
    /// # Errors
    /// [`StoreFileError`].
    pub async fn upload(&self, actor: &Actor, new: NewFile) -> Result<Upload, StoreFileError> {
        let account = actor.account_id().ok_or(StoreFileError::NotSignedIn)?;
        if !new.purpose.uploaded_by(actor) {
            return Err(StoreFileError::NotAllowed);
        }
        let today = clock::day_in_vietnam(self.clock.now());
        if store::day_is_full(self.db.primary(), account, today).await? {
            return Err(StoreFileError::DayFull);
        }
        let place = self.places.clone().try_acquire_owned();
        let place = place.map_err(|_| StoreFileError::Busy)?;
        self.begin(account, new, Some(place)).await
    }

    /// Begins a file that the program makes for an account. It counts against
    /// no day.
    ///
    /// # Errors
    /// [`StoreFileError`].
    pub async fn make_for(
        &self,
        account: AccountId,
        new: NewFile,
    ) -> Result<Upload, StoreFileError> {
        self.begin(account, new, None).await
    }

    async fn begin(
        &self,
        account_id: AccountId,
        new: NewFile,
        place: Option<OwnedSemaphorePermit>,
    ) -> Result<Upload, StoreFileError> {
        let name = clean_name(&new.name).ok_or(StoreFileError::InvalidName)?;
        if !new.purpose.takes(new.media_type) {
            return Err(StoreFileError::WrongType);
        }
        let now = self.clock.now();
        let id = FileId::new(now);
        let (file, path) = disk::create(&self.folder, id.0).await?;
        Ok(Upload {
            temporary: Temporary(path),
            out: BufWriter::with_capacity(256 * 1024, file),
            hasher: Sha256::new(),
            head: Vec::with_capacity(HEAD),
            files: self.clone(),
            facts: StoredFile {
                id,
                account_id,
                purpose: new.purpose,
                name,
                media_type: new.media_type,
                bytes: 0,
                sha256: String::new(),
                created_at: now,
            },
            place,
        })
    }

    /// Removes what uploads left that ended with their process. Returns how
    /// many files; those of the last 24 hours may still be under way.
    ///
    /// # Errors
    /// What the disk said.
    pub async fn sweep(&self) -> Result<usize, std::io::Error> {
        disk::sweep(&self.folder, self.clock.now()).await
    }
}

/// A temporary file that goes when nobody wants it any more; after a rename
/// there is nothing to remove.
struct Temporary(PathBuf);

impl Drop for Temporary {
    fn drop(&mut self) {
        match std::fs::remove_file(&self.0) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                tracing::warn!(%error, "a temporary file could not be removed");
            }
            _ => {}
        }
    }
}

/// A file whose bytes are arriving. Dropped, it leaves nothing.
pub struct Upload {
    files: Files,
    facts: StoredFile,
    head: Vec<u8>,
    hasher: Sha256,
    out: BufWriter<File>,
    temporary: Temporary,
    place: Option<OwnedSemaphorePermit>,
}

impl Upload {
    /// Takes the next bytes.
    ///
    /// # Errors
    /// [`StoreFileError::TooLarge`], [`StoreFileError::WrongContent`] as soon
    /// as the first bytes show it, [`StoreFileError::Disk`].
    pub async fn write(&mut self, chunk: &[u8]) -> Result<(), StoreFileError> {
        let length = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        self.facts.bytes = self.facts.bytes.saturating_add(length);
        if self.facts.bytes > self.facts.purpose.max_bytes() {
            return Err(StoreFileError::TooLarge);
        }
        let missing = HEAD - self.head.len();
        if missing > 0 {
            self.head
                .extend_from_slice(chunk.get(..missing).unwrap_or(chunk));
            if self.head.len() == HEAD {
                self.check_head()?;
            }
        }
        self.hasher.update(chunk);
        self.out.write_all(chunk).await?;
        Ok(())
    }

    fn check_head(&self) -> Result<(), StoreFileError> {
        if self.facts.media_type.fits(&self.head) {
            Ok(())
        } else {
            Err(StoreFileError::WrongContent)
        }
    }

    /// Ends the bytes: they are on the disk now, under a temporary name.
    ///
    /// # Errors
    /// [`StoreFileError`].
    pub async fn seal(mut self) -> Result<Sealed, StoreFileError> {
        if self.facts.bytes == 0 {
            return Err(StoreFileError::Empty);
        }
        self.check_head()?;
        self.out.flush().await?;
        self.out.get_ref().sync_all().await?;
        self.facts.sha256 = hex::encode(self.hasher.finalize());
        Ok(Sealed {
            files: self.files,
            facts: self.facts,
            temporary: self.temporary,
            place: self.place,
        })
    }

    /// Ends the bytes and keeps the file in a transaction of its own.
    ///
    /// # Errors
    /// [`StoreFileError`].
    pub async fn finish(self) -> Result<StoredFile, StoreFileError> {
        let sealed = self.seal().await?;
        db::retry(|| async {
            let tx = sealed.files.db.begin().await?;
            let kept = sealed.keep_in(&tx).await?;
            tx.commit().await?;
            Ok(kept)
        })
        .await
    }
}

/// A whole file under a temporary name. Dropped, it leaves nothing.
pub struct Sealed {
    files: Files,
    facts: StoredFile,
    temporary: Temporary,
    place: Option<OwnedSemaphorePermit>,
}

impl Sealed {
    /// Keeps the file, from the caller's commit on. May be called again by a
    /// transaction that is repeated.
    ///
    /// # Errors
    /// [`StoreFileError::DayFull`] for an upload beyond the day's limit;
    /// [`StoreFileError::Disk`], [`StoreFileError::Fault`].
    pub async fn keep_in(&self, tx: &Tx) -> Result<StoredFile, StoreFileError> {
        let facts = &self.facts;
        if self.place.is_some() {
            let day = clock::day_in_vietnam(facts.created_at);
            if !store::count_against_day(tx, facts.account_id, day, facts.bytes).await? {
                return Err(StoreFileError::DayFull);
            }
        }
        store::insert(tx, facts).await?;
        // Last: whatever is refused above leaves no content behind.
        disk::settle(&self.files.folder, &self.temporary.0, &facts.sha256).await?;
        Ok(facts.clone())
    }
}
