//! What a cart's address refuses.

use super::Case;
use super::world::{Cart, World};
use serde_json::{Value, json};

/// A good address but for one field.
pub(super) fn address(field: &str, value: &str) -> Value {
    let mut address = json!({
        "recipient": "Nguyễn Thị Lan", "phone": "0987 654 321", "email": "lan@vidu.example",
        "provinceCode": "01", "communeCode": "00070", "street": "Số 1 phố Tràng Tiền",
    });
    if !field.is_empty() {
        address[field] = json!(value);
    }
    address
}

/// Who buys, but for one field.
pub(super) fn contact(field: &str, value: &str) -> Value {
    let mut contact = address(field, value);
    for part in ["provinceCode", "communeCode", "street"] {
        contact.as_object_mut().unwrap().remove(part);
    }
    contact
}

pub(super) fn cases(world: &World) -> Vec<Case> {
    let call = |name: String, cart: &Cart, address: Value| {
        let input = json!({ "cartId": cart.id, "token": cart.token, "address": address });
        Case::mutation("cartAddressUpdate", name, input)
    };
    let mut cases = Vec::new();
    let long = |count| "ă".repeat(count);
    for (field, code, wrong) in [
        (
            "recipient",
            "RECIPIENT_INVALID",
            vec![
                String::new(),
                " \t\n ".into(),
                "L".into(),
                long(101),
                long(50_000),
                "\u{1}\u{2}\u{7f}\u{9d}".into(),
                "\u{202e}\u{2066}\u{200f}\u{61c}".into(),
                "\u{2060}\u{2064}\u{ad}\u{e0041}".into(),
            ],
        ),
        (
            "street",
            "STREET_INVALID",
            vec![
                String::new(),
                "\u{a0}\u{3000}".into(),
                "1".into(),
                long(201),
                long(50_000),
                "\u{202e}\u{202d}\u{2069}".into(),
                "1\u{7}\u{61c}".into(),
            ],
        ),
        (
            "phone",
            "PHONE_INVALID",
            [
                "",
                " ",
                "0987",
                "09876543210",
                "1987654321",
                "+1 987 654 321",
                "+84 +84 987654321",
                "0987654abc",
                "０９８７６５４３２１",
                "٠٩٨٧٦٥٤٣٢١",
                "0987654321;ext=1",
                "0987\u{202e}654321",
                "0112345678",
                "84",
                "+84",
            ]
            .map(str::to_owned)
            .into_iter()
            .chain(["0".repeat(10_000)])
            .collect(),
        ),
        (
            "email",
            "EMAIL_INVALID",
            [
                "lan",
                "lan@",
                "@vidu.example",
                "lan@vidu",
                "lan@@vidu.example",
                "lan@.example",
                "lan@vidu..example",
                "Lan <lan@vidu.example>",
                "lan@vidu.example, minh@vidu.example",
                "lan@vidu.example\r\nBcc: minh@vidu.example",
                "lan nguyen@vidu.example",
                "lan@vidụ.example",
            ]
            .map(str::to_owned)
            .into_iter()
            .chain([
                format!("{}@vidu.example", "a".repeat(300)),
                "a".repeat(50_000),
            ])
            .collect(),
        ),
        (
            "provinceCode",
            "PROVINCE_UNKNOWN",
            [
                "",
                "99",
                "35",
                "1",
                " 01",
                "00070",
                "Hà Nội",
                "01' OR '1'='1",
            ]
            .map(str::to_owned)
            .to_vec(),
        ),
        (
            "communeCode",
            "COMMUNE_UNKNOWN",
            ["", "99999", "14533", "14600", "01", "70", " 00070"]
                .map(str::to_owned)
                .to_vec(),
        ),
    ] {
        for value in wrong {
            let shown: String = value.escape_default().take(60).collect();
            cases.push(
                call(
                    format!("{field} \"{shown}\""),
                    &world.open,
                    address(field, &value),
                )
                .user(code, &format!("address.{field}")),
            );
            if ["recipient", "phone", "email"].contains(&field) {
                let (id, token) = (&world.open.id, &world.open.token);
                let contact = contact(field, &value);
                let input = json!({ "cartId": id, "token": token, "contact": contact });
                let name = format!("{field} \"{shown}\"");
                let case = Case::mutation("cartContactUpdate", name, input);
                cases.push(case.user(code, &format!("contact.{field}")));
            }
        }
        cases.push(
            call(
                format!("{field} with NUL"),
                &world.open,
                address(field, "0987654321\u{0}"),
            )
            .bad(),
        );
    }
    let mut abolished = address("communeCode", "14600");
    abolished["provinceCode"] = json!("37");
    cases.push(
        call(
            "an abolished commune of its province".into(),
            &world.open,
            abolished,
        )
        .user("COMMUNE_UNKNOWN", "address.communeCode"),
    );
    let hidden = address(
        "recipient",
        "Nguyễn\u{202e} Thị\u{61c}\u{7}\u{ad} Lan\u{2066}",
    );
    let mut hidden = hidden;
    hidden["street"] = json!("Số 1\u{9b}\u{200b}\n\u{2062}phố\u{e0041} Tràng Tiền\u{feff}");
    cases.push(
        call(
            "characters that nobody sees".into(),
            &world.spare[0],
            hidden,
        )
        .writes("the text is kept without them", &["cart"]),
    );
    cases
}
