//! What the tests of this crate share.

use identity::{Identity, NewAccount};
use kernel::{Language, RoleGrant, TokenKey};
use std::sync::Arc;
use testkit::{TestClock, TestDb};

pub(crate) const EMAIL: &str = "lan@example.vn";
pub(crate) const PASSWORD: &str = "cơm cháy cố đô";

pub(crate) fn identity(test: &TestDb) -> (Identity, TestClock) {
    let clock = TestClock::default();
    (with_clock(test, &clock), clock)
}

/// As another process with the same key would see the database.
pub(crate) fn with_clock(test: &TestDb, clock: &TestClock) -> Identity {
    Identity::new(
        test.handle(),
        Arc::new(clock.clone()),
        TokenKey::new([7; 32]),
    )
}

pub(crate) fn lan(grants: Vec<RoleGrant>) -> NewAccount {
    NewAccount {
        email: EMAIL.to_owned(),
        password: PASSWORD.into(),
        display_name: "Nguyễn Thị Lan".to_owned(),
        phone: Some("+84 912 345 678".to_owned()),
        language: Language::Vi,
        grants,
        demo: false,
    }
}
