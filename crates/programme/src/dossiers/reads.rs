//! Who may read which dossiers.

use super::dossier::{CommuneReport, Dossier, DossierEvent, DossierFilter};
use crate::store::dossiers as store;
use crate::{ListError, Programme};
use kernel::{AccountId, Actor, DossierId, Page, PageArgs, ProducerId, Right, Role, Scope};
use sea_orm::DbErr;
use std::collections::BTreeSet;

/// Whose dossiers an actor sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Sight {
    /// Everybody's.
    All,
    /// These.
    Some {
        /// Of these producers: for which the actor works, or which gave it the
        /// right.
        producers: BTreeSet<ProducerId>,
        /// Of cycles of these provinces: whose officer or inspector it is.
        provinces: BTreeSet<String>,
        /// On the agenda of a council in which this account has a seat.
        member: Option<AccountId>,
    },
}

impl Sight {
    pub(crate) fn of(actor: &Actor) -> Self {
        let (member, grants) = match actor {
            Actor::System => return Self::All,
            Actor::Anonymous => (None, &[][..]),
            Actor::Account { id, grants } => (Some(*id), grants.as_slice()),
        };
        let officer = |role| {
            matches!(
                role,
                Role::Administrator | Role::ProgrammeOfficer | Role::Inspector
            )
        };
        let mut provinces = BTreeSet::new();
        for grant in grants.iter().filter(|grant| officer(grant.role)) {
            match &grant.scope {
                Scope::Global => return Self::All,
                Scope::Province(code) => {
                    provinces.insert(code.clone());
                }
                Scope::Producer(_) | Scope::Right { .. } => {}
            }
        }
        let mut producers = actor.producers();
        producers.extend(grants.iter().filter_map(|grant| match &grant.scope {
            Scope::Right {
                producer,
                right: Right::Dossiers,
                ..
            } => Some(*producer),
            _ => None,
        }));
        Self::Some {
            producers,
            provinces,
            member,
        }
    }
}

impl Programme {
    /// A page of the dossiers that the actor may see, the latest first: those
    /// of its own producers, of its province, and of its councils' agendas.
    ///
    /// # Errors
    /// [`ListError::Page`] for a cursor of another list.
    pub async fn dossiers(
        &self,
        actor: &Actor,
        filter: &DossierFilter,
        page: &PageArgs,
    ) -> Result<Page<Dossier>, ListError> {
        let sight = Sight::of(actor);
        let rows = store::rows(self.db.primary(), &sight, filter, page).await?;
        Ok(Page::from_rows(page, rows, store::position))
    }

    /// The dossier, where the actor may see it.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn dossier(&self, actor: &Actor, id: DossierId) -> Result<Option<Dossier>, DbErr> {
        store::seen(self.db.primary(), &Sight::of(actor), id).await
    }

    /// The dossiers of those ids that exist: for objects that refer to them.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn dossiers_by_ids(&self, ids: &[DossierId]) -> Result<Vec<Dossier>, DbErr> {
        store::by_ids(self.db.primary(), ids).await
    }

    /// What happened to dossiers that the caller has been given, oldest first.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn dossier_histories(
        &self,
        ids: &[DossierId],
    ) -> Result<Vec<(DossierId, DossierEvent)>, DbErr> {
        store::history(self.db.primary(), ids).await
    }

    /// The communes' reports on dossiers that the caller has been given,
    /// oldest first.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn commune_reports(
        &self,
        ids: &[DossierId],
    ) -> Result<Vec<(DossierId, CommuneReport)>, DbErr> {
        store::reports(self.db.primary(), ids).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::RoleGrant;

    fn sight(role: Role, scope: Scope) -> Sight {
        Sight::of(&Actor::Account {
            id: AccountId(uuid::Uuid::nil()),
            grants: vec![RoleGrant { role, scope }],
        })
    }

    #[test]
    fn by_role_and_scope() {
        let none = |member| Sight::Some {
            producers: BTreeSet::new(),
            provinces: BTreeSet::new(),
            member,
        };
        assert_eq!(Sight::of(&Actor::System), Sight::All);
        assert_eq!(Sight::of(&Actor::Anonymous), none(None));
        let officer = Role::ProgrammeOfficer;
        assert_eq!(sight(officer, Scope::Global), Sight::All);
        let me = Some(AccountId(uuid::Uuid::nil()));
        assert_eq!(sight(Role::Moderator, Scope::Global), none(me));
        assert_eq!(sight(Role::CouncilMember, Scope::Global), none(me));
        let here = sight(officer, Scope::Province("37".to_owned()));
        let Sight::Some { provinces, .. } = here else {
            panic!("an officer of a province sees a province");
        };
        assert_eq!(provinces, BTreeSet::from(["37".to_owned()]));
    }
}
