//! Products, prices, stock and pictures of a producer, from and to files.

mod enums;
mod export;
mod fields;
mod import;
mod problems;

pub(crate) use export::ListingExport;
pub(crate) use import::ListingImport;

use crate::catalog::read_error;
use crate::errors::{OrFault, bad_input, fault};
use crate::schema::connection::page_args;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::user_error::user_errors;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use catalog::bulk::{CancelImportError, NewImport, StartExportError, StartImportError};
use enums::{ListingExportFormat, ListingExportKind, ListingImportKind};
use fields::ListingImportField;
use import::ListingImportConnection;
use kernel::{FileId, ListingExportId, ListingImportId, ProducerId};
use spreadsheets::Mode;

/// The part of `Query` about files of listings.
#[derive(Default)]
pub(crate) struct BulkQuery;

#[Object]
impl BulkQuery {
    /// An import, for who began it and for its producer's people; null for
    /// everybody else.
    async fn listing_import(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] id: ID,
    ) -> Option<Result<ListingImport>> {
        let id = match ListingImportId::from_global(&id) {
            Ok(id) => id,
            Err(error) => return Some(Err(error)),
        };
        let found = ctx.services().bulk.import(ctx.actor(), id).await;
        found
            .or_fault()
            .map(|found| found.map(ListingImport))
            .transpose()
    }

    /// A producer's imports, the newest first: all for its people, and for who
    /// has its right to listings or to stock those that they began.
    async fn listing_imports(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose.")] producer_id: ID,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
    ) -> Result<ListingImportConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let producer = ProducerId::from_global(&producer_id)?;
        let bulk = &ctx.services().bulk;
        let told = bulk.imports(ctx.actor(), producer, &page).await;
        let told = told.map_err(read_error)?;
        Ok(ListingImportConnection(told.map(ListingImport)))
    }

    /// An export that the caller began; null for anybody else's.
    async fn listing_export(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] id: ID,
    ) -> Option<Result<ListingExport>> {
        let id = match ListingExportId::from_global(&id) {
            Ok(id) => id,
            Err(error) => return Some(Err(error)),
        };
        let found = ctx.services().bulk.export(ctx.actor(), id).await;
        found
            .or_fault()
            .map(|found| found.map(ListingExport))
            .transpose()
    }
}

/// The part of `Mutation` about files of listings.
#[derive(Default)]
pub(crate) struct BulkMutation;

#[Object]
impl BulkMutation {
    /// Begins to take a producer's file in; ask `listingImport` how far it is.
    /// Stock and prices apply as `variantStockSet` and `variantPriceSet` do,
    /// products become drafts as if they were typed, pictures go into drafts.
    /// What is there already stays as it is, so a file may be imported again.
    /// One import of a producer runs at a time. Permission: the producer's
    /// people, and who has its right to listings, or to stock for stock.
    async fn listing_import_start(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which file, and how.")] input: ListingImportStartInput,
    ) -> Result<ListingImportPayload> {
        use ListingImportErrorCode as Code;
        let mut mapping = Vec::with_capacity(input.mapping.len());
        for column in input.mapping {
            let field = column.field.with(column.key.as_deref());
            let field = field.ok_or_else(|| {
                bad_input("mapping: the key of ATTRIBUTE is an attribute's code, that of TIER a number of units; others have none")
            })?;
            mapping.push((field, column.header));
        }
        let new = NewImport {
            producer_id: ProducerId::from_global(&input.producer_id)?,
            kind: input.kind.into(),
            file_id: FileId::from_global(&input.file_id)?,
            mapping,
            mode: match input.all_or_nothing {
                true => Mode::All,
                false => Mode::ValidRows,
            },
            dry_run: input.dry_run,
            submit: input.submit,
        };
        let (code, field) = match ctx.services().bulk.start_import(ctx.actor(), new).await {
            Ok(import) => return Ok(ListingImportPayload::of(import)),
            Err(StartImportError::NotFound) => (Code::ProducerNotFound, "producerId"),
            Err(StartImportError::FileNotFound) => (Code::FileNotFound, "fileId"),
            Err(StartImportError::InvalidMapping) => (Code::MappingInvalid, "mapping"),
            Err(StartImportError::NothingToSubmit) => (Code::NothingToSubmit, "submit"),
            Err(StartImportError::Running) => (Code::ImportRunning, "producerId"),
            Err(StartImportError::Fault(error)) => return Err(fault(&error)),
        };
        Ok(ListingImportPayload::refused(code, field, ctx))
    }

