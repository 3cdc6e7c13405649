//! Finding PostgreSQL's server programs, or installing them.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use crate::error::{Error, Result};
use crate::{command, debian};

/// The oldest version that the tests pass on.
const OLDEST: u32 = 15;

/// Where Debian keeps one folder per version.
const DEBIAN: &str = "/usr/lib/postgresql";

/// A folder with `initdb`, `pg_ctl` and `postgres` of one usable version.
pub(super) struct Binaries {
    folder: PathBuf,
}

impl Binaries {
    /// Looks in `chosen` alone when it is given; otherwise asks `pg_config`,
    /// looks where Debian puts versions (newest first), then along the PATH.
    /// Installs Debian's package as a last resort.
    pub(super) fn find_or_install(chosen: Option<&Path>) -> Result<Self> {
        if let Some(folder) = chosen {
            return Self::in_folder(folder.to_owned()).ok_or_else(|| {
                let folder = folder.display();
                Error::new(format!("OCOP_PG_BIN: no PostgreSQL ≥ {OLDEST} in {folder}"))
            });
        }
        if let Some(found) = Self::find() {
            return Ok(found);
        }
        install()?;
        Self::find().ok_or_else(|| {
            Error::new(format!(
                "Debian's PostgreSQL is older than {OLDEST}; set OCOP_PG_BIN"
            ))
        })
    }

    /// The path of one of the programs.
    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn find() -> Option<Self> {
        let told = command::capture(Command::new("pg_config").arg("--bindir")).ok();
        let told = told.map(|folder| PathBuf::from(folder.trim()));
        let path = env::var_os("PATH").unwrap_or_default();
        let path: Vec<_> = env::split_paths(&path).collect();
        let mut folders = told.into_iter().chain(debian_folders()).chain(path);
        folders.find_map(Self::in_folder)
    }

    fn in_folder(folder: PathBuf) -> Option<Self> {
        let found = Self { folder };
        let complete = ["postgres", "pg_ctl"]
            .iter()
            .all(|name| found.program(name).is_file());
        let initdb = found.program("initdb");
        if !complete || !initdb.is_file() {
            return None;
        }
        let banner = command::capture(Command::new(initdb).arg("--version")).ok()?;
        (major_version(&banner)? >= OLDEST).then_some(found)
    }
}

/// Debian's folders, the newest version first.
fn debian_folders() -> Vec<PathBuf> {
    let entries = fs::read_dir(DEBIAN).into_iter().flatten().flatten();
    let mut versions: Vec<u32> = entries
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .collect();
    versions.sort_unstable_by(|a, b| b.cmp(a));
    versions
        .iter()
        .map(|version| Path::new(DEBIAN).join(version.to_string()).join("bin"))
        .collect()
}

/// `initdb (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)` → 15.
fn major_version(banner: &str) -> Option<u32> {
    let version = banner.split_once("(PostgreSQL)")?.1.trim_start();
    let digits = version
        .split(|letter: char| !letter.is_ascii_digit())
        .next()?;
    digits.parse().ok()
}

/// Installs Debian's server package. The cluster that Debian makes along with
/// it is not used.
fn install() -> Result<()> {
    if debian::can_install()? {
        return debian::install(&["postgresql"]);
    }
    Err(Error::new(format!(
        "PostgreSQL ≥ {OLDEST} not found: install its server (on Debian: \
         apt-get install postgresql), or set OCOP_PG_BIN to the folder of its initdb"
    )))
}

#[cfg(test)]
mod tests {
    use super::major_version;

    #[test]
    fn major_version_is_read_from_the_banner() {
        let debian = "initdb (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)\n";
        assert_eq!(major_version(debian), Some(15));
        assert_eq!(major_version("initdb (PostgreSQL) 19beta1\n"), Some(19));
        assert_eq!(major_version("initdb of something else 15\n"), None);
    }
}
