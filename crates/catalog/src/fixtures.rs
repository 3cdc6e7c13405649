//! Builders for tests: a market with producers, certificates and products in
//! one call each.

#![allow(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "only tests build this"
)]

mod plans;

use crate::feedback::FeedbackDecision;
use crate::points_of_sale::{
    Coordinates, NewPoint, OpeningHours, PointFacts, PointKind, PointOfSale, ShelveItem,
};
use crate::reviews::{Buyer, Purchased, Review, ReviewDraft, record_purchases};
use crate::{Catalog, ListingStatus, NewImage, NewProduct, NewVariant, ProductKind, ProductSource};
use ::jobs::{Handler, Outbox};
use chrono::NaiveDate;
use db::Db;
use kernel::clock::{day_in_vietnam, days_before};
use kernel::{
    AccountId, Actor, Clock, InspectionId, Money, OrderLineId, ProductId, Role, RoleGrant, Scope,
    VariantId, text,
};
use programme::inspections::{Act, InspectionKind, NewInspection, Verdict};
use programme::{
    Certificate, CertificateChange, CertificateStatus, IssuerLevel, LegalForm, NewCertificate,
    NewProducer, Producer, ProducerStatus, Programme, units, units::Units,
};
use sea_orm::{ConnectionTrait, Statement};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// Two provinces and three communes in force since July 2025.
pub const UNITS: &str = "code,level,kind,name,name_en,parent_code,valid_from,valid_to\n\
    37,PROVINCE,TINH,Ninh Bình,Ninh Binh,,2025-07-01,\n\
    01,PROVINCE,THANH_PHO,Hà Nội,Ha Noi,,2025-07-01,\n\
    14533,COMMUNE,PHUONG,Tây Hoa Lư,Tay Hoa Lu,37,2025-07-01,\n\
    14620,COMMUNE,XA,Phát Diệm,Phat Diem,37,2025-07-01,\n\
    00070,COMMUNE,PHUONG,Hoàn Kiếm,Hoan Kiem,01,2025-07-01,\n";

/// A point of sale with a name and a place, open by appointment.
#[must_use]
pub fn point_facts(kind: PointKind, name: &str, commune: &str) -> PointFacts {
    PointFacts {
        kind,
        name: name.to_owned(),
        name_en: None,
        organisation: None,
        province_code: String::new(),
        commune_code: commune.to_owned(),
        street: "Thôn 1".to_owned(),
        phone: None,
        coordinates: Coordinates::new(20_090_000, 106_080_000).unwrap(),
        hours: OpeningHours::default(),
        by_appointment: true,
        pick_up: false,
        notes: None,
    }
}

/// A market under test.
#[derive(Clone)]
pub struct Market {
    /// Its database.
    pub db: Db,
    /// Its clock.
    pub clock: Arc<dyn Clock>,
    /// Its outbox.
    pub outbox: Arc<Outbox>,
    /// Its programme.
    pub programme: Programme,
    /// Its catalogue.
    pub catalog: Catalog,
    serial: Arc<AtomicU32>,
}

/// A product with its sources.
#[derive(Clone, Debug)]
pub struct Listing {
    /// Who sells it.
    pub producer: Producer,
    /// Under which certificate.
    pub certificate: Certificate,
    /// The product.
    pub product: ProductId,
    /// Its only variant.
    pub variant: VariantId,
}

impl Market {
    /// An empty market with administrative units; the outbox must know the
    /// card projection.
    pub async fn new(db: Db, clock: Arc<dyn Clock>, outbox: Arc<Outbox>) -> Self {
        let tx = db.begin().await.unwrap();
        units::import(&tx, UNITS.as_bytes()).await.unwrap();
        tx.commit().await.unwrap();
        Self {
            programme: Programme::new(db.clone(), clock.clone(), outbox.clone()),
            catalog: Catalog::new(db.clone(), clock.clone(), outbox.clone()),
            db,
            clock,
            outbox,
            serial: Arc::default(),
        }
    }

