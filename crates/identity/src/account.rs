//! Accounts as others see them.

use crate::{Identity, store};
use kernel::{AccountId, Language, Role, RoleGrant, Timestamp};
use sea_orm::{ConnectionTrait, DbErr};

/// A person's account. Personal data: not for logs.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Its e-mail address in lower case, unique.
    pub email: String,
    /// What the person is called.
    pub display_name: String,
    /// The person's telephone number in national form.
    pub phone: Option<String>,
    /// The language in which the person is written to.
    pub language: Language,
    /// Roles beyond a shopper's and where they hold.
    pub grants: Vec<RoleGrant>,
    /// When it was created.
    pub created_at: Timestamp,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account")
            .field("id", &self.id)
            .field("grants", &self.grants)
            .finish_non_exhaustive()
    }
}

impl Identity {
    /// The account, disabled or not.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn account(&self, id: AccountId) -> Result<Option<Account>, DbErr> {
        Ok(self.accounts_by_ids(&[id]).await?.pop())
    }

    /// The active accounts that have the role within that province, at most 100;
    /// who has it everywhere is not among them.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn accounts_of_province(
        &self,
        role: Role,
        province_code: &str,
    ) -> Result<Vec<Account>, DbErr> {
        let connection = self.db.primary();
        let ids = store::accounts_of_province(connection, role, province_code).await?;
        store::accounts(connection, &ids).await
    }

    /// The accounts of those ids that exist, disabled or not, in any order.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn accounts_by_ids(&self, ids: &[AccountId]) -> Result<Vec<Account>, DbErr> {
        store::accounts(self.db.primary(), ids).await
    }
}

/// What an account's person is called, as `connection` sees it: for who shows a
/// part of it beside what the person wrote.
///
/// # Errors
/// [`DbErr`].
pub async fn display_name(
    connection: &impl ConnectionTrait,
    id: AccountId,
) -> Result<Option<String>, DbErr> {
    store::display_name(connection, id).await
}
