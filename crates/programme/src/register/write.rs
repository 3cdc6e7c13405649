//! A spreadsheet of the register, such that no program that opens it computes
//! anything, and that an import reads as what it was.

use super::export::Format;
use super::field::Field;
use crate::units::UnitSnapshot;
use crate::{Certificate, CertificateStatus, IssuerLevel, Producer};
use chrono::NaiveDate;
use kernel::{Language, Timestamp, clock};
use rust_xlsxwriter::{ExcelDateTime, Format as Style, Workbook, XlsxError};
use std::sync::Arc;

/// Whether a spreadsheet may take the text of a CSV cell for a formula. An
/// apostrophe before such a text makes it plain, and so needs one itself.
pub(super) fn is_dangerous(text: &str) -> bool {
    text.trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// What a cell holds.
enum Out {
    Text(String),
    /// A number as people write it, with a point.
    Number(String),
    Date(NaiveDate),
}

/// Why no spreadsheet came about.
#[derive(Debug, thiserror::Error)]
pub(super) enum WriteError {
    #[error(transparent)]
    Csv(#[from] csv::Error),
    #[error(transparent)]
    Xlsx(#[from] XlsxError),
}

/// Rows on their way out.
pub(super) struct Sheet {
    units: Arc<UnitSnapshot>,
    now: Timestamp,
    today: NaiveDate,
    rows: Vec<Vec<Out>>,
}

impl Sheet {
    pub(super) fn new(units: Arc<UnitSnapshot>, now: Timestamp) -> Self {
        Self {
            units,
            now,
            today: clock::day_in_vietnam(now),
            rows: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, certificate: &Certificate, producer: &Producer) {
        let row = Field::ALL.map(|field| self.cell(field, certificate, producer));
        self.rows.push(row.into());
    }

    /// How many rows there are, the header aside.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    fn cell(&self, field: Field, certificate: &Certificate, producer: &Producer) -> Out {
        let vi = Language::Vi;
        Out::Text(match field {
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
            Field::IssuedOn => return Out::Date(certificate.issued_on),
            Field::Stars => return Out::Number(certificate.stars.to_string()),
            Field::Score => {
                let score = certificate.score_hundredths;
                return Out::Number(format!("{}.{:02}", score / 100, score % 100));
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
                return year.map_or(Out::Text(String::new()), |year| {
                    Out::Number(year.to_string())
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
        match format {
            Format::Csv => self.csv(),
            Format::Xlsx => self.xlsx(),
        }
    }

    fn csv(self) -> Result<Vec<u8>, WriteError> {
        // The mark makes Excel read Vietnamese as what it is.
        let mut bytes = "\u{FEFF}".as_bytes().to_vec();
        let mut writer = csv::Writer::from_writer(&mut bytes);
        writer.write_record(Field::ALL.map(|field| field.name(Language::Vi)))?;
        for row in self.rows {
            let cells = row.into_iter().map(|cell| match cell {
                Out::Text(text) if is_dangerous(&text) => format!("'{text}"),
                Out::Text(text) | Out::Number(text) => text,
                Out::Date(date) => date.format("%d/%m/%Y").to_string(),
            });
            writer.write_record(cells)?;
        }
        writer.flush().map_err(csv::Error::from)?;
        drop(writer);
        Ok(bytes)
    }

    fn xlsx(self) -> Result<Vec<u8>, WriteError> {
        let mut book = Workbook::new();
        let date_style = Style::new().set_num_format("dd/mm/yyyy");
        let sheet = book.add_worksheet();
        sheet.set_freeze_panes(1, 0)?;
        for (column, field) in (0..).zip(Field::ALL) {
            sheet.write_string(0, column, field.name(Language::Vi))?;
        }
        for (line, row) in (1..).zip(self.rows) {
            for (column, cell) in (0..).zip(row) {
                match cell {
                    // Cells of text are never computed, whatever they begin with.
                    Out::Text(text) if text.is_empty() => {}
                    Out::Text(text) => {
                        sheet.write_string(line, column, text)?;
                    }
                    Out::Number(text) => match text.parse::<f64>() {
                        Ok(number) => {
                            sheet.write_number(line, column, number)?;
                        }
                        Err(_) => {
                            sheet.write_string(line, column, text)?;
                        }
                    },
                    Out::Date(date) => {
                        let date = ExcelDateTime::parse_from_str(&date.to_string())?;
                        sheet.write_datetime_with_format(line, column, date, &date_style)?;
                    }
                }
            }
        }
        Ok(book.save_to_buffer()?)
    }
}
