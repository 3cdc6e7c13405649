//! `producer_story` and `producer_story_picture`: what the public reads.

use crate::CardImage;
use crate::entity::{producer_story, producer_story_picture as picture};
use crate::listing::{ImageContent, ImageSource};
use crate::producer_story::{ProducerStory, StoryChange, StoryContent};
use crate::store::content::{Shown, parsed, written};
use crate::store::unknown;
use db::Tx;
use kernel::{PictureId, ProducerId, Timestamp};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, Iterable, QueryFilter,
    QueryOrder, QuerySelect,
};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// The stories of these producers, of those that have one; in any order.
pub(crate) async fn by_producers(
    connection: &impl ConnectionTrait,
    producers: &[ProducerId],
) -> Result<Vec<ProducerStory>, DbErr> {
    let ids = || producers.iter().map(|id| id.0);
    let rows = producer_story::Entity::find()
        .filter(producer_story::Column::ProducerId.is_in(ids()))
        .all(connection)
        .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let shown = picture::Entity::find()
        .filter(picture::Column::ProducerId.is_in(ids()))
        .order_by_asc(picture::Column::Position)
        .all(connection)
        .await?;
    let mut pictures: HashMap<Uuid, Vec<picture::Model>> = HashMap::new();
    for row in shown {
        pictures.entry(row.producer_id).or_default().push(row);
    }
    let rows = rows.into_iter();
    rows.map(|row| {
        let own = pictures.remove(&row.producer_id).unwrap_or_default();
        whole(row, &own)
    })
    .collect()
}

/// The story of a producer.
pub(crate) async fn by_producer(
    connection: &impl ConnectionTrait,
    producer: ProducerId,
) -> Result<Option<ProducerStory>, DbErr> {
    Ok(by_producers(connection, &[producer]).await?.pop())
}

fn whole(row: producer_story::Model, own: &[picture::Model]) -> Result<ProducerStory, DbErr> {
    let id = row.producer_id;
    let cover = own.iter().find(|own| own.cover);
    let mut pictures = Vec::with_capacity(own.len());
    for own in own {
        let image = CardImage {
            path: own.path.clone(),
            alt: own.alt.clone(),
            alt_en: own.alt_en.clone(),
            width: own.width,
            height: own.height,
            placeholder: own.placeholder.clone(),
            focus: own.focus_x.zip(own.focus_y),
            renditions: parsed(&own.renditions, "renditions", id)?,
        };
        pictures.push((PictureId(own.picture_id), image));
    }
    let images = pictures.iter().map(|(id, image)| ImageContent {
        picture: ImageSource::Picture(*id),
        alt: image.alt.clone(),
        alt_en: image.alt_en.clone(),
        focus: image.focus,
    });
    Ok(ProducerStory {
        producer_id: id.into(),
        content: StoryContent {
            headline: Some(row.headline),
            headline_en: row.headline_en,
            story: Some(row.story_html),
            story_en: row.story_html_en,
            images: images.collect(),
            cover: cover.map(|own| PictureId(own.picture_id)),
            videos: parsed(&row.videos, "videos", id)?,
            founded_year: row.founded_year,
            members: row.members,
        },
        pictures,
        approved_at: row.approved_at,
        version: row.version,
    })
}

/// Makes the content of a change what the public reads: every row of it in the
/// caller's transaction, which has locked the producer.
pub(crate) async fn publish(
    tx: &Tx,
    change: &StoryChange,
    pictures: &HashMap<PictureId, Shown>,
    now: Timestamp,
) -> Result<(), DbErr> {
    use producer_story::{Column, Entity};
    let (id, content) = (change.producer_id.0, &change.content);
    let needed = |text: &Option<String>, field| {
        let text = text.clone();
        text.ok_or_else(|| unknown("an approved story without", field))
    };
    let version: Option<i64> = Entity::find_by_id(id)
        .select_only()
        .column(Column::Version)
        .into_tuple()
        .one(tx)
        .await?;
    let row = producer_story::Model {
        producer_id: id,
        change_id: change.id.0,
        headline: needed(&content.headline, "headline")?,
        headline_en: content.headline_en.clone(),
        story_html: needed(&content.story, "story")?,
        story_html_en: content.story_en.clone(),
        videos: written(&content.videos, id)?,
        founded_year: content.founded_year,
        members: content.members,
        approved_at: now,
        version: version.unwrap_or(0) + 1,
    };
    let others = Column::iter().filter(|column| !matches!(column, Column::ProducerId));
    let replace = OnConflict::column(Column::ProducerId)
        .update_columns(others)
        .to_owned();
    Entity::insert(row.into_active_model())
        .on_conflict(replace)
        .exec_without_returning(tx)
        .await?;
    picture::Entity::delete_many()
        .filter(picture::Column::ProducerId.eq(id))
        .exec(tx)
        .await?;
    let rows: Vec<picture::Model> = (0..)
        .zip(&content.images)
        .map(|(position, own)| shown(change, position, own, pictures))
        .collect::<Result<_, _>>()?;
    if !rows.is_empty() {
        let rows = rows.into_iter().map(IntoActiveModel::into_active_model);
        picture::Entity::insert_many(rows)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

fn shown(
    change: &StoryChange,
    position: i32,
    own: &ImageContent,
    pictures: &HashMap<PictureId, Shown>,
) -> Result<picture::Model, DbErr> {
    let id = match &own.picture {
        ImageSource::Picture(id) => *id,
        // Nobody can choose one.
        ImageSource::Sample { path, .. } => return Err(unknown("picture", path)),
    };
    let shown = pictures.get(&id).cloned();
    let shown = shown.ok_or_else(|| unknown("picture", &id.to_string()))?;
    Ok(picture::Model {
        producer_id: change.producer_id.0,
        position,
        picture_id: id.0,
        cover: change.content.cover == Some(id),
        path: shown.path,
        alt: own.alt.clone(),
        alt_en: own.alt_en.clone(),
        width: shown.width,
        height: shown.height,
        focus_x: own.focus.map(|(x, _)| x),
        focus_y: own.focus.map(|(_, y)| y),
        placeholder: Some(shown.placeholder).filter(|text| !text.is_empty()),
        renditions: written(&shown.renditions, change.producer_id.0)?,
    })
}

/// Those of the pictures that the public sees in a story.
pub(crate) async fn shown_of(tx: &Tx, ids: &[PictureId]) -> Result<HashSet<PictureId>, DbErr> {
    let live: Vec<Uuid> = picture::Entity::find()
        .select_only()
        .column(picture::Column::PictureId)
        .filter(picture::Column::PictureId.is_in(ids.iter().map(|id| id.0)))
        .into_tuple()
        .all(tx)
        .await?;
    Ok(live.into_iter().map(PictureId).collect())
}
