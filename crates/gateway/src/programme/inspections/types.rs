//! The inspection, as its officers and its inspector see it.

use crate::catalog::Certificate;
use crate::errors::internal;
use crate::programme::Producer;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::{Date, DateTime, LanguageCode};
use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use programme::inspections::{self as domain, checklist};

/// An inspection of one certificate.
#[derive(Clone)]
pub(crate) struct Inspection(pub(in crate::programme) domain::Inspection);

/// An inspection of one certificate after its recognition.
#[Object]
impl Inspection {
    /// The global id.
    async fn id(&self) -> ID {
        self.0.id.to_global()
    }

    /// Why there is one.
    async fn kind(&self) -> InspectionKind {
        self.0.kind.into()
    }

    /// Where it stands.
    async fn status(&self) -> InspectionStatus {
        self.0.status.into()
    }

    /// The day for which it is planned.
    async fn planned_on(&self) -> Date {
        Date(self.0.planned_on)
    }

    /// Of what.
    async fn certificate(&self, ctx: &Context<'_>) -> Result<Certificate> {
        let id = self.0.certificate_id;
        let found = ctx.loaders().certificates.load(id).await?;
        found
            .map(Certificate::Full)
            .ok_or_else(|| internal(&format!("certificate {id} is inspected and has no row")))
    }

    /// Whether the certificate is held now, by this inspection or another:
    /// nothing is sold under it.
    async fn certificate_held(&self, ctx: &Context<'_>) -> Result<bool> {
        let held = ctx.loaders().held.load(self.0.certificate_id).await?;
        Ok(held.is_some())
    }

    /// Whose.
    async fn producer(&self, ctx: &Context<'_>) -> Result<Producer> {
        Producer::load(ctx, self.0.producer_id).await
    }

    /// The account that carries it out.
    async fn inspector_id(&self) -> ID {
        self.0.inspector_id.to_global()
    }

    /// The inspection whose faults it looks after; follow-ups only.
    async fn follows_id(&self) -> Option<ID> {
        self.0.follows.map(GlobalId::to_global)
    }

    /// What is looked at.
    async fn checklist(&self) -> Vec<Checkpoint> {
        list(self.0.checklist_version)
    }

    /// What was seen, the oldest first.
    async fn findings(&self, ctx: &Context<'_>) -> Result<Vec<InspectionFinding>> {
        let found = ctx.loaders().findings.load(self.0.id).await?;
        let version = self.0.checklist_version;
        let finding = |own: &domain::Finding| InspectionFinding {
            checkpoint: checklist::checkpoint(version, &own.checkpoint).map(|own| Checkpoint(*own)),
            severity: own.severity.into(),
            text: own.text.clone(),
            at: DateTime(own.at),
        };
        Ok(found
            .iter()
            .flat_map(|list| list.iter())
            .map(finding)
            .collect())
    }

    /// What was taken for laboratories, the oldest first.
    async fn samples(&self, ctx: &Context<'_>) -> Result<Vec<InspectionSample>> {
        let found = ctx.loaders().samples.load(self.0.id).await?;
        Ok(found
            .iter()
            .flat_map(|list| list.iter())
            .map(InspectionSample::from)
            .collect())
    }

    /// What it came to; null until it is concluded.
    async fn verdict(&self) -> Option<InspectionVerdict> {
        self.0.verdict.map(Into::into)
    }

    /// The day of the verdict; null until then.
    async fn concluded_on(&self) -> Option<Date> {
        self.0.concluded_on.map(Date)
    }

    /// The last day for correcting the faults; null where there is none.
    async fn corrective_deadline(&self) -> Option<Date> {
        self.0.corrective_deadline.map(Date)
    }

    /// What happened to it, the oldest first.
    async fn history(&self, ctx: &Context<'_>) -> Result<Vec<InspectionEvent>> {
        let found = ctx.loaders().inspection_history.load(self.0.id).await?;
        let event = |own: &domain::InspectionEvent| InspectionEvent {
            command: own.command.clone(),
            status: own.status.into(),
            note: own.note.clone(),
            at: DateTime(own.at),
        };
        Ok(found
            .iter()
            .flat_map(|list| list.iter())
            .map(event)
            .collect())
    }

    /// When it was planned.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }
}

