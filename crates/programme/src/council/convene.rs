//! An officer convenes a council and puts dossiers on its agenda.

use super::session::{AgendaItem, CouncilSession, Seat};
use crate::dossiers::{DossierCommand, DossierStatus, Party};
use crate::permission::runs_programme_in;
use crate::store::{council as store, criteria, cycles, dossiers};
use crate::{IssuerLevel, Programme};
use chrono::NaiveDate;
use kernel::{Actor, CouncilSessionId, CycleId, DossierId, Role};
use sea_orm::DbErr;
use std::collections::HashSet;

/// The most seats of a council.
const MAX_SEATS: usize = 50;
/// The most dossiers that are put on an agenda at once.
const MAX_AGENDA: usize = 250;

/// A sitting to be.
#[derive(Clone, Debug)]
pub struct NewCouncilSession {
    /// In which cycle.
    pub cycle_id: CycleId,
    /// Whose council.
    pub level: IssuerLevel,
    /// When.
    pub held_on: NaiveDate,
    /// So many sheets make a result: more than half of the seats, at most all.
    pub quorum: i32,
    /// 1 to 50 different people with accounts, one of whom presides.
    pub seats: Vec<Seat>,
}

/// Why a council was not convened, or a dossier not put on its agenda.
#[derive(Debug, thiserror::Error)]
pub enum ConveneCouncilError {
    /// No such cycle, or not the actor's province.
    #[error("there is no such cycle")]
    CycleNotFound,
    /// No such sitting, or not the actor's province.
    #[error("there is no such sitting")]
    NotFound,
    /// Not 1 to 50 different people, one of whom presides.
    #[error("a council has 1 to 50 members, one of whom presides")]
    InvalidSeats,
    /// Somebody has no account, or not the role of a council member for the
    /// province.
    #[error("a member must be a council member of the province")]
    NotAMember,
    /// Not more than half of the seats, or more than all.
    #[error("the quorum must be more than half of the seats")]
    InvalidQuorum,
    /// No dossiers, or more than 250.
    #[error("1 to 250 dossiers at once")]
    InvalidAgenda,
    /// No such dossier in the sitting's cycle.
    #[error("there is no such dossier in this cycle")]
    DossierNotFound(DossierId),
    /// The advisory team has not looked at it, or the council has already.
    #[error("the dossier is {} and cannot be scored", .1.as_str())]
    WrongStatus(DossierId, DossierStatus),
    /// No sheet of criteria is valid for its product set on that day.
    #[error("there are no criteria for the dossier's product set")]
    NoCriteria(DossierId),
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

impl Programme {
    /// Convenes a council. Permission: who runs the programme in the cycle's
    /// province.
    ///
    /// # Errors
    /// [`ConveneCouncilError`].
    pub async fn convene_council(
        &self,
        actor: &Actor,
        new: NewCouncilSession,
    ) -> Result<CouncilSession, ConveneCouncilError> {
        use ConveneCouncilError as Error;
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let cycle = cycles::by_id(&tx, new.cycle_id)
            .await?
            .filter(|cycle| runs_programme_in(actor, &cycle.province_code))
            .ok_or(Error::CycleNotFound)?;
        let people: HashSet<_> = new.seats.iter().map(|seat| seat.account_id).collect();
        let chairs = new.seats.iter().filter(|seat| seat.chair).count();
        if people.len() != new.seats.len()
            || !(1..=MAX_SEATS).contains(&people.len())
            || chairs != 1
        {
            return Err(Error::InvalidSeats);
        }
        let role = Role::CouncilMember;
        let members = identity::holders_among(&tx, &people, role, &cycle.province_code).await?;
        if members.len() != people.len() {
            return Err(Error::NotAMember);
        }
        let quorum = usize::try_from(new.quorum).unwrap_or(0);
        if quorum * 2 <= people.len() || quorum > people.len() {
            return Err(Error::InvalidQuorum);
        }
        let session = CouncilSession {
            id: CouncilSessionId::new(now),
            cycle_id: cycle.id,
            level: new.level,
            held_on: new.held_on,
            quorum: new.quorum,
        };
        store::insert(&tx, &session, &new.seats, actor, now).await?;
        tx.commit().await?;
        Ok(session)
    }

    /// Puts dossiers on a council's agenda: all of them, or none. Permission:
    /// who runs the programme in the cycle's province.
    ///
    /// # Errors
    /// [`ConveneCouncilError`].
    pub async fn admit_dossiers(
        &self,
        actor: &Actor,
        session: CouncilSessionId,
        ids: &[DossierId],
    ) -> Result<Vec<AgendaItem>, ConveneCouncilError> {
        use ConveneCouncilError as Error;
        let now = self.clock.now();
        let unique: HashSet<_> = ids.iter().copied().collect();
        if !(1..=MAX_AGENDA).contains(&ids.len()) || unique.len() != ids.len() {
            return Err(Error::InvalidAgenda);
        }
        let tx = self.db.begin().await?;
        let session = store::by_id(&tx, session).await?.ok_or(Error::NotFound)?;
        let cycle = cycles::by_id(&tx, session.cycle_id)
            .await?
            .filter(|cycle| runs_programme_in(actor, &cycle.province_code))
            .ok_or(Error::NotFound)?;
        let mut found = dossiers::lock_all(&tx, ids).await?;
        found.retain(|dossier| dossier.cycle_id == cycle.id);
        if let Some(missing) = ids
            .iter()
            .find(|id| found.iter().all(|dossier| dossier.id != **id))
        {
            return Err(Error::DossierNotFound(*missing));
        }
        let mut items = Vec::new();
        for mut dossier in found {
            dossier.status = dossier
                .status
                .after(DossierCommand::Admit, Party::Officer)
                .ok_or(Error::WrongStatus(dossier.id, dossier.status))?;
            let set = dossier.product_set;
            let sheet = criteria::valid_on(&tx, cycle.scheme, set, session.held_on)
                .await?
                .ok_or(Error::NoCriteria(dossier.id))?;
            let item = AgendaItem {
                session_id: session.id,
                dossier_id: dossier.id,
                sheet_id: sheet.id,
            };
            dossiers::update(&tx, &dossier, now).await?;
            dossiers::append(&tx, &dossier, DossierCommand::Admit, None, actor, now).await?;
            items.push(item);
        }
        store::insert_agenda(&tx, &items).await?;
        tx.commit().await?;
        Ok(items)
    }
}
