//! Objects whose fields are resolved one after the other, in place.
//!
//! async-graphql boxes a future for every field of an object and polls them
//! together. That is what fields that ask the database need, and most of what
//! a page of products costs: of its thousand fields nearly all only read what
//! is there already. [`InPlace`] boxes once per object. Fields of one object
//! that do ask wait for each other; objects of a list still run together, so
//! their look-ups are batched as before.

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::{Field, Selection, SelectionSet};
use async_graphql::registry::Registry;
use async_graphql::resolver_utils::{ContainerType, resolve_container};
use async_graphql::{ContextSelectionSet, OutputType, Positioned, ServerResult, Value};
use std::borrow::Cow;

/// An object that is resolved in place; to clients it is the object itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct InPlace<T>(pub(crate) T);

impl<T> From<T> for InPlace<T> {
    fn from(object: T) -> Self {
        Self(object)
    }
}

impl<T: ContainerType> OutputType for InPlace<T> {
    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::create_type_info(registry)
    }

    fn introspection_type_name(&self) -> Cow<'static, str> {
        self.0.introspection_type_name()
    }

    fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        _field: &Positioned<Field>,
    ) -> impl Future<Output = ServerResult<Value>> + Send {
        // Types refer to each other in circles: their futures need a box.
        Box::pin(resolve(ctx, &self.0))
    }
}

async fn resolve<T: ContainerType>(
    ctx: &ContextSelectionSet<'_>,
    object: &T,
) -> ServerResult<Value> {
    let mut fields = Vec::with_capacity(ctx.item.node.items.len());
    if !collect::<T>(ctx, &ctx.item.node, &mut fields) {
        return resolve_container(ctx, object).await;
    }
    let mut values = IndexMap::with_capacity(fields.len());
    for field in fields {
        let ctx = ctx.with_field(field);
        let value = object.resolve_field(&ctx).await?.unwrap_or_default();
        values.insert(field.node.response_key().node.clone(), value);
    }
    Ok(Value::Object(values))
}

/// Collects the fields of a selection. Answers false for what is left to
/// async-graphql: directives, `__typename`, conditions other than the object's
/// own type, and answers of the same name, which must be merged.
fn collect<'a, T: OutputType>(
    ctx: &ContextSelectionSet<'a>,
    selection: &'a SelectionSet,
    fields: &mut Vec<&'a Positioned<Field>>,
) -> bool {
    selection.items.iter().all(|item| match &item.node {
        Selection::Field(field) => {
            let key = field.node.response_key();
            let plain = field.node.directives.is_empty()
                && field.node.name.node != "__typename"
                && !fields
                    .iter()
                    .any(|other| other.node.response_key().node == key.node);
            fields.push(field);
            plain
        }
        Selection::InlineFragment(fragment) => {
            let condition = fragment.node.type_condition.as_ref();
            fragment.node.directives.is_empty()
                && condition
                    .is_none_or(|condition| T::type_name() == condition.node.on.node.as_str())
                && collect::<T>(ctx, &fragment.node.selection_set.node, fields)
        }
        Selection::FragmentSpread(spread) => {
            let fragment = ctx.query_env.fragments.get(&spread.node.fragment_name.node);
            spread.node.directives.is_empty()
                && fragment.is_some_and(|fragment| {
                    T::type_name() == fragment.node.type_condition.node.on.node.as_str()
                        && collect::<T>(ctx, &fragment.node.selection_set.node, fields)
                })
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::{EmptyMutation, EmptySubscription, Error, Object, Result, Schema};

    struct Leaf(i32);

    #[Object]
    impl Leaf {
        async fn number(&self) -> i32 {
            self.0
        }

        async fn argued(&self, #[graphql(default = 1)] plus: i32) -> i32 {
            self.0 + plus
        }

        async fn fails(&self) -> Result<i32> {
            Err(Error::new("no"))
        }

        async fn may_fail(&self) -> Option<Result<i32>> {
            Some(Err(Error::new("perhaps")))
        }

        async fn leaf(&self) -> Leaf {
            Leaf(self.0 + 1)
        }

        async fn again(&self) -> InPlace<Leaf> {
            InPlace(Leaf(self.0 + 1))
        }
    }

    struct Query;

    #[Object]
    impl Query {
        async fn boxed(&self) -> Option<Leaf> {
            Some(Leaf(7))
        }

        async fn in_place(&self) -> Option<InPlace<Leaf>> {
            Some(InPlace(Leaf(7)))
        }

        async fn many_boxed(&self) -> Vec<Leaf> {
            vec![Leaf(1), Leaf(2)]
        }

        async fn many_in_place(&self) -> Vec<InPlace<Leaf>> {
            vec![Leaf(1).into(), Leaf(2).into()]
        }
    }

    /// Whatever is asked, the answer is async-graphql's own: data, order of
    /// fields and errors with their paths.
    #[tokio::test]
    async fn the_answer_is_the_same() {
        let schema = Schema::new(Query, EmptyMutation, EmptySubscription);
        for selection in [
            "{ number argued }",
            "{ b: number a: argued(plus: 3) c: argued(plus: $n) }",
            "{ __typename number }",
            "{ number @include(if: true) argued @skip(if: true) }",
            "{ number number argued }",
            "{ leaf { number } leaf { argued } }",
            "{ again { number } number again { argued } }",
            "{ again { again { number } } leaf { again { argued } } }",
            "{ argued ...F number }",
            "{ ...on Leaf { number again { ...F } } argued }",
            "{ ... { number } argued }",
            "{ ... @include(if: false) { number } argued }",
            "{ ...F @skip(if: true) argued }",
            "{ ...F ...F number }",
            "{ number mayFail }",
            "{ number fails argued }",
            "{ again { fails } }",
            "{ again { mayFail number } }",
        ] {
            let ask = async |field: &str| {
                let query = format!(
                    "query($n: Int = 5) {{ x: {field} {selection} y: manyBoxed {{ argued(plus: $n) ...F }} }} \
                     fragment F on Leaf {{ number inner: again {{ number }} }}"
                );
                let mut answer = schema.execute(query).await;
                for error in &mut answer.errors {
                    error.locations.clear();
                }
                serde_json::to_string(&answer).expect("an answer is JSON")
            };
            assert_eq!(ask("inPlace").await, ask("boxed").await, "{selection}");
            assert_eq!(
                ask("manyInPlace").await,
                ask("manyBoxed").await,
                "{selection}"
            );
            assert!(ask("inPlace").await.contains("\"data\""), "{selection}");
        }
    }
}
