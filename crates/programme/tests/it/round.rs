//! A round of the programme in Ninh Bình, for tests: people, a cycle, criteria,
//! and dossiers on their way.

use crate::support::*;
use chrono::{Duration, NaiveDate};
use files::{Files, MediaType, NewFile};
use identity::{Identity, NewAccount};
use kernel::{
    AccountId, Actor, Clock, CouncilSessionId, CycleId, DecisionId, DossierId, FileId, Language,
    ProducerId, Role, RoleGrant, Scope, Timestamp, TokenKey, clock::day_in_vietnam,
};
use programme::council::{
    CriteriaSheet, NewCouncilSession, NewCriteriaSheet, NewCriterion, NewScoreSheet, ScoreSheet,
    Seat, SignScoreSheetError,
};
use programme::cycles::NewCycle;
use programme::decisions::{Decision, NewDecision, NewResult, RecordDecisionError};
use programme::dossiers::{
    Dossier, DossierDocument, DossierKind, DossierStep, NewCommuneReport, NewDocument, NewDossier,
    RegisterDossierError,
};
use programme::scheme::{Part, Scheme};
use programme::{IssuerLevel, Programme};
use std::sync::Arc;
use testkit::{TestClock, TestDb};

/// A round under way.
pub(crate) struct Round {
    pub(crate) programme: Programme,
    pub(crate) clock: TestClock,
    pub(crate) identity: Identity,
    /// Runs the programme in Ninh Bình.
    pub(crate) officer: Actor,
    /// Runs it in the whole country.
    pub(crate) centre: Actor,
    pub(crate) cycle: CycleId,
    pub(crate) criteria: CriteriaSheet,
    pub(crate) members: Vec<Actor>,
    pub(crate) files: Files,
    /// Whose `file` is; see [`Round::keeper_of`].
    pub(crate) keeper: AccountId,
    /// A document in PDF.
    pub(crate) file: FileId,
}

/// Stores a file of that account for a dossier.
pub(crate) async fn store(files: &Files, account: AccountId, content: &str) -> FileId {
    let new = NewFile {
        purpose: DossierDocument::PURPOSE,
        name: "hồ sơ.pdf".to_owned(),
        media_type: MediaType::Pdf,
    };
    let mut upload = files.make_for(account, new).await.unwrap();
    let content = format!("%PDF-1.7 {content}");
    upload.write(content.as_bytes()).await.unwrap();
    upload.finish().await.unwrap().id
}

pub(crate) fn owner_of(producer: ProducerId) -> Actor {
    account(Role::ProducerOwner, Scope::Producer(producer))
}

impl Round {
    /// A cycle of this year with a criterion a part and one that only has to
    /// be met, and a council of three.
    pub(crate) async fn begin(test: &TestDb) -> Self {
        let now = TestClock::default().now();
        Self::begin_on(test, now, cycle(2026, "37"), Scheme::Decision148).await
    }

    /// The same with another cycle at another time.
    pub(crate) async fn begin_on(
        test: &TestDb,
        now: Timestamp,
        cycle: NewCycle,
        scheme: Scheme,
    ) -> Self {
        let (programme, clock) = programme(test);
        clock.set(now);
        let units = "code,level,kind,name,name_en,parent_code,valid_from,valid_to\n\
            37,PROVINCE,TINH,Ninh Bình,Ninh Binh,,2025-07-01,\n\
            01,PROVINCE,THANH_PHO,Hà Nội,Ha Noi,,2025-07-01,\n";
        let tx = test.begin().await.unwrap();
        programme::units::import(&tx, units.as_bytes())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let key = TokenKey::new([7; 32]);
        let identity = Identity::new(test.handle(), Arc::new(clock.clone()), key);
        let officer = officer_of("37");
        let cycle = programme.open_cycle(&officer, cycle).await.unwrap();
        let criteria = programme
            .create_criteria(&Actor::System, sheet(scheme))
            .await
            .unwrap();
        let shared: Arc<dyn Clock> = Arc::new(clock.clone());
        let files = Files::new(test.handle(), shared, test.folder().join("files"));
        let keeper = person(&identity, 1_000, Vec::new()).await;
        let file = store(&files, keeper, "Hồ sơ").await;
        let mut round = Self {
            files,
            keeper,
            file,
            programme,
            clock,
            identity,
            officer,
            centre: account(Role::ProgrammeOfficer, Scope::Global),
            cycle: cycle.id,
            criteria,
            members: Vec::new(),
        };
        for n in 1..=3 {
            let member = round.person(n, Role::CouncilMember, "37").await;
            round.members.push(member);
        }
        round
    }

