//! Accounts, their roles and sessions: turns a credential into an
//! [`kernel::Actor`].
//!
//! Use cases are methods of [`Identity`]: create an account, sign in, tell who
//! acts by a token, sign out. Passwords are kept as Argon2id hashes; a
//! session's token is kept nowhere but with its client, the database has its
//! keyed hash. A session ends by its time, by signing out, or with its
//! account, at once and in every process.
//!
//! [`roles`] reads and gives roles within the transaction of another crate's
//! use case. [`PruneSessions`] deletes sessions that ran out.
//!
//! A producer's owner lets other accounts do named things for it: a
//! [`ProducerGrant`]. It is part of the grantee's actor, holds until its last
//! day or until it is revoked, and each use is put on record by [`grants`] in
//! the transaction of what is done.
//!
//! Owns the tables `account`, `role_grant`, `session`, `producer_grant` and
//! `producer_grant_use`.

mod account;
mod attempts;
mod create_account;
mod create_grant;
mod entity;
pub mod grants;
mod holders;
mod password;
mod prune_sessions;
mod revoke_grant;
pub mod roles;
mod session;
mod sign_in;
mod store;

pub use account::{Account, display_name};
pub use create_account::{AccountDetails, CreateAccountError, NewAccount};
pub use create_grant::{CreateGrantError, MAX_GRANTS, NewProducerGrant};
pub use grants::{GrantUse, ListGrantsError, ProducerGrant};
pub use holders::holders_among;
pub use password::{HashError, PasswordHash};
pub use prune_sessions::{PRUNE_SESSIONS, PruneSessions};
pub use revoke_grant::RevokeGrantError;
pub use session::SESSION_DAYS;
pub use sign_in::{SignInError, SignedIn};

use attempts::Attempts;
use db::Db;
use kernel::{Clock, TokenKey};
use password::Hasher;
use std::sync::Arc;

/// The use cases of identity; cheap to clone. Clones share the count of
/// sign-in attempts and the limit of passwords hashed at the same time.
#[derive(Clone)]
pub struct Identity {
    db: Db,
    clock: Arc<dyn Clock>,
    key: TokenKey,
    hasher: Hasher,
    attempts: Arc<Attempts>,
}

impl Identity {
    /// Identity over a database, a clock and the server's key for tokens.
    #[must_use]
    pub fn new(db: Db, clock: Arc<dyn Clock>, key: TokenKey) -> Self {
        Self {
            db,
            clock,
            key,
            hasher: Hasher::default(),
            attempts: Arc::default(),
        }
    }
}
