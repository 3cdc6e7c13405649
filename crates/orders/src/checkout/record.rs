//! The rows of a new order: facts frozen as they were agreed.

use super::{Checkout, CheckoutError};
use crate::Orders;
use crate::address::Address;
use crate::cart::{CartLine, ProducerGroup, Totals};
use crate::delivery::DeliveryMethod;
use crate::entity::{cart, customer_order, order_line, producer_order};
use crate::status::{OrderStatus, PartStatus};
use catalog::SessionTimes;
use db::Tx;
use kernel::clock::{day_in_vietnam, time_in_vietnam};
use kernel::{Language, OrderId, OrderLineId, ProducerOrderId, Timestamp};
use payments::PaymentMethod;
use programme::units::UnitSnapshot;
use sea_orm::{DbErr, EntityTrait, IntoActiveModel};
use std::collections::HashMap;

impl Orders {
    /// The order's own row, with the address as it is called today.
    pub(super) async fn insert_order(
        &self,
        tx: &Tx,
        row: &cart::Model,
        command: &Checkout,
        (totals, address, due): (Totals, Address, Timestamp),
        units: &UnitSnapshot,
        now: Timestamp,
    ) -> Result<customer_order::Model, CheckoutError> {
        let today = day_in_vietnam(now);
        // Between choosing the address and now the units may have changed.
        let province = units
            .province(&address.province_code, today)
            .ok_or(CheckoutError::AddressMissing)?;
        let commune = units
            .commune(&address.commune_code, today)
            .ok_or(CheckoutError::AddressMissing)?;
        let unpaid = command.method != PaymentMethod::CashOnDelivery;
        let id = OrderId::new(now);
        let order = customer_order::Model {
            id: id.0,
            number: order_number(id, now),
            cart_id: row.id,
            // The guest follows the order with the secret of the cart.
            token_hash: row.token_hash.clone(),
            account_id: row.account_id,
            status: if unpaid {
                OrderStatus::AwaitingPayment
            } else {
                OrderStatus::Placed
            }
            .as_str()
            .to_owned(),
            payment_method: command.method.as_str().to_owned(),
            language: command.language.code().to_owned(),
            recipient: address.recipient,
            phone: address.phone,
            email: address.email,
            province_name: province.full_name(Language::Vi),
            province_code: address.province_code,
            commune_name: commune.full_name(Language::Vi),
            commune_code: address.commune_code,
            street: address.street,
            subtotal: totals.subtotal.dong(),
            delivery: totals.delivery.unwrap_or_default().dong(),
            total: totals.total.dong(),
            placed_at: now,
            payment_due_at: unpaid.then_some(due),
            updated_at: now,
            version: 1,
        };
        customer_order::Entity::insert(order.clone().into_active_model())
            .exec_without_returning(tx)
            .await?;
        Ok(order)
    }

