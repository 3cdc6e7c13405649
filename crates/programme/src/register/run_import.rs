//! The job that takes a file into the register: in chunks, one transaction
//! each, with a marker, so that a run which dies is continued by the next.

use super::Register;
use super::assess::{Outcome, Whose, assess, error};
use super::field::{Columns, Field, WANTED};
use super::import::{RowError, RowErrorCode};
use super::line::Line;
use super::parse::Parser;
use crate::store::register_imports::{self, ImportRow};
use crate::store::{certificates, standing};
use crate::{
    CertificateEvent, Producer, ProducerStatus, ProducerVerification, VerificationMethod, events,
};
use async_trait::async_trait;
use db::Tx;
use files::ReadFileError;
use jobs::{Event, Handler, JobError};
use kernel::{CertificateId, ProducerId, RegisterImportId, clock, text};
use sea_orm::DbErr;
use spreadsheets::{Format, ImportStatus, Mode, Refusal, RefusalCode, Sheet};
use std::collections::{HashMap, HashSet};

/// The job that runs an import; its payload is the import's id.
pub const REGISTER_IMPORT: &str = "programme.register_import";

/// Lines of one transaction: other writers wait no longer than that takes.
const CHUNK: usize = 250;

/// Handles [`REGISTER_IMPORT`].
pub struct RunImport(pub Register);

#[async_trait]
impl Handler for RunImport {
    async fn run(&self, payload: &str) -> Result<(), JobError> {
        let id = uuid::Uuid::parse_str(payload).map_err(JobError::give_up)?;
        self.0.run_import(RegisterImportId(id)).await
    }
}

/// A file as lines that make sense by themselves, or do not.
struct Draft {
    columns: Columns,
    lines: Vec<Result<Line, Vec<RowError>>>,
}

/// What a pass over the lines does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pass {
    Check,
    Write,
}

impl Register {
    async fn run_import(&self, id: RegisterImportId) -> Result<(), JobError> {
        let row = self.look(id).await?;
        if row.import.finished_at.is_some() {
            return Ok(());
        }
        let draft = match self.draft(&row).await? {
            Ok(draft) => draft,
            Err(refusal) => return self.refuse(id, refusal).await,
        };
        let row = self.begin(id, draft.lines.len()).await?;
        let mut status = row.import.status;
        if status == ImportStatus::Checking {
            self.pass(id, &draft, Pass::Check).await?;
            status = self.checked(id).await?;
        }
        if status == ImportStatus::Writing {
            self.pass(id, &draft, Pass::Write).await?;
            self.change(id, |row| row.import.status = ImportStatus::Done)
                .await?;
        }
        Ok(())
    }

    async fn look(&self, id: RegisterImportId) -> Result<ImportRow, JobError> {
        let tx = self.programme.db.begin().await?;
        let row = register_imports::lock(&tx, id).await?;
        row.ok_or_else(|| JobError::give_up("there is no such import"))
    }

    /// Reads the file and every line of it, beside the async executor.
    async fn draft(&self, row: &ImportRow) -> Result<Result<Draft, Refusal>, JobError> {
        let (facts, bytes) = match self.files.read(row.import.file_id).await {
            Ok(read) => read,
            Err(ReadFileError::NotFound | ReadFileError::Damaged(_)) => {
                return Ok(Err(Refusal::of(RefusalCode::Damaged)));
            }
            Err(error) => return Err(JobError::retry(error)),
        };
        let units = self.units.snapshot().await?;
        let today = clock::day_in_vietnam(self.programme.clock.now());
        let (mapping, reach) = (row.mapping.clone(), row.reach.clone());
        let read = tokio::task::spawn_blocking(move || {
            let format = Format::of_media_type(facts.media_type.as_str());
            let format = format.ok_or(Refusal::of(RefusalCode::Damaged))?;
            let sheet = Sheet::read(format, &bytes)?;
            let columns = Columns::find(sheet.header, &mapping, &WANTED)?;
            let parser = Parser::new(&columns, &units, &reach, today);
            let mut lines: Vec<_> = sheet.rows.iter().map(|row| parser.line(row)).collect();
            refuse_repeated(&mut lines, &columns);
            Ok(Draft { columns, lines })
        });
        read.await.map_err(JobError::retry)
    }

