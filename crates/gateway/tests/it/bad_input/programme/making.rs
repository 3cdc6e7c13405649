//! What a round is made of, each in one call.

use super::super::making::literal;
use super::people::{People, global};
use crate::support::App;
use chrono::{Duration, NaiveDate};
use kernel::{
    AccountId, Clock, CouncilSessionId, CriterionId, CycleId, DecisionId, DossierId, OrderLineId,
    PictureId, ProducerId,
};
use programme::IssuerLevel;
use programme::council::{NewCouncilSession, NewCriteriaSheet, NewCriterion, Seat};
use programme::cycles::NewCycle;
use programme::decisions::{NewDecision, NewResult};
use programme::dossiers::{DossierKind, DossierStatus, NewDossier};
use programme::scheme::Scheme;
use uuid::Uuid;

pub(super) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// Whose a picture is: a producer's, or a buyer's for what was bought.
pub(super) enum Shows {
    Goods(ProducerId),
    Purchase(OrderLineId, AccountId),
}

/// A picture as an upload leaves it, past the use cases; its global id has the
/// number.
pub(super) async fn picture(app: &App, shows: Shows, n: u128) -> PictureId {
    let id = Uuid::from_u128(n);
    let now = app.clock.now().to_rfc3339();
    let rendition =
        r#"{"path":"pictures/x.jpg","format":"JPEG","width":800,"height":600,"bytes":1}"#;
    let key = |key| literal(app, key);
    let whose = match shows {
        Shows::Goods(producer) => format!("{}, NULL, NULL", key(producer.0)),
        Shows::Purchase(line, by) => format!("NULL, {}, {}", key(line.0), key(by.0)),
    };
    let sql = format!(
        "INSERT INTO picture (id, producer_id, order_line_id, account_id, sha256, width, height, \
         placeholder, renditions, bytes, created_at) \
         VALUES ({}, {whose}, '{n:064x}', 800, 600, 'x', '[{rendition}]', 1, '{now}')",
        key(id)
    );
    assert_eq!(app.raw(&sql).await, 1);
    PictureId(id)
}

/// Makes a round with the people at hand.
pub(super) struct Maker<'a> {
    pub(super) app: &'a App,
    pub(super) people: &'a People,
}

impl Maker<'_> {
    pub(super) async fn cycle(&self, year: i32, province: &str, opened_on: NaiveDate) -> CycleId {
        let new = NewCycle {
            year,
            province_code: province.to_owned(),
            scheme: None,
            planned_products: 24,
            opened_on: Some(opened_on),
            demo: false,
        };
        let programme = &self.app.services.programme;
        let opened = programme.open_cycle(&self.people.centre.actor, new).await;
        opened.unwrap().id
    }

    pub(super) async fn criteria(&self) -> Vec<CriterionId> {
        let line = |part: &str, code: &str, max_hundredths, mandatory| NewCriterion {
            part: part.to_owned(),
            code: code.to_owned(),
            name: format!("Tiêu chí {code}"),
            name_en: None,
            max_hundredths,
            mandatory,
        };
        let new = NewCriteriaSheet {
            scheme: Scheme::Decision148,
            product_set: None,
            valid_from: day(2023, 2, 24),
            criteria: vec![
                line("A", "A", 4_000, false),
                line("B", "B", 2_500, false),
                line("C", "C", 3_500, false),
                line("C", "C-ATTP", 0, true),
            ],
        };
        let programme = &self.app.services.programme;
        let sheet = programme.create_criteria(&self.people.centre.actor, new);
        let lines = sheet.await.unwrap().criteria.into_iter();
        lines.map(|line| line.id).collect()
    }

    pub(super) async fn dossier(
        &self,
        cycle: CycleId,
        producer: ProducerId,
        name: &str,
    ) -> DossierId {
        self.app.clock.advance(Duration::seconds(1));
        let new = NewDossier {
            cycle_id: cycle,
            producer_id: producer,
            kind: DossierKind::New,
            previous_certificate_id: None,
            product_name: Some(name.to_owned()),
            group_code: "FOOD".to_owned(),
            product_set: Some(6),
            idea: "Cơm cháy của làng.".to_owned(),
            demo: false,
        };
        let programme = &self.app.services.programme;
        let registered = programme.register_dossier(&self.people.centre.actor, new);
        registered.await.unwrap().id
    }

    /// Puts a dossier into a status, past the use cases; with the points of
    /// one sheet, where there are some.
    pub(super) async fn put(&self, dossier: DossierId, status: DossierStatus, points: Option<i32>) {
        use DossierStatus as S;
        let stars = match status {
            S::Recognised | S::ForwardedToCentre => "4",
            _ => "NULL",
        };
        let (sum, count) = match points {
            Some(points) => (points.to_string(), "1"),
            None => ("NULL".to_owned(), "NULL"),
        };
        let key = literal(self.app, dossier.0);
        let status = status.as_str();
        let sql = format!(
            "UPDATE dossier SET status = '{status}', stars = {stars}, score_sum = {sum}, \
             score_count = {count} WHERE id = {key}"
        );
        assert_eq!(self.app.raw(&sql).await, 1);
    }

    pub(super) async fn scored(
        &self,
        cycle: CycleId,
        producer: ProducerId,
        name: &str,
    ) -> DossierId {
        let id = self.dossier(cycle, producer, name).await;
        self.put(id, DossierStatus::Scored, Some(8_200)).await;
        id
    }

    pub(super) async fn session(
        &self,
        cycle: CycleId,
        held_on: NaiveDate,
        seats: &[&str],
    ) -> CouncilSessionId {
        let seats = seats.iter().enumerate().map(|(n, seat)| Seat {
            account_id: global(seat).1.into(),
            chair: n == 0,
        });
        let seats: Vec<Seat> = seats.collect();
        let new = NewCouncilSession {
            cycle_id: cycle,
            level: IssuerLevel::Province,
            held_on,
            quorum: i32::try_from(seats.len() / 2 + 1).unwrap(),
            seats,
        };
        let programme = &self.app.services.programme;
        let convened = programme.convene_council(&self.people.centre.actor, new);
        convened.await.unwrap().id
    }

    /// A decision recorded by the centre: for five stars the ministry's, else
    /// the province's.
    pub(super) async fn decision(
        &self,
        cycle: CycleId,
        number: &str,
        dossier: DossierId,
        stars: i32,
        certificate: &str,
    ) -> DecisionId {
        let level = match stars {
            5 => IssuerLevel::Ministry,
            _ => IssuerLevel::Province,
        };
        let new = NewDecision {
            cycle_id: cycle,
            number: number.to_owned(),
            decided_on: day(2026, 11, 23),
            signer: "Chủ tịch".to_owned(),
            authority: "UBND tỉnh Ninh Bình".to_owned(),
            level,
            results: vec![NewResult {
                dossier_id: dossier,
                stars: Some(stars),
                certificate_number: Some(certificate.to_owned()),
            }],
            measures: Vec::new(),
        };
        let programme = &self.app.services.programme;
        let recorded = programme.record_decision(&self.people.centre.actor, new);
        recorded.await.unwrap().id
    }

    pub(super) async fn confirm(&self, decision: DecisionId) {
        let programme = &self.app.services.programme;
        let confirmed = programme.confirm_decision(&self.people.centre.actor, decision);
        confirmed.await.unwrap();
    }
}
