//! The batches of one request. A domain folder that needs one adds a field.

use super::loader::Loader;
use crate::services::Services;
use catalog::bulk::RowProblem;
use catalog::collections::Collection;
use catalog::points_of_sale::{Fetched, PointOfSale, PointStock, Shelf, ShelfPage};
use catalog::producer_story::ProducerStory;
use catalog::questions::{PublicQuestions, QuestionPage};
use catalog::reviews::{PublicReviews, Rating, ReviewPage};
use catalog::sessions::Session;
use catalog::{Card, ProductDetails, ProductPage};
use files::StoredFile;
use kernel::{
    AccountId, CertificateId, CouncilSessionId, CycleId, DecisionId, DossierId, FileId,
    InspectionId, ListingImportId, OrderId, Page, PointOfSaleId, ProducerGrantId, ProducerId,
    ProducerOrderId, ProductId, ReviewId, VariantId,
};
use orders::order::{Fulfillment, Order, OrderEvent, OrderLine, ProducerOrder};
use payments::Payment;
use programme::council::{AgendaItem, ScoreSheet, Seat};
use programme::cycles::Cycle;
use programme::decisions::{DecisionMeasure, DecisionResult};
use programme::dossiers::{Checklist, CommuneReport, Dossier, DossierDocument, DossierEvent};
use programme::inspections::{Finding, InspectionEvent, Sample};
use std::collections::HashMap;
use std::sync::Arc;

/// A loader over a use case that answers many keys at once.
macro_rules! batch {
    ($service:expr, |$keys:ident| $call:ident($argument:ident), |$row:pat_param| $entry:expr) => {{
        let service = $service.clone();
        Loader::new(move |$keys: Vec<_>| {
            let service = service.clone();
            async move {
                let rows = service.$call(&$argument).await?;
                Ok(rows
                    .into_iter()
                    .map(|$row| $entry)
                    .collect::<HashMap<_, _>>())
            }
        })
    }};
}

/// The same for use cases that answer several rows to a key.
macro_rules! grouped {
    ($service:expr, |$keys:ident| $call:ident($argument:ident), |$row:ident| $key:expr) => {{
        let service = $service.clone();
        Loader::new(move |$keys: Vec<_>| {
            let service = service.clone();
            async move {
                let mut groups = HashMap::<_, Vec<_>>::new();
                for $row in service.$call(&$argument).await? {
                    groups.entry($key).or_default().push($row);
                }
                Ok(groups
                    .into_iter()
                    .map(|(key, rows)| (key, Arc::new(rows)))
                    .collect::<HashMap<_, _>>())
            }
        })
    }};
}

/// A product on a shelf.
type OnShelf = (PointOfSaleId, ProductId);

