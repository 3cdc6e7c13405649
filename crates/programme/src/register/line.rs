//! What one line of a register says, once it makes sense by itself.

use crate::{Certificate, LegalForm};
use kernel::text;
use sha2::{Digest, Sha256};

/// Who a line says the producer is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LineProducer {
    pub(super) name: String,
    pub(super) tax_code: Option<String>,
    pub(super) legal_form: LegalForm,
    pub(super) province_code: String,
    /// Empty where the line does not say it.
    pub(super) commune_code: String,
    pub(super) street: String,
    pub(super) phone: String,
    pub(super) email: String,
}

impl LineProducer {
    /// What a producer is known by within a file.
    pub(super) fn key(&self) -> String {
        match &self.tax_code {
            Some(code) => code.clone(),
            None => format!("{}|{}", self.province_code, text::fold(&self.name)),
        }
    }
}

/// A good line.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) number: u32,
    pub(super) producer: LineProducer,
    /// Its id and its producer's are nil until they are known.
    pub(super) certificate: Certificate,
    /// Whether the number is printed on the certificate, not made here.
    pub(super) numbered: bool,
}

/// What a certificate is known by beside its producer: the decision and the
/// product, whatever the marks and case.
pub(super) fn subject(decision_number: &str, product_name: &str) -> String {
    format!(
        "{}|{}",
        text::fold(decision_number),
        text::fold(product_name)
    )
}

impl Line {
    pub(super) fn subject(&self) -> String {
        subject(
            &self.certificate.decision_number,
            &self.certificate.product_name,
        )
    }

    /// What the certificate is known by within a file.
    pub(super) fn identity(&self) -> String {
        format!("{}|{}", self.subject(), self.producer.key())
    }
}

/// A number for a certificate of a register that lists none: the decision's,
/// and a mark that is the same each time.
pub(super) fn made_number(decision_number: &str, product_name: &str, producer_key: &str) -> String {
    let subject = subject(decision_number, product_name);
    let hash = Sha256::digest(format!("{subject}|{producer_key}"));
    let mark: String = hash
        .iter()
        .take(5)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("{decision_number}#{mark}")
}
