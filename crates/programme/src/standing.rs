//! Where a producer stands, what moves it, and what is kept of each move.

use crate::ProducerStatus;
use kernel::{ProducerId, Timestamp};

/// What is done with a producer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProducerCommand {
    /// It asks to take part.
    Register,
    /// An officer established who it is.
    Verify,
    /// It may sell from now on.
    Activate,
    /// It is stopped for a while.
    Suspend,
    /// It may sell again.
    Reinstate,
    /// It is gone for good.
    Close,
}

impl ProducerCommand {
    /// Every command.
    pub const ALL: [Self; 6] = [
        Self::Register,
        Self::Verify,
        Self::Activate,
        Self::Suspend,
        Self::Reinstate,
        Self::Close,
    ];

    /// Where the command leads a producer that stands there (`None`: that is
    /// not known yet); `None` where it may not be given.
    #[must_use]
    pub const fn from(self, status: Option<ProducerStatus>) -> Option<ProducerStatus> {
        use ProducerStatus as S;
        match (self, status) {
            (Self::Register, None) => Some(S::Applied),
            (Self::Verify, Some(S::Applied)) => Some(S::Verified),
            (Self::Activate, Some(S::Verified)) | (Self::Reinstate, Some(S::Suspended)) => {
                Some(S::Active)
            }
            (Self::Suspend, Some(S::Active)) => Some(S::Suspended),
            (Self::Close, Some(S::Applied | S::Verified | S::Active | S::Suspended)) => {
                Some(S::Closed)
            }
            _ => None,
        }
    }

    /// Whether it must say why.
    #[must_use]
    pub const fn needs_grounds(self) -> bool {
        matches!(self, Self::Suspend | Self::Close)
    }
}

/// How it was established who a producer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum VerificationMethod {
    /// By its entry in the national business register.
    BusinessRegistration,
    /// By the citizen's card of who runs it.
    CitizenId,
    /// By a visit to its place.
    SiteVisit,
    /// By the national electronic identity (VNeID).
    NationalEid,
}

impl VerificationMethod {
    /// Every method.
    pub const ALL: [Self; 4] = [
        Self::BusinessRegistration,
        Self::CitizenId,
        Self::SiteVisit,
        Self::NationalEid,
    ];

    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BusinessRegistration => "BUSINESS_REGISTRATION",
            Self::CitizenId => "CITIZEN_ID",
            Self::SiteVisit => "SITE_VISIT",
            Self::NationalEid => "NATIONAL_EID",
        }
    }

    /// The method of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.as_str() == name)
    }
}

/// Who established when and how who a producer is. Its evidence may name
/// people: for its own people and the officers of its province only.
#[derive(Clone, PartialEq, Eq)]
pub struct ProducerVerification {
    /// Of which producer.
    pub producer_id: ProducerId,
    /// How.
    pub method: VerificationMethod,
    /// What was seen.
    pub evidence: String,
    /// By whom, as [`kernel::Actor::label`] names them.
    pub verifier: String,
    /// When.
    pub at: Timestamp,
}

impl std::fmt::Debug for ProducerVerification {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ProducerVerification")
            .field("producer_id", &self.producer_id)
            .field("method", &self.method)
            .field("verifier", &self.verifier)
            .field("at", &self.at)
            .finish_non_exhaustive()
    }
}

/// One entry of a producer's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProducerEvent {
    /// Of which producer.
    pub producer_id: ProducerId,
    /// What it became.
    pub status: ProducerStatus,
    /// Why; always there for what is suspended or closed.
    pub grounds: Option<String>,
    /// By whom, as [`kernel::Actor::label`] names them.
    pub actor: String,
    /// When.
    pub at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write;

    /// The whole process in one picture; a change of it is a decision.
    #[test]
    fn the_table_of_standing() {
        let mut table = String::new();
        let statuses = std::iter::once(None).chain(ProducerStatus::ALL.map(Some));
        for status in statuses {
            for command in ProducerCommand::ALL {
                let name = status.map_or("(new)", ProducerStatus::as_str);
                let result = command
                    .from(status)
                    .map_or("refused", ProducerStatus::as_str);
                let grounds = if command.needs_grounds() {
                    " (with grounds)"
                } else {
                    ""
                };
                writeln!(table, "{name} × {command:?}{grounds} → {result}").unwrap();
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn methods_round_trip() {
        for method in VerificationMethod::ALL {
            assert_eq!(VerificationMethod::parse(method.as_str()), Some(method));
        }
        assert_eq!(VerificationMethod::parse("SITE"), None);
    }
}
