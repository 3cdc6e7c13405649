//! Certificates, inspections in every status, complaints, files of registers.

use super::super::global_id;
use super::inspecting::{Maker, sampling, verdict_of};
use super::making::day;
use super::people::People;
use super::world::Producers;
use crate::support::App;
use kernel::{Actor, CertificateId, ComplaintId, InspectionId, SampleId};
use programme::CertificateStatus;
use programme::inspections::{
    Act, InspectionKind, InspectionStatus, MAX_FINDINGS, MAX_SAMPLES, Severity, Verdict,
};

/// Global ids of what is supervised.
pub(super) struct Supervision {
    /// In force, of the first producer; with its number.
    pub(super) certificate: String,
    pub(super) number: String,
    /// Nothing is sold under it, because of an inspection.
    pub(super) held: String,
    pub(super) revoked: String,
    /// Of five stars.
    pub(super) five: String,
    /// Of the second producer.
    pub(super) rivals: String,
    pub(super) foreign_certificate: String,
    /// An inspection of the inspector's in every status.
    pub(super) by_status: Vec<(InspectionStatus, String)>,
    /// In progress, with a grave finding.
    pub(super) grave: String,
    /// In progress, with all findings and samples that it may have.
    pub(super) full: String,
    /// Concluded, with a follow-up under way.
    pub(super) followed: String,
    /// In progress, of a colleague.
    pub(super) colleagues: String,
    /// Samples: of an inspection that is closed, of one that was cancelled,
    /// with a report, of a colleague, in Hà Nội.
    pub(super) sample: String,
    pub(super) void_sample: String,
    pub(super) reported_sample: String,
    pub(super) colleagues_sample: String,
    pub(super) foreign_sample: String,
    /// In Hà Nội.
    pub(super) foreign_inspection: String,
    pub(super) open: String,
    pub(super) dismissed: String,
    pub(super) inspected: String,
    /// About the revoked certificate.
    pub(super) hopeless: String,
    pub(super) foreign_complaint: String,
    /// The officer's file for a dossier.
    pub(super) document: String,
    /// The officer's register, and the centre's.
    pub(super) sheet: String,
    pub(super) anothers_sheet: String,
    /// What the centre began.
    pub(super) import: String,
    pub(super) export: String,
}

impl Supervision {
    /// The inspection in a status.
    pub(super) fn that_is(&self, status: InspectionStatus) -> &str {
        let found = self.by_status.iter().find(|(own, _)| *own == status);
        &found.unwrap().1
    }
}

