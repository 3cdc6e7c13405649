//! The decision and what it says.

use crate::IssuerLevel;
use chrono::NaiveDate;
use kernel::{AccountId, CertificateId, CycleId, DecisionId, DossierId, Timestamp};

/// Where a record of a decision stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DecisionStatus {
    /// Typed in; nothing follows from it yet.
    Recorded,
    /// Held against the paper: its results are in force.
    Confirmed,
    /// Typed in wrongly.
    Discarded,
}

impl DecisionStatus {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Recorded, Self::Confirmed, Self::Discarded];

    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Recorded => "RECORDED",
            Self::Confirmed => "CONFIRMED",
            Self::Discarded => "DISCARDED",
        }
    }

    /// The status of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }
}

/// A numbered decision of the state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Its id.
    pub id: DecisionId,
    /// About which cycle.
    pub cycle_id: CycleId,
    /// Its number, as it is written.
    pub number: String,
    /// The day of signing: that of the certificates' issue.
    pub decided_on: NaiveDate,
    /// Who signed it.
    pub signer: String,
    /// Whose decision it is, as the authority names itself.
    pub authority: String,
    /// The authority's level.
    pub level: IssuerLevel,
    /// Of which province the cycle is.
    pub province_code: String,
    /// Where its record stands.
    pub status: DecisionStatus,
    /// Who typed it in.
    pub recorded_by: AccountId,
    /// When.
    pub recorded_at: Timestamp,
    /// Who confirmed or discarded it.
    pub settled_by: Option<AccountId>,
    /// When.
    pub settled_at: Option<Timestamp>,
}

/// Which decisions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecisionFilter {
    /// About that cycle.
    pub cycle_id: CycleId,
    /// Whose record stands there; anywhere without it.
    pub status: Option<DecisionStatus>,
}

/// What a decision says of one dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionResult {
    /// Of which dossier.
    pub dossier_id: DossierId,
    /// 3 to 5; `None` where it does not recognise the product, and at the
    /// ministry where the product keeps what the province gave.
    pub stars: Option<i32>,
    /// The number on the certificate.
    pub certificate_number: Option<String>,
    /// The certificate that it issued, once it is confirmed.
    pub certificate_id: Option<CertificateId>,
}
