//! Certificates by more cuts than the year's figures carry, and what became of
//! them in a year. Counts of public acts.

use super::{SOON, Standing, StatisticsFilter};
use crate::permission::runs_programme_in;
use crate::scheme::{Group, Scheme};
use crate::store::certificate_figures as store;
use crate::{LegalForm, Programme};
use chrono::{Duration, NaiveDate};
use kernel::{Actor, clock};
use sea_orm::DbErr;
use std::collections::BTreeMap;

/// Which certificates. Every given condition must hold; an empty list matches
/// nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CertificateFilter {
    /// Their producers' province: two digits; the country without it.
    pub province_code: Option<String>,
    /// Codes of the groups of their dossiers, under either decision.
    pub groups: Option<Vec<String>>,
    /// Their stars.
    pub stars: Option<Vec<i32>>,
    /// Their producers' legal forms of today.
    pub legal_forms: Option<Vec<LegalForm>>,
    /// How they stand today.
    pub standings: Option<Vec<Standing>>,
}

/// Certificates that have all of this in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateCut {
    /// Their producers' legal form of today.
    pub legal_form: LegalForm,
    /// The group of their dossier; `None` for those that were recognised
    /// before their dossiers were kept here.
    pub group: Option<(Scheme, &'static Group)>,
    /// 3 to 5.
    pub stars: i32,
    /// How they stand today.
    pub standing: Standing,
    /// How many.
    pub count: i64,
}

/// How certificates stand today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateFigures(pub Vec<CertificateCut>);

/// What became of certificates in a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CertificateChanges {
    /// Revoked at least once, whatever they are today.
    pub revoked: i64,
    /// Replaced by a renewal.
    pub renewed: i64,
    /// Replaced by an upgrade.
    pub upgraded: i64,
}

impl CertificateFigures {
    fn sum(&self, which: impl Fn(&CertificateCut) -> bool) -> i64 {
        let counts = self.0.iter().filter(|one| which(one));
        counts.map(|one| one.count).sum()
    }

    /// How many stand so.
    #[must_use]
    pub fn standing(&self, standing: Standing) -> i64 {
        self.sum(|one| one.standing == standing)
    }

    /// How many of so many stars are in force.
    #[must_use]
    pub fn in_force(&self, stars: i32) -> i64 {
        self.sum(|one| one.standing.is_in_force() && one.stars == stars)
    }

    /// How many there are of each form that has any, in the order of forms.
    #[must_use]
    pub fn by_legal_form(&self) -> Vec<(LegalForm, i64)> {
        let mut sums = BTreeMap::<_, i64>::new();
        for one in &self.0 {
            *sums.entry(one.legal_form).or_default() += one.count;
        }
        sums.into_iter().collect()
    }

    /// How many there are in each group that has any, in the order of the
    /// decisions.
    #[must_use]
    pub fn by_group(&self) -> Vec<((Scheme, &'static Group), i64)> {
        let all = Scheme::ALL
            .into_iter()
            .flat_map(|scheme| scheme.groups().iter().map(move |group| (scheme, group)));
        all.map(|group| (group, self.sum(|one| one.group == Some(group))))
            .filter(|(_, count)| *count > 0)
            .collect()
    }

    /// How many have no group.
    #[must_use]
    pub fn without_group(&self) -> i64 {
        self.sum(|one| one.group.is_none())
    }
}

impl Programme {
    /// How certificates stand today, by form, group and stars. One statement.
    /// Permission: everybody.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn certificate_figures(
        &self,
        filter: &CertificateFilter,
    ) -> Result<CertificateFigures, DbErr> {
        let days = self.days();
        store::cuts(self.db.catalogue(), filter, days)
            .await
            .map(CertificateFigures)
    }

    /// How many certificates the producers of each commune of a province have,
    /// by the commune's code. One statement. Permission: who runs the programme
    /// in that province; `None` for everybody else and without a province.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn certificate_communes(
        &self,
        actor: &Actor,
        filter: &CertificateFilter,
    ) -> Result<Option<Vec<(String, i64)>>, DbErr> {
        let province = filter.province_code.as_deref();
        if !province.is_some_and(|code| runs_programme_in(actor, code)) {
            return Ok(None);
        }
        let days = self.days();
        store::communes(self.db.catalogue(), filter, days)
            .await
            .map(Some)
    }

    /// What became of certificates in a year of Vietnam's calendar. One
    /// statement. Permission: everybody.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn certificate_changes(
        &self,
        filter: &StatisticsFilter,
    ) -> Result<CertificateChanges, DbErr> {
        let first = |year| NaiveDate::from_ymd_opt(year, 1, 1).map(clock::start_of_day_vietnam);
        let (Some(from), Some(until)) = (first(filter.year), first(filter.year + 1)) else {
            return Ok(CertificateChanges::default());
        };
        let province = filter.province_code.as_deref();
        store::changes(self.db.catalogue(), province, from, until).await
    }

    /// Today, and the last day on which a certificate expires soon.
    fn days(&self) -> (NaiveDate, NaiveDate) {
        let today = clock::day_in_vietnam(self.clock.now());
        (today, today + Duration::days(SOON))
    }
}
