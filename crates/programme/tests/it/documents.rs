//! The documents of a dossier and their checklist.

use crate::round::*;
use crate::support::*;
use chrono::{Days, Duration};
use files::{MediaType, NewFile, Purpose};
use identity::NewProducerGrant;
use kernel::{Actor, Clock, DossierDocumentId, FileId, ProducerId, Right, Role, RoleGrant, Scope};
use programme::dossiers::{
    AddDocumentError, AdvanceDossierError, DocumentState, Dossier, DossierDocument, DossierStatus,
    DossierStep, MAX_DOCUMENTS, MAX_DOCUMENTS_EVER, NewDocument, NewDossier, RemoveDocumentError,
    Requirement,
};
use programme::scheme::Scheme;
use std::fmt::Write;
use testkit::{TestClock, TestDb};

testkit::on_both!(
    nothing_is_handed_in_without_its_documents,
    what_came_back_is_handed_in_with_documents_that_hold,
    documents_come_and_go_while_a_dossier_is_open,
    only_its_own_people_add_and_take_away,
    the_use_of_a_right_is_on_record,
    what_cannot_be_a_document_is_refused,
    a_dossier_has_so_many_documents,
    samples_are_asked_of_goods_and_need_no_file,
    a_new_checklist_changes_nothing_under_way,
    whoever_sees_a_dossier_reads_its_documents,
);

type Added = Result<DossierDocument, AddDocumentError>;

impl Round {
    async fn add(&self, new: &NewDocument, actor: &Actor) -> Added {
        self.programme.add_document(&self.files, actor, new).await
    }

    /// A dossier that is being put together.
    async fn draft(&self, producer: ProducerId, name: &str) -> Dossier {
        let dossier = self.register(producer, name).await.unwrap();
        self.step(&dossier, DossierStep::AcceptIdea).await;
        let plan = "Kế hoạch".to_owned();
        self.step(&dossier, DossierStep::SubmitPlan { plan }).await;
        self.step(&dossier, DossierStep::AcceptPlan).await
    }

    /// What hinders the dossier from being handed in; empty when it was.
    async fn submit(&self, dossier: &Dossier) -> Vec<(String, DocumentState)> {
        let owner = self.keeper_of(dossier.producer_id);
        let step = DossierStep::Submit;
        let done = self.programme.advance_dossier(&owner, dossier.id, &step);
        match done.await {
            Ok(_) => Vec::new(),
            Err(AdvanceDossierError::DocumentsMissing(missing)) => {
                let missing = missing.into_iter();
                missing.map(|one| (one.kind.code, one.state)).collect()
            }
            Err(other) => panic!("{other}"),
        }
    }
}

fn lacks(codes: &[(&str, DocumentState)]) -> Vec<(String, DocumentState)> {
    let codes = codes.iter();
    codes
        .map(|(code, state)| ((*code).to_owned(), *state))
        .collect()
}

