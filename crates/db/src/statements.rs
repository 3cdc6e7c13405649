//! How many SQL statements one request cost: a budget that tests assert.

use std::cell::Cell;
use std::future::Future;

tokio::task_local! {
    static COUNT: Cell<u32>;
}

pub(crate) fn count(_info: &sea_orm::metric::Info<'_>) {
    // Outside a counted scope (jobs, start-up) there is nothing to count.
    let _ = COUNT.try_with(|count| count.set(count.get().saturating_add(1)));
}

/// Runs `work` and tells how many statements it sent. Statements of tasks that
/// it spawns are not counted.
pub async fn counted<T>(work: impl Future<Output = T>) -> (T, u32) {
    COUNT
        .scope(Cell::new(0), async { (work.await, COUNT.with(Cell::get)) })
        .await
}
