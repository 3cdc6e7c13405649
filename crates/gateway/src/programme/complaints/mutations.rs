//! Reporting a certificate, and what officers do with reports.

use super::types::{Complaint, ComplaintReason};
use crate::errors::{OrFault, bad_input, fault};
use crate::programme::inspections::Inspection;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::Date;
use crate::schema::user_error::user_errors;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use kernel::{AccountId, Actor, CertificateId, ComplaintId};
use programme::complaints::{
    CertificateName, DismissComplaintError, InspectComplaintError, NewComplaint, ReportError,
};
use programme::inspections::PlanRefusal;

/// The complaints' part of `Mutation`.
#[derive(Default)]
pub(crate) struct ComplaintMutation;

#[Object]
impl ComplaintMutation {
    /// Reports a certificate to the officers of its province. Only they read
    /// it, and the address. Permission: public.
    async fn certificate_report(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What.")] input: CertificateReportInput,
    ) -> Result<CertificateReportPayload> {
        use CertificateReportErrorCode as Code;
        let (certificate, named) = match (&input.certificate_id, input.certificate_number) {
            (Some(id), None) => {
                let id = CertificateId::from_global(id)?;
                (CertificateName::Id(id), "certificateId")
            }
            (None, Some(number)) => (CertificateName::Number(number), "certificateNumber"),
            _ => {
                let one = "exactly one of `certificateNumber` and `certificateId` is required";
                return Err(bad_input(one));
            }
        };
        let new = NewComplaint {
            certificate,
            reason: input.reason.into(),
            text: input.text,
            contact_email: input.contact_email,
        };
        let programme = &ctx.services().programme;
        let (code, field) = match programme.report_certificate(ctx.actor(), &new).await {
            Ok(_) => {
                return Ok(CertificateReportPayload {
                    received: true,
                    user_errors: Vec::new(),
                });
            }
            Err(ReportError::CertificateNotFound) => (Code::CertificateNotFound, named),
            Err(ReportError::Text) => (Code::TextInvalid, "text"),
            Err(ReportError::Contact) => (Code::ContactInvalid, "contactEmail"),
            Err(ReportError::TooMany) => (Code::TooManyReports, named),
            Err(ReportError::Fault(error)) => return Err(fault(&error)),
        };
        Ok(CertificateReportPayload {
            received: false,
            user_errors: vec![code.at(ctx.language(), &["input", field])],
        })
    }

    /// Dismisses a complaint. Permission: officers of its province,
    /// administrators.
    async fn complaint_dismiss(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and why.")] input: ComplaintDismissInput,
    ) -> Result<ComplaintPayload> {
        use ComplaintErrorCode as Code;
        let id = ComplaintId::from_global(&input.id)?;
        let programme = &ctx.services().programme;
        let done = programme
            .dismiss_complaint(ctx.actor(), id, &input.grounds)
            .await;
        let (code, field) = match done {
            Ok(complaint) => {
                return Ok(ComplaintPayload {
                    complaint: Some(Complaint(complaint)),
                    inspection: None,
                    user_errors: Vec::new(),
                });
            }
            Err(DismissComplaintError::NotFound) => (Code::ComplaintNotFound, "id"),
            Err(DismissComplaintError::Decided(_)) => (Code::AlreadyDecided, "id"),
            Err(DismissComplaintError::Grounds) => (Code::GroundsInvalid, "grounds"),
            Err(DismissComplaintError::Fault(error)) => return Err(fault(&error)),
        };
        Ok(ComplaintPayload::refused(ctx, code, field))
    }

    /// Plans an inspection because of a complaint. Permission: officers of its
    /// province, administrators.
    async fn complaint_inspect(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, when and by whom.")] input: ComplaintInspectInput,
    ) -> Result<ComplaintPayload> {
        use ComplaintErrorCode as Code;
        let id = ComplaintId::from_global(&input.id)?;
        let inspector = AccountId::from_global(&input.inspector_id)?;
        let identity = &ctx.services().identity;
        let account = identity.account(inspector).await.or_fault()?;
        let inspector = Actor::Account {
            id: inspector,
            grants: account.map(|account| account.grants).unwrap_or_default(),
        };
        let programme = &ctx.services().programme;
        let done = programme
            .inspect_complaint(ctx.actor(), id, input.planned_on.0, &inspector)
            .await;
        let (code, field) = match done {
            Ok((complaint, inspection)) => {
                return Ok(ComplaintPayload {
                    complaint: Some(Complaint(complaint)),
                    inspection: Some(Inspection(inspection)),
                    user_errors: Vec::new(),
                });
            }
            Err(InspectComplaintError::NotFound) => (Code::ComplaintNotFound, "id"),
            Err(InspectComplaintError::Decided(_)) => (Code::AlreadyDecided, "id"),
            Err(InspectComplaintError::Refused(refusal)) => match refusal {
                PlanRefusal::PlannedOn => (Code::PlannedOnInvalid, "plannedOn"),
                PlanRefusal::Inspector => (Code::InspectorInvalid, "inspectorId"),
                // The producer moved, or the certificate is no more: the
                // complaint can only be dismissed.
                PlanRefusal::CertificateNotFound
                | PlanRefusal::CertificateFinal
                | PlanRefusal::FollowsMismatch
                | PlanRefusal::Follows
                | PlanRefusal::AlreadyOpen => (Code::CertificateFinal, "id"),
            },
            Err(InspectComplaintError::Fault(error)) => return Err(fault(&error)),
        };
        Ok(ComplaintPayload::refused(ctx, code, field))
    }
}

