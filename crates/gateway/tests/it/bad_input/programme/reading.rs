//! What reading the programme's work refuses.

use super::super::{Case, global_id};
use super::calls::Call;
use super::world::World;
use programme::dossiers::DossierStatus;
use programme::inspections::InspectionStatus;
use serde_json::{Value, json};

pub(super) fn cases(world: &World) -> Vec<Case> {
    let mut cases = one(world);
    cases.extend(lists(world));
    cases.extend(filters(world));
    cases.extend(public(world));
    cases
}

/// One thing by its id.
fn one(world: &World) -> Vec<Case> {
    let (people, round, supervision) = (&world.people, &world.round, &world.supervision);
    let own = global_id("Producer", world.producers.own.id.0);
    let foreign = global_id("Producer", world.producers.foreign.id.0);
    let scored = round.that_is(DossierStatus::Scored);
    let planned = supervision.that_is(InspectionStatus::Planned);
    let (officer, owner) = (&people.officer, &people.owner);
    let (member, inspector) = (&people.member, &people.inspector);
    let mut cases = Vec::new();
    for (operation, id, foreign, by, strangers) in [
        (
            "dossier",
            scored,
            &*round.foreign_dossier,
            officer,
            [&people.rival, &people.foreign],
        ),
        (
            "dossier",
            scored,
            &round.foreign_dossier,
            owner,
            [&people.rival, &people.foreign_member],
        ),
        (
            "councilSession",
            &round.session,
            &round.foreign_session,
            officer,
            [&people.seatless, &people.foreign],
        ),
        (
            "councilSession",
            &round.session,
            &round.foreign_session,
            member,
            [&people.foreign_member, &people.foreign],
        ),
        (
            "decision",
            &round.recorded,
            &round.foreign_decision,
            officer,
            [&people.foreign, &people.foreign],
        ),
        (
            "inspection",
            planned,
            &supervision.foreign_inspection,
            officer,
            [&people.colleague, &people.foreign],
        ),
        (
            "inspection",
            planned,
            &supervision.foreign_inspection,
            inspector,
            [&people.foreign_inspector, &people.foreign],
        ),
        (
            "producerRecord",
            &own,
            &foreign,
            officer,
            [&people.rival, &people.foreign],
        ),
        (
            "producerRecord",
            &own,
            &foreign,
            owner,
            [&people.shopper, &people.inspector],
        ),
    ] {
        let call = Call::query(operation, by, json!({ "id": id }));
        cases.extend(call.ids("id", &[foreign], Case::null));
        for stranger in strangers {
            cases.push(call.by("by a stranger", stranger).null());
        }
        // Anybody with an account may ask for a record, and gets none.
        if operation != "producerRecord" {
            cases.extend(call.strangers(&people.shopper));
        }
    }
    let own = Call::query("producerRecord", officer, json!({ "id": own }));
    let mut nobody = own.itself("by nobody");
    nobody.session = None;
    cases.push(nobody.top("UNAUTHENTICATED"));
    cases
}

fn lists(world: &World) -> Vec<Case> {
    let people = &world.people;
    let officer = &people.officer;
    let first = json!({ "first": 10 });
    let of_province = json!({ "first": 10, "province": "37" });
    let mut cases = Vec::new();
    for (operation, order, variables) in [
        ("dossiers", "dossiers.latest", &first),
        ("inspections", "inspections.day", &first),
        ("complaints", "complaints.age", &first),
        ("councilSessions", "councils.latest", &first),
        ("producerApplications", "producers.registered", &first),
        ("inspectionProposals", "inspections.risk", &of_province),
    ] {
        let call = Call::query(operation, officer, variables.clone());
        cases.extend(call.strangers(&people.shopper));
        cases.extend(call.pages(order));
    }
    let mine = Call::query("myProducers", officer, first.clone());
    cases.extend(mine.pages("producers.registered"));
    cases.push(mine.itself("of somebody without any").empty());
    let mut nobody = mine.itself("of nobody");
    nobody.session = None;
    cases.push(nobody.top("UNAUTHENTICATED"));
    cases.extend(Call::query("producers", officer, first).pages("producers.name"));
    let of_cycle = json!({ "first": 10, "cycle": world.round.cycle });
    let decisions = Call::query("decisions", officer, of_cycle);
    cases.extend(decisions.strangers(&people.shopper));
    cases.push(decisions.by("of another province", &people.foreign).empty());
    cases.extend(decisions.ids("cycle", &[&world.round.foreign_cycle], Case::empty));
    cases.extend(decisions.values("status"));
    cases.extend(decisions.pages("decisions.latest"));
    let checklist = Call::query("inspectionChecklist", officer, json!({}));
    cases.extend(checklist.strangers(&people.shopper));
    let proposals = Call::query("inspectionProposals", officer, of_province);
    for province in ["01", "99", "", "'"] {
        let case = proposals.with(province, "province", json!(province));
        cases.push(case.top("NOT_FOUND"));
    }
    cases
}

