//! What officers and inspectors do.

use super::inputs::{
    CertificateHoldLiftInput, InspectionCancelInput, InspectionConcludeInput,
    InspectionFindingAddInput, InspectionPlanInput, InspectionSampleAddInput,
    InspectionSampleReportInput, InspectionStartInput,
};
use super::plan::{InspectionPlanPayload, plan};
use super::reports::report;
use super::types::Inspection;
use crate::catalog::Certificate;
use crate::errors::fault;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::user_error::user_errors;
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use kernel::{CertificateId, InspectionId};
use programme::inspections::{Act, ActError, CancelInspectionError, LiftHoldError};

/// The inspections' part of `Mutation`.
#[derive(Default)]
pub(crate) struct InspectionMutation;

#[Object]
impl InspectionMutation {
    /// Plans inspections: all of them, or none. Permission: officers of each
    /// producer's province, administrators.
    async fn inspection_plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: InspectionPlanInput,
    ) -> Result<InspectionPlanPayload> {
        plan(ctx, input.inspections).await
    }

    /// Begins an inspection. Permission: the inspector to whom it is assigned.
    async fn inspection_start(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: InspectionStartInput,
    ) -> Result<InspectionPayload> {
        act(ctx, &input.id, Act::Start).await
    }

    /// Writes down what was seen; it stays as it is. Permission: the inspector
    /// to whom it is assigned.
    async fn inspection_finding_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What.")] input: InspectionFindingAddInput,
    ) -> Result<InspectionPayload> {
        let find = Act::Find {
            checkpoint: input.checkpoint,
            severity: input.severity.into(),
            text: input.text,
        };
        act(ctx, &input.id, find).await
    }

    /// Writes down what was taken for a laboratory; it stays as it is.
    /// Permission: the inspector to whom it is assigned.
    async fn inspection_sample_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What.")] input: InspectionSampleAddInput,
    ) -> Result<InspectionPayload> {
        let sample = Act::Sample {
            what: input.what,
            laboratory: input.laboratory,
            result: input.result,
        };
        act(ctx, &input.id, sample).await
    }

    /// Records what a laboratory reports on a sample, once; it stays as it is.
    /// It may come long after the verdict. A sample that failed takes the
    /// products under the certificate off the market at once, whatever the
    /// verdict was, and opens the case again for a follow-up. Permission: the
    /// inspector to whom it is assigned, officers of its province,
    /// administrators.
    async fn inspection_sample_report(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "On which sample, and what.")] input: InspectionSampleReportInput,
    ) -> Result<InspectionPayload> {
        report(ctx, input).await
    }

    /// Gives the verdict. From `MAJOR` on it takes the products under the
    /// certificate off the market at once; a follow-up that passes brings them
    /// back. Permission: the inspector to whom it is assigned.
    async fn inspection_conclude(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and the verdict.")] input: InspectionConcludeInput,
    ) -> Result<InspectionPayload> {
        let conclude = Act::Conclude {
            verdict: input.verdict.into(),
            corrective_deadline: input.corrective_deadline.map(|day| day.0),
        };
        act(ctx, &input.id, conclude).await
    }

    /// Gives an inspection up before its verdict. Permission: officers of its
    /// province, administrators.
    async fn inspection_cancel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and why.")] input: InspectionCancelInput,
    ) -> Result<InspectionPayload> {
        use InspectionErrorCode as Code;
        let id = InspectionId::from_global(&input.id)?;
        let programme = &ctx.services().programme;
        let done = programme
            .cancel_inspection(ctx.actor(), id, &input.reason)
            .await;
        let (code, field) = match done {
            Ok(done) => return Ok(InspectionPayload::done(ctx, done)),
            Err(CancelInspectionError::NotFound) => (Code::InspectionNotFound, "id"),
            Err(CancelInspectionError::WrongStatus(_)) => (Code::WrongStatus, "id"),
            Err(CancelInspectionError::Reason) => (Code::ReasonInvalid, "reason"),
            Err(CancelInspectionError::Fault(error)) => return Err(fault(&error)),
        };
        Ok(InspectionPayload::refused(ctx, code, field))
    }

    /// Lifts every hold on a certificate and closes the inspections behind
    /// them; its products are back on the market at once. Permission: officers
    /// of the producer's province, administrators.
    async fn certificate_hold_lift(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and why.")] input: CertificateHoldLiftInput,
    ) -> Result<CertificateHoldLiftPayload> {
        use CertificateHoldLiftErrorCode as Code;
        let id = CertificateId::from_global(&input.certificate_id)?;
        let programme = &ctx.services().programme;
        let (code, field) = match programme.lift_hold(ctx.actor(), id, &input.grounds).await {
            Ok(()) => {
                ctx.loaders().clear();
                let found = ctx.loaders().certificates.load(id).await?;
                return Ok(CertificateHoldLiftPayload {
                    certificate: found.map(Certificate::Full),
                    user_errors: Vec::new(),
                });
            }
            Err(LiftHoldError::NotFound) => (Code::CertificateNotFound, "certificateId"),
            Err(LiftHoldError::NotHeld) => (Code::NotHeld, "certificateId"),
            Err(LiftHoldError::Grounds) => (Code::GroundsInvalid, "grounds"),
            Err(LiftHoldError::Fault(error)) => return Err(fault(&error)),
        };
        Ok(CertificateHoldLiftPayload {
            certificate: None,
            user_errors: vec![code.at(ctx.language(), &["input", field])],
        })
    }
}