impl Supervision {
    #[allow(clippy::too_many_lines, reason = "one world, told from its beginning")]
    pub(super) async fn open(app: &App, people: &People, producers: &Producers) -> Self {
        use InspectionKind::{Complaint, FollowUp, Planned};
        let make = Maker { app, people };
        let programme = &app.services.programme;
        let (officer, inspector) = (&people.officer.actor, &people.inspector);
        let own = make.certificate(producers.own.id, "SP-1", 4).await;
        let held = make.certificate(producers.own.id, "SP-2", 4).await;
        let revoked = make.certificate(producers.own.id, "SP-3", 4).await;
        let five = make.certificate(producers.own.id, "SP-4", 5).await;
        let rivals = make.certificate(producers.rival.id, "SP-5", 4).await;
        let away = make.certificate(producers.foreign.id, "SP-6", 4).await;
        let crowd = make.complaint(&people.shopper.actor, revoked).await;
        let revoke = programme::CertificateChange {
            id: revoked,
            status: CertificateStatus::Revoked,
            ground: None,
            grounds: Some("Vi phạm.".to_owned()),
            decision_number: "9/QĐ".to_owned(),
        };
        let done = programme.set_certificate_status(&Actor::System, revoke);
        done.await.unwrap();

        let corrected = make.concluded(own, Verdict::Minor).await;
        let closed = make
            .inspection(inspector, own, FollowUp, Some(corrected))
            .await;
        make.act(inspector, closed, Act::Start).await;
        make.act(inspector, closed, verdict_of(Verdict::Pass)).await;
        make.concluded(held, Verdict::Major).await;
        let planned = make.inspection(inspector, own, Planned, None).await;
        let started = make.started(inspector, own).await;
        let concluded = make.concluded(own, Verdict::Minor).await;
        let followed = make.concluded(own, Verdict::Minor).await;
        make.inspection(inspector, own, FollowUp, Some(followed))
            .await;
        let cancelled = make.inspection(inspector, own, Complaint, None).await;
        let cancel = programme.cancel_inspection(officer, cancelled, "Bão.");
        cancel.await.unwrap();
        let find = |severity| Act::Find {
            checkpoint: "LABEL".to_owned(),
            severity,
            text: "Nhãn cũ.".to_owned(),
        };
        let grave = make.started(inspector, own).await;
        make.act(inspector, grave, find(Severity::Major)).await;
        let full = make.started(inspector, own).await;
        for _ in 0..MAX_FINDINGS {
            make.act(inspector, full, find(Severity::Observation)).await;
        }
        for _ in 0..MAX_SAMPLES {
            make.act(inspector, full, sampling()).await;
        }
        let colleagues = make.started(&people.colleague, own).await;
        let foreign = make.started(&people.foreign_inspector, away).await;
        let colleagues_sample = make.sample(&people.colleague, colleagues).await;
        let foreign_sample = make.sample(&people.foreign_inspector, foreign).await;
        let passed = make.started(inspector, own).await;
        let sample = make.sample(inspector, passed).await;
        let reported_sample = make.sample(inspector, passed).await;
        make.act(inspector, passed, verdict_of(Verdict::Pass)).await;
        let report = programme::inspections::NewSampleReport {
            laboratory: "Trung tâm".to_owned(),
            number: "1/KQ".to_owned(),
            reported_on: day(2026, 11, 23),
            result: programme::inspections::SampleResult::Pass,
        };
        let done = programme.report_sample(officer, reported_sample, &report);
        done.await.unwrap();
        let void = make.started(inspector, own).await;
        let void_sample = make.sample(inspector, void).await;
        let cancel = programme.cancel_inspection(officer, void, "Bão.");
        cancel.await.unwrap();

        let open = make.complaint(&Actor::Anonymous, own).await;
        let dismissed = make.complaint(&Actor::Anonymous, own).await;
        let dismiss = programme.dismiss_complaint(officer, dismissed, "Không có.");
        dismiss.await.unwrap();
        let inspected = make.complaint(&Actor::Anonymous, own).await;
        let planned_on = day(2026, 11, 25);
        let inspect = programme.inspect_complaint(officer, inspected, planned_on, &inspector.actor);
        inspect.await.unwrap();
        let foreign_complaint = make.complaint(&Actor::Anonymous, away).await;
        for _ in 0..3 {
            make.complaint(&people.shopper.actor, held).await;
        }
        for _ in 0..20 {
            make.complaint(&Actor::Anonymous, held).await;
        }

        let csv = "Tên sản phẩm,Hạng sao\nCơm cháy,4\n".as_bytes();
        let anothers_sheet = make
            .file(&people.centre, "REGISTER_IMPORT", "text/csv", csv)
            .await;
        let register = &app.services.register;
        let new = programme::register::NewImport {
            file_id: super::people::global(&anothers_sheet).1.into(),
            mapping: Vec::new(),
            mode: programme::register::Mode::ValidRows,
            dry_run: true,
        };
        let import = register.start_import(&people.centre.actor, new).await;
        let filter = programme::register::ExportFilter {
            provinces: None,
            stars: None,
        };
        let format = spreadsheets::Format::Csv;
        let export = register.start_export(&people.centre.actor, format, filter);
        let certificate_id = |id: CertificateId| global_id(CertificateId::TYPE, id.0);
        let inspection_id = |id: InspectionId| global_id(InspectionId::TYPE, id.0);
        let sample_id = |id: SampleId| global_id(SampleId::TYPE, id.0);
        let complaint_id = |id: ComplaintId| global_id(ComplaintId::TYPE, id.0);
        Self {
            certificate: certificate_id(own),
            number: "SP-1".to_owned(),
            held: certificate_id(held),
            revoked: certificate_id(revoked),
            five: certificate_id(five),
            rivals: certificate_id(rivals),
            foreign_certificate: certificate_id(away),
            by_status: [
                (InspectionStatus::Planned, planned),
                (InspectionStatus::InProgress, started),
                (InspectionStatus::Concluded, concluded),
                (InspectionStatus::Corrected, corrected),
                (InspectionStatus::Closed, closed),
                (InspectionStatus::Cancelled, cancelled),
            ]
            .map(|(status, id)| (status, inspection_id(id)))
            .to_vec(),
            grave: inspection_id(grave),
            full: inspection_id(full),
            followed: inspection_id(followed),
            colleagues: inspection_id(colleagues),
            sample: sample_id(sample),
            void_sample: sample_id(void_sample),
            reported_sample: sample_id(reported_sample),
            colleagues_sample: sample_id(colleagues_sample),
            foreign_sample: sample_id(foreign_sample),
            foreign_inspection: inspection_id(foreign),
            open: complaint_id(open),
            dismissed: complaint_id(dismissed),
            inspected: complaint_id(inspected),
            hopeless: complaint_id(crowd),
            foreign_complaint: complaint_id(foreign_complaint),
            document: make
                .file(
                    &people.officer,
                    "DOSSIER_DOCUMENT",
                    "application/pdf",
                    b"%PDF-1.7\n",
                )
                .await,
            sheet: make
                .file(&people.officer, "REGISTER_IMPORT", "text/csv", csv)
                .await,
            anothers_sheet,
            import: global_id("RegisterImport", import.unwrap().id.0),
            export: global_id("RegisterExport", export.await.unwrap().id.0),
        }
    }
}
