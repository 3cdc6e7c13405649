//! Councils over GraphQL.

use super::cycles::ProgrammeCycle;
use super::dossiers::Dossier;
use crate::catalog::IssuerLevel;
use crate::errors::{OrFault, fault};
use crate::programme::list_error;
use crate::schema::connection::{connection, page_args};
use crate::schema::global_id::{GlobalId, from_globals};
use crate::schema::request::ContextExt;
use crate::schema::scalars::{Date, DateTime, Decimal};
use crate::schema::user_error::user_errors;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use kernel::{AccountId, CouncilSessionId, CriterionId, CycleId, DossierId};
use programme::council::{
    AgendaItem, ConveneCouncilError, NewCouncilSession, NewScoreSheet, Seat, SignScoreSheetError,
};

/// A sitting of a council.
#[derive(Clone)]
pub(crate) struct CouncilSession(programme::council::CouncilSession);

/// A sitting of a council.
#[Object]
impl CouncilSession {
    /// The global id.
    async fn id(&self) -> ID {
        self.0.id.to_global()
    }

    /// In which cycle.
    async fn cycle(&self, ctx: &Context<'_>) -> Result<ProgrammeCycle> {
        ProgrammeCycle::load(ctx, self.0.cycle_id).await
    }

    /// Whose council.
    async fn level(&self) -> IssuerLevel {
        self.0.level.into()
    }

    /// When.
    async fn held_on(&self) -> Date {
        Date(self.0.held_on)
    }

    /// So many sheets make a result.
    async fn quorum(&self) -> i32 {
        self.0.quorum
    }

    /// Who sits in it, who presides first.
    async fn seats(&self, ctx: &Context<'_>) -> Result<Vec<CouncilSeat>> {
        let seats = ctx.loaders().council_seats.load(self.0.id).await?;
        let seats = seats.iter().flat_map(|seats| seats.iter());
        Ok(seats
            .map(|(_, seat)| CouncilSeat {
                account_id: seat.account_id.to_global(),
                chair: seat.chair,
            })
            .collect())
    }

    /// What it scores, in order.
    async fn agenda(&self, ctx: &Context<'_>) -> Result<Vec<CouncilAgendaItem>> {
        let items = ctx.loaders().council_agendas.load(self.0.id).await?;
        let items = items.iter().flat_map(|items| items.iter());
        Ok(items.copied().map(CouncilAgendaItem).collect())
    }
}

/// Somebody's place in a council.
#[derive(SimpleObject)]
pub(crate) struct CouncilSeat {
    /// The account's id.
    account_id: ID,
    /// Whether it presides.
    chair: bool,
}

/// A dossier that a council scores, and by what.
pub(crate) struct CouncilAgendaItem(AgendaItem);

/// A dossier that a council scores, and by what.
#[Object]
impl CouncilAgendaItem {
    /// What is scored.
    async fn dossier(&self, ctx: &Context<'_>) -> Result<Dossier> {
        Dossier::load(ctx, self.0.dossier_id).await
    }

    /// The id of the sheet of criteria.
    async fn criteria_sheet_id(&self) -> ID {
        self.0.sheet_id.to_global()
    }
}

/// What one member gave a dossier; signed, and so for good.
pub(crate) struct ScoreSheet(pub(crate) programme::council::ScoreSheet);

/// What one member gave a dossier; signed, and so for good.
#[Object]
impl ScoreSheet {
    /// The global id.
    async fn id(&self) -> ID {
        self.0.id.to_global()
    }

    /// The points for each criterion.
    async fn items(&self) -> Vec<ScoreItem> {
        let items = self.0.items.iter();
        items
            .map(|(criterion, hundredths)| ScoreItem {
                criterion_id: criterion.to_global(),
                points: Decimal::hundredths(*hundredths),
            })
            .collect()
    }

    /// Their sum.
    async fn total(&self) -> Decimal {
        Decimal::hundredths(self.0.total_hundredths)
    }

    /// Whether it failed a criterion that fails the dossier whatever the
    /// score.
    async fn mandatory_failed(&self) -> bool {
        self.0.mandatory_failed
    }

    /// What else the member says.
    async fn remarks(&self) -> Option<&str> {
        self.0.remarks.as_deref()
    }

    /// When it was signed.
    async fn signed_at(&self) -> DateTime {
        DateTime(self.0.signed_at)
    }
}

