//! What shoppers of the demonstration bought, say and ask.

use super::accounts::{Actors, MODERATOR};
use crate::failure::Failure;
use crate::wiring::House;
use ::jobs::{Outbox, Runner, RunnerConfig};
use catalog::feedback::FeedbackDecision;
use catalog::reviews::ReviewDraft;
use catalog::{Catalog, jobs as catalog_jobs};
use chrono::Duration;
use kernel::{Actor, Language, OrderLineId, ProductId, TokenKey};
use orders::address::AddressInput;
use orders::checkout::Checkout;
use orders::fulfil::Step;
use orders::{CartAccess, LineInput, Orders, jobs as orders_jobs};
use payments::PaymentMethod;
use std::fmt::Display;
use std::sync::Arc;

/// What somebody says of what was bought.
struct Said {
    /// Of which product.
    slug: &'static str,
    /// Who sells it, by the address to sign in with.
    seller: &'static str,
    /// Who bought it.
    name: &'static str,
    stars: i32,
    title: &'static str,
    text: &'static str,
    answer: Option<&'static str>,
}

const CO_DO: &str = "co-do@demo.example";
const SINH_DUOC: &str = "sinh-duoc@demo.example";
const SHOPPER: &str = "nguoi-mua@demo.example";

const SAID: [Said; 5] = [
    Said {
        slug: "com-chay-co-do",
        seller: CO_DO,
        name: "Nguyễn Thị Lan",
        stars: 5,
        title: "Giòn và thơm",
        text: "Miếng cháy mỏng, giòn đều, sốt vừa ăn. Cả nhà ai cũng thích.",
        answer: Some("Cảm ơn chị đã tin dùng. Chúc chị và gia đình ngon miệng."),
    },
    Said {
        slug: "com-chay-co-do",
        seller: CO_DO,
        name: "Trần Văn Minh",
        stars: 4,
        title: "Ngon, hơi mặn",
        text: "Vị đúng như ở Ninh Bình. Nếu bớt mặn một chút thì hợp với trẻ nhỏ hơn.",
        answer: Some(
            "Cảm ơn anh đã góp ý. Lần sau anh có thể chọn gói sốt riêng để tự điều chỉnh.",
        ),
    },
    Said {
        slug: "com-chay-co-do",
        seller: CO_DO,
        name: "Phạm Thu Hà",
        stars: 5,
        title: "",
        text: "Đóng gói cẩn thận, nhận hàng không bị vỡ.",
        answer: None,
    },
    Said {
        slug: "tra-an-thai-sinh-duoc",
        seller: SINH_DUOC,
        name: "Lê Hoàng Nam",
        stars: 5,
        title: "Thơm nhẹ, dễ uống",
        text: "Trà thơm, nước trong, uống buổi tối rất dễ chịu.",
        answer: Some("Hợp tác xã cảm ơn anh."),
    },
    Said {
        slug: "tra-an-thai-sinh-duoc",
        seller: SINH_DUOC,
        name: "Vũ Thị Mai",
        stars: 3,
        title: "Tạm được",
        text: "Trà ổn nhưng giao hơi chậm so với mong đợi.",
        answer: None,
    },
];

/// Of which product, who answers, the question and the answer.
const ASKED: [(&str, &str, &str, Option<&str>); 3] = [
    (
        "com-chay-co-do",
        CO_DO,
        "Gói này để được bao lâu sau khi mở?",
        Some("Bạn nên dùng trong bảy ngày và đậy kín để cơm cháy giữ được độ giòn."),
    ),
    (
        "com-chay-co-do",
        CO_DO,
        "Sản phẩm có dùng được cho người ăn chay không?",
        None,
    ),
    (
        "tra-an-thai-sinh-duoc",
        SINH_DUOC,
        "Trà pha nước lạnh được không ạ?",
        Some("Được ạ, bạn ngâm trong ngăn mát khoảng bốn giờ là dùng được."),
    ),
];

fn failed(error: impl Display) -> Failure {
    Failure::new(format!("demonstration data: shoppers: {error}"))
}

/// Buys, says and asks as people do.
pub(super) struct Shoppers<'a> {
    house: &'a House,
    catalog: &'a Catalog,
    /// The demonstration's own: nobody is written to about these orders.
    orders: Orders,
    outbox: Arc<Outbox>,
    actors: &'a Actors,
}

impl<'a> Shoppers<'a> {
    pub(super) fn new(
        house: &'a House,
        catalog: &'a Catalog,
        outbox: Arc<Outbox>,
        actors: &'a Actors,
    ) -> Self {
        // Nobody keeps the secrets of these orders.
        let orders = Orders::new(
            house.db.clone(),
            house.clock.clone(),
            outbox.clone(),
            TokenKey::new([0; 32]),
            catalog.clone(),
            house.payments.clone(),
            house.units.clone(),
        );
        Self {
            house,
            catalog,
            orders,
            outbox,
            actors,
        }
    }

