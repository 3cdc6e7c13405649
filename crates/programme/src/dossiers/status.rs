//! The way of a dossier as a table: which command leads where, and for whom.

/// Where a dossier stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DossierStatus {
    /// A product idea was handed in.
    IdeaRegistered,
    /// It came back with reasons.
    IdeaReturned,
    /// It was taken on; the business plan is due.
    IdeaAccepted,
    /// The business plan was handed in.
    PlanSubmitted,
    /// The dossier is being put together.
    DossierDraft,
    /// It was handed in to the commune.
    Submitted,
    /// The commune looks at it and writes its report.
    CommuneReview,
    /// It came back with reasons.
    Returned,
    /// The commune passed it on.
    ForwardedToProvince,
    /// The advisory team checks it.
    AdvisoryCheck,
    /// A council scores it.
    CouncilScoring,
    /// The council's average is known.
    Scored,
    /// A decision did not recognise it.
    Rejected,
    /// A decision recognised it.
    Recognised,
    /// Recognised with four stars and 90 points or more: a potential five-star
    /// that the centre looks at.
    ForwardedToCentre,
    /// The producer took it back.
    Withdrawn,
}

/// What can be done to a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DossierCommand {
    /// Bring a product into a cycle: the first entry of every history.
    Register,
    /// Hand in the idea anew.
    ReviseIdea,
    /// Take the idea on.
    AcceptIdea,
    /// Give the idea back.
    ReturnIdea,
    /// Hand in the business plan.
    SubmitPlan,
    /// Take the plan on.
    AcceptPlan,
    /// Give the plan back.
    ReturnPlan,
    /// Hand in the dossier.
    Submit,
    /// Begin the commune's review.
    BeginReview,
    /// Give the dossier back.
    Return,
    /// Pass it on to the province.
    Forward,
    /// Begin the advisory team's check.
    BeginCheck,
    /// Put it on a council's agenda.
    Admit,
    /// Close the scoring.
    CloseScoring,
    /// Recognise it by a decision.
    Recognise,
    /// Recognise it by a decision as a potential five-star.
    SendToCentre,
    /// Not recognise it by a decision.
    Reject,
    /// Take it back.
    Withdraw,
}

/// For whom a command is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    /// The producer's people.
    Producer,
    /// The officers of the province.
    Officer,
    /// A confirmed decision, and nothing else.
    Decision,
}

