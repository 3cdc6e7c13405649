//! The documents of dossiers over GraphQL. Whoever holds one has it from a
//! dossier that a use case let the caller see.

use crate::errors::internal;
use crate::schema::connection::count;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::{Date, DateTime};
use async_graphql::{Context, ID, Object, Result};
use std::sync::Arc;

/// A document of a dossier.
pub(crate) struct DossierDocument(pub(crate) programme::dossiers::DossierDocument);

/// A document of a dossier.
#[Object]
impl DossierDocument {
    /// The global id.
    async fn id(&self) -> ID {
        self.0.id.to_global()
    }

    /// Of which kind, by the dossier's checklist.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// What it is called.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// Its number, as its issuer gave it.
    async fn number(&self) -> Option<&str> {
        self.0.number.as_deref()
    }

    /// Who issued it.
    async fn issuer(&self) -> &str {
        &self.0.issuer
    }

    /// When it was issued.
    async fn issued_on(&self) -> Date {
        Date(self.0.issued_on)
    }

    /// The last day on which it holds; null for one that does not expire.
    async fn expires_on(&self) -> Option<Date> {
        self.0.expires_on.map(Date)
    }

    /// The file; null for what was handed over, such as samples.
    async fn file(&self, ctx: &Context<'_>) -> Option<Result<File>> {
        let id = self.0.file_id?;
        let found = match ctx.loaders().files.load(id).await {
            Ok(found) => found,
            Err(error) => return Some(Err(error)),
        };
        let missing = || internal(&format!("file {id} is referred to and does not exist"));
        Some(found.map(File).ok_or_else(missing))
    }

    /// When it was added.
    async fn added_at(&self) -> DateTime {
        DateTime(self.0.added_at)
    }

    /// When it was taken away; null for what is there.
    async fn removed_at(&self) -> Option<DateTime> {
        self.0.removal.as_ref().map(|removal| DateTime(removal.at))
    }
}

/// The facts of a file that somebody uploaded; they never change.
pub(crate) struct File(Arc<files::StoredFile>);

/// The facts of a file that somebody uploaded; they never change.
#[Object]
impl File {
    /// The global id.
    async fn id(&self) -> ID {
        self.0.id.to_global()
    }

    /// What its owner calls it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Its type, such as `application/pdf`.
    async fn media_type(&self) -> &str {
        self.0.media_type.as_str()
    }

    /// Its length in bytes.
    async fn bytes(&self) -> i32 {
        count(self.0.bytes)
    }

    /// The SHA-256 of its content, 64 hexadecimal digits in lower case.
    async fn sha256(&self) -> &str {
        &self.0.sha256
    }

    /// Where whoever may read it fetches it, with the same authorization.
    async fn url(&self, ctx: &Context<'_>) -> String {
        let id = self.0.id.to_global();
        let base = &ctx.services().config.public_url;
        format!("{base}/files/{}", id.as_str())
    }
}
