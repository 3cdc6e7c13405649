//! Certificates and producers that another crate's query carries along, so
//! that a page which shows them needs no statement of its own for each. That
//! query knows no column of theirs.

use crate::entity::{certificate, producer};
use crate::{Certificate, Producer};
use sea_orm::{
    DbErr, EntityTrait, FromQueryResult, JoinType, PartialModelTrait, QueryResult, QuerySelect,
    Select,
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
}

/// The certificate that [`with_certificate`] carried along.
///
/// # Errors
/// [`DbErr`] where the row has none.
pub fn certificate_of(row: &QueryResult) -> Result<Certificate, DbErr> {
    certificate::Model::from_query_result(row, CERTIFICATE)?.try_into()
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