/// The inspection after a step.
#[derive(SimpleObject)]
pub(crate) struct InspectionPayload {
    /// The inspection; null after an error.
    inspection: Option<Inspection>,
    /// What is wrong; empty when the step was taken.
    user_errors: Vec<InspectionUserError>,
}

impl InspectionPayload {
    pub(super) fn done(ctx: &Context<'_>, inspection: programme::inspections::Inspection) -> Self {
        ctx.loaders().clear();
        Self {
            inspection: Some(Inspection(inspection)),
            user_errors: Vec::new(),
        }
    }

    pub(super) fn refused(ctx: &Context<'_>, code: InspectionErrorCode, field: &str) -> Self {
        Self {
            inspection: None,
            user_errors: vec![code.at(ctx.language(), &["input", field])],
        }
    }
}

user_errors! {
    /// Why a step was not taken.
    InspectionUserError, InspectionErrorCode {
        /// There is no such inspection for the caller.
        InspectionNotFound: "Không tìm thấy cuộc kiểm tra." / "The inspection was not found.",
        /// It does not stand where the step begins.
        WrongStatus: "Cuộc kiểm tra không ở trạng thái cho phép thao tác này." / "The inspection's status does not allow this now.",
        /// Its checklist has no such checkpoint.
        CheckpointUnknown: "Danh mục kiểm tra không có nội dung này." / "The checklist has no such checkpoint.",
        /// The finding must have 1 to 2,000 characters.
        TextInvalid: "Nội dung phát hiện cần có từ 1 đến 2.000 ký tự." / "The finding must have 1 to 2,000 characters.",
        /// The sample must have 1 to 300 characters.
        WhatInvalid: "Tên mẫu cần có từ 1 đến 300 ký tự." / "The sample must have 1 to 300 characters.",
        /// The laboratory must have 1 to 300 characters.
        LaboratoryInvalid: "Tên phòng thử nghiệm cần có từ 1 đến 300 ký tự." / "The laboratory must have 1 to 300 characters.",
        /// The result must have at most 2,000 characters.
        ResultInvalid: "Kết quả thử nghiệm dài tối đa 2.000 ký tự." / "The result must have at most 2,000 characters.",
        /// An inspection has at most 100 findings and 50 samples.
        TooMany: "Mỗi cuộc kiểm tra ghi tối đa 100 phát hiện và 50 mẫu." / "An inspection has at most 100 findings and 50 samples.",
        /// The worst finding, or a sample that failed, asks for a graver
        /// verdict.
        VerdictTooMild: "Kết luận nhẹ hơn mức của phát hiện nghiêm trọng nhất hoặc của mẫu không đạt." / "The verdict is milder than the worst finding or a sample that failed.",
        /// MINOR and MAJOR need a deadline from tomorrow to a year ahead, and
        /// PASS takes none.
        DeadlineInvalid: "Thời hạn khắc phục phải từ ngày mai đến một năm tới; kết luận đạt thì không đặt thời hạn." / "The deadline must lie between tomorrow and a year ahead; a pass has none.",
        /// There is no such sample for the caller.
        SampleNotFound: "Không tìm thấy mẫu." / "The sample was not found.",
        /// The laboratory's report on the sample is recorded.
        AlreadyReported: "Kết quả thử nghiệm của mẫu này đã được ghi nhận." / "The report on this sample is recorded already.",
        /// The report's number must have 1 to 100 characters.
        NumberInvalid: "Số phiếu kết quả cần có từ 1 đến 100 ký tự." / "The report's number must have 1 to 100 characters.",
        /// The report cannot be before the sample or in the future.
        ReportedOnInvalid: "Ngày của phiếu kết quả không được trước ngày lấy mẫu hoặc ở tương lai." / "The report cannot be before the sample or in the future.",
        /// The reason must have 1 to 2,000 characters.
        ReasonInvalid: "Lý do cần có từ 1 đến 2.000 ký tự." / "The reason must have 1 to 2,000 characters.",
    }
}

