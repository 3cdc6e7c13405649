//! Whether the table is complete: a walk from the roots of the schema over
//! every field that leads to a product.

use super::columns::columns;
use async_graphql::parser::types::{
    BaseType, ExecutableDocument, Field, FieldDefinition, OperationType, Selection, SelectionSet,
    Type, TypeKind, TypeSystemDefinition,
};
use async_graphql::parser::{parse_query, parse_schema};
use async_graphql::{Name, Positioned};
use std::collections::{BTreeMap, BTreeSet};

/// Fields that lead to a product and are no column, and why.
const EXCEPTIONS: &[(&str, &str)] = &[
    (
        "Mutation.sessionCreate",
        "gives the account that `me` gives",
    ),
    ("Mutation.orderPay", "gives an order as `order` does"),
    ("Mutation.orderCancel", "gives an order as `order` does"),
    (
        "Mutation.producerOrderConfirm",
        "gives a part as `producerOrder` does",
    ),
    (
        "Mutation.producerOrderPack",
        "gives a part as `producerOrder` does",
    ),
    (
        "Mutation.producerOrderShip",
        "gives a part as `producerOrder` does",
    ),
    (
        "Mutation.producerOrderDeliver",
        "gives a part as `producerOrder` does",
    ),
    (
        "Mutation.producerOrderCancel",
        "gives a part as `producerOrder` does",
    ),
    ("Dossier.producer", "gives a producer as `node` does"),
    (
        "PointOfSaleStock.pointOfSale",
        "gives a point as `pointOfSale` does",
    ),
    (
        "GroupDelivery.pointOfSale",
        "gives a point as `pointOfSale` does",
    ),
    (
        "OrderPlace.pointOfSale",
        "gives a point as `pointOfSale` does",
    ),
    (
        "ProducerGroup.pickUpPoints",
        "gives points as `pointsOfSale` does, and none of what is hidden",
    ),
    (
        "Dossier.previousCertificate",
        "gives a certificate as `node` does",
    ),
    (
        "DecisionResult.certificate",
        "gives a certificate as `node` does",
    ),
    (
        "DecisionMeasure.certificate",
        "gives a certificate as `node` does",
    ),
    (
        "Query.certificate",
        "gives by its number a certificate that `node` gives",
    ),
    (
        "Query.inspections",
        "for officers and inspectors; gives a certificate that `node` gives",
    ),
    (
        "Query.inspection",
        "gives an inspection as `inspections` does",
    ),
    (
        "Mutation.inspectionPlan",
        "gives an inspection as `inspections` does",
    ),
    (
        "Mutation.inspectionStart",
        "gives an inspection as `inspections` does",
    ),
    (
        "Mutation.inspectionFindingAdd",
        "gives an inspection as `inspections` does",
    ),
    (
        "Mutation.inspectionSampleAdd",
        "gives an inspection as `inspections` does",
    ),
    (
        "Mutation.inspectionSampleReport",
        "gives an inspection as `inspections` does",
    ),
    (
        "Mutation.inspectionConclude",
        "gives an inspection as `inspections` does",
    ),
    (
        "Mutation.inspectionCancel",
        "gives an inspection as `inspections` does",
    ),
    (
        "Mutation.certificateHoldLift",
        "gives a certificate that `node` gives",
    ),
    (
        "Query.inspectionProposals",
        "for officers; gives a certificate that `node` gives",
    ),
    (
        "Query.certificatesExpiring",
        "for officers; gives a certificate that `node` gives",
    ),
    (
        "Query.complaints",
        "for officers; gives a certificate that `node` gives",
    ),
    (
        "Query.curatedCollections",
        "for curators; gives a collection as `collection` does",
    ),
    (
        "Query.collectionEntries",
        "for curators; gives a product as `node` does",
    ),
    (
        "Query.collectionPreview",
        "for curators; gives the products of a rule as `collection` does",
    ),
    (
        "Mutation.collectionCreate",
        "gives a collection as `collection` does",
    ),
    (
        "Mutation.collectionUpdate",
        "gives a collection as `collection` does",
    ),
    (
        "Mutation.collectionProductsAdd",
        "gives a collection as `collection` does",
    ),
    (
        "Mutation.collectionProductsRemove",
        "gives a collection as `collection` does",
    ),
    (
        "Mutation.collectionPublish",
        "gives a collection as `collection` does",
    ),
    (
        "Mutation.collectionWithdraw",
        "gives a collection as `collection` does",
    ),
    (
        "Mutation.collectionArchive",
        "gives a collection as `collection` does",
    ),
    (
        "Mutation.complaintDismiss",
        "gives a complaint as `complaints` does",
    ),
    (
        "Mutation.complaintInspect",
        "gives a complaint as `complaints` does",
    ),
    ("Listing.producer", "gives a producer as `node` does"),
    (
        "ProducerStoryState.producer",
        "gives a producer as `node` does",
    ),
    (
        "ProducerStoryChange.producer",
        "gives a producer as `node` does",
    ),
    (
        "ListingContent.certificate",
        "gives a certificate as `node` does",
    ),
    (
        "Mutation.pointOfSaleCreate",
        "gives a point of sale as `pointOfSale` does",
    ),
    (
        "Mutation.pointOfSaleUpdate",
        "gives a point of sale as `pointOfSale` does",
    ),
    (
        "Mutation.pointOfSaleClose",
        "gives a point of sale as `pointOfSale` does",
    ),
    (
        "Mutation.pointOfSaleProductsAdd",
        "gives a point of sale as `pointOfSale` does",
    ),
    (
        "Mutation.pointOfSaleProductsRemove",
        "gives a point of sale as `pointOfSale` does",
    ),
    (
        "Query.reviewRecord",
        "for its author; gives a product as `myReviews` does",
    ),
    (
        "Query.reviewQueue",
        "for moderators; gives a product as `myReviews` does",
    ),
    (
        "Query.producerReviews",
        "for the producer; gives a product as `myReviews` does",
    ),
    (
        "Mutation.reviewCreate",
        "gives a review as `myReviews` does",
    ),
    (
        "Mutation.reviewUpdate",
        "gives a review as `myReviews` does",
    ),
    (
        "Mutation.reviewWithdraw",
        "gives a review as `myReviews` does",
    ),
    ("Mutation.reviewDecide", "gives reviews as `myReviews` does"),
    ("Query.myQuestions", "gives a product as `myReviews` does"),
    (
        "Query.questionQueue",
        "for moderators; gives a product as `myReviews` does",
    ),
    (
        "Query.producerQuestions",
        "for the producer; gives a product as `myReviews` does",
    ),
    (
        "Mutation.questionAsk",
        "gives a question as `myQuestions` does",
    ),
    (
        "Mutation.questionWithdraw",
        "gives a question as `myQuestions` does",
    ),
    (
        "Mutation.questionDecide",
        "gives questions as `myQuestions` does",
    ),
    (
        "Mutation.questionAnswer",
        "gives a question as `myQuestions` does",
    ),
    (
        "Mutation.questionAnswerRemove",
        "gives a question as `myQuestions` does",
    ),
    ("Mutation.wishlistAdd", "gives an entry as `wishlist` does"),
    (
        "Query.listingReport",
        "for its reporter; gives a product as `myReviews` does",
    ),
    (
        "Query.myListingReports",
        "gives a product as `myReviews` does",
    ),
    (
        "Query.listingReportQueue",
        "for moderators; gives a product as `myReviews` does",
    ),
    (
        "Mutation.listingReportCreate",
        "gives a report as `listingReport` does",
    ),
    (
        "Mutation.listingReportResolve",
        "gives a report as `listingReport` does",
    ),
];

