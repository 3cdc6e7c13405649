//! Batches the look-ups of one request: fields that ask for one key each
//! become one query for all keys.
//!
//! async-graphql's own `DataLoader` spawns a task and sleeps a millisecond per
//! batch; this one lets the fields beside it speak first (one turn of the
//! executor) and then asks within the request's own task. So there is no
//! waiting, and [`db::statements`] counts what it sends.

use crate::errors::fault;
use async_graphql::Error;
use futures::channel::oneshot;
use futures::future::BoxFuture;
use sea_orm::DbErr;
use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Poll;

type Fetch<K, V> =
    Box<dyn Fn(Vec<K>) -> BoxFuture<'static, Result<HashMap<K, V>, DbErr>> + Send + Sync>;

/// Loads values by key, each at most once per request.
pub(crate) struct Loader<K, V> {
    fetch: Fetch<K, V>,
    state: Mutex<State<K, V>>,
}

struct State<K, V> {
    known: HashMap<K, Option<V>>,
    wanted: HashSet<K>,
    /// Whether a field has taken on to ask for what is wanted.
    led: bool,
    followers: Vec<oneshot::Sender<Error>>,
}

impl<K: Clone + Eq + Hash + Send + 'static, V: Clone + Send + 'static> Loader<K, V> {
    /// A loader that asks `fetch` for the values of keys; absent keys have no
    /// value.
    pub(crate) fn new<F>(fetch: impl Fn(Vec<K>) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<HashMap<K, V>, DbErr>> + Send + 'static,
    {
        Self {
            fetch: Box::new(move |keys| Box::pin(fetch(keys))),
            state: Mutex::new(State {
                known: HashMap::new(),
                wanted: HashSet::new(),
                led: false,
                followers: Vec::new(),
            }),
        }
    }

    /// The value of a key; `None` where there is none.
    ///
    /// # Errors
    /// The fault as the client sees it; the leader of the batch logged it.
    pub(crate) async fn load(&self, key: K) -> Result<Option<V>, Error> {
        loop {
            let follow = {
                let mut state = self.lock();
                if let Some(value) = state.known.get(&key) {
                    return Ok(value.clone());
                }
                state.wanted.insert(key.clone());
                if state.led {
                    let (sender, receiver) = oneshot::channel();
                    state.followers.push(sender);
                    Some(receiver)
                } else {
                    state.led = true;
                    None
                }
            };
            match follow {
                // A leader that ends without an error has filled `known`; one
                // that was cancelled has not, and the next turn finds out.
                Some(leader) => {
                    if let Ok(error) = leader.await {
                        return Err(error);
                    }
                }
                None => self.lead().await?,
            }
        }
    }

    /// Takes a value that is known already, so that nobody asks for it.
    pub(crate) fn prime(&self, key: K, value: V) {
        self.lock().known.insert(key, Some(value));
    }

    /// Takes it that a key has no value, so that nobody asks for it.
    pub(crate) fn prime_without(&self, key: K) {
        self.lock().known.insert(key, None);
    }

    /// Forgets everything: after a write that the values depend on.
    pub(crate) fn clear(&self) {
        self.lock().known.clear();
    }

    async fn lead(&self) -> Result<(), Error> {
        let mut led = Led(Some(self));
        yield_once().await;
        led.0 = None;
        let (keys, followers) = {
            let mut state = self.lock();
            state.led = false;
            (
                std::mem::take(&mut state.wanted),
                std::mem::take(&mut state.followers),
            )
        };
        match (self.fetch)(keys.iter().cloned().collect()).await {
            Ok(mut found) => {
                let mut state = self.lock();
                for key in keys {
                    let value = found.remove(&key);
                    state.known.insert(key, value);
                }
                drop(state);
                // Only now: whoever follows finds its value.
                drop(followers);
                Ok(())
            }
            Err(error) => {
                let error = fault(&error);
                for follower in followers {
                    // A follower that is gone needs no answer.
                    let _ = follower.send(error.clone());
                }
                Err(error)
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<K, V>> {
        // Nothing in a locked section panics.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Gives the lead up when a leader is dropped before it asked.
struct Led<'a, K: Clone + Eq + Hash + Send + 'static, V: Clone + Send + 'static>(
    Option<&'a Loader<K, V>>,
);

impl<K: Clone + Eq + Hash + Send + 'static, V: Clone + Send + 'static> Drop for Led<'_, K, V> {
    fn drop(&mut self) {
        if let Some(loader) = self.0 {
            let mut state = loader.lock();
            state.led = false;
            // Wakes them; one becomes the leader.
            state.followers.clear();
        }
    }
}

/// Lets everything else that is ready in this task run first.
async fn yield_once() {
    let mut yielded = false;
    std::future::poll_fn(|context| {
        if std::mem::replace(&mut yielded, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::future::{join_all, select};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn doubling(calls: &Arc<AtomicUsize>) -> Loader<u32, u32> {
        let calls = calls.clone();
        Loader::new(move |keys: Vec<u32>| {
            calls.fetch_add(1, Ordering::SeqCst);
            async move {
                tokio::task::yield_now().await;
                if keys.contains(&99) {
                    return Err(DbErr::Custom("ninety-nine".to_owned()));
                }
                Ok(keys
                    .into_iter()
                    .filter(|key| *key < 100)
                    .map(|key| (key, key * 2))
                    .collect())
            }
        })
    }

    #[tokio::test]
    async fn many_keys_are_one_batch() {
        let calls = Arc::new(AtomicUsize::new(0));
        let loader = doubling(&calls);
        let values = join_all(
            (0..90)
                .chain(0..90)
                .chain([200])
                .map(|key| loader.load(key)),
        )
        .await;
        assert_eq!(values[7], Ok(Some(14)));
        assert_eq!(values[97], Ok(Some(14)));
        assert_eq!(values[180], Ok(None));
        assert_eq!(calls.load(Ordering::SeqCst), 1);
        assert_eq!(loader.load(200).await, Ok(None));
        assert_eq!(
            calls.load(Ordering::SeqCst),
            1,
            "an absent key is remembered too"
        );
        loader.clear();
        assert_eq!(loader.load(7).await, Ok(Some(14)));
        assert_eq!(calls.load(Ordering::SeqCst), 2);
    }

    #[tokio::test]
    async fn a_fault_reaches_everybody_who_waits() {
        let loader = doubling(&Arc::new(AtomicUsize::new(0)));
        let values = join_all([1, 99, 2].map(|key| loader.load(key))).await;
        assert!(values.iter().all(Result::is_err));
        assert_eq!(
            loader.load(2).await,
            Ok(Some(4)),
            "a fault is not remembered"
        );
    }

    #[tokio::test]
    async fn followers_of_a_cancelled_leader_go_on() {
        let calls = Arc::new(AtomicUsize::new(0));
        let loader = doubling(&calls);
        let mut leader = Box::pin(loader.load(1));
        let mut follower = Box::pin(loader.load(2));
        assert!(futures::poll!(&mut leader).is_pending());
        assert!(futures::poll!(&mut follower).is_pending());
        drop(leader);
        assert_eq!(follower.await, Ok(Some(4)));
        // And one that is cancelled while it asks.
        let mut leader = Box::pin(loader.load(3));
        assert!(futures::poll!(&mut leader).is_pending());
        let mut follower = Box::pin(loader.load(4));
        assert!(futures::poll!(&mut follower).is_pending());
        assert!(futures::poll!(&mut leader).is_pending());
        drop(leader);
        let bound = tokio::time::sleep(std::time::Duration::from_secs(5));
        match select(follower, Box::pin(bound)).await {
            futures::future::Either::Left((value, _)) => assert_eq!(value, Ok(Some(8))),
            futures::future::Either::Right(_) => panic!("the follower hangs"),
        }
    }
}
