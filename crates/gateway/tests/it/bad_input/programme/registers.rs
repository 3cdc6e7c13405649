//! What imports and exports of the register refuse about files and runs of
//! others.

use super::super::Case;
use super::calls::Call;
use super::world::World;
use serde_json::{Value, json};

pub(super) fn cases(world: &World) -> Vec<Case> {
    let (people, supervision) = (&world.people, &world.supervision);
    let input = json!({
        "fileId": supervision.sheet, "mode": "ALL", "mapping": [{ "field": "STARS", "header": "Sao" }],
    });
    let call = Call::mutation("registerImport", &people.officer, input);
    let mut cases = call.strangers(&people.shopper);
    cases.extend(call.ids(
        "fileId",
        &[&supervision.anothers_sheet, &supervision.document],
        |case| case.user("FILE_NOT_FOUND", "fileId"),
    ));
    cases.extend(call.values("mode"));
    cases.extend(call.values("mapping.0.field"));
    cases.extend(call.texts("mapping.0.header", 300, true, |case| {
        case.user("MAPPING_INVALID", "mapping")
    }));
    let many = json!(vec![json!({ "field": "STARS", "header": "Sao" }); 251]);
    cases.push(
        call.with("more than an input may have", "mapping", many)
            .bad(),
    );
    cases.push(call.with("null", "mode", Value::Null).bad());

    let input = json!({ "format": "CSV", "where": { "provinces": ["37"], "stars": [4] } });
    let call = Call::mutation("registerExport", &people.officer, input);
    cases.extend(call.strangers(&people.shopper));
    cases.extend(call.values("format"));
    for code in ["01", "99", "", " 37", "' OR 1=1"] {
        let case = call.with(code, "where.provinces.0", json!(code));
        cases.push(case.user("OTHER_PROVINCE", "where.provinces"));
    }
    cases.extend([
        call.with("NUL", "where.provinces.0", json!("37\u{0}"))
            .bad(),
        call.with(
            "more than an input may have",
            "where.provinces",
            json!(vec!["37"; 251]),
        )
        .bad(),
        call.with("one and a half", "where.stars.0", json!(1.5))
            .bad(),
        call.with("beyond an Int", "where.stars.0", json!(1_i64 << 40))
            .bad(),
    ]);

    for (operation, id) in [
        ("registerImport", &supervision.import),
        ("registerExport", &supervision.export),
    ] {
        let call = Call::query(operation, &people.centre, json!({ "id": id }));
        cases.extend(call.strangers(&people.shopper));
        cases.extend(call.ids("id", &[], Case::null));
        cases.push(call.by("of another officer", &people.officer).null());
    }
    cases
}
