//! How often one may try to sign in: a sliding window per e-mail address, in
//! this process.

use chrono::Duration;
use kernel::Timestamp;
use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Attempts per window.
pub(crate) const LIMIT: usize = 10;
/// The window.
pub(crate) const WINDOW: Duration = Duration::minutes(15);
/// Addresses remembered. Who wants one forgotten has to try this many others,
/// each at the price of a password hash.
const MAX_ADDRESSES: usize = 10_000;

/// Recent attempts by address, each queue oldest first.
type Recent = HashMap<String, VecDeque<Timestamp>>;

#[derive(Default)]
pub(crate) struct Attempts(Mutex<Recent>);

impl Attempts {
    /// Counts an attempt before it is made, so that many at once do not all
    /// get through.
    ///
    /// # Errors
    /// After how many seconds the next attempt is possible.
    pub(crate) fn take(&self, address: &str, now: Timestamp) -> Result<(), u64> {
        let mut recent = self.lock();
        if !recent.contains_key(address) {
            make_room(&mut recent, now);
        }
        let attempts = recent.entry(address.to_owned()).or_default();
        while attempts.front().is_some_and(|at| *at + WINDOW <= now) {
            attempts.pop_front();
        }
        match attempts.front() {
            Some(oldest) if attempts.len() >= LIMIT => {
                let wait = (*oldest + WINDOW - now).num_milliseconds();
                Err(u64::try_from(wait).unwrap_or(0).div_ceil(1000).max(1))
            }
            _ => {
                attempts.push_back(now);
                Ok(())
            }
        }
    }

    /// Takes an attempt back that was right after all. The others stay: a
    /// guesser gains nothing when the owner signs in.
    pub(crate) fn give_back(&self, address: &str, taken_at: Timestamp) {
        let mut recent = self.lock();
        let Some(attempts) = recent.get_mut(address) else {
            return;
        };
        if let Some(place) = attempts.iter().position(|at| *at == taken_at) {
            attempts.remove(place);
        }
        if attempts.is_empty() {
            recent.remove(address);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Recent> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn make_room(recent: &mut Recent, now: Timestamp) {
    if recent.len() < MAX_ADDRESSES {
        return;
    }
    recent.retain(|_, attempts| attempts.back().is_some_and(|at| *at + WINDOW > now));
    if recent.len() >= MAX_ADDRESSES {
        let stalest = recent
            .iter()
            .min_by_key(|(_, attempts)| attempts.back().copied());
        if let Some(address) = stalest.map(|(address, _)| address.clone()) {
            recent.remove(&address);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start() -> Timestamp {
        Timestamp::from_timestamp(1_764_000_000, 0).unwrap()
    }

    #[test]
    fn the_window_slides() {
        let (attempts, start) = (Attempts::default(), start());
        let at = |seconds| start + Duration::seconds(seconds);
        for minute in 0..10 {
            assert_eq!(attempts.take("a", at(minute * 60)), Ok(()));
        }
        assert_eq!(attempts.take("a", at(540)), Err(360));
        assert_eq!(
            attempts.take("b", at(540)),
            Ok(()),
            "another address is another count"
        );
        // Refused attempts do not count.
        assert_eq!(attempts.take("a", at(899)), Err(1));
        assert_eq!(attempts.take("a", at(900)), Ok(()));
        assert_eq!(attempts.take("a", at(900)), Err(60));
    }

    #[test]
    fn the_right_one_is_given_back_and_no_other() {
        let (attempts, start) = (Attempts::default(), start());
        for _ in 0..20 {
            assert_eq!(attempts.take("a", start), Ok(()));
            attempts.give_back("a", start);
        }
        assert!(attempts.lock().is_empty());
        for second in 0..9 {
            assert_eq!(
                attempts.take("a", start + Duration::seconds(second)),
                Ok(())
            );
        }
        let right = start + Duration::seconds(9);
        assert_eq!(attempts.take("a", right), Ok(()));
        attempts.give_back("a", right);
        assert_eq!(attempts.take("a", right), Ok(()));
        assert!(attempts.take("a", right).is_err());
    }

    #[test]
    fn memory_is_bounded() {
        let (attempts, start) = (Attempts::default(), start());
        let address = |n: usize| format!("{n}@example.vn");
        for n in 0..MAX_ADDRESSES + 5 {
            let now = start + Duration::milliseconds(i64::try_from(n).unwrap());
            assert_eq!(attempts.take(&address(n), now), Ok(()));
        }
        assert_eq!(attempts.lock().len(), MAX_ADDRESSES);
        assert!(
            !attempts.lock().contains_key(&address(4)),
            "the stalest go first"
        );
        assert!(attempts.lock().contains_key(&address(5)));
        let later = start + WINDOW * 2;
        assert_eq!(attempts.take("a", later), Ok(()));
        assert_eq!(attempts.lock().len(), 1);
    }
}