async fn nothing_is_handed_in_without_its_documents(test: TestDb) {
    use DocumentState::{Expired, Missing};
    let round = Round::begin(&test).await;
    let producer = round.producer("HTX").await;
    let dossier = round.draft(producer, "Mắm tép").await;
    let keeper = round.keeper_of(producer);
    let both = lacks(&[("REGISTRATION_FORM", Missing), ("SELF_ASSESSMENT", Missing)]);
    assert_eq!(round.submit(&dossier).await, both);
    // Evidence replaces no form.
    let awards = round.document(&dossier, "AWARDS");
    round.add(&awards, &keeper).await.unwrap();
    assert_eq!(round.submit(&dossier).await, both);
    let form = round.document(&dossier, "REGISTRATION_FORM");
    round.add(&form, &keeper).await.unwrap();
    let one = lacks(&[("SELF_ASSESSMENT", Missing)]);
    assert_eq!(round.submit(&dossier).await, one);
    // What expired yesterday is no document today; its last day is.
    let mut assessment = round.document(&dossier, "SELF_ASSESSMENT");
    assessment.issued_on = day(2026, 1, 5);
    assessment.expires_on = round.today().checked_sub_days(Days::new(1));
    let expired = round.add(&assessment, &keeper).await.unwrap();
    let one = lacks(&[("SELF_ASSESSMENT", Expired)]);
    assert_eq!(round.submit(&dossier).await, one);
    assert_eq!(
        round.dossier(dossier.id).await.status,
        DossierStatus::DossierDraft
    );
    let removed = round.programme.remove_document(&keeper, expired.id).await;
    assert_eq!(removed.unwrap().removal.unwrap().by, keeper.label());
    assessment.expires_on = Some(round.today());
    round.add(&assessment, &keeper).await.unwrap();
    assert_eq!(round.submit(&dossier).await, []);
    assert_eq!(
        round.dossier(dossier.id).await.status,
        DossierStatus::Submitted
    );
    let events = "SELECT COUNT(*) FROM dossier_event WHERE command = 'SUBMIT'";
    assert_eq!(test.number(events).await, 1);
    // What was taken away is still told.
    let live = round
        .programme
        .dossier_documents(&[dossier.id])
        .await
        .unwrap();
    assert_eq!(live.len(), 3);
    let gone = round
        .programme
        .removed_documents(&[dossier.id])
        .await
        .unwrap();
    assert_eq!(gone.len(), 1);
    assert_eq!(
        (gone[0].id, gone[0].file_id),
        (expired.id, Some(round.file))
    );
}

async fn what_came_back_is_handed_in_with_documents_that_hold(test: TestDb) {
    let round = Round::begin(&test).await;
    let producer = round.producer("HTX").await;
    let dossier = round.draft(producer, "Mắm tép").await;
    let keeper = round.keeper_of(producer);
    let tomorrow = round.today().checked_add_days(Days::new(1));
    for code in ["REGISTRATION_FORM", "SELF_ASSESSMENT"] {
        let mut new = round.document(&dossier, code);
        new.expires_on = tomorrow;
        round.add(&new, &keeper).await.unwrap();
    }
    assert_eq!(round.submit(&dossier).await, []);
    round.step(&dossier, DossierStep::BeginReview).await;
    // A review goes on whatever expires meanwhile; only a new hand-in asks.
    round.clock.advance(Duration::days(2));
    let reasons = "Hết hạn".to_owned();
    round.step(&dossier, DossierStep::Return { reasons }).await;
    let expired = DocumentState::Expired;
    let both = lacks(&[("REGISTRATION_FORM", expired), ("SELF_ASSESSMENT", expired)]);
    assert_eq!(round.submit(&dossier).await, both);
    for old in round
        .programme
        .dossier_documents(&[dossier.id])
        .await
        .unwrap()
    {
        let removed = round.programme.remove_document(&keeper, old.id).await;
        removed.unwrap();
        let new = round.document(&dossier, &old.code);
        round.add(&new, &keeper).await.unwrap();
    }
    assert_eq!(round.submit(&dossier).await, []);
}

