//! What decisions refuse.

use super::super::Case;
use super::calls::Call;
use super::round::RECORDED;
use super::world::World;
use programme::dossiers::DossierStatus;
use serde_json::{Value, json};

pub(super) fn cases(world: &World) -> Vec<Case> {
    let mut cases = recording(world);
    cases.extend(results(world));
    cases.extend(measures(world));
    cases.extend(settling(world));
    cases
}

/// A decision that could be recorded.
fn decision(world: &World) -> Value {
    let round = &world.round;
    json!({
        "cycleId": round.cycle, "number": "99/QĐ-UBND", "decidedOn": "2026-11-23",
        "signer": "Chủ tịch", "authority": "UBND tỉnh Ninh Bình", "level": "PROVINCE",
        "results": [{
            "dossierId": round.scored, "recognised": "FOUR_STAR", "certificateNumber": "GCN-99",
        }],
    })
}

fn recording(world: &World) -> Vec<Case> {
    let (people, round) = (&world.people, &world.round);
    let call = Call::mutation("decisionRecord", &people.officer, decision(world));
    let mut cases = call.strangers(&people.shopper);
    cases.push(
        call.by("by a producer's owner", &people.owner)
            .top("FORBIDDEN"),
    );
    cases.push(
        call.by("by another province's officer", &people.foreign)
            .user("CYCLE_NOT_FOUND", "cycleId"),
    );
    cases.extend(call.ids("cycleId", &[&round.foreign_cycle], |case| {
        case.user("CYCLE_NOT_FOUND", "cycleId")
    }));
    for (path, most) in [("number", 100), ("signer", 200), ("authority", 200)] {
        cases.extend(call.texts(path, most, true, |case| case.user("INCOMPLETE", "number")));
    }
    cases.extend(call.days("decidedOn"));
    for wrong in ["2026-11-24", "2026-01-04", "0001-01-01", "9999-12-31"] {
        let case = call.with(wrong, "decidedOn", json!(wrong));
        cases.push(case.user("DAY_INVALID", "decidedOn"));
    }
    for number in [
        RECORDED.to_owned(),
        " 1 / qđ-ubnd ".to_owned(),
        "2/QĐ".to_owned(),
    ] {
        let case = call.with(&number, "number", json!(number));
        cases.push(case.user("NUMBER_TAKEN", "number"));
    }
    cases.extend(call.values("level"));
    cases.push(
        call.with("of the ministry by a province", "level", json!("MINISTRY"))
            .user("CYCLE_NOT_FOUND", "cycleId"),
    );
    cases
}

fn results(world: &World) -> Vec<Case> {
    let (people, round) = (&world.people, &world.round);
    let call = Call::mutation("decisionRecord", &people.officer, decision(world));
    let first = "results.0";
    let mut cases = call.ids("results.0.dossierId", &[&round.foreign_dossier], |case| {
        case.user("DOSSIER_NOT_FOUND", first)
    });
    for (status, id) in &round.by_status {
        if *status != DossierStatus::Scored {
            let case = call.with(status.as_str(), "results.0.dossierId", json!(id));
            cases.push(case.user("WRONG_STATUS", first));
        }
    }
    cases.extend(call.values("results.0.recognised"));
    let result = decision(world)["results"][0].clone();
    let other = |id: &str, number: &str| json!({ "dossierId": id, "recognised": "FOUR_STAR", "certificateNumber": number });
    let over = |number: &str| {
        let mut second = other(&round.over, number);
        second["recognised"] = json!("THREE_STAR");
        json!([result, second])
    };
    let without = |case: Case| case.user("CERTIFICATE_NUMBER_INVALID", first);
    cases.extend([
        call.with("none", "results", json!([]))
            .user("RESULTS_INVALID", "results"),
        call.with(
            "one dossier twice",
            "results",
            json!([result, other(&round.scored, "X")]),
        )
        .user("RESULTS_INVALID", "results"),
        call.with(
            "more than an input may have",
            "results",
            json!(vec![result.clone(); 251]),
        )
        .bad(),
        call.with("null", "results", Value::Null).bad(),
        call.with("one number twice", "results", over("GCN-99"))
            .user("CERTIFICATE_NUMBER_INVALID", "results.1"),
        call.with(
            "five stars by a province",
            "results.0.recognised",
            json!("FIVE_STAR"),
        )
        .user("AUTHORITY_INVALID", first),
        call.with(
            "four stars for seventy points",
            "results",
            json!([other(&round.over, "X")]),
        )
        .user("SCORE_TOO_LOW", first),
        call.with(
            "a mandatory criterion failed",
            "results",
            json!([other(&round.failed, "X")]),
        )
        .user("SCORE_TOO_LOW", first),
        call.with("NUL", "results.0.certificateNumber", json!("GCN\u{0}"))
            .bad(),
        call.with(
            "a district's after 1 July 2025",
            "level",
            json!("DISTRICT_LEGACY"),
        )
        .user("AUTHORITY_INVALID", first),
    ]);
    for nothing in [Value::Null, json!(""), json!(" \u{200B}")] {
        let name = format!("{nothing}");
        cases.push(without(call.with(
            name,
            "results.0.certificateNumber",
            nothing,
        )));
    }
    cases.push(without(call.with(
        "a number without recognition",
        "results.0.recognised",
        Value::Null,
    )));
    cases.extend(call.texts("results.0.certificateNumber", 100, false, without));
    cases
}