    /// Somebody with an account and a role in a province.
    pub(crate) async fn person(&self, n: u32, role: Role, province: &str) -> Actor {
        let grants = vec![RoleGrant {
            role,
            scope: Scope::Province(province.to_owned()),
        }];
        let id = person(&self.identity, n, grants.clone()).await;
        Actor::Account { id, grants }
    }

    /// The producer's owner who has `file`.
    pub(crate) fn keeper_of(&self, producer: ProducerId) -> Actor {
        let grants = vec![RoleGrant {
            role: Role::ProducerOwner,
            scope: Scope::Producer(producer),
        }];
        Actor::Account {
            id: self.keeper,
            grants,
        }
    }

    /// A document of that kind: the file of this round.
    pub(crate) fn document(&self, dossier: &Dossier, code: &str) -> NewDocument {
        NewDocument {
            dossier_id: dossier.id,
            code: code.to_owned(),
            title: "Phiếu đăng ký".to_owned(),
            number: None,
            issuer: "Chủ thể".to_owned(),
            issued_on: self.today(),
            expires_on: None,
            file_id: Some(self.file),
        }
    }

    /// The codes of the mandatory documents that a dossier lacks today.
    pub(crate) async fn lacking(&self, dossier: &Dossier) -> Vec<String> {
        let ids = [dossier.id];
        let lists = self.programme.dossier_checklists(&ids).await.unwrap();
        let documents = self.programme.dossier_documents(&ids).await.unwrap();
        let missing = lists[0].1.missing(&documents, self.today()).into_iter();
        missing.map(|one| one.kind.code).collect()
    }

    /// Adds the mandatory documents that a dossier lacks.
    pub(crate) async fn attach(&self, dossier: &Dossier) {
        let keeper = self.keeper_of(dossier.producer_id);
        for code in self.lacking(dossier).await {
            let new = self.document(dossier, &code);
            let added = self.programme.add_document(&self.files, &keeper, &new);
            added.await.unwrap();
        }
    }

    pub(crate) async fn producer(&self, name: &str) -> ProducerId {
        active(&self.programme, cooperative(name)).await
    }

    pub(crate) async fn register(
        &self,
        producer: ProducerId,
        name: &str,
    ) -> Result<Dossier, RegisterDossierError> {
        let new = food(self.cycle, producer, name);
        self.programme
            .register_dossier(&owner_of(producer), new)
            .await
    }

    pub(crate) fn today(&self) -> NaiveDate {
        day_in_vietnam(self.clock.now())
    }

    /// Takes a step as whoever may, a minute later; what is handed in has its
    /// documents.
    pub(crate) async fn step(&self, dossier: &Dossier, step: DossierStep) -> Dossier {
        self.clock.advance(Duration::minutes(1));
        if matches!(step, DossierStep::Submit) {
            self.attach(dossier).await;
        }
        let owner = owner_of(dossier.producer_id);
        for actor in [&owner, &self.officer] {
            let done = self.programme.advance_dossier(actor, dossier.id, &step);
            if let Ok(dossier) = done.await {
                return dossier;
            }
        }
        panic!("nobody may {step:?} a dossier that is {:?}", dossier.status);
    }

    pub(crate) async fn report(&self, dossier: &Dossier) {
        self.clock.advance(Duration::minutes(1));
        let report = commune_report(dossier.id, self.today());
        let done = self.programme.report_commune(&self.officer, report);
        done.await.unwrap();
    }

