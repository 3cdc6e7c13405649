//! Every query of the crate that more than one use case needs. No rules.

pub(crate) mod purchases;
pub(crate) mod recount;
pub(crate) mod sales;

use crate::address::{Address, Contact};
use crate::cart::{Choice, Choices, StoredLine};
use crate::delivery::{DeliveryMethod, Rate, RateTable};
use crate::entity::{
    cart, cart_delivery, cart_line, customer_order, fulfillment, order_event, order_line,
    producer_order,
};
use crate::order::{Fulfillment, Order, OrderEvent, OrderLine, OrderPlace, ProducerOrder, Visit};
use crate::status::{OrderStatus, PartStatus};
use chrono::NaiveDate;
use db::Tx;
use kernel::{Actor, CartId, Language, Money, OrderId, ProducerOrderId, Timestamp, id::new_uuid};
use payments::PaymentMethod;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait,
    IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Statement,
};

pub(crate) async fn lock_cart(tx: &Tx, id: CartId) -> Result<Option<cart::Model>, DbErr> {
    cart::Entity::find_by_id(id.0)
        .lock_exclusive()
        .one(tx)
        .await
}

pub(crate) async fn cart_lines(
    connection: &impl ConnectionTrait,
    id: CartId,
) -> Result<Vec<StoredLine>, DbErr> {
    let rows = cart_line::Entity::find()
        .filter(cart_line::Column::CartId.eq(id.0))
        .order_by_asc(cart_line::Column::CreatedAt)
        .order_by_asc(cart_line::Column::VariantId)
        .all(connection)
        .await?;
    Ok(rows
        .iter()
        .map(|row| StoredLine {
            variant_id: row.variant_id.into(),
            quantity: row.quantity,
        })
        .collect())
}

pub(crate) async fn cart_choices(
    connection: &impl ConnectionTrait,
    id: CartId,
) -> Result<Choices, DbErr> {
    let rows = cart_delivery::Entity::find()
        .filter(cart_delivery::Column::CartId.eq(id.0))
        .all(connection)
        .await?;
    let choice = |row: cart_delivery::Model| {
        let choice = Choice {
            method: DeliveryMethod::parse(&row.method)?,
            point: row.point_id.map(Into::into),
        };
        Some((row.producer_id.into(), choice))
    };
    Ok(rows.into_iter().filter_map(choice).collect())
}

pub(crate) fn cart_address(row: &cart::Model) -> Option<Address> {
    Some(Address {
        recipient: row.recipient.clone()?,
        phone: row.phone.clone()?,
        email: row.email.clone(),
        province_code: row.province_code.clone()?,
        commune_code: row.commune_code.clone()?,
        street: row.street.clone()?,
    })
}

pub(crate) fn cart_contact(row: &cart::Model) -> Option<Contact> {
    Some(Contact {
        recipient: row.recipient.clone()?,
        phone: row.phone.clone()?,
        email: row.email.clone(),
    })
}

pub(crate) async fn rates(
    connection: &impl ConnectionTrait,
    day: NaiveDate,
) -> Result<RateTable, DbErr> {
    let rows = connection
        .query_all_raw(Statement::from_sql_and_values(
            connection.get_database_backend(),
            "SELECT method, zone, up_to_grams, fee FROM delivery_rate \
             WHERE valid_from <= $1 AND (valid_to IS NULL OR valid_to > $1) ORDER BY method, zone, up_to_grams",
            [day.into()],
        ))
        .await?;
    let rate = |row: &sea_orm::QueryResult| {
        Ok(Rate {
            method: row.try_get_by_index(0)?,
            zone: row.try_get_by_index(1)?,
            up_to_grams: row.try_get_by_index(2)?,
            fee: Money::from_stored(row.try_get_by_index(3)?),
        })
    };
    rows.iter()
        .map(rate)
        .collect::<Result<_, DbErr>>()
        .map(RateTable)
}

/// Locks an order and then its parts, in the order of ids.
pub(crate) async fn lock_order(
    tx: &Tx,
    id: OrderId,
) -> Result<Option<(customer_order::Model, Vec<producer_order::Model>)>, DbErr> {
    let Some(order) = customer_order::Entity::find_by_id(id.0)
        .lock_exclusive()
        .one(tx)
        .await?
    else {
        return Ok(None);
    };
    let parts = producer_order::Entity::find()
        .filter(producer_order::Column::OrderId.eq(id.0))
        .order_by_asc(producer_order::Column::Id)
        .lock_exclusive()
        .all(tx)
        .await?;
    Ok(Some((order, parts)))
}

