//! Cycles, dossiers in every status, a council under way, decisions.

use super::super::global_id;
use super::super::making::literal;
use super::making::{Maker, day};
use super::people::People;
use super::world::Producers;
use crate::support::App;
use kernel::{CouncilSessionId, CriterionId, CycleId, DecisionId, DossierId};
use programme::council::NewScoreSheet;
use programme::dossiers::DossierStatus;

/// Global ids, but for what cases make others of.
pub(super) struct Round {
    /// Open, in Ninh Bình.
    pub(super) cycle: String,
    pub(super) closed_cycle: String,
    pub(super) coming_cycle: String,
    pub(super) foreign_cycle: String,
    /// Parts A, B, C, and one that is only met or not.
    pub(super) criteria: Vec<String>,
    /// A dossier of the first producer in every status; none is on an agenda.
    pub(super) by_status: Vec<(DossierStatus, String)>,
    /// On the agenda; one sheet of two is signed.
    pub(super) scoring: String,
    /// On the agenda, and its scoring is closed.
    pub(super) over: String,
    /// Handed in, and no report is there.
    pub(super) unreported: String,
    /// A council gave it 82 points.
    pub(super) scored: String,
    /// 95 points, and a mandatory criterion failed.
    pub(super) failed: String,
    pub(super) foreign_dossier: String,
    /// With the agenda.
    pub(super) session: String,
    /// Before there were criteria.
    pub(super) early_session: String,
    pub(super) foreign_session: String,
    pub(super) recorded: String,
    pub(super) confirmed: String,
    pub(super) discarded: String,
    /// For five stars, recorded by the centre.
    pub(super) five: String,
    /// Its certificate number exists.
    pub(super) taken: String,
    /// Its product has another certificate in force.
    pub(super) overlapping: String,
    /// Its dossier was decided meanwhile.
    pub(super) overtaken: String,
    pub(super) foreign_decision: String,
}

impl Round {
    /// The dossier in a status.
    pub(super) fn that_is(&self, status: DossierStatus) -> &str {
        let found = self.by_status.iter().find(|(own, _)| *own == status);
        &found.unwrap().1
    }
}

/// The numbers of recorded decisions, and the number of a certificate.
pub(super) const RECORDED: &str = "1/QĐ-UBND";
pub(super) const ISSUED: &str = "GCN-2";
/// The name of a product with a certificate in force.
pub(super) const CERTIFIED: &str = "Sản phẩm";

