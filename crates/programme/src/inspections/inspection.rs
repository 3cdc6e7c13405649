//! An inspection and what belongs to it.

use super::InspectionStatus;
use chrono::NaiveDate;
use kernel::{AccountId, CertificateId, InspectionId, ProducerId, Timestamp};

/// Declares an enum with the names that the database and the API use.
macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$value_doc:meta])* $value:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$value_doc])* $value,)+
        }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$value),+];

            /// The name in the database and in the API.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$value => $text,)+
                }
            }

            /// The value of that name.
            #[must_use]
            pub fn parse(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == name)
            }
        }
    };
}

pub(crate) use named;

named! {
    /// Why there is an inspection.
    InspectionKind {
        /// By plan.
        Planned = "PLANNED",
        /// Somebody complained.
        Complaint = "COMPLAINT",
        /// To see whether faults were corrected.
        FollowUp = "FOLLOW_UP",
    }
}

named! {
    /// How grave a finding is, the mildest first.
    Severity {
        /// Worth saying.
        Observation = "OBSERVATION",
        /// A small fault.
        Minor = "MINOR",
        /// A fault that must be corrected before anything is sold.
        Major = "MAJOR",
        /// A danger, or a deceit.
        Critical = "CRITICAL",
    }
}

named! {
    /// What an inspection comes to, the mildest first.
    Verdict {
        /// Nothing to correct.
        Pass = "PASS",
        /// To be corrected within a deadline.
        Minor = "MINOR",
        /// To be corrected within a deadline, and nothing is sold until then.
        Major = "MAJOR",
        /// Nothing is sold; the certificate is for a decision.
        Fail = "FAIL",
    }
}

impl Verdict {
    /// The mildest verdict where a laboratory found that a sample failed.
    pub const AFTER_FAILED_SAMPLE: Self = Self::Major;

    /// The mildest verdict that a finding allows.
    #[must_use]
    pub const fn least(worst: Severity) -> Self {
        match worst {
            Severity::Observation => Self::Pass,
            Severity::Minor => Self::Minor,
            Severity::Major => Self::Major,
            Severity::Critical => Self::Fail,
        }
    }

    /// Whether it holds the certificate.
    #[must_use]
    pub const fn holds(self) -> bool {
        matches!(self, Self::Major | Self::Fail)
    }

    /// Whether it needs a day until which faults are corrected.
    #[must_use]
    pub const fn needs_deadline(self) -> bool {
        matches!(self, Self::Minor | Self::Major)
    }
}

/// An inspection of one certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// Its id.
    pub id: InspectionId,
    /// Of what.
    pub certificate_id: CertificateId,
    /// Whose.
    pub producer_id: ProducerId,
    /// The producer's province when it was planned.
    pub province_code: String,
    /// Why.
    pub kind: InspectionKind,
    /// The inspection that the chain of follow-ups began with: this one, where
    /// it follows none.
    pub case_id: InspectionId,
    /// The inspection whose faults it looks after; follow-ups only.
    pub follows: Option<InspectionId>,
    /// The day in Vietnam for which it is planned.
    pub planned_on: NaiveDate,
    /// Who carries it out.
    pub inspector_id: AccountId,
    /// The version of its checklist.
    pub checklist_version: i32,
    /// Where it stands.
    pub status: InspectionStatus,
    /// What it came to; `None` until it is concluded.
    pub verdict: Option<Verdict>,
    /// The day in Vietnam of the verdict.
    pub concluded_on: Option<NaiveDate>,
    /// The last day in Vietnam for correcting the faults.
    pub corrective_deadline: Option<NaiveDate>,
    /// When it was planned.
    pub created_at: Timestamp,
}

/// Something seen at a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// By which inspection.
    pub inspection_id: InspectionId,
    /// The checkpoint's code, of the inspection's checklist.
    pub checkpoint: String,
    /// How grave.
    pub severity: Severity,
    /// What was seen, at most 2,000 characters.
    pub text: String,
    /// When it was written down.
    pub at: Timestamp,
}

/// One entry of an inspection's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InspectionEvent {
    /// Of which inspection.
    pub inspection_id: InspectionId,
    /// `PLAN`, or an [`super::InspectionCommand`]'s name.
    pub command: String,
    /// What it became.
    pub status: InspectionStatus,
    /// In somebody's words; `None` where nothing was said.
    pub note: Option<String>,
    /// Who, as [`kernel::Actor::label`].
    pub actor: String,
    /// When.
    pub at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verdict_follows_the_worst_finding_and_holds_from_major_on() {
        let least: Vec<Verdict> = Severity::ALL.iter().copied().map(Verdict::least).collect();
        assert_eq!(least, Verdict::ALL);
        let holding: Vec<&Verdict> = Verdict::ALL.iter().filter(|own| own.holds()).collect();
        assert_eq!(holding, [&Verdict::Major, &Verdict::Fail]);
        for verdict in Verdict::ALL {
            assert_eq!(Verdict::parse(verdict.as_str()), Some(*verdict));
        }
    }
}
