//! What buyers say of products.

use catalog::ReadError;
use catalog::feedback::{
    AnswerError, FeedbackDecideError, FeedbackDecision, FeedbackFilter, FeedbackSubject, Mark,
    RefusalReason,
};
use catalog::fixtures::{Listing, Market, outbox};
use catalog::reports::{NewReport, ReportReason, ReportStatus};
use catalog::reviews::{
    Buyer, MAX_SUBMISSIONS, Rating, Review, ReviewDraft, ReviewError, ReviewPage, ReviewSort,
    ReviewStatus, VoteError,
};
use catalog::{CardFilter, CardSort, CatalogReport};
use chrono::Duration;
use kernel::{
    AccountId, Actor, Clock, OrderLineId, PageArgs, ProducerGrantId, ProductId, ReviewId, Right,
    Role, RoleGrant, Scope,
};
use sea_orm::{ConnectionTrait, Statement};
use std::sync::Arc;
use testkit::{TestClock, TestDb};

testkit::on_both!(
    a_review_is_public_once_a_moderator_approved_it,
    a_line_is_reviewed_once_and_only_when_it_was_delivered,
    nobody_reviews_what_he_sells,
    no_secret_hides_who_sells,
    what_no_review_can_hold_is_refused,
    an_edit_waits_while_the_old_words_stay,
    what_is_taken_away_is_what_was_public,
    a_withdrawal_leaves_nothing,
    moderators_decide_in_their_scope_not_about_their_own_and_not_twice,
    marks_send_to_a_moderator_and_stop_nothing,
    producers_answer_once_in_public,
    a_delegate_answers_on_record,
    votes_count_once_and_not_for_ones_own,
    lists_go_on_where_they_stopped,
    the_card_follows_every_decision,
    what_was_delivered_counts_on_the_card,
    the_best_rated_come_first,
    a_producers_rating_adds_its_products_up,
    authors_and_moderators_read_what_is_theirs,
    who_sells_does_not_read_as_a_moderator,
    lists_follow_an_index,
    pictures_are_the_buyers_and_kept_while_shown,
);

struct World {
    market: Market,
    clock: TestClock,
    listing: Listing,
    shopper: Actor,
    buyer: Buyer,
    moderator: Actor,
    owner: Actor,
}

fn role(role: Role, scope: Scope) -> Vec<RoleGrant> {
    vec![RoleGrant { role, scope }]
}

impl World {
    async fn open(test: &TestDb) -> Self {
        let clock = TestClock::default();
        let market = Market::new(test.handle(), Arc::new(clock.clone()), outbox()).await;
        let producer = market.producer("HTX Cơm cháy").await;
        let listing = market.listing(&producer, "Cơm cháy", 50_000, 10).await;
        let shopper = market.account(Vec::new()).await;
        let buyer = market.bought(&listing, shopper.account_id()).await;
        let moderator = market
            .account(role(Role::Moderator, Scope::Province("37".into())))
            .await;
        let owner = market
            .account(role(Role::ProducerOwner, Scope::Producer(producer.id)))
            .await;
        Self {
            market,
            clock,
            listing,
            shopper,
            buyer,
            moderator,
            owner,
        }
    }

    async fn write(&self, draft: &ReviewDraft) -> Result<Review, ReviewError> {
        let catalog = &self.market.catalog;
        catalog
            .create_review(&self.shopper, &self.buyer, draft)
            .await
    }

    async fn update(&self, seen: &Review, draft: &ReviewDraft) -> Result<Review, ReviewError> {
        self.clock.advance(Duration::seconds(1));
        let catalog = &self.market.catalog;
        let seen = (seen.id, seen.version);
        catalog
            .update_review(&self.shopper, &self.buyer, seen, draft)
            .await
    }

    async fn decide(
        &self,
        seen: &Review,
        decision: &FeedbackDecision,
    ) -> Result<Review, FeedbackDecideError> {
        self.clock.advance(Duration::seconds(1));
        let catalog = &self.market.catalog;
        catalog
            .decide_review(&self.moderator, seen.id, seen.version, decision)
            .await
    }

    /// A review that is public.
    async fn public(&self, stars: i32) -> Review {
        let written = self.write(&draft(stars, "Giòn, thơm.")).await.unwrap();
        self.decide(&written, &FeedbackDecision::Approve)
            .await
            .unwrap()
    }

    async fn page(&self, page: ReviewPage) -> Vec<Review> {
        let wanted = [(self.listing.product, page)];
        let found = self.market.catalog.public_reviews(&wanted).await.unwrap();
        found.into_iter().flat_map(|(_, own)| own.reviews).collect()
    }

    async fn rating(&self) -> Rating {
        let catalog = &self.market.catalog;
        let cards = catalog.any_cards_by_ids(&[self.listing.product]).await;
        cards.unwrap().remove(0).rating
    }

    async fn sound(&self) {
        let report = self.market.catalog.verify().await.unwrap();
        let sound = CatalogReport {
            cards: report.cards,
            ..CatalogReport::default()
        };
        assert_eq!(report, sound);
    }

    async fn acts(&self, id: ReviewId) -> Vec<String> {
        let subject = FeedbackSubject::Review(id);
        let catalog = &self.market.catalog;
        let page = PageArgs::first(100);
        let told = catalog
            .feedback_history(&self.moderator, subject, &page)
            .await;
        let acts = told.unwrap().rows.into_iter().map(|(_, event)| event.act);
        acts.rev().collect()
    }
}

fn draft(stars: i32, text: &str) -> ReviewDraft {
    ReviewDraft {
        stars,
        text: text.to_owned(),
        ..ReviewDraft::default()
    }
}

fn refused(reason: RefusalReason) -> FeedbackDecision {
    FeedbackDecision::Refuse {
        reasons: vec![reason],
        note: None,
    }
}

fn newest(first: u32) -> ReviewPage {
    ReviewPage {
        stars: None,
        with_pictures: None,
        sort: ReviewSort::Newest,
        first,
        after: None,
    }
}

