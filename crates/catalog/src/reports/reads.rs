//! Reading reports.

use super::create::hashed;
use super::{ListingReport, ReportStatus};
use crate::Catalog;
use crate::ReadError;
use crate::feedback::FeedbackFilter;
use crate::listing::moderators::Remit;
use crate::store::reports;
use kernel::{Actor, ListingReportId, Page, PageArgs};
use sea_orm::DbErr;

impl Catalog {
    /// A report, for who sent it signed in, who has its secret, and the
    /// moderators of the producer's province who do not sell for it; `None` for
    /// everybody else.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn report(
        &self,
        actor: &Actor,
        id: ListingReportId,
        token: Option<&str>,
    ) -> Result<Option<ListingReport>, DbErr> {
        let db = self.db.primary();
        let Some((report, hash)) = reports::with_hash(db, id).await? else {
            return Ok(None);
        };
        let account = actor.account_id();
        let by_account = account.is_some() && report.account_id == account;
        let by_token = token
            .zip(hash)
            .is_some_and(|(token, hash)| hashed(token).as_slice() == hash);
        let seen = by_account || by_token || self.moderates(actor, report.product_id).await?;
        Ok(seen.then_some(report))
    }

    /// A page of the reports that the actor sent signed in, the newest first.
    ///
    /// # Errors
    /// [`ReadError`].
    pub async fn own_reports(
        &self,
        actor: &Actor,
        page: &PageArgs,
    ) -> Result<Page<ListingReport>, ReadError> {
        let account = actor.account_id().ok_or(ReadError::NotAllowed)?;
        let rows = reports::of_account(self.db.primary(), account, page).await?;
        Ok(Page::from_rows(page, rows, reports::own_position))
    }

    /// Reports within the actor's reach as a moderator, in that status, the
    /// longest waiting first.
    ///
    /// # Errors
    /// [`ReadError`].
    pub async fn report_queue(
        &self,
        actor: &Actor,
        status: ReportStatus,
        filter: &FeedbackFilter,
        page: &PageArgs,
    ) -> Result<Page<ListingReport>, ReadError> {
        let remit = Remit::of(actor);
        if remit.is_nowhere() {
            return Err(ReadError::NotAllowed);
        }
        let db = self.db.primary();
        let rows = reports::queue(db, &remit, status, filter, page).await?;
        Ok(Page::from_rows(page, rows, reports::queue_position))
    }
}
