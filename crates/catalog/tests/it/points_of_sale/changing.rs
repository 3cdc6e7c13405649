//! Recording, changing and closing points, and by whom.

use super::{COMMUNES, Places, facts, somebody, staff};
use catalog::points_of_sale::{
    ClosePointError, Coordinates, CreatePointError, FactsRefusal, MAX_OPEN_POINTS, NewPoint,
    PointAction, PointFacts, PointKind, PointStatus, UpdatePointError,
};
use identity::{Identity, NewAccount, NewProducerGrant};
use kernel::{Actor, Language, PageArgs, PointOfSaleId, Right, Role, RoleGrant, Scope, TokenKey};
use serde_json::json;
use std::sync::Arc;
use testkit::TestDb;

testkit::on_both!(
    a_point_is_recorded_changed_and_closed,
    facts_that_cannot_be_are_refused,
    strangers_find_nothing,
    a_delegate_acts_on_record_until_the_right_ends,
    a_producer_runs_so_many_points,
    the_database_refuses_what_the_rules_refuse,
);

async fn a_point_is_recorded_changed_and_closed(test: TestDb) {
    let places = Places::open(test).await;
    let catalog = &places.market.catalog;
    let producer = places.market.producer("HTX Một").await;
    let actor = staff(producer.id);
    let point = places.store(&producer, " Cửa hàng\u{200B}  Một ").await;
    assert_eq!(point.facts.name, "Cửa hàng Một");
    assert_eq!(point.facts.phone.as_deref(), Some("02293871234"));
    assert_eq!(point.facts.province_code, "37");
    assert_eq!((point.version, point.status), (1, PointStatus::Open));
    let read = catalog.point_of_sale(&Actor::Anonymous, point.id).await;
    assert_eq!(read.unwrap().as_ref(), Some(&point));

    // The same again changes nothing, in whatever version.
    let same = catalog.update_point(&actor, &places.units, point.id, 9, &point.facts);
    assert_eq!(same.await.unwrap(), point);
    // A producer moves where it likes, hours and all.
    let moved = PointFacts {
        commune_code: COMMUNES[2].to_owned(),
        coordinates: Coordinates::new(21_028_511, 105_804_817).unwrap(),
        hours: catalog::points_of_sale::OpeningHours::default(),
        by_appointment: true,
        ..point.facts.clone()
    };
    let stale = catalog.update_point(&actor, &places.units, point.id, 2, &moved);
    assert!(matches!(stale.await, Err(UpdatePointError::Version(1))));
    let updated = catalog.update_point(&actor, &places.units, point.id, 1, &moved);
    let updated = updated.await.unwrap();
    assert_eq!(updated.version, 2);
    assert_eq!(updated.facts.province_code, "01");
    let read = catalog.point_of_sale(&actor, point.id).await;
    assert_eq!(read.unwrap().as_ref(), Some(&updated));

    for _ in 0..2 {
        let closed = catalog.close_point(&actor, point.id).await.unwrap();
        assert_eq!((closed.version, closed.status), (3, PointStatus::Closed));
    }
    let again = catalog.update_point(&actor, &places.units, point.id, 3, &point.facts);
    assert!(matches!(again.await, Err(UpdatePointError::Closed)));

    let history = async |page: &PageArgs| {
        let page = catalog.point_history(&actor, point.id, page).await;
        page.unwrap().unwrap()
    };
    let first = history(&PageArgs::first(2)).await;
    let actions: Vec<_> = first.rows.iter().map(|(_, own)| own.action).collect();
    assert_eq!(actions, [PointAction::Close, PointAction::Update]);
    assert!(first.has_next);
    let changes: Vec<&str> = first.rows[1]
        .1
        .changes
        .iter()
        .map(|own| &*own.fact)
        .collect();
    let expected = [
        "byAppointment",
        "communeCode",
        "hours",
        "latitude",
        "longitude",
        "provinceCode",
    ];
    assert_eq!(changes, expected);
    let status = &first.rows[0].1.changes[0];
    assert_eq!(
        (&status.before, &status.after),
        (&json!("OPEN"), &json!("CLOSED"))
    );
    assert_eq!(first.rows[0].1.actor, actor.label());
    let rest = history(&PageArgs {
        cursor: Some(first.rows[1].0.clone()),
        ..PageArgs::first(2)
    })
    .await;
    assert_eq!(rest.rows.len(), 1);
    assert_eq!(
        (rest.rows[0].1.place, rest.rows[0].1.action),
        (1, PointAction::Create)
    );
    let back = history(&PageArgs {
        limit: 2,
        backward: true,
        cursor: None,
    })
    .await;
    let back: Vec<i64> = back.rows.iter().map(|(_, own)| own.place).collect();
    assert_eq!(back, [2, 1]);
}

