//! A producer begins a listing.

use super::authority::proved;
use super::content::ListingContent;
use super::{Change, ChangeStatus, Listing};
use crate::entity::product;
use crate::store::{changes, events, listings};
use crate::{Catalog, ListingStatus, ProductKind, projection};
use db::Tx;
use kernel::{Actor, CertificateId, ChangeId, ProducerId, ProductId, Right, Timestamp, text};
use programme::taxonomy::{self, ProductGroup};
use programme::{Certificate, Producer, ProducerStatus};
use sea_orm::DbErr;
use serde_json::json;

/// The most listings of a producer, whatever became of them.
pub const MAX_LISTINGS: u64 = 1_000;

/// A listing to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewListing {
    /// Whose.
    pub producer_id: ProducerId,
    /// 1 to 26; it stays.
    pub product_set: i32,
    /// Under which certificate; may come later.
    pub certificate_id: Option<CertificateId>,
    /// The name; that on the certificate without it.
    pub name: Option<String>,
}

/// Why there is no listing.
#[derive(Debug, thiserror::Error)]
pub enum CreateListingError {
    /// No such producer that the actor acts for.
    #[error("there is no such producer")]
    NotFound,
    /// The producer may not trade now.
    #[error("the producer is not active")]
    NotTrading,
    /// The producer has no such certificate.
    #[error("the producer has no such certificate")]
    UnknownCertificate,
    /// No such product set.
    #[error("there is no such product set")]
    UnknownProductSet,
    /// The producer's legal form takes part in tourism only.
    #[error("the legal form may offer tourism services only")]
    LegalFormMismatch,
    /// No name and no certificate that gives one, or more than 150 characters.
    #[error("a name of 1 to 150 characters is needed")]
    Name,
    /// The producer has too many.
    #[error("a producer has at most {MAX_LISTINGS} listings")]
    TooMany,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(CreateListingError);

impl Catalog {
    /// Begins a listing with a draft that only its producer sees. Permission:
    /// the producer's people, and who has its right to listings.
    ///
    /// # Errors
    /// [`CreateListingError`]; then nothing has changed.
    pub async fn create_listing(
        &self,
        actor: &Actor,
        new: &NewListing,
    ) -> Result<Listing, CreateListingError> {
        db::retry(|| self.create_listing_once(actor, new)).await
    }

    async fn create_listing_once(
        &self,
        actor: &Actor,
        new: &NewListing,
    ) -> Result<Listing, CreateListingError> {
        use CreateListingError as Error;
        let now = self.clock.now();
        let id = ProductId::new(now);
        let tx = self.db.begin().await?;
        let used = ("CREATE_LISTING", id.0);
        if !proved(&tx, actor, new.producer_id, Right::Listings, used, now).await? {
            return Err(Error::NotFound);
        }
        let producer = programme::find_producer(&tx, new.producer_id).await?;
        let producer = producer.ok_or(Error::NotFound)?;
        let certificate = match new.certificate_id {
            Some(id) => programme::find_certificate(&tx, id).await?,
            None => None,
        };
        let there = listings::count_of(&tx, new.producer_id).await?;
        let name = beginnable(new, &producer, certificate.as_ref(), there)?;
        let content = ListingContent {
            name,
            certificate_id: new.certificate_id,
            ..ListingContent::default()
        };
        let begun = Begun {
            id,
            producer: &producer,
            product_set: new.product_set,
            content,
        };
        self.insert_listing(&tx, actor, begun, now).await?;
        let listing = self.listing_in(&tx, id).await?;
        tx.commit().await?;
        self.outbox.wake();
        listing.ok_or(Error::NotFound)
    }

