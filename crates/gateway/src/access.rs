//! Who may call what: denied unless a line here says otherwise.
//!
//! [`ROOTS`] has a line for every field of `Query` and `Mutation`; admission
//! refuses a field without one, and a caller who does not meet its rule, before
//! anything runs. [`OBJECTS`] has a line for every object type and says why
//! whoever holds such an object may read its fields. Tests walk the schema in
//! both directions.
//!
//! A rule here is the outer gate. The use case still decides about the object
//! itself: that a producer's order belongs to the caller's producer is decided
//! in SQL, and somebody else's object is "not found".

mod objects;

pub use objects::{OBJECTS, Reach};

use crate::errors::Code;
use kernel::{Actor, Role};

/// Who may call a root field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Everybody.
    Public,
    /// Everybody with an account.
    SignedIn,
    /// Accounts with one of these roles; the use case narrows it to the role's
    /// scope.
    Roles(&'static [Role]),
    /// Whoever shows the object's own secret token, or owns the object: the
    /// use case checks.
    Secret,
}

impl Rule {
    /// Whether the actor meets the rule.
    ///
    /// # Errors
    /// [`Code::Unauthenticated`] for nobody known, [`Code::Forbidden`] for
    /// somebody without the role.
    pub fn check(self, actor: &Actor) -> Result<(), Code> {
        let signed_in = actor.account_id().is_some();
        match self {
            Rule::Public | Rule::Secret => Ok(()),
            Rule::SignedIn | Rule::Roles(_) if !signed_in => Err(Code::Unauthenticated),
            Rule::SignedIn => Ok(()),
            Rule::Roles(roles) if roles.iter().any(|role| actor.has_role(*role)) => Ok(()),
            Rule::Roles(_) => Err(Code::Forbidden),
        }
    }
}

/// Which root type a field belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operation {
    /// Reads.
    Query,
    /// Writes.
    Mutation,
}

/// The rule of one root field.
#[derive(Clone, Copy, Debug)]
pub struct Root {
    /// `Query` or `Mutation`.
    pub operation: Operation,
    /// The field's name.
    pub field: &'static str,
    /// Who may call it.
    pub rule: Rule,
    /// Whether it must be the only root field of its operation: what moves
    /// money or stock, and what tries a secret.
    pub alone: bool,
}

const fn query(field: &'static str, rule: Rule) -> Root {
    Root {
        operation: Operation::Query,
        field,
        rule,
        alone: false,
    }
}

const fn mutation(field: &'static str, rule: Rule) -> Root {
    Root {
        operation: Operation::Mutation,
        field,
        rule,
        alone: false,
    }
}

const fn mutation_alone(field: &'static str, rule: Rule) -> Root {
    Root {
        operation: Operation::Mutation,
        field,
        rule,
        alone: true,
    }
}