    /// A trading producer of Ninh Bình.
    pub async fn producer(&self, name: &str) -> Producer {
        self.producer_in(name, "14620", "37").await
    }

    /// A trading producer of a commune and its province.
    pub async fn producer_in(&self, name: &str, commune: &str, province: &str) -> Producer {
        let n = self.serial.fetch_add(1, Ordering::Relaxed);
        let new = NewProducer {
            legal_form: LegalForm::Cooperative,
            name: name.to_owned(),
            name_en: None,
            tax_code: None,
            phone: "0912345678".to_owned(),
            email: format!("p{n}@vidu.example"),
            street: "Thôn 1".to_owned(),
            commune_code: commune.to_owned(),
            province_code: province.to_owned(),
            founded_year: None,
            story: Some("Câu chuyện của làng.".to_owned()),
            story_en: None,
            demo: true,
            registration_number: None,
            representative: None,
        };
        let id = self.programme.register_producer(new).await.unwrap();
        for status in [ProducerStatus::Verified, ProducerStatus::Active] {
            self.programme
                .set_producer_status(&Actor::System, id, status)
                .await
                .unwrap();
        }
        self.programme.producer_by_id(id).await.unwrap().unwrap()
    }

    /// A four-star certificate issued on a day.
    pub async fn certificate(&self, producer: &Producer, issued_on: NaiveDate) -> Certificate {
        let n = self.serial.fetch_add(1, Ordering::Relaxed);
        let new = NewCertificate {
            number: format!("DEMO-{n}"),
            producer_id: producer.id,
            product_name: "Sản phẩm".to_owned(),
            stars: 4,
            score_hundredths: 8250,
            potential_five: false,
            issuer: "Uỷ ban nhân dân tỉnh Ninh Bình".to_owned(),
            issuer_level: IssuerLevel::Province,
            decision_number: format!("DEMO-QĐ-{n}"),
            issued_on,
            recognised_year: None,
            demo: true,
        };
        let id = self
            .programme
            .record_certificate(&Actor::System, new)
            .await
            .unwrap();
        self.programme
            .certificates_by_ids(&[id])
            .await
            .unwrap()
            .remove(0)
    }

    /// An approved product of `producer` with a certificate of a hundred days,
    /// one variant of `price` đồng and `stock` units.
    pub async fn listing(
        &self,
        producer: &Producer,
        name: &str,
        price: i64,
        stock: i64,
    ) -> Listing {
        let issued_on = days_before(day_in_vietnam(self.clock.now()), 100);
        let certificate = self.certificate(producer, issued_on).await;
        self.listing_under(producer, certificate, name, price, stock, |_| {})
            .await
    }

    /// An approved service of `producer` the same way, whose sessions cost
    /// 200,000 đồng; the offer itself has `stock` units, which nobody can buy.
    pub async fn service(&self, producer: &Producer, name: &str, stock: i64) -> Listing {
        let issued_on = days_before(day_in_vietnam(self.clock.now()), 100);
        let certificate = self.certificate(producer, issued_on).await;
        self.listing_under(producer, certificate, name, 200_000, stock, |own| {
            own.product_set = 26;
            own.kind = ProductKind::Service;
        })
        .await
    }

