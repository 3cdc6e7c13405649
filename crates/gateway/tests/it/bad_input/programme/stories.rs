//! What producers' stories, their changes and their moderators refuse, on a
//! world of their own.

mod world;

use super::super::Case;
use super::super::world::unknown;
use super::calls::Call;
use serde_json::{Value, json};
pub(in super::super) use world::World;

pub(in super::super) fn cases(world: &World) -> Vec<Case> {
    let mut cases = writing(world);
    cases.extend(contents(world));
    cases.extend(handing_in(world));
    cases.extend(moderating(world));
    cases.extend(reading(world));
    cases
}

fn content() -> Value {
    json!({ "headline": "Làng nghề", "headlineEn": "A village", "story": "Chuyện", "storyEn": "Story",
        "images": [], "videos": ["https://youtu.be/dQw4w9WgXcQ"], "foundedYear": 1998, "members": 40 })
}

fn writing(world: &World) -> Vec<Case> {
    let owner = &world.owner;
    let input = json!({ "producerId": world.plain, "content": content() });
    let begin = Call::mutation("producerStoryEdit", owner, input);
    let input = json!({ "producerId": world.draft.producer, "version": world.draft.version, "content": content() });
    let edit = Call::mutation("producerStoryEdit", owner, input);
    let not_found = |case: Case| case.user("NOT_FOUND", "producerId");
    let mut cases = Vec::new();
    for call in [&begin, &edit] {
        cases.extend(call.strangers(&world.shopper));
        cases.extend(call.ids("producerId", &[&world.rival_producer], not_found));
        cases.push(not_found(call.by("by another's owner", &world.rival)));
        cases.push(call.by("by a moderator", &world.moderator).top("FORBIDDEN"));
    }
    let outdated = |case: Case| case.user("OUTDATED", "version");
    cases.extend(edit.numbers("version", &[0, -1, 2, i32::MAX], outdated));
    cases.push(outdated(edit.with(
        "one is under way already",
        "version",
        Value::Null,
    )));
    cases.push(outdated(begin.with(
        "none is under way",
        "version",
        json!(1),
    )));
    for over in [&world.approved, &world.withdrawn] {
        let input = json!({ "producerId": over.producer, "version": over.version, "content": {} });
        let late = Call::mutation("producerStoryEdit", owner, input);
        cases.push(outdated(late.itself("it is over")));
    }
    cases
}

