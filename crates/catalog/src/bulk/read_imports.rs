//! What is read of imports.

use super::Bulk;
use super::import::Import;
use super::problem::RowProblem;
use crate::ReadError;
use crate::store::bulk::imports;
use kernel::{Actor, ListingImportId, Page, PageArgs, ProducerId, Right};
use sea_orm::DbErr;

impl Bulk {
    /// An import, for who began it and for the producer's people; `None` for
    /// everybody else.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn import(
        &self,
        actor: &Actor,
        id: ListingImportId,
    ) -> Result<Option<Import>, DbErr> {
        let found = imports::by_id(self.catalog.db.primary(), id).await?;
        Ok(found.filter(|import| import.is_seen_by(actor)))
    }

    /// A page of a producer's imports, the newest first: all of them for its
    /// people, and for who has its right to listings or to stock those that
    /// the actor began.
    ///
    /// # Errors
    /// [`ReadError::NotFound`] for everybody else, and [`ReadError::Page`] for a
    /// cursor of another list.
    pub async fn imports(
        &self,
        actor: &Actor,
        producer: ProducerId,
        page: &PageArgs,
    ) -> Result<Page<Import>, ReadError> {
        let rights = [Right::Listings, Right::Stock];
        let acts = |right: &Right| actor.acts_for(producer, *right).is_some();
        let account = actor.account_id().ok_or(ReadError::NotFound)?;
        if !rights.iter().any(acts) {
            return Err(ReadError::NotFound);
        }
        let begun_by = (!actor.works_for(producer)).then_some(account);
        let connection = self.catalog.db.primary();
        let rows = imports::of_producer(connection, producer, begun_by, page).await?;
        Ok(Page::from_rows(page, rows, imports::by_age))
    }

    /// A page of what is to be said of the rows of an import, by line. For
    /// whoever holds the import.
    ///
    /// # Errors
    /// [`ReadError::Page`] for a cursor of another list.
    pub async fn import_problems(
        &self,
        id: ListingImportId,
        page: &PageArgs,
    ) -> Result<Page<RowProblem>, ReadError> {
        let rows = imports::problems(self.catalog.db.primary(), id, page).await?;
        let page = Page::from_rows(page, rows, imports::position);
        Ok(page.map(|(_, problem)| problem))
    }

    /// The first page of problems of each of these imports, which the caller
    /// holds. One statement for each hundred of each length that is asked for.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn first_import_problems(
        &self,
        wanted: &[(ListingImportId, u32)],
    ) -> Result<Vec<((ListingImportId, u32), Page<RowProblem>)>, DbErr> {
        let connection = self.catalog.db.primary();
        let mut lengths: Vec<u32> = wanted.iter().map(|(_, limit)| *limit).collect();
        lengths.sort_unstable();
        lengths.dedup();
        let mut pages = Vec::with_capacity(wanted.len());
        for limit in lengths {
            let own = wanted.iter().filter(|(_, own)| *own == limit);
            let ids: Vec<ListingImportId> = own.map(|(id, _)| *id).collect();
            let page = PageArgs {
                limit,
                backward: false,
                cursor: None,
            };
            // SQLite takes five hundred parts of a union.
            for ids in ids.chunks(100) {
                let mut rows = imports::first_problems(connection, ids, limit).await?;
                for id in ids {
                    let own = rows.remove(id).unwrap_or_default();
                    let own = Page::from_rows(&page, own, imports::position);
                    pages.push(((*id, limit), own.map(|(_, problem)| problem)));
                }
            }
        }
        Ok(pages)
    }
}
