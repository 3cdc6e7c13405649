//! `ocop seed`: what the demonstration's data is.

use crate::process::{Service, ocop, path, refusal};
use serde_json::json;
use testkit::TestDb;

testkit::on_both!(
    an_empty_database_is_filled_once,
    a_start_that_was_interrupted_starts_over,
);

async fn an_empty_database_is_filled_once(test: TestDb) {
    let folder = test.folder().join("data");
    let url = test.config().url.clone();
    let command = |name: &str| ocop(&[name, "--data-dir", path(&folder), "--database-url", &url]);
    let seeded = command("seed").output().unwrap();
    assert!(
        seeded.status.success(),
        "{}",
        String::from_utf8_lossy(&seeded.stderr)
    );

    let at_least = [
        ("SELECT COUNT(*) FROM product", 80),
        ("SELECT COUNT(*) FROM product WHERE story IS NULL", 0),
        ("SELECT COUNT(*) FROM producer", 35),
        (
            "SELECT COUNT(DISTINCT producer_id) FROM product_card WHERE listed",
            35,
        ),
        (
            "SELECT COUNT(*) FROM certificate WHERE potential_five = TRUE AND stars = 4",
            1,
        ),
        (
            "SELECT COUNT(*) FROM certificate WHERE expires_on < CURRENT_DATE",
            1,
        ),
        (
            "SELECT COUNT(*) FROM certificate WHERE issued_on > CURRENT_DATE",
            1,
        ),
        (
            "SELECT COUNT(*) FROM certificate WHERE status = 'REVOKED'",
            1,
        ),
        (
            "SELECT COUNT(*) FROM certificate WHERE status = 'SUSPENDED'",
            1,
        ),
        ("SELECT COUNT(*) FROM product WHERE status <> 'APPROVED'", 1),
        ("SELECT COUNT(*) FROM stock WHERE on_hand = 0", 1),
    ];
    for (sql, least) in at_least {
        assert!(test.number(sql).await >= least, "{sql}");
    }
    let exactly = [
        (
            "SELECT COUNT(DISTINCT group_code) FROM product_card WHERE listed",
            6,
        ),
        ("SELECT COUNT(DISTINCT legal_form) FROM producer", 10),
        // In force on the days after the last change; `valid_to` is exclusive.
        (
            "SELECT COUNT(*) FROM administrative_unit WHERE level = 'PROVINCE' AND valid_from <= '2026-05-01' AND (valid_to IS NULL OR valid_to > '2026-05-01')",
            34,
        ),
        (
            "SELECT COUNT(*) FROM administrative_unit WHERE level = 'COMMUNE' AND valid_from <= '2026-05-01' AND (valid_to IS NULL OR valid_to > '2026-05-01')",
            3321,
        ),
        (
            "SELECT COUNT(*) FROM certificate WHERE number NOT LIKE 'DEMO-%' OR decision_number NOT LIKE 'DEMO-%'",
            0,
        ),
        (
            "SELECT COUNT(*) FROM certificate c WHERE NOT EXISTS (SELECT 1 FROM certificate_event e WHERE e.certificate_id = c.id AND e.status = c.status)",
            0,
        ),
        (
            "SELECT COUNT(*) FROM producer WHERE demo = FALSE OR email NOT LIKE '%.example'",
            0,
        ),
        (
            "SELECT COUNT(*) FROM product p WHERE NOT EXISTS (SELECT 1 FROM product_image i WHERE i.product_id = p.id)",
            0,
        ),
        (
            "SELECT COUNT(*) FROM (SELECT published_at FROM product WHERE status = 'APPROVED' GROUP BY published_at HAVING COUNT(*) > 1) AS twice",
            0,
        ),
        (
            "SELECT COUNT(*) FROM point_of_sale WHERE demo = TRUE AND status = 'OPEN' AND name LIKE '%(demo)'",
            6,
        ),
        ("SELECT COUNT(DISTINCT kind) FROM point_of_sale", 5),
        (
            "SELECT COUNT(*) FROM point_of_sale o WHERE NOT EXISTS (SELECT 1 FROM point_of_sale_product s WHERE s.point_id = o.id)",
            0,
        ),
        // Everything on the shelves is seen.
        (
            "SELECT COUNT(*) FROM point_of_sale_product s JOIN product_card c ON c.product_id = s.product_id WHERE NOT c.listed",
            0,
        ),
        ("SELECT COUNT(*) FROM account WHERE demo = TRUE", 11),
        // Those that wait for their day let cards follow seasons and visits.
        (
            "SELECT COUNT(*) FROM job WHERE kind <> 'catalog.refresh_card'",
            0,
        ),
        (
            "SELECT COUNT(*) FROM review WHERE status = 'PUBLIC' AND author_name IS NOT NULL",
            5,
        ),
        ("SELECT COUNT(*) FROM review WHERE answer IS NOT NULL", 3),
        ("SELECT COUNT(*) FROM question WHERE status = 'PUBLIC'", 3),
        ("SELECT COUNT(*) FROM purchase", 5),
    ];
    for (sql, number) in exactly {
        assert_eq!(test.number(sql).await, number, "{sql}");
    }
    for file in [
        "food",
        "beverage",
        "herbal",
        "handicraft",
        "ornamental",
        "tourism",
    ] {
        assert!(
            folder.join(format!("media/demo/{file}.svg")).is_file(),
            "{file}"
        );
    }

    let verified = command("verify").arg("--json").output().unwrap();
    let report: serde_json::Value = serde_json::from_slice(&verified.stdout).unwrap();
    assert!(
        verified.status.success() && report["ok"] == true,
        "{report}"
    );
    assert!(report["cards"].as_i64() >= Some(80), "{report}");
    let compared = command("reindex").arg("--verify").output().unwrap();
    assert!(compared.status.success(), "{compared:?}");

    // What is violated is found.
    test.raw("UPDATE stock SET on_hand = on_hand + 1 WHERE variant_id = (SELECT variant_id FROM stock ORDER BY variant_id LIMIT 1)")
        .await
        .unwrap();
    let verified = command("verify").output().unwrap();
    let table = String::from_utf8_lossy(&verified.stdout).into_owned();
    assert_eq!(verified.status.code(), Some(1), "{table}");
    assert!(table.contains("violated"), "{table}");

    let line = refusal(&mut command("seed"));
    assert_eq!(line, "database.url: is not empty");
}

