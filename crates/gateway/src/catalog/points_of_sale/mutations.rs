//! Recording, changing and closing points of sale, and their shelves.

use super::inputs::PointOfSaleFactsInput;
use super::payloads::{
    PointOfSaleErrorCode, PointOfSalePayload, PointOfSaleProductsErrorCode,
    PointOfSaleProductsPayload,
};
use crate::errors::{OrFault, fault};
use crate::schema::global_id::{GlobalId, from_globals};
use crate::schema::request::ContextExt;
use async_graphql::{Context, ID, InputObject, Object, Result};
use catalog::points_of_sale::{
    ClosePointError, CreatePointError, NewPoint, ShelveError, ShelveItem, UnshelveError,
    UpdatePointError,
};
use kernel::{PointOfSaleId, ProducerId, ProductId};

/// The points of sale's part of `Mutation`.
#[derive(Default)]
pub(crate) struct PointOfSaleMutation;

#[Object]
impl PointOfSaleMutation {
    /// Records a point of sale. Permission: for one that a producer runs, its
    /// people and whoever has the right to its listings; officers for any of
    /// their province; administrators.
    async fn point_of_sale_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose, and what is said of it.")] input: PointOfSaleCreateInput,
    ) -> Result<PointOfSalePayload> {
        use PointOfSaleErrorCode as Code;
        let producer = input.producer_id.as_ref();
        let producer_id = producer.map(ProducerId::from_global).transpose()?;
        let facts = match input.facts.facts() {
            Ok(facts) => facts,
            Err(none) => return Ok(PointOfSalePayload::without_facts(ctx, &none)),
        };
        let new = NewPoint {
            producer_id,
            facts,
            demo: false,
        };
        let (services, actor) = (ctx.services(), ctx.actor());
        let units = services.units.snapshot().await.or_fault()?;
        let created = services.catalog.create_point(actor, &units, &new).await;
        let (code, field): (_, &[&str]) = match created {
            Ok(point) => return Ok(PointOfSalePayload::done(ctx, point)),
            Err(CreatePointError::ProducerNotFound) => (Code::ProducerNotFound, &["producerId"]),
            Err(CreatePointError::Province) => (Code::ProvinceNotYours, &["facts", "communeCode"]),
            Err(CreatePointError::TooMany) => (Code::TooManyPoints, &["producerId"]),
            Err(CreatePointError::Refused(refusal)) => {
                return Ok(PointOfSalePayload::refused_fact(ctx, refusal));
            }
            Err(CreatePointError::Fault(error)) => return Err(fault(&error)),
        };
        Ok(PointOfSalePayload::refused(ctx, code, field))
    }

    /// Replaces everything that is said of a point of sale; the same again
    /// changes nothing. Permission: for one that a producer runs, its people
    /// and whoever has the right to its listings; officers for any of their
    /// province, within it; administrators.
    async fn point_of_sale_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and what is said of it.")] input: PointOfSaleUpdateInput,
    ) -> Result<PointOfSalePayload> {
        use PointOfSaleErrorCode as Code;
        let id = PointOfSaleId::from_global(&input.id)?;
        let facts = match input.facts.facts() {
            Ok(facts) => facts,
            Err(none) => return Ok(PointOfSalePayload::without_facts(ctx, &none)),
        };
        let (services, actor) = (ctx.services(), ctx.actor());
        let units = services.units.snapshot().await.or_fault()?;
        let version = i64::from(input.version);
        let catalog = &services.catalog;
        let updated = catalog.update_point(actor, &units, id, version, &facts);
        let (code, field): (_, &[&str]) = match updated.await {
            Ok(point) => return Ok(PointOfSalePayload::done(ctx, point)),
            Err(UpdatePointError::NotFound) => (Code::PointOfSaleNotFound, &["id"]),
            Err(UpdatePointError::Closed) => (Code::PointOfSaleClosed, &["id"]),
            Err(UpdatePointError::Version(_)) => (Code::VersionConflict, &["version"]),
            Err(UpdatePointError::Province) => (Code::ProvinceNotYours, &["facts", "communeCode"]),
            Err(UpdatePointError::Refused(refusal)) => {
                return Ok(PointOfSalePayload::refused_fact(ctx, refusal));
            }
            Err(UpdatePointError::Fault(error)) => return Err(fault(&error)),
        };
        Ok(PointOfSalePayload::refused(ctx, code, field))
    }

    /// Closes a point of sale for good; a closed one stays so. Permission: for
    /// one that a producer runs, its people and whoever has the right to its
    /// listings; officers for any of their province; administrators.
    async fn point_of_sale_close(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: PointOfSaleCloseInput,
    ) -> Result<PointOfSalePayload> {
        let id = PointOfSaleId::from_global(&input.id)?;
        match ctx.services().catalog.close_point(ctx.actor(), id).await {
            Ok(point) => Ok(PointOfSalePayload::done(ctx, point)),
            Err(ClosePointError::NotFound) => {
                let code = PointOfSaleErrorCode::PointOfSaleNotFound;
                Ok(PointOfSalePayload::refused(ctx, code, &["id"]))
            }
            Err(ClosePointError::Fault(error)) => Err(fault(&error)),
        }
    }

    /// Puts products on the shelf of a point of sale; those that stand there
    /// get their notes anew. Permission: for a point that a producer runs, its
    /// people and whoever has the right to its listings, for products of that
    /// producer; officers for points of their province and products of its
    /// producers; administrators.
    async fn point_of_sale_products_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Where, and what.")] input: PointOfSaleProductsAddInput,
    ) -> Result<PointOfSaleProductsPayload> {
        use PointOfSaleProductsErrorCode as Code;
        let id = PointOfSaleId::from_global(&input.id)?;
        let item = |own: PointOfSaleProductInput| {
            Ok(ShelveItem {
                product_id: ProductId::from_global(&own.product_id)?,
                note: own.note,
            })
        };
        let items: Vec<_> = input
            .products
            .into_iter()
            .map(item)
            .collect::<Result<_>>()?;
        let catalog = &ctx.services().catalog;
        let (code, field) = match catalog.shelve(ctx.actor(), id, &items).await {
            Ok(point) => return Ok(PointOfSaleProductsPayload::done(ctx, point)),
            Err(ShelveError::NotFound) => (Code::PointOfSaleNotFound, vec!["id".to_owned()]),
            Err(ShelveError::Closed) => (Code::PointOfSaleClosed, vec!["id".to_owned()]),
            Err(ShelveError::ProductNotFound(at)) => {
                (Code::ProductNotFound, item_path(at, "productId"))
            }
            Err(ShelveError::Note(at)) => (Code::NoteInvalid, item_path(at, "note")),
            Err(ShelveError::TooMany) => (Code::TooManyProducts, vec!["products".to_owned()]),
            Err(ShelveError::Fault(error)) => return Err(fault(&error)),
        };
        Ok(PointOfSaleProductsPayload::refused(ctx, code, &field))
    }

    /// Takes products off the shelf of a point of sale; those that do not
    /// stand there are passed over. Permission: for a point that a producer
    /// runs, its people and whoever has the right to its listings; officers
    /// for points of their province; administrators.
    async fn point_of_sale_products_remove(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Where, and what.")] input: PointOfSaleProductsRemoveInput,
    ) -> Result<PointOfSaleProductsPayload> {
        use PointOfSaleProductsErrorCode as Code;
        let id = PointOfSaleId::from_global(&input.id)?;
        let products: Vec<ProductId> = from_globals(&input.product_ids)?;
        let catalog = &ctx.services().catalog;
        match catalog.unshelve(ctx.actor(), id, &products).await {
            Ok(point) => Ok(PointOfSaleProductsPayload::done(ctx, point)),
            Err(UnshelveError::NotFound) => {
                let (code, field) = (Code::PointOfSaleNotFound, ["id".to_owned()]);
                Ok(PointOfSaleProductsPayload::refused(ctx, code, &field))
            }
            Err(UnshelveError::Fault(error)) => Err(fault(&error)),
        }
    }
}