/// What the gate guards.
const GUARDED: [&str; 2] = ["Product", "ProductVariant"];

/// The types of the schema: their fields with the type that each gives, and
/// what implements an interface.
#[derive(Default)]
struct Types {
    fields: BTreeMap<String, BTreeMap<String, String>>,
    implementers: BTreeMap<String, BTreeSet<String>>,
}

fn base(ty: &Type) -> &Name {
    match &ty.base {
        BaseType::Named(name) => name,
        BaseType::List(inner) => base(inner),
    }
}

fn given(fields: &[Positioned<FieldDefinition>]) -> BTreeMap<String, String> {
    let pair = |field: &Positioned<FieldDefinition>| {
        (
            field.node.name.node.to_string(),
            base(&field.node.ty.node).to_string(),
        )
    };
    fields.iter().map(pair).collect()
}

impl Types {
    fn read() -> Self {
        let mut types = Self::default();
        for definition in parse_schema(gateway::sdl()).unwrap().definitions {
            let TypeSystemDefinition::Type(own) = definition else {
                continue;
            };
            let name = own.node.name.node.to_string();
            match own.node.kind {
                TypeKind::Object(object) => {
                    for interface in object.implements {
                        let own = types.implementers.entry(interface.node.to_string());
                        own.or_default().insert(name.clone());
                    }
                    types.fields.insert(name, given(&object.fields));
                }
                TypeKind::Interface(interface) => {
                    types.fields.insert(name, given(&interface.fields));
                }
                TypeKind::Union(union) => {
                    let members = union.members.iter().map(|member| member.node.to_string());
                    types.implementers.insert(name, members.collect());
                }
                TypeKind::Scalar | TypeKind::Enum(_) | TypeKind::InputObject(_) => {}
            }
        }
        types
    }

