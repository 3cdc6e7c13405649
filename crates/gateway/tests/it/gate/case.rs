//! A product in the state of a row, with what was made while it was public.

use super::columns::{Column, Needs, columns};
use super::rows::{Row, Step};
use crate::support::App;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use catalog::collections::{
    Arrangement, Collection, CollectionCommand, CollectionContent, NewCollection,
};
use catalog::fixtures::{Listing, point_facts};
use catalog::home::{BlockContent, BlockKind};
use catalog::points_of_sale::{NewPoint, PointKind, ShelveItem};
use kernel::clock::{day_in_vietnam, days_before};
use kernel::{
    Actor, CartId, CertificateId, CollectionId, Language, OrderId, PointOfSaleId, ProducerId,
    ProducerOrderId, ProductId, VariantId,
};
use orders::address::AddressInput;
use orders::checkout::Checkout;
use orders::order::Order;
use orders::{CartAccess, LineInput};
use payments::PaymentMethod;
use programme::{Certificate, IssuerLevel, NewCertificate, Producer};
use serde_json::{Value, json};
use std::collections::HashMap;
use uuid::Uuid;

/// A cart of a product and its sibling.
struct Cart {
    access: CartAccess,
    total: String,
}

/// A product, known or not, with all that is asked of it.
pub(super) struct Case {
    /// The product and another of its producer that nothing happens to.
    pub(super) listings: Vec<Listing>,
    /// The product's name, which no other has.
    pub(super) name: String,
    pub(super) slug: String,
    /// What names the product in an answer.
    pub(super) marks: Vec<String>,
    variables: Value,
    /// By the column that uses it.
    carts: HashMap<&'static str, Cart>,
}

fn global(name: &str, id: Uuid) -> String {
    URL_SAFE_NO_PAD.encode([name.as_bytes(), b":", id.as_bytes()].concat())
}

/// What names a product: none of it in an answer that does not show it.
fn marks(product: ProductId, variant: VariantId, certificate: &str) -> Vec<String> {
    vec![
        global(ProductId::TYPE, product.0),
        global(VariantId::TYPE, variant.0),
        // With its quotes: no number is another's beginning.
        format!("\"{certificate}\""),
    ]
}

