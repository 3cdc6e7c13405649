//! The demonstration's log-ins.

use super::market::Sown;
use crate::failure::Failure;
use db::Tx;
use identity::{AccountDetails, Identity, PasswordHash};
use kernel::{Language, Role, RoleGrant, Scope};
use secrecy::SecretString;

/// The password of all of them; printed at every start.
pub(crate) const PASSWORD: &str = "ocop-trinh-dien";

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
    Holds(Role, Option<&'static str>),
}

/// All of them.
pub(crate) const LOG_INS: [LogIn; 6] = [
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
        email: "sinh-duoc@demo.example",
        who: "producer (chủ thể): Sinh Dược",
        name: "Chủ thể Sinh Dược (demo)",
        part: Part::Owner("htx-sinh-duoc"),
    },
    LogIn {
        email: "kiem-duyet@demo.example",
        who: "moderator (kiểm duyệt)",
        name: "Kiểm duyệt viên (demo)",
        part: Part::Holds(Role::Moderator, None),
    },
    LogIn {
        email: "can-bo@demo.example",
        who: "programme officer (cán bộ), Ninh Bình",
        name: "Cán bộ chương trình (demo)",
        part: Part::Holds(Role::ProgrammeOfficer, Some("37")),
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

/// Creates them in the caller's transaction.
pub(super) async fn create(
    tx: &Tx,
    identity: &Identity,
    sown: &Sown,
    password: &PasswordHash,
) -> Result<(), Failure> {
    for log_in in &LOG_INS {
        let failed = |error: &dyn std::fmt::Display| {
            Failure::new(format!("demonstration data: {}: {error}", log_in.email))
        };
        let grants = match log_in.part {
            Part::Shopper => Vec::new(),
            Part::Owner(slug) => {
                let id = sown.producers.get(slug);
                let id = *id.ok_or_else(|| failed(&"its producer is missing"))?;
                vec![RoleGrant {
                    role: Role::ProducerOwner,
                    scope: Scope::Producer(id),
                }]
            }
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
            grants,
            demo: true,
        };
        identity
            .create_account_in(tx, details, password)
            .await
            .map_err(|error| failed(&error))?;
    }
    Ok(())
}
