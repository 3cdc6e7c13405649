//! `listing_import` and `listing_import_problem`.

use super::{signed, unsigned};
use crate::bulk::{
    Field, Import, ImportKind, ImportRefusal, ImportRefusalCode, RowCode, RowProblem,
};
use crate::entity::listing_import::{Column, Entity, Model};
use crate::entity::listing_import_problem as problem;
use crate::store::cursors::{of_id, page_by_id};
use crate::store::{PageFault, paged, unknown};
use db::Tx;
use kernel::{AccountId, Cursor, FileId, ListingImportId, PageArgs, PageError, ProducerId};
use sea_orm::sea_query::{Alias, Asterisk, Expr, Query, UnionType};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult,
    IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use spreadsheets::{ImportStatus, Mode, Place};
use std::collections::HashMap;

/// The order of a producer's imports.
const BY_AGE: &str = "listing_imports.age";

/// The order of an import's problems.
const BY_POSITION: &str = "listing_import_problems.position";

/// Problems that are kept of one row.
const A_ROW: usize = 100;

/// An import with what only its job needs.
#[derive(Clone, Debug)]
pub(crate) struct ImportRow {
    pub(crate) import: Import,
    pub(crate) mapping: Vec<(Field, String)>,
}

impl TryFrom<Model> for ImportRow {
    type Error = DbErr;

    fn try_from(row: Model) -> Result<Self, DbErr> {
        let place = row.refusal_place;
        let refusal = row.refusal.map(|code| {
            let known = ImportRefusalCode::parse(&code);
            let code = known.ok_or_else(|| unknown("listing_import.refusal", &code))?;
            Ok::<_, DbErr>(ImportRefusal { code, place })
        });
        let bad = |column: &'static str, text: &str| unknown(column, text);
        let mapping: Vec<(String, String)> = serde_json::from_str(&row.mapping)
            .map_err(|_| bad("listing_import.mapping", &row.mapping))?;
        let mapping = mapping.into_iter().map(|(field, header)| {
            let known = Field::parse(&field);
            let known = known.ok_or_else(|| bad("listing_import.mapping", &field))?;
            Ok((known, header))
        });
        let import = Import {
            id: ListingImportId(row.id),
            account_id: AccountId(row.account_id),
            producer_id: ProducerId(row.producer_id),
            file_id: FileId(row.file_id),
            kind: ImportKind::parse(&row.kind)
                .ok_or_else(|| bad("listing_import.kind", &row.kind))?,
            mode: Mode::parse(&row.mode).ok_or_else(|| bad("listing_import.mode", &row.mode))?,
            dry_run: row.dry_run,
            submit: row.submit,
            status: ImportStatus::parse(&row.status)
                .ok_or_else(|| bad("listing_import.status", &row.status))?,
            refusal: refusal.transpose()?,
            ignored: serde_json::from_str(&row.ignored)
                .map_err(|_| bad("listing_import.ignored", &row.ignored))?,
            rows_total: unsigned(row.rows_total),
            rows_checked: unsigned(row.rows_checked),
            rows_written: unsigned(row.rows_written),
            created: unsigned(row.created),
            updated: unsigned(row.updated),
            unchanged: unsigned(row.unchanged),
            failed: unsigned(row.failed),
            submitted: unsigned(row.submitted),
            created_at: row.created_at,
            finished_at: row.finished_at,
        };
        let mapping = mapping.collect::<Result<_, DbErr>>()?;
        Ok(Self { import, mapping })
    }
}