/// Every status with what becomes of a document that is added and of one that
/// is taken away.
async fn documents_come_and_go_while_a_dossier_is_open(test: TestDb) {
    let round = Round::begin(&test).await;
    let producer = round.producer("HTX").await;
    let dossier = round.draft(producer, "Mắm tép").await;
    let keeper = round.keeper_of(producer);
    let new = round.document(&dossier, "AWARDS");
    let mut table = String::new();
    for status in DossierStatus::ALL {
        let stars = match status {
            DossierStatus::Recognised | DossierStatus::ForwardedToCentre => "4",
            _ => "NULL",
        };
        // While it is open, so that there is one to take away.
        let open = "UPDATE dossier SET status = 'DOSSIER_DRAFT', stars = NULL";
        test.raw(open).await.unwrap();
        let there = round.add(&new, &keeper).await.unwrap();
        let name = status.as_str();
        let here = format!("UPDATE dossier SET status = '{name}', stars = {stars}");
        test.raw(&here).await.unwrap();
        let mut other = round.document(&dossier, "ENVIRONMENT");
        other.title = name.to_owned();
        let added = match round.add(&other, &keeper).await {
            Ok(_) => "added",
            Err(AddDocumentError::WrongStatus(told)) if told == status => "WrongStatus",
            Err(other) => panic!("{other}"),
        };
        let removed = match round.programme.remove_document(&keeper, there.id).await {
            Ok(_) => "removed",
            Err(RemoveDocumentError::WrongStatus(told)) if told == status => "WrongStatus",
            Err(other) => panic!("{other}"),
        };
        assert_eq!(status.is_open(), added == "added", "{name}");
        writeln!(table, "{name}: add → {added}, remove → {removed}").unwrap();
        test.raw(open).await.unwrap();
        for one in round
            .programme
            .dossier_documents(&[dossier.id])
            .await
            .unwrap()
        {
            let removed = round.programme.remove_document(&keeper, one.id).await;
            removed.unwrap();
        }
    }
    insta::assert_snapshot!("when_documents_come_and_go", table);
}

async fn only_its_own_people_add_and_take_away(test: TestDb) {
    let round = Round::begin(&test).await;
    let producer = round.producer("HTX").await;
    let rival = round.producer("HTX khác").await;
    let dossier = round.draft(producer, "Mắm tép").await;
    let keeper = round.keeper_of(producer);
    let new = round.document(&dossier, "AWARDS");
    let there = round
        .add(&round.document(&dossier, "ENVIRONMENT"), &keeper)
        .await
        .unwrap();
    // All of them with the account that has the file.
    let me = id_of(&keeper);
    let with = |role, scope| Actor::Account {
        id: me,
        grants: vec![RoleGrant { role, scope }],
    };
    let home = || Scope::Province("37".to_owned());
    let foreign = [
        round.keeper_of(rival),
        with(Role::ProgrammeOfficer, home()),
        with(Role::Administrator, Scope::Global),
        with(Role::Inspector, home()),
        with(Role::CouncilMember, home()),
        with(Role::Moderator, Scope::Global),
        with(Role::ProducerDelegate, right_of(producer, Right::Listings)),
        with(Role::ProducerDelegate, right_of(rival, Right::Dossiers)),
        Actor::Account {
            id: me,
            grants: Vec::new(),
        },
        Actor::Anonymous,
        Actor::System,
    ];
    for actor in &foreign {
        let refused = round.add(&new, actor).await;
        assert!(
            matches!(refused, Err(AddDocumentError::NotFound)),
            "{actor:?}"
        );
        let refused = round.programme.remove_document(actor, there.id).await;
        assert!(
            matches!(refused, Err(RemoveDocumentError::NotFound)),
            "{actor:?}"
        );
    }
    let nothing = DossierDocumentId(uuid::Uuid::nil());
    let refused = round.programme.remove_document(&keeper, nothing).await;
    assert!(matches!(refused, Err(RemoveDocumentError::NotFound)));
    let live = round
        .programme
        .dossier_documents(&[dossier.id])
        .await
        .unwrap();
    assert_eq!(live, std::slice::from_ref(&there));
    // Staff may; what is gone is gone once.
    let staff = with(Role::ProducerStaff, Scope::Producer(producer));
    round.add(&new, &staff).await.unwrap();
    round
        .programme
        .remove_document(&staff, there.id)
        .await
        .unwrap();
    let again = round.programme.remove_document(&staff, there.id).await;
    assert!(matches!(again, Err(RemoveDocumentError::NotFound)));
    let owner = owner_of(producer);
    let file = round.add(&new, &owner).await;
    assert!(
        matches!(file, Err(AddDocumentError::FileNotFound)),
        "another's file"
    );
}

