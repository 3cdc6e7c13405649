//! Which decisions there are, for officers.

use super::{Decision, DecisionStatus};
use crate::errors::OrFault;
use crate::programme::list_error;
use crate::schema::connection::{connection, page_args};
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use async_graphql::{Context, ID, Object, Result};
use kernel::{CycleId, DecisionId};
use programme::decisions::DecisionFilter;

connection! {
    /// A page of decisions.
    DecisionConnection,
    /// A decision in a list.
    DecisionEdge of Decision
}

/// Root fields of decisions.
#[derive(Default)]
pub(crate) struct DecisionQuery;

#[Object]
impl DecisionQuery {
    /// One decision; null where there is none that the caller may see.
    /// Officers of its province may.
    async fn decision(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] id: ID,
    ) -> Option<Result<Decision>> {
        let id = match DecisionId::from_global(&id) {
            Ok(id) => id,
            Err(error) => return Some(Err(error)),
        };
        let found = ctx.services().programme.decision(ctx.actor(), id).await;
        found
            .or_fault()
            .map(|found| found.map(Decision))
            .transpose()
    }

    /// The decisions about a cycle, the latest record first; for officers of
    /// its province, empty for others.
    #[allow(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection and two of its own"
    )]
    async fn decisions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "About which cycle.")] cycle: ID,
        #[graphql(desc = "Only those whose record stands there.")] status: Option<DecisionStatus>,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
    ) -> Result<DecisionConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let filter = DecisionFilter {
            cycle_id: CycleId::from_global(&cycle)?,
            status: status.map(Into::into),
        };
        let programme = &ctx.services().programme;
        let page = programme.decisions(ctx.actor(), &filter, &page).await;
        Ok(DecisionConnection(page.map_err(list_error)?.map(Decision)))
    }
}
