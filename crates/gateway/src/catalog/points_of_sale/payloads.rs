//! What changing points of sale answers with.

use super::inputs::NoFacts;
use super::types::PointOfSale;
use crate::schema::request::ContextExt;
use crate::schema::user_error::user_errors;
use async_graphql::{Context, SimpleObject};
use catalog::points_of_sale::{self as domain, FactsRefusal};

/// The point of sale after a change.
#[derive(SimpleObject)]
pub(crate) struct PointOfSalePayload {
    /// The point of sale; null after an error.
    point_of_sale: Option<PointOfSale>,
    /// What is wrong; empty when it is done.
    user_errors: Vec<PointOfSaleUserError>,
}

/// The point of sale after a change of its shelf.
#[derive(SimpleObject)]
pub(crate) struct PointOfSaleProductsPayload {
    /// The point of sale; null after an error.
    point_of_sale: Option<PointOfSale>,
    /// What is wrong; empty when it is done.
    user_errors: Vec<PointOfSaleProductsUserError>,
}

impl PointOfSalePayload {
    pub(super) fn done(ctx: &Context<'_>, point: domain::PointOfSale) -> Self {
        ctx.loaders().clear_points();
        Self {
            point_of_sale: Some(point.into()),
            user_errors: Vec::new(),
        }
    }

    pub(super) fn refused(ctx: &Context<'_>, code: PointOfSaleErrorCode, field: &[&str]) -> Self {
        let path = [&["input"], field].concat();
        Self {
            point_of_sale: None,
            user_errors: vec![code.at(ctx.language(), &path)],
        }
    }

    pub(super) fn refused_fact(ctx: &Context<'_>, refusal: FactsRefusal) -> Self {
        use PointOfSaleErrorCode as Code;
        let (code, field) = match refusal {
            FactsRefusal::Kind => (Code::KindInvalid, "kind"),
            FactsRefusal::Name => (Code::NameInvalid, "name"),
            FactsRefusal::Organisation => (Code::OrganisationInvalid, "organisation"),
            FactsRefusal::Commune => (Code::CommuneUnknown, "communeCode"),
            FactsRefusal::Street => (Code::StreetInvalid, "street"),
            FactsRefusal::Phone => (Code::PhoneInvalid, "phone"),
            FactsRefusal::Coordinates => (Code::CoordinatesInvalid, "latitude"),
            FactsRefusal::Notes => (Code::NotesInvalid, "notes"),
        };
        Self::refused(ctx, code, &["facts", field])
    }

    pub(super) fn without_facts(ctx: &Context<'_>, none: &NoFacts) -> Self {
        use PointOfSaleErrorCode as Code;
        let (code, field) = match none {
            NoFacts::Coordinates => (Code::CoordinatesInvalid, "latitude"),
            NoFacts::Hours => (Code::HoursInvalid, "openingHours"),
        };
        Self::refused(ctx, code, &["facts", field])
    }
}

impl PointOfSaleProductsPayload {
    pub(super) fn done(ctx: &Context<'_>, point: domain::PointOfSale) -> Self {
        ctx.loaders().clear_points();
        Self {
            point_of_sale: Some(point.into()),
            user_errors: Vec::new(),
        }
    }

    pub(super) fn refused(
        ctx: &Context<'_>,
        code: PointOfSaleProductsErrorCode,
        field: &[String],
    ) -> Self {
        let path: Vec<&str> = ["input"]
            .into_iter()
            .chain(field.iter().map(String::as_str))
            .collect();
        Self {
            point_of_sale: None,
            user_errors: vec![code.at(ctx.language(), &path)],
        }
    }
}

user_errors! {
    /// Why a point of sale was not recorded, changed or closed.
    PointOfSaleUserError, PointOfSaleErrorCode {
        /// There is no such point of sale for the caller.
        PointOfSaleNotFound: "Không tìm thấy điểm bán." / "The point of sale was not found.",
        /// There is no such producer for the caller.
        ProducerNotFound: "Không tìm thấy chủ thể." / "The producer was not found.",
        /// The producer runs 500 points of sale that are open.
        TooManyPoints: "Mỗi chủ thể có tối đa 500 điểm bán đang hoạt động." / "A producer runs at most 500 open points of sale.",
        /// Somebody else runs the programme in the province of the commune.
        ProvinceNotYours: "Xã, phường này thuộc tỉnh khác, ngoài phạm vi quản lý của bạn." / "This commune lies in a province where you do not run the programme.",
        /// It is closed for good.
        PointOfSaleClosed: "Điểm bán đã ngừng hoạt động." / "The point of sale is closed for good.",
        /// Somebody changed it since it was read.
        VersionConflict: "Điểm bán vừa được người khác thay đổi. Vui lòng tải lại rồi thử lần nữa." / "Somebody else changed the point of sale. Please load it again.",
        /// A producer's point is no centre of the programme, and only a
        /// producer's is its store.
        KindInvalid: "Loại điểm bán không phù hợp với đơn vị vận hành." / "A point of this kind is run by somebody else.",
        /// 1 to 200 characters.
        NameInvalid: "Tên cần có từ 1 đến 200 ký tự." / "The name must have 1 to 200 characters.",
        /// At most 200 characters, and none where a producer runs the point.
        OrganisationInvalid: "Tên đơn vị vận hành dài tối đa 200 ký tự và phải để trống nếu điểm bán thuộc một chủ thể." / "The organisation must have at most 200 characters, and none is given where a producer runs the point.",
        /// There is no such commune today.
        CommuneUnknown: "Mã xã, phường không tồn tại." / "There is no commune with this code.",
        /// 1 to 300 characters.
        StreetInvalid: "Địa chỉ cần có từ 1 đến 300 ký tự." / "The street must have 1 to 300 characters.",
        /// Not a Vietnamese number.
        PhoneInvalid: "Số điện thoại không hợp lệ." / "This is not a Vietnamese telephone number.",
        /// The place does not lie in Vietnam.
        CoordinatesInvalid: "Toạ độ không nằm trong lãnh thổ Việt Nam." / "The coordinates do not lie in Vietnam.",
        /// A day twice, more than three spans of one day, or spans that
        /// overlap, end before they begin or leave their day.
        HoursInvalid: "Giờ mở cửa không hợp lệ: mỗi ngày tối đa ba khung giờ, không chồng lấn nhau." / "The opening hours cannot be: at most three spans a day that do not overlap.",
        /// At most 2,000 characters.
        NotesInvalid: "Ghi chú dài tối đa 2.000 ký tự." / "The notes must have at most 2,000 characters.",
    }
}

user_errors! {
    /// Why a shelf was not changed.
    PointOfSaleProductsUserError, PointOfSaleProductsErrorCode {
        /// There is no such point of sale for the caller.
        PointOfSaleNotFound: "Không tìm thấy điểm bán." / "The point of sale was not found.",
        /// It is closed for good.
        PointOfSaleClosed: "Điểm bán đã ngừng hoạt động." / "The point of sale is closed for good.",
        /// There is no such product that may stand there.
        ProductNotFound: "Không tìm thấy sản phẩm có thể bày bán tại đây." / "No such product that may stand here was found.",
        /// At most 200 characters.
        NoteInvalid: "Ghi chú dài tối đa 200 ký tự." / "The note must have at most 200 characters.",
        /// The shelf would have more than 2,000.
        TooManyProducts: "Mỗi điểm bán bày tối đa 2.000 sản phẩm." / "A point of sale has at most 2,000 products.",
    }
}
