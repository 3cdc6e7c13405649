//! Somebody wants a file back.

use crate::{Files, Purpose, StoredFile, disk, store};
use db::Tx;
use kernel::{Actor, FileId};
use sea_orm::DbErr;
use sha2::{Digest, Sha256};
use tokio::fs::File;

/// Why a file's bytes cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum ReadFileError {
    /// There is no such file.
    #[error("there is no such file")]
    NotFound,
    /// The bytes on the disk are not those that were stored.
    #[error("the content of file {0} is damaged")]
    Damaged(FileId),
    /// The disk failed.
    #[error("the disk: {0}")]
    Disk(#[from] std::io::Error),
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

impl Files {
    /// The facts of the actor's own file; `None` for somebody else's, as for
    /// one that does not exist.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn owned(&self, actor: &Actor, id: FileId) -> Result<Option<StoredFile>, DbErr> {
        let Some(account) = actor.account_id() else {
            return Ok(None);
        };
        store::owned(self.db.primary(), account, id).await
    }

    /// The facts of the actor's own file for that purpose, within the caller's
    /// transaction; `None` for any other.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn owned_in(
        &self,
        tx: &Tx,
        actor: &Actor,
        id: FileId,
        purpose: Purpose,
    ) -> Result<Option<StoredFile>, DbErr> {
        let Some(account) = actor.account_id() else {
            return Ok(None);
        };
        let found = store::owned(tx, account, id).await?;
        Ok(found.filter(|file| file.purpose == purpose))
    }

    /// The facts of the files of those ids that exist, for whoever has decided
    /// that they may be seen.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn by_ids(&self, ids: &[FileId]) -> Result<Vec<StoredFile>, DbErr> {
        store::by_ids(self.db.primary(), ids).await
    }

    /// A file and its bytes, for whoever has decided that they may be seen.
    ///
    /// # Errors
    /// [`ReadFileError`].
    pub async fn open(&self, id: FileId) -> Result<(StoredFile, File), ReadFileError> {
        let found = store::by_id(self.db.primary(), id).await?;
        let facts = found.ok_or(ReadFileError::NotFound)?;
        let file = File::open(disk::place(&self.folder, &facts.sha256)).await?;
        Ok((facts, file))
    }

    /// A file and all its bytes, held against its hash: at most
    /// [`Purpose::max_bytes`] in memory, so not for archives. For whoever has decided that they may
    /// be seen.
    ///
    /// # Errors
    /// [`ReadFileError`].
    pub async fn read(&self, id: FileId) -> Result<(StoredFile, Vec<u8>), ReadFileError> {
        let found = store::by_id(self.db.primary(), id).await?;
        let facts = found.ok_or(ReadFileError::NotFound)?;
        let bytes = tokio::fs::read(disk::place(&self.folder, &facts.sha256)).await?;
        if hex::encode(Sha256::digest(&bytes)) != facts.sha256 {
            return Err(ReadFileError::Damaged(id));
        }
        Ok((facts, bytes))
    }
}