/// What no story can hold: each problem at its place.
fn contents(world: &World) -> Vec<Case> {
    let input = json!({ "producerId": world.draft.producer, "version": world.draft.version, "content": content() });
    let call = Call::mutation("producerStoryEdit", &world.owner, input);
    let invalid = |path: &str| {
        let path = path.to_owned();
        move |case: Case| case.user("CONTENT_INVALID", &path)
    };
    let mut cases = Vec::new();
    for (path, most) in [
        ("content.headline", 150),
        ("content.headlineEn", 150),
        ("content.story", 20_000),
        ("content.storyEn", 20_000),
    ] {
        cases.extend(call.texts(path, most, false, invalid(path)));
    }
    for (path, wrong) in [
        ("content.foundedYear", &[0, -1, 1_799, 2_100][..]),
        ("content.members", &[0, -1, 100_001, i32::MAX]),
    ] {
        cases.extend(call.numbers(path, wrong, invalid(path)));
    }
    let own = |alt: &str| json!({ "pictureId": world.own_picture, "alt": alt });
    let theirs = json!({ "pictureId": world.rival_picture, "alt": "Ảnh" });
    let unknown_one = json!({ "pictureId": unknown("Picture"), "alt": "Ảnh" });
    let focus =
        json!({ "pictureId": world.own_picture, "alt": "Ảnh", "focus": { "x": 1_001, "y": 0 } });
    let many: Vec<Value> = (0..13).map(|_| own("Ảnh")).collect();
    let video = "https://youtu.be/dQw4w9WgXcQ";
    let images = "content.images";
    for (path, value, at) in [
        (
            "content.videos",
            json!(["javascript:alert(1)"]),
            "content.videos.0",
        ),
        (
            "content.videos",
            json!(["https://vidu.example/v"]),
            "content.videos.0",
        ),
        ("content.videos", json!([video, video]), "content.videos.1"),
        (
            "content.videos",
            json!([video, "", "", ""]),
            "content.videos",
        ),
        ("content.cover", json!(world.own_picture), "content.cover"),
        ("content.cover", json!(world.rival_picture), "content.cover"),
        ("content.cover", json!(unknown("Picture")), "content.cover"),
        (images, json!([theirs]), "content.images.0.pictureId"),
        (
            images,
            json!([own("Ảnh"), unknown_one]),
            "content.images.1.pictureId",
        ),
        (
            images,
            json!([own("Ảnh"), own("Ảnh")]),
            "content.images.1.pictureId",
        ),
        (images, json!([own(" ")]), "content.images.0.alt"),
        (
            images,
            json!([own(&"x".repeat(300))]),
            "content.images.0.alt",
        ),
        (images, json!([focus]), "content.images.0.focus"),
        (images, json!(many), images),
    ] {
        let name: String = value.to_string().chars().take(40).collect();
        let case = call.with(name, path, value);
        cases.push(case.user("CONTENT_INVALID", at));
    }
    for (path, value) in [
        ("content.videos", json!(vec![video; 251])),
        ("content.cover", json!("x")),
        ("content.cover", json!(world.plain)),
        (images, json!([{ "pictureId": world.plain, "alt": "Ảnh" }])),
        (images, json!([{ "pictureId": world.own_picture }])),
        ("content.noSuchField", json!(1)),
    ] {
        let name: String = value.to_string().chars().take(40).collect();
        cases.push(call.with(name, path, value).bad());
    }
    cases
}

fn handing_in(world: &World) -> Vec<Case> {
    let mut cases = Vec::new();
    for operation in ["producerStorySubmit", "producerStoryWithdraw"] {
        let call = Call::mutation(operation, &world.owner, world.draft.input());
        let not_found = |case: Case| case.user("NOT_FOUND", "id");
        cases.extend(call.strangers(&world.shopper));
        cases.extend(call.ids("id", &[], not_found));
        cases.push(not_found(call.by("by another's owner", &world.rival)));
        let outdated = |case: Case| case.user("OUTDATED", "version");
        cases.extend(call.numbers("version", &[0, -1, 2, i32::MAX], outdated));
        for over in [&world.approved, &world.withdrawn] {
            let call = Call::mutation(operation, &world.owner, over.input());
            cases.push(call.itself("it is over").user("WRONG_STATUS", "id"));
        }
    }
    let again = Call::mutation("producerStorySubmit", &world.owner, world.submitted.input());
    cases.push(again.itself("handed in already").user("WRONG_STATUS", "id"));
    let empty = Call::mutation("producerStorySubmit", &world.owner, world.empty.input());
    cases.push(empty.itself("nothing is told").user("STOPPED", "id"));
    cases
}

