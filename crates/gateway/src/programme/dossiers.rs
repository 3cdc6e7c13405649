//! Dossiers over GraphQL. Whoever holds one has it through a use case that
//! decided that the caller may see it.

use super::checklists::DossierChecklistItem;
use super::council::ScoreSheet;
use super::cycles::ProgrammeCycle;
use super::documents::DossierDocument;
use super::list_error;
use super::types::Producer;
use crate::catalog::Certificate;
use crate::errors::{OrFault, internal};
use crate::schema::connection::{connection, page_args};
use crate::schema::global_id::{GlobalId, from_globals};
use crate::schema::request::ContextExt;
use crate::schema::scalars::{Date, DateTime, Decimal};
use async_graphql::{Context, Enum, ID, InputObject, Object, Result};
use kernel::DossierId;
use programme::dossiers::{DossierFilter, next_commands, reads_removed};
use std::sync::Arc;

/// Why a product goes through a cycle.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "programme::dossiers::DossierKind")]
pub(crate) enum DossierKind {
    /// For the first time.
    New,
    /// Because its certificate runs out, or ran out.
    Renewal,
    /// For more stars than it has.
    Upgrade,
}

/// Where a dossier stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "programme::dossiers::DossierStatus")]
pub(crate) enum DossierStatus {
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
    /// A potential five-star that the centre looks at.
    ForwardedToCentre,
    /// The producer took it back.
    Withdrawn,
}

/// What can be done to a dossier.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "programme::dossiers::DossierCommand")]
pub(crate) enum DossierCommand {
    /// Bring a product into a cycle: `dossierRegister`.
    Register,
    /// Hand in the idea anew: `dossierIdeaRevise`.
    ReviseIdea,
    /// Take the idea on: `dossierReview`.
    AcceptIdea,
    /// Give the idea back: `dossierReview`.
    ReturnIdea,
    /// Hand in the business plan: `dossierPlanSubmit`.
    SubmitPlan,
    /// Take the plan on: `dossierReview`.
    AcceptPlan,
    /// Give the plan back: `dossierReview`.
    ReturnPlan,
    /// Hand in the dossier: `dossierSubmit`.
    Submit,
    /// Begin the commune's review: `dossierReview`.
    BeginReview,
    /// Give the dossier back: `dossierReview`.
    Return,
    /// Pass it on to the province: `dossierReview`.
    Forward,
    /// Begin the advisory team's check: `dossierReview`.
    BeginCheck,
    /// Put it on a council's agenda: `councilAgendaAdd`.
    Admit,
    /// Close the scoring: `dossierScoringClose`.
    CloseScoring,
    /// Recognise it: by a decision.
    Recognise,
    /// Recognise it as a potential five-star: by a decision.
    SendToCentre,
    /// Not recognise it: by a decision.
    Reject,
    /// Take it back: `dossierWithdraw`.
    Withdraw,
}

/// One product of one producer on its way through a cycle.
#[derive(Clone)]
pub(crate) struct Dossier(pub(crate) Arc<programme::dossiers::Dossier>);

impl From<programme::dossiers::Dossier> for Dossier {
    fn from(dossier: programme::dossiers::Dossier) -> Self {
        Self(Arc::new(dossier))
    }
}

impl Dossier {
    pub(super) async fn load(ctx: &Context<'_>, id: DossierId) -> Result<Self> {
        let found = ctx.loaders().dossiers.load(id).await?;
        found
            .map(Self)
            .ok_or_else(|| internal(&format!("dossier {id} is referred to and does not exist")))
    }
}

/// One product of one producer on its way through a cycle.
#[Object]
impl Dossier {
    /// The global id.
    async fn id(&self) -> ID {
        self.0.id.to_global()
    }

    /// In which cycle.
    async fn cycle(&self, ctx: &Context<'_>) -> Result<ProgrammeCycle> {
        ProgrammeCycle::load(ctx, self.0.cycle_id).await
    }

    /// Whose.
    async fn producer(&self, ctx: &Context<'_>) -> Result<Producer> {
        Producer::load(ctx, self.0.producer_id).await
    }

    /// Why.
    async fn kind(&self) -> DossierKind {
        self.0.kind.into()
    }

