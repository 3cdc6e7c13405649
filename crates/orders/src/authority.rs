//! By what somebody uses a cart or an order, or reads a producer's orders.

use crate::Orders;
use kernel::{Actor, Authority, ProducerId, Right};
use sea_orm::DbErr;
use uuid::Uuid;

/// What a use is called that changes nothing.
const READ: &str = "READ";

impl Orders {
    /// Whether a cart or an order is the actor's: by its secret, or by the
    /// account that it belongs to.
    pub(crate) fn holds(
        &self,
        actor: &Actor,
        token: Option<&str>,
        (account, token_hash): (Option<Uuid>, &[u8]),
    ) -> bool {
        let signed_in = actor.account_id();
        signed_in.is_some_and(|id| account == Some(id.0))
            || token.is_some_and(|token| self.key.verifies(token, token_hash))
    }

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
