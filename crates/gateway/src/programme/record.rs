//! What is not public about a producer. A type of its own: no field of
//! `Producer` can give it away, and whoever holds one has been asked for by the
//! use case.

use super::types::LegalForm;
use super::{Commune, Province};
use crate::schema::connection::{PageInfo, count, edge};
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::{DateTime, LanguageCode};
use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use kernel::{Cursor, Language, Page};
use programme::Producer;
use std::sync::Arc;

/// A producer with what is not public about it.
#[derive(Clone)]
pub(crate) struct ProducerRecord(pub(super) Arc<Producer>);

impl From<Producer> for ProducerRecord {
    fn from(producer: Producer) -> Self {
        Self(Arc::new(producer))
    }
}

/// A producer (chủ thể) in whatever status, with what is not public about it:
/// for its own people and for the officers of its province.
#[Object]
impl ProducerRecord {
    /// The producer's global id.
    async fn id(&self) -> ID {
        self.0.id.to_global()
    }

    /// The name in addresses; it never changes.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// The name.
    async fn name(
        &self,
        #[graphql(desc = "Language of the name.", default_with = "LanguageCode::Vi")]
        language: LanguageCode,
    ) -> &str {
        Language::from(language).pick_or(&self.0.name, self.0.name_en.as_deref())
    }

    /// Where it stands; the public sees it while it is `ACTIVE`.
    async fn status(&self) -> ProducerStatus {
        self.0.status.into()
    }

    /// What kind of legal person it is.
    async fn legal_form(&self) -> LegalForm {
        self.0.legal_form.into()
    }

    /// The tax code; null where none was given.
    async fn tax_code(&self) -> Option<&str> {
        self.0.tax_code.as_deref()
    }

    /// The number of its business registration; null where none was given.
    async fn registration_number(&self) -> Option<&str> {
        self.0.registration_number.as_deref()
    }

    /// The legal representative's name; null where none was given. Personal
    /// data.
    async fn representative(&self) -> Option<&str> {
        self.0.representative.as_deref()
    }

    /// The telephone number.
    async fn phone(&self) -> &str {
        &self.0.phone
    }

    /// The e-mail address.
    async fn email(&self) -> &str {
        &self.0.email
    }

    /// House, street, hamlet.
    async fn street(&self) -> &str {
        &self.0.street
    }

    /// The commune where it sits; null for a code that is no longer one.
    async fn commune(&self, ctx: &Context<'_>) -> Option<Result<Commune>> {
        Commune::find(ctx, &self.0.commune_code).await.transpose()
    }

    /// The province where it sits; null for a code that is no longer one.
    async fn province(&self, ctx: &Context<'_>) -> Option<Result<Province>> {
        Province::find(ctx, &self.0.province_code).await.transpose()
    }

    /// The year of its founding; null where not recorded.
    async fn founded_year(&self) -> Option<i32> {
        self.0.founded_year
    }

    /// When it was registered.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// How it was established who it is, oldest first.
    async fn verifications(&self, ctx: &Context<'_>) -> Result<Vec<ProducerVerification>> {
        let found = ctx.loaders().producer_verifications.load(self.0.id).await?;
        let entries = found.iter().flat_map(|entries| entries.iter());
        Ok(entries.map(ProducerVerification::from).collect())
    }

    /// Where it stood and stands, oldest first. Nothing is ever taken out.
    async fn history(&self, ctx: &Context<'_>) -> Result<Vec<ProducerEvent>> {
        let found = ctx.loaders().producer_histories.load(self.0.id).await?;
        let entries = found.iter().flat_map(|entries| entries.iter());
        Ok(entries.map(ProducerEvent::from).collect())
    }
}

/// Who established when and how who a producer is.
#[derive(SimpleObject)]
pub(crate) struct ProducerVerification {
    /// How.
    method: VerificationMethod,
    /// What was seen.
    evidence: String,
    /// By whom, as a name of the system: `account:…`, or `system`.
    verifier: String,
    /// When.
    at: DateTime,
}

