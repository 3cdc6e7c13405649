//! What curators' commands refuse, and the home page.

use super::super::{Case, global_id};
use super::calls::Call;
use super::world::World;
use kernel::ProducerId;
use serde_json::{Value, json};

pub(super) fn cases(world: &World) -> Vec<Case> {
    let mut cases = creating(world);
    cases.extend(updating(world));
    cases.extend(arranging(world));
    cases.extend(moving(world));
    cases.extend(reading(world));
    cases.extend(home(world));
    cases
}

fn content() -> Value {
    json!({ "title": "Quà Tết" })
}

fn creating(world: &World) -> Vec<Case> {
    let (people, curation) = (&world.people, &world.curation);
    let input = json!({ "slug": "qua-tet", "province": "37", "content": content() });
    let call = Call::mutation("collectionCreate", &people.officer, input);
    let mut cases = call.strangers(&people.shopper);
    cases.push(
        call.by("by an inspector", &people.inspector)
            .top("FORBIDDEN"),
    );
    let nowhere = |case: Case| case.user("PROVINCE_NOT_CURATED", "province");
    cases.push(nowhere(
        call.by("by another province's officer", &people.foreign),
    ));
    cases.push(nowhere(
        call.by("by a moderator of one province", &curation.local),
    ));
    for province in [json!("01"), json!("99"), json!(""), json!("'"), Value::Null] {
        cases.push(nowhere(call.with(
            province.to_string(),
            "province",
            province,
        )));
    }
    cases.push(call.with("NUL", "province", json!("37\u{0}")).bad());
    for slug in ["", " ", "Quà", "qua--tet", "-qua", "qua_tet", "../qua"] {
        let case = call.with(slug, "slug", json!(slug));
        cases.push(case.user("SLUG_INVALID", "slug"));
    }
    cases.extend(call.texts("slug", 50_000, false, |case| {
        case.user("SLUG_INVALID", "slug")
    }));
    cases.push(
        call.with("taken", "slug", json!("dac-san"))
            .user("SLUG_TAKEN", "slug"),
    );
    cases.extend(contents(&call));
    cases
}

/// What no content can be, whatever the command.
fn contents(call: &Call<'_>) -> Vec<Case> {
    let mut cases = call.texts("content.title", 120, true, |case| {
        case.user("TEXT_INVALID", "content.title")
    });
    for (field, most) in [
        ("titleEn", 120),
        ("description", 2_000),
        ("descriptionEn", 2_000),
    ] {
        let path = format!("content.{field}");
        cases.extend(call.texts(&path, most, false, |case| case.user("TEXT_INVALID", &path)));
    }
    for (name, from, until) in [
        (
            "it ends as it begins",
            "2026-12-01T00:00:00Z",
            "2026-12-01T00:00:00Z",
        ),
        (
            "it ends before",
            "2026-12-02T00:00:00Z",
            "2026-12-01T00:00:00Z",
        ),
    ] {
        let value = json!({ "title": "Quà", "validFrom": from, "validUntil": until });
        let case = call.with(name, "content", value);
        cases.push(case.user("VALIDITY_INVALID", "content.validUntil"));
    }
    for wrong in ["", "2026-12-01", "10000-01-01T00:00:00Z"] {
        cases.push(call.with(wrong, "content.validFrom", json!(wrong)).bad());
    }
    for month in [0, 13] {
        let case = call.with(month.to_string(), "content.months", json!([1, month]));
        cases.push(case.user("MONTHS_INVALID", "content.months"));
    }
    cases.push(
        call.with("a month below zero", "content.months", json!([-1]))
            .bad(),
    );
    cases.extend(
        call.numbers("content.position", &[-1, 1_000_001, i32::MAX], |case| {
            case.user("POSITION_INVALID", "content.position")
        }),
    );
    cases
}

