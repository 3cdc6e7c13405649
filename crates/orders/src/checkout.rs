//! Checkout: a cart becomes an order in one transaction, or nothing happens.
//! [`record`] writes the order's rows, and [`CheckoutError`] says why there are
//! none.

mod error;
mod record;

pub use error::CheckoutError;

use crate::Orders;
use crate::address::Address;
use crate::cart::{CartLine, CartStatus, ProducerGroup, Totals, group, to_fetch};
use crate::cart_edit::{CartAccess, status};
use crate::entity::{cart, customer_order};
use crate::order::Order;
use crate::store::{self, History};
use crate::{events, jobs as own_jobs};
use ::jobs::{Event, NewJob, enqueue};
use catalog::{Catalog, NotNow, Wanted};
use chrono::Duration;
use db::Tx;
use db::idempotency::{self, Claim};
use kernel::{
    Actor, Language, Money, OrderId, ProducerOrderId, Timestamp, VariantId, clock::day_in_vietnam,
};
use payments::PaymentMethod;
use programme::units::UnitSnapshot;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, DbErr, EntityTrait, IntoActiveModel};
use serde::Serialize;
use uuid::Uuid;

/// How long an unpaid order keeps its goods; places only until they are used.
pub const PAYMENT_MINUTES: i64 = 15;

/// What a checkout asks for.
#[derive(Clone, Debug)]
pub struct Checkout {
    /// Which cart, by what right.
    pub access: CartAccess,
    /// How it will be paid.
    pub method: PaymentMethod,
    /// What the card form made of the card; card payments only.
    pub payment_token: Option<String>,
    /// The total that the shopper saw.
    pub expected_total: Money,
    /// The same key and input make one order, however often they are sent.
    pub idempotency_key: String,
    /// In which language the shopper is served.
    pub language: Language,
}

/// What a completed key remembers.
#[derive(Serialize, serde::Deserialize)]
struct Outcome {
    order: OrderId,
    attempt: Option<Uuid>,
}

/// The part of the input that a key stands for.
#[derive(Serialize)]
struct KeyedInput<'a> {
    method: PaymentMethod,
    payment_token: &'a Option<String>,
    expected_total: Money,
}

impl Orders {
    /// Makes an order of a cart. Card payments are asked of the provider after
    /// the commit; its answer, early or late, settles the order.
    ///
    /// # Errors
    /// [`CheckoutError`]; nothing is reserved, stored or charged then.
    pub async fn checkout(
        &self,
        actor: &Actor,
        command: &Checkout,
    ) -> Result<Order, CheckoutError> {
        let key = idempotency::key(&command.idempotency_key).ok_or(CheckoutError::BadKey)?;
        if !self.payments.offers(command.method) {
            return Err(CheckoutError::MethodNotOffered);
        }
        if command.method == PaymentMethod::Card {
            payments::check_token(command.payment_token.as_deref().unwrap_or_default())?;
        }
        let units = self.units.snapshot().await?;
        let outcome = db::retry(|| self.place(actor, command, key, &units)).await?;
        self.outbox.wake();
        if let Some(attempt) = outcome.attempt {
            // The job does the same if this process dies here.
            if let Err(error) = self.charge(attempt).await {
                tracing::info!(%error, "the charge is left to the queue");
            }
        }
        let order = customer_order::Entity::find_by_id(outcome.order.0)
            .one(self.db.primary())
            .await?;
        let order =
            order.ok_or_else(|| DbErr::RecordNotFound(format!("order {}", outcome.order)))?;
        Ok(order.try_into()?)
    }

