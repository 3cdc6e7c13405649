//! What the tests of this crate share.

use chrono::NaiveDate;
use jobs::{Outbox, OutboxBuilder};
use kernel::{AccountId, Actor, Clock, ProducerId, Role, RoleGrant, Scope};
use programme::{IssuerLevel, LegalForm, NewCertificate, NewProducer, ProducerStatus, Programme};
use std::sync::Arc;
use testkit::{TestClock, TestDb};

pub(crate) const PRODUCER_JOB: &str = "test.producer";
pub(crate) const CERTIFICATE_JOB: &str = "test.certificate";

/// A programme whose events become jobs that can be counted.
pub(crate) fn programme(test: &TestDb) -> (Programme, TestClock) {
    let clock = TestClock::default();
    let outbox: Arc<Outbox> = OutboxBuilder::default()
        .subscribe(programme::events::PRODUCER_CHANGED, PRODUCER_JOB)
        .subscribe(programme::events::CERTIFICATE_CHANGED, CERTIFICATE_JOB)
        .build();
    (
        Programme::new(test.handle(), Arc::new(clock.clone()), outbox),
        clock,
    )
}

/// How many different subjects an event was announced for.
pub(crate) async fn announced(test: &TestDb, job: &str) -> i64 {
    test.number(&format!("SELECT COUNT(*) FROM job WHERE kind = '{job}'"))
        .await
}

/// Forgets what was announced so far.
pub(crate) async fn forget_announced(test: &TestDb) {
    test.raw("DELETE FROM job").await.unwrap();
}

pub(crate) fn account(role: Role, scope: Scope) -> Actor {
    let id = AccountId::new(TestClock::default().now());
    Actor::Account {
        id,
        grants: vec![RoleGrant { role, scope }],
    }
}

pub(crate) fn officer_of(province: &str) -> Actor {
    account(Role::ProgrammeOfficer, Scope::Province(province.to_owned()))
}

pub(crate) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// A cooperative in Ninh Bình.
pub(crate) fn cooperative(name: &str) -> NewProducer {
    NewProducer {
        legal_form: LegalForm::Cooperative,
        name: name.to_owned(),
        name_en: None,
        tax_code: None,
        phone: "0912 345 678".to_owned(),
        email: "LienHe@htx.example.vn".to_owned(),
        street: "Xóm 5".to_owned(),
        commune_code: "14620".to_owned(),
        province_code: "37".to_owned(),
        founded_year: Some(2015),
        story: Some("Đoạn một.\n\nĐoạn hai.".to_owned()),
        story_en: None,
        demo: false,
        registration_number: None,
        representative: None,
    }
}

/// Registers and opens a producer.
pub(crate) async fn active(programme: &Programme, new: NewProducer) -> ProducerId {
    let id = programme.register_producer(new).await.unwrap();
    programme
        .set_producer_status(&Actor::System, id, ProducerStatus::Active)
        .await
        .unwrap();
    id
}

pub(crate) fn four_stars(producer_id: ProducerId, number: &str) -> NewCertificate {
    NewCertificate {
        number: number.to_owned(),
        producer_id,
        product_name: "Cơm cháy".to_owned(),
        stars: 4,
        score_hundredths: 7_650,
        potential_five: false,
        issuer: "UBND tỉnh Ninh Bình".to_owned(),
        issuer_level: IssuerLevel::Province,
        decision_number: "123/QĐ-UBND".to_owned(),
        issued_on: day(2025, 12, 20),
        recognised_year: Some(2025),
        demo: false,
    }
}
