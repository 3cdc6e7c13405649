//! Keeping index = database: product by product as things change, all of it
//! when asked, and by comparison.

use super::{Inner, Search};
use crate::{Document, EngineError};
use catalog::Card;
use kernel::{ProductId, clock};
use sea_orm::DbErr;
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use tokio::sync::Mutex;

/// Products read and written at once.
const BATCH: u64 = 500;
/// Batches between two commits of a reindex.
const COMMIT_EVERY: u64 = 20;
/// From a write to its commit: what comes in between shares the commit.
const COMMIT_DELAY: Duration = Duration::from_millis(100);
/// The longest pause between two tries of a commit that fails.
const MAX_COMMIT_DELAY: Duration = Duration::from_secs(10);
/// How long a difference must last to be one: what the queue is about to
/// bring into the index is no drift.
const SETTLE: Duration = Duration::from_millis(1500);

/// The state of writing to the index. Reading a card and writing its document
/// happen under one lock, so that an older card never follows a newer one.
#[derive(Default)]
pub(super) struct Writing {
    /// Written since the last commit.
    staged: Mutex<HashSet<ProductId>>,
    /// To be read and written with the next commit: what was lost with a
    /// failure, and what came while the engine was busy or away. Nobody waits
    /// for an engine to take a note.
    owed: std::sync::Mutex<HashSet<ProductId>>,
    /// Whether the engine failed and has not committed since.
    struck: AtomicBool,
    /// Whether a commit is on its way.
    commit_due: AtomicBool,
}

impl Writing {
    fn owed(&self) -> std::sync::MutexGuard<'_, HashSet<ProductId>> {
        self.owed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The engine may have lost all that was written since the last commit.
    fn lost(&self, staged: &mut HashSet<ProductId>) {
        self.owed().extend(staged.drain());
        self.struck.store(true, Ordering::SeqCst);
    }
}

/// How index and database differ.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drift {
    /// Listed, and not in the index.
    pub missing: Vec<ProductId>,
    /// In the index as they once were.
    pub stale: Vec<ProductId>,
    /// In the index, and not listed or not there at all.
    pub orphaned: Vec<ProductId>,
}

impl Drift {
    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.missing.is_empty() && self.stale.is_empty() && self.orphaned.is_empty()
    }

    fn all(&self) -> impl Iterator<Item = ProductId> {
        self.missing
            .iter()
            .chain(&self.stale)
            .chain(&self.orphaned)
            .copied()
    }

    fn retain(&mut self, keep: impl Fn(ProductId) -> bool) {
        for products in [&mut self.missing, &mut self.stale, &mut self.orphaned] {
            products.retain(|id| keep(*id));
        }
    }
}

/// Why the index could not be written or compared.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The engine failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

impl Search {
    /// Brings products into the index as the database has them now, or out of
    /// it. Visible within a moment; [`Search::flush`] does not wait for it.
    /// Should the process end in that moment, the next comparison finds what
    /// was lost. While the engine is away or busy, this is a note that costs
    /// no time, and the commits see to it.
    ///
    /// # Errors
    /// [`IndexError`]; trying again is harmless. What an engine did not take
    /// is kept for the commits.
    pub async fn sync(&self, products: &[ProductId]) -> Result<(), IndexError> {
        let Writing { staged, struck, .. } = &self.inner.writing;
        for products in products.chunks(BATCH as usize) {
            let written = match staged.try_lock() {
                Ok(mut staged) if !struck.load(Ordering::SeqCst) => {
                    self.inner.write(&mut staged, products).await
                }
                _ => {
                    self.inner.writing.owed().extend(products);
                    Ok(())
                }
            };
            self.commit_soon();
            written?;
        }
        Ok(())
    }

    /// Makes everything that was written visible and lasting now: before a
    /// process ends, and in tests.
    ///
    /// # Errors
    /// [`IndexError`]; what was written is kept for another try.
    pub async fn flush(&self) -> Result<(), IndexError> {
        self.inner.flush().await
    }