    /// Writes a listing that may begin, with its draft.
    pub(crate) async fn insert_listing(
        &self,
        tx: &Tx,
        actor: &Actor,
        begun: Begun<'_>,
        now: Timestamp,
    ) -> Result<Change, DbErr> {
        let Begun {
            id,
            producer,
            product_set,
            content,
        } = begun;
        let set = taxonomy::product_set(product_set);
        let row = product::Model {
            id: id.0,
            slug: free_slug(tx, &content.name, id).await?,
            producer_id: producer.id.0,
            certificate_id: content.certificate_id.map(|id| id.0),
            product_set,
            kind: match set.map(|set| set.group) {
                Some(ProductGroup::Tourism) => ProductKind::Service,
                _ => ProductKind::Goods,
            }
            .as_str()
            .to_owned(),
            name: content.name.clone(),
            status: ListingStatus::Draft.as_str().to_owned(),
            demo: producer.demo,
            ..product::Model::empty(now)
        };
        listings::insert(tx, row).await?;
        let change = Change {
            product_id: id,
            producer_id: producer.id,
            created_by: actor.account_id(),
            ..Change::draft(content, 0, now)
        };
        changes::insert(tx, &change).await?;
        projection::refresh(&self.outbox, tx, id.0, now).await?;
        let details = json!({});
        events::append(tx, id, Some(change.id), "CREATE", actor, details, now).await?;
        Ok(change)
    }

    /// The listing as the transaction sees it.
    pub(super) async fn listing_in(
        &self,
        tx: &Tx,
        id: ProductId,
    ) -> Result<Option<Listing>, DbErr> {
        let Some(row) = listings::by_id(tx, id).await? else {
            return Ok(None);
        };
        let mut whole = listings::whole(tx, vec![row]).await?;
        Ok(whole.pop())
    }
}

impl Change {
    /// A draft of that content; of which product, and by whom, is to be filled
    /// in.
    pub(super) fn draft(content: ListingContent, base_version: i64, now: Timestamp) -> Self {
        Self {
            id: ChangeId::new(now),
            product_id: ProductId(uuid::Uuid::nil()),
            producer_id: ProducerId(uuid::Uuid::nil()),
            status: ChangeStatus::Draft,
            content,
            base_version,
            version: 1,
            created_by: None,
            created_at: now,
            updated_at: now,
            submitted_at: None,
            submissions: 0,
            claimed_by: None,
            claimed_until: None,
            decided_by: None,
            decided_at: None,
            reasons: Vec::new(),
            note: None,
        }
    }
}

/// A listing that may begin.
pub(crate) struct Begun<'a> {
    pub(crate) id: ProductId,
    pub(crate) producer: &'a Producer,
    pub(crate) product_set: i32,
    pub(crate) content: ListingContent,
}

/// The name under which a listing of the producer may begin, which has so many
/// already; `certificate` is the one that it names.
pub(crate) fn beginnable(
    new: &NewListing,
    producer: &Producer,
    certificate: Option<&Certificate>,
    listings: u64,
) -> Result<String, CreateListingError> {
    use CreateListingError as Error;
    if producer.status != ProducerStatus::Active {
        return Err(Error::NotTrading);
    }
    let set = taxonomy::product_set(new.product_set).ok_or(Error::UnknownProductSet)?;
    if !producer.legal_form.may_make(set.group) {
        return Err(Error::LegalFormMismatch);
    }
    let certificate = certificate.filter(|own| own.producer_id == new.producer_id);
    if new.certificate_id.is_some() && certificate.is_none() {
        return Err(Error::UnknownCertificate);
    }
    let name = new.name.as_deref().map(text::clean);
    let name = name
        .filter(|name| !name.is_empty())
        .or(certificate.map(|own| own.product_name.clone()));
    let name = name.filter(|name| name.chars().count() <= 150);
    let name = name.ok_or(Error::Name)?;
    if listings >= MAX_LISTINGS {
        return Err(Error::TooMany);
    }
    Ok(name)
}

/// A slug of the name; with a mark of the id where another product has it.
async fn free_slug(tx: &Tx, name: &str, id: ProductId) -> Result<String, DbErr> {
    let slug = text::slug(name);
    if !slug.is_empty() && !listings::slug_is_taken(tx, &slug).await? {
        return Ok(slug);
    }
    let hex = id.0.simple().to_string();
    // The end of a UUIDv7 is random.
    let mark = hex.get(24..).unwrap_or_default();
    let stem = if slug.is_empty() { "san-pham" } else { &slug };
    Ok(format!("{stem}-{mark}"))
}
