//! Into a chunk of an import, and out of it.

use super::Bulk;
use super::outcome::Tally;
use super::problem::ImportStop;
use super::run_import::Pass;
use crate::listing::proved;
use crate::store::bulk::imports::{self, ImportRow};
use db::Tx;
use jobs::JobError;
use kernel::{Actor, ListingImportId, Timestamp};
use sea_orm::DbErr;
use spreadsheets::ImportStatus;

impl Bulk {
    /// The import, locked, and who moves it as of now: before each chunk the
    /// account's right is asked for anew, and its use put on record. `None`
    /// where there is nothing more to do in this pass; an account that may not
    /// go on ends the import.
    pub(super) async fn enter(
        &self,
        tx: &Tx,
        id: ListingImportId,
        pass: Pass,
        now: Timestamp,
    ) -> Result<Option<(ImportRow, Actor)>, JobError> {
        // The account first, as everybody locks it.
        let Some(account) = imports::account_of(tx, id).await? else {
            return Err(JobError::give_up("there is no such import"));
        };
        let actor = identity::roles::actor(tx, account, now).await?;
        let row = imports::lock(tx, id).await?;
        let Some(mut row) = row.filter(|row| row.import.status == pass.status()) else {
            return Ok(None);
        };
        let import = &row.import;
        let (owner, right) = (import.producer_id, import.kind.right());
        let actor = actor.unwrap_or_default();
        let may = match pass {
            Pass::Check => actor.acts_for(owner, right).is_some(),
            Pass::Write => {
                let used = (import.kind.action(), id.0);
                proved(tx, &actor, owner, right, used, now).await?
            }
        };
        if may {
            return Ok(Some((row, actor)));
        }
        row.import.status = ImportStatus::Refused;
        row.import.refusal = Some(ImportStop::NotAllowed.into());
        row.import.finished_at = Some(now);
        imports::update(tx, &row).await?;
        Ok(None)
    }

    /// The same without asking, and without a use: for what is done before the
    /// chunk, asks for itself, and puts its own on record.
    pub(super) async fn glance(
        &self,
        tx: &Tx,
        id: ListingImportId,
        pass: Pass,
        now: Timestamp,
    ) -> Result<Option<(ImportRow, Actor)>, JobError> {
        let Some(account) = imports::account_of(tx, id).await? else {
            return Err(JobError::give_up("there is no such import"));
        };
        let actor = identity::roles::actor(tx, account, now).await?;
        let row = imports::lock(tx, id).await?;
        let row = row.filter(|row| row.import.status == pass.status());
        Ok(row.map(|row| (row, actor.unwrap_or_default())))
    }

    /// Writes down what became of a chunk.
    pub(super) async fn leave(
        &self,
        tx: &Tx,
        row: &mut ImportRow,
        pass: Pass,
        tally: &Tally,
        rows: usize,
    ) -> Result<(), DbErr> {
        imports::append_problems(tx, row.import.id, &tally.problems).await?;
        tally.add_to(&mut row.import);
        let rows = u32::try_from(rows).unwrap_or(u32::MAX);
        match pass {
            Pass::Check => row.import.rows_checked += rows,
            Pass::Write => row.import.rows_written += rows,
        }
        imports::update(tx, row).await
    }
}
