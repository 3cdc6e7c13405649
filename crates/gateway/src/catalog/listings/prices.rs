//! Prices and stock, which apply at once.

use super::types::VariantPriceTier;
use crate::errors::{bad_input, fault};
use crate::schema::connection::connection;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::{DateTime, Decimal, Money};
use crate::schema::user_error::user_errors;
use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use catalog::listing::{self as domain, NewPrice, SetPriceError, SetStock, SetStockError};
use kernel::VariantId;

/// The part of `Mutation` about prices and stock.
#[derive(Default)]
pub(crate) struct PriceMutation;

#[Object]
impl PriceMutation {
    /// Sets what a variant costs. It applies at once, in carts too, unless it
    /// is more than double or less than half of what a moderator last saw: then
    /// it waits. Permission: the producer's people, and who has its right to
    /// listings.
    async fn variant_price_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which variant, and what.")] input: VariantPriceSetInput,
    ) -> Result<VariantPriceSetPayload> {
        use VariantPriceSetErrorCode as Code;
        if input.tiers.len() > 100 {
            return Err(bad_input("tiers: at most 100"));
        }
        let tiers = input.tiers.iter();
        let new = NewPrice {
            variant_id: VariantId::from_global(&input.variant_id)?,
            version: input.version.into(),
            price: input.price.money().dong(),
            compare_at_price: input.compare_at_price.map(|own| own.money().dong()),
            tiers: tiers
                .map(|tier| (tier.from, tier.price.money().dong()))
                .collect(),
        };
        let language = ctx.language();
        let at = |code: Code, field: &str| code.at(language, &["input", field]);
        let error = match ctx.services().catalog.set_price(ctx.actor(), new).await {
            Ok(waiting) => {
                ctx.loaders().clear();
                return Ok(VariantPriceSetPayload {
                    applied: waiting.is_none(),
                    waiting: waiting.map(PriceRequest),
                    user_errors: Vec::new(),
                });
            }
            Err(SetPriceError::NotFound) => at(Code::VariantNotFound, "variantId"),
            Err(SetPriceError::Outdated(version)) => {
                let mut error = at(Code::Outdated, "version");
                error.version = i32::try_from(version).ok();
                error
            }
            Err(SetPriceError::Price) => at(Code::PriceInvalid, "price"),
            Err(SetPriceError::CompareAtPrice) => at(Code::CompareAtPriceInvalid, "compareAtPrice"),
            Err(SetPriceError::Tier(place)) => {
                Code::TierInvalid.at(language, &["input", "tiers", &place.to_string()])
            }
            Err(SetPriceError::Fault(error)) => return Err(fault(&error)),
        };
        Ok(VariantPriceSetPayload {
            applied: false,
            waiting: None,
            user_errors: vec![error],
        })
    }

    /// Sets how many units of a variant there are, at once. Said twice, it
    /// changes nothing more. Permission: the producer's people, and who has its
    /// right to stock.
    async fn variant_stock_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which variant, and how many.")] input: VariantStockSetInput,
    ) -> Result<VariantStockSetPayload> {
        use VariantStockSetErrorCode as Code;
        let new = SetStock {
            variant_id: VariantId::from_global(&input.variant_id)?,
            on_hand: input.on_hand.into(),
            expected: input.expected.into(),
        };
        let language = ctx.language();
        let at = |code: Code, field: &str| code.at(language, &["input", field]);
        let int = |units: i64| i32::try_from(units).ok();
        let error = match ctx.services().catalog.set_stock(ctx.actor(), new).await {
            Ok((on_hand, reserved)) => {
                ctx.loaders().clear();
                return Ok(VariantStockSetPayload {
                    on_hand: int(on_hand),
                    reserved: int(reserved),
                    user_errors: Vec::new(),
                });
            }
            Err(SetStockError::NotFound) => at(Code::VariantNotFound, "variantId"),
            Err(SetStockError::Units) => at(Code::UnitsInvalid, "onHand"),
            Err(SetStockError::Outdated(units)) => {
                let mut error = at(Code::Outdated, "expected");
                error.units = int(units);
                error
            }
            Err(SetStockError::Reserved(units)) => {
                let mut error = at(Code::BelowReserved, "onHand");
                error.units = int(units);
                error
            }
            Err(SetStockError::Fault(error)) => return Err(fault(&error)),
        };
        Ok(VariantStockSetPayload {
            on_hand: None,
            reserved: None,
            user_errors: vec![error],
        })
    }
}

/// A price to be.
#[derive(InputObject)]
pub(crate) struct VariantPriceSetInput {
    /// Of which variant.
    variant_id: ID,
    /// Which version of it the caller saw; see `Listing.variants`.
    version: i32,
    /// Whole đồng, 1 to 1,000,000,000.
    price: Decimal,
    /// What it cost before, above the price.
    compare_at_price: Option<Decimal>,
    /// Lower prices for whoever buys many: at most 5, each for more units and
    /// less than the one before; none without it.
    #[graphql(default)]
    tiers: Vec<VariantPriceTierInput>,
}

/// A price for whoever buys many.
#[derive(InputObject)]
pub(crate) struct VariantPriceTierInput {
    /// From how many units on, 2 to 1,000.
    from: i32,
    /// What one costs then, whole đồng.
    price: Decimal,
}