/// A report about a certificate, which is named by exactly one of its number
/// and its id.
#[derive(InputObject)]
pub(crate) struct CertificateReportInput {
    /// The number printed on the label …
    certificate_number: Option<String>,
    /// … or the certificate's id.
    certificate_id: Option<ID>,
    /// Of what.
    reason: ComplaintReason,
    /// What happened, 1 to 2,000 characters.
    text: String,
    /// An e-mail address for questions; only officers of the province see it.
    contact_email: Option<String>,
}

/// A complaint to dismiss.
#[derive(InputObject)]
pub(crate) struct ComplaintDismissInput {
    /// Which; no officer has decided yet.
    id: ID,
    /// Why, 1 to 2,000 characters.
    grounds: String,
}

/// A complaint to look after.
#[derive(InputObject)]
pub(crate) struct ComplaintInspectInput {
    /// Which; no officer has decided yet.
    id: ID,
    /// The day of the inspection, from today to two years ahead.
    planned_on: Date,
    /// The account that carries it out: an inspector of the producer's
    /// province.
    inspector_id: ID,
}

/// Whether a report was taken.
#[derive(SimpleObject)]
pub(crate) struct CertificateReportPayload {
    /// Whether it was.
    received: bool,
    /// What is wrong; empty when it was.
    user_errors: Vec<CertificateReportUserError>,
}

/// The complaint after a decision.
#[derive(SimpleObject)]
pub(crate) struct ComplaintPayload {
    /// The complaint; null after an error.
    complaint: Option<Complaint>,
    /// The inspection that looks after it; null where none does.
    inspection: Option<Inspection>,
    /// What is wrong; empty when it is decided.
    user_errors: Vec<ComplaintUserError>,
}

impl ComplaintPayload {
    fn refused(ctx: &Context<'_>, code: ComplaintErrorCode, field: &str) -> Self {
        Self {
            complaint: None,
            inspection: None,
            user_errors: vec![code.at(ctx.language(), &["input", field])],
        }
    }
}

user_errors! {
    /// Why a report was not taken.
    CertificateReportUserError, CertificateReportErrorCode {
        /// There is no such certificate.
        CertificateNotFound: "Không tìm thấy giấy chứng nhận." / "The certificate was not found.",
        /// The text must have 1 to 2,000 characters.
        TextInvalid: "Nội dung phản ánh cần có từ 1 đến 2.000 ký tự." / "The text must have 1 to 2,000 characters.",
        /// Not an e-mail address.
        ContactInvalid: "Địa chỉ email không hợp lệ." / "This is not an e-mail address.",
        /// Three reports about this certificate from one account or address,
        /// or twenty from people who leave neither, wait for a decision.
        TooManyReports: "Đã có quá nhiều phản ánh về giấy chứng nhận này đang chờ xử lý." / "Too many reports about this certificate wait for a decision.",
    }
}

user_errors! {
    /// Why a complaint was not decided.
    ComplaintUserError, ComplaintErrorCode {
        /// There is no such complaint for the caller.
        ComplaintNotFound: "Không tìm thấy phản ánh." / "The complaint was not found.",
        /// An officer decided before.
        AlreadyDecided: "Phản ánh này đã được xử lý." / "The complaint was decided before.",
        /// The grounds must have 1 to 2,000 characters.
        GroundsInvalid: "Căn cứ cần có từ 1 đến 2.000 ký tự." / "The grounds must have 1 to 2,000 characters.",
        /// The certificate was revoked or superseded, or is no more in the
        /// province: the complaint can only be dismissed.
        CertificateFinal: "Giấy chứng nhận đã bị thu hồi hoặc đã được thay thế." / "The certificate was revoked or superseded.",
        /// The day must lie between today and two years ahead.
        PlannedOnInvalid: "Ngày kiểm tra phải từ hôm nay đến hai năm tới." / "The day must lie between today and two years ahead.",
        /// The account is no inspector of the producer's province.
        InspectorInvalid: "Tài khoản này không phải là cán bộ kiểm tra của tỉnh." / "The account is no inspector of the province.",
    }
}
