//! By what somebody acts for a producer.

use db::Tx;
use kernel::{Actor, Authority, ProducerId, Right, Timestamp};
use sea_orm::DbErr;
use uuid::Uuid;

/// Whether the actor may do that for the producer. Who does it by a right that
/// was given is put on record in the same transaction.
pub(crate) async fn proved(
    tx: &Tx,
    actor: &Actor,
    producer: ProducerId,
    right: Right,
    (action, subject): (&str, Uuid),
    now: Timestamp,
) -> Result<bool, DbErr> {
    if *actor == Actor::System {
        return Ok(true);
    }
    match actor.acts_for(producer, right) {
        None => Ok(false),
        Some(Authority::Own) => Ok(true),
        Some(Authority::Granted(grant)) => {
            identity::grants::record_use(tx, grant, action, subject, now).await
        }
    }
}
