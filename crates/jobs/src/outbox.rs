//! Announcing what happened, inside the transaction in which it happened.

use crate::queue::{NewJob, enqueue};
use async_trait::async_trait;
use db::Tx;
use kernel::Timestamp;
use sea_orm::DbErr;
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::Notify;
use uuid::Uuid;

/// Something that happened to one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// What happened, such as `certificate.changed`. Named in the `events`
    /// module of the crate that announces it.
    pub topic: &'static str,
    /// To which row.
    pub subject: Uuid,
    /// When.
    pub at: Timestamp,
}

/// A read model that follows its sources within their transaction.
#[async_trait]
pub trait Projection: Send + Sync {
    /// Brings the read model up to date with what the event tells of. May
    /// announce further events.
    async fn follow(&self, outbox: &Outbox, tx: &Tx, event: Event) -> Result<(), DbErr>;
}

/// Who listens to what; built once at start-up.
#[derive(Default)]
pub struct OutboxBuilder {
    projections: HashMap<&'static str, Vec<Arc<dyn Projection>>>,
    subscribers: HashMap<&'static str, Vec<&'static str>>,
}

impl OutboxBuilder {
    /// Lets `projection` follow `topic` in the same transaction.
    #[must_use]
    pub fn project(mut self, topic: &'static str, projection: Arc<dyn Projection>) -> Self {
        self.projections.entry(topic).or_default().push(projection);
        self
    }

    /// Runs a job of kind `job` after each commit that announced `topic`; its
    /// payload is the subject's id.
    #[must_use]
    pub fn subscribe(mut self, topic: &'static str, job: &'static str) -> Self {
        self.subscribers.entry(topic).or_default().push(job);
        self
    }

    /// The outbox.
    #[must_use]
    pub fn build(self) -> Arc<Outbox> {
        Arc::new(Outbox {
            projections: self.projections,
            subscribers: self.subscribers,
            wake: Notify::new(),
        })
    }
}

/// Announces events to projections and subscribers.
pub struct Outbox {
    projections: HashMap<&'static str, Vec<Arc<dyn Projection>>>,
    subscribers: HashMap<&'static str, Vec<&'static str>>,
    wake: Notify,
}

impl Outbox {
    /// Announces `event` within `tx`.
    ///
    /// # Errors
    /// [`DbErr`]; the caller then rolls back, and nothing was announced.
    pub async fn announce(&self, tx: &Tx, event: Event) -> Result<(), DbErr> {
        for projection in self.projections.get(event.topic).into_iter().flatten() {
            projection.follow(self, tx, event).await?;
        }
        for kind in self.subscribers.get(event.topic).into_iter().flatten() {
            let subject = event.subject.to_string();
            enqueue(
                tx,
                NewJob::new(kind, &subject, event.at).unique(subject.clone()),
            )
            .await?;
        }
        Ok(())
    }

    /// Tells the runner of this process that a commit may have left work.
    /// Forgetting it costs no work, only the poll interval.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    pub(crate) async fn woken(&self) {
        self.wake.notified().await;
    }
}
