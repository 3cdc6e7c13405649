//! Rights that a producer's owner gives to somebody else.

use crate::support::{PASSWORD, identity, lan};
use chrono::{Duration, NaiveDate};
use identity::{
    AccountDetails, CreateGrantError, Identity, ListGrantsError, MAX_GRANTS, NewAccount,
    NewProducerGrant, RevokeGrantError, grants::record_use,
};
use kernel::{
    Actor, Authority, Clock, Language, PageArgs, ProducerGrantId, ProducerId, Right, Role,
    RoleGrant, Scope,
};
use testkit::TestDb;
use uuid::Uuid;

testkit::on_both!(
    a_right_is_part_of_the_actor_until_it_is_revoked,
    a_right_ends_after_its_last_day,
    only_owners_give_rights_and_never_to_themselves,
    a_right_given_again_replaces_the_first,
    fifty_rights_hold_at_a_time,
    a_revoked_right_is_not_used,
);

struct Village {
    identity: Identity,
    clock: testkit::TestClock,
    shop: ProducerId,
    owner: Actor,
}

async fn village(test: &TestDb) -> Village {
    let (identity, clock) = identity(test);
    let shop = producer(test, 1).await;
    person(&identity, "owner@example.vn", owner_of(shop)).await;
    person(&identity, "binh@example.vn", vec![]).await;
    let owner = signed_in(&identity, "owner@example.vn").await;
    Village {
        identity,
        clock,
        shop,
        owner,
    }
}

fn owner_of(shop: ProducerId) -> Vec<RoleGrant> {
    vec![RoleGrant {
        role: Role::ProducerOwner,
        scope: Scope::Producer(shop),
    }]
}

/// A row of another crate's table, for its id alone.
async fn producer(test: &TestDb, n: u128) -> ProducerId {
    let id = Uuid::from_u128(n);
    let literal = match test.handle().engine() {
        db::Engine::Sqlite => format!("x'{}'", id.simple()),
        db::Engine::Postgres => format!("'{id}'"),
    };
    test.raw(&format!(
        "INSERT INTO producer (id, slug, legal_form, name, folded_name, phone, email, street,
         commune_code, province_code, status, demo, created_at, updated_at)
         VALUES ({literal}, 'p{n}', 'LLC', 'P', 'p', '0', 'e', 's', '14620', '37', 'ACTIVE', TRUE,
         '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z')"
    ))
    .await
    .unwrap();
    ProducerId(id)
}

async fn person(identity: &Identity, email: &str, grants: Vec<RoleGrant>) {
    let new = NewAccount {
        email: email.to_owned(),
        ..lan(grants)
    };
    identity.create_account(new).await.unwrap();
}

async fn signed_in(identity: &Identity, email: &str) -> Actor {
    let session = identity.sign_in(email, PASSWORD).await.unwrap();
    identity.actor(&session.token).await.unwrap().unwrap().1
}

fn to_binh(shop: ProducerId, rights: &[Right]) -> NewProducerGrant {
    NewProducerGrant {
        producer: shop,
        email: "Binh@Example.vn".to_owned(),
        rights: rights.to_vec(),
        last_day: None,
    }
}

async fn a_right_is_part_of_the_actor_until_it_is_revoked(test: TestDb) {
    let village = village(&test).await;
    let (identity, shop) = (&village.identity, village.shop);
    let session = identity.sign_in("binh@example.vn", PASSWORD).await.unwrap();
    let binh = async || identity.actor(&session.token).await.unwrap().unwrap().1;
    assert_eq!(binh().await.acts_for(shop, Right::Orders), None);
    let new = to_binh(shop, &[Right::Stock, Right::Orders, Right::Orders]);
    let given = identity.create_grants(&village.owner, &new).await.unwrap();
    let rights: Vec<Right> = given.iter().map(|grant| grant.right).collect();
    assert_eq!(rights, [Right::Orders, Right::Stock]);
    let now = binh().await;
    for right in Right::ALL {
        let expected = given
            .iter()
            .find(|grant| grant.right == right)
            .map(|grant| Authority::Granted(grant.id));
        assert_eq!(now.acts_for(shop, right), expected, "{right:?}");
    }
    // Nothing else comes with it.
    assert!(now.producers().is_empty() && !now.owns(shop));
    assert_eq!(
        now.acts_for(ProducerId(Uuid::from_u128(9)), Right::Orders),
        None
    );

    for _ in 0..2 {
        let revoked = identity
            .revoke_grant(&village.owner, given[0].id)
            .await
            .unwrap();
        assert_eq!(revoked.revoked_at, Some(village.clock.now()));
    }
    let now = binh().await;
    assert_eq!(now.acts_for(shop, Right::Orders), None);
    assert!(now.acts_for(shop, Right::Stock).is_some());
    // The owner's roles and another's session are as they were.
    assert!(signed_in(identity, "owner@example.vn").await.owns(shop));
    let page = identity
        .producer_grants(&village.owner, shop, &PageArgs::first(10))
        .await
        .unwrap();
    assert_eq!(page.rows.len(), 2);
}

