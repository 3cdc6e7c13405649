//! What cycles, targets and criteria refuse.

use super::super::Case;
use super::calls::Call;
use super::world::World;
use serde_json::{Value, json};

pub(super) fn cases(world: &World) -> Vec<Case> {
    let mut cases = opening(world);
    cases.extend(closing(world));
    cases.extend(targets(world));
    cases.extend(criteria(world));
    cases
}

/// Provinces that are none, or none of the officer's.
const NO_PROVINCES: [&str; 7] = ["01", "99", "", " 37", "3", "' OR 1=1", "14620"];

fn opening(world: &World) -> Vec<Case> {
    let people = &world.people;
    let input = json!({
        "year": 2028, "provinceCode": "37", "scheme": "DECISION_148", "plannedProducts": 24,
        "openedOn": "2026-11-23",
    });
    let call = Call::mutation("cycleOpen", &people.officer, input);
    let mut cases = call.strangers(&people.shopper);
    cases.push(
        call.by("by a producer's owner", &people.owner)
            .top("FORBIDDEN"),
    );
    cases.push(
        call.by("by another province's officer", &people.foreign)
            .user("PROVINCE_NOT_FOUND", "provinceCode"),
    );
    for code in NO_PROVINCES {
        let case = call.with(code, "provinceCode", json!(code));
        cases.push(case.user("PROVINCE_NOT_FOUND", "provinceCode"));
    }
    // Whoever runs the programme everywhere is told the same of what is none.
    let everywhere = Call::mutation(
        "cycleOpen",
        &people.centre,
        json!({ "year": 2028, "provinceCode": "99", "plannedProducts": 1 }),
    );
    let none = everywhere.itself("no province at all");
    cases.push(none.user("PROVINCE_NOT_FOUND", "provinceCode"));
    cases.extend(call.numbers(
        "year",
        &[2017, 2101, 0, -2026, i32::MIN, i32::MAX],
        |case| case.user("YEAR_INVALID", "year"),
    ));
    cases.extend(call.numbers(
        "plannedProducts",
        &[-1, 100_001, i32::MIN, i32::MAX],
        |case| case.user("NUMBER_INVALID", "plannedProducts"),
    ));
    cases.extend(call.values("scheme"));
    cases.extend(call.days("openedOn"));
    cases.extend([
        call.with("again", "year", json!(2026))
            .user("CYCLE_EXISTS", "year"),
        call.with("NUL", "provinceCode", json!("37\u{0}")).bad(),
    ]);
    cases
}

fn closing(world: &World) -> Vec<Case> {
    let (people, round) = (&world.people, &world.round);
    let call = Call::mutation("cycleClose", &people.officer, json!({ "id": round.cycle }));
    let mut cases = call.strangers(&people.shopper);
    cases.push(
        call.by("by another province's officer", &people.foreign)
            .user("CYCLE_NOT_FOUND", "id"),
    );
    cases.extend(call.ids("id", &[&round.foreign_cycle], |case| {
        case.user("CYCLE_NOT_FOUND", "id")
    }));
    for (name, id) in [
        ("what is closed", &round.closed_cycle),
        ("what has not begun", &round.coming_cycle),
    ] {
        let case = call.with(name, "id", json!(id));
        cases.push(case.user("CYCLE_NOT_OPEN", "id"));
    }
    cases
}

fn targets(world: &World) -> Vec<Case> {
    let people = &world.people;
    let input = json!({
        "provinceCode": "37", "byYear": 2030, "atLeast": "FOUR_STAR", "products": 100,
    });
    let call = Call::mutation("programmeTargetSet", &people.officer, input);
    let mut cases = call.strangers(&people.shopper);
    for code in NO_PROVINCES {
        let case = call.with(code, "provinceCode", json!(code));
        cases.push(case.user("PROVINCE_NOT_FOUND", "provinceCode"));
    }
    cases.push(
        call.by("by another province's officer", &people.foreign)
            .user("PROVINCE_NOT_FOUND", "provinceCode"),
    );
    cases.extend(
        call.numbers("byYear", &[2017, 2101, 0, i32::MIN, i32::MAX], |case| {
            case.user("YEAR_INVALID", "byYear")
        }),
    );
    cases.extend(
        call.numbers("products", &[0, -1, 100_001, i32::MIN, i32::MAX], |case| {
            case.user("NUMBER_INVALID", "products")
        }),
    );
    cases.extend(call.values("atLeast"));
    cases
}

