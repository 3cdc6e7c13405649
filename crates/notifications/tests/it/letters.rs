//! Who is told what.

use crate::post_office::{PostOffice, Wish, owner, secret};
use catalog::fixtures::{Listing, point_facts};
use catalog::points_of_sale::{PointFacts, PointKind};
use catalog::sessions::NewSession;
use chrono::Duration;
use identity::NewAccount;
use jobs::counts;
use kernel::{Actor, Clock, Language};
use orders::fulfil::Step;
use payments::provider::sandbox::tokens;
use std::sync::atomic::Ordering;
use testkit::TestDb;

testkit::on_both!(
    a_placed_order_is_told_to_the_shopper_and_to_each_producer,
    a_parcel_and_a_part_given_up_are_told_to_the_shopper,
    what_can_be_fetched_is_told_to_the_shopper,
    where_a_visit_is_is_told_beside_what_is_sent,
    a_cancelled_order_is_told_to_whoever_knew_of_it,
    an_unpaid_order_is_told_to_the_shopper_alone,
    an_account_gets_letters_and_a_guest_without_address_gets_none,
    a_letter_that_fails_is_sent_later_and_disturbs_no_other,
);

async fn a_placed_order_is_told_to_the_shopper_and_to_each_producer(test: TestDb) {
    let post = PostOffice::open(&test).await;
    let one = post.market.producer("Hợp tác xã Một").await;
    let two = post.market.producer("Hợp tác xã Hai").await;
    let crust = post.market.listing(&one, "Cơm cháy", 45_000, 10).await;
    let tea = post.market.listing(&two, "Trà sen", 120_000, 10).await;
    let (access, order) = post
        .buy(&Actor::Anonymous, &[&crust, &tea], &Wish::cash())
        .await;

    let letters = post.deliver().await;
    assert_eq!(letters.len(), 3, "{letters:?}");
    for letter in &letters {
        assert_eq!(letter.header("from"), "OCOP <no-reply@cho.example>");
        assert!(letter.header("message-id").ends_with("@cho.example>"));
        assert!(
            letter
                .header("content-type")
                .starts_with("text/plain; charset=utf-8")
        );
        assert!(letter.body.contains(&order.number), "{}", letter.body);
        assert!(
            letter.body.contains("https://cho.example\n"),
            "{}",
            letter.body
        );
        assert!(
            letter.body.contains("Đây là bản trình diễn"),
            "{}",
            letter.body
        );
        let token = access.token.as_deref().unwrap();
        assert!(!letter.body.contains(token), "a letter carries no secret");
    }
    let to = |address: &str| {
        letters
            .iter()
            .find(|own| own.header("to").contains(address))
            .unwrap()
    };

    let shopper = to("lan@vidu.example");
    assert_eq!(
        shopper.header("subject"),
        format!("Đã nhận đơn hàng {}", order.number)
    );
    for text in [
        "Kính gửi Trần Thị Lan,",
        "Người bán: Hợp tác xã Một\n",
        "2 × Cơm cháy, Gói (OCOP 4 sao): 90.000 ₫\n",
        "Người bán: Hợp tác xã Hai\n",
        "2 × Trà sen, Gói (OCOP 4 sao): 240.000 ₫\n",
        "Phí giao hàng (giao tiêu chuẩn): 30.000 ₫\n",
        "Tổng cộng: 390.000 ₫\n",
        "thanh toán khi nhận hàng",
        "Số 1 ngõ 2",
    ] {
        assert!(shopper.body.contains(text), "{text}\n{}", shopper.body);
    }

    // A producer is told of its own goods, and not where the shopper lives.
    let producer = to(&one.email);
    assert_eq!(
        producer.header("subject"),
        format!("Đơn hàng mới {}", order.number)
    );
    assert!(
        producer
            .body
            .contains("2 × Cơm cháy, Gói (OCOP 4 sao): 90.000 ₫\n")
    );
    assert!(
        producer.body.contains("Cộng: 120.000 ₫\n"),
        "{}",
        producer.body
    );
    for text in [
        "Trà sen",
        "Hai",
        "Lan",
        "0912345678",
        "ngõ 2",
        "lan@vidu.example",
    ] {
        assert!(!producer.body.contains(text), "{text}\n{}", producer.body);
    }
}

