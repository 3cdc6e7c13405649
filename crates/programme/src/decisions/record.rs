//! An officer records a decision as it was signed.

use super::decision::{Decision, DecisionResult, DecisionStatus};
use super::measure::DecisionMeasure;
use super::measures::{MeasureError, MeasuresError, cleaned};
use crate::cycles::Cycle;
use crate::dossiers::{Dossier, DossierStatus};
use crate::permission::{runs_programme_everywhere, runs_programme_in};
use crate::store::{cycles, decisions as store, dossiers};
use crate::{IssuerLevel, Programme};
use chrono::NaiveDate;
use db::Tx;
use kernel::{Actor, CertificateId, CycleId, DecisionId, DossierId, clock, text};
use sea_orm::DbErr;
use std::collections::HashSet;

/// The most results and measures of a decision together.
const MAX_PARTS: usize = 250;
/// The longest number, in characters.
const MAX_NUMBER: usize = 100;
/// The longest name of a signer or an authority, in characters.
const MAX_NAME: usize = 200;

/// A decision to be recorded.
#[derive(Clone, Debug)]
pub struct NewDecision {
    /// About which cycle.
    pub cycle_id: CycleId,
    /// Its number, 1 to 100 characters.
    pub number: String,
    /// The day of signing.
    pub decided_on: NaiveDate,
    /// Who signed it, 1 to 200 characters.
    pub signer: String,
    /// Whose it is, 1 to 200 characters.
    pub authority: String,
    /// The authority's level.
    pub level: IssuerLevel,
    /// What it says of each dossier. With the measures 1 to 250.
    pub results: Vec<NewResult>,
    /// What it does to certificates that exist.
    pub measures: Vec<DecisionMeasure>,
}

/// What a decision says of one dossier.
#[derive(Clone, Debug)]
pub struct NewResult {
    /// Of which.
    pub dossier_id: DossierId,
    /// 3 to 5; `None` where it does not recognise the product.
    pub stars: Option<i32>,
    /// The number on the certificate: with stars, and only then.
    pub certificate_number: Option<String>,
}

/// Why a decision was not recorded.
#[derive(Debug, thiserror::Error)]
pub enum RecordDecisionError {
    /// No such cycle, or not the actor's to decide about.
    #[error("there is no such cycle")]
    CycleNotFound,
    /// Number, signer or authority is missing or too long.
    #[error("number, signer and authority are needed")]
    Incomplete,
    /// Before the cycle, or in the future.
    #[error("the decision cannot be of that day")]
    InvalidDay,
    /// The authority has a decision of that number.
    #[error("a decision of that number is recorded")]
    NumberTaken,
    /// Neither results nor measures, more than 250, or two for one dossier or
    /// certificate.
    #[error("a decision has 1 to 250 results and measures, one for a dossier or certificate")]
    InvalidResults,
    /// What it says of a dossier cannot be.
    #[error("dossier {0}: {1}")]
    Result(DossierId, ResultError),
    /// What it does to a certificate cannot be.
    #[error("certificate {0}: {1}")]
    Measure(CertificateId, MeasureError),
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

impl From<MeasuresError> for RecordDecisionError {
    fn from(error: MeasuresError) -> Self {
        match error {
            MeasuresError::Measure(certificate, error) => Self::Measure(certificate, error),
            MeasuresError::Fault(error) => Self::Fault(error),
        }
    }
}

/// Why a result cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResultError {
    /// No such dossier in the cycle.
    #[error("there is no such dossier in this cycle")]
    NotFound,
    /// No council has scored it, or a decision was made already.
    #[error("the dossier is {} and waits for no such decision", .0.as_str())]
    WrongStatus(DossierStatus),
    /// That level does not give so many stars on that day.
    #[error("that authority does not give these stars on that day")]
    Authority,
    /// The council's average is worth fewer stars, or a mandatory criterion
    /// failed.
    #[error("the score does not reach the stars")]
    Score,
    /// Stars without a certificate's number, or a number without stars, or one
    /// that stands twice.
    #[error("a certificate number is needed with stars, and only then")]
    CertificateNumber,
}

/// A decision's number as it is compared: without spaces and case.
pub(crate) fn folded_number(number: &str) -> String {
    number.split_whitespace().collect::<String>().to_uppercase()
}

/// Whether the actor may record and settle decisions of that level: the
/// ministry's are for those who run the programme in the whole country.
pub(super) fn decides(actor: &Actor, level: IssuerLevel, province_code: &str) -> bool {
    match level {
        IssuerLevel::Ministry => runs_programme_everywhere(actor),
        IssuerLevel::DistrictLegacy | IssuerLevel::Province => {
            runs_programme_in(actor, province_code)
        }
    }
}