/// What a member gave for one criterion.
#[derive(SimpleObject)]
pub(crate) struct ScoreItem {
    /// The criterion's id.
    criterion_id: ID,
    /// The points.
    points: Decimal,
}

/// Root fields of councils.
#[derive(Default)]
pub(crate) struct CouncilQuery;

#[Object]
impl CouncilQuery {
    /// One sitting; null where there is none that the caller may see. Officers
    /// of its province and those with a seat may.
    async fn council_session(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] id: ID,
    ) -> Option<Result<CouncilSession>> {
        let id = match CouncilSessionId::from_global(&id) {
            Ok(id) => id,
            Err(error) => return Some(Err(error)),
        };
        let programme = &ctx.services().programme;
        let found = programme.council_session(ctx.actor(), id).await;
        found
            .or_fault()
            .map(|found| found.map(CouncilSession))
            .transpose()
    }

    /// The sittings that the caller may see, the latest convened first: those
    /// of an officer's province, and those in which the caller has a seat.
    async fn council_sessions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "With `first`: after the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "With `last`: before the row of this cursor.")] before: Option<String>,
    ) -> Result<CouncilSessionConnection> {
        let page = page_args(first, after.as_deref(), last, before.as_deref())?;
        let programme = &ctx.services().programme;
        let page = programme.council_sessions(ctx.actor(), &page).await;
        let page = page.map_err(list_error)?;
        Ok(CouncilSessionConnection(page.map(CouncilSession)))
    }
}

connection! {
    /// A page of sittings.
    CouncilSessionConnection,
    /// A sitting in a list.
    CouncilSessionEdge of CouncilSession
}

/// A sitting to convene.
#[derive(InputObject)]
pub(crate) struct CouncilSessionCreateInput {
    /// In which cycle.
    cycle_id: ID,
    /// Whose council.
    level: IssuerLevel,
    /// When.
    held_on: Date,
    /// So many sheets make a result: more than half of the seats, at most all.
    quorum: i32,
    /// 1 to 50 different council members, one of whom presides.
    seats: Vec<CouncilSeatInput>,
}

/// A place in a council.
#[derive(InputObject)]
pub(crate) struct CouncilSeatInput {
    /// The account's id.
    account_id: ID,
    /// Whether it presides.
    #[graphql(default)]
    chair: bool,
}

/// Dossiers for a council.
#[derive(InputObject)]
pub(crate) struct CouncilAgendaAddInput {
    /// Which sitting.
    session_id: ID,
    /// 1 to 250 dossiers at the advisory team.
    dossier_ids: Vec<ID>,
}

/// A member's sheet to sign.
#[derive(InputObject)]
pub(crate) struct ScoreSheetSignInput {
    /// In which sitting.
    session_id: ID,
    /// Of which dossier.
    dossier_id: ID,
    /// The points for every criterion of the sheet, each once.
    items: Vec<ScoreItemInput>,
    /// What else the member says, at most 2,000 characters.
    remarks: Option<String>,
}

/// The points for one criterion.
#[derive(InputObject)]
pub(crate) struct ScoreItemInput {
    /// The criterion's id.
    criterion_id: ID,
    /// Hundredths of a point; for a criterion that counts nothing 1 where it
    /// is met, else 0.
    hundredths: i32,
}

/// The sitting after the change.
#[derive(SimpleObject)]
pub(crate) struct CouncilSessionPayload {
    /// The sitting; null after an error.
    council_session: Option<CouncilSession>,
    /// What is wrong; empty when it was done.
    user_errors: Vec<CouncilSessionUserError>,
}

/// The sheet that was signed.
#[derive(SimpleObject)]
pub(crate) struct ScoreSheetPayload {
    /// The sheet; null after an error.
    score_sheet: Option<ScoreSheet>,
    /// What is wrong; empty when it was signed.
    user_errors: Vec<ScoreSheetUserError>,
}

