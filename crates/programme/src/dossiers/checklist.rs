//! Checklists: which documents a dossier needs, as versioned data.

use super::document::DossierDocument;
use crate::scheme::{Group, Scheme};
use chrono::NaiveDate;
use kernel::Language;

/// How much a dossier needs a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Requirement {
    /// It cannot be handed in without.
    Mandatory,
    /// Counts where it is there: for what the council scores.
    Evidence,
}

impl Requirement {
    /// Every requirement.
    pub const ALL: [Self; 2] = [Self::Mandatory, Self::Evidence];

    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mandatory => "MANDATORY",
            Self::Evidence => "EVIDENCE",
        }
    }

    /// The requirement of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|own| own.as_str() == name)
    }
}

/// One line of a checklist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentKind {
    /// What documents name it by; its own within the checklist.
    pub code: String,
    /// The form of the decision that it is written on.
    pub form: Option<String>,
    /// What it is, in Vietnamese.
    pub name_vi: String,
    /// What it is, in English.
    pub name_en: String,
    /// How much a dossier needs it.
    pub requirement: Requirement,
    /// Whether it may be told of without a file: samples are handed over.
    pub without_file: bool,
    /// Whether services do without it.
    pub goods_only: bool,
}

impl DocumentKind {
    /// The name that people see.
    #[must_use]
    pub fn name(&self, language: Language) -> &str {
        language.pick_or(&self.name_vi, Some(&self.name_en))
    }
}

/// Which documents a dossier needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checklist {
    /// Its version, such as `148/2023`.
    pub version: String,
    /// Of which decision.
    pub scheme: Scheme,
    /// For which product set; `None` for every set without one of its own.
    pub product_set: Option<i32>,
    /// Its first day.
    pub valid_from: NaiveDate,
    /// The first day on which it was no longer valid.
    pub valid_to: Option<NaiveDate>,
    /// The law that it is from.
    pub source: String,
    /// Its lines, in order.
    pub kinds: Vec<DocumentKind>,
}

/// How a dossier stands to a line of its checklist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DocumentState {
    /// A document of that kind is there and holds.
    Met,
    /// None is there.
    Missing,
    /// All that are there have expired.
    Expired,
}

/// What a dossier cannot be handed in without.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingDocument {
    /// What.
    pub kind: DocumentKind,
    /// Missing, or expired.
    pub state: DocumentState,
}

impl Checklist {
    /// Of the versions of a scheme that which counts for a product set in a
    /// cycle that opened on a day: the set's own where it was valid; else that
    /// of all sets which was the last to begin. Where none had begun (a cycle
    /// may go by a decision that was signed after its first day), the first.
    pub(crate) fn on(
        versions: Vec<Self>,
        product_set: Option<i32>,
        day: NaiveDate,
    ) -> Option<Self> {
        let (general, own): (Vec<_>, Vec<_>) = versions
            .into_iter()
            .filter(|one| one.product_set.is_none() || one.product_set == product_set)
            .partition(|one| one.product_set.is_none());
        let own = own
            .into_iter()
            .filter(|one| one.valid_from <= day && one.valid_to.is_none_or(|end| day < end))
            .max_by_key(|one| one.valid_from);
        own.or_else(|| {
            let (begun, later): (Vec<_>, Vec<_>) =
                general.into_iter().partition(|one| one.valid_from <= day);
            let last = begun.into_iter().max_by_key(|one| one.valid_from);
            last.or_else(|| later.into_iter().min_by_key(|one| one.valid_from))
        })
    }

    /// What of it is asked of a product of that group.
    #[must_use]
    pub(crate) fn for_group(mut self, group: &Group) -> Self {
        if group.is_tourism() {
            self.kinds.retain(|kind| !kind.goods_only);
        }
        self
    }

    /// Its line of that code.
    #[must_use]
    pub fn kind(&self, code: &str) -> Option<&DocumentKind> {
        self.kinds.iter().find(|kind| kind.code == code)
    }

    /// What a dossier with these documents cannot be handed in without on a
    /// day, in the order of the list: mandatory documents that are not there,
    /// or have expired by then.
    #[must_use]
    pub fn missing(&self, documents: &[DossierDocument], day: NaiveDate) -> Vec<MissingDocument> {
        let mandatory = self
            .kinds
            .iter()
            .filter(|kind| kind.requirement == Requirement::Mandatory);
        mandatory
            .map(|kind| MissingDocument {
                kind: kind.clone(),
                state: kind.state(documents, day),
            })
            .filter(|one| one.state != DocumentState::Met)
            .collect()
    }
}

impl DocumentKind {
    /// How a dossier with these documents stands to this line on a day.
    #[must_use]
    pub fn state(&self, documents: &[DossierDocument], day: NaiveDate) -> DocumentState {
        let mut state = DocumentState::Missing;
        for document in documents {
            if document.code != self.code || document.removal.is_some() {
                continue;
            }
            if document.holds_on(day) {
                return DocumentState::Met;
            }
            state = DocumentState::Expired;
        }
        state
    }
}

#[cfg(test)]
mod tests;
