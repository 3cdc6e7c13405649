//! Who may change a point of sale.

use super::PointOfSale;
use db::Tx;
use kernel::{Actor, Authority, PointOfSaleId, ProducerId, Right, Timestamp};
use sea_orm::DbErr;

/// By what the actor may change a point that this producer runs in this
/// province, or that nobody runs: by running the programme there, as the
/// producer's people, or by a right that its owner gave.
pub(super) fn over(
    actor: &Actor,
    producer: Option<ProducerId>,
    province_code: &str,
) -> Option<Authority> {
    // Officers first: they need nobody's grant.
    if programme::runs_programme(actor, Some(province_code)) {
        return Some(Authority::Own);
    }
    actor.acts_for(producer?, Right::Listings)
}

/// Puts the use of a grant on record; `false` where it holds no more.
pub(super) async fn used(
    tx: &Tx,
    authority: Authority,
    action: &str,
    point: PointOfSaleId,
    now: Timestamp,
) -> Result<bool, DbErr> {
    match authority {
        Authority::Own => Ok(true),
        Authority::Granted(grant) => {
            identity::grants::record_use(tx, grant, action, point.0, now).await
        }
    }
}

/// Whether the actor may change the point now, its grant's use on record.
pub(super) async fn enter(
    tx: &Tx,
    actor: &Actor,
    point: &PointOfSale,
    action: &str,
    now: Timestamp,
) -> Result<bool, DbErr> {
    match over(actor, point.producer_id, &point.facts.province_code) {
        Some(authority) => used(tx, authority, action, point.id, now).await,
        None => Ok(false),
    }
}
