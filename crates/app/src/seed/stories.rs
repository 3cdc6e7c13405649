//! What producers of the demonstration tell of themselves.

use super::file::{Market, Producer};
use super::market::Sown;
use crate::failure::Failure;
use catalog::Catalog;
use catalog::listing::Decision;
use catalog::producer_story::StoryEdit;
use kernel::{Actor, ProducerId};
use std::fmt::Display;

/// Writes and approves the stories of those that have a headline: how many.
pub(super) async fn tell(
    catalog: &Catalog,
    moderator: &Actor,
    market: &Market,
    sown: &Sown,
) -> Result<usize, Failure> {
    let mut told = 0;
    for producer in &market.producers {
        let Some(id) = sown.producers.get(&producer.slug) else {
            continue;
        };
        if producer.headline.is_some() {
            let done = tell_one(catalog, moderator, producer, *id).await;
            done.map_err(|error| failed(&producer.slug, error))?;
            told += 1;
        }
    }
    Ok(told)
}

fn failed(slug: &str, error: impl Display) -> Failure {
    Failure::new(format!("demonstration data: story of {slug}: {error}"))
}

async fn tell_one(
    catalog: &Catalog,
    moderator: &Actor,
    producer: &Producer,
    id: ProducerId,
) -> Result<(), Failure> {
    let edit = StoryEdit {
        headline: producer.headline.clone(),
        headline_en: producer.headline_en.clone(),
        story: producer.story.clone(),
        story_en: producer.story_en.clone(),
        founded_year: producer.founded.map(Some),
        members: producer.members.map(Some),
        ..StoryEdit::default()
    };
    let author = Actor::System;
    let change = catalog.edit_story(&author, id, None, &edit).await;
    let change = change.map_err(Failure::new)?;
    let change = catalog
        .submit_story(&author, change.id, change.version)
        .await
        .map_err(Failure::new)?;
    let approve = Decision::Approve;
    catalog
        .decide_story(moderator, change.id, change.version, &approve)
        .await
        .map_err(Failure::new)?;
    Ok(())
}