user_errors! {
    /// Why a council was not convened, or a dossier not put on its agenda.
    CouncilSessionUserError, CouncilSessionErrorCode {
        /// There is no such cycle for the caller.
        CycleNotFound: "Không tìm thấy chu trình này." / "The cycle was not found.",
        /// There is no such sitting for the caller.
        SessionNotFound: "Không tìm thấy phiên họp hội đồng này." / "The council's sitting was not found.",
        /// A council has 1 to 50 different members, one of whom presides.
        SeatsInvalid: "Hội đồng cần có từ 1 đến 50 thành viên khác nhau và một chủ tịch." / "A council has 1 to 50 different members, one of whom presides.",
        /// A seat's account is not a council member of the province.
        NotAMember: "Tài khoản không phải là thành viên hội đồng của tỉnh." / "The account is not a council member of the province.",
        /// The quorum must be more than half of the seats, at most all.
        QuorumInvalid: "Số phiếu tối thiểu phải quá nửa và không quá số thành viên." / "The quorum must be more than half of the seats, at most all.",
        /// 1 to 250 different dossiers at once.
        AgendaInvalid: "Mỗi lần cần đưa vào chương trình họp từ 1 đến 250 hồ sơ khác nhau." / "1 to 250 different dossiers at once.",
        /// There is no such dossier in the sitting's cycle.
        DossierNotFound: "Không tìm thấy hồ sơ này trong chu trình." / "The dossier was not found in the cycle.",
        /// The dossier does not stand where scoring begins.
        WrongStatus: "Hồ sơ không ở trạng thái có thể đưa ra hội đồng." / "The dossier's status does not allow scoring now.",
        /// There are no criteria for the dossier's product set on that day.
        NoCriteria: "Chưa có bộ tiêu chí cho bộ sản phẩm của hồ sơ." / "There are no criteria for the dossier's product set.",
    }
}

user_errors! {
    /// Why a sheet was not signed.
    ScoreSheetUserError, ScoreSheetErrorCode {
        /// The dossier is on no agenda of a council of the caller.
        NotFound: "Không tìm thấy hồ sơ này trong chương trình họp." / "The dossier was not found on the agenda.",
        /// A member does not score a producer that it works for.
        ConflictOfInterest: "Thành viên không được chấm điểm hồ sơ của chủ thể nơi mình làm việc." / "A member does not score a producer that it works for.",
        /// The scoring is over.
        ScoringClosed: "Việc chấm điểm hồ sơ này đã kết thúc." / "The scoring is over.",
        /// The sheet is signed already, and a signed sheet is for good.
        AlreadySigned: "Phiếu chấm đã ký, không thể thay đổi." / "The sheet is signed already.",
        /// Every criterion of the sheet needs its points once.
        ItemsIncomplete: "Cần chấm mỗi tiêu chí của phiếu đúng một lần." / "Every criterion of the sheet needs its points once.",
        /// The points of a criterion are below 0 or above what it counts.
        PointsInvalid: "Điểm của tiêu chí không hợp lệ." / "The points of the criterion are not valid.",
        /// The remarks have more than 2,000 characters.
        RemarksTooLong: "Nhận xét không được quá 2.000 ký tự." / "The remarks may have at most 2,000 characters.",
    }
}

/// What officers and members do in councils.
#[derive(Default)]
pub(crate) struct CouncilMutation;

