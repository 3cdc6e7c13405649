//! What people ask about products.

use catalog::ReadError;
use catalog::feedback::{
    AnswerError, FeedbackDecideError, FeedbackDecision, FeedbackFilter, Mark, RefusalReason,
};
use catalog::fixtures::{Listing, Market, outbox};
use catalog::questions::{
    AskError, MAX_A_DAY, Question, QuestionPage, QuestionStatus, WithdrawQuestionError,
};
use chrono::Duration;
use kernel::{Actor, PageArgs, ProductId, QuestionId, Role, RoleGrant, Scope};
use std::sync::Arc;
use testkit::{TestClock, TestDb};

testkit::on_both!(
    a_question_is_public_once_approved_and_answered_at_once,
    only_so_many_are_asked_a_day,
    what_is_hidden_or_no_question_is_refused,
    moderators_decide_in_their_scope_and_not_about_their_own,
    who_asked_takes_it_back,
    lists_are_for_whom_they_are,
    producers_do_not_read_what_moderators_see,
);

struct World {
    market: Market,
    clock: TestClock,
    listing: Listing,
    shopper: Actor,
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
        let moderator = role(Role::Moderator, Scope::Province("37".into()));
        let owner = role(Role::ProducerOwner, Scope::Producer(producer.id));
        Self {
            shopper: market.account(Vec::new()).await,
            moderator: market.account(moderator).await,
            owner: market.account(owner).await,
            market,
            clock,
            listing,
        }
    }

    async fn ask(&self, who: &Actor, text: &str) -> Result<Question, AskError> {
        self.clock.advance(Duration::seconds(1));
        self.market
            .catalog
            .ask(who, self.listing.product, text)
            .await
    }

    async fn decide(
        &self,
        who: &Actor,
        seen: &Question,
        approve: bool,
    ) -> Result<Question, FeedbackDecideError> {
        let decision = match approve {
            true => FeedbackDecision::Approve,
            false => FeedbackDecision::Refuse {
                reasons: vec![RefusalReason::NotAboutProduct],
                note: None,
            },
        };
        self.clock.advance(Duration::seconds(1));
        let catalog = &self.market.catalog;
        catalog
            .decide_question(who, seen.id, seen.version, &decision)
            .await
    }

    async fn shown(&self) -> Vec<Question> {
        let page = QuestionPage {
            first: 10,
            after: None,
        };
        let wanted = [(self.listing.product, page)];
        let found = self.market.catalog.public_questions(&wanted).await.unwrap();
        found
            .into_iter()
            .flat_map(|(_, own)| own.questions)
            .collect()
    }
}

async fn a_question_is_public_once_approved_and_answered_at_once(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    let asked = world
        .ask(&world.shopper, " Có cay\u{202E} không? ")
        .await
        .unwrap();
    assert_eq!(asked.text.as_deref(), Some("Có cay không?"));
    assert_eq!(asked.author.as_ref().unwrap().as_str(), "Nguyễn T. L.");
    assert!(world.shown().await.is_empty());
    let early = catalog
        .answer_question(&world.owner, asked.id, "Không ạ")
        .await;
    assert!(matches!(early, Err(AnswerError::NotPublic)), "{early:?}");
    let public = world.decide(&world.moderator, &asked, true).await.unwrap();
    assert_eq!(public.status, QuestionStatus::Public);
    let stranger = catalog
        .answer_question(&world.shopper, asked.id, "Không ạ")
        .await;
    assert!(
        matches!(stranger, Err(AnswerError::NotFound)),
        "{stranger:?}"
    );
    let marked = catalog
        .answer_question(&world.owner, asked.id, "Gọi 0912345678")
        .await;
    assert!(matches!(marked, Err(AnswerError::Marked(marks)) if marks == [Mark::Contact]));
    catalog
        .answer_question(&world.owner, asked.id, "Không ạ")
        .await
        .unwrap();
    let shown = world.shown().await;
    assert_eq!(shown[0].answer.as_ref().unwrap().text, "Không ạ");
    let done = catalog
        .remove_question_answer(&world.owner, asked.id, "Sai")
        .await;
    assert!(matches!(done, Err(AnswerError::NotFound)), "{done:?}");
    catalog
        .remove_question_answer(&world.moderator, asked.id, "Sai")
        .await
        .unwrap();
    assert_eq!(world.shown().await[0].answer, None);
    let again = catalog
        .answer_question(&world.owner, asked.id, "Không ạ")
        .await;
    assert!(matches!(again, Err(AnswerError::Removed)), "{again:?}");
    // A moderator takes the question away, too.
    world
        .decide(&world.moderator, &public, false)
        .await
        .unwrap();
    assert!(world.shown().await.is_empty());
}