/// Every root field.
pub const ROOTS: &[Root] = &[
    // The catalogue.
    query("node", Rule::Public),
    query("nodes", Rule::Public),
    query("product", Rule::Public),
    query("products", Rule::Public),
    query("search", Rule::Public),
    query("suggest", Rule::Public),
    // Points of sale: the use case looks at who runs them.
    query("pointOfSale", Rule::Public),
    query("pointsOfSale", Rule::Public),
    query("nearestPointsOfSale", Rule::Public),
    query("pointOfSaleHistory", Rule::Roles(POINTS)),
    mutation("pointOfSaleCreate", Rule::Roles(POINTS)),
    mutation("pointOfSaleUpdate", Rule::Roles(POINTS)),
    mutation("pointOfSaleClose", Rule::Roles(POINTS)),
    mutation("pointOfSaleProductsAdd", Rule::Roles(POINTS)),
    mutation("pointOfSaleProductsRemove", Rule::Roles(POINTS)),
    mutation_alone("pointOfSaleStockSet", Rule::Roles(POINTS)),
    // The programme.
    query("producer", Rule::Public),
    query("producers", Rule::Public),
    query("provinces", Rule::Public),
    query("communes", Rule::Public),
    // The programme's work.
    query("programmeCycles", Rule::Public),
    query("criteriaSheet", Rule::Public),
    query("dossierChecklist", Rule::Public),
    query("dossier", Rule::Roles(ROUND)),
    query("dossiers", Rule::Roles(ROUND)),
    query("councilSession", Rule::Roles(COUNCILS)),
    query("councilSessions", Rule::Roles(COUNCILS)),
    query("decision", Rule::Roles(OFFICERS)),
    query("decisions", Rule::Roles(OFFICERS)),
    query("certificate", Rule::Public),
    mutation("cycleOpen", Rule::Roles(OFFICERS)),
    mutation("cycleClose", Rule::Roles(OFFICERS)),
    mutation("programmeTargetSet", Rule::Roles(OFFICERS)),
    mutation("criteriaSheetCreate", Rule::Roles(OFFICERS)),
    mutation("dossierRegister", Rule::Roles(DOSSIERS)),
    mutation("dossierIdeaRevise", Rule::Roles(PRODUCERS)),
    mutation("dossierPlanSubmit", Rule::Roles(PRODUCERS)),
    mutation("dossierDocumentAdd", Rule::Roles(PRODUCERS)),
    mutation("dossierDocumentRemove", Rule::Roles(PRODUCERS)),
    mutation("dossierSubmit", Rule::Roles(PRODUCERS)),
    mutation("dossierWithdraw", Rule::Roles(PRODUCERS)),
    mutation("dossierReview", Rule::Roles(OFFICERS)),
    mutation("communeReportCreate", Rule::Roles(OFFICERS)),
    mutation("councilSessionCreate", Rule::Roles(OFFICERS)),
    mutation("councilAgendaAdd", Rule::Roles(OFFICERS)),
    mutation("scoreSheetSign", Rule::Roles(&[Role::CouncilMember])),
    mutation("dossierScoringClose", Rule::Roles(OFFICERS)),
    mutation("decisionRecord", Rule::Roles(OFFICERS)),
    mutation_alone("decisionConfirm", Rule::Roles(OFFICERS)),
    mutation("decisionDiscard", Rule::Roles(OFFICERS)),
    query("communeResolve", Rule::Public),
    // Producers' records: the use case looks at region and producer.
    query("producerRecord", Rule::SignedIn),
    query("producerApplications", Rule::Roles(OFFICERS)),
    query("myProducers", Rule::SignedIn),
    mutation("producerRegister", Rule::SignedIn),
    mutation("producerVerify", Rule::Roles(OFFICERS)),
    mutation("producerActivate", Rule::Roles(OFFICERS)),
    mutation("producerSuspend", Rule::Roles(OFFICERS)),
    mutation("producerReinstate", Rule::Roles(OFFICERS)),
    mutation("producerClose", Rule::Roles(OFFICERS)),
    query("programmeStatistics", Rule::Public),
    query("registerImport", Rule::Roles(OFFICERS)),
    query("registerExport", Rule::Roles(OFFICERS)),
    mutation("registerImport", Rule::Roles(OFFICERS)),
    mutation("registerExport", Rule::Roles(OFFICERS)),
    // Accounts.
    query("me", Rule::Public),
    mutation_alone("sessionCreate", Rule::Public),
    mutation("sessionDelete", Rule::SignedIn),
    // Rights that producers' owners give.
    query("producerGrants", Rule::Roles(OWNERS)),
    mutation_alone("producerGrantCreate", Rule::Roles(OWNERS)),
    mutation("producerGrantRevoke", Rule::Roles(OWNERS)),
    // Carts: an id is a name, the secret is the key.
    query("cart", Rule::Secret),
    mutation("cartCreate", Rule::Public),
    mutation("cartLinesAdd", Rule::Secret),
    mutation("cartLinesUpdate", Rule::Secret),
    mutation("cartLinesRemove", Rule::Secret),
    mutation("cartAddressUpdate", Rule::Secret),
    mutation("cartContactUpdate", Rule::Secret),
    mutation("cartDeliveryUpdate", Rule::Secret),
    mutation_alone("cartCheckout", Rule::Secret),
    // Orders, for who placed them.
    query("order", Rule::Secret),
    query("orders", Rule::SignedIn),
    mutation_alone("orderPay", Rule::Secret),
    mutation_alone("orderCancel", Rule::Secret),
    // Parts of orders, for their producer's people.
    query("producerOrders", Rule::Roles(PRODUCERS)),
    query("producerOrder", Rule::Roles(PRODUCERS)),
    mutation("producerOrderConfirm", Rule::Roles(PRODUCERS)),
    mutation("producerOrderPack", Rule::Roles(PRODUCERS)),
    mutation_alone("producerOrderShip", Rule::Roles(PRODUCERS)),
    mutation_alone("producerOrderDeliver", Rule::Roles(PRODUCERS)),
    mutation_alone("producerOrderCancel", Rule::Roles(PRODUCERS)),
    // Inspections: officers in their provinces, inspectors what is theirs.
    query("inspections", Rule::Roles(SUPERVISORS)),
    query("inspection", Rule::Roles(SUPERVISORS)),
    query("inspectionChecklist", Rule::Roles(SUPERVISORS)),
    mutation("inspectionPlan", Rule::Roles(OFFICERS)),
    mutation("inspectionStart", Rule::Roles(INSPECTORS)),
    mutation("inspectionFindingAdd", Rule::Roles(INSPECTORS)),
    mutation("inspectionSampleAdd", Rule::Roles(INSPECTORS)),
    mutation_alone("inspectionConclude", Rule::Roles(INSPECTORS)),
    mutation_alone("inspectionSampleReport", Rule::Roles(SUPERVISORS)),
    mutation("inspectionCancel", Rule::Roles(OFFICERS)),
    mutation_alone("certificateHoldLift", Rule::Roles(OFFICERS)),
    query("inspectionProposals", Rule::Roles(OFFICERS)),
    query("certificatesExpiring", Rule::Roles(OFFICERS)),
    // Listings: producers write them, moderators decide.
    query("listing", Rule::Roles(LISTINGS)),
    query("listings", Rule::Roles(PRODUCERS)),
    query("listingChange", Rule::Roles(LISTINGS)),
    query("listingHistory", Rule::Roles(LISTINGS)),
    query("productAttributes", Rule::Public),
    query("parcelPresets", Rule::Public),
    mutation("listingCreate", Rule::Roles(PRODUCERS)),
    mutation("listingPause", Rule::Roles(PRODUCERS)),
    mutation("listingChangeBegin", Rule::Roles(PRODUCERS)),
    mutation("listingChangeUpdate", Rule::Roles(PRODUCERS)),
    mutation("listingChangeSubmit", Rule::Roles(PRODUCERS)),
    mutation("listingChangeWithdraw", Rule::Roles(PRODUCERS)),
    mutation_alone("variantPriceSet", Rule::Roles(PRODUCERS)),
    mutation_alone("variantStockSet", Rule::Roles(PRODUCERS)),
    mutation_alone("variantStockMove", Rule::Roles(PRODUCERS)),
    mutation("listingSeasonSet", Rule::Roles(PRODUCERS)),
    mutation_alone("variantSupplySet", Rule::Roles(PRODUCERS)),
    query("bookingSessions", Rule::Roles(PRODUCERS)),
    mutation_alone("bookingSessionsAdd", Rule::Roles(PRODUCERS)),
    mutation("bookingSessionClose", Rule::Roles(PRODUCERS)),
    mutation("pictureUploadCreate", Rule::Roles(PRODUCERS)),
    // Each makes a picture.
    mutation_alone("pictureUploadComplete", Rule::Roles(PRODUCERS)),
    query("listingImport", Rule::Roles(PRODUCERS)),
    query("listingImports", Rule::Roles(PRODUCERS)),
    query("listingExport", Rule::Roles(PRODUCERS)),
    mutation_alone("listingImportStart", Rule::Roles(PRODUCERS)),
    mutation("listingImportCancel", Rule::Roles(PRODUCERS)),
    mutation("listingExportStart", Rule::Roles(PRODUCERS)),
    // Producers' stories, the same way.
    query("producerStory", Rule::Roles(LISTINGS)),
    query("producerStoryChange", Rule::Roles(LISTINGS)),
    query("producerStoryHistory", Rule::Roles(LISTINGS)),
    query("producerStoryQueue", Rule::Roles(MODERATORS)),
    mutation("producerStoryEdit", Rule::Roles(PRODUCERS)),
    mutation("producerStorySubmit", Rule::Roles(PRODUCERS)),
    mutation("producerStoryWithdraw", Rule::Roles(PRODUCERS)),
    mutation("producerStoryClaim", Rule::Roles(MODERATORS)),
    mutation("producerStoryRelease", Rule::Roles(MODERATORS)),
    mutation_alone("producerStoryDecide", Rule::Roles(MODERATORS)),
    query("moderationQueue", Rule::Roles(MODERATORS)),
    query("priceQueue", Rule::Roles(MODERATORS)),
    query("moderationFigures", Rule::Roles(MODERATORS)),
    mutation("moderationClaim", Rule::Roles(MODERATORS)),
    mutation("moderationRelease", Rule::Roles(MODERATORS)),
    mutation_alone("moderationDecide", Rule::Roles(MODERATORS)),
    mutation_alone("priceDecide", Rule::Roles(MODERATORS)),
    mutation_alone("listingTakeDown", Rule::Roles(MODERATORS)),
    mutation_alone("listingTakeDownLift", Rule::Roles(MODERATORS)),
    // Collections and the home page: everybody reads what is public, curators
    // the rest of what is theirs.
    query("collection", Rule::Public),
    query("collections", Rule::Public),
    query("recentlyCertified", Rule::Public),
    query("homePage", Rule::Public),
    query("curatedCollections", Rule::Roles(CURATORS)),
    query("collectionEntries", Rule::Roles(CURATORS)),
    query("collectionHistory", Rule::Roles(CURATORS)),
    query("collectionPreview", Rule::Roles(CURATORS)),
    query("homePageSettings", Rule::Roles(MODERATORS)),
    mutation("collectionCreate", Rule::Roles(CURATORS)),
    mutation("collectionUpdate", Rule::Roles(CURATORS)),
    mutation("collectionProductsAdd", Rule::Roles(CURATORS)),
    mutation("collectionProductsRemove", Rule::Roles(CURATORS)),
    mutation("collectionPublish", Rule::Roles(CURATORS)),
    mutation("collectionWithdraw", Rule::Roles(CURATORS)),
    mutation("collectionArchive", Rule::Roles(CURATORS)),
    mutation("homePageSet", Rule::Roles(MODERATORS)),
    // Reviews: who bought writes them, by the account or the order's secret.
    query("reviewRecord", Rule::Secret),
    query("myReviews", Rule::SignedIn),
    query("reviewQueue", Rule::Roles(MODERATORS)),
    query("producerReviews", Rule::Roles(PRODUCERS)),
    mutation("reviewCreate", Rule::Secret),
    mutation("reviewUpdate", Rule::Secret),
    mutation("reviewWithdraw", Rule::Secret),
    mutation("reviewVote", Rule::SignedIn),
    mutation("reviewAnswer", Rule::Roles(PRODUCERS)),
    mutation("reviewDecide", Rule::Roles(MODERATORS)),
    mutation("reviewAnswerRemove", Rule::Roles(MODERATORS)),
    // Questions: accounts ask, producers answer, moderators decide.
    query("myQuestions", Rule::SignedIn),
    query("questionQueue", Rule::Roles(MODERATORS)),
    query("producerQuestions", Rule::Roles(PRODUCERS)),
    mutation("questionAsk", Rule::SignedIn),
    mutation("questionWithdraw", Rule::SignedIn),
    mutation("questionAnswer", Rule::Roles(PRODUCERS)),
    mutation("questionDecide", Rule::Roles(MODERATORS)),
    mutation("questionAnswerRemove", Rule::Roles(MODERATORS)),
    // What accounts keep in mind.
    query("wishlist", Rule::SignedIn),
    mutation("wishlistAdd", Rule::SignedIn),
    mutation("wishlistRemove", Rule::SignedIn),
    // Reports about listings: everybody reports, and reads what came of it by
    // the account or the report's secret.
    query("listingReport", Rule::Secret),
    query("myListingReports", Rule::SignedIn),
    query("listingReportQueue", Rule::Roles(MODERATORS)),
    mutation_alone("listingReportCreate", Rule::Public),
    mutation("listingReportResolve", Rule::Roles(MODERATORS)),
    query("feedbackHistory", Rule::Roles(MODERATORS)),
    // Complaints: everybody complains, officers read and decide.
    mutation_alone("certificateReport", Rule::Public),
    query("complaints", Rule::Roles(OFFICERS)),
    mutation("complaintDismiss", Rule::Roles(OFFICERS)),
    mutation("complaintInspect", Rule::Roles(OFFICERS)),
];

