//! An officer records what a decision of the state recognised.

use crate::certificate::validity_months;
use crate::permission::runs_programme_in;
use crate::store::{certificates, producers};
use crate::{Certificate, CertificateEvent, CertificateStatus, IssuerLevel, Programme, events};
use chrono::NaiveDate;
use db::Tx;
use jobs::Event;
use kernel::{Actor, CertificateId, ProducerId, clock, text};
use sea_orm::DbErr;

/// A certificate as the decision and the paper say. Its last day follows from
/// its first.
#[derive(Clone, Debug)]
pub struct NewCertificate {
    /// The number printed on it.
    pub number: String,
    /// Whose product it is about.
    pub producer_id: ProducerId,
    /// The product as the decision names it.
    pub product_name: String,
    /// 3 to 5: one and two stars carry no certificate.
    pub stars: i32,
    /// The council's average in hundredths of a point.
    pub score_hundredths: i32,
    /// Scored 90 or more at the province and forwarded to the centre.
    pub potential_five: bool,
    /// Who issued it, as it names itself.
    pub issuer: String,
    /// The issuer's level.
    pub issuer_level: IssuerLevel,
    /// The number of the decision.
    pub decision_number: String,
    /// The day of issue.
    pub issued_on: NaiveDate,
    /// The year of the round in which the product was recognised.
    pub recognised_year: Option<i32>,
    /// Whether it is sample data.
    pub demo: bool,
}

/// Why a certificate was not recorded.
#[derive(Debug, thiserror::Error)]
pub enum RecordCertificateError {
    /// There is no such producer.
    #[error("there is no such producer")]
    ProducerNotFound,
    /// The actor does not run the programme in the producer's province.
    #[error("only an officer of the producer's province may do this")]
    NotAllowed,
    /// A number, a product name or an issuer is missing or overlong.
    #[error("number, decision, product and issuer are needed")]
    Incomplete,
    /// A certificate with this number exists.
    #[error("a certificate with this number exists")]
    NumberTaken,
    /// Not 3 to 5 stars.
    #[error("a certificate has 3, 4 or 5 stars")]
    InvalidStars,
    /// Not 0 to 10,000, or below what the stars need.
    #[error("the score does not reach the stars")]
    InvalidScore,
    /// Five stars are the ministry's, and the ministry gives nothing else.
    #[error("five stars come from the ministry, and only these")]
    IssuerLevelMismatch,
    /// "Potential five-star" is said of four stars with 90 points or more.
    #[error("potential five-star needs four stars and 90 points")]
    InvalidPotentialFive,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

impl Programme {
    /// Records a certificate; it is active from its day of issue. Permission
    /// as for [`Programme::set_producer_status`].
    ///
    /// # Errors
    /// [`RecordCertificateError`].
    pub async fn record_certificate(
        &self,
        actor: &Actor,
        new: NewCertificate,
    ) -> Result<CertificateId, RecordCertificateError> {
        let tx = self.db.begin().await?;
        let id = self.record_certificate_in(&tx, actor, new).await?;
        tx.commit().await?;
        self.outbox.wake();
        Ok(id)
    }

    /// [`Programme::record_certificate`] in the caller's transaction.
    ///
    /// # Errors
    /// [`RecordCertificateError`].
    pub async fn record_certificate_in(
        &self,
        tx: &Tx,
        actor: &Actor,
        new: NewCertificate,
    ) -> Result<CertificateId, RecordCertificateError> {
        let producer = producers::by_id(tx, new.producer_id)
            .await?
            .ok_or(RecordCertificateError::ProducerNotFound)?;
        if !runs_programme_in(actor, &producer.province_code) {
            return Err(RecordCertificateError::NotAllowed);
        }
        let now = self.clock.now();
        let certificate = certificate(new, CertificateId::new(now))?;
        if !certificates::insert(tx, &certificate, now).await? {
            return Err(RecordCertificateError::NumberTaken);
        }
        let entry = CertificateEvent {
            status: certificate.status,
            ground: None,
            grounds: None,
            decision_number: certificate.decision_number,
            actor: actor.label(),
            at: now,
        };
        certificates::append_event(tx, certificate.id, entry).await?;
        let event = Event {
            topic: events::CERTIFICATE_CHANGED,
            subject: certificate.id.0,
            at: now,
        };
        self.outbox.announce(tx, event).await?;
        Ok(certificate.id)
    }
}

/// Checks what was recorded. The stars are the decision's; the score is only
/// held against the lower bound of their band (Decision 148/QĐ-TTg: 50, 70
/// and 90 points), because a product that the centre did not recognise keeps
/// its four stars with 90 points.
pub(crate) fn certificate(
    new: NewCertificate,
    id: CertificateId,
) -> Result<Certificate, RecordCertificateError> {
    use RecordCertificateError as Error;
    let [number, product_name, issuer, decision_number] = [
        &new.number,
        &new.product_name,
        &new.issuer,
        &new.decision_number,
    ]
    .map(|text| text::clean(text));
    for text in [&number, &product_name, &issuer, &decision_number] {
        if text.is_empty() || text.chars().count() > 300 {
            return Err(Error::Incomplete);
        }
    }
    let least = match new.stars {
        3 => 5_000,
        4 => 7_000,
        5 => 9_000,
        _ => return Err(Error::InvalidStars),
    };
    if !(least..=10_000).contains(&new.score_hundredths) {
        return Err(Error::InvalidScore);
    }
    if (new.stars == 5) != (new.issuer_level == IssuerLevel::Ministry) {
        return Err(Error::IssuerLevelMismatch);
    }
    if new.potential_five && !(new.stars == 4 && new.score_hundredths >= 9_000) {
        return Err(Error::InvalidPotentialFive);
    }
    Ok(Certificate {
        id,
        number,
        producer_id: new.producer_id,
        product_name,
        stars: new.stars,
        score_hundredths: new.score_hundredths,
        potential_five: new.potential_five,
        issuer,
        issuer_level: new.issuer_level,
        decision_number,
        issued_on: new.issued_on,
        expires_on: clock::months_after(new.issued_on, validity_months(new.issued_on)),
        status: CertificateStatus::Active,
        held: false,
        recognised_year: new.recognised_year,
        demo: new.demo,
    })
}
