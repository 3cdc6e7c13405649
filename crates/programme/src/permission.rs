//! Who may act for the programme.

use kernel::{Actor, Role, Scope};

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
}
