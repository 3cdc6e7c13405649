//! Who may act for the programme.

use crate::Producer;
use kernel::{Actor, Role, Scope};
use std::collections::BTreeSet;

/// Where somebody runs the programme, kept for work that goes on after the
/// request: it neither grows nor shrinks while an import is under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Everywhere.
    Everywhere,
    /// In these provinces, by code.
    Provinces(BTreeSet<String>),
}

impl Reach {
    /// The actor's reach; `None` for whoever runs the programme nowhere.
    pub(crate) fn of(actor: &Actor) -> Option<Self> {
        let grants = match actor {
            Actor::System => return Some(Self::Everywhere),
            Actor::Anonymous => return None,
            Actor::Account { grants, .. } => grants,
        };
        let mut provinces = BTreeSet::new();
        for grant in grants {
            if !matches!(grant.role, Role::Administrator | Role::ProgrammeOfficer) {
                continue;
            }
            match &grant.scope {
                Scope::Global => return Some(Self::Everywhere),
                Scope::Province(code) => {
                    provinces.insert(code.clone());
                }
                Scope::Producer(_) | Scope::Right { .. } => {}
            }
        }
        (!provinces.is_empty()).then_some(Self::Provinces(provinces))
    }

    /// Whether the province is within reach.
    pub(crate) fn covers(&self, province_code: &str) -> bool {
        match self {
            Self::Everywhere => true,
            Self::Provinces(codes) => codes.contains(province_code),
        }
    }

    /// The province, where it is only one.
    pub(crate) fn only(&self) -> Option<&str> {
        match self {
            Self::Provinces(codes) if codes.len() == 1 => codes.first().map(String::as_str),
            Self::Everywhere | Self::Provinces(_) => None,
        }
    }
}

/// Whether the actor runs the programme in that province: the program itself,
/// an administrator, or the province's programme officer.
pub(crate) fn runs_programme_in(actor: &Actor, province_code: &str) -> bool {
    match actor {
        Actor::System => true,
        Actor::Anonymous => false,
        Actor::Account { grants, .. } => grants.iter().any(|grant| {
            matches!(grant.role, Role::Administrator | Role::ProgrammeOfficer)
                && match &grant.scope {
                    Scope::Global => true,
                    Scope::Province(code) => code == province_code,
                    Scope::Producer(_) | Scope::Right { .. } => false,
                }
        }),
    }
}

/// Whether the actor runs the programme in the whole country.
pub(crate) fn runs_programme_everywhere(actor: &Actor) -> bool {
    match actor {
        Actor::System => true,
        Actor::Anonymous => false,
        Actor::Account { grants, .. } => grants.iter().any(|grant| {
            matches!(grant.role, Role::Administrator | Role::ProgrammeOfficer)
                && grant.scope == Scope::Global
        }),
    }
}

/// Whether the actor runs the programme in a province, or in the whole country
/// where none is named: who reads exactly what the public reads with gaps.
#[must_use]
pub fn runs_programme(actor: &Actor, province_code: Option<&str>) -> bool {
    match province_code {
        Some(code) => runs_programme_in(actor, code),
        None => runs_programme_everywhere(actor),
    }
}

/// Whether the actor may read what is not public about a producer: whoever
/// runs the programme in its province, and its own people.
pub(crate) fn reads_record_of(actor: &Actor, producer: &Producer) -> bool {
    runs_programme_in(actor, &producer.province_code) || actor.works_for(producer.id)
}

/// The provinces where the actor runs the programme; `None` for everywhere.
pub(crate) fn region(actor: &Actor) -> Option<BTreeSet<String>> {
    let grants = match actor {
        Actor::System => return None,
        Actor::Anonymous => return Some(BTreeSet::new()),
        Actor::Account { grants, .. } => grants,
    };
    let mut provinces = BTreeSet::new();
    for grant in grants {
        if !matches!(grant.role, Role::Administrator | Role::ProgrammeOfficer) {
            continue;
        }
        match &grant.scope {
            Scope::Global => return None,
            Scope::Province(code) => {
                provinces.insert(code.clone());
            }
            Scope::Producer(_) | Scope::Right { .. } => {}
        }
    }
    Some(provinces)
}

/// Whether the actor inspects in that province.
pub(crate) fn inspects_in(actor: &Actor, province_code: &str) -> bool {
    match inspected_by(actor) {
        Regions::All => true,
        Regions::Provinces(codes) => codes.iter().any(|code| code == province_code),
    }
}

/// Where somebody acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Regions {
    /// Everywhere.
    All,
    /// In the provinces of these codes; nowhere where there is none.
    Provinces(Vec<String>),
}

