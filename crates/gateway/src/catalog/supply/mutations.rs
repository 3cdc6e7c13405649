//! What producers say about when and how their goods can be had.

use super::types::{ScheduledSession, VariantTracking};
use crate::catalog::listings::Listing;
use crate::errors::{bad_input, fault};
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::{Date, DateTime, Decimal};
use crate::schema::user_error::user_errors;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use catalog::Season;
use catalog::listing::{SetSeasonError, SetSupply, SetSupplyError};
use catalog::sessions::{CloseSessionError, NewSession, ScheduleError};
use kernel::{ProductId, VariantId};

/// The part of `Mutation` about seasons and sessions.
#[derive(Default)]
pub(crate) struct SupplyMutation;

#[Object]
impl SupplyMutation {
    /// Says when a harvest is sold, and until when it is ordered ahead, at
    /// once; without any day it is sold all the year. The product stays to be
    /// seen throughout. Permission: the producer's people, and who has its
    /// right to listings.
    async fn listing_season_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which listing, and when.")] input: ListingSeasonSetInput,
    ) -> Result<ListingSeasonSetPayload> {
        use ListingSeasonSetErrorCode as Code;
        let id = ProductId::from_global(&input.id)?;
        let season = Season {
            sell_from: input.sell_from.map(|day| day.0),
            sell_until: input.sell_until.map(|day| day.0),
            promised_on: input.promised_on.map(|day| day.0),
        };
        let catalog = &ctx.services().catalog;
        let (code, field) = match catalog.set_season(ctx.actor(), id, season).await {
            Ok(listing) => {
                ctx.loaders().clear();
                return Ok(ListingSeasonSetPayload {
                    listing: Some(listing.into()),
                    user_errors: Vec::new(),
                });
            }
            Err(SetSeasonError::NotFound) => (Code::ListingNotFound, "id"),
            Err(SetSeasonError::TakenDown) => (Code::TakenDown, "id"),
            Err(SetSeasonError::Until) => (Code::SellUntilInvalid, "sellUntil"),
            Err(SetSeasonError::Promise) => (Code::PromisedOnInvalid, "promisedOn"),
            Err(SetSeasonError::TooFar) => (Code::TooFarAhead, "id"),
            Err(SetSeasonError::Fault(error)) => return Err(fault(&error)),
        };
        Ok(ListingSeasonSetPayload {
            listing: None,
            user_errors: vec![code.at(ctx.language(), &["input", field])],
        })
    }

    /// Says whether a variant is counted or made to order, at once; what was
    /// sold before stays sold. Permission: the producer's people, and who has
    /// its right to stock.
    async fn variant_supply_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which variant, and how.")] input: VariantSupplySetInput,
    ) -> Result<VariantSupplySetPayload> {
        use VariantSupplySetErrorCode as Code;
        let new = SetSupply {
            variant_id: VariantId::from_global(&input.variant_id)?,
            version: input.version.into(),
            tracking: input.tracking.into(),
            lead_days: input.lead_days,
        };
        let at = |code: Code, field: &str| code.at(ctx.language(), &["input", field]);
        let catalog = &ctx.services().catalog;
        let error = match catalog.set_supply(ctx.actor(), new).await {
            Ok(version) => {
                ctx.loaders().clear();
                return Ok(VariantSupplySetPayload {
                    version: i32::try_from(version).ok(),
                    user_errors: Vec::new(),
                });
            }
            Err(SetSupplyError::NotFound) => at(Code::VariantNotFound, "variantId"),
            Err(SetSupplyError::Service) => at(Code::IsService, "variantId"),
            Err(SetSupplyError::LeadDays) => at(Code::LeadDaysInvalid, "leadDays"),
            Err(SetSupplyError::Outdated(version)) => {
                let mut error = at(Code::Outdated, "version");
                error.version = i32::try_from(version).ok();
                error
            }
            Err(SetSupplyError::Fault(error)) => return Err(fault(&error)),
        };
        Ok(VariantSupplySetPayload {
            version: None,
            user_errors: vec![error],
        })
    }

    /// Adds sessions to a variant of a service, all or none: they can be booked
    /// at once. Permission: the producer's people, and who has its right to
    /// stock; for a price, its right to listings, too.
    async fn booking_sessions_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "To which variant, and which.")] input: BookingSessionsAddInput,
    ) -> Result<BookingSessionsAddPayload> {
        let offer = VariantId::from_global(&input.variant_id)?;
        if input.sessions.len() > 250 {
            return Err(bad_input("sessions: at most 250"));
        }
        let new: Vec<NewSession> = input.sessions.iter().map(NewSession::from).collect();
        let catalog = &ctx.services().catalog;
        let done = catalog.schedule_sessions(ctx.actor(), offer, &new).await;
        let error = match done {
            Ok(sessions) => {
                ctx.loaders().clear();
                return Ok(BookingSessionsAddPayload {
                    sessions: sessions.into_iter().map(ScheduledSession).collect(),
                    user_errors: Vec::new(),
                });
            }
            Err(ScheduleError::Fault(error)) => return Err(fault(&error)),
            Err(refused) => refused,
        };
        let (code, place) = schedule_code(&error);
        let language = ctx.language();
        let error = match place {
            None if code == BookingSessionErrorCode::CountInvalid => {
                code.at(language, &["input", "sessions"])
            }
            None => code.at(language, &["input", "variantId"]),
            Some((at, field)) => code.at(language, &["input", "sessions", &at.to_string(), field]),
        };
        Ok(BookingSessionsAddPayload {
            sessions: Vec::new(),
            user_errors: vec![error],
        })
    }

    /// Closes a session for good: nobody books it any more. Its bookings stay;
    /// each is a part of an order, and given up there. Said twice, it changes
    /// nothing more. Permission: the producer's people, and who has its right
    /// to stock.
    async fn booking_session_close(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: BookingSessionCloseInput,
    ) -> Result<BookingSessionClosePayload> {
        let id = VariantId::from_global(&input.variant_id)?;
        let catalog = &ctx.services().catalog;
        match catalog.close_session(ctx.actor(), id).await {
            Ok(session) => {
                ctx.loaders().clear();
                Ok(BookingSessionClosePayload {
                    session: Some(ScheduledSession(session)),
                    user_errors: Vec::new(),
                })
            }
            Err(CloseSessionError::NotFound) => {
                let code = BookingSessionErrorCode::SessionNotFound;
                Ok(BookingSessionClosePayload {
                    session: None,
                    user_errors: vec![code.at(ctx.language(), &["input", "variantId"])],
                })
            }
            Err(CloseSessionError::Fault(error)) => Err(fault(&error)),
        }
    }
}

