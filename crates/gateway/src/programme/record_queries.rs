//! Root fields for officers and for producers' own people.

use super::list_error;
use super::record::{ProducerRecord, ProducerRecordConnection, ProducerStatus, Whole};
use crate::errors::OrFault;
use crate::schema::connection::page_args;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use async_graphql::{Context, ID, InputObject, Object, Result};
use kernel::ProducerId;
use programme::RecordFilter;

/// The part of `Query` that officers and producers' people have.
#[derive(Default)]
pub(crate) struct ProducerRecordQuery;

#[Object]
impl ProducerRecordQuery {
    /// A producer with what is not public about it; null for anybody but its
    /// own people and the officers of its province.
    async fn producer_record(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The producer's id.")] id: ID,
    ) -> Option<Result<ProducerRecord>> {
        let found = async {
            let id = ProducerId::from_global(&id)?;
            let programme = &ctx.services().programme;
            let found = programme
                .producer_record(ctx.actor(), id)
                .await
                .or_fault()?;
            Ok(found.map(ProducerRecord::from))
        };
        found.await.transpose()
    }

    /// The producers of the caller's region that stand somewhere, the earliest
    /// registered first: without `where`, those that wait for an officer.
    #[allow(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection"
    )]
    async fn producer_applications(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
        #[graphql(name = "where", desc = "Which producers.")] filter: Option<
            ProducerApplicationWhere,
        >,
    ) -> Result<ProducerRecordConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let filter = match filter {
            Some(filter) => filter.into(),
            None => RecordFilter {
                statuses: Some(vec![programme::ProducerStatus::Applied]),
                provinces: None,
            },
        };
        let programme = &ctx.services().programme;
        let page = programme
            .producers_in_region(ctx.actor(), &filter, &page)
            .await
            .map_err(list_error)?;
        Ok(ProducerRecordConnection::new(page, Whole::Region(filter)))
    }

    /// The producers that the caller works for, in whatever status, the
    /// earliest registered first.
    async fn my_producers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
    ) -> Result<ProducerRecordConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let programme = &ctx.services().programme;
        let page = programme
            .own_producers(ctx.actor(), &page)
            .await
            .map_err(list_error)?;
        Ok(ProducerRecordConnection::new(page, Whole::Own))
    }
}

/// Which producers of the caller's region.
#[derive(InputObject)]
pub(crate) struct ProducerApplicationWhere {
    /// Which stand there.
    #[graphql(default_with = "ProducerStatus::Applied")]
    status: ProducerStatus,
    /// Whose seat is in the province of this code; outside the caller's region
    /// there are none.
    province: Option<String>,
}

impl From<ProducerApplicationWhere> for RecordFilter {
    fn from(filter: ProducerApplicationWhere) -> Self {
        Self {
            statuses: Some(vec![filter.status.into()]),
            provinces: filter.province.map(|code| vec![code]),
        }
    }
}
