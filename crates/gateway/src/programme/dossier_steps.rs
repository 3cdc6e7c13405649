//! What producers and officers do with dossiers.

use super::dossiers::{Dossier, DossierKind};
use crate::errors::fault;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::Date;
use crate::schema::user_error::user_errors;
use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use kernel::{CertificateId, CycleId, DossierId, ProducerId};
use programme::council::CloseScoringError;
use programme::dossiers::{
    AdvanceDossierError, DocumentState, DossierStep, MissingDocument, NewCommuneReport, NewDossier,
    RegisterDossierError, ReportCommuneError,
};

/// A product to bring into a cycle.
#[derive(InputObject)]
pub(crate) struct DossierRegisterInput {
    /// In which cycle.
    cycle_id: ID,
    /// Whose.
    producer_id: ID,
    /// Why; a renewal and an upgrade begin with the dossier itself.
    #[graphql(default_with = "DossierKind::New")]
    kind: DossierKind,
    /// The certificate that a renewal or an upgrade follows.
    previous_certificate_id: Option<ID>,
    /// The product's name, 1 to 200 characters; that of the certificate before
    /// without it.
    product_name: Option<String>,
    /// The code of its group; see `ProgrammeCycle.groups`.
    group_code: String,
    /// The number of its product set: under Decision 148, and only there.
    product_set: Option<i32>,
    /// The idea, 1 to 20,000 characters.
    idea: String,
}

/// A dossier.
#[derive(InputObject)]
pub(crate) struct DossierInput {
    /// Which.
    id: ID,
}

/// An idea to hand in anew.
#[derive(InputObject)]
pub(crate) struct DossierIdeaReviseInput {
    /// Which dossier.
    id: ID,
    /// The idea, 1 to 20,000 characters.
    idea: String,
}

/// A business plan to hand in.
#[derive(InputObject)]
pub(crate) struct DossierPlanSubmitInput {
    /// Which dossier.
    id: ID,
    /// The plan, 1 to 20,000 characters.
    plan: String,
}

/// What an officer says of a dossier.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DossierReviewAction {
    /// Take the idea on.
    AcceptIdea,
    /// Give the idea back, with reasons.
    ReturnIdea,
    /// Take the business plan on.
    AcceptPlan,
    /// Give the business plan back, with reasons.
    ReturnPlan,
    /// Begin the commune's review.
    BeginReview,
    /// Give the dossier back, with reasons.
    Return,
    /// Pass the dossier on to the province.
    Forward,
    /// Begin the advisory team's check.
    BeginCheck,
}

/// What an officer says of a dossier.
#[derive(InputObject)]
pub(crate) struct DossierReviewInput {
    /// Which.
    id: ID,
    /// What.
    action: DossierReviewAction,
    /// Why: 1 to 2,000 characters where something is given back.
    reasons: Option<String>,
}

/// What a commune's People's Committee says of a dossier, on the four criteria
/// of Decision 1489/QĐ-TTg.
#[derive(InputObject)]
pub(crate) struct CommuneReportCreateInput {
    /// Of which dossier.
    dossier_id: ID,
    /// Product and raw material are of the place.
    local_origin: bool,
    /// It employs local people.
    local_labour: bool,
    /// The idea is the producer's own.
    idea_origin: bool,
    /// It carries local identity and know-how.
    local_identity: bool,
    /// What else it says, at most 5,000 characters.
    #[graphql(default)]
    remarks: String,
    /// When the committee met.
    meeting_on: Date,
}

/// The dossier after the step.
#[derive(SimpleObject)]
pub(crate) struct DossierPayload {
    /// The dossier; null after an error.
    dossier: Option<Dossier>,
    /// What is wrong; empty when the step was taken.
    user_errors: Vec<DossierUserError>,
}

