//! What producers tell of themselves, and who decides about it.

mod moderating;
mod pictures;

use crate::listings::people;
use catalog::fixtures::{Market, outbox};
use catalog::listing::{ChangeStatus, ContentCode, Decision, FindingCode, ImageEdit};
use catalog::producer_story::{
    ModerateStoryError, ProducerStory, StoryChange, StoryChangeError, StoryEdit, StoryReason,
};
use chrono::Duration;
use kernel::{Actor, Clock, PageArgs, PictureId, Role, Scope};
use programme::Producer;
use sea_orm::{ConnectionTrait, Statement};
use std::sync::Arc;
use testkit::{TestClock, TestDb};
use uuid::Uuid;

testkit::on_both!(
    what_is_live_stays_until_a_change_is_approved,
    a_change_goes_back_with_reasons_and_comes_again,
    whoever_saw_an_older_version_is_told,
    of_two_that_begin_at_once_one_does,
    checks_stop_what_may_not_be_public,
    strangers_find_nothing,
);

/// A market with a producer, and its people.
pub(crate) struct World {
    pub(crate) market: Market,
    pub(crate) clock: TestClock,
    pub(crate) producer: Producer,
    pub(crate) owner: Actor,
    pub(crate) moderator: Actor,
}

impl World {
    pub(crate) async fn open(test: &TestDb) -> Self {
        let clock = TestClock::default();
        let market = Market::new(test.handle(), Arc::new(clock.clone()), outbox()).await;
        let producer = market.producer("HTX Cơm cháy").await;
        let owner = people(&market, Role::ProducerOwner, Scope::Producer(producer.id)).await;
        let moderator = people(&market, Role::Moderator, Scope::Province("37".into())).await;
        Self {
            market,
            clock,
            producer,
            owner,
            moderator,
        }
    }

    pub(crate) async fn edit(
        &self,
        version: Option<i64>,
        edit: StoryEdit,
    ) -> Result<StoryChange, StoryChangeError> {
        self.clock.advance(Duration::seconds(1));
        let catalog = &self.market.catalog;
        catalog
            .edit_story(&self.owner, self.producer.id, version, &edit)
            .await
    }

    async fn submit(&self, change: &StoryChange) -> Result<StoryChange, StoryChangeError> {
        self.clock.advance(Duration::seconds(1));
        let catalog = &self.market.catalog;
        catalog
            .submit_story(&self.owner, change.id, change.version)
            .await
    }

    /// A change with that headline, submitted.
    pub(crate) async fn submitted(&self, headline: &str) -> StoryChange {
        let change = self.edit(None, told(headline)).await.unwrap();
        self.submit(&change).await.unwrap()
    }

    pub(crate) async fn decide(
        &self,
        change: &StoryChange,
        decision: &Decision<StoryReason>,
    ) -> Result<StoryChange, ModerateStoryError> {
        self.clock.advance(Duration::seconds(1));
        let catalog = &self.market.catalog;
        catalog
            .decide_story(&self.moderator, change.id, change.version, decision)
            .await
    }

    /// What the public reads.
    pub(crate) async fn live(&self) -> Option<ProducerStory> {
        let catalog = &self.market.catalog;
        let stories = catalog.stories_of(&[self.producer.id]).await;
        stories.unwrap().pop()
    }

    pub(crate) async fn headline(&self) -> Option<String> {
        self.live().await.and_then(|own| own.content.headline)
    }

    async fn acts(&self) -> Vec<String> {
        let catalog = &self.market.catalog;
        let page = PageArgs::first(100);
        let history = catalog
            .story_history(&self.owner, self.producer.id, &page)
            .await;
        let acts = history.unwrap().rows.into_iter();
        acts.map(|(_, event)| event.act).rev().collect()
    }

    /// A picture of a producer, as an upload leaves it.
    pub(crate) async fn picture(&self, of: &Producer, n: u128) -> PictureId {
        let id = Uuid::from_u128(n);
        let sql = "INSERT INTO picture (id, producer_id, sha256, width, height, placeholder, renditions, bytes, created_at) \
            VALUES ($1, $2, $3, 800, 600, 'x', $4, 1, $5)";
        let renditions = format!(
            r#"[{{"path":"pictures/{n}.jpg","format":"JPEG","width":800,"height":600,"bytes":1}}]"#
        );
        let tx = self.market.db.begin().await.unwrap();
        let values = [
            id.into(),
            of.id.0.into(),
            format!("{n:064x}").into(),
            renditions.into(),
            self.clock.now().into(),
        ];
        let row = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
        tx.execute_raw(row).await.unwrap();
        tx.commit().await.unwrap();
        PictureId(id)
    }
}

