//! What is read of decisions: they are public acts.

use super::decision::{Decision, DecisionResult};
use crate::Programme;
use crate::permission::runs_programme_in;
use crate::store::decisions as store;
use kernel::{Actor, DecisionId};
use sea_orm::DbErr;

impl Programme {
    /// The decision, where the actor may record such ones.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn decision(&self, actor: &Actor, id: DecisionId) -> Result<Option<Decision>, DbErr> {
        let found = store::by_ids(self.db.primary(), &[id]).await?;
        let sees = |decision: &Decision| runs_programme_in(actor, &decision.province_code);
        Ok(found.into_iter().find(sees))
    }

    /// The decisions of those ids that exist.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn decisions_by_ids(&self, ids: &[DecisionId]) -> Result<Vec<Decision>, DbErr> {
        store::by_ids(self.db.primary(), ids).await
    }

    /// What decisions say, in their order.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn decision_results(
        &self,
        ids: &[DecisionId],
    ) -> Result<Vec<(DecisionId, DecisionResult)>, DbErr> {
        store::results(self.db.primary(), ids).await
    }
}
