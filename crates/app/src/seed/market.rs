//! Producers, certificates and products of the demonstration.

use super::file::{self, Market};
use super::pictures;
use crate::failure::Failure;
use catalog::listing::AttributeValue;
use catalog::{
    Catalog, ListingStatus, NewImage, NewProduct, NewVariant, ProductKind, ProductSource,
};
use chrono::Duration;
use db::Tx;
use kernel::clock::{day_in_vietnam, days_before};
use kernel::{Actor, CertificateId, Money, ProducerId, ProductId, Timestamp};
use programme::taxonomy::{self, ProductGroup};
use programme::units::UnitSnapshot;
use programme::{
    CertificateChange, CertificateStatus, IssuerLevel, LegalForm, NewCertificate, NewProducer,
    ProducerStatus, Programme, find_certificate, find_producer,
};
use std::collections::HashMap;
use std::sync::Arc;

/// What sows the demonstration.
pub(super) struct Seed {
    pub(super) programme: Programme,
    pub(super) catalog: Catalog,
    pub(super) communes: Arc<UnitSnapshot>,
    pub(super) now: Timestamp,
}

/// What was sown.
#[derive(Default)]
pub(super) struct Sown {
    /// By the file's name for them.
    pub(super) producers: HashMap<String, ProducerId>,
    pub(super) certificates: usize,
    /// By their addresses.
    pub(super) products: HashMap<String, ProductId>,
}

impl Seed {
    /// Sows the market in the caller's transaction.
    pub(super) async fn sow(&self, tx: &Tx, market: &Market) -> Result<Sown, Failure> {
        let mut sown = Sown::default();
        let all = market.producers.iter().map(|own| own.products.len()).sum();
        for producer in &market.producers {
            let of = |error: &dyn std::fmt::Display| {
                Failure::new(format!("demonstration data: {}: {error}", producer.slug))
            };
            let id = self
                .producer(tx, producer)
                .await
                .map_err(|error| of(&error))?;
            sown.producers.insert(producer.slug.clone(), id);
            self.stand(tx, id, &producer.status, false)
                .await
                .map_err(|error| of(&error))?;
            let mut made = Vec::new();
            for product in &producer.products {
                let serial = sown.products.len() + made.len() + 1;
                let certificate = self
                    .certificate(tx, id, product, serial)
                    .await
                    .map_err(|error| of(&error))?;
                sown.certificates += usize::from(certificate.is_some());
                let published_at = self.published_at(serial, all);
                made.push(new_product(product, certificate, published_at).map_err(|e| of(&e))?);
            }
            let listed = self.products(tx, id, made).await.map_err(|e| of(&e))?;
            let slugs = producer.products.iter().map(|own| own.slug.clone());
            sown.products.extend(slugs.zip(listed));
            self.stand(tx, id, &producer.status, true)
                .await
                .map_err(|error| of(&error))?;
        }
        Ok(sown)
    }

    async fn producer(&self, tx: &Tx, new: &file::Producer) -> Result<ProducerId, Failure> {
        let today = day_in_vietnam(self.now);
        let commune = self
            .communes
            .commune(&new.commune, today)
            .ok_or_else(|| Failure::new(format!("commune {} does not exist today", new.commune)))?;
        let producer = NewProducer {
            legal_form: known("legal form", &new.legal_form, LegalForm::parse)?,
            name: new.name.clone(),
            name_en: new.name_en.clone(),
            tax_code: new.tax_code.clone(),
            phone: new.phone.clone(),
            email: new.email.clone(),
            street: new.street.clone(),
            commune_code: commune.code.clone(),
            province_code: commune.parent_code.clone().unwrap_or_default(),
            founded_year: new.founded,
            story: new.story.clone(),
            story_en: new.story_en.clone(),
            demo: true,
            registration_number: None,
            representative: None,
        };
        let registered = self.programme.register_producer_in(tx, producer).await;
        registered.map_err(Failure::new)
    }

    /// Moves a producer from applicant to where the file has it, as far as it
    /// goes before or after its products are listed: as in life, a producer
    /// that closes has sold before, and cards are written once.
    async fn stand(
        &self,
        tx: &Tx,
        id: ProducerId,
        status: &str,
        listed: bool,
    ) -> Result<(), Failure> {
        use ProducerStatus::{Active, Applied, Closed, Suspended, Verified};
        let way: &[ProducerStatus] = match (listed, known("status", status, ProducerStatus::parse)?)
        {
            (false, Applied) | (true, Applied | Verified | Active) => &[],
            (false, Verified) => &[Verified],
            (false, Active | Suspended | Closed) => &[Verified, Active],
            (true, Suspended) => &[Suspended],
            (true, Closed) => &[Closed],
        };
        for next in way {
            self.programme
                .set_producer_status_in(tx, &Actor::System, id, *next)
                .await
                .map_err(Failure::new)?;
        }
        Ok(())
    }