fn model(row: &ImportRow) -> Result<Model, DbErr> {
    let import = &row.import;
    let refusal = import.refusal.as_ref();
    let bad = |error: serde_json::Error| DbErr::Custom(error.to_string());
    let mapping = row.mapping.iter();
    let mapping: Vec<(String, &String)> = mapping
        .map(|(field, header)| (field.code(), header))
        .collect();
    Ok(Model {
        id: import.id.0,
        account_id: import.account_id.0,
        producer_id: import.producer_id.0,
        file_id: import.file_id.0,
        kind: import.kind.as_str().to_owned(),
        mapping: serde_json::to_string(&mapping).map_err(bad)?,
        mode: import.mode.as_str().to_owned(),
        dry_run: import.dry_run,
        submit: import.submit,
        status: import.status.as_str().to_owned(),
        refusal: refusal.map(|refusal| refusal.code.as_str().to_owned()),
        refusal_place: refusal.and_then(|refusal| refusal.place.clone()),
        ignored: serde_json::to_string(&import.ignored).map_err(bad)?,
        rows_total: signed(import.rows_total),
        rows_checked: signed(import.rows_checked),
        rows_written: signed(import.rows_written),
        created: signed(import.created),
        updated: signed(import.updated),
        unchanged: signed(import.unchanged),
        failed: signed(import.failed),
        submitted: signed(import.submitted),
        created_at: import.created_at,
        finished_at: import.finished_at,
    })
}

pub(crate) async fn insert(tx: &Tx, row: &ImportRow) -> Result<(), DbErr> {
    Entity::insert(model(row)?.into_active_model())
        .exec_without_returning(tx)
        .await
        .map(|_| ())
}

/// Writes everything that may change.
pub(crate) async fn update(tx: &Tx, row: &ImportRow) -> Result<(), DbErr> {
    let model = model(row)?.into_active_model().reset_all();
    model.update(tx).await.map(|_| ())
}

/// The import, locked until the transaction ends.
pub(crate) async fn lock(tx: &Tx, id: ListingImportId) -> Result<Option<ImportRow>, DbErr> {
    let found = Entity::find_by_id(id.0).lock_exclusive().one(tx).await?;
    found.map(ImportRow::try_from).transpose()
}

/// Whether an import of the producer is under way.
pub(crate) async fn is_open(tx: &Tx, producer: ProducerId) -> Result<bool, DbErr> {
    let found = Entity::find()
        .filter(Column::ProducerId.eq(producer.0))
        .filter(Column::FinishedAt.is_null())
        .count(tx)
        .await?;
    Ok(found > 0)
}

pub(crate) async fn by_id(
    connection: &impl ConnectionTrait,
    id: ListingImportId,
) -> Result<Option<Import>, DbErr> {
    let found = Entity::find_by_id(id.0).one(connection).await?;
    let row = found.map(ImportRow::try_from).transpose()?;
    Ok(row.map(|row| row.import))
}

/// A page of the imports of a producer, the newest first; of one account
/// where it is given. One row more than the page holds.
pub(crate) async fn of_producer(
    connection: &impl ConnectionTrait,
    producer: ProducerId,
    begun_by: Option<AccountId>,
    page: &PageArgs,
) -> Result<Vec<Import>, PageFault> {
    let mut query = Entity::find().filter(Column::ProducerId.eq(producer.0));
    if let Some(account) = begun_by {
        query = query.filter(Column::AccountId.eq(account.0));
    }
    let rows = page_by_id(query, Column::Id, BY_AGE, page)?
        .all(connection)
        .await?;
    let read = rows
        .into_iter()
        .map(|row| Ok(ImportRow::try_from(row)?.import));
    Ok(read.collect::<Result<_, DbErr>>()?)
}

/// Where an import stands in the list.
pub(crate) fn by_age(own: &Import) -> Cursor {
    of_id(BY_AGE, own.id.0)
}

/// Forgets what a check found, before rows are written.
pub(crate) async fn forget_problems(tx: &Tx, import: ListingImportId) -> Result<(), DbErr> {
    problem::Entity::delete_many()
        .filter(problem::Column::ImportId.eq(import.0))
        .exec(tx)
        .await
        .map(|_| ())
}

