//! What is refused of questions and of what is kept in mind.

use super::super::super::Case;
use super::super::super::world::unknown;
use super::super::calls::Call;
use super::World;
use serde_json::json;

pub(super) fn cases(world: &World) -> Vec<Case> {
    let ask = json!({ "productId": world.product, "text": "Có cay không?" });
    let ask = Call::mutation("questionAsk", &world.shopper, ask);
    let missing = |case: Case| case.user("PRODUCT_NOT_FOUND", "productId");
    let mut cases = ask.ids("productId", &[&world.hidden], missing);
    cases.extend(ask.texts("text", 1_000, true, |case| {
        case.user("TEXT_INVALID", "text")
    }));
    let more = ask.by("one too many", &world.busy);
    cases.push(more.user("TOO_MANY_TODAY", "productId"));
    let withdraw = json!({ "id": world.asked.id });
    let withdraw = Call::mutation("questionWithdraw", &world.shopper, withdraw);
    let gone = |case: Case| case.user("QUESTION_NOT_FOUND", "id");
    cases.extend(withdraw.ids("id", &[], gone));
    for who in [&world.stranger, &world.owner, &world.moderator] {
        cases.push(gone(withdraw.by("by somebody else", who)));
    }
    let add = json!({ "productId": world.product });
    let add = Call::mutation("wishlistAdd", &world.shopper, add);
    cases.extend(add.ids("productId", &[&world.hidden], missing));
    cases.push(add.itself("what is kept"));
    let full = json!({ "productId": world.other });
    let full = Call::mutation("wishlistAdd", &world.busy, full);
    cases.push(
        full.itself("one too many")
            .user("TOO_MANY_ENTRIES", "productId"),
    );
    cases.extend(removing(world));
    for call in [&ask, &withdraw, &add] {
        let mut nobody = call.itself("by nobody");
        nobody.session = None;
        cases.push(nobody.top("UNAUTHENTICATED"));
    }
    cases
}

/// What is not kept is passed over, whether it exists or not.
fn removing(world: &World) -> Vec<Case> {
    let by_product = json!({ "productId": world.other });
    let by_product = Call::mutation("wishlistRemove", &world.shopper, by_product);
    let mut cases = by_product.ids("productId", &[&world.hidden], |case| case);
    let by_entry = json!({ "entryId": unknown("WishlistEntry") });
    let by_entry = Call::mutation("wishlistRemove", &world.stranger, by_entry);
    cases.extend(by_entry.ids("entryId", &[&world.entry], |case| case));
    let both = json!({ "productId": world.product, "entryId": world.entry });
    for input in [json!({}), both] {
        let name = input.to_string();
        let call = Call::mutation("wishlistRemove", &world.shopper, input);
        cases.push(call.itself(name).bad());
    }
    let mut nobody = by_product.itself("by nobody");
    nobody.session = None;
    cases.push(nobody.top("UNAUTHENTICATED"));
    cases
}
