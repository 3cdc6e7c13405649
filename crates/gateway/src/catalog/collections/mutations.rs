//! What curators do.

use super::inputs::{
    CollectionCreateInput, CollectionInput, CollectionProductsAddInput,
    CollectionProductsRemoveInput, CollectionUpdateInput,
};
use super::types::Collection;
use crate::errors::fault;
use crate::schema::global_id::{GlobalId, from_globals};
use crate::schema::request::ContextExt;
use crate::schema::user_error::user_errors;
use async_graphql::{Context, Object, Result, SimpleObject};
use catalog::collections::{
    self as domain, Arrangement, CollectionCommand, CollectionError, NewCollection,
};
use kernel::CollectionId;

/// The curators' part of `Mutation`.
#[derive(Default)]
pub(crate) struct CollectionMutation;

#[Object]
impl CollectionMutation {
    /// Begins a collection, a draft. Permission: moderators and administrators
    /// of the whole country; officers of the programme for their provinces.
    async fn collection_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The collection.")] input: CollectionCreateInput,
    ) -> Result<CollectionPayload> {
        let Some(content) = input.content.content()? else {
            return Ok(no_month(ctx));
        };
        let new = NewCollection {
            slug: input.slug,
            province_code: input.province,
            content,
            demo: false,
        };
        let catalog = &ctx.services().catalog;
        told(ctx, catalog.create_collection(ctx.actor(), &new).await)
    }

    /// Writes what a collection says and holds, as a whole. Permission: whoever
    /// curates it.
    async fn collection_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and what.")] input: CollectionUpdateInput,
    ) -> Result<CollectionPayload> {
        let id = CollectionId::from_global(&input.id)?;
        let Some(content) = input.content.content()? else {
            return Ok(no_month(ctx));
        };
        let (catalog, version) = (&ctx.services().catalog, input.version.into());
        let done = catalog.edit_collection(ctx.actor(), id, version, &content);
        told(ctx, done.await)
    }

    /// Puts products into a manual collection, or moves those that are in it.
    /// Permission: whoever curates it.
    async fn collection_products_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and where.")] input: CollectionProductsAddInput,
    ) -> Result<CollectionPayload> {
        let id = CollectionId::from_global(&input.id)?;
        let put = Arrangement::Put {
            products: from_globals(&input.product_ids)?,
            at: input.at.and_then(|at| usize::try_from(at).ok()),
        };
        let (catalog, version) = (&ctx.services().catalog, input.version.into());
        let done = catalog.arrange_collection(ctx.actor(), id, version, &put);
        told(ctx, done.await)
    }

    /// Takes products out of a manual collection. Permission: whoever curates
    /// it.
    async fn collection_products_remove(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: CollectionProductsRemoveInput,
    ) -> Result<CollectionPayload> {
        let id = CollectionId::from_global(&input.id)?;
        let remove = Arrangement::Remove {
            products: from_globals(&input.product_ids)?,
        };
        let (catalog, version) = (&ctx.services().catalog, input.version.into());
        let done = catalog.arrange_collection(ctx.actor(), id, version, &remove);
        told(ctx, done.await)
    }

    /// Shows a collection to the public, within its validity and season.
    /// Permission: whoever curates it.
    async fn collection_publish(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: CollectionInput,
    ) -> Result<CollectionPayload> {
        moved(ctx, &input, CollectionCommand::Publish).await
    }

    /// Makes a published collection a draft again. Permission: whoever curates
    /// it.
    async fn collection_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: CollectionInput,
    ) -> Result<CollectionPayload> {
        moved(ctx, &input, CollectionCommand::Withdraw).await
    }

    /// Puts a collection away for good. Permission: whoever curates it.
    async fn collection_archive(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: CollectionInput,
    ) -> Result<CollectionPayload> {
        moved(ctx, &input, CollectionCommand::Archive).await
    }
}

async fn moved(
    ctx: &Context<'_>,
    input: &CollectionInput,
    command: CollectionCommand,
) -> Result<CollectionPayload> {
    let id = CollectionId::from_global(&input.id)?;
    let (catalog, version) = (&ctx.services().catalog, input.version.into());
    let done = catalog.move_collection(ctx.actor(), id, version, command);
    told(ctx, done.await)
}

/// A collection after a command.
#[derive(SimpleObject)]
pub(crate) struct CollectionPayload {
    /// The collection; null after an error.
    collection: Option<Collection>,
    /// What is wrong; empty when it is done.
    user_errors: Vec<CollectionUserError>,
}

