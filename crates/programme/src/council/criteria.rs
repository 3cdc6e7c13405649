//! Sheets of criteria: versioned data, one for each product set or one for
//! all sets without their own.

use crate::Programme;
use crate::permission::runs_programme_everywhere;
use crate::scheme::{Part, Scheme};
use crate::score::FULL;
use crate::store::criteria as store;
use crate::taxonomy;
use chrono::NaiveDate;
use kernel::{Actor, CriteriaSheetId, CriterionId, clock, text};
use sea_orm::DbErr;
use std::collections::HashSet;

/// The most criteria of a sheet.
pub const MAX_CRITERIA: usize = 200;

/// What a council scores by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriteriaSheet {
    /// Its id.
    pub id: CriteriaSheetId,
    /// Of which decision.
    pub scheme: Scheme,
    /// For which product set; `None` for every set without a sheet of its own.
    pub product_set: Option<i32>,
    /// Its first day.
    pub valid_from: NaiveDate,
    /// The first day on which another took its place.
    pub valid_to: Option<NaiveDate>,
    /// Its lines, in order.
    pub criteria: Vec<Criterion>,
}

/// One line of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criterion {
    /// Its id.
    pub id: CriterionId,
    /// Its part.
    pub part: Part,
    /// Its number on the sheet, such as `A1.2`.
    pub code: String,
    /// What it asks.
    pub name: String,
    /// What it asks, in English.
    pub name_en: Option<String>,
    /// What it counts at most, in hundredths of a point; 0 where it is only
    /// met or not.
    pub max_hundredths: i32,
    /// Whether failing it (0 hundredths, or not met) fails the dossier
    /// whatever the score.
    pub mandatory: bool,
}

/// A sheet to be.
#[derive(Clone, Debug)]
pub struct NewCriteriaSheet {
    /// Of which decision.
    pub scheme: Scheme,
    /// For which product set, 1 to 26 and under Decision 148 only.
    pub product_set: Option<i32>,
    /// Its first day.
    pub valid_from: NaiveDate,
    /// Its lines, in order: 1 to 200.
    pub criteria: Vec<NewCriterion>,
}

/// A line to be.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
pub struct NewCriterion {
    /// `A`, `B` or `C`.
    pub part: String,
    /// 1 to 20 characters, its own on the sheet.
    pub code: String,
    /// 1 to 500 characters.
    pub name: String,
    /// At most 500 characters.
    #[serde(default)]
    pub name_en: Option<String>,
    /// 0 to 10,000 hundredths of a point.
    pub max_hundredths: i32,
    /// Whether failing it fails the dossier.
    #[serde(default)]
    pub mandatory: bool,
}

/// Why there is no sheet.
#[derive(Debug, thiserror::Error)]
pub enum CreateCriteriaError {
    /// The criteria are the country's.
    #[error("only officers of the whole programme may do this")]
    NotAllowed,
    /// Not a set of that scheme.
    #[error("there is no such product set")]
    InvalidSet,
    /// No lines, or more than 200.
    #[error("a sheet has 1 to 200 criteria")]
    InvalidNumber,
    /// A line's part, code, name or points cannot be, or its code stands
    /// twice; lines count from 1.
    #[error("criterion {line} cannot be")]
    InvalidCriterion {
        /// Which.
        line: usize,
    },
    /// The points of a part do not add up to what the decision gives it.
    #[error("part {} must add up to {expected} hundredths, not {found}", part.as_str())]
    InvalidSum {
        /// Which part.
        part: Part,
        /// Hundredths of a point.
        expected: i32,
        /// Hundredths of a point.
        found: i64,
    },
    /// A sheet for the same set is valid from that day or a later one.
    #[error("a sheet is valid from that day or a later one")]
    Overlaps,
    /// The file is not a table of criteria; lines count from 1.
    #[error("line {line} of the file cannot be read")]
    InvalidFile {
        /// Which.
        line: u64,
    },
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

/// Reads lines of a sheet from CSV with the columns `part`, `code`, `name`,
/// `name_en`, `max_hundredths` and `mandatory`.
///
/// # Errors
/// [`CreateCriteriaError::InvalidFile`] with the line.
pub fn read_criteria(file: &[u8]) -> Result<Vec<NewCriterion>, CreateCriteriaError> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(file);
    let mut criteria = Vec::new();
    for row in reader.deserialize() {
        let criterion = row.map_err(|error| CreateCriteriaError::InvalidFile {
            line: error.position().map_or(1, csv::Position::line),
        })?;
        criteria.push(criterion);
        if criteria.len() > MAX_CRITERIA {
            return Err(CreateCriteriaError::InvalidNumber);
        }
    }
    Ok(criteria)
}

