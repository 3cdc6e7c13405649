//! One walk over a document as it will run, fragments written out: depth,
//! aliases, directives, selections, list lengths, texts and cost.

use super::Refusal;
use crate::config::Limits;
use async_graphql::parser::types::{
    Directive, ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet,
};
use async_graphql::{Name, Positioned, Variables};
use async_graphql_value::{ConstValue, Value};

/// Selection sets and fragments within each other: bounds the walk's own
/// recursion, also where fragments call each other in a circle.
const LEVELS: usize = 64;

/// A standard introspection query follows `ofType` this deep.
const INTROSPECTION_DEPTH: usize = 20;

/// Fields of a connection that there is one of, whatever the page size.
const ONCE: [&str; 3] = ["pageInfo", "totalCount", "facets"];

/// The largest page; a larger number is refused by the field itself.
const LARGEST_PAGE: u64 = kernel::page::MAX_PAGE as u64;

/// What a walk found.
pub(super) struct Walked<'a> {
    pub(super) cost: u64,
    /// Names of root fields, as often as they stand there.
    pub(super) roots: Vec<&'a str>,
}

struct Walk<'a, 'v> {
    document: &'a ExecutableDocument,
    operation: &'a OperationDefinition,
    variables: &'v Variables,
    limits: &'v Limits,
    roots: Vec<&'a str>,
    aliases: usize,
    deepest: usize,
    cost: u64,
    steps: u64,
}

/// Where the walk stands.
#[derive(Clone, Copy)]
struct Place {
    /// Selection sets and fragments above.
    level: usize,
    /// Fields above.
    depth: usize,
    /// How often what stands here is answered, at most.
    times: u64,
    /// Whether `times` of the parent counts for every field but [`ONCE`].
    page: u64,
}

pub(super) fn walk<'a>(
    document: &'a ExecutableDocument,
    operation: &'a OperationDefinition,
    variables: &Variables,
    limits: &Limits,
) -> Result<Walked<'a>, Refusal> {
    for value in variables.values() {
        constant(value, limits)?;
    }
    for definition in &operation.variable_definitions {
        directives(&definition.node.directives, limits)?;
        if let Some(value) = &definition.node.default_value {
            constant(&value.node, limits)?;
        }
    }
    directives(&operation.directives, limits)?;
    let mut walk = Walk {
        document,
        operation,
        variables,
        limits,
        roots: Vec::new(),
        aliases: 0,
        deepest: 0,
        cost: 0,
        steps: 0,
    };
    walk.set(
        &operation.selection_set.node,
        Place {
            level: 0,
            depth: 0,
            times: 1,
            page: 1,
        },
    )?;
    let introspects = walk.roots.iter().all(|root| root.starts_with("__"));
    let depth = if introspects {
        INTROSPECTION_DEPTH
    } else {
        limits.depth
    };
    if walk.deepest > depth {
        return Err(Refusal::complex(format!(
            "the query is {} fields deep, the limit is {depth}",
            walk.deepest
        )));
    }
    Ok(Walked {
        cost: walk.cost,
        roots: walk.roots,
    })
}

