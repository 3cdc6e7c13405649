//! Units at points of sale.

use super::PointOfSale;
use crate::errors::{fault, internal};
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::DateTime;
use crate::schema::user_error::user_errors;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use catalog::points_of_sale::{
    CountPointStock, CountPointStockError, MoveStock, MoveStockError, PointStock,
};
use kernel::{PointOfSaleId, VariantId};

/// The part of `Mutation` about units at points of sale.
#[derive(Default)]
pub(crate) struct PointStockMutation;

#[Object]
impl PointStockMutation {
    /// Moves units of a variant between the producer's store, from which orders
    /// are sent, and points of sale that have its product on their shelves, at
    /// once. Permission: the producer's people, and who has its right to stock.
    async fn variant_stock_move(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What, from where, and to where.")] input: VariantStockMoveInput,
    ) -> Result<VariantStockMovePayload> {
        use VariantStockMoveErrorCode as Code;
        let point = |id: &Option<ID>| id.as_ref().map(PointOfSaleId::from_global).transpose();
        let units = MoveStock {
            variant_id: VariantId::from_global(&input.variant_id)?,
            from: point(&input.from_point_of_sale_id)?,
            to: point(&input.to_point_of_sale_id)?,
            quantity: input.quantity.into(),
            idempotency_key: input.idempotency_key,
        };
        let at = |code: Code, field: &str| code.at(ctx.language(), &["input", field]);
        let int = |units: i64| i32::try_from(units).ok();
        let catalog = &ctx.services().catalog;
        let error = match catalog.move_stock(ctx.actor(), &units).await {
            Ok((on_hand, reserved)) => {
                ctx.loaders().clear();
                return Ok(VariantStockMovePayload {
                    on_hand: int(on_hand),
                    reserved: int(reserved),
                    user_errors: Vec::new(),
                });
            }
            Err(MoveStockError::NotFound) => at(Code::VariantNotFound, "variantId"),
            Err(MoveStockError::Service) => at(Code::IsService, "variantId"),
            Err(MoveStockError::SamePlace) => at(Code::SamePlace, "toPointOfSaleId"),
            Err(MoveStockError::Quantity) => at(Code::QuantityInvalid, "quantity"),
            Err(MoveStockError::UnknownFrom) => at(Code::PointOfSaleNotFound, "fromPointOfSaleId"),
            Err(MoveStockError::UnknownTo) => at(Code::PointOfSaleNotFound, "toPointOfSaleId"),
            Err(MoveStockError::TooMany) => at(Code::TooMany, "quantity"),
            Err(MoveStockError::BadKey) => at(Code::IdempotencyKeyInvalid, "idempotencyKey"),
            Err(MoveStockError::KeyReused) => at(Code::IdempotencyKeyReused, "idempotencyKey"),
            Err(MoveStockError::TooFew(units)) => {
                let mut error = at(Code::TooFew, "quantity");
                error.units = int(units);
                error
            }
            Err(MoveStockError::Fault(error)) => return Err(fault(&error)),
        };
        Ok(VariantStockMovePayload {
            on_hand: None,
            reserved: None,
            user_errors: vec![error],
        })
    }

    /// Sets how many units of a variant stand at a point of sale, at once: what
    /// was sold over the counter is gone. Said twice, it changes nothing more.
    /// Permission: whoever may change the point; of its own goods, the
    /// producer's people, and who has its right to stock.
    async fn point_of_sale_stock_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Where, which variant, and how many.")] input: PointOfSaleStockSetInput,
    ) -> Result<PointOfSaleStockSetPayload> {
        use PointOfSaleStockSetErrorCode as Code;
        let new = CountPointStock {
            point_id: PointOfSaleId::from_global(&input.id)?,
            variant_id: VariantId::from_global(&input.variant_id)?,
            on_hand: input.on_hand.into(),
            expected: input.expected.into(),
        };
        let at = |code: Code, field: &str| code.at(ctx.language(), &["input", field]);
        let catalog = &ctx.services().catalog;
        let error = match catalog.count_point_stock(ctx.actor(), new).await {
            Ok(on_hand) => {
                ctx.loaders().clear_points();
                return Ok(PointOfSaleStockSetPayload {
                    on_hand: i32::try_from(on_hand).ok(),
                    user_errors: Vec::new(),
                });
            }
            Err(CountPointStockError::NotFound) => at(Code::ShelfNotFound, "id"),
            Err(CountPointStockError::Service) => at(Code::IsService, "variantId"),
            Err(CountPointStockError::Units) => at(Code::UnitsInvalid, "onHand"),
            Err(CountPointStockError::Outdated(units)) => {
                let mut error = at(Code::Outdated, "expected");
                error.units = i32::try_from(units).ok();
                error
            }
            Err(CountPointStockError::Fault(error)) => return Err(fault(&error)),
        };
        Ok(PointOfSaleStockSetPayload {
            on_hand: None,
            user_errors: vec![error],
        })
    }
}

/// Units on their way.
#[derive(InputObject)]
pub(crate) struct VariantStockMoveInput {
    /// Of which variant.
    variant_id: ID,
    /// Where they stand; the producer's store without it.
    from_point_of_sale_id: Option<ID>,
    /// Where they go; the producer's store without it.
    to_point_of_sale_id: Option<ID>,
    /// How many, 1 to 1,000,000.
    quantity: i32,
    /// 1 to 255 characters of the client's choice. The same key and input move
    /// units once, however often they are sent; with other input it is refused.
    idempotency_key: String,
}