    /// The one transaction.
    async fn place(
        &self,
        actor: &Actor,
        command: &Checkout,
        key: &str,
        units: &UnitSnapshot,
    ) -> Result<Outcome, CheckoutError> {
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let row = store::lock_cart(&tx, command.access.id).await?;
        let row = row
            .filter(|row| self.may_use(actor, &command.access, row))
            .ok_or(CheckoutError::CartNotFound)?;
        // The right to the cart comes first: nobody else sees what a key did.
        let scope = format!("checkout:{}", row.id);
        let input = KeyedInput {
            method: command.method,
            payment_token: &command.payment_token,
            expected_total: command.expected_total,
        };
        match idempotency::claim(&tx, &scope, key, idempotency::hash(&input), now).await? {
            Claim::New => {}
            Claim::Conflict => return Err(CheckoutError::KeyReused),
            Claim::Replay(result) => {
                return serde_json::from_str(&result)
                    .map_err(|error| DbErr::Type(error.to_string()).into());
            }
        }
        match status(&row, now) {
            CartStatus::Open => {}
            CartStatus::Completed => return Err(CheckoutError::CartCompleted),
            CartStatus::Expired => return Err(CheckoutError::CartExpired),
        }
        let (groups, totals, address) = self.price(&tx, &row, command, units, now).await?;
        if totals.total != command.expected_total {
            return Err(CheckoutError::TotalChanged {
                total: totals.total,
            });
        }
        let parts: Vec<(ProducerOrderId, &ProducerGroup)> = groups
            .iter()
            .map(|group| (ProducerOrderId::new(now), group))
            .collect();
        let wanted: Vec<Wanted> = parts
            .iter()
            .flat_map(|(part, group)| {
                group.lines.iter().map(|line| Wanted {
                    producer_order_id: *part,
                    variant_id: line.quote.variant.id,
                    quantity: line.quantity,
                    tracked: line.is_tracked(),
                })
            })
            .collect();
        let due = payment_due(&groups, now);
        let order = self
            .insert_order(&tx, &row, command, (totals, address, due), units, now)
            .await?;
        // Stock rows come last in the order of locks, and parts refer to the
        // order, so the order's row is written before; a refusal undoes it.
        self.insert_parts(&tx, &order, &parts, units, now).await?;
        self.catalog.reserve(&tx, &wanted, actor, now).await?;
        let outcome = self.open_payment(&tx, &order, command, now).await?;
        let history = History {
            command: "CHECKOUT",
            actor,
            note: None,
            at: now,
        };
        store::record(&tx, order.id, None, None, order.status.clone(), &history).await?;
        let mut done = row.into_active_model();
        done.status = Set("COMPLETED".to_owned());
        done.updated_at = Set(now);
        done.update(&tx).await?;
        let result =
            serde_json::to_string(&outcome).map_err(|error| DbErr::Type(error.to_string()))?;
        idempotency::complete(&tx, &scope, key, &result).await?;
        tx.commit().await?;
        Ok(outcome)
    }

    /// Prices and checks the cart under lock: what is refused here would have
    /// been shown by the cart.
    async fn price(
        &self,
        tx: &Tx,
        row: &cart::Model,
        command: &Checkout,
        units: &UnitSnapshot,
        now: Timestamp,
    ) -> Result<(Vec<ProducerGroup>, Totals, Address), CheckoutError> {
        let stored = store::cart_lines(tx, command.access.id).await?;
        if stored.is_empty() {
            return Err(CheckoutError::CartEmpty);
        }
        let address = store::cart_address(row);
        let ids: Vec<VariantId> = stored.iter().map(|line| line.variant_id).collect();
        let mut quotes = Catalog::quote_locked(tx, &ids, now).await?;
        let mut lines = Vec::with_capacity(stored.len());
        for line in stored {
            let variant = line.variant_id;
            let quote = quotes.remove(&variant).filter(|quote| quote.public);
            let quote = quote.ok_or(CheckoutError::Unavailable { variant })?;
            if let Some(why) = quote.not_now {
                return Err(not_now(variant, why));
            }
            if quote.card.abv_tenths.is_some() && command.method == PaymentMethod::CashOnDelivery {
                return Err(CheckoutError::AlcoholInCash);
            }
            let (least, most) = quote.bounds();
            if !(least..=most).contains(&line.quantity) {
                return Err(CheckoutError::Quantity {
                    variant,
                    least,
                    most,
                });
            }
            let total = quote
                .variant
                .price_for(line.quantity)
                .times(line.quantity)?;
            lines.push(CartLine {
                quote,
                quantity: line.quantity,
                total,
                available: 0,
            });
        }
        let choices = store::cart_choices(tx, command.access.id).await?;
        let places = Catalog::pick_ups_locked(tx, &to_fetch(&lines, &choices), now).await?;
        let rates = store::rates(tx, day_in_vietnam(now)).await?;
        let destination = address.as_ref().map(|own| own.province_code.as_str());
        let (groups, totals) = group(lines, &choices, &places, destination, &rates)?;
        let carried = groups.iter().any(|group| group.method.is_carried());
        if carried && address.is_none() {
            return Err(CheckoutError::AddressMissing);
        }
        if let Some(group) = groups.iter().find(|group| group.delivery.is_none()) {
            return Err(CheckoutError::DeliveryUnavailable {
                producer: group.producer_id,
            });
        }
        let address = match address {
            Some(address) if carried => address,
            own => where_it_takes_place(row, &groups, own, units, now)?,
        };
        Ok((groups, totals, address))
    }