fn updating(world: &World) -> Vec<Case> {
    let (people, curation) = (&world.people, &world.curation);
    let input = json!({ "id": curation.draft, "version": 2, "content": content() });
    let call = Call::mutation("collectionUpdate", &people.officer, input);
    let mut cases = owned(world, &call);
    cases.extend(contents(&call));
    cases.push(
        call.with("another kind", "content.rule", json!({ "starsMin": 4 }))
            .user("KIND_FIXED", "content.rule"),
    );
    let input = json!({ "id": curation.archived, "version": 2, "content": content() });
    let archived = Call::mutation("collectionUpdate", &people.officer, input);
    cases.push(archived.itself("archived").user("WRONG_STATUS", "id"));
    let rule = json!({ "starsMin": 4, "price": { "min": "1", "max": "2" } });
    let input = json!({
        "id": curation.rule, "version": 1, "content": { "title": "Bốn sao", "rule": rule },
    });
    let call = Call::mutation("collectionUpdate", &people.officer, input);
    for (field, wrong) in [
        ("productSets", json!([0])),
        ("productSets", json!([27])),
        ("productSets", json!(vec![6; 101])),
        ("starsMin", json!(2)),
        ("starsMin", json!(6)),
        ("provinces", json!([""])),
        ("communes", json!(["01234567890"])),
        (
            "producers",
            json!(vec![
                global_id(ProducerId::TYPE, world.producers.own.id.0);
                101
            ]),
        ),
        ("price", json!({ "min": "2", "max": "1" })),
        ("price", json!({ "min": "-1" })),
        ("newWithinDays", json!(0)),
        ("certifiedWithinDays", json!(1_001)),
    ] {
        let path = format!("content.rule.{field}");
        let case = call.with(wrong.to_string(), &path, wrong);
        cases.push(case.user("RULE_INVALID", &path));
    }
    for (field, wrong) in [
        ("groups", json!(["NO_SUCH_GROUP"])),
        ("groups", json!(vec!["FOOD"; 251])),
        ("provinces", json!(["37\u{0}"])),
        ("producers", json!(["%%%"])),
        ("kind", json!("")),
        ("sort", json!("RANDOM")),
    ] {
        let path = format!("content.rule.{field}");
        cases.push(call.with(wrong.to_string(), &path, wrong).bad());
    }
    cases
}

/// What every command about a collection refuses; the call is about the draft.
fn owned(world: &World, call: &Call<'_>) -> Vec<Case> {
    let (people, curation) = (&world.people, &world.curation);
    let not_found = |case: Case| case.user("COLLECTION_NOT_FOUND", "id");
    let mut cases = call.strangers(&people.shopper);
    cases.push(not_found(
        call.by("by another province's officer", &people.foreign),
    ));
    cases.push(not_found(
        call.by("by a moderator of one province", &curation.local),
    ));
    cases.extend(call.ids("id", &[&curation.foreign, &curation.national], not_found));
    cases.extend(call.numbers("version", &[-1, 0, 1, 3, i32::MAX], |case| {
        case.user("OUTDATED", "version")
    }));
    cases
}

fn arranging(world: &World) -> Vec<Case> {
    let (people, curation) = (&world.people, &world.curation);
    let mut cases = Vec::new();
    let input = json!({ "id": curation.draft, "version": 2, "productIds": [curation.product] });
    let add = Call::mutation("collectionProductsAdd", &people.officer, input.clone());
    let remove = Call::mutation("collectionProductsRemove", &people.officer, input);
    for call in [&add, &remove] {
        cases.extend(owned(world, call));
        let many = json!(vec![&curation.product; 251]);
        cases.push(
            call.with("more than an input may have", "productIds", many)
                .bad(),
        );
    }
    let one = "productIds.0";
    let hidden = [&*curation.hidden_foreign];
    cases.extend(add.ids(one, &hidden, |case| case.user("PRODUCT_NOT_FOUND", one)));
    // What is not in it is passed over, whether it exists or not.
    let foreign = [&*curation.foreign_product, &curation.hidden_foreign];
    cases.extend(remove.ids(one, &foreign, |case| case));
    let products = json!([curation.product, curation.hidden_product]);
    cases.push(
        add.with("a hidden one", "productIds", products)
            .user("PRODUCT_NOT_FOUND", "productIds.1"),
    );
    cases.push(
        add.with(
            "another province's",
            "productIds",
            json!([curation.foreign_product]),
        )
        .user("PRODUCT_OUTSIDE_PROVINCE", "productIds.0"),
    );
    cases.push(add.with("before the first", "at", json!(-1)).bad());
    for (id, version, code, path) in [
        (&curation.full, 1, "TOO_MANY_PRODUCTS", "productIds"),
        (&curation.rule, 1, "NOT_MANUAL", "id"),
        (&curation.archived, 2, "WRONG_STATUS", "id"),
    ] {
        let input = json!({ "id": id, "version": version, "productIds": [curation.product] });
        let call = Call::mutation("collectionProductsAdd", &people.officer, input);
        cases.push(call.itself(code).user(code, path));
    }
    cases
}