async fn a_parcel_and_a_part_given_up_are_told_to_the_shopper(test: TestDb) {
    let post = PostOffice::open(&test).await;
    let one = post.market.producer("Hợp tác xã Một").await;
    let two = post.market.producer("Hợp tác xã Hai").await;
    let crust = post.market.listing(&one, "Cơm cháy", 45_000, 10).await;
    let tea = post.market.listing(&two, "Trà sen", 120_000, 10).await;
    let wish = Wish::card(tokens::APPROVE);
    let (_, order) = post.buy(&Actor::Anonymous, &[&crust, &tea], &wish).await;
    let placed = post.deliver().await;
    assert!(
        placed
            .iter()
            .any(|own| own.body.contains("Payment: card, paid")),
        "{placed:?}"
    );
    post.empty();

    let part = post.part(&order, &one).await;
    let ship = Step::Ship {
        carrier: "Bưu điện".to_owned(),
        tracking_number: "VN123".to_owned(),
    };
    for step in [Step::Confirm, Step::Pack, ship] {
        post.orders
            .fulfil(&owner(&one), part.id, &step)
            .await
            .unwrap();
    }
    let letters = post.deliver().await;
    let [shipped] = &letters[..] else {
        panic!("{letters:?}")
    };
    assert_eq!(
        shipped.header("subject"),
        format!("Your order {}: a parcel is on its way", order.number)
    );
    for text in [
        "Dear Trần Thị Lan,",
        "Carrier: Bưu điện\nTracking number: VN123\n",
        "90,000 ₫",
    ] {
        assert!(shipped.body.contains(text), "{text}\n{}", shipped.body);
    }
    assert!(
        !shipped.body.contains("To be paid"),
        "it is paid: {}",
        shipped.body
    );
    post.empty();

    let part = post.part(&order, &two).await;
    let give_up = Step::Cancel {
        reason: "Hết nguyên liệu".to_owned(),
    };
    post.orders
        .fulfil(&owner(&two), part.id, &give_up)
        .await
        .unwrap();
    let letters = post.deliver().await;
    let [given_up] = &letters[..] else {
        panic!("{letters:?}")
    };
    for text in [
        "Hợp tác xã Hai cannot deliver",
        "Trà sen",
        "Reason: Hết nguyên liệu",
        "is returned to",
        "unchanged",
    ] {
        assert!(given_up.body.contains(text), "{text}\n{}", given_up.body);
    }
}

