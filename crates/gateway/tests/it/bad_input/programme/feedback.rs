//! What reviews, questions, wishlists and reports refuse, on a world of their
//! own.

mod asking;
mod reading;
mod reporting;
mod reviewing;
mod world;

use super::super::{Case, check};
use super::calls::Call;
use serde_json::{Value, json};
use testkit::TestDb;
pub(in crate::bad_input) use world::World;

testkit::on_both!(bad_input_to_reviews_and_the_like_is_refused_and_changes_nothing);

async fn bad_input_to_reviews_and_the_like_is_refused_and_changes_nothing(test: TestDb) {
    let world = World::open(test).await;
    check(&world.app, &cases(&world)).await;
}

pub(in crate::bad_input) fn cases(world: &World) -> Vec<Case> {
    let mut cases = reviewing::cases(world);
    cases.extend(deciding(world));
    cases.extend(answering(world));
    cases.extend(asking::cases(world));
    cases.extend(reporting::cases(world));
    cases.extend(reading::cases(world));
    cases
}

/// What moderators decide about reviews and about questions.
fn deciding(world: &World) -> Vec<Case> {
    let mut cases = Vec::new();
    for (operation, one, final_, foreign) in [
        (
            "reviewDecide",
            &world.waiting,
            &world.refused,
            &world.asked.id,
        ),
        (
            "questionDecide",
            &world.asked,
            &world.turned_down,
            &world.waiting.id,
        ),
    ] {
        let item = json!({ "id": one.id, "version": one.version });
        let input = |approve: bool, reasons: Value, note: Value| json!({ "items": [item], "approve": approve, "reasons": reasons, "note": note });
        let none = json!([]);
        let approve = input(true, none.clone(), Value::Null);
        let approve = Call::mutation(operation, &world.moderator, approve);
        let refuse = input(false, json!(["OTHER"]), json!("Vì thế"));
        let refuse = Call::mutation(operation, &world.moderator, refuse);
        cases.extend(approve.strangers(&world.shopper));
        cases.push(approve.by("by the producer", &world.owner).top("FORBIDDEN"));
        let (id, version) = ("items.0.id", "items.0.version");
        cases.extend(approve.ids(id, &[], |case| case.user("NOT_FOUND", id)));
        cases.push(approve.with("of another type", id, json!(foreign)).bad());
        cases.push(
            approve
                .by("of elsewhere", &world.foreign)
                .user("NOT_FOUND", id),
        );
        let own = approve.by("about one's own", &world.own_moderator);
        cases.push(own.user("OWN_PRODUCT", id));
        cases.extend(
            approve.numbers(version, &[0, -1, 2, i32::MIN, i32::MAX], |case| {
                case.user("OUTDATED", version)
            }),
        );
        let late = json!({ "id": final_.id, "version": final_.version });
        cases.push(
            approve
                .with("decided", "items.0", late)
                .user("WRONG_STATUS", id),
        );
        cases.push(approve.with("none", "items", none.clone()).bad());
        cases.push(
            approve
                .with("51", "items", json!(vec![item.clone(); 51]))
                .bad(),
        );
        let told = [("reasons", json!(["INSULT"])), ("note", json!("Vì"))];
        for (path, value) in told {
            cases.push(approve.with("with an approval", path, value).bad());
        }
        for reasons in [none, json!(["INSULT", "INSULT"])] {
            let name = reasons.to_string();
            cases.push(
                refuse
                    .with(name, "reasons", reasons)
                    .user("REASONS_INVALID", "reasons"),
            );
        }
        for note in [Value::Null, json!(""), json!(" \u{200B}")] {
            let name = note.to_string();
            cases.push(
                refuse
                    .with(name, "note", note)
                    .user("REASONS_INVALID", "reasons"),
            );
        }
        cases.extend(refuse.texts("note", 2_000, false, |case| {
            case.user("NOTE_INVALID", "note")
        }));
        cases.extend(refuse.values("reasons.0"));
        cases.push(
            refuse
                .with("21", "reasons", json!(vec!["INSULT"; 21]))
                .bad(),
        );
    }
    cases
}

/// What producers answer, and what moderators take away.
fn answering(world: &World) -> Vec<Case> {
    let mut cases = Vec::new();
    for (answer, remove, public, hidden) in [
        (
            "reviewAnswer",
            "reviewAnswerRemove",
            &world.public,
            &world.waiting,
        ),
        (
            "questionAnswer",
            "questionAnswerRemove",
            &world.shown,
            &world.asked,
        ),
    ] {
        let input = json!({ "id": public.id, "text": "Cảm ơn" });
        let call = Call::mutation(answer, &world.owner, input);
        cases.extend(call.strangers(&world.shopper));
        cases.extend(call.ids("id", &[], |case| case.user("NOT_FOUND", "id")));
        cases.push(
            call.by("of another producer", &world.rival)
                .user("NOT_FOUND", "id"),
        );
        let early = call.with("not public", "id", json!(hidden.id));
        cases.push(early.user("NOT_PUBLIC", "id"));
        cases.extend(call.texts("text", 2_000, true, |case| {
            case.user("TEXT_INVALID", "text")
        }));
        for text in [
            "Gọi 0912 345 678",
            "Xem https://vidu.example",
            "Đồ ngu",
            "Hàng giả à?",
        ] {
            let case = call.with(text, "text", json!(text));
            cases.push(case.user("TEXT_FORBIDDEN", "text"));
        }
        let input = json!({ "id": public.id, "reason": "Sai" });
        let call = Call::mutation(remove, &world.moderator, input);
        cases.extend(call.strangers(&world.shopper));
        cases.push(call.by("by the producer", &world.owner).top("FORBIDDEN"));
        cases.extend(call.ids("id", &[], |case| case.user("NOT_FOUND", "id")));
        cases.push(
            call.by("of elsewhere", &world.foreign)
                .user("NOT_FOUND", "id"),
        );
        cases.push(
            call.by("of one's own", &world.own_moderator)
                .user("OWN_PRODUCT", "id"),
        );
        cases.push(call.itself("without an answer").user("NO_ANSWER", "id"));
        cases.extend(call.texts("reason", 2_000, true, |case| {
            case.user("REASON_INVALID", "reason")
        }));
    }
    let again = json!({ "id": world.removed.id, "text": "Cảm ơn" });
    let again = Call::mutation("reviewAnswer", &world.owner, again);
    cases.push(
        again
            .itself("one that was taken away")
            .user("ANSWER_REMOVED", "id"),
    );
    cases
}
