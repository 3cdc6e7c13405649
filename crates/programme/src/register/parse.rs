//! A line of a spreadsheet, held against every rule that needs no database.

use super::field::{Columns, Field};
use super::import::{RowError, RowErrorCode};
use super::line::{Line, LineProducer, made_number};
use super::words;
use crate::permission::Reach;
use crate::record_certificate::certificate;
use crate::register_producer::MAX_NAME;
use crate::units::{Unit, UnitSnapshot};
use crate::{CertificateStatus, NewCertificate, RecordCertificateError, tax_code};
use chrono::{Datelike, NaiveDate};
use kernel::{CertificateId, Email, Language, Phone, ProducerId, text};
use spreadsheets::Row;
use std::collections::HashMap;
use std::str::FromStr;

/// The first certificates of the programme, in Quảng Ninh.
const FIRST_YEAR: i32 = 2013;

/// What lines are read with.
pub(super) struct Parser<'a> {
    columns: &'a Columns,
    units: &'a UnitSnapshot,
    reach: &'a Reach,
    today: NaiveDate,
    provinces: HashMap<String, &'a Unit>,
}

impl<'a> Parser<'a> {
    pub(super) fn new(
        columns: &'a Columns,
        units: &'a UnitSnapshot,
        reach: &'a Reach,
        today: NaiveDate,
    ) -> Self {
        let mut provinces = HashMap::new();
        for unit in units.provinces(today) {
            provinces.insert(words::bare_province(&unit.name), unit);
            provinces.insert(unit.code.clone(), unit);
            // Excel takes "01" for a number.
            provinces.insert(unit.code.trim_start_matches('0').to_owned(), unit);
        }
        Self {
            columns,
            units,
            reach,
            today,
            provinces,
        }
    }

    /// The line, or everything that is wrong with it.
    pub(super) fn line(&self, row: &Row) -> Result<Line, Vec<RowError>> {
        let mut cells = Cells {
            columns: self.columns,
            row,
            errors: Vec::new(),
        };
        if !self.columns.fits(row) {
            cells.refuse(None, RowErrorCode::CellCount);
            return Err(cells.errors);
        }
        let line = self.read(&mut cells);
        match line {
            Some(line) if cells.errors.is_empty() => Ok(line),
            _ => Err(cells.errors),
        }
    }

    fn read(&self, cells: &mut Cells<'_>) -> Option<Line> {
        use RowErrorCode as Code;
        let product_name = cells.needed(Field::ProductName, 300);
        let decision_number = cells.needed(Field::DecisionNumber, 300);
        let producer = self.producer(cells);
        let issued_on = cells.date(Field::IssuedOn, self.today);
        let stars = cells.parsed(Field::Stars, Code::InvalidStars, words::stars);
        let score = cells.parsed(Field::Score, Code::InvalidScore, words::hundredths);
        for (field, value) in [
            (Field::Stars, stars.is_some()),
            (Field::Score, score.is_some()),
        ] {
            if !value && cells.text(field).is_empty() {
                cells.refuse(Some(field), Code::Missing);
            }
        }
        let potential = cells.parsed(
            Field::PotentialFive,
            Code::InvalidPotentialFive,
            words::yes_or_no,
        );
        let status = cells.parsed(Field::Status, Code::InvalidStatus, words::status);
        let year = cells.parsed(Field::RecognisedYear, Code::InvalidYear, |text| {
            let year = i32::from_str(text).ok()?;
            (FIRST_YEAR..=self.today.year())
                .contains(&year)
                .then_some(year)
        });
        let level = cells.parsed(Field::IssuerLevel, Code::IssuerLevelMismatch, words::level);
        let issuer = cells.short(Field::Issuer, 300);
        let number = cells.short(Field::CertificateNumber, 300);
        let (producer, stars, score) = (producer?, stars?, score?);
        let (product_name, decision_number) = (product_name?, decision_number?);
        let numbered = !number.is_empty();
        let number = if numbered {
            number
        } else {
            made_number(&decision_number, &product_name, &producer.key())
        };
        let issuer = if issuer.is_empty() {
            self.usual_issuer(stars, &producer.province_code)
        } else {
            issuer
        };
        let level = level.unwrap_or_else(|| words::guessed_level(stars, &issuer));
        let new = NewCertificate {
            number,
            producer_id: ProducerId(uuid::Uuid::nil()),
            product_name,
            stars,
            score_hundredths: score,
            potential_five: potential.unwrap_or(false),
            issuer,
            issuer_level: level,
            decision_number,
            issued_on: issued_on?,
            recognised_year: year,
            demo: false,
        };
        let mut checked = match certificate(new, CertificateId(uuid::Uuid::nil())) {
            Ok(checked) => checked,
            Err(error) => {
                let (field, code) = broken_rule(&error);
                // What is too long by itself was refused at its own cell.
                if code != Code::TooLong || cells.errors.is_empty() {
                    cells.refuse(field, code);
                }
                return None;
            }
        };
        checked.status = status.unwrap_or(CertificateStatus::Active);
        Some(Line {
            number: cells.row.line,
            producer,
            certificate: checked,
            numbered,
        })
    }

