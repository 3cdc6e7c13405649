//! What ends in a span of days, for officers.

use crate::permission::runs_programme_in;
use crate::store::expiries;
use crate::{Certificate, ListError, Programme};
use chrono::{Datelike, NaiveDate};
use kernel::{Actor, Page, PageArgs};
use sea_orm::DbErr;
use std::collections::BTreeMap;

/// Which certificates: those of a province's producers that were neither
/// revoked nor superseded, with their last day between two days, both included.
#[derive(Clone, Debug)]
pub struct ExpiringFilter {
    /// The province's code.
    pub province: String,
    /// The first day in Vietnam.
    pub from: NaiveDate,
    /// The last day in Vietnam.
    pub to: NaiveDate,
}

/// How many certificates end in a quarter of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExpiringQuarter {
    /// The year.
    pub year: i32,
    /// 1 to 4.
    pub quarter: u32,
    /// How many.
    pub certificates: i64,
}

impl Programme {
    /// A page of the certificates that end, by their last day. Anybody but the
    /// programme's officers in the province sees none.
    ///
    /// # Errors
    /// [`ListError::Page`] for a cursor of another list.
    pub async fn certificates_expiring(
        &self,
        actor: &Actor,
        filter: &ExpiringFilter,
        page: &PageArgs,
    ) -> Result<Page<Certificate>, ListError> {
        let allowed = runs_programme_in(actor, &filter.province);
        let rows = expiries::rows(self.db.primary(), allowed, filter, page).await?;
        Ok(Page::from_rows(page, rows, expiries::position))
    }

    /// How many end in each quarter that has any, the earliest first. Anybody
    /// but the programme's officers in the province sees none.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn expiring_by_quarter(
        &self,
        actor: &Actor,
        filter: &ExpiringFilter,
    ) -> Result<Vec<ExpiringQuarter>, DbErr> {
        if !runs_programme_in(actor, &filter.province) {
            return Ok(Vec::new());
        }
        let mut quarters = BTreeMap::new();
        for (day, certificates) in expiries::by_day(self.db.primary(), filter).await? {
            *quarters.entry((day.year(), day.quarter())).or_insert(0) += certificates;
        }
        Ok(quarters
            .into_iter()
            .map(|((year, quarter), certificates)| ExpiringQuarter {
                year,
                quarter,
                certificates,
            })
            .collect())
    }
}
