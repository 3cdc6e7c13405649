//! What imports and exports of the register refuse.

use super::Case;
use super::carts::no_ids;
use super::world::{World, unknown};
use serde_json::{Value, json};

fn import(name: impl Into<String>, file: &str, mapping: Value) -> Case {
    let input = json!({ "fileId": file, "mode": "ALL", "mapping": mapping });
    Case::mutation("registerImport", name, input)
}

fn export(name: &str, filter: Value) -> Case {
    let input = json!({ "format": "CSV", "where": filter });
    Case::mutation("registerExport", name, input)
}

pub(super) fn cases(world: &World) -> Vec<Case> {
    let people = &world.people;
    let none = unknown("File");
    let column = |header: &str| json!({ "field": "STARS", "header": header });
    let mut cases: Vec<Case> = no_ids()
        .iter()
        .map(|(name, id)| import(*name, id, json!([])).by(&people.administrator).bad())
        .collect();
    for (name, mapping) in [
        ("a field twice", json!([column("a"), column("b")])),
        ("an empty header", json!([column(" ")])),
        ("an overlong header", json!([column(&"x".repeat(301))])),
    ] {
        let case = import(name, &none, mapping).by(&people.administrator);
        cases.push(case.user("MAPPING_INVALID", "mapping"));
    }
    cases.extend([
        import("an unknown file", &none, json!([]))
            .by(&people.administrator)
            .user("FILE_NOT_FOUND", "fileId"),
        import(
            "an import's id for the file's",
            &unknown("RegisterImport"),
            json!([]),
        )
        .by(&people.administrator)
        .bad(),
        import("by nobody", &none, json!([])).top("UNAUTHENTICATED"),
        import("by a shopper", &none, json!([]))
            .by(&people.shopper)
            .top("FORBIDDEN"),
        import("by a producer", &none, json!([]))
            .by(&people.owner)
            .top("FORBIDDEN"),
        export("by nobody", Value::Null).top("UNAUTHENTICATED"),
        export("by a moderator", Value::Null)
            .by(&people.moderator)
            .top("FORBIDDEN"),
        export("a province of others", json!({ "provinces": ["01"] }))
            .by(&people.officer)
            .user("OTHER_PROVINCE", "where.provinces"),
    ]);
    cases
}
