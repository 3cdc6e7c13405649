//! What councils and their members' sheets refuse.

use super::super::Case;
use super::calls::Call;
use super::people::Person;
use super::world::World;
use programme::dossiers::DossierStatus;
use serde_json::{Value, json};

pub(super) fn cases(world: &World) -> Vec<Case> {
    let mut cases = convening(world);
    cases.extend(agendas(world));
    cases.extend(sheets(world));
    cases
}

fn convening(world: &World) -> Vec<Case> {
    let (people, round) = (&world.people, &world.round);
    let seat = |person: &Person, chair: bool| json!({ "accountId": person.id, "chair": chair });
    let input = json!({
        "cycleId": round.cycle, "level": "PROVINCE", "heldOn": "2026-11-23", "quorum": 2,
        "seats": [seat(&people.member, true), seat(&people.second, false)],
    });
    let call = Call::mutation("councilSessionCreate", &people.officer, input);
    let mut cases = call.strangers(&people.shopper);
    cases.push(
        call.by("by another province's officer", &people.foreign)
            .user("CYCLE_NOT_FOUND", "cycleId"),
    );
    cases.extend(call.ids("cycleId", &[&round.foreign_cycle], |case| {
        case.user("CYCLE_NOT_FOUND", "cycleId")
    }));
    cases.extend(call.ids(
        "seats.1.accountId",
        &[
            &people.foreign_member.id,
            &people.shopper.id,
            &people.officer.id,
        ],
        |case| case.user("NOT_A_MEMBER", "seats"),
    ));
    cases.extend(call.values("level"));
    cases.extend(call.days("heldOn"));
    cases.extend(
        call.numbers("quorum", &[0, 1, 3, -2, i32::MIN, i32::MAX], |case| {
            case.user("QUORUM_INVALID", "quorum")
        }),
    );
    for (name, seats) in [
        ("none", json!([])),
        ("nobody presides", json!([seat(&people.member, false)])),
        (
            "two preside",
            json!([seat(&people.member, true), seat(&people.second, true)]),
        ),
        (
            "somebody twice",
            json!([seat(&people.member, true), seat(&people.member, false)]),
        ),
        ("51", json!(vec![seat(&people.member, true); 51])),
    ] {
        cases.push(
            call.with(name, "seats", seats)
                .user("SEATS_INVALID", "seats"),
        );
    }
    let many = json!(vec![seat(&people.member, true); 251]);
    cases.push(
        call.with("more than an input may have", "seats", many)
            .bad(),
    );
    cases.push(call.with("null", "seats", Value::Null).bad());
    cases
}

fn agendas(world: &World) -> Vec<Case> {
    let (people, round) = (&world.people, &world.round);
    let checked = round.that_is(DossierStatus::AdvisoryCheck);
    let input = json!({ "sessionId": round.session, "dossierIds": [checked] });
    let call = Call::mutation("councilAgendaAdd", &people.officer, input);
    let mut cases = call.strangers(&people.shopper);
    cases.push(
        call.by("by another province's officer", &people.foreign)
            .user("SESSION_NOT_FOUND", "sessionId"),
    );
    cases.push(call.by("by a member", &people.member).top("FORBIDDEN"));
    cases.extend(call.ids("sessionId", &[&round.foreign_session], |case| {
        case.user("SESSION_NOT_FOUND", "sessionId")
    }));
    cases.extend(call.ids("dossierIds.0", &[&round.foreign_dossier], |case| {
        case.user("DOSSIER_NOT_FOUND", "dossierIds.0")
    }));
    for (status, id) in &round.by_status {
        if *status != DossierStatus::AdvisoryCheck {
            let ids = json!([checked, id]);
            let case = call.with(status.as_str(), "dossierIds", ids);
            cases.push(case.user("WRONG_STATUS", "dossierIds.1"));
        }
    }
    for (name, ids) in [
        ("none", json!([])),
        ("one twice", json!([checked, checked])),
    ] {
        let case = call.with(name, "dossierIds", ids);
        cases.push(case.user("AGENDA_INVALID", "dossierIds"));
    }
    let many = json!(vec![checked; 251]);
    cases.extend([
        call.with("more than an input may have", "dossierIds", many)
            .bad(),
        call.with(
            "before there were criteria",
            "sessionId",
            json!(round.early_session),
        )
        .user("NO_CRITERIA", "dossierIds.0"),
    ]);
    cases
}

fn sheets(world: &World) -> Vec<Case> {
    let (people, round) = (&world.people, &world.round);
    let item =
        |criterion: &str, points: i32| json!({ "criterionId": criterion, "hundredths": points });
    let items: Vec<Value> = round.criteria.iter().map(|id| item(id, 1)).collect();
    let input = json!({
        "sessionId": round.session, "dossierId": round.scoring, "items": items, "remarks": "Tốt.",
    });
    let call = Call::mutation("scoreSheetSign", &people.second, input);
    let not_found = |case: Case| case.user("NOT_FOUND", "dossierId");
    let mut cases = call.strangers(&people.shopper);
    cases.push(call.by("by an officer", &people.officer).top("FORBIDDEN"));
    for (name, person) in [
        ("without a seat", &people.seatless),
        ("of another province", &people.foreign_member),
    ] {
        cases.push(not_found(call.by(name, person)));
    }
    cases.extend([
        call.by("whom it concerns", &people.conflicted)
            .user("CONFLICT_OF_INTEREST", "dossierId"),
        call.by("after signing", &people.member)
            .user("ALREADY_SIGNED", "dossierId"),
        call.with("after the scoring", "dossierId", json!(round.over))
            .user("SCORING_CLOSED", "dossierId"),
        not_found(call.with("on no agenda", "dossierId", json!(round.scored))),
    ]);
    cases.extend(call.ids(
        "sessionId",
        &[&round.foreign_session, &round.early_session],
        not_found,
    ));
    cases.extend(call.ids("dossierId", &[&round.foreign_dossier], not_found));
    let incomplete = |case: Case| case.user("ITEMS_INCOMPLETE", "items");
    cases.extend(call.ids("items.1.criterionId", &[&round.criteria[0]], incomplete));
    let more = [items.clone(), vec![items[0].clone()]].concat();
    for (name, wrong) in [
        ("none", json!([])),
        ("one missing", json!(items[1..])),
        ("one twice", json!(more)),
    ] {
        cases.push(incomplete(call.with(name, "items", wrong)));
    }
    let many = json!(vec![items[0].clone(); 251]);
    cases.push(
        call.with("more than an input may have", "items", many)
            .bad(),
    );
    for (index, most) in [(0, 4_000), (1, 2_500), (2, 3_500), (3, 1)] {
        let path = format!("items.{index}.hundredths");
        cases.extend(
            call.numbers(&path, &[-1, most + 1, i32::MIN, i32::MAX], |case| {
                case.user("POINTS_INVALID", &path)
            }),
        );
    }
    cases.extend(call.texts("remarks", 2_000, false, |case| {
        case.user("REMARKS_TOO_LONG", "remarks")
    }));
    cases
}
