//! What people report about listings.

use catalog::ReadError;
use catalog::feedback::{FeedbackFilter, FeedbackSubject};
use catalog::fixtures::{Listing, Market, outbox};
use catalog::listing::NewTakeDown;
use catalog::reports::{
    ListingReport, MAX_OF_ACCOUNT_A_DAY, MAX_OF_GUEST_A_DAY, MAX_OPEN_OF_GUESTS, NewReport,
    ReportListingError, ReportReason, ReportResult, ReportStatus, ResolveReport,
    ResolveReportError, SentReport,
};
use chrono::Duration;
use kernel::clock::day_in_vietnam;
use kernel::{Actor, Clock, ListingReportId, PageArgs, ProductId, Role, RoleGrant, Scope};
use std::sync::Arc;
use testkit::{TestClock, TestDb};

testkit::on_both!(
    a_report_is_decided_and_its_reporter_reads_it,
    one_is_open_for_each_account_and_product,
    only_so_many_are_sent,
    what_is_no_report_is_refused,
    moderators_decide_in_their_scope_not_about_their_own_and_once,
    a_take_down_answers_a_report,
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

    async fn send(
        &self,
        who: &Actor,
        product: ProductId,
        mail: Option<&str>,
    ) -> Result<SentReport, ReportListingError> {
        self.clock.advance(Duration::seconds(1));
        let new = NewReport {
            product_id: product,
            reason: ReportReason::FalseStar,
            text: "In năm sao\u{202E}".to_owned(),
            contact_email: mail.map(str::to_owned),
        };
        self.market.catalog.report_listing(who, &new).await
    }

    async fn resolve(
        &self,
        who: &Actor,
        seen: &ListingReport,
        result: ReportResult,
    ) -> Result<ListingReport, ResolveReportError> {
        self.clock.advance(Duration::seconds(1));
        let command = ResolveReport {
            id: seen.id,
            version: seen.version,
            result,
            answer: "Đã kiểm tra.".to_owned(),
        };
        self.market.catalog.resolve_report(who, &command).await
    }

    async fn queue(&self, who: &Actor) -> Result<Vec<ListingReportId>, ReadError> {
        let (filter, page) = (FeedbackFilter::default(), PageArgs::first(100));
        let catalog = &self.market.catalog;
        let found = catalog
            .report_queue(who, ReportStatus::Open, &filter, &page)
            .await?;
        Ok(found.rows.into_iter().map(|(_, own)| own.id).collect())
    }
}

async fn a_report_is_decided_and_its_reporter_reads_it(test: TestDb) {
    let world = World::open(&test).await;
    let (catalog, product) = (&world.market.catalog, world.listing.product);
    // Of who is signed in, no address is read.
    let sent = world
        .send(&world.shopper, product, Some("lan@vidu.example"))
        .await
        .unwrap();
    assert_eq!((sent.token, &sent.report.contact_email), (None, &None));
    assert_eq!(sent.report.text, "In năm sao");
    let guest = world
        .send(&Actor::Anonymous, product, Some(" Lan@Vidu.example "))
        .await
        .unwrap();
    let token = guest.token.unwrap();
    assert_eq!(
        guest.report.contact_email.as_deref(),
        Some("lan@vidu.example")
    );
    let plain = format!(
        "SELECT COUNT(*) FROM listing_report WHERE contact_email = '{token}' OR body = '{token}'"
    );
    assert_eq!(test.number(&plain).await, 0);
    assert_eq!(
        world.queue(&world.moderator).await.unwrap(),
        [sent.report.id, guest.report.id]
    );
    // Who reads which.
    let reads = async |who: &Actor, own: &ListingReport, token: Option<&str>| {
        catalog.report(who, own.id, token).await.unwrap().is_some()
    };
    let away = world
        .market
        .account(role(Role::Moderator, Scope::Province("01".into())))
        .await;
    for (who, of_account, of_guest) in [
        (&world.shopper, true, false),
        (&world.moderator, true, true),
        (&world.owner, false, false),
        (&away, false, false),
        (&Actor::Anonymous, false, false),
    ] {
        assert_eq!(reads(who, &sent.report, None).await, of_account, "{who:?}");
        assert_eq!(reads(who, &guest.report, None).await, of_guest, "{who:?}");
    }
    let nobody = Actor::Anonymous;
    assert!(reads(&nobody, &guest.report, Some(&token)).await);
    for wrong in ["", " ", "x", &token[1..], &*format!("{token} ")] {
        assert!(
            !reads(&nobody, &guest.report, Some(wrong)).await,
            "{wrong:?}"
        );
        assert!(
            !reads(&nobody, &sent.report, Some(wrong)).await,
            "{wrong:?}"
        );
    }
    assert!(!reads(&nobody, &sent.report, Some(&token)).await);
    let done = world
        .resolve(&world.moderator, &guest.report, ReportResult::ChangeAsked)
        .await;
    done.unwrap();
    let told = catalog
        .report(&nobody, guest.report.id, Some(&token))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(told.status, ReportStatus::ChangeAsked);
    assert_eq!(told.answer.as_deref(), Some("Đã kiểm tra."));
    // The producer reads what is to be changed in its listing's history, and
    // nothing of who asked.
    let page = PageArgs::first(5);
    let history = catalog
        .listing_history(&world.owner, product, &page)
        .await
        .unwrap();
    let event = &history.rows[0].1;
    assert_eq!(event.act, "ASK_CHANGE");
    assert!(event.details.contains("Đã kiểm tra.") && !event.details.contains("lan@"));
    let own = catalog.own_reports(&world.shopper, &page).await.unwrap();
    assert_eq!(own.rows[0].1.id, sent.report.id);
    assert_eq!(
        world.queue(&world.moderator).await.unwrap(),
        [sent.report.id]
    );
    assert!(matches!(
        world.queue(&world.owner).await,
        Err(ReadError::NotAllowed)
    ));
    assert!(world.queue(&away).await.unwrap().is_empty());
    let subject = FeedbackSubject::Report(guest.report.id);
    let told = catalog
        .feedback_history(&world.moderator, subject, &page)
        .await
        .unwrap();
    let acts: Vec<&str> = told.rows.iter().map(|(_, own)| own.act.as_str()).collect();
    assert_eq!(acts, ["RESOLVE", "CREATE"]);
    let told = catalog
        .feedback_history(&world.shopper, subject, &page)
        .await;
    assert!(matches!(told, Err(ReadError::NotFound)));
}