async fn facts_that_cannot_be_are_refused(test: TestDb) {
    let places = Places::open(test).await;
    let catalog = &places.market.catalog;
    let producer = places.market.producer("HTX Một").await;
    let store = places.store(&producer, "Cửa hàng").await;
    let centre = places.centre("Trung tâm").await;
    let before = places.rows().await;
    let long = |most: usize| "ă".repeat(most + 1);
    type Change = Box<dyn Fn(&mut PointFacts)>;
    let both: Vec<(Change, FactsRefusal)> = vec![
        (
            Box::new(|f| f.name = " \u{200B}".into()),
            FactsRefusal::Name,
        ),
        (Box::new(move |f| f.name = long(200)), FactsRefusal::Name),
        (
            Box::new(move |f| f.name_en = Some(long(200))),
            FactsRefusal::Name,
        ),
        (
            Box::new(move |f| f.organisation = Some(long(200))),
            FactsRefusal::Organisation,
        ),
        (
            Box::new(|f| f.commune_code = "37".into()),
            FactsRefusal::Commune,
        ),
        (
            Box::new(|f| f.commune_code = String::new()),
            FactsRefusal::Commune,
        ),
        (Box::new(|f| f.street = "\n".into()), FactsRefusal::Street),
        (
            Box::new(move |f| f.street = long(300)),
            FactsRefusal::Street,
        ),
        (
            Box::new(|f| f.phone = Some("113".into())),
            FactsRefusal::Phone,
        ),
        (
            Box::new(|f| f.phone = Some(String::new())),
            FactsRefusal::Phone,
        ),
        (
            Box::new(|f| f.coordinates = Coordinates::new(13_756_000, 100_502_000).unwrap()),
            FactsRefusal::Coordinates,
        ),
        (
            Box::new(|f| f.coordinates = Coordinates::new(23_500_001, 105_000_000).unwrap()),
            FactsRefusal::Coordinates,
        ),
        (
            Box::new(move |f| f.notes = Some(long(2_000))),
            FactsRefusal::Notes,
        ),
    ];
    let store_alone: Vec<(Change, FactsRefusal)> = vec![
        (
            Box::new(|f| f.kind = PointKind::OcopCentre),
            FactsRefusal::Kind,
        ),
        (
            Box::new(|f| f.organisation = Some("Hội".into())),
            FactsRefusal::Organisation,
        ),
    ];
    let centre_alone: Vec<(Change, FactsRefusal)> = vec![(
        Box::new(|f| f.kind = PointKind::ProducerStore),
        FactsRefusal::Kind,
    )];
    for (point, wrong) in [
        (&store, both.iter().chain(&store_alone)),
        (&centre, both.iter().chain(&centre_alone)),
    ] {
        for (n, (change, refusal)) in wrong.enumerate() {
            let mut facts = point.facts.clone();
            change(&mut facts);
            let new = NewPoint {
                producer_id: point.producer_id,
                facts: facts.clone(),
                demo: false,
            };
            let created = catalog
                .create_point(&places.officer, &places.units, &new)
                .await;
            match created {
                Err(CreatePointError::Refused(own)) => assert_eq!(own, *refusal, "{n}"),
                other => panic!("{n}: {other:?}"),
            }
            let updated = catalog.update_point(&places.officer, &places.units, point.id, 1, &facts);
            match updated.await {
                Err(UpdatePointError::Refused(own)) => assert_eq!(own, *refusal, "{n}"),
                other => panic!("{n}: {other:?}"),
            }
        }
    }
    assert_eq!(places.rows().await, before);
}

