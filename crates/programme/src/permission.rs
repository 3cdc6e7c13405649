//! Who may act for the programme.

use crate::Producer;
use kernel::{Actor, Role, Scope};
use std::collections::BTreeSet;

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