impl Programme {
    /// Records a decision; nothing follows from it before it is confirmed.
    /// Permission: who runs the programme in the cycle's province, for the
    /// ministry's in the whole country; a person, never the program itself.
    ///
    /// # Errors
    /// [`RecordDecisionError`].
    pub async fn record_decision(
        &self,
        actor: &Actor,
        new: NewDecision,
    ) -> Result<Decision, RecordDecisionError> {
        use RecordDecisionError as Error;
        let now = self.clock.now();
        let recorded_by = actor.account_id().ok_or(Error::CycleNotFound)?;
        let tx = self.db.begin().await?;
        let cycle = cycles::by_id(&tx, new.cycle_id)
            .await?
            .filter(|cycle| decides(actor, new.level, &cycle.province_code))
            .ok_or(Error::CycleNotFound)?;
        let between = |text: &str, most| {
            let text = text::clean(text);
            let length = text.chars().count();
            ((1..=most).contains(&length))
                .then_some(text)
                .ok_or(Error::Incomplete)
        };
        let decision = Decision {
            id: DecisionId::new(now),
            cycle_id: cycle.id,
            number: between(&new.number, MAX_NUMBER)?,
            decided_on: new.decided_on,
            signer: between(&new.signer, MAX_NAME)?,
            authority: between(&new.authority, MAX_NAME)?,
            level: new.level,
            province_code: cycle.province_code.clone(),
            status: DecisionStatus::Recorded,
            recorded_by,
            recorded_at: now,
            settled_by: None,
            settled_at: None,
        };
        if new.decided_on < cycle.opened_on || new.decided_on > clock::day_in_vietnam(now) {
            return Err(Error::InvalidDay);
        }
        let results: Vec<_> = new.results.iter().map(DecisionResult::from).collect();
        let dossiers: HashSet<_> = results.iter().map(|result| result.dossier_id).collect();
        let measures: Vec<_> = new.measures.iter().map(cleaned).collect();
        let certificates: HashSet<_> = measures.iter().map(|own| own.certificate_id).collect();
        let once = dossiers.len() == results.len() && certificates.len() == measures.len();
        if !(1..=MAX_PARTS).contains(&(results.len() + measures.len())) || !once {
            return Err(Error::InvalidResults);
        }
        self.check_results(&tx, &cycle, &decision, &results).await?;
        self.check_measures(&tx, &decision, &measures).await?;
        if !store::insert(&tx, &decision, &results, &measures).await? {
            return Err(Error::NumberTaken);
        }
        tx.commit().await?;
        Ok(decision)
    }

    /// Holds results against the dossiers, which are locked from here on and
    /// answered in the order of the results.
    pub(super) async fn check_results(
        &self,
        tx: &Tx,
        cycle: &Cycle,
        decision: &Decision,
        results: &[DecisionResult],
    ) -> Result<Vec<Dossier>, RecordDecisionError> {
        let ids: Vec<_> = results.iter().map(|result| result.dossier_id).collect();
        let mut found = dossiers::lock_all(tx, &ids).await?;
        found.retain(|dossier| dossier.cycle_id == cycle.id);
        let given = store::may_give(tx, decision.level, decision.decided_on).await?;
        let mut numbers = HashSet::new();
        results
            .iter()
            .map(|result| {
                let id = result.dossier_id;
                let dossier = found.iter().find(|dossier| dossier.id == id);
                let dossier = dossier.ok_or(ResultError::NotFound);
                dossier
                    .and_then(|dossier| {
                        check(decision.level, &given, dossier, result)?;
                        let number = result.certificate_number.as_ref();
                        let new = number.is_none_or(|number| numbers.insert(number));
                        new.then(|| dossier.clone())
                            .ok_or(ResultError::CertificateNumber)
                    })
                    .map_err(|error| RecordDecisionError::Result(id, error))
            })
            .collect()
    }
}

/// Whether a result can follow from where a dossier stands. `given` are the
/// stars that the decision's level may give on its day.
fn check(
    level: IssuerLevel,
    given: &[i32],
    dossier: &Dossier,
    result: &DecisionResult,
) -> Result<(), ResultError> {
    let waiting = match level {
        IssuerLevel::Ministry => DossierStatus::ForwardedToCentre,
        IssuerLevel::DistrictLegacy | IssuerLevel::Province => DossierStatus::Scored,
    };
    if dossier.status != waiting {
        return Err(ResultError::WrongStatus(dossier.status));
    }
    if result.stars.is_some() != result.certificate_number.is_some() {
        return Err(ResultError::CertificateNumber);
    }
    let number = result.certificate_number.as_ref();
    if number.is_some_and(|number| number.chars().count() > MAX_NUMBER) {
        return Err(ResultError::CertificateNumber);
    }
    let Some(stars) = result.stars else {
        return Ok(());
    };
    if !given.contains(&stars) {
        return Err(ResultError::Authority);
    }
    let worth = dossier
        .average
        .map_or(0, |average| i32::from(average.stars()));
    if dossier.mandatory_failed || stars > worth {
        return Err(ResultError::Score);
    }
    Ok(())
}

impl From<&NewResult> for DecisionResult {
    fn from(new: &NewResult) -> Self {
        let number = new.certificate_number.as_deref().map(text::clean);
        Self {
            dossier_id: new.dossier_id,
            stars: new.stars,
            certificate_number: number.filter(|number| !number.is_empty()),
            certificate_id: None,
        }
    }
}