user_errors! {
    /// Why a curator's command was refused.
    CollectionUserError, CollectionErrorCode {
        /// There is no such collection that the caller curates.
        CollectionNotFound: "Không tìm thấy bộ sưu tập." / "The collection was not found.",
        /// The caller does not curate that province, or the whole country.
        ProvinceNotCurated: "Bạn không phụ trách bộ sưu tập ở phạm vi này." / "You do not curate there.",
        /// Not small letters, digits and single hyphens, or more than 80.
        SlugInvalid: "Đường dẫn chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối, tối đa 80 ký tự." / "The name in addresses has small letters, digits and hyphens, at most 80.",
        /// Another collection has that name in addresses.
        SlugTaken: "Đường dẫn này đã có bộ sưu tập khác dùng." / "Another collection has that name in addresses.",
        /// A text is empty or too long.
        TextInvalid: "Nội dung trống hoặc quá dài." / "A text is empty or too long.",
        /// A condition that no rule can have.
        RuleInvalid: "Điều kiện chọn sản phẩm không hợp lệ." / "The condition is none.",
        /// A month is 1 to 12.
        MonthsInvalid: "Tháng phải từ 1 đến 12." / "A month is 1 to 12.",
        /// A manual collection has no rule, and the other kind has one.
        KindFixed: "Không thể đổi cách chọn sản phẩm của bộ sưu tập." / "A collection keeps the way in which its products are chosen.",
        /// It ends before it begins, or has ended before it is published.
        ValidityInvalid: "Thời điểm kết thúc phải sau thời điểm bắt đầu và sau hiện tại." / "It must end after it begins, and after now.",
        /// The position is 0 to 1,000,000.
        PositionInvalid: "Vị trí phải từ 0 đến 1.000.000." / "The position is 0 to 1,000,000.",
        /// Somebody changed it in the meantime.
        Outdated: "Bộ sưu tập vừa được người khác thay đổi. Vui lòng tải lại." / "Somebody changed the collection in the meantime.",
        /// The command may not be given in this status.
        WrongStatus: "Không thể thực hiện thao tác này ở trạng thái hiện tại của bộ sưu tập." / "This cannot be done in the collection's status.",
        /// A rule chooses its products itself.
        NotManual: "Bộ sưu tập này tự chọn sản phẩm theo điều kiện." / "A rule chooses the products of this collection.",
        /// It would hold more than 500.
        TooManyProducts: "Bộ sưu tập có tối đa 500 sản phẩm." / "A collection holds at most 500 products.",
        /// No product that the public may see.
        ProductNotFound: "Không tìm thấy sản phẩm." / "The product was not found.",
        /// The collection holds products of its province alone.
        ProductOutsideProvince: "Sản phẩm không thuộc tỉnh, thành phố của bộ sưu tập." / "The product is not from the collection's province.",
        /// No product that the public may see is in it.
        MatchesNothing: "Bộ sưu tập chưa có sản phẩm nào đang được bán." / "No product on sale is in the collection.",
        /// Its rule has no condition at all.
        MatchesEverything: "Cần ít nhất một điều kiện chọn sản phẩm." / "The rule needs a condition.",
    }
    extras {
        /// With `OUTDATED`: the version now.
        version: Option<i32>,
    }
}

impl CollectionPayload {
    fn refused(error: CollectionUserError) -> Self {
        Self {
            collection: None,
            user_errors: vec![error],
        }
    }
}

fn no_month(ctx: &Context<'_>) -> CollectionPayload {
    let path = ["input", "content", "months"];
    CollectionPayload::refused(CollectionErrorCode::MonthsInvalid.at(ctx.language(), &path))
}

fn told(
    ctx: &Context<'_>,
    done: Result<domain::Collection, CollectionError>,
) -> Result<CollectionPayload> {
    use CollectionErrorCode as Code;
    let refused = match done {
        Ok(own) => {
            ctx.loaders().clear();
            return Ok(CollectionPayload {
                collection: Some(own.into()),
                user_errors: Vec::new(),
            });
        }
        Err(refused) => refused,
    };
    let at = |code: Code, path: &[&str]| {
        let path: Vec<&str> = [&["input"], path].concat();
        code.at(ctx.language(), &path)
    };
    let error = match refused {
        CollectionError::NotFound => at(Code::CollectionNotFound, &["id"]),
        CollectionError::ProvinceNotCurated => at(Code::ProvinceNotCurated, &["province"]),
        CollectionError::Slug => at(Code::SlugInvalid, &["slug"]),
        CollectionError::SlugTaken => at(Code::SlugTaken, &["slug"]),
        CollectionError::Text(field) => at(Code::TextInvalid, &["content", field]),
        CollectionError::Rule(field) => at(Code::RuleInvalid, &["content", "rule", field]),
        CollectionError::Kind => at(Code::KindFixed, &["content", "rule"]),
        CollectionError::Validity => at(Code::ValidityInvalid, &["content", "validUntil"]),
        CollectionError::Position => at(Code::PositionInvalid, &["content", "position"]),
        CollectionError::Outdated(version) => {
            let mut error = at(Code::Outdated, &["version"]);
            error.version = i32::try_from(version).ok();
            error
        }
        CollectionError::WrongStatus(_) => at(Code::WrongStatus, &["id"]),
        CollectionError::NotManual => at(Code::NotManual, &["id"]),
        CollectionError::TooMany => at(Code::TooManyProducts, &["productIds"]),
        CollectionError::UnknownProduct(place) => {
            at(Code::ProductNotFound, &["productIds", &place.to_string()])
        }
        CollectionError::OutsideProvince(place) => at(
            Code::ProductOutsideProvince,
            &["productIds", &place.to_string()],
        ),
        CollectionError::MatchesNothing => at(Code::MatchesNothing, &["id"]),
        CollectionError::MatchesEverything => at(Code::MatchesEverything, &["id"]),
        CollectionError::Fault(error) => return Err(fault(&error)),
    };
    Ok(CollectionPayload::refused(error))
}
