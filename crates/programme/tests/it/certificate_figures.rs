//! Certificates by every cut and under every filter, against a count of one
//! after the other; and what became of them in a year.

use crate::round::*;
use crate::support::*;
use chrono::{DateTime, Duration};
use kernel::{Actor, CertificateId, Role, Scope};
use programme::dossiers::{DossierKind, NewDossier};
use programme::scheme::Scheme;
use programme::statistics::{CertificateFilter, Standing, StatisticsFilter};
use programme::{
    CertificateChange, CertificateStatus, LegalForm, NewCertificate, NewProducer, Programme,
};
use std::collections::BTreeMap;
use testkit::TestDb;

testkit::on_both!(
    certificates_count_by_every_cut,
    a_year_has_its_own_revocations_and_renewals,
);

async fn set(programme: &Programme, id: CertificateId, status: CertificateStatus) {
    let change = CertificateChange {
        id,
        status,
        ground: None,
        grounds: None,
        decision_number: "9/QĐ".to_owned(),
    };
    let set = programme.set_certificate_status(&Actor::System, change);
    set.await.unwrap();
}

/// All that a certificate is counted by.
#[derive(Clone, Debug)]
struct Facts {
    province: String,
    commune: String,
    form: LegalForm,
    group: Option<&'static str>,
    stars: i32,
    standing: Standing,
}

