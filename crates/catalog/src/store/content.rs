//! The content of a listing, from its rows.

use crate::card::{CardRendition, corrupt};
use crate::entity::{product, product_image, product_variant};
use crate::listing::{ImageContent, ImageSource, ListingContent, Parcel, VariantContent};
use crate::producer_story::store as stories;
use db::Tx;
use kernel::{CertificateId, PictureId};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use std::collections::HashSet;
use uuid::Uuid;

/// What is known of a picture that a content shows.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    /// Below `/media/`: what those get who know no sizes.
    pub(crate) path: String,
    pub(crate) width: i32,
    pub(crate) height: i32,
    pub(crate) placeholder: String,
    pub(crate) renditions: Vec<CardRendition>,
}

pub(crate) fn parsed<T: serde::de::DeserializeOwned>(
    text: &str,
    column: &str,
    id: Uuid,
) -> Result<T, DbErr> {
    serde_json::from_str(text).map_err(|error| corrupt(format!("{column} of {id}: {error}")))
}

pub(crate) fn written(value: &impl serde::Serialize, id: Uuid) -> Result<String, DbErr> {
    serde_json::to_string(value).map_err(|error| corrupt(format!("content of {id}: {error}")))
}

/// What rows of a product say.
pub(crate) fn of_rows(
    product: &product::Model,
    variants: &[product_variant::Model],
    images: &[product_image::Model],
) -> Result<ListingContent, DbErr> {
    let id = product.id;
    let plain = |text: &Option<String>| {
        let text = text.as_deref();
        text.and_then(crate::listing::sanitised)
    };
    let story = product.story_html.clone();
    let story_en = product.story_html_en.clone();
    Ok(ListingContent {
        name: product.name.clone(),
        name_en: product.name_en.clone(),
        certificate_id: product.certificate_id.map(CertificateId),
        story: story.or_else(|| plain(&product.story)),
        story_en: story_en.or_else(|| plain(&product.story_en)),
        videos: parsed(&product.videos, "videos", id)?,
        ingredients: product.ingredients.clone(),
        origin: product.origin.clone(),
        usage_notes: product.usage_notes.clone(),
        warnings: product.warnings.clone(),
        storage: product.storage.clone(),
        shelf_life_days: product.shelf_life_days,
        declaration: match &product.declaration {
            Some(text) => Some(parsed(text, "declaration", id)?),
            None => None,
        },
        abv_tenths: product.abv_tenths,
        attributes: parsed(&product.attributes, "attributes", id)?,
        options: parsed(&product.options, "options", id)?,
        variants: variants.iter().map(variant).collect::<Result<_, _>>()?,
        images: images.iter().map(image).collect(),
    })
}

fn variant(row: &product_variant::Model) -> Result<VariantContent, DbErr> {
    let sides = (row.length_mm, row.width_mm, row.height_mm);
    let parcel = match sides {
        (Some(length_mm), Some(width_mm), Some(height_mm)) => Some(Parcel {
            length_mm,
            width_mm,
            height_mm,
        }),
        _ => None,
    };
    Ok(VariantContent {
        id: row.id.into(),
        sku: row.sku.clone(),
        gtin: row.gtin.clone(),
        name: row.name.clone(),
        name_en: row.name_en.clone(),
        choices: parsed(&row.choices, "choices", row.id)?,
        weight_grams: row.weight_grams,
        parcel,
        min_per_order: row.min_per_order,
        max_per_order: row.max_per_order,
        first: None,
    })
}

fn image(row: &product_image::Model) -> ImageContent {
    ImageContent {
        picture: match row.picture_id {
            Some(id) => ImageSource::Picture(PictureId(id)),
            None => ImageSource::Sample {
                path: row.path.clone(),
                width: row.width,
                height: row.height,
            },
        },
        alt: row.alt.clone(),
        alt_en: row.alt_en.clone(),
        focus: row.focus_x.zip(row.focus_y),
    }
}

/// The variants on sale of these products, in the order of showing.
pub(crate) async fn variants_of(
    connection: &impl ConnectionTrait,
    products: &[Uuid],
) -> Result<Vec<product_variant::Model>, DbErr> {
    product_variant::Entity::find()
        .filter(product_variant::Column::ProductId.is_in(products.iter().copied()))
        .filter(product_variant::Column::RetiredAt.is_null())
        .filter(product_variant::Column::SessionOf.is_null())
        .order_by_asc(product_variant::Column::Position)
        .all(connection)
        .await
}

/// The pictures of these products, in the order of showing.
pub(crate) async fn images_of(
    connection: &impl ConnectionTrait,
    products: &[Uuid],
) -> Result<Vec<product_image::Model>, DbErr> {
    product_image::Entity::find()
        .filter(product_image::Column::ProductId.is_in(products.iter().copied()))
        .order_by_asc(product_image::Column::Position)
        .all(connection)
        .await
}

/// SKUs of a product's content that another variant of the producer has. What
/// the content leaves out gives its SKU back.
pub(crate) async fn taken_skus(
    connection: &impl ConnectionTrait,
    producer: Uuid,
    product: Uuid,
    variants: &[VariantContent],
) -> Result<HashSet<String>, DbErr> {
    let rows: Vec<(Uuid, Uuid, String)> = product_variant::Entity::find()
        .select_only()
        .column(product_variant::Column::Id)
        .column(product_variant::Column::ProductId)
        .column(product_variant::Column::Sku)
        .filter(product_variant::Column::ProducerId.eq(producer))
        .filter(product_variant::Column::Sku.is_in(variants.iter().map(|own| own.sku.clone())))
        .into_tuple()
        .all(connection)
        .await?;
    let rows = rows.into_iter();
    Ok(rows
        .filter(|(_, of, _)| *of != product)
        .map(|(.., sku)| sku)
        .collect())
}

/// Those of the pictures that a listing, a story or a change under way shows.
pub(crate) async fn shown_of(tx: &Tx, ids: &[PictureId]) -> Result<HashSet<PictureId>, DbErr> {
    let live: Vec<Option<Uuid>> = product_image::Entity::find()
        .select_only()
        .column(product_image::Column::PictureId)
        .filter(product_image::Column::PictureId.is_in(ids.iter().map(|id| id.0)))
        .into_tuple()
        .all(tx)
        .await?;
    let mut shown: HashSet<PictureId> = live.into_iter().flatten().map(PictureId).collect();
    shown.extend(stories::live::shown_of(tx, ids).await?);
    for id in ids
        .iter()
        .filter(|id| !shown.contains(*id))
        .copied()
        .collect::<Vec<_>>()
    {
        if super::changes::shows(tx, id).await? || stories::changes::shows(tx, id).await? {
            shown.insert(id);
        }
    }
    Ok(shown)
}

/// An SKU that nobody can type: the place of one that is given up.
pub(crate) fn nobodys(variant: Uuid) -> String {
    format!("~{variant}")
}
