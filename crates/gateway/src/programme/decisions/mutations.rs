//! Recording, confirming and discarding decisions.

use super::Decision;
use super::measures::{DecisionMeasureInput, measure_code};
use crate::catalog::IssuerLevel;
use crate::errors::fault;
use crate::programme::cycles::Recognition;
use crate::schema::global_id::GlobalId;
use crate::schema::request::ContextExt;
use crate::schema::scalars::Date;
use crate::schema::user_error::user_errors;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use kernel::{CycleId, DecisionId, DossierId};
use programme::decisions::{
    DecisionError, NewDecision, NewResult, RecordDecisionError, ResultError, SettleDecisionError,
};

/// A decision to record.
#[derive(InputObject)]
pub(crate) struct DecisionRecordInput {
    /// About which cycle.
    cycle_id: ID,
    /// Its number, 1 to 100 characters.
    number: String,
    /// The day of signing.
    decided_on: Date,
    /// Who signed it, 1 to 200 characters.
    signer: String,
    /// Whose it is, 1 to 200 characters.
    authority: String,
    /// The authority's level.
    level: IssuerLevel,
    /// What it says of each dossier. With the measures 1 to 250.
    #[graphql(default)]
    results: Vec<DecisionResultInput>,
    /// What it does to certificates that exist.
    #[graphql(default)]
    measures: Vec<DecisionMeasureInput>,
}

/// What a decision says of one dossier. The stars are the decision's: they are
/// held against the council's average and against what its level may give.
#[derive(InputObject)]
pub(crate) struct DecisionResultInput {
    /// Of which.
    dossier_id: ID,
    /// Whether, and as what, it recognises the product; not at all without it.
    recognised: Option<Recognition>,
    /// The number on the certificate, 1 to 100 characters: where the product is
    /// recognised, and only then.
    certificate_number: Option<String>,
}

/// A decision.
#[derive(InputObject)]
pub(crate) struct DecisionInput {
    /// Which.
    id: ID,
}

/// The decision after the change.
#[derive(SimpleObject)]
pub(crate) struct DecisionPayload {
    /// The decision; null after an error.
    decision: Option<Decision>,
    /// What is wrong; empty when it was done.
    user_errors: Vec<DecisionUserError>,
}

