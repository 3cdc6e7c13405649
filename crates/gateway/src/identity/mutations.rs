//! Signing in and out.

use super::types::Account;
use crate::errors::{OrFault, fault, internal};
use crate::schema::request::ContextExt;
use crate::schema::scalars::DateTime;
use crate::schema::user_error::user_errors;
use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use identity::SignInError;
use secrecy::ExposeSecret;

/// The accounts' part of `Mutation`.
#[derive(Default)]
pub(crate) struct IdentityMutation;

#[Object]
impl IdentityMutation {
    /// Signs in: trades an e-mail address and a password for a token that goes
    /// into `Authorization: Bearer TOKEN`. Attempts are limited by address.
    /// Permission: public.
    async fn session_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who signs in.")] input: SessionCreateInput,
    ) -> Result<SessionCreatePayload> {
        let language = ctx.language();
        match ctx
            .services()
            .identity
            .sign_in(&input.email, &input.password)
            .await
        {
            Ok(session) => Ok(SessionCreatePayload {
                token: Some(session.token),
                expires_at: Some(DateTime(session.expires_at)),
                account: Some(Account(session.account)),
                user_errors: Vec::new(),
            }),
            Err(SignInError::WrongCredentials) => Ok(SessionCreateErrorCode::WrongCredentials
                .at(language, &["input"])
                .into()),
            Err(SignInError::TooManyAttempts {
                retry_after_seconds,
            }) => {
                let mut error =
                    SessionCreateErrorCode::TooManyAttempts.at(language, &["input", "email"]);
                error.retry_after_seconds =
                    Some(i32::try_from(retry_after_seconds).unwrap_or(i32::MAX));
                Ok(error.into())
            }
            Err(SignInError::Hash(error)) => Err(internal(&error)),
            Err(SignInError::Fault(error)) => Err(fault(&error)),
        }
    }

    /// Signs out: the token of this request is worth nothing afterwards.
    /// Permission: the account that is signed in.
    async fn session_delete(&self, ctx: &Context<'_>) -> Result<SessionDeletePayload> {
        let deleted = match &ctx.request().token {
            Some(token) => ctx
                .services()
                .identity
                .sign_out(token.expose_secret())
                .await
                .or_fault()?,
            None => false,
        };
        Ok(SessionDeletePayload { deleted })
    }
}

/// Who signs in.
#[derive(InputObject)]
pub(crate) struct SessionCreateInput {
    /// The e-mail address of the account.
    email: String,
    /// Its password.
    password: String,
}

/// The new session, or why there is none.
#[derive(SimpleObject)]
pub(crate) struct SessionCreatePayload {
    /// The secret token; it is shown this once. Null after an error.
    token: Option<String>,
    /// When the token ends. Null after an error.
    expires_at: Option<DateTime>,
    /// Who is signed in now. Null after an error.
    account: Option<Account>,
    /// Why there is no session; empty where there is one.
    user_errors: Vec<SessionCreateUserError>,
}

impl From<SessionCreateUserError> for SessionCreatePayload {
    fn from(error: SessionCreateUserError) -> Self {
        Self {
            token: None,
            expires_at: None,
            account: None,
            user_errors: vec![error],
        }
    }
}

user_errors! {
    /// Why no session was created.
    SessionCreateUserError, SessionCreateErrorCode {
        /// The e-mail address or the password is wrong; which of them is not
        /// told.
        WrongCredentials: "Email hoặc mật khẩu không đúng." / "The e-mail address or the password is wrong.",
        /// Too many attempts for this address.
        TooManyAttempts: "Quá nhiều lần thử. Vui lòng đợi rồi thử lại." / "Too many attempts. Please wait before you try again.",
    }
    extras {
        /// With `TOO_MANY_ATTEMPTS`: seconds until the next attempt counts.
        retry_after_seconds: Option<i32>,
    }
}

/// What became of the session.
#[derive(SimpleObject)]
pub(crate) struct SessionDeletePayload {
    /// Whether there was a session to end.
    deleted: bool,
}
