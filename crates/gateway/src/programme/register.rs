//! The register of certificates, from and to spreadsheets.

mod enums;
mod export;
mod import;

pub(crate) use export::RegisterExport;
pub(crate) use import::RegisterImport;

use crate::errors::{OrFault, fault};
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::user_error::user_errors;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use enums::{RegisterExportFormat, RegisterField, RegisterImportMode};
use kernel::{FileId, RegisterExportId, RegisterImportId};
use programme::register::{ExportFilter, NewImport, StartExportError, StartImportError};

/// The register's part of `Query`.
#[derive(Default)]
pub(crate) struct RegisterQuery;

#[Object]
impl RegisterQuery {
    /// An import that the caller began; null for anybody else's.
    async fn register_import(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] id: ID,
    ) -> Option<Result<RegisterImport>> {
        let id = match RegisterImportId::from_global(&id) {
            Ok(id) => id,
            Err(error) => return Some(Err(error)),
        };
        let found = ctx.services().register.import(ctx.actor(), id).await;
        found
            .or_fault()
            .map(|found| found.map(RegisterImport))
            .transpose()
    }

    /// An export that the caller began; null for anybody else's.
    async fn register_export(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] id: ID,
    ) -> Option<Result<RegisterExport>> {
        let id = match RegisterExportId::from_global(&id) {
            Ok(id) => id,
            Err(error) => return Some(Err(error)),
        };
        let found = ctx.services().register.export(ctx.actor(), id).await;
        found
            .or_fault()
            .map(|found| found.map(RegisterExport))
            .transpose()
    }
}

/// The register's part of `Mutation`.
#[derive(Default)]
pub(crate) struct RegisterMutation;

#[Object]
impl RegisterMutation {
    /// Begins to take a file of existing certificates into the register; ask
    /// `registerImport` how far it is. What is there already stays as it is,
    /// so a file may be imported again. Permission: programme officers, for
    /// lines of their provinces (others are errors of their line), and
    /// administrators.
    async fn register_import(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which file, and how.")] input: RegisterImportInput,
    ) -> Result<RegisterImportPayload> {
        use RegisterImportErrorCode as Code;
        let new = NewImport {
            file_id: FileId::from_global(&input.file_id)?,
            mapping: input
                .mapping
                .into_iter()
                .map(|column| (column.field.into(), column.header))
                .collect(),
            mode: input.mode.into(),
            dry_run: input.dry_run,
        };
        let at = |code: Code, field| code.at(ctx.language(), &["input", field]);
        let error = match ctx.services().register.start_import(ctx.actor(), new).await {
            Ok(import) => {
                return Ok(RegisterImportPayload {
                    register_import: Some(RegisterImport(import)),
                    user_errors: Vec::new(),
                });
            }
            Err(StartImportError::NotAllowed) => at(Code::ProgrammeNotRun, "fileId"),
            Err(StartImportError::FileNotFound) => at(Code::FileNotFound, "fileId"),
            Err(StartImportError::InvalidMapping) => at(Code::MappingInvalid, "mapping"),
            Err(StartImportError::Fault(error)) => return Err(fault(&error)),
        };
        Ok(RegisterImportPayload {
            register_import: None,
            user_errors: vec![error],
        })
    }

    /// Begins to make a spreadsheet of the register; ask `registerExport` for
    /// its file. It can be imported again without change. Permission:
    /// programme officers, for their provinces, and administrators.
    async fn register_export(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "In which format, and of what.")] input: RegisterExportInput,
    ) -> Result<RegisterExportPayload> {
        use RegisterExportErrorCode as Code;
        let filter = input.filter.unwrap_or_default();
        let filter = ExportFilter {
            provinces: filter.provinces,
            stars: filter.stars,
        };
        let register = &ctx.services().register;
        let begun = register
            .start_export(ctx.actor(), input.format.into(), filter)
            .await;
        let at = |code: Code, path: &[&str]| code.at(ctx.language(), path);
        let error = match begun {
            Ok(export) => {
                return Ok(RegisterExportPayload {
                    register_export: Some(RegisterExport(export)),
                    user_errors: Vec::new(),
                });
            }
            Err(StartExportError::NotAllowed) => at(Code::ProgrammeNotRun, &["input"]),
            Err(StartExportError::OtherProvince) => {
                at(Code::OtherProvince, &["input", "where", "provinces"])
            }
            Err(StartExportError::Fault(error)) => return Err(fault(&error)),
        };
        Ok(RegisterExportPayload {
            register_export: None,
            user_errors: vec![error],
        })
    }
}

/// What to import, and how.
#[derive(InputObject)]
pub(crate) struct RegisterImportInput {
    /// A file of the caller's, uploaded to `/files` for `REGISTER_IMPORT`.
    file_id: ID,
    /// Columns by their header. Those left out are found by usual headers,
    /// such as "Tên sản phẩm", "Chủ thể", "Mã số thuế".
    #[graphql(default)]
    mapping: Vec<RegisterColumnInput>,
    /// What becomes of good lines among bad ones.
    mode: RegisterImportMode,
    /// Only checks: nothing is written.
    #[graphql(default)]
    dry_run: bool,
}

/// Which column holds what.
#[derive(InputObject)]
pub(crate) struct RegisterColumnInput {
    /// What the column holds.
    field: RegisterField,
    /// Its header, whatever the marks and case.
    header: String,
}

/// What to export.
#[derive(InputObject)]
pub(crate) struct RegisterExportInput {
    /// In which format.
    format: RegisterExportFormat,
    /// Which certificates; all that the caller runs where left out.
    #[graphql(name = "where")]
    filter: Option<RegisterExportWhere>,
}

/// Which certificates. Every given condition must hold; an empty list matches
/// nothing.
#[derive(InputObject, Default)]
pub(crate) struct RegisterExportWhere {
    /// Codes of the provinces where their producers sit.
    provinces: Option<Vec<String>>,
    /// How many stars they have.
    stars: Option<Vec<i32>>,
}

/// The import that began.
#[derive(SimpleObject)]
pub(crate) struct RegisterImportPayload {
    /// The import; null after an error.
    register_import: Option<RegisterImport>,
    /// What is wrong; empty when it began.
    user_errors: Vec<RegisterImportUserError>,
}

/// The export that began.
#[derive(SimpleObject)]
pub(crate) struct RegisterExportPayload {
    /// The export; null after an error.
    register_export: Option<RegisterExport>,
    /// What is wrong; empty when it began.
    user_errors: Vec<RegisterExportUserError>,
}

user_errors! {
    /// Why an import did not begin.
    RegisterImportUserError, RegisterImportErrorCode {
        /// The caller's role holds in no province.
        ProgrammeNotRun: "Tài khoản của bạn chưa được giao quản lý tỉnh nào." / "Your account runs the programme in no province.",
        /// The caller has no such file for this purpose.
        FileNotFound: "Không tìm thấy tệp." / "The file was not found.",
        /// A field is named twice, or a header is empty or overlong.
        MappingInvalid: "Mỗi trường chỉ được ghép với một cột, và tên cột cần có từ 1 đến 300 ký tự." / "Each field may have one column, and a header must have 1 to 300 characters.",
    }
}

user_errors! {
    /// Why an export did not begin.
    RegisterExportUserError, RegisterExportErrorCode {
        /// The caller's role holds in no province.
        ProgrammeNotRun: "Tài khoản của bạn chưa được giao quản lý tỉnh nào." / "Your account runs the programme in no province.",
        /// A province that the caller does not run.
        OtherProvince: "Có tỉnh ngoài phạm vi quản lý của bạn." / "There is a province that you do not run.",
    }
}
