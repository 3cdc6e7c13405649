//! A cart as the shopper sees it: grouped by producer, priced now.

use crate::address::{Address, Contact};
use crate::delivery::{DeliveryMethod, RateTable, Zone};
use catalog::points_of_sale::{Fetched, PointOfSale};
use catalog::{ProductKind, Quote, Tracking};
use kernel::{
    CartId, Money, MoneyError, PointOfSaleId, ProducerId, ProductId, Timestamp, VariantId,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The most lines in a cart.
pub const MAX_LINES: usize = 100;
/// The most units in a line.
pub const MAX_QUANTITY: i64 = 1000;

/// Whether a cart can still be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CartStatus {
    /// Yes.
    Open,
    /// It became an order.
    Completed,
    /// Nobody touched it for too long.
    Expired,
}

/// A cart as the shopper sees it.
#[derive(Clone, Debug)]
pub struct Cart {
    /// Its id: a name, not a key.
    pub id: CartId,
    /// Whether it can be changed.
    pub status: CartStatus,
    /// Where to deliver, once told.
    pub address: Option<Address>,
    /// Who buys, once told; a part of the address where there is one.
    pub contact: Option<Contact>,
    /// The lines by what will be parts of the order, in the order of first
    /// adding.
    pub groups: Vec<ProducerGroup>,
    /// The sums.
    pub totals: Totals,
    /// When it ends unless touched.
    pub expires_at: Timestamp,
}

/// How one producer's goods come to their buyer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) method: DeliveryMethod,
    /// Where they are fetched; with [`DeliveryMethod::PickUp`] only.
    pub(crate) point: Option<PointOfSaleId>,
}

/// The choices that were made in a cart.
pub(crate) type Choices = BTreeMap<ProducerId, Choice>;

/// What will become one part of an order: one producer's goods, or the
/// services of it that are visited.
#[derive(Clone, Debug)]
pub struct ProducerGroup {
    /// Who.
    pub producer_id: ProducerId,
    /// What.
    pub lines: Vec<CartLine>,
    /// The goods.
    pub subtotal: Money,
    /// What the courier carries.
    pub weight_grams: i64,
    /// The chosen way; its fee is known once the address is.
    pub method: DeliveryMethod,
    /// Where it is fetched, if that was chosen and can be done now.
    pub pick_up: Option<PointOfSale>,
    /// The fee of the chosen way; `None` without an address, when too heavy, or
    /// when it cannot be fetched there any more.
    pub delivery: Option<Money>,
    /// Every way that is possible without a further choice, with its fee.
    pub options: Vec<(DeliveryMethod, Money)>,
}

impl ProducerGroup {
    /// What would be fetched at one place; `None` of services.
    #[must_use]
    pub fn fetched(&self) -> Option<Fetched> {
        (self.method != DeliveryMethod::Visit).then(|| Fetched {
            producer_id: self.producer_id,
            products: products_of(self.producer_id, &self.lines),
        })
    }
}

/// The goods of a producer among these lines: each product once.
fn products_of(producer: ProducerId, lines: &[CartLine]) -> Vec<ProductId> {
    let own = lines
        .iter()
        .filter(|line| line.quote.card.producer_id == producer && !line.is_visit());
    let products: BTreeSet<_> = own.map(|line| line.quote.card.product_id).collect();
    products.into_iter().collect()
}

/// What is to be fetched where, as it was chosen.
pub(crate) fn to_fetch(lines: &[CartLine], choices: &Choices) -> Vec<(PointOfSaleId, Fetched)> {
    let fetched = |(producer, choice): (&ProducerId, &Choice)| {
        let products = products_of(*producer, lines);
        let some = !products.is_empty() && choice.method == DeliveryMethod::PickUp;
        let fetched = Fetched {
            producer_id: *producer,
            products,
        };
        choice.point.filter(|_| some).map(|point| (point, fetched))
    };
    choices.iter().filter_map(fetched).collect()
}