    fn commit_soon(&self) {
        if self.inner.writing.commit_due.swap(true, Ordering::SeqCst) {
            return;
        }
        let inner = Arc::downgrade(&self.inner);
        tokio::spawn(async move {
            let mut delay = COMMIT_DELAY;
            loop {
                tokio::time::sleep(delay).await;
                let Some(inner) = inner.upgrade() else { return };
                // Before the commit: what is written while it runs is due again.
                inner.writing.commit_due.store(false, Ordering::SeqCst);
                match inner.flush().await {
                    Ok(()) => return,
                    Err(error) => {
                        tracing::warn!(%error, "the search index could not be committed; trying again");
                        delay = (delay * 2).min(MAX_COMMIT_DELAY);
                        if inner.writing.commit_due.swap(true, Ordering::SeqCst) {
                            return;
                        }
                    }
                }
            }
        });
    }

    /// Writes every product into the index anew and takes out what does not
    /// belong there, while queries go on. `progress` is told how many
    /// products have been read. Returns how many documents were written.
    ///
    /// # Errors
    /// [`IndexError`]; the index then holds what was written so far.
    pub async fn reindex(&self, progress: impl Fn(u64) + Send + Sync) -> Result<u64, IndexError> {
        let (mut after, mut read, mut listed) = (None, 0, HashSet::new());
        for batch in 1_u64.. {
            let mut staged = self.inner.writing.staged.lock().await;
            let cards = self.inner.catalog.cards_after(after, BATCH).await?;
            let Some(last) = cards.last() else { break };
            after = Some(last.product_id);
            read += cards.len() as u64;
            let cards: Vec<Card> = cards.into_iter().filter(|card| card.listed).collect();
            listed.extend(cards.iter().map(|card| card.product_id));
            self.inner.put(&mut staged, &cards, &[]).await?;
            drop(staged);
            if batch % COMMIT_EVERY == 0 {
                self.flush().await?;
            }
            progress(read);
        }
        self.flush().await?;
        let extra: Vec<ProductId> = self
            .inner
            .engine
            .ids_and_versions()
            .await?
            .into_keys()
            .filter(|id| !listed.contains(id))
            .collect();
        // Some may have been listed meanwhile, so the database is asked again.
        self.sync(&extra).await?;
        self.flush().await?;
        self.inner.engine.mark_filled().await?;
        Ok(listed.len() as u64)
    }

    /// Sees that the engine is there and its index filled, and fills it where
    /// nobody has; queries go on meanwhile. Returns how many documents it
    /// wrote, if it had to.
    ///
    /// # Errors
    /// [`IndexError`]; trying again is harmless.
    pub async fn fill_when_empty(&self) -> Result<Option<u64>, IndexError> {
        self.inner.engine.connect().await?;
        if self.is_filled() {
            return Ok(None);
        }
        self.reindex(|_| {}).await.map(Some)
    }

    /// Compares index and database by product and time of the last change,
    /// and repairs the index where asked to. A difference counts when it
    /// lasts longer than the queue needs.
    ///
    /// # Errors
    /// [`IndexError`].
    pub async fn verify(&self, repair: bool) -> Result<Drift, IndexError> {
        self.flush().await?;
        let (mut drift, before) = self.compare().await?;
        if !drift.is_empty() {
            tokio::time::sleep(SETTLE).await;
            self.flush().await?;
            self.settle(&mut drift, &before).await?;
        }
        if repair {
            let products: Vec<ProductId> = drift.all().collect();
            self.sync(&products).await?;
            self.flush().await?;
            if !self.inner.engine.is_filled() {
                self.inner.engine.mark_filled().await?;
            }
        }
        Ok(drift)
    }

    /// The differences, and what the database said of each.
    async fn compare(&self) -> Result<(Drift, HashMap<ProductId, i64>), IndexError> {
        let mut index = self.inner.engine.ids_and_versions().await?;
        let mut drift = Drift::default();
        let mut database = HashMap::new();
        let mut after = None;
        loop {
            let cards = self.inner.catalog.cards_after(after, BATCH).await?;
            let Some(last) = cards.last() else { break };
            after = Some(last.product_id);
            for card in cards {
                let id = card.product_id;
                let version = card.updated_at.timestamp_micros();
                let different = match (card.listed, index.remove(&id)) {
                    (true, None) => &mut drift.missing,
                    (true, Some(indexed)) if indexed != version => &mut drift.stale,
                    (false, Some(_)) => &mut drift.orphaned,
                    _ => continue,
                };
                different.push(id);
                database.insert(id, version);
            }
        }
        drift.orphaned.extend(index.into_keys());
        drift.orphaned.sort_unstable();
        Ok((drift, database))
    }

