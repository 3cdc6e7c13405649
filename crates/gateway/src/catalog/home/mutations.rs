//! Writing the home page.

use super::settings::{HomePageSettings, not_allowed};
use super::types::HomeBlockKind;
use crate::schema::global_id::{GlobalId, from_globals};
use crate::schema::request::ContextExt;
use crate::schema::scalars::DateTime;
use crate::schema::user_error::user_errors;
use async_graphql::{Context, Error, ID, InputObject, Object, Result, SimpleObject};
use catalog::home::{BlockCode, BlockContent, SetHomeError};

/// The home page's part of `Mutation`.
#[derive(Default)]
pub(crate) struct HomeMutation;

#[Object]
impl HomeMutation {
    /// Writes the home page as a whole; what was before stays on record.
    /// Permission: moderators and administrators of the whole country.
    async fn home_page_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The home page.")] input: HomePageSetInput,
    ) -> Result<HomePageSetPayload> {
        use HomePageSetErrorCode as Code;
        let blocks = input.blocks.into_iter().map(HomeBlockInput::content);
        let blocks = blocks.collect::<Result<Vec<_>, _>>()?;
        let (catalog, version) = (&ctx.services().catalog, input.version.into());
        let done = catalog.set_home_page(ctx.actor(), version, &blocks).await;
        let error = match done {
            Ok(page) => {
                return Ok(HomePageSetPayload {
                    home_page: Some(HomePageSettings(page)),
                    user_errors: Vec::new(),
                });
            }
            Err(SetHomeError::Outdated(version)) => {
                let mut error = Code::Outdated.at(ctx.language(), &["input", "version"]);
                error.version = i32::try_from(version).ok();
                error
            }
            Err(SetHomeError::TooMany) => {
                Code::TooManyBlocks.at(ctx.language(), &["input", "blocks"])
            }
            Err(SetHomeError::Block(problem)) => {
                let code = match problem.code {
                    BlockCode::Text => Code::TextInvalid,
                    BlockCode::Validity => Code::ValidityInvalid,
                    BlockCode::Size => Code::SizeInvalid,
                    BlockCode::Link => Code::LinkInvalid,
                    BlockCode::Unknown => Code::LinkNotFound,
                };
                let field = match problem.field {
                    "body" => "text",
                    "bodyEn" => "textEn",
                    field => field,
                };
                let block = problem.block.to_string();
                code.at(ctx.language(), &["input", "blocks", &block, field])
            }
            Err(refused) => return Err(not_allowed(refused)),
        };
        Ok(HomePageSetPayload {
            home_page: None,
            user_errors: vec![error],
        })
    }
}

/// The home page to be.
#[derive(InputObject)]
pub(crate) struct HomePageSetInput {
    /// The version that the caller has seen; 0 where nobody has written it.
    version: i32,
    /// Its blocks in their order, at most 30.
    blocks: Vec<HomeBlockInput>,
}

/// A block of the home page.
#[derive(InputObject)]
pub(crate) struct HomeBlockInput {
    /// What it is.
    kind: HomeBlockKind,
    /// Its title, at most 120 characters; a banner needs one.
    title: Option<String>,
    /// The same in English.
    title_en: Option<String>,
    /// Its text, at most 500 characters.
    text: Option<String>,
    /// The same in English.
    text_en: Option<String>,
    /// The collection that a banner leads to, or whose products are shown …
    collection_id: Option<ID>,
    /// … or the product that a banner leads to …
    product_id: Option<ID>,
    /// … or the producer.
    producer_id: Option<ID>,
    /// The producers that are featured, 1 to 24, each once.
    #[graphql(default)]
    producer_ids: Vec<ID>,
    /// How many products or producers it shows at most, 1 to 24.
    #[graphql(default = 12)]
    size: i32,
    /// Shown from then on.
    valid_from: Option<DateTime>,
    /// Shown until before then.
    valid_until: Option<DateTime>,
}

impl HomeBlockInput {
    fn content(self) -> Result<BlockContent, Error> {
        fn read<T: GlobalId>(id: Option<ID>) -> Result<Option<T>, Error> {
            id.map(|id| T::from_global(&id)).transpose()
        }
        Ok(BlockContent {
            kind: self.kind.into(),
            title: self.title,
            title_en: self.title_en,
            body: self.text,
            body_en: self.text_en,
            collection_id: read(self.collection_id)?,
            product_id: read(self.product_id)?,
            producer_id: read(self.producer_id)?,
            producers: from_globals(&self.producer_ids)?,
            size: self.size,
            valid_from: self.valid_from.map(|own| own.0),
            valid_until: self.valid_until.map(|own| own.0),
        })
    }
}

/// The home page after it was written.
#[derive(SimpleObject)]
pub(crate) struct HomePageSetPayload {
    /// The home page as its managers see it; null after an error.
    home_page: Option<HomePageSettings>,
    /// What is wrong; empty when it is done.
    user_errors: Vec<HomePageSetUserError>,
}

user_errors! {
    /// Why the home page was not written.
    HomePageSetUserError, HomePageSetErrorCode {
        /// Somebody wrote it in the meantime.
        Outdated: "Trang chủ vừa được người khác thay đổi. Vui lòng tải lại." / "Somebody changed the home page in the meantime.",
        /// More than 30 blocks.
        TooManyBlocks: "Trang chủ có tối đa 30 khối." / "The home page has at most 30 blocks.",
        /// A banner's title is missing, or a text is too long.
        TextInvalid: "Thiếu tiêu đề hoặc nội dung quá dài." / "A title is missing, or a text is too long.",
        /// It ends before it begins.
        ValidityInvalid: "Thời điểm kết thúc phải sau thời điểm bắt đầu." / "It must end after it begins.",
        /// The size is 1 to 24.
        SizeInvalid: "Số lượng hiển thị phải từ 1 đến 24." / "The size is 1 to 24.",
        /// Not what a block of this kind has.
        LinkInvalid: "Liên kết không phù hợp với loại khối này." / "A block of this kind does not have that.",
        /// What it names does not exist.
        LinkNotFound: "Không tìm thấy mục được liên kết." / "What it names was not found.",
    }
    extras {
        /// With `OUTDATED`: the version now.
        version: Option<i32>,
    }
}
