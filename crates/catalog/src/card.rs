//! The product card: everything that browsing shows of a product, in one row.

use crate::entity::{product, product_card, product_image, product_variant};
use crate::reviews::Rating;
use crate::supply::{Season, SessionTimes, Tracking};
use crate::visibility::standing;
use chrono::NaiveDate;
use kernel::{CertificateId, Money, ProducerId, ProductId, Timestamp, VariantId, text};
use programme::taxonomy::{self, ProductGroup};
use programme::{Certificate, LegalForm, Producer};
use sea_orm::{DbErr, FromQueryResult, QueryResult, TryGetable};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Goods are shipped; a service (community tourism) is visited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProductKind {
    /// Shipped by parcel.
    Goods,
    /// Visited.
    Service,
}

impl ProductKind {
    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            ProductKind::Goods => "GOODS",
            ProductKind::Service => "SERVICE",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Goods, Self::Service]
            .into_iter()
            .find(|kind| kind.as_str() == name)
    }
}

/// Everything that browsing shows of a product.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct Card {
    pub product_id: ProductId,
    pub slug: String,
    pub name: String,
    pub name_en: Option<String>,
    pub product_set: i32,
    pub group: ProductGroup,
    pub kind: ProductKind,
    /// Tenths of a percent by volume; alcohol only.
    pub abv_tenths: Option<i32>,
    pub producer_id: ProducerId,
    pub producer_slug: String,
    pub producer_name: String,
    pub producer_name_en: Option<String>,
    pub province_code: String,
    pub commune_code: String,
    pub certificate: Option<CardCertificate>,
    /// 3 to 5 with a certificate, 0 without.
    pub stars: i32,
    pub price_min: Money,
    pub price_max: Money,
    /// May lag the stock by the time of one job, up to a second.
    pub in_stock: bool,
    pub variants: Vec<CardVariant>,
    pub images: Vec<CardImage>,
    /// See [`crate::visibility`].
    pub listed: bool,
    pub visible_from: Timestamp,
    /// Exclusive.
    pub visible_until: Timestamp,
    pub published_at: Timestamp,
    pub updated_at: Timestamp,
    /// From when on it is sold; see [`crate::Season`].
    pub sell_from: Option<Timestamp>,
    /// Until when, exclusive.
    pub sell_until: Option<Timestamp>,
    /// Until this day in Vietnam it is ordered ahead.
    pub promised_on: Option<NaiveDate>,
    /// What buyers say, in numbers.
    pub rating: Rating,
    /// What the producer is before the law.
    pub legal_form: LegalForm,
    /// How many lines of orders with it were delivered. May lag by the time of
    /// one job.
    pub purchases: i64,
}

/// What the badge says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct CardCertificate {
    pub id: CertificateId,
    pub number: String,
    pub issuer: String,
    pub issued_on: NaiveDate,
    /// The last day, in Vietnam, on which the certificate is in force.
    pub expires_on: NaiveDate,
}

/// What can be bought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct CardVariant {
    pub id: VariantId,
    pub sku: String,
    pub name: String,
    pub name_en: Option<String>,
    pub price: Money,
    pub compare_at_price: Option<Money>,
    /// Shipping weight.
    pub weight_grams: i32,
    pub max_per_order: i32,
    #[serde(default = "one")]
    pub min_per_order: i32,
    /// What one costs for whoever buys many, the smallest number first.
    #[serde(default)]
    pub tiers: Vec<PriceTier>,
    #[serde(default, skip_serializing_if = "Tracking::is_tracked")]
    pub tracking: Tracking,
    /// In how many days what is made to order leaves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_days: Option<i32>,
    /// When it takes place. No variant of a card has it: sessions come and go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<SessionTimes>,
}

/// A price for so many units and more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct PriceTier {
    pub from: i32,
    pub price: Money,
}

impl CardVariant {
    /// What one costs for whoever buys so many.
    #[must_use]
    pub fn price_for(&self, quantity: i64) -> Money {
        let reached = self.tiers.iter().rev();
        let mut reached = reached.filter(|tier| i64::from(tier.from) <= quantity);
        reached.next().map_or(self.price, |tier| tier.price)
    }
}

