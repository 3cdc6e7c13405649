//! Who acts by a token, and when no longer.

use crate::support::*;
use chrono::Duration;
use identity::{Identity, NewAccount, PruneSessions, SESSION_DAYS};
use jobs::Handler;
use kernel::{Actor, Clock, ProducerId, Role, RoleGrant, Scope, TokenKey};
use std::sync::Arc;
use testkit::TestDb;

testkit::on_both!(
    roles_come_with_their_scopes,
    a_change_of_roles_holds_at_once,
    the_hot_path_is_one_statement,
    signing_out_ends_that_session_everywhere,
    a_session_ends_by_its_time,
    no_other_token_opens_it,
    sessions_that_ran_out_are_pruned,
);

async fn roles_come_with_their_scopes(test: TestDb) {
    let (identity, clock) = identity(&test);
    let shop = ProducerId::new(clock.now());
    let mut grants = vec![
        RoleGrant {
            role: Role::ProgrammeOfficer,
            scope: Scope::Province("37".to_owned()),
        },
        RoleGrant {
            role: Role::ProducerStaff,
            scope: Scope::Producer(shop),
        },
        RoleGrant {
            role: Role::Moderator,
            scope: Scope::Global,
        },
    ];
    let id = identity.create_account(lan(grants.clone())).await.unwrap();
    let minh = NewAccount {
        email: "minh@example.vn".into(),
        ..lan(vec![RoleGrant {
            role: Role::Administrator,
            scope: Scope::Global,
        }])
    };
    identity.create_account(minh).await.unwrap();

    let signed_in = identity.sign_in(EMAIL, PASSWORD).await.unwrap();
    let (_, actor) = identity.actor(&signed_in.token).await.unwrap().unwrap();
    let Actor::Account {
        id: acting,
        grants: mut loaded,
    } = actor.clone()
    else {
        panic!("{actor:?}")
    };
    assert_eq!(acting, id);
    loaded.sort();
    grants.sort();
    assert_eq!(loaded, grants, "its own and nobody else's");
    assert!(actor.works_for(shop));
    assert!(!actor.has_role(Role::Administrator));
    let mut told = signed_in.account.grants;
    told.sort();
    assert_eq!(told, grants);
}

async fn a_change_of_roles_holds_at_once(test: TestDb) {
    let (identity, _) = identity(&test);
    let moderator = RoleGrant {
        role: Role::Moderator,
        scope: Scope::Global,
    };
    identity.create_account(lan(vec![moderator])).await.unwrap();
    let token = identity.sign_in(EMAIL, PASSWORD).await.unwrap().token;
    assert!(
        identity
            .actor(&token)
            .await
            .unwrap()
            .unwrap()
            .1
            .has_role(Role::Moderator)
    );
    test.raw("DELETE FROM role_grant").await.unwrap();
    assert!(
        !identity
            .actor(&token)
            .await
            .unwrap()
            .unwrap()
            .1
            .has_role(Role::Moderator)
    );
}

async fn the_hot_path_is_one_statement(test: TestDb) {
    let (identity, _) = identity(&test);
    let moderator = RoleGrant {
        role: Role::Moderator,
        scope: Scope::Global,
    };
    let finance = RoleGrant {
        role: Role::Finance,
        scope: Scope::Global,
    };
    identity
        .create_account(lan(vec![moderator, finance]))
        .await
        .unwrap();
    let token = identity.sign_in(EMAIL, PASSWORD).await.unwrap().token;
    let (found, statements) = db::statements::counted(identity.actor(&token)).await;
    assert!(found.unwrap().is_some());
    assert_eq!(statements, 1);
}

async fn signing_out_ends_that_session_everywhere(test: TestDb) {
    let (identity, clock) = identity(&test);
    identity.create_account(lan(vec![])).await.unwrap();
    let phone = identity.sign_in(EMAIL, PASSWORD).await.unwrap().token;
    let laptop = identity.sign_in(EMAIL, PASSWORD).await.unwrap().token;
    let elsewhere = with_clock(&test, &clock);
    let (session, _) = elsewhere.actor(&phone).await.unwrap().unwrap();
    assert_ne!(session, elsewhere.actor(&laptop).await.unwrap().unwrap().0);
    assert!(identity.sign_out(&phone).await.unwrap());
    assert_eq!(identity.actor(&phone).await.unwrap(), None);
    assert_eq!(elsewhere.actor(&phone).await.unwrap(), None);
    assert!(
        elsewhere.actor(&laptop).await.unwrap().is_some(),
        "the other session stays"
    );
    assert!(
        !identity.sign_out(&phone).await.unwrap(),
        "it was over already"
    );
    assert!(!identity.sign_out("unknown").await.unwrap());
}

async fn a_session_ends_by_its_time(test: TestDb) {
    let (identity, clock) = identity(&test);
    identity.create_account(lan(vec![])).await.unwrap();
    let signed_in = identity.sign_in(EMAIL, PASSWORD).await.unwrap();
    clock.set(signed_in.expires_at - Duration::microseconds(1));
    assert!(identity.actor(&signed_in.token).await.unwrap().is_some());
    clock.set(signed_in.expires_at);
    assert_eq!(identity.actor(&signed_in.token).await.unwrap(), None);
    assert!(!identity.sign_out(&signed_in.token).await.unwrap());
}

async fn no_other_token_opens_it(test: TestDb) {
    let (identity, clock) = identity(&test);
    identity.create_account(lan(vec![])).await.unwrap();
    let token = identity.sign_in(EMAIL, PASSWORD).await.unwrap().token;
    let long = "a".repeat(100_000);
    let (upper, cut) = (token.to_uppercase(), &token[..token.len() - 1]);
    let padded = format!("{token} ");
    for other in ["", "a", &long, &upper, cut, &padded, "' OR 1=1 --"] {
        assert_eq!(identity.actor(other).await.unwrap(), None, "{other:.50}");
    }
    // The database does not hold the token, and its hash needs the key.
    let hash = TokenKey::new([7; 32]).hash(&token);
    let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(identity.actor(&hash).await.unwrap(), None);
    let other_key = Identity::new(
        test.handle(),
        Arc::new(clock.clone()),
        TokenKey::new([8; 32]),
    );
    assert_eq!(other_key.actor(&token).await.unwrap(), None);
    assert!(identity.actor(&token).await.unwrap().is_some());
}

async fn sessions_that_ran_out_are_pruned(test: TestDb) {
    let (identity, clock) = identity(&test);
    identity.create_account(lan(vec![])).await.unwrap();
    let old = identity.sign_in(EMAIL, PASSWORD).await.unwrap();
    clock.advance(Duration::days(1));
    let young = identity.sign_in(EMAIL, PASSWORD).await.unwrap();
    let pruner = PruneSessions::new(test.handle(), Arc::new(clock.clone()));
    pruner.run("").await.unwrap();
    assert_eq!(test.number("SELECT COUNT(*) FROM session").await, 2);
    clock.set(old.expires_at);
    pruner.run("").await.unwrap();
    pruner.run("").await.unwrap();
    assert_eq!(test.number("SELECT COUNT(*) FROM session").await, 1);
    assert!(identity.actor(&young.token).await.unwrap().is_some());
    clock.advance(Duration::days(SESSION_DAYS));
    pruner.run("").await.unwrap();
    assert_eq!(test.number("SELECT COUNT(*) FROM session").await, 0);
}
