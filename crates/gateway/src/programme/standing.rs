//! Officers decide about producers.

use super::record::{ProducerRecord, VerificationMethod};
use crate::errors::fault;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::user_error::user_errors;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use kernel::ProducerId;
use programme::{ChangeStandingError as Refused, StandingStep};

/// The officers' part of `Mutation`.
#[derive(Default)]
pub(crate) struct StandingMutation;

#[Object]
impl StandingMutation {
    /// Records how it was established who an applicant is; it becomes
    /// `VERIFIED`. Permission: programme officer of its province, or
    /// administrator.
    async fn producer_verify(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and how.")] input: ProducerVerifyInput,
    ) -> Result<ProducerStandingPayload> {
        let step = StandingStep::Verify {
            method: input.method.into(),
            evidence: input.evidence,
        };
        decide(ctx, &input.id, step).await
    }

    /// Lets a verified producer sell. Permission: programme officer of its
    /// province, or administrator.
    async fn producer_activate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: ProducerActivateInput,
    ) -> Result<ProducerStandingPayload> {
        decide(ctx, &input.id, StandingStep::Activate).await
    }

    /// Stops a producer: from the next request on nothing of it is shown or
    /// sold. Permission: programme officer of its province, or administrator.
    async fn producer_suspend(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and why.")] input: ProducerSuspendInput,
    ) -> Result<ProducerStandingPayload> {
        let grounds = input.grounds;
        decide(ctx, &input.id, StandingStep::Suspend { grounds }).await
    }

    /// Lets a suspended producer sell again. Permission: programme officer of
    /// its province, or administrator.
    async fn producer_reinstate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: ProducerReinstateInput,
    ) -> Result<ProducerStandingPayload> {
        let grounds = input.grounds;
        decide(ctx, &input.id, StandingStep::Reinstate { grounds }).await
    }

    /// Ends a producer for good. Permission: programme officer of its
    /// province, or administrator.
    async fn producer_close(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and why.")] input: ProducerCloseInput,
    ) -> Result<ProducerStandingPayload> {
        let grounds = input.grounds;
        decide(ctx, &input.id, StandingStep::Close { grounds }).await
    }
}

/// Who a producer is, as it was established.
#[derive(InputObject)]
pub(crate) struct ProducerVerifyInput {
    /// The producer.
    id: ID,
    /// How.
    method: VerificationMethod,
    /// What was seen, 1 to 2,000 characters.
    evidence: String,
}

/// A producer that may sell.
#[derive(InputObject)]
pub(crate) struct ProducerActivateInput {
    /// The producer.
    id: ID,
}

/// A producer that is stopped.
#[derive(InputObject)]
pub(crate) struct ProducerSuspendInput {
    /// The producer.
    id: ID,
    /// Why, 1 to 2,000 characters.
    grounds: String,
}

/// A producer that may sell again.
#[derive(InputObject)]
pub(crate) struct ProducerReinstateInput {
    /// The producer.
    id: ID,
    /// Why, at most 2,000 characters.
    grounds: Option<String>,
}

/// A producer that is closed.
#[derive(InputObject)]
pub(crate) struct ProducerCloseInput {
    /// The producer.
    id: ID,
    /// Why, 1 to 2,000 characters.
    grounds: String,
}

/// The producer after the decision.
#[derive(SimpleObject)]
pub(crate) struct ProducerStandingPayload {
    /// The producer; null after an error.
    producer: Option<ProducerRecord>,
    /// What is wrong; empty when it was decided.
    user_errors: Vec<ProducerStandingUserError>,
}

user_errors! {
    /// Why a decision about a producer was not taken.
    ProducerStandingUserError, ProducerStandingErrorCode {
        /// There is no such producer in the caller's region.
        ProducerNotFound: "Không tìm thấy chủ thể." / "The producer was not found.",
        /// Nobody decides about a producer that they work for.
        OwnProducer: "Bạn không được quyết định về chủ thể của chính mình." / "You cannot decide about a producer of your own.",
        /// The producer does not stand where the decision begins.
        WrongStatus: "Chủ thể không ở trạng thái cho phép thao tác này." / "The producer's status does not allow this now.",
        /// No verification of the producer is on record.
        NotVerified: "Chủ thể chưa được xác minh." / "The producer has not been verified.",
        /// Telephone, e-mail address, street or commune of the producer is
        /// missing.
        ContactsMissing: "Chủ thể chưa có đủ điện thoại, email và địa chỉ." / "The producer's telephone, e-mail address or place is missing.",
        /// Whoever suspends or closes says why.
        GroundsMissing: "Vui lòng nêu lý do." / "Please give the grounds.",
        /// Grounds have at most 2,000 characters.
        GroundsTooLong: "Lý do dài quá 2.000 ký tự." / "The grounds are longer than 2,000 characters.",
        /// Evidence has 1 to 2,000 characters.
        EvidenceInvalid: "Căn cứ xác minh cần có từ 1 đến 2.000 ký tự." / "Evidence of 1 to 2,000 characters is needed.",
    }
}

async fn decide(ctx: &Context<'_>, id: &ID, step: StandingStep) -> Result<ProducerStandingPayload> {
    use ProducerStandingErrorCode as Is;
    let id = ProducerId::from_global(id)?;
    let programme = &ctx.services().programme;
    let (code, field) = match programme.change_standing(ctx.actor(), id, &step).await {
        Ok(producer) => {
            ctx.loaders().clear();
            return Ok(ProducerStandingPayload {
                producer: Some(producer.into()),
                user_errors: Vec::new(),
            });
        }
        Err(Refused::NotFound) => (Is::ProducerNotFound, "id"),
        Err(Refused::OwnProducer) => (Is::OwnProducer, "id"),
        Err(Refused::WrongStatus(_)) => (Is::WrongStatus, "id"),
        Err(Refused::NotVerified) => (Is::NotVerified, "id"),
        Err(Refused::ContactsMissing) => (Is::ContactsMissing, "id"),
        Err(Refused::GroundsMissing) => (Is::GroundsMissing, "grounds"),
        Err(Refused::GroundsTooLong) => (Is::GroundsTooLong, "grounds"),
        Err(Refused::InvalidEvidence) => (Is::EvidenceInvalid, "evidence"),
        Err(Refused::Fault(error)) => return Err(fault(&error)),
    };
    Ok(ProducerStandingPayload {
        producer: None,
        user_errors: vec![code.at(ctx.language(), &["input", field])],
    })
}