/// Who works for a producer or was given the right to its orders; the use case
/// checks for which.
const PRODUCERS: &[Role] = &[
    Role::ProducerOwner,
    Role::ProducerStaff,
    Role::ProducerDelegate,
];

/// Who moderates listings; the use case checks where.
const MODERATORS: &[Role] = &[Role::Moderator, Role::Administrator];

/// Who curates collections; the use case checks where.
const CURATORS: &[Role] = &[Role::Moderator, Role::Administrator, Role::ProgrammeOfficer];

/// Who sees listings that are not public; the use case checks which.
const LISTINGS: &[Role] = &[
    Role::ProducerOwner,
    Role::ProducerStaff,
    Role::ProducerDelegate,
    Role::Moderator,
    Role::Administrator,
];

/// Who owns a producer; the use case checks which.
const OWNERS: &[Role] = &[Role::ProducerOwner];

/// Who runs the programme; the use case checks where.
const OFFICERS: &[Role] = &[Role::ProgrammeOfficer, Role::Administrator];

/// Who hands dossiers in.
const DOSSIERS: &[Role] = &[
    Role::ProducerOwner,
    Role::ProducerStaff,
    Role::ProducerDelegate,
    Role::ProgrammeOfficer,
    Role::Administrator,
];

/// Who looks after points of sale; the use case checks which.
const POINTS: &[Role] = &[
    Role::ProducerOwner,
    Role::ProducerStaff,
    Role::ProducerDelegate,
    Role::ProgrammeOfficer,
    Role::Administrator,
];