impl Case {
    /// A product that never was.
    pub(super) fn unknown() -> Self {
        let id = Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0007);
        let (name, slug) = ("Cơm cháy không có", "com-chay-khong-co");
        let product = global(ProductId::TYPE, id);
        Self {
            listings: Vec::new(),
            name: name.to_owned(),
            slug: slug.to_owned(),
            marks: marks(id.into(), id.into(), "GATE"),
            variables: json!({
                "product": product, "sibling": product, "name": name, "slug": slug, "price": "1",
                "variant": global(VariantId::TYPE, id), "producer": global(ProducerId::TYPE, id),
                "certificate": global(CertificateId::TYPE, id), "producerSlug": slug,
                "point": global(PointOfSaleId::TYPE, id),
                "collection": global(CollectionId::TYPE, id), "collectionSlug": slug,
            }),
            carts: HashMap::new(),
        }
    }

    /// The product of the row number `n`, public, in carts and in an order.
    pub(super) async fn public(
        app: &App,
        account: &Actor,
        producer: &Producer,
        n: usize,
        row: &Row,
    ) -> Self {
        let certificate = certificate(app, producer, n, row).await;
        let (name, number) = (format!("Cơm cháy số {n:02}"), certificate.number.clone());
        let price = 100_000 + i64::try_from(n).unwrap() * 1_000;
        let market = &app.market;
        // Few others are of the same set, so that the two are related.
        let set = i32::try_from(n % 13).unwrap() + 1;
        let of_set = |new: &mut catalog::NewProduct| new.product_set = set;
        let listing = market
            .listing_under(producer, certificate, &name, price, 50, of_set)
            .await;
        let sibling = format!("Bánh đa số {n:02}");
        let day = days_before(day_in_vietnam(app.services.clock.now()), 100);
        let certificate = market.certificate(producer, day).await;
        let sibling = market
            .listing_under(producer, certificate, &sibling, 20_000, 50, of_set)
            .await;
        let collection = curated(app, n, &listing, &sibling).await;
        let page = market.catalog.page_by_id(listing.product).await.unwrap();
        let slug = page.expect("public").card.slug;
        let point = store(app, producer.id, &[listing.product, sibling.product]).await;
        let order = order(app, account, listing.variant).await;
        keep_in_mind(app, account, &listing).await;
        let part = app.services.orders.parts_of(&[order.id]).await.unwrap()[0].id;
        let mut carts = HashMap::new();
        for column in columns() {
            let variants = match column.needs {
                Needs::Cart => vec![sibling.variant, listing.variant],
                Needs::EmptyCart => Vec::new(),
                Needs::Nothing | Needs::Account | Needs::Order => continue,
            };
            let cart = cart(app, &Actor::Anonymous, &variants).await;
            carts.insert(column.name, cart);
        }
        Self {
            marks: marks(listing.product, listing.variant, &number),
            variables: json!({
                "product": global(ProductId::TYPE, listing.product.0),
                "variant": global(VariantId::TYPE, listing.variant.0),
                "sibling": global(ProductId::TYPE, sibling.product.0),
                "siblingVariant": global(VariantId::TYPE, sibling.variant.0),
                "producer": global(ProducerId::TYPE, producer.id.0),
                "certificate": global(CertificateId::TYPE, listing.certificate.id.0),
                "point": global(PointOfSaleId::TYPE, point.0),
                "order": global(OrderId::TYPE, order.id.0),
                "part": global(ProducerOrderId::TYPE, part.0),
                "number": order.number,
                "collection": global(CollectionId::TYPE, collection.id.0),
                "collectionSlug": collection.slug,
                "name": name, "slug": slug, "producerSlug": producer.slug, "price": price.to_string(),
            }),
            listings: vec![listing, sibling],
            name,
            slug,
            carts,
        }
    }

    /// Brings the product into the row's state.
    pub(super) async fn change(&self, app: &App, others_certificate: &str, steps: &[Step]) {
        let [listing, _] = &self.listings[..] else {
            return;
        };
        let (programme, producer) = (&app.market.programme, &listing.producer);
        let mut inspection = None;
        for step in steps {
            let past_the_rules = match step {
                Step::Clock(now) => {
                    app.clock.set(now.parse().unwrap());
                    continue;
                }
                Step::Certificate(status) => {
                    app.market.set_certificate(listing, *status).await;
                    continue;
                }
                Step::Inspected(verdict) => {
                    inspection = Some(app.market.inspect(listing, *verdict, None).await);
                    continue;
                }
                Step::FollowedUp(verdict) => {
                    app.market.inspect(listing, *verdict, inspection).await;
                    continue;
                }
                Step::HoldLifted => {
                    let id = listing.certificate.id;
                    let done = programme.lift_hold(&Actor::System, id, "Đã khắc phục").await;
                    done.unwrap();
                    continue;
                }
                Step::Producer(status) => {
                    let done = programme.set_producer_status(&Actor::System, producer.id, *status);
                    done.await.unwrap();
                    continue;
                }
                Step::ProducerRow(status) => format!(
                    "UPDATE producer SET status = '{}' WHERE slug = '{}'",
                    status.as_str(),
                    producer.slug
                ),
                Step::Listing(status) => self.product_row(&format!("status = '{}'", status.as_str())),
                Step::Paused(paused) => self.product_row(&format!("paused = {paused}")),
                Step::Retired => format!(
                    "UPDATE product_variant SET retired_at = created_at WHERE product_id = (SELECT id FROM product WHERE slug = '{}')",
                    self.slug
                ),
                Step::Uncertified => self.product_row("certificate_id = NULL"),
                Step::OthersCertificate => self.product_row(&format!(
                    "certificate_id = (SELECT id FROM certificate WHERE number = '{others_certificate}')"
                )),
            };
            assert!(app.raw(&past_the_rules).await > 0, "{past_the_rules}");
            for listing in &self.listings {
                app.market.refresh_card(listing.product).await;
            }
        }
    }

    fn product_row(&self, change: &str) -> String {
        format!("UPDATE product SET {change} WHERE slug = '{}'", self.slug)
    }

    /// Whether the question can be put at all.
    pub(super) fn has(&self, column: &Column) -> bool {
        match column.needs {
            Needs::Nothing | Needs::Account => true,
            Needs::EmptyCart | Needs::Cart | Needs::Order => !self.listings.is_empty(),
        }
    }

    /// What a column's document asks with.
    pub(super) fn variables(&self, column: &Column) -> Value {
        let mut variables = self.variables.clone();
        if let Some(cart) = self.carts.get(column.name) {
            variables["cart"] = json!(global(CartId::TYPE, cart.access.id.0));
            variables["token"] = json!(cart.access.token);
            variables["total"] = json!(cart.total);
        }
        variables
    }

    /// How many orders there are, and units of the two products on sale.
    pub(super) async fn effects(&self, app: &App) -> (i64, i64) {
        let variants: Vec<VariantId> = self.listings.iter().map(|own| own.variant).collect();
        let catalog = &app.services.catalog;
        let units = catalog.availability(&variants).await.unwrap();
        let orders = app.services.orders.verify().await.unwrap().orders;
        (orders, units.values().sum())
    }
}

async fn certificate(app: &App, producer: &Producer, n: usize, row: &Row) -> Certificate {
    let new = NewCertificate {
        number: format!("GATE-{n:02}"),
        producer_id: producer.id,
        product_name: "Cơm cháy".to_owned(),
        stars: 4,
        score_hundredths: 9_100,
        potential_five: row.potential,
        issuer: "Uỷ ban nhân dân tỉnh Ninh Bình".to_owned(),
        issuer_level: IssuerLevel::Province,
        decision_number: format!("GATE-QĐ-{n:02}"),
        issued_on: row.days.issued_on(),
        recognised_year: None,
        demo: true,
    };
    let programme = &app.market.programme;
    let id = programme.record_certificate(&Actor::System, new).await;
    let found = programme.certificates_by_ids(&[id.unwrap()]).await;
    found.unwrap().remove(0)
}

