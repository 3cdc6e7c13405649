//! Accounts and the rights that owners give.

use super::Reach;

pub(super) const OBJECTS: &[(&str, Reach)] = &[
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
];
