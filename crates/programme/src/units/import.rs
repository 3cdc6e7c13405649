//! Reads the units from a CSV file.

use super::{Unit, UnitKind, UnitLevel};
use crate::store;
use chrono::NaiveDate;
use db::Tx;
use kernel::text;
use sea_orm::DbErr;
use std::collections::HashSet;

/// Rows per statement: 500 × 9 values stay below the parameters that either
/// database takes.
const BATCH: usize = 500;

/// Why units were not imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportUnitsError {
    /// The file is not the CSV that it should be.
    #[error("administrative units: {0}")]
    Csv(#[from] csv::Error),
    /// A row contradicts itself.
    #[error("administrative units: line {line}: {reason}")]
    Row {
        /// Counted from 1, the header included.
        line: u64,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

#[derive(serde::Deserialize)]
struct Row {
    code: String,
    level: String,
    kind: String,
    name: String,
    name_en: String,
    parent_code: Option<String>,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
}

/// Imports units from CSV with the header
/// `code,level,kind,name,name_en,parent_code,valid_from,valid_to`; returns how
/// many rows it has. A unit of the same level, code and first day is brought
/// up to date, so importing again changes nothing.
///
/// # Errors
/// [`ImportUnitsError`]; the caller then rolls back.
pub async fn import(tx: &Tx, csv: impl std::io::Read) -> Result<usize, ImportUnitsError> {
    let units = read(csv)?;
    for batch in units.chunks(BATCH) {
        store::units::upsert(tx, batch).await?;
    }
    Ok(units.len())
}

fn read(csv: impl std::io::Read) -> Result<Vec<Unit>, ImportUnitsError> {
    let mut reader = csv::Reader::from_reader(csv);
    let headers = reader.headers()?.clone();
    let (mut units, mut seen) = (Vec::new(), HashSet::new());
    for record in reader.records() {
        let record = record?;
        let line = record.position().map_or(0, csv::Position::line);
        let row = record.deserialize::<Row>(Some(&headers))?;
        let unit = unit(row).map_err(|reason| ImportUnitsError::Row { line, reason })?;
        // PostgreSQL refuses to bring one row up to date twice at once.
        if !seen.insert((unit.level, unit.code.clone(), unit.valid_from)) {
            return Err(ImportUnitsError::Row {
                line,
                reason: "the unit was there before",
            });
        }
        units.push(unit);
    }
    Ok(units)
}

fn unit(row: Row) -> Result<Unit, &'static str> {
    let level = UnitLevel::parse(&row.level).ok_or("the level is not known")?;
    let kind = UnitKind::parse(&row.kind).ok_or("the kind is not known")?;
    let parent_code = row.parent_code.filter(|code| !code.is_empty());
    let digits = match level {
        UnitLevel::Province => 2,
        UnitLevel::Commune => 5,
    };
    let (name, name_en) = (text::clean(&row.name), text::clean(&row.name_en));
    if kind.level() != level {
        return Err("the kind belongs to another level");
    }
    if row.code.len() != digits || !row.code.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("a province's code has two digits, a commune's five");
    }
    if parent_code.is_some() != (level == UnitLevel::Commune) {
        return Err("communes have a province, provinces have none");
    }
    if name.is_empty() || name_en.is_empty() {
        return Err("a name is missing");
    }
    if row.valid_to.is_some_and(|end| end <= row.valid_from) {
        return Err("it ends before it begins");
    }
    Ok(Unit {
        code: row.code,
        level,
        kind,
        name,
        name_en,
        parent_code,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "code,level,kind,name,name_en,parent_code,valid_from,valid_to\n";

    #[test]
    fn rows_that_contradict_themselves_are_named() {
        let good = "37,PROVINCE,TINH,Ninh Bình,Ninh Binh,,2025-07-01,\n";
        assert_eq!(read(format!("{HEADER}{good}").as_bytes()).unwrap().len(), 1);
        for bad in [
            "37,PROVINCE,XA,Ninh Bình,Ninh Binh,,2025-07-01,",
            "37,DISTRICT,TINH,Ninh Bình,Ninh Binh,,2025-07-01,",
            "3,PROVINCE,TINH,Ninh Bình,Ninh Binh,,2025-07-01,",
            "37,PROVINCE,TINH,Ninh Bình,Ninh Binh,01,2025-07-01,",
            "14620,COMMUNE,XA,Phát Diệm,Phat Diem,,2025-07-01,",
            "37,PROVINCE,TINH, ,Ninh Binh,,2025-07-01,",
            "37,PROVINCE,TINH,Ninh Bình,Ninh Binh,,2025-07-01,2025-07-01",
            "37,PROVINCE,THANH_PHO,Ninh Bình,Ninh Binh,,2025-07-01,",
        ] {
            let result = read(format!("{HEADER}{good}{bad}\n").as_bytes());
            assert!(
                matches!(result, Err(ImportUnitsError::Row { line: 3, .. })),
                "{bad}"
            );
        }
        let result =
            read(format!("{HEADER}37,PROVINCE,TINH,Ninh Bình,Ninh Binh,,01/07/2025,\n").as_bytes());
        assert!(matches!(result, Err(ImportUnitsError::Csv(_))));
    }
}