fn moving(world: &World) -> Vec<Case> {
    let (people, curation) = (&world.people, &world.curation);
    let mut cases = Vec::new();
    for operation in [
        "collectionPublish",
        "collectionWithdraw",
        "collectionArchive",
    ] {
        let draft = if operation == "collectionWithdraw" {
            // A draft is none that could be withdrawn.
            let input = json!({ "id": curation.draft, "version": 2 });
            let call = Call::mutation(operation, &people.officer, input);
            cases.push(call.itself("a draft").user("WRONG_STATUS", "id"));
            call
        } else {
            let input = json!({ "id": curation.draft, "version": 2 });
            Call::mutation(operation, &people.officer, input)
        };
        cases.extend(owned(world, &draft));
        let input = json!({ "id": curation.archived, "version": 2 });
        let archived = Call::mutation(operation, &people.officer, input);
        cases.push(archived.itself("archived").user("WRONG_STATUS", "id"));
    }
    for (id, code, path) in [
        (&curation.empty, "MATCHES_NOTHING", "id"),
        (&curation.full, "MATCHES_NOTHING", "id"),
        (&curation.nothing, "MATCHES_NOTHING", "id"),
        (&curation.everything, "MATCHES_EVERYTHING", "id"),
        (&curation.expired, "VALIDITY_INVALID", "content.validUntil"),
    ] {
        let input = json!({ "id": id, "version": 1 });
        let call = Call::mutation("collectionPublish", &people.officer, input);
        cases.push(call.itself(code).user(code, path));
    }
    cases
}

fn reading(world: &World) -> Vec<Case> {
    let (people, curation) = (&world.people, &world.curation);
    let mut cases = Vec::new();
    let own = Call::query(
        "collection",
        &people.officer,
        json!({ "id": curation.draft }),
    );
    cases.extend(own.ids("id", &[&curation.foreign, &curation.national], Case::null));
    for (name, person) in [
        ("a shopper", &people.shopper),
        ("another officer", &people.foreign),
        ("a moderator of one province", &curation.local),
    ] {
        cases.push(own.by(name, person).null());
    }
    let mut nobody = own.itself("a draft, by nobody");
    nobody.session = None;
    cases.push(nobody.null());
    cases.push(own.with("beside the id", "slug", json!("dac-san")).bad());
    cases.push(own.with("neither", "id", Value::Null).bad());
    let by_slug = Call::query("collection", &people.shopper, json!({ "slug": "dac-san" }));
    cases.push(by_slug.itself("a draft by its name").null());
    for slug in ["", "%", "' OR 1=1"] {
        cases.push(by_slug.with(slug, "slug", json!(slug)).null());
    }
    let first = json!({ "first": 10 });
    for (operation, order) in [
        ("collections", "collections.position"),
        ("recentlyCertified", "certified"),
        ("curatedCollections", "collections.position"),
    ] {
        let call = Call::query(operation, &people.officer, first.clone());
        cases.extend(call.pages(order));
        let none = json!({ "first": 10, "where": { "provinces": ["37"] } });
        let call = Call::query(operation, &people.officer, none);
        cases.push(call.with("none", "where.provinces", json!([])).empty());
        cases.push(
            call.with("of nowhere", "where.provinces", json!(["99"]))
                .empty(),
        );
        cases.push(
            call.with("NUL", "where.provinces", json!(["37\u{0}"]))
                .bad(),
        );
        let many = json!(vec!["37"; 251]);
        cases.push(
            call.with("more than an input may have", "where.provinces", many)
                .bad(),
        );
    }
    let curated = Call::query("curatedCollections", &people.officer, first.clone());
    cases.extend(curated.strangers(&people.shopper));
    cases.push(
        curated
            .by("a moderator of one province", &curation.local)
            .top("FORBIDDEN"),
    );
    let away = json!({ "first": 10, "where": { "provinces": ["01"] } });
    let away = Call::query("curatedCollections", &people.officer, away);
    cases.push(away.itself("of another province").empty());
    for (operation, order) in [
        ("collectionEntries", "collection.position"),
        ("collectionHistory", "collection_events.version"),
    ] {
        let of = json!({ "id": curation.draft, "first": 10 });
        let call = Call::query(operation, &people.officer, of);
        cases.extend(call.strangers(&people.shopper));
        cases.extend(call.pages(order));
        let not_found = |case: Case| case.top("NOT_FOUND");
        cases.extend(call.ids("id", &[&curation.foreign, &curation.national], not_found));
        cases.push(not_found(
            call.by("by another province's officer", &people.foreign),
        ));
    }
    let rule = json!({ "rule": { "starsMin": 4 }, "province": "37", "first": 5 });
    let preview = Call::query("collectionPreview", &people.officer, rule);
    cases.extend(preview.strangers(&people.shopper));
    for province in [json!("01"), json!(""), Value::Null] {
        let case = preview.with(province.to_string(), "province", province);
        cases.push(case.top("FORBIDDEN"));
    }
    cases.extend(preview.numbers("first", &[-1, 0, 25], Case::bad));
    cases.extend(preview.numbers("rule.starsMin", &[2, 6], Case::bad));
    cases.push(preview.with("none", "rule", Value::Null).bad());
    cases
}

