//! Random commands by random actors on one dossier: whatever the order, no
//! certificate without a confirmed decision, and figures that a slow recount
//! agrees with.

use crate::recount::Figures;
use crate::round::*;
use crate::support::*;
use chrono::Duration;
use kernel::{Actor, CouncilSessionId, DecisionId, Role, Scope};
use programme::IssuerLevel;
use programme::council::NewScoreSheet;
use programme::dossiers::{Dossier, DossierStatus, DossierStep};
use programme::statistics::StatisticsFilter;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use testkit::TestDb;
use tokio::runtime::Handle;

testkit::on_both!(no_certificate_without_a_confirmed_decision);

/// How many ways a dossier goes in one run.
const WAYS: u32 = 24;

#[derive(Clone, Copy, Debug)]
enum Command {
    AcceptIdea,
    ReturnIdea,
    ReviseIdea,
    SubmitPlan,
    AcceptPlan,
    ReturnPlan,
    Attach,
    Detach,
    Submit,
    BeginReview,
    Report,
    Return,
    Forward,
    BeginCheck,
    Admit,
    Sign,
    Close,
    Record,
    RecordAtMinistry,
    Confirm,
    Discard,
    Withdraw,
}

use Command as C;

const COMMANDS: [Command; 22] = [
    C::AcceptIdea,
    C::ReturnIdea,
    C::ReviseIdea,
    C::SubmitPlan,
    C::AcceptPlan,
    C::ReturnPlan,
    C::Attach,
    C::Detach,
    C::Submit,
    C::BeginReview,
    C::Report,
    C::Return,
    C::Forward,
    C::BeginCheck,
    C::Admit,
    C::Sign,
    C::Close,
    C::Record,
    C::RecordAtMinistry,
    C::Confirm,
    C::Discard,
    C::Withdraw,
];

/// What comes next where a dossier stands.
fn due(status: DossierStatus) -> &'static [Command] {
    match status {
        DossierStatus::IdeaRegistered => &[C::AcceptIdea],
        DossierStatus::IdeaReturned => &[C::ReviseIdea],
        DossierStatus::IdeaAccepted => &[C::SubmitPlan],
        DossierStatus::PlanSubmitted => &[C::AcceptPlan],
        DossierStatus::DossierDraft | DossierStatus::Returned => &[C::Attach, C::Submit],
        DossierStatus::Submitted => &[C::BeginReview],
        DossierStatus::CommuneReview => &[C::Report, C::Forward],
        DossierStatus::ForwardedToProvince => &[C::BeginCheck],
        DossierStatus::AdvisoryCheck => &[C::Admit],
        DossierStatus::CouncilScoring => &[C::Sign, C::Sign, C::Sign, C::Close],
        DossierStatus::Scored => &[C::Record, C::Confirm],
        DossierStatus::ForwardedToCentre => &[C::RecordAtMinistry, C::Confirm],
        DossierStatus::Rejected | DossierStatus::Recognised | DossierStatus::Withdrawn => &[],
    }
}

/// One command: the next one on the way by whoever may, or any by anybody.
#[derive(Clone, Copy, Debug)]
struct Move {
    on_the_way: bool,
    actor: usize,
    command: usize,
    /// Of the sheets and of the decision.
    stars: i32,
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = (
        prop::bool::weighted(0.8),
        0..1_000_usize,
        0..1_000_usize,
        2..=5,
    );
    let one = one.prop_map(|(on_the_way, actor, command, stars)| Move {
        on_the_way,
        actor,
        command,
        stars,
    });
    prop::collection::vec(one, 1..60)
}

struct Way<'a> {
    round: &'a Round,
    session: CouncilSessionId,
    dossier: Dossier,
    number: u32,
    /// The last is what is confirmed and discarded.
    decisions: &'a mut Vec<DecisionId>,
    actors: Vec<Actor>,
}

