//! The programme of Ninh Bình in 2021, told again: its dossiers go the whole
//! way, from the idea to the decision, on the days on which they did.

mod file;

use super::accounts::{self, Actors};
use super::criteria::{criteria, points};
use super::walk::{Told, Walk, failed};
use crate::failure::Failure;
use db::Tx;
use file::{Product, Round};
use files::Files;
use kernel::{Actor, CouncilSessionId, DossierId, FileId, ProducerId, Timestamp};
use programme::council::{CriteriaSheet, NewCouncilSession, NewScoreSheet, Seat};
use programme::cycles::{Cycle, NewCycle, Target};
use programme::decisions::{NewDecision, NewResult};
use programme::dossiers::{DossierKind, DossierStatus, NewDossier};
use programme::scheme::Scheme;
use programme::{IssuerLevel, LegalForm, NewProducer, ProducerStatus, Programme};
use std::sync::Arc;

/// Tells the round.
pub(super) struct Teller {
    round: Round,
    scheme: Scheme,
    clock: Arc<Told>,
    programme: Programme,
}

impl Teller {
    /// A teller on the round's first day.
    pub(super) fn new(text: &str, db: db::Db, outbox: Arc<jobs::Outbox>) -> Result<Self, Failure> {
        let round: Round = toml::from_str(text).map_err(failed)?;
        let scheme = Scheme::parse(&round.cycle.scheme)
            .ok_or_else(|| failed(format!("unknown scheme {}", round.cycle.scheme)))?;
        let clock = Told::new(Timestamp::default());
        clock.morning(round.cycle.opened_on);
        Ok(Self {
            programme: Programme::new(db, clock.clone(), outbox),
            round,
            scheme,
            clock,
        })
    }

    /// Registers the entities in the caller's transaction, in the order of the
    /// file.
    pub(super) async fn register(&self, tx: &Tx) -> Result<Vec<ProducerId>, Failure> {
        let mut ids = Vec::with_capacity(self.round.entities.len());
        for entity in &self.round.entities {
            let new = NewProducer {
                legal_form: LegalForm::parse(&entity.legal_form)
                    .ok_or_else(|| failed(format!("unknown form {}", entity.legal_form)))?,
                name: entity.name.clone(),
                name_en: None,
                tax_code: Some(entity.tax_code.clone()),
                phone: entity.phone.clone(),
                email: entity.email.clone(),
                street: entity.street.clone(),
                commune_code: entity.commune.clone(),
                province_code: self.round.cycle.province.clone(),
                founded_year: None,
                story: None,
                story_en: None,
                demo: true,
                registration_number: None,
                representative: None,
            };
            let programme = &self.programme;
            let id = programme.register_producer_in(tx, new).await;
            let id = id.map_err(failed)?;
            let active = ProducerStatus::Active;
            let opened = programme.set_producer_status_in(tx, &Actor::System, id, active);
            opened.await.map_err(failed)?;
            ids.push(id);
        }
        Ok(ids)
    }

    /// Tells the round: how many products it recognised.
    pub(super) async fn tell(
        &self,
        files: &Files,
        file: FileId,
        actors: &Actors,
        entities: &[ProducerId],
    ) -> Result<usize, Failure> {
        let officer = actors.by_email(accounts::OFFICER)?;
        let owner = actors.by_email(accounts::ROUND_OWNER)?;
        let walk = Walk {
            programme: &self.programme,
            files,
            clock: &self.clock,
            owner,
            officer,
            file,
        };
        let cycle = self.open(officer).await?;
        let valid_from = self.round.cycle.opened_on;
        let sheet = criteria(&self.programme, self.scheme, valid_from).await?;
        let mut dossiers = Vec::new();
        for (entity, producer) in self.round.entities.iter().zip(entities) {
            for product in &entity.products {
                let new = NewDossier {
                    cycle_id: cycle.id,
                    producer_id: *producer,
                    kind: DossierKind::New,
                    previous_certificate_id: None,
                    product_name: Some(product.name.clone()),
                    group_code: product.group.clone(),
                    product_set: None,
                    idea: product.idea.clone(),
                    demo: true,
                };
                let checked = DossierStatus::AdvisoryCheck;
                let id = walk.until(new, &product.plan, checked).await?;
                dossiers.push((id, product));
            }
        }
        self.score(&cycle, officer, actors, &sheet, &dossiers)
            .await?;
        self.decide(&cycle, officer, &dossiers).await?;
        let closed = self.programme.close_cycle(officer, cycle.id).await;
        closed.map_err(failed)?;
        Ok(dossiers.len())
    }

