//! What was bought, reviewed, asked, kept in mind and reported, in every state
//! that a case needs.

use super::super::making::{Shows, picture};
use super::super::people::{Person, everywhere, in_province, of, person};
use crate::bad_input::global_id;
use crate::bad_input::making::{cart_of, check_out, literal};
use crate::bad_input::world::Order;
use crate::support::App;
use catalog::feedback::FeedbackDecision;
use catalog::fixtures::Listing;
use catalog::listing::NewTakeDown;
use catalog::questions::Question;
use catalog::reports::{ListingReport, NewReport, ReportReason, ReportResult, ResolveReport};
use catalog::reviews::{Review, ReviewDraft};
use kernel::clock::day_in_vietnam;
use kernel::{
    Actor, Clock, ListingReportId, OrderLineId, PictureId, ProducerId, ProductId, QuestionId,
    ReviewId, Role,
};
use orders::fulfil::Step;
use testkit::TestDb;

/// A review or a question as somebody saw it.
pub(super) struct Seen {
    pub(super) id: String,
    pub(super) version: i64,
}

pub(in crate::bad_input) struct World {
    pub(in crate::bad_input) app: App,
    pub(super) owner: Person,
    pub(super) rival: Person,
    pub(super) moderator: Person,
    /// Of Hà Nội.
    pub(super) foreign: Person,
    /// Moderates, and works for the producer.
    pub(super) own_moderator: Person,
    pub(super) shopper: Person,
    /// Asked and kept in mind as much as there may be.
    pub(super) busy: Person,
    pub(super) stranger: Person,
    pub(super) producer: String,
    pub(super) rival_producer: String,
    pub(super) product: String,
    /// Its certificate is suspended.
    pub(super) hidden: String,
    /// Of the rival; nothing was said of it.
    pub(super) other: String,
    /// Delivered lines of the shopper: with a review of each state, and
    /// without one.
    pub(super) free: String,
    pub(super) shipped: String,
    pub(super) owners_line: String,
    /// A guest's, and its secret.
    pub(super) guests: String,
    pub(super) token: String,
    /// Of a stranger, for what they bought.
    pub(super) strangers_picture: String,
    pub(super) waiting: Seen,
    pub(super) public: Seen,
    /// Public; a moderator took the answer away.
    pub(super) removed: Seen,
    pub(super) refused: Seen,
    pub(super) withdrawn: Seen,
    pub(super) old: Seen,
    pub(super) worn: Seen,
    pub(super) public_line: String,
    pub(super) asked: Seen,
    pub(super) shown: Seen,
    pub(super) turned_down: Seen,
    pub(super) open: Seen,
    pub(super) decided: Seen,
    pub(super) entry: String,
}

fn draft() -> ReviewDraft {
    ReviewDraft {
        stars: 4,
        text: "Giòn, thơm.".to_owned(),
        ..ReviewDraft::default()
    }
}

/// An order's only line, at that step.
async fn ordered(app: &App, who: &Actor, listing: &Listing, steps: usize) -> (Order, OrderLineId) {
    let cart = cart_of(app, who, &[(listing.variant, 1)], true).await;
    let order = check_out(app, who, &cart, "").await;
    let orders = &app.services.orders;
    let part = orders.parts_of(&[order.key]).await.unwrap().remove(0).id;
    let line = orders.lines_of(&[part]).await.unwrap().remove(0).id;
    let seller = of(Role::ProducerOwner, listing.producer.id);
    let seller = Actor::Account {
        id: uuid::Uuid::from_u128(7).into(),
        grants: vec![seller],
    };
    let ship = Step::Ship {
        carrier: "VNPost".to_owned(),
        tracking_number: "VN123".to_owned(),
    };
    for step in &[Step::Confirm, Step::Pack, ship, Step::Deliver][..steps] {
        orders.fulfil(&seller, part, step).await.unwrap();
    }
    (order, line)
}

async fn reviewed(app: &App, who: &Actor, listing: &Listing) -> Review {
    let (_, line) = ordered(app, who, listing, 4).await;
    let proof = app.services.orders.prove_purchase(who, line, None).await;
    let catalog = &app.services.catalog;
    let written = catalog.create_review(who, &proof.unwrap(), &draft()).await;
    written.unwrap()
}