    async fn refuse(&self, id: RegisterImportId, refusal: Refusal) -> Result<(), JobError> {
        self.change(id, |row| {
            row.import.status = ImportStatus::Refused;
            row.import.refusal = Some(refusal);
        })
        .await?;
        Ok(())
    }

    /// Says how much there is, the first time.
    async fn begin(&self, id: RegisterImportId, lines: usize) -> Result<ImportRow, JobError> {
        let total = u32::try_from(lines).map_err(JobError::give_up)?;
        self.change(id, |row| {
            if row.import.status == ImportStatus::Waiting {
                row.import.rows_total = total;
                row.import.status = if row.import.dry_run || row.import.mode == Mode::All {
                    ImportStatus::Checking
                } else {
                    ImportStatus::Writing
                };
            }
        })
        .await
    }

    /// Decides what follows a check: writing, where everything is to be
    /// written and nothing is wrong.
    async fn checked(&self, id: RegisterImportId) -> Result<ImportStatus, JobError> {
        let row = self
            .change(id, |row| {
                let import = &mut row.import;
                // Another worker, whose lease this one's was, may have begun
                // to write: what it counted stays.
                if import.status != ImportStatus::Checking {
                    return;
                }
                if import.dry_run {
                    import.status = ImportStatus::Done;
                } else {
                    (import.created, import.producers_created) = (0, 0);
                    if import.failed > 0 {
                        import.status = ImportStatus::Done;
                    } else {
                        import.unchanged = 0;
                        import.status = ImportStatus::Writing;
                    }
                }
            })
            .await?;
        Ok(row.import.status)
    }

    /// Changes an import in a transaction of its own; nothing where it ended.
    async fn change(
        &self,
        id: RegisterImportId,
        change: impl FnOnce(&mut ImportRow),
    ) -> Result<ImportRow, JobError> {
        let tx = self.programme.db.begin().await?;
        let row = register_imports::lock(&tx, id).await?;
        let mut row = row.ok_or_else(|| JobError::give_up("there is no such import"))?;
        if row.import.finished_at.is_none() {
            change(&mut row);
            if matches!(
                row.import.status,
                ImportStatus::Done | ImportStatus::Refused
            ) {
                row.import.finished_at = Some(self.programme.clock.now());
            }
            register_imports::update(&tx, &row).await?;
            tx.commit().await?;
        }
        Ok(row)
    }

    async fn pass(&self, id: RegisterImportId, draft: &Draft, pass: Pass) -> Result<(), JobError> {
        loop {
            let tx = self.programme.db.begin().await?;
            let row = register_imports::lock(&tx, id).await?;
            let mut row = row.ok_or_else(|| JobError::give_up("there is no such import"))?;
            let during = match pass {
                Pass::Check => ImportStatus::Checking,
                Pass::Write => ImportStatus::Writing,
            };
            let done = match pass {
                Pass::Check => row.import.rows_checked,
                Pass::Write => row.import.rows_written,
            };
            let from = usize::try_from(done).map_err(JobError::give_up)?;
            let chunk: Vec<_> = draft.lines.iter().skip(from).take(CHUNK).collect();
            // Another worker, whose lease this one's was, may be further.
            if row.import.status != during || chunk.is_empty() {
                return Ok(());
            }
            self.chunk(&tx, &mut row, draft, &chunk, pass).await?;
            let done = done + u32::try_from(chunk.len()).map_err(JobError::give_up)?;
            match pass {
                Pass::Check => row.import.rows_checked = done,
                Pass::Write => row.import.rows_written = done,
            }
            register_imports::update(&tx, &row).await?;
            tx.commit().await?;
        }
    }

    async fn chunk(
        &self,
        tx: &Tx,
        row: &mut ImportRow,
        draft: &Draft,
        chunk: &[&Result<Line, Vec<RowError>>],
        pass: Pass,
    ) -> Result<(), DbErr> {
        if pass == Pass::Write {
            register_imports::lock_writer(tx).await?;
        }
        let good: Vec<&Line> = chunk.iter().filter_map(|line| line.as_ref().ok()).collect();
        let mut errors: Vec<RowError> = chunk
            .iter()
            .filter_map(|line| line.as_ref().err())
            .flatten()
            .cloned()
            .collect();
        let mut failed = chunk.len() - good.len();
        let mut unchanged = 0;
        let mut create = Vec::new();
        for outcome in assess(tx, &good, &draft.columns).await? {
            match outcome {
                Outcome::Create(line, whose) => create.push((line, whose)),
                Outcome::Unchanged => unchanged += 1,
                Outcome::Failed(error) => {
                    failed += 1;
                    errors.push(error);
                }
            }
        }
        errors.sort_by_key(|error| error.line);
        register_imports::append_errors(tx, row.import.id, &errors).await?;
        let producers: HashSet<&String> = create
            .iter()
            .filter_map(|(_, whose)| match whose {
                Whose::New(key) => Some(key),
                Whose::Known(_) => None,
            })
            .collect();
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let import = &mut row.import;
        import.failed += count(failed);
        import.unchanged += unchanged;
        import.created += count(create.len());
        import.producers_created += count(producers.len());
        if pass == Pass::Write {
            let actor = format!("account:{}", import.account_id);
            self.record(tx, &create, &actor).await?;
        }
        Ok(())
    }

