//! `producer`.

use super::unknown;
use crate::entity::producer::{ActiveModel, Column, Entity, Model};
use crate::{LegalForm, Producer, ProducerFilter, ProducerStatus};
use db::Tx;
use kernel::{Cursor, PageArgs, PageError, ProducerId, Timestamp, text};
use sea_orm::sea_query::{Expr, ExprTrait, Func, LikeExpr, OnConflict, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel,
    Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use uuid::Uuid;

/// The order of lists.
const BY_NAME: &str = "producers.name";

impl TryFrom<Model> for Producer {
    type Error = DbErr;

    fn try_from(row: Model) -> Result<Self, DbErr> {
        Ok(Producer {
            id: ProducerId(row.id),
            slug: row.slug,
            legal_form: LegalForm::parse(&row.legal_form)
                .ok_or_else(|| unknown("producer.legal_form", &row.legal_form))?,
            name: row.name,
            name_en: row.name_en,
            tax_code: row.tax_code,
            phone: row.phone,
            email: row.email,
            street: row.street,
            commune_code: row.commune_code,
            province_code: row.province_code,
            founded_year: row.founded_year,
            story: row.story,
            story_en: row.story_en,
            status: ProducerStatus::parse(&row.status)
                .ok_or_else(|| unknown("producer.status", &row.status))?,
            demo: row.demo,
            created_at: row.created_at,
            registration_number: row.registration_number,
            representative: row.representative,
        })
    }
}

/// Inserts a producer; `false` when its slug or tax code is taken.
pub(crate) async fn insert(tx: &Tx, producer: &Producer) -> Result<bool, DbErr> {
    let row = Model {
        id: producer.id.0,
        slug: producer.slug.clone(),
        legal_form: producer.legal_form.as_str().to_owned(),
        name: producer.name.clone(),
        name_en: producer.name_en.clone(),
        folded_name: text::fold(&producer.name),
        tax_code: producer.tax_code.clone(),
        phone: producer.phone.clone(),
        email: producer.email.clone(),
        street: producer.street.clone(),
        commune_code: producer.commune_code.clone(),
        province_code: producer.province_code.clone(),
        founded_year: producer.founded_year,
        story: producer.story.clone(),
        story_en: producer.story_en.clone(),
        status: producer.status.as_str().to_owned(),
        demo: producer.demo,
        created_at: producer.created_at,
        updated_at: producer.created_at,
        version: 1,
        registration_number: producer.registration_number.clone(),
        representative: producer.representative.clone(),
    };
    // Waits for a concurrent insert of the same value to end, and unlike an
    // error leaves PostgreSQL's transaction usable.
    let inserted = Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    Ok(inserted == 1)
}

pub(crate) async fn tax_code_taken(tx: &Tx, tax_code: &str) -> Result<bool, DbErr> {
    let found = Entity::find()
        .filter(Column::TaxCode.eq(tax_code))
        .one(tx)
        .await?;
    Ok(found.is_some())
}

/// The producer, locked until the transaction ends.
pub(crate) async fn lock(tx: &Tx, id: ProducerId) -> Result<Option<Producer>, DbErr> {
    Entity::find_by_id(id.0)
        .lock_exclusive()
        .one(tx)
        .await?
        .map(Producer::try_from)
        .transpose()
}

pub(crate) async fn set_status(
    tx: &Tx,
    id: ProducerId,
    status: ProducerStatus,
    now: Timestamp,
) -> Result<(), DbErr> {
    Entity::update_many()
        .set(ActiveModel {
            status: Set(status.as_str().to_owned()),
            updated_at: Set(now),
            ..Default::default()
        })
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(id.0))
        .exec(tx)
        .await
        .map(|_| ())
}

/// How many of those producers stand there.
pub(crate) async fn count_standing(
    tx: &Tx,
    ids: &[ProducerId],
    status: ProducerStatus,
) -> Result<u64, DbErr> {
    Entity::find()
        .filter(Column::Id.is_in(ids.iter().map(|id| id.0)))
        .filter(Column::Status.eq(status.as_str()))
        .count(tx)
        .await
}

pub(crate) async fn by_id(
    connection: &impl ConnectionTrait,
    id: ProducerId,
) -> Result<Option<Producer>, DbErr> {
    Entity::find_by_id(id.0)
        .one(connection)
        .await?
        .map(Producer::try_from)
        .transpose()
}

