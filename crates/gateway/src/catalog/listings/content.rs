//! What a listing says, as its producer and the moderators read it.

use crate::catalog::Certificate;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::{Date, LanguageCode, Money};
use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use catalog::listing::{self as domain, ImageSource};
use std::sync::Arc;

/// What a listing says: the version that is live, or one that is proposed.
#[derive(Clone)]
pub(crate) struct ListingContent(pub(super) Arc<domain::ListingContent>);

impl From<domain::ListingContent> for ListingContent {
    fn from(content: domain::ListingContent) -> Self {
        Self(Arc::new(content))
    }
}

/// What a listing says: the version that is live, or one that is proposed.
#[Object]
impl ListingContent {
    /// The name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The name in English.
    async fn name_en(&self) -> Option<&str> {
        self.0.name_en.as_deref()
    }

    /// Under which certificate it is sold; null while none was chosen.
    async fn certificate(&self, ctx: &Context<'_>) -> Option<Result<Certificate>> {
        let id = self.0.certificate_id?;
        let found = ctx.loaders().certificates.load(id).await;
        found.map(|found| found.map(Certificate::Full)).transpose()
    }

    /// The story as HTML that is safe to show.
    async fn story(&self) -> Option<&str> {
        self.0.story.as_deref()
    }

    /// The story in English, likewise.
    async fn story_en(&self) -> Option<&str> {
        self.0.story_en.as_deref()
    }

    /// Videos elsewhere, at most 3.
    async fn videos(&self) -> Vec<Video> {
        self.0.videos.iter().map(Video::from).collect()
    }

    /// What it is made of.
    async fn ingredients(&self) -> Option<&str> {
        self.0.ingredients.as_deref()
    }

    /// Where it and its raw materials come from.
    async fn origin(&self) -> Option<&str> {
        self.0.origin.as_deref()
    }

    /// How to use it.
    async fn usage_notes(&self) -> Option<&str> {
        self.0.usage_notes.as_deref()
    }

    /// What to be careful about.
    async fn warnings(&self) -> Option<&str> {
        self.0.warnings.as_deref()
    }

    /// How to keep it.
    async fn storage(&self) -> Option<&str> {
        self.0.storage.as_deref()
    }

    /// How many days it keeps.
    async fn shelf_life_days(&self) -> Option<i32> {
        self.0.shelf_life_days
    }

    /// Under which rules it was declared.
    async fn declaration(&self) -> Option<FoodDeclaration> {
        self.0.declaration.as_ref().map(FoodDeclaration::from)
    }

    /// Alcohol by volume in tenths of a percent.
    async fn abv_tenths(&self) -> Option<i32> {
        self.0.abv_tenths
    }

    /// Typed facts, at most one of each kind.
    async fn attributes(&self) -> Vec<AttributeFact> {
        facts(&self.0.attributes)
    }

    /// By what its variants differ, at most 3.
    async fn options(&self) -> Vec<ProductOption> {
        self.0.options.iter().map(ProductOption::from).collect()
    }

    /// What can be bought, at most 50.
    async fn variants(&self) -> Vec<VariantContent> {
        let own = self.0.variants.iter();
        own.map(|variant| VariantContent(variant.clone())).collect()
    }

    /// Pictures in the order of showing, at most 12.
    async fn images(&self) -> Vec<ListingImage> {
        let own = self.0.images.iter();
        own.map(|image| ListingImage(image.clone())).collect()
    }
}

/// The facts of products by the attribute's order.
pub(crate) fn facts(
    values: &std::collections::BTreeMap<String, domain::AttributeValue>,
) -> Vec<AttributeFact> {
    let known = domain::ATTRIBUTES.iter();
    known
        .filter_map(|attribute| {
            let value = values.get(attribute.code)?.clone();
            Some(AttributeFact { attribute, value })
        })
        .collect()
}

/// A typed fact about a product.
pub(crate) struct AttributeFact {
    attribute: &'static domain::Attribute,
    value: domain::AttributeValue,
}

/// A typed fact about a product.
#[Object]
impl AttributeFact {
    /// Which fact; it never changes its meaning.
    async fn code(&self) -> &str {
        self.attribute.code
    }

    /// The fact's name.
    async fn name(
        &self,
        #[graphql(desc = "Language of the name.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> &str {
        self.attribute.name(language.into())
    }

    /// The code of the choice; null where it is no choice.
    async fn choice(&self) -> Option<&str> {
        match &self.value {
            domain::AttributeValue::Choice(code) => Some(code),
            _ => None,
        }
    }

    /// The value in words, with its unit.
    async fn text(
        &self,
        #[graphql(desc = "Language of the words.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> String {
        match (&self.attribute.kind, &self.value) {
            (domain::AttributeKind::Choice(choices), domain::AttributeValue::Choice(code)) => {
                let chosen = choices.iter().find(|choice| choice.code == code);
                chosen.map_or_else(
                    || code.clone(),
                    |choice| choice.name(language.into()).to_owned(),
                )
            }
            (domain::AttributeKind::Number(unit, ..), domain::AttributeValue::Number(number)) => {
                format!("{number} {unit}")
            }
            (_, domain::AttributeValue::Text(text)) => text.clone(),
            (_, domain::AttributeValue::Choice(text)) => text.clone(),
            (_, domain::AttributeValue::Number(number)) => number.to_string(),
        }
    }
}