user_errors! {
    /// Why a step was not taken.
    DossierUserError, DossierErrorCode {
        /// There is no such dossier for the caller.
        DossierNotFound: "Không tìm thấy hồ sơ này." / "The dossier was not found.",
        /// There is no such open cycle.
        CycleNotFound: "Không tìm thấy chu trình đang mở này." / "There is no such open cycle.",
        /// There is no such producer for the caller.
        ProducerNotFound: "Không tìm thấy chủ thể này." / "The producer was not found.",
        /// The cycle is another province's.
        OtherProvince: "Chu trình này thuộc tỉnh khác." / "The cycle is another province's.",
        /// The producer's standing does not allow this.
        ProducerStanding: "Tình trạng của chủ thể không cho phép thao tác này." / "The producer's standing does not allow this.",
        /// The product needs a name of 1 to 200 characters.
        ProductNameInvalid: "Tên sản phẩm cần có từ 1 đến 200 ký tự." / "The product needs a name of 1 to 200 characters.",
        /// A text of 1 to 20,000 characters is needed.
        TextInvalid: "Nội dung cần có từ 1 đến 20.000 ký tự." / "A text of 1 to 20,000 characters is needed.",
        /// The scheme has no such group, or the set is another group's.
        GroupInvalid: "Nhóm hoặc bộ sản phẩm không hợp lệ." / "The product group or set is not valid.",
        /// The producer's legal form is for tourism only.
        TourismOnly: "Loại hình chủ thể này chỉ được tham gia nhóm dịch vụ du lịch." / "The producer's legal form is for tourism only.",
        /// The certificate before does not fit the kind of dossier.
        PreviousCertificateInvalid: "Giấy chứng nhận trước đó không phù hợp." / "The certificate before does not fit.",
        /// The product is in this cycle already.
        AlreadyRegistered: "Sản phẩm đã có hồ sơ trong chu trình này." / "The product is in this cycle already.",
        /// The dossier does not stand where the step begins; see
        /// `nextActions`.
        WrongStatus: "Hồ sơ không ở trạng thái cho phép thao tác này." / "The dossier's status does not allow this now.",
        /// Reasons of 1 to 2,000 characters are needed.
        ReasonsMissing: "Cần nêu lý do, từ 1 đến 2.000 ký tự." / "Reasons of 1 to 2,000 characters are needed.",
        /// The commune has not reported on what was handed in last.
        ReportMissing: "Chưa có báo cáo đánh giá của UBND cấp xã cho lần nộp này." / "The commune's report on what was handed in last is missing.",
        /// Mandatory documents are missing or have expired: the message says
        /// which, and `missingDocuments` names their codes.
        DocumentsMissing: "Hồ sơ còn thiếu tài liệu bắt buộc, hoặc tài liệu đã hết hạn" / "Mandatory documents are missing, or have expired",
        /// The remarks have more than 5,000 characters.
        RemarksTooLong: "Nhận xét không được quá 5.000 ký tự." / "The remarks may have at most 5,000 characters.",
        /// The meeting lies in the future.
        MeetingInvalid: "Ngày họp không được ở tương lai." / "The meeting lies in the future.",
        /// Fewer sheets are signed than the quorum.
        NoQuorum: "Chưa đủ số phiếu chấm theo quy định." / "Fewer sheets are signed than the quorum.",
    }
    extras {
        /// With `DOCUMENTS_MISSING`: the codes of the checklist's lines that
        /// hinder; see `Dossier.checklist`.
        missing_documents: Vec<String>,
    }
}

/// What producers and officers do with dossiers.
#[derive(Default)]
pub(crate) struct DossierMutation;