async fn approved(app: &App, by: &Actor, review: &Review) -> Review {
    let catalog = &app.services.catalog;
    let decision = FeedbackDecision::Approve;
    let done = catalog.decide_review(by, review.id, review.version, &decision);
    done.await.unwrap()
}

fn refusal() -> FeedbackDecision {
    FeedbackDecision::Refuse {
        reasons: vec![catalog::feedback::RefusalReason::Insult],
        note: None,
    }
}

fn seen(own: &Review) -> Seen {
    Seen {
        id: global_id(ReviewId::TYPE, own.id.0),
        version: own.version,
    }
}

fn question(own: &Question) -> Seen {
    Seen {
        id: global_id(QuestionId::TYPE, own.id.0),
        version: own.version,
    }
}

fn report(own: &ListingReport) -> Seen {
    Seen {
        id: global_id(ListingReportId::TYPE, own.id.0),
        version: own.version,
    }
}

async fn reported(app: &App, who: &Actor, product: ProductId, mail: Option<&str>) -> ListingReport {
    let new = NewReport {
        product_id: product,
        reason: ReportReason::FalseStar,
        text: "In năm sao".to_owned(),
        contact_email: mail.map(str::to_owned),
    };
    let sent = app.services.catalog.report_listing(who, &new).await;
    sent.unwrap().report
}

