//! What is refused of reports about listings.

use super::super::super::Case;
use super::super::calls::Call;
use super::World;
use serde_json::{Value, json};

pub(super) fn cases(world: &World) -> Vec<Case> {
    let create = json!({ "productId": world.other, "reason": "FAKE", "text": "Hàng giả" });
    let create = Call::mutation("listingReportCreate", &world.shopper, create);
    let missing = |case: Case| case.user("PRODUCT_NOT_FOUND", "productId");
    let mut cases = create.ids("productId", &[&world.hidden], missing);
    cases.extend(create.values("reason"));
    cases.extend(create.texts("text", 2_000, true, |case| {
        case.user("TEXT_INVALID", "text")
    }));
    cases.push(
        create
            .with("again", "productId", json!(world.product))
            .user("ALREADY_REPORTED", "productId"),
    );
    let guest = |name: &str, mail: Value| {
        let input = json!({ "productId": world.other, "reason": "FAKE", "text": "Hàng giả", "contactEmail": mail });
        Case::mutation("listingReportCreate", name, input)
    };
    cases.push(guest("without an address", Value::Null).user("CONTACT_NEEDED", "contactEmail"));
    for mail in [
        "",
        "lan",
        "lan@",
        "@vidu.example",
        "a b@vidu.example",
        &*"a".repeat(300),
    ] {
        let case = guest("no address", json!(mail));
        cases.push(case.user("CONTACT_INVALID", "contactEmail"));
    }
    let more = guest("one too many a day", json!("KHACH@vidu.example"));
    cases.push(more.user("TOO_MANY_REPORTS", "productId"));

    let input =
        json!({ "id": world.open.id, "version": 1, "result": "DISMISSED", "answer": "Đúng sao." });
    let resolve = Call::mutation("listingReportResolve", &world.moderator, input);
    cases.extend(resolve.strangers(&world.shopper));
    cases.push(resolve.by("by the producer", &world.owner).top("FORBIDDEN"));
    cases.extend(resolve.ids("id", &[], |case| case.user("REPORT_NOT_FOUND", "id")));
    cases.push(
        resolve
            .by("of elsewhere", &world.foreign)
            .user("REPORT_NOT_FOUND", "id"),
    );
    let own = resolve.by("about one's own", &world.own_moderator);
    cases.push(own.user("OWN_LISTING", "id"));
    cases.extend(
        resolve.numbers("version", &[0, -1, 2, i32::MIN, i32::MAX], |case| {
            case.user("OUTDATED", "version")
        }),
    );
    cases.extend(resolve.values("result"));
    cases.push(
        resolve
            .with("what is not down", "result", json!("TAKEN_DOWN"))
            .user("NOT_TAKEN_DOWN", "result"),
    );
    cases.extend(resolve.texts("answer", 2_000, true, |case| {
        case.user("ANSWER_INVALID", "answer")
    }));
    let late = resolve.with("decided", "id", json!(world.decided.id));
    cases.push(late.user("ALREADY_RESOLVED", "id"));
    cases
}
