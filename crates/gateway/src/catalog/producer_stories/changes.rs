//! Changes of stories, as their producers and moderators see them.

use crate::catalog::listings::changes::{ListingChangeStatus, ListingFieldChange, ListingFinding};
use crate::catalog::listings::content::{ListingImage, Video};
use crate::programme::Producer;
use crate::schema::connection::connection;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::{DateTime, LanguageCode};
use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use catalog::producer_story as domain;
use std::sync::Arc;

/// A producer's story with the change that is under way.
pub(crate) struct ProducerStoryState(pub(super) domain::StoryState);

/// A producer's story with the change that is under way.
#[Object]
impl ProducerStoryState {
    /// Whose.
    async fn producer(&self, ctx: &Context<'_>) -> Result<Producer> {
        Producer::load(ctx, self.0.producer_id).await
    }

    /// What the public reads; null until a first version was approved.
    async fn live(&self) -> Option<ProducerStoryContent> {
        let live = self.0.live.as_ref()?;
        Some(live.content.clone().into())
    }

    /// How many versions were approved.
    async fn version(&self) -> i32 {
        let live = self.0.live.as_ref();
        live.map_or(0, |own| i32::try_from(own.version).unwrap_or(i32::MAX))
    }

    /// The change that is under way; moderators see it once it was submitted.
    async fn change(&self) -> Option<ProducerStoryChange> {
        self.0.change.clone().map(ProducerStoryChange::from)
    }
}

/// What a story says: the version that is live, or one that is proposed.
#[derive(Clone)]
pub(crate) struct ProducerStoryContent(Arc<domain::StoryContent>);

impl From<domain::StoryContent> for ProducerStoryContent {
    fn from(content: domain::StoryContent) -> Self {
        Self(Arc::new(content))
    }
}

/// What a story says: the version that is live, or one that is proposed.
#[Object]
impl ProducerStoryContent {
    /// The headline.
    async fn headline(&self) -> Option<&str> {
        self.0.headline.as_deref()
    }

    /// The headline in English.
    async fn headline_en(&self) -> Option<&str> {
        self.0.headline_en.as_deref()
    }

    /// The story as HTML that is safe to show.
    async fn story(&self) -> Option<&str> {
        self.0.story.as_deref()
    }

    /// The story in English, likewise.
    async fn story_en(&self) -> Option<&str> {
        self.0.story_en.as_deref()
    }

    /// Pictures in the order of showing, at most 12.
    async fn images(&self) -> Vec<ListingImage> {
        let own = self.0.images.iter();
        own.map(|image| ListingImage(image.clone())).collect()
    }

    /// Which of the pictures is shown first; null for the first.
    async fn cover(&self) -> Option<ID> {
        self.0.cover.map(GlobalId::to_global)
    }

    /// Videos elsewhere, at most 3.
    async fn videos(&self) -> Vec<Video> {
        self.0.videos.iter().map(Video::from).collect()
    }

    /// Since when it makes what it makes.
    async fn founded_year(&self) -> Option<i32> {
        self.0.founded_year
    }

    /// How many members or households it has.
    async fn members(&self) -> Option<i32> {
        self.0.members
    }
}

/// A proposed change of a producer's story.
#[derive(Clone)]
pub(crate) struct ProducerStoryChange(Arc<domain::StoryChange>);

impl From<domain::StoryChange> for ProducerStoryChange {
    fn from(change: domain::StoryChange) -> Self {
        Self(Arc::new(change))
    }
}

/// A proposed change of a producer's story. What the public reads stays until
/// it is approved.
#[Object]
impl ProducerStoryChange {
    /// The global id.
    async fn id(&self) -> ID {
        self.0.id.to_global()
    }

    /// Whose.
    async fn producer(&self, ctx: &Context<'_>) -> Result<Producer> {
        Producer::load(ctx, self.0.producer_id).await
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
    async fn content(&self) -> ProducerStoryContent {
        self.0.content.clone().into()
    }

    /// Counts the writes; say it with every command.
    async fn version(&self) -> i32 {
        i32::try_from(self.0.version).unwrap_or(i32::MAX)
    }

    /// Whether no story of the producer was approved when it began.
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
    async fn reasons(&self) -> Vec<ProducerStoryReturnReason> {
        let own = self.0.reasons.iter();
        own.map(|reason| ProducerStoryReturnReason(*reason))
            .collect()
    }

    /// What the moderator wrote beside the reasons.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }
}

connection! {
    /// A page of changes of stories.
    ProducerStoryChangeConnection,
    /// A change of a story in a list.
    ProducerStoryChangeEdge of ProducerStoryChange
}

/// Why a story was sent back.
pub(crate) struct ProducerStoryReturnReason(domain::StoryReason);

/// Why a story was sent back.
#[Object]
impl ProducerStoryReturnReason {
    /// Which reason.
    async fn code(&self) -> ProducerStoryReturnReasonCode {
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

/// Why a story is sent back.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::StoryReason")]
pub(crate) enum ProducerStoryReturnReasonCode {
    /// Pictures are blurred, dark or not about the producer.
    PhotoPoor,
    /// Pictures show people who may not have agreed to it.
    PeopleInPhoto,
    /// A claim is not allowed or was not proved.
    ClaimNotAllowed,
    /// Facts do not agree with the producer's record.
    FactsDiffer,
    /// Pictures or texts are somebody else's.
    Copied,
    /// The text has mistakes or is hard to understand.
    Language,
    /// Telephone numbers or web addresses stand in the texts.
    ContactInText,
    /// Something else; the note says what.
    Other,
}

/// A change of a story with what it changes and what the program sees in it.
#[derive(SimpleObject)]
pub(crate) struct ProducerStoryReview {
    /// The change.
    pub(super) change: ProducerStoryChange,
    /// What differs from what the public reads, field by field.
    pub(super) diff: Vec<ListingFieldChange>,
    /// What the program sees in it.
    pub(super) findings: Vec<ListingFinding>,
}

/// What somebody did with a producer's story.
#[derive(Clone)]
pub(crate) struct ProducerStoryEvent(pub(super) domain::StoryEvent);

/// What somebody did with a producer's story. The history only grows.
#[Object]
impl ProducerStoryEvent {
    /// With which change.
    async fn change_id(&self) -> ID {
        self.0.change_id.to_global()
    }

    /// What: `BEGIN`, `EDIT`, `SUBMIT`, `CLAIM`, `RELEASE`, `RETURN`,
    /// `APPROVE`, `WITHDRAW`.
    async fn act(&self) -> &str {
        &self.0.act
    }

    /// When.
    async fn at(&self) -> DateTime {
        DateTime(self.0.at)
    }

    /// What else is to be known, as JSON.
    async fn details(&self) -> &str {
        &self.0.details
    }
}

connection! {
    /// A page of the history of a producer's story.
    ProducerStoryEventConnection,
    /// An entry of that history.
    ProducerStoryEventEdge of ProducerStoryEvent
}