user_errors! {
    /// Why a decision was not recorded or settled.
    DecisionUserError, DecisionErrorCode {
        /// There is no such cycle for the caller.
        CycleNotFound: "Không tìm thấy chu trình này." / "The cycle was not found.",
        /// There is no such decision for the caller.
        DecisionNotFound: "Không tìm thấy quyết định này." / "The decision was not found.",
        /// Number, signer or authority is missing or too long.
        Incomplete: "Cần có số quyết định, người ký và cơ quan ban hành." / "Number, signer and authority are needed.",
        /// The decision cannot be before the cycle or in the future.
        DayInvalid: "Ngày quyết định không được trước chu trình hoặc ở tương lai." / "The decision cannot be before the cycle or in the future.",
        /// The authority has a decision of that number.
        NumberTaken: "Số quyết định này đã được ghi nhận." / "A decision of that number is recorded.",
        /// A decision has 1 to 250 results and measures, one for a dossier or
        /// certificate.
        ResultsInvalid: "Quyết định cần có từ 1 đến 250 kết quả và biện pháp, mỗi hồ sơ hoặc giấy chứng nhận chỉ một lần." / "A decision has 1 to 250 results and measures, one for a dossier or certificate.",
        /// There is no such dossier in the cycle.
        DossierNotFound: "Không tìm thấy hồ sơ này trong chu trình." / "The dossier was not found in the cycle.",
        /// The dossier waits for no such decision.
        WrongStatus: "Hồ sơ không ở trạng thái chờ quyết định này." / "The dossier waits for no such decision.",
        /// That authority does not decide about these stars on that day.
        AuthorityInvalid: "Cơ quan này không có thẩm quyền quyết định về hạng sao đó vào ngày này." / "That authority does not decide about these stars on that day.",
        /// The score does not reach the stars, or a mandatory criterion
        /// failed.
        ScoreTooLow: "Điểm chấm không đạt hạng sao này." / "The score does not reach the stars.",
        /// A certificate number is needed where the product is recognised, and
        /// only then; each stands once.
        CertificateNumberInvalid: "Cần số giấy chứng nhận khi công nhận, và mỗi số chỉ dùng một lần." / "A certificate number is needed where the product is recognised, and each stands once.",
        /// A certificate of that number exists.
        CertificateNumberTaken: "Số giấy chứng nhận này đã tồn tại." / "A certificate of that number exists.",
        /// The product has a certificate in force that this one does not
        /// follow.
        CertificatesOverlap: "Sản phẩm đang có giấy chứng nhận còn hiệu lực." / "The product has a certificate in force.",
        /// There is no such certificate in the province.
        CertificateNotFound: "Không tìm thấy giấy chứng nhận này trong tỉnh." / "The certificate was not found in the province.",
        /// A certificate is taken away on a ground, with remarks of up to
        /// 2,000 characters where it is another one, and given back without.
        GroundInvalid: "Cần nêu căn cứ khi đình chỉ hoặc thu hồi (kèm ghi chú tối đa 2.000 ký tự nếu là căn cứ khác), không nêu khi khôi phục." / "Suspending or revoking needs a ground (with remarks of up to 2,000 characters for another one); reinstating has none.",
        /// The certificate was issued after the decision's day.
        CertificateLater: "Giấy chứng nhận được cấp sau ngày quyết định." / "The certificate was issued after the decision's day.",
        /// What the certificate is does not allow the measure.
        CertificateStatusWrong: "Tình trạng hiện tại của giấy chứng nhận không cho phép biện pháp này." / "What the certificate is does not allow the measure.",
        /// It was confirmed or discarded before.
        AlreadySettled: "Quyết định đã được xác nhận hoặc hủy bỏ." / "The decision is confirmed or discarded already.",
        /// Five stars, given or taken, are recorded and confirmed by two
        /// different people.
        SamePerson: "Quyết định về hạng 5 sao phải do hai người khác nhau ghi nhận và xác nhận." / "Five stars are recorded and confirmed by two different people.",
    }
}

/// What officers do with decisions.
#[derive(Default)]
pub(crate) struct DecisionMutation;

#[Object]
impl DecisionMutation {
    /// Records a decision as it was signed; nothing follows from it before it
    /// is confirmed. Permission: programme officer of the cycle's province
    /// (for the ministry's: of the whole country), or administrator.
    async fn decision_record(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The decision.")] input: DecisionRecordInput,
    ) -> Result<DecisionPayload> {
        use DecisionErrorCode as Code;
        use RecordDecisionError as Error;
        let results = input.results.into_iter().map(|result| {
            Ok::<_, async_graphql::Error>(NewResult {
                dossier_id: DossierId::from_global(&result.dossier_id)?,
                stars: result.recognised.map(Recognition::stars),
                certificate_number: result.certificate_number,
            })
        });
        let new = NewDecision {
            cycle_id: CycleId::from_global(&input.cycle_id)?,
            number: input.number,
            decided_on: input.decided_on.0,
            signer: input.signer,
            authority: input.authority,
            level: input.level.into(),
            results: results.collect::<Result<_, _>>()?,
            measures: input
                .measures
                .into_iter()
                .map(DecisionMeasureInput::into_measure)
                .collect::<Result<_, _>>()?,
        };
        let certificates = new.measures.iter().map(|own| own.certificate_id);
        let certificates: Vec<_> = certificates.collect();
        let dossiers: Vec<_> = new.results.iter().map(|result| result.dossier_id).collect();
        let at = |code: Code, field: &str| code.at(ctx.language(), &["input", field]);
        let programme = &ctx.services().programme;
        let error = match programme.record_decision(ctx.actor(), new).await {
            Ok(decision) => return Ok(done(decision)),
            Err(Error::CycleNotFound) => at(Code::CycleNotFound, "cycleId"),
            Err(Error::Incomplete) => at(Code::Incomplete, "number"),
            Err(Error::InvalidDay) => at(Code::DayInvalid, "decidedOn"),
            Err(Error::NumberTaken) => at(Code::NumberTaken, "number"),
            Err(Error::InvalidResults) => at(Code::ResultsInvalid, "results"),
            Err(Error::Result(id, error)) => {
                let index = dossiers.iter().position(|dossier| *dossier == id);
                let index = index.unwrap_or(0).to_string();
                result_code(error).at(ctx.language(), &["input", "results", &index])
            }
            Err(Error::Measure(id, error)) => {
                let index = certificates.iter().position(|own| *own == id);
                let index = index.unwrap_or(0).to_string();
                measure_code(error).at(ctx.language(), &["input", "measures", &index])
            }
            Err(Error::Fault(error)) => return Err(fault(&error)),
        };
        Ok(DecisionPayload {
            decision: None,
            user_errors: vec![error],
        })
    }

