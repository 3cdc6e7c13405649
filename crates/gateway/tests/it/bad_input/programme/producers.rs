//! What registering a producer refuses.

use super::super::Case;
use super::calls::Call;
use super::world::World;
use serde_json::{Value, json};

pub(super) fn cases(world: &World) -> Vec<Case> {
    let people = &world.people;
    let input = json!({
        "legalForm": "COOPERATIVE", "name": "HTX Lúa", "phone": "0912345678",
        "email": "lua@vidu.example", "street": "Thôn 1", "communeCode": "14620",
    });
    let call = Call::mutation("producerRegister", &people.shopper, input);
    let mut nobody = call.itself("by nobody");
    nobody.session = None;
    let mut cases = vec![
        nobody.top("UNAUTHENTICATED"),
        call.by("with five applications that wait", &people.applicant)
            .user("TOO_MANY_APPLICATIONS", ""),
    ];
    cases.extend(call.values("legalForm"));
    for (path, most, needed, code) in [
        ("name", 200, true, "NAME_INVALID"),
        ("nameEn", 200, false, "NAME_INVALID"),
        (
            "registrationNumber",
            30,
            false,
            "REGISTRATION_NUMBER_INVALID",
        ),
        ("representative", 100, false, "REPRESENTATIVE_INVALID"),
        ("street", 300, true, "STREET_INVALID"),
        ("story", 20_000, false, "STORY_TOO_LONG"),
        ("phone", 300, true, "PHONE_INVALID"),
        ("email", 300, true, "EMAIL_INVALID"),
        ("communeCode", 300, true, "COMMUNE_UNKNOWN"),
    ] {
        let at = match path {
            "nameEn" => "name",
            path => path,
        };
        cases.extend(call.texts(path, most, needed, |case| case.user(code, at)));
    }
    cases.extend(call.texts("storyEn", 20_000, false, |case| {
        case.user("STORY_TOO_LONG", "story")
    }));
    let refused = |path: &str, value: Value, code| {
        call.with(value.to_string(), path, value.clone())
            .user(code, path)
    };
    for wrong in ["...", "---", "🌾"] {
        cases.push(refused("name", json!(wrong), "NAME_INVALID"));
    }
    for wrong in [
        "0100109107",
        "010010910",
        "0100109106-",
        "0100109106-000-1",
        "001234567890",
        "O100109106",
        "12345678901234567890",
    ] {
        cases.push(refused("taxCode", json!(wrong), "TAX_CODE_INVALID"));
    }
    cases.push(refused("taxCode", json!("0100109106"), "TAX_CODE_TAKEN"));
    for wrong in ["113", "+1 212 555 0100", "09123456789012", "abc"] {
        cases.push(refused("phone", json!(wrong), "PHONE_INVALID"));
    }
    for wrong in ["lan", "lan@", "@vidu.example", "lan@vidu example"] {
        cases.push(refused("email", json!(wrong), "EMAIL_INVALID"));
    }
    // A province's code, and communes that are not.
    for wrong in ["37", "99999", "14620 ' OR 1=1", "-14620"] {
        cases.push(refused("communeCode", json!(wrong), "COMMUNE_UNKNOWN"));
    }
    cases.extend(call.numbers(
        "foundedYear",
        &[1799, 2027, 0, -1, i32::MIN, i32::MAX],
        |case| case.user("FOUNDED_YEAR_INVALID", "foundedYear"),
    ));
    cases
}
