//! Who acts. Transport turns a credential into an [`Actor`]; use cases decide
//! by it and by nothing else.

use crate::id::{AccountId, ProducerId};
use std::collections::BTreeSet;

/// What an account may be. `Shopper` is what everybody with an account is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Role {
    /// Buys.
    Shopper,
    /// Owns a producer's shop and may do everything in it.
    ProducerOwner,
    /// Works for a producer: orders, stock, listings.
    ProducerStaff,
    /// Approves or returns changes of the catalogue.
    Moderator,
    /// Runs the programme within a province.
    ProgrammeOfficer,
    /// Scores dossiers in a council.
    CouncilMember,
    /// Inspects producers after recognition.
    Inspector,
    /// Reconciles, withholds tax, pays out.
    Finance,
    /// Manages accounts and configuration.
    Administrator,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 9] = [
        Role::Shopper,
        Role::ProducerOwner,
        Role::ProducerStaff,
        Role::Moderator,
        Role::ProgrammeOfficer,
        Role::CouncilMember,
        Role::Inspector,
        Role::Finance,
        Role::Administrator,
    ];

    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Role::Shopper => "SHOPPER",
            Role::ProducerOwner => "PRODUCER_OWNER",
            Role::ProducerStaff => "PRODUCER_STAFF",
            Role::Moderator => "MODERATOR",
            Role::ProgrammeOfficer => "PROGRAMME_OFFICER",
            Role::CouncilMember => "COUNCIL_MEMBER",
            Role::Inspector => "INSPECTOR",
            Role::Finance => "FINANCE",
            Role::Administrator => "ADMINISTRATOR",
        }
    }

    /// The role of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }
}

/// Where a role holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// Everywhere.
    Global,
    /// Within a province, by its code.
    Province(String),
    /// Within one producer's shop.
    Producer(ProducerId),
}

/// A role and where it holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RoleGrant {
    /// What.
    pub role: Role,
    /// Where.
    pub scope: Scope,
}

/// Who acts.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Actor {
    /// Nobody known.
    #[default]
    Anonymous,
    /// A signed-in account with its roles.
    Account {
        /// Which.
        id: AccountId,
        /// Its roles and their scopes.
        grants: Vec<RoleGrant>,
    },
    /// The program itself: jobs, seeds, the command line.
    System,
}

impl Actor {
    /// The account, when somebody is signed in.
    #[must_use]
    pub fn account_id(&self) -> Option<AccountId> {
        match self {
            Actor::Account { id, .. } => Some(*id),
            Actor::Anonymous | Actor::System => None,
        }
    }

    /// Whether the actor has the role in any scope.
    #[must_use]
    pub fn has_role(&self, role: Role) -> bool {
        self.grants().iter().any(|grant| grant.role == role)
    }

    /// The producers that the actor works for, as owner or staff.
    #[must_use]
    pub fn producers(&self) -> BTreeSet<ProducerId> {
        self.grants()
            .iter()
            .filter(|grant| matches!(grant.role, Role::ProducerOwner | Role::ProducerStaff))
            .filter_map(|grant| match &grant.scope {
                Scope::Producer(id) => Some(*id),
                Scope::Global | Scope::Province(_) => None,
            })
            .collect()
    }

    /// Whether the actor works for that producer.
    #[must_use]
    pub fn works_for(&self, producer: ProducerId) -> bool {
        self.producers().contains(&producer)
    }

    /// A short name for histories and logs: no personal data.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Actor::Anonymous => "anonymous".to_owned(),
            Actor::Account { id, .. } => format!("account:{id}"),
            Actor::System => "system".to_owned(),
        }
    }

    fn grants(&self) -> &[RoleGrant] {
        match self {
            Actor::Account { grants, .. } => grants,
            Actor::Anonymous | Actor::System => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_in_another_scope_gives_no_producer() {
        let mine = ProducerId(uuid::Uuid::from_u128(1));
        let other = ProducerId(uuid::Uuid::from_u128(2));
        let actor = Actor::Account {
            id: AccountId(uuid::Uuid::from_u128(3)),
            grants: vec![
                RoleGrant {
                    role: Role::ProducerStaff,
                    scope: Scope::Producer(mine),
                },
                RoleGrant {
                    role: Role::Moderator,
                    scope: Scope::Producer(other),
                },
                RoleGrant {
                    role: Role::ProducerOwner,
                    scope: Scope::Global,
                },
            ],
        };
        assert!(actor.works_for(mine));
        assert!(!actor.works_for(other));
        assert!(!Actor::System.works_for(mine));
    }

    #[test]
    fn role_names_round_trip() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.as_str()), Some(role));
        }
        assert_eq!(Role::parse("shopper"), None);
    }
}