    /// Keeps the differences that are still there and whose product has not
    /// changed since `before`.
    async fn settle(
        &self,
        drift: &mut Drift,
        before: &HashMap<ProductId, i64>,
    ) -> Result<(), IndexError> {
        let index = self.inner.engine.ids_and_versions().await?;
        let products: Vec<ProductId> = drift.all().collect();
        let mut now = HashMap::with_capacity(products.len());
        for products in products.chunks(BATCH as usize) {
            for card in self.inner.catalog.any_cards_by_ids(products).await? {
                now.insert(
                    card.product_id,
                    (card.listed, card.updated_at.timestamp_micros()),
                );
            }
        }
        drift.retain(|id| {
            let card = now.get(&id).copied();
            let wanted = card
                .filter(|(listed, _)| *listed)
                .map(|(_, version)| version);
            card.map(|(_, version)| version) == before.get(&id).copied()
                && wanted != index.get(&id).copied()
        });
        Ok(())
    }
}

impl Inner {
    /// Reads products and writes or removes their documents.
    async fn write(
        &self,
        staged: &mut HashSet<ProductId>,
        products: &[ProductId],
    ) -> Result<(), IndexError> {
        let mut cards = self.catalog.any_cards_by_ids(products).await?;
        cards.retain(|card| card.listed);
        let listed: HashSet<ProductId> = cards.iter().map(|card| card.product_id).collect();
        let gone: Vec<ProductId> = products
            .iter()
            .filter(|id| !listed.contains(id))
            .copied()
            .collect();
        self.put(staged, &cards, &gone).await
    }

    async fn put(
        &self,
        staged: &mut HashSet<ProductId>,
        cards: &[Card],
        gone: &[ProductId],
    ) -> Result<(), IndexError> {
        let documents = self.documents(cards).await?;
        // Staged first: a failure may lose these as well as earlier ones.
        staged.extend(cards.iter().map(|card| card.product_id));
        staged.extend(gone);
        let written = async {
            if !documents.is_empty() {
                self.engine.upsert(documents).await?;
            }
            if !gone.is_empty() {
                self.engine.remove(gone.to_vec()).await?;
            }
            Ok::<_, EngineError>(())
        };
        written
            .await
            .inspect_err(|_| self.writing.lost(staged))
            .map_err(IndexError::Engine)
    }

    async fn documents(&self, cards: &[Card]) -> Result<Vec<Document>, DbErr> {
        if cards.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<ProductId> = cards.iter().map(|card| card.product_id).collect();
        let units = self.units.snapshot().await?;
        let day = clock::day_in_vietnam(self.clock.now());
        let details: HashMap<_, _> = self
            .catalog
            .details_by_ids(&ids)
            .await?
            .into_iter()
            .map(|own| (own.product_id, own))
            .collect();
        Ok(cards
            .iter()
            .map(|card| Document::new(card, details.get(&card.product_id), &units, day))
            .collect())
    }

    async fn flush(&self) -> Result<(), IndexError> {
        let mut staged = self.writing.staged.lock().await;
        let owed: Vec<ProductId> = self.writing.owed().drain().collect();
        for (n, products) in owed.chunks(BATCH as usize).enumerate() {
            if let Err(error) = self.write(&mut staged, products).await {
                let rest = owed.get(n * BATCH as usize..).unwrap_or_default();
                self.writing.owed().extend(rest);
                return Err(error);
            }
        }
        if staged.is_empty() {
            return Ok(());
        }
        if let Err(error) = self.engine.commit().await {
            self.writing.lost(&mut staged);
            return Err(error.into());
        }
        staged.clear();
        self.writing.struck.store(false, Ordering::SeqCst);
        Ok(())
    }
}