async fn only_so_many_are_asked_a_day(test: TestDb) {
    let world = World::open(&test).await;
    for n in 0..MAX_A_DAY {
        let asked = world
            .ask(&world.shopper, &format!("Câu {n}"))
            .await
            .unwrap();
        // What is taken back was asked all the same.
        let done = world
            .market
            .catalog
            .withdraw_question(&world.shopper, asked.id)
            .await;
        done.unwrap();
    }
    let more = world.ask(&world.shopper, "Nữa").await;
    assert!(matches!(more, Err(AskError::TooManyToday)), "{more:?}");
    let other = world.market.account(Vec::new()).await;
    world.ask(&other, "Câu khác").await.unwrap();
    // Midnight is that of Vietnam.
    world.clock.set("2026-11-23T16:59:58Z".parse().unwrap());
    let more = world.ask(&world.shopper, "Nữa").await;
    assert!(matches!(more, Err(AskError::TooManyToday)), "{more:?}");
    world.ask(&world.shopper, "Hôm sau").await.unwrap();
    let kept = test.number("SELECT COUNT(*) FROM feedback_day").await;
    assert_eq!(kept, 1, "earlier days are forgotten");
}

async fn what_is_hidden_or_no_question_is_refused(test: TestDb) {
    let world = World::open(&test).await;
    for text in ["", " \u{200B}\n", &*"ă".repeat(1_001)] {
        let done = world.ask(&world.shopper, text).await;
        assert!(matches!(done, Err(AskError::Text)), "{done:?}");
    }
    let nobody = world.ask(&Actor::Anonymous, "Có cay không?").await;
    assert!(
        matches!(nobody, Err(AskError::ProductNotFound)),
        "{nobody:?}"
    );
    let catalog = &world.market.catalog;
    let unknown = ProductId(uuid_of(7));
    let done = catalog.ask(&world.shopper, unknown, "Có cay không?").await;
    assert!(matches!(done, Err(AskError::ProductNotFound)), "{done:?}");
    let status = programme::CertificateStatus::Suspended;
    world.market.set_certificate(&world.listing, status).await;
    let hidden = world.ask(&world.shopper, "Có cay không?").await;
    assert!(
        matches!(hidden, Err(AskError::ProductNotFound)),
        "{hidden:?}"
    );
    assert_eq!(test.number("SELECT COUNT(*) FROM question").await, 0);
    assert_eq!(test.number("SELECT COUNT(*) FROM feedback_day").await, 0);
}

fn uuid_of(n: u128) -> uuid::Uuid {
    uuid::Uuid::from_u128(n)
}

