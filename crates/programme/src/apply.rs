//! Somebody registers a producer of their own and becomes its owner.

use crate::store::producers;
use crate::units::UnitSnapshot;
use crate::{NewProducer, Producer, ProducerStatus, Programme, RegisterProducerError};
use identity::roles;
use kernel::{AccountId, Actor, ProducerId, Role, RoleGrant, Scope, clock};
use sea_orm::DbErr;

/// How many of a person's producers may wait for an officer at a time.
pub const MAX_OPEN_APPLICATIONS: u64 = 5;

/// Why nobody became the owner of a new producer.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// Nobody is signed in, or the account is no more.
    #[error("only people with an account register producers")]
    NoAccount,
    /// No commune has that code today.
    #[error("no commune has that code today")]
    UnknownCommune,
    /// [`MAX_OPEN_APPLICATIONS`] wait already.
    #[error("too many applications wait already")]
    TooManyApplications,
    /// What was typed was refused.
    #[error(transparent)]
    Refused(RegisterProducerError),
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

impl From<RegisterProducerError> for ApplyError {
    fn from(error: RegisterProducerError) -> Self {
        match error {
            RegisterProducerError::Fault(error) => Self::Fault(error),
            refused => Self::Refused(refused),
        }
    }
}

db::has_db_err!(ApplyError);

impl Programme {
    /// Registers a producer as an applicant and makes the actor's account its
    /// owner, in one transaction. The province is that of the commune in
    /// `units`; what `new` says of it, and whether it is sample data, is not
    /// heard.
    ///
    /// # Errors
    /// [`ApplyError`]; then nothing has changed.
    pub async fn apply(
        &self,
        actor: &Actor,
        units: &UnitSnapshot,
        new: NewProducer,
    ) -> Result<Producer, ApplyError> {
        let account = actor.account_id().ok_or(ApplyError::NoAccount)?;
        let today = clock::day_in_vietnam(self.clock.now());
        let province_code = units
            .commune(&new.commune_code, today)
            .and_then(|commune| commune.parent_code.clone())
            .ok_or(ApplyError::UnknownCommune)?;
        let new = NewProducer {
            province_code,
            demo: false,
            ..new
        };
        let applied = db::retry(|| self.apply_once(actor, account, new.clone())).await?;
        self.outbox.wake();
        Ok(applied)
    }

    async fn apply_once(
        &self,
        actor: &Actor,
        account: AccountId,
        new: NewProducer,
    ) -> Result<Producer, ApplyError> {
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        // The account's lock lets one application after the other count.
        let roles = roles::locked(&tx, account)
            .await?
            .ok_or(ApplyError::NoAccount)?;
        let own: Vec<ProducerId> = roles.iter().filter_map(owned).collect();
        let open = producers::count_standing(&tx, &own, ProducerStatus::Applied).await?;
        if open >= MAX_OPEN_APPLICATIONS {
            return Err(ApplyError::TooManyApplications);
        }
        let producer = self.insert_applicant(&tx, actor, new, now).await?;
        let owner = RoleGrant {
            role: Role::ProducerOwner,
            scope: Scope::Producer(producer.id),
        };
        roles::give(&tx, account, &owner, now).await?;
        tx.commit().await?;
        Ok(producer)
    }
}

fn owned(grant: &RoleGrant) -> Option<ProducerId> {
    match (grant.role, &grant.scope) {
        (Role::ProducerOwner, Scope::Producer(id)) => Some(*id),
        _ => None,
    }
}
