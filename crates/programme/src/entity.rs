//! The tables, one a file.
#![allow(unreachable_pub, reason = "sea-orm's derive wants public names")]

pub(crate) mod administrative_unit;
pub(crate) mod certificate;
pub(crate) mod certificate_event;
pub(crate) mod certificate_hold;
pub(crate) mod certificate_succession;
pub(crate) mod commune_report;
pub(crate) mod complaint;
pub(crate) mod council_agenda;
pub(crate) mod council_seat;
pub(crate) mod council_session;
pub(crate) mod criteria_sheet;
pub(crate) mod criterion;
pub(crate) mod decision;
pub(crate) mod decision_result;
pub(crate) mod dossier;
pub(crate) mod dossier_event;
pub(crate) mod expiry_notice;
pub(crate) mod former_commune;
pub(crate) mod inspection;
pub(crate) mod inspection_event;
pub(crate) mod inspection_finding;
pub(crate) mod inspection_sample;
pub(crate) mod inspection_sample_report;
pub(crate) mod issuing_authority;
pub(crate) mod producer;
pub(crate) mod producer_event;
pub(crate) mod producer_verification;
pub(crate) mod programme_cycle;
pub(crate) mod programme_target;
pub(crate) mod register_export;
pub(crate) mod register_import;
pub(crate) mod register_import_error;
pub(crate) mod register_writer;
pub(crate) mod score_item;
pub(crate) mod score_sheet;
