//! An inspector carries out what is assigned to it: starts, writes down what is
//! found and taken, gives the verdict.

use super::verdict::fits;
use super::{
    Finding, Inspection, InspectionCommand, InspectionStatus, Sample, Severity, Verdict, checklist,
};
use crate::Programme;
use crate::permission::inspects_in;
use crate::store::{certificates, inspection_parts, inspections, samples};
use chrono::NaiveDate;
use db::Tx;
use kernel::clock::day_in_vietnam;
use kernel::{Actor, InspectionId, SampleId, Timestamp, text};
use sea_orm::DbErr;

/// The most findings of one inspection.
pub const MAX_FINDINGS: u64 = 100;
/// The most samples of one inspection.
pub const MAX_SAMPLES: u64 = 50;
/// What an inspector does.
#[derive(Clone, Debug)]
pub enum Act {
    /// Begins.
    Start,
    /// Writes down what was seen.
    Find {
        /// The checkpoint's code.
        checkpoint: String,
        /// How grave.
        severity: Severity,
        /// What was seen, 1 to 2,000 characters.
        text: String,
    },
    /// Writes down what was taken for a laboratory.
    Sample {
        /// What, 1 to 300 characters.
        what: String,
        /// Who examines it, 1 to 300 characters.
        laboratory: String,
        /// What came of it, at most 2,000 characters.
        result: Option<String>,
    },
    /// Gives the verdict.
    Conclude {
        /// No milder than the worst finding, nor than MAJOR where a sample
        /// failed.
        verdict: Verdict,
        /// The last day in Vietnam for correcting faults, from tomorrow to a
        /// year ahead: for MINOR and MAJOR, if wished for FAIL, never for PASS.
        corrective_deadline: Option<NaiveDate>,
    },
}

/// Why an inspection did not go on.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// There is none that is assigned to the actor.
    #[error("there is no such inspection")]
    NotFound,
    /// It does not stand where the act begins.
    #[error("the inspection is {0:?}")]
    WrongStatus(InspectionStatus),
    /// The checklist has no such checkpoint.
    #[error("there is no such checkpoint")]
    Checkpoint,
    /// The finding must have 1 to 2,000 characters.
    #[error("the finding must have 1 to 2,000 characters")]
    Text,
    /// What was taken must have 1 to 300 characters.
    #[error("the sample must have 1 to 300 characters")]
    What,
    /// The laboratory must have 1 to 300 characters.
    #[error("the laboratory must have 1 to 300 characters")]
    Laboratory,
    /// The result must have at most 2,000 characters.
    #[error("the result must have at most 2,000 characters")]
    Result,
    /// [`MAX_FINDINGS`] or [`MAX_SAMPLES`] are written down already.
    #[error("there are too many of them")]
    TooMany,
    /// The worst finding, or a sample that failed, asks for a graver verdict.
    #[error("the findings or samples ask for {0:?} at least")]
    TooMild(Verdict),
    /// MINOR and MAJOR need a deadline from tomorrow to a year ahead; PASS
    /// takes none.
    #[error("the deadline does not fit the verdict")]
    Deadline,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(ActError);

impl Programme {
    /// Goes on with an inspection. Permission: the inspector to whom it is
    /// assigned, while that account inspects in the province.
    ///
    /// # Errors
    /// [`ActError`]; then nothing has changed.
    pub async fn act_on_inspection(
        &self,
        actor: &Actor,
        id: InspectionId,
        act: &Act,
    ) -> Result<Inspection, ActError> {
        let done = db::retry(|| self.act_once(actor, id, act)).await?;
        self.outbox.wake();
        Ok(done)
    }

