//! `document_checklist` and `document_kind`.

use super::unknown;
use crate::dossiers::{Checklist, DocumentKind, Requirement};
use crate::entity::document_checklist::{Column, Entity, Model};
use crate::entity::document_kind as line;
use crate::scheme::Scheme;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, Select};
use std::collections::HashMap;

/// Every version of a scheme's checklists, with their lines in order.
pub(crate) async fn of_scheme(
    connection: &impl ConnectionTrait,
    scheme: Scheme,
) -> Result<Vec<Checklist>, DbErr> {
    let query = Entity::find().filter(Column::Scheme.eq(scheme.as_str()));
    with_lines(connection, query).await
}

/// Every version of every checklist: a few a decade.
pub(crate) async fn all(connection: &impl ConnectionTrait) -> Result<Vec<Checklist>, DbErr> {
    with_lines(connection, Entity::find()).await
}

async fn with_lines(
    connection: &impl ConnectionTrait,
    query: Select<Entity>,
) -> Result<Vec<Checklist>, DbErr> {
    let rows = query.all(connection).await?;
    let lines = line::Entity::find()
        .filter(line::Column::Version.is_in(rows.iter().map(|row| row.version.clone())))
        .order_by_asc(line::Column::Position)
        .all(connection)
        .await?;
    let mut kinds: HashMap<String, Vec<DocumentKind>> = HashMap::new();
    for row in lines {
        let requirement = Requirement::parse(&row.requirement)
            .ok_or_else(|| unknown("document_kind.requirement", &row.requirement))?;
        kinds.entry(row.version).or_default().push(DocumentKind {
            code: row.code,
            form: row.form,
            name_vi: row.name,
            name_en: row.name_en,
            requirement,
            without_file: row.without_file,
            goods_only: row.goods_only,
        });
    }
    rows.into_iter()
        .map(|row: Model| {
            Ok(Checklist {
                scheme: Scheme::parse(&row.scheme)
                    .ok_or_else(|| unknown("document_checklist.scheme", &row.scheme))?,
                product_set: row.product_set,
                valid_from: row.valid_from,
                valid_to: row.valid_to,
                source: row.source,
                kinds: kinds.remove(&row.version).unwrap_or_default(),
                version: row.version,
            })
        })
        .collect()
}
