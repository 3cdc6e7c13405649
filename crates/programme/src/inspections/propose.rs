//! What to inspect next in a province, the most urgent first.

use super::risk::{Factor, Risk, risk};
use crate::Programme;
use crate::permission::runs_programme_in;
use crate::store::proposals;
use kernel::clock::day_in_vietnam;
use kernel::{Actor, CertificateId, Cursor, Page, PageArgs, PageError};
use sea_orm::DbErr;

/// The order of the list.
const BY_RISK: &str = "inspections.risk";

/// A certificate to inspect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Which.
    pub certificate_id: CertificateId,
    /// How urgent, 0 to 100.
    pub points: i64,
    /// Why.
    pub factors: Vec<Factor>,
    /// The day of its last verdict; `None` where it was never inspected.
    pub last_concluded_on: Option<chrono::NaiveDate>,
    /// Complaints that no officer has decided about.
    pub open_complaints: i64,
}

/// Why nothing is proposed.
#[derive(Debug, thiserror::Error)]
pub enum ProposalError {
    /// The actor does not run the programme in that province.
    #[error("there is no such province for the actor")]
    NotFound,
    /// The page cannot be read.
    #[error(transparent)]
    Page(#[from] PageError),
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

impl Programme {
    /// The certificates of a province that are active, within their days and
    /// have no inspection planned or under way, by [`risk`] and then the
    /// oldest first. Permission: the programme's officers in the province.
    ///
    /// # Errors
    /// [`ProposalError`].
    pub async fn inspection_proposals(
        &self,
        actor: &Actor,
        province_code: &str,
        page: &PageArgs,
    ) -> Result<Page<Proposal>, ProposalError> {
        if !runs_programme_in(actor, province_code) {
            return Err(ProposalError::NotFound);
        }
        let after = page.cursor.as_ref().map(read).transpose()?;
        let today = day_in_vietnam(self.clock.now());
        // A province has some hundreds of certificates, and one rule in one
        // place is worth more than a sort by the database.
        let facts = proposals::facts(self.db.primary(), province_code, today).await?;
        let mut all: Vec<Proposal> = facts
            .into_iter()
            .map(|(certificate_id, facts)| {
                let Risk { points, factors } = risk(&facts, today);
                Proposal {
                    certificate_id,
                    points,
                    factors,
                    last_concluded_on: facts.last_concluded_on,
                    open_complaints: facts.open_complaints,
                }
            })
            .collect();
        all.sort_by_key(key);
        let beyond = |own: &Proposal| match &after {
            Some(position) if page.backward => key(own) < *position,
            Some(position) => key(own) > *position,
            None => true,
        };
        let most = page.limit as usize + 1;
        let rows = all.into_iter().filter(beyond);
        let rows: Vec<Proposal> = match page.backward {
            true => rows.rev().take(most).collect(),
            false => rows.take(most).collect(),
        };
        Ok(Page::from_rows(page, rows, |own| {
            let (points, id) = key(own);
            Cursor::new(BY_RISK, [points.to_string(), id.to_string()])
        }))
    }
}

/// The position in the list.
fn key(own: &Proposal) -> (i64, CertificateId) {
    (-own.points, own.certificate_id)
}

fn read(cursor: &Cursor) -> Result<(i64, CertificateId), PageError> {
    let [points, id] = cursor.key_for::<2>(BY_RISK)?;
    let points = points.parse().map_err(|_| PageError::BadCursor)?;
    let id = uuid::Uuid::parse_str(id).map_err(|_| PageError::BadCursor)?;
    Ok((points, CertificateId(id)))
}