    async fn act_once(
        &self,
        actor: &Actor,
        id: InspectionId,
        act: &Act,
    ) -> Result<Inspection, ActError> {
        let tx = self.db.begin().await?;
        let now = self.clock.now();
        let found = inspections::by_id(&tx, id).await?;
        let found = found
            .filter(|own| {
                actor.account_id() == Some(own.inspector_id)
                    && inspects_in(actor, &own.province_code)
            })
            .ok_or(ActError::NotFound)?;
        certificates::lock(&tx, found.certificate_id).await?;
        let mut inspection = inspections::lock(&tx, id)
            .await?
            .ok_or(ActError::NotFound)?;
        match act {
            Act::Start => {
                step(
                    &tx,
                    &mut inspection,
                    InspectionCommand::Start,
                    None,
                    actor,
                    now,
                )
                .await?;
            }
            Act::Find {
                checkpoint,
                severity,
                text,
            } => {
                running(&inspection)?;
                let point = checklist::checkpoint(inspection.checklist_version, checkpoint)
                    .ok_or(ActError::Checkpoint)?;
                let finding = Finding {
                    inspection_id: id,
                    checkpoint: point.code.to_owned(),
                    severity: *severity,
                    text: cleaned(text, 2_000).ok_or(ActError::Text)?,
                    at: now,
                };
                if inspection_parts::count_findings(&tx, id).await? >= MAX_FINDINGS {
                    return Err(ActError::TooMany);
                }
                inspection_parts::insert_finding(&tx, finding).await?;
            }
            Act::Sample {
                what,
                laboratory,
                result,
            } => {
                running(&inspection)?;
                let result = result
                    .as_deref()
                    .filter(|text| !text::clean(text).is_empty());
                let sample = Sample {
                    id: SampleId::new(now),
                    inspection_id: id,
                    what: cleaned(what, 300).ok_or(ActError::What)?,
                    laboratory: cleaned(laboratory, 300).ok_or(ActError::Laboratory)?,
                    result: match result {
                        Some(text) => Some(cleaned(text, 2_000).ok_or(ActError::Result)?),
                        None => None,
                    },
                    at: now,
                    report: None,
                };
                if samples::count(&tx, id).await? >= MAX_SAMPLES {
                    return Err(ActError::TooMany);
                }
                samples::insert(&tx, sample).await?;
            }
            Act::Conclude {
                verdict,
                corrective_deadline,
            } => {
                running(&inspection)?;
                let worst = inspection_parts::worst_finding(&tx, id).await?;
                let mut least = worst.map_or(Verdict::Pass, Verdict::least);
                if samples::any_failed(&tx, id).await? {
                    least = least.max(Verdict::AFTER_FAILED_SAMPLE);
                }
                if *verdict < least {
                    return Err(ActError::TooMild(least));
                }
                if !fits(*verdict, *corrective_deadline, now) {
                    return Err(ActError::Deadline);
                }
                inspection.verdict = Some(*verdict);
                inspection.concluded_on = Some(day_in_vietnam(now));
                inspection.corrective_deadline = *corrective_deadline;
                step(
                    &tx,
                    &mut inspection,
                    InspectionCommand::Conclude,
                    None,
                    actor,
                    now,
                )
                .await?;
                self.consequences(&tx, &mut inspection, *verdict, actor, now)
                    .await?;
            }
        }
        tx.commit().await?;
        Ok(inspection)
    }
}

/// Moves a locked inspection by a command, and writes its history.
pub(super) async fn step(
    tx: &Tx,
    inspection: &mut Inspection,
    command: InspectionCommand,
    note: Option<&str>,
    actor: &Actor,
    now: Timestamp,
) -> Result<(), ActError> {
    let to = inspection.status.after(command);
    inspection.status = to.ok_or(ActError::WrongStatus(inspection.status))?;
    inspections::update(tx, inspection).await?;
    inspection_parts::append_event(tx, inspection, command.as_str(), note, actor, now).await?;
    Ok(())
}

fn running(inspection: &Inspection) -> Result<(), ActError> {
    match inspection.status {
        InspectionStatus::InProgress => Ok(()),
        other => Err(ActError::WrongStatus(other)),
    }
}

/// A text as it is kept; `None` where it is empty or longer than `most`
/// characters.
pub(super) fn cleaned(typed: &str, most: usize) -> Option<String> {
    let text = text::clean(typed);
    (!text.is_empty() && text.chars().count() <= most).then_some(text)
}
