//! The account, as its owner sees it.

use crate::programme::{Producer, Province};
use crate::schema::global_id::GlobalId;
use crate::schema::scalars::{DateTime, LanguageCode};
use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use identity::Account as Facts;
use kernel::Scope;

/// A person's log-in.
pub(crate) struct Account(pub(super) Facts);

/// A person's log-in, seen by the person alone.
#[Object]
impl Account {
    /// The global id.
    async fn id(&self) -> ID {
        self.0.id.to_global()
    }

    /// The address that the person signs in with.
    async fn email(&self) -> &str {
        &self.0.email
    }

    /// The name that others see.
    async fn display_name(&self) -> &str {
        &self.0.display_name
    }

    /// The telephone number; null where none was given.
    async fn phone(&self) -> Option<&str> {
        self.0.phone.as_deref()
    }

    /// The language of mails.
    async fn language(&self) -> LanguageCode {
        self.0.language.into()
    }

    /// What the account may do beyond shopping, and where.
    async fn roles(&self) -> Vec<RoleGrant> {
        self.0.grants.iter().cloned().map(RoleGrant::from).collect()
    }

    /// When it was created.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }
}

/// A role and where it holds.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct RoleGrant {
    /// What.
    role: Role,
    #[graphql(skip)]
    scope: Scope,
}

impl From<kernel::RoleGrant> for RoleGrant {
    fn from(grant: kernel::RoleGrant) -> Self {
        Self {
            role: grant.role.into(),
            scope: grant.scope,
        }
    }
}

#[async_graphql::ComplexObject]
impl RoleGrant {
    /// The province that it is limited to; null where it is not.
    async fn province(&self, ctx: &Context<'_>) -> Option<Result<Province>> {
        match &self.scope {
            Scope::Province(code) => Province::find(ctx, code).await.transpose(),
            Scope::Global | Scope::Producer(_) | Scope::Right { .. } => None,
        }
    }

    /// The producer that it is limited to; null where it is not.
    async fn producer(&self, ctx: &Context<'_>) -> Option<Result<Producer>> {
        match self.scope {
            Scope::Producer(id) | Scope::Right { producer: id, .. } => {
                Some(Producer::load(ctx, id).await)
            }
            Scope::Global | Scope::Province(_) => None,
        }
    }
}

/// What an account may be.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "kernel::Role")]
pub(crate) enum Role {
    /// Buys.
    Shopper,
    /// Owns a producer's shop and may do everything in it.
    ProducerOwner,
    /// Works for a producer: orders, stock, listings.
    ProducerStaff,
    /// Acts for a producer within one right that its owner gave.
    ProducerDelegate,
    /// Approves or returns changes of the catalogue.
    Moderator,
    /// Runs the programme within a province.
    ProgrammeOfficer,
    /// Scores dossiers in a council.
    CouncilMember,
    /// Inspects producers after recognition.
    Inspector,
    /// Reconciles, withholds tax, pays out.
    Finance,
    /// Manages accounts and configuration.
    Administrator,
}
