//! Registering producers and deciding about them.

use crate::support::*;
use kernel::{Actor, ProducerId, Role, Scope};
use programme::{
    LegalForm, NewProducer, ProducerStatus, RegisterProducerError, SetProducerStatusError,
};
use testkit::TestDb;

testkit::on_both!(
    a_producer_is_stored_as_it_was_registered,
    what_cannot_be_is_refused,
    a_tax_code_belongs_to_one_producer,
    producers_of_one_name_have_slugs_of_their_own,
    only_the_program_sets_a_status_without_grounds,
    a_closed_producer_stays_closed,
    a_rolled_back_registration_announces_nothing,
);

async fn a_producer_is_stored_as_it_was_registered(test: TestDb) {
    let (programme, clock) = programme(&test);
    let new = NewProducer {
        name: "  HTX Nông sản   Yên Thắng ".to_owned(),
        name_en: Some("Yen Thang Cooperative".to_owned()),
        tax_code: Some("0100109106-001".to_owned()),
        registration_number: Some(" 2700 123 456 ".to_owned()),
        representative: Some("Nguyễn  Thị\u{0} Lan".to_owned()),
        story_en: Some("\u{0}\u{200B} \n".to_owned()),
        ..cooperative("")
    };
    let id = programme.register_producer(new).await.unwrap();
    let producer = programme.producer_by_id(id).await.unwrap().unwrap();
    assert_eq!(producer.name, "HTX Nông sản Yên Thắng");
    assert_eq!(producer.slug, "htx-nong-san-yen-thang");
    assert_eq!(producer.legal_form, LegalForm::Cooperative);
    assert_eq!(producer.tax_code.as_deref(), Some("0100109106-001"));
    assert_eq!(producer.phone, "0912345678");
    assert_eq!(producer.email, "lienhe@htx.example.vn");
    assert_eq!(producer.story.as_deref(), Some("Đoạn một.\n\nĐoạn hai."));
    assert_eq!(producer.story_en, None);
    assert_eq!(
        producer.registration_number.as_deref(),
        Some("2700 123 456")
    );
    assert_eq!(producer.representative.as_deref(), Some("Nguyễn Thị Lan"));
    assert_eq!(producer.status, ProducerStatus::Applied);
    assert_eq!(producer.created_at, kernel::Clock::now(&clock));
    assert_eq!(
        programme.producer_by_slug(&producer.slug).await.unwrap(),
        Some(producer.clone())
    );
    assert_eq!(
        programme.producers_by_ids(&[id]).await.unwrap(),
        std::slice::from_ref(&producer)
    );
    assert_eq!(
        programme::find_producer(test.primary(), id).await.unwrap(),
        Some(producer)
    );
    assert_eq!(announced(&test, PRODUCER_JOB).await, 1);

    let nobody = ProducerId::new(kernel::Clock::now(&clock));
    assert_eq!(programme.producer_by_id(nobody).await.unwrap(), None);
    assert_eq!(programme.producer_by_slug("htx").await.unwrap(), None);
    assert!(programme.producers_by_ids(&[]).await.unwrap().is_empty());
}

async fn what_cannot_be_is_refused(test: TestDb) {
    use RegisterProducerError as Error;
    type Case = (fn(&mut NewProducer), fn(&Error) -> bool);
    let (programme, _) = programme(&test);
    let cases: [Case; 17] = [
        (
            |p| p.name = " \u{200B} ".to_owned(),
            |e| matches!(e, Error::InvalidName),
        ),
        (
            |p| p.name = "…".to_owned(),
            |e| matches!(e, Error::InvalidName),
        ),
        (
            |p| p.name = "Đ".repeat(201),
            |e| matches!(e, Error::InvalidName),
        ),
        (
            |p| p.name_en = Some("D".repeat(201)),
            |e| matches!(e, Error::InvalidName),
        ),
        (
            |p| p.tax_code = Some("0100109107".to_owned()),
            |e| matches!(e, Error::InvalidTaxCode),
        ),
        (
            // A citizen's number is no cooperative's.
            |p| p.tax_code = Some("037089001234".to_owned()),
            |e| matches!(e, Error::InvalidTaxCode),
        ),
        (
            |p| p.registration_number = Some("1".repeat(31)),
            |e| matches!(e, Error::InvalidRegistrationNumber),
        ),
        (
            |p| p.representative = Some("Đ".repeat(101)),
            |e| matches!(e, Error::InvalidRepresentative),
        ),
        (
            |p| p.story_en = Some("s".repeat(20_001)),
            |e| matches!(e, Error::StoryTooLong),
        ),
        (
            |p| p.phone = "113".to_owned(),
            |e| matches!(e, Error::InvalidPhone),
        ),
        (
            |p| p.email = "htx".to_owned(),
            |e| matches!(e, Error::InvalidEmail),
        ),
        (
            |p| p.street = String::new(),
            |e| matches!(e, Error::InvalidAddress),
        ),
        (
            |p| p.commune_code = "37".to_owned(),
            |e| matches!(e, Error::InvalidAddress),
        ),
        (
            |p| p.province_code = "NB".to_owned(),
            |e| matches!(e, Error::InvalidAddress),
        ),
        (
            |p| p.founded_year = Some(2027),
            |e| matches!(e, Error::InvalidFoundedYear),
        ),
        (
            |p| p.founded_year = Some(-1),
            |e| matches!(e, Error::InvalidFoundedYear),
        ),
        (
            |p| p.story = Some("Đ".repeat(20_001)),
            |e| matches!(e, Error::StoryTooLong),
        ),
    ];
    for (number, (change, expected)) in cases.into_iter().enumerate() {
        let mut new = cooperative("HTX");
        change(&mut new);
        let error = programme.register_producer(new).await.unwrap_err();
        assert!(expected(&error), "{number}: {error}");
    }
    assert_eq!(test.number("SELECT COUNT(*) FROM producer").await, 0);
    let longest = NewProducer {
        story: Some("Đ".repeat(20_000)),
        registration_number: Some("Đ".repeat(30)),
        representative: Some("Đ".repeat(100)),
        ..cooperative(&"Đ".repeat(200))
    };
    programme.register_producer(longest).await.unwrap();
}

