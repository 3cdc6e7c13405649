//! What giving and taking back a producer's rights refuses.

use super::super::{Case, global_id};
use super::calls::Call;
use super::world::World;
use serde_json::{Value, json};

pub(super) fn cases(world: &World) -> Vec<Case> {
    let people = &world.people;
    let own = global_id("Producer", world.producers.own.id.0);
    let rival = global_id("Producer", world.producers.rival.id.0);
    let foreign = global_id("Producer", world.producers.foreign.id.0);
    let others = [&*rival, &foreign];
    let input = json!({
        "producerId": own, "email": "lan@vidu.example", "rights": ["ORDERS"], "lastDay": "2027-01-31",
    });
    let call = Call::mutation("producerGrantCreate", &people.owner, input);
    let mut cases = call.strangers(&people.shopper);
    cases.push(call.by("by an officer", &people.officer).top("FORBIDDEN"));
    cases.push(call.by("by staff", &people.conflicted).top("FORBIDDEN"));
    cases.extend(call.ids("producerId", &others, |case| {
        case.user("PRODUCER_NOT_FOUND", "producerId")
    }));
    cases.extend(call.texts("email", 300, true, |case| {
        case.user("GRANTEE_NOT_FOUND", "email")
    }));
    for wrong in ["khong-ai@vidu.example", "lan", "lan@vidu.example'--"] {
        let case = call.with(wrong, "email", json!(wrong));
        cases.push(case.user("GRANTEE_NOT_FOUND", "email"));
    }
    cases.extend([
        call.with("their own", "email", json!("chuthe@vidu.example"))
            .user("OWN_ACCOUNT", "email"),
        call.with("none", "rights", json!([]))
            .user("RIGHTS_MISSING", "rights"),
        call.with("null", "rights", Value::Null).bad(),
        call.with(
            "more than an input may have",
            "rights",
            json!(vec!["ORDERS"; 251]),
        )
        .bad(),
        call.with("yesterday", "lastDay", json!("2026-11-22"))
            .user("LAST_DAY_PASSED", "lastDay"),
    ]);
    cases.extend(call.values("rights.0"));
    let full = json!({ "producerId": rival, "email": "lan@vidu.example", "rights": ["ORDERS"] });
    let full = Call::mutation("producerGrantCreate", &people.rival, full);
    cases.push(
        full.itself("one more than may hold")
            .user("TOO_MANY_GRANTS", "rights"),
    );
    cases.extend(call.days("lastDay"));

    let revoke = json!({ "id": world.rights.own });
    let call = Call::mutation("producerGrantRevoke", &people.owner, revoke);
    cases.extend(call.strangers(&people.shopper));
    cases.extend(call.ids("id", &[&world.rights.rivals], |case| {
        case.user("GRANT_NOT_FOUND", "id")
    }));

    let page = json!({ "producer": own, "first": 10 });
    let call = Call::query("producerGrants", &people.owner, page);
    cases.extend(call.strangers(&people.shopper));
    cases.extend(call.ids("producer", &others, |case| case.top("NOT_FOUND")));
    cases.extend(call.pages("producer_grants.newest"));
    cases
}
