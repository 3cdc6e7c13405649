//! Points of sale, and what stands on their shelves.

use super::super::people::{People, Person, of, person};
use crate::bad_input::global_id;
use crate::support::App;
use catalog::ProductKind;
use catalog::fixtures::{Listing, point_facts};
use catalog::points_of_sale::{
    MAX_OPEN_POINTS, MAX_PRODUCTS, MoveStock, NewPoint, PointFacts, PointKind, ShelveItem,
};
use kernel::clock::{day_in_vietnam, days_before};
use kernel::{Actor, Clock, PointOfSaleId, ProducerId, ProductId, Role};
use programme::{LegalForm, NewProducer, ProducerStatus};
use testkit::TestDb;

/// Points, and what stands on their shelves.
pub(in crate::bad_input) struct World {
    pub(in crate::bad_input) app: App,
    pub(super) people: People,
    /// The owner's producer, and one of Hà Nội.
    pub(super) producer: String,
    pub(super) foreign_producer: String,
    /// The owner's; open, closed, and with a shelf that is full.
    pub(super) store: String,
    pub(super) closed: String,
    pub(super) full: String,
    /// The producer that runs as many as it may, and its owner.
    pub(super) many: String,
    pub(super) keeper: Person,
    /// Nobody's, in Ninh Bình and in Hà Nội.
    pub(super) centre: String,
    pub(super) foreign_centre: String,
    /// Of a producer that is suspended.
    pub(super) hidden: String,
    /// The owner's, the rival's and one of Hà Nội.
    pub(super) product: String,
    /// Its variant: five units in the producer's store.
    pub(super) variant: String,
    pub(super) rivals_variant: String,
    /// The owner's too; a service on the shelf of its store.
    pub(super) tour: String,
    pub(super) rivals: String,
    pub(super) foreign_product: String,
}

fn facts(kind: PointKind, commune: &str) -> PointFacts {
    point_facts(kind, "Cửa hàng", commune)
}

async fn point(
    app: &App,
    producer: Option<ProducerId>,
    kind: PointKind,
    commune: &str,
) -> PointOfSaleId {
    let units = app.services.units.snapshot().await.unwrap();
    let new = NewPoint {
        producer_id: producer,
        facts: facts(kind, commune),
        demo: false,
    };
    let catalog = &app.services.catalog;
    let created = catalog.create_point(&Actor::System, &units, &new).await;
    created.unwrap().id
}

async fn away(app: &App) -> programme::Producer {
    let new = NewProducer {
        commune_code: "00070".to_owned(),
        province_code: "01".to_owned(),
        legal_form: LegalForm::Cooperative,
        ..super::super::world::registration("HTX Hà Nội")
    };
    let programme = &app.services.programme;
    let id = programme.register_producer(new).await.unwrap();
    for status in [ProducerStatus::Verified, ProducerStatus::Active] {
        let done = programme
            .set_producer_status(&Actor::System, id, status)
            .await;
        done.unwrap();
    }
    programme.producer_by_id(id).await.unwrap().unwrap()
}

/// Fills a shelf, past the use cases.
async fn fill(app: &App, point: PointOfSaleId) {
    let id = match app.services.db.engine() {
        db::Engine::Sqlite => "CAST(unhex(printf('%032x', n)) AS BLOB)",
        db::Engine::Postgres => "CAST(LPAD(TO_HEX(n), 32, '0') AS UUID)",
    };
    let products = format!(
        "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {MAX_PRODUCTS}) \
         INSERT INTO product (id, slug, producer_id, product_set, kind, name, status, demo, created_at, updated_at) \
         SELECT {id}, 'p' || n, p.producer_id, p.product_set, p.kind, p.name, 'DRAFT', p.demo, p.created_at, p.updated_at \
         FROM numbers CROSS JOIN product p WHERE p.name = 'Cơm cháy'"
    );
    let key = crate::bad_input::making::literal(app, point.0);
    let shelf = format!(
        "INSERT INTO point_of_sale_product (point_id, product_id, added_at) \
         SELECT {key}, p.id, p.created_at FROM product p WHERE p.status = 'DRAFT'"
    );
    for sql in [products, shelf] {
        assert_eq!(app.raw(&sql).await, MAX_PRODUCTS as u64);
    }
}

