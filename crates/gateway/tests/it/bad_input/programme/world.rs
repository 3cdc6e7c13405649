//! A programme with something in every state that a case needs, in Ninh Bình
//! and, for those who have no business there, in Hà Nội.

use super::curation::Curation;
use super::documents::Documents;
use super::people::People;
use super::rights::Rights;
use super::round::Round;
use super::supervision::Supervision;
use crate::support::App;
use chrono::Duration;
use kernel::{Actor, ProducerId};
use programme::{
    LegalForm, NewProducer, Producer, ProducerStatus, StandingStep, VerificationMethod,
};
use testkit::TestDb;

/// Producers.
pub(super) struct Producers {
    /// The owner's; it trades.
    pub(super) own: Producer,
    pub(super) rival: Producer,
    /// In Hà Nội.
    pub(super) foreign: Producer,
    /// One in every status.
    pub(super) by_status: Vec<(ProducerStatus, Producer)>,
    /// Verified, and nobody knows how.
    pub(super) unverified: Producer,
    /// Verified, without a telephone number.
    pub(super) silent: Producer,
    /// An officer's own applicant.
    pub(super) officers: Producer,
    /// For tourism alone.
    pub(super) board: Producer,
}

impl Producers {
    pub(super) fn that_is(&self, status: ProducerStatus) -> &Producer {
        let found = self.by_status.iter().find(|(own, _)| *own == status);
        &found.unwrap().1
    }
}

pub(in crate::bad_input) struct World {
    pub(in crate::bad_input) app: App,
    pub(super) people: People,
    pub(super) producers: Producers,
    pub(super) rights: Rights,
    pub(super) round: Round,
    pub(super) documents: Documents,
    pub(super) supervision: Supervision,
    pub(super) curation: Curation,
}

/// What somebody registers.
pub(super) fn registration(name: &str) -> NewProducer {
    NewProducer {
        legal_form: LegalForm::Cooperative,
        name: name.to_owned(),
        name_en: None,
        tax_code: None,
        phone: "0912345678".to_owned(),
        email: "htx@vidu.example".to_owned(),
        street: "Thôn 1".to_owned(),
        commune_code: "14620".to_owned(),
        province_code: "37".to_owned(),
        founded_year: None,
        story: None,
        story_en: None,
        demo: true,
        registration_number: None,
        representative: None,
    }
}

async fn producer(app: &App, new: NewProducer, status: ProducerStatus) -> Producer {
    use ProducerStatus as S;
    // Ids of one instant are in no order.
    app.clock.advance(Duration::seconds(1));
    let programme = &app.services.programme;
    let id = programme.register_producer(new).await.unwrap();
    let grounds = || "Vi phạm.".to_owned();
    let verify = StandingStep::Verify {
        method: VerificationMethod::SiteVisit,
        evidence: "Đã đến nơi.".to_owned(),
    };
    let suspend = StandingStep::Suspend { grounds: grounds() };
    let close = StandingStep::Close { grounds: grounds() };
    let steps = match status {
        S::Applied => Vec::new(),
        S::Verified => vec![verify],
        S::Active => vec![verify, StandingStep::Activate],
        S::Suspended => vec![verify, StandingStep::Activate, suspend],
        S::Closed => vec![close],
    };
    for step in steps {
        let done = programme.change_standing(&Actor::System, id, &step).await;
        done.unwrap();
    }
    found(app, id).await
}

async fn found(app: &App, id: ProducerId) -> Producer {
    let programme = &app.services.programme;
    let found = programme.producer_record(&Actor::System, id).await;
    found.unwrap().unwrap()
}

impl Producers {
    async fn open(app: &App) -> Self {
        let mut by_status = Vec::new();
        for status in ProducerStatus::ALL {
            let name = format!("HTX {}", status.as_str());
            by_status.push((status, producer(app, registration(&name), status).await));
        }
        let unverified = app.market.producer("HTX Xưa").await;
        let silent = app.market.producer("HTX Im").await;
        // Its status is from before there were records of it.
        app.raw("DELETE FROM producer_verification WHERE producer_id IN (SELECT id FROM producer WHERE name = 'HTX Xưa')")
            .await;
        app.raw("UPDATE producer SET status = 'VERIFIED' WHERE name = 'HTX Xưa'")
            .await;
        app.raw("UPDATE producer SET status = 'VERIFIED', phone = '' WHERE name = 'HTX Im'")
            .await;
        let away = NewProducer {
            commune_code: "00070".to_owned(),
            province_code: "01".to_owned(),
            ..registration("HTX Hà Nội")
        };
        let board = NewProducer {
            legal_form: LegalForm::TourismBoard,
            ..registration("Ban quản lý Tràng An")
        };
        let taxed = NewProducer {
            tax_code: Some("0100109106".to_owned()),
            ..registration("HTX của cán bộ")
        };
        Self {
            own: producer(app, registration("HTX Sinh Dược"), ProducerStatus::Active).await,
            rival: producer(app, registration("HTX Yên Thắng"), ProducerStatus::Active).await,
            foreign: producer(app, away, ProducerStatus::Active).await,
            by_status,
            unverified,
            silent,
            officers: producer(app, taxed, ProducerStatus::Applied).await,
            board: producer(app, board, ProducerStatus::Active).await,
        }
    }
}

impl World {
    pub(in crate::bad_input) async fn open(test: TestDb) -> Self {
        let app = App::open(test).await;
        let producers = Producers::open(&app).await;
        let people = People::open(
            &app,
            producers.own.id,
            producers.rival.id,
            producers.officers.id,
        )
        .await;
        for n in 0..5 {
            let units = app.services.units.snapshot().await.unwrap();
            let new = registration(&format!("HTX mới {n}"));
            let programme = &app.services.programme;
            let applied = programme.apply(&people.applicant.actor, &units, new).await;
            applied.unwrap();
        }
        let rights = Rights::open(&app, &people, &producers).await;
        let round = Round::open(&app, &people, &producers).await;
        let documents = Documents::open(&app, &people, &producers, &round).await;
        let supervision = Supervision::open(&app, &people, &producers).await;
        let curation = Curation::open(&app, &producers).await;
        Self {
            app,
            people,
            producers,
            rights,
            round,
            documents,
            supervision,
            curation,
        }
    }
}