    /// The same under a given certificate, changed before it is created.
    pub async fn listing_under(
        &self,
        producer: &Producer,
        certificate: Certificate,
        name: &str,
        price: i64,
        stock: i64,
        change: impl FnOnce(&mut NewProduct),
    ) -> Listing {
        let n = self.serial.fetch_add(1, Ordering::Relaxed);
        let mut product = NewProduct {
            slug: format!("{}-{n}", text::slug(name)),
            certificate: Some(certificate.id),
            product_set: 6,
            kind: ProductKind::Goods,
            name: name.to_owned(),
            name_en: None,
            story: Some("Một câu chuyện.".to_owned()),
            story_en: None,
            ingredients: None,
            origin: None,
            usage_notes: None,
            shelf_life_days: None,
            abv_tenths: None,
            attributes: BTreeMap::new(),
            status: ListingStatus::Approved,
            published_at: self.clock.now(),
            demo: true,
            variants: vec![NewVariant {
                sku: format!("SKU-{n}"),
                name: "Gói".to_owned(),
                name_en: None,
                price: Money::from_stored(price),
                compare_at_price: None,
                weight_grams: 300,
                stock,
            }],
            images: vec![NewImage {
                path: "demo/food.svg".to_owned(),
                alt: name.to_owned(),
                alt_en: None,
                width: 800,
                height: 600,
            }],
        };
        change(&mut product);
        let tx = self.db.begin().await.unwrap();
        let source = ProductSource {
            product,
            producer,
            certificate: Some(&certificate),
        };
        let ids = self
            .catalog
            .create_products_in(&tx, vec![source])
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let card = self.catalog.any_cards_by_ids(&ids).await.unwrap().remove(0);
        Listing {
            producer: producer.clone(),
            certificate,
            product: card.product_id,
            variant: card.variants[0].id,
        }
    }

    /// A producer's point with these products on its shelf.
    pub async fn point(
        &self,
        producer: &Producer,
        facts: PointFacts,
        products: &[ProductId],
    ) -> PointOfSale {
        let units = Units::new(self.db.clone()).snapshot().await.unwrap();
        let new = NewPoint {
            producer_id: Some(producer.id),
            facts,
            demo: false,
        };
        let point = self.catalog.create_point(&Actor::System, &units, &new);
        let point = point.await.unwrap();
        let item = |product_id: &ProductId| ShelveItem {
            product_id: *product_id,
            note: None,
        };
        let items: Vec<ShelveItem> = products.iter().map(item).collect();
        let shelved = self.catalog.shelve(&Actor::System, point.id, &items).await;
        shelved.unwrap()
    }

    /// An account with roles, called "Nguyễn Thị Lan".
    pub async fn account(&self, grants: Vec<RoleGrant>) -> Actor {
        let (now, id) = (self.clock.now(), AccountId::new(self.clock.now()));
        let sql = "INSERT INTO account (id, email, password_hash, display_name, language, status, demo, created_at, updated_at) \
            VALUES ($1, $2, 'x', 'Nguyễn Thị Lan', 'vi', 'ACTIVE', TRUE, $3, $3)";
        let values = [id.0.into(), format!("{id}@vidu.example").into(), now.into()];
        let tx = self.db.begin().await.unwrap();
        let row = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
        tx.execute_raw(row).await.unwrap();
        tx.commit().await.unwrap();
        Actor::Account { id, grants }
    }

    /// A delivered line of a listing, and the proof that it is somebody's: of
    /// an account, or of a guest called "Trần Văn Minh".
    pub async fn bought(&self, listing: &Listing, account: Option<AccountId>) -> Buyer {
        let now = self.clock.now();
        let line = Purchased {
            line: OrderLineId::new(now),
            product_id: listing.product,
            variant_id: listing.variant,
            producer_id: listing.producer.id,
            account_id: account,
            delivered_at: now,
        };
        let tx = self.db.begin().await.unwrap();
        record_purchases(&tx, &[line]).await.unwrap();
        tx.commit().await.unwrap();
        self.refresh_card(listing.product).await;
        Buyer {
            line: line.line,
            account,
            recipient: "Trần Văn Minh".to_owned(),
        }
    }

    /// A public review with so many stars, by a moderator's decision.
    pub async fn review(
        &self,
        listing: &Listing,
        account: Option<AccountId>,
        stars: i32,
    ) -> Review {
        let buyer = self.bought(listing, account).await;
        let draft = ReviewDraft {
            stars,
            text: format!("Được {stars} sao."),
            ..ReviewDraft::default()
        };
        let catalog = &self.catalog;
        let written = catalog
            .create_review(&Actor::Anonymous, &buyer, &draft)
            .await;
        let moderator = self
            .account(vec![RoleGrant {
                role: Role::Moderator,
                scope: Scope::Global,
            }])
            .await;
        let decision = FeedbackDecision::Approve;
        let done = catalog.decide_review(&moderator, written.unwrap().id, 1, &decision);
        done.await.unwrap()
    }

