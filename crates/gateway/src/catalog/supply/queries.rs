//! Root fields of reading sessions.

use super::types::{ScheduledSession, ScheduledSessionConnection};
use crate::catalog::read_error;
use crate::schema::connection::page_args;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::DateTime;
use async_graphql::{Context, ID, InputObject, Object, Result};
use catalog::sessions::SessionFilter;
use kernel::VariantId;

/// The sessions' part of `Query`.
#[derive(Default)]
pub(crate) struct SessionQuery;

#[Object]
impl SessionQuery {
    /// All sessions of an offer, closed and past ones too, by their beginning:
    /// for the producer's people, and for who has its right to stock or to
    /// listings.
    #[allow(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection"
    )]
    async fn booking_sessions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of which variant of a service.")] variant_id: ID,
        #[graphql(name = "where", desc = "Which of them.")] filter: Option<BookingSessionWhere>,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
    ) -> Result<ScheduledSessionConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let offer = VariantId::from_global(&variant_id)?;
        let filter = filter.unwrap_or_default();
        let filter = SessionFilter {
            from: filter.from.map(|own| own.0),
            until: filter.until.map(|own| own.0),
        };
        let catalog = &ctx.services().catalog;
        let told = catalog
            .session_schedule(ctx.actor(), offer, &filter, &page)
            .await;
        let page = told.map_err(read_error)?;
        Ok(ScheduledSessionConnection(page.map(ScheduledSession)))
    }
}

/// Which sessions; every given condition holds.
#[derive(InputObject, Default)]
pub(crate) struct BookingSessionWhere {
    /// That begin at this instant or later.
    from: Option<DateTime>,
    /// That begin before this instant.
    until: Option<DateTime>,
}