/// What a decision would do to certificates.
fn measures(world: &World) -> Vec<Case> {
    let (people, supervision) = (&world.people, &world.supervision);
    let measure = json!({
        "certificateId": supervision.certificate, "measure": "REVOKE", "ground": "RETURNED",
        "remarks": "Theo đơn.",
    });
    let mut input = decision(world);
    input["results"] = json!([]);
    input["measures"] = json!([measure]);
    let call = Call::mutation("decisionRecord", &people.officer, input);
    let first = "measures.0";
    let not_found = |case: Case| case.user("CERTIFICATE_NOT_FOUND", first);
    let mut cases = call.ids(
        "measures.0.certificateId",
        &[&supervision.foreign_certificate],
        not_found,
    );
    cases.extend(call.values("measures.0.measure"));
    cases.extend(call.values("measures.0.ground"));
    let ground = |case: Case| case.user("GROUND_INVALID", first);
    cases.extend(call.texts("measures.0.remarks", 2_000, false, ground));
    cases.push(ground(call.with(
        "revoked without",
        "measures.0.ground",
        Value::Null,
    )));
    cases.push(ground(call.with(
        "reinstated with",
        "measures.0.measure",
        json!("REINSTATE"),
    )));
    for nothing in [Value::Null, json!(""), json!(" \u{200B}")] {
        let mut other = measure.clone();
        other["ground"] = json!("OTHER");
        other["remarks"] = nothing.clone();
        let name = format!("another ground, remarks {nothing}");
        cases.push(ground(call.with(name, "measures.0", other)));
    }
    let of = |certificate: &str| {
        let mut one = measure.clone();
        one["certificateId"] = json!(certificate);
        one
    };
    cases.extend([
        call.with("none", "measures", json!([]))
            .user("RESULTS_INVALID", "results"),
        call.with("null", "measures", Value::Null).bad(),
        call.with("one twice", "measures", json!([measure, measure]))
            .user("RESULTS_INVALID", "results"),
        call.with(
            "more than an input may have",
            "measures",
            json!(vec![measure.clone(); 251]),
        )
        .bad(),
        call.with(
            "the second of Hà Nội",
            "measures",
            json!([measure, of(&supervision.foreign_certificate)]),
        )
        .user("CERTIFICATE_NOT_FOUND", "measures.1"),
        call.with("five stars by a province", first, of(&supervision.five))
            .user("AUTHORITY_INVALID", first),
        call.with("revoked before", first, of(&supervision.revoked))
            .user("CERTIFICATE_STATUS_WRONG", first),
        call.with("before it was issued", "decidedOn", json!("2026-03-01"))
            .user("CERTIFICATE_LATER", first),
    ]);
    cases
}

fn settling(world: &World) -> Vec<Case> {
    let (people, round) = (&world.people, &world.round);
    let mut cases = Vec::new();
    for operation in ["decisionConfirm", "decisionDiscard"] {
        let call = Call::mutation(operation, &people.officer, json!({ "id": round.recorded }));
        cases.extend(call.strangers(&people.shopper));
        cases.push(
            call.by("by another province's officer", &people.foreign)
                .user("DECISION_NOT_FOUND", "id"),
        );
        // The ministry's is not a province's to settle.
        cases.extend(
            call.ids("id", &[&round.foreign_decision, &round.five], |case| {
                case.user("DECISION_NOT_FOUND", "id")
            }),
        );
        for (name, id) in [
            ("confirmed", &round.confirmed),
            ("discarded", &round.discarded),
        ] {
            let case = call.with(name, "id", json!(id));
            cases.push(case.user("ALREADY_SETTLED", "id"));
        }
    }
    for (name, id, code) in [
        (
            "a certificate number that exists",
            &round.taken,
            "CERTIFICATE_NUMBER_TAKEN",
        ),
        (
            "certificates that overlap",
            &round.overlapping,
            "CERTIFICATES_OVERLAP",
        ),
        (
            "a dossier that was decided meanwhile",
            &round.overtaken,
            "WRONG_STATUS",
        ),
    ] {
        let call = Call::mutation("decisionConfirm", &people.officer, json!({ "id": id }));
        cases.push(call.itself(name).user(code, "id"));
    }
    let five = Call::mutation(
        "decisionConfirm",
        &people.centre,
        json!({ "id": round.five }),
    );
    cases.push(
        five.itself("five stars by one person")
            .user("SAME_PERSON", "id"),
    );
    cases
}
