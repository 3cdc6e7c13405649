//! Spares callers from waiting for an engine that is away: after a few
//! failures in a row it is not asked for a while, then by one caller at a
//! time, until it answers again.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// Failures in a row until the engine counts as away.
const FAILURES: u32 = 3;
/// How long it is left alone before the next try.
const PAUSE: Duration = Duration::from_secs(5);

#[derive(Debug, Default)]
pub(crate) struct Breaker {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    failures: u32,
    /// Nobody asks before this.
    away_until: Option<Instant>,
}

impl Breaker {
    /// Whether to ask the engine now.
    pub(crate) fn allows(&self) -> bool {
        let mut state = self.state();
        match state.away_until {
            None => true,
            Some(until) if Instant::now() < until => false,
            Some(_) => {
                // This caller tries; the others go on waiting meanwhile.
                state.away_until = Some(Instant::now() + PAUSE);
                true
            }
        }
    }

    /// The engine answered.
    pub(crate) fn succeeded(&self) {
        let mut state = self.state();
        if state.away_until.is_some() {
            tracing::info!("the search engine answers again");
        }
        *state = State::default();
    }

    /// The engine did not answer.
    pub(crate) fn failed(&self) {
        let mut state = self.state();
        state.failures = state.failures.saturating_add(1);
        if state.failures >= FAILURES {
            if state.away_until.is_none() {
                tracing::warn!("the search engine is away; the database answers in its place");
            }
            state.away_until = Some(Instant::now() + PAUSE);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn it_opens_probes_and_closes() {
        let breaker = Breaker::default();
        breaker.failed();
        breaker.failed();
        assert!(breaker.allows());
        breaker.failed();
        assert!(!breaker.allows());
        tokio::time::advance(PAUSE).await;
        // One probe, not a herd.
        assert!(breaker.allows());
        assert!(!breaker.allows());
        breaker.failed();
        tokio::time::advance(PAUSE / 2).await;
        assert!(!breaker.allows());
        tokio::time::advance(PAUSE / 2).await;
        assert!(breaker.allows());
        breaker.succeeded();
        assert!(breaker.allows() && breaker.allows());
    }
}