#[Object]
impl DossierMutation {
    /// Brings a product into a cycle. Permission: owner or staff of the
    /// producer, programme officer of its province, or administrator.
    async fn dossier_register(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The product.")] input: DossierRegisterInput,
    ) -> Result<DossierPayload> {
        use DossierErrorCode as Code;
        use RegisterDossierError as Error;
        let previous = input.previous_certificate_id.as_ref();
        let new = NewDossier {
            cycle_id: CycleId::from_global(&input.cycle_id)?,
            producer_id: ProducerId::from_global(&input.producer_id)?,
            kind: input.kind.into(),
            previous_certificate_id: previous.map(CertificateId::from_global).transpose()?,
            product_name: input.product_name,
            group_code: input.group_code,
            product_set: input.product_set,
            idea: input.idea,
            demo: false,
        };
        let programme = &ctx.services().programme;
        let (code, field) = match programme.register_dossier(ctx.actor(), new).await {
            Ok(dossier) => return Ok(done(dossier)),
            Err(Error::CycleNotFound) => (Code::CycleNotFound, "cycleId"),
            Err(Error::ProducerNotFound) => (Code::ProducerNotFound, "producerId"),
            Err(Error::OtherProvince) => (Code::OtherProvince, "cycleId"),
            Err(Error::ProducerStanding) => (Code::ProducerStanding, "producerId"),
            Err(Error::InvalidName) => (Code::ProductNameInvalid, "productName"),
            Err(Error::InvalidIdea) => (Code::TextInvalid, "idea"),
            Err(Error::InvalidGroup) => (Code::GroupInvalid, "groupCode"),
            Err(Error::TourismOnly) => (Code::TourismOnly, "groupCode"),
            Err(Error::PreviousCertificate) => {
                (Code::PreviousCertificateInvalid, "previousCertificateId")
            }
            Err(Error::AlreadyRegistered) => (Code::AlreadyRegistered, "productName"),
            Err(Error::Fault(error)) => return Err(fault(&error)),
        };
        Ok(refused(ctx, code, field))
    }

    /// Hands an idea in anew. Permission: owner or staff of the producer.
    async fn dossier_idea_revise(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and the idea.")] input: DossierIdeaReviseInput,
    ) -> Result<DossierPayload> {
        let step = DossierStep::ReviseIdea { idea: input.idea };
        advance(ctx, &input.id, step, "idea").await
    }

    /// Hands a business plan in. Permission: owner or staff of the producer.
    async fn dossier_plan_submit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and the plan.")] input: DossierPlanSubmitInput,
    ) -> Result<DossierPayload> {
        let step = DossierStep::SubmitPlan { plan: input.plan };
        advance(ctx, &input.id, step, "plan").await
    }

    /// Hands a dossier in to the commune, with every mandatory document of its
    /// checklist. Permission: owner or staff of the
    /// producer.
    async fn dossier_submit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: DossierInput,
    ) -> Result<DossierPayload> {
        advance(ctx, &input.id, DossierStep::Submit, "id").await
    }

    /// Takes a dossier back. Permission: owner or staff of the producer.
    async fn dossier_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: DossierInput,
    ) -> Result<DossierPayload> {
        advance(ctx, &input.id, DossierStep::Withdraw, "id").await
    }

    /// Takes a dossier a step further, or gives it back. Permission: programme
    /// officer of the cycle's province, or administrator.
    async fn dossier_review(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and what.")] input: DossierReviewInput,
    ) -> Result<DossierPayload> {
        use DossierReviewAction as Action;
        let reasons = input.reasons.unwrap_or_default();
        let step = match input.action {
            Action::AcceptIdea => DossierStep::AcceptIdea,
            Action::ReturnIdea => DossierStep::ReturnIdea { reasons },
            Action::AcceptPlan => DossierStep::AcceptPlan,
            Action::ReturnPlan => DossierStep::ReturnPlan { reasons },
            Action::BeginReview => DossierStep::BeginReview,
            Action::Return => DossierStep::Return { reasons },
            Action::Forward => DossierStep::Forward,
            Action::BeginCheck => DossierStep::BeginCheck,
        };
        advance(ctx, &input.id, step, "reasons").await
    }

    /// Records a commune's report during its review. Permission: programme
    /// officer of the cycle's province, or administrator.
    async fn commune_report_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The report.")] input: CommuneReportCreateInput,
    ) -> Result<DossierPayload> {
        use DossierErrorCode as Code;
        use ReportCommuneError as Error;
        let id = DossierId::from_global(&input.dossier_id)?;
        let new = NewCommuneReport {
            dossier_id: id,
            local_origin: input.local_origin,
            local_labour: input.local_labour,
            idea_origin: input.idea_origin,
            local_identity: input.local_identity,
            remarks: input.remarks,
            meeting_on: input.meeting_on.0,
        };
        let programme = &ctx.services().programme;
        let (code, field) = match programme.report_commune(ctx.actor(), new).await {
            Ok(_) => {
                ctx.loaders().clear_round();
                return Ok(DossierPayload {
                    dossier: Some(Dossier::load(ctx, id).await?),
                    user_errors: Vec::new(),
                });
            }
            Err(Error::NotFound) => (Code::DossierNotFound, "dossierId"),
            Err(Error::WrongStatus(_)) => (Code::WrongStatus, "dossierId"),
            Err(Error::RemarksTooLong) => (Code::RemarksTooLong, "remarks"),
            Err(Error::InvalidDay) => (Code::MeetingInvalid, "meetingOn"),
            Err(Error::Fault(error)) => return Err(fault(&error)),
        };
        Ok(refused(ctx, code, field))
    }

    /// Closes the scoring of a dossier: its average is that of all signed
    /// sheets. Permission: programme officer of the cycle's province, or
    /// administrator.
    async fn dossier_scoring_close(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: DossierInput,
    ) -> Result<DossierPayload> {
        use CloseScoringError as Error;
        use DossierErrorCode as Code;
        let id = DossierId::from_global(&input.id)?;
        let programme = &ctx.services().programme;
        let code = match programme.close_scoring(ctx.actor(), id).await {
            Ok(dossier) => {
                ctx.loaders().clear_round();
                return Ok(done(dossier));
            }
            Err(Error::NotFound) => Code::DossierNotFound,
            Err(Error::WrongStatus(_)) => Code::WrongStatus,
            Err(Error::NoQuorum { .. }) => Code::NoQuorum,
            Err(Error::Fault(error)) => return Err(fault(&error)),
        };
        Ok(refused(ctx, code, "id"))
    }
}

