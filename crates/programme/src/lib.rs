//! OCOP itself: producers as legal entities, their certificates, the product
//! groups of the programme and the administrative units.
//!
//! | noun | rule |
//! |---|---|
//! | [`Producer`] | who takes part (chủ thể); its standing moves by [`ProducerStatus::may_become`] |
//! | [`Certificate`] | a star awarded by a numbered decision of the state; mirrored, never typed by a seller; in force by date and status, [`Certificate::in_force`] |
//! | [`taxonomy`] | the six groups and 26 product sets of Decision 148/2023 |
//! | [`register`] | existing certificates with their producers, from and to spreadsheets |
//! | [`units`] | provinces and communes, each valid for a span of days |
//! | [`tax_code`] | what a Vietnamese tax code looks like |
//!
//! Use cases are methods of [`Programme`], one transaction each: register a
//! producer, set its status, record a certificate, set its status. Each
//! announces one of [`events`]. The `…_in` variants run in the caller's
//! transaction; the caller then wakes the outbox after its commit.
//!
//! Owns the tables `administrative_unit`, `producer`, `certificate`,
//! `certificate_event` and those of the [`register`].

pub mod carried;
mod certificate;
mod entity;
pub mod events;
mod legal_form;
mod permission;
mod producer;
mod reads;
mod record_certificate;
pub mod register;
mod register_producer;
mod set_certificate_status;
mod set_producer_status;
mod store;
pub mod tax_code;
pub mod taxonomy;
pub mod units;

pub use certificate::{
    Certificate, CertificateEvent, CertificateStatus, IssuerLevel, validity_months,
};
pub use legal_form::LegalForm;
pub use producer::{Producer, ProducerFilter, ProducerStatus};
pub use reads::{COUNT_LIMIT, ListError, find_certificate, find_producer};
pub use record_certificate::{NewCertificate, RecordCertificateError};
pub use register_producer::{NewProducer, RegisterProducerError};
pub use set_certificate_status::{CertificateChange, SetCertificateStatusError};
pub use set_producer_status::SetProducerStatusError;

use db::Db;
use jobs::Outbox;
use kernel::Clock;
use std::sync::Arc;

/// The programme's use cases; cheap to clone.
#[derive(Clone)]
pub struct Programme {
    db: Db,
    clock: Arc<dyn Clock>,
    outbox: Arc<Outbox>,
}

impl Programme {
    /// The programme over a database, a clock and who listens to its events.
    #[must_use]
    pub fn new(db: Db, clock: Arc<dyn Clock>, outbox: Arc<Outbox>) -> Self {
        Self { db, clock, outbox }
    }
}