    async fn open(&self, officer: &Actor) -> Result<Cycle, Failure> {
        let own = &self.round.cycle;
        let new = NewCycle {
            year: own.year,
            province_code: own.province.clone(),
            scheme: Some(self.scheme),
            planned_products: own.planned_products,
            opened_on: Some(own.opened_on),
            demo: true,
        };
        let cycle = self.programme.open_cycle(officer, new).await;
        let target = Target {
            province_code: own.province.clone(),
            by_year: self.round.target.by_year,
            stars_min: self.round.target.stars_min,
            products: self.round.target.products,
        };
        let set = self.programme.set_target(officer, &target).await;
        set.map_err(failed)?;
        cycle.map_err(failed)
    }

    /// One sitting of the council scores all of them.
    async fn score(
        &self,
        cycle: &Cycle,
        officer: &Actor,
        actors: &Actors,
        sheet: &CriteriaSheet,
        dossiers: &[(DossierId, &Product)],
    ) -> Result<(), Failure> {
        let council = &self.round.council;
        self.clock.morning(council.held_on);
        let members = actors.council()?;
        let seats = members.iter().enumerate().map(|(n, member)| {
            let account_id = member.account_id().ok_or_else(|| failed("no account"))?;
            Ok(Seat {
                account_id,
                chair: n == 0,
            })
        });
        let new = NewCouncilSession {
            cycle_id: cycle.id,
            level: IssuerLevel::Province,
            held_on: council.held_on,
            quorum: council.quorum,
            seats: seats.collect::<Result<_, Failure>>()?,
        };
        let session = self.programme.convene_council(officer, new).await;
        let session = session.map_err(failed)?.id;
        let ids: Vec<_> = dossiers.iter().map(|(id, _)| *id).collect();
        let admitted = self.programme.admit_dossiers(officer, session, &ids).await;
        admitted.map_err(failed)?;
        for (id, product) in dossiers {
            for (member, total) in members.iter().zip(&product.sheets) {
                self.sign(member, session, *id, points(sheet, *total))
                    .await?;
            }
            let closed = self.programme.close_scoring(officer, *id).await;
            closed.map_err(failed)?;
        }
        Ok(())
    }

    async fn sign(
        &self,
        member: &Actor,
        session_id: CouncilSessionId,
        dossier_id: DossierId,
        items: Vec<(kernel::CriterionId, i32)>,
    ) -> Result<(), Failure> {
        self.clock.a_minute_later();
        let new = NewScoreSheet {
            session_id,
            dossier_id,
            items,
            remarks: None,
        };
        let signed = self.programme.sign_score_sheet(member, new).await;
        signed.map(|_| ()).map_err(failed)
    }

    /// One decision of the province recognises all of them. It gives four stars
    /// at most: the fifth is the ministry's.
    async fn decide(
        &self,
        cycle: &Cycle,
        officer: &Actor,
        dossiers: &[(DossierId, &Product)],
    ) -> Result<(), Failure> {
        let own = &self.round.decision;
        self.clock.morning(own.decided_on);
        let ids: Vec<_> = dossiers.iter().map(|(id, _)| *id).collect();
        let scored = self.programme.dossiers_by_ids(&ids).await?;
        let results = (1..).zip(&ids).map(|(n, id)| {
            let average = scored.iter().find(|dossier| dossier.id == *id);
            let average = average.and_then(|dossier| dossier.average);
            let stars = average.map_or(0, |average| i32::from(average.stars()));
            NewResult {
                dossier_id: *id,
                stars: Some(stars.min(4)),
                certificate_number: Some(format!("DEMO-{}-{n:02}", cycle.year)),
            }
        });
        let new = NewDecision {
            cycle_id: cycle.id,
            number: own.number.clone(),
            decided_on: own.decided_on,
            signer: own.signer.clone(),
            authority: own.authority.clone(),
            level: IssuerLevel::Province,
            results: results.collect(),
            measures: Vec::new(),
        };
        let recorded = self.programme.record_decision(officer, new).await;
        let id = recorded.map_err(failed)?.id;
        self.clock.a_minute_later();
        let confirmed = self.programme.confirm_decision(officer, id).await;
        confirmed.map(|_| ()).map_err(failed)
    }
}
