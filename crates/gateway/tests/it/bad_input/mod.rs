//! Bad input to the operations around carts and orders and to those of the
//! programme: the answer is the expected error, says nothing of the inside, and
//! changes nothing.
//!
//! A case names an operation, who calls it and with what. The cases of carts
//! and orders run on one prepared [`World`], those of the programme on one of
//! their own, and every wrong one is reported at once.

mod addresses;
mod carts;
mod checkout;
mod documents;
mod foreign;
mod fulfilment;
mod making;
mod names;
mod orders;
mod owners;
mod payments;
mod programme;
mod register;
mod run;
mod snapshot;
mod world;

use crate::support::App;
use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{TypeKind, TypeSystemDefinition};
pub(crate) use names::id as global_id;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use testkit::TestDb;
use world::World;

testkit::on_both!(bad_input_is_refused_and_changes_nothing);

/// What an operation must answer.
enum Expected {
    /// One user error: its code and the path of the input at fault.
    User(&'static str, Vec<String>),
    /// One top-level error with this code.
    Top(&'static str),
    /// The field is null, or each thing of its list, and that is no error.
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

    /// Refused with a user error at a path below `input`, parts by dots; at
    /// `input` itself where the path is empty.
    fn user(mut self, code: &'static str, path: &str) -> Self {
        let below = path.split('.').filter(|part| !part.is_empty());
        let path = std::iter::once("input").chain(below);
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

    /// The root type of its operation: a mutation has one argument, `input`.
    fn root(&self) -> &'static str {
        match self.variables.get("input") {
            Some(_) => "Mutation",
            None => "Query",
        }
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
    check(&world.app, &cases(&world)).await;
}

/// Calls every case and reports every wrong one.
async fn check(app: &App, cases: &[Case]) {
    let mut wrong = Vec::new();
    let everything = snapshot::statement(app).await;
    let mut before = snapshot::take(app, &everything).await;
    for case in cases {
        let answer = run::send(app, case).await;
        let after = snapshot::take(app, &everything).await;
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

/// Operations that have tests of their own elsewhere: signing in, what takes
/// no input or none that could be wrong, the catalogue's lists and its search,
/// and the programme's figures.
const ELSEWHERE: &[(&str, &str)] = &[
    ("Query", "dossierChecklist"),
    ("Query", "homePage"),
    ("Query", "me"),
    ("Query", "parcelPresets"),
    ("Query", "productAttributes"),
    ("Query", "products"),
    ("Query", "programmeStatistics"),
    ("Query", "provinces"),
    ("Query", "search"),
    ("Query", "suggest"),
    ("Mutation", "sessionCreate"),
    ("Mutation", "sessionDelete"),
];

/// Codes of those operations, and of the documents of dossiers.
const CODES_ELSEWHERE: &[&str] = &["DossierDocumentErrorCode", "SessionCreateErrorCode"];

/// Codes that no call can bring about.
const OUT_OF_REACH: &[&str] = &[
    // A hundred lines of a thousand units at a billion đồng, the most that the
    // catalogue takes, are still a tenth of what a sum may be.
    "TOO_EXPENSIVE",
    // A thousand listings of one producer are made in the crate's own tests.
    "TOO_MANY_LISTINGS",
    // A million units are at no place of a test.
    "TOO_MANY",
    // Five hundred sessions of one offer as well.
    "TOO_MANY_SESSIONS",
    // So are two thousand pictures of one, and five hundred of one day.
    "TOO_MANY_PICTURES",
    "DAY_FULL",
    // What was put there came in another request, and fifty are under way after
    // as many: see `picture_uploads`.
    "PICTURE_REFUSED",
    "TOO_MANY_OPEN",
    // Whoever is told so has waited for twenty seconds.
    "BUSY",
    // A role of the programme whose grant holds for a producer: the database
    // refuses such a grant.
    "PROGRAMME_NOT_RUN",
];

#[tokio::test]
async fn every_operation_and_every_code_has_a_case() {
    let sqlite = TestDb::sqlite;
    let world = World::open(sqlite().await).await;
    let programme = programme::World::open(sqlite().await).await;
    let listings = programme::listings::World::open(sqlite().await).await;
    let stories = programme::stories::World::open(sqlite().await).await;
    let points = programme::points_of_sale::World::open(sqlite().await).await;
    let feedback = programme::feedback::World::open(sqlite().await).await;
    let mut matrix = foreign::Matrix::new();
    let mut cases = Vec::new();
    for (app, own) in [
        (&world.app, self::cases(&world)),
        (&programme.app, programme::cases(&programme)),
        (&listings.app, programme::listings::cases(&listings)),
        (&stories.app, programme::stories::cases(&stories)),
        (&points.app, programme::points_of_sale::cases(&points)),
        (&feedback.app, programme::feedback::cases(&feedback)),
    ] {
        matrix.add(app, &own).await;
        cases.extend(own);
    }
    let operations: BTreeSet<(&str, &str)> = cases
        .iter()
        .map(|case| (case.root(), case.operation))
        .collect();
    let codes: BTreeSet<&str> = cases
        .iter()
        .filter_map(|case| match case.expected {
            Expected::User(code, _) => Some(code),
            _ => None,
        })
        .collect();
    let mut missing = matrix.complaints();
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
                let uncovered = fields.filter(|field| {
                    let operation = (name, *field);
                    !operations.contains(&operation) && !ELSEWHERE.contains(&operation)
                });
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
