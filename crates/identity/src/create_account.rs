//! Somebody gets an account.

use crate::{HashError, Identity, PasswordHash, password, store};
use db::Tx;
use kernel::{AccountId, Email, Language, RoleGrant, phone::Phone, text};
use sea_orm::DbErr;
use secrecy::{ExposeSecret, SecretString};

/// The longest name, in characters.
const MAX_NAME: usize = 100;

/// An account to be.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// Its e-mail address.
    pub email: String,
    /// Its password, 10 to 128 characters.
    pub password: SecretString,
    /// What the person is called, at most 100 characters.
    pub display_name: String,
    /// A Vietnamese telephone number, as people write it.
    pub phone: Option<String>,
    /// The language in which the person is written to.
    pub language: Language,
    /// Roles beyond a shopper's. Producer roles hold within a producer, and
    /// no others do.
    pub grants: Vec<RoleGrant>,
    /// Whether it is sample data.
    pub demo: bool,
}

/// An account to be, without its password.
#[derive(Clone)]
pub struct AccountDetails {
    /// Its e-mail address.
    pub email: String,
    /// What the person is called, at most 100 characters.
    pub display_name: String,
    /// A Vietnamese telephone number, as people write it.
    pub phone: Option<String>,
    /// The language in which the person is written to.
    pub language: Language,
    /// Roles beyond a shopper's; see [`NewAccount::grants`].
    pub grants: Vec<RoleGrant>,
    /// Whether it is sample data.
    pub demo: bool,
}

/// Why there is no account.
#[derive(Debug, thiserror::Error)]
pub enum CreateAccountError {
    /// An account with this address exists.
    #[error("an account with this e-mail address exists")]
    EmailTaken,
    /// Not an e-mail address.
    #[error("not an e-mail address")]
    InvalidEmail,
    /// Shorter than 10 characters, longer than 128, or easily guessed.
    #[error("the password needs 10 to 128 characters and must not be easily guessed")]
    WeakPassword,
    /// No name, or one longer than 100 characters.
    #[error("a name of 1 to 100 characters is needed")]
    NameMissing,
    /// Not a Vietnamese telephone number.
    #[error("not a Vietnamese telephone number")]
    InvalidPhone,
    /// The password could not be hashed.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The database failed, or refused a grant whose role and scope do not
    /// belong together.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

impl Identity {
    /// Creates an account. Who may give which grants is the caller's to
    /// decide: people who register themselves get none.
    ///
    /// # Errors
    /// [`CreateAccountError`].
    pub async fn create_account(&self, new: NewAccount) -> Result<AccountId, CreateAccountError> {
        let NewAccount {
            email,
            password,
            display_name,
            phone,
            language,
            grants,
            demo,
        } = new;
        let details = AccountDetails {
            email,
            display_name,
            phone,
            language,
            grants,
            demo,
        };
        let details = checked(details)?;
        if password::is_weak(password.expose_secret(), &details.email) {
            return Err(CreateAccountError::WeakPassword);
        }
        // Before the transaction: SQLite has one writer, and hashing is slow.
        let hash = self.hasher.hash(&password).await?;
        let tx = self.db.begin().await?;
        let id = self.insert(&tx, &details, &hash).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Creates an account in the caller's transaction, with a password hashed
    /// before by [`Identity::hash_password`].
    ///
    /// # Errors
    /// [`CreateAccountError`].
    pub async fn create_account_in(
        &self,
        tx: &Tx,
        details: AccountDetails,
        password_hash: &PasswordHash,
    ) -> Result<AccountId, CreateAccountError> {
        self.insert(tx, &checked(details)?, password_hash).await
    }

    /// Hashes a password, weak or not: for sample accounts, which share one.
    ///
    /// # Errors
    /// [`HashError`].
    pub async fn hash_password(&self, password: &SecretString) -> Result<PasswordHash, HashError> {
        self.hasher.hash(password).await
    }

    async fn insert(
        &self,
        tx: &Tx,
        details: &AccountDetails,
        hash: &PasswordHash,
    ) -> Result<AccountId, CreateAccountError> {
        let now = self.clock.now();
        let id = AccountId::new(now);
        if store::insert_account(tx, id, details, hash, now).await? {
            Ok(id)
        } else {
            Err(CreateAccountError::EmailTaken)
        }
    }
}

/// Checks and normalises what was typed.
fn checked(details: AccountDetails) -> Result<AccountDetails, CreateAccountError> {
    let email = Email::parse(&details.email)
        .ok_or(CreateAccountError::InvalidEmail)?
        .normal();
    let display_name = text::clean(&details.display_name);
    if display_name.is_empty() || display_name.chars().count() > MAX_NAME {
        return Err(CreateAccountError::NameMissing);
    }
    let phone = match details
        .phone
        .as_deref()
        .map(text::clean)
        .filter(|text| !text.is_empty())
    {
        Some(text) => Some(
            Phone::parse(&text)
                .ok_or(CreateAccountError::InvalidPhone)?
                .as_str()
                .to_owned(),
        ),
        None => None,
    };
    let mut grants = details.grants;
    grants.sort();
    grants.dedup();
    Ok(AccountDetails {
        email,
        display_name,
        phone,
        grants,
        ..details
    })
}
