//! A producer brings a product into a cycle.

use super::dossier::{Dossier, DossierKind};
use super::status::{DossierCommand, DossierStatus};
use crate::store::{certificates, cycles, dossiers, producers};
use crate::{CertificateStatus, ProducerStatus, Programme};
use kernel::{Actor, CertificateId, CycleId, DossierId, ProducerId, Right, clock, text};
use sea_orm::DbErr;

/// The longest name of a product, in characters.
const MAX_NAME: usize = 200;
/// The longest idea or plan, in characters.
pub(super) const MAX_TEXT: usize = 20_000;

/// A dossier to be.
#[derive(Clone, Debug)]
pub struct NewDossier {
    /// In which cycle.
    pub cycle_id: CycleId,
    /// Whose.
    pub producer_id: ProducerId,
    /// Why. A renewal and an upgrade begin with the dossier itself: idea and
    /// plan were looked at before.
    pub kind: DossierKind,
    /// The certificate that a renewal or an upgrade follows.
    pub previous_certificate_id: Option<CertificateId>,
    /// The product's name, 1 to 200 characters; that of the certificate before
    /// without it.
    pub product_name: Option<String>,
    /// Its group, in the words of the cycle's scheme.
    pub group_code: String,
    /// Its product set: under Decision 148, and only there.
    pub product_set: Option<i32>,
    /// The idea, 1 to 20,000 characters.
    pub idea: String,
    /// Whether it is sample data.
    pub demo: bool,
}

/// Why a dossier was not registered.
#[derive(Debug, thiserror::Error)]
pub enum RegisterDossierError {
    /// No such cycle, or it is closed.
    #[error("there is no such open cycle")]
    CycleNotFound,
    /// No such producer, or not the actor's: nobody learns which.
    #[error("there is no such producer")]
    ProducerNotFound,
    /// The producer is not of the cycle's province.
    #[error("the cycle is another province's")]
    OtherProvince,
    /// An applicant or closed producer takes no part.
    #[error("the producer's standing does not allow this")]
    ProducerStanding,
    /// 1 to 200 characters.
    #[error("the product needs a name of 1 to 200 characters")]
    InvalidName,
    /// 1 to 20,000 characters.
    #[error("the idea needs 1 to 20,000 characters")]
    InvalidIdea,
    /// The scheme knows no such group, or the set is another group's.
    #[error("there is no such product group")]
    InvalidGroup,
    /// Associations and boards take part in the tourism group only.
    #[error("the producer's legal form is for tourism only")]
    TourismOnly,
    /// A renewal or an upgrade needs a certificate of this producer that no
    /// other has replaced; a new product has none. Five stars cannot be
    /// upgraded.
    #[error("the certificate before does not fit")]
    PreviousCertificate,
    /// The product is on its way in this cycle already.
    #[error("the product is in this cycle already")]
    AlreadyRegistered,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

impl Programme {
    /// Brings a product into a cycle. Permission: the producer's people, and
    /// who runs the programme in its province.
    ///
    /// # Errors
    /// [`RegisterDossierError`].
    pub async fn register_dossier(
        &self,
        actor: &Actor,
        new: NewDossier,
    ) -> Result<Dossier, RegisterDossierError> {
        use RegisterDossierError as Error;
        let now = self.clock.now();
        let today = clock::day_in_vietnam(now);
        let tx = self.db.begin().await?;
        let producer = producers::lock(&tx, new.producer_id)
            .await?
            .filter(|producer| {
                actor.acts_for(producer.id, Right::Dossiers).is_some()
                    || crate::permission::runs_programme_in(actor, &producer.province_code)
            })
            .ok_or(Error::ProducerNotFound)?;
        let cycle = cycles::by_id(&tx, new.cycle_id)
            .await?
            .filter(|cycle| cycle.opened_on <= today)
            .filter(|cycle| cycle.closed_on.is_none_or(|last| today <= last))
            .ok_or(Error::CycleNotFound)?;
        if cycle.province_code != producer.province_code {
            return Err(Error::OtherProvince);
        }
        if !matches!(
            producer.status,
            ProducerStatus::Verified | ProducerStatus::Active
        ) {
            return Err(Error::ProducerStanding);
        }
        let previous = match new.previous_certificate_id {
            Some(id) => certificates::by_id(&tx, id).await?,
            None => None,
        };
        let fits = match (new.kind, &previous, new.previous_certificate_id) {
            (DossierKind::New, None, None) => true,
            (DossierKind::Renewal | DossierKind::Upgrade, Some(before), Some(_)) => {
                before.producer_id == producer.id
                    && before.status != CertificateStatus::Superseded
                    && (new.kind == DossierKind::Renewal || before.stars < 5)
            }
            _ => false,
        };
        if !fits {
            return Err(Error::PreviousCertificate);
        }
        let name = new
            .product_name
            .as_deref()
            .or(previous.as_ref().map(|before| before.product_name.as_str()));
        let product_name = text::clean(name.unwrap_or_default());
        if product_name.is_empty() || product_name.chars().count() > MAX_NAME {
            return Err(Error::InvalidName);
        }
        let idea = prose(&new.idea).ok_or(Error::InvalidIdea)?;
        let group = cycle
            .scheme
            .group(&new.group_code)
            .filter(|group| cycle.scheme.has_set(group, new.product_set))
            .ok_or(Error::InvalidGroup)?;
        if producer.legal_form.tourism_only() && !group.is_tourism() {
            return Err(Error::TourismOnly);
        }
        let dossier = Dossier {
            id: DossierId::new(now),
            cycle_id: cycle.id,
            producer_id: producer.id,
            kind: new.kind,
            previous_certificate_id: new.previous_certificate_id,
            product_name,
            group_code: group.code.to_owned(),
            product_set: new.product_set,
            idea,
            plan: None,
            status: match new.kind {
                DossierKind::New => DossierStatus::IdeaRegistered,
                DossierKind::Renewal | DossierKind::Upgrade => DossierStatus::DossierDraft,
            },
            average: None,
            mandatory_failed: false,
            stars: None,
            demo: new.demo,
            created_at: now,
        };
        // The producer's row is locked: two at once see each other.
        if dossiers::under_way(&tx, &dossier).await? {
            return Err(Error::AlreadyRegistered);
        }
        let begun = DossierCommand::Register;
        let of = producer.id;
        if !super::on_record(&tx, actor, of, begun.as_str(), dossier.id.0, now).await? {
            return Err(Error::ProducerNotFound);
        }
        dossiers::insert(&tx, &dossier).await?;
        dossiers::append(&tx, &dossier, begun, None, actor, now).await?;
        tx.commit().await?;
        Ok(dossier)
    }
}

/// A text of several paragraphs, 1 to 20,000 characters.
pub(super) fn prose(text: &str) -> Option<String> {
    let text = text::clean_lines(text);
    (!text.is_empty() && text.chars().count() <= MAX_TEXT).then_some(text)
}
