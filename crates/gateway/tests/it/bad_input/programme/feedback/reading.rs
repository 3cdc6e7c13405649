//! What is not read.

use super::super::super::Case;
use super::super::super::carts::wrong_tokens;
use super::super::super::world::unknown;
use super::super::calls::Call;
use super::World;
use serde_json::{Value, json};

pub(super) fn cases(world: &World) -> Vec<Case> {
    let mut cases = secret(world);
    let first = json!({ "first": 5 });
    for (operation, order) in [
        ("myReviews", "reviews.own"),
        ("myQuestions", "questions.own"),
        ("wishlist", "wishlist.adding"),
        ("myListingReports", "listing-reports.own"),
    ] {
        let call = Call::query(operation, &world.shopper, first.clone());
        let mut nobody = call.itself("by nobody");
        nobody.session = None;
        cases.push(nobody.top("UNAUTHENTICATED"));
        cases.push(call.by("by a stranger", &world.stranger).empty());
        cases.extend(call.pages(order));
    }
    for (operation, order) in [
        ("reviewQueue", "reviews.wait"),
        ("questionQueue", "questions.wait"),
        ("listingReportQueue", "listing-reports.wait"),
    ] {
        let call = Call::query(
            operation,
            &world.moderator,
            json!({ "first": 5, "where": {} }),
        );
        cases.extend(call.strangers(&world.shopper));
        cases.push(call.by("by the producer", &world.owner).top("FORBIDDEN"));
        cases.push(call.by("of elsewhere", &world.foreign).empty());
        cases.extend(call.pages(order));
        for wrong in [json!([]), json!(["01"]), json!(["' OR '1'='1"])] {
            cases.push(
                call.with(wrong.to_string(), "where", json!({ "provinces": wrong }))
                    .empty(),
            );
        }
    }
    for (operation, order) in [
        ("producerReviews", "reviews.producer"),
        ("producerQuestions", "questions.producer"),
    ] {
        let variables = json!({ "producerId": world.producer, "first": 5 });
        let call = Call::query(operation, &world.owner, variables);
        let refused = |case: Case| case.top("NOT_FOUND");
        cases.extend(call.strangers(&world.shopper));
        cases.extend(call.ids("producerId", &[&world.rival_producer], refused));
        cases.push(refused(call.by("by a rival", &world.rival)));
        cases.extend(call.pages(order));
    }
    let variables = json!({ "id": world.public.id, "first": 5 });
    let history = Call::query("feedbackHistory", &world.moderator, variables);
    let refused = |case: Case| case.top("NOT_FOUND");
    cases.extend(history.strangers(&world.shopper));
    cases.extend(history.ids("id", &[], refused));
    for name in ["ProductQuestion", "ListingReport"] {
        cases.push(refused(history.with(name, "id", json!(unknown(name)))));
    }
    for own in [&world.public, &world.shown, &world.open] {
        let call = json!({ "id": own.id, "first": 5 });
        let call = Call::query("feedbackHistory", &world.foreign, call);
        cases.push(refused(call.itself("of elsewhere")));
    }
    cases.extend(history.pages("feedback.history"));
    cases
}

/// What is read by its secret, or by who it is of.
fn secret(world: &World) -> Vec<Case> {
    let mut cases = Vec::new();
    let record = json!({ "id": world.waiting.id });
    let record = Call::query("reviewRecord", &world.shopper, record);
    cases.extend(record.ids("id", &[], Case::null));
    let report = json!({ "id": world.open.id });
    let report = Call::query("listingReport", &world.shopper, report);
    cases.extend(report.ids("id", &[], Case::null));
    for call in [&record, &report] {
        for who in [&world.stranger, &world.owner, &world.foreign] {
            cases.push(call.by("by somebody else", who).null());
        }
    }
    for (name, token) in wrong_tokens("x") {
        for (operation, id) in [
            ("reviewRecord", &world.waiting.id),
            ("listingReport", &world.open.id),
        ] {
            let variables = json!({ "id": id, "token": token });
            cases.push(Case::query(operation, name, variables).null());
        }
        let variables = json!({ "orderLineId": world.public_line, "token": token });
        cases.push(Case::query("reviewRecord", name, variables).null());
    }
    let strangers = json!({ "orderLineId": world.public_line });
    let strangers = Call::query("reviewRecord", &world.stranger, strangers);
    cases.extend(strangers.ids("orderLineId", &[], Case::null));
    cases.push(strangers.itself("of another's line").null());
    for variables in [
        json!({ "id": Value::Null }),
        json!({ "id": world.waiting.id, "orderLineId": world.free }),
    ] {
        let case = Case::query("reviewRecord", "none or both", variables);
        cases.push(case.by(&world.shopper.session).bad());
    }
    // A line without a review, and a guest's by its secret.
    let free = json!({ "orderLineId": world.free });
    let free = Call::query("reviewRecord", &world.shopper, free);
    cases.push(free.itself("without a review").null());
    let guests = json!({ "orderLineId": world.guests, "token": world.token });
    cases.push(Case::query("reviewRecord", "a guest's without a review", guests).null());
    cases
}
