//! A producer or an officer takes a dossier a step further, or back.

use super::checklist::MissingDocument;
use super::dossier::Dossier;
use super::register::prose;
use super::status::{DossierCommand, DossierStatus};
use crate::Programme;
use crate::store::{cycles, documents, dossiers};
use kernel::{Actor, DossierId, clock, text};
use sea_orm::DbErr;

/// The longest reasons, in characters.
const MAX_REASONS: usize = 2_000;

/// What is done.
#[derive(Clone, Debug)]
pub enum DossierStep {
    /// The producer hands in the idea anew.
    ReviseIdea {
        /// The idea, 1 to 20,000 characters.
        idea: String,
    },
    /// An officer takes the idea on.
    AcceptIdea,
    /// An officer gives the idea back.
    ReturnIdea {
        /// Why, 1 to 2,000 characters.
        reasons: String,
    },
    /// The producer hands in the business plan.
    SubmitPlan {
        /// The plan, 1 to 20,000 characters.
        plan: String,
    },
    /// An officer takes the plan on.
    AcceptPlan,
    /// An officer gives the plan back.
    ReturnPlan {
        /// Why, 1 to 2,000 characters.
        reasons: String,
    },
    /// The producer hands in the dossier: every mandatory document of its
    /// checklist is there and holds today.
    Submit,
    /// An officer begins the commune's review.
    BeginReview,
    /// An officer gives the dossier back.
    Return {
        /// Why, 1 to 2,000 characters.
        reasons: String,
    },
    /// An officer passes the dossier on to the province: the commune's report
    /// on what was handed in last is there.
    Forward,
    /// An officer begins the advisory team's check.
    BeginCheck,
    /// The producer takes the dossier back.
    Withdraw,
}

impl DossierStep {
    fn command(&self) -> DossierCommand {
        match self {
            Self::ReviseIdea { .. } => DossierCommand::ReviseIdea,
            Self::AcceptIdea => DossierCommand::AcceptIdea,
            Self::ReturnIdea { .. } => DossierCommand::ReturnIdea,
            Self::SubmitPlan { .. } => DossierCommand::SubmitPlan,
            Self::AcceptPlan => DossierCommand::AcceptPlan,
            Self::ReturnPlan { .. } => DossierCommand::ReturnPlan,
            Self::Submit => DossierCommand::Submit,
            Self::BeginReview => DossierCommand::BeginReview,
            Self::Return { .. } => DossierCommand::Return,
            Self::Forward => DossierCommand::Forward,
            Self::BeginCheck => DossierCommand::BeginCheck,
            Self::Withdraw => DossierCommand::Withdraw,
        }
    }
}

/// Why a step was refused.
#[derive(Debug, thiserror::Error)]
pub enum AdvanceDossierError {
    /// No such dossier, or not the actor's: nobody learns which.
    #[error("there is no such dossier")]
    NotFound,
    /// Not from where the dossier stands, or not for this actor.
    #[error("the dossier is {} and cannot do that now", .0.as_str())]
    WrongStatus(DossierStatus),
    /// 1 to 20,000 characters.
    #[error("a text of 1 to 20,000 characters is needed")]
    InvalidText,
    /// 1 to 2,000 characters.
    #[error("reasons of 1 to 2,000 characters are needed")]
    ReasonsMissing,
    /// The commune has not reported on what was handed in last.
    #[error("the commune's report is missing")]
    ReportMissing,
    /// Mandatory documents of the checklist are missing, or have expired.
    #[error("{} mandatory documents are missing or have expired", .0.len())]
    DocumentsMissing(Vec<MissingDocument>),
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

impl Programme {
    /// Takes a dossier a step further, or back. Permission: by the table of
    /// [`DossierStatus`], the producer's people and who runs the programme in
    /// the cycle's province.
    ///
    /// # Errors
    /// [`AdvanceDossierError`].
    pub async fn advance_dossier(
        &self,
        actor: &Actor,
        id: DossierId,
        step: &DossierStep,
    ) -> Result<Dossier, AdvanceDossierError> {
        use AdvanceDossierError as Error;
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let mut dossier = dossiers::lock(&tx, id).await?.ok_or(Error::NotFound)?;
        let cycle = cycles::by_id(&tx, dossier.cycle_id)
            .await?
            .ok_or(Error::NotFound)?;
        let parties = super::parties(actor, &dossier, &cycle.province_code);
        if parties.is_empty() {
            return Err(Error::NotFound);
        }
        let command = step.command();
        let of = dossier.producer_id;
        if !super::on_record(&tx, actor, of, command.as_str(), id.0, now).await? {
            return Err(Error::NotFound);
        }
        dossier.status = parties
            .into_iter()
            .find_map(|party| dossier.status.after(command, party))
            .ok_or(Error::WrongStatus(dossier.status))?;
        let mut reasons = None;
        match step {
            DossierStep::ReviseIdea { idea } => {
                dossier.idea = prose(idea).ok_or(Error::InvalidText)?;
            }
            DossierStep::SubmitPlan { plan } => {
                dossier.plan = Some(prose(plan).ok_or(Error::InvalidText)?);
            }
            DossierStep::ReturnIdea { reasons: why }
            | DossierStep::ReturnPlan { reasons: why }
            | DossierStep::Return { reasons: why } => {
                let why = text::clean(why);
                if why.is_empty() || why.chars().count() > MAX_REASONS {
                    return Err(Error::ReasonsMissing);
                }
                reasons = Some(why);
            }
            DossierStep::Forward => {
                if !dossiers::is_reported(&tx, id).await? {
                    return Err(Error::ReportMissing);
                }
            }
            DossierStep::Submit => {
                let checklist = super::checklist_of(&tx, &dossier, &cycle).await?;
                let there = documents::live(&tx, &[id]).await?;
                let missing = checklist.missing(&there, clock::day_in_vietnam(now));
                if !missing.is_empty() {
                    return Err(Error::DocumentsMissing(missing));
                }
            }
            DossierStep::AcceptIdea
            | DossierStep::AcceptPlan
            | DossierStep::BeginReview
            | DossierStep::BeginCheck
            | DossierStep::Withdraw => {}
        }
        dossiers::update(&tx, &dossier, now).await?;
        dossiers::append(&tx, &dossier, command, reasons, actor, now).await?;
        tx.commit().await?;
        Ok(dossier)
    }
}