/// The batches of one request.
pub(crate) struct Loaders {
    /// Public cards.
    pub(crate) cards: Loader<ProductId, Arc<Card>>,
    /// Stories and the rest of a product's page.
    pub(crate) details: Loader<ProductId, Arc<ProductDetails>>,
    /// The public collections that public products are in.
    pub(crate) collections: Loader<ProductId, Arc<Vec<(ProductId, Collection)>>>,
    /// What goes with public products.
    pub(crate) related: Loader<ProductId, Arc<Vec<(ProductId, Card)>>>,
    /// Listings whose change the reader may see.
    pub(crate) listings: Loader<ProductId, Arc<catalog::listing::Listing>>,
    /// The products of public variants.
    pub(crate) products_of_variants: Loader<VariantId, ProductId>,
    /// What can be bought of a variant now.
    pub(crate) availability: Loader<VariantId, i64>,
    /// The next sessions of offers that the caller has.
    pub(crate) sessions: Loader<VariantId, Arc<Vec<(VariantId, Session)>>>,
    /// Where products that the caller has are sold over the counter.
    pub(crate) points_of_products: Loader<ProductId, Arc<Vec<(ProductId, PointOfSale)>>>,
    /// The points of sale of producers.
    pub(crate) points_of_producers: Loader<ProducerId, Arc<Vec<(ProducerId, PointOfSale)>>>,
    /// Where one producer's goods in a cart can be fetched.
    pub(crate) pick_up_points: Loader<Fetched, Arc<Vec<(Fetched, PointOfSale)>>>,
    /// Pages of shelves of points that the caller has: public products only.
    pub(crate) shelves: Loader<(PointOfSaleId, ShelfPage), Arc<Shelf>>,
    /// What products are called, public or not: for objects whose reader may
    /// know.
    pub(crate) product_names: Loader<ProductId, String>,
    /// Pages of the public reviews of products that the caller has.
    pub(crate) reviews: Loader<(ProductId, ReviewPage), Arc<PublicReviews>>,
    /// Which reviews accounts found helpful.
    pub(crate) votes: Loader<(AccountId, ReviewId), ()>,
    /// What buyers say of producers.
    pub(crate) producer_ratings: Loader<ProducerId, Rating>,
    /// Pages of the public questions about products that the caller has.
    pub(crate) questions: Loader<(ProductId, QuestionPage), Arc<PublicQuestions>>,
    /// Which products accounts keep in mind.
    pub(crate) wished: Loader<(AccountId, ProductId), ()>,
    /// What the public reads of producers.
    pub(crate) stories: Loader<ProducerId, Arc<ProducerStory>>,
    /// What is counted of products on shelves that the caller has.
    pub(crate) shelf_stock: Loader<OnShelf, Arc<Vec<(OnShelf, PointStock)>>>,
    /// Where units of the caller's own variants stand.
    pub(crate) stocked_at: Loader<VariantId, Arc<Vec<(VariantId, PointStock)>>>,
    /// Points that something refers to.
    pub(crate) points: Loader<PointOfSaleId, Arc<PointOfSale>>,
    /// Producers of any status: for objects that refer to one.
    pub(crate) producers: Loader<ProducerId, Arc<programme::Producer>>,
    /// What became of producers whose record the caller has.
    pub(crate) producer_histories: Loader<ProducerId, Arc<Vec<programme::ProducerEvent>>>,
    /// How it was established who they are.
    pub(crate) producer_verifications:
        Loader<ProducerId, Arc<Vec<programme::ProducerVerification>>>,
    /// Certificates of any status: for objects that refer to one.
    pub(crate) certificates: Loader<CertificateId, Arc<programme::Certificate>>,
    /// Cycles that a dossier or a decision refers to.
    pub(crate) cycles: Loader<CycleId, Arc<Cycle>>,
    /// Dossiers that something refers to whose reader may see them.
    pub(crate) dossiers: Loader<DossierId, Arc<Dossier>>,
    /// What happened to dossiers.
    pub(crate) dossier_histories: Loader<DossierId, Arc<Vec<(DossierId, DossierEvent)>>>,
    /// What communes say of dossiers.
    pub(crate) commune_reports: Loader<DossierId, Arc<Vec<(DossierId, CommuneReport)>>>,
    /// The documents of dossiers.
    pub(crate) dossier_documents: Loader<DossierId, Arc<Vec<DossierDocument>>>,
    /// What was taken away from dossiers, for whom `reads_removed` lets.
    pub(crate) removed_documents: Loader<DossierId, Arc<Vec<DossierDocument>>>,
    /// Which documents dossiers need.
    pub(crate) dossier_checklists: Loader<DossierId, Arc<Checklist>>,
    /// First pages of what is to be said of the rows of imports that the caller
    /// has.
    pub(crate) import_problems: Loader<(ListingImportId, u32), Arc<Page<RowProblem>>>,
    /// The facts of files that something refers to whose reader may see them.
    pub(crate) files: Loader<FileId, Arc<StoredFile>>,
    /// What councils gave dossiers.
    pub(crate) score_sheets: Loader<DossierId, Arc<Vec<ScoreSheet>>>,
    /// Who sits in councils.
    pub(crate) council_seats: Loader<CouncilSessionId, Arc<Vec<(CouncilSessionId, Seat)>>>,
    /// What councils score.
    pub(crate) council_agendas: Loader<CouncilSessionId, Arc<Vec<AgendaItem>>>,
    /// What decisions say.
    pub(crate) decision_results: Loader<DecisionId, Arc<Vec<(DecisionId, DecisionResult)>>>,
    /// What decisions do to certificates that exist.
    pub(crate) decision_measures: Loader<DecisionId, Arc<Vec<(DecisionId, DecisionMeasure)>>>,
    /// What happened to certificates.
    pub(crate) certificate_histories:
        Loader<CertificateId, Arc<Vec<(CertificateId, programme::CertificateEvent)>>>,
    /// Accounts that have a right which the caller gave.
    pub(crate) grantees: Loader<AccountId, Arc<identity::Account>>,
    /// The latest uses of such rights.
    pub(crate) grant_uses: Loader<ProducerGrantId, Arc<Vec<identity::GrantUse>>>,
    /// Which certificates an inspection holds.
    pub(crate) held: Loader<CertificateId, ()>,
    /// What inspections found.
    pub(crate) findings: Loader<InspectionId, Arc<Vec<Finding>>>,
    /// What inspections took for laboratories.
    pub(crate) samples: Loader<InspectionId, Arc<Vec<Sample>>>,
    /// What happened to inspections.
    pub(crate) inspection_history: Loader<InspectionId, Arc<Vec<InspectionEvent>>>,
    /// Orders that a part refers to.
    pub(crate) orders: Loader<OrderId, Arc<Order>>,
    /// The parts of orders.
    pub(crate) parts: Loader<OrderId, Arc<Vec<ProducerOrder>>>,
    /// What happened to orders.
    pub(crate) history: Loader<OrderId, Arc<Vec<OrderEvent>>>,
    /// The lines of parts.
    pub(crate) lines: Loader<ProducerOrderId, Arc<Vec<OrderLine>>>,
    /// The parcels of parts.
    pub(crate) fulfillments: Loader<ProducerOrderId, Arc<Vec<Fulfillment>>>,
    /// The payments of orders, by what they are for.
    pub(crate) payments: Loader<uuid::Uuid, Payment>,
}