impl DossierStatus {
    /// Every status.
    pub const ALL: [Self; 16] = [
        Self::IdeaRegistered,
        Self::IdeaReturned,
        Self::IdeaAccepted,
        Self::PlanSubmitted,
        Self::DossierDraft,
        Self::Submitted,
        Self::CommuneReview,
        Self::Returned,
        Self::ForwardedToProvince,
        Self::AdvisoryCheck,
        Self::CouncilScoring,
        Self::Scored,
        Self::Rejected,
        Self::Recognised,
        Self::ForwardedToCentre,
        Self::Withdrawn,
    ];

    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::IdeaRegistered => "IDEA_REGISTERED",
            Self::IdeaReturned => "IDEA_RETURNED",
            Self::IdeaAccepted => "IDEA_ACCEPTED",
            Self::PlanSubmitted => "PLAN_SUBMITTED",
            Self::DossierDraft => "DOSSIER_DRAFT",
            Self::Submitted => "SUBMITTED",
            Self::CommuneReview => "COMMUNE_REVIEW",
            Self::Returned => "RETURNED",
            Self::ForwardedToProvince => "FORWARDED_TO_PROVINCE",
            Self::AdvisoryCheck => "ADVISORY_CHECK",
            Self::CouncilScoring => "COUNCIL_SCORING",
            Self::Scored => "SCORED",
            Self::Rejected => "REJECTED",
            Self::Recognised => "RECOGNISED",
            Self::ForwardedToCentre => "FORWARDED_TO_CENTRE",
            Self::Withdrawn => "WITHDRAWN",
        }
    }

    /// The status of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }

    /// Where a command of a party leads; `None` where it may not.
    #[must_use]
    pub const fn after(self, command: DossierCommand, party: Party) -> Option<Self> {
        use DossierCommand as C;
        use DossierStatus as S;
        use Party::{Decision, Officer, Producer};
        match (command, party, self) {
            (C::ReviseIdea, Producer, S::IdeaReturned) => Some(S::IdeaRegistered),
            (C::AcceptIdea, Officer, S::IdeaRegistered) => Some(S::IdeaAccepted),
            (C::ReturnIdea, Officer, S::IdeaRegistered) => Some(S::IdeaReturned),
            (C::SubmitPlan, Producer, S::IdeaAccepted) => Some(S::PlanSubmitted),
            (C::AcceptPlan, Officer, S::PlanSubmitted) => Some(S::DossierDraft),
            (C::ReturnPlan, Officer, S::PlanSubmitted) => Some(S::IdeaAccepted),
            (C::Submit, Producer, S::DossierDraft | S::Returned) => Some(S::Submitted),
            (C::BeginReview, Officer, S::Submitted) => Some(S::CommuneReview),
            (C::Return, Officer, S::CommuneReview | S::AdvisoryCheck) => Some(S::Returned),
            (C::Forward, Officer, S::CommuneReview) => Some(S::ForwardedToProvince),
            (C::BeginCheck, Officer, S::ForwardedToProvince) => Some(S::AdvisoryCheck),
            (C::Admit, Officer, S::AdvisoryCheck) => Some(S::CouncilScoring),
            (C::CloseScoring, Officer, S::CouncilScoring) => Some(S::Scored),
            (C::Recognise, Decision, S::Scored | S::ForwardedToCentre) => Some(S::Recognised),
            (C::SendToCentre, Decision, S::Scored) => Some(S::ForwardedToCentre),
            (C::Reject, Decision, S::Scored) => Some(S::Rejected),
            (
                C::Withdraw,
                Producer,
                S::IdeaRegistered
                | S::IdeaReturned
                | S::IdeaAccepted
                | S::PlanSubmitted
                | S::DossierDraft
                | S::Submitted
                | S::CommuneReview
                | S::Returned
                | S::ForwardedToProvince
                | S::AdvisoryCheck,
            ) => Some(S::Withdrawn),
            _ => None,
        }
    }

    /// The commands that a party may give now.
    #[must_use]
    pub fn next(self, party: Party) -> Vec<DossierCommand> {
        DossierCommand::ALL
            .into_iter()
            .filter(|command| self.after(*command, party).is_some())
            .collect()
    }

    /// Whether the producer may add and take away documents.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::DossierDraft | Self::Returned)
    }
}

impl DossierCommand {
    /// Every command.
    pub const ALL: [Self; 18] = [
        Self::Register,
        Self::ReviseIdea,
        Self::AcceptIdea,
        Self::ReturnIdea,
        Self::SubmitPlan,
        Self::AcceptPlan,
        Self::ReturnPlan,
        Self::Submit,
        Self::BeginReview,
        Self::Return,
        Self::Forward,
        Self::BeginCheck,
        Self::Admit,
        Self::CloseScoring,
        Self::Recognise,
        Self::SendToCentre,
        Self::Reject,
        Self::Withdraw,
    ];

    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Register => "REGISTER",
            Self::ReviseIdea => "REVISE_IDEA",
            Self::AcceptIdea => "ACCEPT_IDEA",
            Self::ReturnIdea => "RETURN_IDEA",
            Self::SubmitPlan => "SUBMIT_PLAN",
            Self::AcceptPlan => "ACCEPT_PLAN",
            Self::ReturnPlan => "RETURN_PLAN",
            Self::Submit => "SUBMIT",
            Self::BeginReview => "BEGIN_REVIEW",
            Self::Return => "RETURN",
            Self::Forward => "FORWARD",
            Self::BeginCheck => "BEGIN_CHECK",
            Self::Admit => "ADMIT",
            Self::CloseScoring => "CLOSE_SCORING",
            Self::Recognise => "RECOGNISE",
            Self::SendToCentre => "SEND_TO_CENTRE",
            Self::Reject => "REJECT",
            Self::Withdraw => "WITHDRAW",
        }
    }

    /// The command of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|command| command.as_str() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write;

    #[test]
    fn every_status_meets_every_command() {
        let mut table = String::new();
        for status in DossierStatus::ALL {
            assert_eq!(DossierStatus::parse(status.as_str()), Some(status));
            writeln!(table, "{}", status.as_str()).unwrap();
            for party in [Party::Producer, Party::Officer, Party::Decision] {
                for command in DossierCommand::ALL {
                    if let Some(next) = status.after(command, party) {
                        let (command, next) = (command.as_str(), next.as_str());
                        writeln!(table, "  {party:?} {command} → {next}").unwrap();
                    }
                }
            }
        }
        insta::assert_snapshot!(table);
    }
}
