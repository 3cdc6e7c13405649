//! What is read of points of sale.

use super::{PointKind, PointOfSale, authority, store};
use crate::{Catalog, ListError};
use kernel::{Actor, Page, PageArgs, PointOfSaleId, ProducerId, ProductId, Timestamp};
use sea_orm::DbErr;
use std::collections::HashMap;

/// The most points that are told of one product or producer in one go.
pub const MAX_POINTS: u32 = 20;

/// The longest page of a shelf.
pub const MAX_SHELF_PAGE: u32 = 50;

/// Which points of sale. Every given condition must hold; an empty list
/// matches nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PointFilter {
    /// In these provinces, by code.
    pub provinces: Option<Vec<String>>,
    /// In these communes, by code.
    pub communes: Option<Vec<String>>,
    /// Of these kinds.
    pub kinds: Option<Vec<PointKind>>,
    /// Run by these producers.
    pub producers: Option<Vec<ProducerId>>,
    /// With this product on the shelf, which the public may see.
    pub product: Option<ProductId>,
    /// Whether orders can be picked up there.
    pub pick_up: Option<bool>,
    /// Open at this instant by their hours.
    pub open_at: Option<Timestamp>,
}

/// In which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PointSort {
    /// By name without tone marks.
    #[default]
    Name,
    /// Last recorded first.
    Newest,
}

/// A page of a shelf, in the order of the products' ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ShelfPage {
    /// How many products, at most [`MAX_SHELF_PAGE`].
    pub first: u32,
    /// After this one.
    pub after: Option<ProductId>,
}

/// A product on a shelf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shelved {
    /// Which.
    pub product_id: ProductId,
    /// What visitors should know of it there.
    pub note: Option<String>,
}

/// What stands on a page of a shelf.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shelf {
    /// The products.
    pub products: Vec<Shelved>,
    /// Whether products follow.
    pub has_next: bool,
}

impl Catalog {
    /// A point of sale, closed or not: a public one for everybody, any other
    /// for whoever may change it.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn point_of_sale(
        &self,
        actor: &Actor,
        id: PointOfSaleId,
    ) -> Result<Option<PointOfSale>, DbErr> {
        let connection = self.db.primary();
        let public = store::public::producer_trades();
        let found = store::points::by_id(connection, id, Some(public)).await?;
        if found.is_some() || *actor == Actor::Anonymous {
            return Ok(found);
        }
        let found = store::points::by_id(connection, id, None).await?;
        Ok(found.filter(|own| {
            authority::over(actor, own.producer_id, &own.facts.province_code).is_some()
        }))
    }

    /// A page of the public points of sale.
    ///
    /// # Errors
    /// [`ListError::Page`] for a cursor of another list.
    pub async fn points_of_sale(
        &self,
        filter: &PointFilter,
        sort: PointSort,
        page: &PageArgs,
    ) -> Result<Page<PointOfSale>, ListError> {
        let (connection, now) = (self.db.catalogue(), self.clock.now());
        let rows = store::points::rows(connection, filter, sort, page, now).await?;
        Ok(Page::from_rows(page, rows, |own| {
            store::points::position(own, sort)
        }))
    }

    /// The first [`MAX_POINTS`] public points by name that have each of these
    /// products, which the caller has been given.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn points_of_products(
        &self,
        products: &[ProductId],
    ) -> Result<Vec<(ProductId, PointOfSale)>, DbErr> {
        let connection = self.db.catalogue();
        let pairs = store::first::of_products(connection, products, MAX_POINTS).await?;
        self.paired(pairs).await
    }

    /// The first [`MAX_POINTS`] public points by name that each of these
    /// producers runs.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn points_of_producers(
        &self,
        producers: &[ProducerId],
    ) -> Result<Vec<(ProducerId, PointOfSale)>, DbErr> {
        let connection = self.db.catalogue();
        let pairs = store::first::of_producers(connection, producers, MAX_POINTS).await?;
        self.paired(pairs).await
    }

    /// The points of the pairs, in the pairs' order.
    pub(super) async fn paired<T>(
        &self,
        pairs: Vec<(T, PointOfSaleId)>,
    ) -> Result<Vec<(T, PointOfSale)>, DbErr> {
        let ids: Vec<PointOfSaleId> = pairs.iter().map(|(_, id)| *id).collect();
        let points = store::points::by_ids(self.db.catalogue(), &ids).await?;
        let points: HashMap<_, _> = points.into_iter().map(|own| (own.id, own)).collect();
        let pair = |(key, id)| Some((key, points.get(&id)?.clone()));
        Ok(pairs.into_iter().filter_map(pair).collect())
    }

    /// What stands on the shelves of points which the caller has been given,
    /// each on one page: products that the public may see now. Points without
    /// one are absent. One statement for each page that is asked for.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn shelves(
        &self,
        wanted: &[(PointOfSaleId, ShelfPage)],
    ) -> Result<Vec<((PointOfSaleId, ShelfPage), Shelf)>, DbErr> {
        let (connection, now) = (self.db.catalogue(), self.clock.now());
        let mut pages: HashMap<ShelfPage, Vec<PointOfSaleId>> = HashMap::new();
        for (point, page) in wanted {
            pages.entry(*page).or_default().push(*point);
        }
        let mut shelves = HashMap::new();
        for (page, points) in pages {
            let first = page.first.min(MAX_SHELF_PAGE);
            let rows = store::shelf::rows(connection, &points, first, page.after, now).await?;
            for (point, product) in rows {
                let shelf: &mut Shelf = shelves.entry((point, page)).or_default();
                if shelf.products.len() < first as usize {
                    shelf.products.push(product);
                } else {
                    shelf.has_next = true;
                }
            }
        }
        Ok(shelves.into_iter().collect())
    }
}
