//! Root fields of reading complaints.

use super::types::{Complaint, ComplaintReason, ComplaintStatus};
use crate::programme::list_error;
use crate::schema::connection::{connection, page_args};
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use async_graphql::{Context, Error, ID, InputObject, Object, Result};
use kernel::CertificateId;
use programme::complaints::ComplaintFilter;

/// The complaints' part of `Query`.
#[derive(Default)]
pub(crate) struct ComplaintQuery;

#[Object]
impl ComplaintQuery {
    /// What people reported about certificates, the oldest first: for officers,
    /// in their provinces.
    #[allow(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection"
    )]
    async fn complaints(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which complaints.")] filter: Option<ComplaintWhere>,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
    ) -> Result<ComplaintConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let filter = filter.unwrap_or_default().filter()?;
        let programme = &ctx.services().programme;
        let page = programme.complaints(ctx.actor(), &filter, &page).await;
        Ok(ComplaintConnection(
            page.map_err(list_error)?.map(Complaint),
        ))
    }
}

/// Which complaints. Every given condition must hold; an empty list matches
/// nothing.
#[derive(InputObject, Default)]
pub(crate) struct ComplaintWhere {
    /// The code of their producers' province.
    province: Option<String>,
    /// What became of them.
    statuses: Option<Vec<ComplaintStatus>>,
    /// What they are about.
    reasons: Option<Vec<ComplaintReason>>,
    /// About this certificate.
    certificate_id: Option<ID>,
}

impl ComplaintWhere {
    fn filter(self) -> Result<ComplaintFilter, Error> {
        let certificate = self.certificate_id.as_ref();
        Ok(ComplaintFilter {
            province: self.province,
            statuses: self
                .statuses
                .map(|list| list.into_iter().map(Into::into).collect()),
            reasons: self
                .reasons
                .map(|list| list.into_iter().map(Into::into).collect()),
            certificate: certificate.map(CertificateId::from_global).transpose()?,
        })
    }
}

connection! {
    /// A page of complaints.
    ComplaintConnection,
    /// A complaint in a list.
    ComplaintEdge of Complaint
}