const fn one() -> i32 {
    1
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct CardImage {
    /// Below `/media/`.
    pub path: String,
    pub alt: String,
    pub alt_en: Option<String>,
    /// Pixels.
    pub width: i32,
    pub height: i32,
    /// A picture of a few bytes to show until it is there: ThumbHash, base64.
    #[serde(default)]
    pub placeholder: Option<String>,
    /// What must stay in view when it is cut: permille from the left and from
    /// the top.
    #[serde(default)]
    pub focus: Option<(i32, i32)>,
    /// The sizes that there are; none where there is only `path`.
    #[serde(default)]
    pub renditions: Vec<CardRendition>,
}

/// A size of a picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are the words of the domain")]
pub struct CardRendition {
    /// Below `/media/`.
    pub path: String,
    /// `WEBP` or `JPEG`.
    pub format: String,
    /// Pixels.
    pub width: i32,
    pub height: i32,
}

impl From<&pictures::Rendition> for CardRendition {
    fn from(own: &pictures::Rendition) -> Self {
        Self {
            path: own.path.clone(),
            format: own.format.as_str().to_owned(),
            width: own.width,
            height: own.height,
        }
    }
}

/// The sources of one card.
pub(crate) struct Sources<'a> {
    pub(crate) product: &'a product::Model,
    pub(crate) variants: &'a [product_variant::Model],
    pub(crate) images: &'a [product_image::Model],
    pub(crate) producer: &'a Producer,
    pub(crate) certificate: Option<&'a Certificate>,
    pub(crate) in_stock: bool,
    pub(crate) rating: Rating,
    pub(crate) purchases: i64,
}

impl Card {
    /// Makes a card from its sources: pure, so that creating, refreshing and
    /// verifying agree.
    pub(crate) fn assemble(sources: &Sources<'_>, updated_at: Timestamp) -> Result<Self, DbErr> {
        let Sources {
            product,
            variants,
            images,
            producer,
            certificate,
            in_stock,
            rating,
            purchases,
        } = *sources;
        let set = taxonomy::product_set(product.product_set).ok_or_else(|| {
            corrupt(format!(
                "product set {} of {}",
                product.product_set, product.id
            ))
        })?;
        let standing = standing(
            product.status == "APPROVED" && !product.paused,
            product.producer_id,
            producer,
            certificate,
        );
        let season = Season::from(product);
        let prices = || {
            variants
                .iter()
                .map(|variant| Money::from_stored(variant.price))
        };
        Ok(Self {
            product_id: product.id.into(),
            slug: product.slug.clone(),
            name: product.name.clone(),
            name_en: product.name_en.clone(),
            product_set: product.product_set,
            group: set.group,
            kind: ProductKind::parse(&product.kind)
                .ok_or_else(|| corrupt(format!("kind of {}", product.id)))?,
            abv_tenths: product.abv_tenths,
            producer_id: producer.id,
            producer_slug: producer.slug.clone(),
            producer_name: producer.name.clone(),
            producer_name_en: producer.name_en.clone(),
            province_code: producer.province_code.clone(),
            commune_code: producer.commune_code.clone(),
            certificate: certificate.map(|certificate| CardCertificate {
                id: certificate.id,
                number: certificate.number.clone(),
                issuer: certificate.issuer.clone(),
                issued_on: certificate.issued_on,
                expires_on: certificate.expires_on,
            }),
            stars: certificate.map_or(0, |certificate| certificate.stars),
            price_min: prices().min().unwrap_or_default(),
            price_max: prices().max().unwrap_or_default(),
            in_stock,
            variants: variants
                .iter()
                .map(CardVariant::try_from)
                .collect::<Result<_, _>>()?,
            images: images
                .iter()
                .map(CardImage::try_from)
                .collect::<Result<_, _>>()?,
            // Without a variant there is nothing to buy, hence to list.
            listed: standing.listed && !variants.is_empty(),
            visible_from: standing.visible_from,
            visible_until: standing.visible_until,
            published_at: product.published_at.unwrap_or(product.created_at),
            updated_at,
            sell_from: season.opens_at(),
            sell_until: season.closes_at(),
            promised_on: season.promised_on,
            rating,
            legal_form: producer.legal_form,
            purchases,
        })
    }

