//! What accounts keep in mind, over GraphQL.

use super::read_error;
use crate::catalog::Product;
use crate::errors::{bad_input, fault};
use crate::schema::connection::{connection, page_args};
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::DateTime;
use crate::schema::user_error::user_errors;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use catalog::wishlist::{self as domain, Unwished, WishlistError};
use kernel::{ProductId, WishlistEntryId};

/// The wishlist's part of `Query`.
#[derive(Default)]
pub(crate) struct WishlistQuery;

#[Object]
impl WishlistQuery {
    /// The products that the caller keeps in mind, in the order of adding.
    async fn wishlist(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
    ) -> Result<WishlistConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let catalog = &ctx.services().catalog;
        let told = catalog.wishlist(ctx.actor(), &page).await;
        Ok(WishlistConnection(
            told.map_err(read_error)?.map(WishlistEntry),
        ))
    }
}

/// The wishlist's part of `Mutation`.
#[derive(Default)]
pub(crate) struct WishlistMutation;

#[Object]
impl WishlistMutation {
    /// Keeps a product in mind; one that is kept stays where it is. Permission:
    /// accounts, at most 500 products.
    async fn wishlist_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which product.")] input: WishlistAddInput,
    ) -> Result<WishlistAddPayload> {
        let product = ProductId::from_global(&input.product_id)?;
        let catalog = &ctx.services().catalog;
        let code = match catalog.add_to_wishlist(ctx.actor(), product).await {
            Ok(entry) => {
                ctx.loaders().wished.clear();
                return Ok(WishlistAddPayload {
                    entry: Some(WishlistEntry(entry)),
                    user_errors: Vec::new(),
                });
            }
            Err(WishlistError::ProductNotFound | WishlistError::NotAllowed) => {
                WishlistErrorCode::ProductNotFound
            }
            Err(WishlistError::Full) => WishlistErrorCode::TooManyEntries,
            Err(WishlistError::Fault(error)) => return Err(fault(&error)),
        };
        Ok(WishlistAddPayload {
            entry: None,
            user_errors: vec![code.at(ctx.language(), &["input", "productId"])],
        })
    }

    /// Does not keep a product in mind any more; what is not kept is passed
    /// over. Permission: accounts.
    async fn wishlist_remove(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which product, or which entry.")] input: WishlistRemoveInput,
    ) -> Result<WishlistRemovePayload> {
        let what = match (&input.product_id, &input.entry_id) {
            (Some(id), None) => Unwished::Product(ProductId::from_global(id)?),
            (None, Some(id)) => Unwished::Entry(WishlistEntryId::from_global(id)?),
            _ => return Err(bad_input("exactly one of `productId` and `entryId`")),
        };
        let catalog = &ctx.services().catalog;
        match catalog.remove_from_wishlist(ctx.actor(), what).await {
            Err(WishlistError::Fault(error)) => Err(fault(&error)),
            _ => {
                ctx.loaders().wished.clear();
                Ok(WishlistRemovePayload {
                    removed: true,
                    user_errors: Vec::new(),
                })
            }
        }
    }
}

/// A product that the caller keeps in mind.
#[derive(Clone)]
pub(crate) struct WishlistEntry(domain::WishlistEntry);

/// A product that the caller keeps in mind.
#[Object]
impl WishlistEntry {
    /// The global id: what is left to name an entry by when its product is not
    /// to be had any more.
    async fn id(&self) -> ID {
        self.0.id.to_global()
    }

    /// The product; null while the public does not see it.
    async fn product(&self, ctx: &Context<'_>) -> Result<Option<Product>> {
        let found = ctx.loaders().cards.load(self.0.product_id).await?;
        Ok(found.map(Product))
    }

    /// When it was added.
    async fn added_at(&self) -> DateTime {
        DateTime(self.0.added_at)
    }
}

connection! {
    /// A page of a wishlist.
    WishlistConnection,
    /// An entry in a list.
    WishlistEntryEdge of WishlistEntry
}

/// A product to keep in mind.
#[derive(InputObject)]
pub(crate) struct WishlistAddInput {
    /// Which.
    product_id: ID,
}

/// What not to keep in mind any more: exactly one of the two.
#[derive(InputObject)]
pub(crate) struct WishlistRemoveInput {
    /// Which product …
    product_id: Option<ID>,
    /// … or which entry.
    entry_id: Option<ID>,
}

/// The entry after the command.
#[derive(SimpleObject)]
pub(crate) struct WishlistAddPayload {
    /// The entry; null where the command was refused.
    entry: Option<WishlistEntry>,
    /// Why it was refused.
    user_errors: Vec<WishlistUserError>,
}

/// The list after the command.
#[derive(SimpleObject)]
pub(crate) struct WishlistRemovePayload {
    /// That the product is not on the list.
    removed: bool,
    /// Nothing can be wrong.
    user_errors: Vec<WishlistUserError>,
}

user_errors! {
    /// Why a product was not kept in mind.
    WishlistUserError, WishlistErrorCode {
        /// There is no such product that the public may see.
        ProductNotFound: "Không tìm thấy sản phẩm." / "The product was not found.",
        /// The list holds 500 products.
        TooManyEntries: "Danh sách yêu thích đã có 500 sản phẩm, vui lòng bỏ bớt." / "The list holds 500 products; please remove some.",
    }
}
