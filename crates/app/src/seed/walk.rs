//! How a dossier of the demonstration comes to where it stands: step by step,
//! by whoever takes the step in life.

use crate::failure::Failure;
use chrono::Duration;
use files::{Files, MediaType, NewFile};
use kernel::clock::{day_in_vietnam, start_of_day_vietnam};
use kernel::{Actor, Clock, DossierId, FileId, Timestamp};
use programme::Programme;
use programme::dossiers::{
    Dossier, DossierDocument, DossierStatus, DossierStep, NewCommuneReport, NewDocument, NewDossier,
};
use std::fmt::Display;
use std::sync::{Arc, Mutex, PoisonError};

/// What stands for every document.
const DOCUMENT: &[u8] = include_bytes!("../../seed/document.pdf");

/// A clock that shows the time that is told of.
pub(super) struct Told(Mutex<Timestamp>);

impl Told {
    pub(super) fn new(now: Timestamp) -> Arc<Self> {
        Arc::new(Self(Mutex::new(now)))
    }

    pub(super) fn set(&self, now: Timestamp) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }

    /// The start of work on a day.
    pub(super) fn morning(&self, day: chrono::NaiveDate) {
        self.set(start_of_day_vietnam(day) + Duration::hours(8));
    }

    pub(super) fn a_minute_later(&self) {
        self.set(self.now() + Duration::minutes(1));
    }
}

impl Clock for Told {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(super) fn failed(error: impl Display) -> Failure {
    Failure::new(format!("demonstration data: the programme: {error}"))
}

/// Walks dossiers through a cycle.
pub(super) struct Walk<'a> {
    pub(super) programme: &'a Programme,
    pub(super) files: &'a Files,
    pub(super) clock: &'a Told,
    pub(super) owner: &'a Actor,
    pub(super) officer: &'a Actor,
    /// The owner's file that stands for every document.
    pub(super) file: FileId,
}

/// Stores the file that stands for every document.
pub(super) async fn document(files: &Files, owner: &Actor) -> Result<FileId, Failure> {
    let account = owner.account_id().ok_or_else(|| failed("no account"))?;
    let new = NewFile {
        purpose: DossierDocument::PURPOSE,
        name: "tai-lieu-trinh-dien.pdf".to_owned(),
        media_type: MediaType::Pdf,
    };
    let mut upload = files.make_for(account, new).await.map_err(failed)?;
    upload.write(DOCUMENT).await.map_err(failed)?;
    Ok(upload.finish().await.map_err(failed)?.id)
}

impl Walk<'_> {
    /// Registers a dossier and walks it on until it stands there; the council
    /// takes it from the advisory team's check.
    pub(super) async fn until(
        &self,
        new: NewDossier,
        plan: &str,
        until: DossierStatus,
    ) -> Result<DossierId, Failure> {
        self.clock.a_minute_later();
        let registered = self.programme.register_dossier(self.owner, new).await;
        let mut dossier = registered.map_err(failed)?;
        while dossier.status != until {
            self.clock.a_minute_later();
            let (actor, step) = self.next(&dossier, plan).await?;
            let done = self.programme.advance_dossier(actor, dossier.id, &step);
            dossier = done.await.map_err(failed)?;
        }
        Ok(dossier.id)
    }

    /// The step that leads on from where a dossier stands, and what has to be
    /// there before it.
    async fn next(&self, dossier: &Dossier, plan: &str) -> Result<(&Actor, DossierStep), Failure> {
        Ok(match dossier.status {
            DossierStatus::IdeaRegistered => (self.officer, DossierStep::AcceptIdea),
            DossierStatus::IdeaAccepted => {
                let plan = plan.to_owned();
                (self.owner, DossierStep::SubmitPlan { plan })
            }
            DossierStatus::PlanSubmitted => (self.officer, DossierStep::AcceptPlan),
            DossierStatus::DossierDraft => {
                self.attach(dossier.id).await?;
                (self.owner, DossierStep::Submit)
            }
            DossierStatus::Submitted => (self.officer, DossierStep::BeginReview),
            DossierStatus::CommuneReview => {
                self.report(dossier.id).await?;
                (self.officer, DossierStep::Forward)
            }
            DossierStatus::ForwardedToProvince => (self.officer, DossierStep::BeginCheck),
            other => return Err(failed(format!("no step leads on from {}", other.as_str()))),
        })
    }

    /// Adds the documents that the checklist demands.
    async fn attach(&self, dossier_id: DossierId) -> Result<(), Failure> {
        let today = day_in_vietnam(self.clock.now());
        let lists = self.programme.dossier_checklists(&[dossier_id]).await?;
        let demanded = lists.iter().flat_map(|(_, list)| list.missing(&[], today));
        for item in demanded {
            let new = NewDocument {
                dossier_id,
                code: item.kind.code,
                title: item.kind.name_vi,
                number: None,
                issuer: "Chủ thể (demo)".to_owned(),
                issued_on: today,
                expires_on: None,
                file_id: Some(self.file).filter(|_| !item.kind.without_file),
            };
            let added = self.programme.add_document(self.files, self.owner, &new);
            added.await.map_err(failed)?;
        }
        Ok(())
    }

    async fn report(&self, dossier_id: DossierId) -> Result<(), Failure> {
        let report = NewCommuneReport {
            dossier_id,
            local_origin: true,
            local_labour: true,
            idea_origin: true,
            local_identity: true,
            remarks: "Đủ điều kiện chuyển lên cấp tỉnh.".to_owned(),
            meeting_on: day_in_vietnam(self.clock.now()),
        };
        let reported = self.programme.report_commune(self.officer, report).await;
        reported.map(|_| ()).map_err(failed)
    }
}