fn criteria(world: &World) -> Vec<Case> {
    let people = &world.people;
    let line = |part: &str, code: &str, points: i32| json!({ "part": part, "code": code, "name": "Tiêu chí", "maxHundredths": points });
    let lines = [
        line("A", "A", 4_000),
        line("B", "B", 2_500),
        line("C", "C", 3_500),
    ];
    let input = json!({
        "scheme": "DECISION_148", "productSet": 6, "validFrom": "2027-01-01", "criteria": lines,
    });
    let call = Call::mutation("criteriaSheetCreate", &people.centre, input);
    let mut cases = call.strangers(&people.shopper);
    cases.push(
        call.by("by a province's officer", &people.officer)
            .user("NOT_ALLOWED", ""),
    );
    cases.extend(call.values("scheme"));
    cases.extend(call.values("criteria.0.part"));
    cases.extend(call.days("validFrom"));
    cases.extend(
        call.numbers("productSet", &[0, 27, -1, i32::MIN, i32::MAX], |case| {
            case.user("PRODUCT_SET_INVALID", "productSet")
        }),
    );
    cases.push(
        call.with("with a product set", "scheme", json!("DECISION_1048"))
            .user("PRODUCT_SET_INVALID", "productSet"),
    );
    for (path, most) in [("criteria.1.code", 20), ("criteria.1.name", 500)] {
        cases.extend(call.texts(path, most, true, |case| {
            case.user("CRITERION_INVALID", "criteria.1")
        }));
    }
    cases.extend(call.texts("criteria.1.nameEn", 500, false, |case| {
        case.user("CRITERION_INVALID", "criteria.1")
    }));
    cases.extend(call.numbers(
        "criteria.2.maxHundredths",
        &[-1, 10_001, i32::MIN, i32::MAX],
        |case| case.user("CRITERION_INVALID", "criteria.2"),
    ));
    let many = |count: usize| {
        let more = (0..count).map(|n| line("C", &format!("C{n}"), 0));
        json!(lines.iter().cloned().chain(more).collect::<Vec<_>>())
    };
    let two = |one: i32, other: i32| {
        json!([
            lines[0],
            lines[1],
            line("C", "C", one),
            line("C", "D", other)
        ])
    };
    cases.extend([
        call.with("none", "criteria", json!([]))
            .user("NUMBER_INVALID", "criteria"),
        call.with("201", "criteria", many(198))
            .user("NUMBER_INVALID", "criteria"),
        call.with("more than an input may have", "criteria", many(248))
            .bad(),
        call.with("null", "criteria", Value::Null).bad(),
        call.with("a code twice", "criteria.1.code", json!(" A "))
            .user("CRITERION_INVALID", "criteria.1"),
        call.with("a hundredth too few", "criteria", two(3_000, 499))
            .user("SUM_INVALID", "criteria"),
        call.with("a hundredth too many", "criteria", two(3_000, 501))
            .user("SUM_INVALID", "criteria"),
        call.with(
            "a part without lines",
            "criteria",
            json!([lines[0], lines[1]]),
        )
        .user("SUM_INVALID", "criteria"),
    ]);
    let mut table = call.with("without lines", "criteria", Value::Null);
    table.variables["input"]["csv"] = json!("part,code\nA,1\n");
    cases.push(table.user("CSV_INVALID", "csv"));
    cases.push(call.with("beside lines", "csv", json!("part")).bad());
    let all = Call::mutation(
        "criteriaSheetCreate",
        &people.centre,
        json!({ "scheme": "DECISION_148", "validFrom": "2023-02-24", "criteria": lines }),
    );
    cases.push(
        all.itself("from the same day")
            .user("OVERLAPS", "validFrom"),
    );
    cases.push(
        all.with("from an earlier day", "validFrom", json!("2020-01-01"))
            .user("OVERLAPS", "validFrom"),
    );
    cases
}
