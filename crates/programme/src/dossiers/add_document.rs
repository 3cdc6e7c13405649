//! A producer adds a document to its dossier.

use super::document::{DossierDocument, MAX_DOCUMENTS, MAX_DOCUMENTS_EVER};
use super::status::{DossierStatus, Party};
use crate::Programme;
use crate::store::{cycles, documents, dossiers};
use chrono::{Datelike, NaiveDate};
use files::Files;
use kernel::{Actor, DossierDocumentId, DossierId, FileId, clock, text};
use sea_orm::DbErr;

/// The longest title and the longest issuer, in characters.
const MAX_NAME: usize = 300;
/// The longest number, in characters.
const MAX_NUMBER: usize = 100;
/// Years of documents that people have at hand.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;
/// What the use of a right is called on record.
const ACTION: &str = "ADD_DOCUMENT";

/// A document to be; see [`DossierDocument`].
#[derive(Clone, Debug)]
pub struct NewDocument {
    /// Of which dossier.
    pub dossier_id: DossierId,
    /// Of which kind: a line of the dossier's checklist.
    pub code: String,
    /// What it is called, 1 to 300 characters.
    pub title: String,
    /// Its number, at most 100 characters.
    pub number: Option<String>,
    /// Who issued it, 1 to 300 characters.
    pub issuer: String,
    /// When it was issued: not in the future.
    pub issued_on: NaiveDate,
    /// The last day on which it holds: not before the day of issue.
    pub expires_on: Option<NaiveDate>,
    /// A file that the actor uploaded for this. A file may serve several
    /// documents, of several dossiers too.
    pub file_id: Option<FileId>,
}

/// Why a document was not added.
#[derive(Debug, thiserror::Error)]
pub enum AddDocumentError {
    /// No such dossier, or not one of the actor's producers: nobody learns
    /// which.
    #[error("there is no such dossier")]
    NotFound,
    /// Documents come and go while the dossier is put together or was given
    /// back.
    #[error("the dossier is {} and takes no documents now", .0.as_str())]
    WrongStatus(DossierStatus),
    /// The checklist has no such line for this dossier.
    #[error("the checklist has no such document")]
    UnknownCode,
    /// 1 to 300 characters.
    #[error("the title needs 1 to 300 characters")]
    InvalidTitle,
    /// At most 100 characters.
    #[error("the number has more than 100 characters")]
    InvalidNumber,
    /// 1 to 300 characters.
    #[error("the issuer needs 1 to 300 characters")]
    InvalidIssuer,
    /// Not a day of issue: it lies in the future, or before 1900.
    #[error("the day of issue lies in the future or too far back")]
    InvalidIssuedOn,
    /// The last day lies before the day of issue, or after 2200.
    #[error("the last day lies before the day of issue or too far ahead")]
    InvalidExpiry,
    /// There is no such file of the actor's for this purpose.
    #[error("there is no such file")]
    FileNotFound,
    /// This kind needs a file.
    #[error("this kind of document needs a file")]
    FileMissing,
    /// The dossier has this file as this kind already.
    #[error("the file is there already as this kind of document")]
    AlreadyAdded,
    /// The dossier has [`MAX_DOCUMENTS`], or had [`MAX_DOCUMENTS_EVER`].
    #[error("the dossier has as many documents as it may have")]
    Full,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(AddDocumentError);

impl Programme {
    /// Adds a document to a dossier that is being put together or was given
    /// back. Permission: the producer's people, and who holds its right to
    /// dossiers.
    ///
    /// # Errors
    /// [`AddDocumentError`].
    pub async fn add_document(
        &self,
        files: &Files,
        actor: &Actor,
        new: &NewDocument,
    ) -> Result<DossierDocument, AddDocumentError> {
        db::retry(|| self.add_document_once(files, actor, new)).await
    }

    async fn add_document_once(
        &self,
        files: &Files,
        actor: &Actor,
        new: &NewDocument,
    ) -> Result<DossierDocument, AddDocumentError> {
        use AddDocumentError as Error;
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let dossier = dossiers::lock(&tx, new.dossier_id)
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
        let checklist = super::checklist_of(&tx, &dossier, &cycle).await?;
        let kind = checklist.kind(&new.code).ok_or(Error::UnknownCode)?;
        let title = between(&new.title, MAX_NAME).ok_or(Error::InvalidTitle)?;
        let issuer = between(&new.issuer, MAX_NAME).ok_or(Error::InvalidIssuer)?;
        let number = text::clean(new.number.as_deref().unwrap_or_default());
        if number.chars().count() > MAX_NUMBER {
            return Err(Error::InvalidNumber);
        }
        let issued_on = new.issued_on;
        if issued_on > clock::day_in_vietnam(now) || !YEARS.contains(&issued_on.year()) {
            return Err(Error::InvalidIssuedOn);
        }
        let last = new.expires_on;
        if last.is_some_and(|last| last < issued_on || !YEARS.contains(&last.year())) {
            return Err(Error::InvalidExpiry);
        }
        match new.file_id {
            Some(id) => {
                let purpose = DossierDocument::PURPOSE;
                let file = files.owned_in(&tx, actor, id, purpose).await?;
                file.ok_or(Error::FileNotFound)?;
                if documents::has(&tx, dossier.id, &kind.code, id).await? {
                    return Err(Error::AlreadyAdded);
                }
            }
            None if kind.without_file => {}
            None => return Err(Error::FileMissing),
        }
        // The dossier's row is locked: two at once see each other.
        let (live, ever) = documents::count(&tx, dossier.id).await?;
        if live >= MAX_DOCUMENTS || ever >= MAX_DOCUMENTS_EVER {
            return Err(Error::Full);
        }
        let document = DossierDocument {
            id: DossierDocumentId::new(now),
            dossier_id: dossier.id,
            code: kind.code.clone(),
            title,
            number: Some(number).filter(|number| !number.is_empty()),
            issuer,
            issued_on,
            expires_on: new.expires_on,
            file_id: new.file_id,
            added_by: actor.label(),
            added_at: now,
            removal: None,
        };
        documents::insert(&tx, &document, &checklist.version).await?;
        tx.commit().await?;
        Ok(document)
    }
}

fn between(text: &str, most: usize) -> Option<String> {
    let text = text::clean(text);
    (1..=most).contains(&text.chars().count()).then_some(text)
}