/// What a refusal is called, and where it lies in the list.
fn schedule_code(error: &ScheduleError) -> (BookingSessionErrorCode, Option<(usize, &str)>) {
    use BookingSessionErrorCode as Code;
    match *error {
        ScheduleError::NotFound | ScheduleError::Fault(_) => (Code::VariantNotFound, None),
        ScheduleError::NotAnOffer => (Code::NotAnOffer, None),
        ScheduleError::Count => (Code::CountInvalid, None),
        ScheduleError::TooMany => (Code::TooManySessions, None),
        ScheduleError::StartsAt { at } => (Code::StartsAtInvalid, Some((at, "startsAt"))),
        ScheduleError::EndsAt { at } => (Code::EndsAtInvalid, Some((at, "endsAt"))),
        ScheduleError::ClosesAt { at } => (Code::BookableUntilInvalid, Some((at, "bookableUntil"))),
        ScheduleError::Places { at } => (Code::PlacesInvalid, Some((at, "places"))),
        ScheduleError::Price { at } => (Code::PriceInvalid, Some((at, "price"))),
        ScheduleError::PriceRight { at } => (Code::PriceNotAllowed, Some((at, "price"))),
        ScheduleError::PriceJumps { at } => (Code::PriceJumps, Some((at, "price"))),
        ScheduleError::Taken { at } => (Code::TimeTaken, Some((at, "startsAt"))),
    }
}