fn right_of(producer: ProducerId, right: Right) -> Scope {
    Scope::Right {
        producer,
        right,
        grant: kernel::ProducerGrantId(uuid::Uuid::nil()),
    }
}

async fn the_use_of_a_right_is_on_record(test: TestDb) {
    let round = Round::begin(&test).await;
    let producer = round.producer("HTX").await;
    let dossier = round.draft(producer, "Mắm tép").await;
    let owner = round.keeper_of(producer);
    let helper = id_of(&round.person(7, Role::CouncilMember, "37").await);
    let new = NewProducerGrant {
        producer,
        email: "nguoi-7@vidu.example".to_owned(),
        rights: vec![Right::Dossiers],
        last_day: None,
    };
    let grant = round
        .identity
        .create_grants(&owner, &new)
        .await
        .unwrap()
        .remove(0);
    let delegate = Actor::Account {
        id: helper,
        grants: vec![RoleGrant {
            role: Role::ProducerDelegate,
            scope: Scope::Right {
                producer,
                right: Right::Dossiers,
                grant: grant.id,
            },
        }],
    };
    let file = store(&round.files, helper, "Của người giúp").await;
    let with = |code| NewDocument {
        file_id: Some(file),
        ..round.document(&dossier, code)
    };
    let added = round.add(&with("AWARDS"), &delegate).await.unwrap();
    assert_eq!(added.added_by, delegate.label());
    round
        .programme
        .remove_document(&delegate, added.id)
        .await
        .unwrap();
    // What was refused is no use.
    let refused = round.add(&with("NONE"), &delegate).await;
    assert!(matches!(refused, Err(AddDocumentError::UnknownCode)));
    let uses = round.identity.grant_uses(&[grant.id]).await.unwrap();
    let mut actions: Vec<_> = uses.iter().map(|one| one.action.as_str()).collect();
    actions.sort_unstable();
    assert_eq!(actions, ["ADD_DOCUMENT", "REMOVE_DOCUMENT"]);
    let there = round.add(&with("AWARDS"), &delegate).await.unwrap();
    // A request that began before still says that it may.
    round.identity.revoke_grant(&owner, grant.id).await.unwrap();
    let refused = round.add(&with("ENVIRONMENT"), &delegate).await;
    assert!(matches!(refused, Err(AddDocumentError::NotFound)));
    let refused = round.programme.remove_document(&delegate, there.id).await;
    assert!(matches!(refused, Err(RemoveDocumentError::NotFound)));
    let live = round
        .programme
        .dossier_documents(&[dossier.id])
        .await
        .unwrap();
    assert_eq!(live, [there]);
}

