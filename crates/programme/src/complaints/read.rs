//! What officers read of complaints.

use super::{Complaint, ComplaintReason, ComplaintStatus};
use crate::store::complaints;
use crate::{ListError, Programme};
use kernel::{Actor, CertificateId, Page, PageArgs};

/// Which complaints. Every given condition must hold; an empty list matches
/// nothing.
#[derive(Clone, Debug, Default)]
pub struct ComplaintFilter {
    /// The province of their producers.
    pub province: Option<String>,
    /// What became of them.
    pub statuses: Option<Vec<ComplaintStatus>>,
    /// What they are about.
    pub reasons: Option<Vec<ComplaintReason>>,
    /// About this certificate.
    pub certificate: Option<CertificateId>,
}

impl Programme {
    /// A page of the complaints in the provinces of an officer, the oldest
    /// first. Nobody else sees any.
    ///
    /// # Errors
    /// [`ListError::Page`] for a cursor of another list.
    pub async fn complaints(
        &self,
        actor: &Actor,
        filter: &ComplaintFilter,
        page: &PageArgs,
    ) -> Result<Page<Complaint>, ListError> {
        let rows = complaints::rows(self.db.primary(), actor, filter, page).await?;
        Ok(Page::from_rows(page, rows, complaints::position))
    }
}
