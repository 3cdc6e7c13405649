//! Producers and administrative units over GraphQL.

mod certificates;
mod checklists;
mod complaints;
mod council;
mod criteria;
mod cycles;
mod decisions;
mod document_steps;
mod documents;
mod dossier_steps;
mod dossiers;
mod expiry;
mod inspections;
mod queries;
mod record;
mod record_queries;
mod register;
mod registering;
mod standing;
pub(crate) mod statistics;
mod types;
mod units;

pub(crate) use certificates::CertificateQuery;
pub(crate) use checklists::ChecklistQuery;
pub(crate) use complaints::{ComplaintMutation, ComplaintQuery};
pub(crate) use council::{CouncilMutation, CouncilQuery};
pub(crate) use criteria::{CriteriaMutation, CriteriaQuery};
pub(crate) use cycles::{CycleMutation, CycleQuery};
pub(crate) use decisions::{CertificateGround, DecisionMutation, DecisionQuery};
pub(crate) use document_steps::DocumentMutation;
pub(crate) use dossier_steps::DossierMutation;
pub(crate) use dossiers::DossierQuery;
pub(crate) use expiry::ExpiryQuery;
pub(crate) use inspections::{InspectionMutation, InspectionQuery, ProposalQuery};
pub(crate) use queries::ProgrammeQuery;
pub(crate) use record_queries::ProducerRecordQuery;
pub(crate) use register::{RegisterMutation, RegisterQuery};
pub(crate) use registering::RegisteringMutation;
pub(crate) use standing::StandingMutation;
pub(crate) use statistics::StatisticsQuery;
pub(crate) use types::{LegalForm, Producer};
pub(crate) use units::{Commune, Province};

use crate::errors::{bad_input, fault};
use async_graphql::Error;
use programme::ListError;

/// A list's refusal or fault as the client sees it.
pub(crate) fn list_error(error: ListError) -> Error {
    match error {
        ListError::Page(error) => bad_input(error.to_string()),
        ListError::Fault(error) => fault(&error),
    }
}
