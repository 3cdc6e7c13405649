//! What ends in a span of days, over GraphQL.

use crate::catalog::Certificate;
use crate::errors::{OrFault, bad_input};
use crate::programme::list_error;
use crate::schema::connection::{PageInfo, edge, page_args};
use crate::schema::request::ContextExt;
use crate::schema::scalars::Date;
use async_graphql::{Context, Object, Result, SimpleObject};
use kernel::Page;
use programme::expiry::{self as domain, ExpiringFilter};
use std::sync::Arc;

/// The longest span, in days: five years.
const LONGEST: i64 = 1_827;

/// The expiries' part of `Query`.
#[derive(Default)]
pub(crate) struct ExpiryQuery;

#[Object]
impl ExpiryQuery {
    /// The certificates of a province's producers whose last day lies in a span
    /// of days, by that day, revoked and superseded ones aside; for officers of
    /// the province.
    #[allow(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection and three of its own"
    )]
    async fn certificates_expiring(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The province's code.")] province: String,
        #[graphql(desc = "The first day of the span.")] from: Date,
        #[graphql(desc = "The last day of the span, at most five years on.")] to: Date,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
    ) -> Result<CertificatesExpiringConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let (from, to) = (from.0, to.0);
        if !(0..=LONGEST).contains(&(to - from).num_days()) {
            return Err(bad_input("`to` must lie 0 to 1,827 days after `from`"));
        }
        let filter = ExpiringFilter { province, from, to };
        let programme = &ctx.services().programme;
        let page = programme
            .certificates_expiring(ctx.actor(), &filter, &page)
            .await
            .map_err(list_error)?;
        let page = page.map(|own| Certificate::Full(Arc::new(own)));
        Ok(CertificatesExpiringConnection { page, filter })
    }
}

/// How many certificates end in a quarter of a year.
#[derive(SimpleObject)]
pub(crate) struct ExpiringQuarter {
    /// The year.
    year: i32,
    /// 1 to 4.
    quarter: i32,
    /// How many.
    certificates: i32,
}

impl From<domain::ExpiringQuarter> for ExpiringQuarter {
    fn from(own: domain::ExpiringQuarter) -> Self {
        Self {
            year: own.year,
            quarter: i32::try_from(own.quarter).unwrap_or_default(),
            certificates: i32::try_from(own.certificates).unwrap_or(i32::MAX),
        }
    }
}

edge! {
    /// A certificate that ends in a list.
    CertificatesExpiringEdge of Certificate
}

/// A page of certificates that end.
pub(crate) struct CertificatesExpiringConnection {
    page: Page<Certificate>,
    filter: ExpiringFilter,
}

/// A page of certificates that end.
#[Object]
impl CertificatesExpiringConnection {
    /// The rows with their cursors.
    async fn edges(&self) -> Vec<CertificatesExpiringEdge> {
        let edge = |(cursor, node): &(kernel::Cursor, Certificate)| CertificatesExpiringEdge {
            cursor: cursor.encode(),
            node: node.clone(),
        };
        self.page.rows.iter().map(edge).collect()
    }

    /// The rows.
    async fn nodes(&self) -> Vec<Certificate> {
        let rows = self.page.rows.iter();
        rows.map(|(_, node)| node.clone()).collect()
    }

    /// Where the page stands in the list.
    async fn page_info(&self) -> PageInfo {
        PageInfo::from(&self.page)
    }

    /// How many end in each quarter of the span that has any.
    async fn quarters(&self, ctx: &Context<'_>) -> Option<Result<Vec<ExpiringQuarter>>> {
        let programme = &ctx.services().programme;
        let counts = programme
            .expiring_by_quarter(ctx.actor(), &self.filter)
            .await
            .or_fault();
        Some(counts.map(|counts| counts.into_iter().map(Into::into).collect()))
    }
}
