//! Parsed documents by the hash of their text: what automatic persisted
//! queries (APQ) look up, and what saves parsing a known query again.

use super::Refusal;
use async_graphql::parser::types::ExecutableDocument;
use moka::future::Cache;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// Bytes of query text that are kept. A parsed document takes some twenty
/// times its text, so this is about ten megabytes of memory when full.
const KEPT_BYTES: u64 = 512 * 1024;

/// SHA-256 of a query's text.
pub(super) type Hash = [u8; 32];

/// A parsed query.
pub(super) struct Document {
    pub(super) parsed: ExecutableDocument,
    /// Length of its text.
    pub(super) bytes: usize,
}

/// A bounded store that strangers cannot empty by filling it: entries that
/// are used often stay (TinyLFU).
pub(super) struct Documents(Cache<Hash, Arc<Document>>);

impl Default for Documents {
    fn default() -> Self {
        let weigh =
            |_: &Hash, document: &Arc<Document>| u32::try_from(document.bytes).unwrap_or(u32::MAX);
        Self(
            Cache::builder()
                .weigher(weigh)
                .max_capacity(KEPT_BYTES)
                .build(),
        )
    }
}

impl Documents {
    pub(super) async fn find(&self, hash: &Hash) -> Option<Arc<Document>> {
        self.0.get(hash).await
    }

    pub(super) async fn keep(&self, hash: Hash, document: Arc<Document>) {
        self.0.insert(hash, document).await;
    }
}

pub(super) fn hash(query: &str) -> Hash {
    Sha256::digest(query).into()
}

/// Reads a client's hash: 64 hexadecimal digits.
pub(super) fn parse_hash(text: &str) -> Result<Hash, Refusal> {
    let mut hash = [0; 32];
    hex::decode_to_slice(text, &mut hash)
        .map_err(|_| Refusal::bad("sha256Hash is not a SHA-256 in hexadecimal"))?;
    Ok(hash)
}