impl Programme {
    /// Creates a sheet; the one before it for the same set ends on its first
    /// day. Permission: who runs the programme everywhere.
    ///
    /// # Errors
    /// [`CreateCriteriaError`].
    pub async fn create_criteria(
        &self,
        actor: &Actor,
        new: NewCriteriaSheet,
    ) -> Result<CriteriaSheet, CreateCriteriaError> {
        use CreateCriteriaError as Error;
        if !runs_programme_everywhere(actor) {
            return Err(Error::NotAllowed);
        }
        let now = self.clock.now();
        let fits = match (new.scheme, new.product_set) {
            (_, None) => true,
            (Scheme::Decision148, Some(set)) => taxonomy::product_set(set).is_some(),
            (Scheme::Decision1048, Some(_)) => false,
        };
        if !fits {
            return Err(Error::InvalidSet);
        }
        if !(1..=MAX_CRITERIA).contains(&new.criteria.len()) {
            return Err(Error::InvalidNumber);
        }
        let criteria = new.criteria.iter().enumerate().map(|(index, line)| {
            criterion(line, now).ok_or(Error::InvalidCriterion { line: index + 1 })
        });
        let criteria = criteria.collect::<Result<Vec<_>, _>>()?;
        let mut codes = HashSet::new();
        if let Some(again) = criteria.iter().position(|line| !codes.insert(&line.code)) {
            return Err(Error::InvalidCriterion { line: again + 1 });
        }
        for part in Part::ALL {
            let points = criteria.iter().filter(|line| line.part == part);
            let found: i64 = points.map(|line| i64::from(line.max_hundredths)).sum();
            let expected = new.scheme.part_hundredths(part);
            if found != i64::from(expected) {
                return Err(Error::InvalidSum {
                    part,
                    expected,
                    found,
                });
            }
        }
        let sheet = CriteriaSheet {
            id: CriteriaSheetId::new(now),
            scheme: new.scheme,
            product_set: new.product_set,
            valid_from: new.valid_from,
            valid_to: None,
            criteria,
        };
        let tx = self.db.begin().await?;
        if let Some(last) = store::latest(&tx, new.scheme, new.product_set).await? {
            if last.valid_from >= new.valid_from {
                return Err(Error::Overlaps);
            }
            store::end(&tx, last.id, new.valid_from).await?;
        }
        store::insert(&tx, &sheet).await?;
        tx.commit().await?;
        Ok(sheet)
    }

    /// The sheets of those ids that exist, with their lines.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn criteria_by_ids(
        &self,
        ids: &[CriteriaSheetId],
    ) -> Result<Vec<CriteriaSheet>, DbErr> {
        store::by_ids(self.db.catalogue(), ids).await
    }

    /// The sheet for a product set that is valid today.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn criteria_today(
        &self,
        scheme: Scheme,
        product_set: Option<i32>,
    ) -> Result<Option<CriteriaSheet>, DbErr> {
        let today = clock::day_in_vietnam(self.clock.now());
        store::valid_on(self.db.catalogue(), scheme, product_set, today).await
    }
}

fn criterion(line: &NewCriterion, now: kernel::Timestamp) -> Option<Criterion> {
    let between = |text: &str, most: usize| {
        let text = text::clean(text);
        (1..=most).contains(&text.chars().count()).then_some(text)
    };
    let name_en = line.name_en.as_deref().map(str::trim);
    Some(Criterion {
        id: CriterionId::new(now),
        part: Part::parse(&line.part)?,
        code: between(&line.code, 20)?,
        name: between(&line.name, 500)?,
        name_en: match name_en.filter(|name| !name.is_empty()) {
            Some(name) => Some(between(name, 500)?),
            None => None,
        },
        max_hundredths: Some(line.max_hundredths).filter(|points| (0..=FULL).contains(points))?,
        mandatory: line.mandatory,
    })
}
