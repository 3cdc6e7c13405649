//! The folder of the embedded index:
//!
//! ```text
//! owner.lock   held locked by the one process that works here
//! state.json   which version the index is of, and whether it was filled
//! index/       the index itself; made anew when it cannot be used
//! ```

use super::schema::{Fields, VERSION};
use crate::EngineError;
use ::tantivy::Index;
use serde::{Deserialize, Serialize};
use std::fs::{self, File, TryLockError};
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};

/// What is written down beside the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct State {
    schema: u32,
    filled: bool,
}

/// The folder, locked for as long as this lives.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    _lock: File,
}

impl Folder {
    /// Makes the folder where needed and locks it.
    pub(crate) fn lock(path: &Path) -> Result<Self, EngineError> {
        let failed =
            |error: std::io::Error| EngineError::Fault(format!("{}: {error}", path.display()));
        fs::create_dir_all(path).map_err(failed)?;
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path.join("owner.lock"))
            .map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self {
                path: path.to_owned(),
                _lock: lock,
            }),
            Err(TryLockError::WouldBlock) => Err(EngineError::InUse {
                folder: path.to_owned(),
            }),
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }

    /// Opens the index, or makes an empty one in place of what is of another
    /// version or damaged. Says whether it was filled before.
    pub(crate) fn open(&self) -> Result<(Index, bool), EngineError> {
        let state = self.state();
        let why = match state {
            None if !self.index().exists() => None,
            None => Some("it does not say of which version it is".to_owned()),
            Some(state) if state.schema != VERSION => Some(format!(
                "it is of version {}, this program needs version {VERSION}",
                state.schema
            )),
            Some(state) => match self.open_index() {
                Ok(index) => return Ok((index, state.filled)),
                Err(reason) => Some(reason),
            },
        };
        if let Some(why) = why {
            let folder = self.path.display();
            tracing::warn!(%folder, why, "the search index cannot be used and is built anew from the database");
        }
        self.create().map(|index| (index, false))
    }

    /// Writes down whether the index holds every product.
    pub(crate) fn set_filled(&self, filled: bool) -> Result<(), EngineError> {
        let state = serde_json::to_vec(&State {
            schema: VERSION,
            filled,
        })
        .map_err(EngineError::fault)?;
        // Written beside and renamed: half a file is never read.
        let new = self.path.join("state.json.new");
        fs::write(&new, state)
            .and_then(|()| fs::rename(&new, self.path.join("state.json")))
            .map_err(EngineError::fault)
    }

    fn state(&self) -> Option<State> {
        let text = fs::read(self.path.join("state.json")).ok()?;
        serde_json::from_slice(&text).ok()
    }

    fn index(&self) -> PathBuf {
        self.path.join("index")
    }

    fn open_index(&self) -> Result<Index, String> {
        // A damaged file may make the library panic as well as complain.
        let opened = std::panic::catch_unwind(AssertUnwindSafe(|| {
            let index = Index::open_in_dir(self.index()).map_err(|error| error.to_string())?;
            if index.schema() != Fields::build().0 {
                return Err("its fields are not those of its version".to_owned());
            }
            let damaged = index
                .validate_checksum()
                .map_err(|error| error.to_string())?;
            match damaged.iter().next() {
                Some(file) => Err(format!("{} is damaged", file.display())),
                None => index
                    .reader()
                    .map(|_| index)
                    .map_err(|error| error.to_string()),
            }
        }));
        opened.unwrap_or_else(|_| Err("it is damaged".to_owned()))
    }

    fn create(&self) -> Result<Index, EngineError> {
        let folder = self.index();
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(EngineError::fault)?;
        }
        fs::create_dir_all(&folder).map_err(EngineError::fault)?;
        let index = Index::create_in_dir(&folder, Fields::build().0).map_err(EngineError::fault)?;
        self.set_filled(false)?;
        Ok(index)
    }
}