fn moderating(world: &World) -> Vec<Case> {
    let moderator = &world.moderator;
    let one = |name, input: Value| Call::mutation(name, moderator, input);
    let id = json!({ "id": world.submitted.id });
    let claim = one("producerStoryClaim", id.clone());
    let release = one("producerStoryRelease", id);
    let mut input = world.submitted.input();
    input["approve"] = json!(true);
    let approve = one("producerStoryDecide", input.clone());
    input["approve"] = json!(false);
    input["reasons"] = json!(["PHOTO_POOR"]);
    input["note"] = json!("Mờ.");
    let decide = one("producerStoryDecide", input);
    let mut cases = Vec::new();
    let not_found = |case: Case| case.user("NOT_FOUND", "id");
    for call in [&claim, &release, &decide, &approve] {
        cases.extend(call.strangers(&world.shopper));
        cases.push(call.by("by the producer", &world.owner).top("FORBIDDEN"));
        cases.push(not_found(call.by("of another province", &world.foreign)));
        cases.push(
            call.by("about its own", &world.own_moderator)
                .user("OWN_STORY", "id"),
        );
        cases.extend(call.ids("id", &[], not_found));
        for (change, code) in [
            (&world.draft, "NOT_FOUND"),
            (&world.withdrawn, "NOT_FOUND"),
            (&world.approved, "WRONG_STATUS"),
            (&world.claimed, "CLAIMED_BY_OTHER"),
        ] {
            cases.push(call.with(code, "id", json!(change.id)).user(code, "id"));
        }
    }
    for (change, code) in [(&world.stopped, "STOPPED"), (&world.bare, "PICTURE_GONE")] {
        let mut input = change.input();
        input["approve"] = json!(true);
        let call = one("producerStoryDecide", input);
        cases.push(call.itself(code).user(code, "id"));
    }
    cases.extend(decide.numbers("version", &[0, 1, -1, i32::MAX], |case| {
        case.user("OUTDATED", "version")
    }));
    for reasons in [json!([]), json!(["COPIED", "COPIED"])] {
        let case = decide.with(reasons.to_string(), "reasons", reasons);
        cases.push(case.user("REASONS_INVALID", "reasons"));
    }
    let mut other = decide.with("another reason without a note", "reasons", json!(["OTHER"]));
    other.variables["input"]["note"] = json!(" ");
    cases.push(other.user("REASONS_INVALID", "reasons"));
    cases.extend(decide.texts("note", 2_000, false, |case| {
        case.user("NOTE_INVALID", "note")
    }));
    for (path, value) in [
        // A listing's reason is none of a story's.
        ("reasons", json!(["NAME_MISMATCH"])),
        ("reasons", json!(vec!["COPIED"; 21])),
        ("approve", json!("yes")),
    ] {
        cases.push(decide.with(value.to_string(), path, value).bad());
    }
    cases.push(
        approve
            .with("with a reason", "reasons", json!(["COPIED"]))
            .bad(),
    );
    cases.push(approve.with("with a note", "note", json!("Tốt.")).bad());
    cases
}

fn reading(world: &World) -> Vec<Case> {
    let (owner, moderator) = (&world.owner, &world.moderator);
    let of = json!({ "producerId": world.draft.producer });
    let state = Call::query("producerStory", owner, of);
    let change = json!({ "id": world.draft.id });
    let change = Call::query("producerStoryChange", owner, change);
    let page = json!({ "producerId": world.draft.producer, "first": 5 });
    let history = Call::query("producerStoryHistory", owner, page);
    let queue = Call::query("producerStoryQueue", moderator, json!({ "first": 5 }));
    let mut cases = Vec::new();
    for (call, path, foreign) in [
        (&state, "producerId", vec![world.rival_producer.as_str()]),
        (&change, "id", Vec::new()),
    ] {
        cases.extend(call.strangers(&world.shopper));
        cases.extend(call.ids(path, &foreign, Case::null));
        cases.push(call.by("by another's owner", &world.rival).null());
        cases.push(call.by("of another province", &world.foreign).null());
    }
    cases.push(change.by("not handed in", moderator).null());
    let not_found = |case: Case| case.top("NOT_FOUND");
    cases.extend(history.strangers(&world.shopper));
    cases.extend(history.ids("producerId", &[&world.rival_producer], not_found));
    cases.push(not_found(history.by("by another's owner", &world.rival)));
    cases.push(not_found(history.by("of another province", &world.foreign)));
    cases.extend(history.pages("story_events.age"));
    cases.extend(queue.strangers(&world.shopper));
    cases.extend(queue.pages("story_changes.wait"));
    cases.push(queue.by("by the producer", owner).top("FORBIDDEN"));
    cases.push(queue.by("of another province", &world.foreign).empty());
    cases.push(
        queue
            .with("none", "where", json!({ "provinces": [] }))
            .empty(),
    );
    cases.push(queue.with("unknown", "where", json!({ "no": 1 })).bad());
    cases
}
