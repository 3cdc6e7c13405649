//! The complaint, as officers of its province see it.

use crate::catalog::Certificate;
use crate::errors::internal;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::DateTime;
use async_graphql::{Context, Enum, ID, Object, Result};
use programme::complaints as domain;

/// What somebody reported about a certificate.
#[derive(Clone)]
pub(crate) struct Complaint(pub(super) domain::Complaint);

/// What somebody reported about a certificate; for officers of the province.
#[Object]
impl Complaint {
    /// The global id.
    async fn id(&self) -> ID {
        self.0.id.to_global()
    }

    /// About which certificate.
    async fn certificate(&self, ctx: &Context<'_>) -> Result<Certificate> {
        let id = self.0.certificate_id;
        let found = ctx.loaders().certificates.load(id).await?;
        found
            .map(Certificate::Full)
            .ok_or_else(|| internal(&format!("certificate {id} is reported and has no row")))
    }

    /// Of what.
    async fn reason(&self) -> ComplaintReason {
        self.0.reason.into()
    }

    /// In the reporter's words.
    async fn text(&self) -> &str {
        &self.0.text
    }

    /// Where the reporter can be asked; null where no address was given.
    async fn contact_email(&self) -> Option<&str> {
        self.0.contact_email.as_deref()
    }

    /// What became of it.
    async fn status(&self) -> ComplaintStatus {
        self.0.status.into()
    }

    /// Why it was dismissed; null where it was not.
    async fn grounds(&self) -> Option<&str> {
        self.0.grounds.as_deref()
    }

    /// The inspection that looks after it; null where none does.
    async fn inspection_id(&self) -> Option<ID> {
        self.0.inspection_id.map(GlobalId::to_global)
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When an officer decided; null until then.
    async fn decided_at(&self) -> Option<DateTime> {
        self.0.decided_at.map(DateTime)
    }
}

/// What is complained of.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::ComplaintReason")]
pub(crate) enum ComplaintReason {
    /// More stars are shown than the certificate awards, or after its end.
    Stars,
    /// The label misleads.
    Label,
    /// The goods or their raw material come from elsewhere.
    Origin,
    /// The food is not safe.
    FoodSafety,
    /// The goods are not what the standard declares.
    Quality,
    /// Anything else.
    Other,
}

/// What became of a complaint.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::ComplaintStatus")]
pub(crate) enum ComplaintStatus {
    /// No officer has decided yet.
    Open,
    /// There is nothing in it.
    Dismissed,
    /// An inspection looks after it.
    Inspected,
}