    fn producer(&self, cells: &mut Cells<'_>) -> Option<LineProducer> {
        use RowErrorCode as Code;
        let name = cells.needed(Field::ProducerName, MAX_NAME);
        let tax_code = cells.parsed(Field::TaxCode, Code::InvalidTaxCode, |text| {
            tax_code::is_valid(text).then(|| text.to_owned())
        });
        let legal_form = cells.parsed(Field::LegalForm, Code::InvalidLegalForm, words::legal_form);
        let phone = cells.parsed(Field::Phone, Code::InvalidPhone, |text| {
            Phone::parse(text).map(|phone| phone.as_str().to_owned())
        });
        let email = cells.parsed(Field::Email, Code::InvalidEmail, |text| {
            Email::parse(text).map(|email| email.normal())
        });
        let mut street = cells.short(Field::Street, 300);
        let province = self.province(cells)?;
        let commune = cells.short(Field::Commune, 100);
        let commune_code = match self.commune(&commune, &province.code) {
            Some(code) => code,
            None if commune.bytes().all(|byte| byte.is_ascii_digit()) && !commune.is_empty() => {
                cells.refuse(Some(Field::Commune), Code::UnknownCommune);
                return None;
            }
            // The commune of an older map, or none: part of the address.
            None => {
                if !commune.is_empty() {
                    street = match street.as_str() {
                        "" => commune,
                        street => format!("{street}, {commune}"),
                    };
                }
                String::new()
            }
        };
        let name = name?;
        if text::slug(&name).is_empty() {
            cells.refuse(Some(Field::ProducerName), Code::Missing);
            return None;
        }
        Some(LineProducer {
            legal_form: legal_form.unwrap_or_else(|| words::guessed_form(&name)),
            name,
            tax_code,
            province_code: province.code.clone(),
            commune_code,
            street,
            phone: phone.unwrap_or_default(),
            email: email.unwrap_or_default(),
        })
    }