/// What a story needs.
pub(crate) fn told(headline: &str) -> StoryEdit {
    StoryEdit {
        headline: Some(headline.to_owned()),
        story: Some("Ba đời làm cơm cháy.\n\nGạo của làng.".to_owned()),
        ..StoryEdit::default()
    }
}

pub(crate) fn image(picture_id: PictureId) -> ImageEdit {
    ImageEdit {
        picture_id,
        alt: "Xưởng".to_owned(),
        alt_en: None,
        focus: Some((500, 250)),
    }
}

pub(crate) fn returned(reason: StoryReason) -> Decision<StoryReason> {
    Decision::Return {
        reasons: vec![reason],
        note: None,
    }
}

async fn what_is_live_stays_until_a_change_is_approved(test: TestDb) {
    let world = World::open(&test).await;
    assert_eq!(world.live().await, None);
    let first = world.submitted("Cơm cháy làng ta").await;
    assert_eq!(
        (first.status, first.base_version),
        (ChangeStatus::Submitted, 0)
    );
    assert_eq!(world.live().await, None);
    let done = world.decide(&first, &Decision::Approve).await.unwrap();
    assert_eq!(done.status, ChangeStatus::Approved);
    let live = world.live().await.unwrap();
    assert_eq!(live.version, 1);
    assert_eq!(
        live.content.story.as_deref(),
        Some("<p>Ba đời làm cơm cháy.</p><p>Gạo của làng.</p>")
    );

    // A second one begins with what is live and differs in what was typed.
    let edit = StoryEdit {
        headline: Some("Cơm cháy Ninh Bình".to_owned()),
        headline_en: Some("Rice crust of Ninh Binh".to_owned()),
        founded_year: Some(Some(1998)),
        members: Some(Some(46)),
        videos: Some(vec!["https://youtu.be/dQw4w9WgXcQ".to_owned()]),
        ..StoryEdit::default()
    };
    let second = world.edit(None, edit).await.unwrap();
    assert_eq!(second.base_version, 1);
    assert_eq!(second.content.story, live.content.story);
    let catalog = &world.market.catalog;
    let (diff, found) = catalog.story_looked_at(&second).await.unwrap();
    let paths: Vec<String> = diff.iter().map(|one| one.path.join(".")).collect();
    assert_eq!(
        paths,
        [
            "headline",
            "headlineEn",
            "videos.0.id",
            "videos.0.site",
            "foundedYear",
            "members"
        ]
    );
    assert_eq!(diff[0].before.as_deref(), Some("Cơm cháy làng ta"));
    assert_eq!(found, []);
    let second = world.submit(&second).await.unwrap();
    assert_eq!(world.live().await.unwrap(), live);
    world.decide(&second, &Decision::Approve).await.unwrap();
    let live = world.live().await.unwrap();
    assert_eq!(live.version, 2);
    assert_eq!(live.content, second.content);
    assert_eq!(
        world.acts().await,
        ["BEGIN", "SUBMIT", "APPROVE", "BEGIN", "SUBMIT", "APPROVE"]
    );
    let again = world.decide(&second, &Decision::Approve).await;
    assert!(
        matches!(
            again,
            Err(ModerateStoryError::WrongStatus(ChangeStatus::Approved))
        ),
        "{again:?}"
    );
}

