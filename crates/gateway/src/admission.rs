//! Decides whether a request may run, in one pass before execution: shape of
//! the body, persisted query, syntax, limits, access table. Cheaper than
//! async-graphql's extensions, which would run on every field.

mod documents;
mod nesting;
mod walk;

use crate::access::{self, Operation, Root};
use crate::config::Limits;
use crate::errors::Code;
use async_graphql::parser::types::{DocumentOperations, OperationDefinition, OperationType};
use async_graphql::{Request, Variables};
use documents::{Document, Documents};
use kernel::Actor;
use serde::Deserialize;
use std::sync::Arc;

/// Why a request was refused before it ran.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) code: Code,
    pub(crate) message: String,
}

impl Refusal {
    pub(crate) fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }

    pub(crate) fn bad(message: impl Into<String>) -> Self {
        Self::new(Code::BadUserInput, message)
    }

    pub(crate) fn complex(message: impl Into<String>) -> Self {
        Self::new(Code::TooComplex, message)
    }
}

/// The gate before execution, with the documents it has seen.
pub(crate) struct Admission {
    limits: Limits,
    introspection: bool,
    documents: Documents,
}

/// A request that is within the limits, ready to run for whoever
/// [`Admitted::permit`] lets through.
pub(crate) struct Admitted {
    pub(crate) request: Request,
    /// Fields times page sizes.
    pub(crate) cost: u64,
    pub(crate) operation_name: Option<String>,
    /// What metrics call the operation: from a bounded set.
    pub(crate) label: &'static str,
    roots: Vec<&'static Root>,
}

impl Admitted {
    /// Checks every root field's rule.
    pub(crate) fn permit(&self, actor: &Actor) -> Result<(), Refusal> {
        for root in &self.roots {
            root.rule.check(actor).map_err(|code| {
                let why = match code {
                    Code::Unauthenticated => "sign in first",
                    _ => "your roles do not allow this",
                };
                Refusal::new(code, format!("{}: {why}", root.field))
            })?;
        }
        Ok(())
    }
}

/// The JSON body of a request.
#[derive(Deserialize)]
struct Body {
    query: Option<String>,
    #[serde(rename = "operationName")]
    operation_name: Option<String>,
    #[serde(default)]
    variables: Variables,
    extensions: Option<BodyExtensions>,
}

#[derive(Deserialize)]
struct BodyExtensions {
    #[serde(rename = "persistedQuery")]
    persisted_query: Option<PersistedQuery>,
}

#[derive(Deserialize)]
struct PersistedQuery {
    #[serde(rename = "sha256Hash")]
    hash: String,
}

impl Admission {
    pub(crate) fn new(limits: Limits, introspection: bool) -> Self {
        Self {
            limits,
            introspection,
            documents: Documents::default(),
        }
    }

    /// The most that a document may cost.
    pub(crate) fn cost_limit(&self) -> u64 {
        self.limits.cost
    }

    /// Reads a body and holds it against the limits.
    pub(crate) async fn admit(&self, body: &[u8]) -> Result<Admitted, Refusal> {
        let body = read(body)?;
        let document = self.document(&body).await?;
        let (name, operation) = only_operation(&document, body.operation_name.as_deref())?;
        let walked = walk::walk(&document.parsed, operation, &body.variables, &self.limits)?;
        let kind = match operation.ty {
            OperationType::Query => Operation::Query,
            OperationType::Mutation => Operation::Mutation,
            OperationType::Subscription => {
                return Err(Refusal::bad("subscriptions are not served here"));
            }
        };
        let roots = self.roots(kind, &walked.roots)?;
        let label = match (roots.as_slice(), walked.roots.as_slice()) {
            ([root], [_]) => root.field,
            ([], _) => "introspection",
            _ => "several",
        };
        let mut request = Request::new("").variables(body.variables);
        request.operation_name.clone_from(&name);
        request.set_parsed_query(document.parsed.clone());
        Ok(Admitted {
            request,
            cost: walked.cost,
            operation_name: name,
            label,
            roots,
        })
    }