/// What was counted.
#[derive(InputObject)]
pub(crate) struct VariantStockSetInput {
    /// Of which variant.
    variant_id: ID,
    /// How many there are, 0 to 1,000,000, those that are sold and not shipped
    /// included.
    on_hand: i32,
    /// How many the caller believes there were: what was sold or came in
    /// between is not overwritten.
    expected: i32,
}

/// Whether the price applies.
#[derive(SimpleObject)]
pub(crate) struct VariantPriceSetPayload {
    /// Whether it applies from now on.
    applied: bool,
    /// The price, where it waits for a moderator.
    waiting: Option<PriceRequest>,
    /// Why it was refused.
    user_errors: Vec<VariantPriceSetUserError>,
}

/// The stock after the command.
#[derive(SimpleObject)]
pub(crate) struct VariantStockSetPayload {
    /// How many there are; null where the command was refused.
    on_hand: Option<i32>,
    /// How many of these are sold and not shipped.
    reserved: Option<i32>,
    /// Why it was refused.
    user_errors: Vec<VariantStockSetUserError>,
}

user_errors! {
    /// Why a price was refused.
    VariantPriceSetUserError, VariantPriceSetErrorCode {
        /// There is no such variant that the caller acts for.
        VariantNotFound: "Không tìm thấy phân loại sản phẩm." / "The variant was not found.",
        /// Somebody wrote it in the meantime; `version` is the one now.
        Outdated: "Giá đã được người khác cập nhật. Vui lòng tải lại." / "Somebody set a price in the meantime. Please load it again.",
        /// A price is 1 to 1,000,000,000 đồng.
        PriceInvalid: "Giá phải từ 1 đến 1.000.000.000 đồng." / "A price is 1 to 1,000,000,000 đồng.",
        /// The earlier price must be above the price.
        CompareAtPriceInvalid: "Giá gốc phải cao hơn giá bán." / "The earlier price must be above the price.",
        /// A tier is not for more units and less than the one before, or there
        /// are more than five.
        TierInvalid: "Mỗi mức giá sỉ phải có số lượng lớn hơn và giá thấp hơn mức trước; tối đa 5 mức." / "Each tier is for more units and less than the one before; at most five.",
    }
    extras {
        /// With `OUTDATED`: the version now.
        version: Option<i32>,
    }
}

user_errors! {
    /// Why a stock was not set.
    VariantStockSetUserError, VariantStockSetErrorCode {
        /// There is no such variant that the caller acts for.
        VariantNotFound: "Không tìm thấy phân loại sản phẩm." / "The variant was not found.",
        /// A stock is 0 to 1,000,000 units; of a session, 0 to 1,000 places.
        UnitsInvalid: "Tồn kho phải từ 0 đến 1.000.000; một đợt dịch vụ có tối đa 1.000 chỗ." / "A stock is 0 to 1,000,000 units; a session has at most 1,000 places.",
        /// There are other numbers by now; `units` says how many.
        Outdated: "Tồn kho đã thay đổi. Vui lòng tải lại." / "The stock has changed. Please load it again.",
        /// So many are sold and not shipped; `units` says how many.
        BelowReserved: "Không thể thấp hơn số lượng đã bán chưa giao." / "It cannot be less than what is sold and not shipped.",
    }
    extras {
        /// With `OUTDATED`: how many there are; with `BELOW_RESERVED`: how many
        /// are sold and not shipped.
        units: Option<i32>,
    }
}

/// A price that waits, or waited, for a moderator.
#[derive(Clone)]
pub(crate) struct PriceRequest(pub(super) domain::PriceRequest);

/// A price that waits, or waited, for a moderator.
#[Object]
impl PriceRequest {
    /// The global id.
    async fn id(&self) -> ID {
        self.0.id.to_global()
    }

    /// The global id of the product.
    async fn product_id(&self) -> ID {
        self.0.product_id.to_global()
    }

    /// The global id of the variant.
    async fn variant_id(&self) -> ID {
        self.0.variant_id.to_global()
    }

    /// What one is to cost.
    async fn price(&self) -> Money {
        self.0.price.into()
    }

    /// What it cost before, as it is to be shown.
    async fn compare_at_price(&self) -> Option<Money> {
        self.0.compare_at_price.map(Money::from)
    }

    /// What one is to cost for whoever buys many, at most 5.
    async fn tiers(&self) -> Vec<VariantPriceTier> {
        self.0.tiers.iter().map(VariantPriceTier::new).collect()
    }

    /// What became of it.
    async fn status(&self) -> PriceRequestStatus {
        self.0.status.into()
    }

    /// When it was asked for.
    async fn asked_at(&self) -> DateTime {
        DateTime(self.0.asked_at)
    }

    /// When it was decided.
    async fn decided_at(&self) -> Option<DateTime> {
        self.0.decided_at.map(DateTime)
    }

    /// What the moderator wrote.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }
}

connection! {
    /// A page of prices that wait.
    PriceRequestConnection,
    /// A price in a list.
    PriceRequestEdge of PriceRequest
}

/// What becomes of a price that jumps.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::PriceRequestStatus")]
pub(crate) enum PriceRequestStatus {
    /// Nobody has decided.
    Waiting,
    /// It is the price now.
    Approved,
    /// The old price stays.
    Refused,
    /// Another price came before anybody decided.
    Withdrawn,
}
