//! The demonstration's log-ins.

use super::market::Sown;
use crate::failure::Failure;
use db::Tx;
use identity::{AccountDetails, Identity, PasswordHash};
use kernel::{Actor, Language, ProducerId, Role, RoleGrant, Scope};
use secrecy::SecretString;
use std::collections::HashMap;

/// The password of all of them; printed at every start.
pub(crate) const PASSWORD: &str = "ocop-trinh-dien";

/// Moderates the catalogue of the whole country.
pub(super) const MODERATOR: &str = "kiem-duyet@demo.example";
/// Makes foot salt and pictures.
pub(super) const MAKER: &str = "sinh-duoc@demo.example";
/// Runs the programme in Ninh Bình.
pub(super) const OFFICER: &str = "can-bo@demo.example";
/// Sit in its council, the chair first.
pub(super) const COUNCIL: [&str; 3] = [
    "hoi-dong@demo.example",
    "hoi-dong-2@demo.example",
    "hoi-dong-3@demo.example",
];
/// Owns every entity of the round of 2021.
pub(super) const ROUND_OWNER: &str = "dot-2021@demo.example";

/// A log-in of the demonstration.
pub(crate) struct LogIn {
    pub(crate) email: &'static str,
    /// What it is for, in the words of the start-up screen.
    pub(crate) who: &'static str,
    name: &'static str,
    part: Part,
}

enum Part {
    Shopper,
    /// Owner of a producer, by the file's name for it.
    Owner(&'static str),
    /// Owner of every entity of the round of 2021.
    OwnerOfRound,
    Holds(Role, Option<&'static str>),
}

/// All of them.
pub(crate) const LOG_INS: [LogIn; 11] = [
    LogIn {
        email: "nguoi-mua@demo.example",
        who: "shopper (người mua)",
        name: "Người mua (demo)",
        part: Part::Shopper,
    },
    LogIn {
        email: "co-do@demo.example",
        who: "producer (chủ thể): com chay Cố Đô",
        name: "Chủ thể Sinh Hóa (demo)",
        part: Part::Owner("sinh-hoa-ninh-binh"),
    },
    LogIn {
        email: MAKER,
        who: "producer (chủ thể): Sinh Dược",
        name: "Chủ thể Sinh Dược (demo)",
        part: Part::Owner("htx-sinh-duoc"),
    },
    LogIn {
        email: MODERATOR,
        who: "moderator (kiểm duyệt)",
        name: "Kiểm duyệt viên (demo)",
        part: Part::Holds(Role::Moderator, None),
    },
    LogIn {
        email: OFFICER,
        who: "programme officer (cán bộ), Ninh Bình",
        name: "Cán bộ chương trình (demo)",
        part: Part::Holds(Role::ProgrammeOfficer, Some("37")),
    },
    LogIn {
        email: COUNCIL[0],
        who: "council member (hội đồng), Ninh Bình",
        name: "Chủ tịch hội đồng (demo)",
        part: Part::Holds(Role::CouncilMember, Some("37")),
    },
    LogIn {
        email: COUNCIL[1],
        who: "council member (hội đồng), Ninh Bình",
        name: "Thành viên hội đồng 2 (demo)",
        part: Part::Holds(Role::CouncilMember, Some("37")),
    },
    LogIn {
        email: COUNCIL[2],
        who: "council member (hội đồng), Ninh Bình",
        name: "Thành viên hội đồng 3 (demo)",
        part: Part::Holds(Role::CouncilMember, Some("37")),
    },
    LogIn {
        email: "kiem-tra@demo.example",
        who: "inspector (kiểm tra), Ninh Bình",
        name: "Kiểm tra viên (demo)",
        part: Part::Holds(Role::Inspector, Some("37")),
    },
    LogIn {
        email: ROUND_OWNER,
        who: "producers (chủ thể) of the round of 2021",
        name: "Chủ thể đợt 2021 (demo)",
        part: Part::OwnerOfRound,
    },
    LogIn {
        email: "tai-chinh@demo.example",
        who: "finance (tài chính)",
        name: "Tài chính (demo)",
        part: Part::Holds(Role::Finance, None),
    },
];

/// The password's hash, made once for all.
pub(super) async fn hash(identity: &Identity) -> Result<PasswordHash, Failure> {
    let password = SecretString::from(PASSWORD);
    identity
        .hash_password(&password)
        .await
        .map_err(|error| Failure::new(format!("demonstration data: password: {error}")))
}

/// The people behind the log-ins.
#[derive(Default)]
pub(super) struct Actors(HashMap<&'static str, Actor>);

impl Actors {
    /// Whoever signs in with that address.
    pub(super) fn by_email(&self, email: &str) -> Result<&Actor, Failure> {
        let missing = || Failure::new(format!("demonstration data: nobody signs in as {email}"));
        self.0.get(email).ok_or_else(missing)
    }

    /// The council, its chair first.
    pub(super) fn council(&self) -> Result<Vec<&Actor>, Failure> {
        COUNCIL.iter().map(|email| self.by_email(email)).collect()
    }
}

/// Creates them in the caller's transaction.
pub(super) async fn create(
    tx: &Tx,
    identity: &Identity,
    sown: &Sown,
    round: &[ProducerId],
    password: &PasswordHash,
) -> Result<Actors, Failure> {
    let mut actors = Actors::default();
    let owner_of = |id: ProducerId| RoleGrant {
        role: Role::ProducerOwner,
        scope: Scope::Producer(id),
    };
    for log_in in &LOG_INS {
        let failed = |error: &dyn std::fmt::Display| {
            Failure::new(format!("demonstration data: {}: {error}", log_in.email))
        };
        let grants = match log_in.part {
            Part::Shopper => Vec::new(),
            Part::Owner(slug) => {
                let id = sown.producers.get(slug);
                let id = *id.ok_or_else(|| failed(&"its producer is missing"))?;
                vec![owner_of(id)]
            }
            Part::OwnerOfRound => round.iter().copied().map(owner_of).collect(),
            Part::Holds(role, province) => vec![RoleGrant {
                role,
                scope: province.map_or(Scope::Global, |code| Scope::Province(code.to_owned())),
            }],
        };
        let details = AccountDetails {
            email: log_in.email.to_owned(),
            display_name: log_in.name.to_owned(),
            phone: None,
            language: Language::Vi,
            grants: grants.clone(),
            demo: true,
        };
        let id = identity.create_account_in(tx, details, password).await;
        let id = id.map_err(|error| failed(&error))?;
        actors.0.insert(log_in.email, Actor::Account { id, grants });
    }
    Ok(actors)
}
