//! A review as a row.

use crate::entity::review::Model;
use crate::feedback::{Answer, AuthorName};
use crate::reviews::{Review, ReviewContent, ReviewStatus, read_images};
use crate::store::feedback::{read_marks, read_reasons, write_marks, write_reasons};
use crate::store::unknown;
use kernel::AccountId;
use sea_orm::DbErr;

fn content(
    stars: Option<i32>,
    title: Option<String>,
    body: Option<String>,
    images: &str,
) -> Result<Option<ReviewContent>, DbErr> {
    let Some((stars, text)) = stars.zip(body) else {
        return Ok(None);
    };
    Ok(Some(ReviewContent {
        stars,
        title,
        text,
        images: read_images(images)?,
    }))
}

impl TryFrom<Model> for Review {
    type Error = DbErr;

    fn try_from(row: Model) -> Result<Self, DbErr> {
        let answer = row.answer.zip(row.answered_at);
        Ok(Review {
            id: row.id.into(),
            line: row.order_line_id.into(),
            product_id: row.product_id.into(),
            producer_id: row.producer_id.into(),
            account_id: row.account_id.map(AccountId),
            author: AuthorName::stored(row.author_name),
            delivered_at: row.delivered_at,
            status: ReviewStatus::parse(&row.status)
                .ok_or_else(|| unknown("review.status", &row.status))?,
            public: content(row.stars, row.title, row.body, &row.images)?,
            published_at: row.published_at,
            edited_at: row.edited_at,
            proposed: content(row.new_stars, row.new_title, row.new_body, &row.new_images)?,
            marks: read_marks(&row.marks)?,
            submitted_at: row.submitted_at,
            submissions: row.submissions,
            reasons: read_reasons(&row.reasons)?,
            note: row.note,
            answer: answer.map(|(text, answered_at)| Answer {
                text,
                answered_at,
                edited_at: row.answer_edited_at,
            }),
            answer_removed: row.answer_removed,
            helpful: row.helpful,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.version,
        })
    }
}

pub(super) fn write(own: &Review) -> Result<Model, DbErr> {
    let images = |content: Option<&ReviewContent>| {
        let images = content.map(|own| own.images.as_slice()).unwrap_or_default();
        serde_json::to_string(images).map_err(|error| DbErr::Type(error.to_string()))
    };
    let (public, proposed) = (own.public.as_ref(), own.proposed.as_ref());
    let answer = own.answer.as_ref();
    Ok(Model {
        id: own.id.0,
        order_line_id: own.line.0,
        product_id: own.product_id.0,
        producer_id: own.producer_id.0,
        account_id: own.account_id.map(|id| id.0),
        author_name: own.author.as_ref().map(|name| name.as_str().to_owned()),
        delivered_at: own.delivered_at,
        status: own.status.as_str().to_owned(),
        stars: public.map(|content| content.stars),
        title: public.and_then(|content| content.title.clone()),
        body: public.map(|content| content.text.clone()),
        images: images(public)?,
        has_images: public.is_some_and(|content| !content.images.is_empty()),
        published_at: own.published_at,
        edited_at: own.edited_at,
        new_stars: proposed.map(|content| content.stars),
        new_title: proposed.and_then(|content| content.title.clone()),
        new_body: proposed.map(|content| content.text.clone()),
        new_images: images(proposed)?,
        marks: write_marks(&own.marks),
        submitted_at: own.submitted_at,
        submissions: own.submissions,
        reasons: write_reasons(&own.reasons),
        note: own.note.clone(),
        answer: answer.map(|answer| answer.text.clone()),
        answered_at: answer.map(|answer| answer.answered_at),
        answer_edited_at: answer.and_then(|answer| answer.edited_at),
        answer_removed: own.answer_removed,
        helpful: own.helpful,
        created_at: own.created_at,
        updated_at: own.updated_at,
        version: own.version,
    })
}
