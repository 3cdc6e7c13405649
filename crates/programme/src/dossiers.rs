//! Dossiers: one product of one producer on its way through a cycle, from the
//! idea to what a decision says of it.
//!
//! | step | whose |
//! |---|---|
//! | [`Programme::register_dossier`](crate::Programme::register_dossier) | the producer hands in an idea, or starts a renewal or an upgrade |
//! | [`Programme::advance_dossier`](crate::Programme::advance_dossier) | the producer and the officers, by the table of [`DossierStatus`] |
//! | [`Programme::report_commune`](crate::Programme::report_commune) | the commune's four criteria |
//! | [`Programme::add_document`](crate::Programme::add_document), [`Programme::remove_document`](crate::Programme::remove_document) | the producer puts the documents of the [`Checklist`] together |
//!
//! Which version of the checklist counts for a dossier is settled by the day on
//! which its cycle opened: a new version changes nothing under way. Nothing is
//! handed in while a mandatory document is missing or has expired.
//!
//! Scoring is the [`council`](crate::council)'s, and the result a
//! [`decision`](crate::decisions)'s: nobody else moves a dossier that far.

mod add_document;
mod advance;
mod checklist;
mod document;
mod document_reads;
mod dossier;
mod reads;
mod register;
mod remove_document;
mod report;
mod status;

pub use add_document::{AddDocumentError, NewDocument};
pub use advance::{AdvanceDossierError, DossierStep};
pub use checklist::{Checklist, DocumentKind, DocumentState, MissingDocument, Requirement};
pub use document::{DossierDocument, MAX_DOCUMENTS, MAX_DOCUMENTS_EVER, Removal};
pub use document_reads::reads_removed;
pub use dossier::{CommuneReport, Dossier, DossierEvent, DossierFilter, DossierKind};
pub(crate) use reads::Sight;
pub use register::{NewDossier, RegisterDossierError};
pub use remove_document::RemoveDocumentError;
pub use report::{NewCommuneReport, ReportCommuneError};
pub use status::{DossierCommand, DossierStatus, Party};

use crate::cycles::Cycle;
use crate::permission::runs_programme_in;
use crate::store::checklists;
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

/// Puts on record that the actor acts by a right which the producer gave, and
/// what is done; `false` where that right does not hold any more.
pub(crate) async fn on_record(
    tx: &Tx,
    actor: &Actor,
    producer: ProducerId,
    action: &str,
    subject: Uuid,
    now: Timestamp,
) -> Result<bool, DbErr> {
    match actor.acts_for(producer, Right::Dossiers) {
        Some(Authority::Granted(grant)) => {
            identity::grants::record_use(tx, grant, action, subject, now).await
        }
        Some(Authority::Own) | None => Ok(true),
    }
}

/// The checklist of a dossier in its cycle.
pub(crate) async fn checklist_of(
    tx: &Tx,
    dossier: &Dossier,
    cycle: &Cycle,
) -> Result<Checklist, DbErr> {
    let versions = checklists::of_scheme(tx, cycle.scheme).await?;
    // Without a checklist nothing would be mandatory: a fault, not a pass.
    checklist_among(versions, dossier, cycle)
        .ok_or_else(|| DbErr::Custom(format!("no checklist for dossier {}", dossier.id)))
}

/// The checklist of a dossier in its cycle, among those of any scheme.
fn checklist_among(
    mut versions: Vec<Checklist>,
    dossier: &Dossier,
    cycle: &Cycle,
) -> Option<Checklist> {
    versions.retain(|one| one.scheme == cycle.scheme);
    let group = cycle.scheme.group(&dossier.group_code)?;
    let found = Checklist::on(versions, dossier.product_set, cycle.opened_on)?;
    Some(found.for_group(group))
}
