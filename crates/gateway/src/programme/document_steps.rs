//! What producers do with the documents of their dossiers.

use super::documents::DossierDocument;
use super::dossiers::Dossier;
use crate::errors::fault;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::Date;
use crate::schema::user_error::user_errors;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use kernel::{DossierDocumentId, DossierId, FileId};
use programme::dossiers::{AddDocumentError, NewDocument, RemoveDocumentError};

/// A document to add to a dossier.
#[derive(InputObject)]
pub(crate) struct DossierDocumentAddInput {
    /// Which dossier.
    dossier_id: ID,
    /// Of which kind: the code of a line of `Dossier.checklist`.
    code: String,
    /// What it is called, 1 to 300 characters.
    title: String,
    /// Its number, at most 100 characters.
    number: Option<String>,
    /// Who issued it, 1 to 300 characters.
    issuer: String,
    /// When it was issued: not in the future.
    issued_on: Date,
    /// The last day on which it holds; without it, it does not expire.
    expires_on: Option<Date>,
    /// A file that the caller uploaded to `POST /files` with the purpose
    /// `DOSSIER_DOCUMENT`; may be left out where the kind says so.
    file_id: Option<ID>,
}

/// A document to take away.
#[derive(InputObject)]
pub(crate) struct DossierDocumentRemoveInput {
    /// Which.
    id: ID,
}

/// The document, and its dossier as it stands now.
#[derive(SimpleObject)]
pub(crate) struct DossierDocumentPayload {
    /// The document; null after an error.
    document: Option<DossierDocument>,
    /// Its dossier; null after an error.
    dossier: Option<Dossier>,
    /// What is wrong; empty when it was done.
    user_errors: Vec<DossierDocumentUserError>,
}

user_errors! {
    /// Why a document was not added or taken away.
    DossierDocumentUserError, DossierDocumentErrorCode {
        /// There is no such dossier for the caller.
        DossierNotFound: "Không tìm thấy hồ sơ này." / "The dossier was not found.",
        /// There is no such document for the caller, or it was taken away
        /// before.
        DocumentNotFound: "Không tìm thấy tài liệu này." / "The document was not found.",
        /// Documents come and go while the dossier is put together or was
        /// given back.
        WrongStatus: "Chỉ thêm, gỡ tài liệu khi hồ sơ đang soạn hoặc bị trả lại." / "Documents come and go only while the dossier is put together or was given back.",
        /// The dossier's checklist has no such line.
        KindUnknown: "Danh mục của hồ sơ này không có loại tài liệu này." / "The dossier's checklist has no such document.",
        /// The title needs 1 to 300 characters.
        TitleInvalid: "Tên tài liệu cần có từ 1 đến 300 ký tự." / "The title needs 1 to 300 characters.",
        /// The number may have at most 100 characters.
        NumberInvalid: "Số hiệu không được quá 100 ký tự." / "The number may have at most 100 characters.",
        /// The issuer needs 1 to 300 characters.
        IssuerInvalid: "Nơi cấp cần có từ 1 đến 300 ký tự." / "The issuer needs 1 to 300 characters.",
        /// The day of issue lies in the future, or before 1900.
        IssuedOnInvalid: "Ngày cấp không được ở tương lai hoặc trước năm 1900." / "The day of issue lies in the future, or before 1900.",
        /// The last day lies before the day of issue, or after 2200.
        ExpiresOnInvalid: "Ngày hết hạn không được trước ngày cấp hoặc sau năm 2200." / "The last day lies before the day of issue, or after 2200.",
        /// The caller has no such file for this purpose.
        FileNotFound: "Không tìm thấy tệp này trong các tệp bạn đã tải lên cho hồ sơ." / "There is no such file among those that you uploaded for dossiers.",
        /// This kind of document needs a file.
        FileMissing: "Loại tài liệu này cần có tệp đính kèm." / "This kind of document needs a file.",
        /// The dossier has this file as this kind of document already.
        AlreadyAdded: "Tệp này đã được thêm vào hồ sơ cho loại tài liệu này." / "The dossier has this file as this kind of document already.",
        /// The dossier has as many documents as it may have.
        TooManyDocuments: "Hồ sơ đã có đủ số tài liệu tối đa." / "The dossier has as many documents as it may have.",
    }
}

