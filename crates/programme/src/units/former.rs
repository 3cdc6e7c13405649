//! Communes as they were before 1 July 2025, and which of today's they belong
//! to.

use super::ImportUnitsError;
use crate::store;
use db::Tx;
use kernel::text;
use std::collections::{HashMap, HashSet};

/// Rows per statement: 500 × 6 values stay below the parameters that either
/// database takes.
const BATCH: usize = 500;

/// What communes are and were called, without marks.
const KINDS: [&str; 4] = ["phuong", "xa", "thi tran", "dac khu"];

/// A commune, ward or township of the time before 1 July 2025.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormerCommune {
    /// Its code then, where the source has it.
    pub code: Option<String>,
    /// Its name with its kind, such as "Thị trấn Phát Diệm".
    pub name: String,
    /// Its district with its kind.
    pub district: String,
    /// Its province with its kind.
    pub province: String,
    /// The code of the commune that it belongs to now.
    pub today: String,
}

#[derive(serde::Deserialize)]
struct Row {
    code: Option<String>,
    name: String,
    district: String,
    province: String,
    today: String,
}

/// Imports former communes from CSV with the header
/// `code,name,district,province,today`; returns how many rows it has. A row of
/// the same names and commune of today is brought up to date, so importing
/// again changes nothing.
///
/// # Errors
/// [`ImportUnitsError`]; the caller then rolls back.
pub async fn import_former(tx: &Tx, csv: impl std::io::Read) -> Result<usize, ImportUnitsError> {
    let rows = read(csv)?;
    for batch in rows.chunks(BATCH) {
        store::former::upsert(tx, batch).await?;
    }
    Ok(rows.len())
}

fn read(csv: impl std::io::Read) -> Result<Vec<FormerCommune>, ImportUnitsError> {
    let mut reader = csv::Reader::from_reader(csv);
    let headers = reader.headers()?.clone();
    let (mut rows, mut seen) = (Vec::new(), HashSet::new());
    for record in reader.records() {
        let record = record?;
        let line = record.position().map_or(0, csv::Position::line);
        let row = record.deserialize::<Row>(Some(&headers))?;
        let refused = |reason| ImportUnitsError::Row { line, reason };
        let row = former(row).map_err(refused)?;
        let key = (
            row.name.clone(),
            row.district.clone(),
            row.province.clone(),
            row.today.clone(),
        );
        // PostgreSQL refuses to bring one row up to date twice at once.
        if !seen.insert(key) {
            return Err(refused("the commune was there before"));
        }
        rows.push(row);
    }
    Ok(rows)
}

fn former(row: Row) -> Result<FormerCommune, &'static str> {
    let is_code = |code: &str| code.len() == 5 && code.bytes().all(|byte| byte.is_ascii_digit());
    let code = row.code.filter(|code| !code.is_empty());
    if !is_code(&row.today) || !code.as_deref().is_none_or(is_code) {
        return Err("a commune's code has five digits");
    }
    let (name, district, province) = (
        text::clean(&row.name),
        text::clean(&row.district),
        text::clean(&row.province),
    );
    if [&name, &district, &province]
        .iter()
        .any(|text| text.is_empty())
    {
        return Err("a name is missing");
    }
    Ok(FormerCommune {
        code,
        name,
        district,
        province,
        today: row.today,
    })
}

/// A commune's name without marks: its kind, where it is said, and the rest.
pub(super) fn split_kind(name: &str) -> (Option<&'static str>, String) {
    let folded = text::fold(name);
    for kind in KINDS {
        let rest = folded.strip_prefix(kind);
        if let Some(rest) = rest.and_then(|rest| rest.strip_prefix(' ')) {
            return (Some(kind), rest.to_owned());
        }
    }
    (None, folded)
}

