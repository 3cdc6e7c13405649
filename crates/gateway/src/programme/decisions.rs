//! Decisions over GraphQL.

mod measures;
mod mutations;
mod queries;

pub(crate) use measures::CertificateGround;
pub(crate) use mutations::DecisionMutation;
pub(crate) use queries::DecisionQuery;

use super::cycles::ProgrammeCycle;
use super::dossiers::Dossier;
use crate::catalog::{Certificate, IssuerLevel};
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::{Date, DateTime};
use async_graphql::{Context, Enum, ID, Object, Result};
use measures::DecisionMeasure;

/// Where a record of a decision stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "programme::decisions::DecisionStatus")]
pub(crate) enum DecisionStatus {
    /// Typed in; nothing follows from it yet.
    Recorded,
    /// Held against the paper: its results are in force.
    Confirmed,
    /// Typed in wrongly.
    Discarded,
}

/// A numbered decision of the state.
#[derive(Clone)]
pub(crate) struct Decision(programme::decisions::Decision);

/// A numbered decision of the state: the one thing that gives a product its
/// stars, and takes them away.
#[Object]
impl Decision {
    /// The global id.
    async fn id(&self) -> ID {
        self.0.id.to_global()
    }

    /// About which cycle.
    async fn cycle(&self, ctx: &Context<'_>) -> Result<ProgrammeCycle> {
        ProgrammeCycle::load(ctx, self.0.cycle_id).await
    }

    /// Its number, as it is written.
    async fn number(&self) -> &str {
        &self.0.number
    }

    /// The day of signing: that of the certificates' issue.
    async fn decided_on(&self) -> Date {
        Date(self.0.decided_on)
    }

    /// Who signed it.
    async fn signer(&self) -> &str {
        &self.0.signer
    }

    /// Whose decision it is.
    async fn authority(&self) -> &str {
        &self.0.authority
    }

    /// The authority's level.
    async fn level(&self) -> IssuerLevel {
        self.0.level.into()
    }

    /// Where its record stands.
    async fn status(&self) -> DecisionStatus {
        self.0.status.into()
    }

    /// When it was typed in.
    async fn recorded_at(&self) -> DateTime {
        DateTime(self.0.recorded_at)
    }

    /// When it was confirmed or discarded.
    async fn settled_at(&self) -> Option<DateTime> {
        self.0.settled_at.map(DateTime)
    }

    /// What it says of each dossier, in order.
    async fn results(&self, ctx: &Context<'_>) -> Result<Vec<DecisionResult>> {
        let results = ctx.loaders().decision_results.load(self.0.id).await?;
        let results = results.iter().flat_map(|results| results.iter());
        Ok(results
            .map(|(_, result)| DecisionResult(result.clone()))
            .collect())
    }

    /// What it does to certificates that exist, in order.
    async fn measures(&self, ctx: &Context<'_>) -> Result<Vec<DecisionMeasure>> {
        let measures = ctx.loaders().decision_measures.load(self.0.id).await?;
        let measures = measures.iter().flat_map(|measures| measures.iter());
        Ok(measures
            .map(|(_, measure)| DecisionMeasure(measure.clone()))
            .collect())
    }
}

/// What a decision says of one dossier.
pub(crate) struct DecisionResult(programme::decisions::DecisionResult);

/// What a decision says of one dossier.
#[Object]
impl DecisionResult {
    /// Of which.
    async fn dossier(&self, ctx: &Context<'_>) -> Result<Dossier> {
        Dossier::load(ctx, self.0.dossier_id).await
    }

    /// 3 to 5; null where it does not recognise the product, and at the
    /// ministry where the product keeps what the province gave.
    async fn stars(&self) -> Option<i32> {
        self.0.stars
    }

    /// The number on the certificate.
    async fn certificate_number(&self) -> Option<&str> {
        self.0.certificate_number.as_deref()
    }

    /// The certificate that it issued, once it is confirmed.
    async fn certificate(&self, ctx: &Context<'_>) -> Option<Result<Certificate>> {
        let found = ctx
            .loaders()
            .certificates
            .load(self.0.certificate_id?)
            .await;
        found.map(|found| found.map(Certificate::Full)).transpose()
    }
}
