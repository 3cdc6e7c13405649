//! The figures counted the slow way, one dossier and one certificate after the
//! other through the public reads, to hold against what the database counts.

use crate::round::Round;
use kernel::{Actor, CertificateId, Clock, CycleId, DecisionId, PageArgs, clock::day_in_vietnam};
use programme::dossiers::{Dossier, DossierFilter, DossierKind, DossierStatus};
use programme::statistics::{Outcome, Standing, Statistics};
use programme::{Certificate, CertificateStatus, LegalForm};
use std::collections::{BTreeMap, BTreeSet};

type Counts<K> = BTreeMap<K, i64>;

/// Figures without zeros.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Figures {
    registered: i64,
    entities: Counts<LegalForm>,
    groups: Counts<(&'static str, String)>,
    outcomes: Counts<Outcome>,
    recognised: Counts<&'static str>,
    certificates: Counts<(i32, Standing)>,
}

fn one<K: Ord>(counts: &mut Counts<K>, key: K) {
    *counts.entry(key).or_default() += 1;
}

fn without_zeros<K: Ord>(counts: impl IntoIterator<Item = (K, i64)>) -> Counts<K> {
    counts.into_iter().filter(|(_, n)| *n > 0).collect()
}

impl Figures {
    pub(crate) fn of(told: &Statistics) -> Self {
        let mut certificates = Counts::new();
        for count in &told.certificates {
            let key = (count.stars, count.standing);
            *certificates.entry(key).or_default() += count.count;
        }
        let groups = told.groups().into_iter();
        Self {
            registered: told.registered(),
            entities: told.entities.iter().copied().collect(),
            groups: groups
                .map(|(scheme, group, n)| ((scheme.as_str(), group.code.to_owned()), n))
                .collect(),
            outcomes: without_zeros(Outcome::ALL.map(|own| (own, told.with_outcome(own)))),
            recognised: without_zeros(
                DossierKind::ALL.map(|kind| (kind.as_str(), told.recognised(kind))),
            ),
            certificates,
        }
    }

    /// Counts the dossiers of cycles, the certificates of decisions and some
    /// others.
    pub(crate) async fn recount(
        round: &Round,
        cycles: &[CycleId],
        decisions: &[DecisionId],
        others: &[CertificateId],
    ) -> Self {
        let programme = &round.programme;
        let mut figures = Self::default();
        let results = programme.decision_results(decisions).await.unwrap();
        let issued = results.iter().filter_map(|(_, one)| one.certificate_id);
        let ids: Vec<_> = issued.chain(others.iter().copied()).collect();
        let certificates = programme.certificates_by_ids(&ids).await.unwrap();
        for certificate in &certificates {
            let standing = round.standing(certificate);
            one(&mut figures.certificates, (certificate.stars, standing));
        }
        let filter = DossierFilter {
            cycles: Some(cycles.to_vec()),
            ..DossierFilter::default()
        };
        let page = PageArgs::first(1_000);
        let dossiers = programme.dossiers(&Actor::System, &filter, &page).await;
        let known = programme.cycles_by_ids(cycles).await.unwrap();
        let mut producers = BTreeSet::new();
        for (_, dossier) in dossiers.unwrap().rows {
            if dossier.status == DossierStatus::Withdrawn {
                continue;
            }
            let own = results
                .iter()
                .filter(|(_, one)| one.dossier_id == dossier.id);
            let own: Vec<_> = own.filter_map(|(_, one)| one.certificate_id).collect();
            let own: Vec<_> = certificates
                .iter()
                .filter(|certificate| own.contains(&certificate.id))
                .collect();
            let outcome = round.outcome(&dossier, &own);
            let cycle = known.iter().find(|cycle| cycle.id == dossier.cycle_id);
            let scheme = cycle.unwrap().scheme.as_str();
            figures.registered += 1;
            producers.insert(dossier.producer_id);
            one(&mut figures.groups, (scheme, dossier.group_code));
            one(&mut figures.outcomes, outcome);
            if dossier.stars.is_some() {
                one(&mut figures.recognised, dossier.kind.as_str());
            }
        }
        let producers: Vec<_> = producers.into_iter().collect();
        for producer in programme.producers_by_ids(&producers).await.unwrap() {
            one(&mut figures.entities, producer.legal_form);
        }
        figures
    }
}

impl Round {
    pub(crate) fn standing(&self, certificate: &Certificate) -> Standing {
        let now = self.clock.now();
        let standing = match certificate.status {
            CertificateStatus::Revoked => Standing::Revoked,
            CertificateStatus::Superseded => Standing::Superseded,
            _ if certificate.valid_until() <= now => Standing::Expired,
            CertificateStatus::Suspended => Standing::Suspended,
            CertificateStatus::Active if now < certificate.valid_from() => Standing::Upcoming,
            CertificateStatus::Active => {
                let left = certificate.expires_on - day_in_vietnam(now);
                if left.num_days() <= 90 {
                    Standing::Expiring
                } else {
                    Standing::InForce
                }
            }
        };
        assert_eq!(standing.is_in_force(), certificate.in_force(now));
        standing
    }

    fn outcome(&self, dossier: &Dossier, own: &[&Certificate]) -> Outcome {
        let now = self.clock.now();
        let potential = own
            .iter()
            .any(|own| own.potential_five && own.in_force(now));
        match (dossier.status, dossier.stars) {
            (DossierStatus::ForwardedToCentre, _) => Outcome::PotentialFive,
            (DossierStatus::Recognised, Some(4)) if potential => Outcome::PotentialFive,
            (DossierStatus::Recognised, Some(3)) => Outcome::Three,
            (DossierStatus::Recognised, Some(4)) => Outcome::Four,
            (DossierStatus::Recognised, Some(5)) => Outcome::Five,
            (DossierStatus::Rejected, None) => Outcome::Rejected,
            (_, None) => Outcome::UnderWay,
            (status, stars) => panic!("{status:?} with {stars:?} stars"),
        }
    }
}
