//! What nobody shows is taken away.

use crate::{MediaError, Pictures, rows};
use chrono::Duration;
use futures::TryStreamExt;
use kernel::PictureId;
use sea_orm::DbErr;
use std::collections::HashSet;
use std::future::Future;

/// For how long a picture may be shown by nobody: who uploads it needs time to
/// write about it.
const GRACE: i64 = 7;
/// Pictures looked at in one transaction.
const CHUNK: u64 = 200;
/// Media taken away in one run.
const MOST: usize = 2_000;
/// Media looked for in one statement.
const NAMES: usize = 200;

/// Who knows which pictures are shown.
pub trait InUse: Send + Sync {
    /// Those of the pictures that anything shows or is about to show.
    ///
    /// # Errors
    /// [`DbErr`].
    fn in_use(
        &self,
        tx: &db::Tx,
        ids: &[PictureId],
    ) -> impl Future<Output = Result<HashSet<PictureId>, DbErr>> + Send;
}

/// What a sweep took away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Pictures that nobody showed.
    pub pictures: usize,
    /// Media that no picture named.
    pub media: usize,
}

/// Why a sweep ended early. What it took away stays away.
#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    /// The media failed.
    #[error(transparent)]
    Media(#[from] MediaError),
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

impl Pictures {
    /// Takes away pictures that nobody has shown for a week, and media older
    /// than that which no picture names. The row goes first, its media after
    /// the commit, and only what no other picture names.
    ///
    /// # Errors
    /// [`SweepError`].
    pub async fn sweep(&self, users: &impl InUse) -> Result<Swept, SweepError> {
        let before = self.clock.now() - Duration::days(GRACE);
        let mut swept = Swept::default();
        let mut after = None;
        loop {
            let tx = self.db.begin().await?;
            let old = rows::older(&tx, before, after, CHUNK).await?;
            let Some(last) = old.last() else { break };
            after = Some(last.id);
            let ids: Vec<PictureId> = old.iter().map(|picture| picture.id).collect();
            let used = users.in_use(&tx, &ids).await?;
            let gone: Vec<PictureId> = ids.into_iter().filter(|id| !used.contains(id)).collect();
            rows::delete(&tx, &gone).await?;
            tx.commit().await?;
            swept.pictures += gone.len();
        }
        let mut old = self.media.older("pictures", before).try_chunks(NAMES);
        while let Some(paths) = old.try_next().await.map_err(|error| error.1)? {
            let named = rows::named(self.db.primary(), &paths).await?;
            for path in paths.iter().filter(|path| !named.contains(*path)) {
                // Somebody may have stored the same bytes since they were
                // listed, and be about to name them.
                if self.media.delete_older(path, before).await? {
                    swept.media += 1;
                }
            }
            if swept.media >= MOST {
                break;
            }
        }
        Ok(swept)
    }
}
