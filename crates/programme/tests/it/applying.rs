//! People register producers of their own.

use crate::support::*;
use identity::{Identity, NewAccount};
use kernel::{AccountId, Actor, Language, Role, RoleGrant, Scope, TokenKey};
use programme::units::{UnitSnapshot, Units, import};
use programme::{
    ApplyError, MAX_OPEN_APPLICATIONS, NewProducer, ProducerStatus, Programme,
    RegisterProducerError,
};
use std::sync::Arc;
use testkit::{TestClock, TestDb};

testkit::on_both!(
    the_applicant_becomes_the_owner,
    what_is_refused_leaves_nothing_behind,
    five_applications_wait_at_a_time,
    ten_applications_at_once_are_five,
);

const UNITS: &str = "code,level,kind,name,name_en,parent_code,valid_from,valid_to
37,PROVINCE,TINH,Ninh Bình,Ninh Binh,,2025-07-01,
14620,COMMUNE,XA,Phát Diệm,Phat Diem,37,2025-07-01,
14725,COMMUNE,PHUONG,Yên Thắng,Yen Thang,37,2025-07-01,2026-01-01
";

struct Town {
    programme: Programme,
    identity: Identity,
    units: Arc<UnitSnapshot>,
}

async fn town(test: &TestDb) -> Town {
    let (programme, _) = programme(test);
    let clock = Arc::new(TestClock::default());
    let identity = Identity::new(test.handle(), clock, TokenKey::new([7; 32]));
    let tx = test.begin().await.unwrap();
    import(&tx, UNITS.as_bytes()).await.unwrap();
    tx.commit().await.unwrap();
    let units = Units::new(test.handle()).snapshot().await.unwrap();
    Town {
        programme,
        identity,
        units,
    }
}

impl Town {
    async fn person(&self) -> AccountId {
        let new = NewAccount {
            email: "lan@example.vn".to_owned(),
            password: "cơm cháy cố đô".into(),
            display_name: "Lan".to_owned(),
            phone: None,
            language: Language::Vi,
            grants: vec![],
            demo: false,
        };
        self.identity.create_account(new).await.unwrap()
    }

    async fn grants(&self, id: AccountId) -> Vec<RoleGrant> {
        self.identity.account(id).await.unwrap().unwrap().grants
    }
}

fn actor(id: AccountId) -> Actor {
    Actor::Account { id, grants: vec![] }
}

async fn the_applicant_becomes_the_owner(test: TestDb) {
    let town = town(&test).await;
    let person = town.person().await;
    let new = NewProducer {
        province_code: "01".to_owned(),
        demo: true,
        ..cooperative("HTX Kim Sơn")
    };
    let producer = town
        .programme
        .apply(&actor(person), &town.units, new)
        .await
        .unwrap();
    assert_eq!(producer.status, ProducerStatus::Applied);
    assert_eq!(producer.province_code, "37", "the commune decides");
    assert!(!producer.demo);
    let owner = RoleGrant {
        role: Role::ProducerOwner,
        scope: Scope::Producer(producer.id),
    };
    assert_eq!(town.grants(person).await, [owner]);
    let history = town
        .programme
        .producer_histories(&[producer.id])
        .await
        .unwrap();
    assert_eq!(history.len(), 1);
    assert_eq!(history[0].actor, actor(person).label());
    assert_eq!(announced(&test, PRODUCER_JOB).await, 1);
}

async fn what_is_refused_leaves_nothing_behind(test: TestDb) {
    let town = town(&test).await;
    let person = town.person().await;
    let apply = async |actor: &Actor, new| town.programme.apply(actor, &town.units, new).await;
    for nobody in [
        Actor::Anonymous,
        Actor::System,
        actor(AccountId::new(kernel::Clock::now(&TestClock::default()))),
    ] {
        let result = apply(&nobody, cooperative("HTX")).await;
        assert!(matches!(result, Err(ApplyError::NoAccount)), "{nobody:?}");
    }
    for code in ["14725", "00000", "37", "", "14620\0"] {
        let new = NewProducer {
            commune_code: code.to_owned(),
            ..cooperative("HTX")
        };
        let result = apply(&actor(person), new).await;
        assert!(matches!(result, Err(ApplyError::UnknownCommune)), "{code}");
    }
    let with_code = |name: &str| NewProducer {
        tax_code: Some("0100109106".to_owned()),
        ..cooperative(name)
    };
    town.programme
        .register_producer(with_code("HTX Một"))
        .await
        .unwrap();
    let result = apply(&actor(person), with_code("HTX Hai")).await;
    assert!(matches!(
        result,
        Err(ApplyError::Refused(RegisterProducerError::TaxCodeTaken))
    ));
    assert_eq!(test.number("SELECT COUNT(*) FROM producer").await, 1);
    assert!(town.grants(person).await.is_empty());
    test.raw("UPDATE account SET status = 'DISABLED'")
        .await
        .unwrap();
    let result = apply(&actor(person), cooperative("HTX Ba")).await;
    assert!(matches!(result, Err(ApplyError::NoAccount)));
}

async fn five_applications_wait_at_a_time(test: TestDb) {
    let town = town(&test).await;
    let person = town.person().await;
    let apply = async |name: &str| {
        town.programme
            .apply(&actor(person), &town.units, cooperative(name))
            .await
    };
    let mut ids = Vec::new();
    for n in 0..MAX_OPEN_APPLICATIONS {
        ids.push(apply(&format!("HTX {n}")).await.unwrap().id);
    }
    assert!(matches!(
        apply("HTX quá").await,
        Err(ApplyError::TooManyApplications)
    ));
    assert_eq!(test.number("SELECT COUNT(*) FROM role_grant").await, 5);
    // Of those that wait; one that was decided about does not.
    town.programme
        .set_producer_status(&Actor::System, ids[0], ProducerStatus::Verified)
        .await
        .unwrap();
    apply("HTX sau").await.unwrap();
    assert!(matches!(
        apply("HTX quá").await,
        Err(ApplyError::TooManyApplications)
    ));
}

async fn ten_applications_at_once_are_five(test: TestDb) {
    let town = Arc::new(town(&test).await);
    let person = town.person().await;
    let mut running = tokio::task::JoinSet::new();
    for n in 0..10 {
        let town = town.clone();
        running.spawn(async move {
            town.programme
                .apply(
                    &actor(person),
                    &town.units,
                    cooperative(&format!("HTX {n}")),
                )
                .await
        });
    }
    let results = running.join_all().await;
    let refused =
        |result: &Result<_, ApplyError>| matches!(result, Err(ApplyError::TooManyApplications));
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 5);
    assert_eq!(results.iter().filter(|result| refused(result)).count(), 5);
    assert_eq!(test.number("SELECT COUNT(*) FROM role_grant").await, 5);
}