impl Way<'_> {
    /// Whether the command was carried out.
    async fn give(&mut self, actor: &Actor, command: Command, stars: i32) -> bool {
        let (programme, id) = (&self.round.programme, self.dossier.id);
        let text = || "Một lời.".to_owned();
        let step = match command {
            C::AcceptIdea => DossierStep::AcceptIdea,
            C::ReturnIdea => DossierStep::ReturnIdea { reasons: text() },
            C::ReviseIdea => DossierStep::ReviseIdea { idea: text() },
            C::SubmitPlan => DossierStep::SubmitPlan { plan: text() },
            C::AcceptPlan => DossierStep::AcceptPlan,
            C::ReturnPlan => DossierStep::ReturnPlan { reasons: text() },
            C::Submit => DossierStep::Submit,
            C::BeginReview => DossierStep::BeginReview,
            C::Return => DossierStep::Return { reasons: text() },
            C::Forward => DossierStep::Forward,
            C::BeginCheck => DossierStep::BeginCheck,
            C::Withdraw => DossierStep::Withdraw,
            C::Attach => return self.attach(actor).await,
            C::Detach => {
                let documents = programme.dossier_documents(&[id]).await.unwrap();
                let Some(last) = documents.last() else {
                    return false;
                };
                return programme.remove_document(actor, last.id).await.is_ok();
            }
            C::Report => {
                let report = commune_report(id, self.round.today());
                return programme.report_commune(actor, report).await.is_ok();
            }
            C::Admit => {
                let admitted = programme.admit_dossiers(actor, self.session, &[id]).await;
                return admitted.is_ok();
            }
            C::Sign => {
                let totals = [4_000, 6_000, 8_000, 9_500];
                let total = totals[usize::try_from(stars - 2).unwrap()];
                let new = NewScoreSheet {
                    session_id: self.session,
                    dossier_id: id,
                    items: points(&self.round.criteria, total, true),
                    remarks: None,
                };
                return programme.sign_score_sheet(actor, new).await.is_ok();
            }
            C::Close => return programme.close_scoring(actor, id).await.is_ok(),
            C::Record | C::RecordAtMinistry => {
                let level = match command {
                    C::Record => IssuerLevel::Province,
                    _ => IssuerLevel::Ministry,
                };
                self.number += 1;
                let number = format!("{}/{id}", self.number);
                let stars = (stars > 2).then_some(stars);
                let recorded = self.round.record(actor, level, &number, id, stars).await;
                return recorded.map(|own| self.decisions.push(own.id)).is_ok();
            }
            C::Confirm | C::Discard => {
                let Some(last) = self.decisions.last() else {
                    return false;
                };
                return match command {
                    C::Confirm => programme.confirm_decision(actor, *last).await.is_ok(),
                    _ => programme.discard_decision(actor, *last).await.is_ok(),
                };
            }
        };
        let done = programme.advance_dossier(actor, id, &step).await;
        done.is_ok()
    }

    /// Adds every mandatory document that is lacking.
    async fn attach(&self, actor: &Actor) -> bool {
        let (round, mut added) = (self.round, false);
        for code in round.lacking(&self.dossier).await {
            let new = round.document(&self.dossier, &code);
            let one = round.programme.add_document(&round.files, actor, &new);
            added |= one.await.is_ok();
        }
        added
    }

    async fn go(&mut self, test: &TestDb, moves: &[Move]) {
        for one in moves {
            self.round.clock.advance(Duration::minutes(1));
            let due = due(self.dossier.status);
            if one.on_the_way && !due.is_empty() {
                let command = due[one.command % due.len()];
                for actor in self.actors.clone() {
                    if self.give(&actor, command, one.stars).await {
                        break;
                    }
                }
            } else {
                let actor = self.actors[one.actor % self.actors.len()].clone();
                let command = COMMANDS[one.command % COMMANDS.len()];
                self.give(&actor, command, one.stars).await;
            }
            self.dossier = self.round.dossier(self.dossier.id).await;
            assert_eq!(test.number(STRAY).await, 0, "after {one:?}");
        }
    }
}

/// Certificates that no confirmed decision gives, dossiers whose stars are
/// those of no certificate, and dossiers that were handed in without their
/// mandatory documents.
const STRAY: &str = "SELECT (SELECT COUNT(*) FROM certificate c WHERE NOT EXISTS ( \
        SELECT 1 FROM decision_result r JOIN decision d ON d.id = r.decision_id \
        WHERE r.certificate_id = c.id AND d.status = 'CONFIRMED' AND r.stars = c.stars \
        AND r.certificate_number = c.number AND d.number = c.decision_number)) \
    + (SELECT COUNT(*) FROM dossier o WHERE o.stars IS NOT NULL AND NOT EXISTS ( \
        SELECT 1 FROM decision_result r JOIN certificate c ON c.id = r.certificate_id \
        WHERE r.dossier_id = o.id AND c.stars = o.stars)) \
    + (SELECT COUNT(*) FROM dossier o WHERE o.status NOT IN ('IDEA_REGISTERED', 'IDEA_RETURNED', \
        'IDEA_ACCEPTED', 'PLAN_SUBMITTED', 'DOSSIER_DRAFT', 'RETURNED', 'WITHDRAWN') \
        AND 2 > (SELECT COUNT(DISTINCT d.code) FROM dossier_document d \
            WHERE d.dossier_id = o.id AND d.removed_at IS NULL \
            AND d.code IN ('REGISTRATION_FORM', 'SELF_ASSESSMENT')))";

async fn no_certificate_without_a_confirmed_decision(test: TestDb) {
    let round = Round::begin(&test).await;
    let mut decisions = Vec::new();
    let handle = Handle::current();
    let config = Config {
        cases: WAYS,
        // The database outlives a way, so a shorter one cannot be sought.
        max_shrink_iters: 0,
        failure_persistence: None,
        ..Config::default()
    };
    let filter = StatisticsFilter {
        year: 2026,
        province_code: Some("37".to_owned()),
    };
    let shared = std::cell::RefCell::new(&mut decisions);
    let ran = TestRunner::new(config).run(&moves(), |moves| {
        let mut decisions = shared.borrow_mut();
        tokio::task::block_in_place(|| {
            handle.block_on(async {
                let producer = round.producer("HTX").await;
                let owner = round.keeper_of(producer);
                let mut actors = vec![owner, round.officer.clone()];
                actors.extend(round.members.iter().cloned());
                actors.extend([
                    round.centre.clone(),
                    account(Role::Administrator, Scope::Global),
                    officer_of("01"),
                    Actor::Anonymous,
                    Actor::System,
                ]);
                let mut own = Vec::new();
                let mut way = Way {
                    session: round.council(2).await,
                    dossier: round.register(producer, "Cơm cháy").await.unwrap(),
                    round: &round,
                    number: 0,
                    decisions: &mut own,
                    actors,
                };
                way.go(&test, &moves).await;
                decisions.extend(own);
                let told = round.programme.statistics(&filter).await.unwrap();
                let recount = Figures::recount(&round, &[round.cycle], &decisions, &[]).await;
                assert_eq!(Figures::of(&told), recount);
            });
        });
        Ok(())
    });
    ran.unwrap();
    // The walk reaches what it is about.
    let certificates = test.number("SELECT COUNT(*) FROM certificate").await;
    assert!(certificates > 0, "no way led to a certificate");
}
