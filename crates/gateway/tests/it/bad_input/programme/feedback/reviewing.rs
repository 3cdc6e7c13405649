//! What buyers are refused.

use super::super::super::Case;
use super::super::super::carts::wrong_tokens;
use super::super::super::world::unknown;
use super::super::calls::Call;
use super::World;
use serde_json::{Value, json};

fn content() -> Value {
    json!({ "stars": 5, "title": "Ngon", "text": "Giòn, thơm.", "pictureIds": [] })
}

pub(super) fn cases(world: &World) -> Vec<Case> {
    let shopper = &world.shopper;
    let create = json!({ "orderLineId": world.free, "content": content() });
    let create = Call::mutation("reviewCreate", shopper, create);
    let update =
        json!({ "id": world.public.id, "version": world.public.version, "content": content() });
    let update = Call::mutation("reviewUpdate", shopper, update);
    let withdraw = Call::mutation("reviewWithdraw", shopper, json!({ "id": world.public.id }));
    let mut cases = wrong_content(world, &create);
    cases.extend(wrong_content(world, &update));

    let missing = |case: Case| case.user("ORDER_LINE_NOT_FOUND", "orderLineId");
    cases.extend(create.ids("orderLineId", &[&world.guests, &world.owners_line], missing));
    cases.push(missing(create.by("by a stranger", &world.stranger)));
    cases.push(missing(create.by("by the producer", &world.owner)));
    cases.push(
        create
            .with("that is on its way", "orderLineId", json!(world.shipped))
            .user("NOT_DELIVERED", "orderLineId"),
    );
    cases.push(
        create
            .with("twice", "orderLineId", json!(world.public_line))
            .user("ALREADY_REVIEWED", "orderLineId"),
    );
    let sellers = json!({ "orderLineId": world.owners_line, "content": content() });
    let sellers = Call::mutation("reviewCreate", &world.owner, sellers);
    cases.push(
        sellers
            .itself("of one's own")
            .user("OWN_PRODUCT", "orderLineId"),
    );
    for (name, token) in wrong_tokens("x") {
        let input = json!({ "orderLineId": world.guests, "token": token, "content": content() });
        cases.push(missing(Case::mutation("reviewCreate", name, input)));
    }

    let missing = |case: Case| case.user("REVIEW_NOT_FOUND", "id");
    for call in [&update, &withdraw] {
        cases.extend(call.ids("id", &[], missing));
        for who in [&world.stranger, &world.owner, &world.moderator] {
            cases.push(missing(call.by("by somebody else", who)));
        }
        let mut nobody = call.itself("by nobody");
        nobody.session = None;
        cases.push(missing(nobody));
    }
    cases.extend(
        update.numbers("version", &[0, -1, 7, i32::MIN, i32::MAX], |case| {
            case.user("OUTDATED", "version")
        }),
    );
    for (one, code) in [
        (&world.withdrawn, "WITHDRAWN"),
        (&world.old, "TOO_LATE"),
        (&world.worn, "TOO_MANY_CHANGES"),
    ] {
        let input = json!({ "id": one.id, "version": one.version, "content": content() });
        let call = Call::mutation("reviewUpdate", shopper, input);
        cases.push(call.itself(code).user(code, "id"));
    }
    let again = json!({ "id": world.withdrawn.id });
    cases.push(Call::mutation("reviewWithdraw", shopper, again).itself("done before"));

    cases.extend(voting(world));
    cases
}

fn wrong_content(world: &World, call: &Call<'_>) -> Vec<Case> {
    let mut cases = call.numbers("content.stars", &[0, -1, 6, i32::MIN, i32::MAX], |case| {
        case.user("STARS_INVALID", "content.stars")
    });
    let path = "content.title";
    cases.extend(call.texts(path, 100, false, |case| case.user("TITLE_INVALID", path)));
    let path = "content.text";
    cases.extend(call.texts(path, 5_000, true, |case| case.user("TEXT_INVALID", path)));
    let name = "Đ".repeat(300);
    let case = call.with("of 300 characters", "content.title", json!(name));
    cases.push(case.user("TITLE_INVALID", "content.title"));
    let path = "content.pictureIds";
    let picture = unknown("Picture");
    for wrong in [vec![&picture; 1], vec![&picture; 2], vec![&picture; 7]] {
        let case = call.with(wrong.len().to_string(), path, json!(wrong));
        cases.push(case.user("PICTURES_INVALID", path));
    }
    let strangers = call.with("of a stranger", path, json!([world.strangers_picture]));
    cases.push(strangers.user("PICTURES_INVALID", path));
    for wrong in [
        json!(["x"]),
        json!([unknown("Product")]),
        json!([7]),
        json!(vec![picture; 251]),
    ] {
        let name: String = wrong.to_string().chars().take(40).collect();
        cases.push(call.with(name, path, wrong).bad());
    }
    cases
}

fn voting(world: &World) -> Vec<Case> {
    let input = json!({ "id": world.public.id, "helpful": true });
    let vote = Call::mutation("reviewVote", &world.stranger, input);
    let missing = |case: Case| case.user("REVIEW_NOT_FOUND", "id");
    let foreign = [&*world.waiting.id, &*world.refused.id, &*world.withdrawn.id];
    let mut cases = vote.ids("id", &foreign, missing);
    cases.push(
        vote.by("for one's own", &world.shopper)
            .user("OWN_REVIEW", "id"),
    );
    let mut nobody = vote.itself("by nobody");
    nobody.session = None;
    cases.push(nobody.top("UNAUTHENTICATED"));
    for wrong in [json!("yes"), json!(1), Value::Null] {
        cases.push(vote.with(wrong.to_string(), "helpful", wrong.clone()).bad());
    }
    // Taking back what was never given changes nothing.
    cases.push(vote.with("never given", "helpful", json!(false)));
    cases
}