/// What was counted at a point of sale.
#[derive(InputObject)]
pub(crate) struct PointOfSaleStockSetInput {
    /// The point of sale.
    id: ID,
    /// Of which variant.
    variant_id: ID,
    /// How many there are, 0 to 1,000,000.
    on_hand: i32,
    /// How many the caller believes there were, 0 where nobody counted: what
    /// was moved in between is not overwritten.
    expected: i32,
}

/// What is left in the producer's store.
#[derive(SimpleObject)]
pub(crate) struct VariantStockMovePayload {
    /// How many there are; null where the command was refused.
    on_hand: Option<i32>,
    /// How many of these are sold and not shipped.
    reserved: Option<i32>,
    /// Why it was refused.
    user_errors: Vec<VariantStockMoveUserError>,
}

/// What stands at the point of sale.
#[derive(SimpleObject)]
pub(crate) struct PointOfSaleStockSetPayload {
    /// How many there are; null where the command was refused.
    on_hand: Option<i32>,
    /// Why it was refused.
    user_errors: Vec<PointOfSaleStockSetUserError>,
}

user_errors! {
    /// Why units were not moved.
    VariantStockMoveUserError, VariantStockMoveErrorCode {
        /// There is no such variant that the caller acts for.
        VariantNotFound: "Không tìm thấy phân loại sản phẩm." / "The variant was not found.",
        /// Services are booked by their sessions and stand nowhere.
        IsService: "Dịch vụ được đặt theo đợt, không có hàng tại điểm bán." / "Services are booked by their sessions and have no units at points of sale.",
        /// Units are moved from one place to another.
        SamePlace: "Nơi đi và nơi đến phải khác nhau." / "Units are moved from one place to another.",
        /// 1 to 1,000,000 units are moved.
        QuantityInvalid: "Số lượng phải từ 1 đến 1.000.000." / "1 to 1,000,000 units are moved.",
        /// There is no such point of sale with the product on its shelf, or it
        /// is closed.
        PointOfSaleNotFound: "Không tìm thấy điểm bán đang mở có trưng bày sản phẩm này." / "No open point of sale with the product on its shelf was found.",
        /// Fewer are there and not sold; `units` says how many.
        TooFew: "Không đủ hàng để chuyển." / "Fewer units are there.",
        /// A place has at most 1,000,000 units.
        TooMany: "Mỗi nơi chứa tối đa 1.000.000 sản phẩm." / "A place has at most 1,000,000 units.",
        /// The idempotency key must have 1 to 255 characters.
        IdempotencyKeyInvalid: "Khoá chống lặp phải có từ 1 đến 255 ký tự." / "The idempotency key must have 1 to 255 characters.",
        /// The idempotency key was used with other input.
        IdempotencyKeyReused: "Khoá chống lặp đã được dùng cho yêu cầu khác." / "The idempotency key was used with other input.",
    }
    extras {
        /// With `TOO_FEW`: how many are there.
        units: Option<i32>,
    }
}

user_errors! {
    /// Why a count was not taken.
    PointOfSaleStockSetUserError, PointOfSaleStockSetErrorCode {
        /// There is no such point of sale with the product on its shelf for
        /// which the caller counts.
        ShelfNotFound: "Không tìm thấy sản phẩm này trên kệ của điểm bán." / "The product was not found on a shelf there.",
        /// Services are booked by their sessions and stand nowhere.
        IsService: "Dịch vụ được đặt theo đợt, không có hàng tại điểm bán." / "Services are booked by their sessions and have no units at points of sale.",
        /// A stock is 0 to 1,000,000 units.
        UnitsInvalid: "Số lượng phải từ 0 đến 1.000.000." / "A stock is 0 to 1,000,000 units.",
        /// There were `units` in the meantime.
        Outdated: "Số lượng đã thay đổi. Vui lòng tải lại." / "The stock has changed in the meantime. Please load it again.",
    }
    extras {
        /// With `OUTDATED`: how many there are.
        units: Option<i32>,
    }
}

/// Counted units of a variant at a point of sale.
#[derive(Clone)]
pub(crate) struct PointOfSaleStock(pub(crate) PointStock);

/// Counted units of a variant at a point of sale.
#[Object]
impl PointOfSaleStock {
    /// Which variant.
    async fn variant_id(&self) -> ID {
        self.0.variant_id.to_global()
    }

    /// Where.
    async fn point_of_sale(&self, ctx: &Context<'_>) -> Result<PointOfSale> {
        let point = ctx.loaders().points.load(self.0.point_id).await?;
        let point = point.ok_or_else(|| internal(&format!("no point {}", self.0.point_id)))?;
        Ok(PointOfSale::from((*point).clone()))
    }

    /// How many.
    async fn on_hand(&self) -> i32 {
        i32::try_from(self.0.on_hand).unwrap_or(i32::MAX)
    }

    /// When they were counted or moved last.
    async fn counted_at(&self) -> DateTime {
        DateTime(self.0.counted_at)
    }
}
