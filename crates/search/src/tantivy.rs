//! The embedded engine: a memory-mapped index in a folder, in this process.
//!
//! The folder belongs to one process at a time; a second one is told so when
//! it starts. The writer, which costs memory and threads, is opened with the
//! first write and closed when nothing was written for a while. What is
//! blocking runs on threads for blocking work, as many at a time as there are
//! processors.

mod folder;
mod gather;
mod matching;
mod schema;

use crate::query::{Facet, Hit, Terms, rank_values};
use crate::text::Word;
use crate::{Document, Engine, EngineError, Query, Results, Sort, reading};
use ::tantivy::query::{AllQuery, EmptyQuery};
use ::tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, Searcher, Term};
use async_trait::async_trait;
use folder::Folder;
use gather::{Gather, Gathered};
use kernel::{ProductId, Timestamp};
use matching::Strictness;
use schema::{Fields, column};
use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;

/// What the writer may hold before it writes a segment; the least possible.
const WRITER_BYTES: usize = 15_000_000;
/// An idle writer is closed after this.
const WRITER_IDLE: Duration = Duration::from_secs(20);

/// The embedded engine; cheap to clone.
#[derive(Clone)]
pub struct TantivyEngine {
    inner: Arc<Inner>,
}

struct Inner {
    // Before the folder, so that everything is closed when the lock goes.
    writer: Mutex<Option<Writer>>,
    reader: IndexReader,
    index: Index,
    fields: Fields,
    filled: AtomicBool,
    /// Counts the writes, to know an idle writer.
    writes: AtomicU64,
    /// Whether somebody waits for the writer to be idle.
    watched: AtomicBool,
    permits: Semaphore,
    folder: Folder,
}

struct Writer {
    index: IndexWriter,
    /// Whether something was written and not committed.
    staged: bool,
}

impl TantivyEngine {
    /// Opens the index in a folder, which is made where needed. An index of
    /// another version and a damaged one are replaced by an empty one, with a
    /// warning; [`Engine::is_filled`] then says `false`.
    ///
    /// # Errors
    /// [`EngineError::InUse`] when another process has the folder.
    pub async fn open(folder: impl AsRef<Path>) -> Result<Self, EngineError> {
        let path = folder.as_ref().to_owned();
        let open = move || -> Result<Self, EngineError> {
            let folder = Folder::lock(&path)?;
            let (index, filled) = folder.open()?;
            let reader = index
                .reader_builder()
                .reload_policy(ReloadPolicy::Manual)
                .try_into()
                .map_err(EngineError::fault)?;
            let threads = std::thread::available_parallelism().map_or(2, usize::from);
            Ok(Self {
                inner: Arc::new(Inner {
                    writer: Mutex::new(None),
                    reader,
                    fields: Fields::build().1,
                    index,
                    filled: AtomicBool::new(filled),
                    writes: AtomicU64::new(0),
                    watched: AtomicBool::new(false),
                    permits: Semaphore::new(threads),
                    folder,
                }),
            })
        };
        tokio::task::spawn_blocking(open)
            .await
            .map_err(EngineError::fault)?
    }

    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Inner) -> Result<T, EngineError> + Send + 'static,
    ) -> Result<T, EngineError> {
        let inner = Arc::clone(&self.inner);
        tokio::task::spawn_blocking(move || work(&inner))
            .await
            .map_err(EngineError::fault)?
    }

    /// Work with the writer. A failure drops the writer and with it what was
    /// not committed, as the port says.
    async fn writing(
        &self,
        work: impl FnOnce(&Inner, &mut Writer) -> ::tantivy::Result<()> + Send + 'static,
    ) -> Result<(), EngineError> {
        self.inner.writes.fetch_add(1, Ordering::SeqCst);
        let done = self
            .blocking(move |inner| {
                let mut place = inner.writer.lock().unwrap_or_else(PoisonError::into_inner);
                let mut writer = match place.take() {
                    Some(writer) => writer,
                    None => inner.open_writer()?,
                };
                work(inner, &mut writer).map_err(EngineError::fault)?;
                *place = Some(writer);
                Ok(())
            })
            .await;
        if !self.inner.watched.swap(true, Ordering::SeqCst) {
            self.close_when_idle();
        }
        done
    }

    /// Closes the writer once no write came for a while.
    fn close_when_idle(&self) {
        let inner = Arc::downgrade(&self.inner);
        let mut seen = self.inner.writes.load(Ordering::SeqCst);
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(WRITER_IDLE).await;
                let Some(inner) = inner.upgrade() else { return };
                let now = inner.writes.load(Ordering::SeqCst);
                let idle = now == seen;
                seen = now;
                if idle
                    && tokio::task::spawn_blocking(move || inner.close_writer(now))
                        .await
                        .unwrap_or(true)
                {
                    return;
                }
            }
        });
    }
}

