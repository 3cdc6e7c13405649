//! How long producers wait for moderators.

use super::moderators::Reach;
use crate::producer_story::store::{changes as stories, events as story_events};
use crate::store::{changes, events};
use crate::{Catalog, ReadError};
use kernel::{Actor, Timestamp};
use std::cmp::Reverse;

/// The most decisions that are counted.
pub(crate) const MOST: u64 = 10_000;

/// The figures of moderation in a span of time: of listings and of producers'
/// stories.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ModerationFigures {
    /// Decisions in it that approved a change, among the latest 10,000.
    pub approved: i64,
    /// … that sent one back, as often as that was.
    pub returned: i64,
    /// The median time from submission to decision of these, in seconds. `None`
    /// where nothing was decided.
    pub median_seconds: Option<i64>,
    /// The time within which nine of ten were decided, in seconds.
    pub ninth_decile_seconds: Option<i64>,
    /// Changes that wait now.
    pub waiting: i64,
    /// For how long the oldest of these has waited, in seconds.
    pub oldest_seconds: Option<i64>,
}

impl Catalog {
    /// The figures of moderation within the actor's reach. Permission:
    /// moderators and administrators.
    ///
    /// # Errors
    /// [`ReadError`].
    pub async fn moderation_figures(
        &self,
        actor: &Actor,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<ModerationFigures, ReadError> {
        let reach = Reach::of(actor);
        if reach.is_nowhere() {
            return Err(ReadError::NotAllowed);
        }
        let db = self.db.primary();
        let within = reach.provinces();
        let span = (from, until);
        let mut decided = events::decided(db, within, span, MOST).await?;
        decided.extend(story_events::decided(db, within, span, MOST).await?);
        decided.sort_unstable_by_key(|one| Reverse(one.at));
        decided.truncate(usize::try_from(MOST).unwrap_or(usize::MAX));
        let (waiting, oldest) = changes::waiting(db, within).await?;
        let (stories, oldest_story) = stories::waiting(db, within).await?;
        let waiting = waiting + stories;
        let oldest = oldest.into_iter().chain(oldest_story).min();
        let approved = decided.iter().filter(|one| one.approved).count();
        let mut seconds: Vec<i64> = decided.iter().map(|one| one.seconds).collect();
        seconds.sort_unstable();
        let at = |part: usize, of: usize| {
            let place = (seconds.len() * part).checked_div(of)?;
            seconds
                .get(place.min(seconds.len().checked_sub(1)?))
                .copied()
        };
        let now = self.clock.now();
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        Ok(ModerationFigures {
            approved: count(approved),
            returned: count(decided.len() - approved),
            median_seconds: at(1, 2),
            ninth_decile_seconds: at(9, 10),
            waiting,
            oldest_seconds: oldest.map(|since| (now - since).num_seconds().max(0)),
        })
    }
}
