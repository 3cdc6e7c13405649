//! A member of a council signs its sheet for a dossier.

use super::criteria::CriteriaSheet;
use super::session::ScoreSheet;
use crate::Programme;
use crate::dossiers::DossierStatus;
use crate::store::{council as store, criteria, dossiers};
use kernel::{Actor, CouncilSessionId, CriterionId, DossierId, Right, ScoreSheetId, text};
use sea_orm::DbErr;
use std::collections::HashMap;

/// The longest remarks, in characters.
const MAX_REMARKS: usize = 2_000;

/// A sheet to be.
#[derive(Clone, Debug)]
pub struct NewScoreSheet {
    /// In which sitting.
    pub session_id: CouncilSessionId,
    /// Of which dossier.
    pub dossier_id: DossierId,
    /// Hundredths of a point for every criterion of the sheet, each once. A
    /// criterion that counts nothing is met with 1 and not met with 0.
    pub items: Vec<(CriterionId, i32)>,
    /// At most 2,000 characters.
    pub remarks: Option<String>,
}

/// Why a sheet was not signed.
#[derive(Debug, thiserror::Error)]
pub enum SignScoreSheetError {
    /// The actor has no seat in such a sitting, or the dossier is not on its
    /// agenda.
    #[error("there is no such dossier on the agenda")]
    NotFound,
    /// The actor works for the dossier's producer, or acts for it by a right.
    #[error("a member does not score a producer that it works for")]
    ConflictOfInterest,
    /// The scoring is over.
    #[error("the scoring is over")]
    Closed,
    /// The actor has signed: a signed sheet is for good.
    #[error("the sheet is signed already")]
    Signed,
    /// A criterion is missing, stands twice, or is another sheet's.
    #[error("every criterion of the sheet needs its points once")]
    IncompleteItems,
    /// Less than 0, or more than the criterion counts.
    #[error("the points of a criterion cannot be")]
    InvalidPoints(CriterionId),
    /// More than 2,000 characters.
    #[error("the remarks are too long")]
    RemarksTooLong,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

impl Programme {
    /// Signs a sheet. Permission: whoever has a seat in the sitting and does
    /// not work for the producer.
    ///
    /// # Errors
    /// [`SignScoreSheetError`].
    pub async fn sign_score_sheet(
        &self,
        actor: &Actor,
        new: NewScoreSheet,
    ) -> Result<ScoreSheet, SignScoreSheetError> {
        use SignScoreSheetError as Error;
        let now = self.clock.now();
        let account_id = actor.account_id().ok_or(Error::NotFound)?;
        let tx = self.db.begin().await?;
        if !store::has_seat(&tx, new.session_id, account_id).await? {
            return Err(Error::NotFound);
        }
        let item = store::agenda_item(&tx, new.session_id, new.dossier_id)
            .await?
            .ok_or(Error::NotFound)?;
        // Closing the scoring locks it, too: a sheet is counted or refused.
        let dossier = dossiers::lock(&tx, new.dossier_id)
            .await?
            .ok_or(Error::NotFound)?;
        let acts = |right| actor.acts_for(dossier.producer_id, right).is_some();
        if Right::ALL.into_iter().any(acts) {
            return Err(Error::ConflictOfInterest);
        }
        if dossier.status != DossierStatus::CouncilScoring {
            return Err(Error::Closed);
        }
        let criteria = criteria::by_ids(&tx, &[item.sheet_id])
            .await?
            .pop()
            .ok_or(Error::NotFound)?;
        let (total_hundredths, mandatory_failed) = sum(&criteria, &new.items)?;
        let remarks = new.remarks.as_deref().map(text::clean);
        let remarks = remarks.filter(|remarks| !remarks.is_empty());
        if remarks
            .as_ref()
            .is_some_and(|remarks| remarks.chars().count() > MAX_REMARKS)
        {
            return Err(Error::RemarksTooLong);
        }
        let sheet = ScoreSheet {
            id: ScoreSheetId::new(now),
            session_id: new.session_id,
            dossier_id: new.dossier_id,
            account_id,
            items: new.items,
            total_hundredths,
            mandatory_failed,
            remarks,
            signed_at: now,
        };
        if !store::insert_sheet(&tx, &sheet).await? {
            return Err(Error::Signed);
        }
        tx.commit().await?;
        Ok(sheet)
    }
}

/// The points of a sheet, and whether it fails a mandatory criterion.
fn sum(
    sheet: &CriteriaSheet,
    items: &[(CriterionId, i32)],
) -> Result<(i32, bool), SignScoreSheetError> {
    use SignScoreSheetError as Error;
    let points: HashMap<_, _> = items.iter().copied().collect();
    if points.len() != items.len() || points.len() != sheet.criteria.len() {
        return Err(Error::IncompleteItems);
    }
    let (mut total, mut failed) = (0, false);
    for criterion in &sheet.criteria {
        let given = *points.get(&criterion.id).ok_or(Error::IncompleteItems)?;
        // What counts nothing is only met (1) or not (0).
        let most = criterion.max_hundredths.max(1);
        if !(0..=most).contains(&given) {
            return Err(Error::InvalidPoints(criterion.id));
        }
        if criterion.max_hundredths > 0 {
            total += given;
        }
        failed |= criterion.mandatory && given == 0;
    }
    Ok((total, failed))
}
