//! How far a table is on its way in or out. Who moves it keeps these.

/// What becomes of the good lines of a file with bad ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Nothing is written unless every line is good.
    All,
    /// The good lines are written.
    ValidRows,
}

impl Mode {
    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Mode::All => "ALL",
            Mode::ValidRows => "VALID_ROWS",
        }
    }

    /// The mode of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Mode::All, Mode::ValidRows]
            .into_iter()
            .find(|mode| mode.as_str() == name)
    }
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportStatus {
    /// Nobody has looked at the file yet.
    Waiting,
    /// Lines are checked, nothing is written.
    Checking,
    /// Lines are written. What was begun here is finished, also after a crash.
    Writing,
    /// Every line has its outcome.
    Done,
    /// The file as a whole cannot be taken.
    Refused,
}

impl ImportStatus {
    /// Every status.
    pub const ALL: [ImportStatus; 5] = [
        ImportStatus::Waiting,
        ImportStatus::Checking,
        ImportStatus::Writing,
        ImportStatus::Done,
        ImportStatus::Refused,
    ];

    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            ImportStatus::Waiting => "WAITING",
            ImportStatus::Checking => "CHECKING",
            ImportStatus::Writing => "WRITING",
            ImportStatus::Done => "DONE",
            ImportStatus::Refused => "REFUSED",
        }
    }

    /// The status of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }
}

/// How far an export is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportStatus {
    /// Nobody has begun.
    Waiting,
    /// Rows are gathered.
    Running,
    /// The file is there.
    Done,
    /// There can be no such file.
    Refused,
}

impl ExportStatus {
    /// Every status.
    pub const ALL: [ExportStatus; 4] = [
        ExportStatus::Waiting,
        ExportStatus::Running,
        ExportStatus::Done,
        ExportStatus::Refused,
    ];

    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            ExportStatus::Waiting => "WAITING",
            ExportStatus::Running => "RUNNING",
            ExportStatus::Done => "DONE",
            ExportStatus::Refused => "REFUSED",
        }
    }

    /// The status of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }
}

/// How much of `all` is done, in whole percent; 99 until the end.
#[must_use]
pub fn percent(done: u64, all: u64) -> u32 {
    let percent = done.saturating_mul(100).checked_div(all).unwrap_or(0);
    u32::try_from(percent.min(99)).unwrap_or(99)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        for status in ImportStatus::ALL {
            assert_eq!(ImportStatus::parse(status.as_str()), Some(status));
        }
        for status in ExportStatus::ALL {
            assert_eq!(ExportStatus::parse(status.as_str()), Some(status));
        }
        for mode in [Mode::All, Mode::ValidRows] {
            assert_eq!(Mode::parse(mode.as_str()), Some(mode));
        }
    }

    #[test]
    fn only_the_end_is_all() {
        assert_eq!((percent(0, 0), percent(1, 3), percent(3, 3)), (0, 33, 99));
    }
}
