//! Who may act for the programme.

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
                Scope::Producer(_) => {}
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
                    Scope::Producer(_) => false,
                }
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{AccountId, ProducerId, RoleGrant};

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
}
