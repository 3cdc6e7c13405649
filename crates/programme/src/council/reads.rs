//! What is read of councils. Sheets are shown to whoever may see the dossier,
//! once its scoring is over; before that a member sees its own.

use super::session::{AgendaItem, CouncilSession, ScoreSheet, Seat};
use crate::permission::{run_by, runs_programme_in};
use crate::store::{council as store, cycles};
use crate::{ListError, Programme};
use kernel::{Actor, CouncilSessionId, DossierId, Page, PageArgs};
use sea_orm::DbErr;

impl Programme {
    /// The sitting, where the actor may see it: who runs the programme in the
    /// cycle's province, and who has a seat.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn council_session(
        &self,
        actor: &Actor,
        id: CouncilSessionId,
    ) -> Result<Option<CouncilSession>, DbErr> {
        let connection = self.db.primary();
        let Some(session) = store::by_id(connection, id).await? else {
            return Ok(None);
        };
        let cycle = cycles::by_id(connection, session.cycle_id).await?;
        let runs = cycle.is_some_and(|cycle| runs_programme_in(actor, &cycle.province_code));
        let sees = match actor.account_id() {
            _ if runs => true,
            Some(account) => store::has_seat(connection, id, account).await?,
            None => false,
        };
        Ok(sees.then_some(session))
    }

    /// A page of the sittings that the actor may see, the latest convened
    /// first: those of the provinces where it runs the programme, and those in
    /// which it has a seat.
    ///
    /// # Errors
    /// [`ListError::Page`] for a cursor of another list.
    pub async fn council_sessions(
        &self,
        actor: &Actor,
        page: &PageArgs,
    ) -> Result<Page<CouncilSession>, ListError> {
        let (regions, member) = (run_by(actor), actor.account_id());
        let rows = store::rows(self.db.primary(), &regions, member, page).await?;
        Ok(Page::from_rows(page, rows, store::position))
    }

    /// The sittings of those ids that exist.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn council_sessions_by_ids(
        &self,
        ids: &[CouncilSessionId],
    ) -> Result<Vec<CouncilSession>, DbErr> {
        store::by_ids(self.db.primary(), ids).await
    }

    /// Who sits in councils, who presides first.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn council_seats(
        &self,
        ids: &[CouncilSessionId],
    ) -> Result<Vec<(CouncilSessionId, Seat)>, DbErr> {
        store::seats(self.db.primary(), ids).await
    }

    /// What councils score, in the order of their agendas.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn council_agendas(
        &self,
        ids: &[CouncilSessionId],
    ) -> Result<Vec<AgendaItem>, DbErr> {
        store::agendas(self.db.primary(), ids).await
    }

    /// The signed sheets for dossiers, in the order of signing.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn score_sheets(&self, ids: &[DossierId]) -> Result<Vec<ScoreSheet>, DbErr> {
        store::sheets(self.db.primary(), ids).await
    }
}