impl Round {
    #[allow(clippy::too_many_lines, reason = "one round, told from its beginning")]
    pub(super) async fn open(app: &App, people: &People, producers: &Producers) -> Self {
        let make = Maker { app, people };
        let programme = &app.services.programme;
        let (own, foreign) = (producers.own.id, producers.foreign.id);
        let cycle = make.cycle(2026, "37", day(2026, 1, 5)).await;
        let closed = make.cycle(2025, "37", day(2025, 1, 6)).await;
        let coming = make.cycle(2027, "37", day(2027, 1, 4)).await;
        let away = make.cycle(2026, "01", day(2026, 1, 5)).await;
        let key = literal(app, closed.0);
        app.raw(&format!(
            "UPDATE programme_cycle SET closed_on = '2025-12-31' WHERE id = {key}"
        ))
        .await;
        let criteria = make.criteria().await;

        let mut by_status = Vec::new();
        for status in DossierStatus::ALL {
            let id = make
                .dossier(cycle, own, &format!("Hồ sơ {}", status.as_str()))
                .await;
            make.put(id, status, None).await;
            by_status.push((status, global_id(DossierId::TYPE, id.0)));
        }
        let unreported = make.dossier(cycle, own, "Chưa báo cáo").await;
        make.put(unreported, DossierStatus::CommuneReview, None)
            .await;
        let scored = make.scored(cycle, own, "Đã chấm").await;
        let failed = make.dossier(cycle, own, "Không đạt").await;
        make.put(failed, DossierStatus::Scored, Some(9_500)).await;
        let key = literal(app, failed.0);
        app.raw(&format!(
            "UPDATE dossier SET mandatory_failed = TRUE WHERE id = {key}"
        ))
        .await;
        let foreign_dossier = make.scored(away, foreign, "Cốm").await;

        let (scoring, over) = (
            make.dossier(cycle, own, "Đang chấm").await,
            make.dossier(cycle, own, "Chấm xong").await,
        );
        for id in [scoring, over] {
            make.put(id, DossierStatus::AdvisoryCheck, None).await;
        }
        let seats = [&*people.member.id, &people.second.id, &people.conflicted.id];
        let session = make.session(cycle, day(2026, 11, 23), &seats).await;
        let agenda = [scoring, over];
        let admitted = programme.admit_dossiers(&people.centre.actor, session, &agenda);
        admitted.await.unwrap();
        make.put(over, DossierStatus::Scored, Some(6_900)).await;
        let sheet = NewScoreSheet {
            session_id: session,
            dossier_id: scoring,
            items: criteria.iter().map(|line| (*line, 1)).collect(),
            remarks: None,
        };
        let signed = programme.sign_score_sheet(&people.member.actor, sheet);
        signed.await.unwrap();
        let early = make
            .session(cycle, day(2023, 1, 1), &[&people.member.id])
            .await;
        let foreign_session = make
            .session(away, day(2026, 11, 23), &[&people.foreign_member.id])
            .await;

        let waiting = make.scored(cycle, own, "Chờ quyết định").await;
        let recorded = make.decision(cycle, RECORDED, waiting, 4, "GCN-1").await;
        let decided = make.scored(cycle, own, "Đã quyết định").await;
        let confirmed = make.decision(cycle, "2/QĐ", decided, 4, ISSUED).await;
        let overtaken = make.decision(cycle, "2b/QĐ", decided, 4, "GCN-2b").await;
        make.confirm(confirmed).await;
        let discarded = make.decision(cycle, "3/QĐ", scored, 4, "GCN-3").await;
        let discard = programme.discard_decision(&people.centre.actor, discarded);
        discard.await.unwrap();
        let taken = make.scored(cycle, own, "Trùng số").await;
        let taken = make.decision(cycle, "4/QĐ", taken, 4, ISSUED).await;
        let overlapping = make.scored(cycle, own, CERTIFIED).await;
        let overlapping = make.decision(cycle, "5/QĐ", overlapping, 4, "GCN-5").await;
        let centre = make.dossier(cycle, own, "Năm sao").await;
        make.put(centre, DossierStatus::ForwardedToCentre, Some(9_500))
            .await;
        let five = make.decision(cycle, "6/QĐ-BNN", centre, 5, "GCN-6").await;
        let foreign_decision = make
            .decision(away, "7/QĐ", foreign_dossier, 4, "GCN-7")
            .await;

        let cycle_id = |id: CycleId| global_id(CycleId::TYPE, id.0);
        let dossier_id = |id: DossierId| global_id(DossierId::TYPE, id.0);
        let session_id = |id: CouncilSessionId| global_id(CouncilSessionId::TYPE, id.0);
        let decision_id = |id: DecisionId| global_id(DecisionId::TYPE, id.0);
        let criteria = criteria.iter();
        Self {
            cycle: cycle_id(cycle),
            closed_cycle: cycle_id(closed),
            coming_cycle: cycle_id(coming),
            foreign_cycle: cycle_id(away),
            criteria: criteria
                .map(|line| global_id(CriterionId::TYPE, line.0))
                .collect(),
            by_status,
            scoring: dossier_id(scoring),
            over: dossier_id(over),
            unreported: dossier_id(unreported),
            scored: dossier_id(scored),
            failed: dossier_id(failed),
            foreign_dossier: dossier_id(foreign_dossier),
            session: session_id(session),
            early_session: session_id(early),
            foreign_session: session_id(foreign_session),
            recorded: decision_id(recorded),
            confirmed: decision_id(confirmed),
            discarded: decision_id(discarded),
            five: decision_id(five),
            taken: decision_id(taken),
            overlapping: decision_id(overlapping),
            overtaken: decision_id(overtaken),
            foreign_decision: decision_id(foreign_decision),
        }
    }
}
