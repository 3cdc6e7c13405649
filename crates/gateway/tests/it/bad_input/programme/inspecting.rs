//! What supervision is made of, each in one call.

use super::making::day;
use super::people::{People, Person};
use super::round::CERTIFIED;
use crate::files::upload;
use crate::support::App;
use chrono::{Duration, NaiveDate};
use kernel::{Actor, CertificateId, ComplaintId, InspectionId, ProducerId, SampleId};
use programme::complaints::{CertificateName, ComplaintReason, NewComplaint};
use programme::inspections::{Act, InspectionKind, NewInspection, Verdict};
use programme::{IssuerLevel, NewCertificate};

/// Makes certificates, inspections and the like with the people at hand.
pub(super) struct Maker<'a> {
    pub(super) app: &'a App,
    pub(super) people: &'a People,
}

impl Maker<'_> {
    pub(super) async fn certificate(
        &self,
        producer: ProducerId,
        number: &str,
        stars: i32,
    ) -> CertificateId {
        self.app.clock.advance(Duration::seconds(1));
        let (level, score) = match stars {
            5 => (IssuerLevel::Ministry, 9_200),
            _ => (IssuerLevel::Province, 8_200),
        };
        let new = NewCertificate {
            number: number.to_owned(),
            producer_id: producer,
            product_name: CERTIFIED.to_owned(),
            stars,
            score_hundredths: score,
            potential_five: false,
            issuer: "UBND tỉnh Ninh Bình".to_owned(),
            issuer_level: level,
            decision_number: format!("QĐ {number}"),
            issued_on: day(2026, 3, 2),
            recognised_year: Some(2026),
            demo: true,
        };
        let programme = &self.app.services.programme;
        let recorded = programme.record_certificate(&Actor::System, new).await;
        recorded.unwrap()
    }

    pub(super) async fn inspection(
        &self,
        inspector: &Person,
        certificate: CertificateId,
        kind: InspectionKind,
        follows: Option<InspectionId>,
    ) -> InspectionId {
        self.app.clock.advance(Duration::seconds(1));
        let new = NewInspection {
            certificate_id: certificate,
            kind,
            planned_on: day(2026, 11, 24),
            inspector: inspector.actor.clone(),
            follows,
        };
        let programme = &self.app.services.programme;
        let new = [new];
        let planned = programme.plan_inspections(&self.people.centre.actor, &new);
        planned.await.unwrap()[0].id
    }

    pub(super) async fn act(&self, inspector: &Person, id: InspectionId, act: Act) {
        let programme = &self.app.services.programme;
        let done = programme.act_on_inspection(&inspector.actor, id, &act);
        done.await.unwrap();
    }

    pub(super) async fn started(
        &self,
        inspector: &Person,
        certificate: CertificateId,
    ) -> InspectionId {
        let kind = InspectionKind::Complaint;
        let id = self.inspection(inspector, certificate, kind, None).await;
        self.act(inspector, id, Act::Start).await;
        id
    }

    pub(super) async fn concluded(
        &self,
        certificate: CertificateId,
        verdict: Verdict,
    ) -> InspectionId {
        let inspector = &self.people.inspector;
        let id = self.started(inspector, certificate).await;
        self.act(inspector, id, verdict_of(verdict)).await;
        id
    }

    /// Takes a sample.
    pub(super) async fn sample(&self, inspector: &Person, id: InspectionId) -> SampleId {
        // Ids of one instant are in no order.
        self.app.clock.advance(Duration::seconds(1));
        self.act(inspector, id, sampling()).await;
        let samples = self.app.services.programme.samples_of(&[id]).await;
        samples.unwrap().last().unwrap().id
    }

    pub(super) async fn complaint(&self, by: &Actor, about: CertificateId) -> ComplaintId {
        self.app.clock.advance(Duration::seconds(1));
        let new = NewComplaint {
            certificate: CertificateName::Id(about),
            reason: ComplaintReason::Label,
            text: "Nhãn ghi sai.".to_owned(),
            contact_email: None,
        };
        let programme = &self.app.services.programme;
        programme.report_certificate(by, &new).await.unwrap()
    }

    pub(super) async fn file(
        &self,
        by: &Person,
        purpose: &str,
        media_type: &str,
        bytes: &'static [u8],
    ) -> String {
        let query = format!("purpose={purpose}&name=tep");
        let kept = upload(self.app, &by.session, &query, media_type, bytes).await;
        kept.json()["id"].as_str().unwrap().to_owned()
    }
}

pub(super) fn sampling() -> Act {
    Act::Sample {
        what: "Gạo".to_owned(),
        laboratory: "Trung tâm".to_owned(),
        result: None,
    }
}

pub(super) fn verdict_of(verdict: Verdict) -> Act {
    let deadline: Option<NaiveDate> = verdict.needs_deadline().then(|| day(2026, 12, 24));
    Act::Conclude {
        verdict,
        corrective_deadline: deadline,
    }
}