    /// How many reviews and questions there are.
    pub(super) async fn tell(
        &self,
        product: impl Fn(&str) -> Option<ProductId>,
    ) -> Result<(usize, usize), Failure> {
        let of = |slug: &str| product(slug).ok_or_else(|| failed(format!("{slug} is missing")));
        for said in &SAID {
            self.say(of(said.slug)?, said).await?;
        }
        let (shopper, moderator) = (
            self.actors.by_email(SHOPPER)?,
            self.actors.by_email(MODERATOR)?,
        );
        let approve = FeedbackDecision::Approve;
        for (slug, seller, text, answer) in ASKED {
            let asked = self.catalog.ask(shopper, of(slug)?, text).await;
            let id = asked.map_err(failed)?.id;
            let done = self.catalog.decide_question(moderator, id, 1, &approve);
            done.await.map_err(failed)?;
            if let Some(answer) = answer {
                let seller = self.actors.by_email(seller)?;
                let done = self.catalog.answer_question(seller, id, answer).await;
                done.map_err(failed)?;
            }
        }
        for slug in ["com-chay-co-do", "tra-an-thai-sinh-duoc"] {
            let kept = self.catalog.add_to_wishlist(shopper, of(slug)?).await;
            kept.map_err(failed)?;
        }
        self.settle().await?;
        Ok((SAID.len(), ASKED.len()))
    }

    async fn say(&self, product: ProductId, said: &Said) -> Result<(), Failure> {
        let seller = self.actors.by_email(said.seller)?;
        let (line, token) = self.buy(product, said.name, seller).await?;
        let guest = Actor::Anonymous;
        let buyer = self.orders.prove_purchase(&guest, line, Some(&token)).await;
        let draft = ReviewDraft {
            stars: said.stars,
            title: Some(said.title.to_owned()),
            text: said.text.to_owned(),
            pictures: Vec::new(),
        };
        let written = self
            .catalog
            .create_review(&guest, &buyer.map_err(failed)?, &draft)
            .await;
        let id = written.map_err(failed)?.id;
        let moderator = self.actors.by_email(MODERATOR)?;
        let decision = FeedbackDecision::Approve;
        let done = self.catalog.decide_review(moderator, id, 1, &decision);
        done.await.map_err(failed)?;
        if let Some(answer) = said.answer {
            let done = self.catalog.answer_review(seller, id, answer).await;
            done.map_err(failed)?;
        }
        Ok(())
    }

    /// Buys one of a product as a guest, and has it delivered: the line, and
    /// the order's secret.
    async fn buy(
        &self,
        product: ProductId,
        name: &str,
        seller: &Actor,
    ) -> Result<(OrderLineId, String), Failure> {
        let (orders, guest) = (&self.orders, &Actor::Anonymous);
        let card = self.catalog.cards_by_ids(&[product]).await?.pop();
        let variant = card.and_then(|card| card.variants.first().map(|own| own.id));
        let variant_id = variant.ok_or_else(|| failed("there is nothing to buy"))?;
        let cart = orders.cart_create(guest).await.map_err(failed)?;
        let access = CartAccess {
            id: cart.cart.id,
            token: Some(cart.token.clone()),
        };
        let line = LineInput {
            variant_id,
            quantity: 1,
        };
        let added = orders.cart_lines_add(guest, &access, &[line]).await;
        added.map_err(failed)?;
        let priced = orders
            .cart_address_update(guest, &access, &address(name))
            .await;
        let command = Checkout {
            access,
            method: PaymentMethod::CashOnDelivery,
            payment_token: None,
            expected_total: priced.map_err(failed)?.totals.total,
            idempotency_key: "demo".to_owned(),
            language: Language::Vi,
        };
        let order = orders.checkout(guest, &command).await.map_err(failed)?;
        let part = orders.parts_of(&[order.id]).await?.pop();
        let part = part.ok_or_else(|| failed("an order without parts"))?.id;
        let ship = Step::Ship {
            carrier: "VNPost".to_owned(),
            tracking_number: "DEMO".to_owned(),
        };
        for step in [Step::Confirm, Step::Pack, ship, Step::Deliver] {
            let done = orders.fulfil(seller, part, &step).await;
            done.map_err(failed)?;
        }
        let line = orders.lines_of(&[part]).await?.pop();
        let line = line.ok_or_else(|| failed("a part without lines"))?.id;
        Ok((line, cart.token))
    }

    /// Does what is to follow, so that the demonstration starts with an empty
    /// queue.
    async fn settle(&self) -> Result<(), Failure> {
        let (db, clock) = (self.house.db.clone(), self.house.clock.clone());
        let config = RunnerConfig::default();
        let runner = Runner::new(db.clone(), clock.clone(), self.outbox.clone(), config)
            .handle(
                catalog_jobs::REFRESH_CARD,
                Arc::new(catalog_jobs::RefreshCard(self.catalog.clone())),
            )
            .handle(
                orders_jobs::COUNT_SALES,
                Arc::new(orders_jobs::CountSales(self.orders.clone())),
            );
        runner.drain().await?;
        let tx = db.begin().await?;
        ::jobs::prune(&tx, clock.now() + Duration::seconds(1)).await?;
        tx.commit().await?;
        Ok(())
    }
}

fn address(name: &str) -> AddressInput {
    AddressInput {
        recipient: name.to_owned(),
        phone: "0912345678".to_owned(),
        email: None,
        province_code: "37".to_owned(),
        commune_code: "14533".to_owned(),
        street: "Số 1, thôn Văn Lâm (demo)".to_owned(),
    }
}
