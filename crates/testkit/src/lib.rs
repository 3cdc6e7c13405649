//! What tests share: a database of their own on either engine, and a clock
//! that they set. Only ever a dev-dependency.
//!
//! ```ignore
//! testkit::on_both!(stock_never_goes_below_zero);
//! async fn stock_never_goes_below_zero(test: TestDb) { … }
//! ```

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test kit fails loudly"
)]

mod clock;
mod database;
mod meilisearch;

pub use clock::TestClock;
pub use database::TestDb;
pub use meilisearch::Meilisearch;

/// Declares one test per engine from an `async fn(TestDb)`.
#[macro_export]
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                super::$name($crate::TestDb::sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                super::$name($crate::TestDb::postgres().await).await;
            }
        }
    )+};
}
