//! What is not public about producers, for their own people and for whoever
//! runs the programme in their province. Every read here asks who reads;
//! somebody else's producer is not there. From the primary: officers decide by
//! it.

use crate::permission::{reads_record_of, region};
use crate::store::{producers, records, standing};
use crate::{
    COUNT_LIMIT, ListError, Producer, ProducerEvent, ProducerStatus, ProducerVerification,
    Programme,
};
use kernel::{Actor, Page, PageArgs, ProducerId};
use sea_orm::DbErr;

/// Which records a list is about. `None` does not narrow; an empty list
/// matches nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordFilter {
    /// Which stand at one of these.
    pub statuses: Option<Vec<ProducerStatus>>,
    /// Whose seat is in one of these provinces.
    pub provinces: Option<Vec<String>>,
}

impl Programme {
    /// The producer with what is not public about it; `None` where there is
    /// none that the actor may read.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn producer_record(
        &self,
        actor: &Actor,
        id: ProducerId,
    ) -> Result<Option<Producer>, DbErr> {
        let found = producers::by_id(self.db.primary(), id).await?;
        Ok(found.filter(|producer| reads_record_of(actor, producer)))
    }

    /// A page of the producers where the actor runs the programme, the
    /// earliest registered first.
    ///
    /// # Errors
    /// [`ListError::Page`] for a cursor of another list.
    pub async fn producers_in_region(
        &self,
        actor: &Actor,
        filter: &RecordFilter,
        page: &PageArgs,
    ) -> Result<Page<Producer>, ListError> {
        let which = records::Which::Region(region(actor));
        let rows = records::rows(self.db.primary(), &which, filter, page).await?;
        Ok(Page::from_rows(page, rows, records::position))
    }

    /// How many producers [`Programme::producers_in_region`] has, at most
    /// [`COUNT_LIMIT`].
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn count_producers_in_region(
        &self,
        actor: &Actor,
        filter: &RecordFilter,
    ) -> Result<u64, DbErr> {
        let which = records::Which::Region(region(actor));
        records::count(self.db.primary(), &which, filter, COUNT_LIMIT).await
    }

    /// A page of the producers that the actor works for, in whatever status,
    /// the earliest registered first.
    ///
    /// # Errors
    /// [`ListError::Page`] for a cursor of another list.
    pub async fn own_producers(
        &self,
        actor: &Actor,
        page: &PageArgs,
    ) -> Result<Page<Producer>, ListError> {
        let which = records::Which::Own(actor.producers());
        let filter = RecordFilter::default();
        let rows = records::rows(self.db.primary(), &which, &filter, page).await?;
        Ok(Page::from_rows(page, rows, records::position))
    }

    /// How many producers the actor works for, at most [`COUNT_LIMIT`].
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn count_own_producers(&self, actor: &Actor) -> Result<u64, DbErr> {
        let which = records::Which::Own(actor.producers());
        let filter = RecordFilter::default();
        records::count(self.db.primary(), &which, &filter, COUNT_LIMIT).await
    }

    /// The histories of producers whose records the caller has, each oldest
    /// first.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn producer_histories(
        &self,
        ids: &[ProducerId],
    ) -> Result<Vec<ProducerEvent>, DbErr> {
        standing::events(self.db.primary(), ids).await
    }

    /// The verifications of producers whose records the caller has, each
    /// producer's oldest first.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn producer_verifications(
        &self,
        ids: &[ProducerId],
    ) -> Result<Vec<ProducerVerification>, DbErr> {
        standing::verifications(self.db.primary(), ids).await
    }
}