async fn one_is_open_for_each_account_and_product(test: TestDb) {
    let world = World::open(&test).await;
    let product = world.listing.product;
    let first = world.send(&world.shopper, product, None).await.unwrap();
    let again = world.send(&world.shopper, product, None).await;
    assert!(
        matches!(again, Err(ReportListingError::AlreadyOpen)),
        "{again:?}"
    );
    let guest = Actor::Anonymous;
    // Nobody learns by a refusal who reported as a guest.
    for typed in ["lan@vidu.example", "LAN@vidu.example"] {
        world.send(&guest, product, Some(typed)).await.unwrap();
    }
    let other = world
        .market
        .listing(&world.listing.producer, "Mắm tép", 9_000, 5)
        .await;
    world
        .send(&world.shopper, other.product, None)
        .await
        .unwrap();
    world
        .resolve(&world.moderator, &first.report, ReportResult::Dismissed)
        .await
        .unwrap();
    world.send(&world.shopper, product, None).await.unwrap();
}

async fn only_so_many_are_sent(test: TestDb) {
    let world = World::open(&test).await;
    let (producer, guest) = (&world.listing.producer, Actor::Anonymous);
    let mut listings = Vec::new();
    for n in 0..=MAX_OF_ACCOUNT_A_DAY {
        listings.push(
            world
                .market
                .listing(producer, &format!("Món {n}"), 9_000, 5)
                .await,
        );
    }
    for (who, mail, most) in [
        (&world.shopper, None, MAX_OF_ACCOUNT_A_DAY),
        (&guest, Some("lan@vidu.example"), MAX_OF_GUEST_A_DAY),
    ] {
        let most = usize::try_from(most).unwrap();
        for listing in &listings[..most] {
            world.send(who, listing.product, mail).await.unwrap();
        }
        let more = world.send(who, listings[most].product, mail).await;
        assert!(matches!(more, Err(ReportListingError::TooMany)), "{more:?}");
    }
    // Addresses are easily made.
    for n in 0..MAX_OPEN_OF_GUESTS {
        let mail = format!("khach{n}@vidu.example");
        world
            .send(&guest, world.listing.product, Some(&mail))
            .await
            .unwrap();
    }
    let more = world
        .send(&guest, world.listing.product, Some("nua@vidu.example"))
        .await;
    assert!(matches!(more, Err(ReportListingError::TooMany)), "{more:?}");
    let signed_in = world.market.account(Vec::new()).await;
    world
        .send(&signed_in, world.listing.product, None)
        .await
        .unwrap();
}

