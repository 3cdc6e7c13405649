//! What a verdict, or a sample that failed, brings about at once: a hold, or
//! the end of a case.

use super::act::step;
use super::{ActError, Inspection, InspectionCommand, Verdict};
use crate::store::{holds, inspections};
use crate::{Programme, events};
use chrono::NaiveDate;
use db::Tx;
use jobs::Event;
use kernel::clock::{day_in_vietnam, days_before};
use kernel::{Actor, Timestamp};
use sea_orm::DbErr;

/// How many days there may be for correcting faults.
const LONGEST_DEADLINE: i64 = 366;

impl Programme {
    /// What follows from a verdict at once: a hold, or the end of a case.
    pub(super) async fn consequences(
        &self,
        tx: &Tx,
        inspection: &mut Inspection,
        verdict: Verdict,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<(), ActError> {
        if verdict.holds() {
            return Ok(self.hold(tx, inspection, actor, now).await?);
        }
        if verdict != Verdict::Pass {
            return Ok(());
        }
        step(tx, inspection, InspectionCommand::Close, None, actor, now).await?;
        if inspection.follows.is_none() {
            return Ok(());
        }
        for mut corrected in inspections::lock_concluded_of_case(tx, inspection.case_id).await? {
            step(
                tx,
                &mut corrected,
                InspectionCommand::Correct,
                None,
                actor,
                now,
            )
            .await?;
        }
        if holds::lift_of_case(tx, inspection.case_id, actor, now).await? > 0 {
            self.announce_hold(tx, inspection, now).await?;
        }
        Ok(())
    }

    /// Holds the certificate for a locked inspection; one that it holds already
    /// stays held.
    pub(super) async fn hold(
        &self,
        tx: &Tx,
        inspection: &Inspection,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<(), DbErr> {
        if holds::place(tx, inspection, actor, now).await? {
            self.announce_hold(tx, inspection, now).await?;
        }
        Ok(())
    }

    /// Lets the cards follow a hold that was placed or lifted.
    pub(super) async fn announce_hold(
        &self,
        tx: &Tx,
        inspection: &Inspection,
        now: Timestamp,
    ) -> Result<(), DbErr> {
        let event = Event {
            topic: events::CERTIFICATE_CHANGED,
            subject: inspection.certificate_id.0,
            at: now,
        };
        self.outbox.announce(tx, event).await
    }
}

/// Whether a verdict goes with a deadline.
pub(super) fn fits(verdict: Verdict, deadline: Option<NaiveDate>, now: Timestamp) -> bool {
    let today = day_in_vietnam(now);
    match deadline {
        None => !verdict.needs_deadline(),
        Some(day) => {
            verdict != Verdict::Pass && today < day && day <= days_before(today, -LONGEST_DEADLINE)
        }
    }
}
