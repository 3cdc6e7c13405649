//! Letters about decisions that take a certificate away or give it back.

use crate::post_office::PostOffice;
use identity::NewAccount;
use kernel::{Actor, CycleId, Language, Role, RoleGrant, Scope};
use programme::cycles::NewCycle;
use programme::decisions::{DecisionMeasure, Measure, NewDecision};
use programme::{Ground, IssuerLevel};
use testkit::TestDb;

testkit::on_both!(the_producer_is_told_of_what_was_confirmed);

async fn the_producer_is_told_of_what_was_confirmed(test: TestDb) {
    let post = PostOffice::open(&test).await;
    let grants = vec![RoleGrant {
        role: Role::ProgrammeOfficer,
        scope: Scope::Province("37".to_owned()),
    }];
    let new = NewAccount {
        email: "canbo@vidu.example".to_owned(),
        password: "mật khẩu dài và riêng".to_owned().into(),
        display_name: "Cán bộ".to_owned(),
        phone: None,
        language: Language::Vi,
        grants: grants.clone(),
        demo: true,
    };
    let id = post.identity.create_account(new).await.unwrap();
    let officer = Actor::Account { id, grants };
    let programme = &post.market.programme;
    let [one, two] = [
        post.market.producer("Hợp tác xã Một").await,
        post.market.producer("Hợp tác xã Hai").await,
    ];
    let issued = chrono::NaiveDate::from_ymd_opt(2025, 11, 30).unwrap();
    let first = post.market.certificate(&one, issued).await;
    let second = post.market.certificate(&two, issued).await;
    let cycle = NewCycle {
        year: 2026,
        province_code: "37".to_owned(),
        scheme: None,
        planned_products: 0,
        opened_on: Some(issued),
        demo: true,
    };
    let cycle = programme.open_cycle(&officer, cycle).await.unwrap().id;
    let suspend = DecisionMeasure {
        certificate_id: first.id,
        measure: Measure::Suspend,
        ground: Some(Ground::Other),
        remarks: Some("Chờ kết quả kiểm nghiệm".to_owned()),
    };
    let revoke = DecisionMeasure {
        certificate_id: second.id,
        measure: Measure::Revoke,
        ground: Some(Ground::FoodSafety),
        remarks: None,
    };
    let new = decision(cycle, "7/QĐ-UBND", vec![suspend.clone(), revoke]);
    let recorded = programme.record_decision(&officer, new).await.unwrap();
    assert!(post.deliver().await.is_empty(), "only recorded");
    let confirmed = programme.confirm_decision(&officer, recorded.id).await;
    confirmed.unwrap();
    let mut letters = post.deliver().await;
    letters.sort_by_key(|letter| letter.header("to").to_owned());
    assert_eq!(letters.len(), 2, "{letters:?}");
    for (letter, certificate, done, why) in [
        (
            &letters[1],
            &first,
            "bị tạm đình chỉ",
            "  Căn cứ: căn cứ khác\n  Ghi chú: Chờ kết quả kiểm nghiệm\n",
        ),
        (
            &letters[0],
            &second,
            "bị thu hồi",
            "  Căn cứ: vi phạm quy định về an toàn thực phẩm\n",
        ),
    ] {
        let subject = format!("Giấy chứng nhận OCOP {} {done}", certificate.number);
        assert!(letter.header("subject").contains(&subject), "{letter:?}");
        let body = letter.body.replace("\r\n", "\n");
        assert!(body.contains(why), "{body}");
        let signed = "Quyết định: số 7/QĐ-UBND ngày 23/11/2026 của UBND tỉnh Ninh Bình";
        assert!(body.contains(signed), "{body}");
        assert!(body.contains("không được bày bán"), "{body}");
    }
    assert!(letters[1].header("to").contains(one.email.as_str()));
    assert!(letters[0].header("to").contains(two.email.as_str()));
    post.empty();

    let reinstate = DecisionMeasure {
        measure: Measure::Reinstate,
        ground: None,
        remarks: None,
        ..suspend
    };
    let new = decision(cycle, "8/QĐ-UBND", vec![reinstate]);
    let recorded = programme.record_decision(&officer, new).await.unwrap();
    let confirmed = programme.confirm_decision(&officer, recorded.id).await;
    confirmed.unwrap();
    let letters = post.deliver().await;
    assert_eq!(letters.len(), 1, "{letters:?}");
    let body = &letters[0].body;
    assert!(
        body.contains("được khôi phục hiệu lực") && !body.contains("Căn cứ"),
        "{body}"
    );
    post.empty();
    assert!(post.deliver().await.is_empty());
}

fn decision(cycle_id: CycleId, number: &str, measures: Vec<DecisionMeasure>) -> NewDecision {
    NewDecision {
        cycle_id,
        number: number.to_owned(),
        decided_on: chrono::NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
        signer: "Chủ tịch".to_owned(),
        authority: "UBND tỉnh Ninh Bình".to_owned(),
        level: IssuerLevel::Province,
        results: Vec::new(),
        measures,
    }
}