/// What a name that somebody wrote may be: with its kind, or without one.
/// "Xà Phìn" folds as "xã Phìn" does.
pub(super) fn readings(name: &str) -> Vec<(Option<&'static str>, String)> {
    let mut readings = vec![(None, text::fold(name))];
    let (kind, rest) = split_kind(name);
    if kind.is_some() {
        readings.push((kind, rest));
    }
    readings
}

/// A province's name without marks and kind.
pub(super) fn bare_province(name: &str) -> String {
    let folded = text::fold(name);
    for kind in ["tinh ", "thanh pho ", "tp. ", "tp "] {
        if let Some(rest) = folded.strip_prefix(kind) {
            return rest.to_owned();
        }
    }
    folded
}

/// Former communes by code and by name.
#[derive(Debug, Default)]
pub(super) struct FormerCommunes {
    rows: Vec<FormerCommune>,
    by_code: HashMap<String, Vec<usize>>,
    by_name: HashMap<String, Vec<usize>>,
    by_today: HashMap<String, Vec<usize>>,
}

impl FormerCommunes {
    pub(super) fn new(mut rows: Vec<FormerCommune>) -> Self {
        rows.sort_by(|a, b| {
            (&a.province, &a.district, &a.name).cmp(&(&b.province, &b.district, &b.name))
        });
        let mut communes = Self::default();
        for (at, row) in rows.iter().enumerate() {
            if let Some(code) = &row.code {
                communes.by_code.entry(code.clone()).or_default().push(at);
            }
            let (_, name) = split_kind(&row.name);
            communes.by_name.entry(name).or_default().push(at);
            let today = communes.by_today.entry(row.today.clone());
            today.or_default().push(at);
        }
        communes.rows = rows;
        communes
    }

    pub(super) fn with_code(&self, code: &str) -> impl Iterator<Item = &FormerCommune> {
        self.at(self.by_code.get(code))
    }

    /// By the name without kind and marks.
    pub(super) fn with_name(&self, name: &str) -> impl Iterator<Item = &FormerCommune> {
        self.at(self.by_name.get(name))
    }

    /// Those that are part of today's commune of a code.
    pub(super) fn part_of(&self, today: &str) -> impl Iterator<Item = &FormerCommune> {
        self.at(self.by_today.get(today))
    }

    fn at(&self, places: Option<&Vec<usize>>) -> impl Iterator<Item = &FormerCommune> {
        let places = places.map_or(&[][..], Vec::as_slice);
        places.iter().filter_map(|at| self.rows.get(*at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_from_names() {
        for (name, kind, rest) in [
            ("Thị trấn Phát Diệm", Some("thi tran"), "phat diem"),
            ("PHƯỜNG 12", Some("phuong"), "12"),
            ("Xã Xã Đàn", Some("xa"), "xa dan"),
            ("Xã", None, "xa"),
        ] {
            assert_eq!(split_kind(name), (kind, rest.to_owned()), "{name}");
        }
        for name in [
            "Tỉnh Ninh Bình",
            "ninh binh",
            "Thành phố Ninh Bình",
            "TP. Ninh Bình",
        ] {
            assert_eq!(bare_province(name), "ninh binh");
        }
    }

    #[test]
    fn rows_that_cannot_be_are_named() {
        const HEADER: &str = "code,name,district,province,today\n";
        let good = "14620,Thị trấn Phát Diệm,Huyện Kim Sơn,Tỉnh Ninh Bình,14620\n";
        assert_eq!(read(format!("{HEADER}{good}").as_bytes()).unwrap().len(), 1);
        for bad in [
            good.trim(),
            "1462,Xã A,Huyện B,Tỉnh C,14620",
            "14620,Xã A,Huyện B,Tỉnh C,",
            "14620, ,Huyện B,Tỉnh C,14620",
            "14620,Xã A,,Tỉnh C,14620",
        ] {
            let result = read(format!("{HEADER}{good}{bad}\n").as_bytes());
            assert!(
                matches!(result, Err(ImportUnitsError::Row { line: 3, .. })),
                "{bad}"
            );
        }
    }
}
