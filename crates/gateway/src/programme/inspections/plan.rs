//! Planning inspections.

use super::inputs::InspectionPlanItemInput;
use super::types::Inspection;
use crate::errors::{OrFault, fault};
use crate::schema::global_id::{GlobalId, from_globals};
use crate::schema::request::ContextExt;
use crate::schema::user_error::user_errors;
use async_graphql::{Context, ID, Result, SimpleObject};
use kernel::{AccountId, Actor, CertificateId, InspectionId};
use programme::inspections::{MAX_PLANNED, NewInspection, PlanError, PlanRefusal};
use std::collections::HashMap;

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
        FollowsInvalid: "Kiểm tra lại phải gắn với một cuộc kiểm tra có lỗi cần khắc phục của chính giấy chứng nhận này." / "A follow-up follows an inspection of this certificate with faults to correct, and no other kind does.",
        /// An inspection by plan, or a follow-up of the same one, is open.
        AlreadyOpen: "Đã có một cuộc kiểm tra như vậy chưa kết thúc." / "Such an inspection is open already.",
    }
}

pub(super) async fn plan(
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
