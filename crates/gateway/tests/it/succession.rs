//! What is sold follows the certificates that take each other's place: the next
//! search and the next checkout see each renewal and upgrade.

use crate::inspections::World;
use chrono::{Duration, NaiveDate};
use files::{MediaType, NewFile, Purpose};
use kernel::clock::day_in_vietnam;
use kernel::{
    Actor, CertificateId, Clock, CycleId, DecisionId, DossierId, FileId, Role, RoleGrant, Scope,
};
use programme::IssuerLevel;
use programme::council::{
    CriteriaSheet, NewCouncilSession, NewCriteriaSheet, NewCriterion, NewScoreSheet, Seat,
};
use programme::cycles::NewCycle;
use programme::decisions::{NewDecision, NewResult};
use programme::dossiers::{DossierKind, DossierStep, NewCommuneReport, NewDocument, NewDossier};
use programme::scheme::Scheme;
use serde_json::{Value, json};
use testkit::TestDb;

testkit::on_both!(renewal_and_upgrade_act_on_the_next_request);

/// Who takes a product through the programme again.
struct Round {
    owner: Actor,
    officer: Actor,
    centre: Actor,
    members: Vec<Actor>,
    criteria: CriteriaSheet,
    /// Of two years.
    cycles: [CycleId; 2],
    file: FileId,
}

impl Round {
    async fn open(world: &World) -> Self {
        let services = &world.app.services;
        let person = async |email: &str, role, scope| {
            let grants = vec![RoleGrant { role, scope }];
            let id = world.app.account(email, grants.clone()).await;
            Actor::Account { id, grants }
        };
        let home = || Scope::Province("37".to_owned());
        let of = Scope::Producer(world.listing.producer.id);
        let owner = person("chu@vidu.example", Role::ProducerOwner, of).await;
        let officer = person("cb@vidu.example", Role::ProgrammeOfficer, home()).await;
        let centre = person("tu@vidu.example", Role::ProgrammeOfficer, Scope::Global).await;
        let mut members = Vec::new();
        for email in ["tv1@vidu.example", "tv2@vidu.example"] {
            members.push(person(email, Role::CouncilMember, home()).await);
        }
        let line = |part: &str, max_hundredths| NewCriterion {
            part: part.to_owned(),
            code: part.to_owned(),
            name: part.to_owned(),
            name_en: None,
            max_hundredths,
            mandatory: false,
        };
        let sheet = NewCriteriaSheet {
            scheme: Scheme::Decision148,
            product_set: None,
            valid_from: day(2023, 2, 24),
            criteria: vec![line("A", 4_000), line("B", 2_500), line("C", 3_500)],
        };
        let criteria = services.programme.create_criteria(&centre, sheet).await;
        let open = async |year: i32| {
            let new = NewCycle {
                year,
                province_code: "37".to_owned(),
                scheme: None,
                planned_products: 1,
                opened_on: Some(day(2026, 1, 5)),
                demo: false,
            };
            let opened = services.programme.open_cycle(&officer, new).await;
            opened.unwrap().id
        };
        let cycles = [open(2026).await, open(2027).await];
        let new = NewFile {
            purpose: Purpose::DossierDocument,
            name: "ho-so.pdf".to_owned(),
            media_type: MediaType::Pdf,
        };
        let account = owner.account_id().unwrap();
        let mut upload = services.files.make_for(account, new).await.unwrap();
        upload.write(b"%PDF-1.7").await.unwrap();
        Self {
            file: upload.finish().await.unwrap().id,
            criteria: criteria.unwrap(),
            cycles,
            owner,
            officer,
            centre,
            members,
        }
    }

    /// The dossier that follows a certificate, scored with that total.
    async fn scored(
        &self,
        world: &World,
        cycle_id: CycleId,
        kind: DossierKind,
        previous: CertificateId,
        total: i32,
    ) -> DossierId {
        let services = &world.app.services;
        let programme = &services.programme;
        let today = day_in_vietnam(world.app.clock.now());
        let new = NewDossier {
            cycle_id,
            producer_id: world.listing.producer.id,
            kind,
            previous_certificate_id: Some(previous),
            product_name: None,
            group_code: "FOOD".to_owned(),
            product_set: Some(6),
            idea: "Đánh giá lại.".to_owned(),
            demo: false,
        };
        let registered = programme.register_dossier(&self.owner, new).await;
        let id = registered.unwrap().id;
        for code in ["REGISTRATION_FORM", "SELF_ASSESSMENT"] {
            let document = NewDocument {
                dossier_id: id,
                code: code.to_owned(),
                title: code.to_owned(),
                number: None,
                issuer: "HTX".to_owned(),
                issued_on: today,
                expires_on: None,
                file_id: Some(self.file),
            };
            let added = programme.add_document(&services.files, &self.owner, &document);
            added.await.unwrap();
        }
        let step = async |actor: &Actor, step: DossierStep| {
            world.app.clock.advance(Duration::minutes(1));
            let done = programme.advance_dossier(actor, id, &step).await;
            done.unwrap();
        };
        step(&self.owner, DossierStep::Submit).await;
        step(&self.officer, DossierStep::BeginReview).await;
        let report = NewCommuneReport {
            dossier_id: id,
            local_origin: true,
            local_labour: true,
            idea_origin: true,
            local_identity: true,
            remarks: String::new(),
            meeting_on: today,
        };
        let reported = programme.report_commune(&self.officer, report).await;
        reported.unwrap();
        step(&self.officer, DossierStep::Forward).await;
        step(&self.officer, DossierStep::BeginCheck).await;
        let seats = self.members.iter().enumerate().map(|(n, member)| Seat {
            account_id: member.account_id().unwrap(),
            chair: n == 0,
        });
        let session = NewCouncilSession {
            cycle_id,
            level: IssuerLevel::Province,
            held_on: today,
            quorum: 2,
            seats: seats.collect(),
        };
        let session = programme.convene_council(&self.officer, session).await;
        let session_id = session.unwrap().id;
        let ids = [id];
        let admitted = programme.admit_dossiers(&self.officer, session_id, &ids);
        admitted.await.unwrap();
        for member in &self.members {
            let mut left = total;
            let items = self.criteria.criteria.iter().map(|line| {
                let given = left.min(line.max_hundredths);
                left -= given;
                (line.id, given)
            });
            let sheet = NewScoreSheet {
                session_id,
                dossier_id: id,
                items: items.collect(),
                remarks: None,
            };
            let signed = programme.sign_score_sheet(member, sheet).await;
            signed.unwrap();
        }
        let closed = programme.close_scoring(&self.officer, id).await;
        closed.unwrap();
        id
    }

