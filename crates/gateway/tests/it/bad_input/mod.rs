//! Bad input to every operation around carts and orders: the answer is the
//! expected error, says nothing of the inside, and changes nothing.
//!
//! A case names an operation, who calls it and with what; all cases run on one
//! prepared [`World`], and every wrong one is reported at once.

mod addresses;
mod carts;
mod checkout;
mod fulfilment;
mod making;
mod orders;
mod payments;
mod register;
mod run;
mod snapshot;
mod world;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{TypeKind, TypeSystemDefinition};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use testkit::TestDb;
use world::World;
pub(crate) use world::id as global_id;

testkit::on_both!(bad_input_is_refused_and_changes_nothing);

/// What an operation must answer.
enum Expected {
    /// One user error: its code and the path of the input at fault.
    User(&'static str, Vec<String>),
    /// One top-level error with this code.
    Top(&'static str),
    /// The field is null, and that is no error.
    Null,
    /// A list without rows.
    Empty,
    /// It is done (or was done before): no error.
    Accepted,
}

/// One call and what must come of it.
struct Case {
    name: String,
    operation: &'static str,
    /// The session of who calls; nobody without it.
    session: Option<String>,
    variables: Value,
    expected: Expected,
    /// Why the call may write all the same, and the tables that it writes.
    writes: Option<(&'static str, &'static [&'static str])>,
}

impl Case {
    /// A mutation's call by nobody who is signed in.
    fn mutation(operation: &'static str, name: impl Into<String>, input: Value) -> Self {
        Self::query(operation, name, json!({ "input": input }))
    }

    /// A query's call by nobody who is signed in.
    fn query(operation: &'static str, name: impl Into<String>, variables: Value) -> Self {
        Self {
            name: name.into(),
            operation,
            session: None,
            variables,
            expected: Expected::Accepted,
            writes: None,
        }
    }

    /// Called by somebody who is signed in.
    fn by(mut self, session: &str) -> Self {
        self.session = Some(session.to_owned());
        self
    }

    /// Refused with a user error at a path below `input`, parts by dots.
    fn user(mut self, code: &'static str, path: &str) -> Self {
        let path = std::iter::once("input").chain(path.split('.'));
        self.expected = Expected::User(code, path.map(str::to_owned).collect());
        self
    }

    /// Refused with a top-level error.
    fn top(mut self, code: &'static str) -> Self {
        self.expected = Expected::Top(code);
        self
    }

    /// Refused as something that cannot be understood.
    fn bad(self) -> Self {
        self.top("BAD_USER_INPUT")
    }

    fn null(mut self) -> Self {
        self.expected = Expected::Null;
        self
    }

    fn empty(mut self) -> Self {
        self.expected = Expected::Empty;
        self
    }

    fn writes(mut self, why: &'static str, tables: &'static [&'static str]) -> Self {
        self.writes = Some((why, tables));
        self
    }
}

fn cases(world: &World) -> Vec<Case> {
    let mut cases = carts::cases(world);
    cases.extend(addresses::cases(world));
    cases.extend(checkout::cases(world));
    cases.extend(payments::cases(world));
    cases.extend(fulfilment::cases(world));
    cases.extend(orders::cases(world));
    cases.extend(register::cases(world));
    cases
}

async fn bad_input_is_refused_and_changes_nothing(test: TestDb) {
    let world = World::open(test).await;
    let cases = cases(&world);
    let mut wrong = Vec::new();
    let mut before = snapshot::take(&world.app).await;
    for case in &cases {
        let answer = run::send(&world.app, case).await;
        let after = snapshot::take(&world.app).await;
        let mut complaints = run::complaints(case, &answer);
        complaints.extend(run::writes(case, &before, &after));
        for complaint in complaints {
            wrong.push(format!("{}: {}: {complaint}", case.operation, case.name));
        }
        before = after;
    }
    wrong.extend(snapshot::invisible(&before));
    assert!(
        wrong.is_empty(),
        "{} complaints about {} cases:\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
}

/// Operations of other areas: they have tests of their own.
const ELSEWHERE: &[&str] = &[
    "certificate",
    "certificateHoldLift",
    "certificateReport",
    "certificatesExpiring",
    "communeReportCreate",
    "communeResolve",
    "communes",
    "complaintDismiss",
    "complaintInspect",
    "complaints",
    "councilAgendaAdd",
    "councilSession",
    "councilSessionCreate",
    "criteriaSheet",
    "criteriaSheetCreate",
    "cycleClose",
    "cycleOpen",
    "decision",
    "decisionConfirm",
    "decisionDiscard",
    "decisionRecord",
    "decisions",
    "dossier",
    "dossierChecklist",
    "dossierDocumentAdd",
    "dossierDocumentRemove",
    "dossierIdeaRevise",
    "dossierPlanSubmit",
    "dossierRegister",
    "dossierReview",
    "dossierScoringClose",
    "dossierSubmit",
    "dossierWithdraw",
    "dossiers",
    "inspection",
    "inspectionCancel",
    "inspectionChecklist",
    "inspectionConclude",
    "inspectionFindingAdd",
    "inspectionPlan",
    "inspectionProposals",
    "inspectionSampleAdd",
    "inspectionStart",
    "inspections",
    "me",
    "myProducers",
    "node",
    "nodes",
    "producer",
    "producerActivate",
    "producerApplications",
    "producerClose",
    "producerGrantCreate",
    "producerGrantRevoke",
    "producerGrants",
    "producerRecord",
    "producerRegister",
    "producerReinstate",
    "producerSuspend",
    "producerVerify",
    "producers",
    "product",
    "products",
    "programmeCycles",
    "programmeStatistics",
    "programmeTargetSet",
    "provinces",
    "scoreSheetSign",
    "search",
    "sessionCreate",
    "sessionDelete",
    "suggest",
];

/// Codes of other areas: they have tests of their own.
const CODES_ELSEWHERE: &[&str] = &[
    "CertificateHoldLiftErrorCode",
    "CertificateReportErrorCode",
    "ComplaintErrorCode",
    "CouncilSessionErrorCode",
    "CriteriaSheetErrorCode",
    "CycleErrorCode",
    "DecisionErrorCode",
    "DossierDocumentErrorCode",
    "DossierErrorCode",
    "InspectionErrorCode",
    "InspectionPlanErrorCode",
    "ProducerGrantCreateErrorCode",
    "ProducerGrantRevokeErrorCode",
    "ProducerRegisterErrorCode",
    "ProducerStandingErrorCode",
    "ScoreSheetErrorCode",
    "SessionCreateErrorCode",
];

/// Codes that no call can bring about.
const OUT_OF_REACH: &[&str] = &[
    // A hundred lines of a thousand units at a billion đồng, the most that the
    // catalogue takes, are still a tenth of what a sum may be.
    "TOO_EXPENSIVE",
    // A role of the programme whose grant holds for a producer: the database
    // refuses such a grant.
    "PROGRAMME_NOT_RUN",
];

#[tokio::test]
async fn every_operation_and_every_code_has_a_case() {
    let world = World::open(TestDb::sqlite().await).await;
    let cases = cases(&world);
    let operations: BTreeSet<&str> = cases.iter().map(|case| case.operation).collect();
    let codes: BTreeSet<&str> = cases
        .iter()
        .filter_map(|case| match case.expected {
            Expected::User(code, _) => Some(code),
            _ => None,
        })
        .collect();
    let mut missing = Vec::new();
    for definition in parse_schema(gateway::sdl()).unwrap().definitions {
        let TypeSystemDefinition::Type(own) = definition else {
            continue;
        };
        let name = own.node.name.node.as_str();
        match own.node.kind {
            TypeKind::Object(object) if matches!(name, "Query" | "Mutation") => {
                let fields = object
                    .fields
                    .iter()
                    .map(|field| field.node.name.node.as_str());
                let uncovered = fields
                    .filter(|field| !operations.contains(field) && !ELSEWHERE.contains(field));
                missing.extend(uncovered.map(|field| format!("no case calls {name}.{field}")));
            }
            TypeKind::Enum(codes_of)
                if name.ends_with("ErrorCode") && !CODES_ELSEWHERE.contains(&name) =>
            {
                let values = codes_of
                    .values
                    .iter()
                    .map(|value| value.node.value.node.as_str());
                let uncovered =
                    values.filter(|code| !codes.contains(code) && !OUT_OF_REACH.contains(code));
                missing.extend(uncovered.map(|code| format!("no case expects {name}.{code}")));
            }
            _ => {}
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}
