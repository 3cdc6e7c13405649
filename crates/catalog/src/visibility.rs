//! The one predicate of what the public may see and buy.
//!
//! A product is public at an instant when its card is *listed* (approved,
//! producer trading, certificate neither suspended, revoked nor superseded, nor
//! held by an inspection) and the instant lies within the certificate's validity, the end exclusive:
//! a certificate that expires on a day ends at midnight in Vietnam, to the
//! second. Lists, detail, search, suggestions, carts and the checkout all ask
//! here, the first in SQL and the last two on a row in hand; a test holds the
//! two forms equal.

use crate::card::Card;
use crate::entity::product_card::{Column, Entity};
use kernel::{ProductId, Timestamp};
use programme::{Certificate, CertificateStatus, Producer, ProducerStatus};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect,
};
use uuid::Uuid;

/// The predicate over `product_card` in SQL.
#[must_use]
pub fn public_at(now: Timestamp) -> Condition {
    Condition::all()
        // The bare column, not `= $1`: partial indexes are `WHERE listed`.
        .add(Expr::col((Entity, Column::Listed)))
        .add(Column::VisibleFrom.lte(now))
        .add(Column::VisibleUntil.gt(now))
}

/// Whether a product is public at an instant.
pub(crate) async fn is_public(
    connection: &impl ConnectionTrait,
    product: ProductId,
    now: Timestamp,
) -> Result<bool, DbErr> {
    let found: Option<Uuid> = Entity::find()
        .select_only()
        .column(Column::ProductId)
        .filter(Column::ProductId.eq(product.0))
        .filter(public_at(now))
        .into_tuple()
        .one(connection)
        .await?;
    Ok(found.is_some())
}

impl Card {
    /// The same predicate on a card in hand.
    #[must_use]
    pub fn public_at(&self, now: Timestamp) -> bool {
        self.listed && self.visible_from <= now && now < self.visible_until
    }
}

/// What the sources say about a card: whether it is listed, and from when
/// until when.
pub(crate) struct Standing {
    pub(crate) listed: bool,
    pub(crate) visible_from: Timestamp,
    pub(crate) visible_until: Timestamp,
}

/// Decides a card's standing from its sources.
pub(crate) fn standing(
    approved: bool,
    product_producer: uuid::Uuid,
    producer: &Producer,
    certificate: Option<&Certificate>,
) -> Standing {
    match certificate {
        Some(certificate) => Standing {
            listed: approved
                && producer.status == ProducerStatus::Active
                && certificate.status == CertificateStatus::Active
                && !certificate.held
                // A certificate speaks for the producer that holds it.
                && certificate.producer_id.0 == product_producer,
            visible_from: certificate.valid_from(),
            visible_until: certificate.valid_until(),
        },
        None => Standing {
            listed: false,
            visible_from: Timestamp::UNIX_EPOCH,
            visible_until: Timestamp::UNIX_EPOCH,
        },
    }
}
