//! Who decides about stories.

use super::{World, returned, told};
use crate::listings::people;
use catalog::ReadError;
use catalog::listing::{Decision, QueueFilter};
use catalog::producer_story::{ModerateStoryError, StoryReason};
use chrono::Duration;
use kernel::{Actor, Clock, PageArgs, Role, RoleGrant, Scope};
use testkit::TestDb;

testkit::on_both!(
    two_moderators_never_decide_the_same_story,
    moderators_decide_within_their_scope_and_not_about_their_own,
    the_queue_is_paged_and_narrowed,
    stories_count_in_the_figures_of_moderation,
);

async fn two_moderators_never_decide_the_same_story(test: TestDb) {
    let world = World::open(&test).await;
    let change = world.submitted("Cơm cháy làng ta").await;
    let catalog = &world.market.catalog;
    let other = people(&world.market, Role::Moderator, Scope::Global).await;
    let claimed = catalog.claim_story(&world.moderator, change.id).await;
    let holder = claimed.unwrap().holder(world.clock.now());
    assert_eq!(holder, world.moderator.account_id());
    let approve = Decision::Approve;
    let decided = catalog
        .decide_story(&other, change.id, change.version, &approve)
        .await;
    let claimed = catalog.claim_story(&other, change.id).await;
    let released = catalog.release_story(&other, change.id).await;
    for refused in [decided, claimed, released] {
        assert!(
            matches!(refused, Err(ModerateStoryError::Claimed(_))),
            "{refused:?}"
        );
    }
    // After a quarter of an hour somebody else may.
    world.clock.advance(Duration::minutes(16));
    catalog.claim_story(&other, change.id).await.unwrap();
    catalog.release_story(&other, change.id).await.unwrap();
    // Both at once: one decides, the other is told.
    let back = returned(StoryReason::Copied);
    let (one, two) = tokio::join!(
        catalog.decide_story(&world.moderator, change.id, change.version, &approve),
        catalog.decide_story(&other, change.id, change.version, &back),
    );
    assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1);
    assert_eq!(world.live().await.is_some(), one.is_ok());
    let refused = one.err().or(two.err()).unwrap();
    assert!(
        matches!(refused, ModerateStoryError::WrongStatus(_)),
        "{refused:?}"
    );
}

async fn moderators_decide_within_their_scope_and_not_about_their_own(test: TestDb) {
    let world = World::open(&test).await;
    let change = world.submitted("Cơm cháy làng ta").await;
    let (market, producer) = (&world.market, world.producer.id);
    let catalog = &market.catalog;
    for role in [Role::ProducerStaff, Role::ProducerOwner] {
        let own = match &world.moderator {
            Actor::Account { id, grants } => {
                let mut grants = grants.clone();
                let scope = Scope::Producer(producer);
                grants.push(RoleGrant { role, scope });
                Actor::Account { id: *id, grants }
            }
            _ => panic!("an account"),
        };
        let decided = catalog
            .decide_story(&own, change.id, change.version, &Decision::Approve)
            .await;
        let claimed = catalog.claim_story(&own, change.id).await;
        for refused in [decided, claimed] {
            assert!(
                matches!(refused, Err(ModerateStoryError::OwnStory)),
                "{refused:?}"
            );
        }
    }
    for (role, scope) in [
        (Role::Moderator, Scope::Province("01".into())),
        (Role::ProgrammeOfficer, Scope::Province("37".into())),
        (Role::Inspector, Scope::Global),
    ] {
        let other = people(market, role, scope).await;
        let decided = catalog
            .decide_story(&other, change.id, change.version, &Decision::Approve)
            .await;
        let claimed = catalog.claim_story(&other, change.id).await;
        for refused in [decided, claimed] {
            assert!(
                matches!(refused, Err(ModerateStoryError::NotFound)),
                "{refused:?}"
            );
        }
        assert_eq!(catalog.story_change(&other, change.id).await.unwrap(), None);
        assert_eq!(catalog.story_state(&other, producer).await.unwrap(), None);
        let page = PageArgs::first(10);
        let queue = catalog
            .story_queue(&other, &QueueFilter::default(), &page)
            .await;
        match (role, queue) {
            (Role::Moderator, Ok(queue)) => assert!(queue.rows.is_empty()),
            (_, Err(ReadError::NotAllowed)) => {}
            (_, other) => panic!("{other:?}"),
        }
    }
    assert_eq!(world.live().await, None);
    world.decide(&change, &Decision::Approve).await.unwrap();
    assert_eq!(world.headline().await.as_deref(), Some("Cơm cháy làng ta"));
    // Nobody but its producer sees what was never handed in.
    let draft = world.edit(None, told("Nháp")).await.unwrap();
    let moderator = &world.moderator;
    assert_eq!(
        catalog.story_change(moderator, draft.id).await.unwrap(),
        None
    );
    let state = catalog.story_state(moderator, producer).await.unwrap();
    assert_eq!(state.unwrap().change, None);
    let refused = catalog.claim_story(moderator, draft.id).await;
    assert!(
        matches!(refused, Err(ModerateStoryError::NotFound)),
        "{refused:?}"
    );
}

