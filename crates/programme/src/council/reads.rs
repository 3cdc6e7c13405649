//! What is read of councils. Sheets are shown to whoever may see the dossier,
//! once its scoring is over; before that a member sees its own.

use super::session::{AgendaItem, CouncilSession, ScoreSheet, Seat};
use crate::Programme;
use crate::store::council as store;
use kernel::{CouncilSessionId, DossierId};
use sea_orm::DbErr;

impl Programme {
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
