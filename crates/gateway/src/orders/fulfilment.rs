//! What producers do with their parts.

use super::inputs::{ProducerOrderCancelInput, ProducerOrderInput, ProducerOrderShipInput};
use super::producer_order::ProducerOrder;
use crate::errors::fault;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::user_error::user_errors;
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use kernel::ProducerOrderId;
use orders::fulfil::{FulfilError, Step};

/// The producers' part of `Mutation`.
#[derive(Default)]
pub(crate) struct FulfilmentMutation;

#[Object]
impl FulfilmentMutation {
    /// Accepts a part. Permission: owner or staff of its producer, or
    /// who was given the right `ORDERS`.
    async fn producer_order_confirm(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: ProducerOrderInput,
    ) -> Result<ProducerOrderPayload> {
        step(ctx, &input.id, Step::Confirm).await
    }

    /// Records that a part is packed; who fetches it gets a letter. Permission: owner or staff of its
    /// producer, or who was given the right `ORDERS`.
    async fn producer_order_pack(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: ProducerOrderInput,
    ) -> Result<ProducerOrderPayload> {
        step(ctx, &input.id, Step::Pack).await
    }

    /// Records that a parcel left; the stock is consumed. Permission: owner or
    /// staff of its producer, or who was given the right `ORDERS`.
    async fn producer_order_ship(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and how.")] input: ProducerOrderShipInput,
    ) -> Result<ProducerOrderPayload> {
        let ship = Step::Ship {
            carrier: input.carrier,
            tracking_number: input.tracking_number,
        };
        step(ctx, &input.id, ship).await
    }

    /// Records that a part was delivered or fetched, or of a service that the
    /// guests were there, and the cash where cash was due. Permission: owner or staff of its producer,
    /// or who was given the right `ORDERS`.
    async fn producer_order_deliver(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: ProducerOrderInput,
    ) -> Result<ProducerOrderPayload> {
        step(ctx, &input.id, Step::Deliver).await
    }

    /// Gives a part up before it ships; stock and money go back. Permission:
    /// owner or staff of its producer, or who was given the right `ORDERS`.
    async fn producer_order_cancel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and why.")] input: ProducerOrderCancelInput,
    ) -> Result<ProducerOrderPayload> {
        step(
            ctx,
            &input.id,
            Step::Cancel {
                reason: input.reason,
            },
        )
        .await
    }
}

/// The part after the step.
#[derive(SimpleObject)]
pub(crate) struct ProducerOrderPayload {
    /// The part; null after an error.
    producer_order: Option<ProducerOrder>,
    /// What is wrong; empty when the step was taken.
    user_errors: Vec<ProducerOrderUserError>,
}

user_errors! {
    /// Why a step was not taken.
    ProducerOrderUserError, ProducerOrderErrorCode {
        /// There is no such part for the caller.
        ProducerOrderNotFound: "Không tìm thấy đơn hàng." / "The order was not found.",
        /// The part does not stand where the step begins; see `nextActions`.
        WrongStatus: "Đơn hàng không ở trạng thái cho phép thao tác này." / "The order's status does not allow this now.",
        /// Guests are received when the service begins, not before.
        NotBegun: "Chưa đến giờ bắt đầu dịch vụ." / "The service has not begun yet.",
        /// The carrier must have 1 to 60 characters.
        CarrierInvalid: "Tên đơn vị vận chuyển cần có từ 1 đến 60 ký tự." / "The carrier must have 1 to 60 characters.",
        /// The tracking number must have 1 to 60 characters.
        TrackingNumberInvalid: "Mã vận đơn cần có từ 1 đến 60 ký tự." / "The tracking number must have 1 to 60 characters.",
        /// The reason must have 1 to 500 characters.
        ReasonInvalid: "Lý do cần có từ 1 đến 500 ký tự." / "The reason must have 1 to 500 characters.",
    }
}

async fn step(ctx: &Context<'_>, id: &ID, step: Step) -> Result<ProducerOrderPayload> {
    use ProducerOrderErrorCode as Code;
    let id = ProducerOrderId::from_global(id)?;
    let at = |code: Code, field: &str| code.at(ctx.language(), &["input", field]);
    let error = match ctx.services().orders.fulfil(ctx.actor(), id, &step).await {
        Ok(part) => {
            ctx.loaders().clear();
            return Ok(ProducerOrderPayload {
                producer_order: Some(ProducerOrder(part)),
                user_errors: Vec::new(),
            });
        }
        Err(FulfilError::NotFound) => at(Code::ProducerOrderNotFound, "id"),
        Err(FulfilError::WrongStatus(_)) => at(Code::WrongStatus, "id"),
        Err(FulfilError::NotBegun) => at(Code::NotBegun, "id"),
        Err(FulfilError::Carrier) => at(Code::CarrierInvalid, "carrier"),
        Err(FulfilError::TrackingNumber) => at(Code::TrackingNumberInvalid, "trackingNumber"),
        Err(FulfilError::Reason) => at(Code::ReasonInvalid, "reason"),
        Err(FulfilError::Fault(error)) => return Err(fault(&error)),
    };
    Ok(ProducerOrderPayload {
        producer_order: None,
        user_errors: vec![error],
    })
}
