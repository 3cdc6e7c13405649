//! What the steps of a dossier refuse: above all, every one that its status
//! does not allow.

use super::super::Case;
use super::calls::Call;
use super::people::Person;
use super::world::World;
use programme::dossiers::{DossierCommand, DossierStatus, Party};
use serde_json::{Value, json};

/// A command as it is given over the API: the operation, the input but for the
/// dossier, whose it is, and where the input names the dossier.
fn given(command: DossierCommand) -> Option<(&'static str, Value, Party, &'static str)> {
    use DossierCommand as C;
    use Party::{Officer, Producer};
    let review = |action: &str| {
        let input = json!({ "action": action, "reasons": "Thiếu giấy tờ." });
        Some(("dossierReview", input, Officer, "id"))
    };
    match command {
        C::ReviseIdea => Some((
            "dossierIdeaRevise",
            json!({ "idea": "Mới." }),
            Producer,
            "id",
        )),
        C::SubmitPlan => Some((
            "dossierPlanSubmit",
            json!({ "plan": "Bán." }),
            Producer,
            "id",
        )),
        C::Submit => Some(("dossierSubmit", json!({}), Producer, "id")),
        C::Withdraw => Some(("dossierWithdraw", json!({}), Producer, "id")),
        C::AcceptIdea => review("ACCEPT_IDEA"),
        C::ReturnIdea => review("RETURN_IDEA"),
        C::AcceptPlan => review("ACCEPT_PLAN"),
        C::ReturnPlan => review("RETURN_PLAN"),
        C::BeginReview => review("BEGIN_REVIEW"),
        C::Return => review("RETURN"),
        C::Forward => review("FORWARD"),
        C::BeginCheck => review("BEGIN_CHECK"),
        C::CloseScoring => Some(("dossierScoringClose", json!({}), Officer, "id")),
        // By a registration, a council's agenda, a decision.
        C::Register | C::Admit | C::Recognise | C::SendToCentre | C::Reject => None,
    }
}

fn who<'a>(world: &'a World, party: &Party) -> &'a Person {
    match party {
        Party::Producer => &world.people.owner,
        Party::Officer | Party::Decision => &world.people.officer,
    }
}

pub(super) fn cases(world: &World) -> Vec<Case> {
    let mut cases = Vec::new();
    for command in DossierCommand::ALL {
        let Some((operation, input, party, at)) = given(command) else {
            continue;
        };
        let by = who(world, &party);
        let call = |id: &str| {
            let mut input = input.clone();
            input[at] = json!(id);
            Call::mutation(operation, by, input)
        };
        let mut taken = None;
        for (status, id) in &world.round.by_status {
            if status.after(command, party).is_none() {
                let name = format!("{} of what is {}", command.as_str(), status.as_str());
                cases.push(call(id).itself(name).user("WRONG_STATUS", at));
            } else {
                taken = Some(call(id));
            }
        }
        let call = taken.unwrap();
        cases.extend(call.strangers(&world.people.shopper));
        cases.extend(call.ids(at, &[&world.round.foreign_dossier], |case| {
            case.user("DOSSIER_NOT_FOUND", at)
        }));
        cases.push(match party {
            Party::Producer => call
                .by("by a rival", &world.people.rival)
                .user("DOSSIER_NOT_FOUND", at),
            Party::Officer | Party::Decision => call
                .by("by another province's officer", &world.people.foreign)
                .user("DOSSIER_NOT_FOUND", at),
        });
        cases.push(match party {
            Party::Producer => call
                .by("by an officer", &world.people.officer)
                .top("FORBIDDEN"),
            Party::Officer | Party::Decision => call
                .by("by its owner", &world.people.owner)
                .top("FORBIDDEN"),
        });
    }
    cases.extend(texts(world));
    cases.extend(reports(world));
    cases
}

