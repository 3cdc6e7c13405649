//! The order process as a table: which command leads where, and for whom.

use crate::delivery::DeliveryMethod;

/// Where one producer's part of an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartStatus {
    /// The order is not paid yet.
    AwaitingPayment,
    /// Waiting for the producer.
    Pending,
    /// The producer has accepted.
    Confirmed,
    /// Ready for the courier, or to be fetched.
    Packed,
    /// On its way.
    Shipped,
    /// With the shopper.
    Delivered,
    /// Will not be delivered.
    Cancelled,
}

/// What can be done to a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartCommand {
    /// The order was paid.
    Pay,
    /// Accept.
    Confirm,
    /// Pack.
    Pack,
    /// Hand to the courier.
    Ship,
    /// Record the delivery.
    Deliver,
    /// Give up.
    Cancel,
}

/// For whom a command is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    /// The program.
    System,
    /// The producer's people.
    Producer,
    /// Who ordered.
    Shopper,
}

impl PartStatus {
    /// Every status.
    pub const ALL: [Self; 7] = [
        Self::AwaitingPayment,
        Self::Pending,
        Self::Confirmed,
        Self::Packed,
        Self::Shipped,
        Self::Delivered,
        Self::Cancelled,
    ];

    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AwaitingPayment => "AWAITING_PAYMENT",
            Self::Pending => "PENDING",
            Self::Confirmed => "CONFIRMED",
            Self::Packed => "PACKED",
            Self::Shipped => "SHIPPED",
            Self::Delivered => "DELIVERED",
            Self::Cancelled => "CANCELLED",
        }
    }

    /// The status of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }

    /// Where a command of a party leads for a part that comes to its buyer like
    /// that; `None` where it may not. Guests are expected, not packed; what is
    /// fetched is packed, and not shipped.
    #[must_use]
    pub const fn after(
        self,
        command: PartCommand,
        party: Party,
        method: DeliveryMethod,
    ) -> Option<Self> {
        use PartCommand as C;
        use PartStatus as S;
        let visit = matches!(method, DeliveryMethod::Visit);
        let fetched = matches!(method, DeliveryMethod::PickUp);
        let carried = method.is_carried();
        match (command, party, self) {
            (C::Pay, Party::System, S::AwaitingPayment) => Some(S::Pending),
            (C::Confirm, Party::Producer, S::Pending) => Some(S::Confirmed),
            (C::Deliver, Party::Producer, S::Confirmed) if visit => Some(S::Delivered),
            (C::Pack, Party::Producer, S::Confirmed) if !visit => Some(S::Packed),
            (C::Deliver, Party::Producer, S::Packed) if fetched => Some(S::Delivered),
            (C::Ship, Party::Producer, S::Packed) if carried => Some(S::Shipped),
            (C::Deliver, Party::Producer, S::Shipped) if carried => Some(S::Delivered),
            (C::Cancel, Party::System, S::AwaitingPayment)
            | (C::Cancel, Party::Producer, S::Pending | S::Confirmed | S::Packed)
            | (C::Cancel, Party::Shopper, S::AwaitingPayment | S::Pending | S::Confirmed) => {
                Some(S::Cancelled)
            }
            _ => None,
        }
    }

    /// Whether nothing follows.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Delivered | Self::Cancelled)
    }

    /// The commands that a party may give now.
    #[must_use]
    pub fn next(self, party: Party, method: DeliveryMethod) -> Vec<PartCommand> {
        PartCommand::ALL
            .into_iter()
            .filter(|command| self.after(*command, party, method).is_some())
            .collect()
    }
}

impl PartCommand {
    /// Every command.
    pub const ALL: [Self; 6] = [
        Self::Pay,
        Self::Confirm,
        Self::Pack,
        Self::Ship,
        Self::Deliver,
        Self::Cancel,
    ];

    /// The name in the history and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pay => "PAY",
            Self::Confirm => "CONFIRM",
            Self::Pack => "PACK",
            Self::Ship => "SHIP",
            Self::Deliver => "DELIVER",
            Self::Cancel => "CANCEL",
        }
    }
}

/// Where a whole order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OrderStatus {
    /// Reserved, not paid yet.
    AwaitingPayment,
    /// Paid, or payable on delivery: the producers work on it.
    Placed,
    /// Every part was delivered or cancelled, at least one delivered.
    Completed,
    /// Every part was cancelled.
    Cancelled,
    /// Not paid in time.
    Expired,
}