async fn what_cannot_be_a_document_is_refused(test: TestDb) {
    use AddDocumentError as Error;
    let round = Round::begin(&test).await;
    let producer = round.producer("HTX").await;
    let dossier = round.draft(producer, "Mắm tép").await;
    let keeper = round.keeper_of(producer);
    let mine = id_of(&keeper);
    let other = id_of(&round.person(7, Role::CouncilMember, "37").await);
    let foreign = store(&round.files, other, "Của người khác").await;
    let register = NewFile {
        purpose: Purpose::RegisterImport,
        name: "sổ.csv".to_owned(),
        media_type: MediaType::Csv,
    };
    let mut upload = round.files.make_for(mine, register).await.unwrap();
    upload.write(b"a,b").await.unwrap();
    let register = upload.finish().await.unwrap().id;
    let base = || round.document(&dossier, "TEST_REPORT");
    let file = |id| NewDocument {
        file_id: id,
        ..base()
    };
    let dates = |issued_on, expires_on| NewDocument {
        issued_on,
        expires_on,
        ..base()
    };
    let code = |code: &str| NewDocument {
        code: code.to_owned(),
        ..base()
    };
    let title = |title: &str| NewDocument {
        title: title.to_owned(),
        ..base()
    };
    let issuer = |issuer: &str| NewDocument {
        issuer: issuer.to_owned(),
        ..base()
    };
    let number = |number: String| NewDocument {
        number: Some(number),
        ..base()
    };
    let today = round.today();
    let (before, after) = (today.pred_opt().unwrap(), today.succ_opt().unwrap());
    type Expected = fn(&Error) -> bool;
    let nothing: Expected = |e| matches!(e, Error::FileNotFound);
    let cases: Vec<(NewDocument, Expected)> = vec![
        (code(""), |e| matches!(e, Error::UnknownCode)),
        (code("test_report"), |e| matches!(e, Error::UnknownCode)),
        // Of the other decision's list, and of none.
        (code("PRODUCT_SAMPLES"), |e| matches!(e, Error::UnknownCode)),
        (code("COMMUNE_REPORT"), |e| matches!(e, Error::UnknownCode)),
        (title(" \u{200B} "), |e| matches!(e, Error::InvalidTitle)),
        (title(&"đ".repeat(301)), |e| {
            matches!(e, Error::InvalidTitle)
        }),
        (issuer(""), |e| matches!(e, Error::InvalidIssuer)),
        (issuer(&"đ".repeat(301)), |e| {
            matches!(e, Error::InvalidIssuer)
        }),
        (number("9".repeat(101)), |e| {
            matches!(e, Error::InvalidNumber)
        }),
        (dates(after, None), |e| matches!(e, Error::InvalidIssuedOn)),
        (dates(day(1899, 12, 31), None), |e| {
            matches!(e, Error::InvalidIssuedOn)
        }),
        (dates(today, Some(before)), |e| {
            matches!(e, Error::InvalidExpiry)
        }),
        (dates(today, Some(day(2201, 1, 1))), |e| {
            matches!(e, Error::InvalidExpiry)
        }),
        (file(None), |e| matches!(e, Error::FileMissing)),
        (file(Some(foreign)), nothing),
        (file(Some(register)), nothing),
        (file(Some(FileId(uuid::Uuid::nil()))), nothing),
    ];
    for (new, expected) in cases {
        let refused = round.add(&new, &keeper).await.unwrap_err();
        assert!(expected(&refused), "{refused:?} {new:?}");
    }
    assert_eq!(
        test.number("SELECT COUNT(*) FROM dossier_document").await,
        0
    );
    // At the edges it is one.
    let edge = NewDocument {
        title: format!("  {}\n", "đ".repeat(300)),
        number: Some("9".repeat(100)),
        ..dates(today, Some(today))
    };
    let added = round.add(&edge, &keeper).await.unwrap();
    assert_eq!(added.title, "đ".repeat(300));
    assert_eq!(added.added_at, round.clock.now());
    let twice = round.add(&edge, &keeper).await;
    assert!(matches!(twice, Err(Error::AlreadyAdded)));
    let empty = round.add(&number(" ".to_owned()), &keeper).await;
    assert!(matches!(empty, Err(Error::AlreadyAdded)));
    // The same file as another kind, and again once it was taken away.
    round.add(&code("AWARDS"), &keeper).await.unwrap();
    round
        .programme
        .remove_document(&keeper, added.id)
        .await
        .unwrap();
    assert_eq!(
        round
            .add(&number(" ".to_owned()), &keeper)
            .await
            .unwrap()
            .number,
        None
    );
    // The database refuses the rest.
    for wrong in [
        "UPDATE dossier_document SET expires_on = '2020-01-01'",
        "UPDATE dossier_document SET removed_by = 'ai', removed_at = NULL",
        "UPDATE dossier_document SET code = 'NONE'",
        "UPDATE dossier_document SET title = ''",
    ] {
        assert!(test.raw(wrong).await.is_err(), "{wrong}");
    }
}

