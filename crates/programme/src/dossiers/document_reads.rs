//! What is read of documents and checklists, and who may.

use super::checklist::Checklist;
use super::document::DossierDocument;
use super::reads::Sight;
use crate::Programme;
use crate::permission::{run_by, runs_programme_in};
use crate::scheme::Scheme;
use crate::store::{checklists, cycles, documents, dossiers};
use chrono::NaiveDate;
use kernel::{Actor, DossierId, FileId, clock};
use sea_orm::DbErr;
use std::collections::HashMap;

/// Whether the actor may read what was taken away from dossiers of a
/// province's cycles: who runs the programme there.
#[must_use]
pub fn reads_removed(actor: &Actor, province_code: &str) -> bool {
    runs_programme_in(actor, province_code)
}

impl Programme {
    /// The documents of dossiers that the caller has been given, the oldest
    /// first: at most [`super::MAX_DOCUMENTS`] of each.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn dossier_documents(
        &self,
        ids: &[DossierId],
    ) -> Result<Vec<DossierDocument>, DbErr> {
        documents::live(self.db.primary(), ids).await
    }

    /// What was taken away from dossiers that the caller has been given, the
    /// oldest first: at most [`super::MAX_DOCUMENTS_EVER`] of each. For whom
    /// [`reads_removed`] lets.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn removed_documents(
        &self,
        ids: &[DossierId],
    ) -> Result<Vec<DossierDocument>, DbErr> {
        documents::removed(self.db.primary(), ids).await
    }

    /// The checklist of a product in a cycle that opens on a day, today
    /// without one; `None` where the scheme has no such group or set.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn dossier_checklist(
        &self,
        scheme: Scheme,
        group_code: &str,
        product_set: Option<i32>,
        day: Option<NaiveDate>,
    ) -> Result<Option<Checklist>, DbErr> {
        let group = scheme
            .group(group_code)
            .filter(|group| scheme.has_set(group, product_set));
        let Some(group) = group else {
            return Ok(None);
        };
        let day = day.unwrap_or_else(|| clock::day_in_vietnam(self.clock.now()));
        let versions = checklists::of_scheme(self.db.catalogue(), scheme).await?;
        let found = Checklist::on(versions, product_set, day);
        Ok(found.map(|list| list.for_group(group)))
    }

    /// The checklists of dossiers that the caller has been given: those that
    /// were valid when their cycles opened.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn dossier_checklists(
        &self,
        ids: &[DossierId],
    ) -> Result<Vec<(DossierId, Checklist)>, DbErr> {
        let connection = self.db.primary();
        let dossiers = dossiers::by_ids(connection, ids).await?;
        let of: Vec<_> = dossiers.iter().map(|dossier| dossier.cycle_id).collect();
        let cycles = cycles::by_ids(connection, &of).await?;
        let cycles: HashMap<_, _> = cycles.into_iter().map(|own| (own.id, own)).collect();
        let versions = checklists::all(connection).await?;
        let lists = dossiers.iter().filter_map(|dossier| {
            let cycle = cycles.get(&dossier.cycle_id)?;
            let list = super::checklist_among(versions.clone(), dossier, cycle)?;
            Some((dossier.id, list))
        });
        Ok(lists.collect())
    }

    /// Whether the actor may read a file because it is a document: of a
    /// dossier that the actor may see, or one that was taken away from a
    /// dossier of a province where the actor runs the programme. Whose file it
    /// is does not matter here; its owner reads it anyway.
    ///
    /// # Errors
    /// [`DbErr`].
    pub async fn may_read_document(&self, actor: &Actor, file: FileId) -> Result<bool, DbErr> {
        let (sight, regions) = (Sight::of(actor), run_by(actor));
        documents::readable(self.db.primary(), &sight, &regions, file).await
    }
}
