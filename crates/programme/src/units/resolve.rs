//! Which commune of today somebody means who writes an old name or code.

use super::former::{FormerCommune, bare_province, readings, split_kind};
use super::{Unit, UnitSnapshot};
use chrono::NaiveDate;
use kernel::{Language, text};
use std::collections::BTreeMap;

/// The most communes that one question is answered with.
pub const MOST_MATCHES: usize = 50;

/// What somebody wrote. Every part that is given must fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommuneQuestion {
    /// A commune's code, of today or of the time before 1 July 2025.
    pub code: Option<String>,
    /// A commune's name, with or without its kind and its marks.
    pub name: Option<String>,
    /// The province, of today or of then: a name, or today's code.
    pub province: Option<String>,
}

/// A commune of today that may be meant, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommuneMatch {
    /// The commune.
    pub unit: Unit,
    /// Whether it has that name or code itself.
    pub current: bool,
    /// What of it had that name or code before.
    pub former: Vec<FormerCommune>,
}

impl UnitSnapshot {
    /// The communes of that day which a question may mean, by name without
    /// marks, at most [`MOST_MATCHES`]: one is an answer, several are to be
    /// asked about. A question without code and name means none.
    #[must_use]
    pub fn resolve(&self, question: &CommuneQuestion, on: NaiveDate) -> Vec<CommuneMatch> {
        let name = question.name.as_deref().map(readings);
        let province = question.province.as_deref().map(bare_province);
        let mut found = BTreeMap::<(String, String), CommuneMatch>::new();
        let mut add = |unit: &Unit, former: Option<&FormerCommune>| {
            let key = (text::fold(&unit.name), unit.code.clone());
            let entry = found.entry(key).or_insert_with(|| CommuneMatch {
                unit: unit.clone(),
                current: false,
                former: Vec::new(),
            });
            match former {
                None => entry.current = true,
                Some(former) => entry.former.push(former.clone()),
            }
        };
        let named = |full: &str| {
            name.as_ref().is_none_or(|readings| {
                let (own_kind, own) = split_kind(full);
                let fits = |(kind, rest): &(Option<&str>, String)| {
                    own == *rest && (kind.is_none() || *kind == own_kind)
                };
                readings.iter().any(fits)
            })
        };
        let lies_in = |unit: &Unit, then: Option<&str>| {
            province.as_ref().is_none_or(|asked| {
                let code = unit.parent_code.as_deref().unwrap_or_default();
                let now = self.province(code, on);
                code == asked
                    || now.is_some_and(|now| bare_province(&now.name) == *asked)
                    || then.is_some_and(|then| bare_province(then) == *asked)
            })
        };

        let current: Vec<&Unit> = match (&question.code, &name) {
            (Some(code), _) => self.commune(code, on).into_iter().collect(),
            (None, Some(readings)) => {
                let named = readings.iter();
                named
                    .flat_map(|(_, rest)| self.communes_named(rest, on))
                    .collect()
            }
            (None, None) => Vec::new(),
        };
        for unit in current {
            if named(&unit.full_name(Language::Vi)) && lies_in(unit, None) {
                add(unit, None);
            }
        }
        let former: Vec<&FormerCommune> = match (&question.code, &name) {
            (Some(code), _) => self.former().with_code(code).collect(),
            (None, Some(readings)) => {
                let named = readings.iter();
                named
                    .flat_map(|(_, rest)| self.former().with_name(rest))
                    .collect()
            }
            (None, None) => Vec::new(),
        };
        for row in former {
            let Some(unit) = self.commune(&row.today, on) else {
                continue;
            };
            if named(&row.name) && lies_in(unit, Some(&row.province)) {
                add(unit, Some(row));
            }
        }
        found.into_values().take(MOST_MATCHES).collect()
    }
}
