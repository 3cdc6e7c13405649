//! What a resolver knows about the request it runs in.

use super::loaders::Loaders;
use super::scalars::LanguageCode;
use crate::services::Services;
use async_graphql::Context;
use kernel::{Actor, Language, Timestamp};
use secrecy::SecretString;
use std::sync::Arc;

/// One request's caller and batches.
pub(crate) struct RequestContext {
    /// Who asks.
    pub(crate) actor: Actor,
    /// The session's token, where there is one.
    pub(crate) token: Option<SecretString>,
    /// The language of messages.
    pub(crate) language: Language,
    /// Batched look-ups.
    pub(crate) loaders: Loaders,
}

/// Shorthands for resolvers.
pub(crate) trait ContextExt {
    /// The domain's use cases.
    fn services(&self) -> &Services;
    /// Who asks, and how.
    fn request(&self) -> &RequestContext;

    /// Who asks.
    fn actor(&self) -> &Actor {
        &self.request().actor
    }

    /// Batched look-ups.
    fn loaders(&self) -> &Loaders {
        &self.request().loaders
    }

    /// The language of messages, by `Accept-Language`.
    fn language(&self) -> Language {
        self.request().language
    }

    /// The language that a field was asked for, or that of messages.
    fn language_or(&self, asked: Option<LanguageCode>) -> Language {
        asked.map_or_else(|| self.language(), Language::from)
    }

    /// The instant now.
    fn now(&self) -> Timestamp {
        self.services().clock.now()
    }
}

impl ContextExt for Context<'_> {
    fn services(&self) -> &Services {
        self.data_unchecked::<Arc<Services>>()
    }

    fn request(&self) -> &RequestContext {
        self.data_unchecked::<RequestContext>()
    }
}
