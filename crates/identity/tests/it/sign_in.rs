//! Signing in.

use crate::support::*;
use chrono::Duration;
use identity::{NewAccount, SESSION_DAYS, SignInError};
use kernel::{Actor, Clock};
use testkit::TestDb;

testkit::on_both!(
    the_right_password_opens_a_session,
    nothing_else_does,
    a_disabled_account_is_answered_like_a_wrong_password,
    too_many_attempts_have_to_wait,
    many_at_once_do_not_get_through,
);

fn is_wrong<T>(result: &Result<T, SignInError>) -> bool {
    matches!(result, Err(SignInError::WrongCredentials))
}

async fn the_right_password_opens_a_session(test: TestDb) {
    let (identity, clock) = identity(&test);
    let id = identity.create_account(lan(vec![])).await.unwrap();
    for typed in [EMAIL, "LAN@EXAMPLE.VN", "  Lan@example.vn "] {
        let signed_in = identity.sign_in(typed, PASSWORD).await.unwrap();
        assert_eq!(
            signed_in.account,
            identity.account(id).await.unwrap().unwrap()
        );
        assert_eq!(
            signed_in.expires_at,
            clock.now() + Duration::days(SESSION_DAYS)
        );
        let (_, actor) = identity.actor(&signed_in.token).await.unwrap().unwrap();
        assert_eq!(actor, Actor::Account { id, grants: vec![] });
        assert!(!format!("{signed_in:?}").contains(&signed_in.token));
    }
    assert_eq!(test.number("SELECT COUNT(*) FROM session").await, 3);
}

async fn nothing_else_does(test: TestDb) {
    let (identity, _) = identity(&test);
    identity.create_account(lan(vec![])).await.unwrap();
    let minh = NewAccount {
        email: "minh@example.vn".into(),
        password: "mắm tép Gia Viễn".into(),
        ..lan(vec![])
    };
    identity.create_account(minh).await.unwrap();
    for (email, password) in [
        (EMAIL, "cơm cháy cố đô "),
        (EMAIL, "com chay co do"),
        (EMAIL, "Cơm cháy cố đô"),
        (EMAIL, ""),
        (EMAIL, "mắm tép Gia Viễn"),
        ("hoa@example.vn", PASSWORD),
        ("hoa@example.vn", ""),
        ("", PASSWORD),
        ("%", PASSWORD),
        ("lan", PASSWORD),
    ] {
        let result = identity.sign_in(email, password).await;
        assert!(is_wrong(&result), "{email} {password}: {result:?}");
    }
    assert_eq!(test.number("SELECT COUNT(*) FROM session").await, 0);
}

async fn a_disabled_account_is_answered_like_a_wrong_password(test: TestDb) {
    let (identity, _) = identity(&test);
    identity.create_account(lan(vec![])).await.unwrap();
    let token = identity.sign_in(EMAIL, PASSWORD).await.unwrap().token;
    test.raw("UPDATE account SET status = 'DISABLED'")
        .await
        .unwrap();
    assert!(is_wrong(&identity.sign_in(EMAIL, PASSWORD).await));
    assert_eq!(
        identity.actor(&token).await.unwrap(),
        None,
        "its sessions end with it"
    );
    test.raw("UPDATE account SET status = 'ACTIVE'")
        .await
        .unwrap();
    identity.sign_in(EMAIL, PASSWORD).await.unwrap();
    assert!(identity.actor(&token).await.unwrap().is_some());
}

async fn too_many_attempts_have_to_wait(test: TestDb) {
    let (identity, clock) = identity(&test);
    identity.create_account(lan(vec![])).await.unwrap();
    let minh = NewAccount {
        email: "minh@example.vn".into(),
        ..lan(vec![])
    };
    identity.create_account(minh).await.unwrap();
    // Signing in is no attempt too many, however often.
    for _ in 0..12 {
        identity.sign_in(EMAIL, PASSWORD).await.unwrap();
    }
    for attempt in 0..10 {
        // Another spelling is the same address.
        let email = if attempt % 2 == 0 {
            EMAIL
        } else {
            "LAN@example.vn"
        };
        assert!(
            is_wrong(&identity.sign_in(email, "mật khẩu sai").await),
            "{attempt}"
        );
        clock.advance(Duration::seconds(6));
    }
    for password in ["mật khẩu sai", PASSWORD] {
        let refused = identity.clone().sign_in(EMAIL, password).await;
        assert!(
            matches!(
                refused,
                Err(SignInError::TooManyAttempts {
                    retry_after_seconds: 840
                })
            ),
            "{refused:?}"
        );
    }
    identity.sign_in("minh@example.vn", PASSWORD).await.unwrap();
    // An unknown address is no different: the answer tells nothing.
    for _ in 0..10 {
        assert!(is_wrong(
            &identity.sign_in("hoa@example.vn", PASSWORD).await
        ));
    }
    let refused = identity.sign_in("hoa@example.vn", PASSWORD).await;
    assert!(
        matches!(refused, Err(SignInError::TooManyAttempts { .. })),
        "{refused:?}"
    );

    clock.advance(Duration::seconds(839));
    assert!(identity.sign_in(EMAIL, PASSWORD).await.is_err());
    clock.advance(Duration::seconds(1));
    identity.sign_in(EMAIL, PASSWORD).await.unwrap();
}

async fn many_at_once_do_not_get_through(test: TestDb) {
    let (identity, _) = identity(&test);
    identity.create_account(lan(vec![])).await.unwrap();
    let attempts: Vec<_> = (0..25)
        .map(|_| {
            let identity = identity.clone();
            tokio::spawn(async move { identity.sign_in(EMAIL, "mật khẩu sai").await })
        })
        .collect();
    let mut wrong = 0;
    for attempt in attempts {
        match attempt.await.unwrap() {
            Err(SignInError::WrongCredentials) => wrong += 1,
            Err(SignInError::TooManyAttempts { .. }) => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(wrong, 10);
}
