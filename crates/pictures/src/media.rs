//! Where the bytes of pictures lie: a folder of this machine, or a bucket that
//! all processes share. What they hold for good lies below `pictures/` under a
//! name made of its bytes; what is on its way lies below `uploads/`.

use crate::bucket::{self, BucketConfig};
use crate::presign::Signer;
use bytes::Bytes;
use futures::stream::BoxStream;
use futures::{StreamExt, TryStreamExt};
use kernel::{PictureUploadId, Timestamp};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{GetResult, ObjectStore, ObjectStoreExt, PutMode};
use std::sync::Arc;

/// No size of a picture has more bytes.
const LARGEST: usize = 8_000_000;

/// Where the bytes of pictures lie; cheap to clone.
#[derive(Clone, Debug)]
pub struct Media {
    store: Arc<dyn ObjectStore>,
    /// Signs addresses, where the store takes uploads by itself.
    signer: Option<Arc<Signer>>,
}

/// Why media could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("media: {0}")]
pub struct MediaError(#[from] object_store::Error);

/// Bytes on their way.
pub(crate) enum Staged {
    /// They did not come.
    Missing,
    /// More than were announced.
    TooMany,
    /// All of them.
    Whole(Vec<u8>),
}

impl Media {
    /// A folder, which is made where it is missing.
    ///
    /// # Errors
    /// [`MediaError`].
    pub fn folder(folder: &std::path::Path) -> Result<Self, MediaError> {
        std::fs::create_dir_all(folder).map_err(|error| object_store::Error::Generic {
            store: "folder",
            source: Box::new(error),
        })?;
        // A row names bytes, so they are on the disk before it is.
        let store = LocalFileSystem::new_with_prefix(folder)?
            .with_automatic_cleanup(true)
            .with_fsync(true);
        Ok(Self {
            store: Arc::new(store),
            signer: None,
        })
    }

    /// A bucket that speaks S3. It is not asked yet: it may come later than
    /// this process.
    ///
    /// # Errors
    /// [`MediaError`] for a configuration that cannot be.
    pub fn bucket(config: &BucketConfig) -> Result<Self, MediaError> {
        Ok(Self {
            store: bucket::open(config)?,
            signer: Some(Arc::new(Signer::new(config))),
        })
    }

    /// Stores bytes under a name that is made of them; twice is once.
    ///
    /// # Errors
    /// [`MediaError`].
    pub async fn put(&self, path: &str, bytes: Vec<u8>) -> Result<(), MediaError> {
        self.store.put(&Path::from(path), bytes.into()).await?;
        Ok(())
    }

    /// The bytes of that name; `None` where there are none.
    ///
    /// # Errors
    /// [`MediaError`].
    pub async fn get(&self, path: &str) -> Result<Option<Bytes>, MediaError> {
        let Some(found) = self.find(path).await? else {
            return Ok(None);
        };
        // Whatever is larger was not put there by us.
        Ok(read(found, LARGEST).await?.map(Bytes::from))
    }

    async fn find(&self, path: &str) -> Result<Option<GetResult>, MediaError> {
        match self.store.get(&Path::from(path)).await {
            Ok(found) => Ok(Some(found)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Takes the bytes of that name away; none are no error.
    ///
    /// # Errors
    /// [`MediaError`].
    pub(crate) async fn delete(&self, path: &str) -> Result<(), MediaError> {
        match self.store.delete(&Path::from(path)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The names below a folder of what was stored before an instant, in any
    /// order.
    pub(crate) fn older(
        &self,
        folder: &str,
        before: Timestamp,
    ) -> BoxStream<'static, Result<String, MediaError>> {
        let listed = self.store.list(Some(&Path::from(folder)));
        let old = listed.try_filter(move |own| std::future::ready(own.last_modified < before));
        old.map_ok(|own| own.location.to_string())
            .err_into()
            .boxed()
    }

    /// Takes the bytes of that name away, unless they were stored again since
    /// that instant; `false` where nothing was taken.
    ///
    /// # Errors
    /// [`MediaError`].
    pub(crate) async fn delete_older(
        &self,
        path: &str,
        before: Timestamp,
    ) -> Result<bool, MediaError> {
        let found = match self.store.head(&Path::from(path)).await {
            Ok(found) => found,
            Err(object_store::Error::NotFound { .. }) => return Ok(false),
            Err(error) => return Err(error.into()),
        };
        let old = found.last_modified < before;
        if old {
            self.delete(path).await?;
        }
        Ok(old)
    }

    /// Who signs addresses, where the store takes uploads by itself.
    pub(crate) fn signer(&self) -> Option<&Signer> {
        self.signer.as_deref()
    }

    /// Stores bytes that are on their way, once; `false` where they came
    /// already.
    ///
    /// # Errors
    /// [`MediaError`].
    pub(crate) async fn stage(
        &self,
        id: PictureUploadId,
        bytes: Vec<u8>,
    ) -> Result<bool, MediaError> {
        let (path, once) = (Path::from(staged_at(id)), PutMode::Create.into());
        match self.store.put_opts(&path, bytes.into(), once).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::AlreadyExists { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Bytes on their way, as far as they are no more than so many.
    ///
    /// # Errors
    /// [`MediaError`].
    pub(crate) async fn staged(
        &self,
        id: PictureUploadId,
        most: usize,
    ) -> Result<Staged, MediaError> {
        let Some(found) = self.find(&staged_at(id)).await? else {
            return Ok(Staged::Missing);
        };
        let bytes = read(found, most).await?;
        Ok(bytes.map_or(Staged::TooMany, Staged::Whole))
    }
}

/// Where the bytes of an upload lie until it ends.
pub(crate) fn staged_at(id: PictureUploadId) -> String {
    format!("uploads/{id}")
}

/// All bytes of it, unless there are more than so many: what a store says of
/// the size is not believed.
async fn read(found: GetResult, most: usize) -> Result<Option<Vec<u8>>, MediaError> {
    let size = usize::try_from(found.meta.size).unwrap_or(usize::MAX);
    if size > most {
        return Ok(None);
    }
    let mut bytes = Vec::with_capacity(size);
    let mut stream = found.into_stream();
    while let Some(chunk) = stream.try_next().await? {
        if bytes.len() + chunk.len() > most {
            return Ok(None);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(Some(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Duration;
    use kernel::{Clock, SystemClock};

    #[tokio::test]
    async fn what_was_stored_again_since_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let media = Media::folder(folder.path()).unwrap();
        media.put("pictures/a", vec![1]).await.unwrap();
        let (now, hour) = (SystemClock.now(), Duration::hours(1));
        let (before, after) = (now - hour, now + hour);
        assert!(!media.delete_older("pictures/a", before).await.unwrap());
        assert!(media.get("pictures/a").await.unwrap().is_some());
        assert!(media.delete_older("pictures/a", after).await.unwrap());
        assert!(media.get("pictures/a").await.unwrap().is_none());
        assert!(!media.delete_older("pictures/a", after).await.unwrap());
    }
}