async fn what_is_no_report_is_refused(test: TestDb) {
    let world = World::open(&test).await;
    let (product, guest) = (world.listing.product, Actor::Anonymous);
    for (mail, needed) in [(None, true), (Some("lan"), false), (Some(""), false)] {
        let done = world.send(&guest, product, mail).await;
        match needed {
            true => assert!(
                matches!(done, Err(ReportListingError::ContactNeeded)),
                "{done:?}"
            ),
            false => assert!(matches!(done, Err(ReportListingError::Contact)), "{done:?}"),
        }
    }
    for text in ["", "\u{200B} ", &*"ă".repeat(2_001)] {
        let new = NewReport {
            product_id: product,
            reason: ReportReason::Other,
            text: text.to_owned(),
            contact_email: None,
        };
        let done = world
            .market
            .catalog
            .report_listing(&world.shopper, &new)
            .await;
        assert!(matches!(done, Err(ReportListingError::Text)), "{done:?}");
    }
    let unknown = ProductId(uuid::Uuid::from_u128(7));
    let done = world.send(&world.shopper, unknown, None).await;
    assert!(
        matches!(done, Err(ReportListingError::ProductNotFound)),
        "{done:?}"
    );
    let status = programme::CertificateStatus::Suspended;
    world.market.set_certificate(&world.listing, status).await;
    let done = world.send(&world.shopper, product, None).await;
    assert!(
        matches!(done, Err(ReportListingError::ProductNotFound)),
        "{done:?}"
    );
    assert_eq!(test.number("SELECT COUNT(*) FROM listing_report").await, 0);
}

async fn moderators_decide_in_their_scope_not_about_their_own_and_once(test: TestDb) {
    let world = World::open(&test).await;
    let sent = world
        .send(&world.shopper, world.listing.product, None)
        .await
        .unwrap()
        .report;
    let producer = world.listing.producer.id;
    let mut both = role(Role::Moderator, Scope::Global);
    both.extend(role(Role::ProducerStaff, Scope::Producer(producer)));
    let dismissed = ReportResult::Dismissed;
    for (grants, own) in [
        (Vec::new(), false),
        (role(Role::Moderator, Scope::Province("01".into())), false),
        (both, true),
    ] {
        let who = world.market.account(grants).await;
        let done = world.resolve(&who, &sent, dismissed).await;
        match own {
            true => assert!(
                matches!(done, Err(ResolveReportError::OwnListing)),
                "{done:?}"
            ),
            false => assert!(
                matches!(done, Err(ResolveReportError::NotFound)),
                "{done:?}"
            ),
        }
    }
    let old = ListingReport {
        version: 7,
        ..sent.clone()
    };
    let done = world.resolve(&world.moderator, &old, dismissed).await;
    assert!(
        matches!(done, Err(ResolveReportError::Outdated(1))),
        "{done:?}"
    );
    let other = world
        .market
        .account(role(Role::Administrator, Scope::Global))
        .await;
    let done = tokio::join!(
        world.resolve(&world.moderator, &sent, dismissed),
        world.resolve(&other, &sent, ReportResult::ChangeAsked),
    );
    let decided = usize::from(done.0.is_ok()) + usize::from(done.1.is_ok());
    assert_eq!(decided, 1, "{done:?}");
    let late = world.resolve(&other, &sent, dismissed).await;
    assert!(
        matches!(late, Err(ResolveReportError::Resolved)),
        "{late:?}"
    );
}

async fn a_take_down_answers_a_report(test: TestDb) {
    let world = World::open(&test).await;
    let (catalog, product) = (&world.market.catalog, world.listing.product);
    let sent = world
        .send(&world.shopper, product, None)
        .await
        .unwrap()
        .report;
    let early = world
        .resolve(&world.moderator, &sent, ReportResult::TakenDown)
        .await;
    assert!(
        matches!(early, Err(ResolveReportError::NotTakenDown)),
        "{early:?}"
    );
    let order = NewTakeDown {
        product_id: product,
        authority: "Chi cục Quản lý thị trường".to_owned(),
        order_number: "01/QĐ".to_owned(),
        ordered_on: day_in_vietnam(world.clock.now()),
        reason: "Giả sao".to_owned(),
    };
    let down = catalog.take_down(&world.moderator, &order).await.unwrap();
    let done = world
        .resolve(&world.moderator, &sent, ReportResult::TakenDown)
        .await
        .unwrap();
    assert_eq!(done.take_down_id, down.take_down.map(|own| own.id));
    assert_eq!(done.status, ReportStatus::TakenDown);
    // The reporter reads it although the product is gone.
    let told = catalog
        .report(&world.shopper, sent.id, None)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(told.answer.as_deref(), Some("Đã kiểm tra."));
}
