//! The demonstration's folder: known by a marker, so that `--reset` never
//! removes what somebody else put there, and held by one process at a time.

use crate::failure::Failure;
use crate::place;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// Says that the folder is a demonstration's, and of which database.
const MARKER: &str = ".ocop-demo";
const MARK: &str = "A demonstration of the OCOP marketplace; `ocop demo --reset` empties it.";
const SECRET: &str = "secret";

/// What a demonstration makes beside its marker.
const FILES: [&str; 4] = ["ocop.sqlite", "ocop.sqlite-wal", "ocop.sqlite-shm", SECRET];
const FOLDERS: [&str; 3] = ["index", "media", "mail"];

/// A demonstration's folder.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    /// Locked for as long as the process works in the folder.
    marker: File,
    database: String,
}

impl Folder {
    /// Opens the folder, or makes it; with `reset`, without what an earlier
    /// demonstration left in it.
    ///
    /// # Errors
    /// When it is somebody else's or in use, or cannot be written to.
    pub(super) fn open(path: &Path, reset: bool) -> Result<Self, Failure> {
        let refuse = |why: &dyn std::fmt::Display| {
            Failure::new(format!("storage.data_dir: {}: {why}", path.display()))
        };
        let file = path.join(MARKER);
        if !file.is_file() && !is_empty(path).map_err(|error| refuse(&error))? {
            return Err(refuse(&"is not empty and not a demonstration's"));
        }
        place::folder(path)?;
        let mut open = OpenOptions::new();
        let marker = open.read(true).write(true).create(true).truncate(false);
        let mut marker = marker.open(&file).map_err(|error| refuse(&error))?;
        match marker.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(refuse(&"is in use by a running demonstration"));
            }
            Err(TryLockError::Error(error)) => return Err(refuse(&error)),
        }
        if reset {
            clear(path).map_err(|error| refuse(&error))?;
        }
        let mut text = String::new();
        marker
            .read_to_string(&mut text)
            .map_err(|error| refuse(&error))?;
        let mut folder = Self {
            path: path.to_owned(),
            marker,
            database: text.lines().nth(1).unwrap_or_default().to_owned(),
        };
        if reset || text.is_empty() {
            folder.remember("")?;
        }
        Ok(folder)
    }

    /// The file of its secret.
    pub(super) fn secret(&self) -> PathBuf {
        self.path.join(SECRET)
    }

    /// Of which database its search index is.
    pub(super) fn database(&self) -> &str {
        &self.database
    }

    /// Remembers of which database (named without a password) its search
    /// index is.
    pub(super) fn remember(&mut self, database: &str) -> Result<(), Failure> {
        let write = |marker: &mut File| {
            marker.rewind()?;
            marker.set_len(0)?;
            marker.write_all(format!("{MARK}\n{database}\n").as_bytes())
        };
        write(&mut self.marker).map_err(|error| {
            Failure::new(format!(
                "storage.data_dir: {}: {error}",
                self.path.join(MARKER).display()
            ))
        })?;
        database.clone_into(&mut self.database);
        Ok(())
    }
}

fn is_empty(path: &Path) -> std::io::Result<bool> {
    match std::fs::read_dir(path) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}

/// Removes what a demonstration made, and nothing else.
fn clear(path: &Path) -> std::io::Result<()> {
    let gone = |done: std::io::Result<()>| match done {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    };
    for folder in FOLDERS {
        gone(std::fs::remove_dir_all(path.join(folder)))?;
    }
    for file in FILES {
        gone(std::fs::remove_file(path.join(file)))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reset_removes_what_a_demonstration_made_and_nothing_else() {
        let outer = tempfile::tempdir().unwrap();
        let path = outer.path().join("demo");
        let mut own = Folder::open(&path, false).unwrap();
        own.remember("sqlite:x").unwrap();
        std::fs::write(path.join("ocop.sqlite"), "data").unwrap();
        std::fs::write(path.join("notes.txt"), "mine").unwrap();
        std::fs::create_dir(path.join("mail")).unwrap();

        let refused = Folder::open(&path, true).unwrap_err().to_string();
        assert!(refused.contains("in use"), "{refused}");
        assert!(path.join("ocop.sqlite").exists());
        drop(own);

        let again = Folder::open(&path, false).unwrap();
        assert_eq!(again.database(), "sqlite:x");
        assert!(path.join("ocop.sqlite").exists());
        drop(again);

        let fresh = Folder::open(&path, true).unwrap();
        assert_eq!(fresh.database(), "");
        assert!(!path.join("ocop.sqlite").exists() && !path.join("mail").exists());
        assert!(path.join("notes.txt").exists() && path.join(MARKER).exists());
    }

    #[test]
    fn a_folder_of_somebody_else_is_left_alone() {
        let outer = tempfile::tempdir().unwrap();
        std::fs::write(outer.path().join("ocop.sqlite"), "theirs").unwrap();
        for reset in [false, true] {
            let refused = Folder::open(outer.path(), reset).unwrap_err().to_string();
            assert!(refused.contains("not a demonstration's"), "{refused}");
            assert_eq!(std::fs::read_dir(outer.path()).unwrap().count(), 1);
        }
    }
}