/// A store of the producer with these products on the shelf.
async fn store(app: &App, producer: ProducerId, products: &[ProductId]) -> PointOfSaleId {
    let (catalog, actor) = (&app.market.catalog, &Actor::System);
    let units = app.services.units.snapshot().await.unwrap();
    let facts = point_facts(PointKind::ProducerStore, "Cửa hàng", "14620");
    let new = NewPoint {
        producer_id: Some(producer),
        facts,
        demo: false,
    };
    let point = catalog.create_point(actor, &units, &new).await.unwrap().id;
    let item = |product: &ProductId| ShelveItem {
        product_id: *product,
        note: Some("Mới về".to_owned()),
    };
    let items: Vec<ShelveItem> = products.iter().map(item).collect();
    catalog.shelve(actor, point, &items).await.unwrap();
    point
}

/// Lets the account keep a product in mind, and have a public review of it:
/// bought before it worked for the producer.
async fn keep_in_mind(app: &App, account: &Actor, listing: &Listing) {
    let catalog = &app.services.catalog;
    let kept = catalog.add_to_wishlist(account, listing.product).await;
    kept.unwrap();
    let review = app.market.review(listing, None, 5).await;
    assert_eq!(review.product_id, listing.product);
    // No use case takes it from whoever works for the producer by now.
    let bought = "UPDATE review SET account_id = (SELECT id FROM account WHERE email = 'lan@vidu.example') \
        WHERE account_id IS NULL";
    assert_eq!(app.raw(bought).await, 1);
}

/// A public collection of two products, and a home page that leads to the
/// first of them in every way.
async fn curated(app: &App, n: usize, listing: &Listing, sibling: &Listing) -> Collection {
    let (catalog, curator) = (&app.services.catalog, Actor::System);
    let content = CollectionContent {
        title: format!("Bộ sưu tập {n:02}"),
        ..CollectionContent::default()
    };
    let new = NewCollection {
        content,
        ..NewCollection::default()
    };
    let own = catalog.create_collection(&curator, &new).await.unwrap();
    let products = vec![listing.product, sibling.product];
    let put = Arrangement::Put { products, at: None };
    let put = catalog.arrange_collection(&curator, own.id, 1, &put).await;
    let publish = CollectionCommand::Publish;
    let own = catalog.move_collection(&curator, own.id, put.unwrap().version, publish);
    let own = own.await.unwrap();
    let block = |kind| BlockContent {
        kind,
        size: 24,
        title: Some("Khối".to_owned()),
        ..BlockContent::default()
    };
    let blocks = [
        BlockContent {
            collection_id: Some(own.id),
            ..block(BlockKind::Collection)
        },
        BlockContent {
            product_id: Some(listing.product),
            ..block(BlockKind::Banner)
        },
        BlockContent {
            producers: vec![listing.producer.id],
            ..block(BlockKind::FeaturedProducers)
        },
    ];
    let version = catalog.home_page(&curator).await.unwrap().version;
    catalog
        .set_home_page(&curator, version, &blocks)
        .await
        .unwrap();
    own
}

/// A cart with one of each variant and an address.
async fn cart(app: &App, actor: &Actor, variants: &[VariantId]) -> Cart {
    let orders = &app.services.orders;
    let new = orders.cart_create(actor).await.unwrap();
    let access = CartAccess {
        id: new.cart.id,
        token: Some(new.token),
    };
    let line = |variant: &VariantId| LineInput {
        variant_id: *variant,
        quantity: 1,
    };
    let lines: Vec<LineInput> = variants.iter().map(line).collect();
    let added = orders.cart_lines_add(actor, &access, &lines).await;
    added.unwrap();
    let address = AddressInput {
        recipient: "Nguyễn Thị Lan".to_owned(),
        phone: "0987654321".to_owned(),
        email: None,
        province_code: "01".to_owned(),
        commune_code: "00070".to_owned(),
        street: "Số 1 phố Tràng Tiền".to_owned(),
    };
    let priced = orders.cart_address_update(actor, &access, &address).await;
    Cart {
        total: priced.unwrap().totals.total.dong().to_string(),
        access,
    }
}

async fn order(app: &App, actor: &Actor, variant: VariantId) -> Order {
    let Cart { access, .. } = cart(app, actor, &[variant]).await;
    let orders = &app.services.orders;
    let seen = orders.cart(actor, &access).await.unwrap().unwrap();
    let command = Checkout {
        access,
        method: PaymentMethod::CashOnDelivery,
        payment_token: None,
        expected_total: seen.totals.total,
        idempotency_key: "once".to_owned(),
        language: Language::Vi,
    };
    orders.checkout(actor, &command).await.unwrap()
}
