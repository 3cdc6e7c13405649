//! The way that every proposed change takes, whatever it is about.

use super::{ChangeCommand, ChangeStatus};
use chrono::Duration;
use kernel::{AccountId, Timestamp};

/// For how long a change is kept for the moderator who took it up.
const CLAIM: i64 = 15;

/// The part of a locked change that its way writes, lent by the change.
pub(crate) struct Course<'a> {
    pub(crate) status: &'a mut ChangeStatus,
    pub(crate) version: &'a mut i64,
    pub(crate) updated_at: &'a mut Timestamp,
    pub(crate) submitted_at: &'a mut Option<Timestamp>,
    pub(crate) submissions: &'a mut i32,
    pub(crate) claimed_by: &'a mut Option<AccountId>,
    pub(crate) claimed_until: &'a mut Option<Timestamp>,
    pub(crate) decided_by: &'a mut Option<AccountId>,
    pub(crate) decided_at: &'a mut Option<Timestamp>,
}

/// Why a command may not be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Barred {
    /// Not in this status.
    Status(ChangeStatus),
    /// The caller saw another version; this is the one now.
    Outdated(i64),
    /// Another moderator has it until then.
    Claimed(Timestamp),
    /// What was never handed in is its producer's alone.
    Unseen,
}

impl Course<'_> {
    /// Whether its producer's people may give that command, having seen that
    /// version.
    pub(crate) fn allows(&self, command: ChangeCommand, version: i64) -> Result<(), Barred> {
        if self.status.after(command).is_none() {
            return Err(Barred::Status(*self.status));
        }
        self.is_latest(version)
    }

    /// Whether the moderator may claim it, lay it down or decide about it.
    pub(crate) fn awaits(&self, moderator: AccountId, now: Timestamp) -> Result<(), Barred> {
        if self.submitted_at.is_none() {
            return Err(Barred::Unseen);
        }
        if *self.status != ChangeStatus::Submitted {
            return Err(Barred::Status(*self.status));
        }
        let holder = holder(*self.claimed_by, *self.claimed_until, now);
        match (holder, *self.claimed_until) {
            (Some(holder), Some(until)) if holder != moderator => Err(Barred::Claimed(until)),
            _ => Ok(()),
        }
    }

    /// Whether that version is the one now.
    pub(crate) fn is_latest(&self, version: i64) -> Result<(), Barred> {
        match *self.version == version {
            true => Ok(()),
            false => Err(Barred::Outdated(*self.version)),
        }
    }

    /// Keeps it for a moderator.
    pub(crate) fn claim(&mut self, moderator: AccountId, now: Timestamp) {
        *self.claimed_by = Some(moderator);
        *self.claimed_until = Some(now + Duration::minutes(CLAIM));
    }

    /// Hands it in.
    pub(crate) fn submit(&mut self, now: Timestamp) {
        *self.submitted_at = Some(now);
        *self.submissions += 1;
    }

    /// Puts on record who decides.
    pub(crate) fn decide(&mut self, moderator: AccountId, now: Timestamp) {
        *self.decided_by = Some(moderator);
        *self.decided_at = Some(now);
    }

    /// Moves it along its table.
    pub(crate) fn step(&mut self, command: ChangeCommand, now: Timestamp) -> Result<(), Barred> {
        let next = self.status.after(command);
        *self.status = next.ok_or(Barred::Status(*self.status))?;
        if command != ChangeCommand::Claim {
            (*self.claimed_by, *self.claimed_until) = (None, None);
        }
        // Who has it is no news for who writes it.
        if !matches!(command, ChangeCommand::Claim | ChangeCommand::Release) {
            *self.updated_at = now;
            *self.version += 1;
        }
        Ok(())
    }
}

/// The moderator who has a change at that instant.
pub(crate) fn holder(
    claimed_by: Option<AccountId>,
    claimed_until: Option<Timestamp>,
    now: Timestamp,
) -> Option<AccountId> {
    let until = claimed_until?;
    claimed_by.filter(|_| now < until)
}
