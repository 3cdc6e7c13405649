//! An officer confirms a recorded decision, and its results are in force; or
//! discards it.

use super::decision::{Decision, DecisionResult, DecisionStatus};
use super::measures::{MeasureError, MeasuresError};
use super::record::{RecordDecisionError, ResultError, decides};
use crate::dossiers::{Dossier, DossierCommand, DossierKind, Party};
use crate::record_certificate::{NewCertificate, RecordCertificateError};
use crate::set_certificate_status::{CertificateChange, SetCertificateStatusError};
use crate::store::{certificates, cycles, decisions as store, dossiers};
use crate::{CertificateStatus, IssuerLevel, Programme, events};
use chrono::Datelike;
use db::Tx;
use jobs::Event;
use kernel::{AccountId, Actor, CertificateId, DecisionId, DossierId, Timestamp};
use sea_orm::DbErr;

/// Why a decision was not settled.
#[derive(Debug, thiserror::Error)]
pub enum SettleDecisionError {
    /// No such decision, or not the actor's to settle.
    #[error("there is no such decision")]
    NotFound,
    /// It was confirmed or discarded before.
    #[error("the decision is {} already", .0.as_str())]
    Settled(DecisionStatus),
    /// Five stars are recorded and confirmed by two different people.
    #[error("five stars need two people")]
    SamePerson,
    /// What it says of a dossier cannot be any more.
    #[error("dossier {0}: {1}")]
    Result(DossierId, DecisionError),
    /// What it does to a certificate cannot be any more.
    #[error("certificate {0}: {1}")]
    Measure(CertificateId, MeasureError),
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

/// Why a result cannot come into force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecisionError {
    /// It does not follow from where the dossier stands.
    #[error(transparent)]
    Result(#[from] ResultError),
    /// A certificate of that number exists.
    #[error("a certificate of that number exists")]
    CertificateNumberTaken,
    /// The product has a certificate in force that this one does not follow.
    #[error("the product has a certificate in force")]
    Overlap,
}

db::has_db_err!(SettleDecisionError);

impl From<RecordDecisionError> for SettleDecisionError {
    fn from(error: RecordDecisionError) -> Self {
        match error {
            RecordDecisionError::Result(dossier, error) => Self::Result(dossier, error.into()),
            RecordDecisionError::Measure(certificate, error) => Self::Measure(certificate, error),
            RecordDecisionError::Fault(error) => Self::Fault(error),
            other => Self::Fault(DbErr::Custom(other.to_string())),
        }
    }
}

impl From<MeasuresError> for SettleDecisionError {
    fn from(error: MeasuresError) -> Self {
        RecordDecisionError::from(error).into()
    }
}

impl Programme {
    /// Confirms a decision: dossiers get their results, certificates are
    /// issued, those that they follow are superseded, measures are taken, and
    /// what is sold under them follows; all of it or nothing. Permission as for
    /// recording it; for five stars, given or taken, another person than who
    /// recorded it.
    ///
    /// # Errors
    /// [`SettleDecisionError`].
    pub async fn confirm_decision(
        &self,
        actor: &Actor,
        id: DecisionId,
    ) -> Result<Decision, SettleDecisionError> {
        let confirmed = db::retry(|| self.confirm_once(actor, id)).await?;
        self.outbox.wake();
        Ok(confirmed)
    }

    async fn confirm_once(
        &self,
        actor: &Actor,
        id: DecisionId,
    ) -> Result<Decision, SettleDecisionError> {
        use SettleDecisionError as Error;
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let (mut decision, by) = recorded(&tx, actor, id).await?;
        let cycle = cycles::by_id(&tx, decision.cycle_id)
            .await?
            .ok_or(Error::NotFound)?;
        let results = store::results(&tx, &[id]).await?;
        let results: Vec<_> = results.into_iter().map(|(_, result)| result).collect();
        let measures = store::measures(&tx, &[id]).await?;
        let measures: Vec<_> = measures.into_iter().map(|(_, measure)| measure).collect();
        let found = self.check_results(&tx, &cycle, &decision, &results).await?;
        let meant = self.check_measures(&tx, &decision, &measures).await?;
        let gives_five = results.iter().any(|result| result.stars == Some(5));
        let takes_five = meant.iter().any(|certificate| certificate.stars == 5);
        if by == decision.recorded_by && (gives_five || takes_five) {
            return Err(Error::SamePerson);
        }
        for (mut dossier, result) in found.into_iter().zip(&results) {
            let certificate = match result.stars {
                Some(stars) => Some(
                    self.issue(&tx, actor, &decision, &dossier, result, stars, now)
                        .await?,
                ),
                None => None,
            };
            let command = settle(&mut dossier, decision.level, result.stars)
                .map_err(|error| Error::Result(dossier.id, error.into()))?;
            dossiers::update(&tx, &dossier, now).await?;
            dossiers::append(&tx, &dossier, command, None, actor, now).await?;
            if let Some(certificate) = certificate {
                store::set_certificate(&tx, id, dossier.id, certificate).await?;
            }
        }
        self.take_measures(&tx, actor, &decision, &measures).await?;
        decision.status = DecisionStatus::Confirmed;
        (decision.settled_by, decision.settled_at) = (Some(by), Some(now));
        store::settle(&tx, &decision).await?;
        let event = Event {
            topic: events::DECISION_CONFIRMED,
            subject: id.0,
            at: now,
        };
        self.outbox.announce(&tx, event).await?;
        tx.commit().await?;
        Ok(decision)
    }

