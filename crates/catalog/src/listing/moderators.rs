//! Who moderates what.

use kernel::{AccountId, Actor, ProducerId, Right, Role, Scope};
use sea_orm::{ConnectionTrait, DbErr};
use std::collections::BTreeSet;

/// Where somebody moderates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Everywhere.
    Everywhere,
    /// In these provinces, by code; nowhere where there is none.
    Provinces(Vec<String>),
}

impl Reach {
    /// Where the actor moderates: as a moderator, or as an administrator.
    pub(crate) fn of(actor: &Actor) -> Self {
        let grants = match actor {
            Actor::System => return Self::Everywhere,
            Actor::Anonymous => return Self::Provinces(Vec::new()),
            Actor::Account { grants, .. } => grants,
        };
        let mut codes = Vec::new();
        for grant in grants {
            match (grant.role, &grant.scope) {
                (Role::Moderator | Role::Administrator, Scope::Global) => return Self::Everywhere,
                (Role::Moderator | Role::Administrator, Scope::Province(code)) => {
                    codes.push(code.clone());
                }
                _ => {}
            }
        }
        Self::Provinces(codes)
    }

    /// Whether producers of that province are within it.
    pub(crate) fn covers(&self, province_code: &str) -> bool {
        match self {
            Self::Everywhere => true,
            Self::Provinces(codes) => codes.iter().any(|code| code == province_code),
        }
    }

    /// Whether there is no such province.
    pub(crate) fn is_nowhere(&self) -> bool {
        matches!(self, Self::Provinces(codes) if codes.is_empty())
    }

    /// The provinces; `None` for everywhere.
    pub(crate) fn provinces(&self) -> Option<&[String]> {
        match self {
            Self::Everywhere => None,
            Self::Provinces(codes) => Some(codes),
        }
    }
}

/// The producers that the actor sells for: he is of their people, or writes
/// their listings by a right that was given.
pub(crate) fn sells_for(actor: &Actor) -> BTreeSet<ProducerId> {
    actor.acting_for(Right::Listings)
}

/// What somebody moderates: what is within his reach, but nothing of a producer
/// that he sells for. Reading, queues and deciding all ask it.
pub(crate) struct Remit {
    reach: Reach,
    own: BTreeSet<ProducerId>,
}

impl Remit {
    pub(crate) fn of(actor: &Actor) -> Self {
        Self {
            reach: Reach::of(actor),
            own: sells_for(actor),
        }
    }

    /// Whether what is that producer's, which sits in that province, is within
    /// it.
    pub(crate) fn admits(
        &self,
        producer: ProducerId,
        province_code: &str,
    ) -> Result<(), NoModerator> {
        match self.reach.covers(province_code) {
            false => Err(NoModerator::OutOfReach),
            true if self.own.contains(&producer) => Err(NoModerator::Own),
            true => Ok(()),
        }
    }

    /// Whether nothing is within it.
    pub(crate) fn is_nowhere(&self) -> bool {
        self.reach.is_nowhere()
    }

    /// Only in these provinces; `None` for everywhere.
    pub(crate) fn provinces(&self) -> Option<&[String]> {
        self.reach.provinces()
    }

    /// And nothing of these producers.
    pub(crate) fn own(&self) -> &BTreeSet<ProducerId> {
        &self.own
    }
}

/// Why somebody does not decide about what is a producer's.
#[derive(Debug)]
pub(crate) enum NoModerator {
    /// There is nothing of the kind within the actor's reach.
    OutOfReach,
    /// Nobody decides about what is his own.
    Own,
    /// The database failed.
    Fault(DbErr),
}

impl From<DbErr> for NoModerator {
    fn from(error: DbErr) -> Self {
        Self::Fault(error)
    }
}

/// The account that decides about what is that producer's: it moderates in the
/// producer's province and does not sell for it.
pub(crate) async fn over(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    producer: ProducerId,
) -> Result<AccountId, NoModerator> {
    let moderator = actor.account_id().ok_or(NoModerator::OutOfReach)?;
    let producer = programme::find_producer(connection, producer).await?;
    let producer = producer.ok_or(NoModerator::OutOfReach)?;
    Remit::of(actor).admits(producer.id, &producer.province_code)?;
    Ok(moderator)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{AccountId, ProducerId, RoleGrant};
    use uuid::Uuid;

    #[test]
    fn moderators_and_administrators_moderate_in_their_scope() {
        let with = |role, scope| Actor::Account {
            id: AccountId(Uuid::nil()),
            grants: vec![RoleGrant { role, scope }],
        };
        for role in Role::ALL {
            let moderates = matches!(role, Role::Moderator | Role::Administrator);
            let home = Reach::of(&with(role, Scope::Province("37".to_owned())));
            assert_eq!(home.covers("37"), moderates, "{role:?}");
            assert!(!home.covers("01"));
            let all = Reach::of(&with(role, Scope::Global));
            assert_eq!(all.covers("01"), moderates, "{role:?}");
            let own = Reach::of(&with(role, Scope::Producer(ProducerId(Uuid::nil()))));
            assert!(own.is_nowhere(), "{role:?}");
        }
        assert!(Reach::of(&Actor::Anonymous).is_nowhere());
        assert!(Reach::of(&Actor::System).covers("37"));
    }
}
