//! What holds on certificates refuse, and lists of what ends.

use super::super::Case;
use super::calls::Call;
use super::world::World;
use serde_json::json;

pub(super) fn cases(world: &World) -> Vec<Case> {
    let (people, supervision) = (&world.people, &world.supervision);
    let input = json!({ "certificateId": supervision.held, "grounds": "Đã khắc phục." });
    let call = Call::mutation("certificateHoldLift", &people.officer, input);
    let not_found = |case: Case| case.user("CERTIFICATE_NOT_FOUND", "certificateId");
    let mut cases = call.strangers(&people.shopper);
    cases.push(
        call.by("by an inspector", &people.inspector)
            .top("FORBIDDEN"),
    );
    cases.push(call.by("by its owner", &people.owner).top("FORBIDDEN"));
    cases.push(not_found(
        call.by("by another province's officer", &people.foreign),
    ));
    cases.extend(call.ids(
        "certificateId",
        &[&supervision.foreign_certificate],
        not_found,
    ));
    cases.push(
        call.with("not held", "certificateId", json!(supervision.certificate))
            .user("NOT_HELD", "certificateId"),
    );
    cases.extend(call.texts("grounds", 2_000, true, |case| {
        case.user("GROUNDS_INVALID", "grounds")
    }));

    let variables =
        json!({ "province": "37", "from": "2026-01-01", "to": "2030-12-31", "first": 5 });
    let call = Call::query("certificatesExpiring", &people.officer, variables);
    cases.extend(call.strangers(&people.shopper));
    cases.push(call.by("of another province", &people.foreign).empty());
    for province in ["01", "99", "", "'"] {
        cases.push(call.with(province, "province", json!(province)).empty());
    }
    for day in ["from", "to"] {
        cases.extend(call.days(day));
    }
    cases.extend([
        call.with("before its beginning", "to", json!("2025-12-31"))
            .bad(),
        call.with("longer than five years", "to", json!("2031-01-03"))
            .bad(),
        call.with("at the end of time", "to", json!("9999-12-31"))
            .bad(),
        call.with("NUL", "province", json!("37\u{0}")).bad(),
    ]);
    cases.extend(call.pages("certificates.last_day"));
    cases
}