async fn a_change_goes_back_with_reasons_and_comes_again(test: TestDb) {
    let world = World::open(&test).await;
    let change = world.submitted("Cơm cháy làng ta").await;
    for wrong in [
        Decision::Return {
            reasons: vec![],
            note: Some("Vì sao?".to_owned()),
        },
        returned(StoryReason::Other),
        Decision::Return {
            reasons: vec![StoryReason::Copied, StoryReason::Copied],
            note: None,
        },
    ] {
        let refused = world.decide(&change, &wrong).await;
        assert!(
            matches!(refused, Err(ModerateStoryError::Reasons)),
            "{refused:?}"
        );
    }
    let long = Decision::Return {
        reasons: vec![StoryReason::Other],
        note: Some("x".repeat(2_001)),
    };
    let refused = world.decide(&change, &long).await;
    assert!(
        matches!(refused, Err(ModerateStoryError::Note)),
        "{refused:?}"
    );
    let decision = Decision::Return {
        reasons: vec![StoryReason::PhotoPoor, StoryReason::Other],
        note: Some("Thêm ảnh xưởng.".to_owned()),
    };
    let change = world.decide(&change, &decision).await.unwrap();
    assert_eq!(change.status, ChangeStatus::Returned);
    assert_eq!(change.note.as_deref(), Some("Thêm ảnh xưởng."));
    // The reasons stay while it is corrected.
    let edit = StoryEdit {
        story: Some("Chuyện <b>mới</b><script>alert(1)</script>".to_owned()),
        ..StoryEdit::default()
    };
    let change = world.edit(Some(change.version), edit).await.unwrap();
    assert_eq!(
        (change.status, change.reasons.len()),
        (ChangeStatus::Returned, 2)
    );
    let change = world.submit(&change).await.unwrap();
    assert_eq!((change.submissions, change.reasons.len()), (2, 0));
    world.decide(&change, &Decision::Approve).await.unwrap();
    let live = world.live().await.unwrap();
    assert_eq!(live.content.story.as_deref(), Some("Chuyện <b>mới</b>"));
}

async fn whoever_saw_an_older_version_is_told(test: TestDb) {
    let world = World::open(&test).await;
    let old = world.edit(None, told("Một")).await.unwrap();
    // Another one is under way.
    let refused = world.edit(None, told("Hai")).await;
    assert!(
        matches!(refused, Err(StoryChangeError::Outdated(Some(1)))),
        "{refused:?}"
    );
    let new = world.edit(Some(old.version), told("Ba")).await.unwrap();
    assert_eq!((new.id, new.version), (old.id, 2));
    let refused = world.edit(Some(1), told("Bốn")).await;
    assert!(
        matches!(refused, Err(StoryChangeError::Outdated(Some(2)))),
        "{refused:?}"
    );
    let refused = world.submit(&old).await;
    assert!(
        matches!(refused, Err(StoryChangeError::Outdated(Some(2)))),
        "{refused:?}"
    );
    let submitted = world.submit(&new).await.unwrap();
    let refused = world.decide(&new, &Decision::Approve).await;
    assert!(
        matches!(refused, Err(ModerateStoryError::Outdated(3))),
        "{refused:?}"
    );
    // An edit takes it back from the queue.
    let edited = world
        .edit(Some(submitted.version), told("Năm"))
        .await
        .unwrap();
    assert_eq!(edited.status, ChangeStatus::Draft);
    let refused = world.decide(&edited, &Decision::Approve).await;
    assert!(
        matches!(refused, Err(ModerateStoryError::WrongStatus(_))),
        "{refused:?}"
    );
    let catalog = &world.market.catalog;
    let gone = catalog
        .withdraw_story(&world.owner, edited.id, edited.version)
        .await;
    assert_eq!(gone.unwrap().status, ChangeStatus::Withdrawn);
    // None is under way any more.
    let refused = world.edit(Some(edited.version), told("Sáu")).await;
    assert!(
        matches!(refused, Err(StoryChangeError::Outdated(None))),
        "{refused:?}"
    );
    let refused = world.submit(&edited).await;
    assert!(
        matches!(refused, Err(StoryChangeError::WrongStatus(_))),
        "{refused:?}"
    );
    assert_ne!(world.edit(None, told("Bảy")).await.unwrap().id, edited.id);
    assert_eq!(world.live().await, None);
}

async fn of_two_that_begin_at_once_one_does(test: TestDb) {
    let world = World::open(&test).await;
    let (one, two) = tokio::join!(world.edit(None, told("Một")), world.edit(None, told("Hai")));
    assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1);
    let refused = one.err().or(two.err()).unwrap();
    assert!(
        matches!(refused, StoryChangeError::Outdated(Some(1))),
        "{refused:?}"
    );
}