    /// Stops an import: rows that have their outcome keep it, the others are
    /// left. Permission: the producer's people, and whoever began it while
    /// having the right to it.
    async fn listing_import_cancel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: ListingImportCancelInput,
    ) -> Result<ListingImportPayload> {
        use ListingImportErrorCode as Code;
        let id = ListingImportId::from_global(&input.id)?;
        let code = match ctx.services().bulk.cancel_import(ctx.actor(), id).await {
            Ok(import) => return Ok(ListingImportPayload::of(import)),
            Err(CancelImportError::NotFound) => Code::ImportNotFound,
            Err(CancelImportError::Over) => Code::ImportOver,
            Err(CancelImportError::Fault(error)) => return Err(fault(&error)),
        };
        Ok(ListingImportPayload::refused(code, "id", ctx))
    }

    /// Begins to make a table of a producer's listings; ask `listingExport` for
    /// its file. It can be edited and imported again. Permission: the
    /// producer's people, and who has its right to listings, or to stock for
    /// stock.
    async fn listing_export_start(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of whom, and in which format.")] input: ListingExportStartInput,
    ) -> Result<ListingExportPayload> {
        use ListingExportErrorCode as Code;
        let producer = ProducerId::from_global(&input.producer_id)?;
        let (kind, format) = (input.kind.into(), input.format.into());
        let bulk = &ctx.services().bulk;
        let begun = bulk.start_export(ctx.actor(), producer, kind, format).await;
        let code = match begun {
            Ok(export) => {
                return Ok(ListingExportPayload {
                    listing_export: Some(ListingExport(export)),
                    user_errors: Vec::new(),
                });
            }
            Err(StartExportError::NotFound) => Code::ProducerNotFound,
            Err(StartExportError::Fault(error)) => return Err(fault(&error)),
        };
        Ok(ListingExportPayload {
            listing_export: None,
            user_errors: vec![code.at(ctx.language(), &["input", "producerId"])],
        })
    }
}

/// Which file to take in, and how.
#[derive(InputObject)]
pub(crate) struct ListingImportStartInput {
    /// For which producer.
    producer_id: ID,
    /// What it is about.
    kind: ListingImportKind,
    /// A file of the caller's, uploaded to `/files` for `LISTING_IMPORT`, or
    /// for `PICTURE_ARCHIVE` where it is pictures. Empty tables with
    /// explanations are at `/listing-templates/stock.xlsx`, `prices.xlsx` and
    /// `products.xlsx`.
    file_id: ID,
    /// Columns by their header. Those left out are found by usual headers,
    /// such as "Mã SKU", "Tồn kho", "Giá bán".
    #[graphql(default)]
    mapping: Vec<ListingImportColumnInput>,
    /// Only checks: nothing is written.
    #[graphql(default)]
    dry_run: bool,
    /// Writes nothing unless every row is good.
    #[graphql(default)]
    all_or_nothing: bool,
    /// Hands changes of products in to the moderators at once, as far as
    /// nothing stops them.
    #[graphql(default)]
    submit: bool,
}

/// Which column holds what.
#[derive(InputObject)]
pub(crate) struct ListingImportColumnInput {
    /// What the column holds.
    field: ListingImportField,
    /// Of an attribute its code, of a tier how many units; of nothing else.
    key: Option<String>,
    /// Its header, whatever the marks and case.
    header: String,
}

/// An import.
#[derive(InputObject)]
pub(crate) struct ListingImportCancelInput {
    /// Which.
    id: ID,
}

/// What to export.
#[derive(InputObject)]
pub(crate) struct ListingExportStartInput {
    /// Of which producer.
    producer_id: ID,
    /// What it is about.
    kind: ListingExportKind,
    /// In which format.
    format: ListingExportFormat,
}

/// An import as it is now.
#[derive(SimpleObject)]
pub(crate) struct ListingImportPayload {
    /// The import; null after an error.
    listing_import: Option<ListingImport>,
    /// What is wrong; empty when it was done.
    user_errors: Vec<ListingImportUserError>,
}

impl ListingImportPayload {
    fn of(import: catalog::bulk::Import) -> Self {
        Self {
            listing_import: Some(ListingImport(import)),
            user_errors: Vec::new(),
        }
    }

    fn refused(code: ListingImportErrorCode, field: &str, ctx: &Context<'_>) -> Self {
        Self {
            listing_import: None,
            user_errors: vec![code.at(ctx.language(), &["input", field])],
        }
    }
}

/// The export that began.
#[derive(SimpleObject)]
pub(crate) struct ListingExportPayload {
    /// The export; null after an error.
    listing_export: Option<ListingExport>,
    /// What is wrong; empty when it began.
    user_errors: Vec<ListingExportUserError>,
}

user_errors! {
    /// Why an import did not begin or was not stopped.
    ListingImportUserError, ListingImportErrorCode {
        /// The caller acts for no such producer.
        ProducerNotFound: "Không tìm thấy chủ thể." / "The producer was not found.",
        /// The caller has no such file for this purpose.
        FileNotFound: "Không tìm thấy tệp." / "The file was not found.",
        /// A field is named twice or is none of the table's, or a header is
        /// empty or overlong.
        MappingInvalid: "Mỗi trường của bảng chỉ được ghép với một cột, và tên cột cần có từ 1 đến 300 ký tự." / "Each field of the table may have one column, and a header must have 1 to 300 characters.",
        /// Only products are handed in to moderators.
        NothingToSubmit: "Chỉ tệp sản phẩm mới có thể gửi duyệt ngay." / "Only products are handed in to moderators.",
        /// Another import of the producer is under way.
        ImportRunning: "Chủ thể đang có một lượt nhập khác chưa xong. Hãy đợi hoặc dừng lượt đó." / "Another import of the producer is under way. Wait for it, or stop it.",
        /// The caller has no such import.
        ImportNotFound: "Không tìm thấy lượt nhập." / "The import was not found.",
        /// It came to its end before.
        ImportOver: "Lượt nhập đã kết thúc." / "The import is over.",
    }
}

user_errors! {
    /// Why an export did not begin.
    ListingExportUserError, ListingExportErrorCode {
        /// The caller acts for no such producer.
        ProducerNotFound: "Không tìm thấy chủ thể." / "The producer was not found.",
    }
}
