//! Changes of listings, and what moderators see in them.

use super::content::ListingContent;
use super::types::Listing;
use crate::errors::internal;
use crate::schema::connection::connection;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::{DateTime, LanguageCode};
use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use catalog::listing as domain;
use kernel::Language;
use std::sync::Arc;

/// A proposed change of a listing.
#[derive(Clone)]
pub(crate) struct ListingChange(pub(super) Arc<domain::Change>);

impl From<domain::Change> for ListingChange {
    fn from(change: domain::Change) -> Self {
        Self(Arc::new(change))
    }
}

/// A proposed change of a listing. The approved version stays live until it is
/// approved.
#[Object]
impl ListingChange {
    /// The global id.
    async fn id(&self) -> ID {
        self.0.id.to_global()
    }

    /// The global id of the product.
    async fn product_id(&self) -> ID {
        self.0.product_id.to_global()
    }

    /// The listing as it is.
    async fn listing(&self, ctx: &Context<'_>) -> Result<Listing> {
        let id = self.0.product_id;
        let found = ctx.loaders().listings.load(id).await?;
        found
            .map(Listing)
            .ok_or_else(|| internal(&format!("a change is of product {id}, which has no row")))
    }

    /// Where it stands.
    async fn status(&self) -> ListingChangeStatus {
        self.0.status.into()
    }

    /// Where it stands, in words.
    async fn status_name(
        &self,
        #[graphql(desc = "Language of the words.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> &str {
        self.0.status.name(language.into())
    }

    /// What is proposed.
    async fn content(&self) -> ListingContent {
        self.0.content.clone().into()
    }

    /// Counts the writes; say it with every command.
    async fn version(&self) -> i32 {
        i32::try_from(self.0.version).unwrap_or(i32::MAX)
    }

    /// Whether nothing of the listing was approved when it began.
    async fn is_first(&self) -> bool {
        self.0.base_version == 0
    }

    /// When it began.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// The last write.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }

    /// When it was last submitted.
    async fn submitted_at(&self) -> Option<DateTime> {
        self.0.submitted_at.map(DateTime)
    }

    /// How often it was submitted.
    async fn submissions(&self) -> i32 {
        self.0.submissions
    }

    /// Until when a moderator keeps it; null when none does.
    async fn claimed_until(&self, ctx: &Context<'_>) -> Option<DateTime> {
        self.0.holder(ctx.now())?;
        self.0.claimed_until.map(DateTime)
    }

    /// Whether the caller is the moderator who keeps it.
    async fn claimed_by_me(&self, ctx: &Context<'_>) -> bool {
        let holder = self.0.holder(ctx.now());
        holder.is_some() && holder == ctx.actor().account_id()
    }

    /// When a moderator last decided.
    async fn decided_at(&self) -> Option<DateTime> {
        self.0.decided_at.map(DateTime)
    }

    /// Why it was sent back.
    async fn reasons(&self) -> Vec<ListingReturnReason> {
        let own = self.0.reasons.iter();
        own.map(|reason| ListingReturnReason(*reason)).collect()
    }

    /// What the moderator wrote beside the reasons.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }
}

connection! {
    /// A page of changes.
    ListingChangeConnection,
    /// A change in a list.
    ListingChangeEdge of ListingChange
}

/// Where a change stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::ChangeStatus")]
pub(crate) enum ListingChangeStatus {
    /// Being written.
    Draft,
    /// Waiting for a moderator.
    Submitted,
    /// Sent back with reasons, to be corrected.
    Returned,
    /// Live.
    Approved,
    /// Taken back by the producer.
    Withdrawn,
}

/// Why a change was sent back.
pub(crate) struct ListingReturnReason(domain::ReturnReason);

/// Why a change was sent back.
#[Object]
impl ListingReturnReason {
    /// Which reason.
    async fn code(&self) -> ListingReturnReasonCode {
        self.0.into()
    }

    /// What to tell people.
    async fn message(
        &self,
        #[graphql(desc = "Language of the message.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> &str {
        self.0.message(language.into())
    }
}

/// Why a change is sent back.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::ReturnReason")]
pub(crate) enum ListingReturnReasonCode {
    /// Pictures are blurred, dark or of something else.
    PhotoPoor,
    /// The name is not that of the certificate.
    NameMismatch,
    /// The certificate is that of another product.
    CertificateMismatch,
    /// What the law asks for is incomplete or wrong.
    LegalTextIncomplete,
    /// A claim is not allowed or was not proved.
    ClaimNotAllowed,
    /// Price or packaging are not clear.
    PriceUnclear,
    /// The origin is not clear.
    OriginUnclear,
    /// The product is listed already.
    Duplicate,
    /// Pictures or texts are somebody else's.
    Copied,
    /// The text has mistakes or is hard to understand.
    Language,
    /// Telephone numbers or web addresses stand in the texts.
    ContactInText,
    /// Something else; the note says what.
    Other,
}

/// What the program sees in a change.
#[derive(Clone, Debug)]
pub(crate) struct ListingFinding {
    own: domain::Finding,
    language: Language,
}

impl ListingFinding {
    pub(crate) fn new(own: domain::Finding, language: Language) -> Self {
        Self { own, language }
    }
}

/// What the program sees in a change.
#[Object]
impl ListingFinding {
    /// What.
    async fn code(&self) -> ListingFindingCode {
        self.own.code.into()
    }

    /// Whether it keeps the change from being submitted and approved.
    async fn stops(&self) -> bool {
        self.own.code.stops()
    }

    /// In which field of the content.
    async fn field(&self) -> &str {
        self.own.field
    }

    /// The words at fault.
    async fn words(&self) -> Option<&str> {
        self.own.words.as_deref()
    }

    /// What to tell people, in the language of `Accept-Language`.
    async fn message(&self) -> &str {
        self.own.code.message(self.language)
    }
}

/// What the program sees in changes.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::FindingCode")]
pub(crate) enum ListingFindingCode {
    /// No certificate, or one that is not in force.
    CertificateNotInForce,
    /// Nothing to buy.
    NoVariant,
    /// No picture.
    NoImage,
    /// A text is missing that the law asks for.
    LegalTextMissing,
    /// Alcohol without its strength or its warning.
    AlcoholRules,
    /// A word that may not be used.
    BannedWord,
    /// A food that promises to heal.
    MedicalClaim,
    /// A claim that nobody proved.
    UnprovenClaim,
    /// Another listing is under the same certificate.
    DuplicateListing,
    /// The name shares no word with that on the certificate.
    NameDiffers,
    /// A story that is not told in Vietnamese.
    VietnameseMissing,
    /// A telephone number or a web address in a text.
    ContactInText,
}

/// A field that a change changes.
#[derive(SimpleObject)]
pub(crate) struct ListingFieldChange {
    /// Where: the content's field, then what is in it; variants by their ids,
    /// other lists by position from 0.
    path: Vec<String>,
    /// What it says now; null for nothing.
    before: Option<String>,
    /// What it is to say; null for nothing.
    after: Option<String>,
}

impl From<domain::FieldChange> for ListingFieldChange {
    fn from(own: domain::FieldChange) -> Self {
        Self {
            path: own.path,
            before: own.before,
            after: own.after,
        }
    }
}

/// A change with what it changes and what the program sees in it.
#[derive(SimpleObject)]
pub(crate) struct ListingReview {
    /// The change.
    pub(super) change: ListingChange,
    /// What differs from the version that is live, field by field.
    pub(super) diff: Vec<ListingFieldChange>,
    /// What the program sees in it.
    pub(super) findings: Vec<ListingFinding>,
}