impl From<&programme::ProducerVerification> for ProducerVerification {
    fn from(row: &programme::ProducerVerification) -> Self {
        Self {
            method: row.method.into(),
            evidence: row.evidence.clone(),
            verifier: row.verifier.clone(),
            at: DateTime(row.at),
        }
    }
}

/// One entry of a producer's history.
#[derive(SimpleObject)]
pub(crate) struct ProducerEvent {
    /// What it became.
    status: ProducerStatus,
    /// Why; always there for `SUSPENDED` and `CLOSED`.
    grounds: Option<String>,
    /// By whom, as a name of the system: `account:…`, or `system`.
    actor: String,
    /// When.
    at: DateTime,
}

impl From<&programme::ProducerEvent> for ProducerEvent {
    fn from(row: &programme::ProducerEvent) -> Self {
        Self {
            status: row.status.into(),
            grounds: row.grounds.clone(),
            actor: row.actor.clone(),
            at: DateTime(row.at),
        }
    }
}

/// Where a producer stands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "programme::ProducerStatus")]
pub(crate) enum ProducerStatus {
    /// It asked to take part and waits for an officer.
    Applied,
    /// Who it is was established; it may not sell yet.
    Verified,
    /// It sells.
    Active,
    /// It is stopped for a while; nothing of it is shown or sold.
    Suspended,
    /// It is gone for good.
    Closed,
}

/// How it was established who a producer is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "programme::VerificationMethod")]
pub(crate) enum VerificationMethod {
    /// By its entry in the national business register.
    BusinessRegistration,
    /// By the citizen's card of who runs it.
    CitizenId,
    /// By a visit to its place.
    SiteVisit,
    /// By the national electronic identity (VNeID).
    NationalEid,
}

edge! {
    /// A record in a list.
    ProducerRecordEdge of ProducerRecord
}

/// Which list a page is of, for its count.
pub(super) enum Whole {
    Region(programme::RecordFilter),
    Own,
}

/// A page of records.
pub(crate) struct ProducerRecordConnection {
    page: Page<ProducerRecord>,
    whole: Whole,
}

impl ProducerRecordConnection {
    pub(super) fn new(page: Page<Producer>, whole: Whole) -> Self {
        let Page {
            rows,
            has_next,
            has_previous,
        } = page;
        let row = |(cursor, producer): (Cursor, Producer)| (cursor, producer.into());
        let rows = rows.into_iter().map(row).collect();
        Self {
            page: Page {
                rows,
                has_next,
                has_previous,
            },
            whole,
        }
    }
}

/// A page of records.
#[Object]
impl ProducerRecordConnection {
    /// The rows with their cursors.
    async fn edges(&self) -> Vec<ProducerRecordEdge> {
        let edge = |(cursor, node): &(Cursor, ProducerRecord)| ProducerRecordEdge {
            cursor: cursor.encode(),
            node: node.clone(),
        };
        self.page.rows.iter().map(edge).collect()
    }

    /// The rows.
    async fn nodes(&self) -> Vec<ProducerRecord> {
        let rows = self.page.rows.iter();
        rows.map(|(_, node)| node.clone()).collect()
    }

    /// Where the page stands in the list.
    async fn page_info(&self) -> PageInfo {
        PageInfo::from(&self.page)
    }

    /// How many rows the whole list has; counting stops at 10,000.
    async fn total_count(&self, ctx: &Context<'_>) -> Option<Result<i32>> {
        use crate::errors::OrFault;
        let programme = &ctx.services().programme;
        let counted = match &self.whole {
            Whole::Region(filter) => {
                programme
                    .count_producers_in_region(ctx.actor(), filter)
                    .await
            }
            Whole::Own => programme.count_own_producers(ctx.actor()).await,
        };
        Some(counted.or_fault().map(count))
    }
}