async fn a_review_is_public_once_a_moderator_approved_it(test: TestDb) {
    let world = World::open(&test).await;
    let written = ReviewDraft {
        title: Some("  Ngon\u{202E} ".to_owned()),
        ..draft(4, "<script>alert(1)</script>\n\n\u{200B}Giòn. ")
    };
    let review = world.write(&written).await.unwrap();
    assert_eq!(review.status, ReviewStatus::Waiting);
    assert_eq!(review.author.as_ref().unwrap().as_str(), "Nguyễn T. L.");
    let proposed = review.proposed.as_ref().unwrap();
    // Texts are plain text: nothing of them is taken for anything else.
    assert_eq!(proposed.text, "<script>alert(1)</script>\n\nGiòn.");
    assert_eq!(proposed.title.as_deref(), Some("Ngon"));
    assert!(world.page(newest(5)).await.is_empty());
    assert_eq!(world.rating().await, Rating::default());
    let public = world
        .decide(&review, &FeedbackDecision::Approve)
        .await
        .unwrap();
    assert_eq!((public.status, public.version), (ReviewStatus::Public, 2));
    let shown = world.page(newest(5)).await;
    assert_eq!(shown, std::slice::from_ref(&public));
    assert_eq!(world.rating().await.counts, [0, 0, 0, 1, 0]);
    // Taken away again, it is not public and does not count.
    let gone = world
        .decide(&public, &refused(RefusalReason::Advertising))
        .await
        .unwrap();
    assert_eq!(gone.status, ReviewStatus::Refused);
    assert_eq!(gone.proposed.as_ref().unwrap().stars, 4);
    assert_eq!(gone.reasons, [RefusalReason::Advertising]);
    assert!(world.page(newest(5)).await.is_empty());
    assert_eq!(world.rating().await, Rating::default());
    assert_eq!(world.acts(review.id).await, ["CREATE", "APPROVE", "REFUSE"]);
    world.sound().await;
}

async fn a_line_is_reviewed_once_and_only_when_it_was_delivered(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    let nothing = Buyer {
        line: OrderLineId::new(world.clock.now()),
        ..world.buyer.clone()
    };
    let done = catalog
        .create_review(&world.shopper, &nothing, &draft(5, "Tốt"))
        .await;
    assert!(matches!(done, Err(ReviewError::NotDelivered)), "{done:?}");
    // Two at once: one is taken.
    let (first, second) = (draft(5, "Tốt"), draft(1, "Dở"));
    let both = tokio::join!(world.write(&first), world.write(&second));
    let taken = [&both.0, &both.1].into_iter().filter(|done| done.is_ok());
    assert_eq!(taken.count(), 1, "{both:?}");
    let again = world.write(&first).await;
    assert!(
        matches!(again, Err(ReviewError::AlreadyReviewed)),
        "{again:?}"
    );
    // Nor after it was withdrawn.
    let review = catalog.review_of(&world.buyer).await.unwrap().unwrap();
    let done = catalog
        .withdraw_review(&world.shopper, &world.buyer, review.id)
        .await;
    done.unwrap();
    let again = world.write(&first).await;
    assert!(
        matches!(again, Err(ReviewError::AlreadyReviewed)),
        "{again:?}"
    );
    // The delivery is written once, whoever writes it again.
    let lines = test.number("SELECT COUNT(*) FROM purchase").await;
    assert_eq!(lines, 1);
}

async fn nobody_reviews_what_he_sells(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    let producer = world.listing.producer.id;
    let right = Scope::Right {
        producer,
        right: Right::Listings,
        grant: ProducerGrantId::new(world.clock.now()),
    };
    for grants in [
        role(Role::ProducerOwner, Scope::Producer(producer)),
        role(Role::ProducerStaff, Scope::Producer(producer)),
        role(Role::ProducerDelegate, right),
    ] {
        let Some(id) = world.shopper.account_id() else {
            panic!()
        };
        let seller = Actor::Account { id, grants };
        let done = catalog
            .create_review(&seller, &world.buyer, &draft(5, "Tốt"))
            .await;
        assert!(matches!(done, Err(ReviewError::OwnProduct)), "{done:?}");
    }
    assert_eq!(test.number("SELECT COUNT(*) FROM review").await, 0);
}

