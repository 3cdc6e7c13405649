//! The dossier and what is kept of its way.

use super::status::{DossierCommand, DossierStatus};
use crate::score::Average;
use chrono::NaiveDate;
use kernel::{CertificateId, CycleId, DossierId, ProducerId, Timestamp};

/// Why a product goes through a cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DossierKind {
    /// For the first time.
    New,
    /// Because its certificate runs out, or ran out.
    Renewal,
    /// For more stars than it has.
    Upgrade,
}

impl DossierKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::New, Self::Renewal, Self::Upgrade];

    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "NEW",
            Self::Renewal => "RENEWAL",
            Self::Upgrade => "UPGRADE",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// One product of one producer on its way through a cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dossier {
    /// Its id.
    pub id: DossierId,
    /// In which cycle.
    pub cycle_id: CycleId,
    /// Whose.
    pub producer_id: ProducerId,
    /// Why.
    pub kind: DossierKind,
    /// The certificate that a renewal or an upgrade follows.
    pub previous_certificate_id: Option<CertificateId>,
    /// The product's name, as its certificate will say.
    pub product_name: String,
    /// Its group, in the words of the cycle's scheme.
    pub group_code: String,
    /// Its product set, under Decision 148.
    pub product_set: Option<i32>,
    /// The idea.
    pub idea: String,
    /// The business plan.
    pub plan: Option<String>,
    /// Where it stands.
    pub status: DossierStatus,
    /// The council's average, once scoring is closed.
    pub average: Option<Average>,
    /// Whether it failed a criterion that fails it whatever the score.
    pub mandatory_failed: bool,
    /// The stars of the last confirmed decision.
    pub stars: Option<i32>,
    /// Whether it is sample data.
    pub demo: bool,
    /// When it was registered.
    pub created_at: Timestamp,
}

/// One entry of a dossier's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DossierEvent {
    /// What was done.
    pub command: DossierCommand,
    /// Where it led.
    pub status: DossierStatus,
    /// Why.
    pub reasons: Option<String>,
    /// By whom: no personal data.
    pub actor: String,
    /// When.
    pub at: Timestamp,
}

/// What a commune's People's Committee says of a dossier: the four criteria
/// that it assesses by Decision 1489/QĐ-TTg of 06/07/2025.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommuneReport {
    /// Nguồn gốc sản phẩm, nguyên liệu địa phương: product and raw material
    /// are of the place.
    pub local_origin: bool,
    /// Sử dụng lao động địa phương: it employs local people.
    pub local_labour: bool,
    /// Nguồn gốc ý tưởng sản phẩm: the idea is the producer's own.
    pub idea_origin: bool,
    /// Bản sắc, trí tuệ địa phương: it carries local identity and know-how.
    pub local_identity: bool,
    /// What else it says.
    pub remarks: String,
    /// When the committee met.
    pub meeting_on: NaiveDate,
    /// Who recorded it: no personal data.
    pub author: String,
    /// When it was recorded.
    pub at: Timestamp,
}

/// Which dossiers a list is about. `None` does not narrow; an empty list
/// matches nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DossierFilter {
    /// In one of these cycles.
    pub cycles: Option<Vec<CycleId>>,
    /// Of one of these producers.
    pub producers: Option<Vec<ProducerId>>,
    /// In cycles of one of these provinces.
    pub provinces: Option<Vec<String>>,
    /// Which stand so.
    pub statuses: Option<Vec<DossierStatus>>,
}
