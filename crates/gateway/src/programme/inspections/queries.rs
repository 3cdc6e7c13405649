//! Root fields of reading inspections.

use super::inputs::InspectionWhere;
use super::types::{Checkpoint, Inspection, list};
use crate::errors::OrFault;
use crate::programme::list_error;
use crate::schema::connection::{connection, page_args};
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use async_graphql::{Context, ID, Object, Result};
use kernel::InspectionId;
use programme::inspections::checklist;

/// The inspections' part of `Query`.
#[derive(Default)]
pub(crate) struct InspectionQuery;

#[Object]
impl InspectionQuery {
    /// Inspections by their planned day: for officers those in their
    /// provinces, for inspectors those assigned to them.
    #[allow(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection"
    )]
    async fn inspections(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which inspections.")] filter: Option<InspectionWhere>,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
    ) -> Result<InspectionConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let filter = filter.unwrap_or_default().filter()?;
        let programme = &ctx.services().programme;
        let page = programme.inspections(ctx.actor(), &filter, &page).await;
        Ok(InspectionConnection(
            page.map_err(list_error)?.map(Inspection),
        ))
    }

    /// One inspection; null for anybody but its officers and its inspector.
    async fn inspection(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] id: ID,
    ) -> Option<Result<Inspection>> {
        let found = async {
            let id = InspectionId::from_global(&id)?;
            let programme = &ctx.services().programme;
            let found = programme.inspection(ctx.actor(), id).await.or_fault()?;
            Ok(found.map(Inspection))
        };
        found.await.transpose()
    }

    /// What inspections that are planned now look at.
    async fn inspection_checklist(&self) -> Vec<Checkpoint> {
        list(checklist::CURRENT)
    }
}

connection! {
    /// A page of inspections.
    InspectionConnection,
    /// An inspection in a list.
    InspectionEdge of Inspection
}
