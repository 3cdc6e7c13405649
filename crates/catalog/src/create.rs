//! Creating products with their variants, stock, pictures and cards.

use crate::card::{Card, ProductKind, Sources};
use crate::entity::{product, product_attribute, product_card, product_image, product_variant};
use crate::listing::{Attribute, AttributeValue};
use crate::reviews::Rating;
use crate::stock;
use crate::store::attributes;
use crate::store::content::written;
use crate::supply::Tracking;
use crate::{Catalog, events};
use ::jobs::Event;
use db::Tx;
use kernel::{Actor, CertificateId, ImageId, Money, ProductId, Timestamp, VariantId};
use programme::taxonomy::{self, ProductGroup};
use programme::{Certificate, Producer};
use sea_orm::{DbErr, EntityTrait, IntoActiveModel};
use std::collections::BTreeMap;

/// Where a listing stands with the moderators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListingStatus {
    /// Nothing of it was approved yet.
    Draft,
    /// A version was approved.
    Approved,
    /// Taken down by order of an authority.
    TakenDown,
}

impl ListingStatus {
    /// The name in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            ListingStatus::Draft => "DRAFT",
            ListingStatus::Approved => "APPROVED",
            ListingStatus::TakenDown => "TAKEN_DOWN",
        }
    }

    /// The status of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Draft, Self::Approved, Self::TakenDown]
            .into_iter()
            .find(|status| status.as_str() == name)
    }
}

/// A product to be. No stars: they come with the certificate.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct NewProduct {
    pub slug: String,
    pub certificate: Option<CertificateId>,
    /// 1 to 26, Decision 148/QĐ-TTg of 2023, annex I.
    pub product_set: i32,
    pub kind: ProductKind,
    pub name: String,
    pub name_en: Option<String>,
    pub story: Option<String>,
    pub story_en: Option<String>,
    pub ingredients: Option<String>,
    pub origin: Option<String>,
    pub usage_notes: Option<String>,
    pub shelf_life_days: Option<i32>,
    /// Tenths of a percent; alcohol (sets 14 and 15) only, and always there.
    pub abv_tenths: Option<i32>,
    /// Typed facts by the codes of [`crate::listing::ATTRIBUTES`].
    pub attributes: BTreeMap<String, AttributeValue>,
    pub status: ListingStatus,
    pub published_at: Timestamp,
    pub demo: bool,
    pub variants: Vec<NewVariant>,
    pub images: Vec<NewImage>,
}

/// A variant to be.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct NewVariant {
    pub sku: String,
    pub name: String,
    pub name_en: Option<String>,
    pub price: Money,
    pub compare_at_price: Option<Money>,
    pub weight_grams: i32,
    pub stock: i64,
}

/// A picture to be: its file is in the media store already.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct NewImage {
    pub path: String,
    pub alt: String,
    pub alt_en: Option<String>,
    pub width: i32,
    pub height: i32,
}

/// Why a product was refused.
#[derive(Debug, thiserror::Error)]
pub enum CreateProductError {
    /// No such product set.
    #[error("product set {0} does not exist")]
    UnknownProductSet(i32),
    /// Tourism is a service and everything else goods.
    #[error("tourism products are services, all others are goods")]
    KindMismatch,
    /// Strength is given for alcohol, and only for alcohol.
    #[error("strength by volume is required for alcohol and refused elsewhere")]
    AlcoholMismatch,
    /// Products of the set do not have such a fact.
    #[error("products of this set have no such {0:?}")]
    AttributeMismatch(String),
    /// Nothing to buy.
    #[error("a product needs at least one variant")]
    NoVariant,
    /// The producer's legal form takes part in tourism only.
    #[error("a producer of this legal form may offer tourism services only")]
    LegalFormMismatch,
    /// The certificate is another producer's.
    #[error("the certificate belongs to another producer")]
    ForeignCertificate,
    /// The database failed or refused.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

/// A product to be, with the facts that its card shows.
pub struct ProductSource<'a> {
    /// The product.
    pub product: NewProduct,
    /// Who sells it.
    pub producer: &'a Producer,
    /// Its certificate.
    pub certificate: Option<&'a Certificate>,
}

impl Catalog {
    /// Creates products in bulk within the caller's transaction and announces
    /// them. Returns their ids in order.
    ///
    /// # Errors
    /// [`CreateProductError`] for the first product that is refused; the
    /// caller then rolls back.
    pub async fn create_products_in(
        &self,
        tx: &Tx,
        sources: Vec<ProductSource<'_>>,
    ) -> Result<Vec<ProductId>, CreateProductError> {
        let now = self.clock.now();
        let mut ids = Vec::with_capacity(sources.len());
        let (mut products, mut variants, mut images, mut cards, mut stock) =
            (vec![], vec![], vec![], vec![], vec![]);
        let mut facts_of = vec![];
        for ProductSource {
            product,
            producer,
            certificate,
        } in sources
        {
            check(&product, producer, certificate)?;
            let id = ProductId::new(now);
            ids.push(id);
            let row = product_row(id, &product, producer, now)?;
            facts_of.extend(attributes::rows_of(id.0, &product.attributes));
            let own_variants: Vec<_> = (0..)
                .zip(&product.variants)
                .map(|(n, v)| variant_row(&row, n, v, now))
                .collect();
            let own_images: Vec<_> = (0..)
                .zip(&product.images)
                .map(|(n, i)| image_row(&row, n, i, now))
                .collect();
            // A service is booked by its sessions, and has none yet.
            let in_stock = product.kind == ProductKind::Goods
                && product.variants.iter().any(|variant| variant.stock > 0);
            let facts = Sources {
                product: &row,
                variants: &own_variants,
                images: &own_images,
                producer,
                certificate,
                in_stock,
                rating: Rating::default(),
                purchases: 0,
            };
            cards.push(Card::assemble(&facts, now)?.to_row()?.into_active_model());
            stock.extend(
                own_variants
                    .iter()
                    .zip(&product.variants)
                    .map(|(row, new)| (row.id, new.stock)),
            );
            products.push(row.into_active_model());
            variants.extend(
                own_variants
                    .into_iter()
                    .map(IntoActiveModel::into_active_model),
            );
            images.extend(
                own_images
                    .into_iter()
                    .map(IntoActiveModel::into_active_model),
            );
        }
        insert_all::<product::Entity, _>(tx, products).await?;
        insert_all::<product_variant::Entity, _>(tx, variants).await?;
        insert_all::<product_image::Entity, _>(tx, images).await?;
        insert_all::<product_card::Entity, _>(tx, cards).await?;
        let facts = facts_of.into_iter().map(IntoActiveModel::into_active_model);
        insert_all::<product_attribute::Entity, _>(tx, facts.collect()).await?;
        stock::receive_first(tx, &stock, &Actor::System, now).await?;
        for id in &ids {
            self.outbox
                .announce(
                    tx,
                    Event {
                        topic: events::PRODUCT_CHANGED,
                        subject: id.0,
                        at: now,
                    },
                )
                .await?;
        }
        Ok(ids)
    }
}