async fn a_dossier_has_so_many_documents(test: TestDb) {
    let round = of_2021(&test).await;
    let producer = round.producer("HTX").await;
    let new = NewDossier {
        product_set: None,
        ..food(round.cycle, producer, "Mắm tép")
    };
    let dossier = round
        .programme
        .register_dossier(&owner_of(producer), new)
        .await
        .unwrap();
    test.raw("UPDATE dossier SET status = 'DOSSIER_DRAFT'")
        .await
        .unwrap();
    let keeper = round.keeper_of(producer);
    let samples = NewDocument {
        file_id: None,
        ..round.document(&dossier, "PRODUCT_SAMPLES")
    };
    let mut last = None;
    for _ in 0..MAX_DOCUMENTS {
        last = Some(round.add(&samples, &keeper).await.unwrap());
    }
    let full = round.add(&samples, &keeper).await;
    assert!(matches!(full, Err(AddDocumentError::Full)));
    let last = last.unwrap().id;
    round
        .programme
        .remove_document(&keeper, last)
        .await
        .unwrap();
    round.add(&samples, &keeper).await.unwrap();
    // One away and one anew has an end too.
    for _ in MAX_DOCUMENTS + 1..MAX_DOCUMENTS_EVER {
        let there = round
            .programme
            .dossier_documents(&[dossier.id])
            .await
            .unwrap();
        round
            .programme
            .remove_document(&keeper, there[0].id)
            .await
            .unwrap();
        round.add(&samples, &keeper).await.unwrap();
    }
    let there = round
        .programme
        .dossier_documents(&[dossier.id])
        .await
        .unwrap();
    round
        .programme
        .remove_document(&keeper, there[0].id)
        .await
        .unwrap();
    let full = round.add(&samples, &keeper).await;
    assert!(matches!(full, Err(AddDocumentError::Full)));
}

/// A round under Decision 1048.
async fn of_2021(test: &TestDb) -> Round {
    let mut new = cycle(2021, "37");
    new.scheme = Some(Scheme::Decision1048);
    new.opened_on = Some(day(2021, 1, 4));
    let now = TestClock::at("2021-02-01T02:00:00Z").now();
    Round::begin_on(test, now, new, Scheme::Decision1048).await
}

async fn samples_are_asked_of_goods_and_need_no_file(test: TestDb) {
    use DocumentState::Missing;
    let round = of_2021(&test).await;
    let producer = round.producer("HTX").await;
    let goods = [
        ("REGISTRATION_FORM", Missing),
        ("BUSINESS_PLAN", Missing),
        ("ORGANISATION", Missing),
        ("BUSINESS_REGISTRATION", Missing),
        ("PRODUCT_SAMPLES", Missing),
    ];
    for group in ["FOOD", "BEVERAGE", "HERBAL", "TEXTILE", "DECOR", "TOURISM"] {
        let new = NewDossier {
            product_set: None,
            group_code: group.to_owned(),
            ..food(round.cycle, producer, group)
        };
        let owner = round.keeper_of(producer);
        let dossier = round.programme.register_dossier(&owner, new).await.unwrap();
        test.raw("UPDATE dossier SET status = 'DOSSIER_DRAFT'")
            .await
            .unwrap();
        let asked = if group == "TOURISM" {
            &goods[..4]
        } else {
            &goods[..]
        };
        assert_eq!(round.submit(&dossier).await, lacks(asked), "{group}");
        let samples = NewDocument {
            file_id: None,
            ..round.document(&dossier, "PRODUCT_SAMPLES")
        };
        match round.add(&samples, &owner).await {
            Ok(added) => assert_eq!((group != "TOURISM", added.file_id), (true, None)),
            Err(AddDocumentError::UnknownCode) => assert_eq!(group, "TOURISM"),
            Err(other) => panic!("{other}"),
        }
        round.attach(&dossier).await;
        assert_eq!(round.submit(&dossier).await, [], "{group}");
    }
    // The lists as the decisions have them.
    let mut told = String::new();
    for scheme in Scheme::ALL {
        for (group, set) in [("FOOD", 6), ("TOURISM", 26)] {
            let set = (scheme == Scheme::Decision148).then_some(set);
            let programme = &round.programme;
            let list = programme.dossier_checklist(scheme, group, set, None).await;
            let list = list.unwrap().unwrap();
            writeln!(told, "{} {group} {}", list.version, list.source).unwrap();
            for kind in &list.kinds {
                let file = if kind.without_file { ", no file" } else { "" };
                let requirement = kind.requirement.as_str();
                let form = kind.form.as_deref().unwrap_or("–");
                let (vi, en) = (&kind.name_vi, &kind.name_en);
                let code = &kind.code;
                writeln!(told, "  {code} {requirement}{file} [{form}] {vi} / {en}").unwrap();
            }
        }
    }
    insta::assert_snapshot!("checklists", told);
    for (scheme, group, set) in [
        (Scheme::Decision148, "FOOD", None),
        (Scheme::Decision148, "FOOD", Some(26)),
        (Scheme::Decision1048, "FOOD", Some(6)),
        (Scheme::Decision1048, "ORNAMENTAL", None),
    ] {
        let list = round
            .programme
            .dossier_checklist(scheme, group, set, None)
            .await;
        assert_eq!(list.unwrap(), None);
    }
}

