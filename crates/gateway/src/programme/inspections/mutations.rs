//! What officers and inspectors do.

use super::inputs::{
    CertificateHoldLiftInput, InspectionCancelInput, InspectionConcludeInput,
    InspectionFindingAddInput, InspectionPlanInput, InspectionPlanItemInput,
    InspectionSampleAddInput, InspectionStartInput,
};
use super::types::Inspection;
use crate::catalog::Certificate;
use crate::errors::{OrFault, fault};
use crate::schema::global_id::{GlobalId, from_globals};
use crate::schema::request::ContextExt;
use crate::schema::user_error::user_errors;
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use kernel::{AccountId, Actor, CertificateId, InspectionId};
use programme::inspections::{
    Act, ActError, CancelInspectionError, LiftHoldError, MAX_PLANNED, NewInspection, PlanError,
    PlanRefusal,
};
use std::collections::HashMap;

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
    fn done(ctx: &Context<'_>, inspection: programme::inspections::Inspection) -> Self {
        ctx.loaders().clear();
        Self {
            inspection: Some(Inspection(inspection)),
            user_errors: Vec::new(),
        }
    }

    fn refused(ctx: &Context<'_>, code: InspectionErrorCode, field: &str) -> Self {
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
        /// The worst finding asks for a graver verdict.
        VerdictTooMild: "Kết luận nhẹ hơn mức của phát hiện nghiêm trọng nhất." / "The verdict is milder than the worst finding.",
        /// MINOR and MAJOR need a deadline from tomorrow to a year ahead, and
        /// PASS takes none.
        DeadlineInvalid: "Thời hạn khắc phục phải từ ngày mai đến một năm tới; kết luận đạt thì không đặt thời hạn." / "The deadline must lie between tomorrow and a year ahead; a pass has none.",
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

/// The planned inspections.
#[derive(SimpleObject)]
pub(crate) struct InspectionPlanPayload {
    /// The inspections, in the order of the input; null after an error.
    inspections: Option<Vec<Inspection>>,
    /// What is wrong; empty when they were planned.
    user_errors: Vec<InspectionPlanUserError>,
}

user_errors! {
    /// Why nothing was planned.
    InspectionPlanUserError, InspectionPlanErrorCode {
        /// 1 to 50 inspections are planned at once.
        CountInvalid: "Mỗi lần lập kế hoạch từ 1 đến 50 cuộc kiểm tra." / "1 to 50 inspections are planned at once.",
        /// There is no such certificate for the caller.
        CertificateNotFound: "Không tìm thấy giấy chứng nhận." / "The certificate was not found.",
        /// The certificate was revoked or superseded.
        CertificateFinal: "Giấy chứng nhận đã bị thu hồi hoặc đã được thay thế." / "The certificate was revoked or superseded.",
        /// The day must lie between today and two years ahead.
        PlannedOnInvalid: "Ngày kiểm tra phải từ hôm nay đến hai năm tới." / "The day must lie between today and two years ahead.",
        /// The account is no inspector of the producer's province.
        InspectorInvalid: "Tài khoản này không phải là cán bộ kiểm tra của tỉnh." / "The account is no inspector of the province.",
        /// A follow-up follows an inspection with faults of this certificate,
        /// and no other kind follows one.
        FollowsInvalid: "Kiểm tra lại phải theo một cuộc kiểm tra có lỗi cần khắc phục của chính giấy chứng nhận này." / "A follow-up follows an inspection of this certificate with faults to correct, and no other kind does.",
        /// An inspection by plan, or a follow-up of the same one, is open.
        AlreadyOpen: "Đã có một cuộc kiểm tra như vậy chưa kết thúc." / "Such an inspection is open already.",
    }
}

async fn plan(
    ctx: &Context<'_>,
    items: Vec<InspectionPlanItemInput>,
) -> Result<InspectionPlanPayload> {
    use InspectionPlanErrorCode as Code;
    let refused = |code: Code, field: &[&str]| InspectionPlanPayload {
        inspections: None,
        user_errors: vec![code.at(ctx.language(), field)],
    };
    if items.is_empty() || items.len() > MAX_PLANNED {
        return Ok(refused(Code::CountInvalid, &["input", "inspections"]));
    }
    let inspectors: Vec<ID> = items.iter().map(|item| item.inspector_id.clone()).collect();
    let inspectors: Vec<AccountId> = from_globals(&inspectors)?;
    let identity = &ctx.services().identity;
    let accounts = identity.accounts_by_ids(&inspectors).await.or_fault()?;
    let grants: HashMap<AccountId, _> = accounts
        .into_iter()
        .map(|account| (account.id, account.grants))
        .collect();
    let mut new = Vec::with_capacity(items.len());
    for (item, inspector) in items.into_iter().zip(inspectors) {
        let follows = item.follows_id.as_ref();
        new.push(NewInspection {
            certificate_id: CertificateId::from_global(&item.certificate_id)?,
            kind: item.kind.into(),
            planned_on: item.planned_on.0,
            inspector: Actor::Account {
                id: inspector,
                grants: grants.get(&inspector).cloned().unwrap_or_default(),
            },
            follows: follows.map(InspectionId::from_global).transpose()?,
        });
    }
    let programme = &ctx.services().programme;
    let (index, refusal) = match programme.plan_inspections(ctx.actor(), &new).await {
        Ok(planned) => {
            return Ok(InspectionPlanPayload {
                inspections: Some(planned.into_iter().map(Inspection).collect()),
                user_errors: Vec::new(),
            });
        }
        Err(PlanError::Count) => {
            return Ok(refused(Code::CountInvalid, &["input", "inspections"]));
        }
        Err(PlanError::Refused { index, refusal }) => (index, refusal),
        Err(PlanError::Fault(error)) => return Err(fault(&error)),
    };
    let (code, field) = match refusal {
        PlanRefusal::CertificateNotFound => (Code::CertificateNotFound, "certificateId"),
        PlanRefusal::CertificateFinal => (Code::CertificateFinal, "certificateId"),
        PlanRefusal::PlannedOn => (Code::PlannedOnInvalid, "plannedOn"),
        PlanRefusal::Inspector => (Code::InspectorInvalid, "inspectorId"),
        PlanRefusal::FollowsMismatch | PlanRefusal::Follows => (Code::FollowsInvalid, "followsId"),
        PlanRefusal::AlreadyOpen => (Code::AlreadyOpen, "certificateId"),
    };
    let index = index.to_string();
    Ok(refused(code, &["input", "inspections", &index, field]))
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
        NotHeld: "Giấy chứng nhận không bị tạm giữ do kiểm tra." / "No inspection holds the certificate.",
        /// The grounds must have 1 to 2,000 characters.
        GroundsInvalid: "Căn cứ cần có từ 1 đến 2.000 ký tự." / "The grounds must have 1 to 2,000 characters.",
    }
}
