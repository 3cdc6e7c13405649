//! Who curates what.

use crate::listing::moderators::Reach;
use kernel::{Actor, Role, Scope};

/// Where the actor curates: moderators and administrators of the whole
/// country everywhere, programme officers in their provinces, those of the
/// whole country everywhere.
pub(crate) fn curates(actor: &Actor) -> Reach {
    let grants = match actor {
        Actor::System => return Reach::Everywhere,
        Actor::Anonymous => return Reach::Provinces(Vec::new()),
        Actor::Account { grants, .. } => grants,
    };
    let mut codes = Vec::new();
    for grant in grants {
        match (grant.role, &grant.scope) {
            (Role::Moderator | Role::Administrator | Role::ProgrammeOfficer, Scope::Global) => {
                return Reach::Everywhere;
            }
            (Role::ProgrammeOfficer, Scope::Province(code)) => codes.push(code.clone()),
            _ => {}
        }
    }
    Reach::Provinces(codes)
}

/// Whether what belongs to that province, or to the whole country, is within
/// it.
pub(crate) fn covers(reach: &Reach, province: Option<&str>) -> bool {
    match (reach, province) {
        (Reach::Everywhere, _) => true,
        (_, Some(code)) => reach.covers(code),
        (Reach::Provinces(_), None) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{AccountId, RoleGrant};
    use uuid::Uuid;

    #[test]
    fn everybody_curates_in_his_scope() {
        let with = |role, scope| Actor::Account {
            id: AccountId(Uuid::nil()),
            grants: vec![RoleGrant { role, scope }],
        };
        for role in Role::ALL {
            let home = curates(&with(role, Scope::Province("37".to_owned())));
            let officer = role == Role::ProgrammeOfficer;
            assert_eq!(covers(&home, Some("37")), officer, "{role:?}");
            assert!(!covers(&home, Some("01")), "{role:?}");
            assert!(!covers(&home, None), "{role:?}");
            let all = curates(&with(role, Scope::Global));
            let central = officer || matches!(role, Role::Moderator | Role::Administrator);
            assert_eq!(covers(&all, None), central, "{role:?}");
            assert_eq!(covers(&all, Some("01")), central, "{role:?}");
        }
        assert!(!covers(&curates(&Actor::Anonymous), Some("37")));
        assert!(covers(&curates(&Actor::System), None));
    }
}