/// By what variants differ.
#[derive(SimpleObject)]
pub(crate) struct ProductOption {
    /// Its name, such as "Khối lượng".
    name: String,
    /// Its name in English.
    name_en: Option<String>,
    /// Its values, at most 30.
    values: Vec<String>,
}

impl From<&domain::ProductOption> for ProductOption {
    fn from(own: &domain::ProductOption) -> Self {
        Self {
            name: own.name.clone(),
            name_en: own.name_en.clone(),
            values: own.values.clone(),
        }
    }
}

/// What can be bought, as a content says it.
pub(crate) struct VariantContent(domain::VariantContent);

/// What can be bought, as a content says it.
#[Object]
impl VariantContent {
    /// The global id.
    async fn id(&self) -> ID {
        self.0.id.to_global()
    }

    /// The producer's own number for it.
    async fn sku(&self) -> &str {
        &self.0.sku
    }

    /// The trade item's number, GTIN-8 to GTIN-14.
    async fn gtin(&self) -> Option<&str> {
        self.0.gtin.as_deref()
    }

    /// The name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The name in English.
    async fn name_en(&self) -> Option<&str> {
        self.0.name_en.as_deref()
    }

    /// One value of every option, in their order.
    async fn choices(&self) -> &[String] {
        &self.0.choices
    }

    /// Its weight with the packaging.
    async fn weight_grams(&self) -> i32 {
        self.0.weight_grams
    }

    /// The outer size of its parcel.
    async fn parcel(&self) -> Option<Parcel> {
        self.0.parcel.map(Parcel::from)
    }

    /// The fewest of an order.
    async fn min_per_order(&self) -> i32 {
        self.0.min_per_order
    }

    /// The most of an order.
    async fn max_per_order(&self) -> i32 {
        self.0.max_per_order
    }

    /// What one costs at first; null for what is on sale already.
    async fn first_price(&self) -> Option<Money> {
        self.0.first.map(|first| first.price.into())
    }

    /// The earlier price beside it.
    async fn first_compare_at_price(&self) -> Option<Money> {
        self.0.first?.compare_at_price.map(Money::from)
    }

    /// How many there are at first; null for what is on sale already.
    async fn first_stock(&self) -> Option<i32> {
        let units = self.0.first?.units;
        i32::try_from(units).ok()
    }
}

/// The outer size of a parcel.
#[derive(SimpleObject)]
pub(crate) struct Parcel {
    /// Millimetres.
    length_mm: i32,
    /// Millimetres.
    width_mm: i32,
    /// Millimetres.
    height_mm: i32,
}

impl From<domain::Parcel> for Parcel {
    fn from(own: domain::Parcel) -> Self {
        Self {
            length_mm: own.length_mm,
            width_mm: own.width_mm,
            height_mm: own.height_mm,
        }
    }
}

/// A picture of a content.
pub(crate) struct ListingImage(pub(crate) domain::ImageContent);

/// A picture of a content.
#[Object]
impl ListingImage {
    /// The picture; null for one of the sample data.
    async fn picture_id(&self) -> Option<ID> {
        match &self.0.picture {
            ImageSource::Picture(id) => Some(id.to_global()),
            ImageSource::Sample { .. } => None,
        }
    }

    /// What it shows, for those who do not see it.
    async fn alt(&self) -> &str {
        &self.0.alt
    }

    /// The same in English.
    async fn alt_en(&self) -> Option<&str> {
        self.0.alt_en.as_deref()
    }

    /// What must stay in view when it is cut; the middle without it.
    async fn focus(&self) -> Option<FocalPoint> {
        self.0.focus.map(|(x, y)| FocalPoint { x, y })
    }
}

/// A point of a picture.
#[derive(SimpleObject)]
pub(crate) struct FocalPoint {
    /// From the left, in permille of the width.
    pub(crate) x: i32,
    /// From the top, in permille of the height.
    pub(crate) y: i32,
}

/// A video elsewhere.
#[derive(SimpleObject)]
pub(crate) struct Video {
    /// On which site.
    site: VideoSite,
    /// Its id there.
    id: String,
    /// The address of its page.
    url: String,
}

impl From<&domain::Video> for Video {
    fn from(own: &domain::Video) -> Self {
        Self {
            site: own.site.into(),
            id: own.id.clone(),
            url: own.url(),
        }
    }
}

/// Sites that videos may be on.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::VideoSite")]
pub(crate) enum VideoSite {
    /// youtube.com
    #[graphql(name = "YOUTUBE")]
    YouTube,
    /// vimeo.com
    Vimeo,
    /// tiktok.com
    #[graphql(name = "TIKTOK")]
    TikTok,
}

/// Under which rules a food was declared, and where that is on record.
#[derive(SimpleObject)]
pub(crate) struct FoodDeclaration {
    /// Which rules.
    regime: DeclarationRegime,
    /// Its number.
    number: String,
    /// Its day.
    date: Date,
}

impl From<&domain::Declaration> for FoodDeclaration {
    fn from(own: &domain::Declaration) -> Self {
        Self {
            regime: own.regime.into(),
            number: own.number.clone(),
            date: Date(own.date),
        }
    }
}

/// Rules of declaring food.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "domain::DeclarationRegime")]
pub(crate) enum DeclarationRegime {
    /// Decree 15/2018/NĐ-CP.
    #[graphql(name = "DECREE_15")]
    Decree15,
    /// Decree 46/2026/NĐ-CP.
    #[graphql(name = "DECREE_46")]
    Decree46,
    /// Another one: cosmetics, medicine.
    Other,
}
