//! Uploads that nobody ended are taken away.

use crate::media::staged_at;
use crate::staged::AFTERWARDS;
use crate::sweep::SweepError;
use crate::{Pictures, upload_rows};
use chrono::Duration;
use futures::{StreamExt, TryStreamExt};

/// Uploads looked at in one transaction.
const CHUNK: u64 = 200;
/// Bytes on their way looked at in one run.
const MOST: usize = 2_000;

impl Pictures {
    /// Takes away uploads that can end no more, and the bytes that were put for
    /// them; and bytes that somebody put again when their upload had ended.
    /// Returns how many uploads and how many leftovers.
    ///
    /// # Errors
    /// [`SweepError`]; what it took away stays away.
    pub async fn sweep_uploads(&self) -> Result<(usize, usize), SweepError> {
        // A little later than anybody may still fetch.
        let before = self.clock.now() - Duration::minutes(2 * AFTERWARDS);
        let mut uploads = 0;
        loop {
            let tx = self.db.begin().await?;
            let ended = upload_rows::ended(&tx, before, CHUNK).await?;
            upload_rows::delete(&tx, &ended).await?;
            tx.commit().await?;
            if ended.is_empty() {
                break;
            }
            for id in &ended {
                self.media.delete(&staged_at(*id)).await?;
            }
            uploads += ended.len();
        }
        // What was put before that was put for an upload that has ended: each
        // may be put for a few minutes only.
        let left = self.media.older("uploads", self.oldest()).take(MOST);
        let left: Vec<String> = left.try_collect().await?;
        for path in &left {
            self.media.delete(path).await?;
        }
        Ok((uploads, left.len()))
    }

    /// Bytes from before then belong to no upload that could still end.
    fn oldest(&self) -> kernel::Timestamp {
        let longest = crate::staged::UPLOAD_MINUTES + 2 * AFTERWARDS;
        self.clock.now() - Duration::minutes(longest)
    }
}
