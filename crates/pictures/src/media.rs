//! Where the bytes of pictures lie: a folder of this machine. Behind the port
//! of `object_store`, so that a bucket is another constructor.

use bytes::Bytes;
use futures::{StreamExt, TryStreamExt};
use kernel::Timestamp;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt};
use std::sync::Arc;

/// Where the bytes of pictures lie; cheap to clone.
#[derive(Clone, Debug)]
pub struct Media(Arc<dyn ObjectStore>);

/// Why media could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("media: {0}")]
pub struct MediaError(#[from] object_store::Error);

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
        let store = LocalFileSystem::new_with_prefix(folder)?.with_automatic_cleanup(true);
        Ok(Self(Arc::new(store)))
    }

    /// Stores bytes under a name that is made of them; twice is once.
    ///
    /// # Errors
    /// [`MediaError`].
    pub async fn put(&self, path: &str, bytes: Vec<u8>) -> Result<(), MediaError> {
        self.0.put(&Path::from(path), bytes.into()).await?;
        Ok(())
    }

    /// The bytes of that name; `None` where there are none.
    ///
    /// # Errors
    /// [`MediaError`].
    pub async fn get(&self, path: &str) -> Result<Option<Bytes>, MediaError> {
        match self.0.get(&Path::from(path)).await {
            Ok(found) => Ok(Some(found.bytes().await?)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Takes the bytes of that name away; none are no error.
    ///
    /// # Errors
    /// [`MediaError`].
    pub(crate) async fn delete(&self, path: &str) -> Result<(), MediaError> {
        match self.0.delete(&Path::from(path)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The names below `pictures/` of what was stored before an instant, so
    /// many at most.
    ///
    /// # Errors
    /// [`MediaError`].
    pub(crate) async fn older(
        &self,
        before: Timestamp,
        most: usize,
    ) -> Result<Vec<String>, MediaError> {
        let listed = self.0.list(Some(&Path::from("pictures")));
        let old = listed.try_filter(|own| std::future::ready(own.last_modified < before));
        let names = old.map_ok(|own| own.location.to_string());
        Ok(names.take(most).try_collect().await?)
    }
}
