//! OCOP itself: producers as legal entities, their certificates, the product
//! groups of the programme and the administrative units.
//!
//! | noun | rule |
//! |---|---|
//! | [`Producer`] | who takes part (chủ thể); its standing moves by [`ProducerCommand::from`], each move with an entry in its history |
//! | [`Certificate`] | a star awarded by a numbered decision of the state; mirrored, never typed by a seller; in force by date and status, [`Certificate::in_force`] |
//! | [`taxonomy`] | the six groups and 26 product sets of Decision 148/2023 |
//! | [`dossiers`] | a product on its way through a cycle, by a table of status and command; its documents by a versioned checklist, complete before it is handed in |
//! | [`council`] | sheets of criteria, sittings, and what members sign; the average is exact |
//! | [`decisions`] | what the state decided; a confirmed one issues certificates, nothing else does |
//! | [`inspections`] | checks after recognition; a grave verdict holds the certificate, so that nothing is sold under it |
//! | [`complaints`] | what people report about a certificate; an officer dismisses it or has it inspected |
//! | [`expiry`] | notices 90, 30, 7 and 0 days before a certificate's last day, each once |
//! | [`statistics`] | the figures of a year, counted by the database |
//! | [`units`] | provinces and communes, each valid for a span of days; what communes were before |
//! | [`register`] | existing certificates with their producers, from and to spreadsheets |
//! | [`tax_code`] | what a Vietnamese tax code looks like |
//!
//! Use cases are methods of [`Programme`], one transaction each: register a
//! producer or apply as its owner, change its standing, record a certificate,
//! set its status. Each announces one of [`events`]. The `…_in` variants run in the caller's
//! transaction; the caller then wakes the outbox after its commit.
//!
//! What is not public about a producer is read through its record, which asks
//! who reads.
//!
//! Owns the tables `administrative_unit`, `former_commune`, `producer…`,
//! `certificate…`, `programme_cycle`, `programme_target`, `dossier…`,
//! `document_…`, `commune_report`, `criteria_sheet`, `criterion`, `council_…`, `score_…`,
//! `issuing_authority`, `decision…`, `complaint`, `expiry_notice` and
//! `inspection…` and `register_…`.

mod apply;
pub mod carried;
mod certificate;
mod change_standing;
pub mod complaints;
pub mod council;
pub mod cycles;
pub mod decisions;
pub mod dossiers;
mod entity;
pub mod events;
pub mod expiry;
mod ground;
pub mod inspections;
mod legal_form;
mod permission;
mod producer;
mod reads;
mod record_certificate;
mod records;
pub mod register;
mod register_producer;
pub mod scheme;
pub mod score;
mod set_certificate_status;
mod set_producer_status;
mod standing;
pub mod statistics;
mod store;
pub mod tax_code;
pub mod taxonomy;
pub mod units;

pub use apply::{ApplyError, MAX_OPEN_APPLICATIONS};
pub use certificate::{
    Certificate, CertificateEvent, CertificateStatus, IssuerLevel, validity_months,
};
pub use change_standing::{ChangeStandingError, StandingStep};
pub use ground::Ground;
pub use legal_form::LegalForm;
pub use permission::runs_programme;
pub use producer::{Producer, ProducerFilter, ProducerStatus};
pub use reads::{
    COUNT_LIMIT, ListError, certificates_of, find_certificate, find_producer, lock_producer,
    successor_of,
};
pub use record_certificate::{NewCertificate, RecordCertificateError};
pub use records::RecordFilter;
pub use register_producer::{NewProducer, RegisterProducerError};
pub use set_certificate_status::{CertificateChange, SetCertificateStatusError};
pub use set_producer_status::SetProducerStatusError;
pub use standing::{ProducerCommand, ProducerEvent, ProducerVerification, VerificationMethod};

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
