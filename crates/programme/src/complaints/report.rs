//! Somebody reports a certificate.

use super::{Complaint, ComplaintReason, ComplaintStatus};
use crate::Programme;
use crate::store::{certificates, complaints, producers};
use kernel::{Actor, CertificateId, ComplaintId, Email, text};
use sea_orm::DbErr;

/// The most open complaints about one certificate from one account or address.
pub const MAX_OPEN_BY_ONE: u64 = 3;

/// The most open complaints about one certificate from people who say nothing
/// of themselves: together, since nothing tells them apart.
pub const MAX_OPEN_UNNAMED: u64 = 20;

/// How a reporter names a certificate.
#[derive(Clone, Debug)]
pub enum CertificateName {
    /// By its id.
    Id(CertificateId),
    /// By the number printed on the label.
    Number(String),
}

/// A complaint to be.
#[derive(Clone)]
pub struct NewComplaint {
    /// About which certificate, in whatever status.
    pub certificate: CertificateName,
    /// Of what.
    pub reason: ComplaintReason,
    /// 1 to 2,000 characters.
    pub text: String,
    /// An e-mail address for questions.
    pub contact_email: Option<String>,
}

/// Why a complaint was not taken.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// There is no such certificate. Numbers are public: to say so tells
    /// nothing.
    #[error("there is no such certificate")]
    CertificateNotFound,
    /// The text must have 1 to 2,000 characters.
    #[error("the text must have 1 to 2,000 characters")]
    Text,
    /// Not an e-mail address.
    #[error("not an e-mail address")]
    Contact,
    /// [`MAX_OPEN_BY_ONE`] or [`MAX_OPEN_UNNAMED`] are open already.
    #[error("too many complaints about this certificate are open")]
    TooMany,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(ReportError);

impl Programme {
    /// Takes a complaint. Permission: everybody.
    ///
    /// # Errors
    /// [`ReportError`]; then nothing has changed.
    pub async fn report_certificate(
        &self,
        actor: &Actor,
        new: &NewComplaint,
    ) -> Result<ComplaintId, ReportError> {
        let words = text::clean(&new.text);
        if words.is_empty() || words.chars().count() > 2_000 {
            return Err(ReportError::Text);
        }
        let contact = match new.contact_email.as_deref() {
            Some(typed) => Some(Email::parse(typed).ok_or(ReportError::Contact)?),
            None => None,
        };
        db::retry(|| self.report_once(actor, new, &words, contact.as_ref())).await
    }

    async fn report_once(
        &self,
        actor: &Actor,
        new: &NewComplaint,
        words: &str,
        contact: Option<&Email>,
    ) -> Result<ComplaintId, ReportError> {
        let tx = self.db.begin().await?;
        let id = match &new.certificate {
            CertificateName::Id(id) => Some(*id),
            CertificateName::Number(number) => {
                let found = certificates::by_number(&tx, &text::clean(number)).await?;
                found.map(|own| own.id)
            }
        };
        let id = id.ok_or(ReportError::CertificateNotFound)?;
        // Locked, so that the count below holds until the commit.
        let certificate = certificates::lock(&tx, id)
            .await?
            .ok_or(ReportError::CertificateNotFound)?;
        let producer = producers::by_id(&tx, certificate.producer_id)
            .await?
            .ok_or(ReportError::CertificateNotFound)?;
        let account = actor.account_id();
        let open = complaints::count_open_by(&tx, id, account, contact).await?;
        let most = match (account, contact) {
            (None, None) => MAX_OPEN_UNNAMED,
            _ => MAX_OPEN_BY_ONE,
        };
        if open >= most {
            return Err(ReportError::TooMany);
        }
        let now = self.clock.now();
        let complaint = Complaint {
            id: ComplaintId::new(now),
            certificate_id: id,
            province_code: producer.province_code,
            reason: new.reason,
            text: words.to_owned(),
            contact_email: contact.map(|email| email.as_str().to_owned()),
            status: ComplaintStatus::Open,
            grounds: None,
            inspection_id: None,
            created_at: now,
            decided_at: None,
        };
        let id = complaint.id;
        complaints::insert(&tx, complaint, account).await?;
        tx.commit().await?;
        Ok(id)
    }
}