fn home(world: &World) -> Vec<Case> {
    let (people, curation) = (&world.people, &world.curation);
    let settings = Call::query("homePageSettings", &curation.moderator, json!({}));
    let mut cases = settings.strangers(&people.shopper);
    let block = |mut block: Value| {
        block["kind"] = json!(block["kind"].as_str().unwrap_or("BANNER"));
        block
    };
    let input = json!({ "version": 0, "blocks": [block(json!({ "title": "Chào" }))] });
    let call = Call::mutation("homePageSet", &curation.moderator, input);
    cases.extend(call.strangers(&people.shopper));
    for one in [&settings, &call] {
        cases.push(one.by("by an officer", &people.officer).top("FORBIDDEN"));
        cases.push(
            one.by("by a moderator of one province", &curation.local)
                .top("FORBIDDEN"),
        );
    }
    cases.extend(call.numbers("version", &[-1, 1, i32::MAX], |case| {
        case.user("OUTDATED", "version")
    }));
    let banner = || block(json!({ "title": "Chào" }));
    cases.push(
        call.with("too many", "blocks", json!(vec![banner(); 31]))
            .user("TOO_MANY_BLOCKS", "blocks"),
    );
    let producer = global_id(ProducerId::TYPE, world.producers.own.id.0);
    let nobody = global_id(ProducerId::TYPE, uuid::Uuid::from_u128(7));
    let long = "ă".repeat(501);
    for (wrong, code, field) in [
        (json!({}), "TEXT_INVALID", "title"),
        (json!({ "title": "\u{200B} " }), "TEXT_INVALID", "title"),
        (json!({ "title": long }), "TEXT_INVALID", "title"),
        (
            json!({ "title": "Chào", "titleEn": long }),
            "TEXT_INVALID",
            "titleEn",
        ),
        (
            json!({ "title": "Chào", "text": long }),
            "TEXT_INVALID",
            "text",
        ),
        (
            json!({ "title": "Chào", "textEn": long }),
            "TEXT_INVALID",
            "textEn",
        ),
        (
            json!({ "title": "Chào", "collectionId": curation.draft, "producerId": producer }),
            "LINK_INVALID",
            "collectionId",
        ),
        (
            json!({ "kind": "COLLECTION" }),
            "LINK_INVALID",
            "collectionId",
        ),
        (
            json!({ "kind": "NEW_PRODUCTS", "productId": curation.product }),
            "LINK_INVALID",
            "productId",
        ),
        (
            json!({ "kind": "RECENTLY_CERTIFIED", "producerId": producer }),
            "LINK_INVALID",
            "producerId",
        ),
        (
            json!({ "kind": "FEATURED_PRODUCERS" }),
            "LINK_INVALID",
            "producerIds",
        ),
        (
            json!({ "kind": "FEATURED_PRODUCERS", "producerIds": [producer, producer] }),
            "LINK_INVALID",
            "producerIds",
        ),
        (
            json!({ "kind": "FEATURED_PRODUCERS", "producerIds": [producer, nobody] }),
            "LINK_NOT_FOUND",
            "producerIds",
        ),
        (
            json!({ "title": "Chào", "size": 0 }),
            "SIZE_INVALID",
            "size",
        ),
        (
            json!({ "title": "Chào", "size": 25 }),
            "SIZE_INVALID",
            "size",
        ),
        (
            json!({
                "title": "Chào", "validFrom": "2026-12-01T00:00:00Z",
                "validUntil": "2026-12-01T00:00:00Z",
            }),
            "VALIDITY_INVALID",
            "validUntil",
        ),
    ] {
        let blocks = json!([banner(), block(wrong.clone())]);
        let case = call.with(wrong.to_string(), "blocks", blocks);
        cases.push(case.user(code, &format!("blocks.1.{field}")));
    }
    cases.extend(call.values("blocks.0.kind"));
    for (field, id) in [
        ("collectionId", &curation.draft),
        ("productId", &curation.product),
        ("producerId", &producer),
    ] {
        let mut linked = banner();
        linked[field] = json!(id);
        let input = json!({ "version": 0, "blocks": [linked] });
        let call = Call::mutation("homePageSet", &curation.moderator, input);
        let path = format!("blocks.0.{field}");
        cases.extend(call.ids(&path, &[], |case| case.user("LINK_NOT_FOUND", &path)));
    }
    cases
}
