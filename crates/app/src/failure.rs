//! Why a command ends without having done what it was asked to: one line.

use std::fmt;

/// One line that says what is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure(String);

impl Failure {
    /// A failure; line breaks of whoever reported it become spaces.
    pub(crate) fn new(line: impl fmt::Display) -> Self {
        let line = line.to_string();
        Self(line.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// The same with the place where it was found.
    #[must_use]
    pub(crate) fn at(self, place: impl fmt::Display) -> Self {
        Self::new(format!("{} ({place})", self.0))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<db::OpenError> for Failure {
    fn from(error: db::OpenError) -> Self {
        Self::new(error)
    }
}

impl From<sea_orm::DbErr> for Failure {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::new(format!("database: {error}"))
    }
}

impl From<search::EngineError> for Failure {
    fn from(error: search::EngineError) -> Self {
        Self::new(format!("search: {error}"))
    }
}

impl From<search::IndexError> for Failure {
    fn from(error: search::IndexError) -> Self {
        Self::new(format!("search: {error}"))
    }
}
