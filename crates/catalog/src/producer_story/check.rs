//! What the program looks at before a moderator does.

use super::{StoryChange, StoryContent};
use crate::entity::product;
use crate::listing::check::worded;
use crate::listing::{Finding, FindingCode, plain};
use kernel::ProducerId;
use programme::taxonomy::{self, ProductGroup};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

/// Everything that the checks find in a change.
pub(super) async fn findings(
    connection: &impl ConnectionTrait,
    change: &StoryChange,
) -> Result<Vec<Finding>, DbErr> {
    let edible = makes_food(connection, change.producer_id).await?;
    Ok(check(&change.content, edible))
}

/// Everything that the checks find in a content, in the order of the fields.
fn check(content: &StoryContent, edible: bool) -> Vec<Finding> {
    let needed = [
        ("headline", content.headline.is_none()),
        ("story", content.story.is_none()),
    ];
    let missing = needed.into_iter().filter(|(_, missing)| *missing);
    let mut found: Vec<Finding> = missing
        .map(|(field, _)| Finding {
            code: FindingCode::VietnameseMissing,
            field,
            words: None,
        })
        .collect();
    found.extend(worded(texts(content), edible));
    found
}

/// Whether the producer makes what is eaten, drunk or taken as medicine, or
/// may: of one without any listing nothing is known.
async fn makes_food(
    connection: &impl ConnectionTrait,
    producer: ProducerId,
) -> Result<bool, DbErr> {
    let sets: Vec<i32> = product::Entity::find()
        .select_only()
        .column(product::Column::ProductSet)
        .filter(product::Column::ProducerId.eq(producer.0))
        .distinct()
        .into_tuple()
        .all(connection)
        .await?;
    let edible = |set: &i32| {
        let group = taxonomy::product_set(*set).map(|set| set.group);
        matches!(
            group,
            Some(ProductGroup::Food | ProductGroup::Beverage | ProductGroup::Herbal)
        )
    };
    Ok(sets.is_empty() || sets.iter().any(edible))
}

/// The texts that people read, without elements.
fn texts(content: &StoryContent) -> Vec<(&'static str, String)> {
    let html = |html: &Option<String>| html.as_deref().map(plain);
    let mut texts = vec![
        ("headline", content.headline.clone()),
        ("headlineEn", content.headline_en.clone()),
    ];
    for image in &content.images {
        texts.push(("images", Some(image.alt.clone())));
        texts.push(("images", image.alt_en.clone()));
    }
    texts.push(("story", html(&content.story)));
    texts.push(("storyEn", html(&content.story_en)));
    let texts = texts.into_iter();
    texts
        .filter_map(|(field, text)| Some((field, text?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(content: &StoryContent, edible: bool) -> Vec<(FindingCode, &'static str)> {
        let found = check(content, edible).into_iter();
        found.map(|own| (own.code, own.field)).collect()
    }

    #[test]
    fn vietnamese_comes_first() {
        let english = StoryContent {
            headline_en: Some("Ours".to_owned()),
            story_en: Some("<p>Ours</p>".to_owned()),
            ..StoryContent::default()
        };
        let missing = FindingCode::VietnameseMissing;
        assert_eq!(
            found(&english, true),
            [(missing, "headline"), (missing, "story")]
        );
        assert!(missing.stops());
    }

    #[test]
    fn words_are_looked_for_where_people_read() {
        let content = StoryContent {
            headline: Some("Làng nghề tốt nhất".to_owned()),
            story: Some("<p>Bài thuốc chữa <b>bệnh</b>, gọi 0912345678</p>".to_owned()),
            ..StoryContent::default()
        };
        let told = [
            (FindingCode::UnprovenClaim, "headline"),
            (FindingCode::MedicalClaim, "story"),
            (FindingCode::ContactInText, "story"),
        ];
        assert_eq!(found(&content, true), told);
        // A potter is not held to what food may promise.
        assert_eq!(found(&content, false), [told[0], told[2]]);
    }
}
