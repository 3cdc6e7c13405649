//! `producer_story` and `producer_story_picture`: what the public reads.

use crate::CardImage;
use crate::entity::producer_story::{Column, Entity, Model};
use crate::entity::{producer_story, producer_story_picture as picture};
use crate::listing::{ImageContent, ImageSource};
use crate::producer_story::{ProducerStory, StoryChange, StoryContent};
use crate::store::content::{Shown, parsed, written};
use crate::store::unknown;
use db::Tx;
use kernel::{PictureId, ProducerId, Timestamp};
use sea_orm::prelude::DateTimeUtc;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, DerivePartialModel, EntityTrait, FromQueryResult,
    IntoActiveModel, Iterable, JoinType, PartialModelTrait, QueryFilter, QueryResult, QuerySelect,
    Select,
};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Before the columns of a story that another query carries along.
const CARRIED: &str = "s_";

/// What is read of `producer_story`.
#[derive(DerivePartialModel)]
#[sea_orm(entity = "producer_story::Entity")]
struct Row {
    producer_id: Uuid,
    headline: String,
    headline_en: Option<String>,
    story_html: String,
    story_html_en: Option<String>,
    videos: String,
    pictures: String,
    cover: Option<Uuid>,
    founded_year: Option<i32>,
    members: Option<i32>,
    approved_at: DateTimeUtc,
    version: i64,
}

impl TryFrom<Row> for ProducerStory {
    type Error = DbErr;

    fn try_from(row: Row) -> Result<Self, DbErr> {
        let id = row.producer_id;
        let pictures: Vec<(PictureId, CardImage)> = parsed(&row.pictures, "pictures", id)?;
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
                cover: row.cover.map(PictureId),
                videos: parsed(&row.videos, "videos", id)?,
                founded_year: row.founded_year,
                members: row.members,
            },
            pictures,
            approved_at: row.approved_at,
            version: row.version,
        })
    }
}

/// The stories of these producers, of those that have one; in any order.
pub(crate) async fn by_producers(
    connection: &impl ConnectionTrait,
    producers: &[ProducerId],
) -> Result<Vec<ProducerStory>, DbErr> {
    let rows = Entity::find()
        .filter(Column::ProducerId.is_in(producers.iter().map(|id| id.0)))
        .into_partial_model::<Row>()
        .all(connection)
        .await?;
    rows.into_iter().map(ProducerStory::try_from).collect()
}

/// The story of a producer.
pub(crate) async fn by_producer(
    connection: &impl ConnectionTrait,
    producer: ProducerId,
) -> Result<Option<ProducerStory>, DbErr> {
    Ok(by_producers(connection, &[producer]).await?.pop())
}

/// Carries along the story of the producer whose id is in `column`, where
/// there is one.
pub(crate) fn carried<E: EntityTrait>(query: Select<E>, column: E::Column) -> Select<E> {
    let join = E::belongs_to(Entity).from(column).to(Column::ProducerId);
    let query = query.join(JoinType::LeftJoin, join.into());
    Row::select_cols_nested(query, Some(CARRIED), None)
}

/// The story that [`carried`] carried along.
pub(crate) fn carried_by(row: &QueryResult) -> Result<Option<ProducerStory>, DbErr> {
    let whose: Option<Uuid> = row.try_get(CARRIED, "producer_id")?;
    match whose {
        Some(_) => ProducerStory::try_from(Row::from_query_result(row, CARRIED)?).map(Some),
        None => Ok(None),
    }
}

/// Makes the content of a change what the public reads, in the caller's
/// transaction, which has locked the producer.
pub(crate) async fn publish(
    tx: &Tx,
    change: &StoryChange,
    pictures: &HashMap<PictureId, Shown>,
    now: Timestamp,
) -> Result<(), DbErr> {
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
    let shown: Vec<(PictureId, CardImage)> = content
        .images
        .iter()
        .map(|own| shown(own, pictures))
        .collect::<Result<_, _>>()?;
    let row = Model {
        producer_id: id,
        change_id: change.id.0,
        headline: needed(&content.headline, "headline")?,
        headline_en: content.headline_en.clone(),
        story_html: needed(&content.story, "story")?,
        story_html_en: content.story_en.clone(),
        videos: written(&content.videos, id)?,
        pictures: written(&shown, id)?,
        cover: content.cover.map(|id| id.0),
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
    name_pictures(tx, id, &shown).await
}

/// Writes down which pictures are shown.
async fn name_pictures(
    tx: &Tx,
    producer_id: Uuid,
    shown: &[(PictureId, CardImage)],
) -> Result<(), DbErr> {
    picture::Entity::delete_many()
        .filter(picture::Column::ProducerId.eq(producer_id))
        .exec(tx)
        .await?;
    if shown.is_empty() {
        return Ok(());
    }
    let rows = (0..).zip(shown).map(|(position, (picture_id, _))| {
        picture::Model {
            producer_id,
            picture_id: picture_id.0,
            position,
        }
        .into_active_model()
    });
    picture::Entity::insert_many(rows)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

fn shown(
    own: &ImageContent,
    pictures: &HashMap<PictureId, Shown>,
) -> Result<(PictureId, CardImage), DbErr> {
    let id = match &own.picture {
        ImageSource::Picture(id) => *id,
        // Nobody can choose one.
        ImageSource::Sample { path, .. } => return Err(unknown("picture", path)),
    };
    let shown = pictures.get(&id).cloned();
    let shown = shown.ok_or_else(|| unknown("picture", &id.to_string()))?;
    let image = CardImage {
        path: shown.path,
        alt: own.alt.clone(),
        alt_en: own.alt_en.clone(),
        width: shown.width,
        height: shown.height,
        placeholder: Some(shown.placeholder).filter(|text| !text.is_empty()),
        focus: own.focus,
        renditions: shown.renditions,
    };
    Ok((id, image))
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
