//! Root fields of reading points of sale.

use super::degrees::Degrees;
use super::inputs::{PointOfSaleSort, PointOfSaleWhere};
use super::types::{
    NearbyPointOfSale, PointOfSale, PointOfSaleConnection, PointOfSaleEvent,
    PointOfSaleEventConnection,
};
use crate::catalog::list_error;
use crate::errors::{OrFault, bad_input, fault};
use crate::schema::connection::page_args;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use async_graphql::{Context, ID, Object, Result};
use catalog::points_of_sale::{Coordinates, NearestError, NearestQuestion};
use kernel::PointOfSaleId;

/// The points of sale's part of `Query`.
#[derive(Default)]
pub(crate) struct PointOfSaleQuery;

#[Object]
impl PointOfSaleQuery {
    /// A point of sale, closed or not; null where there is none that the
    /// caller may see: one whose producer does not trade is seen by whoever
    /// may change it.
    async fn point_of_sale(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: ID,
    ) -> Option<Result<PointOfSale>> {
        let id = match PointOfSaleId::from_global(&id) {
            Ok(id) => id,
            Err(error) => return Some(Err(error)),
        };
        let catalog = &ctx.services().catalog;
        let found = catalog.point_of_sale(ctx.actor(), id).await.or_fault();
        found.map(|found| found.map(PointOfSale::from)).transpose()
    }

    /// Points of sale that are open and whose producer, where one runs them,
    /// trades.
    #[allow(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection"
    )]
    async fn points_of_sale(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
        #[graphql(name = "where", desc = "Which.")] filter: Option<PointOfSaleWhere>,
        #[graphql(desc = "In which order; `NAME` without it.")] sort_by: Option<PointOfSaleSort>,
    ) -> Result<PointOfSaleConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let filter = filter.unwrap_or_default().filter()?;
        let sort = sort_by.unwrap_or_default().into();
        let catalog = &ctx.services().catalog;
        let page = catalog.points_of_sale(&filter, sort, &page).await;
        Ok(PointOfSaleConnection(
            page.map_err(list_error)?.map(PointOfSale::from),
        ))
    }

    /// The points of sale nearest to a place, the nearest first: those that
    /// `pointsOfSale` lists.
    async fn nearest_points_of_sale(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The place's latitude (WGS 84), -90 to 90.")] latitude: Degrees,
        #[graphql(desc = "The place's longitude (WGS 84).")] longitude: Degrees,
        #[graphql(desc = "How far at most, 1 to 500 kilometres.", default = 50)] within_km: i32,
        #[graphql(desc = "How many at most, 1 to 50.")] first: i32,
        #[graphql(name = "where", desc = "Which.")] filter: Option<PointOfSaleWhere>,
    ) -> Result<Vec<NearbyPointOfSale>> {
        let from = Coordinates::new(latitude.0, longitude.0);
        let question = NearestQuestion {
            from: from.ok_or_else(|| bad_input("`latitude` must be between -90 and 90"))?,
            within_metres: i64::from(within_km) * 1_000,
            first: usize::try_from(first).unwrap_or(0),
            filter: filter.unwrap_or_default().filter()?,
        };
        let catalog = &ctx.services().catalog;
        let found = match catalog.nearest_points(&question).await {
            Ok(found) => found,
            Err(NearestError::Within) => {
                return Err(bad_input("`withinKm` must be between 1 and 500"));
            }
            Err(NearestError::First) => {
                return Err(bad_input("`first` must be between 1 and 50"));
            }
            Err(NearestError::Fault(error)) => return Err(fault(&error)),
        };
        let near = |(metres, own)| NearbyPointOfSale {
            distance_metres: i32::try_from(metres).unwrap_or(i32::MAX),
            point_of_sale: PointOfSale::from(own),
        };
        Ok(found.into_iter().map(near).collect())
    }

    /// Who changed what of a point of sale and when, the latest first; null
    /// where there is none that the caller may change.
    async fn point_of_sale_history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: ID,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
    ) -> Option<Result<PointOfSaleEventConnection>> {
        let page = async {
            let id = PointOfSaleId::from_global(&id)?;
            let page = page_args(first, after.as_deref(), last, before.as_deref())?;
            let catalog = &ctx.services().catalog;
            let page = catalog.point_history(ctx.actor(), id, &page).await;
            page.map_err(list_error)
        };
        let page = page.await.transpose()?;
        Some(page.map(|page| PointOfSaleEventConnection(page.map(PointOfSaleEvent))))
    }
}
