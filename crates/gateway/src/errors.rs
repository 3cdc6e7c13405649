//! Errors as clients see them: a stable `extensions.code`, a message that says
//! what to change, and for a fault of ours nothing but a request id.
//!
//! What resolvers return is made here and only here. An error that reaches the
//! edge without one of our codes came from async-graphql (a document that does
//! not fit the schema) or through a stray `?`; [`seal`] tells the two apart, so
//! that no database or operating-system text ever leaves the process.

use async_graphql::{Error, ErrorExtensionValues, ServerError, Value};
use axum::http::StatusCode;
use sea_orm::DbErr;

/// The stable codes of `extensions.code`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// Nobody is signed in, or the token is unknown or expired.
    Unauthenticated,
    /// Signed in, but without the role that the field needs.
    Forbidden,
    /// The request cannot be understood.
    BadUserInput,
    /// There is no such thing for this caller.
    NotFound,
    /// Too many requests from this client.
    RateLimited,
    /// The document exceeds a limit.
    TooComplex,
    /// The hash of a persisted query is unknown: send the query with it.
    PersistedQueryNotFound,
    /// The service cannot answer now; the same request may succeed later.
    Unavailable,
    /// A fault of ours.
    Internal,
}

impl Code {
    const ALL: [Code; 9] = [
        Code::Unauthenticated,
        Code::Forbidden,
        Code::BadUserInput,
        Code::NotFound,
        Code::RateLimited,
        Code::TooComplex,
        Code::PersistedQueryNotFound,
        Code::Unavailable,
        Code::Internal,
    ];

    /// The name in `extensions.code`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Code::Unauthenticated => "UNAUTHENTICATED",
            Code::Forbidden => "FORBIDDEN",
            Code::BadUserInput => "BAD_USER_INPUT",
            Code::NotFound => "NOT_FOUND",
            Code::RateLimited => "RATE_LIMITED",
            Code::TooComplex => "TOO_COMPLEX",
            Code::PersistedQueryNotFound => "PERSISTED_QUERY_NOT_FOUND",
            Code::Unavailable => "UNAVAILABLE",
            Code::Internal => "INTERNAL",
        }
    }

    /// The HTTP status of a request that was refused with this code.
    #[must_use]
    pub const fn status(self) -> StatusCode {
        match self {
            Code::Unauthenticated => StatusCode::UNAUTHORIZED,
            Code::Forbidden => StatusCode::FORBIDDEN,
            Code::BadUserInput | Code::TooComplex => StatusCode::BAD_REQUEST,
            Code::NotFound => StatusCode::NOT_FOUND,
            Code::RateLimited => StatusCode::TOO_MANY_REQUESTS,
            // Clients of the protocol look into the body and try again.
            Code::PersistedQueryNotFound => StatusCode::OK,
            Code::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Code::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn of(extensions: Option<&ErrorExtensionValues>) -> Option<Self> {
        match extensions?.get("code")? {
            Value::String(name) => Self::ALL.into_iter().find(|code| code.as_str() == name),
            _ => None,
        }
    }
}

const INTERNAL_MESSAGE: &str = "something went wrong on our side";
const UNAVAILABLE_MESSAGE: &str = "the service cannot answer now, please try again";

/// An error with a code and a message for the client.
#[must_use]
pub fn error(code: Code, message: impl Into<String>) -> Error {
    let mut extensions = ErrorExtensionValues::default();
    extensions.set("code", code.as_str());
    Error {
        message: message.into(),
        source: None,
        extensions: Some(extensions),
    }
}

/// The request cannot be understood.
#[must_use]
pub fn bad_input(message: impl Into<String>) -> Error {
    error(Code::BadUserInput, message)
}

/// A database error: logged here, once, and told to the client as a code.
#[must_use]
pub fn fault(fault: &DbErr) -> Error {
    match db::classify(fault) {
        // Still colliding after the use case's own attempts: come back later.
        db::Fault::Unavailable | db::Fault::Retryable => {
            tracing::warn!(error = %fault, "the database cannot answer");
            error(Code::Unavailable, UNAVAILABLE_MESSAGE)
        }
        db::Fault::Duplicate | db::Fault::Constraint | db::Fault::Other => {
            tracing::error!(error = %fault, "a database error");
            error(Code::Internal, INTERNAL_MESSAGE)
        }
    }
}

/// Any other fault of ours: logged here, once.
#[must_use]
pub fn internal(what: &dyn std::fmt::Display) -> Error {
    tracing::error!(error = %what, "a fault");
    error(Code::Internal, INTERNAL_MESSAGE)
}

/// A part outside this process that does not answer: logged here, once.
#[must_use]
pub fn unavailable(what: &dyn std::fmt::Display) -> Error {
    tracing::warn!(error = %what, "a part of the service cannot answer");
    error(Code::Unavailable, UNAVAILABLE_MESSAGE)
}

/// Turns a `Result` whose error is a database error into a resolver's.
pub trait OrFault<T> {
    /// See [`fault`].
    ///
    /// # Errors
    /// The fault as the client sees it.
    fn or_fault(self) -> Result<T, Error>;
}

impl<T> OrFault<T> for Result<T, DbErr> {
    fn or_fault(self) -> Result<T, Error> {
        self.map_err(|error| fault(&error))
    }
}

/// The last look at an error before it leaves: gives it a code where it has
/// none, and a request id where the fault is ours. Returns the code.
pub(crate) fn seal(error: &mut ServerError, request_id: &str) -> Code {
    let code = Code::of(error.extensions.as_ref()).unwrap_or_else(|| {
        if error.source.take().is_some() {
            // A stray `?` on an error that is not ours to show.
            tracing::error!(error = %error.message, "an error without a code");
            error.message = INTERNAL_MESSAGE.to_owned();
            error.extensions = None;
            Code::Internal
        } else {
            Code::BadUserInput
        }
    });
    let extensions = error
        .extensions
        .get_or_insert_with(ErrorExtensionValues::default);
    extensions.set("code", code.as_str());
    if matches!(code, Code::Internal | Code::Unavailable) {
        extensions.set("requestId", request_id);
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::Pos;

    #[test]
    fn a_stray_error_says_nothing() {
        let stray: Error = DbErr::Custom("SELECT secret FROM account".to_owned()).into();
        let mut error = stray.into_server_error(Pos::default());
        assert_eq!(seal(&mut error, "r-1"), Code::Internal);
        assert!(!serde_json::to_string(&error).unwrap().contains("SELECT"));
        assert!(serde_json::to_string(&error).unwrap().contains("r-1"));
    }

    #[test]
    fn a_document_that_does_not_fit_is_the_clients_matter() {
        let mut error = ServerError::new("Unknown field", None);
        assert_eq!(seal(&mut error, "r-1"), Code::BadUserInput);
        assert!(!serde_json::to_string(&error).unwrap().contains("r-1"));
    }

    #[test]
    fn our_codes_stay() {
        let mut error = error(Code::NotFound, "no").into_server_error(Pos::default());
        assert_eq!(seal(&mut error, "r-1"), Code::NotFound);
    }
}