    /// A decision that gives a dossier so many stars; recorded, not confirmed.
    async fn record(
        &self,
        world: &World,
        cycle_id: CycleId,
        number: &str,
        dossier: DossierId,
        stars: i32,
    ) -> DecisionId {
        let (actor, level) = match stars {
            5 => (&self.centre, IssuerLevel::Ministry),
            _ => (&self.officer, IssuerLevel::Province),
        };
        let new = NewDecision {
            cycle_id,
            number: number.to_owned(),
            decided_on: day_in_vietnam(world.app.clock.now()),
            signer: "Chủ tịch".to_owned(),
            authority: "UBND tỉnh Ninh Bình".to_owned(),
            level,
            results: vec![NewResult {
                dossier_id: dossier,
                stars: Some(stars),
                certificate_number: Some(format!("GCN {number}")),
            }],
            measures: Vec::new(),
        };
        let programme = &world.app.services.programme;
        let recorded = programme.record_decision(actor, new).await;
        recorded.unwrap().id
    }

    async fn confirm(&self, world: &World, actor: &Actor, id: DecisionId) -> CertificateId {
        let programme = &world.app.services.programme;
        programme.confirm_decision(actor, id).await.unwrap();
        let results = programme.decision_results(&[id]).await.unwrap();
        results[0].1.certificate_id.unwrap()
    }
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// The badge that search shows, and what the last order froze.
async fn shown(world: &World) -> (Value, Vec<String>) {
    let query =
        "{ search(query: \"com chay\", first: 5) { nodes { badge { stars certificateNumber } } } }";
    let mut found = world.app.query(query).await.data();
    let lines = world
        .app
        .texts("SELECT certificate_number || ' ' || CAST(stars AS TEXT) FROM order_line ORDER BY id DESC LIMIT 1")
        .await;
    (found["search"]["nodes"][0]["badge"].take(), lines)
}

async fn renewal_and_upgrade_act_on_the_next_request(test: TestDb) {
    let world = World::open(test).await;
    let round = Round::open(&world).await;
    let [one, two] = round.cycles;
    let first = &world.listing.certificate;
    let last = first.valid_until();
    world.app.clock.set(last - Duration::minutes(1));
    let carts = [world.cart().await, world.cart().await];
    world.app.clock.set(last);
    assert!(!world.public(&carts[0], "1").await, "expired");
    let dossier = round
        .scored(&world, one, DossierKind::Renewal, first.id, 7_500)
        .await;
    let decision = round.record(&world, one, "1/QĐ", dossier, 4).await;
    assert!(!world.public(&carts[0], "2").await, "only recorded");
    let second = round.confirm(&world, &round.officer, decision).await;
    // What comes back has to be put into the index, by a job within a second;
    // what goes, or changes, is decided by the row that is read.
    world.app.services.search.reindex(|_| {}).await.unwrap();
    assert!(world.public(&carts[0], "3").await, "renewed");
    let badge = |stars: i32, number: &str| json!({ "stars": stars, "certificateNumber": number });
    let told = shown(&world).await;
    assert_eq!(told, (badge(4, "GCN 1/QĐ"), vec!["GCN 1/QĐ 4".to_owned()]));

    let dossier = round
        .scored(&world, two, DossierKind::Upgrade, second, 9_200)
        .await;
    let potential = round.record(&world, two, "2/QĐ", dossier, 4).await;
    round.confirm(&world, &round.officer, potential).await;
    assert_eq!(shown(&world).await.0, badge(4, "GCN 2/QĐ"));
    let five = round.record(&world, two, "3/QĐ", dossier, 5).await;
    assert_eq!(shown(&world).await.0, badge(4, "GCN 2/QĐ"), "only recorded");
    let id = world.app.account("qt@vidu.example", Vec::new()).await;
    let grants = vec![RoleGrant {
        role: Role::Administrator,
        scope: Scope::Global,
    }];
    round
        .confirm(&world, &Actor::Account { id, grants }, five)
        .await;
    assert!(world.public(&carts[1], "4").await, "upgraded");
    let told = shown(&world).await;
    assert_eq!(told, (badge(5, "GCN 3/QĐ"), vec!["GCN 3/QĐ 5".to_owned()]));
}
