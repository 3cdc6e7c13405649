//! A Meilisearch of whoever runs the tests.

/// Where it is.
const URL: &str = "MEILI_URL";
/// Its key, where it has one; the server's own name for it.
const KEY: &str = "MEILI_MASTER_KEY";

/// A server that is there already.
#[derive(Clone, Debug)]
pub struct Meilisearch {
    /// Its address.
    pub url: String,
    /// A key that may do everything; empty where it asks for none.
    pub key: String,
}

impl Meilisearch {
    /// The one that `MEILI_URL` names; says so where it names none.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        reason = "the test's server comes from outside"
    )]
    pub fn given() -> Option<Self> {
        let url = std::env::var(URL)
            .inspect_err(|_| println!("skipped: {URL} names no Meilisearch"))
            .ok()?;
        let key = std::env::var(KEY).unwrap_or_default();
        Some(Self { url, key })
    }
}
