//! A content becomes the live version of its listing.

use super::content::{Shown, nobodys, written};
use super::{sessions, unknown};
use crate::entity::{product, product_image, product_variant};
use crate::listing::{ImageContent, ImageSource, ListingContent, VariantContent};
use crate::stock;
use crate::supply::Tracking;
use db::Tx;
use kernel::{Actor, ImageId, Money, PictureId, Timestamp};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Makes a content the live version of a locked product. New variants get
/// their first price and stock; those that are gone are retired.
pub(crate) async fn publish(
    tx: &Tx,
    product: product::Model,
    content: &ListingContent,
    pictures: &HashMap<PictureId, Shown>,
    actor: &Actor,
    now: Timestamp,
) -> Result<(), DbErr> {
    let id = product.id;
    let producer = product.producer_id;
    write_product(tx, product, content, now).await?;
    super::attributes::replace(tx, id, &content.attributes).await?;
    write_variants(tx, id, producer, &content.variants, actor, now).await?;
    product_image::Entity::delete_many()
        .filter(product_image::Column::ProductId.eq(id))
        .exec(tx)
        .await?;
    let rows: Vec<_> = (0..)
        .zip(&content.images)
        .map(|(position, own)| image_row(id, position, own, pictures, now))
        .collect::<Result<_, _>>()?;
    if !rows.is_empty() {
        let rows = rows.into_iter().map(IntoActiveModel::into_active_model);
        product_image::Entity::insert_many(rows)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

async fn write_product(
    tx: &Tx,
    product: product::Model,
    content: &ListingContent,
    now: Timestamp,
) -> Result<(), DbErr> {
    let id = product.id;
    let (version, published_at) = (product.version, product.published_at);
    let plain = |html: &Option<String>| html.as_deref().map(crate::listing::plain);
    let declaration = match &content.declaration {
        Some(declaration) => Some(written(declaration, id)?),
        None => None,
    };
    let mut change = product.into_active_model();
    change.name = Set(content.name.clone());
    change.name_en = Set(content.name_en.clone());
    change.certificate_id = Set(content.certificate_id.map(|id| id.0));
    change.story = Set(plain(&content.story));
    change.story_en = Set(plain(&content.story_en));
    change.story_html = Set(content.story.clone());
    change.story_html_en = Set(content.story_en.clone());
    change.videos = Set(written(&content.videos, id)?);
    change.ingredients = Set(content.ingredients.clone());
    change.origin = Set(content.origin.clone());
    change.usage_notes = Set(content.usage_notes.clone());
    change.warnings = Set(content.warnings.clone());
    change.storage = Set(content.storage.clone());
    change.shelf_life_days = Set(content.shelf_life_days);
    change.declaration = Set(declaration);
    change.abv_tenths = Set(content.abv_tenths);
    change.attributes = Set(written(&content.attributes, id)?);
    change.options = Set(written(&content.options, id)?);
    change.status = Set("APPROVED".to_owned());
    change.published_at = Set(published_at.or(Some(now)));
    change.updated_at = Set(now);
    change.version = Set(version + 1);
    change.update(tx).await.map(|_| ())
}

async fn write_variants(
    tx: &Tx,
    product: Uuid,
    producer: Uuid,
    variants: &[VariantContent],
    actor: &Actor,
    now: Timestamp,
) -> Result<(), DbErr> {
    use product_variant::{Column, Entity};
    // By id: the order in which everybody locks variants.
    let rows = Entity::find()
        .filter(Column::ProductId.eq(product))
        .filter(Column::SessionOf.is_null())
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(tx)
        .await?;
    let there: HashSet<Uuid> = rows.iter().map(|row| row.id).collect();
    let wanted: HashMap<Uuid, (i32, &VariantContent)> = (0..)
        .zip(variants)
        .map(|(position, own)| (own.id.0, (position, own)))
        .collect();
    // Two variants may exchange their SKUs: first away, then into place.
    for row in &rows {
        let kept = wanted.get(&row.id).map(|(_, own)| own.sku.as_str());
        if kept.is_some_and(|sku| sku != row.sku) {
            let mut change = row.clone().into_active_model();
            change.sku = Set(nobodys(row.id));
            change.update(tx).await?;
        }
    }
    // Sessions are no part of a content; they follow their offers.
    let mut offers: Vec<(Uuid, Option<&VariantContent>)> = Vec::new();
    for row in rows {
        let (version, retired) = (row.version, row.retired_at);
        let wanted = wanted.get(&row.id);
        if wanted.is_none() && retired.is_some() {
            continue;
        }
        let id = row.id;
        if wanted.is_none_or(|(_, own)| sessions::differ(&row, own)) {
            offers.push((id, wanted.map(|(_, own)| *own)));
        }
        let mut change = row.into_active_model();
        match wanted {
            Some((position, own)) => {
                facts(&mut change, *position, own, id)?;
                change.retired_at = Set(None);
            }
            None => {
                change.retired_at = Set(Some(now));
                change.sku = Set(nobodys(id));
            }
        }
        change.updated_at = Set(now);
        change.version = Set(version + 1);
        change.update(tx).await?;
    }
    sessions::follow(tx, &offers, now).await?;
    let new = variants.iter().filter(|own| !there.contains(&own.id.0));
    let mut stock = Vec::new();
    for own in new {
        let id = own.id.0;
        let first = own.first.as_ref();
        let first = first.ok_or_else(|| unknown("variant without a price", &id.to_string()))?;
        let (position, _) = wanted.get(&id).copied().unwrap_or((0, own));
        let mut row = product_variant::ActiveModel {
            id: Set(id),
            product_id: Set(product),
            producer_id: Set(producer),
            price: Set(first.price.dong()),
            compare_at_price: Set(first.compare_at_price.map(Money::dong)),
            reviewed_price: Set(Some(first.price.dong())),
            created_at: Set(now),
            updated_at: Set(now),
            version: Set(1),
            retired_at: Set(None),
            tiers: Set("[]".to_owned()),
            tracking: Set(Tracking::Tracked.as_str().to_owned()),
            ..Default::default()
        };
        facts(&mut row, position, own, id)?;
        Entity::insert(row).exec_without_returning(tx).await?;
        stock.push((id, first.units));
    }
    stock::receive_first(tx, &stock, actor, now).await
}

fn facts(
    row: &mut product_variant::ActiveModel,
    position: i32,
    own: &VariantContent,
    id: Uuid,
) -> Result<(), DbErr> {
    row.sku = Set(own.sku.clone());
    row.gtin = Set(own.gtin.clone());
    row.name = Set(own.name.clone());
    row.name_en = Set(own.name_en.clone());
    row.choices = Set(written(&own.choices, id)?);
    row.weight_grams = Set(own.weight_grams);
    row.length_mm = Set(own.parcel.map(|parcel| parcel.length_mm));
    row.width_mm = Set(own.parcel.map(|parcel| parcel.width_mm));
    row.height_mm = Set(own.parcel.map(|parcel| parcel.height_mm));
    row.min_per_order = Set(own.min_per_order);
    row.max_per_order = Set(own.max_per_order);
    row.position = Set(position);
    Ok(())
}

fn image_row(
    product: Uuid,
    position: i32,
    own: &ImageContent,
    pictures: &HashMap<PictureId, Shown>,
    now: Timestamp,
) -> Result<product_image::Model, DbErr> {
    let (picture_id, shown) = match &own.picture {
        ImageSource::Picture(id) => {
            let shown = pictures.get(id).cloned();
            (
                Some(id.0),
                shown.ok_or_else(|| unknown("picture", &id.to_string()))?,
            )
        }
        ImageSource::Sample {
            path,
            width,
            height,
        } => {
            let shown = Shown {
                path: path.clone(),
                width: *width,
                height: *height,
                placeholder: String::new(),
                renditions: Vec::new(),
            };
            (None, shown)
        }
    };
    Ok(product_image::Model {
        id: ImageId::new(now).0,
        product_id: product,
        position,
        path: shown.path,
        alt: own.alt.clone(),
        alt_en: own.alt_en.clone(),
        width: shown.width,
        height: shown.height,
        picture_id,
        focus_x: own.focus.map(|(x, _)| x),
        focus_y: own.focus.map(|(_, y)| y),
        placeholder: Some(shown.placeholder).filter(|text| !text.is_empty()),
        renditions: written(&shown.renditions, product)?,
    })
}