/// Moves parts to a status and the order to what its parts make of it, with a
/// history row for each.
pub(crate) async fn move_parts(
    tx: &Tx,
    order: customer_order::Model,
    parts: &mut [producer_order::Model],
    moves: &[(ProducerOrderId, PartStatus)],
    history: History<'_>,
) -> Result<OrderStatus, DbErr> {
    let now = history.at;
    for part in parts.iter_mut() {
        let Some((_, to)) = moves.iter().find(|(id, _)| id.0 == part.id) else {
            continue;
        };
        let from = part.status.clone();
        part.status = to.as_str().to_owned();
        let mut change = part.clone().into_active_model();
        change.status = Set(part.status.clone());
        if *to == PartStatus::Delivered {
            part.delivered_at = Some(now);
            change.delivered_at = Set(Some(now));
        }
        change.updated_at = Set(now);
        change.version = Set(part.version + 1);
        change.update(tx).await?;
        record(
            tx,
            order.id,
            Some(part.id),
            Some(from),
            part.status.clone(),
            &history,
        )
        .await?;
    }
    let statuses = parts
        .iter()
        .map(part_status)
        .collect::<Result<Vec<_>, _>>()?;
    let status = match OrderStatus::of_parts(&statuses) {
        OrderStatus::Cancelled if history.command == "EXPIRE" => OrderStatus::Expired,
        status => status,
    };
    if order.status != status.as_str() {
        let from = order.status.clone();
        let (id, version) = (order.id, order.version);
        let mut change = order.into_active_model();
        change.status = Set(status.as_str().to_owned());
        if status != OrderStatus::AwaitingPayment {
            change.payment_due_at = Set(None);
        }
        change.updated_at = Set(now);
        change.version = Set(version + 1);
        change.update(tx).await?;
        record(
            tx,
            id,
            None,
            Some(from),
            status.as_str().to_owned(),
            &history,
        )
        .await?;
    }
    Ok(status)
}

/// Who did what, for the history.
#[derive(Clone, Copy)]
pub(crate) struct History<'a> {
    pub(crate) command: &'a str,
    pub(crate) actor: &'a Actor,
    pub(crate) note: Option<&'a str>,
    pub(crate) at: Timestamp,
}

