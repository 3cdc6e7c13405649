//! What to inspect next.

use crate::catalog::Certificate;
use crate::errors::{Code, bad_input, error, fault, internal};
use crate::schema::connection::{connection, page_args};
use crate::schema::request::ContextExt;
use crate::schema::scalars::Date;
use async_graphql::{Context, Enum, Object, Result};
use programme::inspections::{Proposal, ProposalError, risk};

/// The proposals' part of `Query`.
#[derive(Default)]
pub(crate) struct ProposalQuery;

#[Object]
impl ProposalQuery {
    /// The certificates of a province that are in force and have no inspection
    /// planned or under way, the most urgent first; for officers of the
    /// province.
    #[allow(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection"
    )]
    async fn inspection_proposals(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The province's code.")] province: String,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
    ) -> Result<InspectionProposalConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let programme = &ctx.services().programme;
        let page = programme
            .inspection_proposals(ctx.actor(), &province, &page)
            .await;
        match page {
            Ok(page) => Ok(InspectionProposalConnection(page.map(InspectionProposal))),
            Err(ProposalError::NotFound) => {
                Err(error(Code::NotFound, "there is no such province for you"))
            }
            Err(ProposalError::Page(refused)) => Err(bad_input(refused.to_string())),
            Err(ProposalError::Fault(error)) => Err(fault(&error)),
        }
    }
}

/// A certificate to inspect.
#[derive(Clone)]
pub(crate) struct InspectionProposal(Proposal);

/// A certificate to inspect, and how urgent that is.
#[Object]
impl InspectionProposal {
    /// Which.
    async fn certificate(&self, ctx: &Context<'_>) -> Result<Certificate> {
        let id = self.0.certificate_id;
        let found = ctx.loaders().certificates.load(id).await?;
        found
            .map(Certificate::Full)
            .ok_or_else(|| internal(&format!("certificate {id} is proposed and has no row")))
    }

    /// How urgent, 0 to 100: a sum over the factors, cut off at 100.
    async fn points(&self) -> i32 {
        i32::try_from(self.0.points).unwrap_or(i32::MAX)
    }

    /// Why.
    async fn factors(&self) -> Vec<RiskFactor> {
        let factors = self.0.factors.iter();
        factors.map(|factor| (*factor).into()).collect()
    }

    /// The day of its last verdict; null where it was never inspected.
    async fn last_concluded_on(&self) -> Option<Date> {
        self.0.last_concluded_on.map(Date)
    }

    /// Complaints that no officer has decided about.
    async fn open_complaints(&self) -> i32 {
        i32::try_from(self.0.open_complaints).unwrap_or(i32::MAX)
    }
}

/// Why an inspection is urgent.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "risk::Factor")]
pub(crate) enum RiskFactor {
    /// The certificate's last day is within 90 days.
    ExpiringSoon,
    /// It was never inspected.
    NeverInspected,
    /// A year or longer has passed since the last verdict.
    LongAgo,
    /// There were MINOR verdicts within three years.
    MinorVerdicts,
    /// There were MAJOR or FAIL verdicts within three years.
    GraveVerdicts,
    /// Faults are not corrected though their deadline is over.
    Overdue,
    /// Complaints are open.
    Complaints,
    /// What is sold can do harm: food above all, and most of all what spoils.
    Goods,
}

connection! {
    /// A page of certificates to inspect.
    InspectionProposalConnection,
    /// A certificate to inspect in a list.
    InspectionProposalEdge of InspectionProposal
}