async fn a_tax_code_belongs_to_one_producer(test: TestDb) {
    let (programme, _) = programme(&test);
    let with_code = |name| NewProducer {
        tax_code: Some("0100109106".to_owned()),
        ..cooperative(name)
    };
    programme
        .register_producer(with_code("HTX Một"))
        .await
        .unwrap();
    for name in ["HTX Một", "HTX Hai"] {
        let error = programme
            .register_producer(with_code(name))
            .await
            .unwrap_err();
        assert!(
            matches!(error, RegisterProducerError::TaxCodeTaken),
            "{error}"
        );
    }
    assert_eq!(test.number("SELECT COUNT(*) FROM producer").await, 1);
    // Those without one do not collide.
    programme
        .register_producer(cooperative("HTX Ba"))
        .await
        .unwrap();
    programme
        .register_producer(cooperative("HTX Bốn"))
        .await
        .unwrap();
}

async fn producers_of_one_name_have_slugs_of_their_own(test: TestDb) {
    let (programme, _) = programme(&test);
    let mut ids = Vec::new();
    for name in ["HTX Đại Lộc", "HTX Dai Loc", "HTX Đại Lộc"] {
        ids.push(
            programme
                .register_producer(cooperative(name))
                .await
                .unwrap(),
        );
    }
    let mut slugs: Vec<String> = programme
        .producers_by_ids(&ids)
        .await
        .unwrap()
        .into_iter()
        .map(|p| p.slug)
        .collect();
    slugs.sort();
    slugs.dedup();
    assert_eq!(slugs.len(), 3, "{slugs:?}");
    assert_eq!(slugs[0], "htx-dai-loc");
    assert!(
        slugs.iter().all(|slug| slug.starts_with("htx-dai-loc")),
        "{slugs:?}"
    );
}

async fn only_the_program_sets_a_status_without_grounds(test: TestDb) {
    let (programme, clock) = programme(&test);
    let id = programme
        .register_producer(cooperative("HTX"))
        .await
        .unwrap();
    forget_announced(&test).await;
    for people in [
        Actor::Anonymous,
        officer_of("37"),
        account(Role::Administrator, Scope::Global),
    ] {
        let result = programme
            .set_producer_status(&people, id, ProducerStatus::Active)
            .await;
        assert!(
            matches!(result, Err(SetProducerStatusError::NotAllowed)),
            "{people:?}"
        );
    }
    assert_eq!(
        programme.producer_by_id(id).await.unwrap().unwrap().status,
        ProducerStatus::Applied
    );
    assert_eq!(announced(&test, PRODUCER_JOB).await, 0);
    programme
        .set_producer_status(&Actor::System, id, ProducerStatus::Active)
        .await
        .unwrap();
    // As officers would: verified on the way, with a record of it.
    let history: Vec<ProducerStatus> = programme
        .producer_histories(&[id])
        .await
        .unwrap()
        .into_iter()
        .map(|event| event.status)
        .collect();
    use ProducerStatus::{Active, Applied, Verified};
    assert_eq!(history, [Applied, Verified, Active]);
    assert_eq!(
        programme.producer_verifications(&[id]).await.unwrap().len(),
        1
    );
    let nobody = ProducerId::new(kernel::Clock::now(&clock));
    let result = programme
        .set_producer_status(&Actor::System, nobody, ProducerStatus::Active)
        .await;
    assert!(matches!(result, Err(SetProducerStatusError::NotFound)));
}

async fn a_closed_producer_stays_closed(test: TestDb) {
    use ProducerStatus::{Active, Applied, Closed};
    let (programme, _) = programme(&test);
    let id = active(&programme, cooperative("HTX")).await;
    let set = async |status| {
        programme
            .set_producer_status(&Actor::System, id, status)
            .await
    };
    let back = set(Applied).await;
    assert!(matches!(
        back,
        Err(SetProducerStatusError::NotPossible {
            from: Active,
            to: Applied
        })
    ));
    set(Closed).await.unwrap();
    forget_announced(&test).await;
    set(Closed).await.unwrap();
    assert_eq!(
        announced(&test, PRODUCER_JOB).await,
        0,
        "no change, no event"
    );
    let again = set(Active).await;
    assert!(matches!(
        again,
        Err(SetProducerStatusError::NotPossible {
            from: Closed,
            to: Active
        })
    ));
}

async fn a_rolled_back_registration_announces_nothing(test: TestDb) {
    let (programme, _) = programme(&test);
    let tx = test.begin().await.unwrap();
    programme
        .register_producer_in(&tx, cooperative("HTX"))
        .await
        .unwrap();
    tx.rollback().await.unwrap();
    assert_eq!(test.number("SELECT COUNT(*) FROM producer").await, 0);
    assert_eq!(announced(&test, PRODUCER_JOB).await, 0);
}