/// When a harvest is sold.
#[derive(InputObject)]
pub(crate) struct ListingSeasonSetInput {
    /// The global id of the product.
    id: ID,
    /// The first day in Vietnam; from now on without it.
    sell_from: Option<Date>,
    /// The last day in Vietnam, inclusive; without end without it.
    sell_until: Option<Date>,
    /// Until this day in Vietnam it is ordered ahead, and leaves on it.
    promised_on: Option<Date>,
}

/// How a variant is supplied.
#[derive(InputObject)]
pub(crate) struct VariantSupplySetInput {
    /// Which variant.
    variant_id: ID,
    /// Which version of it the caller saw; see `Listing.variants`.
    version: i32,
    /// Counted, or made to order.
    tracking: VariantTracking,
    /// In how many days what is made to order leaves, 1 to 180; not for what
    /// is counted.
    lead_days: Option<i32>,
}

/// Sessions to be.
#[derive(InputObject)]
pub(crate) struct BookingSessionsAddInput {
    /// Of which variant of a service.
    variant_id: ID,
    /// 1 to 50, no two at the same time.
    sessions: Vec<BookingSessionInput>,
}

/// A session to be.
#[derive(InputObject)]
pub(crate) struct BookingSessionInput {
    /// When it begins: within 400 days.
    starts_at: DateTime,
    /// When it ends: within a fortnight.
    ends_at: DateTime,
    /// Nobody books from then on; its beginning without it.
    bookable_until: Option<DateTime>,
    /// How many persons can come, 1 to 1,000.
    places: i32,
    /// For one person, whole đồng; the variant's price without it.
    price: Option<Decimal>,
}

impl From<&BookingSessionInput> for NewSession {
    fn from(input: &BookingSessionInput) -> Self {
        Self {
            starts_at: input.starts_at.0,
            ends_at: input.ends_at.0,
            closes_at: input.bookable_until.as_ref().map(|own| own.0),
            places: input.places.into(),
            price: input.price.as_ref().map(|own| own.money().dong()),
        }
    }
}

/// A session to close.
#[derive(InputObject)]
pub(crate) struct BookingSessionCloseInput {
    /// Its `variantId`.
    variant_id: ID,
}

/// The listing with its season.
#[derive(SimpleObject)]
pub(crate) struct ListingSeasonSetPayload {
    /// The listing; null where the command was refused.
    listing: Option<Listing>,
    /// Why it was refused.
    user_errors: Vec<ListingSeasonSetUserError>,
}

/// The variant after the command.
#[derive(SimpleObject)]
pub(crate) struct VariantSupplySetPayload {
    /// Its version now; null where the command was refused.
    version: Option<i32>,
    /// Why it was refused.
    user_errors: Vec<VariantSupplySetUserError>,
}

/// The sessions that were added.
#[derive(SimpleObject)]
pub(crate) struct BookingSessionsAddPayload {
    /// In the order of the input; none where the command was refused.
    sessions: Vec<ScheduledSession>,
    /// Why it was refused.
    user_errors: Vec<BookingSessionUserError>,
}

/// The session after the command.
#[derive(SimpleObject)]
pub(crate) struct BookingSessionClosePayload {
    /// The session; null where the command was refused.
    session: Option<ScheduledSession>,
    /// Why it was refused.
    user_errors: Vec<BookingSessionUserError>,
}

user_errors! {
    /// Why a season was not set.
    ListingSeasonSetUserError, ListingSeasonSetErrorCode {
        /// There is no such listing that the caller acts for.
        ListingNotFound: "Không tìm thấy sản phẩm." / "The listing was not found.",
        /// An authority ordered the listing to be taken down.
        TakenDown: "Sản phẩm đã bị gỡ theo yêu cầu của cơ quan có thẩm quyền." / "The listing was taken down by order of an authority.",
        /// The season ends before it begins, or is over already.
        SellUntilInvalid: "Ngày kết thúc vụ phải từ hôm nay trở đi và không trước ngày mở bán." / "The season must not end before today or before it begins.",
        /// The promised day is not after today, or before the season.
        PromisedOnInvalid: "Ngày hẹn giao phải sau hôm nay và không trước ngày mở bán." / "The promised day must come after today and not before the season.",
        /// A season is told at most 400 days ahead.
        TooFarAhead: "Chỉ được khai mùa vụ trước tối đa 400 ngày." / "A season is told at most 400 days ahead.",
    }
}

