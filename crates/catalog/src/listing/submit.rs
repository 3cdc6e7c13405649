//! A producer hands a change in.

use super::check::{CheckGround, check};
use super::{Change, ChangeCommand, ChangeError, Finding};
use crate::Catalog;
use crate::entity::product;
use crate::store::{events, listings};
use db::Tx;
use kernel::{Actor, ChangeId, Timestamp};
use sea_orm::{ConnectionTrait, DbErr};
use serde_json::json;

impl Catalog {
    /// Hands a change in, of which the actor saw that version: it waits for a
    /// moderator from now on. Permission: the producer's people, and who has
    /// its right to listings.
    ///
    /// # Errors
    /// [`ChangeError`]; then nothing has changed.
    pub async fn submit_change(
        &self,
        actor: &Actor,
        id: ChangeId,
        version: i64,
    ) -> Result<Change, ChangeError> {
        db::retry(|| self.submit_once(actor, id, version)).await
    }

    async fn submit_once(
        &self,
        actor: &Actor,
        id: ChangeId,
        version: i64,
    ) -> Result<Change, ChangeError> {
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        let (product, mut change) = self
            .own_change(&tx, actor, id, (version, ChangeCommand::Submit), now)
            .await?;
        self.hand_in(&tx, actor, &product, &mut change, now).await?;
        tx.commit().await?;
        Ok(change)
    }

    /// Hands a locked change in that may be. Returns what the checks see.
    pub(crate) async fn hand_in(
        &self,
        tx: &Tx,
        actor: &Actor,
        product: &product::Model,
        change: &mut Change,
        now: Timestamp,
    ) -> Result<Vec<Finding>, ChangeError> {
        let found = self.findings(tx, product, change, now).await?;
        let stops: Vec<Finding> = found
            .iter()
            .filter(|own| own.code.stops())
            .cloned()
            .collect();
        if !stops.is_empty() {
            return Err(ChangeError::Stopped(stops));
        }
        change.course().submit(now);
        (change.reasons, change.note) = (Vec::new(), None);
        self.write(tx, change, ChangeCommand::Submit, now).await?;
        let codes: Vec<&str> = found.iter().map(|own| own.code.as_str()).collect();
        let (id, details) = (Some(change.id), json!({ "findings": codes }));
        let act = ChangeCommand::Submit.as_str();
        events::append(tx, change.product_id, id, act, actor, details, now).await?;
        Ok(found)
    }

    /// What the checks see in a change. Where its certificate was replaced by
    /// a renewal or an upgrade, the change follows.
    pub(crate) async fn findings(
        &self,
        connection: &impl ConnectionTrait,
        product: &product::Model,
        change: &mut Change,
        now: Timestamp,
    ) -> Result<Vec<Finding>, DbErr> {
        let mut certificate = None;
        if let Some(id) = change.content.certificate_id {
            let mut current = id;
            // A certificate of three years has few successors.
            for _ in 0..20 {
                match programme::successor_of(connection, current).await? {
                    Some(next) => current = next,
                    None => break,
                }
            }
            change.content.certificate_id = Some(current);
            certificate = programme::find_certificate(connection, current).await?;
        }
        // A certificate speaks for the producer that holds it.
        let certificate = certificate.filter(|own| own.producer_id.0 == product.producer_id);
        let duplicate = match &certificate {
            Some(own) => {
                listings::shares_certificate(connection, product.id.into(), own.id.0).await?
            }
            None => false,
        };
        let ground = CheckGround {
            product_set: product.product_set,
            certificate: certificate.as_ref(),
            duplicate,
            now,
        };
        Ok(check(&change.content, &ground))
    }
}