#[async_trait]
impl Engine for TantivyEngine {
    async fn upsert(&self, documents: Vec<Document>) -> Result<(), EngineError> {
        self.writing(move |inner, writer| {
            writer.staged = true;
            for document in &documents {
                writer.index.delete_term(Term::from_field_text(
                    inner.fields.id,
                    &schema::key(document.id),
                ));
                writer.index.add_document(inner.fields.document(document))?;
            }
            Ok(())
        })
        .await
    }

    async fn remove(&self, ids: Vec<ProductId>) -> Result<(), EngineError> {
        self.writing(move |inner, writer| {
            writer.staged = true;
            for id in ids {
                writer
                    .index
                    .delete_term(Term::from_field_text(inner.fields.id, &schema::key(id)));
            }
            Ok(())
        })
        .await
    }

    async fn commit(&self) -> Result<(), EngineError> {
        self.writing(|inner, writer| {
            writer.index.commit()?;
            writer.staged = false;
            inner.reader.reload()
        })
        .await
    }

    async fn search(&self, query: &Query, now: Timestamp) -> Result<Results, EngineError> {
        let _permit = self
            .inner
            .permits
            .acquire()
            .await
            .map_err(EngineError::fault)?;
        let query = query.clone();
        self.blocking(move |inner| inner.search(&query, now).map_err(EngineError::fault))
            .await
    }

    async fn ids_and_versions(&self) -> Result<HashMap<ProductId, i64>, EngineError> {
        self.blocking(|inner| inner.ids_and_versions().map_err(EngineError::fault))
            .await
    }

    async fn clear(&self) -> Result<(), EngineError> {
        self.inner.filled.store(false, Ordering::Relaxed);
        self.blocking(|inner| inner.folder.set_filled(false))
            .await?;
        self.writing(|inner, writer| {
            writer.index.delete_all_documents()?;
            writer.index.commit()?;
            writer.staged = false;
            inner.reader.reload()
        })
        .await
    }

    fn is_filled(&self) -> bool {
        self.inner.filled.load(Ordering::Relaxed)
    }

    async fn mark_filled(&self) -> Result<(), EngineError> {
        self.blocking(|inner| inner.folder.set_filled(true)).await?;
        self.inner.filled.store(true, Ordering::Relaxed);
        Ok(())
    }
}

impl Inner {
    fn open_writer(&self) -> Result<Writer, EngineError> {
        let index = self
            .index
            .writer_with_num_threads(1, WRITER_BYTES)
            .map_err(EngineError::fault)?;
        Ok(Writer {
            index,
            staged: false,
        })
    }

    /// Closes the writer unless there was a write since, or one that is not
    /// committed. Says whether the writer is closed.
    fn close_writer(&self, seen: u64) -> bool {
        let mut place = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        if self.writes.load(Ordering::SeqCst) != seen
            || place.as_ref().is_some_and(|writer| writer.staged)
        {
            return false;
        }
        let closed = place
            .take()
            .map(|writer| writer.index.wait_merging_threads());
        if let Some(Err(error)) = closed {
            tracing::warn!(%error, "the search index's writer did not close well");
        }
        self.watched.store(false, Ordering::SeqCst);
        true
    }