/// Gives a producer that runs a point as many as it may run, past the use
/// cases.
async fn crowd(app: &App, producer: ProducerId) {
    let id = match app.services.db.engine() {
        db::Engine::Sqlite => "CAST(unhex(printf('%032x', n)) AS BLOB)",
        db::Engine::Postgres => "CAST(LPAD(TO_HEX(n), 32, '0') AS UUID)",
    };
    let more = MAX_OPEN_POINTS - 1;
    let key = crate::bad_input::making::literal(app, producer.0);
    let sql = format!(
        "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {more}) \
         INSERT INTO point_of_sale (id, kind, producer_id, name, folded_name, province_code, commune_code, street, \
         latitude, longitude, by_appointment, pick_up, status, demo, created_at, updated_at) \
         SELECT {id}, o.kind, o.producer_id, o.name, o.folded_name, o.province_code, o.commune_code, o.street, \
         o.latitude, o.longitude, o.by_appointment, o.pick_up, o.status, o.demo, o.created_at, o.updated_at \
         FROM numbers CROSS JOIN point_of_sale o WHERE o.producer_id = {key}"
    );
    assert_eq!(app.raw(&sql).await, more);
}

impl World {
    pub(in crate::bad_input) async fn open(test: TestDb) -> Self {
        let app = App::open(test).await;
        let (market, catalog) = (&app.market, &app.services.catalog);
        let own = market.producer("HTX Sinh Dược").await;
        let rival = market.producer("HTX Yên Thắng").await;
        let suspended = market.producer("HTX Im").await;
        let foreign = away(&app).await;
        let people = People::open(&app, own.id, rival.id, suspended.id).await;
        let product = market.listing(&own, "Cơm cháy", 50_000, 5).await;
        let rivals = market.listing(&rival, "Bánh đa", 50_000, 5).await;
        let away = market.listing(&foreign, "Trà sen", 50_000, 5).await;
        let store = point(&app, Some(own.id), PointKind::ProducerStore, "14620").await;
        let closed = point(&app, Some(own.id), PointKind::Shop, "14620").await;
        catalog.close_point(&Actor::System, closed).await.unwrap();
        let full = point(&app, Some(own.id), PointKind::Shop, "14620").await;
        fill(&app, full).await;
        let busy = market.producer("HTX Đông").await;
        let keeper = person(&app, "dong", vec![of(Role::ProducerOwner, busy.id)]).await;
        point(&app, Some(busy.id), PointKind::Shop, "14620").await;
        crowd(&app, busy.id).await;
        let centre = point(&app, None, PointKind::OcopCentre, "14533").await;
        let item = ShelveItem {
            product_id: product.product,
            note: None,
        };
        for on in [store, centre] {
            let shelved = catalog
                .shelve(&Actor::System, on, std::slice::from_ref(&item))
                .await;
            shelved.unwrap();
        }
        let day = days_before(day_in_vietnam(app.clock.now()), 100);
        let certificate = market.certificate(&own, day).await;
        let tour = market
            .listing_under(&own, certificate, "Một ngày", 200_000, 5, |new| {
                new.product_set = 26;
                new.kind = ProductKind::Service;
            })
            .await;
        let item = ShelveItem {
            product_id: tour.product,
            note: None,
        };
        let shelved = catalog.shelve(&Actor::System, store, &[item]).await;
        shelved.unwrap();
        let foreign_centre = point(&app, None, PointKind::OcopCentre, "00070").await;
        let hidden = point(&app, Some(suspended.id), PointKind::Shop, "14620").await;
        let programme = &app.services.programme;
        let done =
            programme.set_producer_status(&Actor::System, suspended.id, ProducerStatus::Suspended);
        done.await.unwrap();
        let place = |id: PointOfSaleId| global_id(PointOfSaleId::TYPE, id.0);
        let goods = |own: &Listing| global_id(ProductId::TYPE, own.product.0);
        let variant = |own: &Listing| global_id("ProductVariant", own.variant.0);
        let used = MoveStock {
            variant_id: product.variant,
            from: None,
            to: Some(centre),
            quantity: 1,
            idempotency_key: "used".to_owned(),
        };
        catalog.move_stock(&Actor::System, &used).await.unwrap();
        Self {
            producer: global_id(ProducerId::TYPE, own.id.0),
            foreign_producer: global_id(ProducerId::TYPE, foreign.id.0),
            many: global_id(ProducerId::TYPE, busy.id.0),
            keeper,
            store: place(store),
            closed: place(closed),
            full: place(full),
            centre: place(centre),
            foreign_centre: place(foreign_centre),
            hidden: place(hidden),
            product: goods(&product),
            variant: variant(&product),
            rivals_variant: variant(&rivals),
            tour: variant(&tour),
            rivals: goods(&rivals),
            foreign_product: goods(&away),
            people,
            app,
        }
    }
}