async fn strangers_find_nothing(test: TestDb) {
    let places = Places::open(test).await;
    let catalog = &places.market.catalog;
    let producer = places.market.producer("HTX Một").await;
    let rival = places.market.producer("HTX Hai").await;
    let store = places.store(&producer, "Cửa hàng").await;
    let centre = places.centre("Trung tâm").await;
    let before = places.rows().await;
    let home = || Scope::Province("37".to_owned());
    let nobody = [
        Actor::Anonymous,
        staff(rival.id),
        places.foreign.clone(),
        somebody(Role::Inspector, home()),
        somebody(Role::Moderator, Scope::Global),
        somebody(Role::ProducerOwner, home()),
    ];
    let page = PageArgs::first(9);
    for (point, strangers) in [
        (&store, nobody.to_vec()),
        (&centre, [&nobody[..], &[staff(producer.id)]].concat()),
    ] {
        let changed = PointFacts {
            name: "Khác".to_owned(),
            ..point.facts.clone()
        };
        for actor in &strangers {
            let updated = catalog.update_point(actor, &places.units, point.id, 1, &changed);
            assert!(
                matches!(updated.await, Err(UpdatePointError::NotFound)),
                "{actor:?}"
            );
            let closed = catalog.close_point(actor, point.id).await;
            assert!(
                matches!(closed, Err(ClosePointError::NotFound)),
                "{actor:?}"
            );
            let history = catalog.point_history(actor, point.id, &page).await;
            assert!(history.unwrap().is_none(), "{actor:?}");
            let new = NewPoint {
                producer_id: point.producer_id,
                facts: changed.clone(),
                demo: false,
            };
            let created = catalog.create_point(actor, &places.units, &new).await;
            let refused = match point.producer_id {
                Some(_) => matches!(created, Err(CreatePointError::ProducerNotFound)),
                None => matches!(created, Err(CreatePointError::Province)),
            };
            assert!(refused, "{actor:?}");
        }
    }
    // Neither exists for whoever may do everything.
    let unknown = PointOfSaleId(uuid::Uuid::from_u128(1));
    let closed = catalog.close_point(&places.officer, unknown).await;
    assert!(matches!(closed, Err(ClosePointError::NotFound)));
    let new = NewPoint {
        producer_id: Some(uuid::Uuid::from_u128(1).into()),
        facts: store.facts.clone(),
        demo: false,
    };
    let created = catalog
        .create_point(&places.officer, &places.units, &new)
        .await;
    assert!(matches!(created, Err(CreatePointError::ProducerNotFound)));
    // An officer does not push a point into another's province.
    let away = PointFacts {
        commune_code: COMMUNES[2].to_owned(),
        ..centre.facts.clone()
    };
    let moved = catalog.update_point(&places.officer, &places.units, centre.id, 1, &away);
    assert!(matches!(moved.await, Err(UpdatePointError::Province)));
    assert_eq!(places.rows().await, before);
    // The province's officers look after producers' points, too.
    let named = facts(PointKind::Shop, "Cửa hàng HTX Một");
    let mended = catalog.update_point(&places.officer, &places.units, store.id, 1, &named);
    assert_eq!(mended.await.unwrap().version, 2);
    catalog
        .close_point(&places.officer, store.id)
        .await
        .unwrap();
}

