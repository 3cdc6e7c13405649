//! Walks over the schema: access by table, descriptions, naming.

use async_graphql::Positioned;
use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    FieldDefinition, ServiceDocument, TypeKind, TypeSystemDefinition,
};
use gateway::access::{OBJECTS, Operation, ROOTS};
use std::collections::BTreeSet;

fn document() -> ServiceDocument {
    parse_schema(gateway::sdl()).unwrap()
}

/// Name, description and kind of every type.
fn types(document: &ServiceDocument) -> Vec<(String, Option<String>, TypeKind)> {
    document
        .definitions
        .iter()
        .filter_map(|definition| match definition {
            TypeSystemDefinition::Type(own) => {
                let description = own.node.description.as_ref().map(|text| text.node.clone());
                Some((
                    own.node.name.node.to_string(),
                    description,
                    own.node.kind.clone(),
                ))
            }
            _ => None,
        })
        .collect()
}

fn fields(document: &ServiceDocument, name: &str) -> Vec<Positioned<FieldDefinition>> {
    let found = types(document)
        .into_iter()
        .find_map(|(own, _, kind)| match kind {
            TypeKind::Object(object) if own == name => Some(object.fields),
            _ => None,
        });
    found.unwrap_or_else(|| panic!("no type {name}"))
}

#[test]
fn every_root_field_has_one_line_in_the_access_table() {
    let document = document();
    for (operation, name) in [
        (Operation::Query, "Query"),
        (Operation::Mutation, "Mutation"),
    ] {
        let in_schema: BTreeSet<String> = fields(&document, name)
            .iter()
            .map(|field| field.node.name.node.to_string())
            .collect();
        let lines: Vec<&str> = ROOTS
            .iter()
            .filter(|root| root.operation == operation)
            .map(|root| root.field)
            .collect();
        let in_table: BTreeSet<String> = lines.iter().map(|field| (*field).to_owned()).collect();
        assert_eq!(in_schema, in_table, "{name}");
        assert_eq!(lines.len(), in_table.len(), "{name} has a line twice");
    }
}

#[test]
fn every_object_type_has_one_line_in_the_access_table() {
    let in_schema: BTreeSet<String> = types(&document())
        .into_iter()
        .filter(|(name, _, kind)| {
            matches!(kind, TypeKind::Object(_)) && name != "Query" && name != "Mutation"
        })
        .map(|(name, ..)| name)
        .collect();
    let lines = OBJECTS.concat();
    let in_table: BTreeSet<String> = lines.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(in_schema, in_table);
    assert_eq!(lines.len(), in_table.len(), "a line stands twice");
}

#[test]
fn a_mutation_names_its_permission_takes_one_input_and_returns_a_payload() {
    for field in fields(&document(), "Mutation") {
        let field = field.node;
        let name = &field.name.node;
        let description = field.description.map(|text| text.node).unwrap_or_default();
        assert!(description.contains("Permission:"), "{name}: {description}");
        assert!(
            field.ty.node.to_string().ends_with("Payload!"),
            "{name}: {}",
            field.ty.node
        );
        for argument in &field.arguments {
            let argument = argument.node.name.node.as_str();
            assert!(
                matches!(argument, "input" | "idempotencyKey"),
                "{name}({argument}:)"
            );
        }
    }
}

#[test]
fn everything_is_described() {
    let mut bare = Vec::new();
    let mut check = |place: String, description: Option<&str>| {
        if description.is_none_or(|text| text.trim().is_empty()) {
            bare.push(place);
        }
    };
    for (name, description, kind) in types(&document()) {
        check(name.clone(), description.as_deref());
        let fields = match kind {
            TypeKind::Object(object) => object.fields,
            TypeKind::Interface(interface) => interface.fields,
            TypeKind::Enum(values) => {
                for value in values.values {
                    let text = value
                        .node
                        .description
                        .as_ref()
                        .map(|text| text.node.as_str());
                    check(format!("{name}.{}", value.node.value.node), text);
                }
                continue;
            }
            TypeKind::InputObject(input) => {
                for field in input.fields {
                    let text = field
                        .node
                        .description
                        .as_ref()
                        .map(|text| text.node.as_str());
                    check(format!("{name}.{}", field.node.name.node), text);
                }
                continue;
            }
            TypeKind::Scalar | TypeKind::Union(_) => continue,
        };
        for field in fields {
            let path = format!("{name}.{}", field.node.name.node);
            check(
                path.clone(),
                field
                    .node
                    .description
                    .as_ref()
                    .map(|text| text.node.as_str()),
            );
            for argument in &field.node.arguments {
                let text = argument
                    .node
                    .description
                    .as_ref()
                    .map(|text| text.node.as_str());
                check(format!("{path}({}:)", argument.node.name.node), text);
            }
        }
    }
    assert!(bare.is_empty(), "without a description: {bare:#?}");
}

#[test]
fn money_is_never_a_number() {
    for (name, _, kind) in types(&document()) {
        let TypeKind::Object(object) = kind else {
            continue;
        };
        for field in object.fields {
            let ty = field.node.ty.node.to_string();
            assert!(
                !ty.contains("Float"),
                "{name}.{}: {ty}",
                field.node.name.node
            );
        }
    }
}

#[test]
fn stars_stand_in_no_mutations_input() {
    for (name, _, kind) in types(&document()) {
        let TypeKind::InputObject(input) = kind else {
            continue;
        };
        let stars = input
            .fields
            .iter()
            .map(|field| field.node.name.node.to_lowercase())
            .any(|name| name.replace("start", "").contains("star"));
        // What a buyer gives is an opinion, and no star of a certificate.
        if name == "ReviewContentInput" {
            continue;
        }
        let narrows = matches!(
            name.as_str(),
            "ProductWhere"
                | "CollectionRuleInput"
                | "RegisterExportWhere"
                | "ProgrammeCertificateWhere"
        );
        assert!(!stars || narrows, "{name}");
    }
}