/// Where the actor runs the programme.
pub(crate) fn run_by(actor: &Actor) -> Regions {
    match actor {
        Actor::System => Regions::All,
        _ => regions(actor, &[Role::Administrator, Role::ProgrammeOfficer]),
    }
}

/// Where the actor inspects.
pub(crate) fn inspected_by(actor: &Actor) -> Regions {
    regions(actor, &[Role::Inspector])
}

fn regions(actor: &Actor, roles: &[Role]) -> Regions {
    let grants = match actor {
        Actor::Account { grants, .. } => grants.as_slice(),
        Actor::Anonymous | Actor::System => &[],
    };
    let mut codes = Vec::new();
    for grant in grants.iter().filter(|grant| roles.contains(&grant.role)) {
        match &grant.scope {
            Scope::Global => return Regions::All,
            Scope::Province(code) => codes.push(code.clone()),
            Scope::Producer(_) | Scope::Right { .. } => {}
        }
    }
    Regions::Provinces(codes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{AccountId, ProducerId, RoleGrant};

    #[test]
    fn regions_follow_from_the_roles_asked_for() {
        let grant = |role, code: &str| RoleGrant {
            role,
            scope: Scope::Province(code.to_owned()),
        };
        let actor = Actor::Account {
            id: AccountId(uuid::Uuid::nil()),
            grants: vec![
                grant(Role::Inspector, "37"),
                grant(Role::ProgrammeOfficer, "01"),
                RoleGrant {
                    role: Role::Moderator,
                    scope: Scope::Global,
                },
            ],
        };
        assert_eq!(run_by(&actor), Regions::Provinces(vec!["01".to_owned()]));
        assert!(inspects_in(&actor, "37") && !inspects_in(&actor, "01"));
        assert_eq!(run_by(&Actor::System), Regions::All);
        for nobody in [Actor::Anonymous, Actor::System] {
            assert_eq!(inspected_by(&nobody), Regions::Provinces(Vec::new()));
        }
    }

    #[test]
    fn by_role_and_province() {
        let may = |role, scope| {
            let grants = vec![RoleGrant { role, scope }];
            runs_programme_in(
                &Actor::Account {
                    id: AccountId(uuid::Uuid::nil()),
                    grants,
                },
                "37",
            )
        };
        let home = || Scope::Province("37".into());
        assert!(may(Role::ProgrammeOfficer, home()));
        assert!(may(Role::ProgrammeOfficer, Scope::Global));
        assert!(may(Role::Administrator, Scope::Global));
        assert!(!may(Role::ProgrammeOfficer, Scope::Province("01".into())));
        assert!(!may(Role::Administrator, Scope::Province("01".into())));
        assert!(!may(
            Role::ProgrammeOfficer,
            Scope::Producer(ProducerId(uuid::Uuid::nil()))
        ));
        for role in Role::ALL {
            let runs = matches!(role, Role::Administrator | Role::ProgrammeOfficer);
            assert_eq!(may(role, home()), runs, "{role:?}");
            assert_eq!(may(role, Scope::Global), runs, "{role:?}");
            let grants = vec![RoleGrant {
                role,
                scope: home(),
            }];
            let id = AccountId(uuid::Uuid::nil());
            let reach = Reach::of(&Actor::Account { id, grants });
            assert_eq!(reach.is_some(), runs, "{role:?}");
            assert!(reach.is_none_or(|reach| reach.covers("37") && !reach.covers("01")));
        }
        assert!(!runs_programme_in(&Actor::Anonymous, "37"));
        assert!(runs_programme_in(&Actor::System, "37"));
    }

    #[test]
    fn a_region_is_where_the_actor_runs_the_programme() {
        let scopes = [
            Scope::Global,
            Scope::Province("37".into()),
            Scope::Province("01".into()),
            Scope::Producer(ProducerId(uuid::Uuid::nil())),
        ];
        for role in Role::ALL {
            for scope in &scopes {
                let grants = vec![RoleGrant {
                    role,
                    scope: scope.clone(),
                }];
                let id = AccountId(uuid::Uuid::nil());
                let actor = Actor::Account { id, grants };
                for code in ["37", "01", "75"] {
                    let within = region(&actor).is_none_or(|codes| codes.contains(code));
                    assert_eq!(
                        within,
                        runs_programme_in(&actor, code),
                        "{role:?} {scope:?} {code}"
                    );
                }
            }
        }
        assert_eq!(region(&Actor::Anonymous), Some(BTreeSet::new()));
        assert_eq!(region(&Actor::System), None);
    }
}