async fn what_can_be_fetched_is_told_to_the_shopper(test: TestDb) {
    let post = PostOffice::open(&test).await;
    let one = post.market.producer("Hợp tác xã Một").await;
    let crust = post.market.listing(&one, "Cơm cháy", 45_000, 10).await;
    let facts = PointFacts {
        pick_up: true,
        ..point_facts(PointKind::ProducerStore, "Cửa hàng Một", "14620")
    };
    let store = post.market.point(&one, facts, &[crust.product]).await;
    let fetched = Some((one.id, store.id));
    let wishes = [
        (
            Wish {
                fetched,
                ..Wish::cash()
            },
            "Nhận hàng tại: Cửa hàng Một, Thôn 1, Xã Phát Diệm, Tỉnh Ninh Bình\n",
            [
                "Chúng tôi sẽ báo khi hàng sẵn sàng",
                "Người đặt: Trần Thị Lan, 0912345678\n",
            ],
            "đã sẵn sàng",
            "Số tiền cần trả khi nhận hàng: 90.000 ₫\n",
        ),
        (
            Wish {
                fetched,
                language: Language::En,
                ..Wish::cash()
            },
            "To be fetched at: Cửa hàng Một, Thôn 1, Xã Phát Diệm, Tỉnh Ninh Bình\n",
            [
                "We write again when goods are ready",
                "Ordered by: Trần Thị Lan, 0912345678\n",
            ],
            "has made ready its part",
            "To be paid on receipt: 90,000 ₫\n",
        ),
    ];
    for (wish, place, placed, ready, due) in wishes {
        let (_, order) = post.buy(&Actor::Anonymous, &[&crust], &wish).await;
        let letters = post.deliver().await;
        let to = |address: &str| {
            let mut letters = letters.iter();
            letters.find(|own| own.header("to").contains(address))
        };
        let letter = to("lan@vidu.example").unwrap();
        for text in [place, placed[0], placed[1]] {
            assert!(letter.body.contains(text), "{text}\n{}", letter.body);
        }
        assert!(!letter.body.contains("ngõ 2"), "{}", letter.body);
        let producer = to(&one.email).unwrap();
        assert!(
            producer.body.contains("Nhận hàng tại: Cửa hàng Một"),
            "{}",
            producer.body
        );
        assert!(!producer.body.contains("Giao đến"), "{}", producer.body);
        post.empty();

        let part = post.part(&order, &one).await;
        for step in [Step::Confirm, Step::Pack] {
            let own = owner(&one);
            post.orders.fulfil(&own, part.id, &step).await.unwrap();
        }
        let letters = post.deliver().await;
        let [letter] = &letters[..] else {
            panic!("{letters:?}")
        };
        assert!(letter.header("subject").contains(&order.number));
        for text in [ready, place, due] {
            assert!(letter.body.contains(text), "{text}\n{}", letter.body);
        }
        post.empty();
    }
}

async fn where_a_visit_is_is_told_beside_what_is_sent(test: TestDb) {
    let post = PostOffice::open(&test).await;
    let one = post.market.producer("Hợp tác xã Một").await;
    let crust = post.market.listing(&one, "Cơm cháy", 45_000, 10).await;
    let tour = post.market.service(&one, "Một ngày ở bản", 0).await;
    let starts_at = post.clock.now() + Duration::days(7);
    let new = [NewSession {
        starts_at,
        ends_at: starts_at + Duration::hours(6),
        closes_at: None,
        places: 10,
        price: None,
    }];
    let catalog = &post.market.catalog;
    let sessions = catalog.schedule_sessions(&Actor::System, tour.variant, &new);
    let session = Listing {
        variant: sessions.await.unwrap()[0].id,
        ..tour
    };
    post.buy(&Actor::Anonymous, &[&crust, &session], &Wish::cash())
        .await;
    let letters = post.deliver().await;
    let shopper = letters
        .iter()
        .find(|own| own.header("to").contains("lan@vidu.example"))
        .unwrap();
    for text in [
        "Mỗi người bán đóng gói và gửi phần hàng của mình. Hẹn gặp quý khách",
        "Nơi tổ chức: Hợp tác xã Một, Thôn 1, Xã Phát Diệm, Tỉnh Ninh Bình\n",
        "Giao đến: Trần Thị Lan, 0912345678, Số 1 ngõ 2",
    ] {
        assert!(shopper.body.contains(text), "{text}\n{}", shopper.body);
    }
}

async fn a_cancelled_order_is_told_to_whoever_knew_of_it(test: TestDb) {
    let post = PostOffice::open(&test).await;
    let one = post.market.producer("Hợp tác xã Một").await;
    let two = post.market.producer("Hợp tác xã Hai").await;
    let crust = post.market.listing(&one, "Cơm cháy", 45_000, 10).await;
    let tea = post.market.listing(&two, "Trà sen", 120_000, 10).await;
    let guest = Actor::Anonymous;
    let (access, order) = post.buy(&guest, &[&crust, &tea], &Wish::cash()).await;
    let part = post.part(&order, &two).await;
    let give_up = Step::Cancel {
        reason: "Mất mùa".to_owned(),
    };
    post.orders
        .fulfil(&owner(&two), part.id, &give_up)
        .await
        .unwrap();
    post.deliver().await;
    post.empty();

    post.clock.advance(Duration::minutes(1));
    post.orders
        .cancel(&guest, &secret(&access, &order), None)
        .await
        .unwrap();
    let letters = post.deliver().await;
    let to: Vec<&str> = letters.iter().map(|letter| letter.header("to")).collect();
    assert_eq!(to.len(), 2, "{to:?}");
    // The producer that gave its part up before has nothing more to hear.
    assert!(to.iter().any(|to| to.contains(&one.email)), "{to:?}");
    assert!(
        to.iter().any(|to| to.contains("lan@vidu.example")),
        "{to:?}"
    );
    assert!(
        letters
            .iter()
            .all(|letter| letter.header("subject").contains("huỷ"))
    );
}

