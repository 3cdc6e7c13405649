//! The job that takes an archive of pictures in: those of one name at a time,
//! each as if it had been uploaded alone, then into the listing's draft.

mod arrive;

use super::Bulk;
use super::archive::{self, Entry};
use super::import::Import;
use super::known::Known;
use super::outcome::{Outcome, Step, Tally};
use super::problem::{BulkCode, ImportRefusal, ImportStop, RowCode, RowProblem};
use super::run_import::{Next, Pass};
use crate::listing::{ImageContent, ImageSource, ListingContent, MAX_IMAGES};
use files::ReadFileError;
use jobs::JobError;
use kernel::{ListingImportId, PictureId};
use spreadsheets::{Columns, Place};
use std::collections::HashMap;
use std::fs::File;
use std::sync::{Arc, Mutex};
use uuid::Uuid;
use zip::ZipArchive;

/// Entries of one transaction.
const CHUNK: usize = 12;

/// An archive that is being read.
struct Opened {
    archive: Arc<Mutex<ZipArchive<File>>>,
    entries: Vec<Entry>,
}

/// An entry on its way: whose picture it is, or why it is none.
struct Arrived {
    product: Uuid,
    /// The picture, where there is one by now.
    picture: Option<PictureId>,
}

impl Bulk {
    pub(super) async fn run_pictures(
        &self,
        id: ListingImportId,
        import: &Import,
    ) -> Result<(), JobError> {
        let opened = match self.files.open(import.file_id).await {
            Ok((_, file)) => file.into_std().await,
            Err(ReadFileError::NotFound | ReadFileError::Damaged(_)) => {
                return self.stop(id, ImportStop::ArchiveDamaged.into()).await;
            }
            Err(error) => return Err(JobError::retry(error)),
        };
        let read = tokio::task::spawn_blocking(move || {
            // The directory is the end of the file: without it, the end is
            // missing.
            let damaged = |_| ImportRefusal::from(ImportStop::ArchiveDamaged);
            let mut archive = ZipArchive::new(opened).map_err(damaged)?;
            let entries = archive::entries(&mut archive)?;
            let archive = Arc::new(Mutex::new(archive));
            Ok(Opened { archive, entries })
        });
        let opened = match read.await.map_err(JobError::retry)? {
            Ok(opened) => opened,
            Err(refusal) => return self.stop(id, refusal).await,
        };
        self.begin(id, opened.entries.len(), Vec::new()).await?;
        for pass in [Pass::Check, Pass::Write] {
            // How many pictures a check would have added, by product.
            let mut fresh = HashMap::new();
            while let Next::More = self.picture_chunk(id, &opened, pass, &mut fresh).await? {}
            self.turn(id, pass).await?;
        }
        Ok(())
    }

    async fn picture_chunk(
        &self,
        id: ListingImportId,
        opened: &Opened,
        pass: Pass,
        fresh: &mut HashMap<Uuid, usize>,
    ) -> Result<Next, JobError> {
        let catalog = &self.catalog;
        let now = catalog.clock.now();
        // Who it is, and how far: nothing is written before the pictures are
        // there.
        let tx = catalog.db.begin().await?;
        let entered = self.glance(&tx, id, pass, now).await?;
        tx.commit().await?;
        let Some((row, actor)) = entered else {
            return Ok(Next::End);
        };
        let from = usize::try_from(pass.done(&row.import)).map_err(JobError::give_up)?;
        let entries = together(&opened.entries, from);
        if entries.is_empty() {
            return Ok(Next::End);
        }
        let mut arrived = Vec::with_capacity(entries.len());
        for entry in entries {
            let found = self.arrive(&row.import, &actor, opened, entry, pass).await;
            arrived.push(found?);
        }

        let tx = catalog.db.begin().await?;
        let Some((mut row, actor)) = self.enter(&tx, id, pass, now).await? else {
            tx.commit().await?;
            return Ok(Next::End);
        };
        // Another worker, whose lease this one's was, may be further.
        if usize::try_from(pass.done(&row.import)).ok() != Some(from) {
            return Ok(Next::More);
        }
        let columns = Columns::none();
        let step = Step {
            tx: &tx,
            actor: &actor,
            import: &row.import,
            columns: &columns,
            write: pass == Pass::Write,
            now,
        };
        let lines = from..from + entries.len();
        let tally = self.attach(&step, entries, lines, &arrived, fresh).await?;
        self.leave(&tx, &mut row, pass, &tally, entries.len())
            .await?;
        tx.commit().await?;
        Ok(Next::More)
    }

    /// Puts pictures at the end of the listings' pictures.
    async fn attach(
        &self,
        step: &Step<'_>,
        entries: &[Entry],
        lines: std::ops::Range<usize>,
        arrived: &[Result<Arrived, RowCode>],
        fresh: &mut HashMap<Uuid, usize>,
    ) -> Result<Tally, JobError> {
        let mut tally = Tally::default();
        let mut ids: Vec<Uuid> = arrived.iter().flatten().map(|own| own.product).collect();
        ids.sort_unstable();
        ids.dedup();
        let known = self.known(step, &ids).await?;
        let mut next: HashMap<Uuid, ListingContent> = HashMap::new();
        for ((entry, line), own) in entries.iter().zip(lines).zip(arrived) {
            let own = match own {
                Ok(own) => own,
                Err(code) => {
                    tally.fail([problem(entry, line, *code)]);
                    continue;
                }
            };
            let Some(listing) = known.get(&own.product) else {
                let code = BulkCode::PictureOfNothing.into();
                tally.fail([problem(entry, line, code)]);
                continue;
            };
            if listing.is_taken_down() {
                tally.fail([problem(entry, line, BulkCode::TakenDown.into())]);
                continue;
            }
            let content = next
                .entry(own.product)
                .or_insert_with(|| listing.content.clone());
            if let Some(id) = own.picture
                && content.pictures().any(|shown| shown == id)
            {
                tally.count(Outcome::Unchanged, 1);
                continue;
            }
            let added = fresh.get(&own.product).copied().unwrap_or_default();
            if content.images.len() + added >= MAX_IMAGES {
                let code = BulkCode::TooManyPictures.into();
                tally.fail([problem(entry, line, code)]);
                continue;
            }
            match own.picture {
                Some(id) if step.write => content.images.push(ImageContent {
                    picture: ImageSource::Picture(id),
                    alt: content.name.clone(),
                    alt_en: content.name_en.clone(),
                    focus: None,
                }),
                _ => *fresh.entry(own.product).or_default() += 1,
            }
            tally.count(Outcome::Created, 1);
        }
        if step.write {
            for id in ids {
                let listing: Option<&Known> = known.get(&id);
                if let (Some(listing), Some(content)) = (listing, next.remove(&id))
                    && content != listing.content
                {
                    self.write_change(step, listing, content).await?;
                }
            }
        }
        Ok(tally)
    }
}

/// Entries of one name from that one on, as many as one transaction takes.
fn together(entries: &[Entry], from: usize) -> &[Entry] {
    let rest = entries.get(from..).unwrap_or_default();
    let base = rest.first().map(Entry::base);
    let same = rest.iter().take(CHUNK);
    let same = same.take_while(|entry| Some(entry.base()) == base).count();
    rest.get(..same).unwrap_or_default()
}

fn problem(entry: &Entry, line: usize, code: RowCode) -> RowProblem {
    let place = Place {
        line: u32::try_from(line + 1).unwrap_or(u32::MAX),
        column: None,
        header: None,
    };
    RowProblem {
        entry: Some(entry.name.clone()),
        ..RowProblem::error(place, code)
    }
}
