//! Reporting listings, and deciding about reports.

use super::types::{ListingReport, ListingReportReason, ListingReportResult};
use crate::errors::fault;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::user_error::user_errors;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use catalog::reports::{NewReport, ReportListingError, ResolveReport, ResolveReportError};
use kernel::{ListingReportId, ProductId};

/// The reports' part of `Mutation`.
#[derive(Default)]
pub(crate) struct ReportMutation;

#[Object]
impl ReportMutation {
    /// Reports a listing. Permission: everybody; who is not signed in gives an
    /// e-mail address, and gets a secret to read what came of it by. An account
    /// has one open report about a product and sends 20 a day; of guests, 5 a
    /// day come from one address, and 20 about one product are open at once.
    async fn listing_report_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is wrong with which product.")] input: ListingReportCreateInput,
    ) -> Result<ListingReportCreatePayload> {
        use ListingReportCreateErrorCode as Code;
        let new = NewReport {
            product_id: ProductId::from_global(&input.product_id)?,
            reason: input.reason.into(),
            text: input.text,
            contact_email: input.contact_email,
        };
        let catalog = &ctx.services().catalog;
        let (code, field) = match catalog.report_listing(ctx.actor(), &new).await {
            Ok(sent) => {
                return Ok(ListingReportCreatePayload {
                    report: Some(sent.report.into()),
                    token: sent.token,
                    user_errors: Vec::new(),
                });
            }
            Err(ReportListingError::ProductNotFound) => (Code::ProductNotFound, "productId"),
            Err(ReportListingError::Text) => (Code::TextInvalid, "text"),
            Err(ReportListingError::ContactNeeded) => (Code::ContactNeeded, "contactEmail"),
            Err(ReportListingError::Contact) => (Code::ContactInvalid, "contactEmail"),
            Err(ReportListingError::AlreadyOpen) => (Code::AlreadyReported, "productId"),
            Err(ReportListingError::TooMany) => (Code::TooManyReports, "productId"),
            Err(ReportListingError::Fault(error)) => return Err(fault(&error)),
        };
        Ok(ListingReportCreatePayload {
            report: None,
            token: None,
            user_errors: vec![code.at(ctx.language(), &["input", field])],
        })
    }

    /// Decides about a report, and tells the reporter. Permission: moderators
    /// and administrators, in their scope, and not about what is their own.
    async fn listing_report_resolve(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which report, and what.")] input: ListingReportResolveInput,
    ) -> Result<ListingReportResolvePayload> {
        use ListingReportResolveErrorCode as Code;
        let command = ResolveReport {
            id: ListingReportId::from_global(&input.id)?,
            version: input.version.into(),
            result: input.result.into(),
            answer: input.answer,
        };
        let catalog = &ctx.services().catalog;
        let (code, field) = match catalog.resolve_report(ctx.actor(), &command).await {
            Ok(report) => {
                return Ok(ListingReportResolvePayload {
                    report: Some(report.into()),
                    user_errors: Vec::new(),
                });
            }
            Err(ResolveReportError::NotFound) => (Code::ReportNotFound, "id"),
            Err(ResolveReportError::OwnListing) => (Code::OwnListing, "id"),
            Err(ResolveReportError::Resolved) => (Code::AlreadyResolved, "id"),
            Err(ResolveReportError::Outdated(_)) => (Code::Outdated, "version"),
            Err(ResolveReportError::Answer) => (Code::AnswerInvalid, "answer"),
            Err(ResolveReportError::NotTakenDown) => (Code::NotTakenDown, "result"),
            Err(ResolveReportError::Fault(error)) => return Err(fault(&error)),
        };
        Ok(ListingReportResolvePayload {
            report: None,
            user_errors: vec![code.at(ctx.language(), &["input", field])],
        })
    }
}

/// A report to be.
#[derive(InputObject)]
pub(crate) struct ListingReportCreateInput {
    /// About which product.
    product_id: ID,
    /// Of what.
    reason: ListingReportReason,
    /// Plain text of 1 to 2,000 characters.
    text: String,
    /// An e-mail address for questions; needed of who is not signed in, and
    /// not read of who is. Only moderators see it.
    contact_email: Option<String>,
}

/// A decision about a report.
#[derive(InputObject)]
pub(crate) struct ListingReportResolveInput {
    /// Which.
    id: ID,
    /// The version that the caller saw.
    version: i32,
    /// What came of it.
    result: ListingReportResult,
    /// What the reporter is told, 1 to 2,000 characters.
    answer: String,
}

/// The report that was sent.
#[derive(SimpleObject)]
pub(crate) struct ListingReportCreatePayload {
    /// The report; null where it was refused.
    report: Option<ListingReport>,
    /// By which a guest reads what came of it: shown once; null for who is
    /// signed in.
    token: Option<String>,
    /// Why it was refused.
    user_errors: Vec<ListingReportCreateUserError>,
}

/// The report after a decision.
#[derive(SimpleObject)]
pub(crate) struct ListingReportResolvePayload {
    /// The report; null where the decision was refused.
    report: Option<ListingReport>,
    /// Why it was refused.
    user_errors: Vec<ListingReportResolveUserError>,
}

user_errors! {
    /// Why a report was not taken.
    ListingReportCreateUserError, ListingReportCreateErrorCode {
        /// There is no such product that the public may see.
        ProductNotFound: "Không tìm thấy sản phẩm." / "The product was not found.",
        /// The text has 1 to 2,000 characters.
        TextInvalid: "Nội dung phản ánh cần có từ 1 đến 2.000 ký tự." / "The text has 1 to 2,000 characters.",
        /// Who is not signed in gives an address.
        ContactNeeded: "Vui lòng đăng nhập hoặc để lại địa chỉ email." / "Please sign in, or leave an e-mail address.",
        /// Not an e-mail address.
        ContactInvalid: "Địa chỉ email không hợp lệ." / "This is not an e-mail address.",
        /// The reporter's last report about the product waits for a decision.
        AlreadyReported: "Phản ánh trước của bạn về sản phẩm này đang được xem xét." / "Your report about this product waits for a decision.",
        /// As many as there may be were sent.
        TooManyReports: "Đã có quá nhiều phản ánh. Vui lòng thử lại sau." / "Too many reports were sent. Please try again later.",
    }
}

user_errors! {
    /// Why a report was not decided.
    ListingReportResolveUserError, ListingReportResolveErrorCode {
        /// There is no such report within the caller's scope.
        ReportNotFound: "Không tìm thấy phản ánh." / "The report was not found.",
        /// The caller works for the producer.
        OwnListing: "Bạn không được xử lý phản ánh về sản phẩm của chủ thể mà bạn làm việc cho." / "Nobody decides about what is his own.",
        /// It was decided.
        AlreadyResolved: "Phản ánh này đã được xử lý." / "The report was decided before.",
        /// Somebody wrote it in the meantime.
        Outdated: "Phản ánh đã thay đổi sau khi bạn mở. Vui lòng tải lại." / "The report was changed in the meantime. Please load it again.",
        /// The answer has 1 to 2,000 characters.
        AnswerInvalid: "Nội dung trả lời cần có từ 1 đến 2.000 ký tự." / "The answer has 1 to 2,000 characters.",
        /// No order keeps the listing down.
        NotTakenDown: "Sản phẩm chưa bị gỡ; hãy gỡ theo văn bản của cơ quan chức năng trước." / "The listing is not down; take it down by an order first.",
    }
}
