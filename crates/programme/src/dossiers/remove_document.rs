//! A producer takes a document of its dossier away.

use super::document::{DossierDocument, Removal};
use super::status::{DossierStatus, Party};
use crate::Programme;
use crate::store::{cycles, documents, dossiers};
use kernel::{Actor, DossierDocumentId};
use sea_orm::DbErr;

/// What the use of a right is called on record.
const ACTION: &str = "REMOVE_DOCUMENT";

/// Why a document was not taken away.
#[derive(Debug, thiserror::Error)]
pub enum RemoveDocumentError {
    /// No such document, not one of the actor's producers, or it was taken
    /// away before: nobody learns which.
    #[error("there is no such document")]
    NotFound,
    /// Documents come and go while the dossier is put together or was given
    /// back.
    #[error("the dossier is {} and keeps its documents now", .0.as_str())]
    WrongStatus(DossierStatus),
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(RemoveDocumentError);

impl Programme {
    /// Takes a document away from a dossier that is being put together or was
    /// given back. What was taken away is kept, with its file, for the
    /// officers. Permission: the producer's people, and who holds its right to
    /// dossiers.
    ///
    /// # Errors
    /// [`RemoveDocumentError`].
    pub async fn remove_document(
        &self,
        actor: &Actor,
        id: DossierDocumentId,
    ) -> Result<DossierDocument, RemoveDocumentError> {
        db::retry(|| self.remove_document_once(actor, id)).await
    }

    async fn remove_document_once(
        &self,
        actor: &Actor,
        id: DossierDocumentId,
    ) -> Result<DossierDocument, RemoveDocumentError> {
        use RemoveDocumentError as Error;
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let mut document = documents::by_id(&tx, id).await?.ok_or(Error::NotFound)?;
        let dossier = dossiers::lock(&tx, document.dossier_id)
            .await?
            .ok_or(Error::NotFound)?;
        let cycle = cycles::by_id(&tx, dossier.cycle_id)
            .await?
            .ok_or(Error::NotFound)?;
        if !super::parties(actor, &dossier, &cycle.province_code).contains(&Party::Producer) {
            return Err(Error::NotFound);
        }
        let of = dossier.producer_id;
        if !super::on_record(&tx, actor, of, ACTION, dossier.id.0, now).await? {
            return Err(Error::NotFound);
        }
        if !dossier.status.is_open() {
            return Err(Error::WrongStatus(dossier.status));
        }
        let removal = Removal {
            by: actor.label(),
            at: now,
        };
        // Whoever took it away first did.
        if !documents::remove(&tx, id, &removal).await? {
            return Err(Error::NotFound);
        }
        tx.commit().await?;
        document.removal = Some(removal);
        Ok(document)
    }
}