/// One line.
#[derive(Clone, Debug)]
pub struct CartLine {
    /// What, as it may be sold now.
    pub quote: Quote,
    /// How many.
    pub quantity: i64,
    /// Price times quantity.
    pub total: Money,
    /// How many could be bought now.
    pub available: i64,
}

impl CartLine {
    /// Whether stock is reserved for it.
    #[must_use]
    pub fn is_tracked(&self) -> bool {
        self.quote.variant.tracking == Tracking::Tracked
    }

    /// Whether its buyer comes: a service.
    #[must_use]
    pub fn is_visit(&self) -> bool {
        self.quote.card.kind == ProductKind::Service
    }
}

/// The sums of a cart. The total is what a checkout must expect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Totals {
    /// All goods.
    pub subtotal: Money,
    /// All deliveries, once every one is known.
    pub delivery: Option<Money>,
    /// Goods and deliveries.
    pub total: Money,
}

/// A stored line, before it is priced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StoredLine {
    pub(crate) variant_id: VariantId,
    pub(crate) quantity: i64,
}

/// Groups and sums lines: pure, the same for the cart's view and the checkout.
/// `places` are where goods are fetched, of those choices that hold.
pub(crate) fn group(
    lines: Vec<CartLine>,
    choices: &Choices,
    places: &HashMap<ProducerId, PointOfSale>,
    destination: Option<&str>,
    rates: &RateTable,
) -> Result<(Vec<ProducerGroup>, Totals), MoneyError> {
    let mut groups: Vec<ProducerGroup> = Vec::new();
    for line in lines {
        let producer_id = line.quote.card.producer_id;
        let visit = line.is_visit();
        let grams = match visit {
            true => 0,
            false => i64::from(line.quote.variant.weight_grams).saturating_mul(line.quantity),
        };
        let same = |group: &ProducerGroup| {
            group.producer_id == producer_id && visit == (group.method == DeliveryMethod::Visit)
        };
        let place = groups.iter().position(same).unwrap_or_else(|| {
            let chosen = choices.get(&producer_id).map(|choice| choice.method);
            groups.push(ProducerGroup {
                producer_id,
                lines: Vec::new(),
                subtotal: Money::ZERO,
                weight_grams: 0,
                method: match visit {
                    true => DeliveryMethod::Visit,
                    false => chosen.unwrap_or(DeliveryMethod::Standard),
                },
                pick_up: None,
                delivery: None,
                options: Vec::new(),
            });
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(place) {
            group.subtotal = group.subtotal.plus(line.total)?;
            group.weight_grams = group.weight_grams.saturating_add(grams);
            group.lines.push(line);
        }
    }
    for group in &mut groups {
        if group.method == DeliveryMethod::Visit {
            group.options = vec![(DeliveryMethod::Visit, Money::ZERO)];
            group.delivery = Some(Money::ZERO);
            continue;
        }
        let origin = group
            .lines
            .first()
            .map(|line| line.quote.card.province_code.clone());
        if let (Some(origin), Some(destination)) = (origin, destination) {
            let zone = Zone::between(&origin, destination);
            let weight = group.weight_grams;
            group.options = DeliveryMethod::CARRIED
                .into_iter()
                .filter_map(|method| rates.fee(method, zone, weight).map(|fee| (method, fee)))
                .collect();
        }
        let chosen = group.method;
        group.delivery = match chosen {
            DeliveryMethod::PickUp => {
                group.pick_up = places.get(&group.producer_id).cloned();
                group.pick_up.as_ref().map(|_| Money::ZERO)
            }
            _ => {
                let option = group.options.iter().find(|(method, _)| *method == chosen);
                option.map(|(_, fee)| *fee)
            }
        };
    }
    let subtotal = Money::sum(groups.iter().map(|group| group.subtotal))?;
    let fees: Option<Vec<Money>> = groups.iter().map(|group| group.delivery).collect();
    let delivery = fees.map(Money::sum).transpose()?;
    let total = subtotal.plus(delivery.unwrap_or_default())?;
    Ok((
        groups,
        Totals {
            subtotal,
            delivery,
            total,
        },
    ))
}
