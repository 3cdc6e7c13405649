//! A moderator decides about a report.

use super::{ListingReport, ReportResult, ReportStatus};
use crate::Catalog;
use crate::listing::moderators::NoModerator;
use crate::store::{events, feedback, reports, take_downs};
use kernel::{Actor, ListingReportId, text};
use sea_orm::DbErr;
use serde_json::json;

/// A decision about a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolveReport {
    /// Which.
    pub id: ListingReportId,
    /// The version that the moderator saw.
    pub version: i64,
    /// What came of it.
    pub result: ReportResult,
    /// What the reporter is told, 1 to 2,000 characters.
    pub answer: String,
}

/// Why a report was not decided.
#[derive(Debug, thiserror::Error)]
pub enum ResolveReportError {
    /// There is no such report within the actor's reach.
    #[error("there is no such report")]
    NotFound,
    /// Nobody decides about what is his own.
    #[error("the actor works for the producer")]
    OwnListing,
    /// It was decided.
    #[error("the report was decided")]
    Resolved,
    /// Somebody wrote it in the meantime.
    #[error("the report has version {0} by now")]
    Outdated(i64),
    /// 1 to 2,000 characters.
    #[error("an answer has 1 to 2,000 characters")]
    Answer,
    /// No order keeps the listing down.
    #[error("the listing is not down")]
    NotTakenDown,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(ResolveReportError);

impl From<NoModerator> for ResolveReportError {
    fn from(refused: NoModerator) -> Self {
        match refused {
            NoModerator::OutOfReach => Self::NotFound,
            NoModerator::Own => Self::OwnListing,
            NoModerator::Fault(error) => Self::Fault(error),
        }
    }
}

impl Catalog {
    /// Decides about a report. Permission: moderators and administrators whose
    /// scope covers the producer's province, and who do not work for it.
    ///
    /// # Errors
    /// [`ResolveReportError`]; then nothing has changed.
    pub async fn resolve_report(
        &self,
        actor: &Actor,
        command: &ResolveReport,
    ) -> Result<ListingReport, ResolveReportError> {
        let answer = text::clean_lines(&command.answer);
        if !(1..=2_000).contains(&answer.chars().count()) {
            return Err(ResolveReportError::Answer);
        }
        db::retry(|| self.resolve_report_once(actor, command, &answer)).await
    }

    async fn resolve_report_once(
        &self,
        actor: &Actor,
        command: &ResolveReport,
        answer: &str,
    ) -> Result<ListingReport, ResolveReportError> {
        use ResolveReportError as Error;
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let found = reports::by_id(&tx, command.id).await?;
        let product = found.ok_or(Error::NotFound)?.product_id;
        let (_, moderator) = self.moderated(&tx, actor, product).await?;
        let report = reports::lock(&tx, command.id).await?;
        let mut report = report.ok_or(Error::NotFound)?;
        if report.status != ReportStatus::Open {
            return Err(Error::Resolved);
        }
        if report.version != command.version {
            return Err(Error::Outdated(report.version));
        }
        match command.result {
            ReportResult::Dismissed => {}
            ReportResult::ChangeAsked => {
                // The producer reads what is to be changed, and not who asked.
                let details = json!({ "reason": report.reason.as_str(), "note": answer });
                events::append(&tx, product, None, "ASK_CHANGE", actor, details, now).await?;
            }
            ReportResult::TakenDown => {
                let standing = take_downs::standing(&tx, product).await?;
                report.take_down_id = Some(standing.ok_or(Error::NotTakenDown)?.id);
            }
        }
        report.status = command.result.status();
        report.answer = Some(answer.to_owned());
        report.decided_by = Some(moderator);
        report.decided_at = Some(now);
        report.version += 1;
        reports::update(&tx, &report).await?;
        let details = json!({ "result": report.status.as_str(), "takeDown": report.take_down_id });
        feedback::append(&tx, report.id.0, "RESOLVE", actor, details, now).await?;
        tx.commit().await?;
        Ok(report)
    }
}
