//! What is read of decisions: they are public acts.

use super::decision::{Decision, DecisionFilter, DecisionResult};
use super::measure::DecisionMeasure;
use crate::permission::runs_programme_in;
use crate::store::{cycles, decisions as store};
use crate::{ListError, Programme};
use kernel::{Actor, DecisionId, Page, PageArgs};
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

    /// A page of the decisions about a cycle, the latest record first; of a
    /// cycle where the actor may record none, none.
    ///
    /// # Errors
    /// [`ListError::Page`] for a cursor of another list.
    pub async fn decisions(
        &self,
        actor: &Actor,
        filter: &DecisionFilter,
        page: &PageArgs,
    ) -> Result<Page<Decision>, ListError> {
        let cycle = cycles::by_id(self.db.primary(), filter.cycle_id).await?;
        let allowed = cycle.is_some_and(|cycle| runs_programme_in(actor, &cycle.province_code));
        let rows = store::rows(self.db.primary(), filter, page).await?;
        let rows = if allowed { rows } else { Vec::new() };
        Ok(Page::from_rows(page, rows, store::position))
    }

    /// The decisions of those ids that exist.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn decisions_by_ids(&self, ids: &[DecisionId]) -> Result<Vec<Decision>, DbErr> {
        store::by_ids(self.db.primary(), ids).await
    }

    /// What decisions do to certificates that exist, in their order.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn decision_measures(
        &self,
        ids: &[DecisionId],
    ) -> Result<Vec<(DecisionId, DecisionMeasure)>, DbErr> {
        store::measures(self.db.primary(), ids).await
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
