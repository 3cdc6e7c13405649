//! What every domain folder's GraphQL types are made of, and the schema that
//! they form together.
//!
//! A domain folder (`catalog/`, `programme/`, …) brings one type for its
//! queries and one for its mutations; they are named in [`Query`] and
//! [`Mutation`] here, their root fields and object types get a line in
//! [`crate::access`], and their loaders a field in [`loaders::Loaders`].

pub(crate) mod connection;
pub(crate) mod global_id;
pub(crate) mod in_place;
pub(crate) mod loader;
pub(crate) mod loaders;
pub(crate) mod node;
pub(crate) mod request;
pub(crate) mod scalars;
pub(crate) mod user_error;

use crate::config::GatewayConfig;
use crate::services::Services;
use async_graphql::{EmptySubscription, MergedObject, Schema, SchemaBuilder};
use std::sync::Arc;

/// Everything that can be read.
#[derive(MergedObject, Default)]
pub(crate) struct Query(
    node::NodeQuery,
    crate::catalog::CatalogQuery,
    crate::catalog::ListingQuery,
    crate::catalog::SessionQuery,
    crate::catalog::PointOfSaleQuery,
    crate::catalog::StoryQuery,
    crate::catalog::CollectionQuery,
    crate::catalog::PreviewQuery,
    crate::catalog::HomeQuery,
    crate::catalog::HomeSettingsQuery,
    crate::catalog::ReviewQuery,
    crate::catalog::QuestionQuery,
    crate::catalog::WishlistQuery,
    crate::catalog::ReportQuery,
    crate::catalog::FeedbackQuery,
    crate::catalog::BulkQuery,
    crate::search::SearchQuery,
    crate::programme::ProgrammeQuery,
    crate::programme::CycleQuery,
    crate::programme::CriteriaQuery,
    crate::programme::DossierQuery,
    crate::programme::ChecklistQuery,
    crate::programme::CouncilQuery,
    crate::programme::DecisionQuery,
    crate::programme::CertificateQuery,
    crate::programme::ProducerRecordQuery,
    crate::programme::InspectionQuery,
    crate::programme::ProposalQuery,
    crate::programme::ComplaintQuery,
    crate::programme::ExpiryQuery,
    crate::programme::StatisticsQuery,
    crate::programme::RegisterQuery,
    crate::identity::IdentityQuery,
    crate::identity::GrantQuery,
    crate::orders::OrdersQuery,
);

/// Everything that can be changed.
#[derive(MergedObject, Default)]
pub(crate) struct Mutation(
    crate::catalog::ListingMutation,
    crate::catalog::ModerationMutation,
    crate::catalog::PriceMutation,
    crate::catalog::SupplyMutation,
    crate::catalog::PictureMutation,
    crate::catalog::StoryMutation,
    crate::catalog::StoryModerationMutation,
    crate::catalog::CollectionMutation,
    crate::catalog::HomeMutation,
    crate::catalog::ReviewMutation,
    crate::catalog::ReviewModerationMutation,
    crate::catalog::QuestionMutation,
    crate::catalog::QuestionModerationMutation,
    crate::catalog::WishlistMutation,
    crate::catalog::ReportMutation,
    crate::catalog::BulkMutation,
    crate::identity::IdentityMutation,
    crate::identity::GrantMutation,
    crate::programme::RegisteringMutation,
    crate::programme::StandingMutation,
    crate::programme::RegisterMutation,
    crate::catalog::PointOfSaleMutation,
    crate::catalog::PointStockMutation,
    crate::orders::CartMutation,
    crate::orders::CheckoutMutation,
    crate::orders::FulfilmentMutation,
    crate::programme::CycleMutation,
    crate::programme::CriteriaMutation,
    crate::programme::DossierMutation,
    crate::programme::DocumentMutation,
    crate::programme::CouncilMutation,
    crate::programme::DecisionMutation,
    crate::programme::InspectionMutation,
    crate::programme::ComplaintMutation,
);

/// The schema of the marketplace.
pub(crate) type OcopSchema = Schema<Query, Mutation, EmptySubscription>;

fn builder() -> SchemaBuilder<Query, Mutation, EmptySubscription> {
    Schema::build(Query::default(), Mutation::default(), EmptySubscription)
}

/// The schema over its services. Admission has enforced all limits already;
/// those here are a second wall, and cost nothing because the visitors run
/// anyway.
pub(crate) fn build(services: Arc<Services>, config: &GatewayConfig) -> OcopSchema {
    let limits = &config.limits;
    let mut builder = builder()
        .data(services)
        .limit_directives(limits.directives)
        .limit_aliases(limits.aliases)
        .limit_complexity(usize::try_from(limits.cost).unwrap_or(usize::MAX))
        .disable_suggestions();
    if !config.introspection {
        // Introspection alone may go deeper than our own fields do.
        builder = builder.disable_introspection().limit_depth(limits.depth);
    }
    builder.finish()
}

/// The schema's definition, as `schema.graphql` holds it.
#[must_use]
pub fn sdl() -> String {
    builder().finish().sdl()
}
