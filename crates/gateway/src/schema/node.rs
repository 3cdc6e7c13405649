//! Objects by their global id.

use super::global_id::{GlobalId, decode};
use super::request::ContextExt;
use crate::catalog::{Certificate, Product, ProductVariant};
use crate::errors::bad_input;
use crate::programme::Producer;
use async_graphql::{Context, Error, ID, Interface, Object, Result};
use futures::future::join_all;
use kernel::{CertificateId, ProducerId, ProductId, VariantId};

/// The most objects that one `nodes` asks for.
const MOST: usize = 100;

/// An object with a global id.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "The global id."))]
pub(crate) enum Node {
    /// A product.
    Product(Product),
    /// A variant of a product.
    ProductVariant(ProductVariant),
    /// A producer.
    Producer(Producer),
    /// A certificate.
    Certificate(Certificate),
}

/// Objects by id. A type whose objects are not public must check the caller
/// here as its root field does.
#[derive(Default)]
pub(crate) struct NodeQuery;

#[Object]
impl NodeQuery {
    /// The object of a global id; null where there is none for this caller.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A global id.")] id: ID,
    ) -> Option<Result<Node>> {
        find(ctx, &id).await.transpose()
    }

    /// The objects of global ids, in their order; null where there is none
    /// for this caller. At most 100.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global ids.")] ids: Vec<ID>,
    ) -> Result<Vec<Option<Result<Node>>>> {
        if ids.len() > MOST {
            return Err(bad_input(format!("ids: at most {MOST}")));
        }
        let found = join_all(ids.iter().map(|id| find(ctx, id))).await;
        Ok(found.into_iter().map(Result::transpose).collect())
    }
}

async fn find(ctx: &Context<'_>, id: &ID) -> Result<Option<Node>, Error> {
    let loaders = ctx.loaders();
    let unknown = || bad_input("this is not an id");
    let (name, uuid) = decode(id).ok_or_else(unknown)?;
    Ok(match name.as_str() {
        <ProductId as GlobalId>::TYPE => loaders
            .cards
            .load(uuid.into())
            .await?
            .map(|card| Node::Product(Product(card))),
        <VariantId as GlobalId>::TYPE => {
            let id = uuid.into();
            let Some(product) = loaders.products_of_variants.load(id).await? else {
                return Ok(None);
            };
            let card = loaders.cards.load(product).await?;
            card.and_then(|card| ProductVariant::find(card, id))
                .map(Node::ProductVariant)
        }
        <ProducerId as GlobalId>::TYPE => {
            let found = loaders.producers.load(uuid.into()).await?;
            found.and_then(Producer::public).map(Node::Producer)
        }
        <CertificateId as GlobalId>::TYPE => {
            let found = loaders.certificates.load(uuid.into()).await?;
            found.map(|certificate| Node::Certificate(Certificate::Full(certificate)))
        }
        _ => return Err(unknown()),
    })
}