async fn an_unpaid_order_is_told_to_the_shopper_alone(test: TestDb) {
    let post = PostOffice::open(&test).await;
    let one = post.market.producer("Hợp tác xã Một").await;
    let crust = post.market.listing(&one, "Cơm cháy", 45_000, 10).await;
    let wish = Wish::card(tokens::DECLINE);
    post.buy(&Actor::Anonymous, &[&crust], &wish).await;
    assert!(
        post.deliver().await.is_empty(),
        "nothing is placed before it is paid"
    );
    post.clock.advance(Duration::minutes(16));
    assert_eq!(post.orders.expire_unpaid().await.unwrap(), 1);
    let letters = post.deliver().await;
    let [expired] = &letters[..] else {
        panic!("{letters:?}")
    };
    assert!(expired.header("to").contains("lan@vidu.example"));
    assert!(
        expired.body.contains("was not paid in time"),
        "{}",
        expired.body
    );
}

async fn an_account_gets_letters_and_a_guest_without_address_gets_none(test: TestDb) {
    let post = PostOffice::open(&test).await;
    let one = post.market.producer("Hợp tác xã Một").await;
    let crust = post.market.listing(&one, "Cơm cháy", 45_000, 10).await;
    let silent = || Wish {
        email: None,
        ..Wish::cash()
    };
    post.buy(&Actor::Anonymous, &[&crust], &silent()).await;
    let letters = post.deliver().await;
    let [producer] = &letters[..] else {
        panic!("{letters:?}")
    };
    assert!(producer.header("to").contains(&one.email));
    post.empty();

    let account = NewAccount {
        email: "mai@vidu.example".to_owned(),
        password: "một mật khẩu dài".into(),
        display_name: "Mai".to_owned(),
        phone: None,
        language: Language::Vi,
        grants: Vec::new(),
        demo: true,
    };
    let id = post.identity.create_account(account).await.unwrap();
    let actor = Actor::Account {
        id,
        grants: Vec::new(),
    };
    post.buy(&actor, &[&crust], &silent()).await;
    let letters = post.deliver().await;
    assert!(
        letters
            .iter()
            .any(|own| own.header("to") == "Mai <mai@vidu.example>"),
        "{letters:?}"
    );
}

async fn a_letter_that_fails_is_sent_later_and_disturbs_no_other(test: TestDb) {
    let post = PostOffice::open(&test).await;
    let one = post.market.producer("Hợp tác xã Một").await;
    let crust = post.market.listing(&one, "Cơm cháy", 45_000, 10).await;
    post.buy(&Actor::Anonymous, &[&crust], &Wish::cash()).await;
    post.mailer.down.store(true, Ordering::SeqCst);
    assert!(post.deliver().await.is_empty());
    let waiting = counts(test.primary(), post.clock.now()).await.unwrap();
    assert_eq!(
        (waiting.waiting, waiting.dead),
        (2, 0),
        "one job per letter"
    );

    post.mailer.down.store(false, Ordering::SeqCst);
    post.clock.advance(Duration::minutes(1));
    assert_eq!(post.deliver().await.len(), 2);

    // The event comes again: the same letters, under the same names.
    test.raw("UPDATE job SET status = 'WAITING', unique_key = NULL WHERE kind = 'notifications.order_placed'")
        .await
        .unwrap();
    assert_eq!(post.deliver().await.len(), 2);
    let mut sent = post.mailer.sent.lock().unwrap().clone();
    assert_eq!(sent.len(), 4);
    sent.sort();
    sent.dedup();
    assert_eq!(sent.len(), 2);
}
