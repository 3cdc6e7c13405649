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
    // The programme.
    query("producer", Rule::Public),
    query("producers", Rule::Public),
    query("provinces", Rule::Public),
    query("communes", Rule::Public),
    // The programme's work.
    query("programmeCycles", Rule::Public),
    query("criteriaSheet", Rule::Public),
    query("dossier", Rule::Roles(ROUND)),
    query("dossiers", Rule::Roles(ROUND)),
    query("councilSession", Rule::Roles(COUNCILS)),
    query("decision", Rule::Roles(OFFICERS)),
    mutation("cycleOpen", Rule::Roles(OFFICERS)),
    mutation("cycleClose", Rule::Roles(OFFICERS)),
    mutation("programmeTargetSet", Rule::Roles(OFFICERS)),
    mutation("criteriaSheetCreate", Rule::Roles(OFFICERS)),
    mutation("dossierRegister", Rule::Roles(DOSSIERS)),
    mutation("dossierIdeaRevise", Rule::Roles(PRODUCERS)),
    mutation("dossierPlanSubmit", Rule::Roles(PRODUCERS)),
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
    mutation("inspectionCancel", Rule::Roles(OFFICERS)),
    mutation_alone("certificateHoldLift", Rule::Roles(OFFICERS)),
    query("inspectionProposals", Rule::Roles(OFFICERS)),
    query("certificatesExpiring", Rule::Roles(OFFICERS)),
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
/// Why the fields of an object type may be read by whoever holds one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Its facts are public.
    Public,
    /// Only reached through these fields, whose use case has decided.
    Through(&'static str),
}