async fn advance(
    ctx: &Context<'_>,
    id: &ID,
    step: DossierStep,
    text: &str,
) -> Result<DossierPayload> {
    use AdvanceDossierError as Error;
    use DossierErrorCode as Code;
    let id = DossierId::from_global(id)?;
    let programme = &ctx.services().programme;
    let (code, field) = match programme.advance_dossier(ctx.actor(), id, &step).await {
        Ok(dossier) => {
            ctx.loaders().clear_round();
            return Ok(done(dossier));
        }
        Err(Error::NotFound) => (Code::DossierNotFound, "id"),
        Err(Error::WrongStatus(_)) => (Code::WrongStatus, "id"),
        Err(Error::InvalidText) => (Code::TextInvalid, text),
        Err(Error::ReasonsMissing) => (Code::ReasonsMissing, "reasons"),
        Err(Error::ReportMissing) => (Code::ReportMissing, "id"),
        Err(Error::DocumentsMissing(missing)) => return Ok(incomplete(ctx, &missing)),
        Err(Error::Fault(error)) => return Err(fault(&error)),
    };
    Ok(refused(ctx, code, field))
}

fn done(dossier: programme::dossiers::Dossier) -> DossierPayload {
    DossierPayload {
        dossier: Some(dossier.into()),
        user_errors: Vec::new(),
    }
}

fn refused(ctx: &Context<'_>, code: DossierErrorCode, field: &str) -> DossierPayload {
    DossierPayload {
        dossier: None,
        user_errors: vec![code.at(ctx.language(), &["input", field])],
    }
}

/// Says which documents hinder: by name in the message, by code beside it.
fn incomplete(ctx: &Context<'_>, missing: &[MissingDocument]) -> DossierPayload {
    let language = ctx.language();
    let mut error = DossierErrorCode::DocumentsMissing.at(language, &["input", "id"]);
    let names: Vec<_> = missing
        .iter()
        .map(|one| {
            let state = match one.state {
                DocumentState::Expired => language.pick(", đã hết hạn", ", expired"),
                DocumentState::Missing | DocumentState::Met => "",
            };
            format!("{} ({}{state})", one.kind.name(language), one.kind.code)
        })
        .collect();
    error.message = format!("{}: {}.", error.message, names.join("; "));
    error.missing_documents = missing.iter().map(|one| one.kind.code.clone()).collect();
    DossierPayload {
        dossier: None,
        user_errors: vec![error],
    }
}
