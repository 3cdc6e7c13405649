//! Pictures that are announced, put and fetched.

mod types;

use crate::errors::{fault, unavailable};
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::user_error::user_errors;
use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use kernel::{PictureUploadId, ProducerId};
use pictures::{CompleteUploadError, NewUpload, OpenUploadError, UploadPictureError};
use types::{Picture, PictureUpload};

/// The part of `Mutation` about pictures.
#[derive(Default)]
pub(crate) struct PictureMutation;

#[Object]
impl PictureMutation {
    /// Announces a picture, and tells where its bytes may be put: once, within
    /// 15 minutes, and with this type and length only. Permission: the
    /// producer's people, and who has its right to listings.
    async fn picture_upload_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is to come.")] input: PictureUploadCreateInput,
    ) -> Result<PictureUploadCreatePayload> {
        use PictureUploadCreateErrorCode as Code;
        let new = NewUpload {
            producer_id: ProducerId::from_global(&input.producer_id)?,
            media_type: input.content_type,
            bytes: input.bytes.into(),
        };
        let services = ctx.services();
        let (code, field) = match services.pictures.open_upload(ctx.actor(), &new).await {
            Ok(ticket) => {
                let base = &services.config.public_url;
                return Ok(PictureUploadCreatePayload {
                    upload: Some(PictureUpload::new(ticket, base)),
                    user_errors: Vec::new(),
                });
            }
            Err(OpenUploadError::NotFound) => (Code::ProducerNotFound, "producerId"),
            Err(OpenUploadError::Refused(pictures::PictureRefusal::WrongType)) => {
                (Code::ContentTypeInvalid, "contentType")
            }
            Err(OpenUploadError::Refused(_)) => (Code::BytesInvalid, "bytes"),
            Err(OpenUploadError::DayFull) => (Code::DayFull, "producerId"),
            Err(OpenUploadError::TooManyOpen) => (Code::TooManyOpen, "producerId"),
            Err(OpenUploadError::ProducerFull) => (Code::TooManyPictures, "producerId"),
            Err(OpenUploadError::Fault(error)) => return Err(fault(&error)),
        };
        Ok(PictureUploadCreatePayload {
            upload: None,
            user_errors: vec![code.at(ctx.language(), &["input", field])],
        })
    }

    /// Fetches what was put and makes the picture of it, with the checks of
    /// every picture. Said again, it gives the same picture; after a refusal
    /// the upload is over. Permission: the account that announced it, while it
    /// acts for the producer.
    async fn picture_upload_complete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: PictureUploadCompleteInput,
    ) -> Result<PictureUploadCompletePayload> {
        use PictureUploadCompleteErrorCode as Code;
        use UploadPictureError as Error;
        let id = PictureUploadId::from_global(&input.upload_id)?;
        let language = ctx.language();
        let at = |code: Code| code.at(language, &["input", "uploadId"]);
        let pictures = &ctx.services().pictures;
        let error = match pictures.complete_upload(ctx.actor(), id).await {
            Ok(picture) => {
                return Ok(PictureUploadCompletePayload {
                    picture: Some(Picture(picture)),
                    user_errors: Vec::new(),
                });
            }
            Err(CompleteUploadError::NotUploaded) => at(Code::NotUploaded),
            Err(CompleteUploadError::Upload(error)) => match error {
                Error::NotFound => at(Code::UploadNotFound),
                Error::Refused(refusal) => {
                    let mut error = at(Code::PictureRefused);
                    refusal.message(language).clone_into(&mut error.message);
                    error.reason = Some(refusal.into());
                    error
                }
                Error::DayFull => at(Code::DayFull),
                Error::OwnerFull => at(Code::TooManyPictures),
                Error::Busy => at(Code::Busy),
                Error::Media(error) => return Err(unavailable(&error)),
                Error::Fault(error) => return Err(fault(&error)),
            },
        };
        Ok(PictureUploadCompletePayload {
            picture: None,
            user_errors: vec![error],
        })
    }
}

