//! All units in memory: a few thousand rows that change once in months.

use super::former::{FormerCommune, FormerCommunes};
use super::{Unit, UnitLevel};
use crate::store;
use chrono::NaiveDate;
use db::Db;
use kernel::text;
use sea_orm::DbErr;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::RwLock;

/// How long a snapshot serves.
const FRESH: Duration = Duration::from_secs(3600);

/// The units of a moment.
#[derive(Debug, Default)]
pub struct UnitSnapshot {
    /// By name without marks, then code and first day.
    units: Vec<Unit>,
    provinces: HashMap<String, Vec<usize>>,
    communes: HashMap<String, Vec<usize>>,
    communes_of: HashMap<String, Vec<usize>>,
    /// By the name without kind and marks.
    communes_named: HashMap<String, Vec<usize>>,
    former: FormerCommunes,
}

impl UnitSnapshot {
    /// A snapshot of these units.
    #[must_use]
    pub fn new(mut units: Vec<Unit>) -> Self {
        units.sort_by_cached_key(|unit| {
            (text::fold(&unit.name), unit.code.clone(), unit.valid_from)
        });
        let mut snapshot = Self::default();
        for (at, unit) in units.iter().enumerate() {
            let by_code = match unit.level {
                UnitLevel::Province => &mut snapshot.provinces,
                UnitLevel::Commune => &mut snapshot.communes,
            };
            by_code.entry(unit.code.clone()).or_default().push(at);
            if unit.level == UnitLevel::Commune {
                let name = text::fold(&unit.name);
                snapshot.communes_named.entry(name).or_default().push(at);
            }
            if let (UnitLevel::Commune, Some(parent)) = (unit.level, &unit.parent_code) {
                snapshot
                    .communes_of
                    .entry(parent.clone())
                    .or_default()
                    .push(at);
            }
        }
        snapshot.units = units;
        snapshot
    }

    /// The same with what communes were before 1 July 2025.
    #[must_use]
    pub fn with_former(self, former: Vec<FormerCommune>) -> Self {
        Self {
            former: FormerCommunes::new(former),
            ..self
        }
    }

    pub(super) fn former(&self) -> &FormerCommunes {
        &self.former
    }

    /// What today's commune of a code was made of on 1 July 2025.
    pub fn former_communes_of(&self, code: &str) -> impl Iterator<Item = &FormerCommune> {
        self.former.part_of(code)
    }

    /// The communes of that name without kind and marks on that day.
    pub(super) fn communes_named(&self, name: &str, on: NaiveDate) -> impl Iterator<Item = &Unit> {
        self.listed(self.communes_named.get(name), on)
    }

    /// Whether no unit is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// The province that has that code on that day.
    #[must_use]
    pub fn province(&self, code: &str, on: NaiveDate) -> Option<&Unit> {
        self.listed(self.provinces.get(code), on).next()
    }

    /// The commune, ward or special zone that has that code on that day.
    #[must_use]
    pub fn commune(&self, code: &str, on: NaiveDate) -> Option<&Unit> {
        self.listed(self.communes.get(code), on).next()
    }

    /// The communes of a province on that day, by name without marks.
    #[must_use]
    pub fn communes_of(&self, province_code: &str, on: NaiveDate) -> Vec<&Unit> {
        self.listed(self.communes_of.get(province_code), on)
            .collect()
    }

    /// The provinces on that day, by name without marks.
    #[must_use]
    pub fn provinces(&self, on: NaiveDate) -> Vec<&Unit> {
        self.units
            .iter()
            .filter(|unit| unit.level == UnitLevel::Province && unit.valid_on(on))
            .collect()
    }

    fn listed(&self, places: Option<&Vec<usize>>, on: NaiveDate) -> impl Iterator<Item = &Unit> {
        let places = places.map_or(&[][..], Vec::as_slice);
        places
            .iter()
            .filter_map(|at| self.units.get(*at))
            .filter(move |unit| unit.valid_on(on))
    }
}

struct Loaded {
    at: Instant,
    snapshot: Arc<UnitSnapshot>,
}

/// The units, read once and again after an hour; cheap to clone.
#[derive(Clone)]
pub struct Units {
    db: Db,
    loaded: Arc<RwLock<Option<Loaded>>>,
}

impl Units {
    /// The units of a database.
    #[must_use]
    pub fn new(db: Db) -> Self {
        Self {
            db,
            loaded: Arc::default(),
        }
    }

    /// The units as of at most an hour ago. An empty table is read again each
    /// time, so that an import shows at once.
    ///
    /// # Errors
    /// [`DbErr`] when there is nothing older to serve.
    pub async fn snapshot(&self) -> Result<Arc<UnitSnapshot>, DbErr> {
        if let Some(fresh) = fresh(self.loaded.read().await.as_ref()) {
            return Ok(fresh);
        }
        // One reads, the others wait for what it read.
        let mut loaded = self.loaded.write().await;
        if let Some(fresh) = fresh(loaded.as_ref()) {
            return Ok(fresh);
        }
        let (units, former) = match (self.read().await, loaded.as_ref()) {
            (Ok(read), _) => read,
            (Err(error), Some(old)) => {
                tracing::warn!(%error, "the administrative units were not refreshed");
                return Ok(old.snapshot.clone());
            }
            (Err(error), None) => return Err(error),
        };
        let snapshot = Arc::new(UnitSnapshot::new(units).with_former(former));
        if !snapshot.is_empty() {
            *loaded = Some(Loaded {
                at: Instant::now(),
                snapshot: snapshot.clone(),
            });
        }
        Ok(snapshot)
    }

    async fn read(&self) -> Result<(Vec<Unit>, Vec<FormerCommune>), DbErr> {
        let connection = self.db.catalogue();
        Ok((
            store::units::all(connection).await?,
            store::former::all(connection).await?,
        ))
    }
}

fn fresh(loaded: Option<&Loaded>) -> Option<Arc<UnitSnapshot>> {
    loaded
        .filter(|loaded| loaded.at.elapsed() < FRESH)
        .map(|loaded| loaded.snapshot.clone())
}