user_errors! {
    /// Why a supply was not set.
    VariantSupplySetUserError, VariantSupplySetErrorCode {
        /// There is no such variant that the caller acts for.
        VariantNotFound: "Không tìm thấy phân loại sản phẩm." / "The variant was not found.",
        /// Somebody wrote it in the meantime; `version` is the one now.
        Outdated: "Phân loại đã được người khác cập nhật. Vui lòng tải lại." / "Somebody wrote the variant in the meantime. Please load it again.",
        /// Places of services are always counted.
        IsService: "Dịch vụ luôn được tính theo số chỗ của từng đợt." / "Places of services are always counted.",
        /// What is made to order needs 1 to 180 days, what is counted none.
        LeadDaysInvalid: "Hàng làm theo đơn cần số ngày thực hiện từ 1 đến 180; hàng có sẵn thì để trống." / "What is made to order needs 1 to 180 days; what is counted takes none.",
    }
    extras {
        /// With `OUTDATED`: the version now.
        version: Option<i32>,
    }
}

user_errors! {
    /// Why sessions were not added or closed.
    BookingSessionUserError, BookingSessionErrorCode {
        /// There is no such variant that the caller acts for.
        VariantNotFound: "Không tìm thấy phân loại dịch vụ." / "The variant was not found.",
        /// There is no such session that the caller acts for.
        SessionNotFound: "Không tìm thấy đợt tổ chức." / "The session was not found.",
        /// Goods have no sessions, and a session has none of its own.
        NotAnOffer: "Chỉ dịch vụ mới có các đợt tổ chức." / "Only offers of services have sessions.",
        /// 1 to 50 sessions are added at once.
        CountInvalid: "Mỗi lần thêm từ 1 đến 50 đợt." / "1 to 50 sessions are added at once.",
        /// A session begins in the future, within 400 days.
        StartsAtInvalid: "Giờ bắt đầu phải ở tương lai, trong vòng 400 ngày." / "A session begins in the future, within 400 days.",
        /// A session ends after its beginning, within a fortnight.
        EndsAtInvalid: "Giờ kết thúc phải sau giờ bắt đầu, tối đa 14 ngày." / "A session ends after its beginning, within a fortnight.",
        /// Booking ends in the future, at the session's beginning at the latest.
        BookableUntilInvalid: "Hạn đặt chỗ phải ở tương lai và không muộn hơn giờ bắt đầu." / "Booking ends in the future, at the session's beginning at the latest.",
        /// A session has 1 to 1,000 places.
        PlacesInvalid: "Số chỗ phải từ 1 đến 1.000." / "A session has 1 to 1,000 places.",
        /// A price is 1 to 1,000,000,000 đồng.
        PriceInvalid: "Giá phải từ 1 đến 1.000.000.000 đồng." / "A price is 1 to 1,000,000,000 đồng.",
        /// A price needs the right to the producer's listings.
        PriceNotAllowed: "Bạn không có quyền đặt giá; hãy để trống để dùng giá của dịch vụ." / "You may not set prices. Leave it out, and the offer's price counts.",
        /// The price is more than double or less than half of what a moderator
        /// last saw of the offer. Set the offer's price first.
        PriceJumps: "Giá chênh quá nhiều so với giá đã duyệt của dịch vụ. Vui lòng đổi giá dịch vụ trước." / "The price is too far from the offer's approved price. Please set that first.",
        /// The variant has a session at that time.
        TimeTaken: "Đã có một đợt bắt đầu vào giờ này." / "There is a session at that time.",
        /// A variant has at most 500 sessions to come.
        TooManySessions: "Mỗi phân loại có tối đa 500 đợt sắp tới." / "A variant has at most 500 sessions to come.",
    }
}