    /// Each producer's part with its lines: who sold, what and under which
    /// certificate, as it was on the day.
    pub(super) async fn insert_parts(
        &self,
        tx: &Tx,
        order: &customer_order::Model,
        parts: &[(ProducerOrderId, &ProducerGroup)],
        units: &UnitSnapshot,
        now: Timestamp,
    ) -> Result<(), CheckoutError> {
        let status = if order.payment_due_at.is_some() {
            PartStatus::AwaitingPayment
        } else {
            PartStatus::Pending
        };
        let mut sellers = HashMap::new();
        for (_, group) in parts {
            if let Some(seller) = programme::find_producer(tx, group.producer_id).await? {
                sellers.insert(group.producer_id, seller);
            }
        }
        let today = day_in_vietnam(now);
        let address = |street: &str, commune: &str, province: &str| {
            let named = [
                units.commune(commune, today),
                units.province(province, today),
            ];
            let named = named.into_iter().flatten();
            named.fold(street.to_owned(), |address, unit| {
                format!("{address}, {}", unit.full_name(Language::Vi))
            })
        };
        let mut rows = Vec::with_capacity(parts.len());
        let mut lines = Vec::new();
        for (part, group) in parts {
            let delivery = group.delivery.unwrap_or_default();
            let seller = sellers.get(&group.producer_id);
            let seller = seller
                .ok_or_else(|| DbErr::RecordNotFound(format!("producer {}", group.producer_id)))?;
            let point = group.pick_up.as_ref();
            rows.push(
                producer_order::Model {
                    id: part.0,
                    order_id: order.id,
                    producer_id: group.producer_id.0,
                    status: status.as_str().to_owned(),
                    producer_name: seller.name.clone(),
                    producer_tax_code: seller.tax_code.clone(),
                    producer_legal_form: seller.legal_form.as_str().to_owned(),
                    province_code: seller.province_code.clone(),
                    commune_code: seller.commune_code.clone(),
                    delivery_method: group.method.as_str().to_owned(),
                    weight_grams: group.weight_grams.max(1),
                    subtotal: group.subtotal.dong(),
                    delivery: delivery.dong(),
                    total: group.subtotal.plus(delivery)?.dong(),
                    placed_at: now,
                    updated_at: now,
                    version: 1,
                    delivered_at: None,
                    pick_up_point_id: point.map(|point| point.id.0),
                    pick_up_name: point.map(|point| point.facts.name.clone()),
                    pick_up_address: point.map(|point| {
                        let own = &point.facts;
                        address(&own.street, &own.commune_code, &own.province_code)
                    }),
                    visit_address: (group.method == DeliveryMethod::Visit).then(|| {
                        address(&seller.street, &seller.commune_code, &seller.province_code)
                    }),
                }
                .into_active_model(),
            );
            for line in &group.lines {
                lines.push(order_line_row(*part, line, now)?.into_active_model());
            }
        }
        producer_order::Entity::insert_many(rows)
            .exec_without_returning(tx)
            .await?;
        order_line::Entity::insert_many(lines)
            .exec_without_returning(tx)
            .await?;
        Ok(())
    }
}

fn order_line_row(
    part: ProducerOrderId,
    line: &CartLine,
    now: Timestamp,
) -> Result<order_line::Model, CheckoutError> {
    let card = &line.quote.card;
    let variant = &line.quote.variant;
    let session = variant.session;
    let certificate = line.quote.certificate().ok_or(CheckoutError::Unavailable {
        variant: variant.id,
    })?;
    Ok(order_line::Model {
        id: OrderLineId::new(now).0,
        producer_order_id: part.0,
        product_id: card.product_id.0,
        variant_id: variant.id.0,
        sku: variant.sku.clone(),
        product_name: card.name.clone(),
        product_name_en: card.name_en.clone(),
        variant_name: called(&variant.name, session, "%H:%M %d/%m/%Y"),
        variant_name_en: variant
            .name_en
            .as_deref()
            .map(|name| called(name, session, "%-d %B %Y %H:%M")),
        unit_price: variant.price_for(line.quantity).dong(),
        quantity: line.quantity,
        total: line.total.dong(),
        stars: card.stars,
        certificate_id: certificate.id.0,
        certificate_number: certificate.number.clone(),
        group_code: card.group.as_str().to_owned(),
        tracked: line.is_tracked(),
        promised_on: line.quote.promised_on,
        starts_at: session.map(|own| own.starts_at),
        ends_at: session.map(|own| own.ends_at),
    })
}

/// A variant's name; that of a session with its beginning in Vietnam.
fn called(name: &str, session: Option<SessionTimes>, form: &str) -> String {
    match session {
        None => name.to_owned(),
        Some(own) => format!("{name}, {}", time_in_vietnam(own.starts_at).format(form)),
    }
}

/// `OC-261123-7K3F9QXA`: the day in Vietnam and forty bits of the id, without
/// letters that are easily confused. Unique in the database; not a secret.
fn order_number(id: OrderId, now: Timestamp) -> String {
    const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let bits = id.0.as_u128();
    let code: String = (0..8)
        .map(|n| {
            char::from(
                LETTERS
                    .get((bits >> (n * 5)) as usize & 31)
                    .copied()
                    .unwrap_or(b'0'),
            )
        })
        .collect();
    format!("OC-{}-{code}", day_in_vietnam(now).format("%y%m%d"))
}