fn item_path(at: usize, field: &str) -> Vec<String> {
    vec!["products".to_owned(), at.to_string(), field.to_owned()]
}

/// A point of sale to record.
#[derive(InputObject)]
pub(crate) struct PointOfSaleCreateInput {
    /// The producer that runs it; without one, officers of its province look
    /// after it.
    producer_id: Option<ID>,
    /// What is said of it.
    facts: PointOfSaleFactsInput,
}

/// A point of sale to change.
#[derive(InputObject)]
pub(crate) struct PointOfSaleUpdateInput {
    /// Which.
    id: ID,
    /// The version that was read.
    version: i32,
    /// What is said of it from now on.
    facts: PointOfSaleFactsInput,
}

/// A point of sale to close.
#[derive(InputObject)]
pub(crate) struct PointOfSaleCloseInput {
    /// Which.
    id: ID,
}

/// Products for a shelf.
#[derive(InputObject)]
pub(crate) struct PointOfSaleProductsAddInput {
    /// The point of sale.
    id: ID,
    /// The products, at most 250 at once and 2,000 on the shelf; of one that
    /// is named twice the last counts.
    products: Vec<PointOfSaleProductInput>,
}

/// A product for a shelf.
#[derive(InputObject)]
pub(crate) struct PointOfSaleProductInput {
    /// Which.
    product_id: ID,
    /// What visitors should know of it there, at most 200 characters.
    note: Option<String>,
}

/// Products to take off a shelf.
#[derive(InputObject)]
pub(crate) struct PointOfSaleProductsRemoveInput {
    /// The point of sale.
    id: ID,
    /// The products, at most 250 at once.
    product_ids: Vec<ID>,
}