    fn search(&self, query: &Query, now: Timestamp) -> ::tantivy::Result<Results> {
        let searcher = self.reader.searcher();
        let window = query.window();
        let gather = |scored, limited: bool| Gather {
            scored,
            keep: if limited || window.is_empty() {
                0
            } else {
                window.end
            },
            facets: if limited {
                Vec::new()
            } else {
                query.facets.clone()
            },
            ..Gather::new(query.filter.clone(), query.sort, now)
        };
        let gathered = match query.terms() {
            Terms::Nothing => searcher.search(&EmptyQuery, &gather(false, false))?,
            Terms::All => searcher.search(&AllQuery, &gather(false, false))?,
            Terms::Words(words) => {
                let ask =
                    |words: &[Word], strictness| matching::query(&self.fields, words, strictness);
                // Typing errors are considered only when the words as typed
                // name nothing: a short syllable has too many neighbours. A
                // story that happens to hold the words is not a name.
                let typed = words.len();
                let names = |words: &[Word]| -> ::tantivy::Result<bool> {
                    let strict = Strictness::of_names(words.len());
                    let asked = ask(words, strict.of_reading(words.len(), typed));
                    Ok(searcher.search(&*asked, &gather(false, true))?.total > 0)
                };
                let mut readings = Vec::new();
                let mut named = names(&words)?.then_some(words.as_slice());
                if named.is_none() {
                    readings = reading::readings(&words);
                    for reading in &readings {
                        if names(reading)? {
                            named = Some(reading);
                            break;
                        }
                    }
                }
                let steps = match named {
                    Some(words) => {
                        let strict = Strictness::of_all(words.len());
                        vec![(words, strict.of_reading(words.len(), typed))]
                    }
                    None => matching::steps(&words, &readings),
                };
                let mut gathered = Gathered::default();
                for (words, step) in steps {
                    gathered = searcher.search(&*ask(words, step), &gather(true, false))?;
                    if gathered.total > 0 {
                        break;
                    }
                }
                gathered
            }
        };
        self.results(query, &searcher, gathered)
    }

    fn results(
        &self,
        query: &Query,
        searcher: &Searcher,
        mut gathered: Gathered,
    ) -> ::tantivy::Result<Results> {
        let mut hits = Vec::new();
        for (key, address) in gathered
            .best
            .get(query.window().start..)
            .unwrap_or_default()
        {
            let ids = searcher
                .segment_reader(address.segment_ord)
                .fast_fields()
                .str(column::ID)?;
            let mut id = String::new();
            let found = ids.and_then(|ids| {
                ids.ords()
                    .first(address.doc_id)
                    .map(|ordinal| (ids, ordinal))
            });
            if let Some((ids, ordinal)) = found {
                ids.ord_to_str(ordinal, &mut id)?;
            }
            if let Ok(id) = id.parse::<uuid::Uuid>() {
                let score = if query.sort == Sort::Relevance {
                    gather::score_of(key)
                } else {
                    0.0
                };
                hits.push(Hit {
                    id: id.into(),
                    score,
                });
            }
        }
        let facets: Vec<Facet> = query
            .facets
            .iter()
            .map(|field| {
                (
                    *field,
                    rank_values(
                        gathered
                            .facets
                            .remove(field)
                            .into_iter()
                            .flatten()
                            .collect(),
                    ),
                )
            })
            .collect();
        Ok(Results {
            hits,
            total: gathered.total,
            facets,
            degraded: false,
        })
    }

    fn ids_and_versions(&self) -> ::tantivy::Result<HashMap<ProductId, i64>> {
        let searcher = self.reader.searcher();
        let mut all = HashMap::with_capacity(usize::try_from(searcher.num_docs()).unwrap_or(0));
        for segment in searcher.segment_readers() {
            let versions = segment.fast_fields().i64(column::VERSION)?;
            let Some(ids) = segment.fast_fields().str(column::ID)? else {
                continue;
            };
            // Ids are unique within a segment's live documents, but a deleted
            // one may share its label, so this goes by documents.
            let mut id = String::new();
            for doc in segment.doc_ids_alive() {
                let Some(ordinal) = ids.ords().first(doc) else {
                    continue;
                };
                ids.ord_to_str(ordinal, &mut id)?;
                if let Ok(id) = id.parse::<uuid::Uuid>() {
                    all.insert(id.into(), versions.first(doc).unwrap_or(0));
                }
            }
        }
        Ok(all)
    }
}
