//! What registering a dossier refuses.

use super::super::{Case, global_id};
use super::calls::Call;
use super::world::World;
use programme::{Producer, ProducerStatus};
use serde_json::{Value, json};

pub(super) fn cases(world: &World) -> Vec<Case> {
    let (people, round, producers) = (&world.people, &world.round, &world.producers);
    let id = |producer: &Producer| json!(global_id("Producer", producer.id.0));
    let (rival, foreign) = (
        global_id("Producer", producers.rival.id.0),
        global_id("Producer", producers.foreign.id.0),
    );
    let input = json!({
        "cycleId": round.cycle, "producerId": id(&producers.own), "productName": "Nem chua",
        "groupCode": "FOOD", "productSet": 8, "idea": "Nem của làng.",
    });
    let call = Call::mutation("dossierRegister", &people.owner, input.clone());
    let officers = Call::mutation("dossierRegister", &people.officer, input.clone());
    let mut cases = call.strangers(&people.shopper);
    cases.extend(call.ids("cycleId", &[], |case| {
        case.user("CYCLE_NOT_FOUND", "cycleId")
    }));
    cases.extend(call.ids("producerId", &[&rival, &foreign], |case| {
        case.user("PRODUCER_NOT_FOUND", "producerId")
    }));
    cases.push(
        officers
            .with("of another region", "producerId", json!(foreign))
            .user("PRODUCER_NOT_FOUND", "producerId"),
    );
    cases.push(
        call.by("by a rival", &people.rival)
            .user("PRODUCER_NOT_FOUND", "producerId"),
    );
    for (name, cycle) in [
        ("closed", &round.closed_cycle),
        ("not begun", &round.coming_cycle),
    ] {
        let case = call.with(name, "cycleId", json!(cycle));
        cases.push(case.user("CYCLE_NOT_FOUND", "cycleId"));
    }
    cases.push(
        call.with("another province's", "cycleId", json!(round.foreign_cycle))
            .user("OTHER_PROVINCE", "cycleId"),
    );
    for status in [
        ProducerStatus::Applied,
        ProducerStatus::Suspended,
        ProducerStatus::Closed,
    ] {
        let case = officers.with(status.as_str(), "producerId", id(producers.that_is(status)));
        cases.push(case.user("PRODUCER_STANDING", "producerId"));
    }
    cases.push(
        officers
            .with("for tourism alone", "producerId", id(&producers.board))
            .user("TOURISM_ONLY", "groupCode"),
    );
    cases.extend(call.texts("productName", 200, false, |case| {
        case.user("PRODUCT_NAME_INVALID", "productName")
    }));
    for nothing in [Value::Null, json!(""), json!(" \u{200B} ")] {
        let case = call.with(format!("{nothing}"), "productName", nothing);
        cases.push(case.user("PRODUCT_NAME_INVALID", "productName"));
    }
    cases.push(
        call.with("again", "productName", json!(" ĐÃ  chấm "))
            .user("ALREADY_REGISTERED", "productName"),
    );
    cases.extend(call.texts("idea", 20_000, true, |case| {
        case.user("TEXT_INVALID", "idea")
    }));
    cases.extend(call.values("kind"));
    for code in ["", "food", "NO_GROUP", "' OR 1=1", " FOOD"] {
        let case = call.with(code, "groupCode", json!(code));
        cases.push(case.user("GROUP_INVALID", "groupCode"));
    }
    // Of another group, of none, and missing where one is needed.
    cases.extend(
        call.numbers("productSet", &[26, 0, 27, -1, i32::MIN, i32::MAX], |case| {
            case.user("GROUP_INVALID", "groupCode")
        }),
    );
    cases.push(
        call.with("null", "productSet", Value::Null)
            .user("GROUP_INVALID", "groupCode"),
    );
    cases.extend(previous(world, &input));
    cases
}

/// The certificate that a renewal or an upgrade follows.
fn previous(world: &World, input: &Value) -> Vec<Case> {
    let supervision = &world.supervision;
    let refused = |case: Case| case.user("PREVIOUS_CERTIFICATE_INVALID", "previousCertificateId");
    let of = |kind: &str, certificate: Value| {
        let mut input = input.clone();
        input["kind"] = json!(kind);
        input["previousCertificateId"] = certificate;
        Call::mutation("dossierRegister", &world.people.owner, input)
    };
    let own = json!(supervision.certificate);
    let mut cases = of("RENEWAL", own.clone()).ids(
        "previousCertificateId",
        &[&supervision.rivals, &supervision.foreign_certificate],
        refused,
    );
    cases.push(refused(
        of("NEW", own).itself("a new one with a certificate"),
    ));
    for kind in ["RENEWAL", "UPGRADE"] {
        let none = of(kind, Value::Null).itself(format!("{kind} of nothing"));
        cases.push(refused(none));
    }
    let five = of("UPGRADE", json!(supervision.five));
    cases.push(refused(five.itself("an upgrade of five stars")));
    cases
}
