//! Certificates and producers that another crate's query carries along, so
//! that a page which shows them needs no statement of its own for each. That
//! query knows no column of theirs.

use crate::entity::{certificate, producer};
use crate::store::certificates::{HELD, held};
use crate::{Certificate, Producer, ProducerStatus};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SimpleExpr};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, FromQueryResult, JoinType, PartialModelTrait, QueryResult,
    QuerySelect, Select,
};

/// Before the name of each column.
const CERTIFICATE: &str = "c_";
const PRODUCER: &str = "p_";

/// Carries along the certificate whose id is in `column`, in whatever status.
/// Rows without one fall away.
#[must_use]
pub fn with_certificate<E: EntityTrait>(query: Select<E>, column: E::Column) -> Select<E> {
    let join = E::belongs_to(certificate::Entity)
        .from(column)
        .to(certificate::Column::Id);
    let query = query.join(JoinType::InnerJoin, join.into());
    certificate::Model::select_cols_nested(query, Some(CERTIFICATE), None)
        .expr_as(held(), format!("{CERTIFICATE}{HELD}"))
}

/// The certificate that [`with_certificate`] carried along.
///
/// # Errors
/// [`DbErr`] where the row has none.
pub fn certificate_of(row: &QueryResult) -> Result<Certificate, DbErr> {
    let held = row.try_get(CERTIFICATE, HELD)?;
    Certificate::read(
        certificate::Model::from_query_result(row, CERTIFICATE)?,
        held,
    )
}

/// Carries along the producer whose id is in `column`, in whatever status.
#[must_use]
pub fn with_producer<E: EntityTrait>(query: Select<E>, column: E::Column) -> Select<E> {
    let join = E::belongs_to(producer::Entity)
        .from(column)
        .to(producer::Column::Id);
    let query = query.join(JoinType::InnerJoin, join.into());
    producer::Model::select_cols_nested(query, Some(PRODUCER), None)
}

/// The producer that [`with_producer`] carried along.
///
/// # Errors
/// [`DbErr`] where the row has none.
pub fn producer_of(row: &QueryResult) -> Result<Producer, DbErr> {
    producer::Model::from_query_result(row, PRODUCER)?.try_into()
}

/// Whether the producer whose id is in `column` trades: a condition for a
/// query in which `column`'s table goes by its own name.
#[must_use]
pub fn trades(column: impl ColumnTrait) -> SimpleExpr {
    let trading = Query::select()
        .column(producer::Column::Id)
        .from(producer::Entity)
        .and_where(
            Expr::col((producer::Entity, producer::Column::Id)).equals(column.as_column_ref()),
        )
        .and_where(
            Expr::col((producer::Entity, producer::Column::Status))
                .eq(ProducerStatus::Active.as_str()),
        )
        .to_owned();
    Expr::exists(trading)
}

/// Whether the producer whose id is in `column` sits in one of these provinces:
/// a condition for a query in which `column`'s table goes by its own name.
#[must_use]
pub fn sits_in(column: impl ColumnTrait, provinces: &[String]) -> SimpleExpr {
    let there = Query::select()
        .column(producer::Column::Id)
        .from(producer::Entity)
        .and_where(Expr::col((producer::Entity, producer::Column::ProvinceCode)).is_in(provinces))
        .to_owned();
    column.in_subquery(there)
}
