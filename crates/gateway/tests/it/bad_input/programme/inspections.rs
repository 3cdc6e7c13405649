//! What inspections refuse.

use super::super::Case;
use super::calls::Call;
use super::world::World;
use programme::inspections::InspectionStatus;
use serde_json::{Value, json};

pub(super) fn cases(world: &World) -> Vec<Case> {
    let mut cases = planning(world);
    cases.extend(steps(world));
    cases.extend(words(world));
    cases.extend(verdicts(world));
    cases
}

fn planning(world: &World) -> Vec<Case> {
    let (people, supervision) = (&world.people, &world.supervision);
    let item = |kind: &str, certificate: &str, follows: Value| {
        json!({
            "certificateId": certificate, "kind": kind, "plannedOn": "2026-11-24",
            "inspectorId": people.inspector.id, "followsId": follows,
        })
    };
    let concluded = supervision.that_is(InspectionStatus::Concluded);
    let first = item("COMPLAINT", &supervision.certificate, Value::Null);
    let follow = item("FOLLOW_UP", &supervision.certificate, json!(concluded));
    let input = json!({ "inspections": [first, follow] });
    let call = Call::mutation("inspectionPlan", &people.officer, input);
    let at = |field: &str| format!("inspections.1.{field}");
    let certificate = |case: Case| case.user("CERTIFICATE_NOT_FOUND", &at("certificateId"));
    let mut cases = call.strangers(&people.shopper);
    cases.push(
        call.by("by an inspector", &people.inspector)
            .top("FORBIDDEN"),
    );
    cases.push(
        call.by("by another province's officer", &people.foreign)
            .user("CERTIFICATE_NOT_FOUND", "inspections.0.certificateId"),
    );
    cases.extend(call.ids(
        &at("certificateId"),
        &[&supervision.foreign_certificate],
        certificate,
    ));
    cases.extend(call.ids(
        &at("inspectorId"),
        &[
            &people.foreign_inspector.id,
            &people.officer.id,
            &people.shopper.id,
        ],
        |case| case.user("INSPECTOR_INVALID", &at("inspectorId")),
    ));
    let planned = supervision.that_is(InspectionStatus::Planned);
    let follows = |case: Case| case.user("FOLLOWS_INVALID", &at("followsId"));
    cases.extend(call.ids(
        &at("followsId"),
        &[&supervision.foreign_inspection, planned],
        follows,
    ));
    cases.push(follows(call.with("nothing", &at("followsId"), Value::Null)));
    cases.push(follows(call.with(
        "followed by no follow-up",
        &at("kind"),
        json!("COMPLAINT"),
    )));
    cases.extend(call.values(&at("kind")));
    cases.extend(call.days(&at("plannedOn")));
    for wrong in ["2026-11-22", "2028-12-31", "0001-01-01", "9999-12-31"] {
        let case = call.with(wrong, &at("plannedOn"), json!(wrong));
        cases.push(case.user("PLANNED_ON_INVALID", &at("plannedOn")));
    }
    let count = |case: Case| case.user("COUNT_INVALID", "inspections");
    cases.extend([
        count(call.with("none", "inspections", json!([]))),
        count(call.with("51", "inspections", json!(vec![first.clone(); 51]))),
        call.with(
            "more than an input may have",
            "inspections",
            json!(vec![first; 251]),
        )
        .bad(),
        call.with(
            "revoked",
            "inspections.1",
            item("COMPLAINT", &supervision.revoked, Value::Null),
        )
        .user("CERTIFICATE_FINAL", &at("certificateId")),
        call.with(
            "a plan beside another",
            "inspections.1",
            item("PLANNED", &supervision.certificate, Value::Null),
        )
        .user("ALREADY_OPEN", &at("certificateId")),
        call.with(
            "a second follow-up",
            &at("followsId"),
            json!(supervision.followed),
        )
        .user("ALREADY_OPEN", &at("certificateId")),
    ]);
    cases
}

/// A step of an inspection that could be taken, and where it begins.
fn step(operation: &str) -> (Value, InspectionStatus) {
    match operation {
        "inspectionStart" => (json!({}), InspectionStatus::Planned),
        "inspectionCancel" => (json!({ "reason": "Bão." }), InspectionStatus::Planned),
        "inspectionFindingAdd" => (
            json!({ "checkpoint": "LABEL", "severity": "MINOR", "text": "Nhãn cũ." }),
            InspectionStatus::InProgress,
        ),
        "inspectionSampleAdd" => (
            json!({ "what": "Gạo", "laboratory": "Trung tâm", "result": "Chờ" }),
            InspectionStatus::InProgress,
        ),
        _ => (
            json!({ "verdict": "MINOR", "correctiveDeadline": "2026-12-24" }),
            InspectionStatus::InProgress,
        ),
    }
}