/// Appends problems of rows that have none yet, in the order of their lines.
pub(crate) async fn append_problems(
    tx: &Tx,
    import: ListingImportId,
    problems: &[RowProblem],
) -> Result<(), DbErr> {
    let mut rows = Vec::with_capacity(problems.len());
    let (mut line, mut nth) = (0, 0);
    for own in problems {
        nth = if own.place.line == line { nth + 1 } else { 0 };
        line = own.place.line;
        if nth >= A_ROW {
            continue;
        }
        let nth = i64::try_from(nth).unwrap_or(0);
        rows.push(
            problem::Model {
                import_id: import.0,
                position: i64::from(line) * 100 + nth,
                line: signed(line),
                column_index: own.place.column.map(signed),
                header: own.place.header.clone(),
                entry: own.entry.clone(),
                code: own.code.as_str().to_owned(),
                warning: own.warning,
            }
            .into_active_model(),
        );
    }
    // Eight values a row: well below what one statement may bind.
    while !rows.is_empty() {
        let rest = rows.split_off(rows.len().min(1_000));
        problem::Entity::insert_many(rows)
            .exec_without_returning(tx)
            .await?;
        rows = rest;
    }
    Ok(())
}

/// Up to one problem more than the page, in the direction in which it is read,
/// each with its position.
pub(crate) async fn problems(
    connection: &impl ConnectionTrait,
    import: ListingImportId,
    page: &PageArgs,
) -> Result<Vec<(i64, RowProblem)>, PageFault> {
    let query = problem::Entity::find().filter(problem::Column::ImportId.eq(import.0));
    let key = match &page.cursor {
        None => None,
        Some(cursor) => {
            let [position] = cursor.key_for(BY_POSITION)?;
            let position: i64 = position.parse().map_err(|_| PageError::BadCursor)?;
            Some(vec![Expr::value(position)])
        }
    };
    let columns = vec![Expr::col((problem::Entity, problem::Column::Position))];
    let rows = paged(query, columns, key, false, page)
        .all(connection)
        .await?;
    let read = rows.into_iter().map(placed);
    Ok(read.collect::<Result<_, DbErr>>()?)
}

/// A problem with its position.
fn placed(row: problem::Model) -> Result<(i64, RowProblem), DbErr> {
    let code = RowCode::parse(&row.code)
        .ok_or_else(|| unknown("listing_import_problem.code", &row.code))?;
    let own = RowProblem {
        place: Place {
            line: unsigned(row.line),
            column: row.column_index.map(unsigned),
            header: row.header,
        },
        entry: row.entry,
        code,
        warning: row.warning,
    };
    Ok((row.position, own))
}

/// The first problems of each of these imports, up to one more than `limit`.
pub(crate) async fn first_problems(
    connection: &impl ConnectionTrait,
    imports: &[ListingImportId],
    limit: u32,
) -> Result<HashMap<ListingImportId, Vec<(i64, RowProblem)>>, DbErr> {
    let first = |id: &ListingImportId| {
        let own = problem::Entity::find()
            .filter(problem::Column::ImportId.eq(id.0))
            .order_by_asc(problem::Column::Position)
            .limit(u64::from(limit) + 1);
        // SQLite bounds no branch of a union but one that is a table.
        Query::select()
            .column(Asterisk)
            .from_subquery(QueryTrait::into_query(own), Alias::new("own"))
            .to_owned()
    };
    let branches = imports.iter().map(first);
    let all = branches.reduce(|mut all, branch| all.union(UnionType::All, branch).to_owned());
    let Some(query) = all else {
        return Ok(HashMap::new());
    };
    let mut found: HashMap<_, Vec<_>> = HashMap::new();
    for row in connection.query_all(&query).await? {
        let row = problem::Model::from_query_result(&row, "")?;
        let id = ListingImportId(row.import_id);
        found.entry(id).or_default().push(placed(row)?);
    }
    for rows in found.values_mut() {
        rows.sort_by_key(|(position, _)| *position);
    }
    Ok(found)
}

/// Where a problem stands in the list.
pub(crate) fn position(row: &(i64, RowProblem)) -> Cursor {
    Cursor::new(BY_POSITION, [row.0.to_string()])
}

/// Who began the import.
pub(crate) async fn account_of(tx: &Tx, id: ListingImportId) -> Result<Option<AccountId>, DbErr> {
    let found: Option<uuid::Uuid> = Entity::find_by_id(id.0)
        .select_only()
        .column(Column::AccountId)
        .into_tuple()
        .one(tx)
        .await?;
    Ok(found.map(AccountId))
}