    async fn document(&self, body: &Body) -> Result<Arc<Document>, Refusal> {
        let hash = match body
            .extensions
            .as_ref()
            .and_then(|extensions| extensions.persisted_query.as_ref())
        {
            Some(persisted) => Some(documents::parse_hash(&persisted.hash)?),
            None => None,
        };
        let Some(query) = body.query.as_deref().filter(|query| !query.is_empty()) else {
            let hash = hash.ok_or_else(|| Refusal::bad("the body has no query"))?;
            return self.documents.find(&hash).await.ok_or_else(|| {
                Refusal::new(Code::PersistedQueryNotFound, "PersistedQueryNotFound")
            });
        };
        if query.len() > self.limits.document {
            let limit = self.limits.document;
            return Err(Refusal::complex(format!(
                "the query has more than {limit} bytes"
            )));
        }
        let own_hash = documents::hash(query);
        if hash.is_some_and(|hash| hash != own_hash) {
            return Err(Refusal::bad(
                "the persisted query's hash does not match the query",
            ));
        }
        if let Some(known) = self.documents.find(&own_hash).await {
            return Ok(known);
        }
        let document = Arc::new(Document {
            parsed: parse(query)?,
            bytes: query.len(),
        });
        self.documents.keep(own_hash, document.clone()).await;
        Ok(document)
    }

    fn roots(&self, operation: Operation, fields: &[&str]) -> Result<Vec<&'static Root>, Refusal> {
        let mut roots = Vec::with_capacity(fields.len());
        for field in fields {
            match *field {
                "__typename" => {}
                "__schema" | "__type" if operation == Operation::Query => {
                    if !self.introspection {
                        return Err(Refusal::new(
                            Code::Forbidden,
                            "introspection is switched off",
                        ));
                    }
                }
                field => roots.push(access::root(operation, field).ok_or_else(|| {
                    Refusal::bad(format!("{operation:?} has no field {field:?}"))
                })?),
            }
        }
        if operation == Operation::Mutation {
            let alone = roots.iter().find(|root| root.alone);
            if let Some(root) = alone.filter(|_| fields.len() > 1) {
                return Err(Refusal::complex(format!(
                    "{} must be the only field of its operation",
                    root.field
                )));
            }
            if fields.len() > self.limits.mutations {
                let limit = self.limits.mutations;
                return Err(Refusal::complex(format!(
                    "a mutation may have at most {limit} root fields"
                )));
            }
        }
        Ok(roots)
    }
}

fn read(body: &[u8]) -> Result<Body, Refusal> {
    match body.iter().find(|byte| !byte.is_ascii_whitespace()) {
        Some(b'{') => {}
        Some(b'[') => return Err(Refusal::bad("one request a body: batches are not served")),
        _ => return Err(Refusal::bad("the body is not a JSON object")),
    }
    // What serde says can quote the input; the place is enough.
    serde_json::from_slice(body).map_err(|error| {
        let what = if error.is_data() {
            "is not a GraphQL request"
        } else {
            "is not valid JSON"
        };
        Refusal::bad(format!(
            "the body {what} (line {}, column {})",
            error.line(),
            error.column()
        ))
    })
}

fn parse(query: &str) -> Result<async_graphql::parser::types::ExecutableDocument, Refusal> {
    // The parser recurses by brackets before it checks its own limit.
    if nesting::deepest(query) > nesting::LIMIT {
        return Err(Refusal::complex(format!(
            "brackets are nested more than {} deep",
            nesting::LIMIT
        )));
    }
    async_graphql::parser::parse_query(query).map_err(|error| match error {
        async_graphql::parser::Error::RecursionLimitExceeded => {
            Refusal::complex("the query is nested too deep")
        }
        error => {
            let place = error.positions().next();
            let place = place.map_or_else(String::new, |at| {
                format!(" (line {}, column {})", at.line, at.column)
            });
            let what = match error {
                async_graphql::parser::Error::Syntax { .. } => "the query has a syntax error",
                async_graphql::parser::Error::MissingOperation => "the query has no operation",
                _ => "the query defines something twice",
            };
            Refusal::bad(format!("{what}{place}"))
        }
    })
}

fn only_operation<'a>(
    document: &'a Document,
    wanted: Option<&str>,
) -> Result<(Option<String>, &'a OperationDefinition), Refusal> {
    // Some clients send an empty name for none.
    let wanted = wanted.filter(|name| !name.is_empty());
    match (&document.parsed.operations, wanted) {
        (DocumentOperations::Single(operation), None) => Ok((None, &operation.node)),
        (DocumentOperations::Multiple(operations), wanted) => {
            let mut named = operations.iter();
            match (named.next(), named.next()) {
                (Some((name, operation)), None)
                    if wanted.is_none_or(|wanted| wanted == name.as_str()) =>
                {
                    Ok((Some(name.to_string()), &operation.node))
                }
                (Some(_), Some(_)) => Err(Refusal::complex("one operation a request")),
                _ => Err(Refusal::bad("there is no operation of that name")),
            }
        }
        (DocumentOperations::Single(_), Some(_)) => {
            Err(Refusal::bad("there is no operation of that name"))
        }
    }
}