/// Every object type but the two roots.
pub const OBJECTS: &[(&str, Reach)] = &[
    // Frames of lists.
    ("PageInfo", Reach::Public),
    // The catalogue: reached through the gate of `catalog::visibility` only.
    ("Product", Reach::Public),
    ("ProductConnection", Reach::Public),
    ("ProductEdge", Reach::Public),
    ("ProductVariant", Reach::Public),
    ("ProductDetails", Reach::Public),
    ("ProductSet", Reach::Public),
    ("StarBadge", Reach::Public),
    ("Story", Reach::Public),
    ("Image", Reach::Public),
    ("Rating", Reach::Public),
    ("Money", Reach::Public),
    ("MoneyRange", Reach::Public),
    ("SearchConnection", Reach::Public),
    ("SearchEdge", Reach::Public),
    ("Facet", Reach::Public),
    ("FacetValue", Reach::Public),
    ("Suggestion", Reach::Public),
    // The programme.
    ("Producer", Reach::Public),
    ("ProducerConnection", Reach::Public),
    ("ProducerEdge", Reach::Public),
    ("Certificate", Reach::Public),
    // Not public: only in the hands of those whom the use case let read.
    (
        "ProducerRecord",
        Reach::Through(
            "producerRecord, producerApplications, myProducers, producerRegister, and what \
             officers decide",
        ),
    ),
    (
        "ProducerRecordConnection",
        Reach::Through("producerApplications, myProducers"),
    ),
    (
        "ProducerRecordEdge",
        Reach::Through("producerApplications, myProducers"),
    ),
    (
        "ProducerVerification",
        Reach::Through("ProducerRecord.verifications"),
    ),
    ("ProducerEvent", Reach::Through("ProducerRecord.history")),
    (
        "ProducerRegisterPayload",
        Reach::Through("producerRegister"),
    ),
    (
        "ProducerRegisterUserError",
        Reach::Through("producerRegister"),
    ),
    (
        "ProducerStandingPayload",
        Reach::Through("what officers decide"),
    ),
    (
        "ProducerStandingUserError",
        Reach::Through("what officers decide"),
    ),
    ("Province", Reach::Public),
    ("Commune", Reach::Public),
    // The programme's work.
    ("ProgrammeCycle", Reach::Public),
    ("ProgrammeGroup", Reach::Public),
    ("CriteriaSheet", Reach::Public),
    ("Criterion", Reach::Public),
    ("CyclePayload", Reach::Through("cycleOpen, cycleClose")),
    (
        "ProgrammeTargetPayload",
        Reach::Through("programmeTargetSet"),
    ),
    (
        "CycleUserError",
        Reach::Through("cycleOpen, cycleClose, programmeTargetSet"),
    ),
    (
        "CriteriaSheetPayload",
        Reach::Through("criteriaSheetCreate"),
    ),
    (
        "CriteriaSheetUserError",
        Reach::Through("criteriaSheetCreate"),
    ),
    (
        "Dossier",
        Reach::Through("dossier, dossiers, and what moves dossiers"),
    ),
    ("DossierConnection", Reach::Through("dossiers")),
    ("DossierEdge", Reach::Through("dossiers")),
    ("DossierEvent", Reach::Through("Dossier.history")),
    ("CommuneReport", Reach::Through("Dossier.communeReports")),
    (
        "ScoreSheet",
        Reach::Through("Dossier.scoreSheets, scoreSheetSign"),
    ),
    ("ScoreItem", Reach::Through("ScoreSheet.items")),
    ("DossierPayload", Reach::Through("what moves dossiers")),
    ("DossierUserError", Reach::Through("what moves dossiers")),
    (
        "CouncilSession",
        Reach::Through("councilSession, councilSessionCreate, councilAgendaAdd"),
    ),
    ("CouncilSeat", Reach::Through("CouncilSession.seats")),
    ("CouncilAgendaItem", Reach::Through("CouncilSession.agenda")),
    (
        "CouncilSessionPayload",
        Reach::Through("councilSessionCreate, councilAgendaAdd"),
    ),
    (
        "CouncilSessionUserError",
        Reach::Through("councilSessionCreate, councilAgendaAdd"),
    ),
    ("ScoreSheetPayload", Reach::Through("scoreSheetSign")),
    ("ScoreSheetUserError", Reach::Through("scoreSheetSign")),
    (
        "Decision",
        Reach::Through("decision, decisionRecord, decisionConfirm, decisionDiscard"),
    ),
    ("DecisionResult", Reach::Through("Decision.results")),
    (
        "DecisionPayload",
        Reach::Through("decisionRecord, decisionConfirm, decisionDiscard"),
    ),
    (
        "DecisionUserError",
        Reach::Through("decisionRecord, decisionConfirm, decisionDiscard"),
    ),
    ("ProgrammeStatistics", Reach::Public),
    ("ProgrammeCount", Reach::Public),
    ("ProgrammeGroupCount", Reach::Public),
    ("ProgrammeCertificates", Reach::Public),
    ("ProgrammeTarget", Reach::Public),
    ("CommuneMatch", Reach::Public),
    ("FormerCommune", Reach::Public),
    // Imports and exports: only whoever began them.
    ("RegisterImport", Reach::Through("registerImport")),
    (
        "RegisterImportRefusal",
        Reach::Through("RegisterImport.refusal"),
    ),
    (
        "RegisterRowError",
        Reach::Through("RegisterImport.rowErrors"),
    ),
    (
        "RegisterRowErrorEdge",
        Reach::Through("RegisterImport.rowErrors"),
    ),
    (
        "RegisterRowErrorConnection",
        Reach::Through("RegisterImport.rowErrors"),
    ),
    ("RegisterImportPayload", Reach::Through("registerImport")),
    ("RegisterImportUserError", Reach::Through("registerImport")),
    ("RegisterExport", Reach::Through("registerExport")),
    (
        "RegisterExportRefusal",
        Reach::Through("RegisterExport.refusal"),
    ),
    ("RegisterExportPayload", Reach::Through("registerExport")),
    ("RegisterExportUserError", Reach::Through("registerExport")),
    // Accounts: a person's own.
    ("Account", Reach::Through("me, sessionCreate")),
    ("RoleGrant", Reach::Through("Account.roles")),
    ("SessionCreatePayload", Reach::Through("sessionCreate")),
    ("SessionCreateUserError", Reach::Through("sessionCreate")),
    ("SessionDeletePayload", Reach::Through("sessionDelete")),
    // Rights that owners give: for the owners of that producer.
    (
        "ProducerGrant",
        Reach::Through("producerGrants, producerGrantCreate, producerGrantRevoke"),
    ),
    ("ProducerGrantConnection", Reach::Through("producerGrants")),
    ("ProducerGrantEdge", Reach::Through("producerGrants")),
    ("ProducerGrantUse", Reach::Through("ProducerGrant.uses")),
    (
        "ProducerGrantCreatePayload",
        Reach::Through("producerGrantCreate"),
    ),
    (
        "ProducerGrantCreateUserError",
        Reach::Through("producerGrantCreate"),
    ),
    (
        "ProducerGrantRevokePayload",
        Reach::Through("producerGrantRevoke"),
    ),
    (
        "ProducerGrantRevokeUserError",
        Reach::Through("producerGrantRevoke"),
    ),
    // Carts: only with the secret, or by their account.
    (
        "Cart",
        Reach::Through("cart, cartCreate, and what changes carts"),
    ),
    ("CartAddress", Reach::Through("Cart.address")),
    (
        "CartLine",
        Reach::Through("Cart.lines, ProducerGroup.lines"),
    ),
    ("ProducerGroup", Reach::Through("Cart.producerGroups")),
    ("GroupDelivery", Reach::Through("ProducerGroup.delivery")),
    (
        "DeliveryOption",
        Reach::Through("ProducerGroup.deliveryOptions"),
    ),
    ("Totals", Reach::Through("Cart, Order, ProducerOrder")),
    ("CartCreatePayload", Reach::Through("cartCreate")),
    ("CartLinesAddPayload", Reach::Through("cartLinesAdd")),
    ("CartLinesUpdatePayload", Reach::Through("cartLinesUpdate")),
    ("CartLinesRemovePayload", Reach::Through("cartLinesRemove")),
    (
        "CartAddressUpdatePayload",
        Reach::Through("cartAddressUpdate"),
    ),
    (
        "CartDeliveryUpdatePayload",
        Reach::Through("cartDeliveryUpdate"),
    ),
    ("CartUserError", Reach::Through("what changes carts")),
    // Orders: with the secret or by their account; parts also by their
    // producer's people.
    (
        "Order",
        Reach::Through("order, orders, cartCheckout, orderPay, orderCancel"),
    ),
    ("OrderConnection", Reach::Through("orders")),
    ("OrderEdge", Reach::Through("orders")),
    (
        "OrderAddress",
        Reach::Through("Order.address, ProducerOrder.address"),
    ),
    ("OrderEvent", Reach::Through("Order.history")),
    ("OrderLine", Reach::Through("ProducerOrder.lines")),
    ("Fulfillment", Reach::Through("ProducerOrder.fulfillments")),
    (
        "Payment",
        Reach::Through("Order.payments, cartCheckout, orderPay"),
    ),
    (
        "ProducerOrder",
        Reach::Through("Order.producerOrders, producerOrder, producerOrders"),
    ),
    ("ProducerOrderConnection", Reach::Through("producerOrders")),
    ("ProducerOrderEdge", Reach::Through("producerOrders")),
    (
        "ProducerOrderPayload",
        Reach::Through("what producers do with their parts"),
    ),
    (
        "ProducerOrderUserError",
        Reach::Through("what producers do with their parts"),
    ),
    ("CartCheckoutPayload", Reach::Through("cartCheckout")),
    ("CartCheckoutUserError", Reach::Through("cartCheckout")),
    ("OrderPayPayload", Reach::Through("orderPay")),
    ("OrderPayUserError", Reach::Through("orderPay")),
    ("OrderCancelPayload", Reach::Through("orderCancel")),
    ("OrderCancelUserError", Reach::Through("orderCancel")),
    // Inspections: for their officers and their inspector.
    (
        "Inspection",
        Reach::Through("inspections, inspection, and what goes on with them"),
    ),
    ("InspectionConnection", Reach::Through("inspections")),
    ("InspectionEdge", Reach::Through("inspections")),
    ("InspectionFinding", Reach::Through("Inspection.findings")),
    ("InspectionSample", Reach::Through("Inspection.samples")),
    ("InspectionEvent", Reach::Through("Inspection.history")),
    ("Checkpoint", Reach::Public),
    ("InspectionPlanPayload", Reach::Through("inspectionPlan")),
    ("InspectionPlanUserError", Reach::Through("inspectionPlan")),
    (
        "InspectionPayload",
        Reach::Through("what goes on with inspections"),
    ),
    (
        "InspectionUserError",
        Reach::Through("what goes on with inspections"),
    ),
    (
        "CertificateHoldLiftPayload",
        Reach::Through("certificateHoldLift"),
    ),
    (
        "CertificateHoldLiftUserError",
        Reach::Through("certificateHoldLift"),
    ),
    ("InspectionProposal", Reach::Through("inspectionProposals")),
    (
        "InspectionProposalConnection",
        Reach::Through("inspectionProposals"),
    ),
    (
        "InspectionProposalEdge",
        Reach::Through("inspectionProposals"),
    ),
    (
        "CertificatesExpiringConnection",
        Reach::Through("certificatesExpiring"),
    ),
    (
        "CertificatesExpiringEdge",
        Reach::Through("certificatesExpiring"),
    ),
    (
        "ExpiringQuarter",
        Reach::Through("CertificatesExpiringConnection.quarters"),
    ),
    // Complaints: for the officers of their province.
    (
        "Complaint",
        Reach::Through("complaints, complaintDismiss, complaintInspect"),
    ),
    ("ComplaintConnection", Reach::Through("complaints")),
    ("ComplaintEdge", Reach::Through("complaints")),
    (
        "ComplaintPayload",
        Reach::Through("complaintDismiss, complaintInspect"),
    ),
    (
        "ComplaintUserError",
        Reach::Through("complaintDismiss, complaintInspect"),
    ),
    (
        "CertificateReportPayload",
        Reach::Through("certificateReport"),
    ),
    (
        "CertificateReportUserError",
        Reach::Through("certificateReport"),
    ),
];

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
