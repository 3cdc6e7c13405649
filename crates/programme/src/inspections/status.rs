//! The course of an inspection as a table: which command leads where.

/// Where an inspection stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InspectionStatus {
    /// A day and an inspector are set.
    Planned,
    /// The inspector is at it.
    InProgress,
    /// A verdict was given, and faults are to be corrected.
    Concluded,
    /// A follow-up found the faults corrected.
    Corrected,
    /// Nothing is left to do: it passed, or an officer let the matter rest.
    Closed,
    /// It will not take place.
    Cancelled,
}

/// What can be done to an inspection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InspectionCommand {
    /// Begin.
    Start,
    /// Give a verdict.
    Conclude,
    /// Record that a follow-up passed.
    Correct,
    /// Record that nothing is left to do.
    Close,
    /// Give up.
    Cancel,
    /// Record that a sample failed: what was done with is open again.
    FailSample,
}

impl InspectionStatus {
    /// Every status.
    pub const ALL: [Self; 6] = [
        Self::Planned,
        Self::InProgress,
        Self::Concluded,
        Self::Corrected,
        Self::Closed,
        Self::Cancelled,
    ];

    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "PLANNED",
            Self::InProgress => "IN_PROGRESS",
            Self::Concluded => "CONCLUDED",
            Self::Corrected => "CORRECTED",
            Self::Closed => "CLOSED",
            Self::Cancelled => "CANCELLED",
        }
    }

    /// The status of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }

    /// Where a command leads; `None` where it may not be given.
    #[must_use]
    pub const fn after(self, command: InspectionCommand) -> Option<Self> {
        use InspectionCommand as C;
        match (command, self) {
            (C::Start, Self::Planned) => Some(Self::InProgress),
            (C::Conclude, Self::InProgress) => Some(Self::Concluded),
            (C::Correct, Self::Concluded) => Some(Self::Corrected),
            (C::Close, Self::Concluded) => Some(Self::Closed),
            (C::Cancel, Self::Planned | Self::InProgress) => Some(Self::Cancelled),
            (C::FailSample, Self::Concluded | Self::Corrected | Self::Closed) => {
                Some(Self::Concluded)
            }
            _ => None,
        }
    }

    /// Whether it is still to be carried out.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Planned | Self::InProgress)
    }
}

impl InspectionCommand {
    /// Every command.
    pub const ALL: [Self; 6] = [
        Self::Start,
        Self::Conclude,
        Self::Correct,
        Self::Close,
        Self::Cancel,
        Self::FailSample,
    ];

    /// The name in the history and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Start => "START",
            Self::Conclude => "CONCLUDE",
            Self::Correct => "CORRECT",
            Self::Close => "CLOSE",
            Self::Cancel => "CANCEL",
            Self::FailSample => "SAMPLE_FAIL",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write;

    #[test]
    fn the_table() {
        let mut table = String::new();
        for status in InspectionStatus::ALL {
            assert_eq!(InspectionStatus::parse(status.as_str()), Some(status));
            for command in InspectionCommand::ALL {
                let to = status.after(command).map_or("–", InspectionStatus::as_str);
                writeln!(table, "{} × {} → {to}", status.as_str(), command.as_str()).unwrap();
            }
        }
        insta::assert_snapshot!(table);
    }
}
