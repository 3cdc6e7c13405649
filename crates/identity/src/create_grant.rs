//! A producer's owner lets another account do named things for it.

use crate::{Identity, ProducerGrant, store};
use chrono::NaiveDate;
use kernel::clock::day_in_vietnam;
use kernel::{AccountId, Actor, Email, ProducerGrantId, ProducerId, Right};
use sea_orm::DbErr;

/// How many grants of one producer hold at a time.
pub const MAX_GRANTS: u64 = 50;

/// Rights to be given.
#[derive(Clone, Debug)]
pub struct NewProducerGrant {
    /// Whose.
    pub producer: ProducerId,
    /// The e-mail address of the account that gets them.
    pub email: String,
    /// What for.
    pub rights: Vec<Right>,
    /// The last civil day in Vietnam on which they hold.
    pub last_day: Option<NaiveDate>,
}

/// Why no right was given.
#[derive(Debug, thiserror::Error)]
pub enum CreateGrantError {
    /// The actor does not own such a producer.
    #[error("there is no such producer")]
    NotFound,
    /// No active account has that address.
    #[error("no account has that address")]
    GranteeNotFound,
    /// Nobody gives rights to themselves.
    #[error("nobody gives rights to themselves")]
    OwnAccount,
    /// No right was named.
    #[error("at least one right is needed")]
    NoRights,
    /// The last day lies in the past.
    #[error("the last day lies in the past")]
    LastDayPassed,
    /// [`MAX_GRANTS`] would be exceeded.
    #[error("too many rights of this producer are given already")]
    TooManyGrants,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(CreateGrantError);

impl Identity {
    /// Gives rights of a producer to an account, a grant for each, in the
    /// order of [`Right`]. For its owners alone: who was given a right cannot
    /// give it on. A right that the account has already is given anew, with
    /// the new last day.
    ///
    /// # Errors
    /// [`CreateGrantError`]; then nothing has changed.
    pub async fn create_grants(
        &self,
        actor: &Actor,
        new: &NewProducerGrant,
    ) -> Result<Vec<ProducerGrant>, CreateGrantError> {
        use CreateGrantError as Error;
        let owner = actor.account_id().filter(|_| actor.owns(new.producer));
        let owner = owner.ok_or(Error::NotFound)?;
        let mut rights = new.rights.clone();
        rights.sort_unstable();
        rights.dedup();
        if rights.is_empty() {
            return Err(Error::NoRights);
        }
        let today = day_in_vietnam(self.clock.now());
        if new.last_day.is_some_and(|last| last < today) {
            return Err(Error::LastDayPassed);
        }
        let email = Email::parse(&new.email)
            .ok_or(Error::GranteeNotFound)?
            .normal();
        db::retry(|| self.create_grants_once(owner, new, &email, &rights)).await
    }

    async fn create_grants_once(
        &self,
        owner: AccountId,
        new: &NewProducerGrant,
        email: &str,
        rights: &[Right],
    ) -> Result<Vec<ProducerGrant>, CreateGrantError> {
        use CreateGrantError as Error;
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let grantee = store::credentials(&tx, email)
            .await?
            .filter(|found| found.active)
            .ok_or(Error::GranteeNotFound)?
            .id;
        if grantee == owner {
            return Err(Error::OwnAccount);
        }
        // The owner's lock lets one after the other count.
        if !store::lock_account(&tx, owner).await? {
            return Err(Error::NotFound);
        }
        store::grants::supersede(&tx, new.producer, grantee, rights, now).await?;
        let held = store::grants::count_in_force(&tx, new.producer, day_in_vietnam(now)).await?;
        if held + rights.len() as u64 > MAX_GRANTS {
            return Err(Error::TooManyGrants);
        }
        let mut given = Vec::with_capacity(rights.len());
        for right in rights {
            let grant = ProducerGrant {
                id: ProducerGrantId::new(now),
                producer: new.producer,
                grantor: owner,
                grantee,
                right: *right,
                last_day: new.last_day,
                created_at: now,
                revoked_at: None,
            };
            store::grants::insert(&tx, &grant).await?;
            given.push(grant);
        }
        tx.commit().await?;
        Ok(given)
    }
}
