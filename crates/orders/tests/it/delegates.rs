//! Others fulfil a producer's orders by a right that its owner gave.

use crate::shop::Shop;
use identity::{Identity, NewAccount, NewProducerGrant, ProducerGrant};
use kernel::{Actor, Language, PageArgs, ProducerId, Right, Role, RoleGrant, Scope, TokenKey};
use orders::fulfil::{FulfilError, Step};
use orders::read::PartFilter;
use orders::status::PartStatus;
use std::sync::Arc;
use testkit::TestDb;

testkit::on_both!(
    a_delegate_fulfils_and_each_use_is_on_record,
    other_rights_and_other_producers_are_not_found,
    a_revoked_delegate_does_nothing_more,
);

const PASSWORD: &str = "cơm cháy cố đô";

struct People {
    identity: Identity,
    owner: Actor,
}

async fn people(shop: &Shop, producer: ProducerId) -> People {
    let clock = Arc::new(shop.clock.clone());
    let identity = Identity::new(shop.market.db.clone(), clock, TokenKey::new([7; 32]));
    let own = vec![RoleGrant {
        role: Role::ProducerOwner,
        scope: Scope::Producer(producer),
    }];
    for (email, grants) in [("owner@example.vn", own), ("binh@example.vn", vec![])] {
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
    let owner = signed_in(&identity, "owner@example.vn").await;
    People { identity, owner }
}

async fn signed_in(identity: &Identity, email: &str) -> Actor {
    let session = identity.sign_in(email, PASSWORD).await.unwrap();
    identity.actor(&session.token).await.unwrap().unwrap().1
}

impl People {
    /// Gives a right to Bình and answers him as he then is.
    async fn give(&self, producer: ProducerId, right: Right) -> (ProducerGrant, Actor) {
        let new = NewProducerGrant {
            producer,
            email: "binh@example.vn".to_owned(),
            rights: vec![right],
            last_day: None,
        };
        let given = self.identity.create_grants(&self.owner, &new).await;
        let binh = signed_in(&self.identity, "binh@example.vn").await;
        (given.unwrap().remove(0), binh)
    }

    async fn uses(&self, grant: &ProducerGrant) -> Vec<String> {
        let uses = self.identity.grant_uses(&[grant.id]).await.unwrap();
        let mut actions: Vec<String> = uses.into_iter().map(|used| used.action).collect();
        actions.sort();
        actions
    }
}

async fn a_delegate_fulfils_and_each_use_is_on_record(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let producer = shop.producer("HTX Một").await;
    let people = people(&shop, producer.id).await;
    let listing = shop.listing(&producer, 50_000, 9).await;
    let (_, order) = shop.buy(&[(listing.variant, 2)]).await;
    let part = shop.parts(&order).await.remove(0);
    let (grant, binh) = people.give(producer.id, Right::Orders).await;
    let ship = Step::Ship {
        carrier: "VNPost".into(),
        tracking_number: "VN1".into(),
    };
    for (step, status) in [
        (Step::Confirm, PartStatus::Confirmed),
        (Step::Pack, PartStatus::Packed),
        (ship, PartStatus::Shipped),
    ] {
        let moved = shop.orders.fulfil(&binh, part.id, &step).await.unwrap();
        assert_eq!(moved.status, status);
    }
    // What is refused is no use.
    let refused = shop.orders.fulfil(&binh, part.id, &Step::Confirm).await;
    assert!(matches!(refused, Err(FulfilError::WrongStatus(_))));
    assert_eq!(people.uses(&grant).await, ["CONFIRM", "PACK", "SHIP"]);
    let page = PageArgs::first(10);
    let listed = shop
        .orders
        .producer_orders(&binh, producer.id, &PartFilter::default(), &page)
        .await
        .unwrap();
    assert_eq!(listed.rows.len(), 1);
    let one = shop.orders.producer_order(&binh, part.id).await.unwrap();
    assert!(one.is_some());
    assert_eq!(
        people.uses(&grant).await,
        ["CONFIRM", "PACK", "READ", "READ", "SHIP"]
    );
    // Owners are not put on record.
    shop.orders
        .fulfil(&people.owner, part.id, &Step::Deliver)
        .await
        .unwrap();
    assert_eq!(people.uses(&grant).await.len(), 5);
    shop.verify().await;
}

async fn other_rights_and_other_producers_are_not_found(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let (one, two) = (
        shop.producer("HTX Một").await,
        shop.producer("HTX Hai").await,
    );
    let people = people(&shop, one.id).await;
    let (a, b) = (
        shop.listing(&one, 50_000, 9).await,
        shop.listing(&two, 70_000, 9).await,
    );
    let (_, order) = shop.buy(&[(a.variant, 1), (b.variant, 1)]).await;
    let parts = shop.parts(&order).await;
    for right in [Right::Dossiers, Right::Listings, Right::Stock] {
        let (grant, binh) = people.give(one.id, right).await;
        for part in &parts {
            let refused = shop.orders.fulfil(&binh, part.id, &Step::Confirm).await;
            assert!(matches!(refused, Err(FulfilError::NotFound)), "{right:?}");
            let unseen = shop.orders.producer_order(&binh, part.id).await.unwrap();
            assert!(unseen.is_none());
        }
        assert!(people.uses(&grant).await.is_empty());
    }
    let (grant, binh) = people.give(one.id, Right::Orders).await;
    let foreign = parts
        .iter()
        .find(|part| part.producer_id == two.id)
        .unwrap();
    let refused = shop.orders.fulfil(&binh, foreign.id, &Step::Confirm).await;
    assert!(matches!(refused, Err(FulfilError::NotFound)));
    assert!(people.uses(&grant).await.is_empty());
}

async fn a_revoked_delegate_does_nothing_more(test: TestDb) {
    let shop = Shop::open(test.handle()).await;
    let producer = shop.producer("HTX Một").await;
    let people = people(&shop, producer.id).await;
    let listing = shop.listing(&producer, 50_000, 9).await;
    let (_, order) = shop.buy(&[(listing.variant, 2)]).await;
    let part = shop.parts(&order).await.remove(0);
    let (grant, binh) = people.give(producer.id, Right::Orders).await;
    people
        .identity
        .revoke_grant(&people.owner, grant.id)
        .await
        .unwrap();
    // A request that began before still says that he may.
    let refused = shop.orders.fulfil(&binh, part.id, &Step::Confirm).await;
    assert!(matches!(refused, Err(FulfilError::NotFound)));
    let unseen = shop.orders.producer_order(&binh, part.id).await.unwrap();
    assert!(unseen.is_none());
    assert_eq!(
        shop.parts(&order).await.remove(0).status,
        PartStatus::Pending
    );
    assert!(people.uses(&grant).await.is_empty());
    let after = signed_in(&people.identity, "binh@example.vn").await;
    assert_eq!(after.acts_for(producer.id, Right::Orders), None);
}
