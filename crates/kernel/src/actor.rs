//! Who acts. Transport turns a credential into an [`Actor`]; use cases decide
//! by it and by nothing else.

use crate::id::{AccountId, ProducerGrantId, ProducerId};
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
    /// Acts for a producer within one right that its owner gave.
    ProducerDelegate,
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
    pub const ALL: [Role; 10] = [
        Role::Shopper,
        Role::ProducerOwner,
        Role::ProducerStaff,
        Role::ProducerDelegate,
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
            Role::ProducerDelegate => "PRODUCER_DELEGATE",
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

/// What a producer's owner may let somebody else do for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Right {
    /// Write and hand in its dossiers.
    Dossiers,
    /// Write its listings.
    Listings,
    /// Read and fulfil its orders.
    Orders,
    /// Correct its stock.
    Stock,
}

impl Right {
    /// Every right.
    pub const ALL: [Right; 4] = [
        Right::Dossiers,
        Right::Listings,
        Right::Orders,
        Right::Stock,
    ];

    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Right::Dossiers => "DOSSIERS",
            Right::Listings => "LISTINGS",
            Right::Orders => "ORDERS",
            Right::Stock => "STOCK",
        }
    }

    /// The right of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|right| right.as_str() == name)
    }
}

/// By what somebody acts for a producer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authority {
    /// As its owner or staff.
    Own,
    /// By a right that was given; each use of it is put on record.
    Granted(ProducerGrantId),
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
    /// For one producer, within one right that it gave.
    Right {
        /// Whose.
        producer: ProducerId,
        /// What for.
        right: Right,
        /// By which grant.
        grant: ProducerGrantId,
    },
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
                Scope::Global | Scope::Province(_) | Scope::Right { .. } => None,
            })
            .collect()
    }

    /// Whether the actor works for that producer.
    #[must_use]
    pub fn works_for(&self, producer: ProducerId) -> bool {
        self.producers().contains(&producer)
    }

    /// Whether the actor owns that producer's shop.
    #[must_use]
    pub fn owns(&self, producer: ProducerId) -> bool {
        let own = RoleGrant {
            role: Role::ProducerOwner,
            scope: Scope::Producer(producer),
        };
        self.grants().contains(&own)
    }

    /// By what the actor may do that for the producer: its own people do
    /// everything, others what its owner let them do.
    #[must_use]
    pub fn acts_for(&self, producer: ProducerId, right: Right) -> Option<Authority> {
        if self.works_for(producer) {
            return Some(Authority::Own);
        }
        self.grants().iter().find_map(|own| match own {
            RoleGrant {
                role: Role::ProducerDelegate,
                scope:
                    Scope::Right {
                        producer: of,
                        right: given,
                        grant,
                    },
            } if *of == producer && *given == right => Some(Authority::Granted(*grant)),
            _ => None,
        })
    }

    /// The producers for which the actor may do that.
    #[must_use]
    pub fn acting_for(&self, right: Right) -> BTreeSet<ProducerId> {
        let given = self.grants().iter().filter_map(|own| match own.scope {
            Scope::Right { producer, .. } => Some(producer),
            Scope::Global | Scope::Province(_) | Scope::Producer(_) => None,
        });
        let mut producers = self.producers();
        producers.extend(given.filter(|producer| self.acts_for(*producer, right).is_some()));
        producers
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
    fn a_right_is_for_one_producer_and_one_thing() {
        let (theirs, other) = (
            ProducerId(uuid::Uuid::from_u128(1)),
            ProducerId(uuid::Uuid::from_u128(2)),
        );
        let grant = ProducerGrantId(uuid::Uuid::from_u128(4));
        let with = |role| Actor::Account {
            id: AccountId(uuid::Uuid::from_u128(3)),
            grants: vec![RoleGrant {
                role,
                scope: Scope::Right {
                    producer: theirs,
                    right: Right::Orders,
                    grant,
                },
            }],
        };
        let delegate = with(Role::ProducerDelegate);
        for right in Right::ALL {
            let expected = (right == Right::Orders).then_some(Authority::Granted(grant));
            assert_eq!(delegate.acts_for(theirs, right), expected);
            assert_eq!(delegate.acts_for(other, right), None);
            let acting = BTreeSet::from_iter(expected.map(|_| theirs));
            assert_eq!(delegate.acting_for(right), acting);
            assert_eq!(Right::parse(right.as_str()), Some(right));
        }
        // It makes nobody one of the producer's people.
        assert!(!delegate.works_for(theirs) && !delegate.owns(theirs));
        for role in [Role::ProducerOwner, Role::ProducerStaff] {
            assert!(!with(role).works_for(theirs) && !with(role).owns(theirs));
            assert_eq!(with(role).acts_for(theirs, Right::Orders), None);
            assert!(with(role).acting_for(Right::Orders).is_empty());
        }
        let staff = Actor::Account {
            id: AccountId(uuid::Uuid::from_u128(3)),
            grants: vec![RoleGrant {
                role: Role::ProducerStaff,
                scope: Scope::Producer(theirs),
            }],
        };
        assert!(!staff.owns(theirs));
        assert_eq!(staff.acts_for(theirs, Right::Stock), Some(Authority::Own));
        assert_eq!(staff.acting_for(Right::Stock), BTreeSet::from([theirs]));
    }

    #[test]
    fn role_names_round_trip() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.as_str()), Some(role));
        }
        assert_eq!(Role::parse("shopper"), None);
    }
}