impl Loaders {
    /// Loaders that have loaded nothing yet.
    pub(crate) fn new(services: &Services) -> Self {
        let (catalog, programme, orders) =
            (&services.catalog, &services.programme, &services.orders);
        Self {
            cards: batch!(catalog, |keys| cards_by_ids(keys), |card| (
                card.product_id,
                Arc::new(card)
            )),
            details: batch!(catalog, |keys| details_by_ids(keys), |row| (
                row.product_id,
                Arc::new(row)
            )),
            collections: grouped!(catalog, |keys| collections_of(keys), |row| row.0),
            related: grouped!(catalog, |keys| related_to(keys), |row| row.0),
            listings: batch!(catalog, |keys| listings_of_changes(keys), |listing| (
                listing.product_id,
                Arc::new(listing)
            )),
            products_of_variants: batch!(catalog, |keys| variants_by_ids(keys), |row| (
                row.1.id, row.0
            )),
            availability: batch!(catalog, |keys| availability(keys), |row| row),
            sessions: grouped!(catalog, |keys| sessions_of(keys), |row| row.0),
            import_problems: batch!(services.bulk, |keys| first_import_problems(keys), |row| (
                row.0,
                Arc::new(row.1)
            )),
            points_of_products: grouped!(catalog, |keys| points_of_products(keys), |row| row.0),
            points_of_producers: grouped!(catalog, |keys| points_of_producers(keys), |row| row.0),
            pick_up_points: grouped!(catalog, |keys| pick_up_points(keys), |row| row.0.clone()),
            shelves: batch!(catalog, |keys| shelves(keys), |row| (
                row.0,
                Arc::new(row.1)
            )),
            product_names: batch!(catalog, |keys| names_of_products(keys), |row| row),
            reviews: batch!(catalog, |keys| public_reviews(keys), |row| (
                row.0,
                Arc::new(row.1)
            )),
            votes: batch!(catalog, |keys| votes_of(keys), |key| (key, ())),
            producer_ratings: batch!(catalog, |keys| producer_ratings(keys), |row| row),
            questions: batch!(catalog, |keys| public_questions(keys), |row| (
                row.0,
                Arc::new(row.1)
            )),
            wished: batch!(catalog, |keys| wished(keys), |key| (key, ())),
            stories: batch!(catalog, |keys| stories_of(keys), |row| (
                row.producer_id,
                Arc::new(row)
            )),
            shelf_stock: grouped!(catalog, |keys| point_stock(keys), |row| row.0),
            stocked_at: grouped!(catalog, |keys| stocked_at(keys), |row| row.0),
            points: batch!(catalog, |keys| points_by_ids(keys), |row| (
                row.id,
                Arc::new(row)
            )),
            producers: batch!(programme, |keys| producers_by_ids(keys), |row| (
                row.id,
                Arc::new(row)
            )),
            producer_histories: grouped!(programme, |keys| producer_histories(keys), |row| row
                .producer_id),
            producer_verifications: grouped!(
                programme,
                |keys| producer_verifications(keys),
                |row| row.producer_id
            ),
            certificates: batch!(programme, |keys| certificates_by_ids(keys), |row| (
                row.id,
                Arc::new(row)
            )),
            cycles: batch!(programme, |keys| cycles_by_ids(keys), |row| (
                row.id,
                Arc::new(row)
            )),
            dossiers: batch!(programme, |keys| dossiers_by_ids(keys), |row| (
                row.id,
                Arc::new(row)
            )),
            dossier_histories: grouped!(programme, |keys| dossier_histories(keys), |row| row.0),
            commune_reports: grouped!(programme, |keys| commune_reports(keys), |row| row.0),
            dossier_documents: grouped!(programme, |keys| dossier_documents(keys), |row| row
                .dossier_id),
            removed_documents: grouped!(programme, |keys| removed_documents(keys), |row| row
                .dossier_id),
            dossier_checklists: batch!(programme, |keys| dossier_checklists(keys), |row| (
                row.0,
                Arc::new(row.1)
            )),
            files: batch!(services.files, |keys| by_ids(keys), |row| (
                row.id,
                Arc::new(row)
            )),
            score_sheets: grouped!(programme, |keys| score_sheets(keys), |row| row.dossier_id),
            council_seats: grouped!(programme, |keys| council_seats(keys), |row| row.0),
            council_agendas: grouped!(programme, |keys| council_agendas(keys), |row| row
                .session_id),
            decision_results: grouped!(programme, |keys| decision_results(keys), |row| row.0),
            decision_measures: grouped!(programme, |keys| decision_measures(keys), |row| row.0),
            certificate_histories: grouped!(programme, |keys| certificate_histories(keys), |row| {
                row.0
            }),
            grantees: batch!(services.identity, |keys| accounts_by_ids(keys), |row| (
                row.id,
                Arc::new(row)
            )),
            grant_uses: grouped!(services.identity, |keys| grant_uses(keys), |row| row.grant),
            held: batch!(programme, |keys| held_of(keys), |id| (id, ())),
            findings: grouped!(programme, |keys| findings_of(keys), |row| row.inspection_id),
            samples: grouped!(programme, |keys| samples_of(keys), |row| row.inspection_id),
            inspection_history: grouped!(programme, |keys| inspection_history_of(keys), |row| row
                .inspection_id),
            orders: batch!(orders, |keys| orders_by_ids(keys), |row| (
                row.id,
                Arc::new(row)
            )),
            parts: grouped!(orders, |keys| parts_of(keys), |row| row.order_id),
            history: grouped!(orders, |keys| history_of(keys), |row| row.order_id),
            lines: grouped!(orders, |keys| lines_of(keys), |row| row.producer_order_id),
            fulfillments: grouped!(orders, |keys| fulfillments_of(keys), |row| row
                .producer_order_id),
            payments: batch!(services.payments, |keys| by_references(keys), |row| (
                row.reference,
                row
            )),
        }
    }

