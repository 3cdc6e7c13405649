//! What others read. Facts about producers and certificates are public, so
//! these may read from a replica; use cases that decide read in their own
//! transaction.

use crate::store::{certificates, producers};
use crate::{Certificate, CertificateEvent, Producer, ProducerFilter, Programme};
use db::Tx;
use kernel::{CertificateId, Page, PageArgs, PageError, ProducerId, text};
use sea_orm::{ConnectionTrait, DbErr};

/// Counts go no further than this.
pub const COUNT_LIMIT: u64 = 10_000;

/// Why there is no list.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// The page cannot be read.
    #[error(transparent)]
    Page(#[from] PageError),
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

impl From<producers::PageFault> for ListError {
    fn from(fault: producers::PageFault) -> Self {
        match fault {
            producers::PageFault::Page(error) => Self::Page(error),
            producers::PageFault::Database(error) => Self::Fault(error),
        }
    }
}

/// The producer, in whatever status, as `connection` sees it.
///
/// # Errors
/// [`DbErr`].
pub async fn find_producer(
    connection: &impl ConnectionTrait,
    id: ProducerId,
) -> Result<Option<Producer>, DbErr> {
    producers::by_id(connection, id).await
}

/// The producer, in whatever status, locked until the transaction ends: what
/// is counted of what belongs to it stays true that long.
///
/// # Errors
/// [`DbErr`].
pub async fn lock_producer(tx: &Tx, id: ProducerId) -> Result<Option<Producer>, DbErr> {
    producers::lock(tx, id).await
}

/// The certificate, in whatever status, as `connection` sees it.
///
/// # Errors
/// [`DbErr`].
pub async fn find_certificate(
    connection: &impl ConnectionTrait,
    id: CertificateId,
) -> Result<Option<Certificate>, DbErr> {
    certificates::by_id(connection, id).await
}

/// Every certificate of a producer, in whatever status, as `connection` sees
/// them; in any order.
///
/// # Errors
/// [`DbErr`].
pub async fn certificates_of(
    connection: &impl ConnectionTrait,
    producer: ProducerId,
) -> Result<Vec<Certificate>, DbErr> {
    certificates::of_producers(connection, &[producer]).await
}

/// The certificate that took the place of another, as `connection` sees it.
///
/// # Errors
/// [`DbErr`].
pub async fn successor_of(
    connection: &impl ConnectionTrait,
    id: CertificateId,
) -> Result<Option<CertificateId>, DbErr> {
    certificates::successor(connection, id).await
}

impl Programme {
    /// The producer, in whatever status.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn producer_by_id(&self, id: ProducerId) -> Result<Option<Producer>, DbErr> {
        producers::by_id(self.db.catalogue(), id).await
    }

    /// The producer of that slug, in whatever status.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn producer_by_slug(&self, slug: &str) -> Result<Option<Producer>, DbErr> {
        producers::by_slug(self.db.catalogue(), slug).await
    }

    /// The producers of those ids that exist, in whatever status and order.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn producers_by_ids(&self, ids: &[ProducerId]) -> Result<Vec<Producer>, DbErr> {
        producers::by_ids(self.db.catalogue(), ids).await
    }

    /// A page of the producers that sell, by name without tone marks.
    ///
    /// # Errors
    /// [`ListError::Page`] for a cursor of another list.
    pub async fn public_producers(
        &self,
        filter: &ProducerFilter,
        page: &PageArgs,
    ) -> Result<Page<Producer>, ListError> {
        let rows = producers::public_rows(self.db.catalogue(), filter, page).await?;
        Ok(Page::from_rows(page, rows, producers::position))
    }

    /// How many producers sell, at most [`COUNT_LIMIT`].
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn count_public_producers(&self, filter: &ProducerFilter) -> Result<u64, DbErr> {
        producers::count_public(self.db.catalogue(), filter, COUNT_LIMIT).await
    }

    /// The certificates of those ids that exist, in whatever status and order.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn certificates_by_ids(
        &self,
        ids: &[CertificateId],
    ) -> Result<Vec<Certificate>, DbErr> {
        certificates::by_ids(self.db.catalogue(), ids).await
    }

    /// The certificate of that number, in whatever status: what is printed on
    /// a package can be held against it.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn certificate_by_number(&self, number: &str) -> Result<Option<Certificate>, DbErr> {
        certificates::by_number(self.db.catalogue(), &text::clean(number)).await
    }

    /// What happened to certificates, oldest first.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn certificate_histories(
        &self,
        ids: &[CertificateId],
    ) -> Result<Vec<(CertificateId, CertificateEvent)>, DbErr> {
        certificates::events(self.db.primary(), ids).await
    }
}
