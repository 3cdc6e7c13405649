//! Relay connections over [`kernel::Page`].

use crate::errors::bad_input;
use async_graphql::{Error, SimpleObject};
use kernel::{Page, PageArgs};
use std::fmt::Display;

/// Where a page stands in its list.
#[derive(SimpleObject, Clone, Debug)]
pub(crate) struct PageInfo {
    /// Whether rows follow.
    has_next_page: bool,
    /// Whether rows precede.
    has_previous_page: bool,
    /// The cursor of the first row; null on an empty page.
    start_cursor: Option<String>,
    /// The cursor of the last row; null on an empty page.
    end_cursor: Option<String>,
}

impl<T> From<&Page<T>> for PageInfo {
    fn from(page: &Page<T>) -> Self {
        let cursor = |row: Option<&(kernel::Cursor, T)>| row.map(|(cursor, _)| cursor.encode());
        Self {
            has_next_page: page.has_next,
            has_previous_page: page.has_previous,
            start_cursor: cursor(page.rows.first()),
            end_cursor: cursor(page.rows.last()),
        }
    }
}

/// Checks the four Relay arguments.
///
/// # Errors
/// `BAD_USER_INPUT` with what is wrong.
pub(crate) fn page_args(
    first: Option<i32>,
    after: Option<&str>,
    last: Option<i32>,
    before: Option<&str>,
) -> Result<PageArgs, Error> {
    PageArgs::new(first, after, last, before).map_err(|error| bad_input(error.to_string()))
}

/// How many of a list that only goes forward, at most so many.
///
/// # Errors
/// `BAD_USER_INPUT` for fewer than 1 and more than `most`.
pub(crate) fn up_to<N>(first: i32, most: N) -> Result<N, Error>
where
    N: TryFrom<i32> + From<u8> + PartialOrd + Display,
{
    let count = N::try_from(first).ok();
    let count = count.filter(|count| *count >= N::from(1) && *count <= most);
    count.ok_or_else(|| bad_input(format!("`first` must be between 1 and {most}")))
}

/// A count as GraphQL's `Int`; the lists stop counting at 10,000.
pub(crate) fn count(rows: u64) -> i32 {
    i32::try_from(rows).unwrap_or(i32::MAX)
}

/// Declares a node's edge: `edge! { /// What a row is.  ProductEdge of Product }`.
macro_rules! edge {
    ($(#[$doc:meta])* $edge:ident of $node:ty) => {
        $(#[$doc])*
        pub(crate) struct $edge {
            pub(crate) cursor: String,
            pub(crate) node: $node,
        }

        $(#[$doc])*
        #[async_graphql::Object]
        impl $edge {
            /// Where the list goes on after (or before) this row.
            async fn cursor(&self) -> &str {
                &self.cursor
            }

            /// The row.
            async fn node(&self) -> &$node {
                &self.node
            }
        }
    };
}

pub(crate) use edge;

/// Declares a list's edge and the page of it:
/// `connection! { /// A page. DossierConnection, /// A row. DossierEdge of Dossier }`.
/// Lists that tell more than their rows declare theirs themselves.
macro_rules! connection {
    ($(#[$page_doc:meta])* $connection:ident, $(#[$doc:meta])* $edge:ident of $node:ty) => {
        $crate::schema::connection::edge! {
            $(#[$doc])*
            $edge of $node
        }

        $(#[$page_doc])*
        pub(crate) struct $connection(pub(crate) kernel::Page<$node>);

        $(#[$page_doc])*
        #[async_graphql::Object]
        impl $connection {
            /// The rows with their cursors.
            async fn edges(&self) -> Vec<$edge> {
                let edge = |(cursor, node): &(kernel::Cursor, $node)| $edge {
                    cursor: cursor.encode(),
                    node: node.clone(),
                };
                self.0.rows.iter().map(edge).collect()
            }

            /// The rows.
            async fn nodes(&self) -> Vec<$node> {
                self.0.rows.iter().map(|(_, node)| node.clone()).collect()
            }

            /// Where the page stands in the list.
            async fn page_info(&self) -> $crate::schema::connection::PageInfo {
                $crate::schema::connection::PageInfo::from(&self.0)
            }
        }
    };
}

pub(crate) use connection;
