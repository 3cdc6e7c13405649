//! The queue that is also the transactional outbox, on both databases.
//!
//! - [`Outbox::announce`] takes the caller's transaction: what was announced
//!   is committed with the change that it tells of, or not at all. It first
//!   lets [`Projection`]s (read models that must never lag, such as the
//!   product card) follow in the same transaction, then enqueues one job for
//!   every subscriber.
//! - [`enqueue`] puts one job into the caller's transaction.
//! - [`Runner`] claims due jobs under a lease, retries with back-off, buries
//!   what keeps failing, ticks [`Schedule`]s once per tick over all processes,
//!   and stops gracefully.
//!
//! Owns the tables `job` and `job_tick`. A job may run more than once: every
//! [`Handler`] re-reads the database and is idempotent; payloads are ids.

mod inspect;
mod outbox;
mod queue;
mod runner;
mod schedule;

pub use inspect::{Counts, DeadJob, counts, dead, stuck};
pub use outbox::{Event, Outbox, OutboxBuilder, Projection};
pub use queue::{NewJob, enqueue, prune, requeue_dead};
pub use runner::{Handler, JobError, Runner, RunnerConfig};
pub use schedule::Schedule;