impl<'a> Walk<'a, '_> {
    fn set(&mut self, set: &'a SelectionSet, place: Place) -> Result<(), Refusal> {
        if place.level > LEVELS {
            return Err(Refusal::complex(
                "fragments are nested too deep, or in a circle",
            ));
        }
        if set.items.len() > self.limits.selections {
            let limit = self.limits.selections;
            return Err(Refusal::complex(format!(
                "more than {limit} selections beside each other"
            )));
        }
        for item in &set.items {
            // Fragments cost nothing by themselves, but each visit is work.
            self.steps += 1;
            if self.steps > self.limits.cost {
                return Err(self.too_costly());
            }
            directives(item.node.directives(), self.limits)?;
            let inner = Place {
                level: place.level + 1,
                ..place
            };
            match &item.node {
                Selection::Field(field) => self.field(&field.node, inner)?,
                Selection::InlineFragment(fragment) => {
                    self.set(&fragment.node.selection_set.node, inner)?
                }
                Selection::FragmentSpread(spread) => {
                    // An unknown name is refused by validation.
                    if let Some(fragment) =
                        self.document.fragments.get(&spread.node.fragment_name.node)
                    {
                        directives(&fragment.node.directives, self.limits)?;
                        self.set(&fragment.node.selection_set.node, inner)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn field(&mut self, field: &'a Field, place: Place) -> Result<(), Refusal> {
        let name = field.name.node.as_str();
        if place.depth == 0 {
            self.roots.push(name);
        }
        if field.alias.is_some() {
            self.aliases += 1;
            if self.aliases > self.limits.aliases {
                return Err(Refusal::complex(format!(
                    "more than {} aliases",
                    self.limits.aliases
                )));
            }
        }
        for (_, value) in &field.arguments {
            self.argument(&value.node)?;
        }
        let times = if ONCE.contains(&name) {
            place.times
        } else {
            place.times.saturating_mul(place.page)
        };
        self.cost = self.cost.saturating_add(times);
        if self.cost > self.limits.cost {
            return Err(self.too_costly());
        }
        self.deepest = self.deepest.max(place.depth + 1);
        let page = self.page_size(field);
        self.set(
            &field.selection_set.node,
            Place {
                depth: place.depth + 1,
                times,
                page,
                ..place
            },
        )
    }

    fn too_costly(&self) -> Refusal {
        Refusal::complex(format!(
            "the query costs more than {} (fields times page sizes)",
            self.limits.cost
        ))
    }

    /// The page that a field asks for: `first`, `last`, or as many as `ids`.
    fn page_size(&self, field: &Field) -> u64 {
        let size = |(name, value): &(Positioned<Name>, Positioned<Value>)| match name.node.as_str()
        {
            "first" | "last" => match &value.node {
                Value::Number(number) => number.as_u64(),
                Value::Variable(variable) => match self.variable(variable) {
                    Some(ConstValue::Number(number)) => number.as_u64(),
                    _ => None,
                },
                _ => None,
            },
            "ids" => match &value.node {
                Value::List(items) => u64::try_from(items.len()).ok(),
                Value::Variable(variable) => match self.variable(variable) {
                    Some(ConstValue::List(items)) => u64::try_from(items.len()).ok(),
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        };
        field
            .arguments
            .iter()
            .filter_map(size)
            .max()
            .unwrap_or(1)
            .clamp(1, LARGEST_PAGE)
    }

    fn variable(&self, name: &Name) -> Option<&ConstValue> {
        self.variables.get(name).or_else(|| {
            let definitions = &self.operation.variable_definitions;
            definitions
                .iter()
                .find(|definition| definition.node.name.node == *name)?
                .node
                .default_value()
        })
    }

    fn argument(&self, value: &Value) -> Result<(), Refusal> {
        match value {
            Value::List(items) => {
                list(items.len(), self.limits)?;
                items.iter().try_for_each(|item| self.argument(item))
            }
            Value::Object(fields) => fields.values().try_for_each(|field| self.argument(field)),
            Value::String(text) => storable(text),
            _ => Ok(()),
        }
    }
}

fn directives(directives: &[Positioned<Directive>], limits: &Limits) -> Result<(), Refusal> {
    if directives.len() > limits.directives {
        return Err(Refusal::complex(format!(
            "more than {} directives in one place",
            limits.directives
        )));
    }
    Ok(())
}

fn list(length: usize, limits: &Limits) -> Result<(), Refusal> {
    if length > limits.list_items {
        return Err(Refusal::bad(format!(
            "a list among the inputs has more than {} items",
            limits.list_items
        )));
    }
    Ok(())
}

/// PostgreSQL takes no NUL in a text, not even to compare with; nobody types
/// one, so no input may have it.
fn storable(text: &str) -> Result<(), Refusal> {
    if text.contains('\0') {
        return Err(Refusal::bad("a text among the inputs has a NUL character"));
    }
    Ok(())
}

fn constant(value: &ConstValue, limits: &Limits) -> Result<(), Refusal> {
    match value {
        ConstValue::List(items) => {
            list(items.len(), limits)?;
            items.iter().try_for_each(|item| constant(item, limits))
        }
        ConstValue::Object(fields) => fields
            .values()
            .try_for_each(|field| constant(field, limits)),
        ConstValue::String(text) => storable(text),
        _ => Ok(()),
    }
}