/// What producers do with documents.
#[derive(Default)]
pub(crate) struct DocumentMutation;

#[Object]
impl DocumentMutation {
    /// Adds a document to a dossier that is being put together or was given
    /// back. Permission: owner or staff of the producer, or who was given its
    /// right to dossiers.
    async fn dossier_document_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The document.")] input: DossierDocumentAddInput,
    ) -> Result<DossierDocumentPayload> {
        use AddDocumentError as Error;
        use DossierDocumentErrorCode as Code;
        let file_id = input.file_id.as_ref();
        let new = NewDocument {
            dossier_id: DossierId::from_global(&input.dossier_id)?,
            code: input.code,
            title: input.title,
            number: input.number,
            issuer: input.issuer,
            issued_on: input.issued_on.0,
            expires_on: input.expires_on.map(|day| day.0),
            file_id: file_id.map(FileId::from_global).transpose()?,
        };
        let services = ctx.services();
        let added = services
            .programme
            .add_document(&services.files, ctx.actor(), &new);
        let (code, field) = match added.await {
            Ok(document) => return done(ctx, document).await,
            Err(Error::NotFound) => (Code::DossierNotFound, "dossierId"),
            Err(Error::WrongStatus(_)) => (Code::WrongStatus, "dossierId"),
            Err(Error::UnknownCode) => (Code::KindUnknown, "code"),
            Err(Error::InvalidTitle) => (Code::TitleInvalid, "title"),
            Err(Error::InvalidNumber) => (Code::NumberInvalid, "number"),
            Err(Error::InvalidIssuer) => (Code::IssuerInvalid, "issuer"),
            Err(Error::InvalidIssuedOn) => (Code::IssuedOnInvalid, "issuedOn"),
            Err(Error::InvalidExpiry) => (Code::ExpiresOnInvalid, "expiresOn"),
            Err(Error::FileNotFound) => (Code::FileNotFound, "fileId"),
            Err(Error::FileMissing) => (Code::FileMissing, "fileId"),
            Err(Error::AlreadyAdded) => (Code::AlreadyAdded, "fileId"),
            Err(Error::Full) => (Code::TooManyDocuments, "dossierId"),
            Err(Error::Fault(error)) => return Err(fault(&error)),
        };
        Ok(refused(ctx, code, field))
    }

    /// Takes a document away from a dossier that is being put together or was
    /// given back; officers can still read it. Permission: owner or staff of
    /// the producer, or who was given its right to dossiers.
    async fn dossier_document_remove(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: DossierDocumentRemoveInput,
    ) -> Result<DossierDocumentPayload> {
        use DossierDocumentErrorCode as Code;
        use RemoveDocumentError as Error;
        let id = DossierDocumentId::from_global(&input.id)?;
        let programme = &ctx.services().programme;
        let code = match programme.remove_document(ctx.actor(), id).await {
            Ok(document) => return done(ctx, document).await,
            Err(Error::NotFound) => Code::DocumentNotFound,
            Err(Error::WrongStatus(_)) => Code::WrongStatus,
            Err(Error::Fault(error)) => return Err(fault(&error)),
        };
        Ok(refused(ctx, code, "id"))
    }
}

async fn done(
    ctx: &Context<'_>,
    document: programme::dossiers::DossierDocument,
) -> Result<DossierDocumentPayload> {
    ctx.loaders().clear_round();
    let dossier = Dossier::load(ctx, document.dossier_id).await?;
    Ok(DossierDocumentPayload {
        document: Some(DossierDocument(document)),
        dossier: Some(dossier),
        user_errors: Vec::new(),
    })
}

fn refused(
    ctx: &Context<'_>,
    code: DossierDocumentErrorCode,
    field: &str,
) -> DossierDocumentPayload {
    DossierDocumentPayload {
        document: None,
        dossier: None,
        user_errors: vec![code.at(ctx.language(), &["input", field])],
    }
}