/// What is said in a step.
fn texts(world: &World) -> Vec<Case> {
    use DossierStatus as S;
    let (people, round) = (&world.people, &world.round);
    let mut cases = Vec::new();
    for (operation, path, status) in [
        ("dossierIdeaRevise", "idea", S::IdeaReturned),
        ("dossierPlanSubmit", "plan", S::IdeaAccepted),
    ] {
        let mut input = json!({ "id": round.that_is(status) });
        input[path] = json!("Nội dung.");
        let call = Call::mutation(operation, &people.owner, input);
        cases.extend(call.texts(path, 20_000, true, |case| case.user("TEXT_INVALID", path)));
    }
    for (action, status) in [
        ("RETURN_IDEA", S::IdeaRegistered),
        ("RETURN_PLAN", S::PlanSubmitted),
        ("RETURN", S::AdvisoryCheck),
    ] {
        let input = json!({ "id": round.that_is(status), "action": action, "reasons": "Thiếu." });
        let call = Call::mutation("dossierReview", &people.officer, input);
        let refused = |case: Case| case.user("REASONS_MISSING", "reasons");
        cases.extend(call.texts("reasons", 2_000, false, refused));
        for nothing in [Value::Null, json!(""), json!(" \n"), json!("\u{200B}")] {
            let case = call.with(format!("{action}, {nothing}"), "reasons", nothing);
            cases.push(refused(case));
        }
        cases.extend(call.values("action"));
    }
    let forward = json!({ "id": round.unreported, "action": "FORWARD" });
    let call = Call::mutation("dossierReview", &people.officer, forward);
    cases.push(call.itself("without a report").user("REPORT_MISSING", "id"));
    let draft = json!({ "id": round.that_is(S::DossierDraft) });
    let submit = Call::mutation("dossierSubmit", &people.owner, draft);
    let bare = submit.itself("without its documents");
    cases.push(bare.user("DOCUMENTS_MISSING", "id"));
    let close = Call::mutation(
        "dossierScoringClose",
        &people.officer,
        json!({ "id": round.scoring }),
    );
    cases.push(close.itself("below the quorum").user("NO_QUORUM", "id"));
    cases
}

/// A commune's report.
fn reports(world: &World) -> Vec<Case> {
    let (people, round) = (&world.people, &world.round);
    let call = |id: &str| {
        let input = json!({
            "dossierId": id, "localOrigin": true, "localLabour": true, "ideaOrigin": true,
            "localIdentity": true, "remarks": "Đủ.", "meetingOn": "2026-11-20",
        });
        Call::mutation("communeReportCreate", &people.officer, input)
    };
    let mut cases = Vec::new();
    for (status, id) in &round.by_status {
        if *status != DossierStatus::CommuneReview {
            let case = call(id).itself(format!("of what is {}", status.as_str()));
            cases.push(case.user("WRONG_STATUS", "dossierId"));
        }
    }
    let call = call(&round.unreported);
    cases.extend(call.strangers(&people.shopper));
    cases.push(
        call.by("by another province's officer", &people.foreign)
            .user("DOSSIER_NOT_FOUND", "dossierId"),
    );
    cases.extend(call.ids("dossierId", &[&round.foreign_dossier], |case| {
        case.user("DOSSIER_NOT_FOUND", "dossierId")
    }));
    cases.extend(call.texts("remarks", 5_000, false, |case| {
        case.user("REMARKS_TOO_LONG", "remarks")
    }));
    cases.extend(call.days("meetingOn"));
    for wrong in ["2026-11-24", "9999-12-31"] {
        let case = call.with(wrong, "meetingOn", json!(wrong));
        cases.push(case.user("MEETING_INVALID", "meetingOn"));
    }
    for path in ["localOrigin", "localLabour", "ideaOrigin", "localIdentity"] {
        for wrong in [Value::Null, json!("true"), json!(1)] {
            cases.push(call.with(format!("{wrong}"), path, wrong).bad());
        }
    }
    cases
}