    /// The certificate that a renewal or an upgrade follows.
    async fn previous_certificate(&self, ctx: &Context<'_>) -> Option<Result<Certificate>> {
        let found = ctx
            .loaders()
            .certificates
            .load(self.0.previous_certificate_id?);
        let found = found.await.map(|found| found.map(Certificate::Full));
        found.transpose()
    }

    /// The product's name, as its certificate will say.
    async fn product_name(&self) -> &str {
        &self.0.product_name
    }

    /// The code of its group; see `cycle.groups`.
    async fn group_code(&self) -> &str {
        &self.0.group_code
    }

    /// The number of its product set, under Decision 148.
    async fn product_set(&self) -> Option<i32> {
        self.0.product_set
    }

    /// The idea.
    async fn idea(&self) -> &str {
        &self.0.idea
    }

    /// The business plan.
    async fn plan(&self) -> Option<&str> {
        self.0.plan.as_deref()
    }

    /// Where it stands.
    async fn status(&self) -> DossierStatus {
        self.0.status.into()
    }

    /// The council's average in points, cut off after two decimals; null
    /// before scoring is closed.
    async fn score(&self) -> Option<Decimal> {
        let average = self.0.average?;
        Some(Decimal::hundredths(average.hundredths()))
    }

    /// The stars that the average is worth, 1 to 5; only a decision gives
    /// them.
    async fn score_stars(&self) -> Option<i32> {
        self.0.average.map(|average| i32::from(average.stars()))
    }

    /// Whether it failed a criterion that fails it whatever the score.
    async fn mandatory_failed(&self) -> bool {
        self.0.mandatory_failed
    }

    /// The stars of the last confirmed decision.
    async fn stars(&self) -> Option<i32> {
        self.0.stars
    }

    /// What happened to it, oldest first.
    async fn history(&self, ctx: &Context<'_>) -> Result<Vec<DossierEvent>> {
        let entries = ctx.loaders().dossier_histories.load(self.0.id).await?;
        let entries = entries.iter().flat_map(|entries| entries.iter());
        Ok(entries
            .map(|(_, entry)| DossierEvent(entry.clone()))
            .collect())
    }

    /// What the commune says of it, oldest first.
    async fn commune_reports(&self, ctx: &Context<'_>) -> Result<Vec<CommuneReport>> {
        let reports = ctx.loaders().commune_reports.load(self.0.id).await?;
        let reports = reports.iter().flat_map(|reports| reports.iter());
        Ok(reports
            .map(|(_, report)| CommuneReport(report.clone()))
            .collect())
    }

    /// Its documents, the oldest first; at most 60.
    async fn documents(&self, ctx: &Context<'_>) -> Result<Vec<DossierDocument>> {
        let found = ctx.loaders().dossier_documents.load(self.0.id).await?;
        let found = found.iter().flat_map(|found| found.iter().cloned());
        Ok(found.map(DossierDocument).collect())
    }

    /// The documents that were taken away again, the oldest first; at most
    /// 300. For officers of its province; empty for everybody else.
    async fn removed_documents(&self, ctx: &Context<'_>) -> Result<Vec<DossierDocument>> {
        let cycle = ProgrammeCycle::load(ctx, self.0.cycle_id).await?;
        if !reads_removed(ctx.actor(), &cycle.0.province_code) {
            return Ok(Vec::new());
        }
        let found = ctx.loaders().removed_documents.load(self.0.id).await?;
        let found = found.iter().flat_map(|found| found.iter().cloned());
        Ok(found.map(DossierDocument).collect())
    }

    /// Which documents it needs, by the checklist that was valid when its
    /// cycle opened, and how it stands to each today.
    async fn checklist(&self, ctx: &Context<'_>) -> Result<Vec<DossierChecklistItem>> {
        DossierChecklistItem::of(ctx, self.0.id).await
    }

    /// The signed sheets of the council: all of them once its scoring is
    /// closed; before that a member's own.
    async fn score_sheets(&self, ctx: &Context<'_>) -> Result<Vec<ScoreSheet>> {
        let sheets = ctx.loaders().score_sheets.load(self.0.id).await?;
        let me = ctx.actor().account_id();
        let sheets = sheets.iter().flat_map(|sheets| sheets.iter());
        let shown = sheets.filter(|sheet| self.0.average.is_some() || Some(sheet.account_id) == me);
        Ok(shown.cloned().map(ScoreSheet).collect())
    }

