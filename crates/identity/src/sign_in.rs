//! Somebody signs in.

use crate::{Account, HashError, Identity, session, store};
use kernel::{Email, SessionId, Timestamp, token};
use sea_orm::DbErr;

/// A new session.
pub struct SignedIn {
    /// What the client shows from now on: the only copy.
    pub token: String,
    /// When the session ends.
    pub expires_at: Timestamp,
    /// Whose it is.
    pub account: Account,
}

impl std::fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignedIn")
            .field("expires_at", &self.expires_at)
            .field("account", &self.account)
            .finish_non_exhaustive()
    }
}

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The address is unknown, the password wrong, or the account disabled:
    /// the caller learns not which.
    #[error("the e-mail address or the password is wrong")]
    WrongCredentials,
    /// This address was tried too often of late.
    #[error("too many attempts; try again in {retry_after_seconds} seconds")]
    TooManyAttempts {
        /// When the next attempt is possible.
        retry_after_seconds: u64,
    },
    /// The password could not be checked, or no token be made.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

impl Identity {
    /// Signs in with an e-mail address, in whatever case, and a password. At
    /// most 10 wrong attempts per address in 15 minutes; the right password is
    /// refused too until then.
    ///
    /// # Errors
    /// [`SignInError`].
    pub async fn sign_in(&self, email: &str, password: &str) -> Result<SignedIn, SignInError> {
        // What is no address is no account's: saying so at once tells nothing.
        let email = Email::parse(email)
            .ok_or(SignInError::WrongCredentials)?
            .normal();
        let now = self.clock.now();
        self.attempts
            .take(&email, now)
            .map_err(|retry_after_seconds| SignInError::TooManyAttempts {
                retry_after_seconds,
            })?;
        let outcome = self.try_sign_in(&email, password, now).await;
        if !matches!(outcome, Err(SignInError::WrongCredentials)) {
            self.attempts.give_back(&email, now);
        }
        outcome
    }

    async fn try_sign_in(
        &self,
        email: &str,
        password: &str,
        now: Timestamp,
    ) -> Result<SignedIn, SignInError> {
        let found = store::credentials(self.db.primary(), email).await?;
        let hash = found.as_ref().map(|found| found.password_hash.clone());
        let right = self.hasher.verify(password, hash).await?;
        let Some(found) = found.filter(|found| right && found.active) else {
            return Err(SignInError::WrongCredentials);
        };
        let token = token::generate().map_err(HashError::new)?;
        let expires_at = session::expiry(now);
        let tx = self.db.begin().await?;
        let account = store::accounts(&tx, &[found.id]).await?.pop();
        // An account never goes; it is only disabled, which ends its sessions.
        let account = account.ok_or(SignInError::WrongCredentials)?;
        let hash = self.key.hash(&token);
        store::insert_session(&tx, SessionId::new(now), found.id, hash, now, expires_at).await?;
        tx.commit().await?;
        Ok(SignedIn {
            token,
            expires_at,
            account,
        })
    }
}