    /// Registers the producers and records the certificates of one chunk.
    async fn record(&self, tx: &Tx, create: &[(&Line, Whose)], actor: &str) -> Result<(), DbErr> {
        let now = self.programme.clock.now();
        let mut new: HashMap<&String, ProducerId> = HashMap::new();
        let mut recorded = Vec::with_capacity(create.len());
        for (line, whose) in create {
            let producer_id = match whose {
                Whose::Known(id) => *id,
                Whose::New(key) => match new.get(key) {
                    Some(id) => *id,
                    None => {
                        let id = self.register(tx, line, actor).await?;
                        new.insert(key, id);
                        id
                    }
                },
            };
            let mut certificate = line.certificate.clone();
            certificate.id = CertificateId::new(now);
            certificate.producer_id = producer_id;
            recorded.push(certificate);
        }
        certificates::insert_many(tx, &recorded, now).await?;
        let entries = recorded.iter().map(|certificate| {
            let entry = CertificateEvent {
                status: certificate.status,
                ground: None,
                grounds: None,
                decision_number: certificate.decision_number.clone(),
                actor: actor.to_owned(),
                at: now,
            };
            (certificate.id, entry)
        });
        certificates::append_events(tx, entries.collect()).await?;
        for certificate in &recorded {
            let event = Event {
                topic: events::CERTIFICATE_CHANGED,
                subject: certificate.id.0,
                at: now,
            };
            self.programme.outbox.announce(tx, event).await?;
        }
        Ok(())
    }

    /// Registers a producer as a register tells of it. The state has verified
    /// who it is; it sells once somebody opens its shop.
    async fn register(&self, tx: &Tx, line: &Line, actor: &str) -> Result<ProducerId, DbErr> {
        let now = self.programme.clock.now();
        let said = &line.producer;
        let producer = Producer {
            id: ProducerId::new(now),
            slug: text::slug(&said.name),
            legal_form: said.legal_form,
            name: said.name.clone(),
            name_en: None,
            tax_code: said.tax_code.clone(),
            phone: said.phone.clone(),
            email: said.email.clone(),
            street: said.street.clone(),
            commune_code: said.commune_code.clone(),
            province_code: said.province_code.clone(),
            founded_year: None,
            story: None,
            story_en: None,
            status: ProducerStatus::Verified,
            registration_number: None,
            representative: None,
            demo: false,
            created_at: now,
        };
        let producer = self.programme.insert_producer(tx, actor, producer).await?;
        let verification = ProducerVerification {
            producer_id: producer.id,
            method: VerificationMethod::BusinessRegistration,
            evidence: format!("QĐ {}", line.certificate.decision_number),
            verifier: actor.to_owned(),
            at: now,
        };
        standing::append_verification(tx, verification).await?;
        Ok(producer.id)
    }
}

/// Turns a certificate that a line above has already, or whose number it has,
/// into an error.
fn refuse_repeated(lines: &mut [Result<Line, Vec<RowError>>], columns: &Columns) {
    let (mut seen, mut numbers) = (HashSet::new(), HashSet::new());
    for slot in lines {
        let Ok(line) = slot else { continue };
        let repeated = if !seen.insert(line.identity()) {
            error(
                line,
                columns,
                Field::ProductName,
                RowErrorCode::DuplicateRow,
            )
        } else if !numbers.insert(line.certificate.number.clone()) {
            error(
                line,
                columns,
                Field::CertificateNumber,
                RowErrorCode::NumberTaken,
            )
        } else {
            continue;
        };
        *slot = Err(vec![repeated]);
    }
}