    pub(crate) fn to_row(&self) -> Result<product_card::Model, DbErr> {
        let json = |error: serde_json::Error| corrupt(error.to_string());
        let certificate = self.certificate.as_ref();
        let [one, two, three, four, five] = self.rating.counts;
        Ok(product_card::Model {
            product_id: self.product_id.0,
            slug: self.slug.clone(),
            name: self.name.clone(),
            name_en: self.name_en.clone(),
            folded_name: text::fold(&self.name),
            product_set: self.product_set,
            group_code: self.group.as_str().to_owned(),
            kind: self.kind.as_str().to_owned(),
            abv_tenths: self.abv_tenths,
            producer_id: self.producer_id.0,
            producer_slug: self.producer_slug.clone(),
            producer_name: self.producer_name.clone(),
            producer_name_en: self.producer_name_en.clone(),
            province_code: self.province_code.clone(),
            commune_code: self.commune_code.clone(),
            certificate_id: certificate.map(|certificate| certificate.id.0),
            certificate_number: certificate.map(|certificate| certificate.number.clone()),
            certificate_issuer: certificate.map(|certificate| certificate.issuer.clone()),
            certificate_issued_on: certificate.map(|certificate| certificate.issued_on),
            certificate_expires_on: certificate.map(|certificate| certificate.expires_on),
            stars: self.stars,
            price_min: self.price_min.dong(),
            price_max: self.price_max.dong(),
            in_stock: self.in_stock,
            variants: serde_json::to_string(&self.variants).map_err(json)?,
            images: serde_json::to_string(&self.images).map_err(json)?,
            listed: self.listed,
            visible_from: self.visible_from,
            visible_until: self.visible_until,
            published_at: self.published_at,
            updated_at: self.updated_at,
            sell_from: self.sell_from,
            sell_until: self.sell_until,
            promised_on: self.promised_on,
            rating_1: one,
            rating_2: two,
            rating_3: three,
            rating_4: four,
            rating_5: five,
            rating_count: self.rating.count(),
            rating_hundredths: self.rating.hundredths(),
            legal_form: self.legal_form.as_str().to_owned(),
            purchases: self.purchases,
        })
    }
}

/// Reads a card from a row whose first columns are those of `product_card`, as
/// every query of that entity gives them. By position: a list looks up some
/// eight hundred values, and their names would cost more than the values.
impl FromQueryResult for Card {
    fn from_query_result(row: &QueryResult, _prefix: &str) -> Result<Self, DbErr> {
        use product_card::Column;
        let id: Uuid = get(row, Column::ProductId)?;
        let json = |error: serde_json::Error| corrupt(format!("card {id}: {error}"));
        let group: String = get(row, Column::GroupCode)?;
        let kind: String = get(row, Column::Kind)?;
        let legal_form: String = get(row, Column::LegalForm)?;
        let variants: String = get(row, Column::Variants)?;
        let images: String = get(row, Column::Images)?;
        let certificate: Option<Uuid> = get(row, Column::CertificateId)?;
        let certificate = certificate.map(|id| {
            Ok::<_, DbErr>(CardCertificate {
                id: id.into(),
                number: get(row, Column::CertificateNumber)?,
                issuer: get(row, Column::CertificateIssuer)?,
                issued_on: get(row, Column::CertificateIssuedOn)?,
                expires_on: get(row, Column::CertificateExpiresOn)?,
            })
        });
        Ok(Self {
            product_id: id.into(),
            slug: get(row, Column::Slug)?,
            name: get(row, Column::Name)?,
            name_en: get(row, Column::NameEn)?,
            product_set: get(row, Column::ProductSet)?,
            group: ProductGroup::parse(&group).ok_or_else(|| corrupt(format!("group of {id}")))?,
            kind: ProductKind::parse(&kind).ok_or_else(|| corrupt(format!("kind of {id}")))?,
            abv_tenths: get(row, Column::AbvTenths)?,
            producer_id: get::<Uuid>(row, Column::ProducerId)?.into(),
            producer_slug: get(row, Column::ProducerSlug)?,
            producer_name: get(row, Column::ProducerName)?,
            producer_name_en: get(row, Column::ProducerNameEn)?,
            province_code: get(row, Column::ProvinceCode)?,
            commune_code: get(row, Column::CommuneCode)?,
            certificate: certificate.transpose()?,
            stars: get(row, Column::Stars)?,
            price_min: Money::from_stored(get(row, Column::PriceMin)?),
            price_max: Money::from_stored(get(row, Column::PriceMax)?),
            in_stock: get(row, Column::InStock)?,
            variants: serde_json::from_str(&variants).map_err(json)?,
            images: serde_json::from_str(&images).map_err(json)?,
            listed: get(row, Column::Listed)?,
            visible_from: get(row, Column::VisibleFrom)?,
            visible_until: get(row, Column::VisibleUntil)?,
            published_at: get(row, Column::PublishedAt)?,
            updated_at: get(row, Column::UpdatedAt)?,
            sell_from: get(row, Column::SellFrom)?,
            sell_until: get(row, Column::SellUntil)?,
            promised_on: get(row, Column::PromisedOn)?,
            rating: Rating {
                counts: [
                    get(row, Column::Rating1)?,
                    get(row, Column::Rating2)?,
                    get(row, Column::Rating3)?,
                    get(row, Column::Rating4)?,
                    get(row, Column::Rating5)?,
                ],
            },
            legal_form: LegalForm::parse(&legal_form)
                .ok_or_else(|| corrupt(format!("legal form of {id}")))?,
            purchases: get(row, Column::Purchases)?,
        })
    }
}

