//! Somebody else's ids in every argument: each place of the schema that takes
//! an id has a case in which the id is of a thing that is really there, that is
//! somebody else's, and that is answered as one that is not there.
//!
//! Nothing is said of it in the cases: places come from the schema, and whose a
//! thing is comes from the database of the case's world.

use super::owners::{Caller, Owners, Standing};
use super::{Case, Expected};
use crate::support::App;
use async_graphql::Positioned;
use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    BaseType, InputValueDefinition, Type, TypeKind, TypeSystemDefinition,
};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use gateway::access::{Operation, Rule, root};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Places whose things are nobody else's for whoever may call: the operation,
/// the path, and why.
const PUBLIC: &[(&str, &str, &str)] = &[
    ("certificateReport", "input.certificateId", COMPLAINT),
    ("collectionCreate", "input.content.rule.producers", RULE),
    ("collectionPreview", "rule.producers", RULE),
    ("collectionUpdate", "input.content.rule.producers", RULE),
    ("dossierRegister", "input.cycleId", CYCLE),
    ("homePageSet", "input.blocks.collectionId", HOME),
    ("homePageSet", "input.blocks.producerId", HOME),
    ("homePageSet", "input.blocks.producerIds", HOME),
    ("homePageSet", "input.blocks.productId", HOME),
    ("nearestPointsOfSale", "where.producers", FILTER),
    ("nearestPointsOfSale", "where.product", FILTER),
    ("pointsOfSale", "where.producers", FILTER),
    ("pointsOfSale", "where.product", FILTER),
    ("products", "where.producers", FILTER),
    ("scoreSheetSign", "input.items.criterionId", CRITERIA),
    ("search", "where.producers", FILTER),
];
const COMPLAINT: &str = "certificates are public, and everybody may complain about any";
const RULE: &str = "a rule chooses among what the public sees, whosever it is";
const CYCLE: &str = "cycles are public; that it is another province's may be told";
const HOME: &str = "whoever sets it looks after the whole country";
const FILTER: &str = "it narrows a list of what the public sees, and widens none";
const CRITERIA: &str = "criteria are the law's, and the same for everybody";

/// A root field, and the path of an id in its arguments without indexes. No
/// field has the same path as a query and as a mutation.
type Place = (String, String);

/// What places are answered, told by cases.
type Answers = BTreeMap<Place, BTreeSet<String>>;

/// Every place, and what its cases say.
pub(super) struct Matrix {
    places: BTreeSet<Place>,
    /// The answers to an id of nothing.
    missing: Answers,
    /// The answers to an id of somebody else's.
    foreign: Answers,
}

impl Matrix {
    /// The places of the schema.
    pub(super) fn new() -> Self {
        Self {
            places: places(),
            missing: Answers::new(),
            foreign: Answers::new(),
        }
    }

    /// Adds the cases of a world, which is on SQLite and as it was opened.
    pub(super) async fn add(&mut self, app: &App, cases: &[Case]) {
        let owners = Owners::read(app).await;
        let callers = callers(app, &owners, cases).await;
        for case in cases {
            let Some((answer, at)) = answer(case) else {
                continue;
            };
            let caller = &callers[&case.session.as_deref()];
            let mut ids = Vec::new();
            leaves(&case.variables, String::new(), &mut ids);
            let strange: BTreeMap<Place, Standing> = ids
                .into_iter()
                .map(|(path, key)| ((case.operation.to_owned(), path), key))
                .filter(|(place, _)| self.places.contains(place))
                .map(|(place, key)| (place, owners.standing(caller, key)))
                .filter(|(_, standing)| *standing != Standing::Other)
                .collect();
            // Of several strange ids, the answer is to the one that it names.
            for (place, standing) in &strange {
                if strange.len() == 1 || at.as_ref() == Some(&place.1) {
                    let answers = match standing {
                        Standing::Foreign => &mut self.foreign,
                        _ => &mut self.missing,
                    };
                    let answers = answers.entry(place.clone()).or_default();
                    answers.insert(answer.clone());
                }
            }
        }
    }

    /// What is missing, and what [`PUBLIC`] says wrongly.
    pub(super) fn complaints(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        let none = BTreeSet::new();
        for place in &self.places {
            let (operation, path) = place;
            let missing = self.missing.get(place).unwrap_or(&none);
            let foreign = self.foreign.get(place).unwrap_or(&none);
            let covered = !missing.is_disjoint(foreign);
            match (covered, is_public(place)) {
                (false, false) => wrong.push(format!(
                    "{operation}: {path}: no case has somebody else's there and is answered as \
                     if it were not: what is not there is answered {missing:?}, somebody else's \
                     {foreign:?}"
                )),
                (true, true) => wrong.push(format!(
                    "{operation}: {path} is said to take what is nobody else's, and a case has \
                     somebody else's refused"
                )),
                _ => {}
            }
        }
        for (operation, path, _) in PUBLIC {
            let place = ((*operation).to_owned(), (*path).to_owned());
            if !self.places.contains(&place) {
                wrong.push(format!("{operation} takes no id at {path}"));
            }
        }
        wrong
    }
}