/// The checkpoints of a version.
pub(super) fn list(version: i32) -> Vec<Checkpoint> {
    let list = checklist::of_version(version).unwrap_or_default();
    list.iter().map(|own| Checkpoint(*own)).collect()
}

/// One thing to look at.
pub(crate) struct Checkpoint(checklist::Checkpoint);

/// One thing that inspections look at.
#[Object]
impl Checkpoint {
    /// What findings name it by, such as `LABEL`.
    async fn code(&self) -> &str {
        self.0.code
    }

    /// What is asked.
    async fn text(
        &self,
        #[graphql(desc = "Language of the text.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> &str {
        self.0.text(language.into())
    }
}

/// Something seen at a checkpoint.
#[derive(SimpleObject)]
pub(crate) struct InspectionFinding {
    /// Where; null for a checkpoint that this version does not know.
    checkpoint: Option<Checkpoint>,
    /// How grave.
    severity: Severity,
    /// What was seen.
    text: String,
    /// When it was written down.
    at: DateTime,
}

/// Something taken for a laboratory.
#[derive(SimpleObject)]
pub(crate) struct InspectionSample {
    /// The global id.
    id: ID,
    /// What was taken.
    what: String,
    /// Who examines it.
    laboratory: String,
    /// What was known of it when it was taken; null where nothing was.
    result: Option<String>,
    /// When it was written down.
    at: DateTime,
    /// What the laboratory reports; null while it waits for that.
    report: Option<InspectionSampleReport>,
}

impl From<&domain::Sample> for InspectionSample {
    fn from(own: &domain::Sample) -> Self {
        let report = |own: &domain::SampleReport| InspectionSampleReport {
            laboratory: own.laboratory.clone(),
            number: own.number.clone(),
            reported_on: Date(own.reported_on),
            result: own.result.into(),
            at: DateTime(own.at),
        };
        Self {
            id: own.id.to_global(),
            what: own.what.clone(),
            laboratory: own.laboratory.clone(),
            result: own.result.clone(),
            at: DateTime(own.at),
            report: own.report.as_ref().map(report),
        }
    }
}

/// A laboratory's report on a sample.
#[derive(SimpleObject)]
pub(crate) struct InspectionSampleReport {
    /// Who examined it.
    laboratory: String,
    /// The report's number.
    number: String,
    /// The report's day.
    reported_on: Date,
    /// What it says.
    result: SampleResult,
    /// When it was recorded.
    at: DateTime,
}

/// What a laboratory says of a sample.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::SampleResult")]
pub(crate) enum SampleResult {
    /// It is as it has to be.
    Pass,
    /// It is not.
    Fail,
}

/// One entry of an inspection's history.
#[derive(SimpleObject)]
pub(crate) struct InspectionEvent {
    /// What was done: `PLAN`, `START`, `CONCLUDE`, `CORRECT`, `CLOSE`,
    /// `CANCEL` or `SAMPLE_FAIL`.
    command: String,
    /// Where it stood then.
    status: InspectionStatus,
    /// In somebody's words; null where nothing was said.
    note: Option<String>,
    /// When.
    at: DateTime,
}

/// Why there is an inspection.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::InspectionKind")]
pub(crate) enum InspectionKind {
    /// By plan.
    Planned,
    /// Somebody complained.
    Complaint,
    /// To see whether faults were corrected.
    FollowUp,
}

/// Where an inspection stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::InspectionStatus")]
pub(crate) enum InspectionStatus {
    /// A day and an inspector are set.
    Planned,
    /// The inspector is at it.
    InProgress,
    /// A verdict was given, and faults are to be corrected.
    Concluded,
    /// A follow-up found the faults corrected.
    Corrected,
    /// Nothing is left to do: it passed, or an officer let the matter rest.
    Closed,
    /// It will not take place.
    Cancelled,
}

/// How grave a finding is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::Severity")]
pub(crate) enum Severity {
    /// Worth saying.
    Observation,
    /// A small fault.
    Minor,
    /// A fault that must be corrected before anything is sold.
    Major,
    /// A danger, or a deceit.
    Critical,
}

/// What an inspection comes to.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::Verdict")]
pub(crate) enum InspectionVerdict {
    /// Nothing to correct.
    Pass,
    /// To be corrected within a deadline.
    Minor,
    /// To be corrected within a deadline, and nothing is sold until then.
    Major,
    /// Nothing is sold; the certificate is for a decision.
    Fail,
}