/// Conditions of lists: they narrow what the caller may see, and never widen
/// it.
fn filters(world: &World) -> Vec<Case> {
    let (people, round, supervision) = (&world.people, &world.round, &world.supervision);
    let foreign = global_id("Producer", world.producers.foreign.id.0);
    let list = |operation, filter: Value| {
        let variables = json!({ "first": 10, "where": filter });
        Call::query(operation, &people.officer, variables)
    };
    let mut cases = Vec::new();
    for (operation, path, ids, foreign) in [
        (
            "dossiers",
            "where.cycles.0",
            json!({ "cycles": [round.cycle] }),
            &round.foreign_cycle,
        ),
        (
            "dossiers",
            "where.producers.0",
            json!({ "producers": [global_id("Producer", world.producers.own.id.0)] }),
            &foreign,
        ),
        (
            "inspections",
            "where.certificateId",
            json!({ "certificateId": supervision.certificate }),
            &supervision.foreign_certificate,
        ),
        (
            "complaints",
            "where.certificateId",
            json!({ "certificateId": supervision.certificate }),
            &supervision.foreign_certificate,
        ),
    ] {
        cases.extend(list(operation, ids).ids(path, &[foreign], Case::empty));
    }
    for (operation, filter, paths) in [
        (
            "dossiers",
            json!({ "provinces": ["37"], "statuses": ["SCORED"] }),
            ["where.provinces", "where.statuses"],
        ),
        (
            "inspections",
            json!({ "statuses": ["PLANNED"], "kinds": ["PLANNED"] }),
            ["where.statuses", "where.kinds"],
        ),
        (
            "complaints",
            json!({ "statuses": ["OPEN"], "reasons": ["LABEL"] }),
            ["where.statuses", "where.reasons"],
        ),
    ] {
        let call = list(operation, filter);
        for path in paths {
            cases.push(call.with("none", path, json!([])).empty());
            let many = json!(vec!["OPEN"; 251]);
            cases.push(call.with("more than an input may have", path, many).bad());
            if path != "where.provinces" {
                cases.extend(call.values(&format!("{path}.0")));
            }
        }
    }
    for (operation, path) in [
        ("dossiers", "where.provinces.0"),
        ("inspections", "where.province"),
        ("complaints", "where.province"),
        ("producerApplications", "where.province"),
    ] {
        let call = match operation {
            "dossiers" => list(operation, json!({ "provinces": ["37"] })),
            _ => list(operation, json!({ "province": "37" })),
        };
        for province in ["01", "99", "", "'"] {
            cases.push(call.with(province, path, json!(province)).empty());
        }
        cases.push(call.with("NUL", path, json!("37\u{0}")).bad());
        cases.push(call.with("a number", path, json!(37)).bad());
    }
    let applications = list("producerApplications", json!({ "status": "APPLIED" }));
    cases.extend(applications.values("where.status"));
    cases
}

/// What everybody may ask.
fn public(world: &World) -> Vec<Case> {
    let shopper = &world.people.shopper;
    let applied = global_id("Producer", world.producers.officers.id.0);
    let by_id = Call::query(
        "producer",
        shopper,
        json!({ "id": global_id("Producer", world.producers.own.id.0) }),
    );
    // Who does not trade is as little there as who is not.
    let mut cases = by_id.ids("id", &[&applied], Case::null);
    let by_slug = Call::query("producer", shopper, json!({ "slug": "htx-sinh-duoc" }));
    for slug in ["", " ", "khong-co", "%", "' OR 1=1"] {
        cases.push(by_slug.with(slug, "slug", json!(slug)).null());
    }
    cases.push(by_slug.with("NUL", "slug", json!("htx\u{0}")).bad());
    cases.push(
        by_id
            .with("beside the id", "slug", json!("htx-sinh-duoc"))
            .bad(),
    );
    cases.push(by_id.with("neither", "id", Value::Null).bad());
    let filter = json!({ "provinces": ["37"], "legalForms": ["COOPERATIVE"], "name": "sinh" });
    let producers = Call::query("producers", shopper, json!({ "first": 9, "where": filter }));
    cases.extend(producers.values("where.legalForms.0"));
    cases.push(
        producers
            .with("overlong", "where.name", json!("Đ".repeat(201)))
            .bad(),
    );
    for path in ["where.provinces", "where.legalForms"] {
        cases.push(producers.with("none", path, json!([])).empty());
    }
    for name in ["%", "_", "'", "\\"] {
        cases.push(producers.with(name, "where.name", json!(name)).empty());
    }
    let resolve = Call::query("communeResolve", shopper, json!({ "code": "14620" }));
    cases.push(resolve.with("neither", "code", Value::Null).bad());
    for path in ["code", "name", "province"] {
        cases.push(resolve.with("overlong", path, json!("x".repeat(201))).bad());
        cases.push(resolve.with("NUL", path, json!("x\u{0}")).bad());
    }
    let number = json!({ "number": world.supervision.number });
    let certificate = Call::query("certificate", shopper, number);
    for number in ["", " ", "%", "' OR 1=1"] {
        cases.push(certificate.with(number, "number", json!(number)).null());
    }
    cases.push(certificate.with("NUL", "number", json!("SP\u{0}")).bad());
    cases.push(certificate.with("null", "number", Value::Null).bad());
    let communes = Call::query("communes", shopper, json!({ "province": "37" }));
    cases.push(communes.with("NUL", "province", json!("37\u{0}")).bad());
    cases.push(communes.with("null", "province", Value::Null).bad());
    let cycles = Call::query("programmeCycles", shopper, json!({ "province": "37" }));
    cases.push(cycles.with("NUL", "province", json!("37\u{0}")).bad());
    cases.push(cycles.with("a number", "province", json!(37)).bad());
    let criteria = json!({ "scheme": "DECISION_148", "productSet": 6 });
    let criteria = Call::query("criteriaSheet", shopper, criteria);
    cases.extend(criteria.values("scheme"));
    cases.push(criteria.with("null", "scheme", Value::Null).bad());
    cases.extend(criteria.numbers("productSet", &[], |case| case));
    cases
}
