//! What reports about certificates refuse, and what decisions about them.

use super::super::Case;
use super::calls::Call;
use super::world::World;
use serde_json::{Value, json};

pub(super) fn cases(world: &World) -> Vec<Case> {
    let mut cases = reporting(world);
    cases.extend(deciding(world));
    cases
}

fn reporting(world: &World) -> Vec<Case> {
    let (people, supervision) = (&world.people, &world.supervision);
    let input = json!({
        "certificateId": supervision.certificate, "reason": "LABEL", "text": "Nhãn sai.",
        "contactEmail": "mai@vidu.example",
    });
    let call = Call::mutation("certificateReport", &people.shopper, input);
    let input = json!({
        "certificateNumber": supervision.number, "reason": "LABEL", "text": "Nhãn sai.",
    });
    let by_number = Call::mutation("certificateReport", &people.shopper, input);
    let mut cases = call.ids("certificateId", &[], |case| {
        case.user("CERTIFICATE_NOT_FOUND", "certificateId")
    });
    for wrong in ["", " ", "%", "SP-", "sp_1", "' OR '1'='1"] {
        let case = by_number.with(wrong, "certificateNumber", json!(wrong));
        cases.push(case.user("CERTIFICATE_NOT_FOUND", "certificateNumber"));
    }
    cases.extend(by_number.texts("certificateNumber", 50_000, false, |case| {
        case.user("CERTIFICATE_NOT_FOUND", "certificateNumber")
    }));
    cases.extend([
        call.with("both", "certificateNumber", json!(supervision.number))
            .bad(),
        call.with("neither", "certificateId", Value::Null).bad(),
        call.with(
            "a fourth of one account",
            "certificateId",
            json!(supervision.held),
        )
        .user("TOO_MANY_REPORTS", "certificateId"),
    ]);
    let mut unnamed = call.with(
        "the twenty-first of nobody",
        "certificateId",
        json!(supervision.held),
    );
    unnamed.session = None;
    unnamed.variables["input"]["contactEmail"] = Value::Null;
    cases.push(unnamed.user("TOO_MANY_REPORTS", "certificateId"));
    cases.extend(call.values("reason"));
    cases.extend(call.texts("text", 2_000, true, |case| {
        case.user("TEXT_INVALID", "text")
    }));
    for wrong in [
        "",
        " ",
        "mai",
        "mai@",
        "mai@vidu example",
        "mai@vidu.example,lan@vidu.example",
    ] {
        let case = call.with(wrong, "contactEmail", json!(wrong));
        cases.push(case.user("CONTACT_INVALID", "contactEmail"));
    }
    cases.extend(call.texts("contactEmail", 300, false, |case| {
        case.user("CONTACT_INVALID", "contactEmail")
    }));
    cases
}

fn deciding(world: &World) -> Vec<Case> {
    let (people, supervision) = (&world.people, &world.supervision);
    let dismiss = json!({ "id": supervision.open, "grounds": "Không có." });
    let inspect = json!({
        "id": supervision.open, "plannedOn": "2026-11-25", "inspectorId": people.inspector.id,
    });
    let dismiss = Call::mutation("complaintDismiss", &people.officer, dismiss);
    let inspect = Call::mutation("complaintInspect", &people.officer, inspect);
    let mut cases = Vec::new();
    for call in [&dismiss, &inspect] {
        let not_found = |case: Case| case.user("COMPLAINT_NOT_FOUND", "id");
        cases.extend(call.strangers(&people.shopper));
        cases.push(
            call.by("by an inspector", &people.inspector)
                .top("FORBIDDEN"),
        );
        cases.push(not_found(
            call.by("by another province's officer", &people.foreign),
        ));
        cases.extend(call.ids("id", &[&supervision.foreign_complaint], not_found));
        for (name, id) in [
            ("dismissed", &supervision.dismissed),
            ("inspected", &supervision.inspected),
        ] {
            let case = call.with(name, "id", json!(id));
            cases.push(case.user("ALREADY_DECIDED", "id"));
        }
    }
    cases.extend(dismiss.texts("grounds", 2_000, true, |case| {
        case.user("GROUNDS_INVALID", "grounds")
    }));
    cases.push(
        inspect
            .with("about what was revoked", "id", json!(supervision.hopeless))
            .user("CERTIFICATE_FINAL", "id"),
    );
    cases.extend(inspect.ids(
        "inspectorId",
        &[
            &people.foreign_inspector.id,
            &people.officer.id,
            &people.shopper.id,
        ],
        |case| case.user("INSPECTOR_INVALID", "inspectorId"),
    ));
    cases.extend(inspect.days("plannedOn"));
    for wrong in ["2026-11-22", "2028-12-31", "9999-12-31"] {
        let case = inspect.with(wrong, "plannedOn", json!(wrong));
        cases.push(case.user("PLANNED_ON_INVALID", "plannedOn"));
    }
    cases
}