async fn a_new_checklist_changes_nothing_under_way(test: TestDb) {
    let round = Round::begin(&test).await;
    let producer = round.producer("HTX").await;
    let old = round.draft(producer, "Mắm tép").await;
    // The cycle opened on 5 January; half a year later the law asks for more,
    // of tea yet more.
    for (version, set, from) in [
        ("149/2026", "NULL", "2026-07-01"),
        ("149/2026-11", "11", "2026-07-01"),
    ] {
        let list = format!(
            "INSERT INTO document_checklist (version, scheme, product_set, valid_from, source) \
             VALUES ('{version}', 'DECISION_148', {set}, '{from}', 'QĐ 149/QĐ-TTg')"
        );
        test.raw(&list).await.unwrap();
        let kind = format!(
            "INSERT INTO document_kind (version, code, position, name, name_en, requirement, without_file, goods_only) \
             VALUES ('{version}', 'TEST_REPORT', 1, 'Phiếu kiểm nghiệm', 'Test report', 'MANDATORY', FALSE, FALSE)"
        );
        test.raw(&kind).await.unwrap();
    }
    round.attach(&old).await;
    assert_eq!(round.submit(&old).await, []);
    let next = programme::cycles::NewCycle {
        opened_on: Some(day(2026, 7, 1)),
        ..cycle(2027, "37")
    };
    let next = round
        .programme
        .open_cycle(&round.officer, next)
        .await
        .unwrap();
    let new = food(next.id, producer, "Nem chua");
    let new = round
        .programme
        .register_dossier(&owner_of(producer), new)
        .await
        .unwrap();
    let raw = "UPDATE dossier SET status = 'DOSSIER_DRAFT' WHERE status = 'IDEA_REGISTERED'";
    test.raw(raw).await.unwrap();
    let asked = lacks(&[("TEST_REPORT", DocumentState::Missing)]);
    assert_eq!(round.submit(&new).await, asked);
    // The new list knows nothing else.
    let keeper = round.keeper_of(producer);
    let refused = round.add(&round.document(&new, "AWARDS"), &keeper).await;
    assert!(matches!(refused, Err(AddDocumentError::UnknownCode)));
    round.attach(&new).await;
    assert_eq!(round.submit(&new).await, []);
    let versions = |set, on| {
        let programme = round.programme.clone();
        async move {
            let scheme = Scheme::Decision148;
            let list = programme
                .dossier_checklist(scheme, "FOOD", Some(set), on)
                .await;
            list.unwrap().unwrap().version
        }
    };
    assert_eq!(versions(6, None).await, "149/2026");
    assert_eq!(versions(11, None).await, "149/2026-11");
    assert_eq!(versions(11, Some(day(2026, 6, 30))).await, "148/2023");
    let ids = [old.id, new.id];
    let lists = round.programme.dossier_checklists(&ids).await.unwrap();
    let of = |id| &lists.iter().find(|(own, _)| *own == id).unwrap().1;
    assert_eq!(
        (of(old.id).version.as_str(), of(new.id).version.as_str()),
        ("148/2023", "149/2026")
    );
    let mandatory = |list: &programme::dossiers::Checklist| {
        let kinds = list.kinds.iter();
        kinds
            .filter(|kind| kind.requirement == Requirement::Mandatory)
            .count()
    };
    assert_eq!((mandatory(of(old.id)), mandatory(of(new.id))), (2, 1));
}