/// The value of a column of `product_card`, by its position.
pub(crate) fn get<T: TryGetable>(
    row: &QueryResult,
    column: product_card::Column,
) -> Result<T, DbErr> {
    row.try_get_by_index(column as usize)
}

impl TryFrom<&product_variant::Model> for CardVariant {
    type Error = DbErr;

    fn try_from(row: &product_variant::Model) -> Result<Self, DbErr> {
        Ok(Self {
            id: row.id.into(),
            sku: row.sku.clone(),
            name: row.name.clone(),
            name_en: row.name_en.clone(),
            price: Money::from_stored(row.price),
            compare_at_price: row.compare_at_price.map(Money::from_stored),
            weight_grams: row.weight_grams,
            max_per_order: row.max_per_order,
            min_per_order: row.min_per_order,
            tiers: serde_json::from_str(&row.tiers)
                .map_err(|error| corrupt(format!("tiers of variant {}: {error}", row.id)))?,
            tracking: Tracking::parse(&row.tracking)
                .ok_or_else(|| corrupt(format!("tracking of variant {}", row.id)))?,
            lead_days: row.lead_days,
            session: session_of(row)?,
        })
    }
}

fn session_of(row: &product_variant::Model) -> Result<Option<SessionTimes>, DbErr> {
    let Some(offer) = row.session_of else {
        return Ok(None);
    };
    match (row.starts_at, row.ends_at, row.closes_at) {
        (Some(starts_at), Some(ends_at), Some(closes_at)) => Ok(Some(SessionTimes {
            offer: offer.into(),
            starts_at,
            ends_at,
            closes_at,
        })),
        _ => Err(corrupt(format!("times of session {}", row.id))),
    }
}

impl From<&product::Model> for Season {
    fn from(row: &product::Model) -> Self {
        Self {
            sell_from: row.sell_from,
            sell_until: row.sell_until,
            promised_on: row.promised_on,
        }
    }
}

impl TryFrom<&product_image::Model> for CardImage {
    type Error = DbErr;

    fn try_from(row: &product_image::Model) -> Result<Self, DbErr> {
        Ok(Self {
            path: row.path.clone(),
            alt: row.alt.clone(),
            alt_en: row.alt_en.clone(),
            width: row.width,
            height: row.height,
            placeholder: row.placeholder.clone(),
            focus: row.focus_x.zip(row.focus_y),
            renditions: serde_json::from_str(&row.renditions)
                .map_err(|error| corrupt(format!("renditions of image {}: {error}", row.id)))?,
        })
    }
}

/// A row that no code of ours writes.
pub(crate) fn corrupt(what: String) -> DbErr {
    DbErr::Type(what)
}