    /// From the draft to the advisory team.
    pub(crate) async fn hand_in(&self, dossier: &Dossier) -> Dossier {
        self.step(dossier, DossierStep::Submit).await;
        self.step(dossier, DossierStep::BeginReview).await;
        self.report(dossier).await;
        self.step(dossier, DossierStep::Forward).await;
        self.step(dossier, DossierStep::BeginCheck).await
    }

    /// A new product at the advisory team.
    pub(crate) async fn checked(&self, producer: ProducerId, name: &str) -> Dossier {
        self.enter(food(self.cycle, producer, name)).await
    }

    /// Any new product, from the idea to the advisory team.
    pub(crate) async fn enter(&self, new: NewDossier) -> Dossier {
        let owner = owner_of(new.producer_id);
        let registered = self.programme.register_dossier(&owner, new);
        let dossier = registered.await.unwrap();
        self.step(&dossier, DossierStep::AcceptIdea).await;
        let plan = "Trồng, chế biến, bán.".to_owned();
        self.step(&dossier, DossierStep::SubmitPlan { plan }).await;
        self.step(&dossier, DossierStep::AcceptPlan).await;
        self.hand_in(&dossier).await
    }

    pub(crate) async fn council(&self, quorum: i32) -> CouncilSessionId {
        let seats = (1..).zip(&self.members).map(|(n, member)| Seat {
            account_id: id_of(member),
            chair: n == 1,
        });
        let new = NewCouncilSession {
            cycle_id: self.cycle,
            level: IssuerLevel::Province,
            held_on: self.today(),
            quorum,
            seats: seats.collect(),
        };
        let session = self.programme.convene_council(&self.officer, new);
        session.await.unwrap().id
    }

    pub(crate) async fn admit(&self, session: CouncilSessionId, dossier: &Dossier) {
        let ids = [dossier.id];
        let admitted = self.programme.admit_dossiers(&self.officer, session, &ids);
        admitted.await.unwrap();
    }

    /// Signs a sheet of that total; `met` is the mandatory criterion.
    pub(crate) async fn sign(
        &self,
        member: &Actor,
        session: CouncilSessionId,
        dossier: DossierId,
        total: i32,
        met: bool,
    ) -> Result<ScoreSheet, SignScoreSheetError> {
        let new = NewScoreSheet {
            session_id: session,
            dossier_id: dossier,
            items: points(&self.criteria, total, met),
            remarks: None,
        };
        self.programme.sign_score_sheet(member, new).await
    }

    /// Scores a dossier at the advisory team by three sheets of these totals.
    pub(crate) async fn score(&self, dossier: &Dossier, totals: [i32; 3]) -> Dossier {
        let session = self.council(2).await;
        self.admit(session, dossier).await;
        for (member, total) in self.members.iter().zip(totals) {
            self.sign(member, session, dossier.id, total, true)
                .await
                .unwrap();
        }
        let closed = self.programme.close_scoring(&self.officer, dossier.id);
        closed.await.unwrap()
    }

    /// A new product that a council gave these totals.
    pub(crate) async fn scored(
        &self,
        producer: ProducerId,
        name: &str,
        totals: [i32; 3],
    ) -> Dossier {
        let dossier = self.checked(producer, name).await;
        self.score(&dossier, totals).await
    }

    pub(crate) async fn record(
        &self,
        actor: &Actor,
        level: IssuerLevel,
        number: &str,
        dossier: DossierId,
        stars: Option<i32>,
    ) -> Result<Decision, RecordDecisionError> {
        let new = self.decision(level, number, dossier, stars);
        self.programme.record_decision(actor, new).await
    }

    pub(crate) fn decision(
        &self,
        level: IssuerLevel,
        number: &str,
        dossier: DossierId,
        stars: Option<i32>,
    ) -> NewDecision {
        NewDecision {
            cycle_id: self.cycle,
            number: number.to_owned(),
            decided_on: self.today(),
            signer: "Chủ tịch UBND".to_owned(),
            authority: "UBND tỉnh Ninh Bình".to_owned(),
            level,
            results: vec![NewResult {
                dossier_id: dossier,
                stars,
                certificate_number: stars.map(|_| format!("GCN {number}")),
            }],
            measures: Vec::new(),
        }
    }