impl World {
    #[allow(clippy::too_many_lines, reason = "one world, told from its beginning")]
    pub(in crate::bad_input) async fn open(test: TestDb) -> Self {
        let app = App::open(test).await;
        let (market, catalog) = (&app.market, &app.services.catalog);
        let own = market.producer("HTX Sinh Dược").await;
        let rival = market.producer("HTX Yên Thắng").await;
        let listing = market.listing(&own, "Cơm cháy", 50_000, 50).await;
        let hidden = market.listing(&own, "Mắm tép", 50_000, 50).await;
        let down = market.listing(&own, "Rượu cần", 50_000, 50).await;
        let other = market.listing(&rival, "Bánh đa", 50_000, 50).await;
        let owner = person(&app, "chuthe", vec![of(Role::ProducerOwner, own.id)]).await;
        let moderator = person(&app, "duyet", vec![in_province(Role::Moderator, "37")]).await;
        let both = vec![everywhere(Role::Moderator), of(Role::ProducerStaff, own.id)];
        let shopper = person(&app, "lan", Vec::new()).await;
        let busy = person(&app, "ban", Vec::new()).await;
        let (buyer, by) = (&shopper.actor, &moderator.actor);

        let (_, free) = ordered(&app, buyer, &listing, 4).await;
        let (_, shipped) = ordered(&app, buyer, &listing, 3).await;
        // She bought it herself.
        let (_, owners_line) = ordered(&app, &owner.actor, &listing, 4).await;
        let stranger = person(&app, "minh", Vec::new()).await;
        let (_, strangers) = ordered(&app, &stranger.actor, &listing, 4).await;
        let by_stranger = Shows::Purchase(strangers, stranger.actor.account_id().unwrap());
        let strangers_picture = picture(&app, by_stranger, 1).await;
        let (guests_order, guests) = ordered(&app, &Actor::Anonymous, &listing, 4).await;
        let waiting = reviewed(&app, buyer, &listing).await;
        let public = reviewed(&app, buyer, &listing).await;
        let public = approved(&app, by, &public).await;
        let answered = reviewed(&app, buyer, &listing).await;
        let answered = approved(&app, by, &answered).await;
        let removed = reviewed(&app, buyer, &listing).await;
        let removed = approved(&app, by, &removed).await;
        for review in [&answered, &removed] {
            let done = catalog
                .answer_review(&owner.actor, review.id, "Cảm ơn")
                .await;
            done.unwrap();
        }
        let done = catalog.remove_review_answer(by, removed.id, "Sai").await;
        done.unwrap();
        let refused = reviewed(&app, buyer, &listing).await;
        let refused = catalog.decide_review(by, refused.id, 1, &refusal()).await;
        let withdrawn = reviewed(&app, buyer, &listing).await;
        let proof = app
            .services
            .orders
            .prove_purchase(buyer, withdrawn.line, None)
            .await;
        let withdrawn = catalog
            .withdraw_review(buyer, &proof.unwrap(), withdrawn.id)
            .await;
        let old = reviewed(&app, buyer, &listing).await;
        let worn = reviewed(&app, buyer, &listing).await;
        for (review, change) in [
            (&old, "created_at = '2026-01-01T00:00:00.000000+00:00'"),
            (&worn, "submissions = 10"),
        ] {
            let key = literal(&app, review.id.0);
            let sql = format!("UPDATE review SET {change} WHERE id = {key}");
            assert_eq!(app.raw(&sql).await, 1);
        }

        let mut questions = Vec::new();
        for text in ["Có cay không?", "Hạn dùng?", "Ngu"] {
            questions.push(catalog.ask(buyer, listing.product, text).await.unwrap());
        }
        let approve = FeedbackDecision::Approve;
        let shown = catalog
            .decide_question(by, questions[1].id, 1, &approve)
            .await;
        let turned_down = catalog
            .decide_question(by, questions[2].id, 1, &refusal())
            .await;
        for n in 0..10 {
            let text = format!("Câu {n}");
            let done = catalog.ask(&busy.actor, other.product, &text).await;
            done.unwrap();
        }
        let entry = catalog
            .add_to_wishlist(buyer, listing.product)
            .await
            .unwrap();
        catalog
            .add_to_wishlist(&busy.actor, listing.product)
            .await
            .unwrap();
        let key = literal(&app, busy.actor.account_id().unwrap().0);
        let sql = format!("UPDATE wishlist SET entries = 500 WHERE account_id = {key}");
        assert_eq!(app.raw(&sql).await, 1);

        let open = reported(&app, buyer, listing.product, None).await;
        let decided = reported(&app, buyer, down.product, None).await;
        let order = NewTakeDown {
            product_id: down.product,
            authority: "Chi cục Quản lý thị trường".to_owned(),
            order_number: "01/QĐ".to_owned(),
            ordered_on: day_in_vietnam(app.clock.now()),
            reason: "Giả sao".to_owned(),
        };
        catalog.take_down(by, &order).await.unwrap();
        let command = ResolveReport {
            id: decided.id,
            version: 1,
            result: ReportResult::TakenDown,
            answer: "Đã gỡ.".to_owned(),
        };
        let decided = catalog.resolve_report(by, &command).await.unwrap();
        // A guest who sent as many as may be sent on a day.
        for n in 0..4 {
            let more = market.listing(&rival, &format!("Món {n}"), 9_000, 5).await;
            let mail = Some("khach@vidu.example");
            reported(&app, &Actor::Anonymous, more.product, mail).await;
        }
        let mail = Some("khach@vidu.example");
        reported(&app, &Actor::Anonymous, listing.product, mail).await;
        let status = programme::CertificateStatus::Suspended;
        market.set_certificate(&hidden, status).await;

        let line = |id: OrderLineId| global_id(OrderLineId::TYPE, id.0);
        let goods = |own: &Listing| global_id(ProductId::TYPE, own.product.0);
        Self {
            rival: person(&app, "doithu", vec![of(Role::ProducerOwner, rival.id)]).await,
            foreign: person(&app, "hanoi", vec![in_province(Role::Moderator, "01")]).await,
            own_moderator: person(&app, "hai", both).await,
            stranger,
            strangers_picture: global_id(PictureId::TYPE, strangers_picture.0),
            producer: global_id(ProducerId::TYPE, own.id.0),
            rival_producer: global_id(ProducerId::TYPE, rival.id.0),
            product: goods(&listing),
            hidden: goods(&hidden),
            other: goods(&other),
            free: line(free),
            shipped: line(shipped),
            owners_line: line(owners_line),
            guests: line(guests),
            token: guests_order.token,
            public_line: line(public.line),
            waiting: seen(&waiting),
            public: seen(&public),
            removed: seen(&removed),
            refused: seen(&refused.unwrap()),
            withdrawn: seen(&withdrawn.unwrap()),
            old: seen(&old),
            worn: seen(&worn),
            asked: question(&questions[0]),
            shown: question(&shown.unwrap()),
            turned_down: question(&turned_down.unwrap()),
            open: report(&open),
            decided: report(&decided),
            entry: global_id("WishlistEntry", entry.id.0),
            owner,
            moderator,
            shopper,
            busy,
            app,
        }
    }
}