    /// Every type from which a product can be reached, ways through the
    /// `closed` fields aside.
    fn leading(&self, closed: &BTreeSet<&str>) -> BTreeSet<String> {
        let mut leading: BTreeSet<String> = GUARDED.map(str::to_owned).into();
        loop {
            let by_field = self
                .fields
                .iter()
                .filter(|(name, fields)| {
                    fields.iter().any(|(field, given)| {
                        let way = format!("{name}.{field}");
                        leading.contains(given) && !closed.contains(way.as_str())
                    })
                })
                .map(|(name, _)| name);
            let by_member = self
                .implementers
                .iter()
                .filter(|(_, members)| members.iter().any(|member| leading.contains(member)))
                .map(|(name, _)| name);
            let more: Vec<String> = by_field
                .chain(by_member)
                .filter(|name| !leading.contains(*name))
                .cloned()
                .collect();
            if more.is_empty() {
                return leading;
            }
            leading.extend(more);
        }
    }

    /// Every field on a way from a root to a product, ways through the
    /// `closed` fields aside.
    fn ways(&self, closed: &BTreeSet<&str>) -> BTreeSet<String> {
        let leading = self.leading(closed);
        let mut ways = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut next = vec!["Query".to_owned(), "Mutation".to_owned()];
        while let Some(name) = next.pop() {
            if !seen.insert(name.clone()) {
                continue;
            }
            next.extend(self.implementers.get(&name).into_iter().flatten().cloned());
            for (field, given) in self.fields.get(&name).into_iter().flatten() {
                let way = format!("{name}.{field}");
                if leading.contains(given) && !closed.contains(way.as_str()) {
                    ways.insert(way);
                    next.push(given.clone());
                }
            }
        }
        ways
    }

    /// Every field that a document asks for.
    fn asked(&self, document: &ExecutableDocument, asked: &mut BTreeSet<String>) {
        for (_, operation) in document.operations.iter() {
            let root = match operation.node.ty {
                OperationType::Query => "Query",
                OperationType::Mutation => "Mutation",
                OperationType::Subscription => "Subscription",
            };
            self.selected(document, root, &operation.node.selection_set.node, asked);
        }
    }

    fn selected(
        &self,
        document: &ExecutableDocument,
        on: &str,
        set: &SelectionSet,
        asked: &mut BTreeSet<String>,
    ) {
        for selection in &set.items {
            let (on, set) = match &selection.node {
                Selection::Field(field) => {
                    let Field {
                        name,
                        selection_set,
                        ..
                    } = &field.node;
                    asked.insert(format!("{on}.{}", name.node));
                    match self.fields[on].get(name.node.as_str()) {
                        Some(given) => (given.as_str(), &selection_set.node),
                        None => panic!("{on} has no field {}", name.node),
                    }
                }
                Selection::InlineFragment(fragment) => {
                    let condition = fragment.node.type_condition.as_ref();
                    let on = condition.map_or(on, |condition| condition.node.on.node.as_str());
                    (on, &fragment.node.selection_set.node)
                }
                Selection::FragmentSpread(spread) => {
                    let fragment = &document.fragments[&spread.node.fragment_name.node].node;
                    let on = fragment.type_condition.node.on.node.as_str();
                    (on, &fragment.selection_set.node)
                }
            };
            self.selected(document, on, set, asked);
        }
    }
}

#[test]
fn every_way_to_a_product_is_a_column() {
    let types = Types::read();
    let mut asked = BTreeSet::new();
    for column in columns() {
        let document =
            parse_query(column.document).unwrap_or_else(|error| panic!("{}: {error}", column.name));
        types.asked(&document, &mut asked);
    }
    let every = types.ways(&BTreeSet::new());
    for (field, why) in EXCEPTIONS {
        assert!(
            every.contains(*field) && !asked.contains(*field),
            "{field} is no exception any more ({why})"
        );
    }
    let ways = types.ways(&EXCEPTIONS.iter().map(|(field, _)| *field).collect());
    let missing: Vec<&String> = ways.difference(&asked).collect();
    assert!(
        missing.is_empty(),
        "these lead to a product, and the gate's table does not ask them: {missing:#?}"
    );
    // Suggestions name products without leading to them by type.
    assert!(asked.contains("Query.suggest"));
}
