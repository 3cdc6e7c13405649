//! Reads what a letter is about, has it written, and sends it.

use crate::jobs::{Kind, was_placed};
use crate::letter::{self, Letter, mailbox};
use crate::letters::{self, Part, Story};
use crate::{MailError, Notifications};
use ::jobs::JobError;
use kernel::{Language, OrderId, ProducerOrderId};
use lettre::message::Mailbox;
use orders::order::{Fulfillment, Order};
use sea_orm::DbErr;
use uuid::Uuid;

impl Notifications {
    /// Sends the letter if there is somebody to send it to.
    pub(crate) async fn send(&self, kind: Kind, id: Uuid) -> Result<(), JobError> {
        let Some(letter) = self.write(kind, id).await? else {
            return Ok(());
        };
        self.post(kind.as_str(), id, letter).await
    }

    /// Sends a letter of that kind about that row.
    pub(crate) async fn post(&self, kind: &str, id: Uuid, letter: Letter) -> Result<(), JobError> {
        let name = letter::name(kind, id, &letter.to);
        let message = letter
            .into_message(&self.sender, &name, self.clock.now())
            .map_err(JobError::give_up)?;
        self.mailer
            .send(&name, &message)
            .await
            .map_err(|error| match error {
                MailError::Later(_) => JobError::retry(error),
                MailError::Refused(_) => JobError::give_up(error),
            })?;
        tracing::info!(letter = kind, subject = %id, "a letter was sent");
        Ok(())
    }

    /// The letter as the database says it now; `None` when nobody is to get it.
    async fn write(&self, kind: Kind, id: Uuid) -> Result<Option<Letter>, DbErr> {
        let about_part = match kind {
            Kind::Placed | Kind::Cancelled => None,
            Kind::PlacedForProducer
            | Kind::CancelledForProducer
            | Kind::Shipped
            | Kind::Ready
            | Kind::PartCancelled => Some(ProducerOrderId(id)),
        };
        let Some(story) = self.story(id, about_part).await? else {
            return Ok(None);
        };
        let shopper = match kind {
            Kind::PlacedForProducer | Kind::CancelledForProducer => None,
            _ => self.shopper(&story.order).await?,
        };
        let language = story.order.language;
        Ok(match (kind, about_part, shopper) {
            (Kind::Placed, _, Some(to)) => Some(letters::placed(&story, to, language)),
            (Kind::Cancelled, _, Some(to)) => Some(letters::cancelled(&story, to, language)),
            (Kind::Shipped, Some(part), Some(to)) => story
                .part(part)
                .and_then(|part| letters::shipped(&story, part, to, language)),
            (Kind::Ready, Some(part), Some(to)) => story
                .part(part)
                .and_then(|part| letters::ready(&story, part, to, language)),
            (Kind::PartCancelled, Some(part), Some(to)) => story
                .part(part)
                .map(|part| letters::part_cancelled(&story, part, to, language)),
            (Kind::PlacedForProducer | Kind::CancelledForProducer, Some(part), _) => {
                let Some(part) = story.part(part) else {
                    return Ok(None);
                };
                let Some(to) = self.producer(part).await? else {
                    return Ok(None);
                };
                // Producers are Vietnamese legal entities.
                Some(if kind == Kind::PlacedForProducer {
                    letters::placed_for_producer(&story, part, to, Language::Vi)
                } else {
                    letters::cancelled_for_producer(&story, part, to, Language::Vi)
                })
            }
            _ => None,
        })
    }

    async fn story(&self, id: Uuid, part: Option<ProducerOrderId>) -> Result<Option<Story>, DbErr> {
        let order = match part {
            None => OrderId(id),
            Some(part) => match self.orders.part_by_id(part).await? {
                Some(part) => part.order_id,
                None => return Ok(None),
            },
        };
        let Some(order) = self.orders.orders_by_ids(&[order]).await?.pop() else {
            return Ok(None);
        };
        let parts = self.orders.parts_of(&[order.id]).await?;
        let ids: Vec<ProducerOrderId> = parts.iter().map(|part| part.id).collect();
        let mut lines = self.orders.lines_of(&ids).await?;
        let mut parcels = self.orders.fulfillments_of(&ids).await?;
        let history = self.orders.history_of(&[order.id]).await?;
        let parts = parts
            .into_iter()
            .map(|part| {
                let id = part.id;
                let own = |parcel: &mut Fulfillment| parcel.producer_order_id == id;
                let reason = history
                    .iter()
                    .filter(|event| event.producer_order_id == Some(id))
                    .filter(|event| event.command == "CANCEL")
                    .find_map(|event| event.note.clone());
                Part {
                    part,
                    lines: lines
                        .extract_if(.., |line| line.producer_order_id == id)
                        .collect(),
                    parcel: parcels.extract_if(.., own).next(),
                    reason,
                }
            })
            .collect();
        let placed = was_placed(&order, &history);
        Ok(Some(Story {
            order,
            parts,
            placed,
        }))
    }

    /// The address that the shopper gave with the order, or else the account's.
    async fn shopper(&self, order: &Order) -> Result<Option<Mailbox>, DbErr> {
        if let Some(email) = &order.email {
            return Ok(mailbox(&order.recipient, email));
        }
        let Some(account) = order.account_id else {
            return Ok(None);
        };
        let account = self.identity.account(account).await?;
        Ok(account.and_then(|account| mailbox(&account.display_name, &account.email)))
    }

    async fn producer(&self, part: &Part) -> Result<Option<Mailbox>, DbErr> {
        let producer = self.programme.producer_by_id(part.part.producer_id).await?;
        Ok(producer.and_then(|producer| mailbox(&producer.name, &producer.email)))
    }
}
