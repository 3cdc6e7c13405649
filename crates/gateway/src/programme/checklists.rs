//! Checklists of documents over GraphQL.

use super::cycles::ProgrammeScheme;
use super::documents::DossierDocument;
use crate::errors::{OrFault, internal};
use crate::schema::request::ContextExt;
use crate::schema::scalars::{Date, LanguageCode};
use async_graphql::{Context, Enum, Object, Result};
use std::sync::Arc;

/// How much a dossier needs a document.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "programme::dossiers::Requirement")]
pub(crate) enum DocumentRequirement {
    /// The dossier cannot be handed in without.
    Mandatory,
    /// Counts where it is there: for what the council scores.
    Evidence,
}

/// How a dossier stands to a line of its checklist.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "programme::dossiers::DocumentState")]
pub(crate) enum DocumentState {
    /// A document of that kind is there and holds today.
    Met,
    /// None is there.
    Missing,
    /// All that are there have expired.
    Expired,
}

/// Which documents a dossier needs.
pub(crate) struct DossierChecklist(programme::dossiers::Checklist);

/// Which documents a dossier needs.
#[Object]
impl DossierChecklist {
    /// Its version, such as `148/2023`.
    async fn version(&self) -> &str {
        &self.0.version
    }

    /// Of which decision.
    async fn scheme(&self) -> ProgrammeScheme {
        self.0.scheme.into()
    }

    /// For which product set; null for every set without one of its own.
    async fn product_set(&self) -> Option<i32> {
        self.0.product_set
    }

    /// Its first day.
    async fn valid_from(&self) -> Date {
        Date(self.0.valid_from)
    }

    /// The first day on which it was no longer valid.
    async fn valid_to(&self) -> Option<Date> {
        self.0.valid_to.map(Date)
    }

    /// The law that it is from, in Vietnamese.
    async fn source(&self) -> &str {
        &self.0.source
    }

    /// Its lines, in order.
    async fn kinds(&self) -> Vec<DocumentKind> {
        self.0.kinds.iter().cloned().map(DocumentKind).collect()
    }
}

/// A kind of document: one line of a checklist.
pub(crate) struct DocumentKind(programme::dossiers::DocumentKind);

/// A kind of document: one line of a checklist.
#[Object]
impl DocumentKind {
    /// What `dossierDocumentAdd` names it by.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// The form of the decision that it is written on, in Vietnamese.
    async fn form(&self) -> Option<&str> {
        self.0.form.as_deref()
    }

    /// What it is.
    async fn name(
        &self,
        #[graphql(desc = "Language of the name.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> &str {
        self.0.name(language.into())
    }

    /// How much a dossier needs it.
    async fn requirement(&self) -> DocumentRequirement {
        self.0.requirement.into()
    }

    /// Whether it may be told of without a file: samples are handed over.
    async fn without_file(&self) -> bool {
        self.0.without_file
    }

    /// Whether services do without it.
    async fn goods_only(&self) -> bool {
        self.0.goods_only
    }
}

/// A line of a dossier's checklist, and how the dossier stands to it.
pub(crate) struct DossierChecklistItem {
    kind: programme::dossiers::DocumentKind,
    state: programme::dossiers::DocumentState,
    documents: Vec<programme::dossiers::DossierDocument>,
}

impl DossierChecklistItem {
    /// Every line of a dossier's checklist as it stands today.
    pub(super) async fn of(ctx: &Context<'_>, dossier: kernel::DossierId) -> Result<Vec<Self>> {
        let loaders = ctx.loaders();
        // Together, so that a query for the documents themselves shares theirs.
        let (list, documents) = futures::try_join!(
            loaders.dossier_checklists.load(dossier),
            loaders.dossier_documents.load(dossier)
        )?;
        let missing = || internal(&format!("dossier {dossier} has no checklist"));
        let list = list.ok_or_else(missing)?;
        let documents = documents.unwrap_or_else(|| Arc::new(Vec::new()));
        let today = kernel::clock::day_in_vietnam(ctx.services().clock.now());
        let items = list.kinds.iter().map(|kind| Self {
            kind: kind.clone(),
            state: kind.state(&documents, today),
            documents: documents
                .iter()
                .filter(|own| own.code == kind.code)
                .cloned()
                .collect(),
        });
        Ok(items.collect())
    }
}

/// A line of a dossier's checklist, and how the dossier stands to it.
#[Object]
impl DossierChecklistItem {
    /// What it asks for.
    async fn kind(&self) -> DocumentKind {
        DocumentKind(self.kind.clone())
    }

    /// How the dossier stands to it today.
    async fn state(&self) -> DocumentState {
        self.state.into()
    }

    /// The documents of that kind that are there, the oldest first.
    async fn documents(&self) -> Vec<DossierDocument> {
        self.documents
            .iter()
            .cloned()
            .map(DossierDocument)
            .collect()
    }
}

/// Root fields of checklists.
#[derive(Default)]
pub(crate) struct ChecklistQuery;

#[Object]
impl ChecklistQuery {
    /// The documents that a dossier of a product needs in a cycle that opens
    /// on a day; null where the decision has no such group or set.
    async fn dossier_checklist(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "By which decision the cycle goes.")] scheme: ProgrammeScheme,
        #[graphql(desc = "The code of the product's group; see `ProgrammeCycle.groups`.")]
        group_code: String,
        #[graphql(desc = "The number of its product set: under Decision 148, and only there.")]
        product_set: Option<i32>,
        #[graphql(desc = "The cycle's first day; today without it.")] on: Option<Date>,
    ) -> Option<Result<DossierChecklist>> {
        let (programme, day) = (&ctx.services().programme, on.map(|on| on.0));
        let found = programme.dossier_checklist(scheme.into(), &group_code, product_set, day);
        let found = found.await.or_fault();
        found.map(|found| found.map(DossierChecklist)).transpose()
    }
}
