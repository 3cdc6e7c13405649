//! Creating accounts and reading them.

use crate::support::*;
use identity::{AccountDetails, CreateAccountError, NewAccount};
use kernel::{AccountId, Clock, Language, ProducerId, Role, RoleGrant, Scope};
use testkit::TestDb;

testkit::on_both!(
    an_account_is_stored_as_it_was_created,
    what_cannot_be_is_refused,
    an_address_belongs_to_one_account,
    of_two_at_once_one_gets_the_address,
    a_grant_that_cannot_be_leaves_no_account,
    sample_accounts_share_a_hash,
);

async fn an_account_is_stored_as_it_was_created(test: TestDb) {
    let (identity, clock) = identity(&test);
    let officer = RoleGrant {
        role: Role::ProgrammeOfficer,
        scope: Scope::Province("37".into()),
    };
    let new = NewAccount {
        email: " Lan@Example.VN ".to_owned(),
        language: Language::En,
        // The same grant twice is one.
        ..lan(vec![officer.clone(), officer.clone()])
    };
    let id = identity.create_account(new).await.unwrap();
    let account = identity.account(id).await.unwrap().unwrap();
    assert_eq!(account.email, "lan@example.vn");
    assert_eq!(account.display_name, "Nguyễn Thị Lan");
    assert_eq!(account.phone.as_deref(), Some("0912345678"));
    assert_eq!(account.language, Language::En);
    assert_eq!(account.grants, [officer]);
    assert_eq!(account.created_at, clock.now());
    let other = NewAccount {
        email: "minh@example.vn".into(),
        phone: None,
        ..lan(vec![])
    };
    let other = identity.create_account(other).await.unwrap();
    let nobody = AccountId::new(clock.now());
    let found = identity
        .accounts_by_ids(&[id, nobody, other])
        .await
        .unwrap();
    assert_eq!(found.len(), 2);
    assert!(found.contains(&account));
    assert!(
        found
            .iter()
            .any(|a| a.id == other && a.grants.is_empty() && a.phone.is_none())
    );
    assert_eq!(identity.account(nobody).await.unwrap(), None);
    assert!(identity.accounts_by_ids(&[]).await.unwrap().is_empty());
    // Neither the password nor anything personal is shown by accident.
    assert!(!format!("{account:?} {:?}", lan(vec![]).password).contains(PASSWORD));
    assert!(!format!("{account:?}").contains("Lan"));
    let like = format!("SELECT COUNT(*) FROM account WHERE password_hash LIKE '%{PASSWORD}%'");
    assert_eq!(test.number(&like).await, 0);
}

async fn what_cannot_be_is_refused(test: TestDb) {
    use CreateAccountError as Error;
    type Case = (fn(&mut NewAccount), fn(&Error) -> bool);
    let (identity, _) = identity(&test);
    let refused: [Case; 7] = [
        (
            |a| a.email = "lan".to_owned(),
            |e| matches!(e, Error::InvalidEmail),
        ),
        (
            |a| a.password = "ngắn".into(),
            |e| matches!(e, Error::WeakPassword),
        ),
        (
            |a| a.password = "Lan@Example.vn".into(),
            |e| matches!(e, Error::WeakPassword),
        ),
        (
            |a| a.display_name = " \u{200B}".to_owned(),
            |e| matches!(e, Error::NameMissing),
        ),
        (
            |a| a.display_name = "Đ".repeat(101),
            |e| matches!(e, Error::NameMissing),
        ),
        (
            |a| a.phone = Some("113".to_owned()),
            |e| matches!(e, Error::InvalidPhone),
        ),
        (
            |a| a.phone = Some("x".to_owned()),
            |e| matches!(e, Error::InvalidPhone),
        ),
    ];
    for (number, (change, expected)) in refused.into_iter().enumerate() {
        let mut new = lan(vec![]);
        change(&mut new);
        let error = identity.create_account(new).await.unwrap_err();
        assert!(expected(&error), "{number}: {error}");
    }
    assert_eq!(test.number("SELECT COUNT(*) FROM account").await, 0);
}

async fn an_address_belongs_to_one_account(test: TestDb) {
    let (identity, _) = identity(&test);
    identity.create_account(lan(vec![])).await.unwrap();
    let again = NewAccount {
        email: EMAIL.to_uppercase(),
        ..lan(vec![])
    };
    let error = identity.create_account(again).await.unwrap_err();
    assert!(matches!(error, CreateAccountError::EmailTaken), "{error}");
    assert_eq!(test.number("SELECT COUNT(*) FROM account").await, 1);
}

async fn of_two_at_once_one_gets_the_address(test: TestDb) {
    let (identity, _) = identity(&test);
    let create = || {
        let identity = identity.clone();
        tokio::spawn(async move { identity.create_account(lan(vec![])).await })
    };
    let (one, other) = (create(), create());
    let results = [one.await.unwrap(), other.await.unwrap()];
    let taken = |result: &Result<_, _>| matches!(result, Err(CreateAccountError::EmailTaken));
    assert_eq!(
        results.iter().filter(|result| result.is_ok()).count(),
        1,
        "{results:?}"
    );
    assert_eq!(
        results.iter().filter(|result| taken(result)).count(),
        1,
        "{results:?}"
    );
}

async fn a_grant_that_cannot_be_leaves_no_account(test: TestDb) {
    let (identity, clock) = identity(&test);
    let producer = Scope::Producer(ProducerId::new(clock.now()));
    for (role, scope) in [
        (Role::ProducerOwner, Scope::Global),
        (Role::Moderator, producer),
    ] {
        let error = identity
            .create_account(lan(vec![RoleGrant { role, scope }]))
            .await
            .unwrap_err();
        assert!(matches!(error, CreateAccountError::Fault(_)), "{error}");
    }
    assert_eq!(test.number("SELECT COUNT(*) FROM account").await, 0);
}

async fn sample_accounts_share_a_hash(test: TestDb) {
    let (identity, _) = identity(&test);
    let hash = identity.hash_password(&"demo".into()).await.unwrap();
    let details = |n: u32| AccountDetails {
        email: format!("nguoi{n}@example.vn"),
        display_name: "Người mua".to_owned(),
        phone: None,
        language: Language::Vi,
        grants: vec![],
        demo: true,
    };
    let tx = test.begin().await.unwrap();
    for n in 0..3 {
        identity
            .create_account_in(&tx, details(n), &hash)
            .await
            .unwrap();
    }
    let taken = identity
        .create_account_in(&tx, details(1), &hash)
        .await
        .unwrap_err();
    assert!(matches!(taken, CreateAccountError::EmailTaken), "{taken}");
    // The refusal leaves the transaction usable.
    identity
        .create_account_in(&tx, details(3), &hash)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        test.number("SELECT COUNT(*) FROM account WHERE demo").await,
        4
    );
    identity.sign_in("nguoi3@example.vn", "demo").await.unwrap();
}
