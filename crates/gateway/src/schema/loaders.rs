//! The batches of one request. A domain folder that needs one adds a field.

use super::loader::Loader;
use crate::services::Services;
use catalog::{Card, ProductDetails, ProductPage};
use kernel::{
    CertificateId, InspectionId, OrderId, ProducerId, ProducerOrderId, ProductId, VariantId,
};
use orders::order::{Fulfillment, Order, OrderEvent, OrderLine, ProducerOrder};
use payments::Payment;
use programme::inspections::{Finding, InspectionEvent, Sample};
use std::collections::HashMap;
use std::sync::Arc;

/// A loader over a use case that answers many keys at once.
macro_rules! batch {
    ($service:expr, |$keys:ident| $call:ident($argument:ident), |$row:pat_param| $entry:expr) => {{
        let service = $service.clone();
        Loader::new(move |$keys: Vec<_>| {
            let service = service.clone();
            async move {
                let rows = service.$call(&$argument).await?;
                Ok(rows
                    .into_iter()
                    .map(|$row| $entry)
                    .collect::<HashMap<_, _>>())
            }
        })
    }};
}

/// The same for use cases that answer several rows to a key.
macro_rules! grouped {
    ($service:expr, |$keys:ident| $call:ident($argument:ident), |$row:ident| $key:expr) => {{
        let service = $service.clone();
        Loader::new(move |$keys: Vec<_>| {
            let service = service.clone();
            async move {
                let mut groups = HashMap::<_, Vec<_>>::new();
                for $row in service.$call(&$argument).await? {
                    groups.entry($key).or_default().push($row);
                }
                Ok(groups
                    .into_iter()
                    .map(|(key, rows)| (key, Arc::new(rows)))
                    .collect::<HashMap<_, _>>())
            }
        })
    }};
}

/// The batches of one request.
pub(crate) struct Loaders {
    /// Public cards.
    pub(crate) cards: Loader<ProductId, Arc<Card>>,
    /// Stories and the rest of a product's page.
    pub(crate) details: Loader<ProductId, Arc<ProductDetails>>,
    /// The products of public variants.
    pub(crate) products_of_variants: Loader<VariantId, ProductId>,
    /// What can be bought of a variant now.
    pub(crate) availability: Loader<VariantId, i64>,
    /// Producers of any status: for objects that refer to one.
    pub(crate) producers: Loader<ProducerId, Arc<programme::Producer>>,
    /// Certificates of any status: for objects that refer to one.
    pub(crate) certificates: Loader<CertificateId, Arc<programme::Certificate>>,
    /// Which certificates an inspection holds.
    pub(crate) held: Loader<CertificateId, ()>,
    /// What inspections found.
    pub(crate) findings: Loader<InspectionId, Arc<Vec<Finding>>>,
    /// What inspections took for laboratories.
    pub(crate) samples: Loader<InspectionId, Arc<Vec<Sample>>>,
    /// What happened to inspections.
    pub(crate) inspection_history: Loader<InspectionId, Arc<Vec<InspectionEvent>>>,
    /// Orders that a part refers to.
    pub(crate) orders: Loader<OrderId, Arc<Order>>,
    /// The parts of orders.
    pub(crate) parts: Loader<OrderId, Arc<Vec<ProducerOrder>>>,
    /// What happened to orders.
    pub(crate) history: Loader<OrderId, Arc<Vec<OrderEvent>>>,
    /// The lines of parts.
    pub(crate) lines: Loader<ProducerOrderId, Arc<Vec<OrderLine>>>,
    /// The parcels of parts.
    pub(crate) fulfillments: Loader<ProducerOrderId, Arc<Vec<Fulfillment>>>,
    /// The payments of orders, by what they are for.
    pub(crate) payments: Loader<uuid::Uuid, Payment>,
}

impl Loaders {
    /// Loaders that have loaded nothing yet.
    pub(crate) fn new(services: &Services) -> Self {
        let (catalog, programme, orders) =
            (&services.catalog, &services.programme, &services.orders);
        Self {
            cards: batch!(catalog, |keys| cards_by_ids(keys), |card| (
                card.product_id,
                Arc::new(card)
            )),
            details: batch!(catalog, |keys| details_by_ids(keys), |row| (
                row.product_id,
                Arc::new(row)
            )),
            products_of_variants: batch!(catalog, |keys| variants_by_ids(keys), |row| (
                row.1.id, row.0
            )),
            availability: batch!(catalog, |keys| availability(keys), |row| row),
            producers: batch!(programme, |keys| producers_by_ids(keys), |row| (
                row.id,
                Arc::new(row)
            )),
            certificates: batch!(programme, |keys| certificates_by_ids(keys), |row| (
                row.id,
                Arc::new(row)
            )),
            held: batch!(programme, |keys| held_of(keys), |id| (id, ())),
            findings: grouped!(programme, |keys| findings_of(keys), |row| row.inspection_id),
            samples: grouped!(programme, |keys| samples_of(keys), |row| row.inspection_id),
            inspection_history: grouped!(programme, |keys| inspection_history_of(keys), |row| row
                .inspection_id),
            orders: batch!(orders, |keys| orders_by_ids(keys), |row| (
                row.id,
                Arc::new(row)
            )),
            parts: grouped!(orders, |keys| parts_of(keys), |row| row.order_id),
            history: grouped!(orders, |keys| history_of(keys), |row| row.order_id),
            lines: grouped!(orders, |keys| lines_of(keys), |row| row.producer_order_id),
            fulfillments: grouped!(orders, |keys| fulfillments_of(keys), |row| row
                .producer_order_id),
            payments: batch!(services.payments, |keys| by_references(keys), |row| (
                row.reference,
                row
            )),
        }
    }

    /// Takes what a page carried along, and answers its card.
    pub(crate) fn prime(&self, page: ProductPage) -> Card {
        let ProductPage {
            card,
            details,
            certificate,
            producer,
            availability,
        } = page;
        self.details.prime(card.product_id, Arc::new(details));
        self.certificates
            .prime(certificate.id, Arc::new(certificate));
        self.producers.prime(producer.id, Arc::new(producer));
        for (variant, units) in availability.into_iter().flatten() {
            self.availability.prime(variant, units);
        }
        card
    }

    /// Forgets what a write may have changed. Mutations that move stock call
    /// it, because the fields of their payload read again.
    #[allow(dead_code, reason = "for the mutations that move stock")]
    pub(crate) fn clear(&self) {
        self.availability.clear();
        self.cards.clear();
        self.certificates.clear();
        self.held.clear();
        self.findings.clear();
        self.samples.clear();
        self.inspection_history.clear();
        self.parts.clear();
        self.history.clear();
        self.lines.clear();
        self.fulfillments.clear();
        self.payments.clear();
        self.orders.clear();
    }
}
