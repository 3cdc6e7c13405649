//! What is on its way in the programme this year: something to do for whoever
//! signs in.

use super::accounts::{self, Actors};
use super::criteria::{criteria, points};
use super::walk::{Told, Walk, failed};
use crate::failure::Failure;
use chrono::{Datelike, Duration, NaiveDate};
use files::Files;
use kernel::clock::{day_in_vietnam, start_of_day_vietnam};
use kernel::{Actor, Clock, DossierId, FileId, ProducerId, Timestamp};
use programme::council::{CriteriaSheet, NewCouncilSession, NewScoreSheet, Seat};
use programme::cycles::{Cycle, NewCycle};
use programme::dossiers::{DossierKind, DossierStatus, NewDossier};
use programme::scheme::Scheme;
use programme::{IssuerLevel, Programme};
use serde::Deserialize;
use std::sync::Arc;

/// How long before the day of seeding it began, where the year is old enough.
const AGO: Duration = Duration::days(20);

/// The first day of Decision 148/QĐ-TTg.
const DECISION_148: (i32, u32, u32) = (2023, 2, 24);

/// The shape of `this_year.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Year {
    planned_products: i32,
    #[serde(rename = "dossier")]
    dossiers: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// The number of the certificate that a renewal follows.
    follows: Option<String>,
    /// The name of a product that is new.
    product: Option<String>,
    group: String,
    product_set: i32,
    idea: String,
    until: String,
}

/// Opens this year's cycle.
pub(super) struct Today {
    year: Year,
    province: &'static str,
    clock: Arc<Told>,
    programme: Programme,
}

impl Today {
    pub(super) fn new(
        text: &str,
        now: Timestamp,
        db: db::Db,
        outbox: Arc<jobs::Outbox>,
    ) -> Result<Self, Failure> {
        let clock = Told::new(now);
        Ok(Self {
            year: toml::from_str(text).map_err(failed)?,
            province: "37",
            programme: Programme::new(db, clock.clone(), outbox),
            clock,
        })
    }

    /// Brings every dossier to where the file has it: how many.
    pub(super) async fn tell(
        &self,
        files: &Files,
        file: FileId,
        actors: &Actors,
        entities: &[ProducerId],
    ) -> Result<usize, Failure> {
        let officer = actors.by_email(accounts::OFFICER)?;
        let walk = Walk {
            programme: &self.programme,
            files,
            clock: &self.clock,
            owner: actors.by_email(accounts::ROUND_OWNER)?,
            officer,
            file,
        };
        let cycle = self.open(officer).await?;
        let (year, month, day) = DECISION_148;
        let signed = NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
        let sheet = criteria(&self.programme, Scheme::Decision148, signed).await?;
        let mut scored = Vec::new();
        for entry in &self.year.dossiers {
            let until = DossierStatus::parse(&entry.until)
                .ok_or_else(|| failed(format!("unknown status {}", entry.until)))?;
            let new = self.dossier(&cycle, entry, entities).await?;
            if until == DossierStatus::CouncilScoring {
                let checked = DossierStatus::AdvisoryCheck;
                scored.push(walk.until(new, "", checked).await?);
            } else {
                walk.until(new, "", until).await?;
            }
        }
        self.sit(&cycle, officer, actors, &sheet, &scored).await?;
        Ok(self.year.dossiers.len())
    }

    async fn open(&self, officer: &Actor) -> Result<Cycle, Failure> {
        let today = day_in_vietnam(self.clock.now());
        let opened_on = today.with_ordinal(1).unwrap_or(today);
        let first = start_of_day_vietnam(opened_on) + Duration::hours(8);
        self.clock.set(first.max(self.clock.now() - AGO));
        let new = NewCycle {
            year: today.year(),
            province_code: self.province.to_owned(),
            scheme: Some(Scheme::Decision148),
            planned_products: self.year.planned_products,
            opened_on: Some(opened_on),
            demo: true,
        };
        let opened = self.programme.open_cycle(officer, new).await;
        opened.map_err(failed)
    }

    /// A new product, or one that was recognised in 2021 and comes back.
    async fn dossier(
        &self,
        cycle: &Cycle,
        entry: &Entry,
        entities: &[ProducerId],
    ) -> Result<NewDossier, Failure> {
        let before = match &entry.follows {
            Some(number) => {
                let found = self.programme.certificate_by_number(number).await?;
                Some(found.ok_or_else(|| failed(format!("there is no {number}")))?)
            }
            None => None,
        };
        let first = entities.first().ok_or_else(|| failed("no entities"))?;
        let previous = before.as_ref().map(|own| own.id);
        Ok(NewDossier {
            cycle_id: cycle.id,
            producer_id: before.map_or(*first, |own| own.producer_id),
            kind: previous.map_or(DossierKind::New, |_| DossierKind::Renewal),
            previous_certificate_id: previous,
            product_name: entry.product.clone(),
            group_code: entry.group.clone(),
            product_set: Some(entry.product_set),
            idea: entry.idea.clone(),
            demo: true,
        })
    }

    /// The council sits; one member has signed the first sheet.
    async fn sit(
        &self,
        cycle: &Cycle,
        officer: &Actor,
        actors: &Actors,
        sheet: &CriteriaSheet,
        dossiers: &[DossierId],
    ) -> Result<(), Failure> {
        self.clock.a_minute_later();
        let members = actors.council()?;
        let seats = members.iter().enumerate().filter_map(|(n, member)| {
            Some(Seat {
                account_id: member.account_id()?,
                chair: n == 0,
            })
        });
        let new = NewCouncilSession {
            cycle_id: cycle.id,
            level: IssuerLevel::Province,
            held_on: day_in_vietnam(self.clock.now()),
            quorum: 2,
            seats: seats.collect(),
        };
        let session = self.programme.convene_council(officer, new).await;
        let session_id = session.map_err(failed)?.id;
        let admitted = self.programme.admit_dossiers(officer, session_id, dossiers);
        admitted.await.map_err(failed)?;
        if let (Some(member), Some(dossier)) = (members.last(), dossiers.first()) {
            let new = NewScoreSheet {
                session_id,
                dossier_id: *dossier,
                items: points(sheet, 8_150),
                remarks: None,
            };
            let signed = self.programme.sign_score_sheet(member, new).await;
            signed.map_err(failed)?;
        }
        Ok(())
    }
}