    async fn certificate(
        &self,
        tx: &Tx,
        producer_id: ProducerId,
        product: &file::Product,
        serial: usize,
    ) -> Result<Option<CertificateId>, Failure> {
        let Some(own) = &product.certificate else {
            return Ok(None);
        };
        let issued_on = days_before(day_in_vietnam(self.now), own.issued_days_ago);
        let level = known("level", &own.level.to_uppercase(), IssuerLevel::parse)?;
        let new = NewCertificate {
            number: format!("DEMO-{serial:04}"),
            producer_id,
            product_name: product.name.clone(),
            stars: own.stars,
            score_hundredths: own.score_hundredths,
            potential_five: own.potential_five,
            issuer: own.issuer.clone(),
            issuer_level: level,
            decision_number: format!("DEMO-QĐ-{serial:04}"),
            issued_on,
            recognised_year: product.recognised_year,
            demo: true,
        };
        let recorded = self
            .programme
            .record_certificate_in(tx, &Actor::System, new)
            .await;
        let id = recorded.map_err(Failure::new)?;
        let status = known("status", &own.status, CertificateStatus::parse)?;
        if status != CertificateStatus::Active {
            let change = CertificateChange {
                id,
                status,
                ground: None,
                grounds: Some("Dữ liệu trình diễn".to_owned()),
                decision_number: format!("DEMO-QĐ-{serial:04}-{}", status.as_str()),
            };
            self.programme
                .set_certificate_status_in(tx, &Actor::System, change)
                .await
                .map_err(Failure::new)?;
        }
        Ok(Some(id))
    }

    async fn products(
        &self,
        tx: &Tx,
        producer: ProducerId,
        made: Vec<NewProduct>,
    ) -> Result<Vec<ProductId>, Failure> {
        let gone = || Failure::new("the producer is gone");
        let producer = find_producer(tx, producer).await?.ok_or_else(gone)?;
        let mut certificates = HashMap::new();
        for id in made.iter().filter_map(|product| product.certificate) {
            if let Some(certificate) = find_certificate(tx, id).await? {
                certificates.insert(id, certificate);
            }
        }
        let sources = made
            .into_iter()
            .map(|product| ProductSource {
                certificate: product.certificate.and_then(|id| certificates.get(&id)),
                producer: &producer,
                product,
            })
            .collect();
        let created = self.catalog.create_products_in(tx, sources).await;
        created.map_err(Failure::new)
    }

    /// Over the last months, in an order that mixes producers and groups.
    fn published_at(&self, serial: usize, all: usize) -> Timestamp {
        // A prime greater than any number of products here: neighbours in the
        // file lie far apart, and no two share a place.
        let place = (serial * 10_007) % all.max(1);
        let hours = i64::try_from(place * 17 + 5).unwrap_or(0);
        self.now - Duration::hours(hours)
    }
}

/// A word of the file as what it stands for.
pub(super) fn known<T>(
    what: &str,
    word: &str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<T, Failure> {
    parse(word).ok_or_else(|| Failure::new(format!("unknown {what} {word:?}")))
}

fn new_product(
    own: &file::Product,
    certificate: Option<CertificateId>,
    published_at: Timestamp,
) -> Result<NewProduct, Failure> {
    let set = taxonomy::product_set(own.product_set)
        .ok_or_else(|| Failure::new(format!("unknown product set {}", own.product_set)))?;
    let price = |dong: i64| Money::new(dong).map_err(Failure::new);
    let mut variants = Vec::new();
    for variant in &own.variants {
        variants.push(NewVariant {
            sku: variant.sku.clone(),
            name: variant.name.clone(),
            name_en: variant.name_en.clone(),
            price: price(variant.price)?,
            compare_at_price: variant.compare_at_price.map(price).transpose()?,
            weight_grams: variant.weight_grams,
            stock: variant.stock,
        });
    }
    Ok(NewProduct {
        slug: own.slug.clone(),
        certificate,
        product_set: own.product_set,
        kind: known("kind", &own.kind, ProductKind::parse)?,
        name: own.name.clone(),
        name_en: own.name_en.clone(),
        story: own.story.clone(),
        story_en: own.story_en.clone(),
        ingredients: own.ingredients.clone(),
        origin: own.origin.clone(),
        usage_notes: own.usage.clone(),
        shelf_life_days: own.shelf_life_days,
        abv_tenths: own.abv_tenths,
        attributes: own.attributes.iter().map(fact).collect(),
        status: known("listing", &own.listing, ListingStatus::parse)?,
        published_at,
        demo: true,
        variants,
        images: vec![image(set.group)],
    })
}

fn fact((code, own): (&String, &file::Fact)) -> (String, AttributeValue) {
    let value = match own {
        file::Fact::Choice(choice) => AttributeValue::Choice(choice.clone()),
        file::Fact::Number(number) => AttributeValue::Number(*number),
    };
    (code.clone(), value)
}

fn image(group: ProductGroup) -> NewImage {
    let picture = pictures::of(group);
    NewImage {
        path: format!("demo/{}", picture.file),
        alt: picture.alt.to_owned(),
        alt_en: Some(picture.alt_en.to_owned()),
        width: pictures::WIDTH,
        height: pictures::HEIGHT,
    }
}