async fn a_right_ends_after_its_last_day(test: TestDb) {
    let village = village(&test).await;
    let today = kernel::clock::day_in_vietnam(village.clock.now());
    let until = |day: NaiveDate| NewProducerGrant {
        last_day: Some(day),
        ..to_binh(village.shop, &[Right::Orders])
    };
    let yesterday = today.pred_opt().unwrap();
    let refused = village
        .identity
        .create_grants(&village.owner, &until(yesterday))
        .await;
    assert!(matches!(refused, Err(CreateGrantError::LastDayPassed)));
    let given = village
        .identity
        .create_grants(&village.owner, &until(today))
        .await
        .unwrap()
        .remove(0);
    let midnight = kernel::clock::start_of_day_vietnam(today.succ_opt().unwrap());
    village.clock.set(midnight - Duration::seconds(1));
    assert!(given.in_force(village.clock.now()));
    let binh = signed_in(&village.identity, "binh@example.vn").await;
    assert!(binh.acts_for(village.shop, Right::Orders).is_some());
    village.clock.set(midnight);
    assert!(!given.in_force(village.clock.now()));
    let binh = signed_in(&village.identity, "binh@example.vn").await;
    assert_eq!(binh.acts_for(village.shop, Right::Orders), None);
    let tx = test.begin().await.unwrap();
    let used = record_use(&tx, given.id, "READ", Uuid::nil(), village.clock.now()).await;
    assert!(!used.unwrap());
    drop(tx);
    // It can be given anew.
    village
        .identity
        .create_grants(&village.owner, &to_binh(village.shop, &[Right::Orders]))
        .await
        .unwrap();
}

async fn only_owners_give_rights_and_never_to_themselves(test: TestDb) {
    let village = village(&test).await;
    let (identity, shop) = (&village.identity, village.shop);
    let other = producer(&test, 2).await;
    let staff = vec![RoleGrant {
        role: Role::ProducerStaff,
        scope: Scope::Producer(shop),
    }];
    person(identity, "staff@example.vn", staff).await;
    person(identity, "other@example.vn", owner_of(other)).await;
    let all = to_binh(shop, &Right::ALL);
    let given = identity.create_grants(&village.owner, &all).await.unwrap();
    let mut strangers = vec![Actor::Anonymous, Actor::System];
    for email in ["staff@example.vn", "other@example.vn", "binh@example.vn"] {
        strangers.push(signed_in(identity, email).await);
    }
    let onwards = NewProducerGrant {
        email: "staff@example.vn".to_owned(),
        ..to_binh(shop, &[Right::Orders])
    };
    for stranger in &strangers {
        let refused = identity.create_grants(stranger, &onwards).await;
        assert!(
            matches!(refused, Err(CreateGrantError::NotFound)),
            "{stranger:?}"
        );
        let refused = identity.revoke_grant(stranger, given[0].id).await;
        assert!(
            matches!(refused, Err(RevokeGrantError::NotFound)),
            "{stranger:?}"
        );
        let refused = identity
            .producer_grants(stranger, shop, &PageArgs::first(1))
            .await;
        assert!(
            matches!(refused, Err(ListGrantsError::NotFound)),
            "{stranger:?}"
        );
    }
    let unknown = ProducerGrantId::new(village.clock.now());
    let refused = identity.revoke_grant(&village.owner, unknown).await;
    assert!(matches!(refused, Err(RevokeGrantError::NotFound)));
    let to = |email: &str| NewProducerGrant {
        email: email.to_owned(),
        ..to_binh(shop, &[Right::Orders])
    };
    let refused = identity
        .create_grants(&village.owner, &to("OWNER@example.vn"))
        .await;
    assert!(matches!(refused, Err(CreateGrantError::OwnAccount)));
    for email in ["nobody@example.vn", "", "binh"] {
        let refused = identity.create_grants(&village.owner, &to(email)).await;
        assert!(
            matches!(refused, Err(CreateGrantError::GranteeNotFound)),
            "{email}"
        );
    }
    let refused = identity
        .create_grants(&village.owner, &to_binh(shop, &[]))
        .await;
    assert!(matches!(refused, Err(CreateGrantError::NoRights)));
    assert_eq!(test.number("SELECT COUNT(*) FROM producer_grant").await, 4);
    assert_eq!(
        test.number("SELECT COUNT(*) FROM producer_grant WHERE revoked_at IS NOT NULL")
            .await,
        0
    );
    let himself = "UPDATE producer_grant SET grantee_id = grantor_id";
    assert!(test.raw(himself).await.is_err(), "the database refuses too");
}