impl OrderStatus {
    /// Every status.
    pub const ALL: [Self; 5] = [
        Self::AwaitingPayment,
        Self::Placed,
        Self::Completed,
        Self::Cancelled,
        Self::Expired,
    ];

    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AwaitingPayment => "AWAITING_PAYMENT",
            Self::Placed => "PLACED",
            Self::Completed => "COMPLETED",
            Self::Cancelled => "CANCELLED",
            Self::Expired => "EXPIRED",
        }
    }

    /// The status of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }

    /// What the parts of a paid order make of it.
    #[must_use]
    pub fn of_parts(parts: &[PartStatus]) -> Self {
        if parts.contains(&PartStatus::AwaitingPayment) {
            Self::AwaitingPayment
        } else if parts.iter().all(|part| *part == PartStatus::Cancelled) {
            Self::Cancelled
        } else if parts.iter().all(|part| part.is_final()) {
            Self::Completed
        } else {
            Self::Placed
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The process of a part that comes like that, in one picture.
    fn table(method: DeliveryMethod) -> String {
        let mut table = String::new();
        for status in PartStatus::ALL {
            for party in [Party::Shopper, Party::Producer, Party::System] {
                for command in PartCommand::ALL {
                    if let Some(next) = status.after(command, party, method) {
                        table += &format!(
                            "{} + {} by {party:?} = {}\n",
                            status.as_str(),
                            command.as_str(),
                            next.as_str()
                        );
                    }
                }
            }
        }
        table
    }

    /// A change of it is a decision.
    #[test]
    fn the_process_of_a_parcel() {
        let carried = table(DeliveryMethod::Standard);
        assert_eq!(
            carried,
            "AWAITING_PAYMENT + CANCEL by Shopper = CANCELLED\n\
             AWAITING_PAYMENT + PAY by System = PENDING\n\
             AWAITING_PAYMENT + CANCEL by System = CANCELLED\n\
             PENDING + CANCEL by Shopper = CANCELLED\n\
             PENDING + CONFIRM by Producer = CONFIRMED\n\
             PENDING + CANCEL by Producer = CANCELLED\n\
             CONFIRMED + CANCEL by Shopper = CANCELLED\n\
             CONFIRMED + PACK by Producer = PACKED\n\
             CONFIRMED + CANCEL by Producer = CANCELLED\n\
             PACKED + SHIP by Producer = SHIPPED\n\
             PACKED + CANCEL by Producer = CANCELLED\n\
             SHIPPED + DELIVER by Producer = DELIVERED\n"
        );
        assert_eq!(carried, table(DeliveryMethod::Express));
    }

    #[test]
    fn the_process_of_what_is_fetched() {
        assert_eq!(
            table(DeliveryMethod::PickUp),
            "AWAITING_PAYMENT + CANCEL by Shopper = CANCELLED\n\
             AWAITING_PAYMENT + PAY by System = PENDING\n\
             AWAITING_PAYMENT + CANCEL by System = CANCELLED\n\
             PENDING + CANCEL by Shopper = CANCELLED\n\
             PENDING + CONFIRM by Producer = CONFIRMED\n\
             PENDING + CANCEL by Producer = CANCELLED\n\
             CONFIRMED + CANCEL by Shopper = CANCELLED\n\
             CONFIRMED + PACK by Producer = PACKED\n\
             CONFIRMED + CANCEL by Producer = CANCELLED\n\
             PACKED + DELIVER by Producer = DELIVERED\n\
             PACKED + CANCEL by Producer = CANCELLED\n"
        );
    }

    #[test]
    fn the_process_of_a_visit() {
        assert_eq!(
            table(DeliveryMethod::Visit),
            "AWAITING_PAYMENT + CANCEL by Shopper = CANCELLED\n\
             AWAITING_PAYMENT + PAY by System = PENDING\n\
             AWAITING_PAYMENT + CANCEL by System = CANCELLED\n\
             PENDING + CANCEL by Shopper = CANCELLED\n\
             PENDING + CONFIRM by Producer = CONFIRMED\n\
             PENDING + CANCEL by Producer = CANCELLED\n\
             CONFIRMED + CANCEL by Shopper = CANCELLED\n\
             CONFIRMED + DELIVER by Producer = DELIVERED\n\
             CONFIRMED + CANCEL by Producer = CANCELLED\n\
             PACKED + CANCEL by Producer = CANCELLED\n"
        );
    }

    #[test]
    fn an_order_is_what_its_parts_are() {
        use PartStatus as S;
        for (parts, order) in [
            (&[S::Pending, S::Cancelled][..], OrderStatus::Placed),
            (&[S::Delivered, S::Cancelled], OrderStatus::Completed),
            (&[S::Delivered, S::Shipped], OrderStatus::Placed),
            (&[S::Cancelled, S::Cancelled], OrderStatus::Cancelled),
            (
                &[S::AwaitingPayment, S::AwaitingPayment],
                OrderStatus::AwaitingPayment,
            ),
        ] {
            assert_eq!(OrderStatus::of_parts(parts), order);
        }
    }
}
