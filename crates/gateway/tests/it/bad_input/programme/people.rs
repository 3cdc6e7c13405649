//! Who calls.

use super::super::global_id;
use crate::support::{App, PASSWORD};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::{AccountId, Actor, ProducerId, Role, RoleGrant, Scope};
use uuid::Uuid;

/// Somebody signed in.
pub(super) struct Person {
    /// The account's global id.
    pub(super) id: String,
    pub(super) session: String,
    pub(super) actor: Actor,
}

/// A global id's type and key.
pub(super) fn global(id: &str) -> (String, Uuid) {
    let bytes = URL_SAFE_NO_PAD.decode(id).unwrap();
    let (name, key) = bytes.split_at(bytes.len() - 16);
    let name = name.strip_suffix(b":").unwrap().to_vec();
    (
        String::from_utf8(name).unwrap(),
        Uuid::from_slice(key).unwrap(),
    )
}

pub(super) async fn person(app: &App, name: &str, grants: Vec<RoleGrant>) -> Person {
    let email = format!("{name}@vidu.example");
    let id = app.account(&email, grants.clone()).await;
    let signed_in = app.services.identity.sign_in(&email, PASSWORD).await;
    Person {
        id: global_id(AccountId::TYPE, id.0),
        session: signed_in.unwrap().token,
        actor: Actor::Account { id, grants },
    }
}

pub(super) fn in_province(role: Role, code: &str) -> RoleGrant {
    let scope = Scope::Province(code.to_owned());
    RoleGrant { role, scope }
}

pub(super) fn everywhere(role: Role) -> RoleGrant {
    let scope = Scope::Global;
    RoleGrant { role, scope }
}

pub(super) fn of(role: Role, producer: ProducerId) -> RoleGrant {
    let scope = Scope::Producer(producer);
    RoleGrant { role, scope }
}

/// The people of the programme's world.
pub(super) struct People {
    /// Runs the programme in Ninh Bình.
    pub(super) officer: Person,
    /// The same; owns the producer that is theirs.
    pub(super) owning_officer: Person,
    /// Runs it in Hà Nội.
    pub(super) foreign: Person,
    /// Runs it in the whole country.
    pub(super) centre: Person,
    /// Of the first producer.
    pub(super) owner: Person,
    /// Of the second.
    pub(super) rival: Person,
    /// With a seat; has signed a sheet.
    pub(super) member: Person,
    /// With a seat; has signed none.
    pub(super) second: Person,
    /// With a seat, and of the first producer's staff.
    pub(super) conflicted: Person,
    /// A council member without a seat.
    pub(super) seatless: Person,
    /// A council member of Hà Nội.
    pub(super) foreign_member: Person,
    /// With inspections.
    pub(super) inspector: Person,
    /// Of the same province, with one of their own.
    pub(super) colleague: Person,
    /// Of Hà Nội.
    pub(super) foreign_inspector: Person,
    /// Five applications of theirs wait.
    pub(super) applicant: Person,
    pub(super) shopper: Person,
}

impl People {
    pub(super) async fn open(
        app: &App,
        own: ProducerId,
        rival: ProducerId,
        officers: ProducerId,
    ) -> Self {
        let home = |role| vec![in_province(role, "37")];
        let away = |role| vec![in_province(role, "01")];
        let both = |one: RoleGrant, other: RoleGrant| vec![one, other];
        Self {
            officer: person(app, "canbo", home(Role::ProgrammeOfficer)).await,
            owning_officer: person(
                app,
                "canbo2",
                both(
                    in_province(Role::ProgrammeOfficer, "37"),
                    of(Role::ProducerOwner, officers),
                ),
            )
            .await,
            foreign: person(app, "hanoi", away(Role::ProgrammeOfficer)).await,
            centre: person(app, "tw", vec![everywhere(Role::ProgrammeOfficer)]).await,
            owner: person(app, "chuthe", vec![of(Role::ProducerOwner, own)]).await,
            rival: person(app, "doithu", vec![of(Role::ProducerOwner, rival)]).await,
            member: person(app, "tv1", home(Role::CouncilMember)).await,
            second: person(app, "tv2", home(Role::CouncilMember)).await,
            conflicted: person(
                app,
                "tv3",
                both(
                    in_province(Role::CouncilMember, "37"),
                    of(Role::ProducerStaff, own),
                ),
            )
            .await,
            seatless: person(app, "tv4", home(Role::CouncilMember)).await,
            foreign_member: person(app, "tv5", away(Role::CouncilMember)).await,
            inspector: person(app, "kiemtra", home(Role::Inspector)).await,
            colleague: person(app, "kiemtra2", home(Role::Inspector)).await,
            foreign_inspector: person(app, "kiemtra3", away(Role::Inspector)).await,
            applicant: person(app, "dangky", Vec::new()).await,
            shopper: person(app, "lan", Vec::new()).await,
        }
    }
}