async fn act(ctx: &Context<'_>, id: &ID, act: Act) -> Result<InspectionPayload> {
    use InspectionErrorCode as Code;
    let id = InspectionId::from_global(id)?;
    let programme = &ctx.services().programme;
    let too_many = match act {
        Act::Sample { .. } => "what",
        _ => "text",
    };
    let (code, field) = match programme.act_on_inspection(ctx.actor(), id, &act).await {
        Ok(done) => return Ok(InspectionPayload::done(ctx, done)),
        Err(ActError::NotFound) => (Code::InspectionNotFound, "id"),
        Err(ActError::WrongStatus(_)) => (Code::WrongStatus, "id"),
        Err(ActError::Checkpoint) => (Code::CheckpointUnknown, "checkpoint"),
        Err(ActError::Text) => (Code::TextInvalid, "text"),
        Err(ActError::What) => (Code::WhatInvalid, "what"),
        Err(ActError::Laboratory) => (Code::LaboratoryInvalid, "laboratory"),
        Err(ActError::Result) => (Code::ResultInvalid, "result"),
        Err(ActError::TooMany) => (Code::TooMany, too_many),
        Err(ActError::TooMild(_)) => (Code::VerdictTooMild, "verdict"),
        Err(ActError::Deadline) => (Code::DeadlineInvalid, "correctiveDeadline"),
        Err(ActError::Fault(error)) => return Err(fault(&error)),
    };
    Ok(InspectionPayload::refused(ctx, code, field))
}

/// The certificate after its holds were lifted.
#[derive(SimpleObject)]
pub(crate) struct CertificateHoldLiftPayload {
    /// The certificate; null after an error.
    certificate: Option<Certificate>,
    /// What is wrong; empty when it is held no more.
    user_errors: Vec<CertificateHoldLiftUserError>,
}

user_errors! {
    /// Why no hold was lifted.
    CertificateHoldLiftUserError, CertificateHoldLiftErrorCode {
        /// There is no such certificate for the caller.
        CertificateNotFound: "Không tìm thấy giấy chứng nhận." / "The certificate was not found.",
        /// No inspection holds it.
        NotHeld: "Giấy chứng nhận không bị tạm ngừng sử dụng do kiểm tra." / "No inspection holds the certificate.",
        /// The grounds must have 1 to 2,000 characters.
        GroundsInvalid: "Căn cứ cần có từ 1 đến 2.000 ký tự." / "The grounds must have 1 to 2,000 characters.",
    }
}