    /// Records and confirms a decision of the province.
    pub(crate) async fn recognise(
        &self,
        dossier: &Dossier,
        number: &str,
        stars: i32,
    ) -> DecisionId {
        let level = IssuerLevel::Province;
        let decision = self
            .record(&self.officer, level, number, dossier.id, Some(stars))
            .await
            .unwrap();
        let confirmed = self.programme.confirm_decision(&self.officer, decision.id);
        confirmed.await.unwrap();
        decision.id
    }

    pub(crate) async fn dossier(&self, id: DossierId) -> Dossier {
        self.programme
            .dossiers_by_ids(&[id])
            .await
            .unwrap()
            .remove(0)
    }

    /// The certificate that a decision issued for its one dossier.
    pub(crate) async fn certificate(&self, decision: DecisionId) -> programme::Certificate {
        let results = self.programme.decision_results(&[decision]).await.unwrap();
        let id = results[0].1.certificate_id.unwrap();
        let found = self.programme.certificates_by_ids(&[id]).await.unwrap();
        found.into_iter().next().unwrap()
    }
}

async fn person(identity: &Identity, n: u32, grants: Vec<RoleGrant>) -> AccountId {
    let new = NewAccount {
        email: format!("nguoi-{n}@vidu.example"),
        password: "mot mat khau du dai".to_owned().into(),
        display_name: format!("Người {n}"),
        phone: None,
        language: Language::Vi,
        grants,
        demo: false,
    };
    identity.create_account(new).await.unwrap()
}

pub(crate) fn id_of(actor: &Actor) -> AccountId {
    actor.account_id().unwrap()
}

pub(crate) fn cycle(year: i32, province: &str) -> NewCycle {
    NewCycle {
        year,
        province_code: province.to_owned(),
        scheme: None,
        planned_products: 24,
        opened_on: Some(day(2026, 1, 5)),
        demo: false,
    }
}

pub(crate) fn food(cycle: CycleId, producer: ProducerId, name: &str) -> NewDossier {
    NewDossier {
        cycle_id: cycle,
        producer_id: producer,
        kind: DossierKind::New,
        previous_certificate_id: None,
        product_name: Some(name.to_owned()),
        group_code: "FOOD".to_owned(),
        product_set: Some(6),
        idea: "Cơm cháy của làng.".to_owned(),
        demo: false,
    }
}

pub(crate) fn commune_report(dossier_id: DossierId, meeting_on: NaiveDate) -> NewCommuneReport {
    NewCommuneReport {
        dossier_id,
        local_origin: true,
        local_labour: true,
        idea_origin: true,
        local_identity: true,
        remarks: "Đủ điều kiện.".to_owned(),
        meeting_on,
    }
}

/// A criterion for each part of a scheme, and one that only has to be met.
pub(crate) fn sheet(scheme: Scheme) -> NewCriteriaSheet {
    let line = |part: &str, code: &str, max_hundredths, mandatory| NewCriterion {
        part: part.to_owned(),
        code: code.to_owned(),
        name: format!("Tiêu chí {code}"),
        name_en: None,
        max_hundredths,
        mandatory,
    };
    let mut criteria: Vec<_> = Part::ALL
        .map(|part| {
            line(
                part.as_str(),
                part.as_str(),
                scheme.part_hundredths(part),
                false,
            )
        })
        .to_vec();
    criteria.push(line("C", "C-ATTP", 0, true));
    NewCriteriaSheet {
        scheme,
        product_set: None,
        valid_from: day(2019, 8, 21),
        criteria,
    }
}

/// Points for every criterion of such a sheet that add up to `total`.
pub(crate) fn points(
    sheet: &CriteriaSheet,
    total: i32,
    met: bool,
) -> Vec<(kernel::CriterionId, i32)> {
    let mut left = total;
    let lines = sheet.criteria.iter();
    lines
        .map(|line| match line.max_hundredths {
            0 => (line.id, i32::from(met)),
            most => {
                let given = left.min(most);
                left -= given;
                (line.id, given)
            }
        })
        .collect()
}
