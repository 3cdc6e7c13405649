//! Where content lies, and how it gets there so that a loss of power leaves
//! either the whole file or none.

use kernel::Timestamp;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// Temporary files: beside the content, so that moving is a rename.
const ARRIVING: &str = "arriving";

/// Nobody writes to a temporary file for longer than this.
const ABANDONED_HOURS: i64 = 24;

/// `ab/cdef…` for the hash `abcdef…`.
pub(crate) fn place(folder: &Path, sha256: &str) -> PathBuf {
    let (head, tail) = sha256.split_at_checked(2).unwrap_or((sha256, ""));
    folder.join(head).join(tail)
}

/// A new temporary file, readable by nobody else.
pub(crate) async fn create(folder: &Path, id: Uuid) -> Result<(tokio::fs::File, PathBuf), Error> {
    let arriving = folder.join(ARRIVING);
    tokio::fs::create_dir_all(&arriving).await?;
    let path = arriving.join(id.simple().to_string());
    let mut options = tokio::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    options.mode(0o600);
    Ok((options.open(&path).await?, path))
}

/// Moves a synced temporary file to its content's place, for good. Content
/// that is there already is the same.
pub(crate) async fn settle(folder: &Path, temporary: &Path, sha256: &str) -> Result<(), Error> {
    let target = place(folder, sha256);
    let (folder, temporary) = (folder.to_owned(), temporary.to_owned());
    blocking(move || {
        let shelf = target.parent().unwrap_or(&folder);
        std::fs::create_dir_all(shelf)?;
        match std::fs::rename(&temporary, &target) {
            // An attempt before this one moved it.
            Err(error) if error.kind() == ErrorKind::NotFound && target.is_file() => {}
            moved => moved?,
        }
        for touched in [shelf, folder.as_path()] {
            std::fs::File::open(touched)?.sync_all()?;
        }
        Ok(())
    })
    .await
}

/// Removes what uploads left that a crash ended. Returns how many.
pub(crate) async fn sweep(folder: &Path, now: Timestamp) -> Result<usize, Error> {
    let arriving = folder.join(ARRIVING);
    blocking(move || {
        let entries = match std::fs::read_dir(&arriving) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(0),
            entries => entries?,
        };
        let oldest = now - chrono::Duration::hours(ABANDONED_HOURS);
        let mut removed = 0;
        for entry in entries {
            let entry = entry?;
            let written = chrono::DateTime::<chrono::Utc>::from(entry.metadata()?.modified()?);
            if written < oldest {
                std::fs::remove_file(entry.path())?;
                removed += 1;
            }
        }
        Ok(removed)
    })
    .await
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(Error::other)?
}
