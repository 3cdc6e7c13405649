//! What a laboratory's report on a sample may not be.

use super::super::Case;
use super::calls::Call;
use super::world::World;
use serde_json::json;

pub(super) fn cases(world: &World) -> Vec<Case> {
    let (people, supervision) = (&world.people, &world.supervision);
    let input = json!({
        "sampleId": supervision.sample, "laboratory": "Trung tâm", "number": "2/KQ",
        "reportedOn": "2026-11-23", "result": "FAIL",
    });
    let call = Call::mutation("inspectionSampleReport", &people.inspector, input.clone());
    let officers = Call::mutation("inspectionSampleReport", &people.officer, input);
    let not_found = |case: Case| case.user("SAMPLE_NOT_FOUND", "sampleId");
    let mut cases = call.strangers(&people.shopper);
    cases.push(call.by("by its producer", &people.owner).top("FORBIDDEN"));
    cases.push(
        call.by("by a council member", &people.member)
            .top("FORBIDDEN"),
    );
    for (name, person) in [
        ("by a colleague", &people.colleague),
        ("by another province's inspector", &people.foreign_inspector),
        ("by another province's officer", &people.foreign),
    ] {
        cases.push(not_found(call.by(name, person)));
    }
    let others = [&*supervision.colleagues_sample, &supervision.foreign_sample];
    cases.extend(call.ids("sampleId", &others, not_found));
    cases.extend(officers.ids("sampleId", &others[1..], not_found));
    cases.extend([
        call.with("reported", "sampleId", json!(supervision.reported_sample))
            .user("ALREADY_REPORTED", "sampleId"),
        call.with("cancelled", "sampleId", json!(supervision.void_sample))
            .user("WRONG_STATUS", "sampleId"),
    ]);
    for (path, most, code) in [
        ("laboratory", 300, "LABORATORY_INVALID"),
        ("number", 100, "NUMBER_INVALID"),
    ] {
        cases.extend(call.texts(path, most, true, |case| case.user(code, path)));
    }
    cases.extend(call.values("result"));
    cases.extend(call.days("reportedOn"));
    for wrong in ["2026-11-24", "2026-11-22", "0001-01-01", "9999-12-31"] {
        let case = call.with(wrong, "reportedOn", json!(wrong));
        cases.push(case.user("REPORTED_ON_INVALID", "reportedOn"));
    }
    cases
}