    async fn open_payment(
        &self,
        tx: &Tx,
        order: &customer_order::Model,
        command: &Checkout,
        now: Timestamp,
    ) -> Result<Outcome, CheckoutError> {
        let total = Money::from_stored(order.total);
        self.payments
            .open(tx, order.id, command.method, total, now)
            .await?;
        let attempt = match &command.payment_token {
            Some(token) if command.method == PaymentMethod::Card => {
                Some(self.start_charge(tx, order.id, token, now).await?)
            }
            _ => None,
        };
        let id = order.id.to_string();
        match order.payment_due_at {
            Some(due) => {
                enqueue(
                    tx,
                    NewJob::new(own_jobs::EXPIRE, &id, now)
                        .at(due)
                        .unique(id.clone()),
                )
                .await?
            }
            None => {
                self.outbox
                    .announce(
                        tx,
                        Event {
                            topic: events::ORDER_PLACED,
                            subject: order.id,
                            at: now,
                        },
                    )
                    .await?;
            }
        }
        Ok(Outcome {
            order: order.id.into(),
            attempt,
        })
    }
}

/// Until when an order is paid: what begins sooner keeps no places for those
/// who have not paid.
fn payment_due(groups: &[ProducerGroup], now: Timestamp) -> Timestamp {
    let lines = groups.iter().flat_map(|group| &group.lines);
    let sessions = lines.filter_map(|line| line.quote.variant.session);
    let begins = sessions.map(|session| session.starts_at).min();
    let usual = now + Duration::minutes(PAYMENT_MINUTES);
    begins.map_or(usual, |begins| begins.min(usual))
}

/// Where an order takes place of which nothing is carried: at its first host's,
/// or else where its first part is fetched; at the cart's own address where no
/// such place is in a commune of today.
fn where_it_takes_place(
    row: &cart::Model,
    groups: &[ProducerGroup],
    own: Option<Address>,
    units: &UnitSnapshot,
    now: Timestamp,
) -> Result<Address, CheckoutError> {
    let contact = store::cart_contact(row).ok_or(CheckoutError::ContactMissing)?;
    let address = |province: &str, commune: &str, street: String| Address {
        recipient: contact.recipient.clone(),
        phone: contact.phone.clone(),
        email: contact.email.clone(),
        province_code: province.to_owned(),
        commune_code: commune.to_owned(),
        street,
    };
    let lines = groups.iter().flat_map(|group| &group.lines);
    let hosts = lines.filter(|line| line.is_visit()).map(|line| {
        let host = &line.quote.card;
        let street = host.producer_name.clone();
        address(&host.province_code, &host.commune_code, street)
    });
    let points = groups.iter().filter_map(|group| group.pick_up.as_ref());
    let points = points.map(|point| {
        let point = &point.facts;
        let street = format!("{}, {}", point.name, point.street);
        address(&point.province_code, &point.commune_code, street)
    });
    let today = day_in_vietnam(now);
    let there_is = |place: &Address| {
        let commune = units.commune(&place.commune_code, today);
        commune.is_some() && units.province(&place.province_code, today).is_some()
    };
    let first = groups.first().ok_or(CheckoutError::CartEmpty)?;
    let nowhere = CheckoutError::DeliveryUnavailable {
        producer: first.producer_id,
    };
    let mut places = hosts.chain(points).chain(own);
    places.find(there_is).ok_or(nowhere)
}

fn not_now(variant: VariantId, why: NotNow) -> CheckoutError {
    match why {
        NotNow::OutOfSeason { opens_at } => CheckoutError::OutOfSeason {
            variant,
            opens_on: opens_at.map(day_in_vietnam),
        },
        NotNow::SessionNeeded => CheckoutError::SessionNeeded { variant },
        NotNow::SessionClosed => CheckoutError::SessionClosed { variant },
    }
}