async fn whoever_sees_a_dossier_reads_its_documents(test: TestDb) {
    let round = Round::begin(&test).await;
    let producer = round.producer("HTX").await;
    let rival = round.producer("HTX khác").await;
    let keeper = round.keeper_of(producer);
    let dossier = round.draft(producer, "Mắm tép").await;
    let gone = store(&round.files, id_of(&keeper), "Đã gỡ").await;
    let loose = store(&round.files, id_of(&keeper), "Chưa gắn").await;
    let removed = NewDocument {
        file_id: Some(gone),
        ..round.document(&dossier, "AWARDS")
    };
    let removed = round.add(&removed, &keeper).await.unwrap();
    round
        .programme
        .remove_document(&keeper, removed.id)
        .await
        .unwrap();
    let checked = round.hand_in(&dossier).await;
    // The rival's dossier has another file.
    let theirs = store(&round.files, id_of(&keeper), "Của đối thủ").await;
    let other = round.draft(rival, "Nem chua").await;
    let new = NewDocument {
        file_id: Some(theirs),
        ..round.document(&other, "AWARDS")
    };
    round.add(&new, &round.keeper_of(rival)).await.unwrap();
    // A member of no council.
    let outsider = round.person(8, Role::CouncilMember, "37").await;
    let home = || Scope::Province("37".to_owned());
    let abroad = || Scope::Province("01".to_owned());
    let readers = |seated: bool| {
        // Who, the document, what was taken away.
        vec![
            (owner_of(producer), true, false),
            (
                account(Role::ProducerStaff, Scope::Producer(producer)),
                true,
                false,
            ),
            (
                account(Role::ProducerDelegate, right_of(producer, Right::Dossiers)),
                true,
                false,
            ),
            (round.officer.clone(), true, true),
            (round.centre.clone(), true, true),
            (account(Role::Administrator, Scope::Global), true, true),
            (account(Role::Inspector, home()), true, false),
            (Actor::System, true, true),
            (round.members[0].clone(), seated, false),
            (outsider.clone(), false, false),
            (
                account(Role::ProducerDelegate, right_of(producer, Right::Orders)),
                false,
                false,
            ),
            (owner_of(rival), false, false),
            (officer_of("01"), false, false),
            (account(Role::Inspector, abroad()), false, false),
            (account(Role::Moderator, Scope::Global), false, false),
            (account(Role::Finance, Scope::Global), false, false),
            (account(Role::CouncilMember, Scope::Global), false, false),
            (Actor::Anonymous, false, false),
        ]
    };
    for seated in [false, true] {
        if seated {
            let session = round.council(2).await;
            round.admit(session, &checked).await;
        }
        for (actor, there, taken) in readers(seated) {
            for (file, expected) in [(round.file, there), (gone, taken), (loose, false)] {
                let may = round
                    .programme
                    .may_read_document(&actor, file)
                    .await
                    .unwrap();
                assert_eq!(may, expected, "{actor:?} {seated}");
            }
        }
    }
    for (actor, expected) in [(owner_of(rival), true), (owner_of(producer), false)] {
        let may = round.programme.may_read_document(&actor, theirs).await;
        assert_eq!(may.unwrap(), expected);
    }
}
