//! The columns of the table: every way on which the API names a product.

/// What must stand ready before the question is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Needs {
    /// Nothing: anybody asks.
    Nothing,
    /// An account of the producer's people, who are shoppers too.
    Account,
    /// An empty cart.
    EmptyCart,
    /// A cart that the product was put into while it was public.
    Cart,
    /// An order of that account from when the product was public.
    Order,
}

/// One way to ask for a product.
#[derive(Clone, Copy)]
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) document: &'static str,
    /// How often the product, its variant and its certificate are named by an
    /// answer that shows it. One that does not names none of them.
    pub(super) times: usize,
    /// What stands in an answer that shows the product.
    pub(super) open: &'static str,
    /// What stands in one that does not, and in no other.
    pub(super) closed: &'static str,
    pub(super) needs: Needs,
    /// Whether the search engine has a say, which may be behind or away.
    pub(super) engine: bool,
    /// Whether an order comes of it.
    pub(super) orders: bool,
}

const fn ask(name: &'static str, times: usize, document: &'static str) -> Column {
    Column {
        name,
        document,
        times,
        open: "",
        closed: "",
        needs: Needs::Nothing,
        engine: false,
        orders: false,
    }
}

impl Column {
    const fn open(self, open: &'static str) -> Self {
        Self { open, ..self }
    }

    const fn closed(self, closed: &'static str) -> Self {
        Self { closed, ..self }
    }

    const fn needs(self, needs: Needs) -> Self {
        Self { needs, ..self }
    }

    const fn engine(self) -> Self {
        Self {
            engine: true,
            ..self
        }
    }

    const fn orders(self) -> Self {
        Self {
            orders: true,
            ..self
        }
    }

    pub(super) fn is_mutation(&self) -> bool {
        self.document.starts_with("mutation")
    }
}

/// A document that shows a whole cart: the product seven times.
macro_rules! cart {
    ($document:literal) => {
        concat!(
            $document,
            " fragment cart on Cart {
                lines { product { id variants { id } } variant { id product { id } } problem }
                producerGroups {
                    lines { product { id } variant { id } problem }
                    producer { products(first: 100) { nodes { id } } }
                }
            }"
        )
    };
}

/// A document that shows a part of an order: the product three times.
macro_rules! part {
    ($document:literal) => {
        concat!(
            $document,
            " fragment part on ProducerOrder {
                producer { products(first: 100) { nodes { id } } }
                lines { product { id variants { id } } }
            }"
        )
    };
}

/// A document that shows a point of sale with its shelf: the product six times.
macro_rules! points {
    ($document:literal) => {
        concat!(
            $document,
            " fragment point on PointOfSale {
                name
                products(first: 50) {
                    nodes { note product { id variants { id } } } edges { node { product { id } } }
                }
                producer { products(first: 100) { nodes { id variants { id } } edges { node { id } } } }
            }"
        )
    };
}

mod buying;
mod reading;

/// Every column; what changes something comes last.
pub(super) fn columns() -> impl Iterator<Item = &'static Column> {
    reading::COLUMNS.iter().chain(buying::COLUMNS)
}