    /// Discards a decision that was typed in wrongly. Permission as for
    /// recording it.
    ///
    /// # Errors
    /// [`SettleDecisionError`].
    pub async fn discard_decision(
        &self,
        actor: &Actor,
        id: DecisionId,
    ) -> Result<Decision, SettleDecisionError> {
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let (mut decision, by) = recorded(&tx, actor, id).await?;
        decision.status = DecisionStatus::Discarded;
        (decision.settled_by, decision.settled_at) = (Some(by), Some(now));
        store::settle(&tx, &decision).await?;
        tx.commit().await?;
        Ok(decision)
    }

    /// Issues the certificate of a result, and lets the one that it follows
    /// end.
    #[allow(clippy::too_many_arguments, reason = "one step of one transaction")]
    async fn issue(
        &self,
        tx: &Tx,
        actor: &Actor,
        decision: &Decision,
        dossier: &Dossier,
        result: &DecisionResult,
        stars: i32,
        now: Timestamp,
    ) -> Result<CertificateId, SettleDecisionError> {
        use SettleDecisionError as Error;
        let refuse = |error| Error::Result(dossier.id, error);
        let previous = match decision.level {
            IssuerLevel::Ministry => store::certificate_of(tx, dossier.id).await?,
            IssuerLevel::DistrictLegacy | IssuerLevel::Province => dossier.previous_certificate_id,
        };
        let in_force = certificates::in_force_of(tx, dossier, decision.decided_on).await?;
        if in_force.iter().any(|id| Some(*id) != previous) {
            return Err(refuse(DecisionError::Overlap));
        }
        let average = dossier.average.ok_or(Error::NotFound)?;
        let new = NewCertificate {
            number: result.certificate_number.clone().unwrap_or_default(),
            producer_id: dossier.producer_id,
            product_name: dossier.product_name.clone(),
            stars,
            score_hundredths: average.hundredths(),
            potential_five: stars == 4 && average.stars() == 5,
            issuer: decision.authority.clone(),
            issuer_level: decision.level,
            decision_number: decision.number.clone(),
            issued_on: decision.decided_on,
            recognised_year: Some(decision.decided_on.year()),
            demo: dossier.demo,
        };
        let id = self
            .record_certificate_in(tx, actor, new)
            .await
            .map_err(|error| match error {
                RecordCertificateError::NumberTaken => {
                    refuse(DecisionError::CertificateNumberTaken)
                }
                RecordCertificateError::Fault(error) => Error::Fault(error),
                other => Error::Fault(DbErr::Custom(other.to_string())),
            })?;
        if let Some(previous) = previous {
            self.supersede(tx, actor, decision, dossier.kind, previous, id, now)
                .await?;
        }
        Ok(id)
    }

    #[allow(clippy::too_many_arguments, reason = "one step of one transaction")]
    async fn supersede(
        &self,
        tx: &Tx,
        actor: &Actor,
        decision: &Decision,
        kind: DossierKind,
        previous: CertificateId,
        successor: CertificateId,
        now: Timestamp,
    ) -> Result<(), SettleDecisionError> {
        let change = CertificateChange {
            id: previous,
            status: CertificateStatus::Superseded,
            ground: None,
            grounds: Some(kind.as_str().to_owned()),
            decision_number: decision.number.clone(),
        };
        match self.set_certificate_status_in(tx, actor, change).await {
            // One that was revoked before is followed all the same.
            Ok(()) | Err(SetCertificateStatusError::Final(_)) => {}
            Err(SetCertificateStatusError::Fault(error)) => return Err(error.into()),
            Err(other) => return Err(DbErr::Custom(other.to_string()).into()),
        }
        certificates::succeed(tx, previous, successor, now).await?;
        let event = Event {
            topic: events::CERTIFICATE_SUCCEEDED,
            subject: previous.0,
            at: now,
        };
        self.outbox.announce(tx, event).await?;
        Ok(())
    }
}

/// A decision that waits to be settled, locked, and who settles it.
async fn recorded(
    tx: &Tx,
    actor: &Actor,
    id: DecisionId,
) -> Result<(Decision, AccountId), SettleDecisionError> {
    use SettleDecisionError as Error;
    let by = actor.account_id().ok_or(Error::NotFound)?;
    let decision = store::lock(tx, id)
        .await?
        .filter(|decision| decides(actor, decision.level, &decision.province_code))
        .ok_or(Error::NotFound)?;
    match decision.status {
        DecisionStatus::Recorded => Ok((decision, by)),
        status => Err(Error::Settled(status)),
    }
}

/// Takes a dossier to what a decision says.
fn settle(
    dossier: &mut Dossier,
    level: IssuerLevel,
    stars: Option<i32>,
) -> Result<DossierCommand, ResultError> {
    let potential = dossier.average.is_some_and(|average| average.stars() == 5);
    let command = match (level, stars) {
        // The ministry gives five stars, or the product keeps its four.
        (IssuerLevel::Ministry, _) => DossierCommand::Recognise,
        (_, Some(4)) if potential => DossierCommand::SendToCentre,
        (_, Some(_)) => DossierCommand::Recognise,
        (_, None) => DossierCommand::Reject,
    };
    dossier.status = dossier
        .status
        .after(command, Party::Decision)
        .ok_or(ResultError::WrongStatus(dossier.status))?;
    dossier.stars = stars.or(dossier.stars);
    Ok(command)
}