/// Who may see some dossiers; the use case checks which.
const ROUND: &[Role] = &[
    Role::ProducerOwner,
    Role::ProducerStaff,
    Role::ProducerDelegate,
    Role::ProgrammeOfficer,
    Role::CouncilMember,
    Role::Inspector,
    Role::Administrator,
];

/// Who may see some councils; the use case checks which.
const COUNCILS: &[Role] = &[
    Role::CouncilMember,
    Role::ProgrammeOfficer,
    Role::Administrator,
];

/// Who inspects; the use case checks what is assigned.
const INSPECTORS: &[Role] = &[Role::Inspector];

/// Who looks after what was recognised.
const SUPERVISORS: &[Role] = &[Role::ProgrammeOfficer, Role::Inspector, Role::Administrator];
/// The line of a root field.
#[must_use]
pub fn root(operation: Operation, field: &str) -> Option<&'static Root> {
    ROOTS
        .iter()
        .find(|root| root.operation == operation && root.field == field)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{AccountId, ProducerId, RoleGrant, Scope};

    fn account(grants: Vec<RoleGrant>) -> Actor {
        Actor::Account {
            id: AccountId(uuid::Uuid::from_u128(1)),
            grants,
        }
    }

    #[test]
    fn rules_decide_by_actor() {
        let seller = account(vec![RoleGrant {
            role: Role::ProducerStaff,
            scope: Scope::Producer(ProducerId(uuid::Uuid::from_u128(2))),
        }]);
        let sellers = Rule::Roles(&[Role::ProducerOwner, Role::ProducerStaff]);
        for (rule, actor, expected) in [
            (Rule::Public, &Actor::Anonymous, Ok(())),
            (Rule::Secret, &Actor::Anonymous, Ok(())),
            (
                Rule::SignedIn,
                &Actor::Anonymous,
                Err(Code::Unauthenticated),
            ),
            (Rule::SignedIn, &account(Vec::new()), Ok(())),
            (sellers, &Actor::Anonymous, Err(Code::Unauthenticated)),
            (sellers, &account(Vec::new()), Err(Code::Forbidden)),
            (sellers, &seller, Ok(())),
            (Rule::Roles(&[]), &seller, Err(Code::Forbidden)),
            // The program itself never speaks through the gateway.
            (Rule::SignedIn, &Actor::System, Err(Code::Unauthenticated)),
        ] {
            assert_eq!(rule.check(actor), expected, "{rule:?} {actor:?}");
        }
    }
}