    /// What the caller may do to it now.
    async fn next_actions(&self, ctx: &Context<'_>) -> Result<Vec<DossierCommand>> {
        let cycle = ProgrammeCycle::load(ctx, self.0.cycle_id).await?;
        let next = next_commands(ctx.actor(), &self.0, &cycle.0.province_code);
        Ok(next.into_iter().map(DossierCommand::from).collect())
    }

    /// When it was registered.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }
}

/// One entry of a dossier's history.
pub(crate) struct DossierEvent(programme::dossiers::DossierEvent);

/// One entry of a dossier's history.
#[Object]
impl DossierEvent {
    /// What was done.
    async fn command(&self) -> DossierCommand {
        self.0.command.into()
    }

    /// Where it led.
    async fn status(&self) -> DossierStatus {
        self.0.status.into()
    }

    /// Why.
    async fn reasons(&self) -> Option<&str> {
        self.0.reasons.as_deref()
    }

    /// When.
    async fn at(&self) -> DateTime {
        DateTime(self.0.at)
    }
}

/// What a commune's People's Committee says of a dossier, on the four criteria
/// of Decision 1489/QĐ-TTg.
pub(crate) struct CommuneReport(pub(crate) programme::dossiers::CommuneReport);

/// What a commune's People's Committee says of a dossier, on the four criteria
/// of Decision 1489/QĐ-TTg.
#[Object]
impl CommuneReport {
    /// Product and raw material are of the place.
    async fn local_origin(&self) -> bool {
        self.0.local_origin
    }

    /// It employs local people.
    async fn local_labour(&self) -> bool {
        self.0.local_labour
    }

    /// The idea is the producer's own.
    async fn idea_origin(&self) -> bool {
        self.0.idea_origin
    }

    /// It carries local identity and know-how.
    async fn local_identity(&self) -> bool {
        self.0.local_identity
    }

    /// What else it says.
    async fn remarks(&self) -> &str {
        &self.0.remarks
    }

    /// When the committee met.
    async fn meeting_on(&self) -> Date {
        Date(self.0.meeting_on)
    }
}

/// Which dossiers.
#[derive(InputObject, Default)]
pub(crate) struct DossierWhere {
    /// In one of these cycles.
    cycles: Option<Vec<ID>>,
    /// Of one of these producers.
    producers: Option<Vec<ID>>,
    /// In cycles of one of these provinces, by code.
    provinces: Option<Vec<String>>,
    /// Which stand so.
    statuses: Option<Vec<DossierStatus>>,
}

impl DossierWhere {
    fn filter(self) -> Result<DossierFilter> {
        let statuses = self
            .statuses
            .map(|statuses| statuses.into_iter().map(Into::into).collect());
        Ok(DossierFilter {
            cycles: self.cycles.map(|list| from_globals(&list)).transpose()?,
            producers: self.producers.map(|list| from_globals(&list)).transpose()?,
            provinces: self.provinces,
            statuses,
        })
    }
}

connection! {
    /// A page of dossiers.
    DossierConnection,
    /// A dossier in a list.
    DossierEdge of Dossier
}

/// Root fields of dossiers.
#[derive(Default)]
pub(crate) struct DossierQuery;

#[Object]
impl DossierQuery {
    /// One dossier; null where there is none that the caller may see. Its
    /// producer's people, officers and inspectors of its province, and members
    /// of the council that scores it may.
    async fn dossier(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] id: ID,
    ) -> Option<Result<Dossier>> {
        let id = match DossierId::from_global(&id) {
            Ok(id) => id,
            Err(error) => return Some(Err(error)),
        };
        let found = ctx.services().programme.dossier(ctx.actor(), id).await;
        found
            .or_fault()
            .map(|found| found.map(Dossier::from))
            .transpose()
    }

    /// The dossiers that the caller may see, the latest first.
    #[allow(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection"
    )]
    async fn dossiers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
        #[graphql(name = "where", desc = "Which dossiers.")] filter: Option<DossierWhere>,
    ) -> Result<DossierConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let filter = filter.unwrap_or_default().filter()?;
        let programme = &ctx.services().programme;
        let page = programme.dossiers(ctx.actor(), &filter, &page).await;
        let page = page.map_err(list_error)?;
        Ok(DossierConnection(page.map(Dossier::from)))
    }
}
