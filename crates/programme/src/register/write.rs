//! Certificates as rows of a spreadsheet that an import reads as what they
//! were.

use super::field::Field;
use crate::units::UnitSnapshot;
use crate::{Certificate, CertificateStatus, IssuerLevel, Producer};
use chrono::NaiveDate;
use kernel::{Language, Timestamp, clock};
use spreadsheets::{Format, Table, Value, WriteError};
use std::sync::Arc;

/// Rows on their way out.
pub(super) struct Sheet {
    units: Arc<UnitSnapshot>,
    now: Timestamp,
    today: NaiveDate,
    table: Table,
}

impl Sheet {
    pub(super) fn new(units: Arc<UnitSnapshot>, now: Timestamp) -> Self {
        Self {
            units,
            now,
            today: clock::day_in_vietnam(now),
            table: Table::new(Field::ALL.map(|field| field.name(Language::Vi))),
        }
    }

    pub(super) fn add(&mut self, certificate: &Certificate, producer: &Producer) {
        let row = Field::ALL.map(|field| self.cell(field, certificate, producer));
        self.table.add(row);
    }

    /// How many rows there are, the header aside.
    pub(super) fn len(&self) -> usize {
        self.table.len()
    }

    fn cell(&self, field: Field, certificate: &Certificate, producer: &Producer) -> Value {
        let vi = Language::Vi;
        Value::Text(match field {
            Field::ProductName => certificate.product_name.clone(),
            Field::ProducerName => producer.name.clone(),
            Field::TaxCode => producer.tax_code.clone().unwrap_or_default(),
            Field::LegalForm => producer.legal_form.name(vi).to_owned(),
            Field::Province => {
                let unit = self.units.province(&producer.province_code, self.today);
                unit.map_or_else(|| producer.province_code.clone(), |unit| unit.full_name(vi))
            }
            Field::Commune => {
                let unit = self.units.commune(&producer.commune_code, self.today);
                unit.map(|unit| unit.full_name(vi)).unwrap_or_default()
            }
            Field::Street => producer.street.clone(),
            Field::Phone => producer.phone.clone(),
            Field::Email => producer.email.clone(),
            Field::DecisionNumber => certificate.decision_number.clone(),
            Field::CertificateNumber => certificate.number.clone(),
            Field::IssuedOn => return Value::Date(certificate.issued_on),
            Field::Stars => return Value::Number(certificate.stars.to_string()),
            Field::Score => {
                let score = certificate.score_hundredths;
                return Value::Number(format!("{}.{:02}", score / 100, score % 100));
            }
            Field::PotentialFive => if certificate.potential_five {
                "Có"
            } else {
                ""
            }
            .to_owned(),
            Field::Issuer => certificate.issuer.clone(),
            Field::IssuerLevel => match certificate.issuer_level {
                IssuerLevel::DistrictLegacy => "Cấp huyện",
                IssuerLevel::Province => "Cấp tỉnh",
                IssuerLevel::Ministry => "Trung ương",
            }
            .to_owned(),
            Field::Status => self.status(certificate).to_owned(),
            Field::RecognisedYear => {
                let year = certificate.recognised_year;
                return year.map_or(Value::Text(String::new()), |year| {
                    Value::Number(year.to_string())
                });
            }
        })
    }

    fn status(&self, certificate: &Certificate) -> &'static str {
        match certificate.status {
            CertificateStatus::Active if self.now >= certificate.valid_until() => "Hết hiệu lực",
            CertificateStatus::Active => "Còn hiệu lực",
            CertificateStatus::Suspended => "Tạm đình chỉ",
            CertificateStatus::Revoked => "Thu hồi",
            CertificateStatus::Superseded => "Được thay thế",
        }
    }

    /// The bytes of the file. Takes its time: not for the async executor.
    pub(super) fn write(self, format: Format) -> Result<Vec<u8>, WriteError> {
        self.table.write(format)
    }
}