    /// Confirms a recorded decision: dossiers get their results, certificates
    /// are issued, those that they follow are superseded, measures are taken,
    /// and what is sold under them follows, all of it or nothing. Permission:
    /// as for recording it; for five stars, given or taken, another person than
    /// who recorded it.
    async fn decision_confirm(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: DecisionInput,
    ) -> Result<DecisionPayload> {
        let id = DecisionId::from_global(&input.id)?;
        let programme = &ctx.services().programme;
        settled(ctx, programme.confirm_decision(ctx.actor(), id).await)
    }

    /// Discards a decision that was typed in wrongly. Permission: as for
    /// recording it.
    async fn decision_discard(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] input: DecisionInput,
    ) -> Result<DecisionPayload> {
        let id = DecisionId::from_global(&input.id)?;
        let programme = &ctx.services().programme;
        settled(ctx, programme.discard_decision(ctx.actor(), id).await)
    }
}

fn result_code(error: ResultError) -> DecisionErrorCode {
    use DecisionErrorCode as Code;
    match error {
        ResultError::NotFound => Code::DossierNotFound,
        ResultError::WrongStatus(_) => Code::WrongStatus,
        ResultError::Authority => Code::AuthorityInvalid,
        ResultError::Score => Code::ScoreTooLow,
        ResultError::CertificateNumber => Code::CertificateNumberInvalid,
    }
}

fn settled(
    ctx: &Context<'_>,
    outcome: Result<programme::decisions::Decision, SettleDecisionError>,
) -> Result<DecisionPayload> {
    use DecisionErrorCode as Code;
    use SettleDecisionError as Error;
    let code = match outcome {
        Ok(decision) => {
            ctx.loaders().clear_round();
            ctx.loaders().clear();
            return Ok(done(decision));
        }
        Err(Error::NotFound) => Code::DecisionNotFound,
        Err(Error::Settled(_)) => Code::AlreadySettled,
        Err(Error::SamePerson) => Code::SamePerson,
        Err(Error::Result(_, DecisionError::Result(error))) => result_code(error),
        Err(Error::Result(_, DecisionError::CertificateNumberTaken)) => {
            Code::CertificateNumberTaken
        }
        Err(Error::Result(_, DecisionError::Overlap)) => Code::CertificatesOverlap,
        Err(Error::Measure(_, error)) => measure_code(error),
        Err(Error::Fault(error)) => return Err(fault(&error)),
    };
    Ok(DecisionPayload {
        decision: None,
        user_errors: vec![code.at(ctx.language(), &["input", "id"])],
    })
}

fn done(decision: programme::decisions::Decision) -> DecisionPayload {
    DecisionPayload {
        decision: Some(Decision(decision)),
        user_errors: Vec::new(),
    }
}