/// A picture to come.
#[derive(InputObject)]
pub(crate) struct PictureUploadCreateInput {
    /// Whose it is to be.
    producer_id: ID,
    /// `image/jpeg`, `image/png` or `image/webp`.
    content_type: String,
    /// How many bytes it has, 1 to 10,000,000.
    bytes: i32,
}

/// An upload.
#[derive(InputObject)]
pub(crate) struct PictureUploadCompleteInput {
    /// Which; from `pictureUploadCreate`.
    upload_id: ID,
}

/// Where to put the picture.
#[derive(SimpleObject)]
pub(crate) struct PictureUploadCreatePayload {
    /// Where, and how; null where it was refused.
    upload: Option<PictureUpload>,
    /// Why it was refused.
    user_errors: Vec<PictureUploadCreateUserError>,
}

/// What became of an upload.
#[derive(SimpleObject)]
pub(crate) struct PictureUploadCompletePayload {
    /// The picture; null where there is none.
    picture: Option<Picture>,
    /// Why there is none.
    user_errors: Vec<PictureUploadCompleteUserError>,
}

user_errors! {
    /// Why a picture may not come.
    PictureUploadCreateUserError, PictureUploadCreateErrorCode {
        /// There is no such producer that the caller acts for.
        ProducerNotFound: "Không tìm thấy chủ thể." / "The producer was not found.",
        /// Not a type that is taken.
        ContentTypeInvalid: "Chỉ nhận ảnh JPEG, PNG hoặc WebP." / "Only JPEG, PNG and WebP are taken.",
        /// Not 1 to 10,000,000 bytes.
        BytesInvalid: "Ảnh phải có từ 1 byte đến 10 MB." / "A picture has 1 byte to 10 MB.",
        /// The account has uploaded or announced as many as it may today.
        DayFull: "Hôm nay bạn đã tải lên số ảnh tối đa." / "You have uploaded as many pictures as you may today.",
        /// As many uploads of the account are under way as may be.
        TooManyOpen: "Đang có 50 lượt tải ảnh chưa xong. Vui lòng hoàn tất hoặc thử lại sau ít phút." / "50 uploads are under way. Please complete them or try again in a while.",
        /// The producer has as many as it may.
        TooManyPictures: "Chủ thể đã có số ảnh tối đa (2.000)." / "The producer has as many pictures as it may (2,000).",
    }
}

user_errors! {
    /// Why an upload did not become a picture.
    PictureUploadCompleteUserError, PictureUploadCompleteErrorCode {
        /// The caller has no such upload, or it is over.
        UploadNotFound: "Không tìm thấy lượt tải ảnh, hoặc lượt tải đã hết hạn." / "The upload was not found, or it is over.",
        /// No bytes came yet.
        NotUploaded: "Chưa nhận được tệp ảnh." / "The picture has not come yet.",
        /// What came is no picture that is taken; `reason` says why.
        PictureRefused: "Không nhận ảnh này." / "The picture is refused.",
        /// The account has uploaded as many as it may today.
        DayFull: "Hôm nay bạn đã tải lên số ảnh tối đa." / "You have uploaded as many pictures as you may today.",
        /// The producer has as many as it may.
        TooManyPictures: "Chủ thể đã có số ảnh tối đa (2.000)." / "The producer has as many pictures as it may (2,000).",
        /// Too many pictures are being made at once.
        Busy: "Đang xử lý nhiều ảnh. Vui lòng thử lại sau ít phút." / "Many pictures are being made. Please try again in a moment.",
    }
    extras {
        /// With `PICTURE_REFUSED`: why.
        reason: Option<PictureRefusal>,
    }
}

/// Why a file became no picture.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "pictures::PictureRefusal")]
pub(crate) enum PictureRefusal {
    /// Not a JPEG, PNG or WebP, or not what its type says.
    WrongType,
    /// No byte came.
    Empty,
    /// More bytes than a picture may have.
    TooLarge,
    /// More pixels than are taken.
    TooManyPixels,
    /// Of so many pixels, saved in a way that takes too much memory to read.
    TooComplex,
    /// Fewer pixels than are worth showing.
    TooSmall,
    /// It moves.
    Animated,
    /// It ends in the middle.
    Truncated,
    /// It cannot be decoded, or not in time.
    Damaged,
}