async fn a_delegate_acts_on_record_until_the_right_ends(test: TestDb) {
    const PASSWORD: &str = "cơm cháy cố đô";
    let places = Places::open(test).await;
    let catalog = &places.market.catalog;
    let producer = places.market.producer("HTX Một").await;
    let store = places.store(&producer, "Cửa hàng").await;
    let clock = Arc::new(places.clock.clone());
    let identity = Identity::new(places.test.handle(), clock, TokenKey::new([7; 32]));
    let own = RoleGrant {
        role: Role::ProducerOwner,
        scope: Scope::Producer(producer.id),
    };
    for (email, grants) in [
        ("chu@vidu.example", vec![own]),
        ("binh@vidu.example", vec![]),
    ] {
        let new = NewAccount {
            email: email.to_owned(),
            password: PASSWORD.into(),
            display_name: "P".to_owned(),
            phone: None,
            language: Language::Vi,
            grants,
            demo: false,
        };
        identity.create_account(new).await.unwrap();
    }
    let signed_in = async |email| {
        let session = identity.sign_in(email, PASSWORD).await.unwrap();
        identity.actor(&session.token).await.unwrap().unwrap().1
    };
    let owner = signed_in("chu@vidu.example").await;
    let give = async |right| {
        let new = NewProducerGrant {
            producer: producer.id,
            email: "binh@vidu.example".to_owned(),
            rights: vec![right],
            last_day: None,
        };
        identity
            .create_grants(&owner, &new)
            .await
            .unwrap()
            .remove(0)
    };
    // Another right is none here.
    give(Right::Stock).await;
    let binh = signed_in("binh@vidu.example").await;
    let refused = catalog.close_point(&binh, store.id).await;
    assert!(matches!(refused, Err(ClosePointError::NotFound)));

    let grant = give(Right::Listings).await;
    let binh = signed_in("binh@vidu.example").await;
    let new = places
        .create(
            &binh,
            Some(&producer),
            facts(PointKind::MarketStall, "Sạp 5"),
        )
        .await;
    let named = facts(PointKind::MarketStall, "Sạp 6");
    let updated = catalog.update_point(&binh, &places.units, new.id, 1, &named);
    updated.await.unwrap();
    let listing = places.market.listing(&producer, "Cơm cháy", 9_000, 1).await;
    let item = catalog::points_of_sale::ShelveItem {
        product_id: listing.product,
        note: None,
    };
    catalog.shelve(&binh, new.id, &[item]).await.unwrap();
    catalog
        .unshelve(&binh, new.id, &[listing.product])
        .await
        .unwrap();
    catalog.close_point(&binh, new.id).await.unwrap();
    let uses = async || {
        let uses = identity.grant_uses(&[grant.id]).await.unwrap();
        let mut actions: Vec<_> = uses
            .into_iter()
            .map(|own| (own.action, own.subject))
            .collect();
        actions.sort();
        actions
    };
    let expected = [
        "CLOSE",
        "CREATE",
        "PRODUCTS_ADD",
        "PRODUCTS_REMOVE",
        "UPDATE",
    ];
    let expected: Vec<_> = expected
        .iter()
        .map(|own| (format!("POINT_OF_SALE_{own}"), new.id.0))
        .collect();
    assert_eq!(uses().await, expected);

    identity.revoke_grant(&owner, grant.id).await.unwrap();
    // A session from before.
    let refused = catalog.close_point(&binh, store.id).await;
    assert!(matches!(refused, Err(ClosePointError::NotFound)));
    let point = NewPoint {
        producer_id: Some(producer.id),
        facts: facts(PointKind::Shop, "Sạp 7"),
        demo: false,
    };
    let refused = catalog.create_point(&binh, &places.units, &point).await;
    assert!(matches!(refused, Err(CreatePointError::ProducerNotFound)));
    assert_eq!(uses().await.len(), expected.len());
}

async fn the_database_refuses_what_the_rules_refuse(test: TestDb) {
    let places = Places::open(test).await;
    let producer = places.market.producer("HTX Một").await;
    places.store(&producer, "Cửa hàng").await;
    for wrong in [
        "UPDATE point_of_sale SET latitude = 23500001",
        "UPDATE point_of_sale SET longitude = 101999999",
        "UPDATE point_of_sale SET kind = 'OCOP_CENTRE'",
        "UPDATE point_of_sale SET kind = 'KIOSK'",
        "UPDATE point_of_sale SET producer_id = NULL",
        "UPDATE point_of_sale SET organisation = 'Hội'",
        "UPDATE point_of_sale SET status = 'SHUT'",
        "UPDATE point_of_sale SET name = ''",
        "UPDATE point_of_sale SET version = 0",
        "UPDATE point_of_sale_hours SET closes = opens",
        "UPDATE point_of_sale_hours SET closes = 1441",
        "UPDATE point_of_sale_hours SET weekday = 8",
        "UPDATE point_of_sale_hours SET place = place + 3",
        "UPDATE point_of_sale_event SET place = 0",
        "UPDATE point_of_sale_event SET action = 'DELETE'",
        "DELETE FROM point_of_sale",
    ] {
        assert!(places.test.raw(wrong).await.is_err(), "{wrong}");
    }
}

async fn a_producer_runs_so_many_points(test: TestDb) {
    let places = Places::open(test).await;
    let catalog = &places.market.catalog;
    let producer = places.market.producer("HTX Một").await;
    let store = places.store(&producer, "Mẫu").await;
    places.copies("Mẫu", MAX_OPEN_POINTS - 1).await;
    let new = NewPoint {
        producer_id: Some(producer.id),
        facts: store.facts.clone(),
        demo: false,
    };
    let actor = staff(producer.id);
    let before = places.rows().await;
    let refused = catalog.create_point(&actor, &places.units, &new).await;
    assert!(matches!(refused, Err(CreatePointError::TooMany)));
    assert_eq!(places.rows().await, before);
    // One that is closed makes room, for one.
    catalog.close_point(&actor, store.id).await.unwrap();
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let (catalog, units) = (catalog.clone(), places.units.clone());
            let (actor, new) = (actor.clone(), new.clone());
            tokio::spawn(async move { catalog.create_point(&actor, &units, &new).await })
        })
        .collect();
    let mut created = 0;
    for task in tasks {
        created += usize::from(task.await.unwrap().is_ok());
    }
    assert_eq!(created, 1);
}