/// Who calls, by their sessions.
async fn callers<'a>(
    app: &App,
    owners: &Owners,
    cases: &'a [Case],
) -> BTreeMap<Option<&'a str>, Caller> {
    let sessions: BTreeSet<Option<&str>> =
        cases.iter().map(|case| case.session.as_deref()).collect();
    let mut callers = BTreeMap::new();
    for session in sessions {
        let found = match session {
            Some(session) => app.services.identity.actor(session).await.unwrap(),
            None => None,
        };
        let actor = found.map(|(_, actor)| actor);
        callers.insert(session, owners.caller(actor.as_ref()));
    }
    callers
}

fn is_public((operation, path): &Place) -> bool {
    let same = |line: &&(&str, &str, &str)| line.0 == operation && line.1 == path;
    PUBLIC.iter().any(|line| same(&line))
}

/// How a case is answered, where that may be the answer to an id, and the place
/// that the answer names.
fn answer(case: &Case) -> Option<(String, Option<String>)> {
    let mutation = case.root() == "Mutation";
    match &case.expected {
        Expected::User(code, path) => {
            let parts = path.iter().filter(|part| part.parse::<usize>().is_err());
            let path = parts.cloned().collect::<Vec<_>>().join(".");
            Some((format!("{code} at {path}"), Some(path)))
        }
        Expected::Top("NOT_FOUND") => Some(("NOT_FOUND".to_owned(), None)),
        Expected::Null => Some(("null".to_owned(), None)),
        // What the public may not see is in no list of theirs, whosever it is.
        Expected::Empty if rule(case) != Rule::Public => Some(("nothing".to_owned(), None)),
        // Passed over: the case's check has seen that nothing was written.
        Expected::Accepted if mutation && case.writes.is_none() => {
            Some(("passed over".to_owned(), None))
        }
        _ => None,
    }
}

fn rule(case: &Case) -> Rule {
    let operation = match case.root() {
        "Mutation" => Operation::Mutation,
        _ => Operation::Query,
    };
    root(operation, case.operation).unwrap().rule
}

/// Every global id among the variables, with its path.
fn leaves(value: &Value, path: String, found: &mut Vec<(String, Uuid)>) {
    match value {
        Value::Array(values) => {
            for value in values {
                leaves(value, path.clone(), found);
            }
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                leaves(value, below(&path, name), found);
            }
        }
        Value::String(text) => found.extend(key(text).map(|key| (path, key))),
        _ => {}
    }
}

fn below(path: &str, name: &str) -> String {
    match path {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    }
}

/// The key of a global id.
fn key(text: &str) -> Option<Uuid> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let (_, key) = bytes.split_at_checked(bytes.len().checked_sub(16)?)?;
    Uuid::from_slice(key).ok()
}

/// The input types by their names.
type Inputs = BTreeMap<String, Vec<Positioned<InputValueDefinition>>>;

fn places() -> BTreeSet<Place> {
    let (mut roots, mut inputs) = (Vec::new(), Inputs::new());
    for definition in parse_schema(gateway::sdl()).unwrap().definitions {
        let TypeSystemDefinition::Type(own) = definition else {
            continue;
        };
        let name = own.node.name.node.to_string();
        match own.node.kind {
            TypeKind::Object(object) if matches!(&*name, "Query" | "Mutation") => {
                roots.extend(object.fields);
            }
            TypeKind::InputObject(input) => {
                inputs.insert(name, input.fields);
            }
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    for field in &roots {
        let mut paths = Vec::new();
        collect(
            &inputs,
            &field.node.arguments,
            "",
            &mut Vec::new(),
            &mut paths,
        );
        let operation = field.node.name.node.as_str();
        found.extend(paths.into_iter().map(|path| (operation.to_owned(), path)));
    }
    found
}

/// The paths of ids below some inputs. `within` are the types above: a type
/// within itself says nothing new.
fn collect<'a>(
    inputs: &'a Inputs,
    fields: &'a [Positioned<InputValueDefinition>],
    path: &str,
    within: &mut Vec<&'a str>,
    found: &mut Vec<String>,
) {
    for field in fields {
        let path = below(path, &field.node.name.node);
        let name = innermost(&field.node.ty.node);
        if name == "ID" {
            found.push(path);
        } else if let Some(fields) = inputs.get(name)
            && !within.contains(&name)
        {
            within.push(name);
            collect(inputs, fields, &path, within, found);
            within.pop();
        }
    }
}

fn innermost(of: &Type) -> &str {
    match &of.base {
        BaseType::Named(name) => name,
        BaseType::List(of) => innermost(of),
    }
}
