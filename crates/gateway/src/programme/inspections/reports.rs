//! What laboratories report on samples.

use super::inputs::InspectionSampleReportInput;
use super::mutations::{InspectionErrorCode, InspectionPayload};
use crate::errors::fault;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use async_graphql::{Context, Result};
use kernel::SampleId;
use programme::inspections::{NewSampleReport, ReportSampleError};

pub(super) async fn report(
    ctx: &Context<'_>,
    input: InspectionSampleReportInput,
) -> Result<InspectionPayload> {
    use InspectionErrorCode as Code;
    let id = SampleId::from_global(&input.sample_id)?;
    let new = NewSampleReport {
        laboratory: input.laboratory,
        number: input.number,
        reported_on: input.reported_on.0,
        result: input.result.into(),
    };
    let programme = &ctx.services().programme;
    let (code, field) = match programme.report_sample(ctx.actor(), id, &new).await {
        Ok(done) => return Ok(InspectionPayload::done(ctx, done)),
        Err(ReportSampleError::NotFound) => (Code::SampleNotFound, "sampleId"),
        Err(ReportSampleError::WrongStatus(_)) => (Code::WrongStatus, "sampleId"),
        Err(ReportSampleError::Reported) => (Code::AlreadyReported, "sampleId"),
        Err(ReportSampleError::Laboratory) => (Code::LaboratoryInvalid, "laboratory"),
        Err(ReportSampleError::Number) => (Code::NumberInvalid, "number"),
        Err(ReportSampleError::ReportedOn) => (Code::ReportedOnInvalid, "reportedOn"),
        Err(ReportSampleError::Fault(error)) => return Err(fault(&error)),
    };
    Ok(InspectionPayload::refused(ctx, code, field))
}
