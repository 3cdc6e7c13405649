//! Whose processes the server's are: PostgreSQL refuses to run as root.

use std::os::unix::fs::chown;
use std::path::Path;
use std::process::Command;

use crate::command::{self, id, is_root};
use crate::error::{Context, Result};

/// The account that Debian's package makes.
const ACCOUNT: &str = "postgres";

/// The user that owns the cluster and runs its server.
pub(super) enum Owner {
    /// Whoever runs xtask.
    Caller,
    /// The account `postgres`, because root runs xtask.
    Account {
        uid: u32,
        gid: u32,
        /// `runuser` exists; otherwise `su` does its work.
        runuser: bool,
    },
}

impl Owner {
    pub(super) fn current() -> Result<Self> {
        if !is_root()? {
            return Ok(Self::Caller);
        }
        let missing = "run as root, xtask needs an account `postgres`, for PostgreSQL refuses root";
        let uid = id(&["-u", ACCOUNT]).context(missing)?;
        let gid = id(&["-g", ACCOUNT]).context(missing)?;
        Ok(Self::Account {
            uid,
            gid,
            runuser: command::exists("runuser"),
        })
    }

    /// A command that runs as this user.
    pub(super) fn command(&self, program: &Path) -> Command {
        let mut wrapped;
        match self {
            Self::Caller => return Command::new(program),
            Self::Account { runuser: true, .. } => {
                wrapped = Command::new("runuser");
                wrapped.args(["-u", ACCOUNT, "--"]);
            }
            Self::Account { runuser: false, .. } => {
                wrapped = Command::new("su");
                wrapped.args(["-s", "/bin/sh", "-c", r#"exec "$0" "$@""#, "--", ACCOUNT]);
            }
        }
        wrapped.arg(program);
        wrapped
    }

    /// Makes a folder this user's own.
    pub(super) fn take(&self, folder: &Path) -> Result<()> {
        match self {
            Self::Caller => Ok(()),
            Self::Account { uid, gid, .. } => chown(folder, Some(*uid), Some(*gid))
                .context(format!("give {} to {ACCOUNT}", folder.display())),
        }
    }
}