async fn a_start_that_was_interrupted_starts_over(test: TestDb) {
    let (first, second) = (test.folder().join("first"), test.folder().join("second"));
    let url = test.config().url.clone();
    let args = |name: &'static str, folder| [name, "--data-dir", folder, "--database-url", &url];
    let seeded = ocop(&args("seed", path(&first))).output().unwrap();
    assert!(seeded.status.success());
    // As the database is before the last step of the seed.
    let changed = test
        .raw("UPDATE instance SET value = 'demo, half filled' WHERE name = 'profile'")
        .await;
    assert_eq!(changed.unwrap(), 1);
    test.raw("DELETE FROM programme_target").await.unwrap();
    let mut serve = ocop(&args("serve", path(&first)));
    let serve = serve.env("OCOP_SECURITY__SECRET_KEY", crate::process::SECRET);
    let line = refusal(serve);
    assert!(
        line.starts_with("database.url: holds demonstration data"),
        "{line}"
    );

    let service = Service::start(&args("demo", path(&second))).await;
    let told = service.printed();
    assert!(told[0].starts_with("Setting up"), "{told:?}");
    let query = "{ programmeStatistics(where: { year: 2021, province: \"37\" }) { registeredProducts targets { products } } }";
    let figures = service.data(&json!({ "query": query })).await;
    assert_eq!(
        figures["programmeStatistics"],
        json!({ "registeredProducts": 28, "targets": [{ "products": 150 }] })
    );
    service.stop().await;
}