async fn certificates_count_by_every_cut(test: TestDb) {
    let round = Round::begin(&test).await;
    let programme = &round.programme;
    let cooperative_id = round.producer("HTX").await;
    let seated = |name: &str, form, province: &str, commune: &str| NewProducer {
        legal_form: form,
        province_code: province.to_owned(),
        commune_code: commune.to_owned(),
        ..cooperative(name)
    };
    let farm = active(programme, seated("Trại", LegalForm::Farm, "37", "14533")).await;
    let company = active(programme, seated("Công ty", LegalForm::Jsc, "01", "00070")).await;
    let mut ids: Vec<(CertificateId, Option<&'static str>)> = Vec::new();
    for (number, producer, stars, days_left) in [
        ("1", cooperative_id, 4, 400),
        ("2", farm, 3, 400),
        ("3", farm, 3, 30),
        ("4", company, 4, 400),
        ("5", company, 3, -1),
    ] {
        let last = round.today() + Duration::days(days_left);
        let new = NewCertificate {
            stars,
            product_name: format!("Sản phẩm {number}"),
            issued_on: last.checked_sub_months(chrono::Months::new(36)).unwrap(),
            ..four_stars(producer, number)
        };
        let recorded = programme.record_certificate(&Actor::System, new).await;
        ids.push((recorded.unwrap(), None));
    }
    set(programme, ids[1].0, CertificateStatus::Revoked).await;
    for (name, group, product_set) in [("Nem", "FOOD", 8), ("Nước", "BEVERAGE", 16)] {
        let new = NewDossier {
            group_code: group.to_owned(),
            product_set: Some(product_set),
            ..food(round.cycle, cooperative_id, name)
        };
        let checked = round.enter(new).await;
        let scored = round.score(&checked, [7_000; 3]).await;
        let decision = round.recognise(&scored, &format!("{name}/QĐ"), 4).await;
        ids.push((round.certificate(decision).await.id, Some(group)));
    }
    let mut all = Vec::new();
    for (id, group) in ids {
        let certificate = programme
            .certificates_by_ids(&[id])
            .await
            .unwrap()
            .remove(0);
        let producer = programme.producers_by_ids(&[certificate.producer_id]).await;
        let producer = producer.unwrap().remove(0);
        all.push(Facts {
            province: producer.province_code,
            commune: producer.commune_code,
            form: producer.legal_form,
            group,
            stars: certificate.stars,
            standing: round.standing(&certificate),
        });
    }
    let texts = |list: &[&str]| Some(list.iter().map(|&own| own.to_owned()).collect::<Vec<_>>());
    let mut told_anything = 0;
    for province in [None, Some("37"), Some("01"), Some("99")] {
        for groups in [
            None,
            texts(&[]),
            texts(&["FOOD"]),
            texts(&["FOOD", "BEVERAGE"]),
        ] {
            for stars in [None, Some(vec![3]), Some(vec![4, 5])] {
                for legal_forms in [None, Some(vec![LegalForm::Farm, LegalForm::Jsc])] {
                    for standings in [
                        None,
                        Some(vec![Standing::InForce, Standing::Expiring]),
                        Some(vec![Standing::Revoked]),
                    ] {
                        let filter = CertificateFilter {
                            province_code: province.map(str::to_owned),
                            groups: groups.clone(),
                            stars: stars.clone(),
                            legal_forms: legal_forms.clone(),
                            standings,
                        };
                        told_anything += compare(programme, &all, &filter).await;
                    }
                }
            }
        }
    }
    assert!(told_anything > 100, "{told_anything}");
    // The communes are for the officers of the province.
    let here = CertificateFilter {
        province_code: Some("37".to_owned()),
        ..CertificateFilter::default()
    };
    let asked = async |actor: &Actor, filter| {
        let told = programme.certificate_communes(actor, filter).await;
        told.unwrap().is_some()
    };
    assert!(asked(&round.officer, &here).await && asked(&round.centre, &here).await);
    let country = CertificateFilter::default();
    assert!(!asked(&round.centre, &country).await);
    let inspector = account(Role::Inspector, Scope::Province("37".to_owned()));
    for stranger in [
        officer_of("01"),
        owner_of(farm),
        inspector,
        Actor::Anonymous,
    ] {
        assert!(!asked(&stranger, &here).await, "{stranger:?}");
    }
}

/// Holds every cut against a slow count; returns how many there are.
async fn compare(programme: &Programme, all: &[Facts], filter: &CertificateFilter) -> i64 {
    let matching: Vec<&Facts> = all
        .iter()
        .filter(|one| {
            filter
                .province_code
                .as_ref()
                .is_none_or(|own| *own == one.province)
                && filter.groups.as_ref().is_none_or(|list| {
                    let of = |group| list.iter().any(|own| own == group);
                    one.group.is_some_and(of)
                })
                && filter
                    .stars
                    .as_ref()
                    .is_none_or(|list| list.contains(&one.stars))
                && filter
                    .legal_forms
                    .as_ref()
                    .is_none_or(|list| list.contains(&one.form))
                && filter
                    .standings
                    .as_ref()
                    .is_none_or(|list| list.contains(&one.standing))
        })
        .collect();
    fn count<K: Ord>(keys: impl Iterator<Item = K>) -> Vec<(K, i64)> {
        let mut sums = BTreeMap::<K, i64>::new();
        keys.for_each(|key| *sums.entry(key).or_default() += 1);
        sums.into_iter().collect()
    }
    let told = programme.certificate_figures(filter).await.unwrap();
    assert_eq!(
        told.by_legal_form(),
        count(matching.iter().map(|one| one.form)),
        "{filter:?}"
    );
    let mut groups: Vec<_> = told.by_group();
    groups.sort_by_key(|((_, group), _)| group.code);
    let groups: Vec<_> = groups
        .into_iter()
        .map(|((scheme, group), n)| {
            assert_eq!(scheme, Scheme::Decision148);
            (group.code, n)
        })
        .collect();
    assert_eq!(groups, count(matching.iter().filter_map(|one| one.group)));
    let without = matching.iter().filter(|one| one.group.is_none()).count();
    assert_eq!(told.without_group(), i64::try_from(without).unwrap());
    for standing in Standing::ALL {
        let own = matching.iter().filter(|one| one.standing == standing);
        assert_eq!(told.standing(standing), i64::try_from(own.count()).unwrap());
    }
    for stars in 3..=5 {
        let own = matching.iter();
        let own = own.filter(|one| one.stars == stars && one.standing.is_in_force());
        assert_eq!(told.in_force(stars), i64::try_from(own.count()).unwrap());
    }
    let communes = programme.certificate_communes(&Actor::System, filter).await;
    let here = filter.province_code.is_some();
    assert_eq!(
        communes.unwrap(),
        here.then(|| count(matching.iter().map(|one| one.commune.clone())))
    );
    i64::try_from(matching.len()).unwrap()
}

async fn a_year_has_its_own_revocations_and_renewals(test: TestDb) {
    let round = Round::begin(&test).await;
    let programme = &round.programme;
    let producer = round.producer("HTX").await;
    let changes = async |year, province: Option<&str>| {
        let filter = StatisticsFilter {
            year,
            province_code: province.map(str::to_owned),
        };
        let told = programme.certificate_changes(&filter).await.unwrap();
        [told.revoked, told.renewed, told.upgraded]
    };
    for (kind, name, stars) in [
        (DossierKind::Renewal, "Nem chua", 3),
        (DossierKind::Upgrade, "Mắm tép", 4),
    ] {
        let old = NewCertificate {
            product_name: name.to_owned(),
            stars: 3,
            ..four_stars(producer, name)
        };
        let previous = programme.record_certificate(&Actor::System, old).await;
        let new = NewDossier {
            kind,
            previous_certificate_id: Some(previous.unwrap()),
            ..food(round.cycle, producer, name)
        };
        let owner = owner_of(producer);
        let dossier = programme.register_dossier(&owner, new).await.unwrap();
        let checked = round.hand_in(&dossier).await;
        let scored = round.score(&checked, [7_000; 3]).await;
        round.recognise(&scored, &format!("{name}/QĐ"), stars).await;
    }
    assert_eq!(changes(2026, Some("37")).await, [0, 1, 1]);
    let mut certificates = Vec::new();
    for number in ["A", "B", "C"] {
        let new = four_stars(producer, number);
        let recorded = programme.record_certificate(&Actor::System, new).await;
        certificates.push(recorded.unwrap());
    }
    let [first, second, suspended] = certificates[..] else {
        panic!("three");
    };
    let at = |instant: &str| DateTime::parse_from_rfc3339(instant).unwrap().to_utc();
    round.clock.set(at("2026-12-31T16:59:59Z"));
    set(programme, first, CertificateStatus::Revoked).await;
    set(programme, suspended, CertificateStatus::Suspended).await;
    round.clock.advance(Duration::seconds(1));
    set(programme, second, CertificateStatus::Revoked).await;
    assert_eq!(changes(2026, Some("37")).await, [1, 1, 1]);
    assert_eq!(changes(2026, None).await, [1, 1, 1]);
    assert_eq!(changes(2027, None).await, [1, 0, 0]);
    assert_eq!(changes(2026, Some("01")).await, [0, 0, 0]);
    assert_eq!(changes(2025, None).await, [0, 0, 0]);
}