pub(crate) async fn record(
    tx: &Tx,
    order: uuid::Uuid,
    part: Option<uuid::Uuid>,
    from: Option<String>,
    to: String,
    history: &History<'_>,
) -> Result<(), DbErr> {
    let row = order_event::Model {
        id: new_uuid(history.at),
        order_id: order,
        producer_order_id: part,
        command: history.command.to_owned(),
        from_status: from,
        to_status: to,
        actor: history.actor.label(),
        note: history.note.map(str::to_owned),
        at: history.at,
    };
    order_event::Entity::insert(row.into_active_model())
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

pub(crate) fn corrupt(what: impl std::fmt::Display) -> DbErr {
    DbErr::Type(format!("unknown value in {what}"))
}

pub(crate) fn part_method(row: &producer_order::Model) -> Result<DeliveryMethod, DbErr> {
    DeliveryMethod::parse(&row.delivery_method).ok_or_else(|| corrupt(row.id))
}

/// Where a part is fetched, or visited: at its producer's.
fn part_place(row: &producer_order::Model) -> Result<Option<OrderPlace>, DbErr> {
    let place = |point_id, name: &String, address: &String| OrderPlace {
        point_id,
        name: name.clone(),
        address: address.clone(),
    };
    let fetched = (
        row.pick_up_point_id,
        &row.pick_up_name,
        &row.pick_up_address,
    );
    match fetched {
        (Some(point), Some(name), Some(address)) => {
            Ok(Some(place(Some(point.into()), name, address)))
        }
        (None, None, None) => {
            let visited = row.visit_address.as_ref();
            Ok(visited.map(|address| place(None, &row.producer_name, address)))
        }
        _ => Err(corrupt(row.id)),
    }
}

/// When the services of parts begin, with the part.
pub(crate) async fn visits_of(
    connection: &impl ConnectionTrait,
    parts: &[uuid::Uuid],
) -> Result<Vec<(uuid::Uuid, Timestamp)>, DbErr> {
    order_line::Entity::find()
        .select_only()
        .column(order_line::Column::ProducerOrderId)
        .column(order_line::Column::StartsAt)
        .filter(order_line::Column::ProducerOrderId.is_in(parts.iter().copied()))
        .filter(order_line::Column::StartsAt.is_not_null())
        .into_tuple()
        .all(connection)
        .await
}

pub(crate) fn part_status(row: &producer_order::Model) -> Result<PartStatus, DbErr> {
    PartStatus::parse(&row.status).ok_or_else(|| corrupt(row.id))
}

impl TryFrom<customer_order::Model> for Order {
    type Error = DbErr;

    fn try_from(row: customer_order::Model) -> Result<Self, DbErr> {
        Ok(Self {
            id: row.id.into(),
            status: OrderStatus::parse(&row.status).ok_or_else(|| corrupt(row.id))?,
            payment_method: PaymentMethod::parse(&row.payment_method)
                .ok_or_else(|| corrupt(row.id))?,
            language: if row.language == "en" {
                Language::En
            } else {
                Language::Vi
            },
            number: row.number,
            account_id: row.account_id.map(Into::into),
            recipient: row.recipient,
            phone: row.phone,
            email: row.email,
            province_code: row.province_code,
            province_name: row.province_name,
            commune_code: row.commune_code,
            commune_name: row.commune_name,
            street: row.street,
            subtotal: Money::from_stored(row.subtotal),
            delivery: Money::from_stored(row.delivery),
            total: Money::from_stored(row.total),
            placed_at: row.placed_at,
            payment_due_at: row.payment_due_at,
            updated_at: row.updated_at,
        })
    }
}

impl TryFrom<producer_order::Model> for ProducerOrder {
    type Error = DbErr;

    fn try_from(row: producer_order::Model) -> Result<Self, DbErr> {
        Ok(Self {
            id: row.id.into(),
            status: part_status(&row)?,
            delivery_method: part_method(&row)?,
            place: part_place(&row)?,
            order_id: row.order_id.into(),
            producer_id: row.producer_id.into(),
            producer_name: row.producer_name,
            producer_tax_code: row.producer_tax_code,
            producer_legal_form: row.producer_legal_form,
            weight_grams: row.weight_grams,
            subtotal: Money::from_stored(row.subtotal),
            delivery: Money::from_stored(row.delivery),
            total: Money::from_stored(row.total),
            placed_at: row.placed_at,
            updated_at: row.updated_at,
        })
    }
}

impl From<order_line::Model> for OrderLine {
    fn from(row: order_line::Model) -> Self {
        Self {
            id: row.id.into(),
            producer_order_id: row.producer_order_id.into(),
            product_id: row.product_id.into(),
            variant_id: row.variant_id.into(),
            sku: row.sku,
            product_name: row.product_name,
            product_name_en: row.product_name_en,
            variant_name: row.variant_name,
            variant_name_en: row.variant_name_en,
            unit_price: Money::from_stored(row.unit_price),
            quantity: row.quantity,
            total: Money::from_stored(row.total),
            stars: row.stars,
            certificate_id: row.certificate_id.into(),
            certificate_number: row.certificate_number,
            promised_on: row.promised_on,
            visit: row
                .starts_at
                .zip(row.ends_at)
                .map(|(starts_at, ends_at)| Visit { starts_at, ends_at }),
        }
    }
}

impl From<fulfillment::Model> for Fulfillment {
    fn from(row: fulfillment::Model) -> Self {
        Self {
            id: row.id.into(),
            producer_order_id: row.producer_order_id.into(),
            carrier: row.carrier,
            tracking_number: row.tracking_number,
            shipped_at: row.shipped_at,
            delivered_at: row.delivered_at,
        }
    }
}

impl From<order_event::Model> for OrderEvent {
    fn from(row: order_event::Model) -> Self {
        Self {
            order_id: row.order_id.into(),
            producer_order_id: row.producer_order_id.map(Into::into),
            command: row.command,
            to_status: row.to_status,
            note: row.note,
            at: row.at,
        }
    }
}
