//! Dossiers: one product of one producer on its way through a cycle, from the
//! idea to what a decision says of it.
//!
//! | step | whose |
//! |---|---|
//! | [`Programme::register_dossier`](crate::Programme::register_dossier) | the producer hands in an idea, or starts a renewal or an upgrade |
//! | [`Programme::advance_dossier`](crate::Programme::advance_dossier) | the producer and the officers, by the table of [`DossierStatus`] |
//! | [`Programme::report_commune`](crate::Programme::report_commune) | the commune's four criteria |
//!
//! Scoring is the [`council`](crate::council)'s, and the result a
//! [`decision`](crate::decisions)'s: nobody else moves a dossier that far.

mod advance;
mod dossier;
mod reads;
mod register;
mod report;
mod status;

pub use advance::{AdvanceDossierError, DossierStep};
pub use dossier::{CommuneReport, Dossier, DossierEvent, DossierFilter, DossierKind};
pub(crate) use reads::Sight;
pub use register::{NewDossier, RegisterDossierError};
pub use report::{NewCommuneReport, ReportCommuneError};
pub use status::{DossierCommand, DossierStatus, Party};

use crate::permission::runs_programme_in;
use db::Tx;
use kernel::{Actor, Authority, ProducerId, Right, Timestamp};
use sea_orm::DbErr;
use uuid::Uuid;

/// In which capacities an actor may act on a dossier of a producer in a
/// province; neither for strangers, who are told that there is none.
pub(crate) fn parties(actor: &Actor, dossier: &Dossier, province_code: &str) -> Vec<Party> {
    let mut parties = Vec::new();
    if actor
        .acts_for(dossier.producer_id, Right::Dossiers)
        .is_some()
    {
        parties.push(Party::Producer);
    }
    if runs_programme_in(actor, province_code) {
        parties.push(Party::Officer);
    }
    parties
}

/// The commands that the actor may give to a dossier of a cycle in that
/// province, as it stands.
#[must_use]
pub fn next_commands(actor: &Actor, dossier: &Dossier, province_code: &str) -> Vec<DossierCommand> {
    let parties = parties(actor, dossier, province_code);
    let next = parties.into_iter().map(|party| dossier.status.next(party));
    next.flatten().collect()
}

/// Puts on record that the actor acts by a right which the producer gave;
/// `false` where that right does not hold any more.
pub(crate) async fn on_record(
    tx: &Tx,
    actor: &Actor,
    producer: ProducerId,
    command: DossierCommand,
    subject: Uuid,
    now: Timestamp,
) -> Result<bool, DbErr> {
    match actor.acts_for(producer, Right::Dossiers) {
        Some(Authority::Granted(grant)) => {
            identity::grants::record_use(tx, grant, command.as_str(), subject, now).await
        }
        Some(Authority::Own) | None => Ok(true),
    }
}