async fn moderators_decide_in_their_scope_and_not_about_their_own(test: TestDb) {
    let world = World::open(&test).await;
    let asked = world.ask(&world.shopper, "Có cay không?").await.unwrap();
    let producer = world.listing.producer.id;
    let mut both = role(Role::Moderator, Scope::Global);
    both.extend(role(Role::ProducerStaff, Scope::Producer(producer)));
    for (grants, own) in [
        (Vec::new(), false),
        (role(Role::Moderator, Scope::Province("01".into())), false),
        (both, true),
    ] {
        let who = world.market.account(grants).await;
        let done = world.decide(&who, &asked, true).await;
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
    let refused = world.decide(&world.moderator, &asked, false).await.unwrap();
    assert_eq!(refused.reasons, [RefusalReason::NotAboutProduct]);
    let late = world.decide(&world.moderator, &asked, true).await;
    assert!(
        matches!(late, Err(FeedbackDecideError::WrongStatus)),
        "{late:?}"
    );
    let other = world.ask(&world.shopper, "Hạn dùng?").await.unwrap();
    let old = Question {
        version: 7,
        ..other
    };
    let late = world.decide(&world.moderator, &old, true).await;
    assert!(
        matches!(late, Err(FeedbackDecideError::Outdated(1))),
        "{late:?}"
    );
}

async fn who_asked_takes_it_back(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    let asked = world.ask(&world.shopper, "Có cay không?").await.unwrap();
    world.decide(&world.moderator, &asked, true).await.unwrap();
    catalog
        .answer_question(&world.owner, asked.id, "Không ạ")
        .await
        .unwrap();
    for who in [&world.owner, &world.moderator, &Actor::Anonymous] {
        let done = catalog.withdraw_question(who, asked.id).await;
        assert!(
            matches!(done, Err(WithdrawQuestionError::NotFound)),
            "{done:?}"
        );
    }
    let gone = catalog
        .withdraw_question(&world.shopper, asked.id)
        .await
        .unwrap();
    assert_eq!(
        (gone.status, &gone.text, &gone.answer),
        (QuestionStatus::Withdrawn, &None, &None)
    );
    let again = catalog
        .withdraw_question(&world.shopper, asked.id)
        .await
        .unwrap();
    assert_eq!(again, gone);
    assert!(world.shown().await.is_empty());
    let unknown = catalog
        .withdraw_question(&world.shopper, QuestionId(uuid_of(7)))
        .await;
    assert!(matches!(unknown, Err(WithdrawQuestionError::NotFound)));
}

async fn lists_are_for_whom_they_are(test: TestDb) {
    let world = World::open(&test).await;
    let (market, catalog) = (&world.market, &world.market.catalog);
    let mut public = Vec::new();
    for n in 0..3 {
        let asked = world
            .ask(&world.shopper, &format!("Câu {n}"))
            .await
            .unwrap();
        public.push(world.decide(&world.moderator, &asked, true).await.unwrap());
    }
    catalog
        .answer_question(&world.owner, public[0].id, "Vâng")
        .await
        .unwrap();
    let waiting = world.ask(&world.shopper, "Đồ ngu").await.unwrap();
    let (page, producer) = (PageArgs::first(10), world.listing.producer.id);
    let ids = |page: kernel::Page<Question>| {
        let rows = page.rows.into_iter().map(|(_, own)| own.id);
        rows.collect::<Vec<_>>()
    };
    let unanswered = catalog
        .producer_questions(&world.owner, producer, Some(false), &page)
        .await;
    assert_eq!(ids(unanswered.unwrap()), [public[1].id, public[2].id]);
    let answered = catalog
        .producer_questions(&world.owner, producer, Some(true), &page)
        .await;
    assert_eq!(ids(answered.unwrap()), [public[0].id]);
    let stranger = market.account(Vec::new()).await;
    for who in [&stranger, &world.moderator] {
        let told = catalog.producer_questions(who, producer, None, &page).await;
        assert!(matches!(told, Err(ReadError::NotFound)), "{told:?}");
    }
    let own = ids(catalog.own_questions(&world.shopper, &page).await.unwrap());
    assert_eq!(own, [waiting.id, public[2].id, public[1].id, public[0].id]);
    assert!(ids(catalog.own_questions(&stranger, &page).await.unwrap()).is_empty());
    let filter = FeedbackFilter {
        marked: Some(true),
        ..FeedbackFilter::default()
    };
    let queue = catalog
        .question_queue(&world.moderator, &filter, &page)
        .await;
    assert_eq!(ids(queue.unwrap()), [waiting.id]);
    let queue = catalog.question_queue(&world.owner, &filter, &page).await;
    assert!(matches!(queue, Err(ReadError::NotAllowed)));
    // Several products at once are one statement.
    let other = market
        .listing(&world.listing.producer, "Mắm tép", 9_000, 5)
        .await;
    let page = QuestionPage {
        first: 2,
        after: None,
    };
    let wanted = [(world.listing.product, page), (other.product, page)];
    let (found, statements) = db::statements::counted(catalog.public_questions(&wanted)).await;
    let found = found.unwrap();
    assert_eq!((statements, found.len()), (1, 1));
    let own = &found[0].1;
    assert!(own.has_next);
    let shown: Vec<QuestionId> = own.questions.iter().map(|own| own.id).collect();
    assert_eq!(shown, [public[2].id, public[1].id]);
    let rest = QuestionPage {
        after: own.questions.last().map(Question::place),
        ..page
    };
    let found = catalog
        .public_questions(&[(world.listing.product, rest)])
        .await
        .unwrap();
    assert_eq!(found[0].1.questions[0].id, public[0].id);
    assert!(!found[0].1.has_next);
}

async fn producers_do_not_read_what_moderators_see(test: TestDb) {
    let world = World::open(&test).await;
    let catalog = &world.market.catalog;
    let asked = world.ask(&world.shopper, "Gọi 0912345678").await.unwrap();
    assert_eq!(asked.marks, [Mark::Contact]);
    let public = world.decide(&world.moderator, &asked, true).await.unwrap();
    assert_eq!(public.marks, [Mark::Contact]);
    let (page, producer) = (PageArgs::first(5), world.listing.producer.id);
    let told = catalog
        .producer_questions(&world.owner, producer, None, &page)
        .await;
    assert_eq!(told.unwrap().rows.remove(0).1.marks, []);
    let answered = catalog
        .answer_question(&world.owner, asked.id, "Vâng")
        .await
        .unwrap();
    assert_eq!(answered.marks, []);
    // They are only not told.
    let own = catalog.own_questions(&world.shopper, &page).await.unwrap();
    assert_eq!(own.rows[0].1.marks, [Mark::Contact]);
}
