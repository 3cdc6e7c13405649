//! An order as it was agreed: facts frozen at checkout, and what happened
//! since.

use crate::delivery::DeliveryMethod;
use crate::status::{OrderStatus, PartStatus};
use chrono::NaiveDate;
use kernel::{
    AccountId, CertificateId, FulfillmentId, Language, Money, OrderId, OrderLineId, PointOfSaleId,
    ProducerId, ProducerOrderId, ProductId, Timestamp, VariantId,
};
use payments::PaymentMethod;

/// An order.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct Order {
    pub id: OrderId,
    /// What people quote on the phone; not a key.
    pub number: String,
    pub status: OrderStatus,
    pub account_id: Option<AccountId>,
    pub payment_method: PaymentMethod,
    /// In which language the shopper was served.
    pub language: Language,
    pub recipient: String,
    pub phone: String,
    pub email: Option<String>,
    pub province_code: String,
    pub province_name: String,
    pub commune_code: String,
    pub commune_name: String,
    pub street: String,
    pub subtotal: Money,
    pub delivery: Money,
    pub total: Money,
    pub placed_at: Timestamp,
    /// Until when an unpaid order keeps its goods.
    pub payment_due_at: Option<Timestamp>,
    pub updated_at: Timestamp,
}

/// One producer's part of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct ProducerOrder {
    pub id: ProducerOrderId,
    pub order_id: OrderId,
    pub producer_id: ProducerId,
    pub status: PartStatus,
    pub producer_name: String,
    pub producer_tax_code: Option<String>,
    pub producer_legal_form: String,
    pub delivery_method: DeliveryMethod,
    /// Where it is fetched or visited; not of what is carried.
    pub place: Option<OrderPlace>,
    pub weight_grams: i64,
    pub subtotal: Money,
    pub delivery: Money,
    pub total: Money,
    pub placed_at: Timestamp,
    pub updated_at: Timestamp,
}

/// Where a part is fetched or visited, as the place was called on the day of the
/// order.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct OrderPlace {
    /// The point of sale; of what is fetched.
    pub point_id: Option<PointOfSaleId>,
    pub name: String,
    /// Street, commune and province.
    pub address: String,
}

/// One line of a part, as it was sold.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct OrderLine {
    pub id: OrderLineId,
    pub producer_order_id: ProducerOrderId,
    pub product_id: ProductId,
    pub variant_id: VariantId,
    pub sku: String,
    pub product_name: String,
    pub product_name_en: Option<String>,
    pub variant_name: String,
    pub variant_name_en: Option<String>,
    pub unit_price: Money,
    pub quantity: i64,
    pub total: Money,
    pub stars: i32,
    pub certificate_id: CertificateId,
    pub certificate_number: String,
    /// On which day at the latest it was to leave, where that was promised.
    pub promised_on: Option<NaiveDate>,
    /// When it takes place; services only.
    pub visit: Option<Visit>,
}

/// When a service that was booked takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct Visit {
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
}

/// A parcel.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct Fulfillment {
    pub id: FulfillmentId,
    pub producer_order_id: ProducerOrderId,
    pub carrier: String,
    pub tracking_number: String,
    pub shipped_at: Timestamp,
    pub delivered_at: Option<Timestamp>,
}

/// Something that happened to an order.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct OrderEvent {
    pub order_id: OrderId,
    pub producer_order_id: Option<ProducerOrderId>,
    pub command: String,
    pub to_status: String,
    pub note: Option<String>,
    pub at: Timestamp,
}
