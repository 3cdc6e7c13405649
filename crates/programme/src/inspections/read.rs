//! What officers and inspectors read. From the primary: who acts must see what
//! was done a moment ago.

use super::{Finding, Inspection, InspectionEvent, InspectionKind, InspectionStatus, Sample};
use crate::permission::{inspects_in, runs_programme_in};
use crate::store::{holds, inspection_parts, inspections, samples};
use crate::{ListError, Programme};
use kernel::{Actor, CertificateId, InspectionId, Page, PageArgs};
use sea_orm::DbErr;

/// Which inspections. Every given condition must hold; an empty list matches
/// nothing.
#[derive(Clone, Debug, Default)]
pub struct InspectionFilter {
    /// The province of their producers.
    pub province: Option<String>,
    /// Where they stand.
    pub statuses: Option<Vec<InspectionStatus>>,
    /// Why there are.
    pub kinds: Option<Vec<InspectionKind>>,
    /// Of this certificate.
    pub certificate: Option<CertificateId>,
}

/// Whether the actor has to do with the inspection: an officer of its province,
/// or its inspector.
pub(super) fn supervises(actor: &Actor, inspection: &Inspection) -> bool {
    runs_programme_in(actor, &inspection.province_code)
        || (actor.account_id() == Some(inspection.inspector_id)
            && inspects_in(actor, &inspection.province_code))
}

impl Programme {
    /// A page of the inspections in the provinces of an officer, or of those
    /// assigned to an inspector, by planned day. Nobody else sees any.
    ///
    /// # Errors
    /// [`ListError::Page`] for a cursor of another list.
    pub async fn inspections(
        &self,
        actor: &Actor,
        filter: &InspectionFilter,
        page: &PageArgs,
    ) -> Result<Page<Inspection>, ListError> {
        let rows = inspections::rows(self.db.primary(), actor, filter, page).await?;
        Ok(Page::from_rows(page, rows, inspections::position))
    }

    /// One inspection; `None` for anybody but its officers and its inspector.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn inspection(
        &self,
        actor: &Actor,
        id: InspectionId,
    ) -> Result<Option<Inspection>, DbErr> {
        let found = inspections::by_id(self.db.primary(), id).await?;
        Ok(found.filter(|own| supervises(actor, own)))
    }

    /// The findings of inspections that the caller has been given, the oldest
    /// first.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn findings_of(&self, ids: &[InspectionId]) -> Result<Vec<Finding>, DbErr> {
        inspection_parts::findings(self.db.primary(), ids).await
    }

    /// The samples of inspections that the caller has been given, with what
    /// laboratories report on them, the oldest first.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn samples_of(&self, ids: &[InspectionId]) -> Result<Vec<Sample>, DbErr> {
        samples::of(self.db.primary(), ids).await
    }

    /// The history of inspections that the caller has been given, the oldest
    /// first.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn inspection_history_of(
        &self,
        ids: &[InspectionId],
    ) -> Result<Vec<InspectionEvent>, DbErr> {
        inspection_parts::events(self.db.primary(), ids).await
    }

    /// Which of those certificates are held now: as [`crate::Certificate`]
    /// tells, and never behind.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn held_of(&self, ids: &[CertificateId]) -> Result<Vec<CertificateId>, DbErr> {
        holds::open_on(self.db.primary(), ids).await
    }
}
