//! Yearly cycles of the programme in a province, and what the province aims
//! at.

use crate::Programme;
use crate::permission::runs_programme_in;
use crate::scheme::Scheme;
use crate::store::{cycles as store, units};
use chrono::NaiveDate;
use kernel::{Actor, CycleId, clock};
use sea_orm::DbErr;

/// Years that a cycle or a target may be about.
const YEARS: std::ops::RangeInclusive<i32> = 2018..=2100;
/// The most products that a plan or a target may name.
const MOST: i32 = 100_000;

/// A year of the programme in a province.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cycle {
    /// Its id.
    pub id: CycleId,
    /// The year.
    pub year: i32,
    /// The province.
    pub province_code: String,
    /// Which decision's groups and criteria it goes by.
    pub scheme: Scheme,
    /// How many products the province planned to have registered.
    pub planned_products: i32,
    /// Its first day.
    pub opened_on: NaiveDate,
    /// Its last day; from then on no idea is taken.
    pub closed_on: Option<NaiveDate>,
}

/// A cycle to be.
#[derive(Clone, Debug)]
pub struct NewCycle {
    /// The year.
    pub year: i32,
    /// The province: two digits.
    pub province_code: String,
    /// The decision; that of the first day without it.
    pub scheme: Option<Scheme>,
    /// How many products the province plans to have registered.
    pub planned_products: i32,
    /// Its first day; today without it.
    pub opened_on: Option<NaiveDate>,
    /// Whether it is sample data.
    pub demo: bool,
}

/// Why a cycle was not opened or closed, or a target not set.
#[derive(Debug, thiserror::Error)]
pub enum CycleError {
    /// No such province, or not the actor's: nobody learns which.
    #[error("there is no such province for the actor")]
    ProvinceNotFound,
    /// No such cycle, or not the actor's.
    #[error("there is no such cycle")]
    NotFound,
    /// 2018 to 2100.
    #[error("the programme began in 2018")]
    InvalidYear,
    /// 0 to 100,000 products; a target has at least one.
    #[error("the number of products cannot be")]
    InvalidNumber,
    /// 3 to 5.
    #[error("3, 4 or 5 stars")]
    InvalidStars,
    /// The province has a cycle of that year.
    #[error("the province has a cycle of that year")]
    Exists,
    /// It was closed already, or would close before it opened.
    #[error("the cycle cannot be closed on that day")]
    CannotClose,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

/// How many products of so many stars a province wants by a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The province: two digits.
    pub province_code: String,
    /// By the end of this year.
    pub by_year: i32,
    /// That many stars or more.
    pub stars_min: i32,
    /// So many products with a certificate in force.
    pub products: i32,
}

impl Programme {
    /// Opens a cycle. Permission: who runs the programme in its province.
    ///
    /// # Errors
    /// [`CycleError`].
    pub async fn open_cycle(&self, actor: &Actor, new: NewCycle) -> Result<Cycle, CycleError> {
        if !runs_programme_in(actor, &new.province_code) {
            return Err(CycleError::ProvinceNotFound);
        }
        if !YEARS.contains(&new.year) {
            return Err(CycleError::InvalidYear);
        }
        if !(0..=MOST).contains(&new.planned_products) {
            return Err(CycleError::InvalidNumber);
        }
        let now = self.clock.now();
        let opened_on = new.opened_on.unwrap_or_else(|| clock::day_in_vietnam(now));
        let tx = self.db.begin().await?;
        if !units::is_province(&tx, &new.province_code).await? {
            return Err(CycleError::ProvinceNotFound);
        }
        let cycle = Cycle {
            id: CycleId::new(now),
            year: new.year,
            province_code: new.province_code,
            scheme: new.scheme.unwrap_or_else(|| Scheme::on(opened_on)),
            planned_products: new.planned_products,
            opened_on,
            closed_on: None,
        };
        if !store::insert(&tx, &cycle, new.demo, now).await? {
            return Err(CycleError::Exists);
        }
        tx.commit().await?;
        Ok(cycle)
    }

    /// Closes a cycle at the end of today: dossiers under way go on, new ideas
    /// are not taken. Permission: who runs the programme in its province.
    ///
    /// # Errors
    /// [`CycleError`].
    pub async fn close_cycle(&self, actor: &Actor, id: CycleId) -> Result<Cycle, CycleError> {
        let today = clock::day_in_vietnam(self.clock.now());
        let tx = self.db.begin().await?;
        let mut cycle = store::lock(&tx, id).await?.ok_or(CycleError::NotFound)?;
        if !runs_programme_in(actor, &cycle.province_code) {
            return Err(CycleError::NotFound);
        }
        if cycle.closed_on.is_some() || today < cycle.opened_on {
            return Err(CycleError::CannotClose);
        }
        store::close(&tx, id, today).await?;
        tx.commit().await?;
        cycle.closed_on = Some(today);
        Ok(cycle)
    }

    /// Sets what a province aims at; a later call replaces an earlier one for
    /// the same year and stars. Permission: who runs the programme there.
    ///
    /// # Errors
    /// [`CycleError`].
    pub async fn set_target(&self, actor: &Actor, target: &Target) -> Result<(), CycleError> {
        if !runs_programme_in(actor, &target.province_code) {
            return Err(CycleError::ProvinceNotFound);
        }
        if !YEARS.contains(&target.by_year) {
            return Err(CycleError::InvalidYear);
        }
        if !(1..=MOST).contains(&target.products) {
            return Err(CycleError::InvalidNumber);
        }
        if !(3..=5).contains(&target.stars_min) {
            return Err(CycleError::InvalidStars);
        }
        let now = self.clock.now();
        let tx = self.db.begin().await?;
        if !units::is_province(&tx, &target.province_code).await? {
            return Err(CycleError::ProvinceNotFound);
        }
        store::set_target(&tx, target, now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The cycles of those ids that exist.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn cycles_by_ids(&self, ids: &[CycleId]) -> Result<Vec<Cycle>, DbErr> {
        store::by_ids(self.db.catalogue(), ids).await
    }

    /// The cycles of a province, or of the country, the latest first; at most
    /// 200.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn cycles(&self, province_code: Option<&str>) -> Result<Vec<Cycle>, DbErr> {
        store::list(self.db.catalogue(), province_code).await
    }
}
