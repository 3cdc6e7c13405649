//! What an officer may not decide about a producer.

use super::super::{Case, global_id};
use super::calls::Call;
use super::world::World;
use programme::{Producer, ProducerCommand, ProducerStatus};
use serde_json::{Value, json};

fn id(producer: &Producer) -> String {
    global_id("Producer", producer.id.0)
}

/// A step with a producer that could be taken were it not for something else.
fn step(command: ProducerCommand, producer: &str) -> (&'static str, Value) {
    use ProducerCommand as C;
    let grounds = json!({ "id": producer, "grounds": "Vi phạm." });
    match command {
        C::Register | C::Verify => {
            let input = json!({ "id": producer, "method": "SITE_VISIT", "evidence": "Đã đến." });
            ("producerVerify", input)
        }
        C::Activate => ("producerActivate", json!({ "id": producer })),
        C::Suspend => ("producerSuspend", grounds),
        C::Reinstate => ("producerReinstate", grounds),
        C::Close => ("producerClose", grounds),
    }
}

pub(super) fn cases(world: &World) -> Vec<Case> {
    use ProducerCommand as C;
    let (people, producers) = (&world.people, &world.producers);
    let foreign = id(&producers.foreign);
    let mut cases = Vec::new();
    for (command, from) in [
        (C::Verify, ProducerStatus::Applied),
        (C::Activate, ProducerStatus::Verified),
        (C::Suspend, ProducerStatus::Active),
        (C::Reinstate, ProducerStatus::Suspended),
        (C::Close, ProducerStatus::Suspended),
    ] {
        for (status, producer) in &producers.by_status {
            if command.from(Some(*status)).is_none() {
                let (operation, input) = step(command, &id(producer));
                let name = format!("what is {}", status.as_str());
                let call = Call::mutation(operation, &people.officer, input);
                cases.push(call.itself(name).user("WRONG_STATUS", "id"));
            }
        }
        let (operation, input) = step(command, &id(producers.that_is(from)));
        let call = Call::mutation(operation, &people.officer, input);
        cases.extend(call.strangers(&people.shopper));
        cases.push(
            call.by("by a producer's owner", &people.owner)
                .top("FORBIDDEN"),
        );
        cases.push(
            call.by("by another province's officer", &people.foreign)
                .user("PRODUCER_NOT_FOUND", "id"),
        );
        cases.extend(call.ids("id", &[&foreign], |case| {
            case.user("PRODUCER_NOT_FOUND", "id")
        }));
        if matches!(command, C::Suspend | C::Close) {
            cases.extend(call.nothings("grounds", |case| case.user("GROUNDS_MISSING", "grounds")));
        }
        if command == C::Verify {
            cases.extend(call.texts("evidence", 2_000, true, |case| {
                case.user("EVIDENCE_INVALID", "evidence")
            }));
            cases.extend(call.values("method"));
        }
        if matches!(command, C::Suspend | C::Reinstate | C::Close) {
            let long = json!("Đ".repeat(2_001));
            let long = call.with("too long", "grounds", long);
            cases.push(long.user("GROUNDS_TOO_LONG", "grounds"));
        }
        let (operation, input) = step(command, &id(&producers.officers));
        let own = Call::mutation(operation, &people.owning_officer, input);
        cases.push(own.itself("one of their own").user("OWN_PRODUCER", "id"));
    }
    for (producer, code) in [
        (&producers.unverified, "NOT_VERIFIED"),
        (&producers.silent, "CONTACTS_MISSING"),
    ] {
        let (operation, input) = step(C::Activate, &id(producer));
        let call = Call::mutation(operation, &people.officer, input);
        cases.push(call.itself(&producer.name).user(code, "id"));
    }
    cases
}
