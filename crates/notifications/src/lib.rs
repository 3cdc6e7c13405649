//! E-mail: what is sent when, in which words, and how.
//!
//! An event of [`orders::events`], a notice of a certificate that ends, or a
//! decision that takes one away or gives it back becomes one job per letter
//! (`jobs`), so that a failing mailbox repeats nobody else's mail. A letter is written from the
//! database as it stands when it is sent (`letters`), in the shopper's language
//! or, to producers, in Vietnamese, and leaves through a [`Mailer`].
//!
//! A letter may be sent twice (a job runs at least once). Its `Message-ID`
//! follows from what it says to whom, so mail programs and the file mailer
//! show it once.
//!
//! Owns no tables. Letters carry no secrets: whoever reads a mailbox cannot
//! open the order.

mod decision;
mod expiry;
mod jobs;
mod letter;
mod letters;
pub mod mailer;
mod write;

use ::jobs::{Outbox, OutboxBuilder, Runner};
use db::Db;
use identity::Identity;
use kernel::Clock;
use lettre::message::Mailbox;
use orders::{Orders, events};
use programme::Programme;
use std::sync::Arc;

pub use mailer::{FileMailer, MailError, Mailer, SmtpMailer};

/// Who writes, and where readers find the marketplace.
#[derive(Clone, Debug)]
pub struct Sender {
    /// The `From` of every letter.
    pub from: Mailbox,
    /// The marketplace's address, at the foot of every letter.
    pub public_url: String,
    /// Whether every letter says that nothing in it is real.
    pub demonstration: bool,
}

impl Sender {
    /// A sender with an address such as `OCOP <no-reply@localhost>`.
    ///
    /// # Errors
    /// What is wrong with the address.
    pub fn new(from: &str, public_url: &str, demonstration: bool) -> Result<Self, String> {
        Ok(Self {
            from: from
                .parse()
                .map_err(|error: lettre::address::AddressError| error.to_string())?,
            public_url: public_url.trim_end_matches('/').to_owned(),
            demonstration,
        })
    }
}

/// Writes letters and sends them; cheap to clone.
#[derive(Clone)]
pub struct Notifications {
    db: Db,
    clock: Arc<dyn Clock>,
    outbox: Arc<Outbox>,
    orders: Orders,
    programme: Programme,
    identity: Identity,
    sender: Sender,
    mailer: Arc<dyn Mailer>,
}

impl Notifications {
    /// Letters about orders, sent through `mailer`.
    #[must_use]
    #[allow(clippy::too_many_arguments, reason = "each names a part of the house")]
    pub fn new(
        db: Db,
        clock: Arc<dyn Clock>,
        outbox: Arc<Outbox>,
        orders: Orders,
        programme: Programme,
        identity: Identity,
        sender: Sender,
        mailer: Arc<dyn Mailer>,
    ) -> Self {
        Self {
            db,
            clock,
            outbox,
            orders,
            programme,
            identity,
            sender,
            mailer,
        }
    }
}

/// Subscribes to what letters are written about.
#[must_use]
pub fn subscribe(outbox: OutboxBuilder) -> OutboxBuilder {
    outbox
        .subscribe(events::ORDER_PLACED, jobs::ORDER_PLACED)
        .subscribe(events::ORDER_CANCELLED, jobs::ORDER_CANCELLED)
        .subscribe(events::PRODUCER_ORDER_SHIPPED, jobs::PRODUCER_ORDER_SHIPPED)
        .subscribe(events::PRODUCER_ORDER_READY, jobs::PRODUCER_ORDER_READY)
        .subscribe(
            events::PRODUCER_ORDER_CANCELLED,
            jobs::PRODUCER_ORDER_CANCELLED,
        )
        .subscribe(
            programme::events::CERTIFICATE_EXPIRING,
            expiry::CERTIFICATE_EXPIRING,
        )
        .subscribe(
            programme::events::DECISION_CONFIRMED,
            decision::DECISION_CONFIRMED,
        )
}

/// Gives a runner the jobs that write and send letters.
#[must_use]
pub fn handle(runner: Runner, notifications: &Notifications) -> Runner {
    let told = |about| {
        Arc::new(jobs::Tell {
            notifications: notifications.clone(),
            about,
        })
    };
    runner
        .handle(jobs::ORDER_PLACED, told(jobs::About::Placed))
        .handle(jobs::ORDER_CANCELLED, told(jobs::About::Cancelled))
        .handle(jobs::PRODUCER_ORDER_SHIPPED, told(jobs::About::Shipped))
        .handle(jobs::PRODUCER_ORDER_READY, told(jobs::About::Ready))
        .handle(
            jobs::PRODUCER_ORDER_CANCELLED,
            told(jobs::About::PartCancelled),
        )
        .handle(jobs::LETTER, Arc::new(jobs::Send(notifications.clone())))
        .handle(
            expiry::CERTIFICATE_EXPIRING,
            Arc::new(expiry::TellOfExpiry(notifications.clone())),
        )
        .handle(
            expiry::EXPIRY_LETTER,
            Arc::new(expiry::SendExpiry(notifications.clone())),
        )
        .handle(
            decision::DECISION_CONFIRMED,
            Arc::new(decision::TellOfDecision(notifications.clone())),
        )
        .handle(
            decision::MEASURE_LETTER,
            Arc::new(decision::SendMeasure(notifications.clone())),
        )
}