pub(crate) async fn by_slug(
    connection: &impl ConnectionTrait,
    slug: &str,
) -> Result<Option<Producer>, DbErr> {
    let found = Entity::find()
        .filter(Column::Slug.eq(slug))
        .one(connection)
        .await?;
    found.map(Producer::try_from).transpose()
}

pub(crate) async fn by_ids(
    connection: &impl ConnectionTrait,
    ids: &[ProducerId],
) -> Result<Vec<Producer>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids = ids.iter().map(|id| id.0);
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids))
        .all(connection)
        .await?;
    rows.into_iter().map(Producer::try_from).collect()
}

/// Producers with one of these tax codes or names without marks.
pub(crate) async fn matching(
    connection: &impl ConnectionTrait,
    tax_codes: impl IntoIterator<Item = &str>,
    folded_names: impl IntoIterator<Item = String>,
) -> Result<Vec<Producer>, DbErr> {
    let condition = Condition::any()
        .add(Column::TaxCode.is_in(tax_codes))
        .add(Column::FoldedName.is_in(folded_names));
    let rows = Entity::find().filter(condition).all(connection).await?;
    rows.into_iter().map(Producer::try_from).collect()
}

/// Why a position in the list could not be used.
pub(crate) enum PageFault {
    Page(PageError),
    Database(DbErr),
}

impl From<DbErr> for PageFault {
    fn from(error: DbErr) -> Self {
        Self::Database(error)
    }
}

/// Up to one row more than the page, in the direction in which it is read.
pub(crate) async fn public_rows(
    connection: &impl ConnectionTrait,
    filter: &ProducerFilter,
    page: &PageArgs,
) -> Result<Vec<Producer>, PageFault> {
    let direction = if page.backward {
        Order::Desc
    } else {
        Order::Asc
    };
    let mut query = Entity::find()
        .filter(public(filter))
        .order_by(Column::FoldedName, direction.clone())
        .order_by(Column::Id, direction)
        .limit(u64::from(page.limit) + 1);
    if let Some(cursor) = &page.cursor {
        let [name, id] = cursor.key_for::<2>(BY_NAME).map_err(PageFault::Page)?;
        let id = Uuid::parse_str(id).map_err(|_| PageFault::Page(PageError::BadCursor))?;
        let key = Expr::tuple([Expr::col(Column::FoldedName), Expr::col(Column::Id)]);
        let position = Expr::tuple([Expr::value(name.as_str()), Expr::value(id)]);
        query = query.filter(if page.backward {
            key.lt(position)
        } else {
            key.gt(position)
        });
    }
    let rows = query.all(connection).await?;
    Ok(rows
        .into_iter()
        .map(Producer::try_from)
        .collect::<Result<_, _>>()?)
}

/// The position of a producer in the list.
pub(crate) fn position(producer: &Producer) -> Cursor {
    Cursor::new(
        BY_NAME,
        [text::fold(&producer.name), producer.id.0.to_string()],
    )
}

/// Counts up to `limit`.
pub(crate) async fn count_public(
    connection: &impl ConnectionTrait,
    filter: &ProducerFilter,
    limit: u64,
) -> Result<u64, DbErr> {
    let some = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(public(filter))
        .limit(limit)
        .into_query();
    let mut query = Query::select();
    query
        .expr(Func::count(Expr::col("id")))
        .from_subquery(some, "some");
    let row = connection.query_one(&query).await?;
    let count: i64 = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
    Ok(u64::try_from(count).unwrap_or(0))
}

/// The predicate of public lists.
fn public(filter: &ProducerFilter) -> Condition {
    let name = filter
        .name
        .as_deref()
        .map(text::fold)
        .filter(|name| !name.is_empty());
    Condition::all()
        .add(Column::Status.eq(ProducerStatus::Active.as_str()))
        .add_option(
            filter
                .provinces
                .as_ref()
                .map(|codes| Column::ProvinceCode.is_in(codes)),
        )
        .add_option(
            filter
                .legal_forms
                .as_ref()
                .map(|forms| Column::LegalForm.is_in(forms.iter().map(|form| form.as_str()))),
        )
        .add_option(name.map(|name| Column::FoldedName.like(containing(&name))))
}

/// A `LIKE` pattern for texts that contain `part`, taken literally.
fn containing(part: &str) -> LikeExpr {
    // No name is that long, and SQLite refuses patterns beyond 50,000 bytes.
    let part: String = part
        .chars()
        .take(crate::register_producer::MAX_NAME + 1)
        .collect();
    let escaped = part
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    LikeExpr::new(format!("%{escaped}%")).escape('\\')
}