    /// Suspends, revokes or restores a certificate.
    pub async fn set_certificate(&self, listing: &Listing, status: CertificateStatus) {
        let change = CertificateChange {
            id: listing.certificate.id,
            status,
            ground: None,
            grounds: Some("Thử nghiệm".to_owned()),
            decision_number: "DEMO-QĐ-X".to_owned(),
        };
        self.programme
            .set_certificate_status(&Actor::System, change)
            .await
            .unwrap();
    }

    /// Lets another certificate take the place of a listing's, as a renewal
    /// does.
    pub async fn succeed(&self, listing: &Listing, successor: &Certificate) {
        self.set_certificate(listing, CertificateStatus::Superseded)
            .await;
        let now = self.clock.now();
        let tx = self.db.begin().await.unwrap();
        let previous = listing.certificate.id.0;
        let sql = "INSERT INTO certificate_succession (certificate_id, successor_id, at) VALUES ($1, $2, $3)";
        let values = [previous.into(), successor.id.0.into(), now.into()];
        let row = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
        tx.execute_raw(row).await.unwrap();
        let event = ::jobs::Event {
            topic: programme::events::CERTIFICATE_SUCCEEDED,
            subject: previous,
            at: now,
        };
        self.outbox.announce(&tx, event).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Inspects a certificate to the end, today; returns the inspection. One
    /// that follows another is its follow-up.
    pub async fn inspect(
        &self,
        listing: &Listing,
        verdict: Verdict,
        follows: Option<InspectionId>,
    ) -> InspectionId {
        let today = day_in_vietnam(self.clock.now());
        let inspector = Actor::Account {
            id: AccountId::new(self.clock.now()),
            grants: vec![RoleGrant {
                role: Role::Inspector,
                scope: Scope::Province(listing.producer.province_code.clone()),
            }],
        };
        let new = NewInspection {
            certificate_id: listing.certificate.id,
            kind: match follows {
                None => InspectionKind::Planned,
                Some(_) => InspectionKind::FollowUp,
            },
            planned_on: today,
            inspector: inspector.clone(),
            follows,
        };
        let programme = &self.programme;
        let planned = programme.plan_inspections(&Actor::System, &[new]).await;
        let id = planned.unwrap()[0].id;
        let conclude = Act::Conclude {
            verdict,
            corrective_deadline: verdict.needs_deadline().then(|| days_before(today, -30)),
        };
        for act in [Act::Start, conclude] {
            let done = programme.act_on_inspection(&inspector, id, &act).await;
            done.unwrap();
        }
        id
    }

    /// Makes a product's card follow sources that were changed past the use
    /// cases.
    pub async fn refresh_card(&self, product: ProductId) {
        let job = crate::jobs::RefreshCard(self.catalog.clone());
        job.run(&product.to_string()).await.unwrap();
    }
}

/// An outbox that keeps cards true, as every wiring must.
pub fn outbox() -> Arc<Outbox> {
    with_projection(::jobs::OutboxBuilder::default()).build()
}

/// Adds the card projection to an outbox.
#[must_use]
pub fn with_projection(builder: ::jobs::OutboxBuilder) -> ::jobs::OutboxBuilder {
    use programme::events::{CERTIFICATE_CHANGED, CERTIFICATE_SUCCEEDED, PRODUCER_CHANGED};
    builder
        .project(CERTIFICATE_CHANGED, Arc::new(crate::CardProjection))
        .project(CERTIFICATE_SUCCEEDED, Arc::new(crate::CardProjection))
        .project(PRODUCER_CHANGED, Arc::new(crate::CardProjection))
}
