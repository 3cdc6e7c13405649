//! What people upload, and what is made for them to fetch: stored by content,
//! private, with its SHA-256.
//!
//! | noun | rule |
//! |---|---|
//! | [`StoredFile`] | the facts of a file; they never change |
//! | [`Purpose`] | what a file is for; decides which types it may have and who may upload it |
//! | [`MediaType`] | a closed set; a file's first bytes must look like its type |
//!
//! A file travels through [`Upload`] (bytes arrive, nothing is promised) and
//! [`Sealed`] (complete and on the disk under a temporary name) into a row of
//! the caller's transaction. Either of them dropped leaves nothing. The content
//! lies below the data folder under its hash (`ab/cd…`), so that two uploads of
//! the same bytes are one file; only a crash between moving it there and the
//! commit leaves content that no row names, and that content is harmless.
//!
//! Other crates ask for the facts of their caller's own file within their
//! transaction ([`Files::owned_in`]) and read it ([`Files::read`]).
//! Who else may read a file is theirs to know ([`Files::by_ids`],
//! [`Files::open`]).
//!
//! Owns the tables `stored_file` and `stored_file_day`, and the folder.

mod disk;
mod entity;
mod file;
mod media_type;
mod read;
mod store;
mod upload;

pub use file::{MAX_NAME, Purpose, StoredFile, clean_name};
pub use media_type::MediaType;
pub use read::ReadFileError;
pub use upload::{
    MAX_ARCHIVE_BYTES, MAX_BYTES, MAX_BYTES_A_DAY, MAX_FILES_A_DAY, NewFile, Sealed,
    StoreFileError, Upload,
};

use db::Db;
use kernel::Clock;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Uploads under way at the same time in this process: each may hold a
/// temporary file of [`Purpose::max_bytes`].
const AT_ONCE: usize = 32;

/// The use cases of files; cheap to clone.
#[derive(Clone)]
pub struct Files {
    db: Db,
    clock: Arc<dyn Clock>,
    folder: Arc<PathBuf>,
    places: Arc<Semaphore>,
}

impl Files {
    /// Files over a database, a clock and the folder that holds them. The
    /// folder is made with the first file.
    #[must_use]
    pub fn new(db: Db, clock: Arc<dyn Clock>, folder: PathBuf) -> Self {
        Self {
            db,
            clock,
            folder: Arc::new(folder),
            places: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}