#[Object]
impl CouncilMutation {
    /// Convenes a council. Permission: programme officer of the cycle's
    /// province, or administrator.
    async fn council_session_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The sitting.")] input: CouncilSessionCreateInput,
    ) -> Result<CouncilSessionPayload> {
        let seats = input.seats.iter().map(|seat| {
            Ok::<_, async_graphql::Error>(Seat {
                account_id: AccountId::from_global(&seat.account_id)?,
                chair: seat.chair,
            })
        });
        let new = NewCouncilSession {
            cycle_id: CycleId::from_global(&input.cycle_id)?,
            level: input.level.into(),
            held_on: input.held_on.0,
            quorum: input.quorum,
            seats: seats.collect::<Result<_, _>>()?,
        };
        let programme = &ctx.services().programme;
        let done = programme.convene_council(ctx.actor(), new).await;
        convened(ctx, done, &[])
    }

    /// Puts dossiers on a council's agenda: all of them, or none. Permission:
    /// programme officer of the cycle's province, or administrator.
    async fn council_agenda_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which, and what.")] input: CouncilAgendaAddInput,
    ) -> Result<CouncilSessionPayload> {
        let id = CouncilSessionId::from_global(&input.session_id)?;
        let dossiers: Vec<DossierId> = from_globals(&input.dossier_ids)?;
        let programme = &ctx.services().programme;
        let done = programme.admit_dossiers(ctx.actor(), id, &dossiers).await;
        let done = match done {
            Ok(_) => {
                ctx.loaders().clear_round();
                let found = programme
                    .council_session(ctx.actor(), id)
                    .await
                    .or_fault()?;
                found.ok_or(ConveneCouncilError::NotFound)
            }
            Err(error) => Err(error),
        };
        convened(ctx, done, &dossiers)
    }

    /// Signs a member's sheet for a dossier; it is for good. Permission: a
    /// council member with a seat who does not work for the producer.
    async fn score_sheet_sign(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The sheet.")] input: ScoreSheetSignInput,
    ) -> Result<ScoreSheetPayload> {
        use ScoreSheetErrorCode as Code;
        use SignScoreSheetError as Error;
        let items = input.items.iter().map(|item| {
            let criterion = CriterionId::from_global(&item.criterion_id)?;
            Ok::<_, async_graphql::Error>((criterion, item.hundredths))
        });
        let items: Vec<_> = items.collect::<Result<_, _>>()?;
        let new = NewScoreSheet {
            session_id: CouncilSessionId::from_global(&input.session_id)?,
            dossier_id: DossierId::from_global(&input.dossier_id)?,
            items: items.clone(),
            remarks: input.remarks,
        };
        let at = |code: Code, field: &str| code.at(ctx.language(), &["input", field]);
        let programme = &ctx.services().programme;
        let error = match programme.sign_score_sheet(ctx.actor(), new).await {
            Ok(sheet) => {
                return Ok(ScoreSheetPayload {
                    score_sheet: Some(ScoreSheet(sheet)),
                    user_errors: Vec::new(),
                });
            }
            Err(Error::NotFound) => at(Code::NotFound, "dossierId"),
            Err(Error::ConflictOfInterest) => at(Code::ConflictOfInterest, "dossierId"),
            Err(Error::Closed) => at(Code::ScoringClosed, "dossierId"),
            Err(Error::Signed) => at(Code::AlreadySigned, "dossierId"),
            Err(Error::IncompleteItems) => at(Code::ItemsIncomplete, "items"),
            Err(Error::InvalidPoints(criterion)) => {
                let index = items.iter().position(|(id, _)| *id == criterion);
                let index = index.unwrap_or(0).to_string();
                let path = ["input", "items", &index, "hundredths"];
                Code::PointsInvalid.at(ctx.language(), &path)
            }
            Err(Error::RemarksTooLong) => at(Code::RemarksTooLong, "remarks"),
            Err(Error::Fault(error)) => return Err(fault(&error)),
        };
        Ok(ScoreSheetPayload {
            score_sheet: None,
            user_errors: vec![error],
        })
    }
}

fn convened(
    ctx: &Context<'_>,
    done: Result<programme::council::CouncilSession, ConveneCouncilError>,
    dossiers: &[DossierId],
) -> Result<CouncilSessionPayload> {
    use ConveneCouncilError as Error;
    use CouncilSessionErrorCode as Code;
    let at = |code: Code, field: &str| code.at(ctx.language(), &["input", field]);
    let of = |code: Code, id: DossierId| {
        let index = dossiers.iter().position(|dossier| *dossier == id);
        let index = index.unwrap_or(0).to_string();
        code.at(ctx.language(), &["input", "dossierIds", &index])
    };
    let error = match done {
        Ok(session) => {
            return Ok(CouncilSessionPayload {
                council_session: Some(CouncilSession(session)),
                user_errors: Vec::new(),
            });
        }
        Err(Error::CycleNotFound) => at(Code::CycleNotFound, "cycleId"),
        Err(Error::NotFound) => at(Code::SessionNotFound, "sessionId"),
        Err(Error::InvalidSeats) => at(Code::SeatsInvalid, "seats"),
        Err(Error::NotAMember) => at(Code::NotAMember, "seats"),
        Err(Error::InvalidQuorum) => at(Code::QuorumInvalid, "quorum"),
        Err(Error::InvalidAgenda) => at(Code::AgendaInvalid, "dossierIds"),
        Err(Error::DossierNotFound(id)) => of(Code::DossierNotFound, id),
        Err(Error::WrongStatus(id, _)) => of(Code::WrongStatus, id),
        Err(Error::NoCriteria(id)) => of(Code::NoCriteria, id),
        Err(Error::Fault(error)) => return Err(fault(&error)),
    };
    Ok(CouncilSessionPayload {
        council_session: None,
        user_errors: vec![error],
    })
}
