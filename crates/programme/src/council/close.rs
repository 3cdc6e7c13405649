//! An officer closes the scoring of a dossier: the average is known.

use crate::Programme;
use crate::dossiers::{Dossier, DossierCommand, DossierStatus, Party, parties};
use crate::score::Average;
use crate::store::{council as store, cycles, dossiers};
use kernel::{Actor, DossierId};
use sea_orm::DbErr;

/// Why scoring was not closed.
#[derive(Debug, thiserror::Error)]
pub enum CloseScoringError {
    /// No such dossier, or not the actor's province.
    #[error("there is no such dossier")]
    NotFound,
    /// No council scores it now.
    #[error("the dossier is {} and is not scored now", .0.as_str())]
    WrongStatus(DossierStatus),
    /// Fewer sheets than the quorum.
    #[error("{signed} sheets are signed, {quorum} are needed")]
    NoQuorum {
        /// How many there are.
        signed: usize,
        /// How many are needed.
        quorum: i32,
    },
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

impl Programme {
    /// Closes the scoring of a dossier. Its average is that of all signed
    /// sheets; one member that found a mandatory criterion unmet does not
    /// decide, more than half of the sheets do. Permission: who runs the
    /// programme in the cycle's province.
    ///
    /// # Errors
    /// [`CloseScoringError`].
    pub async fn close_scoring(
        &self,
        actor: &Actor,
        id: DossierId,
    ) -> Result<Dossier, CloseScoringError> {
        use CloseScoringError as Error;
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let mut dossier = dossiers::lock(&tx, id).await?.ok_or(Error::NotFound)?;
        let cycle = cycles::by_id(&tx, dossier.cycle_id)
            .await?
            .ok_or(Error::NotFound)?;
        if !parties(actor, &dossier, &cycle.province_code).contains(&Party::Officer) {
            return Err(Error::NotFound);
        }
        let command = DossierCommand::CloseScoring;
        dossier.status = dossier
            .status
            .after(command, Party::Officer)
            .ok_or(Error::WrongStatus(dossier.status))?;
        let session = store::session_of(&tx, id).await?.ok_or(Error::NotFound)?;
        let sheets = store::totals(&tx, session.id, id).await?;
        let needed = usize::try_from(session.quorum).unwrap_or(usize::MAX);
        if sheets.len() < needed {
            return Err(Error::NoQuorum {
                signed: sheets.len(),
                quorum: session.quorum,
            });
        }
        let totals: Vec<i32> = sheets.iter().map(|(total, _)| *total).collect();
        dossier.average = Average::of(&totals);
        let failed = sheets.iter().filter(|(_, failed)| *failed).count();
        dossier.mandatory_failed = failed * 2 > sheets.len();
        dossiers::update(&tx, &dossier, now).await?;
        dossiers::append(&tx, &dossier, command, None, actor, now).await?;
        tx.commit().await?;
        Ok(dossier)
    }
}
