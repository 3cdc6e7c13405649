//! What stands on a shelf, through the gate.

use super::stock::PointOfSaleStock;
use crate::catalog::Product;
use crate::errors::bad_input;
use crate::schema::connection::{connection, up_to};
use crate::schema::request::ContextExt;
use async_graphql::{ComplexObject, Context, Error, Result, SimpleObject};
use catalog::points_of_sale::{MAX_SHELF_PAGE, ShelfPage};
use futures::future::try_join_all;
use kernel::{Cursor, Page, PageError, PointOfSaleId, ProductId};

/// The order of shelves.
const BY_ID: &str = "point-of-sale.shelf";

/// A product on the shelf of a point of sale.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub(crate) struct PointOfSaleProduct {
    #[graphql(skip)]
    point: PointOfSaleId,
    /// The product.
    product: Product,
    /// What visitors should know of it there; null where there is nothing.
    note: Option<String>,
}

#[ComplexObject]
impl PointOfSaleProduct {
    /// What is counted of it there, by variant; none where nobody counts: ask
    /// there.
    async fn stock(&self, ctx: &Context<'_>) -> Result<Vec<PointOfSaleStock>> {
        let key = (self.point, self.product.0.product_id);
        let stock = ctx.loaders().shelf_stock.load(key).await?;
        let stock = stock.unwrap_or_default();
        Ok(stock
            .iter()
            .map(|(_, own)| PointOfSaleStock(*own))
            .collect())
    }
}

connection! {
    /// A page of a shelf.
    PointOfSaleProductConnection,
    /// A product on a shelf, in a list.
    PointOfSaleProductEdge of PointOfSaleProduct
}

/// A page of the shelf: two statements for all shelves of a request.
pub(super) async fn shelf(
    ctx: &Context<'_>,
    point: PointOfSaleId,
    first: i32,
    after: Option<&str>,
) -> Result<PointOfSaleProductConnection> {
    let first = up_to(first, MAX_SHELF_PAGE)?;
    let after = after.map(position).transpose()?;
    let loaders = ctx.loaders();
    let page = ShelfPage { first, after };
    let shelf = loaders.shelves.load((point, page)).await?;
    let shelf = shelf.as_deref().cloned().unwrap_or_default();
    let ids = shelf.products.iter().map(|own| own.product_id);
    let cards = try_join_all(ids.map(|id| loaders.cards.load(id))).await?;
    let rows = shelf.products.into_iter().zip(cards);
    // One that ceased to be public in between is not shown either.
    let rows = rows.filter_map(|(own, card)| {
        let product = PointOfSaleProduct {
            point,
            product: Product(card?),
            note: own.note,
        };
        Some((Cursor::new(BY_ID, [own.product_id.to_string()]), product))
    });
    Ok(PointOfSaleProductConnection(Page {
        rows: rows.collect(),
        has_next: shelf.has_next,
        has_previous: after.is_some(),
    }))
}

fn position(text: &str) -> Result<ProductId, Error> {
    let bad = |error: PageError| bad_input(error.to_string());
    let cursor = Cursor::decode(text).map_err(bad)?;
    let [id] = cursor.key_for::<1>(BY_ID).map_err(bad)?;
    let id = id.parse().map_err(|_| bad(PageError::BadCursor))?;
    Ok(ProductId(id))
}