    /// The line's province; that of whoever runs only one, where none is said.
    fn province(&self, cells: &mut Cells<'_>) -> Option<&'a Unit> {
        let said = cells.text(Field::Province);
        let unit = match (said.is_empty(), self.reach.only()) {
            (true, Some(code)) => self.provinces.get(code),
            (true, None) => {
                cells.refuse(Some(Field::Province), RowErrorCode::Missing);
                return None;
            }
            (false, _) => self.provinces.get(&words::bare_province(&said)),
        };
        let Some(unit) = unit else {
            cells.refuse(Some(Field::Province), RowErrorCode::UnknownProvince);
            return None;
        };
        if !self.reach.covers(&unit.code) {
            cells.refuse(Some(Field::Province), RowErrorCode::OtherProvince);
            return None;
        }
        Some(unit)
    }

    /// The code of a commune by code or name; by its full name first, since a
    /// xã and a phường may share a name.
    fn commune(&self, said: &str, province_code: &str) -> Option<String> {
        if said.is_empty() {
            return None;
        }
        let folded = text::fold(said);
        let communes = self.units.communes_of(province_code, self.today);
        let mut named = Vec::new();
        for unit in communes {
            if unit.code == said || text::fold(&unit.full_name(Language::Vi)) == folded {
                return Some(unit.code.clone());
            }
            if text::fold(&unit.name) == folded {
                named.push(&unit.code);
            }
        }
        match named[..] {
            [one] => Some(one.clone()),
            _ => None,
        }
    }

    fn usual_issuer(&self, stars: i32, province_code: &str) -> String {
        if stars == 5 {
            return "Bộ Nông nghiệp và Môi trường".to_owned();
        }
        match self.units.province(province_code, self.today) {
            Some(unit) => format!("UBND {}", unit.full_name(Language::Vi)),
            None => "UBND".to_owned(),
        }
    }
}

/// The cells of one line, and what was found wrong with them.
struct Cells<'a> {
    columns: &'a Columns,
    row: &'a Row,
    errors: Vec<RowError>,
}

impl Cells<'_> {
    fn refuse(&mut self, field: Option<Field>, code: RowErrorCode) {
        let place = self.columns.at(self.row.line, field);
        self.errors.push(RowError::at(place, code));
    }

    fn text(&self, field: Field) -> String {
        self.columns.text(self.row, field)
    }

    /// A text that may be left out.
    fn short(&mut self, field: Field, longest: usize) -> String {
        let text = self.text(field);
        if text.chars().count() > longest {
            self.refuse(Some(field), RowErrorCode::TooLong);
        }
        text
    }

    fn needed(&mut self, field: Field, longest: usize) -> Option<String> {
        let text = self.short(field, longest);
        if text.is_empty() {
            self.refuse(Some(field), RowErrorCode::Missing);
            return None;
        }
        Some(text)
    }

    /// What a cell that may be empty means.
    fn parsed<T>(
        &mut self,
        field: Field,
        code: RowErrorCode,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(field);
        if text.is_empty() {
            return None;
        }
        let parsed = parse(&text);
        if parsed.is_none() {
            self.refuse(Some(field), code);
        }
        parsed
    }

    fn date(&mut self, field: Field, today: NaiveDate) -> Option<NaiveDate> {
        let cell = self.columns.cell(self.row, field);
        if cell.is_empty() {
            self.refuse(Some(field), RowErrorCode::Missing);
            return None;
        }
        let date = cell.day();
        let date = date.filter(|date| date.year() >= FIRST_YEAR && *date <= today);
        if date.is_none() {
            self.refuse(Some(field), RowErrorCode::InvalidDate);
        }
        date
    }
}

/// Which cell broke a rule of the certificate.
fn broken_rule(error: &RecordCertificateError) -> (Option<Field>, RowErrorCode) {
    use RecordCertificateError as Error;
    use RowErrorCode as Code;
    match error {
        Error::InvalidStars => (Some(Field::Stars), Code::InvalidStars),
        Error::InvalidScore => (Some(Field::Score), Code::InvalidScore),
        Error::IssuerLevelMismatch => (Some(Field::IssuerLevel), Code::IssuerLevelMismatch),
        Error::InvalidPotentialFive => (Some(Field::PotentialFive), Code::InvalidPotentialFive),
        Error::NumberTaken => (Some(Field::CertificateNumber), Code::NumberTaken),
        // The made number: the cells themselves are neither empty nor too long.
        Error::Incomplete => (Some(Field::DecisionNumber), Code::TooLong),
        Error::ProducerNotFound | Error::NotAllowed | Error::Fault(_) => (None, Code::Missing),
    }
}