async fn the_queue_is_paged_and_narrowed(test: TestDb) {
    let world = World::open(&test).await;
    let (market, clock) = (&world.market, &world.clock);
    let catalog = &market.catalog;
    let first = world.submitted("Một").await;
    let mut waiting = vec![first.id];
    for (name, commune, province) in [("Hai", "14620", "37"), ("Ba", "00070", "01")] {
        clock.advance(Duration::minutes(1));
        let own = market.producer_in(name, commune, province).await;
        let owner = people(market, Role::ProducerOwner, Scope::Producer(own.id)).await;
        let change = catalog.edit_story(&owner, own.id, None, &told(name)).await;
        let change = change.unwrap();
        let change = catalog
            .submit_story(&owner, change.id, change.version)
            .await;
        waiting.push(change.unwrap().id);
    }
    let all = people(market, Role::Administrator, Scope::Global).await;
    let ids = async |actor: &Actor, filter: QueueFilter, page: PageArgs| {
        let queue = catalog.story_queue(actor, &filter, &page).await.unwrap();
        let ids: Vec<_> = queue.rows.iter().map(|(_, own)| own.id).collect();
        (ids, queue.rows.last().map(|(cursor, _)| cursor.encode()))
    };
    let every = QueueFilter::default;
    let (two, cursor) = ids(&all, every(), PageArgs::first(2)).await;
    assert_eq!(two, waiting[..2]);
    let next = PageArgs::new(Some(2), cursor.as_deref(), None, None).unwrap();
    assert_eq!(ids(&all, every(), next).await.0, waiting[2..]);
    // A moderator's scope bounds what is asked for.
    let here = ids(&world.moderator, every(), PageArgs::first(10)).await.0;
    assert_eq!(here, waiting[..2]);
    let there = QueueFilter {
        provinces: Some(vec!["01".to_owned()]),
        ..every()
    };
    let page = || PageArgs::first(10);
    assert_eq!(ids(&all, there.clone(), page()).await.0, waiting[2..]);
    assert_eq!(ids(&world.moderator, there, page()).await.0, []);
    let none = QueueFilter {
        provinces: Some(Vec::new()),
        ..every()
    };
    assert_eq!(ids(&all, none, page()).await.0, []);
    catalog.claim_story(&all, waiting[0]).await.unwrap();
    let mine = QueueFilter {
        held_by: all.account_id(),
        ..every()
    };
    assert_eq!(ids(&all, mine, page()).await.0, waiting[..1]);
    let free = QueueFilter {
        free: true,
        ..every()
    };
    assert_eq!(ids(&all, free, page()).await.0, waiting[1..]);
    let again = QueueFilter {
        first_time: Some(false),
        ..every()
    };
    assert_eq!(ids(&all, again, page()).await.0, []);
}

async fn stories_count_in_the_figures_of_moderation(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    let figures = async |actor: &Actor| {
        let (from, until) = (
            world.clock.now() - Duration::days(1),
            world.clock.now() + Duration::days(1),
        );
        catalog
            .moderation_figures(actor, from, until)
            .await
            .unwrap()
    };
    let change = world.submitted("Cơm cháy làng ta").await;
    world.clock.advance(Duration::minutes(30));
    let waits = figures(&world.moderator).await;
    assert_eq!((waits.waiting, waits.oldest_seconds), (1, Some(30 * 60)));
    let elsewhere = Scope::Province("01".into());
    let elsewhere = people(&world.market, Role::Moderator, elsewhere).await;
    assert_eq!(figures(&elsewhere).await.waiting, 0);
    world.decide(&change, &Decision::Approve).await.unwrap();
    let done = figures(&world.moderator).await;
    assert_eq!((done.approved, done.waiting), (1, 0));
    assert_eq!(done.median_seconds, Some(30 * 60 + 1));
    assert_eq!(figures(&elsewhere).await.approved, 0);
}
