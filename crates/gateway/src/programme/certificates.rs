//! Certificates by their number, over GraphQL.

use crate::catalog::Certificate;
use crate::errors::OrFault;
use crate::schema::request::ContextExt;
use async_graphql::{Context, Object, Result};
use std::sync::Arc;

/// The certificates' part of `Query`.
#[derive(Default)]
pub(crate) struct CertificateQuery;

#[Object]
impl CertificateQuery {
    /// The certificate of that number, in whatever standing: what is printed on
    /// a package can be held against it. Null where no decision is on record
    /// that issued it.
    async fn certificate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The number, as it is printed.")] number: String,
    ) -> Option<Result<Certificate>> {
        let programme = &ctx.services().programme;
        let found = programme.certificate_by_number(&number).await.or_fault();
        found
            .map(|found| found.map(|own| Certificate::Full(Arc::new(own))))
            .transpose()
    }
}