async fn a_right_given_again_replaces_the_first(test: TestDb) {
    let village = village(&test).await;
    let (identity, shop) = (&village.identity, village.shop);
    let new = to_binh(shop, &[Right::Orders]);
    let first = identity.create_grants(&village.owner, &new).await.unwrap();
    village.clock.advance(Duration::seconds(1));
    let second = identity.create_grants(&village.owner, &new).await.unwrap();
    let binh = signed_in(identity, "binh@example.vn").await;
    assert_eq!(
        binh.acts_for(shop, Right::Orders),
        Some(Authority::Granted(second[0].id))
    );
    let page = identity
        .producer_grants(&village.owner, shop, &PageArgs::first(10))
        .await
        .unwrap();
    let listed: Vec<_> = page.rows.iter().map(|(_, grant)| grant.id).collect();
    assert_eq!(listed, [second[0].id, first[0].id], "the newest first");
    assert!(page.rows[1].1.revoked_at.is_some());
    let next = PageArgs::new(Some(1), Some(&page.rows[0].0.encode()), None, None).unwrap();
    let next = identity
        .producer_grants(&village.owner, shop, &next)
        .await
        .unwrap();
    assert_eq!(next.rows[0].1.id, first[0].id);
}

async fn fifty_rights_hold_at_a_time(test: TestDb) {
    let village = village(&test).await;
    let identity = &village.identity;
    let to = |n: u64| NewProducerGrant {
        email: format!("p{n}@example.vn"),
        ..to_binh(village.shop, &[Right::Orders])
    };
    // Accounts of one password, past the slow hashing of each.
    let hash = identity.hash_password(&PASSWORD.into()).await.unwrap();
    let tx = test.begin().await.unwrap();
    for n in 0..=MAX_GRANTS {
        let details = AccountDetails {
            email: format!("p{n}@example.vn"),
            display_name: "P".to_owned(),
            phone: None,
            language: Language::Vi,
            grants: vec![],
            demo: false,
        };
        identity
            .create_account_in(&tx, details, &hash)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    for n in 0..MAX_GRANTS {
        identity
            .create_grants(&village.owner, &to(n))
            .await
            .unwrap();
    }
    let refused = identity
        .create_grants(&village.owner, &to(MAX_GRANTS))
        .await;
    assert!(matches!(refused, Err(CreateGrantError::TooManyGrants)));
    // One given anew is not one more.
    identity
        .create_grants(&village.owner, &to(0))
        .await
        .unwrap();
}

async fn a_revoked_right_is_not_used(test: TestDb) {
    let village = village(&test).await;
    let identity = &village.identity;
    let now = village.clock.now();
    let new = to_binh(village.shop, &[Right::Orders]);
    let given = identity.create_grants(&village.owner, &new).await.unwrap();
    let id = given[0].id;
    for (action, commit) in [("READ", true), ("CONFIRM", false), ("PACK", true)] {
        let tx = test.begin().await.unwrap();
        assert!(record_use(&tx, id, action, Uuid::nil(), now).await.unwrap());
        match commit {
            true => tx.commit().await.unwrap(),
            false => tx.rollback().await.unwrap(),
        }
    }
    identity.revoke_grant(&village.owner, id).await.unwrap();
    let tx = test.begin().await.unwrap();
    assert!(!record_use(&tx, id, "SHIP", Uuid::nil(), now).await.unwrap());
    let unknown = ProducerGrantId::new(now);
    assert!(
        !record_use(&tx, unknown, "SHIP", Uuid::nil(), now)
            .await
            .unwrap()
    );
    tx.commit().await.unwrap();
    let mut actions: Vec<String> = identity
        .grant_uses(&[id, unknown])
        .await
        .unwrap()
        .into_iter()
        .map(|used| used.action)
        .collect();
    actions.sort();
    assert_eq!(
        actions,
        ["PACK", "READ"],
        "what was rolled back was not done"
    );
    assert!(identity.grant_uses(&[]).await.unwrap().is_empty());
}