    /// Takes what a page carried along, and answers its card.
    pub(crate) fn prime(&self, page: ProductPage) -> Card {
        let ProductPage {
            card,
            details,
            certificate,
            producer,
            story,
            availability,
        } = page;
        self.details.prime(card.product_id, Arc::new(details));
        self.certificates
            .prime(certificate.id, Arc::new(certificate));
        match story {
            Some(story) => self.stories.prime(producer.id, Arc::new(story)),
            None => self.stories.prime_without(producer.id),
        }
        self.producers.prime(producer.id, Arc::new(producer));
        for (variant, units) in availability.into_iter().flatten() {
            self.availability.prime(variant, units);
        }
        card
    }

    /// Forgets what a step of a dossier may have changed.
    pub(crate) fn clear_round(&self) {
        self.certificates.clear();
        self.dossiers.clear();
        self.dossier_histories.clear();
        self.commune_reports.clear();
        self.dossier_documents.clear();
        self.removed_documents.clear();
        self.score_sheets.clear();
        self.council_agendas.clear();
        self.decision_results.clear();
        self.decision_measures.clear();
        self.certificate_histories.clear();
    }

    /// Forgets what a change of a point of sale or its shelf may have changed.
    pub(crate) fn clear_points(&self) {
        self.points_of_products.clear();
        self.points_of_producers.clear();
        self.pick_up_points.clear();
        self.shelves.clear();
        self.shelf_stock.clear();
        self.stocked_at.clear();
        self.points.clear();
    }

    /// Forgets what a change of a review or a question may have changed.
    pub(crate) fn clear_feedback(&self) {
        self.cards.clear();
        self.reviews.clear();
        self.votes.clear();
        self.producer_ratings.clear();
        self.questions.clear();
    }

    /// Forgets what a write may have changed. Mutations call it that move
    /// stock or decide about producers, because the fields of their payload
    /// read again.
    pub(crate) fn clear(&self) {
        self.import_problems.clear();
        self.availability.clear();
        self.shelf_stock.clear();
        self.stocked_at.clear();
        self.sessions.clear();
        self.listings.clear();
        self.cards.clear();
        self.collections.clear();
        self.related.clear();
        self.certificates.clear();
        self.held.clear();
        self.findings.clear();
        self.samples.clear();
        self.inspection_history.clear();
        self.parts.clear();
        self.history.clear();
        self.lines.clear();
        self.fulfillments.clear();
        self.payments.clear();
        self.orders.clear();
        self.producers.clear();
        self.stories.clear();
        self.producer_histories.clear();
        self.producer_verifications.clear();
        self.clear_points();
    }
}