async fn no_secret_hides_who_sells(test: TestDb) {
    let world = World::open(&test).await;
    let (market, catalog) = (&world.market, &world.market.catalog);
    let producer = world.listing.producer.id;
    let right = market.account(Vec::new()).await.account_id().unwrap();
    grant(&world, right, Right::Listings).await;
    let others = market.account(Vec::new()).await.account_id().unwrap();
    grant(&world, others, Right::Orders).await;
    let mut accounts = vec![(right, true), (others, false)];
    for own in [Role::ProducerOwner, Role::ProducerStaff] {
        let account = market.account(Vec::new()).await.account_id().unwrap();
        let own = &role(own, Scope::Producer(producer))[0];
        let tx = market.db.begin().await.unwrap();
        identity::roles::give(&tx, account, own, world.clock.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        accounts.push((account, true));
    }
    // Who signed out, and shows the order's secret, is who placed the order.
    for (account, sells) in accounts {
        let buyer = market.bought(&world.listing, Some(account)).await;
        let done = catalog
            .create_review(&Actor::Anonymous, &buyer, &draft(5, "Tốt"))
            .await;
        match sells {
            true => assert!(matches!(done, Err(ReviewError::OwnProduct)), "{done:?}"),
            false => assert!(done.is_ok(), "{done:?}"),
        }
    }
    // Nor does anybody write anew what he sells by now.
    let written = world.write(&draft(5, "Tốt")).await.unwrap();
    let shopper = world.shopper.account_id().unwrap();
    grant(&world, shopper, Right::Listings).await;
    let done = catalog
        .update_review(
            &Actor::Anonymous,
            &world.buyer,
            (written.id, 1),
            &draft(5, "Rất tốt"),
        )
        .await;
    assert!(matches!(done, Err(ReviewError::OwnProduct)), "{done:?}");
    catalog
        .withdraw_review(&Actor::Anonymous, &world.buyer, written.id)
        .await
        .unwrap();
}

async fn what_no_review_can_hold_is_refused(test: TestDb) {
    let world = World::open(&test).await;
    for stars in [i32::MIN, -1, 0, 6, i32::MAX] {
        let done = world.write(&draft(stars, "Tốt")).await;
        assert!(matches!(done, Err(ReviewError::Stars)), "{done:?}");
    }
    for text in ["", " \t\n ", "\u{200B}\u{202E}", &"ă".repeat(5_001)] {
        let done = world.write(&draft(5, text)).await;
        assert!(matches!(done, Err(ReviewError::Text)), "{done:?}");
    }
    let long = ReviewDraft {
        title: Some("ă".repeat(101)),
        ..draft(5, "Tốt")
    };
    let done = world.write(&long).await;
    assert!(matches!(done, Err(ReviewError::Title)), "{done:?}");
    let picture = kernel::PictureId::new(world.clock.now());
    for pictures in [vec![picture], vec![picture; 2], vec![picture; 7]] {
        let own = ReviewDraft {
            pictures,
            ..draft(5, "Tốt")
        };
        let done = world.write(&own).await;
        assert!(matches!(done, Err(ReviewError::Pictures)), "{done:?}");
    }
    assert_eq!(test.number("SELECT COUNT(*) FROM review").await, 0);
    // The longest.
    let longest = ReviewDraft {
        title: Some("ă".repeat(100)),
        ..draft(5, &"ă".repeat(5_000))
    };
    world.write(&longest).await.unwrap();
}

async fn an_edit_waits_while_the_old_words_stay(test: TestDb) {
    let world = World::open(&test).await;
    let public = world.public(2).await;
    let changed = world
        .update(&public, &draft(5, "Hoá ra ngon."))
        .await
        .unwrap();
    assert_eq!(changed.status, ReviewStatus::Changed);
    let shown = world.page(newest(5)).await;
    assert_eq!(shown[0].public.as_ref().unwrap().text, "Giòn, thơm.");
    assert_eq!(world.rating().await.counts, [0, 1, 0, 0, 0]);
    // Refused, the old words stay, and their author reads why.
    let kept = world
        .decide(&changed, &refused(RefusalReason::Unintelligible))
        .await
        .unwrap();
    assert_eq!(kept.status, ReviewStatus::Public);
    assert_eq!(world.rating().await.counts, [0, 1, 0, 0, 0]);
    let changed = world.update(&kept, &draft(5, "Ngon thật.")).await.unwrap();
    assert!(changed.reasons.is_empty());
    let public = world
        .decide(&changed, &FeedbackDecision::Approve)
        .await
        .unwrap();
    assert!(public.edited_at.is_some() && public.published_at < public.edited_at);
    assert_eq!(world.rating().await.counts, [0, 0, 0, 0, 1]);
    // Who saw an older version is told.
    let late = world.update(&changed, &draft(1, "Dở")).await;
    assert!(
        matches!(late, Err(ReviewError::Outdated(v)) if v == public.version),
        "{late:?}"
    );
    // Another buyer finds nothing.
    let catalog = &world.market.catalog;
    let other = world.market.bought(&world.listing, None).await;
    let seen = (public.id, public.version);
    let done = catalog
        .update_review(&world.shopper, &other, seen, &draft(1, "Dở"))
        .await;
    assert!(matches!(done, Err(ReviewError::NotFound)), "{done:?}");
    let done = catalog
        .withdraw_review(&world.shopper, &other, public.id)
        .await;
    assert!(matches!(done, Err(ReviewError::NotFound)), "{done:?}");
    let mut last = public;
    while last.submissions < MAX_SUBMISSIONS {
        last = world.update(&last, &draft(3, "Được")).await.unwrap();
    }
    let more = world.update(&last, &draft(3, "Được")).await;
    assert!(matches!(more, Err(ReviewError::TooManyChanges)), "{more:?}");
    world
        .clock
        .set(last.created_at + Duration::days(30) - Duration::seconds(2));
    let more = world.update(&last, &draft(3, "Được")).await;
    assert!(matches!(more, Err(ReviewError::TooManyChanges)), "{more:?}");
    let late = world.update(&last, &draft(3, "Được")).await;
    assert!(matches!(late, Err(ReviewError::TooLate)), "{late:?}");
    world.sound().await;
}

async fn what_is_taken_away_is_what_was_public(test: TestDb) {
    let world = World::open(&test).await;
    let public = world.public(2).await;
    let changed = world
        .update(&public, &draft(5, "Gọi 0912345678"))
        .await
        .unwrap();
    let kept = world
        .decide(&changed, &refused(RefusalReason::Advertising))
        .await
        .unwrap();
    // The refused edit is still there for its author …
    assert_eq!(kept.status, ReviewStatus::Public);
    assert_eq!(kept.proposed.as_ref().unwrap().text, "Gọi 0912345678");
    let gone = world
        .decide(&kept, &refused(RefusalReason::Insult))
        .await
        .unwrap();
    // … until what the public read is what was refused.
    assert_eq!((gone.status, &gone.public), (ReviewStatus::Refused, &None));
    assert_eq!(gone.proposed, kept.public);
    assert_eq!((gone.marks.len(), gone.reasons.len()), (0, 1));
    assert_eq!(gone.reasons, [RefusalReason::Insult]);
    world.sound().await;
}

async fn a_withdrawal_leaves_nothing(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    let public = world.public(1).await;
    let voter = world.market.account(Vec::new()).await;
    catalog
        .vote_on_review(&voter, public.id, true)
        .await
        .unwrap();
    catalog
        .answer_review(&world.owner, public.id, "Xin lỗi.")
        .await
        .unwrap();
    let gone = catalog
        .withdraw_review(&world.shopper, &world.buyer, public.id)
        .await;
    let gone = gone.unwrap();
    assert_eq!(gone.status, ReviewStatus::Withdrawn);
    let again = catalog
        .withdraw_review(&world.shopper, &world.buyer, public.id)
        .await;
    assert_eq!(again.unwrap(), gone);
    assert_eq!(world.rating().await, Rating::default());
    assert!(world.page(newest(5)).await.is_empty());
    let left = test
        .number(
            "SELECT COUNT(*) FROM review WHERE body IS NOT NULL OR new_body IS NOT NULL OR author_name IS NOT NULL \
             OR answer IS NOT NULL OR helpful <> 0 OR images <> '[]' OR new_images <> '[]'",
        )
        .await;
    assert_eq!(
        (left, test.number("SELECT COUNT(*) FROM review_vote").await),
        (0, 0)
    );
    let done = world.update(&gone, &draft(5, "Tốt")).await;
    assert!(matches!(done, Err(ReviewError::Withdrawn)), "{done:?}");
    let done = world.decide(&gone, &FeedbackDecision::Approve).await;
    assert!(
        matches!(done, Err(FeedbackDecideError::WrongStatus)),
        "{done:?}"
    );
    world.sound().await;
}

async fn moderators_decide_in_their_scope_not_about_their_own_and_not_twice(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    let producer = world.listing.producer.id;
    let review = world.write(&draft(5, "Tốt")).await.unwrap();
    let moderates = |scope| RoleGrant {
        role: Role::Moderator,
        scope,
    };
    let both = |other: RoleGrant| vec![moderates(Scope::Global), other];
    let right = RoleGrant {
        role: Role::ProducerDelegate,
        scope: Scope::Right {
            producer,
            right: Right::Listings,
            grant: ProducerGrantId::new(world.clock.now()),
        },
    };
    let works = RoleGrant {
        role: Role::ProducerStaff,
        scope: Scope::Producer(producer),
    };
    let approve = FeedbackDecision::Approve;
    for (grants, own) in [
        (Vec::new(), false),
        (vec![moderates(Scope::Province("01".into()))], false),
        (role(Role::ProgrammeOfficer, Scope::Global), false),
        (role(Role::ProducerOwner, Scope::Producer(producer)), false),
        (both(works), true),
        (both(right), true),
    ] {
        let who = world.market.account(grants).await;
        let done = catalog.decide_review(&who, review.id, 1, &approve).await;
        match own {
            true => assert!(
                matches!(done, Err(FeedbackDecideError::OwnProduct)),
                "{done:?}"
            ),
            false => assert!(
                matches!(done, Err(FeedbackDecideError::NotFound)),
                "{done:?}"
            ),
        }
    }
    let nobody = catalog
        .decide_review(&Actor::Anonymous, review.id, 1, &approve)
        .await;
    assert!(matches!(nobody, Err(FeedbackDecideError::NotFound)));
    // Two moderators at once: one decides.
    let other = world
        .market
        .account(role(Role::Administrator, Scope::Global))
        .await;
    let refuse = refused(RefusalReason::Insult);
    let done = tokio::join!(
        catalog.decide_review(&world.moderator, review.id, 1, &approve),
        catalog.decide_review(&other, review.id, 1, &refuse),
    );
    let decided = usize::from(done.0.is_ok()) + usize::from(done.1.is_ok());
    assert_eq!(decided, 1, "{done:?}");
    assert_eq!(test.number("SELECT version FROM review").await, 2);
    // What was decided before, by who saw the version before.
    let late = catalog.decide_review(&other, review.id, 1, &refuse).await;
    assert!(late.is_err(), "{late:?}");
    for (decision, expected) in [
        (
            FeedbackDecision::Refuse {
                reasons: vec![],
                note: None,
            },
            "Reasons",
        ),
        (
            FeedbackDecision::Refuse {
                reasons: vec![RefusalReason::Insult; 2],
                note: None,
            },
            "Reasons",
        ),
        (refused(RefusalReason::Other), "Reasons"),
        (
            FeedbackDecision::Refuse {
                reasons: vec![RefusalReason::Other],
                note: Some(" \u{200B}".to_owned()),
            },
            "Reasons",
        ),
        (
            FeedbackDecision::Refuse {
                reasons: vec![RefusalReason::Other],
                note: Some("ă".repeat(2_001)),
            },
            "Note",
        ),
    ] {
        let done = catalog
            .decide_review(&world.moderator, review.id, 2, &decision)
            .await;
        assert!(
            format!("{:?}", done.unwrap_err()).starts_with(expected),
            "{decision:?}"
        );
    }
    world.sound().await;
}

async fn marks_send_to_a_moderator_and_stop_nothing(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    let rude = "Đồ lừa đảo! Hàng giả. Gọi tôi 0912 345 678";
    let review = world.write(&draft(1, rude)).await.unwrap();
    assert_eq!(
        review.marks,
        [Mark::BannedWord, Mark::Insult, Mark::Contact]
    );
    let other = world.market.bought(&world.listing, None).await;
    world.clock.advance(Duration::seconds(1));
    let guest = catalog
        .create_review(&Actor::Anonymous, &other, &draft(5, "Tốt"))
        .await;
    let guest = guest.unwrap();
    assert_eq!(guest.author.as_ref().unwrap().as_str(), "Trần V. M.");
    let queue = async |filter: FeedbackFilter| {
        let page = PageArgs::first(10);
        let found = catalog.review_queue(&world.moderator, &filter, &page).await;
        let rows = found.unwrap().rows.into_iter().map(|(_, own)| own.id);
        rows.collect::<Vec<_>>()
    };
    assert_eq!(
        queue(FeedbackFilter::default()).await,
        [review.id, guest.id]
    );
    for (marked, ids) in [(true, [review.id]), (false, [guest.id])] {
        let filter = FeedbackFilter {
            marked: Some(marked),
            ..FeedbackFilter::default()
        };
        assert_eq!(queue(filter).await, ids);
    }
    for provinces in [Vec::new(), vec!["01".to_owned()]] {
        let filter = FeedbackFilter {
            provinces: Some(provinces),
            ..FeedbackFilter::default()
        };
        assert!(queue(filter).await.is_empty());
    }
    // A moderator of elsewhere sees nothing, and nobody else sees a queue.
    let away = role(Role::Moderator, Scope::Province("01".into()));
    let away = world.market.account(away).await;
    let page = PageArgs::first(10);
    let filter = FeedbackFilter::default();
    let found = catalog.review_queue(&away, &filter, &page).await.unwrap();
    assert!(found.rows.is_empty());
    let found = catalog.review_queue(&world.owner, &filter, &page).await;
    assert!(matches!(found, Err(ReadError::NotAllowed)));
    // The longest first, page by page.
    let first = catalog
        .review_queue(&world.moderator, &filter, &PageArgs::first(1))
        .await;
    let first = first.unwrap();
    assert!(first.has_next);
    let next = PageArgs {
        cursor: Some(first.rows[0].0.clone()),
        ..PageArgs::first(1)
    };
    let next = catalog
        .review_queue(&world.moderator, &filter, &next)
        .await
        .unwrap();
    assert_eq!((next.rows[0].1.id, next.has_next), (guest.id, false));
}

async fn producers_answer_once_in_public(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    let review = world.write(&draft(2, "Hơi mặn")).await.unwrap();
    let early = catalog
        .answer_review(&world.owner, review.id, "Cảm ơn")
        .await;
    assert!(matches!(early, Err(AnswerError::NotPublic)), "{early:?}");
    let public = world
        .decide(&review, &FeedbackDecision::Approve)
        .await
        .unwrap();
    world.clock.advance(Duration::seconds(1));
    let rival = world.market.producer("HTX Khác").await;
    for grants in [
        Vec::new(),
        role(Role::ProducerOwner, Scope::Producer(rival.id)),
        role(Role::Moderator, Scope::Global),
    ] {
        let stranger = world.market.account(grants).await;
        let done = catalog.answer_review(&stranger, public.id, "Cảm ơn").await;
        assert!(matches!(done, Err(AnswerError::NotFound)), "{done:?}");
        // Also where the text could not be taken.
        let done = catalog.answer_review(&stranger, public.id, "").await;
        assert!(matches!(done, Err(AnswerError::NotFound)), "{done:?}");
    }
    for (text, forbidden) in [
        ("", false),
        ("\u{200B}", false),
        (&*"ă".repeat(2_001), false),
        ("Gọi 0912 345 678", true),
        ("Đồ ngu", true),
    ] {
        let done = catalog.answer_review(&world.owner, public.id, text).await;
        match forbidden {
            true => assert!(matches!(done, Err(AnswerError::Marked(_))), "{done:?}"),
            false => assert!(matches!(done, Err(AnswerError::Text)), "{done:?}"),
        }
    }
    let answered = catalog
        .answer_review(&world.owner, public.id, "Cảm ơn\u{202E} bạn.")
        .await;
    let answered = answered.unwrap().answer.unwrap();
    assert_eq!(
        (answered.text.as_str(), answered.edited_at),
        ("Cảm ơn bạn.", None)
    );
    world.clock.advance(Duration::seconds(1));
    let edited = catalog
        .answer_review(&world.owner, public.id, "Cảm ơn.")
        .await;
    let edited = edited.unwrap().answer.unwrap();
    assert_eq!(edited.answered_at, answered.answered_at);
    assert!(edited.edited_at.is_some());
    let shown = world.page(newest(5)).await.remove(0);
    assert_eq!(shown.answer.unwrap().text, "Cảm ơn.");
    // A moderator takes it away, and there is no other.
    world.clock.advance(Duration::seconds(1));
    for who in [&world.owner, &world.shopper] {
        let done = catalog.remove_review_answer(who, public.id, "Sai").await;
        assert!(matches!(done, Err(AnswerError::NotFound)), "{done:?}");
    }
    let done = catalog
        .remove_review_answer(&world.moderator, public.id, " ")
        .await;
    assert!(matches!(done, Err(AnswerError::Reason)), "{done:?}");
    let removed = catalog
        .remove_review_answer(&world.moderator, public.id, "Sai")
        .await;
    assert_eq!(removed.unwrap().answer, None);
    let done = catalog
        .remove_review_answer(&world.moderator, public.id, "Sai")
        .await;
    assert!(matches!(done, Err(AnswerError::NoAnswer)), "{done:?}");
    let done = catalog
        .answer_review(&world.owner, public.id, "Cảm ơn")
        .await;
    assert!(matches!(done, Err(AnswerError::Removed)), "{done:?}");
    assert_eq!(
        world.acts(review.id).await,
        ["CREATE", "APPROVE", "ANSWER", "ANSWER", "REMOVE_ANSWER"]
    );
}

async fn a_delegate_answers_on_record(test: TestDb) {
    let world = World::open(&test).await;
    let (catalog, producer) = (&world.market.catalog, world.listing.producer.id);
    let public = world.public(3).await;
    let delegate = world.market.account(Vec::new()).await;
    let id = delegate.account_id().unwrap();
    let grant = grant(&world, id, Right::Listings).await;
    let acting = |right| Actor::Account {
        id,
        grants: role(
            Role::ProducerDelegate,
            Scope::Right {
                producer,
                right,
                grant,
            },
        ),
    };
    let done = catalog
        .answer_review(&acting(Right::Orders), public.id, "Cảm ơn")
        .await;
    assert!(matches!(done, Err(AnswerError::NotFound)), "{done:?}");
    let uses = "SELECT COUNT(*) FROM producer_grant_use";
    assert_eq!(test.number(uses).await, 0);
    catalog
        .answer_review(&acting(Right::Listings), public.id, "Cảm ơn")
        .await
        .unwrap();
    assert_eq!(test.number(uses).await, 1);
    // What was revoked does not answer.
    test.raw("UPDATE producer_grant SET revoked_at = created_at")
        .await
        .unwrap();
    let done = catalog
        .answer_review(&acting(Right::Listings), public.id, "Xin chào")
        .await;
    assert!(matches!(done, Err(AnswerError::NotFound)), "{done:?}");
    let shown = world.page(newest(5)).await.remove(0);
    assert_eq!(shown.answer.unwrap().text, "Cảm ơn");
}

/// A right that the producer's owner gave.
async fn grant(world: &World, to: AccountId, right: Right) -> ProducerGrantId {
    let now = world.clock.now();
    let id = ProducerGrantId::new(now);
    let tx = world.market.db.begin().await.unwrap();
    let sql = "INSERT INTO producer_grant (id, producer_id, grantee_id, permission, grantor_id, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6)";
    let values = [
        id.0.into(),
        world.listing.producer.id.0.into(),
        to.0.into(),
        right.as_str().into(),
        world.owner.account_id().unwrap().0.into(),
        now.into(),
    ];
    let row = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    tx.execute_raw(row).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn votes_count_once_and_not_for_ones_own(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    let review = world.write(&draft(5, "Tốt")).await.unwrap();
    let voter = world.market.account(Vec::new()).await;
    let early = catalog.vote_on_review(&voter, review.id, true).await;
    assert!(matches!(early, Err(VoteError::NotFound)), "{early:?}");
    let public = world
        .decide(&review, &FeedbackDecision::Approve)
        .await
        .unwrap();
    let own = catalog
        .vote_on_review(&world.shopper, public.id, true)
        .await;
    assert!(matches!(own, Err(VoteError::OwnReview)), "{own:?}");
    let nobody = catalog
        .vote_on_review(&Actor::Anonymous, public.id, true)
        .await;
    assert!(matches!(nobody, Err(VoteError::NotFound)), "{nobody:?}");
    let helpful = async |who: &Actor, helpful| {
        let done = catalog.vote_on_review(who, public.id, helpful).await;
        done.unwrap().helpful
    };
    let other = world.market.account(Vec::new()).await;
    assert_eq!(helpful(&voter, true).await, 1);
    assert_eq!(helpful(&voter, true).await, 1);
    assert_eq!(helpful(&other, true).await, 2);
    assert_eq!(helpful(&voter, false).await, 1);
    assert_eq!(helpful(&voter, false).await, 1);
    let crowd = (0..8).map(|_| helpful(&other, true));
    for vote in crowd {
        assert_eq!(vote.await, 1);
    }
    let ids = [voter.account_id().unwrap(), other.account_id().unwrap()];
    let wanted = ids.map(|id| (id, public.id));
    assert_eq!(
        catalog.votes_of(&wanted).await.unwrap(),
        [(ids[1], public.id)]
    );
    // A vote does not change what a moderator or the author saw.
    assert_eq!(world.page(newest(1)).await[0].version, public.version);
    // Nor is there a vote on what is hidden with its product.
    let status = programme::CertificateStatus::Suspended;
    world.market.set_certificate(&world.listing, status).await;
    let hidden = catalog.vote_on_review(&voter, public.id, true).await;
    assert!(matches!(hidden, Err(VoteError::NotFound)), "{hidden:?}");
    world.sound().await;
}

async fn lists_go_on_where_they_stopped(test: TestDb) {
    let world = World::open(&test).await;
    let (market, catalog) = (&world.market, &world.market.catalog);
    let mut all = Vec::new();
    for stars in [3, 5, 1, 5, 3, 2, 5] {
        // Some at the same instant.
        if stars != 3 {
            world.clock.advance(Duration::seconds(1));
        }
        all.push(market.review(&world.listing, None, stars).await);
    }
    let voter = market.account(Vec::new()).await;
    for n in [2, 5] {
        catalog
            .vote_on_review(&voter, all[n].id, true)
            .await
            .unwrap();
        all[n].helpful = 1;
    }
    for sort in [
        ReviewSort::Newest,
        ReviewSort::Helpful,
        ReviewSort::Best,
        ReviewSort::Worst,
    ] {
        let place = |own: &Review| {
            let place = sort.place(own);
            (place.number, place.published_at, place.id)
        };
        let mut expected: Vec<&Review> = all.iter().collect();
        expected.sort_by_key(|own| place(own));
        if sort != ReviewSort::Worst {
            expected.reverse();
        }
        let expected: Vec<ReviewId> = expected.into_iter().map(|own| own.id).collect();
        let mut page = ReviewPage { sort, ..newest(2) };
        let mut found = Vec::new();
        loop {
            let wanted = [(world.listing.product, page)];
            let Some((_, own)) = catalog.public_reviews(&wanted).await.unwrap().pop() else {
                break;
            };
            found.extend(own.reviews.iter().map(|review| review.id));
            page.after = own.reviews.last().map(|last| sort.place(last));
            if !own.has_next {
                break;
            }
        }
        assert_eq!(found, expected, "{sort:?}");
    }
    let fives = world
        .page(ReviewPage {
            stars: Some(5),
            ..newest(9)
        })
        .await;
    assert_eq!(fives.len(), 3);
    let pictured = world
        .page(ReviewPage {
            with_pictures: Some(true),
            ..newest(9)
        })
        .await;
    assert!(pictured.is_empty());
    // Several products at once are one statement, and none gets another's.
    let other = market
        .listing(&world.listing.producer, "Mắm tép", 9_000, 5)
        .await;
    let only = market.review(&other, None, 4).await;
    let wanted = [
        (world.listing.product, newest(2)),
        (other.product, newest(2)),
    ];
    let (found, statements) = db::statements::counted(catalog.public_reviews(&wanted)).await;
    assert_eq!(statements, 1);
    let of = |product: ProductId| {
        let found = found.as_ref().unwrap().iter();
        let mut own = found.filter(move |((own, _), _)| *own == product);
        own.next().unwrap().1.clone()
    };
    assert_eq!(of(other.product).reviews, [only]);
    assert!(!of(other.product).has_next);
    let first = of(world.listing.product);
    assert_eq!((first.reviews.len(), first.has_next), (2, true));
    assert_eq!(first.reviews, world.page(newest(2)).await);
}

async fn the_card_follows_every_decision(test: TestDb) {
    let world = World::open(&test).await;
    for stars in [5, 4, 4, 1] {
        world.market.review(&world.listing, None, stars).await;
        world.sound().await;
    }
    let rating = world.rating().await;
    assert_eq!(rating.counts, [1, 0, 0, 2, 1]);
    assert_eq!((rating.count(), rating.hundredths()), (4, 350));
    // Verifying rebuilds it and finds what was changed past the use cases.
    let forged = "UPDATE product_card SET rating_1 = 0, rating_5 = 2, rating_hundredths = 450";
    assert_eq!(test.raw(forged).await.unwrap(), 1);
    assert_eq!(world.market.catalog.verify().await.unwrap().stale_cards, 1);
    // The database refuses what does not add up.
    assert!(
        test.raw("UPDATE product_card SET rating_count = 9")
            .await
            .is_err()
    );
    assert!(
        test.raw("UPDATE product_card SET rating_hundredths = 501")
            .await
            .is_err()
    );
    world.market.refresh_card(world.listing.product).await;
    world.sound().await;
    test.raw("UPDATE review SET helpful = 7 WHERE stars = 5")
        .await
        .unwrap();
    assert_eq!(world.market.catalog.verify().await.unwrap().feedback_off, 1);
}

async fn what_was_delivered_counts_on_the_card(test: TestDb) {
    let world = World::open(&test).await;
    let (market, product) = (&world.market, world.listing.product);
    test.raw("DELETE FROM job").await.unwrap();
    for _ in 0..2 {
        market.bought(&world.listing, None).await;
    }
    // One job lets the card follow.
    let jobs = "SELECT COUNT(*) FROM job WHERE kind = 'catalog.refresh_card'";
    assert_eq!(test.number(jobs).await, 1);
    let cards = market.catalog.any_cards_by_ids(&[product]).await.unwrap();
    // One was before.
    assert_eq!(cards[0].purchases, 3);
    world.sound().await;
}

async fn the_best_rated_come_first(test: TestDb) {
    let world = World::open(&test).await;
    let (market, catalog) = (&world.market, &world.market.catalog);
    let producer = &world.listing.producer;
    let mut rated = Vec::new();
    // 4.50 of two, 4.50 of four, 5.00, none, 1.00.
    for all in [&[4, 5][..], &[4, 5, 4, 5], &[5], &[], &[1]] {
        let listing = market.listing(producer, "Món ngon", 9_000, 5).await;
        for stars in all {
            market.review(&listing, None, *stars).await;
        }
        rated.push(listing.product);
    }
    let (filter, hundred) = (CardFilter::default(), PageArgs::first(100));
    let first = catalog.cards(&filter, CardSort::Rating, &hundred).await;
    let first = first.unwrap().rows.into_iter();
    let all: Vec<ProductId> = first.map(|(_, own)| own.product_id).collect();
    assert_eq!(all[..3], [rated[2], rated[1], rated[0]]);
    assert_eq!(all[3], rated[4]);
    assert!(all[4..].contains(&rated[3]) && all[4..].contains(&world.listing.product));
    // Most often bought: four times, twice, and once each.
    let first = catalog
        .cards(&filter, CardSort::BestSelling, &hundred)
        .await;
    let first = first.unwrap().rows.into_iter();
    let bought: Vec<_> = first
        .map(|(_, own)| (own.product_id, own.purchases))
        .collect();
    assert_eq!(bought[..2], [(rated[1], 4), (rated[0], 2)]);
    let counts = bought.iter().map(|(_, own)| *own);
    assert_eq!(counts.collect::<Vec<_>>(), [4, 2, 1, 1, 1, 0]);
    // Page by page, in either direction.
    for backward in [false, true] {
        let mut page = PageArgs {
            backward,
            ..PageArgs::first(2)
        };
        let mut found = Vec::new();
        loop {
            let rows = catalog
                .cards(&CardFilter::default(), CardSort::Rating, &page)
                .await;
            let rows = rows.unwrap();
            let ids = rows.rows.iter().map(|(_, own)| own.product_id);
            match backward {
                false => found.extend(ids),
                true => found.splice(0..0, ids).for_each(drop),
            }
            let (more, at) = match backward {
                false => (rows.has_next, rows.rows.last()),
                true => (rows.has_previous, rows.rows.first()),
            };
            page.cursor = at.map(|(cursor, _)| cursor.clone());
            if !more {
                break;
            }
        }
        assert_eq!(found, all, "backward: {backward}");
    }
}

async fn a_producers_rating_adds_its_products_up(test: TestDb) {
    let world = World::open(&test).await;
    let (market, catalog) = (&world.market, &world.market.catalog);
    let producer = world.listing.producer.id;
    let other = market.producer("HTX Khác").await;
    let sibling = market
        .listing(&world.listing.producer, "Mắm tép", 9_000, 5)
        .await;
    market.review(&world.listing, None, 5).await;
    market.review(&sibling, None, 1).await;
    let rating = async || {
        let found = catalog
            .producer_ratings(&[producer, other.id])
            .await
            .unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0, producer);
        found[0].1.counts
    };
    assert_eq!(rating().await, [1, 0, 0, 0, 1]);
    // Hiding a product makes no better name.
    let status = programme::CertificateStatus::Suspended;
    market.set_certificate(&sibling, status).await;
    assert_eq!(rating().await, [1, 0, 0, 0, 1]);
}

async fn authors_and_moderators_read_what_is_theirs(test: TestDb) {
    let world = World::open(&test).await;
    let (market, catalog) = (&world.market, &world.market.catalog);
    let review = world.write(&draft(5, "Tốt")).await.unwrap();
    let page = PageArgs::first(10);
    let own = catalog.own_reviews(&world.shopper, &page).await.unwrap();
    assert_eq!(own.rows[0].1.id, review.id);
    let stranger = market.account(Vec::new()).await;
    assert!(
        catalog
            .own_reviews(&stranger, &page)
            .await
            .unwrap()
            .rows
            .is_empty()
    );
    let nobody = catalog.own_reviews(&Actor::Anonymous, &page).await;
    assert!(matches!(nobody, Err(ReadError::NotAllowed)));
    let subject = FeedbackSubject::Review(review.id);
    for who in [&stranger, &world.owner, &world.shopper, &Actor::Anonymous] {
        let told = catalog.feedback_history(who, subject, &page).await;
        assert!(matches!(told, Err(ReadError::NotFound)), "{told:?}");
    }
    // A producer reads what is public, and nothing of what waits.
    let producer = world.listing.producer.id;
    let read = async |who: &Actor, answered| {
        let told = catalog
            .producer_reviews(who, producer, answered, &page)
            .await;
        told.map(|page| {
            page.rows
                .into_iter()
                .map(|(_, own)| own)
                .collect::<Vec<_>>()
        })
    };
    assert!(read(&world.owner, None).await.unwrap().is_empty());
    let public = world
        .decide(&review, &FeedbackDecision::Approve)
        .await
        .unwrap();
    world
        .update(&public, &draft(1, "Gọi 0912345678"))
        .await
        .unwrap();
    let seen = read(&world.owner, Some(false)).await.unwrap().remove(0);
    assert_eq!((seen.proposed, seen.marks.len()), (None, 0));
    assert_eq!(seen.status, ReviewStatus::Public);
    let answered = catalog
        .answer_review(&world.owner, review.id, "Cảm ơn")
        .await
        .unwrap();
    assert_eq!((answered.proposed, answered.marks.len()), (None, 0));
    assert_eq!(answered.status, ReviewStatus::Public);
    // Its author and moderators still do.
    let filter = FeedbackFilter::default();
    let queue = catalog.review_queue(&world.moderator, &filter, &page).await;
    for told in [
        queue.unwrap(),
        catalog.own_reviews(&world.shopper, &page).await.unwrap(),
    ] {
        let own = &told.rows[0].1;
        assert_eq!(own.status, ReviewStatus::Changed);
        assert!(own.proposed.is_some() && own.marks == [Mark::Contact]);
    }
    assert!(read(&world.owner, Some(false)).await.unwrap().is_empty());
    for who in [&stranger, &world.moderator, &Actor::Anonymous] {
        let told = read(who, None).await;
        assert!(matches!(told, Err(ReadError::NotFound)), "{told:?}");
    }
}

async fn who_sells_does_not_read_as_a_moderator(test: TestDb) {
    let world = World::open(&test).await;
    let (market, catalog) = (&world.market, &world.market.catalog);
    let other = market.producer("HTX khác").await;
    let other = market.listing(&other, "Mắm tép", 9_000, 5).await;
    let mut subjects = Vec::new();
    // What is a producer's waits the longest: no page may be full of it.
    for listing in [&world.listing, &other] {
        let buyer = market.bought(listing, world.shopper.account_id()).await;
        let review = catalog
            .create_review(&world.shopper, &buyer, &draft(5, "Tốt"))
            .await
            .unwrap();
        let question = catalog
            .ask(&world.shopper, listing.product, "Có cay không?")
            .await
            .unwrap();
        let new = NewReport {
            product_id: listing.product,
            reason: ReportReason::Fake,
            text: "Hàng giả".to_owned(),
            contact_email: None,
        };
        let sent = catalog.report_listing(&world.shopper, &new).await.unwrap();
        subjects.push((review.id, question.id, sent.report.id));
        world.clock.advance(Duration::seconds(1));
    }
    let producer = world.listing.producer.id;
    let acting = |right| RoleGrant {
        role: Role::ProducerDelegate,
        scope: Scope::Right {
            producer,
            right,
            grant: ProducerGrantId::new(world.clock.now()),
        },
    };
    let works = |role| RoleGrant {
        role,
        scope: Scope::Producer(producer),
    };
    let (page, filter) = (PageArgs::first(1), FeedbackFilter::default());
    for (grant, first) in [
        (works(Role::ProducerOwner), 1),
        (works(Role::ProducerStaff), 1),
        (acting(Right::Listings), 1),
        (acting(Right::Orders), 0),
    ] {
        for scope in [Scope::Global, Scope::Province("37".to_owned())] {
            let mut grants = role(Role::Moderator, scope);
            grants.push(grant.clone());
            let who = market.account(grants).await;
            let (review, question, report) = subjects[first];
            let told = catalog.review_queue(&who, &filter, &page).await.unwrap();
            assert_eq!(told.rows[0].1.id, review, "{grant:?}");
            let told = catalog.question_queue(&who, &filter, &page).await.unwrap();
            assert_eq!(told.rows[0].1.id, question, "{grant:?}");
            let told = catalog
                .report_queue(&who, ReportStatus::Open, &filter, &page)
                .await
                .unwrap();
            assert_eq!(told.rows[0].1.id, report, "{grant:?}");
            for (n, (review, question, report)) in subjects.iter().enumerate() {
                let seen = n >= first;
                let told = catalog.report(&who, *report, None).await.unwrap();
                assert_eq!(told.is_some(), seen, "{grant:?}");
                for subject in [
                    FeedbackSubject::Review(*review),
                    FeedbackSubject::Question(*question),
                    FeedbackSubject::Report(*report),
                ] {
                    let told = catalog.feedback_history(&who, subject, &page).await;
                    assert_eq!(told.is_ok(), seen, "{grant:?} {subject:?}");
                }
            }
        }
    }
}

async fn lists_follow_an_index(test: TestDb) {
    let world = World::open(&test).await;
    let market = &world.market;
    // Enough that no engine reads everything: forged, past the use cases.
    market.review(&world.listing, None, 5).await;
    let id = match test.handle().engine() {
        db::Engine::Sqlite => "CAST(unhex(printf('%032x', n)) AS BLOB)",
        db::Engine::Postgres => "CAST(LPAD(TO_HEX(n), 32, '0') AS UUID)",
    };
    let numbers = "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 3000)";
    let bought = format!(
        "{numbers} INSERT INTO purchase (order_line_id, product_id, variant_id, producer_id, delivered_at) \
         SELECT {id}, p.product_id, p.variant_id, p.producer_id, p.delivered_at FROM numbers \
         CROSS JOIN (SELECT * FROM purchase LIMIT 1) p"
    );
    let said = format!(
        "{numbers} INSERT INTO review (id, order_line_id, product_id, producer_id, delivered_at, status, stars, body, images, \
         has_images, published_at, new_images, marks, submitted_at, submissions, reasons, answer_removed, helpful, created_at, updated_at, version) \
         SELECT {id}, {id}, r.product_id, r.producer_id, r.delivered_at, r.status, 1 + n % 5, r.body, '[]', FALSE, r.published_at, '[]', '[]', \
         r.submitted_at, 1, '[]', FALSE, n % 7, r.created_at, r.updated_at, 1 FROM numbers CROSS JOIN (SELECT * FROM review LIMIT 1) r"
    );
    for sql in [bought, said] {
        assert_eq!(test.raw(&sql).await.unwrap(), 3_000);
    }
    test.raw("ANALYZE").await.unwrap();
    for (sort, index) in [
        (ReviewSort::Newest, "review_newest"),
        (ReviewSort::Helpful, "review_helpful"),
        (ReviewSort::Best, "review_stars"),
        (ReviewSort::Worst, "review_stars"),
    ] {
        let page = ReviewPage { sort, ..newest(10) };
        let plan = market.plan_of_reviews(world.listing.product, &page).await;
        assert!(plan.contains(index), "{sort:?}: {plan}");
        assert!(!plan.to_uppercase().contains("SORT"), "{sort:?}: {plan}");
        assert!(!plan.contains("TEMP B-TREE"), "{sort:?}: {plan}");
    }
}

async fn pictures_are_the_buyers_and_kept_while_shown(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    let other = world.market.bought(&world.listing, None).await;
    let mut pictures = Vec::new();
    for (n, line) in [
        (1, world.buyer.line),
        (2, world.buyer.line),
        (3, other.line),
    ] {
        let id = kernel::PictureId(uuid::Uuid::from_u128(n));
        let sql = "INSERT INTO picture (id, order_line_id, sha256, width, height, placeholder, renditions, bytes, created_at) \
            VALUES ($1, $2, $3, 10, 10, 'x', '[]', 1, $4)";
        let hash = format!("{n:064}");
        let values = [
            id.0.into(),
            line.0.into(),
            hash.into(),
            world.clock.now().into(),
        ];
        let tx = world.market.db.begin().await.unwrap();
        let row = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
        tx.execute_raw(row).await.unwrap();
        tx.commit().await.unwrap();
        pictures.push(id);
    }
    let with = |pictures: &[kernel::PictureId]| ReviewDraft {
        pictures: pictures.to_vec(),
        ..draft(5, "Giòn, thơm.")
    };
    // Another buyer's is none of one's own.
    let done = world.write(&with(&pictures[2..])).await;
    assert!(matches!(done, Err(ReviewError::Pictures)), "{done:?}");
    let review = world.write(&with(&pictures[..1])).await.unwrap();
    let public = world
        .decide(&review, &FeedbackDecision::Approve)
        .await
        .unwrap();
    let pictured = |own| ReviewPage {
        with_pictures: Some(own),
        ..newest(9)
    };
    assert_eq!(world.page(pictured(true)).await.len(), 1);
    assert!(world.page(pictured(false)).await.is_empty());
    // What an edit shows is kept beside what is public.
    world.update(&public, &with(&pictures[1..2])).await.unwrap();
    let media = pictures::Media::folder(test.folder()).unwrap();
    let all = pictures::Pictures::new(
        test.handle(),
        Arc::new(world.clock.clone()),
        media,
        kernel::TokenKey::new([7; 32]),
    );
    let sweep = catalog::jobs::SweepPictures(all);
    let swept = async || {
        world.clock.advance(Duration::days(8));
        jobs::Handler::run(&sweep, "").await.unwrap();
        test.number("SELECT COUNT(*) FROM picture").await
    };
    assert_eq!(swept().await, 2);
    let gone = catalog
        .withdraw_review(&world.shopper, &world.buyer, review.id)
        .await;
    gone.unwrap();
    assert_eq!(swept().await, 0);
}
