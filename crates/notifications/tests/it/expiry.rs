//! Letters about certificates that end.

use crate::post_office::PostOffice;
use identity::NewAccount;
use kernel::{Language, Role, RoleGrant, Scope};
use programme::CertificateStatus;
use testkit::TestDb;

testkit::on_both!(
    the_producer_and_the_officers_of_the_province_are_told_once,
    nobody_is_told_of_what_was_revoked_meanwhile,
);

async fn officer(post: &PostOffice, email: &str, role: Role, province: &str, language: Language) {
    let new = NewAccount {
        email: email.to_owned(),
        password: "mật khẩu dài và riêng".to_owned().into(),
        display_name: "Cán bộ".to_owned(),
        phone: None,
        language,
        grants: vec![RoleGrant {
            role,
            scope: Scope::Province(province.to_owned()),
        }],
        demo: true,
    };
    post.identity.create_account(new).await.unwrap();
}

async fn the_producer_and_the_officers_of_the_province_are_told_once(test: TestDb) {
    let post = PostOffice::open(&test).await;
    officer(
        &post,
        "a@vidu.example",
        Role::ProgrammeOfficer,
        "37",
        Language::Vi,
    )
    .await;
    officer(
        &post,
        "b@vidu.example",
        Role::ProgrammeOfficer,
        "37",
        Language::En,
    )
    .await;
    officer(
        &post,
        "c@vidu.example",
        Role::ProgrammeOfficer,
        "01",
        Language::Vi,
    )
    .await;
    officer(&post, "d@vidu.example", Role::Inspector, "37", Language::Vi).await;
    officer(
        &post,
        "e@vidu.example",
        Role::ProgrammeOfficer,
        "37",
        Language::Vi,
    )
    .await;
    test.raw("UPDATE account SET status = 'DISABLED' WHERE email = 'e@vidu.example'")
        .await
        .unwrap();
    let producer = post.market.producer("Hợp tác xã Một").await;
    // Its last day is a week ahead.
    let issued = chrono::NaiveDate::from_ymd_opt(2023, 11, 30).unwrap();
    let certificate = post.market.certificate(&producer, issued).await;
    assert_eq!(post.market.programme.note_expiries().await.unwrap(), 1);
    let letters = post.deliver().await;
    assert_eq!(letters.len(), 3, "{letters:?}");
    for (letter, to, when) in [
        (
            &letters[0],
            "a@vidu.example",
            "hết hạn vào cuối ngày 30/11/2026",
        ),
        (
            &letters[1],
            "b@vidu.example",
            "ends with the day 30/11/2026",
        ),
        (
            &letters[2],
            producer.email.as_str(),
            "hết hạn vào cuối ngày 30/11/2026",
        ),
    ] {
        assert!(letter.header("to").contains(to), "{letter:?}");
        let subject = letter.header("subject");
        assert!(
            subject.contains(&certificate.number) && subject.contains(when),
            "{subject}"
        );
        assert!(letter.body.contains(when) && letter.body.contains(&certificate.number));
    }
    assert!(letters[2].body.contains("Kính gửi Hợp tác xã Một"));
    post.empty();
    assert_eq!(post.market.programme.note_expiries().await.unwrap(), 0);
    assert!(post.deliver().await.is_empty());
}

async fn nobody_is_told_of_what_was_revoked_meanwhile(test: TestDb) {
    let post = PostOffice::open(&test).await;
    let producer = post.market.producer("Hợp tác xã Một").await;
    let issued = chrono::NaiveDate::from_ymd_opt(2023, 11, 23).unwrap();
    let certificate = post.market.certificate(&producer, issued).await;
    assert_eq!(post.market.programme.note_expiries().await.unwrap(), 1);
    let change = programme::CertificateChange {
        id: certificate.id,
        status: CertificateStatus::Revoked,
        ground: None,
        grounds: None,
        decision_number: "1".to_owned(),
    };
    let done = post
        .market
        .programme
        .set_certificate_status(&kernel::Actor::System, change);
    done.await.unwrap();
    assert!(post.deliver().await.is_empty());
}