async fn checks_stop_what_may_not_be_public(test: TestDb) {
    let world = World::open(&test).await;
    let stopped = async |version: Option<i64>, edit: StoryEdit| {
        let change = world.edit(version, edit).await.unwrap();
        match world.submit(&change).await {
            Err(StoryChangeError::Stopped(found)) => {
                let codes: Vec<FindingCode> = found.iter().map(|own| own.code).collect();
                (codes, change.version)
            }
            other => panic!("{other:?}"),
        }
    };
    let english = StoryEdit {
        headline_en: Some("Ours".to_owned()),
        ..StoryEdit::default()
    };
    let (codes, version) = stopped(None, english).await;
    assert_eq!(codes, [FindingCode::VietnameseMissing; 2]);
    let claims = StoryEdit {
        story: Some("Bài thuốc chữa bệnh gia truyền".to_owned()),
        ..told("Cơm cháy làng ta")
    };
    let (codes, version) = stopped(Some(version), claims).await;
    assert_eq!(codes, [FindingCode::MedicalClaim]);
    let banned = told("Cao hổ làng ta");
    let (codes, version) = stopped(Some(version), banned).await;
    assert_eq!(codes, [FindingCode::BannedWord]);
    // What is only told to the moderator stops nothing.
    let proud = told("Cơm cháy ngon nhất");
    let change = world.edit(Some(version), proud).await.unwrap();
    let (_, found) = world.market.catalog.story_looked_at(&change).await.unwrap();
    assert_eq!(found[0].code, FindingCode::UnprovenClaim);
    let change = world.submit(&change).await.unwrap();
    // What is stopped by now is not approved.
    let sql = "UPDATE producer_story_change SET content = '{}'";
    assert_eq!(test.raw(sql).await.unwrap(), 1);
    let refused = world.decide(&change, &Decision::Approve).await;
    assert!(
        matches!(refused, Err(ModerateStoryError::Stopped(_))),
        "{refused:?}"
    );
    assert_eq!(world.live().await, None);
    // What no story can hold is refused when it is typed.
    let long = StoryEdit {
        headline: Some("x".repeat(300)),
        members: Some(Some(0)),
        ..StoryEdit::default()
    };
    match world.edit(Some(change.version), long).await {
        Err(StoryChangeError::Invalid(wrong)) => {
            let told = wrong.iter().map(|own| (own.code, own.path[0].as_str()));
            assert_eq!(
                told.collect::<Vec<_>>(),
                [
                    (ContentCode::TooLong, "headline"),
                    (ContentCode::OutOfRange, "members")
                ]
            );
        }
        other => panic!("{other:?}"),
    }
}

async fn strangers_find_nothing(test: TestDb) {
    let world = World::open(&test).await;
    let change = world.edit(None, told("Cơm cháy làng ta")).await.unwrap();
    let (market, id) = (&world.market, world.producer.id);
    let other = market.producer("HTX Khác").await;
    let rival = people(market, Role::ProducerOwner, Scope::Producer(other.id)).await;
    let everywhere = people(market, Role::ProducerOwner, Scope::Global).await;
    let shopper = people(market, Role::Shopper, Scope::Global).await;
    let officer = people(market, Role::ProgrammeOfficer, Scope::Global).await;
    let catalog = &market.catalog;
    for stranger in [&Actor::Anonymous, &rival, &everywhere, &shopper, &officer] {
        let (version, page) = (change.version, PageArgs::first(10));
        let edited = catalog
            .edit_story(stranger, id, Some(version), &told("Của tôi"))
            .await;
        let submitted = catalog.submit_story(stranger, change.id, version).await;
        let withdrawn = catalog.withdraw_story(stranger, change.id, version).await;
        for refused in [edited, submitted, withdrawn] {
            assert!(
                matches!(refused, Err(StoryChangeError::NotFound)),
                "{refused:?}"
            );
        }
        let claimed = catalog.claim_story(stranger, change.id).await;
        assert!(
            matches!(claimed, Err(ModerateStoryError::NotFound)),
            "{claimed:?}"
        );
        assert_eq!(catalog.story_state(stranger, id).await.unwrap(), None);
        assert_eq!(
            catalog.story_change(stranger, change.id).await.unwrap(),
            None
        );
        let history = catalog.story_history(stranger, id, &page).await;
        assert!(history.is_err(), "{history:?}");
    }
    let state = catalog.story_state(&world.owner, id).await.unwrap();
    assert_eq!(state.unwrap().change, Some(change));
}
