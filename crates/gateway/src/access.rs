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
    query("registerImport", Rule::Roles(PROGRAMME)),
    query("registerExport", Rule::Roles(PROGRAMME)),
    mutation("registerImport", Rule::Roles(PROGRAMME)),
    mutation("registerExport", Rule::Roles(PROGRAMME)),
    // Accounts.
    query("me", Rule::Public),
    mutation_alone("sessionCreate", Rule::Public),
    mutation("sessionDelete", Rule::SignedIn),
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
];

/// Who runs the programme; the use case checks in which provinces.
const PROGRAMME: &[Role] = &[Role::ProgrammeOfficer, Role::Administrator];

/// Who works for a producer; the use case checks for which.
const PRODUCERS: &[Role] = &[Role::ProducerOwner, Role::ProducerStaff];

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
    ("Province", Reach::Public),
    ("Commune", Reach::Public),
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