fn call<'a>(world: &'a World, operation: &'static str, id: &str) -> Call<'a> {
    let (mut input, _) = step(operation);
    input["id"] = json!(id);
    let by = match operation {
        "inspectionCancel" => &world.people.officer,
        _ => &world.people.inspector,
    };
    Call::mutation(operation, by, input)
}

fn steps(world: &World) -> Vec<Case> {
    let (people, supervision) = (&world.people, &world.supervision);
    let mut cases = Vec::new();
    for operation in [
        "inspectionStart",
        "inspectionFindingAdd",
        "inspectionSampleAdd",
        "inspectionConclude",
        "inspectionCancel",
    ] {
        let (_, from) = step(operation);
        let cancels = operation == "inspectionCancel";
        for (status, id) in &supervision.by_status {
            let may = *status == from || (cancels && *status == InspectionStatus::InProgress);
            if !may {
                let case = call(world, operation, id).itself(format!("of what is {status:?}"));
                cases.push(case.user("WRONG_STATUS", "id"));
            }
        }
        let call = call(world, operation, supervision.that_is(from));
        let not_found = |case: Case| case.user("INSPECTION_NOT_FOUND", "id");
        cases.extend(call.strangers(&people.shopper));
        let others: &[&str] = if cancels {
            &[&supervision.foreign_inspection]
        } else {
            &[&supervision.foreign_inspection, &supervision.colleagues]
        };
        cases.extend(call.ids("id", others, not_found));
        if cancels {
            cases.push(
                call.by("by its inspector", &people.inspector)
                    .top("FORBIDDEN"),
            );
            cases.push(not_found(call.by("by another province's", &people.foreign)));
        } else {
            cases.push(call.by("by an officer", &people.officer).top("FORBIDDEN"));
            cases.push(not_found(call.by("by a colleague", &people.colleague)));
        }
    }
    cases
}

fn words(world: &World) -> Vec<Case> {
    let supervision = &world.supervision;
    let started = supervision.that_is(InspectionStatus::InProgress);
    let mut cases = Vec::new();
    for (operation, path, most, needed, code) in [
        ("inspectionFindingAdd", "text", 2_000, true, "TEXT_INVALID"),
        ("inspectionSampleAdd", "what", 300, true, "WHAT_INVALID"),
        (
            "inspectionSampleAdd",
            "laboratory",
            300,
            true,
            "LABORATORY_INVALID",
        ),
        (
            "inspectionSampleAdd",
            "result",
            2_000,
            false,
            "RESULT_INVALID",
        ),
        ("inspectionCancel", "reason", 2_000, true, "REASON_INVALID"),
    ] {
        let call = call(world, operation, started);
        cases.extend(call.texts(path, most, needed, |case| case.user(code, path)));
    }
    let finding = call(world, "inspectionFindingAdd", started);
    cases.extend(finding.values("severity"));
    for wrong in ["", "label", "NO_CHECKPOINT", " LABEL", "' OR 1=1"] {
        let case = finding.with(wrong, "checkpoint", json!(wrong));
        cases.push(case.user("CHECKPOINT_UNKNOWN", "checkpoint"));
    }
    for (operation, at) in [
        ("inspectionFindingAdd", "text"),
        ("inspectionSampleAdd", "what"),
    ] {
        let case = call(world, operation, &supervision.full).itself("one more");
        cases.push(case.user("TOO_MANY", at));
    }
    cases
}

fn verdicts(world: &World) -> Vec<Case> {
    let supervision = &world.supervision;
    let call = |id: &str| call(world, "inspectionConclude", id);
    let started = call(supervision.that_is(InspectionStatus::InProgress));
    let deadline = |case: Case| case.user("DEADLINE_INVALID", "correctiveDeadline");
    let mut cases = started.values("verdict");
    cases.extend(started.days("correctiveDeadline"));
    for wrong in ["2026-11-23", "2020-01-01", "2027-12-31", "9999-12-31"] {
        cases.push(deadline(started.with(
            wrong,
            "correctiveDeadline",
            json!(wrong),
        )));
    }
    cases.extend([
        deadline(started.with("none", "correctiveDeadline", Value::Null)),
        deadline(started.with("a pass with a deadline", "verdict", json!("PASS"))),
        call(&supervision.grave)
            .itself("milder than a finding")
            .user("VERDICT_TOO_MILD", "verdict"),
    ]);
    cases
}
