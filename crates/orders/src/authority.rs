//! By what somebody reads a producer's orders.

use crate::Orders;
use kernel::{Actor, Authority, ProducerId, Right};
use sea_orm::DbErr;
use uuid::Uuid;

/// What a use is called that changes nothing.
const READ: &str = "READ";

impl Orders {
    /// Whether the actor may read a producer's orders. Who reads by a right
    /// that was given is put on record first: orders hold shoppers' addresses.
    pub(crate) async fn may_read(
        &self,
        actor: &Actor,
        producer: ProducerId,
        subject: Uuid,
    ) -> Result<bool, DbErr> {
        let grant = match actor.acts_for(producer, Right::Orders) {
            None => return Ok(false),
            Some(Authority::Own) => return Ok(true),
            Some(Authority::Granted(grant)) => grant,
        };
        let tx = self.db.begin().await?;
        let now = self.clock.now();
        let recorded = identity::grants::record_use(&tx, grant, READ, subject, now).await?;
        tx.commit().await?;
        Ok(recorded)
    }
}
