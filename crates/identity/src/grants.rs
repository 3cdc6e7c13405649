//! Rights that a producer's owner gave to somebody else, and the record of
//! their use.

use crate::{Identity, store};
use chrono::NaiveDate;
use db::Tx;
use kernel::clock::day_in_vietnam;
use kernel::{
    AccountId, Actor, Page, PageArgs, PageError, ProducerGrantId, ProducerId, Right, Timestamp,
};
use sea_orm::DbErr;
use uuid::Uuid;

/// How many uses of each grant are shown, the latest.
pub(crate) const USES_SHOWN: u32 = 100;

/// One right of a producer in the hands of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProducerGrant {
    /// Its id.
    pub id: ProducerGrantId,
    /// Whose right.
    pub producer: ProducerId,
    /// Which owner gave it.
    pub grantor: AccountId,
    /// Who has it.
    pub grantee: AccountId,
    /// What for.
    pub right: Right,
    /// The last civil day in Vietnam on which it holds; without one it holds
    /// until it is revoked.
    pub last_day: Option<NaiveDate>,
    /// When it was given.
    pub created_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

impl ProducerGrant {
    /// Whether it holds at that instant.
    #[must_use]
    pub fn in_force(&self, now: Timestamp) -> bool {
        let today = day_in_vietnam(now);
        self.revoked_at.is_none() && self.last_day.is_none_or(|last| today <= last)
    }
}

/// One use of a grant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantUse {
    /// Of which grant.
    pub grant: ProducerGrantId,
    /// What was done.
    pub action: String,
    /// With what: an order's part, a listing.
    pub subject: Uuid,
    /// When.
    pub at: Timestamp,
}

/// Why there is no list of grants.
#[derive(Debug, thiserror::Error)]
pub enum ListGrantsError {
    /// The actor does not own such a producer.
    #[error("there is no such producer")]
    NotFound,
    /// The page cannot be read.
    #[error(transparent)]
    Page(#[from] PageError),
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

/// Puts a use on record, in the transaction of what is done by the grant.
/// `false` where the grant does not hold any more: then it must not be done.
/// A revocation waits until the transaction ends, and the other way round.
///
/// # Errors
/// [`DbErr`].
pub async fn record_use(
    tx: &Tx,
    grant: ProducerGrantId,
    action: &str,
    subject: Uuid,
    now: Timestamp,
) -> Result<bool, DbErr> {
    let found = store::grants::lock_shared(tx, grant).await?;
    if !found.is_some_and(|found| found.in_force(now)) {
        return Ok(false);
    }
    store::grants::insert_use(tx, grant, action, subject, now).await?;
    Ok(true)
}

impl Identity {
    /// A page of the grants of a producer, in force or not, the newest first;
    /// for its owners.
    ///
    /// # Errors
    /// [`ListGrantsError`].
    pub async fn producer_grants(
        &self,
        actor: &Actor,
        producer: ProducerId,
        page: &PageArgs,
    ) -> Result<Page<ProducerGrant>, ListGrantsError> {
        if !actor.owns(producer) {
            return Err(ListGrantsError::NotFound);
        }
        let rows = store::grants::rows(self.db.primary(), producer, page).await?;
        Ok(Page::from_rows(page, rows, store::grants::position))
    }

    /// The latest 100 uses of each of these grants, which the caller has been
    /// given; each grant's latest first.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn grant_uses(&self, grants: &[ProducerGrantId]) -> Result<Vec<GrantUse>, DbErr> {
        store::grants::latest_uses(self.db.primary(), grants, USES_SHOWN).await
    }
}