fn check(
    product: &NewProduct,
    producer: &Producer,
    certificate: Option<&Certificate>,
) -> Result<(), CreateProductError> {
    let set = taxonomy::product_set(product.product_set)
        .ok_or(CreateProductError::UnknownProductSet(product.product_set))?;
    if (set.group == ProductGroup::Tourism) != (product.kind == ProductKind::Service) {
        return Err(CreateProductError::KindMismatch);
    }
    if !producer.legal_form.may_make(set.group) {
        return Err(CreateProductError::LegalFormMismatch);
    }
    if set.is_alcohol() != product.abv_tenths.is_some() {
        return Err(CreateProductError::AlcoholMismatch);
    }
    let fits = |(code, value): &(&String, &AttributeValue)| {
        let own = Attribute::find(code);
        own.is_some_and(|own| own.fits(product.product_set) && own.takes(value))
    };
    if let Some((code, _)) = product.attributes.iter().find(|own| !fits(own)) {
        return Err(CreateProductError::AttributeMismatch(code.clone()));
    }
    if product.variants.is_empty() {
        return Err(CreateProductError::NoVariant);
    }
    if certificate.map(|c| c.id) != product.certificate
        || certificate.is_some_and(|c| c.producer_id != producer.id)
    {
        return Err(CreateProductError::ForeignCertificate);
    }
    Ok(())
}

/// Inserts rows in statements that stay below both engines' parameter limits.
async fn insert_all<E, A>(tx: &Tx, rows: Vec<A>) -> Result<(), DbErr>
where
    E: EntityTrait,
    A: sea_orm::ActiveModelTrait<Entity = E>,
{
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        E::insert_many(rows.by_ref().take(500))
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

fn product_row(
    id: ProductId,
    new: &NewProduct,
    producer: &Producer,
    now: Timestamp,
) -> Result<product::Model, DbErr> {
    Ok(product::Model {
        id: id.0,
        slug: new.slug.clone(),
        producer_id: producer.id.0,
        certificate_id: new.certificate.map(|certificate| certificate.0),
        product_set: new.product_set,
        kind: new.kind.as_str().to_owned(),
        name: new.name.clone(),
        name_en: new.name_en.clone(),
        story: new.story.clone(),
        story_en: new.story_en.clone(),
        ingredients: new.ingredients.clone(),
        origin: new.origin.clone(),
        usage_notes: new.usage_notes.clone(),
        shelf_life_days: new.shelf_life_days,
        abv_tenths: new.abv_tenths,
        status: new.status.as_str().to_owned(),
        published_at: (new.status == ListingStatus::Approved).then_some(new.published_at),
        attributes: written(&new.attributes, id.0)?,
        demo: new.demo,
        ..product::Model::empty(now)
    })
}

fn variant_row(
    product: &product::Model,
    position: i32,
    new: &NewVariant,
    now: Timestamp,
) -> product_variant::Model {
    product_variant::Model {
        id: VariantId::new(now).0,
        product_id: product.id,
        producer_id: product.producer_id,
        sku: new.sku.clone(),
        name: new.name.clone(),
        name_en: new.name_en.clone(),
        price: new.price.dong(),
        compare_at_price: new.compare_at_price.map(Money::dong),
        weight_grams: new.weight_grams,
        max_per_order: 1000,
        position,
        created_at: now,
        updated_at: now,
        version: 1,
        gtin: None,
        choices: "[]".to_owned(),
        length_mm: None,
        width_mm: None,
        height_mm: None,
        min_per_order: 1,
        retired_at: None,
        reviewed_price: Some(new.price.dong()),
        tiers: "[]".to_owned(),
        tracking: Tracking::Tracked.as_str().to_owned(),
        lead_days: None,
        session_of: None,
        starts_at: None,
        ends_at: None,
        closes_at: None,
    }
}

fn image_row(
    product: &product::Model,
    position: i32,
    new: &NewImage,
    now: Timestamp,
) -> product_image::Model {
    product_image::Model {
        id: ImageId::new(now).0,
        product_id: product.id,
        position,
        path: new.path.clone(),
        alt: new.alt.clone(),
        alt_en: new.alt_en.clone(),
        width: new.width,
        height: new.height,
        picture_id: None,
        focus_x: None,
        focus_y: None,
        placeholder: None,
        renditions: "[]".to_owned(),
    }
}
