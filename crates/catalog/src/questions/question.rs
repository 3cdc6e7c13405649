//! The question.

use crate::feedback::{Answer, Answering, AuthorName, Mark, RefusalReason};
use kernel::{AccountId, ProducerId, ProductId, QuestionId, Timestamp};

/// Where a question stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuestionStatus {
    /// A moderator looks.
    Waiting,
    /// It is public.
    Public,
    /// It is not.
    Refused,
    /// Who asked took it back.
    Withdrawn,
}

impl QuestionStatus {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Public, Self::Refused, Self::Withdrawn];

    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "WAITING",
            Self::Public => "PUBLIC",
            Self::Refused => "REFUSED",
            Self::Withdrawn => "WITHDRAWN",
        }
    }

    /// The status of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }

    /// Where a moderator's decision leads; `None` where there is nothing to
    /// decide. What is public can be taken away.
    #[must_use]
    pub const fn decided(self, approve: bool) -> Option<Self> {
        match (self, approve) {
            (Self::Waiting, true) => Some(Self::Public),
            (Self::Waiting | Self::Public, false) => Some(Self::Refused),
            _ => None,
        }
    }
}

/// What somebody asks about a product.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct Question {
    pub id: QuestionId,
    pub product_id: ProductId,
    pub producer_id: ProducerId,
    /// Never shown.
    pub account_id: AccountId,
    pub author: Option<AuthorName>,
    pub status: QuestionStatus,
    /// Gone with a withdrawal.
    pub text: Option<String>,
    /// What the program saw in it.
    pub marks: Vec<Mark>,
    /// Why it was refused.
    pub reasons: Vec<RefusalReason>,
    pub note: Option<String>,
    pub asked_at: Timestamp,
    pub published_at: Option<Timestamp>,
    pub answer: Option<Answer>,
    /// Whether a moderator took an answer away.
    pub answer_removed: bool,
    /// Counts what its author and moderators did.
    pub version: i64,
}

impl Question {
    pub(super) fn answering(&mut self) -> Answering<'_> {
        Answering {
            is_public: self.status == QuestionStatus::Public,
            answer: &mut self.answer,
            removed: &mut self.answer_removed,
        }
    }

    /// A public question as its product's producer reads it: what the program
    /// saw in it and what moderators said are not the producer's.
    pub(super) fn for_producer(self) -> Self {
        Self {
            marks: Vec::new(),
            reasons: Vec::new(),
            note: None,
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::QuestionStatus;

    #[test]
    fn decisions_by_status() {
        use QuestionStatus::{Public, Refused, Waiting, Withdrawn};
        for (status, approved, refused) in [
            (Waiting, Some(Public), Some(Refused)),
            (Public, None, Some(Refused)),
            (Refused, None, None),
            (Withdrawn, None, None),
        ] {
            assert_eq!(status.decided(true), approved, "{status:?}");
            assert_eq!(status.decided(false), refused, "{status:?}");
            assert_eq!(QuestionStatus::parse(status.as_str()), Some(status));
        }
    }
}
